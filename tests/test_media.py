"""Media coverage: every report once, latest first, outlets counted, links out marked."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from generator.model.output import Page
from generator.render.media import media_pages
from generator.render.rolls import PAGE_MOST
from generator.render.sketches import rendered
from tests.made import frame, shown, story


def pages_of(*told: list[dict[str, Any]], drafts: tuple[str, ...] = ()) -> dict[str, str]:
    """The pages of a site where each story has one of these lists of reports."""
    stories = (story("brand", f"s{n}", media=media) for n, media in enumerate(told))
    made = rendered(media_pages, shown(*stories, drafts=drafts), frame())
    return {page.path: page.body for page in made if isinstance(page, Page)}


def test_reports_stand_latest_first_with_the_way_to_their_story() -> None:
    page = pages_of(
        [{"outlet": "晨报", "title": "旧事", "date": "2012年"}, {"outlet": "无日报"}],
        [{"outlet": "晚报", "title": "新事", "date": "2019年5月"}],
    )["media/"]
    found = re.findall(r'data-outlet="(.+?)" data-unit="(.*?)" data-year="(.*?)">', page)
    assert found == [("晚报", "yuan", "2019"), ("晨报", "yuan", "2012"), ("无日报", "yuan", "")]
    assert re.findall(r'<a href="\.\./brands/(s\d)/">', page) == ["s1", "s0", "s0"]
    assert "年份不详" in page


def test_links_out_are_marked_and_lead_nowhere_but_to_the_web() -> None:
    page = pages_of(
        [
            {"outlet": "甲", "title": "好的", "url": "https://a.example/?x=1&y=2"},
            {"outlet": "乙", "url": "http://b.example/"},
            {"outlet": "丙", "title": "坏的", "url": "javascript:alert(1)"},
        ]
    )["media/"]
    out = re.findall(r'<a class="out" href="([^"]+)" rel="noopener">([^<]+)<span', page)
    assert [(unescape(url), words) for url, words in out] == [
        ("https://a.example/?x=1&y=2", "好的"),
        ("http://b.example/", "http://b.example/"),
    ]
    assert page.count("（外部网站）") == 2
    assert "javascript:" not in page and "坏的" in page


def test_outlets_are_counted_and_filter_the_list() -> None:
    page = pages_of([{"outlet": "甲报"}] * 2 + [{"outlet": "乙&报"}], [{"outlet": "甲报"}])[
        "media/"
    ]
    register = re.findall(r'<a href="\?outlet=([^"]+)"><b>([^<]+)</b><span>(\d+)篇', page)
    assert [(unescape(name), number) for _, name, number in register] == [
        ("甲报", "3"),
        ("乙&报", "1"),
    ]
    assert "%26" in register[1][0]
    assert re.search(r'<p class="lead__count"><b>4</b>篇', page)
    assert '<option value="乙&amp;报">乙&amp;报（1）</option>' in page


def test_many_outlets_are_summed_up_and_no_report_is_lost() -> None:
    reports = [{"outlet": f"第{n}报"} for n in range(PAGE_MOST + 30)]
    made = pages_of(reports)
    assert list(made) == ["media/", "media/page/2/"]
    listed = re.findall(r'data-outlet="(第\d+报)"', "".join(made.values()))
    assert sorted(listed) == sorted(report["outlet"] for report in reports)
    assert f"另有{len(reports) - 60}家媒体" in made["media/"]
    assert 'class="outlets"' not in made["media/page/2/"]


def test_a_site_without_reports_says_so() -> None:
    assert "正在收集" in pages_of([])["media/"]
