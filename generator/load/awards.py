"""stories/awards/*.yml → Awards: read like stories, their templates looked for beside them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from generator.load.folder import relative, yaml_files
from generator.load.paths import beside
from generator.load.trouble import problem_at
from generator.model.problem import Problem, Words, did_you_mean
from generator.model.source import Data, Source

if TYPE_CHECKING:
    from generator.model.award import Award

Read = Callable[[Path], tuple[Data, Source] | None]
_MISPLACED = frozenset({"file-missing", "photo-path"})


def read_awards(
    root: Path, read: Read, sources: dict[str, Source], problems: list[Problem]
) -> tuple[Award, ...]:
    """The calls of a root by file name; `read` gives a file's data, problems are noted."""
    from generator.load.shape import shape
    from generator.model.award import (  # a build without calls needs no such records
        AWARDS_FOLDER,
        Award,
    )

    awards = []
    for path in yaml_files(root / AWARDS_FOLDER):
        data = read(path)
        if data is None:
            continue
        given = {"file": relative(path, root)}
        award, source, found = shape(Award, data[0], data[1], given)
        sources[source.file] = source
        problems += found
        if award is not None:
            problems += _templates(award, path.parent)
            awards.append(award)
    return tuple(awards)


def _templates(award: Award, folder: Path) -> Iterator[Problem]:
    """What is wrong with the blanks that a call names."""
    for number, document in enumerate(award.documents):
        if document.template is None:
            continue
        place = beside(folder, document.template)
        if isinstance(place, tuple):
            id, message, hint = place
            at = ("documents", number, "template")
            hint = _where(folder, document.template) if id in _MISPLACED else hint
            yield problem_at(id, award.file, at, message, hint)


def _where(folder: Path, typed: str) -> Words:
    """Where a blank lies that is not where the call says: the one of nearly that name, if any."""
    blanks = [relative(path, folder) for path in sorted(folder.rglob("*.docx"))]
    if near := difflib.get_close_matches(typed.replace("\\", "/"), blanks, n=1, cutoff=0.6):
        return did_you_mean(near[0])
    return Words(
        "把空白表放到 stories/awards 里，从那里写起，例如  forms/blank.docx",
        "put the blank into stories/awards and name it from there, e.g.  forms/blank.docx",
    )
