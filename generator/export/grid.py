"""Columns and rows of tables and forms on paper, the same for the Word and the PDF writer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from generator.export.document import Cell, Figure, Form, Side, Table
from generator.export.layout import BLOCK_MM, CELL_PT, fitted, width_of
from generator.export.lines import gaps, title_lines

LABEL_MM = 30.0  # six 小四 characters in a line: the most that a label asks for
ROW_MM = 11.0
PHOTO_MM = (36.0, 48.0)  # a photo's column and rows: one of 一寸 is 25 × 35 mm, of 二寸 35 × 49
SPLIT_FROM = 300  # characters from which a row of a form may run on to the next page
STAMP = "（盖章）"
DAY_TO_FILL = "年　　月　　日"

_PIECE = re.compile(r"（[^（）\n]{1,6}）|.", re.S)
_CELL_MM = CELL_PT * 25.4 / 72  # a 小四 character
_PADDING_MM = 4.0  # left and right of the words of a cell together
_LEAST_MM = 2 * _CELL_MM + _PADDING_MM
_LABEL_LEAST_MM = 4 * _CELL_MM + _PADDING_MM
_LINE = 36  # 小四 characters in 156 mm: more go on to a second line in every cell
_SHORT = 8  # characters up to which a column is centred, as figures and dates are
_ROUNDING = 0.01  # characters
_SHORT_MM = _SHORT * _CELL_MM + _PADDING_MM


class Column(NamedTuple):
    """A column of a table: its width in millimetres, where its cells stand."""

    width: float
    side: Side


class FormCell(Struct, frozen=True):
    """A drawn cell: a label, or an answer `span` columns wide above the lines `to_sign`.

    One for a photo goes over `rows` rows; in all but the first of them it `goes_on`.
    """

    text: str
    span: int
    is_label: bool
    to_sign: tuple[str, ...] = ()
    rows: int = 0
    photo: Figure | None = None
    goes_on: bool = False

    @property
    def is_prose(self) -> bool:
        """Whether it says several paragraphs, which only an indent tells from lines."""
        return is_prose(self.text)


class FormRow(Struct, frozen=True):
    """A drawn row, at least `height_mm` high, whole on its page unless `may_split`."""

    cells: tuple[FormCell, ...]
    height_mm: float
    may_split: bool


def is_long(text: str) -> bool:
    """Whether a text goes over several lines of any cell."""
    return max(map(len, text.split("\n"))) > _LINE


def is_prose(text: str) -> bool:
    """Whether a text is of paragraphs and not of lines."""
    return "\n" in text and is_long(text)


def table_columns(table: Table) -> list[Column]:
    """The columns of a table over the whole block: short ones as wide as they need, no wider
    than their share; what is left goes to the others in equal parts, or to all by their words.

    Cells stand where their author said, else short ones in the middle.
    """
    count = max((len(row) for row in table.rows), default=1)
    cells = [[row[column] for row in table.rows if column < len(row)] for column in range(count)]
    longest = [max((_widest(text) for text in column), default=0) for column in cells]
    wanted = [longest[column] * _CELL_MM + _PADDING_MM for column in range(count)]
    widths = _shared(wanted, BLOCK_MM[0])
    sides: Sequence[Side | None] = table.sides or [None] * count
    return [
        Column(width, side or ("center" if chars <= _SHORT and width >= want else "left"))
        for width, chars, want, side in zip(widths, longest, wanted, sides, strict=True)
    ]


def column_widths(rows: tuple[FormRow, ...]) -> list[float]:
    """Millimetres of a form's columns: those that begin with a label or a photo are narrow."""
    count = max((sum(cell.span for cell in row.cells) for row in rows), default=1)
    begun = [each for row in rows for each in starts(row)]
    photo = {start: PHOTO_MM[0] for start, cell in begun if cell.rows and cell.is_label}
    most = (BLOCK_MM[0] - sum(photo.values())) / max(1, count - len(photo))
    if most < _LABEL_LEAST_MM:
        return _close(begun, photo, count)
    labels: dict[int, float] = {}
    for start, cell in begun:
        if cell.is_label:
            wanted = min(LABEL_MM, _widest(cell.text) * _CELL_MM + _PADDING_MM)
            least = max(labels.get(start, _LABEL_LEAST_MM), _whole_mm(cell.text))
            labels[start] = min(max(least, wanted), most)
    known = labels | photo
    wide = (BLOCK_MM[0] - sum(known.values())) / max(1, count - len(known))
    return [known.get(column, wide) for column in range(count)]


def _close(
    begun: Sequence[tuple[int, FormCell]], known: Mapping[int, float], count: int
) -> list[float]:
    """The widths where there are too many columns for labels of four characters in equal ones:
    labels as wide as they need, answers share the rest by their words."""
    wanted = dict.fromkeys(range(count), _LEAST_MM)
    for start, cell in begun:
        if cell.span == 1 and not cell.rows:
            width = _widest(cell.text) * _CELL_MM + _PADDING_MM
            wanted[start] = max(
                wanted[start], min(width, _LABEL_LEAST_MM if cell.is_label else width)
            )
    widths = {**wanted, **known}
    labels = {start for start, cell in begun if cell.is_label} | known.keys()
    answers = [column for column in range(count) if column not in labels]
    rest = BLOCK_MM[0] - sum(widths[column] for column in labels)
    if rest < len(answers) * _LEAST_MM:
        return [BLOCK_MM[0] / count] * count
    shares = _shared([wanted[column] for column in answers], rest)
    widths |= zip(answers, shares, strict=True)
    return [widths[column] for column in range(count)]


