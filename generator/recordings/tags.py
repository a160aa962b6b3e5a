"""MP3, WAV and Ogg: where their tags stand (ID3, APE, RIFF chunks, comment headers)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache

from generator.model.original import Blank
from generator.recordings.blanks import Buffer
from generator.recordings.faults import damaged, wrong_type

_PLAYED = frozenset((b"fmt ", b"data", b"fact"))
_COMMENTS = {b"\x03vorbis": 7, b"OpusTags": 8}  # the magic of a comment header and its length
_APE_FOOTER = 32


def mp3(data: Buffer) -> tuple[Blank, ...]:
    """ID3v2 before the sound; APE and ID3v1 after it. An ID3v2 of zeros is one of padding."""
    if len(data) < 160:  # a frame and a tag have more
        raise damaged()
    found = []
    if data[:3] == b"ID3":
        size = sum((byte & 0x7F) << 7 * place for place, byte in enumerate(data[9:5:-1]))
        found.append(Blank(5, 6))  # flags: no extended header any more
        found.append(Blank(10, min(10 + size, len(data))))
    end = len(data)
    if data[end - 128 : end - 125] == b"TAG":
        found.append(Blank(end - 125, end))
        end -= 128
    if data[end - _APE_FOOTER : end - 24] == b"APETAGEX":
        size = int.from_bytes(data[end - 20 : end - 16], "little") + _APE_FOOTER
        found.append(Blank(max(0, end - size), end))
    return tuple(found)


def wav(data: Buffer) -> tuple[Blank, ...]:
    """Every chunk that is not sound becomes `JUNK`; raises Faulty."""
    found, at, kept = [], 12, set()
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size
        if end > len(data):
            raise damaged()
        kept.add(name)
        if name not in _PLAYED:
            found.append(Blank(at, end, b"JUNK" + data[at + 4 : at + 8]))
        at = end + size % 2
    if not {b"fmt ", b"data"} <= kept:
        raise damaged()
    return tuple(found)


def ogg(data: Buffer) -> tuple[Blank, ...]:
    """The comments of a Vorbis or Opus stream (RFC 7845, 5.2) emptied, page sums made anew."""
    pages = list(_pages(data))
    places, magic = _second_packet(data, pages)
    packet = b"".join(data[start:end] for start, end in places)
    vendor = int.from_bytes(packet[magic : magic + 4], "little")
    told = magic + 4 + vendor
    if told + 4 > len(packet):
        raise damaged()
    frame = b"\x01" if packet[0] == 3 else b""  # Vorbis: a bit after the last comment
    clean = (packet[:told] + bytes(4) + frame).ljust(len(packet), b"\0")
    found = []
    for start, end in places:
        part, clean = clean[: end - start], clean[end - start :]
        page = next(page for page in pages if page[0] <= start < page[2])
        found.append(Blank(start, end, part))
        found.append(_sum(data, page, start, part))
    return tuple(found)


def _second_packet(
    data: Buffer, pages: list[tuple[int, int, int]]
) -> tuple[list[tuple[int, int]], int]:
    """The places of the bytes of the comment header, and how long its magic is."""
    if not pages:
        raise damaged()
    head = data[pages[0][1] : pages[0][1] + 8]
    if not head.startswith((b"\x01vorbis", b"OpusHead")):
        raise wrong_type("不是 Vorbis 或 Opus 声音", "holds neither Vorbis nor Opus")
    places: list[tuple[int, int]] = []
    for start, body, _ in pages[1:]:
        sizes = data[start + 27 : body]
        ends = next((at for at, size in enumerate(sizes, 1) if size < 255), 0)
        places.append((body, body + sum(sizes[:ends] if ends else sizes)))
        if ends:
            break
    whole = b"".join(data[start:end] for start, end in places)
    magic = next((size for words, size in _COMMENTS.items() if whole.startswith(words)), 0)
    if not magic:
        raise damaged()
    return places, magic


def _pages(data: Buffer) -> Iterator[tuple[int, int, int]]:
    """Start, content and end of the first pages (a comment header with a picture takes dozens)."""
    at = 0
    while at + 27 <= len(data) and at < 1 << 24:
        if data[at : at + 4] != b"OggS":
            raise damaged()
        body = at + 27 + data[at + 26]
        end = body + sum(data[at + 27 : body])
        if end > len(data):
            raise damaged()
        yield at, body, end
        at = end


def _sum(data: Buffer, page: tuple[int, int, int], start: int, part: bytes) -> Blank:
    """The check sum of a page in which `part` stands at `start` (RFC 3533, 6)."""
    first, _, end = page
    whole = data[first : first + 22] + bytes(4) + data[first + 26 : start] + part
    whole += data[start + len(part) : end]
    crc = 0
    for byte in whole:
        crc = (crc << 8 & 0xFFFFFFFF) ^ _crcs()[(crc >> 24) ^ byte]
    return Blank(first + 22, first + 26, struct.pack("<I", crc))


@cache
def _crcs() -> tuple[int, ...]:
    rows = []
    for byte in range(256):
        crc = byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
        rows.append(crc)
    return tuple(rows)
