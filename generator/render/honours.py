"""All honours of the site by level and year, each with the way to its story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.kinds import Story
from generator.model.output import Output
from generator.model.parts import Honour
from generator.model.release import Release
from generator.render.awards import Won, by_level, level_order, level_words, rank, split_year
from generator.render.frame import Frame, Head, Links, links_from, make_page
from generator.render.lists import PAGE_MOST, page_paths

_UNDATED = "时间未载明"


@dataclass(frozen=True, slots=True)
class Row:
    """A year of the table of counts: one number a level, then the sum."""

    year: str
    counts: tuple[int, ...]
    total: int


def honour_pages(release: Release, frame: Frame) -> Iterator[Output]:
    """`honours/`: the table of counts, then all honours, highest level and latest first."""
    pairs = _ranked(release)
    paths = page_paths("honours/", len(pairs))
    for number, path in enumerate(paths):
        links = links_from(path, release)
        shown = pairs[number * PAGE_MOST : (number + 1) * PAGE_MOST]
        levels, rows = _table([honour for honour, _ in pairs]) if number == 0 else ([], [])
        title = "荣誉" if number == 0 else f"荣誉（第{number + 1}页）"
        yield make_page(
            frame,
            release,
            path,
            "honours",
            Head(title, "按级别和年份查看各单位获得的荣誉。", "honours"),
            levels=levels,
            rows=rows,
            groups=by_level(_won(honour, story, release, links) for honour, story in shown),
            count=len(pairs),
            pages=[(n + 1, links.to(p), n == number) for n, p in enumerate(paths)],
        )


def best_honours(release: Release, links: Links, most: int) -> list[Won]:
    """The `most` highest and latest honours, their level in the place of the year."""
    return [
        Won(
            honour,
            level_words(honour),
            honour.date.words if honour.date else "",
            story.title,
            _unit(story, release),
            links.story(story),
        )
        for honour, story in _ranked(release)[:most]
    ]


def _ranked(release: Release) -> list[tuple[Honour, Story]]:
    won = ((honour, story) for story in release.site.stories for honour in story.honours)
    return sorted(won, key=lambda pair: rank(pair[0]))


def _won(honour: Honour, story: Story, release: Release, links: Links) -> Won:
    year, rest = split_year(honour.date)
    return Won(honour, year, rest, story.title, _unit(story, release), links.story(story))


def _unit(story: Story, release: Release) -> str:
    unit = release.site.unit(story.unit)
    return unit.label if unit else story.unit


def _table(honours: list[Honour]) -> tuple[list[tuple[str, int]], list[Row]]:
    """Levels that occur with their sums, and a row a year, latest first, undated last."""
    present = sorted({(level_order(honour), level_words(honour)) for honour in honours})
    counts = Counter((_year(honour), level_words(honour)) for honour in honours)
    years = sorted({_year(honour) for honour in honours}, key=lambda y: (y != _UNDATED, y))
    rows = []
    for year in reversed(years):
        numbers = tuple(counts[year, words] for _, words in present)
        rows.append(Row(year, numbers, sum(numbers)))
    return [(words, sum(counts[y, words] for y in years)) for _, words in present], rows


def _year(honour: Honour) -> str:
    return (honour.date.year if honour.date else "") or _UNDATED
