"""A file that was read: its text, and where in it every value stands."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from msgspec import Struct, field

from generator.model.problem import Path, Place

Data = None | str | list[Any] | dict[str, Any]  # what a file holds: every scalar is a text


class Mark(NamedTuple):
    """Where a value and its key stand, 1-based; `style` is YAML's (| > ' " or "" for plain)."""

    line: int
    column: int
    key_line: int
    key_column: int
    end_line: int
    style: str


class Source(Struct, frozen=True, dict=True):
    """`file` is relative to the root with "/" between folders; `marks` are keyed by data path."""

    file: str
    text: str
    marks: Mapping[Path, Mark] = field(default_factory=dict)
    values: Mapping[Path, str] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")

    def position(self, place: Place) -> tuple[int, int]:
        """Line and column of a place, 1-based; the nearest known parent where it has no mark."""
        if place.line:
            return place.line, max(place.column, 1)
        path = place.path
        while path and path not in self.marks:
            path = path[:-1]
        mark = self.marks.get(path)
        if mark is None:
            return 1, 1
        value = self.values.get(path)
        if value is not None and (place.offset or mark.style in _BLOCKS) and not place.at_key:
            return self._inside(mark, value[: place.offset])
        if place.at_key or path != place.path:
            return mark.key_line, mark.key_column
        return mark.line, mark.column

    def _inside(self, mark: Mark, before: str) -> tuple[int, int]:
        """Where a value goes on after `before`: as many marks that are no blanks stand before it.

        YAML folds lines, doubles quotes and strips blanks, and leaves all other characters alone.
        """
        count = sum(not char.isspace() for char in before)
        for line, column, char in self._characters(mark):
            if not char.isspace():
                if not count:
                    return line, column
                count -= 1
        return mark.line, mark.column

    def _characters(self, mark: Mark) -> Iterator[tuple[int, int, str]]:
        """The characters of a value as they stand in the file, from its first line on."""
        block = mark.style in _BLOCKS
        first, begin = (mark.line + 1, 0) if block else (mark.line, mark.column - 1)
        if mark.style in _WRITTEN:
            begin += 1
        for number in range(first, len(self.lines) + 1):
            line = self.lines[number - 1]
            for match in _WRITTEN.get(mark.style, _ANY).finditer(line, begin):
                yield number, match.start() + 1, _meant(match.group(), mark.style)
            begin = 0


def file_beside(file: str, name: str) -> str:
    """The path below the root of what `file` calls `name`: it lies beside it or further in."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), name.replace("\\", "/")))


_BLOCKS = ("|", ">")
_ANY = re.compile(r".")
_WRITTEN = {
    "'": re.compile(r"''|."),
    '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|.|$)|."),
}
_BLANK_ESCAPES = frozenset(
    ["\\n", "\\t", "\\ ", "\\", "\\r", "\\_", "\\N", "\\L", "\\P", "\\v", "\\f"]
)


def _meant(written: str, style: str) -> str:
    """The character that an escape of a quoted value stands for, as far as blanks go."""
    if style != '"' or not written.startswith("\\"):
        return written[0]
    if written[1:2] in ("x", "u", "U"):
        return chr(int(written[2:], 16))
    return " " if written in _BLANK_ESCAPES else written[-1]
