"""The files of a root → records, their sources, what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from generator.load.bytes import MAX_BYTES, clean_text, glance, read_text
from generator.load.folder import StoryFile, read_bytes, relative, story_file, yaml_files
from generator.load.originals import Beside, read_originals, read_recordings
from generator.load.sound import Pause, sound_data, sound_entries, sound_record
from generator.load.trouble import Unreadable, problem, problem_at
from generator.model.carriers import Pledge, PledgeYear, Work
from generator.model.digest import content_digest
from generator.model.fields import Record
from generator.model.kinds import Story
from generator.model.parts import Review, SignOff
from generator.model.problem import Path as DataPath
from generator.model.problem import Place, Problem, Words, is_below
from generator.model.site import Rough, Signature, Site
from generator.model.slugs import slug_of
from generator.model.source import Data, Mark, Source
from generator.package import WORK, own_pages

R = TypeVar("R", bound=Record)
# Slips that are read as their authors mean them (`mending`): what the value itself lacks is told.
_BESIDE_VALUES = frozenset(
    "fullwidth-colon no-space-colon odd-space indent-char indent stray-line heading-cut".split()
)
MAX_LIST_BYTES = 16 * 1024 * 1024  # reviews.yml holds three lines of 200 bytes a story


class Loaded(Struct):
    """What was read: the site as far as it could be, the sources for positions, the problems.

    `files` are those of stories; `of_stories` the problems that reading each of them has found;
    `looked` is what `load` was told to find in each part of them.
    """

    site: Site
    sources: Mapping[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    of_stories: list[Problem] = field(default_factory=list)
    looked: list[Any] = field(default_factory=list)


@dataclass
class Sources(Mapping[str, Source]):
    """Sources by file; a story's or a list's is read again when a problem points into it.

    Positions of every value of 10,000 stories would take 300 MB, and few are ever asked for.
    """

    reader: Reader
    stories: Mapping[str, object]  # their files

    def __getitem__(self, file: str) -> Source:
        kept = self.reader.sources
        if file not in kept and file in self.stories:
            Reader(self.reader.root, kept).story(story_file(self.reader.root, file))
        elif file not in kept and file in self.reader.lists:
            self.reader.lists[file](Reader(self.reader.root, kept))
        return kept[file]

    def __iter__(self) -> Iterator[str]:
        return iter({**self.reader.sources, **self.reader.lists, **self.stories})

    def __len__(self) -> int:
        return len({**self.reader.sources, **self.reader.lists, **self.stories})


class Reader(Struct):
    root: Path
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    rough: list[Rough] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    beside: Beside = field(default_factory=Beside)
    taken: dict[str, StoryFile] = field(default_factory=dict)
    lists: dict[str, Callable[[Reader], object]] = field(default_factory=dict)

    def take(self, files: list[StoryFile]) -> Reader:
        """Reads stories and their pictures; the sources of those that read well are let go."""
        cache = self.root / WORK / "pictures"
        for file in files:
            self.taken[file.file] = file
            story = self.sound_story(file) or self.story(file)
            if story is None:
                self.broken.append(file.file)
                continue
            self.sources.pop(file.file, None)
            self.stories.append(story)
            self.keep(read_originals(story, file, cache))
        return self

    def loaded(self, site: Site) -> Loaded:
        """What was taken, with its own sign-offs; `site` gives all that is no story's."""
        originals = site.originals | self.beside.originals
        unread = (*site.unread, *self.broken)
        own = chain.from_iterable(site.signatures_of.get(each.key, ()) for each in self.stories)
        told = {"signatures": tuple(own), "originals": originals, "unread": unread}
        read = replace(site, stories=tuple(self.stories), **told)
        sources = Sources(self, self.taken)
        return Loaded(_signed(read), sources, self.problems, [*self.taken], self.problems)

    def keep(self, found: Beside) -> None:
        """Takes over the files that lie beside a record."""
        self.beside.originals |= found.originals
        self.beside.recordings |= found.recordings
        self.beside.captions |= found.captions
        self.sources |= found.sources
        self.problems += found.problems

    def join(self, other: Reader) -> None:
        """Takes over what another reader has read."""
        self.sources |= other.sources
        self.problems += other.problems
        self.broken += other.broken
        self.rough += other.rough
        self.stories += other.stories
        self.beside.originals |= other.beside.originals

    def data(self, path: Path, most: int = MAX_BYTES) -> tuple[Data, Source] | None:
        """The data of a file of at most `most` bytes; None, and its problems noted, of others."""
        read, sound = self._read(path, most)
        return read if sound else None

    def _read(self, path: Path, most: int = MAX_BYTES) -> tuple[tuple[Data, Source] | None, bool]:
        """What a file holds, as far as that can be made out, and whether it holds no slip."""
        from generator.load.marks import MAX_EVENTS, read_marks  # 0.03 s: most files need none

        file = relative(path, self.root)
        try:
            raw = read_bytes(path, most)
            text, warnings = read_text(raw, file, most)
            self.sources[file] = Source(file, text)
            self.problems += warnings
            data, source, slips = read_marks(text, file, events=max(MAX_EVENTS, most // 10))
        except Unreadable as stop:
            self.sources.setdefault(file, Source(file, glance(raw)))
            self.problems += stop.problems
            return stop.read, False
        self.problems += slips
        if data is None:
            message = Words("文件是空的", "the file is empty")
            hint = Words("用 showcase new 可以得到一份样稿", "`showcase new` writes a starter file")
            self.problems.append(problem("empty", file, message, hint))
            return None, False
        return (data, source), True

    def sound_story(self, file: StoryFile) -> Story | None:
        """The story of a file in which nothing gives pause; most files are such."""
        try:
            text, warnings = read_text(read_bytes(file.path), file.file)
            if warnings:
                return None
            data = sound_data(text)
            return sound_record(file.kind.record, data, _given_to_story(file, data))
        except (Pause, Unreadable):
            return None

    def story(self, file: StoryFile) -> Story | None:
        """The story of a file, with its source, and all that is wrong with it."""
        from generator.load.shape import salvage, shape  # 7 ms: most files need none

        read, sound = self._read(file.path)
        if read is None or not (sound or isinstance(read[0], dict)):
            return None
        given = _given_to_story(file, read[0])
        story, source, problems = shape(file.kind.record, read[0], read[1], given)
        own = (p for p in self.problems if not sound and p.place.file == file.file)
        told = {p.place.line for p in own if p.id not in _BESIDE_VALUES}
        self.sources[file.file] = source
        whole = (p for p in problems if not p.place.path)  # fields that lack, told at line 1
        parts = (p for p in problems if p.place.path and source.position(p.place)[0] not in told)
        self.problems += (*whole, *parts)
        if sound and story is not None:
            return story
        if rest := salvage(file.kind.record, *read, given):
            story, refused = rest
            marks = source.marks.items()
            slips = {path for path, m in marks if m.line in told and path in source.values}
            self.rough.append(Rough(file.file, "stories", story, refused | slips))
            found = read_originals(story, file, self.root / WORK / "pictures")
            found.problems = [
                p for p in found.problems if not is_below(p.place.path, refused | slips)
            ]
            self.keep(found)
        return None

    def list_of(self, record: type[R], stem: str) -> tuple[R, ...]:
        """The records of a list file below stories/; () where there is none."""
        for suffix in (".yml", ".yaml"):
            path = self.root / "stories" / f"{stem}{suffix}"
            if path.is_file() and not path.is_symlink():
                return self._records(record, path)
        return ()

    def folder_of(
        self, record: type[R], folder: str, given: Callable[[str, str], dict[str, Any]]
    ) -> tuple[R, ...]:
        """A record for every file of a folder below stories/; `given` has its path and stem."""
        from generator.load.shape import salvage, shape

        made = []
        for path in yaml_files(self.root / "stories" / folder):
            file = relative(path, self.root)
            read = self.data(path)
            told = shape(record, *read, given(file, path.stem)) if read else None
            if told is not None:
                self.sources[file] = told[1]
                self.problems += told[2]
            if told and told[0]:
                made.append(told[0])
                continue
            self.broken.append(file)
            if read and (rest := salvage(record, *read, given(file, path.stem))):
                self.rough.append(Rough(file, folder, *rest))
        return tuple(made)

    def works(self) -> tuple[Work, ...]:
        """The works, with the files that lie beside them."""
        works = self.folder_of(Work, "works", _given_to_work)
        folder, cache = self.root / "stories" / "works", self.root / WORK / "pictures"
        for work in works:
            self.keep(read_recordings(work, folder, cache))
        return works

    def pledges(self) -> tuple[PledgeYear, ...]:
        """The pledges of every year: the file is their list, its name the year."""
        made = []
        for path in yaml_files(self.root / "stories" / "pledges"):
            file = relative(path, self.root)
            if not re.fullmatch(r"\d{4}", path.stem):
                message = Words("文件名应当是年份", "the file's name is to be a year")
                hint = Words("改名，例如 2018.yml", "rename it, e.g. 2018.yml")
                self.problems.append(problem("misnamed", file, message, hint))
                continue
            pledges = self._records(Pledge, path)
            made.append(PledgeYear(file=file, year=int(path.stem), pledges=pledges))
        return tuple(made)

    def pages(self) -> dict[str, str]:
        """The root's own hand-written pages by file; those that come with the program are clean."""
        found = {}
        for file, path in own_pages(self.root).items():
            raw = path.read_bytes()
            try:
                found[file], warnings = clean_text(raw, file)
            except Unreadable as stop:
                self.sources[file] = Source(file, glance(raw))
                self.problems += stop.problems
                continue
            self.sources[file] = Source(file, found[file])
            self.problems += warnings
        return found

    def _records(self, record: type[R], path: Path) -> tuple[R, ...]:
        file = relative(path, self.root)
        try:
            text, warnings = read_text(read_bytes(path, MAX_LIST_BYTES), file, MAX_LIST_BYTES)
            if warnings:
                raise Pause
            made = [
                sound_record(record, entry, _given_to_entry(record, file, number))
                for number, entry in enumerate(sound_entries(text))
            ]
        except (Pause, Unreadable):
            return self._placed_records(record, path)
        self.lists[file] = lambda reader: reader._placed_records(record, path)
        return tuple(made)

    def _placed_records(self, record: type[R], path: Path) -> tuple[R, ...]:
        """The records of a list file, with its source and all that is wrong with it."""
        read = self.data(path, MAX_LIST_BYTES)
        if read is None:
            self.broken.append(relative(path, self.root))
            return ()
        from generator.load.hints import as_entries
        from generator.load.shape import shape

        data, source = read
        if not isinstance(data, list):
            message = Words("这个文件应当是一个列表，每项以“- ”开头", "a list is expected here")
            hint = as_entries(record, data)
            self.problems.append(problem_at("not-list", source.file, (), message, hint))
            self.broken.append(source.file)
            return ()
        made = []
        marks: dict[DataPath, Mark] = {}
        values: dict[DataPath, str] = {}
        for number, (item, below) in enumerate(zip(data, _entries(source, len(data)), strict=True)):
            known = _given_to_entry(record, source.file, number)
            entry, part, problems = shape(record, item, below, known)
            made.append(entry)
            marks |= {(number, *path): mark for path, mark in part.marks.items()}
            values |= {(number, *path): text for path, text in part.values.items()}
            self.problems += (_under(p, number) for p in problems)
        if None in made:
            self.broken.append(source.file)
        self.sources[source.file] = Source(source.file, source.text, marks, values)
        return tuple(entry for entry in made if entry is not None)


def _given_to_story(file: StoryFile, data: Data) -> dict[str, Any]:
    slug = data.get("slug", data.get("网址名")) if isinstance(data, dict) else None
    typed = slug.strip() if isinstance(slug, str) else ""
    return {"id": file.id, "file": file.file, "address_name": typed or slug_of(file.id)}


def _given_to_entry(record: type[Record], file: str, number: int) -> dict[str, Any]:
    given = {"file": file, "number": number}
    return {key: given[key] for key in given if key in record.__struct_fields__}


def _given_to_work(file: str, stem: str) -> dict[str, Any]:
    return {"yml": file, "id": stem, "address_name": slug_of(stem)}


def _entries(source: Source, count: int) -> list[Source]:
    """The source of each entry of a list file, its paths beginning at the entry."""
    marks: list[dict[DataPath, Mark]] = [{} for _ in range(count)]
    values: list[dict[DataPath, str]] = [{} for _ in range(count)]
    for path, mark in source.marks.items():
        if path and isinstance(path[0], int):
            marks[path[0]][path[1:]] = mark
    for path, text in source.values.items():
        if path and isinstance(path[0], int):
            values[path[0]][path[1:]] = text
    return [Source(source.file, source.text, *both) for both in zip(marks, values, strict=True)]


def _under(found: Problem, number: int) -> Problem:
    place = found.place
    moved = Place(place.file, (number, *place.path), place.line, place.column, place.at_key)
    return Problem(found.id, found.level, moved, found.message, found.hint)


def _signed(site: Site) -> Site:
    """The site with the sign-offs of reviews.yml put in, as far as their digests still fit."""
    made = site.signatures_of
    stories = tuple(
        _with_signatures(story, made[story.key], site) if story.key in made else story
        for story in site.stories
    )
    return replace(site, stories=stories) if made else site


def _with_signatures(story: Story, made: Iterable[Signature], site: Site) -> Story:
    digest = content_digest(story, site)
    fresh = {s.stage: SignOff(by=s.by, on=s.on) for s in made if s.digest == digest}
    review = story.review or Review()
    typed = {stage: sign for stage, sign in fresh.items() if getattr(review, stage, None) is None}
    return story.but(review=review.but(**typed))
