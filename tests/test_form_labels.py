"""Labels of drawn forms: no line ends within a word or a short group in brackets."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.table import _Cell

from generator.export.document import Cell, Figure, Form
from generator.export.docx import write_docx
from generator.export.grid import PHOTO_MM, column_widths, form_rows
from generator.export.pdf import write_pdf
from tests.documents import PORTRAIT
from tests.docx_reading import docx_faults
from tests.pdf_reading import pdf_faults, printed

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("label", "drawn"),
    [
        ("单位意见（盖章）", "单位意见\n（盖章）"),
        ("推荐单位意见（盖章）", "推荐单位意见\n（盖章）"),
        ("申报单位党委意见（盖章）", "申报单位党委\n意见（盖章）"),
        ("县（市、区）总工会意见", "县（市、区）\n总工会意见"),
        ("省总工会审批意见", "省总工会\n审批意见"),
        ("工作单位及职务", "工作单位\n及职务"),
        ("案例简介（500字以内）", "案例简介\n（500字以内）"),
        ("党支部意见（签字、盖章）", "党支部意见\n（签字、盖章）"),
        ("姓名（签名）", "姓名（签名）"),
        ("项目概述（不超过一千二百字左右）", "项目概述\n（不超过\n一千二百字\n左右）"),
        ("（盖章）", "（盖章）"),
        ("", ""),
    ],
)
def test_words_and_short_groups_stay_whole(label: str, drawn: str) -> None:
    form = Form("f", "表", ((Cell(label, "", 3, sign_off=True),), (Cell("甲", ""), Cell("乙", ""))))
    assert form_rows(form)[0].cells[0].text == drawn
    lines = printed(write_pdf(form, ROOT).content).sheets[0].lines
    told = ["".join(glyph.character for glyph in line) for line in lines]
    assert "（盖章）" not in label or any("（盖章）" in line for line in told)
    assert pdf_faults(form, write_pdf(form, ROOT).content) == {}
    assert docx_faults(form, write_docx(form)) == {}


@pytest.mark.parametrize(
    ("answer", "indent"),
    [
        ("甲" * 40 + "\n" + "乙" * 50, 24),
        ("甲" * 40, 0),  # one paragraph is told from nothing
        ("甲\n乙", 0),  # lines
    ],
    ids=["paragraphs", "paragraph", "lines"],
)
def test_paragraphs_of_an_answer_are_indented(answer: str, indent: float) -> None:
    form = Form("f", "表", ((Cell("事迹", answer, 3),),))
    lines = printed(write_pdf(form, ROOT).content).sheets[0].lines
    told = [glyph for line in lines for glyph in line if glyph.character in "甲乙"]
    assert told[0].x - min(glyph.x for glyph in told) == pytest.approx(indent, abs=0.1)
    assert pdf_faults(form, write_pdf(form, ROOT).content) == {}
    assert docx_faults(form, write_docx(form)) == {}
    styles = [p.style.name for p in opened_cell(write_docx(form)).paragraphs]
    assert styles == ["表格正文" if indent else "表格文字"] * len(styles)


def opened_cell(content: bytes) -> _Cell:
    return docx.Document(io.BytesIO(content)).tables[0].cell(0, 1)


def test_a_column_makes_room_for_a_group() -> None:
    form = Form("f", "表", ((Cell("意见（签字、盖章）", "", 3, sign_off=True),),))
    widths = column_widths(form_rows(form))
    assert widths[0] == pytest.approx(7 * 12 * 25.4 / 72 + 4)
    assert sum(widths) == pytest.approx(156)


FOUR_PAIRS = Form(
    "f",
    "表",
    (
        (
            Cell("姓名", "甲乙丙"),
            Cell("性别", "女"),
            Cell("民族", "汉族"),
            Cell("出生年月", "1980年"),
        ),
        (
            Cell("政治面貌", "中共党员"),
            Cell("学历", "博士"),
            Cell("职称", "无"),
            Cell("健康", "好"),
        ),
        (Cell("何时何地受过何种奖励", "话", 7),),
        (Cell("单位意见", "", 3, sign_off=True), Cell("上级意见", "", 3, sign_off=True)),
    ),
)


def test_labels_of_four_characters_stay_whole_in_four_pairs() -> None:
    widths = column_widths(form_rows(FOUR_PAIRS))
    four = 4 * 12 * 25.4 / 72 + 4
    assert sum(widths) == pytest.approx(156)
    assert [widths[0], widths[4], widths[6]] == pytest.approx([four] * 3)
    assert widths[1] >= four > widths[2] and min(widths) >= 12
    lines = printed(write_pdf(FOUR_PAIRS, ROOT).content).sheets[0].lines
    told = "\n".join("".join(glyph.character for glyph in line) for line in lines)
    for whole in ("政治面貌", "出生年月", "单位意见", "上级意见", "中共党员"):
        assert whole in told
    assert pdf_faults(FOUR_PAIRS, write_pdf(FOUR_PAIRS, ROOT).content) == {}
    assert docx_faults(FOUR_PAIRS, write_docx(FOUR_PAIRS)) == {}


@pytest.mark.parametrize("photo", [PORTRAIT, None])
def test_a_photo_alone_in_its_row_stands_beside_its_label(photo: Figure | None) -> None:
    form = Form("f", "表", ((Cell("姓名", "甲"),), (Cell("照片", "", photo_rows=1, photo=photo),)))
    _, row = form_rows(form)
    assert [(cell.text, cell.span, cell.is_label) for cell in row.cells] == [
        ("照片", 1, True),
        ("", 1, False),
    ]
    assert row.height_mm == PHOTO_MM[1]
    assert sum(column_widths(form_rows(form))) == pytest.approx(156)
    assert pdf_faults(form, write_pdf(form, ROOT).content) == {}
    assert docx_faults(form, write_docx(form)) == {}


def test_short_labels_leave_their_room_to_the_answers() -> None:
    """Beside a photo a telephone number stands in one line."""
    rows = (
        (Cell("姓名", "甲"), Cell("岗位", "乙"), Cell("照片", "", photo_rows=2)),
        (Cell("联系人", "丙"), Cell("联系电话", "0591-87654321")),
    )
    form = Form("f", "表", rows)
    widths = column_widths(form_rows(form))
    assert widths[0] == widths[2] == pytest.approx(4 * 12 * 25.4 / 72 + 4)
    assert widths[3] >= 13 / 2 * 12 * 25.4 / 72 + 4
    assert sum(widths) == pytest.approx(156)
