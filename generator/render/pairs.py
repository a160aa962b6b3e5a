"""The pairs of all stories at once: of a story of 1,300 characters there are a thousand.

Each is a number of 64 bits, and to sort them is to have the postings: a tenth of the time that a
table of lists takes, most of which goes by waiting for memory. A number's upper half is the pair's
hash, for shards are runs of hashes; the lower half tells slot and story.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from tempfile import TemporaryFile
from typing import IO

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # half of the import is threads, never used
import numpy as np
from numpy.typing import NDArray

from generator.render.postings import Postings
from generator.render.search import HASH, SLOTS, WORDS, Row, fold

STORIES_AT_ONCE = 125  # 5 MB
RANGES = 64  # of hashes whose postings are written at once: a power of two; 30 MB of 50,000 stories

_Numbers = NDArray[np.uint64]
_HALF, _SLOT = np.uint64(32), np.uint64(29)  # bits below the hash, below the slot
_STORY = np.uint64((1 << 29) - 1)
_FIELDS = len(SLOTS)
_MARKS = tuple(SLOTS.values())
_KEY_OF = np.uint32(pow(HASH, -1, 1 << 32))  # what undoes the hash

# What stands beside what: a pair is two characters of the basic plane, or the halves of another.
_PLAIN, _FIRST, _SECOND, _NONE = 0, 1, 2, 4
_KIND = np.zeros(1 << 16, np.uint8)
_KIND[0xD800:0xDC00], _KIND[0xDC00:0xE000] = _FIRST, _SECOND
_KIND[[ord("\n"), ord(" ")]] = _NONE
_PAIRS = np.zeros(1 << 6, bool)
_PAIRS[[_PLAIN << 3 | _PLAIN, _FIRST << 3 | _SECOND]] = True


def put_entries(rows: Sequence[Row], bits: int, told: IO[bytes]) -> list[int]:
    """Writes the index's entries in 1 << `bits` parts by the first bits of their hashes; the sizes.

    0.2 ms a story, its 8 KB of numbers in a file; `bits` are at least those of RANGES, stories
    fewer than 2 ** 29. Raises OSError where no file can be written.
    """
    postings, cuts, parts = Postings(len(rows)), _cuts(1 << bits), (1 << bits) // RANGES
    sizes: list[int] = []
    with TemporaryFile() as book:
        starts = range(0, len(rows), STORIES_AT_ONCE)
        runs = [
            _laid(_table(rows[start : start + STORIES_AT_ONCE], start), book) for start in starts
        ]
        for number in range(RANGES):
            some = b"".join(_read(book, *run[number : number + 2]) for run in runs)
            numbers = np.sort(np.frombuffer(some, np.uint64))
            entries = _entries(numbers, cuts[number * parts :][: parts + 1], postings)
            sizes += map(told.write, entries)
    return sizes


def _laid(table: _Numbers, book: IO[bytes]) -> list[int]:
    """Adds a table to a file: where the numbers of each range begin, and the last one's end."""
    ends = np.searchsorted(table, _cuts(RANGES)) * table.itemsize + book.tell()
    book.write(table.tobytes())
    return list(ends.tolist())


def _read(book: IO[bytes], start: int, end: int) -> bytes:
    book.seek(start)
    return book.read(end - start)


def _cuts(parts: int) -> _Numbers:
    """Where each of so many parts of all hashes begins, and the last one's end."""
    inner = np.arange(parts, dtype=np.uint64) << np.uint64(64 - (parts - 1).bit_length())
    return np.append(inner, np.uint64(2**64 - 1))  # no story has that number


def _table(rows: Sequence[Row], first: int) -> _Numbers:
    """The pairs of some stories, each once a story: in its best field."""
    words = fold("\n".join("\n".join(row[WORDS:]) for row in rows))  # none holds a line feed
    units = np.frombuffer(words.encode("utf-16-le"), np.uint16)
    fields = np.cumsum(units == ord("\n"), dtype=np.uint32)
    kinds = _KIND[units]
    there = _PAIRS[kinds[:-1] << 3 | kinds[1:]]
    hashes = ((units[:-1] | units[1:].astype(np.uint32) << 16) * np.uint32(HASH))[there]
    stories, places = np.divmod(fields[:-1][there], np.uint32(_FIELDS))  # the best field first
    numbers = hashes.astype(np.uint64) << _HALF | stories.astype(np.uint64) << np.uint64(3) | places
    numbers.sort()
    numbers = numbers[_first_of(numbers >> np.uint64(3))]
    stories = (numbers >> np.uint64(3) & _STORY) + np.uint64(first)
    slots = np.uint64(_FIELDS - 1) - (numbers & np.uint64(7))
    told: _Numbers = numbers >> _HALF << _HALF | slots << _SLOT | stories
    told.sort()
    return told


def _first_of(sorted_: _Numbers) -> NDArray[np.bool_]:
    """Which are the first of their like."""
    return np.append(True, sorted_[1:] != sorted_[:-1])[: len(sorted_)]


def _entries(numbers: _Numbers, cuts: _Numbers, postings: Postings) -> Iterator[bytes]:
    """The entries of these between one cut and the next: a space, the pair, its postings."""
    starts = np.flatnonzero(_first_of(numbers >> _SLOT))  # of a pair's postings in a slot
    leads = numbers[starts]
    heads = _heads(leads)
    told = [*map(str.__add__, heads, _postings(numbers, starts, postings))]
    ends = np.searchsorted(leads, cuts).tolist()
    for start, end in pairwise(ends):
        yield "".join(told[start:end]).encode()


def _heads(leads: _Numbers) -> Iterator[str]:
    """What stands before each posting: a space and the pair unless it had one before, the mark."""
    hashes = leads >> _HALF
    pairs = hashes.astype(np.uint32) * _KEY_OF
    apart = pairs.astype(np.uint64) | np.uint64(ord("\n")) << _HALF
    keys = apart.astype("<u8").tobytes().decode("utf-16-le").split("\n\0")
    slots = (leads >> _SLOT & np.uint64(7)).tolist()
    for key, slot, first in zip(keys, slots, _first_of(hashes).tolist(), strict=False):
        yield f" {key}{_MARKS[slot]}" if first else _MARKS[slot]


def _postings(numbers: _Numbers, starts: NDArray[np.intp], postings: Postings) -> Iterator[str]:
    """The postings that begin at `starts`; those in gaps are written all at once."""
    counts = np.diff(starts, append=len(numbers))
    few = counts <= postings.most
    stories = (numbers & _STORY).astype(np.int64)
    steps = np.diff(stories, prepend=-1)
    steps[starts] = stories[starts] + 1
    ends = np.cumsum(counts[few])[:-1]
    gaps = iter(postings.of_steps(np.insert(steps[np.repeat(few, counts)], ends, 0).tolist()))
    for start, count, in_gaps in zip(starts.tolist(), counts.tolist(), few.tolist(), strict=True):
        yield next(gaps) if in_gaps else postings.of(stories[start : start + count].tolist())
