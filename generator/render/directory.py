"""The site map that visitors read: every section and what lies in it, but not the stories."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.model.output import Output
from generator.model.release import Release
from generator.render.entries import ceremony_address
from generator.render.frame import Frame, Head, Links, links_from, make_page, unit_address
from generator.render.honours import TIMELINE
from generator.render.lineage import unit_tree
from generator.render.menu import QUERIES, menu_of
from generator.render.yearbook import books_of

PATH = "sitemap/"
_HEAD = Head("网站地图", "全部栏目、单位和各年的页面。", sheet="units")
_DEEPEST = 3  # as the index of units


class Way(Struct, frozen=True):
    """A line of the map: a page and how deep it stands below its section."""

    label: str
    href: str
    depth: int = 0


def directory_page(release: Release, frame: Frame) -> Iterator[Output]:
    """`sitemap/`: the sections, units, years; of 10,000 stories the sections have the lists."""
    links = links_from(PATH, release)
    yield make_page(frame, release, PATH, "directory", _HEAD, ways=[*_ways(release, links)])


def _ways(release: Release, links: Links) -> Iterator[Way]:
    within = _within(release)
    for folder, label in menu_of(release).entries:
        yield Way(label, links.to(f"{folder}/") + QUERIES.get(folder, ""))
        for name, address, depth in within.get(folder, ()):
            yield Way(name, links.to(address), depth)
    yield Way("搜索", links.to("search/"))


def _within(release: Release) -> dict[str, list[tuple[str, str, int]]]:
    """Label, address and depth of what lies in a section, by its folder."""
    site = release.site
    weeks = sorted({board.week.year for board in site.stars}, reverse=True)
    return {
        "honours": [("荣誉时间轴", TIMELINE, 1)],
        "units": [
            (unit.name, unit_address(unit), min(depth + 1, _DEEPEST))
            for unit, depth in unit_tree(site)
        ],
        "stars": [(f"{year}年", f"stars/{year}/", 1) for year in weeks],
        "ceremonies": [
            (f"{each.year}年", ceremony_address(each.year), 1) for each in site.ceremonies
        ],
        "pledges": [(f"{each.year}年", f"pledges/{each.year}/", 1) for each in site.pledges],
        "yearbook": [(f"{year}年", f"yearbook/{year}/", 1) for year in books_of(release)],
    }
