"""Pictures and recordings as their authors gave them: where they lie, what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct


class Original(Struct, frozen=True):
    """`width` and `height` in pixels after rotation; `digest` is the SHA-256 of the file."""

    path: Path
    width: int
    height: int
    digest: str
    size: int


class Blank(NamedTuple):
    """Bytes from `start` to `end` that a copy has as `head` and zeros."""

    start: int
    end: int
    head: bytes = b""


class Recording(Struct, frozen=True):
    """A video or a sound as its author gave it.

    `type` is its media type, `ending` that of a file name, `codec` the video's as the file names it
    ("" for sound), `size` in bytes. `blanks` name places and devices; `digest` is the SHA-256 of
    the copy without them.
    """

    path: Path
    kind: Literal["video", "audio"]
    type: str
    ending: str
    codec: str
    digest: str
    size: int
    blanks: tuple[Blank, ...] = ()


class Captions(Struct, frozen=True):
    """What is said in a recording: WebVTT of its cues alone, and their words, a cue a line.

    `file` is as long as the text it was read from, line for line: what is no cue's is blank there.
    """

    text: str
    cues: tuple[str, ...]
    file: str
