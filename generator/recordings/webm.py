"""WebM (RFC 9559): which elements name places, devices, people, programs.

What ffmpeg makes of a phone's video carries its place in `Tags`; titles, names of files, chapters
and attachments stand elsewhere. Only elements that playing needs are kept, of the first segment
alone, and blocks of pictures and sound; all others become `Void`, so that no offset moves. What an
encoder wrote into its blocks, and into their configuration, is not looked into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.original import Blank
from generator.recordings.blanks import Buffer
from generator.recordings.comments import emptied
from generator.recordings.elements import (
    CLUSTER,
    SEGMENT,
    Element,
    elements,
    inside,
    told,
    track_of,
    voided,
)
from generator.recordings.faults import damaged, wrong_type
from generator.recordings.movies import Movie

_HEADER, _DOCTYPE = 0x1A45DFA3, 0x4282
_SEEK_HEAD, _SEEK, _INFO, _TRACKS, _CUES = 0x114D9B74, 0x4DBB, 0x1549A966, 0x1654AE6B, 0x1C53BB6B
_CUE, _CUE_PLACE = 0xBB, 0xB7
_TRACK, _TRACK_NUMBER, _TRACK_TYPE, _CODEC, _PRIVATE = 0xAE, 0xD7, 0x83, 0x86, 0x63A2
_PACKED, _PICTURE, _ALPHA, _COLOUR, _MASTERING, _SOUND = 0x6D80, 0xE0, 0x53C0, 0x55B0, 0x55D0, 0xE1
_BLOCK, _SIMPLE_BLOCK, _GROUP = 0xA1, 0xA3, 0xA0
_ADDITIONS, _ADDITION, _ADDITION_ID, _ADDED = 0x75A1, 0xA6, 0xEE, 0xA5
_MUXERS = {0x4D80, 0x5741}  # a file must name the programs it was made with: by no name
_VIDEO, _AUDIO = 1, 2

_IN_CLUSTER = {0xE7, 0xA7, 0xAB, _SIMPLE_BLOCK, _GROUP}  # its time, place, the one before
# What playing needs, by the element it stands in; these are looked into as well.
_KEPT: dict[int, set[int]] = {
    _HEADER: {0x4286, 0x42F7, 0x42F2, 0x42F3, _DOCTYPE, 0x4287, 0x4285},  # versions
    SEGMENT: {_SEEK_HEAD, _INFO, _TRACKS, _CUES, CLUSTER, *_IN_CLUSTER},  # or a live cluster's
    _SEEK_HEAD: {_SEEK},
    _SEEK: {0x53AB, 0x53AC},
    _INFO: {0x2AD7B1, 0x4489, *_MUXERS},  # the scale of times, how long it is
    _TRACKS: {_TRACK},
    _TRACK: {_TRACK_NUMBER, 0x73C5, _TRACK_TYPE, _CODEC, _PRIVATE, _PICTURE, _SOUND}
    | {0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x6DF8}  # flags; how much is to be kept
    | {0x23E383, 0x234E7A, 0x23314F, 0x55EE, 0xAA, 0x56AA, 0x56BB},  # durations and delays
    _PICTURE: {0x9A, 0x9D, 0x53B8, _ALPHA, _COLOUR, 0x2383E3}
    | {0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD, 0x54B0, 0x54BA, 0x54B2, 0x54B3},  # its size
    _COLOUR: {*range(0x55B1, 0x55BE), _MASTERING},
    _MASTERING: {*range(0x55D1, 0x55DB)},
    _SOUND: {0xB5, 0x78B5, 0x9F, 0x6264},
    CLUSTER: _IN_CLUSTER,
    _GROUP: {_BLOCK, 0x9B, 0xFA, 0xFB, 0x75A2, _ADDITIONS},  # duration, what it refers to
    _ADDITIONS: {_ADDITION},
    _ADDITION: {_ADDITION_ID, _ADDED},
    _CUES: {_CUE},
    _CUE: {0xB3, _CUE_PLACE},
    _CUE_PLACE: {0xF7, 0xF1, 0xF0, 0xB2, 0x5378},
}
_WIDE = {_DOCTYPE, _CODEC, _PRIVATE, _BLOCK, _SIMPLE_BLOCK, _ADDED, *_MUXERS, *_KEPT}
_NUMBER = 8  # bytes; all others are numbers


class _Track(NamedTuple):
    """What is told of a track; blocks of one with `alpha` have its pictures' transparency."""

    number: int
    type: int
    codec: str
    alpha: bool


