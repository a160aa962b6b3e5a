"""The index of a book: people and units by pinyin; the template finds the pages of their marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from msgspec import Struct, field

from generator.model.kinds import Member, Story, Team
from generator.render.teasers import name_of

_NAME = re.compile(r"[㐀-鿿𠀀-𪛟〇]{2,4}|[㐀-鿿]+·[㐀-鿿·]+")
_BETWEEN = re.compile(r"[、，,/\s]+")
_OTHER = "#"  # the last group: what has no reading


class Register(Struct):
    """Gathers who and what is named; a mark stands where the name is printed.

    `known` are names that surely are people's: a speaker such as 企业负责人 is none.
    """

    known: frozenset[str] = frozenset()
    _marks: dict[tuple[str, str], str] = field(default_factory=dict)

    def people(self, words: str | None) -> list[str]:
        """The marks of the people that `words` name, for the place where they are printed."""
        names = _BETWEEN.split(words or "")
        return [self._mark("person", name) for name in names if name in self.known]

    def unit(self, name: str | None) -> list[str]:
        """The mark of a unit."""
        return [self._mark("unit", name)] if name else []

    def _mark(self, kind: str, name: str) -> str:
        return self._marks.setdefault((kind, name), f"{kind}-{len(self._marks)}")

    def told(self, kind: str) -> list[dict[str, Any]]:
        """The entries of one kind under their letters, by reading, then by character."""
        names = sorted(
            (_place(name), name, mark) for (k, name), mark in self._marks.items() if k == kind
        )
        return [
            {"letter": letter, "entries": [{"name": name, "mark": mark} for _, name, mark in group]}
            for letter, group in groupby(names, key=lambda entry: entry[0][1])
        ]


def names_in(stories: Iterable[Story], others: Iterable[str | None]) -> frozenset[str]:
    """The names of people that the stories and `others` (winners, stars, authors) give as such."""
    told: list[str | None] = [*others]
    for story in stories:
        told += (person for photo in story.photos for person in photo.people)
        told.append(name_of(story))
        told.append(story.leader if isinstance(story, Team) else None)
    names = (name for words in told for name in _BETWEEN.split(words or ""))
    return frozenset(name for name in names if _NAME.fullmatch(name)) - _hidden(stories)


def _hidden(stories: Iterable[Story]) -> frozenset[str]:
    """Names of members who asked to stay without one."""
    return frozenset(
        story.name
        for story in stories
        if isinstance(story, Member) and story.anonymous and story.name
    )


def _place(name: str) -> tuple[bool, str, tuple[str, ...]]:
    """Where the name stands: letters first, then its letter, then its reading."""
    from pypinyin import lazy_pinyin  # 0.1 s to import

    reading = tuple(syllable.lower() for syllable in lazy_pinyin(name.strip("“《（")))
    first = reading[0][:1].upper() if reading else ""
    letter = first if "A" <= first <= "Z" else _OTHER
    return letter == _OTHER, letter, reading
