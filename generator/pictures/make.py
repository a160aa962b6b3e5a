"""Makes every wanted picture; what the cache lacks is decoded once a source, cut and scaled."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path

from generator.model.output import Card, Resized
from generator.pictures.cache import is_fresh, keep, key_of, recall, replace
from generator.pictures.card import draw_card
from generator.pictures.faults import PictureFault
from generator.pictures.open import decode, facts_of, quiet, read
from generator.pictures.resize import encoded, plain, resized, shrink_for

# Measured on 2 cores, 12-megapixel JPEGs: two threads make a picture as fast as two processes
# (0.17 and 0.16 s: Pillow works outside the interpreter's lock), start at once, leave no orphans.
_WORKERS = min(2, os.cpu_count() or 1)


class SourceChanged(Exception):
    """A picture that passed its check can no longer be made: it changed during the build."""

    def __init__(self, source: Path, fault: PictureFault) -> None:
        super().__init__(f"{source}: {fault.detail.en}")
        self.source, self.fault = source, fault

    def __reduce__(self) -> tuple[type[SourceChanged], tuple[Path, PictureFault]]:
        return SourceChanged, (self.source, self.fault)  # it may have to leave its process


def make(
    jobs: Sequence[Resized | Card],
    out: Path,
    cache: Path,
    progress: Callable[[int, int], None],
) -> int:
    """Makes each job's picture at `out/<job.path>` and returns how many were written.

    What `cache` (a folder) holds is copied, what stands right in `out` is left alone; the bytes
    depend on the source's content and the job only. `progress(done, of)` is called in this thread.
    Raises OSError where `out` cannot be written, SourceChanged where a source is no longer sound.
    """
    done = drawn = 0
    pool = ThreadPoolExecutor(_WORKERS)
    try:
        with quiet():
            for pictures, new in _made(jobs, pool, out, cache):
                done, drawn = done + pictures, drawn + new
                progress(done, len(jobs))
    finally:
        pool.shutdown(cancel_futures=True)
    return drawn


def _made(
    jobs: Sequence[Resized | Card], pool: ThreadPoolExecutor, out: Path, cache: Path
) -> Iterator[tuple[int, int]]:
    """Makes cards here, for they are drawn in Python; what is scaled, a source at a time, there."""
    sources: dict[Path, list[Resized]] = {}
    for job in jobs:
        if isinstance(job, Resized):
            sources.setdefault(job.source, []).append(job)
    scaled = [
        pool.submit(_make_source, source, wanted, out, cache) for source, wanted in sources.items()
    ]
    cards = (job for job in jobs if isinstance(job, Card))
    for card in sorted(cards, key=lambda card: card.unit):  # a unit's name is drawn once
        yield _make_card(card, out)
    for ended in as_completed(scaled):
        yield ended.result()


def _make_source(source: Path, jobs: list[Resized], out: Path, cache: Path) -> tuple[int, int]:
    """All pictures of one source: (how many there are, how many were drawn)."""
    content = read(source)
    if isinstance(content, PictureFault):
        raise SourceChanged(source, content)
    digest = hashlib.sha256(content).hexdigest()
    lacking = [job for job in jobs if not _from_cache(out / job.path, cache, _key(digest, job))]
    if lacking:
        _draw(source, content, digest, lacking, out, cache)
    return len(jobs), len(lacking)


def _draw(
    source: Path, content: bytes, digest: str, jobs: list[Resized], out: Path, cache: Path
) -> None:
    known = facts_of(content, cache)
    if isinstance(known, PictureFault):
        raise SourceChanged(source, known)
    shrinks = {job: shrink_for(known, job) for job in jobs}
    for shrink in sorted(set(shrinks.values())):
        image = plain(decode(content, shrink).image)
        mine = (job for job in jobs if shrinks[job] == shrink)
        for same in _same_pixels(mine):
            pixels = resized(image, same[0])
            for job in same:
                _deliver(out / job.path, cache, _key(digest, job), encoded(pixels, job.format))


def _same_pixels(jobs: Iterator[Resized]) -> list[list[Resized]]:
    """The jobs that differ in their file format only, together: they are scaled once."""
    groups: dict[object, list[Resized]] = {}
    for job in jobs:
        groups.setdefault((job.width, job.height, job.crop, job.focus), []).append(job)
    return list(groups.values())


def _make_card(card: Card, out: Path) -> tuple[int, int]:
    """Cards have no cache: one is drawn before a kept one would be read and proved."""
    file, drawn = out / card.path, draw_card(card)
    with suppress(OSError):
        if file.read_bytes() == drawn:
            return 1, 0
    replace(file, drawn)
    return 1, 1


def _key(digest: str, job: Resized) -> str:
    focus = job.focus if job.crop else None
    return key_of("picture", digest, job.width, job.height, job.format, focus)


def _from_cache(file: Path, cache: Path, key: str) -> bool:
    """Whether `file` now holds the picture kept under `key`."""
    if is_fresh(cache, key, file):
        return True
    content = recall(cache, key)
    if content is not None:
        replace(file, content)
    return content is not None


def _deliver(file: Path, cache: Path, key: str, content: bytes) -> None:
    keep(cache, key, content)
    replace(file, content)
