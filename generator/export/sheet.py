"""Sheets for people: the index of a submission's evidence, the summary table of a call."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from generator.export.document import Gongwen, Layout, Paragraph, Run, Sign, Table
from generator.export.entry import Entry
from generator.export.lines import title_lines
from generator.model.award import Award

INDEX = "佐证材料目录"
SUMMARY = "汇总表"
_HEAD = ("序号", "申报单位", "材料名称", "类别", "字数", "照片", "佐证", "联系人", "联系电话")
_PRINTED = (0, 1, 2, 3, 7, 8)  # the columns that fit on a page beside each other
_WIDTHS = (6, 26, 40, 10, 8, 6, 6, 12, 16)  # characters of the columns in Excel
_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - a file's fixed date, of no zone


@dataclass(frozen=True, slots=True)
class SummaryRow:
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
    blocks = (_line(f"申报材料：{entry.story.title}"), Table(tuple(rows)))
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


def summary_xlsx(award: Award, rows: Sequence[SummaryRow], org: str, as_of: date) -> bytes:
    """The same table for Excel; every cell is a text and stays one when it is typed over."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": f"{award.title}申报{SUMMARY}", "created": _EPOCH})
    sheet = book.add_worksheet(SUMMARY)
    # The quote prefix keeps =, +, - and @ at the head of a cell from becoming a formula.
    text = book.add_format(
        {"quote_prefix": True, "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    head = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter"})
    large = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    sheet.merge_range(0, 0, 0, len(_HEAD) - 1, f"{award.title}申报{SUMMARY}", large)
    for column, (name, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, name, head)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(_cells(number, row)):
            sheet.write_string(number + 1, column, cell, text)
    sheet.write_string(len(rows) + 3, 0, f"填报单位（盖章）：{org}　　{_day(as_of)}")
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    book.close()
    return file.getvalue()


def _cells(number: int, row: SummaryRow) -> tuple[str, ...]:
    told = (row.unit, row.title, row.kind, row.words, row.photos, row.evidence)
    return (str(number), *told, row.contact, row.phone)


def _line(text: str) -> Paragraph:
    return Paragraph((Run(text),), plain=True)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
