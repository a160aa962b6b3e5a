"""Honours: the pyramid, the table, the lists and the timeline tell the same, and lose nothing."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from html import unescape
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from generator.model.kinds import KINDS
from generator.model.output import Output, Page, Text
from generator.model.parts import LEVELS
from generator.model.release import Release
from generator.render.honours import honour_pages
from generator.render.rolls import PAGE_MOST
from generator.render.sketches import rendered
from tests.made import frame, shown, story

WORDS = {level: words for words, level in LEVELS}
LABELS = [*WORDS.values(), "其他"]
LEVEL = some.sampled_from([None, *WORDS])
YEAR = some.sampled_from([None, "2012年", "2019年3月", "2016—2018", "近年来"])
HONOURS = some.lists(some.tuples(LEVEL, YEAR), max_size=6)


def made_of(told: list[tuple[str, list[tuple[str | None, str | None]]]]) -> Release:
    """Stories by kind with honours by level and date, every title its own."""
    number = count()
    return shown(
        *(
            story(
                kind,
                f"s{place}",
                unit=("研究院", "第一党支部")[place % 2],
                honours=[
                    {"title": f"奖{next(number)}", "level": level, "date": date}
                    for level, date in honours
                ],
            )
            for place, (kind, honours) in enumerate(told)
        )
    )


def many(honours: int) -> Release:
    """One story with honours of all levels in turn."""
    levels = [*WORDS, None]
    return made_of([("team", [(levels[n % len(levels)], "2019年") for n in range(honours)])])


def pages_of(release: Release) -> dict[str, Output]:
    return {output.path: output for output in rendered(honour_pages, release, frame())}


def body(output: Output) -> str:
    assert isinstance(output, Page)
    return output.body


def titles(html: str) -> list[str]:
    """The honours listed in a piece of a page, in order."""
    return re.findall(r"奖\d+", re.sub(r"<[^>]+>", "", html))


def pyramid(html: str) -> dict[str, int]:
    graphic = html.partition('<ol class="pyramid">')[2].partition("</ol>")[0]
    steps = re.findall(r"<b>(\d+)</b><span>([^<]+)</span>", graphic)
    return {label: int(figure) for figure, label in steps}


def table(html: str) -> tuple[list[int], list[list[int]]]:
    """The sums below the table of counts, and its rows."""
    cells = [
        [int(cell or 0) for cell in re.findall(r"<td>(\d*)</td>", row)]
        for row in re.findall(r"<tr>.*?</tr>", html)
    ]
    return cells[-1], cells[1:-1]


def script_of(made: dict[str, Output], page: int) -> str:
    """The items of a page of the timeline as its script holds them."""
    text = made[f"honours/timeline/page/{page}.js"]
    assert isinstance(text, Text)
    return str(json.loads(text.text.removeprefix(f"showcasePages[{page}]=").rstrip(";\n")))


@settings(max_examples=40, deadline=None)
@given(some.lists(some.tuples(some.sampled_from(list(KINDS)), HONOURS), max_size=6))
def test_pyramid_table_lists_and_timeline_hold_every_honour_once(told: Any) -> None:
    release = made_of(told)
    honours = [honour for each in release.site.stories for honour in each.honours]
    made = pages_of(release)
    page, timeline = body(made["honours/"]), body(made["honours/timeline/"])
    every = sorted(honour.title for honour in honours)
    assert sorted(titles(page)) == every and sorted(titles(timeline)) == every
    counted = Counter(WORDS.get(honour.level or "", "其他") for honour in honours)
    assert pyramid(page) == counted
    assert list(pyramid(page)) == [label for label in LABELS if counted[label]]
    if honours:
        sums, rows = table(page)
        assert sums == [*pyramid(page).values(), len(honours)]
        assert [sum(column) for column in zip(*rows, strict=True)] == sums
        assert all(sum(row[:-1]) == row[-1] for row in rows)


def test_every_step_leads_to_its_list_even_on_later_pages() -> None:
    made = pages_of(many(7 * 40))
    assert [path for path in made if path.startswith("honours/") and "time" not in path] == [
        "honours/",
        "honours/page/2/",
        "honours/page/3/",
    ]
    page = body(made["honours/"])
    graphic = page.partition('<ol class="pyramid">')[2].partition("</ol>")[0]
    links = re.findall(r'href="([^"]*)#([a-z]+)"', graphic)
    assert [anchor for _, anchor in links] == [*WORDS, "other"]
    for place, (link, anchor) in enumerate(links):
        target = link.replace("../", "") or "honours/"
        assert target == ("honours/", "honours/page/2/", "honours/page/3/")[place * 40 // PAGE_MOST]
        assert f'id="{anchor}"' in body(made[target])


def test_long_lists_lose_nothing_between_their_pages() -> None:
    made = pages_of(many(PAGE_MOST * 2 + 5))
    assert {path for path in made if "timeline" in path} == {
        "honours/timeline/",
        "honours/timeline/page/2/",
        "honours/timeline/page/3/",
        "honours/timeline/page/index.js",
        "honours/timeline/page/2.js",
        "honours/timeline/page/3.js",
    }
    every = {f"奖{n}" for n in range(PAGE_MOST * 2 + 5)}
    for folder in ("honours/", "honours/timeline/"):
        pages = [body(made[folder + part]) for part in ("", "page/2/", "page/3/")]
        listed = [title for page in pages for title in titles(page)]
        assert len(listed) == len(every) and set(listed) == every
    for page in (2, 3):
        shown_there = titles(body(made[f"honours/timeline/page/{page}/"]))
        assert titles(script_of(made, page)) == shown_there


def test_the_timeline_goes_back_in_time_and_names_what_filters_compare() -> None:
    release = shown(
        story(
            "brand",
            "a",
            unit="第一党支部",
            honours=[
                {"title": "老奖", "level": "省部级", "date": "2012年"},
                {"title": "没日子的奖", "level": "国家级"},
                {"title": "新奖", "date": "2019年12月"},
            ],
        ),
        story(
            "member", "b", honours=[{"title": "同年的奖", "level": "本级", "date": "2019年12月"}]
        ),
    )
    page = body(pages_of(release)["honours/timeline/"])
    order = [page.index(title) for title in ("同年的奖", "新奖", "老奖", "没日子的奖")]
    assert order == sorted(order)
    assert re.findall(r'<li data-level="(\w+)" data-unit="([^"]*)" data-year="(\d*)"', page) == [
        ("own", "yuan", "2019"),
        ("other", "yi-zhibu yuan", "2019"),
        ("provincial", "yi-zhibu yuan", "2012"),
        ("national", "yi-zhibu yuan", ""),
    ]
    choices = re.findall(r'<option value="([^"]+)">([^<]+)</option>', unescape(page))
    assert choices == [
        *(("national", "国家级（1）"), ("provincial", "省部级（1）")),
        *(("own", "本级（1）"), ("other", "其他（1）")),
        *(("yuan", "研究院（4）"), ("yi-zhibu", "· 第一党支部（3）")),
        *(("2019", "2019年（2）"), ("2012", "2012年（1）")),
        *(("brand", "支部品牌（3）"), ("member", "先进典型（1）")),
    ]


def test_ten_thousand_stories_keep_every_page_small() -> None:
    """40 KB gzip a page is the budget of all it loads; the page itself may take half."""
    made = pages_of(many(20_000))
    scripts = [o.text for o in made.values() if isinstance(o, Text)]
    assert max(len(gzip.compress(text.encode())) for text in scripts) < 40_000
    sizes = [len(gzip.compress(body(made[path]).encode())) for path in list(made)[:3]]
    assert max(sizes) < 20_000
    assert body(made["honours/"]).count("<nav") == 2
    assert len(re.findall(r'class="vh">第', body(made["honours/"]))) < 12
