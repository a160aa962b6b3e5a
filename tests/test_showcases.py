"""Boards, ceremonies, maxims, works and pledges on pages: every word, every link, every total."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from msgspec.structs import replace

from generator.model.carriers import Ceremony, Maxim, Pledge, PledgeYear, StarWeek, Work
from generator.model.output import Copied, Page, Text
from generator.model.release import Edition, Release, release
from generator.model.site import Site
from generator.render.holdings import SHOWN_MOST
from generator.render.maxims import COLUMN_MOST, columns
from generator.render.pledges import MOST
from generator.render.rolls import PAGE_MOST
from tests.made import TODAY, outputs, pages, record, shown, story


def board(week: str, *stars: dict[str, Any]) -> StarWeek:
    return record(StarWeek, {"file": f"stories/stars/{week}.yml", "week": week, "stars": stars})


def ceremony(year: int, *winners: dict[str, Any], title: str = "年度突出贡献奖") -> Ceremony:
    told = {"file": f"stories/ceremonies/{year}.yml", "title": title, "year": str(year)}
    return record(Ceremony, {**told, "winners": winners})


def work(id: str, **told: Any) -> Work:
    least = {"id": id, "yml": f"stories/works/{id}.yml", "address_name": id, "type": "微家书"}
    return record(Work, {**least, "title": f"标题{id}", **told})


def ledger(year: int, *pledges: dict[str, Any]) -> PledgeYear:
    made = tuple(record(Pledge, each) for each in pledges)
    return PledgeYear(file=f"stories/pledges/{year}.yml", year=year, pledges=made)


def site(*stories: Any, **showcases: Any) -> Site:
    return replace(shown(*stories).site, **showcases)


def told(given: Site, as_of: date = TODAY, edition: Edition = "public", **more: Any) -> Release:
    return release(given, as_of, edition=edition, **more)


def text_of(page: Page) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page.body))


STAR = {"star": "服务之星", "name": "张三", "unit": "研究院", "reason": "守了一天。"}


def test_boards_have_a_page_a_week_and_a_year() -> None:
    given = site(stars=(board("2025-W52", STAR), board("2026-W01", STAR), board("2026-W02", STAR)))
    made = pages(told(given))
    assert {path for path in made if path.startswith("stars/")} == {
        *("stars/", "stars/2025-w52/", "stars/2026-w01/", "stars/2026-w02/"),
        *("stars/2025/", "stars/2026/"),
    }
    newest = text_of(made["stars/"])
    assert "2026年第2周" in newest and "1月5日—1月11日" in newest
    for words in ("服务之星", "张三", "研究院", "守了一天。"):
        assert words in newest
    assert made["stars/2026/"].body.count("<li><a") == 2 + 2 + 2  # crumbs, weeks, years
    assert 'rel="prev" href="../2026-w01/' not in made["stars/"].body
    assert 'href="../stars/2026-w01/"' in made["stars/"].body


def test_a_board_ahead_leaves_no_trace() -> None:
    given = site(stars=(board("2026-W09", STAR), board("2026-W10", {"name": "明日之人"})))
    made = told(given, date(2026, 3, 1))
    assert "明日之人" not in "".join(page.body for page in pages(made).values())
    assert "明日之人" in text_of(pages(told(given, date(2026, 3, 2)))["stars/"])


def test_a_ceremony_ahead_leaves_no_trace() -> None:
    given = site(
        ceremonies=(ceremony(2026, {"name": "今年之人"}), ceremony(2027, {"name": "明年之人"}))
    )
    made = "".join(page.body for page in pages(told(given, date(2026, 12, 31))).values())
    assert "今年之人" in made and "明年之人" not in made
    assert "明年之人" in text_of(pages(told(given, date(2027, 1, 1)))["ceremonies/2027/"])


@pytest.mark.parametrize(
    ("star", "linked"),
    [
        ({"name": "张三", "unit": "示例检验所"}, True),  # a former name of the same unit
        ({"name": "张三", "unit": "第一党支部"}, False),
        ({"name": "张三"}, False),
        ({"name": "小张", "story": "member/a"}, True),
        ({"name": "小张", "story": "a"}, True),
    ],
)
def test_stars_meet_their_stories(star: dict[str, Any], linked: bool) -> None:
    given = site(story("member", "a", name="张三"), stars=(board("2026-W02", star),))
    made = pages(told(given))
    assert ('href="../members/a/"' in made["stars/"].body) == linked
    assert ('href="../../stars/2026-w02/#s1"' in made["members/a/"].body) == linked


def test_the_nameless_are_not_found_by_their_name() -> None:
    hidden = story("member", "a", name="张三", anonymous="是")
    made = pages(told(site(hidden, stars=(board("2026-W02", STAR),))))
    assert "members/a" not in made["stars/"].body
    assert "2026-w02" not in made["members/a/"].body


def test_teams_are_found_by_the_head_of_their_title() -> None:
    team = story("team", "a", title="微生物室：零差错的一年")
    star = {"name": "微生物室", "unit": "yuan"}
    made = pages(told(site(team, stars=(board("2026-W02", star),))))
    assert 'href="../teams/a/"' in made["stars/"].body


def test_two_of_one_name_and_unit_are_not_guessed_at() -> None:
    two = (story("member", "a", name="张三"), story("member", "b", name="张三"))
    assert (
        "../members/"
        not in pages(told(site(*two, stars=(board("2026-W02", STAR),))))["stars/"].body
    )


@pytest.mark.parametrize(
    "fate",
    [
        {"review": {"status": "已撤下"}},
        {"review": {"status": "草稿"}},
        {"visibility": "internal"},
        {"publish": {"until": "2026-02-01"}},
        {"publish": {"from": "2026-04-01"}},
        {"consent": {"by": "本人", "scope": ["印刷"]}},
    ],
)
def test_a_hidden_story_leaves_no_link_and_no_title(fate: dict[str, Any]) -> None:
    hidden = story("member", "a", name="张三", title="不可说的标题", **fate)
    given = site(
        hidden,
        stars=(board("2026-W02", {"name": "张三", "unit": "yuan", "story": "member/a"}),),
        ceremonies=(ceremony(2025, {"name": "张三", "story": "member/a"}),),
    )
    made = outputs(told(given))
    whole = "".join(o.body for o in made if isinstance(o, Page))
    whole += "".join(o.text for o in made if isinstance(o, Text))
    assert "不可说的标题" not in whole and "members/a" not in whole
    assert "张三" in whole


def test_ceremonies_tell_their_citations_and_may_be_presented() -> None:
    given = site(
        story("member", "a", name="张三"),
        ceremonies=(
            ceremony(2024, {"name": "甲"}, title="最美检验人"),
            ceremony(
                2025,
                {"name": "张三", "unit": "研究院", "citation": "他**守着**灯。"},
                {"name": "<b>李四</b>", "citation": "长" * 200},
            ),
        ),
    )
    made = told(given)
    page = pages(made)["ceremonies/2025/"]
    assert "<strong>守着</strong>" in page.body and "<b>李四</b>" in text_of(page)
    assert 'href="../../members/a/"' in page.body
    assert page.meta["title"] == "2025年度突出贡献奖"
    assert pages(made)["ceremonies/2024/"].meta["title"] == "2024年最美检验人"
    assert pages(made)["ceremonies/"].body.index("2025") < pages(made)["ceremonies/"].body.index(
        "2024"
    )
    present = next(o.text for o in outputs(made) if o.path == "ceremonies/2025/present/index.html")
    assert re.findall(r'id="(s\d)"', present) == ["s0", "s1", "s2"]
    assert re.findall(r'href="#(s\d)" rel="(?:next|prev)"', present) == ["s1", "s0", "s2", "s1"]
    assert "screen--long" in present and "<b>" not in present
    assert 'href="../../../ceremonies/2025/"' in present
    assert 'href="../../ceremonies/2025/#w1"' in pages(made)["members/a/"].body


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        ("标准高一分，", ["标准高一分，"]),
        ("党建文化是党组织存在和发展的灵魂", ["党建文化是党组织", "存在和发展的灵魂"]),
        ("一" * 30, ["一" * 30]),
    ],
)
def test_long_clauses_take_columns_of_about_one_length(clause: str, found: list[str]) -> None:
    assert columns(clause) == found
    assert "".join(columns(clause)) == clause


def test_the_wall_keeps_every_word() -> None:
    texts = ["常闪信念之光，常思信仰之源", "我的微笑，您来评分", "字" * COLUMN_MOST, "A" * 40]
    given = site(maxims=tuple(record(Maxim, {"text": each, "author": "甲"}) for each in texts))
    body = pages(told(given))["maxims/"].body
    for each in texts:
        assert each in re.sub(r"<[^>]+>", "", body)
    assert "<span>常闪信念之光，</span><span>常思信仰之源</span>" in body


def test_works_show_what_they_have() -> None:
    given = site(
        works=(
            work("a", body="## 节\n\n见字如面。", author="甲", unit="研究院", date="2025年3月"),
            work("b", type="微访谈", url="https://www.example.org/b"),
            work("c", date="2026-06-01", body="还没到"),
        )
    )
    made = pages(told(given))
    assert "见字如面。" in made["works/a/"].body and "<h2>节</h2>" in made["works/a/"].body
    assert 'href="https://www.example.org/b" rel="noopener"' in made["works/b/"].body
    assert "外部链接" in made["works/b/"].body
    assert "works/c/" not in made and "标题c" not in made["works/"].body
    assert '<option value="letter">微家书（1）</option>' in made["works/"].body


def test_recordings_are_copied_under_generated_names() -> None:
    from pathlib import Path

    from generator.model.original import Blank, Captions, Recording

    film = Recording(
        Path("stories/works/党课.webm"),
        *("video", "video/webm", "webm", "V_VP9", "ab" * 32, 2_345_678),
        (Blank(3, 9),),
    )
    given = site(
        works=(work("a", type="微视频", file="党课.webm", captions="党课.vtt"),),
        recordings={("work/a", "党课.webm"): film},
        captions={("work/a", "党课.vtt"): Captions("WEBVTT\n\n…", ("第一句", "<b>第二句"), "")},
    )
    made = told(given)
    body = pages(made)["works/a/"].body
    assert "党课" not in body
    assert 'src="../../media/abababababab.webm"' in body
    assert 'src="../../works/a/captions.vtt"' in body and "<p>&lt;b&gt;第二句</p>" in body
    assert "2.3 MB" in body
    copied = [o for o in outputs(made) if isinstance(o, Copied)]
    assert [(o.path, o.blanks) for o in copied] == [("media/abababababab.webm", film.blanks)]
    offline = pages(told(given, offline=True))["works/a/"].body
    assert 'src="data:text/vtt;base64,' in offline


PLEDGES = (
    {"who": "甲", "unit": "研究院", "promise": "一", "status": "已完成"},
    {"who": "乙", "unit": "第一党支部", "promise": "二", "status": "进行中", "due": "2026-06-30"},
    {"who": "丙", "unit": "示例检验所", "promise": "三", "due": "2026-02-01", "status": "进行中"},
    {"who": "丁", "promise": "四"},
)


@pytest.mark.parametrize(
    ("edition", "names", "sums"),
    [("public", "甲乙丁", [1, 1, 1, 3]), ("internal", "甲乙丙丁", [1, 1, 1, 1, 4])],
)
def test_ledgers_add_up_and_tell_overdue_ones_inside_only(
    edition: Edition, names: str, sums: list[int]
) -> None:
    made = pages(told(site(pledges=(ledger(2026, *PLEDGES),)), edition=edition))
    page = made["pledges/2026/"]
    assert re.findall(r'pledge__who"><b>(.)</b>', page.body) == sorted(names, key="甲丙乙丁".index)
    assert ("逾期" in page.body) == (edition == "internal")
    assert '<time datetime="2026-06-30">2026年6月30日</time>' in page.body
    for path in ("pledges/", "pledges/2026/"):
        foot = re.search(r"<tfoot>(.*?)</tfoot>", made[path].body, re.S)
        assert foot and [int(n) for n in re.findall(r"<td>(\d+)</td>", foot[1])] == sums
        assert sum(sums[:-1]) == sums[-1]
    rows = re.findall(
        r"<tr><th scope=\"row\">.*?</tr>", page.body.split("<tbody>")[1].split("</tbody>")[0]
    )
    for row in rows:
        *counts, total = (int(n or 0) for n in re.findall(r"<td>(\d*)</td>", row))
        assert sum(counts) == total


def test_nothing_gives_no_page() -> None:
    folders = ("stars/", "ceremonies/", "maxims/", "works/", "pledges/")
    assert [path for path in pages(told(site())) if path.startswith(folders)] == []


@pytest.mark.parametrize("count", [PAGE_MOST * 3, 2_000])
def test_many_entries_take_pages_of_a_bounded_size(count: int) -> None:
    given = site(
        maxims=tuple(record(Maxim, {"text": f"第{n}条，照着做"}) for n in range(count)),
        works=tuple(work(f"w{n}", body="一段。") for n in range(count)),
        pledges=(ledger(2026, *({"who": f"某{n}", "promise": "做" * 40} for n in range(count))),),
    )
    made = pages(told(given))
    own = [
        page for path, page in made.items() if path.split("/")[0] in ("maxims", "works", "pledges")
    ]
    assert max(len(page.body) for page in own) < 200_000
    told_names = "".join(page.body for page in own)
    assert f"某{count - 1}<" in told_names and f"第{count - 1}条" in told_names
    assert f"pledges/2026/{-(-count // MOST)}/" in made


def test_a_unit_s_page_has_all_that_is_its_own() -> None:
    """Its children's too; of each showcase the newest, and the way to the rest."""
    given = site(
        stars=(board("2026-W01", STAR, {"name": "李四"}),),
        ceremonies=(ceremony(2025, {"name": "王五", "unit": "第一党支部"}),),
        works=(work("a", title="一封家书", unit="示例检验所", body="见字如面。"),),
        maxims=(record(Maxim, {"text": "人人守灯", "unit": "研究院"}),),
        pledges=(
            ledger(2026, *({"who": who, "unit": "研究院", "promise": "一"} for who in "甲乙")),
        ),
    )
    made = pages(told(given))
    parent, child = (text_of(made[f"units/{unit}/"]) for unit in ("yuan", "yi-zhibu"))
    for words in ("张三", "服务之星：守了一天。", "王五", "一封家书", "人人守灯", "2项承诺"):
        assert words in parent
    assert "李四" not in parent
    assert "王五" in child and "张三" not in child
    assert "正在整理" not in child
    named = ("stars/2026-w01/#s1", "ceremonies/2025/#w1", "maxims/#m1")
    for address in (*named, "works/a/", "pledges/2026/"):
        assert f'href="../../{address}"' in made["units/yuan/"].body


