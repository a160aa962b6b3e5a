"""Quantity: the words as written and, where they allow it, a number. Never rounded or re-worded."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from generator.model.numerals import number_of

_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}
_BEFORE = re.compile(
    r"^(?:近|约|大约|超过?|逾|不到|将近|累计|共|达到?|上|至少|每年|平均|仅|约合)*\s*"
)
_FIGURE = re.compile(
    r"(?!.{0,6}分之)(?P<n>\d+(?:,\d{3})*(?:\.\d+)?|[零〇一二三四五六七八九两十百千万]+)"
    r"\s*(?P<more1>[多余])?\s*(?P<scale>万亿|百万|千万|[百千万亿](?!分))?"
)


class Quantity(Struct, frozen=True, gc=False):
    """Words such as `3928多家` or `1~2个`; `number` in base units (万, 亿 multiplied out) or None.

    `figure` and `rest` are the words split for display: the digits, and what follows them.
    """

    words: str
    number: float | None = None
    figure: str = ""
    rest: str = ""

    def __str__(self) -> str:
        return self.words


@lru_cache(maxsize=4096)  # stories share their round figures: 4 a story, 5 µs each to read
def read_quantity(words: str) -> Quantity:
    """The quantity that `words` tell; words without a figure keep `number` None."""
    plain = unicodedata.normalize("NFKC", words)
    skip = _BEFORE.match(plain)
    start = skip.end() if skip else 0
    match = _FIGURE.match(plain, start)
    if not match or len(plain) != len(words):
        return Quantity(words, figure=words)
    number = number_of(match["n"])
    if number is not None and match["scale"]:
        number = round(number * _SCALES[match["scale"]], 6)
    end = match.end("n")
    while words[end : end + 1] in set("%‰~～—-+.") or words[end : end + 1].isdigit():
        end += 1
    return Quantity(words, number, words[:end].strip(), words[end:].strip())
