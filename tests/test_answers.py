"""A story's fields in the words of official documents: complete, in order, numbered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.export import make
from generator.export.blocks import blocks_of, text_of
from generator.export.document import Gongwen, Heading, Paragraph, Table
from generator.export.docx import write_docx
from generator.export.entry import Entry
from generator.export.grid import table_columns
from generator.export.lines import LINE, gaps, title_lines, width
from generator.export.numbering import Numbering, chinese
from generator.export.pdf import write_pdf
from tests.calls import call, entry, gongwen
from tests.docx_reading import W, opened
from tests.made import story
from tests.pdf_reading import printed

METHOD = {
    "name": "“12”工作法",
    "parts": [
        {"count": "1", "title": "一个目标", "items": ["只有一条"]},
        {"count": "2", "title": "服务", "items": [{"title": "甲", "text": "做甲"}, "乙"]},
        {"title": "定位", "items": [{"title": "大", "items": ["小一", "小二"]}, "中"]},
    ],
}
STATS = [
    {"label": "服务企业", "value": "3928多家", "period": "2025年", "source": "总结"},
    {"label": "培训", "value": "12", "unit": "次", "source": "总结"},
]
HONOURS = [
    {"title": "文明单位", "by": "省委", "level": "省部级", "date": "2024年"},
    {"title": "先锋号", "note": "集体"},
]


_DEEPEST = ["一、大", "（一）中", "1.小", "（1）微", "①甲", "（21）乙"]


def lines(made: Entry, number: int = 0) -> list[str]:
    """The document as lines: headings with their numbers, tables by cells."""
    document = made.documents[number].document
    assert isinstance(document, Gongwen)
    told = []
    for block in document.blocks:
        head = block.number if isinstance(block, Heading) else ""
        told.append(head + text_of(block))
    return told


def written(source: str | list[str], style: str = "sentences", **told: Any) -> list[str]:
    """The lines that a brand's field becomes, in a section without a heading."""
    section = {"from": source, "style": style}
    return lines(entry(story("brand", **told), call(gongwen(section))))


def test_sections_are_numbered_without_gaps() -> None:
    one = story("brand", sections={"background": "背景。", "results": "## 小题\n\n成效。"})
    award = call(
        gongwen(
            {"title": "背景", "from": "sections.background"},
            {"title": "做法", "from": "sections.practice"},  # the story has none
            {"title": "成效", "from": "sections.results"},
        )
    )
    assert lines(entry(one, award)) == ["一、背景", "背景。", "二、成效", "（一）小题", "成效。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一段。\n\n二段。", ["一段。", "二段。"]),
        ("前一行\n后一行", ["前一行后一行"]),
        ("Latin\nwords 和\n中文", ["Latin words 和中文"]),
        ("**重**点", ["重点"]),
        ("**“品牌”**活动", ["“品牌”活动"]),
        ("- 甲\n- 乙", ["甲", "乙"]),
        ("1. 甲\n2. 乙", ["1.甲", "2.乙"]),
        ("3. 丙\n4. 丁", ["3.丙", "4.丁"]),
        ("1. 甲\n   1. 内\n2. 乙", ["1.甲", "（1）内", "2.乙"]),
        ("1. 甲\n   1. 内\n      1. 里\n      2. 外", ["1.甲", "（1）内", "①里", "②外"]),
        ("# 大\n\n## 中\n\n### 小\n\n1. 甲", ["一、大", "（一）中", "1.小", "（1）甲"]),
        ("# 大\n\n## 中\n\n### 小\n\n#### 微\n\n1. 甲\n21. 乙", _DEEPEST),
        ("1. 甲\n\n   接着说\n2. 乙", ["1.甲", "接着说", "2.乙"]),
        ("> 引文", ["引文"]),
        ("# 大\n\n### 小", ["一、大", "（一）小"]),
        ("<b>标签</b>照写", ["<b>标签</b>照写"]),
        ("[链接](https://a.b/c)", ["链接（https://a.b/c）"]),
        ("<https://a.b/c>", ["https://a.b/c"]),
        ("![图](https://a.b/x.jpg)", ["图"]),
        ("`代码`和~~删~~", ["代码和~~删~~"]),
        ("行一\\\n行二", ["行一", "行二"]),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", ["甲\n乙\n1\n2"]),
        ("3. 甲\n5. 乙\n2026. 丙", ["3.甲", "5.乙", "2026.丙"]),
        ("    缩进四格", ["缩进四格"]),
        ("A&B〈…〉", ["A&B〈…〉"]),
    ],
)
def test_markdown_becomes_blocks(text: str, expected: list[str]) -> None:
    assert written("body", body=text) == expected


