"""The summary table of a call (汇总表): in Word as it is stamped, in Excel as it is printed."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from generator.export.document import Table
from generator.export.grid import table_columns
from generator.export.sheet import SummaryRow, summary_document, summary_xlsx
from tests.calls import DAY, call, gongwen


def test_a_summary_table_for_excel_holds_no_formula() -> None:
    row = SummaryRow("=1+1", "@sum", "-2", "+3", "\t4", "5", "=HYPERLINK(1)", "'6")
    award = call(gongwen({"from": "summary"}), title="=HYPERLINK(2)&")
    content = summary_xlsx(award, [row], "主办处", DAY, draft=False)
    assert content == summary_xlsx(award, [row], "主办处", DAY, draft=False)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "HYPERLINK(2)" not in sheet
        assert "=HYPERLINK(1)" in book.read("xl/sharedStrings.xml").decode()
        assert 'quotePrefix="1"' in book.read("xl/styles.xml").decode()
    document = summary_document(award, [row], "主办处", DAY, draft=False)
    assert document.sign and document.sign.seal and document.sign.org == "主办处"


def test_a_summary_table_is_the_same_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [SummaryRow("单位", "题", "品牌", "1200", "3", "2", "张三", "0591-87654321")]
    tables = []
    for platform in ("linux", "win32"):  # zipfile notes which of them packed a file
        monkeypatch.setattr("sys.platform", platform)
        tables.append(
            summary_xlsx(call(gongwen({"from": "summary"})), rows, "主办处", DAY, draft=False)
        )
    assert tables[0] == tables[1]


def test_a_summary_table_for_excel_prints_on_a4_across_with_room_for_a_stamp() -> None:
    long = "中国标准化研究院第六党支部（资源与环境分院）"
    rows = [SummaryRow(long, "题", "品牌", "1200", "3", "2", "张三", "0591-87654321")] * 40
    content = summary_xlsx(call(gongwen({"from": "summary"})), rows, "主办处", DAY, draft=True)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        words = book.read("xl/sharedStrings.xml").decode()
        names = book.read("xl/workbook.xml").decode()
    assert 'paperSize="9"' in sheet and 'orientation="landscape"' in sheet
    assert 'fitToPage="1"' in sheet and 'fitToHeight="0"' in sheet
    assert "汇总表!$1:$2</definedName>" in names  # title and head on every page
    heights = dict(re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"', sheet))
    assert heights["3"] == "39.75" and heights["44"] == "60"  # two lines; a stamp
    assert "（草稿）" in words and "填报单位（盖章）：主办处" in words
    assert '<c r="B3" s="' in sheet and not re.search(r'<c r="[A-I]\d+"[^>]*><v>1200</v>', sheet)


def test_a_telephone_number_is_not_broken_in_the_summary_table() -> None:
    row = SummaryRow(
        "某某检验检疫局" * 3, "题" * 40, "志愿服务", "", "", "", "张三", "0591-87654321"
    )
    document = summary_document(call(gongwen({"from": "summary"})), [row], "某", DAY, draft=False)
    columns = table_columns(document.blocks[0])
    assert columns[-1].side == "center" and columns[-1].width >= 13 / 2 * 12 * 25.4 / 72 + 3.8
    assert sum(column.width for column in columns) == pytest.approx(156)


def test_figures_keep_their_measure_word_where_a_program_parts_them() -> None:
    """WPS and LibreOffice leave a quarter between 27 and 个."""
    long = "某某检验检疫局先进班组创建材料" * 2
    table = Table((("名称", "数值", "来源"), (long, "2300多家", long)))
    assert table_columns(table)[1].width >= (2 + 2 + 0.25) * 12 * 25.4 / 72 + 3.8
