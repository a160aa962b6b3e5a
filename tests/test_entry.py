"""Story + call → documents and limits: words complete, numbers right, counts as Word counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.export.blocks import blocks_of, text_of
from generator.export.document import Figure, Form, Gongwen, Heading, Paragraph, Table
from generator.export.entry import Entry, Material
from generator.export.lines import LINE, title_lines, width
from generator.export.numbering import Numbering, chinese
from generator.export.photos import Shot, delivered_as
from generator.export.standing import forbidden, unapproved
from generator.model.kinds import Story
from tests.calls import DAY, SITE, call, entry, form, gongwen
from tests.made import story

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
        ("1. 甲\n\n   接着说\n2. 乙", ["1.甲", "接着说", "2.乙"]),
        ("> 引文", ["引文"]),
        ("# 大\n\n### 小", ["一、大", "（一）小"]),
        ("<b>标签</b>照写", ["<b>标签</b>照写"]),
        ("[链接](https://a.b/c)", ["链接（https://a.b/c）"]),
        ("<https://a.b/c>", ["https://a.b/c"]),
        ("![图](https://a.b/x.jpg)", ["图"]),
        ("`代码`和~~删~~", ["代码和删"]),
        ("行一\\\n行二", ["行一", "行二"]),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", ["甲\n乙\n1\n2"]),
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
        ("quotes", "sentences", {"quotes": [{"text": "好", "speaker": "甲", "role": "客户"}]}, ["“好”——甲，客户"]),
        ("media", "sentences", {"media": [{"outlet": "日报", "title": "报道"}]}, ["日报《报道》。"]),
        ("tags", "sentences", {"tags": ["一", "二"]}, ["一、二"]),
        ("unit", "sentences", {}, ["示例检验研究院"]),
        ("date", "sentences", {}, ["2019年3月"]),
        ("contact.phone", "sentences", {"contact": {"phone": "0000-1"}}, ["0000-1"]),
        ("contact", "sentences", {"contact": {"name": "甲", "phone": "1"}}, ["姓名：甲；电话：1"]),
        ("sections", "sentences", {"sections": {"background": "因。", "plan": "果。"}}, ["一、背景", "因。", "二、打算", "果。"]),
        ("slogan", "sentences", {}, []),
    ],
)  # fmt: skip
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


def limit_rows(made: Entry) -> list[tuple[str, str, str, int, int, str]]:
    rows = [limit.row() for limit in made.limits]
    return [
        (r["document"], r["section"], r["kind"], r["limit"], r["count"], r["verdict"]) for r in rows
    ]


def test_minima_take_lo_and_maxima_hi() -> None:
    one = story("brand", sections={"background": "第3党支部——先锋……"})  # hi 11, lo 9
    award = call(
        gongwen(
            {"title": "背景", "from": "sections.background", "min": 10, "max": 10},
            count={"min": 9, "max": 11},
        )
    )
    assert limit_rows(entry(one, award)) == [
        ("writeup", "背景", "min", 10, 9, "breach"),
        ("writeup", "背景", "max", 10, 11, "breach"),
        ("writeup", "", "min", 9, 9, "ok"),
        ("writeup", "", "max", 11, 11, "ok"),
    ]


def test_a_breach_names_line_count_and_limit() -> None:
    one = story("brand", sections={"background": "中文测试"})
    award = call(gongwen({"title": "背景", "from": "sections.background", "min": 977}))
    (problem,) = entry(one, award).breaches
    assert problem.level == "error"
    assert (problem.place.file, problem.place.path) == (one.file, ("sections", "background"))
    assert problem.message.zh == "“背景”有 4 字，征集要求至少 977 字"
    assert problem.hint.zh == "至少补 973 字"


def test_a_missing_section_is_named() -> None:
    award = call(gongwen({"title": "做法", "from": ["method", "body"], "required": True}))
    (problem,) = entry(story("brand"), award).breaches
    assert problem.message.zh == "缺少“做法”（来自 method、body）"


def test_variants_have_limits_of_their_own() -> None:
    variants = [{"id": "short", "title": "{story.title}摘要", "from": "summary", "max": 3}]
    made = entry(story("brand"), call(gongwen({"from": "summary"}, variants=variants)))
    assert [one.document.id for one in made.documents] == ["writeup", "short"]
    assert made.documents[1].document.title == "标题a摘要"
    assert limit_rows(made) == [("short", "{story.title}摘要", "max", 3, 5, "breach")]


def test_a_form_answers_its_labels() -> None:
    one = story("brand", contact={"name": "甲", "phone": "1"}, sections={"results": "一。\n\n二。"})
    award = call(
        form(
            {"label": "联系人", "from": ["contact.name", "contact.phone"]},
            {"label": "成效", "from": "sections.results", "max": 3, "span": 2, "height_mm": 40},
            {"label": "口号", "from": "slogan", "required": True},
            {"label": "盖章", "sign_off": True},
        )
    )
    made = entry(one, award)
    document = made.documents[0].document
    assert isinstance(document, Form)
    (row,) = document.rows
    assert [(c.label, c.answer, c.span, c.height_mm, c.sign_off) for c in row] == [
        ("联系人", "甲\n1", 1, None, False),
        ("成效", "一。\n二。", 2, 40.0, False),
        ("口号", "", 1, None, False),
        ("盖章", "", 1, None, True),
    ]
    assert [problem.message.zh for problem in made.breaches] == [
        "“成效”有 4 字，征集要求至多 3 字",
        "缺少“口号”（来自 slogan）",
    ]


@pytest.mark.parametrize(
    ("sign", "org", "on"),
    [
        ({}, "示例检验研究院", DAY),
        ({"org": "单位", "seal": "否"}, "示例检验研究院", DAY),
        ({"org": "某某委员会", "date": "2026-01-02"}, "某某委员会", date(2026, 1, 2)),
        ({"date": "today"}, "示例检验研究院", DAY),
    ],
)
def test_signatures(sign: dict[str, Any], org: str, on: date) -> None:
    document = entry(story("brand"), call(gongwen({"from": "summary"}, sign=sign))).documents[0]
    assert isinstance(document.document, Gongwen) and document.document.sign
    assert (document.document.sign.org, document.document.sign.on) == (org, on)


def test_layout_reaches_the_document() -> None:
    layout = {"pitch_pt": "28", "h3_bold": "是", "fonts": {"title": "华文中宋", "h1": "黑体"}}
    document = entry(story("brand"), call(gongwen({"from": "summary"}, layout=layout))).documents[0]
    assert document.document.layout.pitch_pt == 28.0
    assert document.document.layout.h3_bold
    assert document.document.layout.fonts == {"title": "华文中宋", "h1": "黑体"}
    plain = entry(story("brand"), call(gongwen({"from": "summary"}))).documents[0]
    assert plain.document.layout.pitch_pt == 28.95


def test_annexes_are_numbered_without_gaps() -> None:
    annexes = [{"title": "荣誉", "from": "honours"}, {"title": "数据", "from": "stats"}]
    made = entry(story("brand", stats=STATS), call(gongwen({"from": "summary"}, annexes=annexes)))
    document = made.documents[0].document
    assert isinstance(document, Gongwen)
    assert [(annex.number, annex.title) for annex in document.annexes] == [(1, "数据")]


def test_drafts_are_marked_everywhere() -> None:
    award = call(gongwen({"from": "summary"}), form({"label": "名", "from": "title"}))
    made = entry(story("brand"), award, draft=True)
    assert [one.document.draft for one in made.documents] == [True, True]


def test_the_third_person() -> None:
    award = call(gongwen({"from": "body"}, person="third"))
    clean = story("brand", body="他说：“我来。”我国、我院、自我革命。")
    assert entry(clean, award).warnings == ()
    (warning,) = entry(story("brand", body="那天我和本人都在。"), award).warnings
    assert warning.level == "warning" and "2 处" in warning.message.zh


def test_a_past_deadline_warns() -> None:
    award = call(gongwen({"from": "summary"}), deadline="2026-05-30")
    (warning,) = entry(story("brand"), award).warnings
    assert (warning.level, warning.place.path) == ("warning", ("deadline",))
    assert warning.message.zh == "征集已在 2 天前截止"


SHOT = Shot(b"x" * 2000, "jpg", "jpg", 768, 1024, 300)
PHOTO = {"file": "a.jpg", "caption": "说明"}


@pytest.mark.parametrize(
    ("rule", "shot", "photo", "breaches"),
    [
        ({"min": 2}, SHOT, PHOTO, ["照片有 1 张，征集要求至少 2 张"]),
        ({"max": 0}, SHOT, PHOTO, ["照片有 1 张，征集要求至多 0 张"]),
        ({"min_bytes": 2001}, SHOT, PHOTO, ["照片1（a.jpg）大小有 2000 字节，征集要求至少 2001 字节"]),
        ({"max_bytes": 1999}, SHOT, PHOTO, ["照片1（a.jpg）大小有 2000 字节，征集要求至多 1999 字节"]),
        ({"min_bytes": 2000, "max_bytes": 2000}, SHOT, PHOTO, []),
        ({"min_px": [1024, 768]}, SHOT, PHOTO, []),  # upright is as good as lying
        ({"min_px": [1025, 768]}, SHOT, PHOTO, ["照片1（a.jpg）长边有 1024 像素，征集要求至少 1025 像素"]),
        ({"max_px": [1024, 767]}, SHOT, PHOTO, ["照片1（a.jpg）短边有 768 像素，征集要求至多 767 像素"]),
        ({"min_dpi": 301}, SHOT, PHOTO, ["照片1（a.jpg）分辨率有 300 dpi，征集要求至少 301 dpi"]),
        ({"min_dpi": 72}, replace(SHOT, dpi=None), PHOTO, ["照片1（a.jpg）分辨率有 0 dpi，征集要求至少 72 dpi"]),
        ({"formats": ["jpg"]}, SHOT, PHOTO, []),
        ({"formats": ["png"]}, replace(SHOT, suffix=""), PHOTO, ["照片1（a.jpg）是 JPG 格式，征集要求 PNG"]),
        ({"caption": True}, SHOT, {"file": "a.jpg"}, ["照片1（a.jpg）没有说明"]),
        ({"consent": True}, SHOT, {**PHOTO, "people": ["甲"]}, ["照片1（a.jpg）里的人物没有授权"]),
        ({"consent": True}, SHOT, {**PHOTO, "people": ["甲"], "consent": "本人"}, []),
    ],
)  # fmt: skip
def test_photo_limits(
    rule: dict[str, Any], shot: Shot, photo: dict[str, Any], breaches: list[str]
) -> None:
    award = call(gongwen({"from": "summary"}), photos=rule)
    made = entry(story("brand", photos=[photo]), award, Material({"a.jpg": shot}))
    assert [problem.message.zh for problem in made.breaches] == breaches


def test_a_portrait_is_no_photo() -> None:
    photos = [{"file": "证件照.jpg"}, PHOTO]
    award = call(
        gongwen({"from": "summary"}),
        photos={"min": 1, "max": 1},
        pictures=[{"title": "证件照", "px": [413, 295], "max_bytes": 100}],
    )
    material = Material({"证件照.jpg": SHOT, "a.jpg": SHOT})
    made = entry(story("brand", photos=photos), award, material)
    assert [problem.message.zh for problem in made.breaches] == [
        "证件照大小有 2000 字节，征集要求至多 100 字节",
        "证件照是 768×1024 像素，要正好 413×295",
    ]
    assert [one.name for one in made.photos] == ["证件照.jpg", "照片01-说明.jpg"]
    without = entry(story("brand", photos=[PHOTO]), award, material)
    assert "缺少证件照（图片说明或文件名里要有“证件照”）" in [p.message.zh for p in without.breaches]


def test_photos_without_consent_for_submissions_stay_out() -> None:
    photos = [{**PHOTO, "consent": {"by": "甲", "scope": ["网站"]}}]
    award = call(gongwen({"from": "summary"}), photos={"min": 1})
    made = entry(story("brand", photos=photos), award, Material({"a.jpg": SHOT}))
    assert made.photos == ()
    assert [problem.id for problem in made.warnings] == ["award-photo-consent"]
    assert [problem.message.zh for problem in made.breaches] == ["照片有 0 张，征集要求至少 1 张"]


def test_embedded_photos_stand_once_with_their_captions() -> None:
    shot = replace(SHOT, print=(b"\xff\xd8", 600, 400))
    award = call(
        gongwen({"from": "summary"}, id="a"),
        gongwen({"from": "summary"}, id="b"),
        photos={"embed": True, "separate": False},
    )
    made = entry(story("brand", photos=[PHOTO]), award, Material({"a.jpg": shot}))
    figures = [
        [block for block in one.document.blocks if isinstance(block, Figure)]  # type: ignore[union-attr]
        for one in made.documents
    ]
    assert figures == [[Figure(b"\xff\xd8", 600, 400, "说明", "说明")], []]
    assert made.photos == ()


@pytest.mark.parametrize(
    ("format", "formats", "suffix"),
    [
        ("jpg", (), "jpg"),
        ("webp", (), "webp"),
        ("heic", (), "jpg"),
        ("heic", ("jpg", "png"), "jpg"),
        ("heic", ("png",), ""),
        ("png", ("jpg",), ""),
        ("png", ("jpg", "png"), "png"),
        ("bmp", ("jpg",), "jpg"),
    ],
)
def test_what_a_photo_is_delivered_as(format: str, formats: tuple[str, ...], suffix: str) -> None:
    assert delivered_as(format, formats) == suffix


@pytest.mark.parametrize(
    "title",
    [
        "“1252”工作法：把党建落到27个班组",
        "关于中国标准化研究院第六党支部资源与环境分院开展高标准农田标准体系建设规划的情况报告",
        "Shanghai Institute of Quality Inspection and Technical Research 与基层党支部结对共建",
        "一" * 90,
        "短",
    ],
)
def test_title_lines_join_to_the_title(title: str) -> None:
    made = title_lines(title)
    assert "".join(made) == title
    assert all(line.strip() for line in made)
    if len(set(title)) > 1:
        assert all(width(line.strip()) <= LINE for line in made)


def test_title_lines_split_no_word() -> None:
    title = "关于中国标准化研究院第六党支部开展高标准农田标准体系建设规划的情况报告"
    words = ("标准化", "研究院", "党支部", "开展", "农田", "体系", "建设", "规划", "情况", "报告")
    for line in title_lines(title)[:-1]:
        broken = [w for w in words if any(line.endswith(w[:n]) for n in range(1, len(w)))]
        assert broken == []


def test_title_lines_of_the_author() -> None:
    one = story("brand", title="长长的标题", title_lines=["长长的", "标题"])
    award = call(gongwen({"from": "summary"}))
    document = entry(one, award).documents[0].document
    assert isinstance(document, Gongwen) and document.title_lines == ("长长的", "标题")
    wrong = story("brand", title="长长的标题", title_lines=["长的", "标题"])
    made = entry(wrong, award)
    assert [problem.id for problem in made.warnings] == ["award-title-lines"]
    assert made.documents[0].document.title_lines == ("长长的标题",)  # type: ignore[union-attr]


def barred(one: Story, carrier: str = "award") -> list[str]:
    award = call(gongwen({"from": "summary"}))
    return [problem.id for problem in forbidden(one, award, SITE, DAY, carrier)]


@pytest.mark.parametrize(
    ("told", "carrier", "expected"),
    [
        ({}, "award", []),
        ({"consent": {"scope": ["网站"]}}, "award", ["award-consent"]),
        ({"consent": {"scope": ["申报"]}}, "award", []),
        ({"consent": {"scope": ["申报"]}}, "wechat", ["award-consent"]),
        ({"consent": {"until": "2026-05-31"}}, "award", ["award-consent"]),
        ({"consent": {"until": "2026-06-01"}}, "award", []),
        ({"review": {"status": "已撤下"}}, "award", ["award-withdrawn"]),
        ({"visibility": "内部"}, "award", []),  # a jury is not the public
    ],
)
def test_who_may_be_submitted(told: dict[str, Any], carrier: str, expected: list[str]) -> None:
    assert barred(story("brand", **told), carrier) == expected


def test_other_kinds_and_unreviewed_stories() -> None:
    assert barred(story("team")) == ["award-kind"]
    strict = replace(SITE, settings=SITE.settings.model_copy(update={"review": "three"}))
    waiting = story("brand", review={"status": "待审"})
    assert [problem.id for problem in unapproved(waiting, strict)] == ["award-review"]
    assert list(unapproved(waiting, SITE)) != []
    assert list(unapproved(story("brand"), SITE)) == []


@pytest.mark.parametrize(
    ("count", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")]
)
def test_chinese_numbers(count: int, words: str) -> None:
    assert chinese(count) == words


def test_deeper_headings_begin_anew() -> None:
    numbering = Numbering()
    numbers = [numbering.heading(level, "").number for level in (1, 2, 2, 3, 4, 1, 2, 9)]
    assert numbers == ["一、", "（一）", "（二）", "1.", "（1）", "二、", "（一）", "（1）"]