@given(st.text("甲乙丙丁“”，。 *_`#>|[]()!~<&\\-+=:1.\n", max_size=60))
def test_no_chinese_word_is_lost(text: str) -> None:
    """Whatever the marks make of it, every Chinese character arrives, in its order."""
    han = [char for char in text if "一" <= char <= "龥"]
    found = "".join("\n".join(map(text_of, blocks_of(text, Numbering(), 1))))
    assert [char for char in found if "一" <= char <= "龥"] == han


def test_columns_stand_where_their_author_said() -> None:
    rule = "| 名 | 数 | 率 | 注 |\n|:--|--:|:-:|---|\n| 甲 | 1 | 2% | 短 |"
    made = entry(story("brand", body=rule), call(gongwen({"from": "body"})))
    (table,) = made.article.document.blocks  # type: ignore[union-attr]
    assert isinstance(table, Table) and table.sides == ("left", "right", "center", None)
    assert [column.side for column in table_columns(table)] == ["left", "right", "center", "center"]
    sides = {
        "".join(node.text for node in line.iter(f"{W}t")): line.find(f"{W}pPr/{W}jc").get(f"{W}val")
        for line in opened(write_docx(made.article.document)).body.iter(f"{W}p")
        if line.getparent().tag == f"{W}tc"
    }
    assert [sides[word] for word in ("名", "甲", "1", "2%")] == [
        "center",
        "left",
        "right",
        "center",
    ]
    sheet = printed(write_pdf(made.article.document).content).sheets[0]
    one, two = (next(g for g in sheet.body if g.character == char) for char in "1数")
    assert one.x > two.x  # its column is wide
    assert "| :-- | --: | :-: | --- |" in make(made, ("md",), Path()).files["标题a.md"].decode()


def test_bold_words_stay_bold() -> None:
    made = entry(story("brand", body="一**二**三"), call(gongwen({"from": "body"})))
    (block,) = made.documents[0].document.blocks  # type: ignore[union-attr]
    assert isinstance(block, Paragraph)
    assert [(run.text, run.bold) for run in block.runs] == [
        ("一", False),
        ("二", True),
        ("三", False),
    ]


def test_a_method_as_numbered_points() -> None:
    assert written("method", method=METHOD) == [
        "“12”工作法",
        "一、一个目标",
        "只有一条",
        "二、2：服务",
        "1.甲：做甲",
        "2.乙",
        "三、定位",
        "1.大",
        "（1）小一",
        "（2）小二",
        "2.中",
    ]


@pytest.mark.parametrize(
    ("source", "style", "told", "expected"),
    [
        (
            "stats",
            "sentences",
            {"stats": STATS},
            ["服务企业3928多家（2025年）；培训12次。", "数据来源：总结。"],
        ),
        (
            "honours",
            "sentences",
            {"honours": HONOURS},
            ["文明单位（省委，省部级，2024年）；先锋号（集体）。"],
        ),
        (
            "stats",
            "sentences",
            {"stats": [{"label": "办件", "value": "3件", "source": "《年度总结》。"}]},
            ["办件3件。", "数据来源：《年度总结》。"],
        ),
        (
            "honours",
            "sentences",
            {"honours": [{"title": "先锋号", "note": "集体荣誉。"}, {"title": "标兵。"}]},
            ["先锋号（集体荣誉）；标兵。"],
        ),
        (
            "quotes",
            "sentences",
            {"quotes": [{"text": "“好”是群众说的“好”"}, {"text": "“他说“好”。”"}]},
            ["“‘好’是群众说的‘好’”", "“他说“好”。”"],
        ),
        (
            "quotes",
            "sentences",
            {"quotes": [{"text": "好", "speaker": "甲", "role": "客户"}]},
            ["“好”——甲，客户"],
        ),
        (
            "media",
            "sentences",
            {"media": [{"outlet": "日报", "title": "报道"}]},
            ["日报《报道》。"],
        ),
        ("tags", "sentences", {"tags": ["一", "二"]}, ["一、二"]),
        ("unit", "sentences", {}, ["示例检验研究院"]),
        ("date", "sentences", {}, ["2019年3月"]),
        ("contact.phone", "sentences", {"contact": {"phone": "0000-1"}}, ["0000-1"]),
        ("contact", "sentences", {"contact": {"name": "甲", "phone": "1"}}, ["姓名：甲；电话：1"]),
        (
            "sections",
            "sentences",
            {"sections": {"background": "因。", "plan": "果。"}},
            ["一、背景", "因。", "二、打算", "果。"],
        ),
        ("slogan", "sentences", {}, []),
    ],
)
def test_fields_in_words(
    source: str, style: str, told: dict[str, Any], expected: list[str]
) -> None:
    assert written(source, style, **told) == expected


