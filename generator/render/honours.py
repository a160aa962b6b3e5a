"""All honours of the site by level and year, each with the way to its story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from generator.model.kinds import Story
from generator.model.output import Output
from generator.model.parts import LEVELS, Honour
from generator.model.release import Release
from generator.render.frame import Frame, Head, Links, links_from, make_page
from generator.render.lists import PAGE_MOST, page_paths
from generator.render.story import split_year

_LEVELS = {level: (order, words) for order, (words, level) in enumerate(LEVELS)}
_OTHER = (len(LEVELS), "其他")
_UNDATED = "时间未载明"


@dataclass(frozen=True, slots=True)
class Line:
    """An honour with the story it was won by."""

    honour: Honour
    level: str
    anchor: str
    year: str
    day: str
    story: str
    unit: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A year of the table of counts: one number a level, then the sum."""

    year: str
    counts: tuple[int, ...]
    total: int


def honour_pages(release: Release, frame: Frame) -> Iterator[Output]:
    """`honours/`: the table of counts, then all honours, highest level and latest first."""
    won = sorted(
        ((honour, story) for story in release.site.stories for honour in story.honours), key=_rank
    )
    paths = page_paths("honours/", len(won))
    for number, path in enumerate(paths):
        links = links_from(path, release)
        shown = won[number * PAGE_MOST : (number + 1) * PAGE_MOST]
        lines = [_line(honour, story, release, links) for honour, story in shown]
        levels, rows = _table([honour for honour, _ in won]) if number == 0 else ([], [])
        title = "荣誉" if number == 0 else f"荣誉（第{number + 1}页）"
        yield make_page(
            frame,
            release,
            path,
            "honours",
            Head(title, "按级别和年份查看各单位获得的荣誉。", "honours"),
            levels=levels,
            rows=rows,
            groups=[(key, list(group)) for key, group in groupby(lines, lambda line: line.level)],
            count=len(won),
            pages=[(n + 1, links.to(p), n == number) for n, p in enumerate(paths)],
        )


def best_honours(release: Release, links: Links, most: int) -> list[Line]:
    """The `most` highest and latest honours of the site."""
    won = [(honour, story) for story in release.site.stories for honour in story.honours]
    return [_line(honour, story, release, links) for honour, story in sorted(won, key=_rank)[:most]]


def _rank(won: tuple[Honour, Story]) -> tuple[int, int]:
    honour, _ = won
    day = honour.date.earliest if honour.date else None
    return _LEVELS.get(honour.level or "", _OTHER)[0], -day.toordinal() if day else 0


def _line(honour: Honour, story: Story, release: Release, links: Links) -> Line:
    year, day = split_year(honour.date)
    level = _LEVELS.get(honour.level or "", _OTHER)[1]
    unit = release.site.unit(story.unit)
    name = unit.label if unit else story.unit
    anchor = honour.level or "other"
    return Line(honour, level, anchor, year, day, story.title, name, links.story(story))


def _table(honours: list[Honour]) -> tuple[list[tuple[str, int]], list[Row]]:
    """Levels that occur with their sums, and a row a year, latest first, undated last."""
    present = sorted({_LEVELS.get(honour.level or "", _OTHER) for honour in honours})
    counts = Counter((_year(honour), _LEVELS.get(honour.level or "", _OTHER)) for honour in honours)
    years = sorted({_year(honour) for honour in honours}, key=lambda y: (y != _UNDATED, y))
    rows = []
    for year in reversed(years):
        numbers = tuple(counts[year, level] for level in present)
        rows.append(Row(year, numbers, sum(numbers)))
    sums = [(words, sum(counts[y, (order, words)] for y in years)) for order, words in present]
    return sums, rows


def _year(honour: Honour) -> str:
    return (honour.date.year if honour.date else "") or _UNDATED
