"""GB/T 9704-2012 in numbers, and the small sums that the Word and the PDF writer share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.export.document import (
    Annex,
    Block,
    Cell,
    Document,
    Figure,
    Form,
    Gongwen,
    Heading,
    Layout,
    Paragraph,
    Sign,
    Table,
)

PAGE_MM = (210, 297)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37, 35, 28, 26
BLOCK_MM = (156, 225)
LINES, CHARS = 22, 28

TITLE_PT, BODY_PT, PAGE_PT = 22, 16, 14  # 2号, 3号, 4号
CAPTION_PT, CELL_PT = 14, 12  # 4号, 小四
CELL_PITCH_PT = 20.0
STAMP_ROOM = 2  # blank lines above a signature that will be sealed; else 1

FIGURE_MM = (130, 86)  # the largest picture: two with their captions fit on a page
LABEL_MM = 30  # six 小四 characters in a line
ROW_MM = 11.0
SPLIT_FROM = 300  # characters from which a row of a form may run on to the next page

FONTS: Mapping[str, str] = {
    "title": "方正小标宋简体",
    "body": "仿宋_GB2312",
    "h1": "黑体",
    "h2": "楷体_GB2312",
    "page": "宋体",
    "latin": "Times New Roman",
}

DRAFT = "草稿"
STAMP = "（盖章）"
DAY_TO_FILL = "年　　月　　日"
NO_DAY = date(2000, 1, 1)  # the files' date where a document has none


class SignLine(NamedTuple):
    """A line of the signature, its right end `right` characters from the text block's."""

    text: str
    right: float


@dataclass(frozen=True, slots=True)
class FormCell:
    """A drawn cell: a label, or an answer `span` columns wide above the lines `to_sign`."""

    text: str
    span: int
    is_label: bool
    to_sign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """A drawn row, at least `height_mm` high, whole on its page unless `may_split`."""

    cells: tuple[FormCell, ...]
    height_mm: float
    may_split: bool


def fonts_of(layout: Layout) -> dict[str, str]:
    """The font names of all roles, those that the call prescribes first."""
    return {**FONTS, **layout.fonts}


def day_of(document: Document) -> date:
    """The date that the file carries: the signature's, else a fixed one, never today's."""
    return document.sign.on if isinstance(document, Gongwen) and document.sign else NO_DAY


def author_of(document: Document) -> str:
    """Who the file says wrote it: the organisation that signs, never a person or a machine."""
    return document.sign.org if isinstance(document, Gongwen) and document.sign else ""


def role_of(level: int) -> str:
    """The font role of a heading's level."""
    return {1: "h1", 2: "h2"}.get(level, "body")


def annex_lines(annexes: tuple[Annex, ...]) -> list[str]:
    """The 附件 note below the text, no final punctuation; its lines align behind the colon."""
    return [f"{annex.number}.{annex.title}" for annex in annexes]


def sign_lines(sign: Sign) -> tuple[SignLine, SignLine]:
    """Organisation and day, without zero padding (GB/T 9704-2012, 7.3.5).

    With a seal the day ends 4 characters from the right and the organisation is centred over it;
    a longer organisation keeps the margin and the day stays centred below. Without, the
    organisation ends 2 characters from the right and the day begins 2 after its first; a longer
    day takes the 2 and pushes the organisation to the left.
    """
    day = f"{sign.on.year}年{sign.on.month}月{sign.on.day}日"
    org_width, day_width = width_of(sign.org), width_of(day)
    if sign.seal:
        day_right = max(4.0, (org_width - day_width) / 2)
        org_right = day_right + (day_width - org_width) / 2
    else:
        day_right = max(2.0, org_width - day_width)
        org_right = day_right + day_width + 2 - org_width
    return SignLine(sign.org, org_right), SignLine(day, day_right)


def figure_mm(figure: Figure) -> tuple[float, float]:
    """Width and height on paper: as large as FIGURE_MM allows, in the picture's own shape."""
    scale = min(FIGURE_MM[0] / figure.width, FIGURE_MM[1] / figure.height)
    return figure.width * scale, figure.height * scale


def column_widths(rows: tuple[FormRow, ...]) -> list[float]:
    """Millimetres of a form's columns: those that begin with a label are narrow."""
    count = max((sum(cell.span for cell in row.cells) for row in rows), default=1)
    labels = {start for row in rows for start, cell in _starts(row) if cell.is_label}
    narrow = min(LABEL_MM, BLOCK_MM[0] / count)
    wide = (BLOCK_MM[0] - narrow * len(labels)) / max(1, count - len(labels))
    return [narrow if column in labels else wide for column in range(count)]


def form_rows(form: Form) -> tuple[FormRow, ...]:
    """The form as drawn: a label and an answer for each cell, every row equally wide."""
    count = max((sum(1 + cell.span for cell in row) for row in form.rows), default=1)
    return tuple(_form_row(row, count) for row in form.rows)


def spoken(document: Document) -> Iterator[tuple[str, str]]:
    """Every text of a document with the role of its font, in reading order."""
    yield "title", document.title
    if isinstance(document, Form):
        for row in form_rows(document):
            for cell in row.cells:
                yield ("h1" if cell.is_label else "body"), cell.text
        return
    yield from _spoken_blocks(document.blocks)
    for annex in document.annexes:
        yield "h1", f"附件{annex.number}"
        yield "body", f"附件：{annex.number}.{annex.title}"
        yield "title", annex.title
        yield from _spoken_blocks(annex.blocks)
    if document.sign:
        yield from (("body", line.text) for line in sign_lines(document.sign))


def _spoken_blocks(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        match block:
            case Heading():
                yield role_of(block.level), block.number + block.text
            case Paragraph():
                yield "body", block.text
            case Figure():
                yield "h2", block.caption
            case Table():
                for number, row in enumerate(block.rows):
                    yield from (("body" if number else "h1", text) for text in row)


def _form_row(row: tuple[Cell, ...], count: int) -> FormRow:
    missing = count - sum(1 + cell.span for cell in row)
    cells = []
    for number, cell in enumerate(row):
        more = missing if number == len(row) - 1 else 0
        cells.append(FormCell(cell.label, 1, True))
        cells.append(FormCell(cell.answer, cell.span + more, False, _to_sign(cell)))
    height = max((cell.height_mm or ROW_MM for cell in row), default=ROW_MM)
    may_split = any(len(cell.answer) >= SPLIT_FROM for cell in row)
    return FormRow(tuple(cells), height, may_split)


def _to_sign(cell: Cell) -> tuple[str, ...]:
    """What is printed for stamp and day; a label such as 意见（盖章） has said the first."""
    if not cell.sign_off:
        return ()
    return (DAY_TO_FILL,) if "盖章" in cell.label else (STAMP, DAY_TO_FILL)


def _starts(row: FormRow) -> Iterator[tuple[int, FormCell]]:
    column = 0
    for cell in row.cells:
        yield column, cell
        column += cell.span


def width_of(text: str) -> float:
    """Characters of the grid that a line takes: Latin ones count half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)
