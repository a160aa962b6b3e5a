"""Numbers that markup, an entity or a line end cuts in two, found as a reader sees them: whole."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from generator.check.personal import ENDS, Finder, plain
from generator.model.patterns import later

_ENTITY = later(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_NO_WIDTH = "\u00ad\u200b-\u200f\u2060\ufe0f\u20e3\ufeff"  # 1️⃣ is a digit and two marks
# Emphasis, code, escapes and marks without width; tags of pages, times within a caption.
_MARKUP = rf"(?:[*`\\{_NO_WIDTH}]|<(?:[a-zA-Z/!]|[0-9]+:)[^<>\n]{{0,200}}>)"
_NEAR = later(rf"[*`\\<\t\r\n{_NO_WIDTH}](?<=[-. \t0-9].)", re.DOTALL)  # a tenth of the time
_CUT = later(
    rf"[0-9][-. ]??(?=[*`\\<\s{_NO_WIDTH}])"
    rf"(?P<cut>{_MARKUP}*(?:[ \t]{{0,9}}\r?\n[ \t]{{0,99}}{_MARKUP}*)?)(?=[-. ]?[0-9{ENDS}])"
)
_TAGS, _LINE_ENDS = later(r"<[^<>\n]*>"), later(r"[ \t]*\r?\n[ \t]*")


class Found(NamedTuple):
    """Something personal in a text: its span, and how it reads."""

    start: int
    end: int
    value: str


class Look:
    """One text for any finder: as it is, and as its reader sees it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain = plain(text)
        self._joined = _joined(self._plain)

    def find(self, finder: Finder) -> Iterator[Found]:
        """What a finder means: what stands in one piece, then what is cut."""
        for start, end in finder(self._plain):
            yield Found(start, end, self._text[start:end])
        if self._joined:
            joined, places = self._joined
            for first, last in finder(joined):
                start, end = places[first], places[last]
                if end - start > last - first:
                    yield Found(start, end, joined[first:last])

    def cuts(self, found: Found) -> str:
        """The tags and a line end within a number: a text without it needs them all the same."""
        text = self._text[found.start : found.end]
        return "".join([*_TAGS().findall(text), *_LINE_ENDS().findall(text)[-1:]])


_Placed = tuple[str, Sequence[int]]  # a text, and where each character of it stands, and its end


def _joined(text: str) -> _Placed | None:
    """A plain text without what cuts its numbers; None where nothing does."""
    made: _Placed = text, range(len(text) + 1)
    if "&" in text:
        made = _put(made, _ENTITY(), lambda match: plain(html.unescape(match[0])))
    if _NEAR().search(made[0]):
        made = _put(made, _CUT(), lambda match: match[0][: match.start("cut") - match.start()])
    return None if made[0] == text else made


def _put(placed: _Placed, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> _Placed:
    """The text with something `new`, and no longer, for each match."""
    text, places = placed
    matches = [*pattern.finditer(text)]
    if not matches:
        return placed
    pieces: list[str] = []
    stand: list[int] = []
    at = 0
    for match in matches:
        start, put = match.start(), new(match)
        pieces += text[at:start], put
        stand += places[at : start + len(put)]
        at = match.end()
    return "".join([*pieces, text[at:]]), [*stand, *places[at:]]
