"""The boxes of a PDF's pages (ISO 32000-1, 14.11.2) that Typst does not write: BleedBox."""

from __future__ import annotations

import re
from collections.abc import Iterator

_POINTS = 72 / 25.4
_SECTION = re.compile(rb"xref\s+0 (\d+)\s+")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_PAGE = re.compile(rb"(\d+) 0 obj\s*<</Type/Page/.*?>>\s*endobj", re.S)
_COUNT = re.compile(rb"/Type/Pages/Count (\d+)")  # the root of the tree has the largest
_TRIM = re.compile(rb"/TrimBox\[([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)\]")
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)\s*%%EOF\s*$", re.S)


def with_bleed(content: bytes, bleed: float) -> bytes:
    """The PDF with a BleedBox `bleed` mm outside the TrimBox of each page.

    It is appended as an incremental update: what stands is not touched. `content` is a PDF as Typst
    writes it: one cross-reference table, pages as plain objects.
    """
    trailer = _TRAILER.search(content)
    if trailer is None:
        raise ValueError("no trailer where Typst writes one")
    body, entries = bytearray(content.rstrip() + b"\n"), []
    for number, page in _pages(content, int(trailer[2])):
        entries.append((number, len(body)))
        body += _TRIM.sub(lambda trim: trim[0] + _bleed_box(trim, bleed), page) + b"\n"
    start = len(body)
    body += b"xref\n"
    for number, offset in entries:
        body += b"%d 1\n%010d 00000 n \n" % (number, offset)
    body += b"trailer\n<<%b/Prev %b>>\nstartxref\n%d\n%%%%EOF\n" % (trailer[1], trailer[2], start)
    return bytes(body)


def page_count(content: bytes) -> int:
    """How many pages a PDF of Typst's has."""
    return max(map(int, _COUNT.findall(content)))


def _pages(content: bytes, table: int) -> Iterator[tuple[int, bytes]]:
    """The page objects, found through the cross-reference table."""
    section = _SECTION.match(content, table)
    if section is None:
        raise ValueError("no cross-reference table where Typst writes one")
    at = section.end()
    for entry in range(int(section[1])):
        found = _ENTRY.match(content, at + 20 * entry)
        if found and found[3] == b"n" and (page := _PAGE.match(content, int(found[1]))):
            yield int(page[1]), page[0]


def _bleed_box(trim: re.Match[bytes], bleed: float) -> bytes:
    left, low, right, high = (float(edge) for edge in trim.groups())
    over = bleed * _POINTS
    box = (left - over, low - over, right + over, high + over)
    return b"/BleedBox[%b]" % b" ".join(b"%.4f" % edge for edge in box)
