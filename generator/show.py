"""Problems → what people and machines read: terminal text, JSON, GitHub annotations."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from unicodedata import east_asian_width

from generator.model.problem import LEVELS, Lang, Problem, Words, harmless
from generator.model.source import Source

Sources = Mapping[str, Source]
_MEND = Words("怎么改：", "mend: ")
_BEFORE, _WIDTH = 24, 60  # characters of a line shown before the caret, and in all
_VISIBLE = str.maketrans({"\t": "→", "\u3000": "□", "\xa0": "·"})


def show(problems: Sequence[Problem], sources: Sources, format: str, lang: Lang) -> str:
    """All problems in one of FORMATS, sorted by file and place."""
    return FORMATS[format](in_order(problems, sources), sources, lang)


def in_order(problems: Sequence[Problem], sources: Sources) -> list[Problem]:
    """Problems by file, line and column, errors before warnings; repeated ones once."""
    unique = list(dict.fromkeys(problems))
    return sorted(
        unique, key=lambda p: (p.place.file, *_position(p, sources), p.level, p.id, p.message.zh)
    )


def summary(problems: Sequence[Problem], lang: Lang) -> str:
    """One line: how many errors and warnings."""
    errors = sum(p.level == "error" for p in problems)
    warnings = len(problems) - errors
    if not problems:
        return Words("没有发现问题", "no problems found").to(lang)
    english = f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
    return Words(f"{errors} 个错误，{warnings} 条提醒", english).to(lang)


def from_here(path: Path) -> str:
    """The path from the current folder; as it is where another drive of Windows holds it."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)


def _text(problems: Sequence[Problem], sources: Sources, lang: Lang) -> str:
    return harmless("".join(_block(p, sources, lang) for p in problems))


def _block(problem: Problem, sources: Sources, lang: Lang) -> str:
    """One problem: place, message, the line with a caret, the hint."""
    line, column = _position(problem, sources)
    level = LEVELS[problem.level].to(lang)
    file = problem.place.file.replace("\n", "\ufffd")  # no line of its own: a CI would obey it
    head = f"{file}:{line}:{column}  {level}[{problem.id}] {problem.message.to(lang)}\n"
    hint = problem.hint.to(lang)
    mend = f"      {_MEND.to(lang)}{hint}\n" if hint else ""
    return head + _excerpt(sources.get(problem.place.file), line, column) + mend


def _excerpt(source: Source | None, line: int, column: int) -> str:
    lines = source.lines if source else []
    if not 1 <= line <= len(lines) or not lines[line - 1].strip():
        return ""
    whole = lines[line - 1]
    begin = max(0, column - 1 - _BEFORE)
    shown = whole[begin : begin + _WIDTH].translate(_VISIBLE)
    number = f"{line:>5} | "
    caret = " " * (len(number) + _columns(shown[: column - 1 - begin])) + "^"
    return f"{number}{shown}\n{caret}\n"


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _json(problems: Sequence[Problem], sources: Sources, lang: Lang) -> str:
    rows = []
    for problem in problems:
        line, column = _position(problem, sources)
        rows.append(
            {
                "id": problem.id,
                "level": problem.level,
                "file": problem.place.file,
                "line": line,
                "column": column,
                "path": ".".join(str(step) for step in problem.place.path),
                "message": problem.message.to(lang),
                "hint": problem.hint.to(lang),
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _github(problems: Sequence[Problem], sources: Sources, lang: Lang) -> str:
    """GitHub's workflow commands; data and properties escaped as its toolkit does."""
    rows = []
    for problem in problems:
        line, column = _position(problem, sources)
        text = problem.message.to(lang)
        if hint := problem.hint.to(lang):
            text += f"\n{_MEND.to(lang)}{hint}"
        place = _data(problem.place.file).replace(":", "%3A").replace(",", "%2C")
        body = _data(text)
        rows.append(
            f"::{problem.level} file={place},line={line},col={column},title={problem.id}::{body}\n"
        )
    return "".join(rows)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _position(problem: Problem, sources: Sources) -> tuple[int, int]:
    source = sources.get(problem.place.file)
    if source is None:
        return max(problem.place.line, 1), max(problem.place.column, 1)
    return source.position(problem.place)


FORMATS: dict[str, Callable[[Sequence[Problem], Sources, Lang], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
