"""承诺台账: the years, and a page a year by unit, with a table of states that adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from generator.model.carriers import Pledge, PledgeYear
from generator.model.days import day_words
from generator.model.output import Output
from generator.model.release import Release
from generator.render.entries import unit_href, unit_label
from generator.render.frame import Frame, Head, links_from, make_page
from generator.render.paper.sheets import signs_of
from generator.render.rolls import numbered, pager_of
from generator.render.stars import SHEET

MOST = 200  # pledges of a page: about 20 KB gzip
_UNTOLD, _OVERDUE, _NOWHERE = "状态未注明", "逾期", "未注明单位"


class Promise(Struct, frozen=True):
    """A pledge as the ledger shows it; `state` is what it is counted under, `due` its day."""

    pledge: Pledge
    unit: str
    unit_href: str
    state: str
    overdue: bool
    kept: bool
    due: str


class Row(Struct, frozen=True):
    """A line of the table: a unit or a year, a number a state, their sum."""

    label: str
    href: str
    counts: tuple[int, ...]
    total: int


def pledge_pages(release: Release, frame: Frame) -> Iterator[Output]:
    """`pledges/` and `pledges/2018/`, each year in pages of MOST; nothing without pledges."""
    years = release.site.pledges
    if not years:
        return
    links = links_from("pledges/", release)
    told = [(str(year.year), promises(year, release, "pledges/")) for year in years]
    states, rows = _table(told)
    hrefs = {str(year.year): links.to(f"pledges/{year.year}/") for year in years}
    yield make_page(
        frame,
        release,
        "pledges/",
        "pledges",
        Head("承诺台账", "党员和支部的承诺：谁承诺、做什么、做到没有。", "pledges", sheet=SHEET),
        states=states,
        rows=[Row(f"{row.label}年", hrefs[row.label], row.counts, row.total) for row in rows],
        sums=_sums(rows),
    )
    for year in years:
        yield from _year_pages(year, release, frame)


def pledge_addresses(year: PledgeYear, release: Release) -> Iterator[tuple[Pledge, str]]:
    """Each pledge with its place in the ledger: `pledges/2018/2/#p201`."""
    paths = year_paths(year)
    for place, each in enumerate(promises(year, release, paths[0])):
        yield each.pledge, f"{paths[place // MOST]}#p{each.pledge.number + 1}"


def promises(year: PledgeYear, release: Release, path: str) -> list[Promise]:
    """The pledges of a year as seen from the page at `path`, by unit in the order of units.yml."""
    links = links_from(path, release)
    order = {unit.label: number for number, unit in enumerate(release.site.units)}
    found = [
        Promise(
            pledge,
            unit_label(pledge.unit, release) or _NOWHERE,
            unit_href(pledge.unit, release, links),
            _OVERDUE if pledge.overdue(release.as_of) else pledge.status or _UNTOLD,
            pledge.overdue(release.as_of),
            pledge.kept,
            _due(pledge),
        )
        for pledge in year.pledges
    ]
    return sorted(found, key=lambda each: (order.get(each.unit, len(order)), each.unit))


def _due(pledge: Pledge) -> str:
    """A day as readers write it, all else as it was typed."""
    due = pledge.due
    if not due:
        return ""
    return day_words(due.latest) if due.latest and due.latest == due.earliest else due.words


def year_paths(year: PledgeYear) -> tuple[str, ...]:
    """The addresses of a year's pages: `pledges/2018/`, `pledges/2018/2/` …"""
    path, pages = f"pledges/{year.year}/", max(1, -(-len(year.pledges) // MOST))
    return (path, *(f"{path}{number}/" for number in range(2, pages + 1)))


def _year_pages(year: PledgeYear, release: Release, frame: Frame) -> Iterator[Output]:
    paths, signs = year_paths(year), signs_of(year, release)
    told = promises(year, release, paths[0])
    deeper = promises(year, release, paths[1]) if len(paths) > 1 else []
    states, rows = _table(_by_unit(told))
    title = f"{year.year}年承诺台账"
    head = Head(title, f"{year.year}年的承诺，按单位和状态。", "pledges", sheet=SHEET)
    for number, path in enumerate(paths):
        links = links_from(path, release)
        shown = (deeper if number else told)[number * MOST : (number + 1) * MOST]
        yield make_page(
            frame,
            release,
            path,
            "pledges_year",
            numbered(head, number),
            year=year.year,
            title=title,
            count=len(told),
            kept=sum(each.kept for each in told),
            states=states,
            rows=rows if number == 0 else [],
            sums=_sums(rows),
            groups=_by_unit(shown),
            pages=pager_of(paths, number, links),
            all_href=links.to("pledges/"),
            signs=f"{links.root}{signs.path}" if signs else "",
        )
        if signs and number == 0:
            yield signs


def _by_unit(told: Sequence[Promise]) -> list[tuple[str, list[Promise]]]:
    return [(unit, list(group)) for unit, group in groupby(told, key=lambda each: each.unit)]


def _table(groups: Sequence[tuple[str, Sequence[Promise]]]) -> tuple[list[str], list[Row]]:
    """The states that occur — kept ones first, overdue ones last — and a row a group.

    Every pledge is counted under one state, so rows and columns add up to the same number.
    """
    all_told = [each for _, told in groups for each in told]
    often = Counter(each.state for each in all_told)
    kept = {each.state for each in all_told if each.kept}
    states = sorted(often, key=lambda s: (s == _OVERDUE, s not in kept, -often[s], s))
    rows = []
    for label, told in groups:
        counts = Counter(each.state for each in told)
        href = told[0].unit_href if told else ""
        rows.append(Row(label, href, tuple(counts[s] for s in states), len(told)))
    return states, rows


def _sums(rows: Sequence[Row]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(row.counts for row in rows), strict=True)))
