"""Organisers' blanks as they come: where answers go, and what is printed there stays."""

from __future__ import annotations

import io

import docx
import pytest
from docx.document import Document as Package
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from generator.export.document import Cell, Form
from generator.export.docx import write_docx
from generator.export.failures import LabelMissing
from tests.documents import PORTRAIT
from tests.docx_reading import W

Rows = list[list[str]]

# A table as printed, answers by label, the table as filled.
TABLES: dict[str, tuple[Rows, dict[str, str], Rows]] = {
    "the right is printed, below is room": (
        [["姓名", "性别"], ["", ""]],
        {"姓名": "张三"},
        [["姓名", "性别"], ["张三", ""]],
    ),
    "a prompt is room, whatever is below": (
        [["姓名", "（写全名）"], ["", ""]],
        {"姓名": "张三"},
        [["姓名", "张三"], ["", ""]],
    ),
    "a head over samples": (
        [["姓名", "电话"], ["张三（示例）", "1380000"]],
        {"姓名": "李四", "电话": "0591-1"},
        [["姓名", "电话"], ["李四", "0591-1"]],
    ),
    "a head over prompts": (
        [["姓名", "电话"], ["（全名）", "（手机）"]],
        {"姓名": "李四"},
        [["姓名", "电话"], ["李四", "（手机）"]],
    ),
    "boxes and units are room": (
        [["类型", "□甲 □乙", "人数", "____人"], ["", "", "", ""]],
        {"类型": "乙", "人数": "9"},
        [["类型", "□甲 ☑乙", "人数", "9___人"], ["", "", "", ""]],
    ),
    "brackets of either width, marks of no width": (
        [["概述(1000字\u200b以内):", ""]],
        {"概述（1000字以内）": "话"},
        [["概述(1000字\u200b以内):", "话"]],
    ),
    "several labels in a cell": (
        [["联系人：        电话：________  传真："]],
        {"联系人": "张三", "电话": "0591-0000", "传真": "1"},
        [["联系人：张三    电话：0591-0000 传真：1"]],
    ),
    "a gap stays before the next label": (
        [["联系人：  电话：  "]],
        {"联系人": "阿卜杜拉", "电话": "1"},
        [["联系人：阿卜杜拉 电话：1 "]],
    ),
    "a box is ticked": (
        [["类型", "□党建品牌 □工作法 □其他"]],
        {"类型": "工作法"},
        [["类型", "□党建品牌 ☑工作法 □其他"]],
    ),
    "a box behind its option": (
        [["公开", "是□ 否□"]],
        {"公开": "否"},
        [["公开", "是□ 否☑"]],
    ),
    "no option is the answer": ([["类型", "□甲 □乙"]], {"类型": "丙"}, [["类型", "丙"]]),
    "a unit stays": (
        [["人数", "______人"], ["时长", "     小时"]],
        {"人数": "120", "时长": "近300小时"},
        [["人数", "120___人"], ["时长", "近300小时"]],
    ),
    "a label with a row to itself": ([["主要事迹"]], {"主要事迹": "话"}, [["主要事迹\n话"]]),
    "a cell with lines of labels is no room": (
        [["联系方式", "手机：　　电话："], ["", ""]],
        {"联系方式": "信箱", "电话": "1"},
        [["联系方式", "手机：　　电话：1"], ["信箱", ""]],
    ),
}


def blank(*tables: Rows) -> Package:
    package = docx.Document()
    for rows in tables:
        table = package.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return package


def filled(package: Package, answers: dict[str, str]) -> Package:
    data = io.BytesIO()
    package.save(data)
    cells = tuple(Cell(label, answer) for label, answer in answers.items())
    return docx.Document(io.BytesIO(write_docx(Form("f", "表", (cells,), data.getvalue()))))


def rows_of(package: Package, number: int = 0) -> Rows:
    return [[cell.text for cell in row.cells] for row in package.tables[number].rows]