def test_tables_leave_empty_columns_out() -> None:
    made = entry(story("brand", stats=STATS), call(gongwen({"from": "stats", "style": "table"})))
    (table,) = made.documents[0].document.blocks  # type: ignore[union-attr]
    assert table == Table(
        (
            ("名称", "数值", "时间", "来源"),
            ("服务企业", "3928多家", "2025年", "总结"),
            ("培训", "12次", "", "总结"),
        )
    )
    bare = [{"label": "培训", "value": "12次"}]
    made = entry(story("brand", stats=bare), call(gongwen({"from": "stats", "style": "table"})))
    assert made.documents[0].document.blocks == (Table((("名称", "数值"), ("培训", "12次"))),)  # type: ignore[union-attr]


def test_figures_among_other_words_say_what_they_are() -> None:
    """A line of a write-up that says 12人 and no more says nothing; under a heading it does."""
    team = story("team", size="12人", founded="2009年7月", sections={"profile": "做检验。"})
    award = call(
        gongwen(
            {"title": "概况", "from": ["sections.profile", "size", "founded", "leader"]},
            {"title": "人数", "from": "size"},
            {"title": "时间", "from": ["founded", "leader"]},
        ),
        kinds=["team"],
    )
    assert lines(entry(team, award)) == [
        *("一、概况", "做检验。", "人数：12人", "成立：2009年7月"),
        *("二、人数", "12人", "三、时间", "2009年7月"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "“1252”工作法：把党建落到27个班组",
        "关于中国标准化研究院第六党支部资源与环境分院开展高标准农田标准体系建设规划的情况报告",
        "Shanghai Institute of Quality Inspection and Technical Research 与基层党支部结对共建",
        "实施“‘三个〇’党建品牌：以GB/T 19001为纲把服务做到企业 Quality 心坎上”的经验",
        "一" * 90,
        "短",
    ],
)
def test_title_lines_join_to_the_title(title: str) -> None:
    made = title_lines(title)
    assert "".join(made) == title
    assert all(line.strip() for line in made)
    if len(set(title)) > 1:
        assert all(width(line.strip()) + gaps(line) <= LINE for line in made)


def test_title_lines_split_no_word() -> None:
    title = "关于中国标准化研究院第六党支部开展高标准农田标准体系建设规划的情况报告"
    words = ("标准化", "研究院", "党支部", "开展", "农田", "体系", "建设", "规划", "情况", "报告")
    *above, _ = title_lines(title)
    assert above, "a title of several lines"
    for line in above:
        broken = [w for w in words if any(line.endswith(w[:n]) for n in range(1, len(w)))]
        assert broken == []


@pytest.mark.parametrize(
    "lines",
    [
        ["把支部建在检验线上", "——某某检验院第三党支部案例"],
        ["党旗飘在检验线上人心暖　", "服务送到厂门口群众旁"],
        ["党旗飘在检验线上人心暖 ", "服务送到厂门口群众旁"],
        [
            "中共某某市特种设备检验检测研究院委员会",
            "关于2025年度基层党建工作",
            "述职评议考核情况的报告",
        ],
        [
            "学习贯彻习近平新时代中国特色",
            "社会主义思想主题教育“一支部一品牌”",
            "创建活动先进典型事迹材料",
        ],
        ["2024—2025年先进党支部短标题"],
        ["检验检测机构党支部创新推行的", "GB/T 19001质量管理工作法"],
        ["推行“三个〇”党建品牌：以GB/T 19001为", "纲把服务做到企业 Quality 心坎上"],
        ["短标题——副题"],
    ],
)
def test_title_lines_end_where_the_sense_does(lines: list[str]) -> None:
    assert list(title_lines("".join(lines))) == lines


def test_title_lines_of_the_author() -> None:
    one = story("brand", title="长长的标题", title_lines=["长长的", "标题"])
    award = call(gongwen({"from": "summary"}))
    document = entry(one, award).documents[0].document
    assert isinstance(document, Gongwen) and document.title_lines == ("长长的", "标题")
    for more, lines in (
        ("（摘要）", ("长长的", "标题（摘要）")),
        (
            "（一份很长很长很长很长很长的案例摘要）",
            ("长长的", "标题", "（一份很长很长很长很长很长的案例摘要）"),
        ),
    ):
        added = call(gongwen({"from": "summary"}, title="{story.title}" + more))
        assert entry(one, added).article.document.title_lines == lines  # type: ignore[union-attr]
    wrong = story("brand", title="长长的标题", title_lines=["长的", "标题"])
    made = entry(wrong, award)
    assert [problem.id for problem in made.warnings] == ["award-title-lines"]
    assert made.documents[0].document.title_lines == ("长长的标题",)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("count", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_chinese_numbers(count: int, words: str) -> None:
    assert chinese(count) == words


def test_deeper_headings_begin_anew() -> None:
    numbering = Numbering()
    numbers = [numbering.heading(level, "").number for level in (1, 2, 2, 3, 4, 1, 2, 9)]
    assert numbers == ["一、", "（一）", "（二）", "1.", "（1）", "二、", "（一）", "（1）"]
