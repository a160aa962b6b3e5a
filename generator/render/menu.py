"""The main menu: the sections that have content, in the order visitors meet them.

It stands on every page, so an incremental build compares it: it knows folders and labels only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import Struct

from generator.model.kinds import KINDS
from generator.model.release import Release, narrowed
from generator.render.yearbook import books_of

SHOWN_MOST = 7  # entries beside 搜索 that fit one line of a desktop, two lines of a phone

# What follows the address of a section: a visitor's desk is no lobby, the window keeps its pause.
QUERIES: dict[str, str] = {"window": "?kiosk=0"}

Entry = tuple[str, str]  # folder, label


class Section(Struct, frozen=True):
    """A section of the site: its folder, its label, whether this release has content for it."""

    folder: str
    label: str
    filled: Callable[[Release], bool]

    @property
    def entry(self) -> Entry:
        """What the shell shows of it."""
        return self.folder, self.label


class Menu(Struct, frozen=True):
    """The entries always in sight and those behind 更多; 搜索 stands in the shell itself."""

    first: tuple[Entry, ...]
    more: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them in order."""
        return (*self.first, *self.more)


def menu_of(release: Release) -> Menu:
    """The menu of a release; no 更多 where all entries fit."""
    entries = tuple(section.entry for section in SECTIONS if section.filled(release))
    first = len(entries) if len(entries) <= SHOWN_MOST else SHOWN_MOST - 1
    return Menu(entries[:first], entries[first:])


def _has_stories(kind: str, release: Release) -> bool:
    return any(story.kind == kind for story in release.site.stories)


def _has_honours(release: Release) -> bool:
    return any(story.honours for story in release.site.stories)


def _has_media(release: Release) -> bool:
    return any(story.media for story in release.site.stories)


def _has_units(release: Release) -> bool:
    return bool(release.site.units)


def _has_books(release: Release) -> bool:
    return bool(books_of(release))


def _has_slides(release: Release) -> bool:
    return bool(narrowed(release, "window").site.stories)


SECTIONS: tuple[Section, ...] = (
    *(
        Section(kind.folder, kind.label, partial(_has_stories, name))
        for name, kind in KINDS.items()
    ),
    Section("honours", "荣誉", _has_honours),
    Section("units", "单位", _has_units),
    Section("media", "媒体报道", _has_media),
    Section("family", "品牌谱系", partial(_has_stories, "brand")),
    Section("stars", "五星榜", lambda release: bool(release.site.stars)),
    Section("ceremonies", "颁奖典礼", lambda release: bool(release.site.ceremonies)),
    Section("maxims", "党员格言", lambda release: bool(release.site.maxims)),
    Section("works", "五微作品", lambda release: bool(release.site.works)),
    Section("pledges", "承诺台账", lambda release: bool(release.site.pledges)),
    Section("yearbook", "风采录", _has_books),
    Section("window", "文化视窗", _has_slides),
)
