"""Patterns that are compiled when a text first needs them.

`re` walks every character of a set: one of all Chinese characters takes it 2 ms, the patterns of
all checks 60, and the edit of one story asks few of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from msgspec import Struct


def later(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A pattern, compiled when it is asked for."""
    return cache(lambda: re.compile(pattern, flags))


class Finder(Struct, frozen=True):
    """Finds a pattern; compiled for the first text that holds one of the words it `needs`.

    `core` is a short pattern within it that begins with a sign or a set: `re` skips to those, and
    says in a tenth of the time that there is nothing to find.
    """

    pattern: Callable[[], re.Pattern[str]]
    needs: tuple[str, ...]
    core: Callable[[], re.Pattern[str]]

    def __call__(self, text: str) -> Iterable[re.Match[str]]:
        for word in self.needs:  # in half the time of `any`
            if word in text:
                return self.pattern().finditer(text) if self.core().search(text) else ()
        return ()


def finder(pattern: str, *needs: str, core: str = "", flags: int = 0) -> Finder:
    """The Finder of a pattern; texts that lack all of `needs`, or a match of `core`, hold none."""
    return Finder(later(pattern, flags), needs, later(core))