def webm(data: Buffer) -> Movie:
    """The movie in a file that begins with an EBML header; raises Faulty."""
    top = list(elements(data, 0, len(data)))
    doctype = next((e for e in inside(data, top[0]) if e.id == _DOCTYPE), None)
    if doctype is None or data[doctype.body : doctype.end].rstrip(b"\0") != b"webm":
        raise wrong_type("是 MKV 文件，浏览器放不了", "is Matroska, which browsers do not play")
    segment = next((e for e in top if e.id == SEGMENT), None)
    if segment is None:
        raise damaged()
    parts = list(inside(data, segment))
    entries = next((e for e in parts if e.id == _TRACKS), None)
    if entries is None or not any(e.id == CLUSTER for e in parts):
        raise damaged()
    told_of = (_track(data, e) for e in inside(data, entries) if e.id == _TRACK)
    tracks = {track.number: track for track in told_of if track.type in (_VIDEO, _AUDIO)}
    if not tracks:
        raise wrong_type("里没有画面，也没有声音", "holds neither pictures nor sound")
    found = [voided(e) for e in top if e not in (top[0], segment)]
    for kept in (top[0], segment):
        found += _blanks(data, kept, tracks)
    codec = next((track.codec for track in tracks.values() if track.type == _VIDEO), "")
    return Movie(codec, tuple(sorted(found)))


def _track(data: Buffer, entry: Element) -> _Track:
    parts = {e.id: e for e in inside(data, entry)}
    if _PACKED in parts:
        raise wrong_type("是加密或压缩过的，浏览器放不了", "is encrypted or packed")
    numbers = (_TRACK_NUMBER, _TRACK_TYPE)
    number, type = (told(data, parts[id]) if id in parts else 0 for id in numbers)
    codec = data[parts[_CODEC].body : parts[_CODEC].end] if _CODEC in parts else b""
    picture = inside(data, parts[_PICTURE]) if _PICTURE in parts else ()
    alpha = any(e.id == _ALPHA and told(data, e) for e in picture)
    return _Track(number, type, codec.rstrip(b"\0").decode("latin-1"), alpha)


def _blanks(data: Buffer, parent: Element, tracks: dict[int, _Track]) -> Iterator[Blank]:
    codec = _track(data, parent).codec if parent.id == _TRACK else ""
    for element in inside(data, parent):
        id = element.id
        known = id in _KEPT[parent.id] and (id in _WIDE or element.end - element.body <= _NUMBER)
        if not known or not _is_played(data, element, tracks):
            yield voided(element)
        elif id in _KEPT:
            yield from _blanks(data, element, tracks)
        elif id in _MUXERS:
            yield Blank(element.body, element.end)
        elif id == _PRIVATE:
            yield from _configuration(data, element, codec)
        if id == _GROUP:
            yield from _additions(data, element, tracks)


def _is_played(data: Buffer, element: Element, tracks: dict[int, _Track]) -> bool:
    """Whether an element that may stay does: blocks and their tracks have to be played."""
    if element.id == _TRACK:
        track = _track(data, element)
        return tracks.get(track.number) == track
    if element.id == _SIMPLE_BLOCK:
        return track_of(data, element) in tracks
    if element.id == _GROUP:
        numbers = {track_of(data, block) for block in _blocks(data, element)}
        return bool(numbers) and numbers <= tracks.keys()
    if element.id == _ADDITION:
        ids = (told(data, e, 1) for e in inside(data, element) if e.id == _ADDITION_ID)
        return all(id == 1 for id in ids)
    return True


def _blocks(data: Buffer, group: Element) -> Iterator[Element]:
    return (e for e in inside(data, group) if e.id == _BLOCK)


def _additions(data: Buffer, group: Element, tracks: dict[int, _Track]) -> Iterator[Blank]:
    """What stands beside a block is its transparency, or of no use."""
    known = (tracks.get(track_of(data, block)) for block in _blocks(data, group))
    if not all(track and track.alpha for track in known):
        yield from (voided(e) for e in inside(data, group) if e.id == _ADDITIONS)


def _configuration(data: Buffer, private: Element, codec: str) -> Iterator[Blank]:
    """Vorbis has its comments in there, between two packets; see 5.1.2 of Matroska's codecs."""
    if codec == "A_VORBIS":
        content = data[private.body : private.end]
        laced = re.match(rb"\x02(\xff*[^\xff])(\xff*[^\xff])", content)
        if laced is None:
            raise damaged()
        start = laced.end() + sum(laced[1])
        end = start + sum(laced[2])
        clean = emptied(content[start:end])
        yield Blank(private.body + start, private.body + start + len(clean), clean)
    elif codec != "A_OPUS" and not codec.startswith("V_"):
        yield voided(private)
