"""GB/T 9704-2012 in numbers, and the small sums that the Word and the PDF writer share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from generator.export.document import Annex, Document, Figure, Gongwen, Layout, Sign
from generator.export.lines import title_lines
from generator.model.days import day_words

PAGE_MM = (210, 297)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37, 35, 28, 26
BLOCK_MM = (156, 225)
LINES = 22

TITLE_PT, BODY_PT, PAGE_PT = 22, 16, 14  # 2号, 3号, 4号
CAPTION_PT, CELL_PT = 14, 12  # 4号, 小四
CELL_PITCH_PT = 20.0
CELL_TWIPS = {"top": 57, "left": 108, "bottom": 57, "right": 108}  # room around its words
ORG_CHARS = 24.0  # the longest line of an organisation's name in a signature
HELD_NOTES = 4  # attachments that go with a signature: what is longer than a page holds nothing
STAMP_ROOM = 2  # blank lines above a signature that will be sealed; else 1

FIGURE_MM = (130, 86)  # the largest picture: two with their captions fit on a page

FONTS: Mapping[str, str] = {
    "title": "方正小标宋简体",
    "body": "仿宋_GB2312",
    "h1": "黑体",
    "h2": "楷体_GB2312",
    "page": "宋体",
    "latin": "Times New Roman",
}

_LONG_WORD = re.compile("[!-~]{15,}")
DRAFT = "草稿"
NO_DAY = date(2000, 1, 1)  # the files' date where a document has none


class SignLine(NamedTuple):
    """A line of the signature, its right end `right` characters from the text block's."""

    text: str
    right: float


def fonts_of(layout: Layout) -> dict[str, str]:
    """The font names of all roles, those that the call prescribes first."""
    return {**FONTS, **layout.fonts}


def day_of(document: Document) -> date:
    """The date that the file carries: the signature's, else a fixed one, never today's."""
    return document.sign.on if isinstance(document, Gongwen) and document.sign else NO_DAY


def author_of(document: Document) -> str:
    """Who the file says wrote it: the organisation that signs, never a person or a machine."""
    return document.sign.org if isinstance(document, Gongwen) and document.sign else ""


def role_of(level: int) -> str:
    """The font role of a heading's level."""
    return {1: "h1", 2: "h2"}.get(level, "body")


def annex_lines(annexes: tuple[Annex, ...]) -> list[str]:
    """The 附件 note below the text, no final punctuation; its lines align behind the colon."""
    return [f"{annex.number}.{annex.title}" for annex in annexes]


def sign_lines(sign: Sign) -> tuple[SignLine, ...]:
    """Organisation and day, without zero padding (GB/T 9704-2012, 7.3.5).

    With a seal the day ends 4 characters from the right and the organisation is centred over it;
    a longer organisation keeps the margin and the day stays centred below. Without, the
    organisation ends 2 characters from the right and the day begins 2 after its first; a longer
    day takes the 2 and pushes the organisation to the left. A name too long for a line breaks
    between words, its lines centred over each other.
    """
    day = day_words(sign.on)
    names = title_lines(sign.org, ORG_CHARS)
    widths = [width_of(name) for name in names]
    org_width, day_width = max(widths, default=0), width_of(day)
    if sign.seal:
        day_right = max(4.0, (org_width - day_width) / 2)
        org_right = day_right + (day_width - org_width) / 2
    else:
        day_right = max(2.0, org_width - day_width)
        org_right = day_right + day_width + 2 - org_width
    rights = (org_right + (org_width - width) / 2 for width in widths)
    return (*map(SignLine, names, rights), SignLine(day, day_right))


def figure_mm(figure: Figure) -> tuple[float, float]:
    """Width and height on paper: as large as FIGURE_MM allows, in the picture's own shape."""
    return fitted(figure, FIGURE_MM)


def fitted(figure: Figure, room_mm: tuple[float, float]) -> tuple[float, float]:
    """Width and height of a picture as large as the room allows, in its own shape."""
    scale = min(room_mm[0] / figure.width, room_mm[1] / figure.height)
    return figure.width * scale, figure.height * scale


def has_long_word(text: str) -> bool:
    """Whether a text holds an address or the like of a quarter of a line and more: no line ends in
    it, and one that is justified before it would be pulled apart."""
    return _LONG_WORD.search(text) is not None


def width_of(text: str) -> float:
    """Characters of the grid that a line takes: Latin ones count half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)
