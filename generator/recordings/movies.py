"""MP4 and M4A (ISO/IEC 14496-12): which bytes name places, devices, people.

Phones write positions into `moov/udta` (©xyz, loci), `moov/meta` (Apple's keys) and into tracks of
their own (mebx, gpmd, camm), whose samples lie in `mdat`; cameras call the encoder by their name.
Only the boxes that playing needs are kept, and of `mdat` only pictures and sound; all others become
`free` boxes of zeros, so that no offset moves. What an encoder wrote into its samples, and into
their configuration (`avcC`, `esds`…), is not looked into.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.model.original import Blank
from generator.recordings.blanks import Buffer, few
from generator.recordings.boxes import Box, boxes, find, freed, inside, number, numbers
from generator.recordings.contents import surplus
from generator.recordings.faults import damaged, wrong_type
from generator.recordings.samples import track_id, unplayed

# What playing needs, by the box it stands in ("" is the file); these are looked into as well.
_KEPT: dict[bytes, frozenset[bytes]] = {
    b"": frozenset(b"ftyp styp moov moof mdat mfra sidx".split()),
    b"moov": frozenset(b"mvhd trak mvex".split()),
    b"trak": frozenset(b"tkhd edts mdia tapt".split()),
    b"tapt": frozenset(b"clef prof enof".split()),
    b"edts": frozenset(b"elst".split()),
    b"mdia": frozenset(b"mdhd hdlr minf".split()),
    b"minf": frozenset(b"vmhd smhd dinf stbl".split()),
    b"dinf": frozenset(b"dref".split()),
    b"dref": frozenset((b"url ", b"urn ", b"alis")),
    b"stbl": frozenset(b"stsd stts ctts cslg stss stsc stsz stz2 stco co64".split()),
    b"mvex": frozenset(b"mehd trex".split()),
    b"moof": frozenset(b"mfhd traf".split()),
    b"traf": frozenset(b"tfhd tfdt trun".split()),
    b"mfra": frozenset(b"tfra mfro".split()),
    b"stsd": frozenset(  # in its descriptions, whose own types are the codecs
        b"avcC hvcC lhvC vpcC av1C dvcC dvvC dvwC esds dOps dfLa alac dac3 dec3 dac4 wave"
        b" btrt pasp clap colr fiel clli mdcv".split()
    ),
    b"wave": frozenset(b"frma esds".split()),
}
_WHOLE = frozenset(b"ftyp styp mdat".split())  # brands, and what `samples` looks into
_COUNTED = 8  # version, flags and a count stand before the boxes of dref and stsd
_DESCRIBED = {b"vide": 78, b"soun": 28}  # kinds of tracks; what stands before such boxes
_OLD_SOUND = {1: 16, 2: 36}  # QuickTime's versions of it have more
_UNTOLD = {b"vide": ((8, 24), (42, 74)), b"soun": ((10, 16),)}  # vendor, the encoder's name


class Movie(NamedTuple):
    """What a file shows and what must go; `codec` is the video's, "" for audio."""

    codec: str
    blanks: tuple[Blank, ...]


def movie(data: Buffer) -> Movie:
    """The movie in a file that begins with a `ftyp` box; raises Faulty."""
    top = few(boxes(data, 0, len(data)))
    if data[top[0].body : top[0].body + 4] == b"qt  ":
        raise wrong_type("是 QuickTime（.mov）文件", "is a QuickTime file (.mov)")
    heads = [box for box in top if box.type == b"moov"]
    if len(heads) != 1 or not any(box.type == b"mdat" for box in top):
        raise damaged()
    tracks = few(box for box in inside(data, heads[0]) if box.type == b"trak")
    chapters = {id for track in tracks for id in _chapters(data, track)}
    played = [track for track in tracks if _is_played(data, track, chapters)]
    if not played:
        raise wrong_type("里没有画面，也没有声音", "holds neither pictures nor sound")
    found = few(_blanks(data, b"", 0, len(data), b""))
    found += (freed(data, track) for track in {*tracks} - {*played})
    found += few(unplayed(data, top, heads[0], played))
    video = next((track for track in played if _handler(data, track) == b"vide"), None)
    return Movie(_codec(data, video) if video else "", tuple(sorted(found)))


def _is_played(data: Buffer, track: Box, chapters: set[int]) -> bool:
    return _handler(data, track) in _DESCRIBED and track_id(data, track) not in chapters


def _chapters(data: Buffer, track: Box) -> Iterator[int]:
    """The tracks that hold the titles and pictures of this one's chapters."""
    box = find(data, track, b"tref", b"chap")
    if box:
        yield from numbers(data, box, box.body, (box.end - box.body) // 4)


def _blanks(data: Buffer, parent: bytes, start: int, end: int, kind: bytes) -> Iterator[Blank]:
    """What goes between two offsets in a box, which may be in a track of some kind."""
    for box in boxes(data, start, end):
        start = box.end
        if box.type not in _KEPT[parent]:
            yield freed(data, box)
        elif box.type == b"stsd":
            yield from _descriptions(data, box, kind)
        elif box.type in _KEPT:
            kind = _handler(data, box) if box.type == b"trak" else kind
            body = box.body + (_COUNTED if box.type == b"dref" else 0)
            yield from _blanks(data, box.type, body, box.end, kind)
        elif box.type not in _WHOLE:
            yield from surplus(data, box)
    if start < end:  # too short for a box
        yield Blank(start, end)


def _descriptions(data: Buffer, stsd: Box, kind: bytes) -> Iterator[Blank]:
    """What goes of the descriptions of samples; those of other kinds go with their track."""
    if kind not in _DESCRIBED:
        return
    for box in boxes(data, stsd.body + _COUNTED, stsd.end):
        body = box.body + _DESCRIBED[kind]
        if kind == b"soun" and not number(data, stsd.body, 1):
            body += _OLD_SOUND.get(number(data, box.body + 8, 2), 0)
        if body > box.end:
            raise damaged()
        yield from (Blank(box.body + start, box.body + end) for start, end in _UNTOLD[kind])
        yield from _blanks(data, b"stsd", body, box.end, kind)


def _handler(data: Buffer, track: Box) -> bytes:
    box = find(data, track, b"mdia", b"hdlr")
    return data[box.body + 8 : box.body + 12] if box else b""


def _codec(data: Buffer, track: Box) -> str:
    box = find(data, track, b"mdia", b"minf", b"stbl", b"stsd")
    return data[box.body + 12 : box.body + 16].decode("latin-1") if box else ""
