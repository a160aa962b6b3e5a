"""Reads what a submission is made of: photos stripped of metadata, evidence, organisers' blanks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

from generator import pictures
from generator.export.entry import Material
from generator.export.makers import anonymous
from generator.export.photos import UNTOUCHED, Shot, delivered_as, placed
from generator.export.strip import strip
from generator.export.unsafe import MOST_BYTES
from generator.load.folder import PICTURE_SUFFIXES
from generator.load.paths import beside
from generator.model.award import Award, CellRule
from generator.model.kinds import Story
from generator.model.problem import Path as DataPath
from generator.model.problem import Place, Problem, Words
from generator.package import WORK
from generator.pictures import PictureFault

# Pillow's names of formats → the names that calls use.
_FORMATS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "HEIF": "heic"}


def gather(
    story: Story, award: Award, root: Path, as_of: date, *, pages: bool
) -> tuple[Material, list[Problem]]:
    """The bytes for a submission and what is wrong with the others; `pages` wants prints too.

    JPEG, PNG and WebP keep their pixels; other formats become JPEG, as calls ask.
    """
    reader = _Reader(story, root, [])
    shots = {}
    embed = pages and award.photos.embed
    stuck = {cell.picture for cell in _cells(award)} if pages else set()
    for one in placed(story, award, as_of):
        rule = one.rule or award.photos
        path = ("photos", one.number, "file")
        on_page = embed if one.rule is None else one.rule.title in stuck
        shot = reader.shot(one.photo.file, path, rule.formats, on_page)
        if shot:
            shots[one.photo.file] = shot
    evidence = {}
    for number, attachment in enumerate(story.attachments):
        if held := reader.evidence(attachment.file, ("attachments", number, "file")):
            evidence[attachment.file] = held
    templates = dict(_templates(award, root))
    return Material(shots, evidence, templates), reader.problems


class _Reader:
    def __init__(self, story: Story, root: Path, problems: list[Problem]) -> None:
        self.story, self.problems = story, problems
        self.folder = (root / story.file).parent
        self.cache = root / WORK / "pictures"

    def shot(self, name: str, path: DataPath, formats: tuple[str, ...], embed: bool) -> Shot | None:
        """A photo as it is delivered; None where it cannot be read, which the check has told."""
        place = beside(self.folder, name)
        if isinstance(place, tuple):
            return None
        opened = pictures.opened(place, self.cache)
        if isinstance(opened, PictureFault):
            return None
        content, known = opened
        format = _FORMATS.get(known.format, known.format.lower())
        suffix = delivered_as(format, formats)
        bare = strip(content, known.dpi) if format in UNTOUCHED else None
        if bare is None:
            made = pictures.converted(content)
            if isinstance(made, PictureFault):
                self._fault(name, path, made)
                return None
            bare = made
        page = pictures.printed(content, known) if embed else None
        return Shot(
            content=bare,
            format=format,
            suffix=suffix,
            width=known.width,
            height=known.height,
            dpi=known.dpi,
            print=(page.content, page.width, page.height) if page else None,
        )

    def evidence(self, name: str, path: DataPath) -> tuple[bytes, str] | None:
        """An attachment and the ending of its name; pictures and Office files lose what they say
        of their makers."""
        place = beside(self.folder, name)
        if isinstance(place, tuple):
            return None
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in PICTURE_SUFFIXES:
            content = place.read_bytes()
            return anonymous(content) or content, suffix
        opened = pictures.opened(place, self.cache)
        if isinstance(opened, PictureFault):
            self._fault(name, path, opened)
            return None
        content, known = opened
        if bare := strip(content, known.dpi):
            return bare, suffix
        made = pictures.converted(content)
        if isinstance(made, PictureFault):
            self._fault(name, path, made)
            return None
        return made, ".jpg"

    def _fault(self, name: str, path: DataPath, fault: PictureFault) -> None:
        message = Words(f"“{name}”{fault.detail.zh}", f"“{name}” {fault.detail.en}")
        place = Place(self.story.file, path)
        self.problems.append(Problem(f"picture-{fault.kind}", "error", place, message))


def _cells(award: Award) -> Iterator[CellRule]:
    for document in award.documents:
        for row in document.rows:
            yield from row.cells


def _templates(award: Award, root: Path) -> Iterator[tuple[str, bytes]]:
    folder = (root / award.file).parent
    for document in award.documents:
        if document.template is not None:
            place = beside(folder, document.template)
            if isinstance(place, Path):
                with place.open("rb") as stream:
                    yield document.template, stream.read(MOST_BYTES)
