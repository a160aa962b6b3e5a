"""The samples of an MP4: which bytes of `mdat` are pictures and sound (14496-12, 8.7 and 8.8)."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, repeat

from generator.model.original import Blank
from generator.recordings.blanks import Buffer
from generator.recordings.boxes import Box, find, inside, number, numbers
from generator.recordings.faults import damaged

Span = tuple[int, int]


def unplayed(data: Buffer, top: Sequence[Box], moov: Box, tracks: list[Box]) -> Iterator[Blank]:
    """What `mdat` holds besides the samples of `tracks`.

    Raises Faulty for a sample that is not in `mdat`.
    """
    spans = [span for track in tracks for span in _chunks(data, track)]
    played = {track_id(data, track) for track in tracks}
    sizes = _usual_sizes(data, moov)
    for moof in top:
        if moof.type == b"moof":
            spans += _runs(data, moof, played, sizes)
    return _gaps([box for box in top if box.type == b"mdat"], spans)


def track_id(data: Buffer, track: Box) -> int:
    """By what number fragments and other tracks call a track; raises Faulty if it has none."""
    box = find(data, track, b"tkhd")
    if box is None:
        raise damaged()
    return number(data, box.body + (20 if number(data, box.body, 1) else 12))  # after two times


def _gaps(media: Iterable[Box], spans: Iterable[Span]) -> Iterator[Blank]:
    left = deque(sorted(span for span in spans if span[0] != span[1]))
    for box in media:
        at = box.body
        while left and left[0][0] < box.end:
            start, end = left.popleft()
            if start < box.body or end > box.end:
                raise damaged()
            if at < start:
                yield Blank(at, start)
            at = max(at, end)
        if at < box.end:
            yield Blank(at, box.end)
    if left:
        raise damaged()


def _chunks(data: Buffer, track: Box) -> Iterator[Span]:
    """The chunks of a track that `moov` tells of; one of fragments has none there."""
    stbl = find(data, track, b"mdia", b"minf", b"stbl")
    tables = {box.type: box for box in inside(data, stbl)} if stbl else {}
    count, reach = _reach(data, tables)
    offsets = _table(data, tables.get(b"stco"), 4) or _table(data, tables.get(b"co64"), 8)
    runs = _table(data, tables.get(b"stsc"), 4, columns=3)
    first = 0
    for offset, samples in zip(offsets, _counts(runs, len(offsets)), strict=False):
        yield offset, offset + reach(first + samples) - reach(first)
        first += samples
    if first < count:
        raise damaged()


def _counts(runs: Sequence[int], chunks: int) -> Iterator[int]:
    """How many samples each chunk has: a run goes on until the next one begins."""
    if runs and runs[0] != 1:
        raise damaged()
    ends = (min(next, chunks + 1) for next in (*runs[3::3], chunks + 1))
    for start, count, end in zip(runs[::3], runs[1::3], ends, strict=False):
        yield from repeat(count, end - start)


def _reach(data: Buffer, tables: Mapping[bytes, Box]) -> tuple[int, Callable[[int], int]]:
    """How many samples there are, and how many bytes the first so many take."""
    box = tables.get(b"stsz") or tables.get(b"stz2")
    if box is None:
        return 0, lambda _: 0
    each, count = number(data, box.body + 4), number(data, box.body + 8)
    if box.type == b"stsz" and each:
        return count, lambda samples: each * min(samples, count)
    width = 4 if box.type == b"stsz" else each >> 3  # bytes; the narrowest sizes take half a one
    if width not in (0, 1, 2, 4):
        raise damaged()
    row = numbers(data, box, box.body + 12, count if width else (count + 1) // 2, width or 1)
    sizes = row if width else chain.from_iterable((byte >> 4, byte & 15) for byte in row)
    sums = list(accumulate(sizes, initial=0))
    return count, lambda samples: sums[min(samples, count)]


def _table(data: Buffer, box: Box | None, width: int, columns: int = 1) -> tuple[int, ...]:
    """A table of numbers after version, flags and a count of rows."""
    if box is None:
        return ()
    return numbers(data, box, box.body + 8, number(data, box.body + 4) * columns, width)


def _usual_sizes(data: Buffer, moov: Box) -> dict[int, int]:
    """By track: the size of a sample where a fragment tells none."""
    mvex = find(data, moov, b"mvex")
    usual = [box for box in inside(data, mvex) if box.type == b"trex"] if mvex else []
    return {number(data, box.body + 4): number(data, box.body + 16) for box in usual}


def _runs(data: Buffer, moof: Box, played: set[int], sizes: Mapping[int, int]) -> Iterator[Span]:
    """Where a fragment's samples lie: after the last ones, if it does not say."""
    last = moof.start
    for traf in inside(data, moof):
        if traf.type != b"traf":
            continue
        head = find(data, traf, b"tfhd")
        if head is None:
            raise damaged()
        track, base, size = _fragment(data, moof, head)
        start = at = last if base is None else base
        for run in inside(data, traf):
            if run.type == b"trun":
                offset, length = _run(data, run, sizes.get(track, 0) if size is None else size)
                at = at if offset is None else start + offset
                if track in played:
                    yield at, at + length
                at += length
        last = at


def _fragment(data: Buffer, moof: Box, head: Box) -> tuple[int, int | None, int | None]:
    """Of which track a fragment is, from where it counts, the size of its samples."""
    flags, at = number(data, head.body + 1, 3), head.body + 8
    base = number(data, at, 8) if flags & 1 else moof.start if flags & 0x20000 else None
    at += sum(width for flag, width in ((1, 8), (2, 4), (8, 4)) if flags & flag)
    return number(data, head.body + 4), base, number(data, at) if flags & 16 else None


def _run(data: Buffer, run: Box, size: int) -> tuple[int | None, int]:
    """Where a run says that it starts, and its length."""
    flags, count, at = number(data, run.body + 1, 3), number(data, run.body + 4), run.body + 8
    offset = int.from_bytes(data[at : at + 4], signed=True) if flags & 1 else None
    if not flags & 0x200:
        return offset, count * size
    columns = (flags >> 8 & 15).bit_count()
    at += sum(4 for flag in (1, 4) if flags & flag)
    row = numbers(data, run, at, count * columns)
    return offset, sum(row[flags >> 8 & 1 :: columns])  # a duration stands before the size
