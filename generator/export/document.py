"""What writers are given: finished documents, no story, no disk. A writer returns bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field

from generator.prose import Run as Run


class Layout(Struct, frozen=True):
    """What a call prescribes over GB/T 9704-2012: line pitch in points, bold level 3, font names.

    `fonts` maps roles (title, body, h1, h2, latin, page) to the names that the docx shall carry.
    """

    pitch_pt: float = 28.95
    h3_bold: bool = False
    fonts: Mapping[str, str] = field(default_factory=dict)


class Heading(Struct, frozen=True):
    """A heading of level 1 to 4; `number` is its 一、（一）1. or （1）, apart from the words."""

    level: int
    number: str
    text: str


class Paragraph(Struct, frozen=True):
    """A paragraph, first line indented by two characters unless `plain`."""

    runs: tuple[Run, ...]
    plain: bool = False

    @property
    def text(self) -> str:
        """The words of all runs."""
        return "".join(run.text for run in self.runs)


def plain_line(text: str) -> Paragraph:
    """A paragraph of some words, not indented."""
    return Paragraph((Run(text),), plain=True)


class Figure(Struct, frozen=True):
    """A picture in line (JPEG or PNG bytes, metadata stripped), with its caption and alt text."""

    content: bytes
    width: int
    height: int
    caption: str
    alt: str


Side = Literal["left", "center", "right"]


class Table(Struct, frozen=True):
    """A ruled table; the first row is its head. `sides` are where its author put the cells of
    each column, None where nothing was said; () of all."""

    rows: tuple[tuple[str, ...], ...]
    sides: tuple[Side | None, ...] = ()


Block = Heading | Paragraph | Figure | Table


class Sign(Struct, frozen=True):
    """The signature: organisation and day; a `seal` moves them (layout.sign_lines)."""

    org: str
    on: date
    seal: bool


class Annex(Struct, frozen=True):
    """An attachment page: 附件1 on its first line, its title on the third, then its blocks."""

    number: int
    title: str
    blocks: tuple[Block, ...]


class Gongwen(Struct, frozen=True):
    """A write-up in official layout. `title_lines` join to `title`; `draft` marks each page."""

    id: str
    title: str
    title_lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    layout: Layout = Layout()
    sign: Sign | None = None
    annexes: tuple[Annex, ...] = ()
    draft: bool = False


class Cell(Struct, frozen=True):
    """A label and its answer; `span` columns for the answer; `sign_off` leaves room for a stamp.

    A cell of `photo_rows` rows takes a photo instead, at the right end of its row; its label
    stands in it where there is no `photo`.
    """

    label: str
    answer: str
    span: int = 1
    height_mm: float | None = None
    sign_off: bool = False
    photo_rows: int = 0
    photo: Figure | None = None


class Form(Struct, frozen=True):
    """An application form; `template` is the organiser's own blank, as .docx bytes, if any."""

    id: str
    title: str
    rows: tuple[tuple[Cell, ...], ...]
    template: bytes | None = None
    layout: Layout = Layout()
    draft: bool = False


Document = Gongwen | Form
