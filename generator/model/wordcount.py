"""字数 as Word counts it, as an interval: `hi` for maxima, `lo` for minima.

Every East-Asian character counts 1, full-width punctuation included; each run of other non-space
characters counts 1. Quotes, dashes and their like are ambiguous in width: `hi` counts each as an
East-Asian character, `lo` as part of a run; so are emoji, which Word does not count as characters.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import east_asian_width

_IGNORED = re.compile("[\ufeff\u200b-\u200d\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_EMOJI = re.compile("[\U0001f000-\U0001faff]")


class Count(NamedTuple):
    """字数 at most, at least, and 字符数（不计空格）."""

    hi: int
    lo: int
    chars: int


def count(text: str) -> Count:
    """The counts of a text; line ends and all spaces separate and count nothing."""
    words = _IGNORED.sub("", text).split()
    return Count(
        sum(_words(word, "WFA") for word in words),
        sum(_words(word, "WF") for word in words),
        sum(len(word) for word in words),
    )


def _words(word: str, wide: str) -> int:
    total, in_run = 0, False
    for char in word:
        if _is_wide(char, wide):
            total, in_run = total + 1, False
        elif not in_run:
            total, in_run = total + 1, True
    return total


def _is_wide(char: str, wide: str) -> bool:
    if _EMOJI.match(char):
        return "A" in wide
    return east_asian_width(char) in wide or "\uff61" <= char <= "\uffdc"  # half-width kana
