"""Captions: WebVTT, its cues alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.original import Captions
from generator.model.problem import Words
from generator.recordings.faults import RecordingFault

MOST_CAPTIONS = 2_000_000  # bytes; an hour of talk is 60,000
# Bounds, for a hostile line of 2 MB would be read to its end from each of its signs: for hours.
_TIME = r"(?:\d{1,4}:)?\d\d:\d\d\.\d{3}"
_CUE = re.compile(
    rf"(?P<from>{_TIME})[ \t]+-->[ \t]+(?P<to>{_TIME})"
    r"(?P<settings>[^\n]{0,300})\n(?P<words>(?:[^\n]+\n?)+)"
)
_TAG = re.compile(r"<[^<>\n]*>")
_SIGN = re.compile(r"[^\n]")
_MADE_SO = Words(
    "字幕文件的第一行是 WEBVTT，空一行，再写  00:00:01.000 --> 00:00:04.000  和字幕",
    "WEBVTT on the first line, a blank one, then  00:00:01.000 --> 00:00:04.000  and the words",
)


def captions(text: str) -> Captions | RecordingFault:
    """The captions in a file's text, cues alone: notes, styles and regions are left out."""
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        return _fault(
            Words("不是 WebVTT 字幕（SRT 要先转换）", "is no WebVTT (SRT must be converted)")
        )
    found = list(_cues(text))
    if not found:
        return _fault(Words("里没有一句字幕", "holds no caption"))
    blocks = (
        f"{m['from']} --> {m['to']}{m['settings'].rstrip()}\n{m['words'].rstrip()}\n" for m in found
    )
    words = (_TAG.sub("", " ".join(match["words"].split("\n"))).strip() for match in found)
    return Captions("WEBVTT\n\n" + "\n".join(blocks), tuple(words), _blanked(text, found))


def _cues(text: str) -> Iterator[re.Match[str]]:
    """The cue of each block after the first, where it has one."""
    at = 0
    for gap in re.finditer(r"\n{2,}|\Z", text):
        if at and (match := _CUE.search(text, at, gap.start())):
            yield match
        at = gap.end()


def _blanked(text: str, cues: list[re.Match[str]]) -> str:
    """The text with nothing but the words and settings of its cues, all else blank."""
    pieces, at = [], 0
    for start, end in (match.span(name) for match in cues for name in ("settings", "words")):
        pieces += [_SIGN.sub(" ", text[at:start]), text[start:end]]
        at = end
    return "".join([*pieces, _SIGN.sub(" ", text[at:])])


def _fault(detail: Words) -> RecordingFault:
    return RecordingFault("captions", detail, _MADE_SO)
