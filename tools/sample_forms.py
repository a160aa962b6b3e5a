"""The sample's Word files: an organiser's blank form, and stand-ins for evidence.

python -m tools.sample_forms       (the same bytes every time)
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell

from generator.export.document import Gongwen, Layout, Paragraph, Run
from generator.export.docx import write_docx
from generator.export.oxml import w
from generator.export.skeleton import skeleton

STORIES = Path(__file__).resolve().parent.parent / "stories"
BLANK = STORIES / "awards" / "forms" / "zyfw-xm-2026.docx"
EVIDENCE = {
    STORIES / "brands" / "1252" / "zuozheng-1.docx": "班组考评细则（示例文件）",
    STORIES / "brands" / "1252" / "zuozheng-2.docx": "媒体报道复印件（示例文件）",
    STORIES / "members" / "xu-jinhua" / "zuozheng-1.docx": "能力验证结果报告（示例文件）",
}
_DAY = datetime(2026, 1, 1)  # noqa: DTZ001 - a file's fixed date, of no zone
_COLUMNS, _LABEL, _ANSWER = 4, 30, 48  # millimetres of a label and of an answer

# The rows of the blank as organisers lay them out: labels, spaced by hand; "" is left to fill.
_ROWS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("推荐单位", 1), ("", 3)),
    (("项目名称", 1), ("", 3)),
    (("实施时间", 1), ("", 1), ("参与人数", 1), ("", 1)),
    (("负 责 人", 1), ("", 1), ("联系方式", 1), ("", 1)),
    (("项目概述\n（1000字以内）", 1), ("", 3)),
    (("推荐单位\n意见", 1), ("\n\n（盖章）\n年　　月　　日", 3)),
)
_HEIGHTS = (11, 11, 11, 11, 110, 45)


def main() -> None:
    """Write all files anew."""
    BLANK.parent.mkdir(parents=True, exist_ok=True)
    BLANK.write_bytes(blank())
    for path, title in EVIDENCE.items():
        path.write_bytes(evidence(title))


def blank() -> bytes:
    """The blank of a project form: number, title, a table with merged cells."""
    document = docx.Document(io.BytesIO(skeleton(Layout())))
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(27)
    section.top_margin = section.bottom_margin = Mm(25)
    _line(document, "附件2", "黑体", 16)
    title = _line(document, "最佳志愿服务项目推荐表", "方正小标宋简体", 22)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _table(document)
    _line(document, "注：本表一式两份，随同电子版报送。", "仿宋_GB2312", 12)
    document.core_properties.created = document.core_properties.modified = _DAY
    document.core_properties.author = "（征集单位）"
    file = io.BytesIO()
    document.save(file)
    return _with_fixed_dates(file.getvalue())


def evidence(title: str) -> bytes:
    """A page that says what ought to stand in its place."""
    words = "这是示例文件，没有实际内容。申报前换成证书、文件或报道的扫描件（PDF、JPG 均可）。"
    return write_docx(Gongwen("", title, (title,), (Paragraph((Run(words),)),)))


def _table(document: Document) -> None:
    table = document.add_table(len(_ROWS), _COLUMNS)
    table.autofit = False
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    ruled = w("tblBorders", *(w(edge, val="single", sz=4, space=0) for edge in edges))
    table._tbl.tblPr.find(qn("w:tblW")).addnext(ruled)
    for number, (row, height) in enumerate(zip(_ROWS, _HEIGHTS, strict=True)):
        table.rows[number].height = Mm(height)
        column = 0
        for text, span in row:
            cell = table.cell(number, column)
            if span > 1:
                cell = cell.merge(table.cell(number, column + span - 1))
            _fill(cell, text)
            column += span
        for column, cell in enumerate(table.rows[number].cells):
            cell.width = Mm(_ANSWER if column % 2 else _LABEL)


def _fill(cell: _Cell, text: str) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    lines: Sequence[str] = text.split("\n")
    for order, words in enumerate(lines):
        paragraph = cell.paragraphs[0] if order == 0 else cell.add_paragraph()
        paragraph.style = "表格文字"
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if text else None
        _font(paragraph.add_run(words), "仿宋_GB2312", 12)


def _line(document: Document, text: str, font: str, size: float):  # type: ignore[no-untyped-def]
    paragraph = document.add_paragraph()
    _font(paragraph.add_run(text), font, size)
    return paragraph


def _font(run, name: str, size: float) -> None:  # type: ignore[no-untyped-def]
    run.font.size = Pt(size)
    run.font.name = name
    run._element.rPr.rFonts.set(qn("w:eastAsia"), name)


def _with_fixed_dates(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.compress_type = 3, zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return packed.getvalue()


if __name__ == "__main__":
    main()
