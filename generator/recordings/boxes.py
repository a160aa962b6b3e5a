"""MP4 and M4A (ISO/IEC 14496-12): where the boxes stand that name places, devices, people.

Phones write positions into `moov/udta` (©xyz, loci), `moov/meta` (Apple's keys) and into tracks of
their own (mebx, gpmd, camm), whose samples lie in `mdat`. Only the boxes that playing needs are
kept; all others become `free` boxes of zeros, so that no offset moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.model.original import Blank
from generator.recordings.blanks import Buffer
from generator.recordings.faults import Faulty, damaged, wrong_type

# What playing needs, by the box it stands in ("" is the file); these are looked into as well.
_KEPT: dict[bytes, frozenset[bytes]] = {
    b"": frozenset(b"ftyp styp moov moof mdat mfra sidx ssix pdin".split()),
    b"moov": frozenset(b"mvhd trak mvex iods".split()),
    b"trak": frozenset(b"tkhd tref edts mdia tapt".split()),
    b"mdia": frozenset(b"mdhd hdlr minf elng".split()),
    b"minf": frozenset(b"vmhd smhd hmhd nmhd sthd gmhd dinf stbl hdlr".split()),
    b"moof": frozenset(b"mfhd traf".split()),
    b"traf": frozenset(b"tfhd tfdt trun saiz saio senc sbgp sgpd subs".split()),
}
_PLAYED = frozenset(b"vide soun text sbtl subt clcp".split())  # kinds of tracks
_DATED = frozenset(b"mvhd tkhd mdhd".split())  # when it was recorded


class Box(NamedTuple):
    """A box: its type, where it starts, where its content starts, where it ends."""

    type: bytes
    start: int
    body: int
    end: int


class Movie(NamedTuple):
    """What a file shows and what must go; `codec` is the video's, "" for audio."""

    codec: str
    blanks: tuple[Blank, ...]


def movie(data: Buffer) -> Movie:
    """The movie in a file that begins with a `ftyp` box; raises Faulty."""
    top = list(boxes(data, 0, len(data)))
    moov = next((box for box in top if box.type == b"moov"), None)
    if data[top[0].body : top[0].body + 4] == b"qt  ":
        raise wrong_type("是 QuickTime（.mov）文件", "is a QuickTime file (.mov)")
    if moov is None or not any(box.type == b"mdat" for box in top):
        raise damaged()
    tracks = [box for box in boxes(data, moov.body, moov.end) if box.type == b"trak"]
    played = [track for track in tracks if _handler(data, track) in _PLAYED]
    if not played:
        raise wrong_type("里没有画面，也没有声音", "holds neither pictures nor sound")
    found = list(_blanks(data, b"", 0, len(data)))
    for track in tracks:
        if track not in played:
            found.append(_freed(data, track))
            found += _samples(data, track, _is_fragmented(data, moov))
    video = next((track for track in played if _handler(data, track) == b"vide"), None)
    return Movie(_codec(data, video) if video else "", tuple(sorted(found)))


def boxes(data: Buffer, start: int, end: int) -> Iterator[Box]:
    """The boxes between two offsets; raises Faulty where one does not fit."""
    at = start
    while at + 8 <= end:
        size, type, body = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16]), at + 16
        elif size == 0:
            size = end - at
        if at + size < body or at + size > end:
            raise damaged()
        yield Box(type, at, body, at + size)
        at += size


def _blanks(data: Buffer, parent: bytes, start: int, end: int) -> Iterator[Blank]:
    for box in boxes(data, start, end):
        if box.type not in _KEPT[parent]:
            yield _freed(data, box)
        elif box.type in _KEPT:
            yield from _blanks(data, box.type, box.body, box.end)
        elif box.type in _DATED:
            wide = data[box.body] == 1  # the version: two times of 64 bits, else of 32
            yield Blank(box.body + 4, min(box.body + (20 if wide else 12), box.end))


def _freed(data: Buffer, box: Box) -> Blank:
    head = b"free" + data[box.start + 8 : box.body]
    return Blank(box.start + 4, box.end, head)


def _find(data: Buffer, box: Box, *types: bytes) -> Box | None:
    """The first box below `box` along a path of types."""
    for type in types:
        inside = boxes(data, box.body, box.end)
        found = next((each for each in inside if each.type == type), None)
        if found is None:
            return None
        box = found
    return box


def _handler(data: Buffer, track: Box) -> bytes:
    box = _find(data, track, b"mdia", b"hdlr")
    return data[box.body + 8 : box.body + 12] if box else b""


def _codec(data: Buffer, track: Box) -> str:
    box = _find(data, track, b"mdia", b"minf", b"stbl", b"stsd")
    return data[box.body + 12 : box.body + 16].decode("latin-1") if box else ""


def _is_fragmented(data: Buffer, moov: Box) -> bool:
    return _find(data, moov, b"mvex") is not None


def _samples(data: Buffer, track: Box, fragmented: bool) -> Iterator[Blank]:
    """Where the samples of a track lie that is not kept; its tables are in 14496-12, 8.7."""
    if fragmented:
        raise _foreign_fragments()
    table = _find(data, track, b"mdia", b"minf", b"stbl")
    tables = {box.type: box for box in boxes(data, table.body, table.end)} if table else {}
    offsets = _numbers(data, tables.get(b"stco"), 4) or _numbers(data, tables.get(b"co64"), 8)
    sizes = _sizes(data, tables.get(b"stsz"))
    runs = _numbers(data, tables.get(b"stsc"), 4, columns=3)
    first = 0
    for chunk, offset in enumerate(offsets, 1):
        past = [runs[at + 1] for at in range(0, len(runs), 3) if runs[at] <= chunk]
        count = past[-1] if past else 0
        length = sum(sizes[first : first + count])
        first += count
        if offset + length > len(data):
            raise damaged()
        if length:
            yield Blank(offset, offset + length)


def _sizes(data: Buffer, box: Box | None) -> list[int]:
    if box is None:
        return []
    each, count = (int.from_bytes(data[box.body + at : box.body + at + 4]) for at in (4, 8))
    if each:
        return [each] * min(count, len(data) // each)
    return _row(data, box, box.body + 12, count, 4)


def _numbers(data: Buffer, box: Box | None, width: int, columns: int = 1) -> list[int]:
    """A table of numbers after version, flags and a count of rows."""
    if box is None:
        return []
    count = int.from_bytes(data[box.body + 4 : box.body + 8]) * columns
    return _row(data, box, box.body + 8, count, width)


def _row(data: Buffer, box: Box, start: int, count: int, width: int) -> list[int]:
    if start + count * width > box.end:
        raise damaged()
    content = data[start : start + count * width]
    return [int.from_bytes(content[at : at + width]) for at in range(0, len(content), width)]


def _foreign_fragments() -> Faulty:
    return wrong_type(
        "里夹着一条记录位置或设备的数据轨，而且是分段文件，清不干净",
        "carries a track of positions or devices in fragments, which cannot be cleaned",
    )
