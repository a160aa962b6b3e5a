"""The yearbook (风采录): a choice of the release as one PDF to be typeset."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from msgspec import Struct

from generator.model.days import day_words
from generator.model.output import Typeset
from generator.model.release import Release
from generator.model.site import Settings, kind_of
from generator.render.awards import level_words, split_year
from generator.render.breaks import clauses
from generator.render.paper.choice import Choice
from generator.render.paper.format import FORMATS
from generator.render.paper.register import Register, names_in
from generator.render.paper.story import Shop, story_data, title_lines
from generator.render.paper.texts import Data, blocks_of

SCREEN_DPI, PRINT_DPI = 150, 300
_COLUMN_MOST, _COLUMNS_MOST = 13, 6  # characters and clauses of a maxim that is set vertically


class Cut(Struct, frozen=True):
    """How a book is printed: size, mm of bleed (with crop marks), dots to the inch of pictures."""

    size: str = "a4"
    bleed: float = 0
    dpi: int = SCREEN_DPI


def book_of(choice: Choice, release: Release, cut: Cut, path: str) -> Typeset:
    """The book of a choice at `path`; `release` must be narrowed to print.

    Chapters by kind, then honours, boards, ceremonies, maxims, the index, the colophon. The same
    choice gives the same bytes.
    """
    stars = [star for board in choice.weeks for star in board.stars]
    winners = [winner for each in choice.ceremonies for winner in each.winners]
    others = [*(star.name for star in stars), *(winner.name for winner in winners)]
    authors = [maxim.author for maxim in choice.maxims]
    register = Register(names_in(choice.stories, [*others, *authors]))
    shop = Shop(release, FORMATS[cut.size], cut.dpi, register)
    chapters = list(_chapters(choice, shop))
    settings = release.site.settings
    told = {
        "paper": {**shop.format.told(), "bleed": cut.bleed},
        "title": choice.name,
        "lines": [*title_lines(choice.title), *([[choice.volume]] if choice.volume else [])],
        "cover": [*_cover(choice.title), *([choice.volume] if choice.volume else [])],
        "mark": choice.mark,
        "site": settings.site_name,
        "seal": settings.seal or settings.site_name[:4],
        "sponsor": settings.sponsor or "",
        "chapters": chapters,
        "people": register.told("person"),
        "units": register.told("unit"),
        "colophon": list(_colophon(choice, settings, release, shop.format.name)),
        "day": day_words(release.as_of),
    }
    data = json.dumps(told, ensure_ascii=False)
    return Typeset(path, "book.typ", data, tuple(shop.pictures.values()), release.as_of)


def _cover(title: str) -> list[str]:
    """The columns of the cover's title: the year stands there already in large figures."""
    words = re.sub(r"^\d{4}年", "", title)
    return clauses(words)


def _chapters(choice: Choice, shop: Shop) -> Iterator[Data]:
    anchors = {story.key: f"story-{number}" for number, story in enumerate(choice.stories)}
    for kind, group in groupby(choice.stories, key=kind_of):
        yield {
            "kind": "stories",
            "label": kind.label,
            "tile": kind.tile,
            "stories": [story_data(story, shop, anchors[story.key]) for story in group],
        }
    parts = (
        ("honours", "荣誉", "cinnabar", list(_honours(choice, shop, anchors))),
        ("ceremonies", "年度表彰", "ochre", list(_ceremonies(choice, shop, anchors))),
        ("weeks", "五星榜", "indigo", list(_weeks(choice, shop, anchors))),
        ("maxims", "党员格言", "pine", list(_maxims(choice, shop))),
    )
    for name, label, tile, entries in parts:
        if entries:
            yield {"kind": name, "label": label, "tile": tile, "entries": entries}


def _honours(choice: Choice, shop: Shop, anchors: dict[str, str]) -> Iterator[Data]:
    for level, group in groupby(choice.honours, key=lambda won: level_words(won[0])):
        rows = []
        for honour, story in group:
            unit, marks = shop.unit(story.unit)
            rows.append(
                {
                    "when": "".join(split_year(honour.date)),
                    "title": honour.title,
                    "by": honour.by or "",
                    "note": honour.note or "",
                    "story": story.title,
                    "unit": unit,
                    "marks": marks,
                    "anchor": anchors.get(story.key, ""),
                }
            )
        yield {"level": level, "won": rows}


def _ceremonies(choice: Choice, shop: Shop, anchors: dict[str, str]) -> Iterator[Data]:
    for ceremony in choice.ceremonies:
        winners = []
        for winner in ceremony.winners:
            unit, marks = shop.unit(winner.unit)
            winners.append(
                {
                    "name": winner.name,
                    "unit": unit,
                    "marks": [*marks, *shop.register.people(winner.name)],
                    "citation": blocks_of(winner.citation),
                    "anchor": _anchor(winner.story, shop, anchors),
                }
            )
        lines = title_lines(ceremony.title)
        yield {"title": ceremony.title, "lines": lines, "year": ceremony.year, "winners": winners}


def _weeks(choice: Choice, shop: Shop, anchors: dict[str, str]) -> Iterator[Data]:
    for board in choice.weeks:
        stars = []
        for star in board.stars:
            unit, marks = shop.unit(star.unit)
            stars.append(
                {
                    "star": star.star or "",
                    "name": star.name,
                    "unit": unit,
                    "marks": [*marks, *shop.register.people(star.name)],
                    "reason": star.reason or "",
                    "anchor": _anchor(star.story, shop, anchors),
                }
            )
        first, last = board.week.monday, board.week.sunday
        days = f"{first.month}月{first.day}日—{last.month}月{last.day}日"
        yield {"week": board.week.words, "days": days, "stars": stars}


def _maxims(choice: Choice, shop: Shop) -> Iterator[Data]:
    for maxim in choice.maxims:
        unit, marks = shop.unit(maxim.unit)
        parts = clauses(maxim.text)
        upright = len(parts) <= _COLUMNS_MOST and all(len(p) <= _COLUMN_MOST for p in parts)
        yield {
            "text": maxim.text,
            "clauses": parts if upright else [],
            "author": maxim.author or "",
            "unit": unit,
            "marks": [*marks, *shop.register.people(maxim.author)],
        }


def _anchor(reference: str | None, shop: Shop, anchors: dict[str, str]) -> str:
    """The label of the story that an entry refers to, "" where this book does not hold it."""
    story = shop.release.site.find(reference) if reference else None
    return anchors.get(story.key, "") if story else ""


def _colophon(
    choice: Choice, settings: Settings, release: Release, size: str
) -> Iterator[tuple[str, str]]:
    told: tuple[tuple[str, Any], ...] = (
        ("书名", choice.name),
        ("主办", settings.sponsor),
        ("承办", settings.organiser),
        ("联系", settings.contact),
        ("开本", size),
        ("篇数", f"{len(choice.stories)} 篇"),
        ("截稿", day_words(release.as_of)),
        ("版本", "内部资料" if release.edition == "internal" else "公开版"),
        ("网址", settings.site_url),
    )
    yield from ((label, words) for label, words in told if words)
