"""What machines ask for: the site map, which holds every page once, and the feeds."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from generator.render.feeds import feeds, site_maps
from tests.made import frame, shown, story

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://showcase.example/"
PAGES = [f"members/m{number}/" for number in range(7)]


def maps(most: int) -> dict[str, tuple[str, list[str]]]:
    """Path → root element and addresses of each file, in order."""
    found = {}
    for text in site_maps(PAGES[::-1], shown(site_url=BASE), most):
        root = ElementTree.fromstring(text.text)
        assert {row.tag for row in root} <= {f"{SPACE}url", f"{SPACE}sitemap"}
        addresses = [loc.text or "" for loc in root.iter(f"{SPACE}loc")]
        found[text.path] = (root.tag.removeprefix(SPACE), addresses)
    return found


@pytest.mark.parametrize("most", [7, 8])
def test_what_one_file_may_hold_is_one_file(most: int) -> None:
    assert maps(most) == {"sitemap.xml": ("urlset", [BASE + page for page in PAGES])}


@pytest.mark.parametrize(("most", "sizes"), [(6, [6, 1]), (3, [3, 3, 1]), (1, [1] * 7)])
def test_more_are_parts_that_the_index_names(most: int, sizes: list[int]) -> None:
    index, *parts = maps(most).items()
    names = [path for path, _ in parts]
    assert index == ("sitemap.xml", ("sitemapindex", [BASE + name for name in names]))
    assert names == [f"sitemap-{number}.xml" for number in range(1, len(sizes) + 1)]
    assert {root for _, (root, _) in parts} == {"urlset"}
    assert [len(pages) for _, (_, pages) in parts] == sizes
    assert [page for _, (_, pages) in parts for page in pages] == [BASE + p for p in PAGES]


def test_feeds_begin_with_what_became_public_last() -> None:
    """50 of 60, whatever they tell of: an old deed that is told today is not missed."""
    told: list[dict[str, Any]] = [{"date": f"{1960 + n}年"} for n in range(60)]
    told[0] = {"date": "1960年", "review": {"final": {"by": "甲", "on": "2026-02-01"}}}
    told[1] = {"date": "1961年", "publish": {"from": "2026-02-02"}}
    told[59] = {"date": "近年来"}
    made = shown(*(story("team", f"s{n:02}", **each) for n, each in enumerate(told)), site_url=BASE)
    atom, fed = (text.text for text in feeds(made, frame()))
    expected = [f"{BASE}teams/s{n:02}/" for n in (1, 0, *range(58, 10, -1))]
    assert [item["id"] for item in json.loads(fed)["items"]] == expected
    names = {"": "http://www.w3.org/2005/Atom"}
    root = ElementTree.fromstring(atom)
    assert [entry.text for entry in root.iterfind("entry/id", names)] == expected
