"""What boards, ceremonies and ledgers share: a name with its unit and, where shown, its story."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from msgspec import Struct

from generator.model.carriers import Star, Winner
from generator.model.kinds import Story
from generator.model.release import Release
from generator.model.site import Site
from generator.model.weeks import Week
from generator.render.frame import Links


class Person(Struct, frozen=True):
    """A name on a board, linked to its unit and story where these are shown ("" where not)."""

    name: str
    unit: str
    unit_href: str
    story_href: str
    story_title: str


class Mention(NamedTuple):
    """Where a board or a ceremony names the person of a story: address, heading, words."""

    address: str
    year: str
    rest: str
    label: str
    words: str


def person(entry: Star | Winner, release: Release, links: Links) -> Person:
    """The entry as seen from the page that `links` belong to."""
    story = story_of(entry, release.site)
    return Person(
        entry.name,
        unit_label(entry.unit, release),
        unit_href(entry.unit, release, links),
        links.story(story) if story else "",
        story.title if story else "",
    )


def unit_label(name: str | None, release: Release) -> str:
    """What pages call a unit; as typed where units.yml has none."""
    unit = release.site.unit(name) if name else None
    return unit.label if unit else name or ""


def unit_name(name: str | None, release: Release) -> str:
    """A unit's whole name, as its own page and search have it; as typed where it has no page."""
    unit = release.site.unit(name) if name else None
    return unit.name if unit else name or ""


def unit_href(name: str | None, release: Release, links: Links) -> str:
    """The way to a unit's page, "" where there is none."""
    unit = release.site.unit(name) if name else None
    return links.unit(unit) if unit else ""


def story_of(entry: Star | Winner, site: Site) -> Story | None:
    """The story the entry names, else the one of a member or team of that name and unit."""
    if entry.story:
        return site.find(entry.story)
    unit = site.unit(entry.unit) if entry.unit else None
    return site.by_name.get((entry.name, unit.id)) if unit else None


def mentions(release: Release) -> dict[str, tuple[Mention, ...]]:
    """What boards and ceremonies tell of each story's person, by the story's key, newest first."""
    found: dict[str, list[Mention]] = {}
    named: Iterator[tuple[Star | Winner, Mention]]
    named = chain(awarded(release.site), starred(release.site))
    for entry, mention in named:
        story = story_of(entry, release.site)
        if story:
            found.setdefault(story.key, []).append(mention)
    return {key: tuple(each) for key, each in found.items()}


def awarded(site: Site) -> Iterator[tuple[Winner, Mention]]:
    """Every winner, with where the ceremony names them."""
    for each in site.ceremonies:
        for number, winner in enumerate(each.winners, 1):
            address = winner_address(each.year, number)
            yield winner, Mention(address, f"{each.year}年", "", each.title, "")


def starred(site: Site) -> Iterator[tuple[Star, Mention]]:
    """Every star, with the board that names them."""
    for board in site.stars:
        address, week = board_address(board.week), f"第{board.week.number}周"
        for number, star in enumerate(board.stars, 1):
            label, words = star.star or "五星榜", star.reason or ""
            year = f"{board.week.year}年"
            yield star, Mention(f"{address}#s{number}", year, week, label, words)


def board_address(week: Week) -> str:
    """The page of a week's board: `stars/2018-w03/`."""
    return f"stars/{str(week).lower()}/"


def ceremony_address(year: int) -> str:
    """The page of a year's awards: `ceremonies/2018/`."""
    return f"ceremonies/{year}/"


def winner_address(year: int, number: int) -> str:
    """The place of a winner, counted from 1: `ceremonies/2018/#w3`."""
    return f"{ceremony_address(year)}#w{number}"
