"""Boxes, of which MP4 and M4A are made (ISO/IEC 14496-12), and the numbers in their tables."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.original import Blank
from generator.recordings.blanks import Buffer
from generator.recordings.faults import damaged

_SIGNS = {1: "B", 2: "H", 4: "I", 8: "Q"}


class Box(NamedTuple):
    """A box: its type, where it starts, where its content starts, where it ends."""

    type: bytes
    start: int
    body: int
    end: int


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


def inside(data: Buffer, box: Box) -> Iterator[Box]:
    """The boxes in a box that holds nothing else."""
    return boxes(data, box.body, box.end)


def find(data: Buffer, box: Box, *types: bytes) -> Box | None:
    """The first box below `box` along a path of types."""
    for type in types:
        found = next((each for each in inside(data, box) if each.type == type), None)
        if found is None:
            return None
        box = found
    return box


def freed(data: Buffer, box: Box) -> Blank:
    """The box as a `free` one of zeros, of the same length."""
    return Blank(box.start + 4, box.end, b"free" + data[box.start + 8 : box.body])


def number(data: Buffer, at: int, width: int = 4) -> int:
    """The number at an offset."""
    return int.from_bytes(data[at : at + width])


def numbers(data: Buffer, box: Box, at: int, count: int, width: int = 4) -> tuple[int, ...]:
    """A row of numbers in a box; raises Faulty where it does not fit."""
    end = at + count * width
    if end > box.end:
        raise damaged()
    return struct.unpack(f">{count}{_SIGNS[width]}", data[at:end])
