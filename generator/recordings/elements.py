"""WebM (RFC 8794, RFC 9559): where tags, attachments and the date of recording stand.

What ffmpeg makes of a phone's video carries its place in `Tags`. Such elements become `Void`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.model.original import Blank
from generator.recordings.blanks import Buffer
from generator.recordings.boxes import Movie
from generator.recordings.faults import damaged, wrong_type

_EBML, _SEGMENT, _CLUSTER, _INFO = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1549A966
_TRACKS, _DOCTYPE, _VOID, _DATE = 0x1654AE6B, 0x4282, 0xEC, 0x4461
_TRACK, _TRACK_TYPE, _CODEC = 0xAE, 0x83, 0x86
_KEPT = {_CLUSTER, _INFO, _TRACKS, 0x114D9B74, 0x1C53BB6B, 0x1043A770}  # seek head, cues, chapters
_VIDEO = 1


class Element(NamedTuple):
    """An element: its id, where it starts, where its content starts, where it ends."""

    id: int
    start: int
    body: int
    end: int


def webm(data: Buffer) -> Movie:
    """The movie in a file that begins with an EBML header; raises Faulty."""
    top = list(_elements(data, 0, len(data)))
    doctype = next((e for e in _inside(data, top[0]) if e.id == _DOCTYPE), None)
    if doctype is None or data[doctype.body : doctype.end].rstrip(b"\0") != b"webm":
        raise wrong_type("是 MKV 文件，浏览器放不了", "is Matroska, which browsers do not play")
    segment = next((e for e in top if e.id == _SEGMENT), None)
    if segment is None:
        raise damaged()
    parts = list(_inside(data, segment))
    tracks = next((e for e in parts if e.id == _TRACKS), None)
    if tracks is None or not any(e.id == _CLUSTER for e in parts):
        raise damaged()
    return Movie(_video_codec(data, tracks), tuple(sorted(_blanks(data, parts))))


def _blanks(data: Buffer, parts: list[Element]) -> Iterator[Blank]:
    """Elements of four bytes' ids are the segment's own; shorter ones are a live cluster's."""
    for part in parts:
        if part.id == _INFO:
            dates = (e for e in _inside(data, part) if e.id == _DATE)
            yield from (Blank(e.body, e.end) for e in dates)
        elif part.id == _VOID:
            yield Blank(part.body, part.end)
        elif part.id > 0xFFFFFF and part.id not in _KEPT:
            yield _voided(part)


def _voided(part: Element) -> Blank:
    """`Void` with a size of 8 bytes at most, over the whole element."""
    whole = part.end - part.start
    width = min(8, part.body - part.start - 1)
    size = whole - 1 - width
    return Blank(part.start, part.end, bytes([_VOID]) + (size | 1 << 7 * width).to_bytes(width))


def _video_codec(data: Buffer, tracks: Element) -> str:
    for track in _inside(data, tracks):
        if track.id == _TRACK:
            told = {e.id: data[e.body : e.end] for e in _inside(data, track)}
            if int.from_bytes(told.get(_TRACK_TYPE, b"")) == _VIDEO:
                return told.get(_CODEC, b"").decode("latin-1")
    return ""


def _inside(data: Buffer, element: Element) -> Iterator[Element]:
    return _elements(data, element.body, element.end)


def _elements(data: Buffer, start: int, end: int) -> Iterator[Element]:
    """The elements between two offsets.

    A segment of unknown size reaches to the end; a cluster of unknown size ends with its header,
    so that its blocks follow as if they were its neighbours.
    """
    at = start
    while at < end:
        id, body = _number(data, at, keep=True)
        size, body = _number(data, body)
        if size == (1 << 7 * (body - at - _width(data, at))) - 1:
            size = 0 if id == _CLUSTER else end - body
        if body + size > end:
            raise damaged()
        yield Element(id, at, body, body + size)
        at = body + size


def _number(data: Buffer, at: int, keep: bool = False) -> tuple[int, int]:
    """A number of variable length and the offset after it; an id keeps its marker bit."""
    width = _width(data, at)
    if at + width > len(data):
        raise damaged()
    value = int.from_bytes(data[at : at + width])
    return value if keep else value & ((1 << 7 * width) - 1), at + width


def _width(data: Buffer, at: int) -> int:
    if at >= len(data) or not data[at]:
        raise damaged()
    return 9 - data[at].bit_length()