@pytest.mark.parametrize("name", TABLES)
def test_where_answers_go(name: str) -> None:
    printed, answers, expected = TABLES[name]
    assert rows_of(filled(blank(printed), answers)) == expected


def test_an_answer_stays_in_its_table() -> None:
    made = filled(blank([["姓名"]], [["", "另一张表"]]), {"姓名": "张三"})
    assert (rows_of(made), rows_of(made, 1)) == ([["姓名\n张三"]], [["", "另一张表"]])


def test_an_answer_below_its_label_takes_the_empty_lines() -> None:
    package = blank([["主要事迹：", "", ""], ["备注", "", ""]])
    cell = package.tables[0].cell(0, 0).merge(package.tables[0].cell(0, 2))
    cell.text = "主要事迹："
    for _ in range(3):
        cell.add_paragraph("")
    made = filled(package, {"主要事迹": "一段\n二段"})
    assert rows_of(made)[0][0] == "主要事迹：\n一段\n二段\n"
    assert rows_of(made)[1] == ["备注", "", ""]


@pytest.mark.parametrize(
    ("answer", "align", "first"),
    [
        ("张三", "center", None),
        ("一行\n二行", "center", None),
        ("字" * 40, "left", None),
        ("（一）小标题\n" + "字" * 40, "left", "200"),
    ],
    ids=["word", "lines", "paragraph", "paragraphs"],
)
def test_paragraphs_do_not_stand_in_the_middle(answer: str, align: str, first: str | None) -> None:
    """Organisers centre the empty cells of a whole table; only short answers look well so."""
    package = blank([["事迹", ""]])
    package.tables[0].cell(0, 1).paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    made = filled(package, {"事迹": answer})
    cell = made.tables[0].cell(0, 1)
    assert cell.text == answer
    found = [(p._p.pPr.find(f"{W}jc"), p._p.pPr.find(f"{W}ind")) for p in cell.paragraphs]
    assert {jc.get(f"{W}val") for jc, _ in found} == {align}
    chars = {None if ind is None else ind.get(f"{W}firstLineChars") for _, ind in found}
    assert chars == {first}


def test_an_answer_below_a_bold_label_is_not_bold() -> None:
    package = blank([["主要事迹"]])
    package.tables[0].cell(0, 0).paragraphs[0].runs[0].bold = True
    label, answer = filled(package, {"主要事迹": "话"}).tables[0].cell(0, 0).paragraphs
    assert (label.text, label.runs[0].bold) == ("主要事迹", True)
    assert (answer.text, answer.runs[0].bold) == ("话", None)


def test_an_indent_of_the_blank_stays() -> None:
    package = blank([["事迹", ""]])
    package.tables[0].cell(0, 1).paragraphs[0].paragraph_format.first_line_indent = Pt(21)
    made = filled(package, {"事迹": "字" * 40 + "\n" + "字" * 40})
    lines = made.tables[0].cell(0, 1).paragraphs
    assert [line.paragraph_format.first_line_indent for line in lines] == [Pt(21), Pt(21)]


def test_a_line_outside_tables_keeps_its_look() -> None:
    package = blank([["姓名", ""]])
    line = package.add_paragraph("申报单位（盖章）：")
    room = line.add_run("　" * 4)
    room.underline = True
    line.add_run("　　填报日期：").add_tab()
    made = filled(package, {"姓名": "张三", "申报单位(盖章)": "某某检验院", "填报日期": "2026年"})
    (told,) = (each for each in made.paragraphs if "申报单位" in each.text)
    assert told.text == "申报单位（盖章）：某某检验院　填报日期：2026年\t"
    assert [run.text for run in told.runs if run.underline] == ["某某检验院"]