def form_rows(form: Form) -> tuple[FormRow, ...]:
    """The form as drawn: a label and an answer for each cell, every row equally wide."""
    photos = _photos(form.rows)
    rows = [
        tuple(row) if _is_photo_alone(row) else tuple(cell for cell in row if not cell.photo_rows)
        for row in form.rows
    ]
    beside = [int(photo is not None) for photo in photos]
    widths = [sum(1 + cell.span for cell in row) for row in rows]
    count = max((a + b for a, b in zip(widths, beside, strict=True)), default=1)
    drawn = tuple(
        _form_row(row, count - taken, photo)
        for row, taken, photo in zip(rows, beside, photos, strict=True)
    )
    columns = column_widths(drawn)
    return tuple(replace(row, cells=tuple(_labels_whole(row, columns))) for row in drawn)


def starts(row: FormRow) -> Iterator[tuple[int, FormCell]]:
    """The cells of a row, each with the number of the column that it begins in."""
    column = 0
    for cell in row.cells:
        yield column, cell
        column += cell.span


def photo_mm(figure: Figure, height_mm: float) -> tuple[float, float]:
    """Width and height of a photo in the rows of a form that are `height_mm` together."""
    return fitted(figure, (PHOTO_MM[0] - _PADDING_MM, height_mm - _PADDING_MM))


def _widest(text: str) -> float:
    """Characters of the longest line, with what WPS and LibreOffice add."""
    return max((width_of(line) + gaps(line) for line in text.split("\n")), default=0)


def _shared(wanted: Sequence[float], whole: float) -> list[float]:
    """Short columns get what they want, so that no phone number is broken; then max-min fairness:
    nobody gets more than wanted while another lacks."""
    if sum(wanted) <= whole:
        return [want * whole / sum(wanted) for want in wanted] if sum(wanted) else []
    short = {column: want for column, want in enumerate(wanted) if want <= _SHORT_MM}
    given = short if sum(short.values()) <= whole / 2 else {}
    while True:
        rest = [column for column in range(len(wanted)) if column not in given]
        share = (whole - sum(given.values())) / len(rest)
        modest = [column for column in rest if wanted[column] <= share]
        if not modest:
            return [given.get(column, share) for column in range(len(wanted))]
        given |= {column: wanted[column] for column in modest}


def _photos(rows: Sequence[Sequence[Cell]]) -> list[tuple[FormCell, float] | None]:
    """For each row the photo at its right end, its own or one from above, with its height here."""
    found: list[tuple[FormCell, float] | None] = [None] * len(rows)
    for number, row in enumerate(rows):
        one = next((cell for cell in row if cell.photo_rows), None)
        if one is None or found[number] or _is_photo_alone(row):
            continue
        over = range(number, min(number + one.photo_rows, len(rows)))
        text = "" if one.photo else one.label
        drawn = FormCell(text, 1, True, rows=len(over), photo=one.photo)
        height = (one.height_mm or PHOTO_MM[1]) / len(over)
        for order in over:
            found[order] = (replace(drawn, goes_on=order > number), height)
    return found


def _is_photo_alone(row: Sequence[Cell]) -> bool:
    """Whether a row is one photo, which then stands beside its label as an answer does."""
    return len(row) == 1 and row[0].photo_rows == 1


def _form_row(row: Sequence[Cell], count: int, photo: tuple[FormCell, float] | None) -> FormRow:
    missing = count - sum(1 + cell.span for cell in row)
    cells = []
    for number, cell in enumerate(row):
        more = missing if number == len(row) - 1 else 0
        cells.append(FormCell(cell.label, 1, True))
        span = cell.span + more
        if cell.photo_rows:
            cells.append(FormCell("", span, False, rows=1, photo=cell.photo))
        else:
            cells.append(FormCell(cell.answer, span, False, _to_sign(cell)))
    if not row and count:
        cells.append(FormCell("", count, False))
    if photo:
        cells.append(photo[0])
    least = [PHOTO_MM[1] if cell.photo_rows else ROW_MM for cell in row]
    heights = [cell.height_mm or high for cell, high in zip(row, least, strict=True)] + (
        [photo[1]] if photo else []
    )
    may_split = not photo and any(len(cell.answer) >= SPLIT_FROM for cell in row)
    return FormRow(tuple(cells), max(heights, default=ROW_MM), may_split)


def _labels_whole(row: FormRow, widths: Sequence[float]) -> Iterator[FormCell]:
    """The cells of a row; labels with line breaks between words, as titles have them."""
    for start, cell in starts(row):
        room = (widths[start] - _PADDING_MM) / _CELL_MM + _ROUNDING
        yield replace(cell, text=_by_words(cell.text, room)) if cell.is_label else cell


def _by_words(label: str, room: float) -> str:
    return "\n".join("\n".join(title_lines(part, room)) for part in label.split("\n"))


def _whole_mm(label: str) -> float:
    """The width that the widest short group in brackets needs."""
    return max(map(_widest, _PIECE.findall(label)), default=0) * _CELL_MM + _PADDING_MM


def _to_sign(cell: Cell) -> tuple[str, ...]:
    """What is printed for stamp and day; a label such as 意见（盖章） has said the first."""
    if not cell.sign_off:
        return ()
    return (DAY_TO_FILL,) if "盖章" in cell.label else (STAMP, DAY_TO_FILL)
