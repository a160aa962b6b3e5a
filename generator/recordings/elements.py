"""Elements, of which WebM is made (EBML, RFC 8794)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.model.original import Blank
from generator.recordings.blanks import Buffer
from generator.recordings.faults import damaged

SEGMENT, CLUSTER = 0x18538067, 0x1F43B675
_VOID = 0xEC


class Element(NamedTuple):
    """An element: its id, where it starts, where its content starts, where it ends."""

    id: int
    start: int
    body: int
    end: int


def elements(data: Buffer, start: int, end: int) -> Iterator[Element]:
    """The elements between two offsets; raises Faulty where one does not fit.

    A segment of unknown size reaches to the end; a cluster of unknown size ends with its header,
    so that its blocks follow as if they were its neighbours. Nothing else may leave its size open.
    """
    at = start
    while at < end:
        id, content = _number(data, at, keep=True)
        size, body = _number(data, content)
        if size == (1 << 7 * (body - content)) - 1:
            if id not in (SEGMENT, CLUSTER):
                raise damaged()
            size = 0 if id == CLUSTER else end - body
        if body + size > end:
            raise damaged()
        yield Element(id, at, body, body + size)
        at = body + size


def inside(data: Buffer, element: Element) -> Iterator[Element]:
    """The elements in one that holds nothing else."""
    return elements(data, element.body, element.end)


def voided(element: Element) -> Blank:
    """`Void` with a size of 8 bytes at most, over the whole element."""
    whole = element.end - element.start
    width = min(8, element.body - element.start - 1)
    size = whole - 1 - width
    head = bytes([_VOID]) + (size | 1 << 7 * width).to_bytes(width)
    return Blank(element.start, element.end, head)


def told(data: Buffer, element: Element, default: int = 0) -> int:
    """The number that an element holds; an empty one stands for the default."""
    return int.from_bytes(data[element.body : element.end] or bytes([default]))


def track_of(data: Buffer, block: Element) -> int:
    """The number of the track that a block is of."""
    return _number(data, block.body)[0]


def _number(data: Buffer, at: int, keep: bool = False) -> tuple[int, int]:
    """A number of variable length and the offset after it; an id keeps its marker bit."""
    if at >= len(data) or not data[at]:
        raise damaged()
    width = 9 - data[at].bit_length()
    if at + width > len(data):
        raise damaged()
    value = int.from_bytes(data[at : at + width])
    return value if keep else value & ((1 << 7 * width) - 1), at + width
