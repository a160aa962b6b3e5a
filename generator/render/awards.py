"""Honours as timelines show them: by level, highest first; within a level, latest first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from msgspec import Struct

from generator.model.kinds import Story
from generator.model.parts import LEVELS, Honour
from generator.model.times import Time, age

OTHER = "其他"
_WORDS = {level: words for words, level in LEVELS}
_ORDER = {level: order for order, (_, level) in enumerate(LEVELS)}
_YEAR = re.compile(r"(\d{4}年?)(\d{1,2}月.*)?")


class Won(Struct, frozen=True):
    """An honour on a timeline: `when` stands large, `rest` small below it.

    `story`, `unit` and `href` tell who won it, "" on the winner's own page.
    """

    honour: Honour
    when: str
    rest: str
    story: str = ""
    unit: str = ""
    href: str = ""


class Level(Struct, frozen=True):
    """The honours of one level; `dated` where at least one of them tells its time."""

    label: str
    anchor: str
    won: tuple[Won, ...]
    dated: bool


def rank(honour: Honour) -> tuple[int, int]:
    """The place of an honour among others: level, then latest first, undated last."""
    return level_order(honour), age(honour.date)


def level_order(honour: Honour) -> int:
    """0 for international honours, up to the number of levels for those without one."""
    return _ORDER.get(honour.level or "", len(LEVELS))


def level_words(honour: Honour) -> str:
    """The Chinese name of the honour's level."""
    return _WORDS.get(honour.level or "", OTHER)


def by_level(ranked: Iterable[Won]) -> list[Level]:
    """Ranked honours under their levels."""
    levels = []
    for anchor, group in groupby(ranked, key=lambda won: won.honour.level or "other"):
        won = tuple(group)
        dated = any(each.when for each in won)
        levels.append(Level(level_words(won[0].honour), anchor, won, dated))
    return levels


def own_honours(story: Story) -> list[Level]:
    """The honours of a story for its own page."""
    return by_level(
        Won(honour, *split_year(honour.date)) for honour in sorted(story.honours, key=rank)
    )


def split_year(time: Time | None) -> tuple[str, str]:
    """The words of a time for a timeline: the year, and the month (`2019年`, `12月`)."""
    if time is None:
        return "", ""
    match = _YEAR.fullmatch(time.words)
    return (match[1], match[2] or "") if match else (time.words, "")
