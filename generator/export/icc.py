"""Colour profiles that tell colours and nothing else: no monitor, no person, no day.

A profile's description is often the name that somebody gave to a calibrated monitor; its header
names maker, model and the day of the calibration (ICC.1:2022, 7.2 and 9.2).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_LEAST = 132  # bytes of the header and the number of tags
_MOST_TAGS = 100
_DAY = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
# What turns numbers into colours: white, primaries, curves, tables.
_COLOURS = frozenset(
    b"wtpt bkpt chad rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC gamt lumi cicp"
    b" A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3".split()
)


def bare_profile(profile: bytes) -> bytes | None:
    """The profile with the same colours and a description that says nothing; None for garbage."""
    if len(profile) < _LEAST or profile[36:40] != b"acsp":
        return None
    tags = list(_tags(profile))
    if not tags:
        return None
    is_new = profile[8] >= 4
    told = [(b"desc", _said("Colours", is_new, b"desc")), (b"cprt", _said("None", is_new, b"text"))]
    return _joined(profile, [*told, *tags])


def _tags(profile: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The tags of colours with their data; none where the table is broken."""
    (count,) = struct.unpack(">I", profile[128:132])
    if count > _MOST_TAGS or len(profile) < _LEAST + 12 * count:
        return
    for number in range(count):
        at = _LEAST + 12 * number
        name, start, size = struct.unpack(">4sII", profile[at : at + 12])
        if name in _COLOURS and start + size <= len(profile):
            yield name, profile[start : start + size]


def _joined(profile: bytes, tags: list[tuple[bytes, bytes]]) -> bytes:
    """A profile of these tags; those with the same data, three curves say, share it."""
    table, data = b"", b""
    places: dict[bytes, int] = {}
    first = _LEAST + 12 * len(tags)
    for name, told in tags:
        if told not in places:
            places[told] = first + len(data)
            data += told + bytes(-len(told) % 4)
        table += struct.pack(">4sII", name, places[told], len(told))
    return _header(profile, first + len(data)) + struct.pack(">I", len(tags)) + table + data


def _header(profile: bytes, size: int) -> bytes:
    """Version, class, colour spaces, flags, intent and light stay; makers, day and digest go."""
    kept = {8: 16, 44: 4, 56: 24}  # byte and length
    header = bytearray(128)
    header[0:4] = struct.pack(">I", size)
    header[24:36], header[36:40] = _DAY, b"acsp"
    for start, length in kept.items():
        header[start : start + length] = profile[start : start + length]
    return bytes(header)


def _said(words: str, is_new: bool, old: bytes) -> bytes:
    """A text tag: of version 4 in several languages, of version 2 in ASCII."""
    if is_new:
        head = struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"US", 2 * len(words), 28)
        return head + words.encode("utf-16-be")
    ascii = words.encode() + b"\0"
    if old == b"text":
        return b"text" + bytes(4) + ascii
    return b"desc" + struct.pack(">4xI", len(ascii)) + ascii + bytes(4 + 4 + 2 + 1 + 67)
