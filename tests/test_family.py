"""The family of brands: every unit in its place, and who lacks a brand told inside only."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from generator.model.output import Page
from generator.model.release import Edition, Release, release
from generator.render.family import family_page
from tests.made import TODAY, frame, pages, shown, story

UNITS = (
    {"id": "yuan", "name": "研究院"},
    {"id": "suo", "name": "计量所", "parent": "yuan"},
    {"id": "zu", "name": "长度组", "parent": "suo"},
    {"id": "kong", "name": "没品牌的处", "parent": "yuan"},
    {"id": "ban", "name": "办公室"},
)


def map_of(made: Release) -> str:
    (page,) = family_page(made, frame())
    assert isinstance(page, Page) and page.path == "family/"
    return page.body


def inside(made: Release) -> Release:
    return replace(made, edition="internal")


def nesting(html: str) -> list[tuple[str, int]]:
    """The units of the map in order, each with how many lists it stands in."""
    found, depth = [], 0
    for mark in re.finditer(r'<ul class="branches|(<ul)|(</ul>)|id="u-(\w+)"', html):
        depth += {"<": 1}.get(mark[0][0], 0) * (-1 if mark[2] else 1)
        if mark[3]:
            found.append((mark[3], depth))
    return found


def test_units_hang_below_their_parents_with_their_own_brands() -> None:
    told = (story("brand", "a", unit="zu", title="“六联”工作法"), story("brand", "b", unit="ban"))
    page = map_of(shown(*told, units=UNITS))
    assert nesting(page) == [("yuan", 0), ("suo", 1), ("zu", 2), ("ban", 0)]
    own = page.partition('id="u-zu"')[2].partition('id="u-ban"')[0]
    assert 'href="../brands/a/"' in own and "六联" in own and "brands/b/" not in own
    assert re.search(r'lead__count"><b>2</b>个', page) and "2个单位" in page


def test_who_lacks_a_brand_is_told_in_the_internal_edition_only() -> None:
    made = shown(story("brand", "a", unit="zu"), units=UNITS)
    public, internal = map_of(made), map_of(inside(made))
    for words in ("没品牌的处", "还没有品牌", "办公室", "内部", 'id="u-kong"'):
        assert words not in public and words in internal, words
    none = internal.partition('class="none"')[2].partition("</section>")[0]
    assert re.findall(r'href="#u-(\w+)"', none) == ["yuan", "suo", "kong", "ban"]
    assert internal.count('class="lacking"') == 4


@pytest.mark.parametrize("edition", ["public", "internal"])
def test_unit_pages_and_the_map_lead_to_each_other(edition: Edition) -> None:
    made = replace(shown(story("brand", "a", unit="zu"), units=UNITS), edition=edition)
    there = pages(made)
    page = there["family/"].body
    for unit in UNITS:
        to_map = f'href="../../family/#u-{unit["id"]}"' in there[f"units/{unit['id']}/"].body
        assert to_map == (f'id="u-{unit["id"]}"' in page)
        assert to_map == (f'href="../units/{unit["id"]}/"' in page)


def test_a_hidden_brand_leaves_no_trace_on_the_map() -> None:
    secret = story("brand", "a", unit="zu", title="内部稿件", visibility="内部")
    site = shown(secret, story("brand", "b", unit="ban"), units=UNITS).site
    whole = replace(site, stories=(secret, story("brand", "b", unit="ban")))
    public = map_of(release(whole, TODAY))
    assert nesting(public) == [("ban", 0)] and "brands/a/" not in public
    assert "brands/a/" in map_of(release(whole, TODAY, edition="internal"))


def test_a_unit_with_many_brands_leads_to_the_rest() -> None:
    told = [story("brand", f"s{n}", unit="ban", title=f"品牌{n}号") for n in range(20)]
    page = map_of(shown(*told, units=UNITS))
    assert page.count('href="../brands/s') == 12
    assert 'href="../brands/?unit=ban">全部20个品牌' in page
    assert re.search(r'lead__count"><b>20</b>个', page)


def test_parents_in_a_circle_and_no_units_at_all() -> None:
    circle = [
        {"id": "x", "name": "甲部", "parent": "y"},
        {"id": "y", "name": "乙部", "parent": "x"},
    ]
    page = map_of(shown(story("brand", "a", unit="y"), units=circle))
    assert [anchor for anchor, _ in nesting(page)] == ["x", "y"]
    assert "正在整理" in map_of(shown(units=()))
