"""Problems of authors as values: where, how bad, what is wrong, what to type instead."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from msgspec import Struct

Level = Literal["error", "warning"]
Lang = Literal["zh", "en"]
Path = tuple[str | int, ...]
# What a terminal obeys instead of showing it, and what turns text around; line ends and tabs stay.
_OBEYED = dict.fromkeys(
    (*range(9), *range(11, 32), *range(127, 160), *range(0x2028, 0x202F), *range(0x2066, 0x206A)),
    "\ufffd",
)


def is_below(path: Path, others: Iterable[Path]) -> bool:
    """Whether a path into data is one of the others or leads on from it."""
    return any(path[: len(other)] == other for other in others)


def harmless(text: str) -> str:
    """The text for a terminal, as long as it was: what would command it is shown as �."""
    return text if text.isprintable() else text.translate(_OBEYED)


class Words(NamedTuple):
    """One sentence in both languages of the program's messages."""

    zh: str
    en: str

    def to(self, lang: Lang) -> str:
        """The sentence in `lang`."""
        return self.zh if lang == "zh" else self.en


NO_WORDS = Words("", "")
LEVELS: dict[Level, Words] = {
    "error": Words("错误", "error"),
    "warning": Words("提醒", "warning"),
}
# What stands before a word of tools/project.py where the officer types it.
MAKE = "showcase" if sys.platform == "win32" else "make"


def did_you_mean(near: str) -> Words:
    """The hint that somebody may have meant another word."""
    return Words(f"是不是“{near}”？", f"did you mean “{near}”?")


def in_a_list(names: Sequence[str]) -> Words:
    """The hint to type several as a list."""
    typed = ", ".join(names)
    return Words(f"写成  [{typed}]", f"type  [{typed}]")


class Place(Struct, frozen=True):
    """A spot in a file: `file` relative to the root with "/", `path` into its data.

    `line` and `column` (1-based) are given where there is no data to point into (a file that is
    not YAML); else they are 0 and looked up from the file's marks when the problem is shown.
    `at_key` points at the key instead of its value. `offset` moves into a text,
    in characters.
    """

    file: str
    path: Path = ()
    line: int = 0
    column: int = 0
    at_key: bool = False
    offset: int = 0


class Finding(Struct, frozen=True):
    """What a check found: a place, a message in the author's words, a hint that mends it."""

    place: Place
    message: Words
    hint: Words = NO_WORDS


class Problem(Struct, frozen=True):
    """A finding with the name of its check and its level, ready to be shown."""

    id: str
    level: Level
    place: Place
    message: Words
    hint: Words = NO_WORDS
