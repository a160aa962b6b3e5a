"""Reading on behind a slip: what the next run would tell of a file is told in this one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from msgspec.structs import replace

from generator.load.below import (
    commented,
    indents,
    is_field,
    named_rows,
    spaces,
    text_around,
    without_sign,
)
from generator.load.bytes import MAX_BYTES
from generator.load.level import level_of
from generator.load.marks import Places
from generator.load.names import names
from generator.load.slips import NO_WORDS_IN, ODD_SPACE, no_colon, slip_in_line
from generator.load.slips_above import NUMBERED
from generator.load.slips_pasted import MERGE, table_rows, unopened
from generator.load.trouble import Unreadable
from generator.model.problem import Problem, Words
from generator.model.source import Mark, Source

MOST_SLIPS = 60  # told in one run: a story without one plain colon has some forty
MOST_ROWS = 8  # named of one slip
MOST_READ = 2_000_000  # characters: for each slip the text is read again, 0.6 s for all of them
_Read = Callable[..., tuple[Any, Source, list[Problem]]]
_MANY = 3  # lines: that a tab is a level of fewer is a guess
_OPENING, _CLOSING = "｛（【〔(", "｝）】〕)"
_DASH = re.compile(rf"\S[{ODD_SPACE}\t ]*")
_KEY_IN_BRACES = re.compile(r"\{.*?(?P<key>[^\s:：；;,，{}]+)\s*$")
_WITH_VALUE = re.compile(r"(?P<head>\s*(?:- )?(?:[^\s\"'#\[{:：]+: +)?)(?P<value>\S.*)$")
_TO_QUOTE = frozenset(
    "bad-start text-after colon-in-value unclosed-quote unclosed-bracket escape"
    " yaml-alias anchor tag".split()
)
_LIKE_KEY = re.compile(r" *[^\s:：\"'#]{1,12}:(?:\s|$)")
_PART = re.compile(r"[^\s\"'#{[:：]{1,12}: ")
_OPENS = re.compile(r"[^\"'#:]+:\s*$")


def read_on(text: str, told: Sequence[Problem], mended: Places, read: _Read) -> Unreadable:
    """All that is wrong with a text: what is `told`, of which the last ended the reading, and more.

    That slip is mended in a copy as its author will have mended it, and the copy is read on; not
    where nobody can know how, for what a parser says behind a wrong guess would mislead. `mended`
    are the places of slips that the text held before.
    """
    *earlier, found = told
    lines, place = text.split("\n"), (found.place.line, found.place.column)
    if mended and place <= mended[-1]:  # so that was not the slip
        return Unreadable(*earlier)
    again = len(mended) + 1
    few = again <= MOST_SLIPS and again * len(text) <= MOST_READ and len(text) <= MAX_BYTES
    mend = _mend_of(lines, found) if few else None
    if mend is None:
        return Unreadable(*told)
    try:
        data, source, problems = read(mend.copy(lines), mended=(*mended, place))
        behind = Unreadable(*problems, read=(data, source))
    except Unreadable as stop:
        behind = stop
    typed = behind.read and (behind.read[0], mend.source(behind.read[1], text))
    return Unreadable(mend.told(found), *map(mend.problem, behind.problems), read=typed)


class _Mend(NamedTuple):
    """Mended lines by row, from 0; `begin` is the column, from 1, behind which that was done."""

    lines: Mapping[int, str]
    begin: int
    more: Mapping[int, int]

    def copy(self, typed: Sequence[str]) -> str:
        """The whole text, mended."""
        return "\n".join(self.lines.get(row, line) for row, line in enumerate(typed))

    def told(self, found: Problem) -> Problem:
        """The problem that is mended, with the other lines that were."""
        rows = [row for row in sorted(self.lines) if row + 1 != found.place.line]
        if not rows or found.id in ("heading-cut", "not-list"):  # which names them
            return found
        zh, en = named_rows(rows[:MOST_ROWS])
        if rows[MOST_ROWS:]:
            zh, en = f"{zh}等共 {len(rows)} 行", f"{en} and others, {len(rows)} in all"
        said = Words(
            f"{found.message.zh}；{zh}的缩进也不对",
            f"{found.message.en}; wrong as well is the indent of {en}",
        )
        return replace(found, message=said)

    def problem(self, found: Problem) -> Problem:
        """A problem of the mended text at its place in the typed one."""
        place = found.place
        return replace(found, place=replace(place, column=self._typed(place.line, place.column)))

    def source(self, mended: Source, typed: str) -> Source:
        """The typed text with the marks of the mended one."""
        marks = {path: self._mark(mark) for path, mark in mended.marks.items()}
        return replace(mended, text=typed, marks=marks)

    def _mark(self, mark: Mark) -> Mark:
        return mark._replace(
            column=self._typed(mark.line, mark.column),
            key_column=self._typed(mark.key_line, mark.key_column),
        )

    def _typed(self, line: int, column: int) -> int:
        more = self.more.get(line - 1, 0)
        return max(column - more, 1) if column > self.begin else column


def _mend_of(lines: list[str], found: Problem) -> _Mend | None:
    row, at = found.place.line - 1, found.place.column - 1
    if row >= len(lines) or MERGE.match(lines[row]):
        return None
    if found.id == "bad-start" and NO_WORDS_IN.fullmatch(lines[row]):
        return _Mend({row: ""}, 0, {})
    if found.id == "odd-space" and not lines[row][at:].lstrip("|>").strip():
        return _Mend({row: lines[row].rstrip()}, 0, {})
    if pasted := _pasted(lines, row):
        return _Mend(pasted, 0, {})
    within = _key(lines[row], at, found.id) or _value(lines, row, found.id)
    mended = {row: within} if within else _text(lines, row, found.id)
    more = {row: len(new) - len(lines[row]) for row, new in mended.items()}
    return _Mend(mended, at + 1 if within else 0, more) if mended else None


def _pasted(lines: list[str], row: int) -> dict[int, str]:
    """A table left out; a text opened by `|` and indented."""
    if rows := table_rows(lines, row):
        return dict.fromkeys(rows, "")
    below = next((n for n in range(row + 1, len(lines)) if lines[n].strip()), row)
    if below == row or unopened(lines, below) != row or spaces(lines[below]) > spaces(lines[row]):
        return {}
    text = takewhile(lambda n: not is_field(lines[n]), range(below, len(lines)))
    margin = spaces(lines[row]) + 2
    opened = f"{lines[row].split(' #')[0].rstrip()} |"
    return {row: opened, **{n: _set(lines[n], margin) for n in text if lines[n].strip()}}


def _key(line: str, at: int, id: str) -> str | None:
    """The line with its key set right, where the slip is one at a key."""
    head, rest = line[:at], line[at + 1 :]
    hidden = slip_in_line(line)
    if "{" in head and id == "fullwidth-comma":
        return f"{head}, {rest.lstrip()}"
    if id == "fullwidth-bracket" and line[at] in _OPENING:
        return f"{head}{{{rest.rstrip(' ' + _CLOSING)}}}"
    if id in ("fullwidth-colon", "no-space-colon") and (match := _KEY_IN_BRACES.search(head)):
        return f"{head.rstrip()}: {rest.lstrip()}" if match["key"] in names() else None
    if id == "list-dash" and not head.strip(" -"):
        if line[at : at + 1].isalpha():  # a field whose entry has no hyphen at all
            return f"{head[:-2]}- {line[at:]}"
        mark = NUMBERED.match(line[at:]) or _DASH.match(line[at:])
        return f"{head}- {line[at:][mark.end() if mark else 0 :]}"
    if id == "stray-line" and (bare := no_colon(line)) and bare[1].end("key") == at:
        _, match, key = bare
        return f"{match['head']}{key}: {match['rest']}"
    if id == "odd-space" and head.strip() == "-":  # a tab
        return f"{head} {rest}"
    if hidden is None or (hidden[0].id, hidden[1]) != (id, at):
        return None  # of a key that is no field's: it may not be the slip
    if id in ("fullwidth-colon", "no-space-colon"):
        return f"{head}: {rest}"
    return f"{head} {rest}" if id == "odd-space" else None


def _value(lines: list[str], row: int, id: str) -> str | None:
    """The line with its value in quotes, where its author is told to type them."""
    match = _WITH_VALUE.match(lines[row]) if id in _TO_QUOTE else None
    if not match or not match["head"].strip():
        return None
    below = next((line for line in lines[row + 1 :] if line.strip()), "")
    if _PART.match(match["value"]) and spaces(below) > spaces(lines[row]):
        return None  # the first of several parts, the others below it
    if match["value"][0] in "|>" and spaces(below) > spaces(lines[row]):
        return f"{match['head']}| # {match['value'][1:]}"  # it opens the text below
    quoted = match["value"].replace("'", "''")
    return f"{match['head']}'{quoted}'"


def _text(lines: list[str], row: int, id: str) -> dict[int, str]:
    """Lines that are not indented as they should be: a text below `key: |`, parts of a field."""
    if id == "heading-cut":
        return _behind_a_sign(lines, row)
    if id not in ("stray-line", "indent-char", "indent"):
        return {}
    if id == "indent-char" and (tabs := _tabs(lines)):
        return tabs
    if not is_field(lines[row]):
        return _in_text(lines, row)
    above = next((each for each in reversed(lines[:row]) if each.strip()), "")
    opens, typed, level = _OPENS.match(above), _indent(lines[row]), level_of(lines, row)
    if level and not typed:
        return {row: _set(lines[row], level.blanks)}
    if level:
        margin = level.blanks
    elif typed and (opens or (is_field(above) and spaces(lines[row]) > spaces(above))):
        margin = spaces(above) + 2 if opens else len(above) - len(above.lstrip(" -"))
    else:
        return {}
    stop = next((n for n in range(row, len(lines)) if _indent(lines[n]) != typed), len(lines))
    return {n: _set(lines[n], margin) for n in range(row, stop)}


def _tabs(lines: list[str]) -> dict[int, str]:
    """All indented lines, where it is tabs throughout that indent them, a tab a level."""
    rows = [n for n, line in enumerate(lines) if indents(line) and line.strip()]
    if len(rows) < _MANY or not all(_indent(lines[n]).strip("\t") == "" for n in rows):
        return {}
    return {n: _set(lines[n], 2 * indents(lines[n])) for n in rows}


def _in_text(lines: list[str], row: int) -> dict[int, str]:
    """The lines of a text, from this one to the next field, that are not indented enough."""
    text = text_around(lines, row)
    if text is None:
        return {}
    ends = (n for n in range(row, len(lines)) if _ends(lines, n, text.column))
    few = (n for n in range(row, next(ends, len(lines))) if spaces(lines[n]) < text.blanks)
    more = [row] if not text.first and spaces(lines[row]) > text.blanks else []
    return {n: _set(lines[n], text.blanks) for n in (*more, *few) if lines[n].strip()}


def _behind_a_sign(lines: list[str], row: int) -> dict[int, str]:
    """Fields that are used without their `#`; a heading as a line of its text."""
    if margin := spaces(lines[row]):
        return {row: _set(lines[row].lstrip(" #"), margin)}
    below = (n for n in range(row + 1, len(lines)) if lines[n].strip() and lines[n][0] != "#")
    rows = commented(lines, next(below, row))
    if row in rows:
        return {n: without_sign(lines[n]) for n in rows}
    text = text_around(lines, row)
    return {row: _set(lines[row], text.blanks)} if text else {}


def _ends(lines: list[str], row: int, column: int) -> bool:
    """Whether a line begins a field, what may be a misspelt one, or one still behind its `#`."""
    line = lines[row]
    near = spaces(line) <= column and _LIKE_KEY.match(line)
    return bool(is_field(line) or near or (line[:1] == "#" and is_field(line[1:])))


def _indent(line: str) -> str:
    return line[: indents(line)]


def _set(line: str, margin: int) -> str:
    return " " * margin + line.strip()
