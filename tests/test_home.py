"""The home page: a cover, what is newest elsewhere, and a way to every section."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from generator.model.carriers import Ceremony, Maxim, StarWeek
from generator.model.kinds import KINDS, Story
from generator.model.output import Page
from generator.model.release import Release
from generator.render import menu
from generator.render.frame import links_from
from generator.render.home import home_page
from generator.render.lists import shelf_of
from generator.render.menu import Section
from generator.render.panels import Panel, panels_of
from tests.made import frame, record, shown, story

MAXIMS = ("小事做实。", "不忘初心、牢记使命", "实", "这一句格言长得放不进一块小小的版面，" * 3)


def made_with(**carriers: Any) -> Release:
    """A release of one story and these showcases, newest first."""
    made = shown(story("brand", media=[{"outlet": "日报"}]))
    return replace(made, site=replace(made.site, **carriers))


def board(week: str, *stars: dict[str, str]) -> StarWeek:
    return record(StarWeek, {"file": f"{week}.yml", "week": week, "stars": stars})


def ceremony(year: str, *names: str) -> Ceremony:
    winners = [{"name": name, "unit": "第一党支部"} for name in names]
    told = {"file": f"{year}.yml", "title": "突出贡献奖", "year": year, "winners": winners}
    return record(Ceremony, told)


def maxims(*texts: str, **more: str) -> tuple[Maxim, ...]:
    return tuple(record(Maxim, {"text": text, "unit": "研究院", **more}) for text in texts)


def panels(made: Release) -> list[Panel]:
    return panels_of(made, links_from("", made))


def test_the_newest_board_and_ceremony_that_name_somebody_are_shown() -> None:
    boards = (board("2018-W05"), board("2018-W04", {"name": "甲", "star": "服务之星"}))
    made = made_with(stars=boards, ceremonies=(ceremony("2018"), ceremony("2017", "乙", "丙")))
    star, winners = panels(made)
    assert (star.note, star.names) == (boards[1].week.words, (("甲", "服务之星"),))
    assert (winners.label, winners.note) == ("突出贡献奖", "2017年")
    assert winners.names == (("乙", "第一党支部"), ("丙", "第一党支部"))
    assert (star.href, winners.href) == ("./stars/", "./ceremonies/")


def test_a_panel_names_five_and_counts_the_rest() -> None:
    (panel,) = panels(made_with(ceremonies=(ceremony("2017", *"甲乙丙丁戊己庚"),)))
    assert "".join(name for name, _ in panel.names) == "甲乙丙丁戊" and panel.left_out == 2


def test_a_maxim_a_week_each_in_turn_and_only_those_that_fit() -> None:
    made = made_with(maxims=maxims(*MAXIMS))
    days = [replace(made, as_of=date(2026, 1, 1) + timedelta(days=n)) for n in range(7 * 3 * 2)]
    seen = ["".join(panels(day)[0].columns) for day in days]
    assert set(seen) == set(MAXIMS[:3])
    assert all(seen.count(text) == 14 for text in MAXIMS[:3])
    chosen = made_with(maxims=maxims(*MAXIMS) + maxims("选定的", poster="是"))
    assert panels(chosen)[0].columns == ("选定的",)
    assert panels(made_with(maxims=maxims(MAXIMS[3]))) == []


def test_a_maxim_of_more_clauses_than_a_third_of_a_tablet_holds_is_left_to_its_page() -> None:
    assert panels(made_with(maxims=maxims("眼要勤，手要勤，腿要勤，嘴要勤。")))
    assert panels(made_with(maxims=maxims("心要勤，眼要勤，手要勤，腿要勤，嘴要勤。"))) == []


def test_only_sections_of_the_menu_are_led_to(monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_with(stars=(board("2018-W04", {"name": "甲"}),))
    rows = [row for row in menu.SECTIONS if row.folder != "stars"]
    monkeypatch.setattr(menu, "SECTIONS", rows)
    assert "stars/" not in body(made)
    monkeypatch.setattr(menu, "SECTIONS", [*rows, Section("stars", "五星榜", lambda _: True)])
    assert '<a class="panel" href="./stars/">' in body(made)


def test_the_page_leads_to_every_section_once_where_it_shows_nothing_of_it() -> None:
    page = body(made_with())
    others = page.partition('class="others"')[2].partition("</ul>")[0]
    assert re.findall(r'href="\./(\w+)/"', others) == ["media", "family"]


def test_units_stand_below_their_parents_and_the_day_is_in_words() -> None:
    units = [{"id": "ban", "name": "班组", "parent": "yuan"}, {"id": "yuan", "name": "研究院"}]
    made = shown(story("team", unit="ban"), units=units)
    (page,) = home_page(made, frame())
    assert isinstance(page, Page)
    assert re.findall(r">([^<]+)<small>(\d)篇", page.body) == [("研究院", "1"), ("· 班组", "1")]
    assert page.meta["updated"] == f"{made.as_of.year}年{made.as_of.month}月{made.as_of.day}日"


def body(made: Release) -> str:
    (page,) = home_page(made, frame())
    return str(page.body)  # type: ignore[union-attr]


def led_by(look: str, *stories: Story) -> list[str]:
    """The titles on a shelf of these stories, the newest first."""
    made = shown(*stories)
    kind = next(each for each in KINDS.values() if each.look == look)
    shelf = shelf_of(kind, made.site.stories, 7, made, links_from("", made))
    return [item.title for item in shelf.items] if shelf else []


def test_a_numeral_that_opens_into_nothing_leads_no_shelf() -> None:
    bare = story("brand", "a", title="“1523”模式", date="2021年")
    sign = story("brand", "b", title="“六联”工作法", date="2020年")
    words = story("brand", "c", title="“国检引航”：快一步", date="2019年")
    parts = [{"count": "三", "title": "定", "items": [{"title": "定位"}]}]
    told = story(
        "brand", "d", title="“三定”：定位", date="2018年", method={"name": "“三定”", "parts": parts}
    )
    assert led_by("tiles", bare, sign, words, told)[0] == words.title
    assert led_by("tiles", bare, sign, told) == [told.title, bare.title, sign.title]
    assert led_by("tiles", bare, sign) == [bare.title, sign.title]
