"""All honours of the site: a pyramid of levels with their lists, and a timeline with filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from generator.model.kinds import KINDS, Story
from generator.model.output import Output, Page
from generator.model.parts import Honour
from generator.model.release import Release
from generator.render.awards import Won, by_level, level_order, level_words, rank, split_year
from generator.render.entries import unit_label
from generator.render.frame import Frame, Head, Links, links_from, make_page
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


def honour_pages(release: Release, frame: Frame) -> Iterator[Output]:
    """`honours/`: pyramid, counts by year, lists by level; `honours/timeline/`: latest first."""
    given = _given(release.site.stories)
    yield from _pyramid_pages(sorted(given, key=lambda each: rank(each[0])), release, frame)
    yield from roll_pages(
        Roll(TIMELINE, _TIMELINE_HEAD, "timeline", "won"),
        sorted(given, key=lambda each: _age(each[0])),
        lambda each, links: _entry(*each, release, links),
        lambda rows: _facets(rows, release),
        release,
        frame,
    )


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


def _age(honour: Honour) -> tuple[int, int]:
    """The place on the timeline: latest first, undated last, higher levels before lower ones."""
    day = honour.date.earliest if honour.date else None
    return -day.toordinal() if day else 0, level_order(honour)


def _pyramid_pages(ranked: list[Given], release: Release, frame: Frame) -> Iterator[Page]:
    paths = page_paths(PATH, len(ranked))
    for number, path in enumerate(paths):
        links = links_from(path, release)
        shown = ranked[number * PAGE_MOST : (number + 1) * PAGE_MOST]
        honours = [honour for honour, _ in ranked] if number == 0 else []
        yield make_page(
            frame,
            release,
            path,
            "honours",
            numbered(_HEAD, number),
            tiers=_tiers(honours, paths, links),
            years=_years(honours),
            groups=by_level(_won(honour, story, release, links) for honour, story in shown),
            count=len(ranked),
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
    counts = Counter((_year(honour) or _UNDATED, level_words(honour)) for honour in honours)
    years = sorted({year for year, _ in counts}, key=lambda year: (year != _UNDATED, year))
    rows = []
    for year in reversed(years):
        numbers = tuple(counts[year, words] for _, words in present)
        rows.append(Year(year, numbers, sum(numbers)))
    return rows


def _entry(honour: Honour, story: Story, release: Release, links: Links) -> Entry:
    unit = release.site.unit(story.unit)
    return Entry(
        _won(honour, story, release, links),
        honour.level or "other",
        level_words(honour),
        release.site.owners[unit.id] if unit else (),
        _year(honour),
        story.kind,
    )


def _facets(rows: Sequence[Entry], release: Release) -> list[Facet]:
    levels = Counter((level_order(row.won.honour), row.level, row.label) for row in rows)
    kinds = Counter(row.kind for row in rows)
    told = ((name, kind.label, kinds[name]) for name, kind in KINDS.items())
    found = (
        Facet(
            "level",
            "级别",
            tuple((v, w, levels[o, v, w]) for o, v, w in sorted(levels)),
            tuple((row.level,) for row in rows),
        ),
        unit_facet((row.units for row in rows), release),
        year_facet(row.year for row in rows),
        Facet(
            "kind",
            "栏目",
            tuple(choice for choice in told if choice[2]),
            tuple((row.kind,) for row in rows),
        ),
    )
    return [facet for facet in found if facet.choices]


def _won(honour: Honour, story: Story, release: Release, links: Links) -> Won:
    year, rest = split_year(honour.date)
    return Won(honour, year, rest, story.title, unit_label(story.unit, release), links.story(story))


def _year(honour: Honour) -> str:
    return honour.date.year if honour.date else ""
