"""No page grows with the number of stories beyond its budget: more stories are more pages."""

from __future__ import annotations

import gzip
import re
from functools import cache

from generator.model.output import Page
from tests.made import UNITS, frame, render_pages, shown, story

BUDGET = 40_000  # bytes of gzip of a page with its shell (8,000) and without photos
FEW, MANY = 1000, 2000
KINDS = ("brand", "member", "team", "volunteer")


@cache
def weights(count: int) -> dict[str, int]:
    """The largest page of each sort by bytes of gzip; later pages of a list are of one sort."""
    stories = [
        story(
            KINDS[n % 4],
            f"s{n}",
            title=f"第{n}次走访{n * 7919 % 997}户",
            unit=UNITS[n % 3]["name"],
            date=f"{2019 - n % 2}-{n % 12 + 1:02}",
            summary=f"走访{n}户，办成{n * 31}件事，{n * 104729 % 1009}人受益。",
            honours=[{"title": f"标兵{n * 15485863 % 9973}", "level": "本级", "date": "2019"}],
            media=[{"outlet": f"日报{n % 90}", "title": f"报道{n}", "date": "2019"}],
            tags=[f"标签{n % 200}"],
            **({"anonymous": True} if n % 4 == 1 else {}),
        )
        for n in range(count)
    ]
    release = shown(*stories, yearbook=["2019", "2018"])
    found: dict[str, int] = {}
    for page in render_pages(release, frame()):
        if isinstance(page, Page):
            sort = re.sub(r"^(\w+)/s\d+/$", r"\1/story/", page.path)
            sort = re.sub(r"/(?:page/)?\d{1,3}/$", "/n/", sort)
            weight = len(gzip.compress(page.body.encode(), 6))
            found[sort] = max(found.get(sort, 0), weight)
    return found


def test_a_page_weighs_what_it_did_with_half_the_stories() -> None:
    few, many = weights(FEW), weights(MANY)
    grown = {sort: (few[sort], many[sort]) for sort in few if many[sort] > few[sort] * 1.1 + 300}
    heavy = {sort: weight for sort, weight in many.items() if weight > BUDGET - 8_000}
    assert few.keys() <= many.keys()
    assert (grown, heavy) == ({}, {})


def test_lists_come_in_pages() -> None:
    paged = {sort.removesuffix("n/") for sort in weights(MANY) if sort.endswith("/n/")}
    assert {"brands/", "honours/", "honours/timeline/", "media/", "yearbook/2019/"} <= paged
