"""Pictures and recordings as their authors gave them: where they lie, what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from msgspec import Struct, msgpack


class Original(Struct, frozen=True, array_like=True):
    """`width` and `height` in pixels after rotation; `digest` is the SHA-256 of the file."""

    path: Path
    width: int
    height: int
    digest: str
    size: int


class Originals(Mapping[tuple[str, str], Original]):
    """Pictures by (key of a story or work, file as typed), those of each owner as bytes: `owners`.

    20,000 records take 16 MB and lie among the stories that were read with them, whose memory they
    hold; as bytes they are 4.
    """

    def __init__(self, owners: Mapping[str, bytes] = {}) -> None:
        self.owners = dict(owners)

    def of(self, owner: str) -> dict[str, Original]:
        """The pictures of a story or work by file as typed, in the order of their names."""
        return _PICTURES.decode(self.owners[owner]) if owner in self.owners else {}

    def own(self, owner: str, pictures: Mapping[str, Original]) -> None:
        """Adds pictures of a story or work."""
        if pictures:
            told = {**self.of(owner), **pictures}
            self.owners[owner] = msgpack.encode(dict(sorted(told.items())), enc_hook=str)

    def only(self, owners: Iterable[str]) -> Originals:
        """The pictures of these alone."""
        return Originals({each: self.owners[each] for each in owners if each in self.owners})

    def __getitem__(self, key: tuple[str, str]) -> Original:
        return self.of(key[0])[key[1]]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((owner, name) for owner in self.owners for name in self.of(owner))

    def __len__(self) -> int:
        return sum(len(self.of(owner)) for owner in self.owners)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Originals):  # of 20,000 none is opened
            return self.owners == other.owners
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def __or__(self, other: Originals) -> Originals:
        made = Originals(self.owners)
        made |= other
        return made

    def __ior__(self, other: Originals) -> Originals:
        for owner, pictures in other.owners.items():
            if self.owners.setdefault(owner, pictures) != pictures:  # two files of one id
                self.own(owner, other.of(owner))
        return self


def _opened(kind: type[Any], told: Any) -> Any:
    return kind(told)  # a path


_PICTURES = msgpack.Decoder(dict[str, Original], dec_hook=_opened)


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