def test_a_unit_s_page_does_not_grow_with_its_boards() -> None:
    stars = ({"name": f"星{n}", "unit": "研究院"} for n in range(40))
    page = text_of(pages(told(site(stars=(board("2026-W01", *stars),))))["units/yuan/"])
    assert page.count("星") - page.count("五星榜") == SHOWN_MOST and "共40项" in page


@pytest.mark.parametrize(
    ("due", "shown", "last"),
    [
        ("2026-02-28", "2026年2月28日", date(2026, 2, 28)),
        ("2026年2月", "2026年2月", date(2026, 2, 28)),
        ("2025年底前", "2025年底前", date(2025, 12, 31)),
        ("长期", "长期", None),
    ],
)
def test_a_pledge_is_due_when_its_words_say(due: str, shown: str, last: date | None) -> None:
    pledge = {"who": "甲", "unit": "研究院", "promise": "一", "due": due}
    year = ledger(2026, pledge)
    page = pages(told(site(pledges=(year,)), edition="internal"))["pledges/2026/"]
    assert f"期限 {shown}" in text_of(page)
    over = [day for day in (date(2025, 12, 31), date(2026, 2, 28)) if year.pledges[0].overdue(day)]
    assert over == [day for day in (date(2025, 12, 31), date(2026, 2, 28)) if last and day > last]
    assert year.pledges[0].overdue(date(2026, 3, 1)) == (last is not None)
