"""Runs of bytes that a copy must not carry; a copy is as long as its file."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from generator.model.original import Blank
from generator.recordings.faults import damaged

Buffer = bytes | mmap.mmap
BLOCK = 1 << 20
# Of 200 bytes each here, 8 in the file; two hours in fragments of a single picture have 360,000.
MOST_PARTS = 400_000
T = TypeVar("T")


def few(parts: Iterable[T]) -> list[T]:
    """The parts of a file as a list; raises Faulty where they are more than a recording has."""
    found = list(islice(parts, MOST_PARTS + 1))
    if len(found) > MOST_PARTS:
        raise damaged()
    return found


def blanked(data: Buffer, blanks: Iterable[Blank]) -> Iterator[bytes]:
    """The bytes of `data` in blocks, each blank replaced by its head and zeros."""
    at = 0
    for blank in sorted(blanks):
        yield from _blocks(data, at, blank.start)
        start = max(at, blank.start)  # blanks may overlap: what is blank already stays blank
        if start < blank.end:
            whole = blank.head.ljust(blank.end - blank.start, b"\0")
            yield whole[start - blank.start :]
        at = max(at, blank.end)
    yield from _blocks(data, at, len(data))


def _blocks(data: Buffer, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, BLOCK):
        yield data[at : min(at + BLOCK, end)]
