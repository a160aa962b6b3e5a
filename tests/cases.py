"""Cases of checks as documents: tests/cases/<id>.md holds YAML in and the exact terminal text out.

A case may hold its English text as well, in a block of `en` behind the Chinese one; that of each
sentence stands there once, in the first case that tells it. `python -m tests.cases` rewrites what
comes out, in all files or in those of the ids named; read the difference before you commit it. The
YAML is completed as the examples of help pages are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.proof import check_site
from generator.show import show
from tests.examples import make_example

FOLDER = Path(__file__).parent / "cases"
TODAY = date(2026, 6, 1)
_CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n\n```yaml\n(?P<given>.*?)```\n\n```\n(?P<told>.*?)```\n"
    r"(?:\n```en\n(?P<english>.*?)```\n)?",
    re.M | re.S,
)


@dataclass(frozen=True)
class Case:
    """What is given, and what `check` tells of it; nothing where nothing is wrong.

    `english` is None where the case does not hold it.
    """

    id: str
    title: str
    given: str
    told: str
    english: str | None


def cases(id: str) -> list[Case]:
    """The cases of a file, in their order."""
    return list(_read(id, path_of(id).read_text(encoding="utf-8")))


def tried(case: Case) -> Case:
    """The case with the terminal texts as they come out."""
    with TemporaryDirectory() as folder:
        make_example(Path(folder), case.given)
        checked = check_site(Path(folder), TODAY)
        chinese = show(checked.problems, checked.sources, "text", "zh")
        english = show(checked.problems, checked.sources, "text", "en")
    return replace(case, told=chinese, english=None if case.english is None else english)


def path_of(id: str) -> Path:
    """The file of an id's cases."""
    return FOLDER / f"{id}.md"


def rewrite(id: str) -> None:
    """Writes a file anew with what its cases tell today."""
    path_of(id).write_text(text_of(map(tried, cases(id))), "utf-8")


def text_of(cases: Iterable[Case]) -> str:
    """The document of some cases of one id."""
    listed = list(cases)
    return f"# {listed[0].id}\n" + "".join(map(_text_of_one, listed))


def _text_of_one(case: Case) -> str:
    text = f"\n## {case.title}\n\n```yaml\n{case.given}```\n\n```\n{case.told}```\n"
    return text if case.english is None else f"{text}\n```en\n{case.english}```\n"


def _read(id: str, text: str) -> Iterator[Case]:
    for match in _CASE.finditer(text):
        yield Case(id, **match.groupdict())


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(path.stem for path in FOLDER.glob("*.md")):
        rewrite(name)
