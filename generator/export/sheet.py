"""Sheets for people: the index of a submission's evidence, the summary table of a call."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from math import ceil

import xlsxwriter
from msgspec import Struct
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.export.document import Gongwen, Layout, Sign, Table, plain_line
from generator.export.entry import Entry
from generator.export.layout import width_of
from generator.export.lines import title_lines
from generator.export.makers import packed, parts_of
from generator.export.names import INDEX
from generator.model.award import Award
from generator.model.days import day_words

SUMMARY = "汇总表"
_HEAD = ("序号", "申报单位", "材料名称", "类别", "字数", "照片", "佐证", "联系人", "联系电话")
_PRINTED = (0, 1, 2, 3, 7, 8)  # the columns that fit on a page beside each other
_WIDTHS = (6, 26, 42, 12, 8, 6, 6, 14, 18)  # half characters of the columns in Excel
_LONG = 20  # columns from this width hold words, the others figures and names, which are centred
_LINE_PT = 16
_PLAIN = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
# The quote prefix keeps =, +, - and @ at the head of a cell from becoming a formula.
_GRID = _PLAIN | {"quote_prefix": True, "border": 1, "text_wrap": True}
_CENTRED = {"align": "center"}
_TITLE = {"font_name": "宋体", "bold": True, "font_size": 18, "valign": "vcenter"} | _CENTRED
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - a file's fixed date, of no zone


class SummaryRow(Struct, frozen=True):
    """A line of a call's summary table."""

    unit: str
    title: str
    kind: str
    words: str
    photos: str
    evidence: str
    contact: str
    phone: str


def evidence_index(entry: Entry) -> Gongwen:
    """The index of the attachments by their names in the parcel."""
    rows = [("序号", "材料名称", "文件")]
    rows += [(str(n), one.title, one.name) for n, one in enumerate(entry.evidence, 1)]
    blocks = (plain_line(f"申报材料：{entry.story.title}"), Table(tuple(rows)))
    return Gongwen("index", INDEX, (INDEX,), blocks, draft=entry.draft)


def summary_row(entry: Entry, unit: str, kind: str) -> SummaryRow:
    """The line of one submission; the first document's count stands for its length."""
    contact = entry.story.contact
    words = next((one.words.hi for one in entry.documents if one.words.hi), 0)
    return SummaryRow(
        unit=unit,
        title=entry.story.title,
        kind=kind,
        words=str(words) if words else "",
        photos=str(len(entry.photos)),
        evidence=str(len(entry.evidence)),
        contact=(contact.name if contact else None) or "",
        phone=(contact.phone if contact else None) or "",
    )


def summary_document(
    award: Award, rows: Sequence[SummaryRow], org: str, as_of: date, draft: bool
) -> Gongwen:
    """The stamped summary table of a call (汇总表)."""
    title = f"{award.title}申报{SUMMARY}"
    whole = (_HEAD, *(_cells(number, row) for number, row in enumerate(rows, 1)))
    table = Table(tuple(tuple(row[column] for column in _PRINTED) for row in whole))
    sign = Sign(org, as_of, seal=True)
    return Gongwen("summary", title, title_lines(title), (table,), Layout(), sign, draft=draft)


def summary_xlsx(
    award: Award, rows: Sequence[SummaryRow], org: str, as_of: date, draft: bool
) -> bytes:
    """The same table for Excel, to be printed on A4 across; every cell is a text and stays one
    when it is typed over."""
    file = io.BytesIO()
    # a merged cell would take “=…” for a formula and “http…” for a link: a call's title is typed
    plainly = dict.fromkeys(("strings_to_formulas", "strings_to_urls"), False)
    book = xlsxwriter.Workbook(file, {"in_memory": True, **plainly})
    title = f"{award.title}申报{SUMMARY}"
    book.set_properties({"title": title, "created": _EPOCH})
    sheet = book.add_worksheet(SUMMARY)
    wide = book.add_format(_TITLE)
    sheet.merge_range(0, 0, 0, len(_HEAD) - 1, title + ("（草稿）" if draft else ""), wide)
    sheet.set_row(0, 40)
    head = book.add_format(_GRID | _CENTRED | {"bold": True})
    _line_of(sheet, 1, _HEAD, [head] * len(_HEAD))
    left, middle = book.add_format(_GRID), book.add_format(_GRID | _CENTRED)
    formats = [left if width >= _LONG else middle for width in _WIDTHS]
    for number, row in enumerate(rows, 1):
        _line_of(sheet, number + 1, _cells(number, row), formats)
    plain = book.add_format(_PLAIN)
    last = len(rows) + 3
    sheet.set_row(last, 60)  # room for a stamp
    sheet.merge_range(last, 0, last, 3, f"填报单位（盖章）：{org}", plain)
    sheet.merge_range(last, 4, last, len(_HEAD) - 1, f"填报日期：{day_words(as_of)}", plain)
    _print_set_up(sheet, len(rows) + 1)
    book.close()
    return packed(parts_of(file.getvalue()))  # the writer tells Windows from Linux


def _line_of(
    sheet: Worksheet, number: int, cells: Sequence[str], formats: Sequence[Format]
) -> None:
    """A row as high as its fullest cell, whose lines Excel would break at the column's width."""
    lines = 1
    for column, (cell, format) in enumerate(zip(cells, formats, strict=True)):
        sheet.write_string(number, column, cell, format)
        lines = max(lines, ceil((2 * width_of(cell) + 1) / _WIDTHS[column]))
    sheet.set_row(number, 8 + _LINE_PT * lines)


def _print_set_up(sheet: Worksheet, last: int) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.ignore_errors({"number_stored_as_text": f"A1:I{last + 1}"})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)  # title and head on every page
    sheet.set_footer("&C— &P —")


def _cells(number: int, row: SummaryRow) -> tuple[str, ...]:
    told = (row.unit, row.title, row.kind, row.words, row.photos, row.evidence)
    return (str(number), *told, row.contact, row.phone)
