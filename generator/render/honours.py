"""All honours of the site: a pyramid of levels with their lists, and a timeline with filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from generator.model.kinds import KINDS, Story
from generator.model.output import Page
from generator.model.parts import Honour
from generator.model.release import Release
from generator.model.times import age, year_in
from generator.render.awards import Won, by_level, level_order, level_words, rank, split_year
from generator.render.entries import unit_label
from generator.render.frame import Frame, Head, Links, links_from, make_page
from generator.render.lineage import owners_of
from generator.render.rolls import (
    PAGE_MOST,
    Facet,
    Roll,
    numbered,
    page_paths,
    pager_of,
    roll_pages,
    unit_facet,
    year_facet,
)
from generator.render.sketches import Sketch

PATH, TIMELINE = "honours/", "honours/timeline/"
_UNDATED = "年份不详"
_HEAD = Head("荣誉", "按级别和年份查看各单位获得的荣誉。", "honours", sheet="honours")
_TIMELINE_HEAD = Head("荣誉时间轴", "全部荣誉，从最近的排起。", "honours", sheet="honours")

Given = tuple[Honour, Story]


class Tier(Struct, frozen=True):
    """A step of the pyramid: a level ("" for none), how many honours, where their list begins."""

    level: str
    label: str
    count: int
    href: str


class Year(Struct, frozen=True):
    """A year of the table of counts: one number a level, then the sum."""

    year: str
    counts: tuple[int, ...]
    total: int


class Entry(Struct, frozen=True):
    """An honour on the timeline with what the filters compare."""

    won: Won
    level: str
    label: str
    units: tuple[str, ...]
    year: str
    kind: str


def honour_pages(release: Release, frame: Frame) -> Iterator[Sketch]:
    """`honours/`: pyramid, counts by year, lists by level; `honours/timeline/`: latest first."""
    ranked = sorted(_given(release.site.stories), key=lambda each: rank(each[0]))
    yield from _pyramid_pages(ranked)
    latest = sorted(ranked, key=lambda each: age(each[0].date))
    roll = Roll(TIMELINE, _TIMELINE_HEAD, "timeline", "won", _entry)
    yield from roll_pages(roll, latest, _facets(latest, release), release)


def best_honours(
    stories: Sequence[Story], release: Release, links: Links, most: int
) -> tuple[list[Won], int]:
    """The `most` highest and latest honours, their level in the place of the year; and how many."""
    given = sorted(_given(stories), key=lambda each: rank(each[0]))
    return [
        Won(
            honour,
            level_words(honour),
            honour.date.words if honour.date else "",
            story.title,
            unit_label(story.unit, release),
            links.story(story),
        )
        for honour, story in given[:most]
    ], len(given)


def _given(stories: Iterable[Story]) -> list[Given]:
    return [(honour, story) for story in stories for honour in story.honours]


def _pyramid_pages(ranked: list[Given]) -> Iterator[Sketch]:
    paths = page_paths(PATH, len(ranked))
    for number, path in enumerate(paths):
        shown = ranked[number * PAGE_MOST : (number + 1) * PAGE_MOST]
        honours = [honour for honour, _ in ranked] if number == 0 else []
        yield Sketch(path, _pyramid_page, (paths, number, shown, honours, len(ranked)))


def _pyramid_page(
    paths: Sequence[str],
    number: int,
    shown: Sequence[Given],
    honours: Sequence[Honour],
    count: int,
    release: Release,
    frame: Frame,
) -> Iterator[Page]:
    """A page of the lists; the first tells of all `honours`, ranked."""
    links = links_from(paths[number], release)
    yield make_page(
        frame,
        release,
        paths[number],
        "honours",
        numbered(_HEAD, number),
        tiers=_tiers(honours, paths, links),
        years=_years(honours),
        groups=by_level(_won(honour, story, release, links) for honour, story in shown),
        count=count,
        pages=pager_of(paths, number, links),
        timeline=links.to(TIMELINE),
    )


def _tiers(ranked: Sequence[Honour], paths: Sequence[str], links: Links) -> list[Tier]:
    """The levels that occur, highest first; a list may begin on a later page."""
    first: dict[str, int] = {}
    for place, honour in enumerate(ranked):
        first.setdefault(honour.level or "other", place)
    counts = Counter(honour.level or "other" for honour in ranked)
    return [
        Tier(
            ranked[place].level or "",
            level_words(ranked[place]),
            counts[level],
            ("" if place < PAGE_MOST else links.to(paths[place // PAGE_MOST])) + f"#{level}",
        )
        for level, place in first.items()
    ]


def _years(honours: Sequence[Honour]) -> list[Year]:
    """A row a year, latest first, undated last."""
    present = sorted({(level_order(honour), level_words(honour)) for honour in honours})
    counts = Counter((year_in(honour.date) or _UNDATED, level_words(honour)) for honour in honours)
    years = sorted({year for year, _ in counts}, key=lambda year: (year != _UNDATED, year))
    rows = []
    for year in reversed(years):
        numbers = tuple(counts[year, words] for _, words in present)
        rows.append(Year(year, numbers, sum(numbers)))
    return rows


def _entry(given: Given, release: Release, links: Links) -> Entry:
    honour, story = given
    return Entry(
        _won(honour, story, release, links),
        honour.level or "other",
        level_words(honour),
        owners_of(story, release),
        year_in(honour.date),
        story.kind,
    )


def _facets(given: Sequence[Given], release: Release) -> list[Facet]:
    counts = Counter(honour.level for honour, _ in given)
    each = {honour.level: honour for honour, _ in given}
    levels = sorted(each.values(), key=level_order)
    kinds = Counter(story.kind for _, story in given)
    told = ((name, kind.label, kinds[name]) for name, kind in KINDS.items())
    found = (
        Facet(
            "level",
            "级别",
            tuple((h.level or "other", level_words(h), counts[h.level]) for h in levels),
            tuple((honour.level or "other",) for honour, _ in given),
        ),
        unit_facet((owners_of(story, release) for _, story in given), release),
        year_facet(year_in(honour.date) for honour, _ in given),
        Facet(
            "kind",
            "栏目",
            tuple(choice for choice in told if choice[2]),
            tuple((story.kind,) for _, story in given),
        ),
    )
    return [facet for facet in found if facet.choices]


def _won(honour: Honour, story: Story, release: Release, links: Links) -> Won:
    year, rest = split_year(honour.date)
    return Won(honour, year, rest, story.title, unit_label(story.unit, release), links.story(story))
