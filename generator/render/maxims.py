"""党员格言: a wall of slips set vertically, one clause a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from generator.model.carriers import Maxim
from generator.model.output import Output
from generator.model.release import Release
from generator.render.breaks import clauses, words_of
from generator.render.entries import unit_label
from generator.render.frame import Frame, Head, links_from, make_page
from generator.render.paper.sheets import poster_of
from generator.render.rolls import PAGE_MOST, numbered, page_paths, pager_of
from generator.render.stars import SHEET

_HEAD = Head("党员格言", "写下来，照着做的话。", "maxims", sheet=SHEET)
COLUMN_MOST = 11  # characters; a longer clause takes columns of about one length


class Slip(Struct, frozen=True):
    """A maxim as the wall shows it: its columns, who wrote it where, its poster's address or ""."""

    maxim: Maxim
    columns: tuple[str, ...]
    by: str
    poster: str = ""


def maxim_pages(release: Release, frame: Frame) -> Iterator[Output]:
    """`maxims/` in pages of PAGE_MOST with the posters they lead to; nothing without maxims."""
    maxims = release.site.maxims
    if not maxims:
        return
    told = [(maxim, poster_of(maxim, release)) for maxim in maxims]
    paths = page_paths("maxims/", len(maxims))
    for number, path in enumerate(paths):
        links = links_from(path, release)
        yield make_page(
            frame,
            release,
            path,
            "maxims",
            numbered(_HEAD, number),
            slips=[
                replace(slip(maxim, release), poster=f"{links.root}{poster.path}" if poster else "")
                for maxim, poster in told[number * PAGE_MOST : (number + 1) * PAGE_MOST]
            ],
            count=len(maxims),
            pages=pager_of(paths, number, links),
        )
    yield from {poster.path: poster for _, poster in told if poster}.values()


def maxim_addresses(maxims: Sequence[Maxim]) -> Iterator[tuple[Maxim, str]]:
    """Each maxim with its place on the wall: `maxims/page/2/#m121`."""
    paths = page_paths("maxims/", len(maxims))
    for place, maxim in enumerate(maxims):
        yield maxim, f"{paths[place // PAGE_MOST]}#m{maxim.number + 1}"


def slip(maxim: Maxim, release: Release) -> Slip:
    """The maxim as it is set: joined, the columns are its text again."""
    by = " · ".join(words for words in (maxim.author, unit_label(maxim.unit, release)) if words)
    return Slip(maxim, tuple(chain(*map(columns, clauses(maxim.text)))), by)


def columns(clause: str) -> list[str]:
    """A clause in one column, a longer one broken between words into columns of about one length.

    A word longer than a column is left whole; the stylesheet then breaks it.
    """
    count = -(-len(clause) // COLUMN_MOST)
    if count == 1:
        return [clause]
    length, found = len(clause) / count, [""]
    for word in words_of(clause):
        if found[-1] and len(found[-1]) + len(word) / 2 > length and len(found) < count:
            found.append("")
        found[-1] += word
    return found
