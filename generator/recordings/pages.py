"""Ogg (RFC 3533): pages of streams, each with a header of comments."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from generator.model.original import Blank
from generator.recordings.blanks import Buffer
from generator.recordings.comments import emptied
from generator.recordings.faults import damaged, wrong_type

_HEAD = 27  # bytes of a page before its table
_FIRST = 2  # the flag of a stream's first page


class _Page(NamedTuple):
    start: int
    body: int
    end: int


def ogg(data: Buffer) -> tuple[Blank, ...]:
    """The comments of Vorbis and Opus streams emptied, page sums made anew; raises Faulty.

    Streams may go on side by side and one after the other. A stream's header of comments is its
    second packet, which begins on a page of its own.
    """
    found: list[Blank] = []
    begun: dict[bytes, list[tuple[_Page, int]]] = {}  # by stream: its comments, so far
    known = set()
    for page in _pages(data):
        stream = data[page.start + 14 : page.start + 18]
        if data[page.start + 5] & _FIRST:
            if not data[page.body : page.body + 8].startswith((b"\x01vorbis", b"OpusHead")):
                raise wrong_type(
                    "里有 Vorbis、Opus 声音以外的东西", "holds more than Vorbis or Opus"
                )
            if stream in begun or _packet_end(data, page) != page.end:
                raise damaged()
            begun[stream] = []
            known.add(stream)
        elif stream in begun:
            end = _packet_end(data, page)
            begun[stream].append((page, end or page.end))
            if end is not None:
                found += _emptied(data, begun.pop(stream))
        elif stream not in known:
            raise damaged()
    if begun or not known:
        raise damaged()
    return tuple(found)


def _packet_end(data: Buffer, page: _Page) -> int | None:
    """Where the packet with which a page begins ends, if it does so on the page."""
    at = page.body
    for size in data[page.start + _HEAD : page.body]:
        at += size
        if size < 255:
            return at
    return None


def _emptied(data: Buffer, places: list[tuple[_Page, int]]) -> Iterator[Blank]:
    clean = emptied(b"".join(data[page.body : end] for page, end in places))
    for page, end in places:
        part, clean = clean[: end - page.body], clean[end - page.body :]
        yield Blank(page.body, end, part)
        yield _sum(data, page, part)


def _pages(data: Buffer) -> Iterator[_Page]:
    at = 0
    while at < len(data):
        body = at + _HEAD + int.from_bytes(data[at + 26 : at + _HEAD])
        end = body + sum(data[at + _HEAD : body])
        if data[at : at + 4] != b"OggS" or end > len(data):
            raise damaged()
        yield _Page(at, body, end)
        at = end


def _sum(data: Buffer, page: _Page, part: bytes) -> Blank:
    """The check sum of a page that begins with `part` (RFC 3533, 6)."""
    at = page.start + 22
    whole = data[page.start : at] + bytes(4) + data[at + 4 : page.body] + part
    whole += data[page.body + len(part) : page.end]
    crc = 0
    for byte in whole:
        crc = (crc << 8 & 0xFFFFFFFF) ^ _crcs()[(crc >> 24) ^ byte]
    return Blank(at, at + 4, struct.pack("<I", crc))


@cache
def _crcs() -> tuple[int, ...]:
    rows = []
    for byte in range(256):
        crc = byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
        rows.append(crc)
    return tuple(rows)