def test_a_box_that_is_a_control_is_checked() -> None:
    package = blank([["公开", ""]])
    (line,) = package.tables[0].cell(0, 1)._tc.findall(f"{W}p")
    for word in ("是", "否"):
        control = (
            f'<w:sdt xmlns:w="{W[1:-1]}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/'
            'wordml"><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
        )
        line.append(parse_xml(control))
        line.append(parse_xml(f'<w:r xmlns:w="{W[1:-1]}"><w:t>{word} </w:t></w:r>'))
    made = filled(package, {"公开": "否"}).tables[0].cell(0, 1)._tc
    assert "".join(node.text for node in made.iter(f"{W}t")) == "☐是 ☑否 "
    assert [node.get(node.tag.replace("checked", "val")) for node in made.iter("{*}checked")] == [
        "0",
        "1",
    ]


def test_a_box_inserted_as_a_symbol_is_ticked() -> None:
    package = blank([["公开", ""]])
    (line,) = package.tables[0].cell(0, 1)._tc.findall(f"{W}p")
    for word in ("是", "否"):
        symbol = f'<w:sym w:font="Wingdings 2" w:char="00A3"/><w:t>{word} </w:t>'
        line.append(parse_xml(f'<w:r xmlns:w="{W[1:-1]}">{symbol}</w:r>'))
    made = filled(package, {"公开": "否"}).tables[0].cell(0, 1)._tc
    assert "".join(node.text for node in made.iter(f"{W}t")) == "是 ☑否 "
    assert len(list(made.iter(f"{W}sym"))) == 1


def test_a_nested_table_is_filled_too() -> None:
    package = blank([["联系人", ""]])
    inner = package.tables[0].cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text = "电话"
    made = filled(package, {"电话": "1"})
    assert [cell.text for cell in made.tables[0].cell(0, 1).tables[0].rows[0].cells] == [
        "电话",
        "1",
    ]


def test_a_label_in_a_text_box_is_not_taken_twice() -> None:
    package = blank([["姓名", ""]])
    box = (
        f'<w:r xmlns:w="{W[1:-1]}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>单位：</w:t></w:r></w:p></w:txbxContent></v:textbox>"
        "</w:pict></w:r>"
    )
    package.add_paragraph()._p.append(parse_xml(box))
    with pytest.raises(LabelMissing):
        filled(package, {"单位": "检验院"})


def test_what_the_blank_says_instead_is_told() -> None:
    package = blank([["项目 名称（全称）：", ""], ["主要事迹（500字以内，可另附页）", ""]])
    package.tables[0].add_row().cells[0].text = "推荐单位意见：（盖章）年月日"
    package.add_paragraph("推荐单位（盖章）：____　填报日期：")
    with pytest.raises(LabelMissing) as caught:
        filled(package, {"项目名称": "甲", "主要事迹": "乙", "推荐单位": "丙", "填报日期": "丁"})
    near = "“项目名称（全称）”“主要事迹（500字以内，可另附页）”“推荐单位（盖章）”"
    assert caught.value.near == near
    with pytest.raises(LabelMissing) as caught:
        filled(blank([["性别", ""]]), {"年龄": "1"})
    assert caught.value.near == ""


@pytest.mark.parametrize(("own", "kind"), [(30, "dxa"), (16, "dxa"), (2000, "pct"), (0, "auto")])
def test_a_photo_is_no_wider_than_its_cell_to_any_reader(own: int, kind: str) -> None:
    """Word takes a cell's own width, LibreOffice that of its column."""
    package = blank([["姓名", "", "照片"]])
    for column, width in zip(package.tables[0].columns, (60, 70, 20), strict=True):
        column.width = Mm(width)
    width = package.tables[0].cell(0, 2)._tc.tcPr.find(f"{W}tcW")
    width.set(f"{W}w", str(own if kind == "pct" else round(own * 1440 / 25.4)))
    width.set(f"{W}type", kind)
    data = io.BytesIO()
    package.save(data)
    cells = (Cell("照片", "", photo_rows=1, photo=PORTRAIT),)
    made = docx.Document(io.BytesIO(write_docx(Form("f", "表", (cells,), data.getvalue()))))
    (picture,) = made.inline_shapes
    assert picture.width.mm == pytest.approx(min(20, own or 20) - 4, abs=0.1)
