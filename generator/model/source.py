"""A file that was read: its text, and where in it every value stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.model.problem import Path, Place


class Mark(NamedTuple):
    """Where a value and its key stand, 1-based; `style` is YAML's (| > ' " or "" for plain)."""

    line: int
    column: int
    key_line: int
    key_column: int
    end_line: int
    style: str


@dataclass(frozen=True)
class Source:
    """`file` is relative to the root with "/" between folders; `marks` are keyed by data path."""

    file: str
    text: str
    marks: Mapping[Path, Mark] = field(default_factory=dict)
    values: Mapping[Path, str] = field(default_factory=dict)

    @property
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
        if place.at_key or path != place.path:
            return mark.key_line, mark.key_column
        return self._inside(mark, path, place.offset)

    def _inside(self, mark: Mark, path: Path, offset: int) -> tuple[int, int]:
        """Moves `offset` characters into a value; exact in literal blocks, by search elsewhere."""
        value = self.values.get(path, "")
        if not offset and mark.style not in "|>":
            return mark.line, mark.column
        lines = self.lines
        start = value.rfind("\n", 0, offset) + 1
        if mark.style == "|":
            line = mark.line + 1 + value.count("\n", 0, offset)
            shown = lines[line - 1] if line <= len(lines) else ""
            text = value[start:].split("\n", 1)[0]
            return line, max(shown.find(text), 0) + offset - start + 1
        word = value[offset:].split("\n")[0].split(" ")[0][:8]
        for number in range(mark.line, min(mark.end_line, len(lines)) + 1):
            column = lines[number - 1].find(word) if word else -1
            if column >= 0:
                return number, column + 1
        return mark.line, mark.column
