"""Story + call → documents and limits: counts as Word counts, each breach at its line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from generator.export.document import Form, Gongwen, Paragraph
from generator.export.entry import Entry
from generator.export.limits import BYTES, CHARACTERS, Bound, Spot
from generator.export.placing import place_of
from generator.export.standing import forbidden, unapproved
from generator.model.kinds import Story
from generator.model.problem import Place, Words
from generator.typeset.failures import GlyphMissing
from tests.calls import DAY, SITE, call, entry, form, gongwen
from tests.made import story

STATS = [{"label": "服务企业", "value": "3928多家", "period": "2025年", "source": "总结"}]


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


@pytest.mark.parametrize(
    ("unit", "kind", "limit", "count", "message", "hint"),
    [
        (CHARACTERS, "min", 1500, 1200, "甲有 1200 字，征集要求至少 1500 字", "至少补 300 字"),
        (CHARACTERS, "max", 1500, 1600, "甲有 1600 字，征集要求至多 1500 字", "至少删 100 字"),
        (
            *(BYTES, "max", 2000, 3145728, "甲有 3,145,728 字节，征集要求至多 2,000 字节"),
            "用看图软件缩小一些，另存一份",
        ),
    ],
)
def test_a_breach_tells_both_counts_and_how_to_mend_it(
    unit: Words, kind: Bound, limit: int, count: int, message: str, hint: str
) -> None:
    low, high = (limit, None) if kind == "min" else (None, limit)
    counts = (count, -1) if kind == "min" else (-1, count)
    spot = Spot("writeup", "背景", Place("a.yml"))
    (found,) = spot.between(Words("甲", "a"), low, high, counts, unit)
    assert (found.problem.id, found.problem.level) == ("award-limit", "error")
    assert (found.problem.message.zh, found.problem.hint.zh) == (message, hint)
    assert found.row() == {
        **{"document": "writeup", "section": "背景", "what": "甲", "kind": kind, "limit": limit},
        **{"count": count, "unit": unit.zh, "verdict": "breach"},
    }


def test_a_write_up_and_a_cell_count_alike() -> None:
    """A heading of the author's with its number, as Word counts it; the call's heading is none."""
    words = "## 小标题\n\n甲乙丙丁\n\n1. 戊己\n2. 庚辛"  # （一）小标题 甲乙丙丁 1.戊己 2.庚辛
    told = {"from": "sections.background", "max": 1}
    award = call(
        gongwen({"title": "背景", **told}, count={"max": 1}), form({"label": "背景", **told})
    )
    made = entry(story("brand", sections={"background": words}), award)
    assert [row[4] for row in limit_rows(made)] == [16, 16, 16]


def test_a_table_in_a_cell_keeps_its_rows() -> None:
    table = "前。\n\n| 项目 | 数 |\n|---|---|\n| 甲\\|乙 | 1,234 |\n| 丙 | |"
    made = entry(
        story("brand", sections={"background": table}),
        call(form({"label": "背景", "from": "sections.background"})),
    )
    (row,) = made.documents[0].document.rows  # type: ignore[union-attr]
    assert row[0].answer == "前。\n项目｜数\n甲|乙｜1,234\n丙｜"


def test_a_breach_names_line_count_and_limit() -> None:
    one = story("brand", sections={"background": "中文测试"})
    award = call(gongwen({"title": "背景", "from": "sections.background", "min": 977}))
    (problem,) = entry(one, award).breaches
    assert problem.level == "error"
    assert (problem.place.file, problem.place.path) == (one.file, ("sections", "background"))
    assert problem.message.zh == "“背景”有 4 字，征集要求至少 977 字"
    assert problem.hint.zh == "至少补 973 字"


def test_a_section_whose_title_is_empty_has_no_heading() -> None:
    made = entry(story("brand", body="话。"), call(gongwen({"title": "", "from": "body"})))
    assert [type(block) for block in made.article.document.blocks] == [Paragraph]  # type: ignore[union-attr]


def test_a_missing_section_is_named() -> None:
    award = call(gongwen({"title": "做法", "from": ["method", "body"], "required": True}))
    (problem,) = entry(story("brand"), award).breaches
    assert problem.message.zh == "缺少“做法”（来自 工作法、正文）"


def test_variants_have_limits_of_their_own() -> None:
    variants = [{"id": "short", "title": "{story.title}摘要", "from": "summary", "max": 3}]
    made = entry(story("brand"), call(gongwen({"from": "summary"}, variants=variants)))
    assert [one.document.id for one in made.documents] == ["writeup", "short"]
    assert made.documents[1].document.title == "标题a摘要"
    assert limit_rows(made) == [("short", "标题a摘要", "max", 3, 5, "breach")]


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
        "缺少“口号”",
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
def test_a_document_is_signed_as_the_call_says(sign: dict[str, Any], org: str, on: date) -> None:
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


def test_what_a_title_or_a_signature_lacks_is_told() -> None:
    sign = {"org": "contact.org", "date": "today"}
    rule = gongwen({"from": "body"}, title="{story.name}同志（{call.organiser}）", sign=sign)
    award = call(rule, kinds=["member", "team"])
    told = [
        [warning.message.zh for warning in entry(story(kind, body="话。", **more), award).warnings]
        for kind, more in (
            ("member", {"name": "甲", "contact": {"org": "党办"}}),
            ("member", {"name": None, "anonymous": True}),
            ("team", {}),
        )
    ]
    title = "标题“{story.name}同志（{call.organiser}）”里空着一处：稿件没有“姓名”"
    both = [title, "落款的署名里空着一处：稿件没有“联系人.部门”"]
    assert told == [[], both, both]


def test_the_third_person() -> None:
    award = call(gongwen({"from": "body"}, person="third"))
    clean = story("brand", body="他说：“我来。”我国、我院、我所全体、自我革命、忘我工作。")
    assert entry(clean, award).warnings == ()
    (warning,) = entry(story("brand", body="那天我和本人都在。"), award).warnings
    assert warning.level == "warning" and "2 处" in warning.message.zh
    (warning,) = entry(story("brand", body="这是我所做的一点事。"), award).warnings
    assert "1 处“我”" in warning.message.zh


def test_a_past_deadline_warns() -> None:
    award = call(gongwen({"from": "summary"}), deadline="2026-05-30")
    (warning,) = entry(story("brand"), award).warnings
    assert (warning.level, warning.place.path) == ("warning", ("deadline",))
    assert warning.message.zh == "征集已在 2 天前截止"


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
        ({"visibility": "内部"}, "wechat", ["award-publish"]),
        ({"publish": {"from": "2026-06-02"}}, "award", []),
        ({"publish": {"from": "2026-06-02"}}, "wechat", ["award-publish"]),
        ({"publish": {"from": "2026-06-01", "until": "2026-06-01"}}, "wechat", []),
        ({"publish": {"until": "2026-05-31"}}, "award", ["award-publish"]),
    ],
)
def test_who_may_be_submitted(told: dict[str, Any], carrier: str, expected: list[str]) -> None:
    assert barred(story("brand", **told), carrier) == expected


def test_other_kinds_and_unreviewed_stories() -> None:
    assert barred(story("team")) == ["award-kind"]
    strict = replace(SITE, settings=SITE.settings.but(review="three"))
    waiting = story("brand", review={"status": "待审"})
    assert [problem.id for problem in unapproved(waiting, strict)] == ["award-review"]
    assert list(unapproved(waiting, SITE)) != []
    assert list(unapproved(story("brand"), SITE)) == []


def test_what_no_font_prints_can_be_had_as_a_word_file() -> None:
    made = entry(story("brand", summary="前🧿后"), call(gongwen({"from": "summary"})))
    problem = place_of(GlyphMissing("🧿"), made.documents[0], made)
    assert (problem.place.path, problem.place.offset) == (("summary",), 1)
    assert "--format docx" in problem.hint.zh
