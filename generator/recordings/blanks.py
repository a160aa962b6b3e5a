"""Runs of bytes that a copy must not carry; a copy is as long as its file."""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Iterator

from generator.model.original import Blank

Buffer = bytes | mmap.mmap
BLOCK = 1 << 20


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
