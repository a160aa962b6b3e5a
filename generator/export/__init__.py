"""Award submissions: a story and a call become files. EXPORTERS is the list of formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from generator.export.bundle import write_bundle
from generator.export.checklist import CHECK_SHEET, check_sheet
from generator.export.document import Gongwen
from generator.export.docx import write_docx
from generator.export.entry import Enclosed, Entry, Written
from generator.export.markdown import write_markdown
from generator.export.pdf import write_pdf
from generator.export.summary import summary_text
from generator.export.wechat import write_wechat
from generator.model.problem import Words
from generator.model.release import consents
from generator.typeset.failures import Unwritable

OFFICE = "内部"  # the folder of what stays in the office


class Unwritten(Exception):
    """A document that could not be written; `cause` says why."""

    def __init__(self, written: Written, cause: Unwritable) -> None:
        super().__init__(str(cause))
        self.written, self.cause = written, cause


class Made(Struct):
    """Files by name, the fonts of each PDF by document id, what the writers want told."""

    files: dict[str, bytes] = field(default_factory=dict)
    faces: dict[str, tuple[str, ...]] = field(default_factory=dict)
    warnings: list[Words] = field(default_factory=list)


class Exporter(Struct, frozen=True):
    """A row of EXPORTERS: a format, what it needs made before it, and how it is made."""

    name: str
    write: Callable[[Entry, Made, Path], None]
    needs: tuple[str, ...] = ()


def make(entry: Entry, formats: Sequence[str], root: Path) -> Made:
    """All files of a submission in the formats asked for, summary.json and check sheet with them.

    They are made in the order of EXPORTERS, for a zip holds the documents made before it. `root`
    is where PDF fonts are looked for. Raises Unwritten; nothing touches the disk.
    """
    made = Made()
    needed = {need for name in formats for need in EXPORTERS[name].needs}
    for name, exporter in EXPORTERS.items():
        if name in needed or name in formats:
            exporter.write(entry, made, root)
    for name in needed.difference(formats):
        for file in [file for file in made.files if file.endswith(f".{name}")]:
            del made.files[file]
    made.files[f"{OFFICE}/{CHECK_SHEET}.docx"] = write_docx(check_sheet(entry))
    told = [name for name in EXPORTERS if name in formats]
    summary = summary_text(entry, told, made.files, made.faces)
    made.files["summary.json"] = summary.encode()
    return made


def _docx(entry: Entry, made: Made, root: Path) -> None:
    for one in entry.documents:
        try:
            made.files[f"{one.name}.docx"] = write_docx(one.document)
        except Unwritable as cause:
            raise Unwritten(one, cause) from cause


def _pdf(entry: Entry, made: Made, root: Path) -> None:
    for one in entry.documents:
        try:
            pdf = write_pdf(one.document, root)
        except Unwritable as cause:
            raise Unwritten(one, cause) from cause
        made.files[f"{one.name}.pdf"] = pdf.content
        drawn = (face for faces in pdf.faces.values() for face in faces)
        made.faces[one.document.id] = tuple(sorted(set(drawn)))
        made.warnings += (words for words in pdf.warnings if words not in made.warnings)


def _zip(entry: Entry, made: Made, root: Path) -> None:
    own = {f"{one.name}.{suffix}" for one in entry.documents for suffix in ("docx", "pdf")}
    documents = {name: content for name, content in made.files.items() if name in own}
    made.files[entry.name] = write_bundle(entry, documents)


def _md(entry: Entry, made: Made, root: Path) -> None:
    for one, document, photos in _texts(entry, _illustrations(entry)):
        made.files[f"{one.name}.md"] = write_markdown(document, photos)
        made.files |= {photo.name: photo.content for photo in photos}


def _wechat(entry: Entry, made: Made, root: Path) -> None:
    shown = tuple(one for one in _illustrations(entry) if _on_wechat(entry, one))
    for one, document, photos in _texts(entry, shown):
        made.files[f"{one.name}.html"] = write_wechat(document, photos)
        made.files |= {photo.name: photo.content for photo in photos}


def _texts(
    entry: Entry, photos: tuple[Enclosed, ...]
) -> Iterator[tuple[Written, Gongwen, tuple[Enclosed, ...]]]:
    """The write-ups, the first with the photos; forms, which hold phone numbers, stay behind."""
    others = (one for one in entry.documents if one is not entry.article)
    for one in (entry.article, *others):
        if isinstance(one.document, Gongwen):
            yield one, one.document, photos if one is entry.article else ()


def _illustrations(entry: Entry) -> tuple[Enclosed, ...]:
    """The photos that go with the text; a portrait for the form does not."""
    return tuple(one for one in entry.photos if not one.has_role)


def _on_wechat(entry: Entry, photo: Enclosed) -> bool:
    return consents(entry.story.photos[photo.number].consent, "wechat", entry.as_of)


EXPORTERS: Mapping[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        Exporter("docx", _docx),
        Exporter("pdf", _pdf),
        Exporter("zip", _zip, needs=("docx", "pdf")),
        Exporter("md", _md),
        Exporter("wechat", _wechat),
    )
}
