"""MP3: frames of sound; whatever stands before, between and after them is none.

Tags are ID3v2 at either end (more than one, where programs disagreed), ID3v1, APE and Lyrics3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from generator.model.original import Blank
from generator.recordings.blanks import Buffer
from generator.recordings.faults import damaged, wrong_type

_HEAD = re.compile(  # layer III: sync word and version, then two rates
    rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][%s]"
    % b"".join(b"\\x%x0-\\x%xb" % (rate, rate) for rate in range(1, 15))
)
_KBITS = (
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
)
_HERTZ = (44_100, 48_000, 32_000)
_AFTER = (b"TAG", b"ID3", b"APETAGEX", b"LYRICSBEGIN", bytes(4))  # what may follow the last frame
_ID3 = 10  # the length of its head, and of its foot
_PLACES = (21, 14, 7, 0)  # of the bytes of its size, 7 bits each
_ID3V1 = 128


def mp3(data: Buffer) -> tuple[Blank, ...]:
    """All that is no frame of sound; an ID3v2 before and an ID3v1 after it stay, as empty ones."""
    spans = list(_spans(data, _after_tags(data, 0)))
    if not spans:
        raise wrong_type("里没有 MP3 声音", "holds no MP3 sound")
    first, end = spans[0][0], len(data)
    found = [Blank(before, after) for (_, before), (after, _) in pairwise([*spans, (end, end)])]
    if data[end - _ID3V1 :][:3] == b"TAG" and spans[-1][1] <= end - _ID3V1:
        found[-1] = found[-1]._replace(end=end - _ID3V1)
        found.append(Blank(end - _ID3V1 + 3, end))
    if first:
        found.append(Blank(0, first, _padding(first)))
    return tuple(blank for blank in found if blank.start < blank.end)


def _padding(length: int) -> bytes:
    """The head of an ID3v2 tag of some length, if it is long enough for one."""
    size = bytes((length - _ID3) >> place & 0x7F for place in _PLACES)
    return b"ID3\x03\0\0" + size if length >= _ID3 else b""


def _after_tags(data: Buffer, at: int) -> int:
    """Where ID3v2 tags that begin at an offset end."""
    while data[at : at + 3] == b"ID3":
        flags, *size = data[at + 5 : at + _ID3].ljust(5, b"\0")
        at += _ID3 + sum((byte & 0x7F) << place for byte, place in zip(size, _PLACES, strict=True))
        at += _ID3 if flags & 0x10 else 0
    if at > len(data):
        raise damaged()
    return at


def _spans(data: Buffer, at: int) -> Iterator[tuple[int, int]]:
    """Where frames stand side by side."""
    while head := _HEAD.search(data, at):
        start = at = head.start()
        while end := _frame(data, at):
            at = end
        if start < at:
            yield start, at
        at = _after_tags(data, max(at, start + 1))


def _frame(data: Buffer, at: int) -> int:
    """Where the frame at an offset ends, 0 if there is none: another one, a tag or nothing follows.

    So neither a tag's bytes that look like a frame are one, nor a frame into which a tag was
    written.
    """
    if not _HEAD.match(data, at):
        return 0
    version, rates = data[at + 1] >> 3 & 3, data[at + 2]
    newest = version == 3  # MPEG-1; 2 is MPEG-2, 0 is 2.5
    hertz = _HERTZ[rates >> 2 & 3] >> (0 if newest else 1 if version else 2)
    bits = _KBITS[newest][rates >> 4] * 1000
    end = at + (144 if newest else 72) * bits // hertz + (rates >> 1 & 1)
    next = data[end : end + 11]
    alike = _HEAD.match(next) and next[1] >> 3 & 3 == version and not (next[2] ^ rates) & 12
    return end if alike or end == len(data) or next.startswith(_AFTER) else 0
