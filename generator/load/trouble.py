"""How the readers report: problems with a place, and a stop for files that cannot be read on."""

from __future__ import annotations

from typing import Any

from generator.model.problem import NO_WORDS, Level, Path, Place, Problem, Words
from generator.model.source import Source


class Unreadable(Exception):
    """A file that cannot be read; carries the problems. Never leaves `load`.

    `read` is what stands behind the slips, data and source, where that could be made out.
    """

    def __init__(self, *problems: Problem, read: tuple[Any, Source] | None = None) -> None:
        super().__init__(*(p.message.en for p in problems))
        self.problems = problems
        self.read = read


def problem(
    id: str,
    file: str,
    message: Words,
    hint: Words = NO_WORDS,
    *,
    line: int = 1,
    column: int = 1,
    level: Level = "error",
) -> Problem:
    """A problem at a line of a file."""
    return Problem(id, level, Place(file, line=line, column=column), message, hint)


def problem_at(
    id: str,
    file: str,
    path: Path,
    message: Words,
    hint: Words = NO_WORDS,
    *,
    at_key: bool = False,
) -> Problem:
    """An error at a value (or key) of a file's data."""
    return Problem(id, "error", Place(file, path, at_key=at_key), message, hint)
