"""Boxes of an MP4 that playing needs: where what they must hold ends (14496-12)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.original import Blank
from generator.recordings.blanks import Buffer
from generator.recordings.boxes import Box, freed, number
from generator.recordings.faults import damaged

# How long they are in version 0 and in those after it; lengths of no version are told twice.
_LENGTHS = {
    **{b"mvhd": (100, 112), b"tkhd": (84, 96), b"mdhd": (24, 36), b"hdlr": (12, 12)},
    **{b"vmhd": (12, 12), b"smhd": (8, 8), b"url ": (4, 4), b"urn ": (4, 4), b"alis": (4, 4)},
    **{b"cslg": (24, 44), b"mehd": (8, 12), b"trex": (24, 24), b"mfhd": (8, 8), b"tfdt": (8, 12)},
    **{b"clef": (12, 12), b"prof": (12, 12), b"enof": (12, 12), b"mfro": (8, 8)},
    **{b"btrt": (12, 12), b"pasp": (8, 8), b"clap": (32, 32), b"fiel": (2, 2)},
    **{b"clli": (4, 4), b"mdcv": (24, 24), b"frma": (4, 4), b"dfLa": (42, 42)},
}
# How long a row of their tables is, after version, flags and a count of rows.
_ROWS = {
    **{b"stts": (8, 8), b"ctts": (8, 8), b"stss": (4, 4), b"stsc": (12, 12)},
    **{b"stco": (4, 4), b"co64": (8, 8), b"elst": (12, 20)},
}
_TIMES = frozenset(b"mvhd tkhd mdhd".split())  # when it was recorded
_COLOURS = {b"nclx": 11, b"nclc": 10}  # a profile's text tells of its maker


def surplus(data: Buffer, box: Box) -> Iterator[Blank]:
    """What a box without boxes holds besides what playing needs; raises Faulty if it is cut off."""
    if box.type == b"colr" and data[box.body : box.body + 4] not in _COLOURS:
        yield freed(data, box)
        return
    later = number(data, box.body, 1) > 0
    end = _end(data, box, later)
    if end > box.end:
        raise damaged()
    if end < box.end:
        yield Blank(end, box.end)
    if box.type in _TIMES:
        yield Blank(box.body + 4, box.body + (20 if later else 12))
    elif box.type == b"hdlr":
        yield Blank(box.body + 4, box.body + 8)
    elif box.type == b"dfLa":  # the stream's own block is the last one now
        yield Blank(box.body + 4, box.body + 5, b"\x80")


def _end(data: Buffer, box: Box, later: bool) -> int:
    if box.type in _LENGTHS:
        return box.body + _LENGTHS[box.type][later]
    if box.type in _ROWS:
        return box.body + 8 + number(data, box.body + 4) * _ROWS[box.type][later]
    if box.type == b"colr":
        return box.body + _COLOURS[data[box.body : box.body + 4]]
    if box.type in _OTHERS:
        return _OTHERS[box.type](data, box.body)
    return box.end


def _sizes(data: Buffer, body: int) -> int:
    return body + 12 + (0 if number(data, body + 4) else 4 * number(data, body + 8))


def _narrow_sizes(data: Buffer, body: int) -> int:
    return body + 12 + (number(data, body + 8) * number(data, body + 7, 1) + 7) // 8


def _index(data: Buffer, body: int) -> int:
    rows = body + (28 if number(data, body, 1) else 20)
    return rows + 4 + 12 * number(data, rows + 2, 2)


def _places(data: Buffer, body: int) -> int:
    """A table of samples to go to; three of its columns have widths of their own."""
    widths = number(data, body + 8)
    row = (16 if number(data, body, 1) else 8) + sum((widths >> at & 3) + 1 for at in (0, 2, 4))
    return body + 16 + row * number(data, body + 12)


def _fragment(data: Buffer, body: int) -> int:
    flags = number(data, body + 1, 3)
    return body + 8 + 8 * (flags & 1) + 4 * (flags & 0x3A).bit_count()


def _run(data: Buffer, body: int) -> int:
    flags, count = number(data, body + 1, 3), number(data, body + 4)
    return body + 8 + 4 * (flags & 5).bit_count() + 4 * count * (flags & 0xF00).bit_count()


_OTHERS = {
    **{b"stsz": _sizes, b"stz2": _narrow_sizes, b"sidx": _index, b"tfra": _places},
    **{b"tfhd": _fragment, b"trun": _run},
}
