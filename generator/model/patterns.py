"""Patterns that are compiled when a text first needs them.

`re` walks every character of a set: one of all Chinese characters takes it 2 ms, the patterns of
all checks 60, and the edit of one story asks few of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

Found = Iterable[re.Match[str]]


def later(pattern: str, flags: int = 0) -> Callable[[], re.Pattern[str]]:
    """A pattern, compiled when it is asked for."""
    return cache(lambda: re.compile(pattern, flags))


def finder(pattern: str, *needs: str, flags: int = 0) -> Callable[[str], Found]:
    """Finds a pattern; compiled for the first text that holds one of the words it `needs`."""
    compiled = later(pattern, flags)

    def found(text: str) -> Found:
        return compiled().finditer(text) if any(word in text for word in needs) else ()

    return found
