"""A printed book read back: what stands on each page, inside its text block and outside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2

from tests.documents import squeezed

MM = 72 / 25.4
HEAD, FOOT = 24.5, 21.0  # mm: the running head stands above, the page number below
CONTENTS, PEOPLE, UNITS = "目录", "人物索引", "单位索引"


@dataclass(frozen=True)
class Leaf:
    """A page of a book: its text without white space, its head, its number; "" where it is bare."""

    words: str
    head: str
    number: str


def leaves(content: bytes, slug: float = 0) -> list[Leaf]:
    """The pages of a PDF whose trimmed page lies `slug` mm inside."""
    with pypdfium2.PdfDocument(content) as file:
        return [_leaf(page, slug * MM) for page in file]


def body(pages: list[Leaf]) -> str:
    """The words of several pages, page breaks closed."""
    return "".join(page.words for page in pages)


def contents_of(pages: list[Leaf]) -> str:
    """The words of the contents."""
    return body([page for page in pages if page.head == CONTENTS])


def page_named(contents: str, entry: str) -> int:
    """The page that the contents name for an entry: the digits that follow its words."""
    found = re.search(re.escape(squeezed(entry)) + r"(\d+)", contents)
    assert found, f"{entry} is not in the contents"
    return int(found[1])


def index_of(pages: list[Leaf], name: str) -> list[int]:
    """The pages that the index gives for a name."""
    words = body([page for page in pages if page.head == "索引" or PEOPLE in page.words[:4]])
    found = re.search(re.escape(squeezed(name)) + r"((?:\d+，)*\d+)", words)
    return [int(number) for number in found[1].split("，")] if found else []


def _leaf(page: pypdfium2.PdfPage, slug: float) -> Leaf:
    text = page.get_textpage()
    high = page.get_height()
    zones: dict[str, list[str]] = {"head": [], "words": [], "number": []}
    for at in range(text.count_chars()):
        character = text.get_text_range(at, 1)
        _, low, _, top = text.get_charbox(at, loose=True)
        middle = (low + top) / 2
        zone = "words"
        if middle > high - slug - HEAD * MM * page_share(high, slug):
            zone = "head"
        elif middle < slug + FOOT * MM * page_share(high, slug):
            zone = "number"
        zones[zone].append(character)
    return Leaf(**{zone: squeezed("".join(found)) for zone, found in zones.items()})


def page_share(high: float, slug: float) -> float:
    """Margins shrink with the page: 16开 has 24 mm above where A4 has 27."""
    return 1 if (high - 2 * slug) / MM > 280 else 0.88


def fonts(content: bytes) -> Iterator[str]:
    """Fonts that are not embedded as a subset with a way back to the text."""
    import io

    from pypdf import PdfReader

    for page in PdfReader(io.BytesIO(content)).pages:
        for name, reference in page["/Resources"].get("/Font", {}).items():
            font = reference.get_object()
            below = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            if not {"/FontFile2", "/FontFile3"} & below.keys():
                yield f"{name}: {font['/BaseFont']} is not embedded"
            if "/ToUnicode" not in font or "+" not in font["/BaseFont"]:
                yield f"{name}: {font['/BaseFont']} is whole or cannot be read back"
