"""五微作品: a list, and a page a work with its text, recording and captions."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.model.carriers import WORK_TYPES, Work
from generator.model.original import Captions, Recording
from generator.model.output import Copied, Output, Resized, Text
from generator.model.release import Release
from generator.model.times import year_in
from generator.render.entries import unit_href, unit_label
from generator.render.frame import Frame, Head, Links, links_from, make_page
from generator.render.html import markdown
from generator.render.photos import WIDTHS, Picture, picture_of, sizes_of
from generator.render.rolls import Facet, Roll, roll_pages, year_facet
from generator.render.sketches import Sketch
from generator.render.stars import SHEET


class Piece(Struct, frozen=True):
    """A work in a row of a list."""

    work: Work
    href: str
    unit: str
    year: str
    picture: Picture | None


class Player(Struct, frozen=True):
    """A recording as the page plays it; all paths seen from the page."""

    recording: Recording
    src: str
    captions: str
    size: str


def work_pages(release: Release, frame: Frame) -> Iterator[Output | Sketch]:
    """`works/` in pages and `works/<slug>/` with its files; nothing without works."""
    works = release.site.works
    if not works:
        return
    head = Head("五微作品", "微家书、微党课、微视频、微故事、微访谈。", "works", sheet=SHEET)
    roll = Roll("works/", head, "works", "works", _piece, pictured=True)
    yield from roll_pages(roll, works, _facets(works), release)
    for number, work in enumerate(works):
        around = (works[number - 1] if number else None, *works[number + 1 : number + 2])
        yield from _work(work, around, release, frame)


def _piece(work: Work, release: Release, links: Links) -> Piece:
    """The work as seen from the page that `links` belong to."""
    return Piece(
        work,
        links.to(work.address),
        unit_label(work.unit, release),
        year_in(work.date),
        _poster(work, release),
    )


def _facets(works: Sequence[Work]) -> list[Facet]:
    types = Counter(work.type for work in works)
    found = (
        Facet(
            "type",
            "类型",
            tuple((en, zh, types[en]) for zh, en in WORK_TYPES if types[en]),
            tuple((work.type,) for work in works),
        ),
        year_facet(year_in(work.date) for work in works),
    )
    return [facet for facet in found if len(facet.choices) > 1]


def _work(
    work: Work, around: Sequence[Work | None], release: Release, frame: Frame
) -> Iterator[Output]:
    links = links_from(work.address, release)
    recording = release.site.recordings.get((work.key, work.file or ""))
    captions = release.site.captions.get((work.key, work.captions or ""))
    newer, older = (*around, None)[:2]
    yield make_page(
        frame,
        release,
        work.address,
        "work",
        Head(work.title, work.summary or f"{work.type_label}：{work.title}", "works", sheet=SHEET),
        work=work,
        unit=unit_label(work.unit, release),
        unit_href=unit_href(work.unit, release, links),
        text=markdown(work.body or "", top=2),
        poster=_poster(work, release),
        player=_player(work, recording, captions, links) if recording else None,
        cues=captions.cues if captions else (),
        newer=(newer.title, links.to(newer.address)) if newer else None,
        older=(older.title, links.to(older.address)) if older else None,
        all_href=links.to("works/"),
    )
    yield from _files(work, recording, captions, release)


def _player(work: Work, recording: Recording, captions: Captions | None, links: Links) -> Player:
    """A page that was opened by double click carries its captions: no browser reads them beside."""
    told = f"{links.root}{_captions_path(work)}" if captions else ""
    if captions and links.index:
        content = base64.b64encode(captions.text.encode()).decode()
        told = f"data:text/vtt;base64,{content}"
    return Player(
        recording, links.root + _recording_path(recording), told, _size_of(recording.size)
    )


def _size_of(octets: int) -> str:
    if octets < 100_000:  # would be 0 MB
        return f"{-(-octets // 1000)} KB"
    return f"{octets / 1_000_000:.1f}".removesuffix(".0") + " MB"


def _files(
    work: Work, recording: Recording | None, captions: Captions | None, release: Release
) -> Iterator[Copied | Resized | Text]:
    if recording:
        yield Copied(_recording_path(recording), recording.path, recording.blanks)
    if recording and captions:
        yield Text(_captions_path(work), captions.text)
    original = release.site.originals.get((work.key, work.poster or ""))
    if original:
        yield from sizes_of(original, WIDTHS, "jpeg")


def _captions_path(work: Work) -> str:
    return f"{work.address}captions.vtt"


def _recording_path(recording: Recording) -> str:
    return f"media/{recording.digest[:12]}.{recording.ending}"


def _poster(work: Work, release: Release) -> Picture | None:
    original = release.site.originals.get((work.key, work.poster or ""))
    return picture_of(original, alt="") if original else None
