"""The level of a field or an entry whose indent is wrong: how many blanks its line takes.

A field stands in line with one above it that the same record knows, or below the field that it is
a part of; where that leaves a choice, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.load.below import counted, indents, outside_texts, spaces
from generator.load.names import records_below, records_of
from generator.model.problem import Words

_LINE = re.compile(
    r"(?P<margin>\s*)(?P<dash>-\s+)?(?:(?P<key>[^\s:：\"'#-][^\s:：\"'#]*):(?:\s(?P<value>.*))?$)?"
)
_DEEPEST = 99


class Level(NamedTuple):
    """How many blanks a line takes, and the field above that tells so: its own, or one beside."""

    blanks: int
    key: str
    own: bool

    def hint(self, line: str) -> Words:
        """What to type before a line that has other blanks."""
        there = line[: indents(line)]
        blanks, beside = counted(self.blanks), self._beside()
        if there and not self.blanks:
            return Words("删掉行首的空格", "delete the spaces before it")
        if there.strip(" "):  # a tab, a full-width space
            return Words(
                f"删掉行首空白，在英文输入状态下按{blanks}下空格键{beside.zh}",
                f"delete the blanks and type {self.blanks} plain spaces{beside.en}",
            )
        zh = "行首改成" if there else "在行首加"
        return Words(
            f"{zh}{blanks}个空格{beside.zh}", f"put {self.blanks} spaces before it{beside.en}"
        )

    def _beside(self) -> Words:
        if not self.key:
            return Words("（与上面一项左对齐）", " (in line with the entry above)")
        if self.own:
            return Words(f"（比“{self.key}”多两个）", f" (two more than “{self.key}”)")
        return Words(f"（与“{self.key}”左对齐）", f" (in line with “{self.key}”)")


class _Field(NamedTuple):
    """A line above: where it begins, where its key does, which key that is, what follows it."""

    margin: int
    column: int
    key: str
    value: str

    @property
    def is_entry(self) -> bool:
        """Whether an entry of a list begins with it."""
        return self.column > self.margin


def level_of(lines: Sequence[str], row: int) -> Level | None:
    """The level of the field or entry in a row, as the lines above have it."""
    asked = _field(lines[row])
    above = [_field(lines[n]) for n in outside_texts(lines, row) if lines[n].strip()]
    above = [each for each in above if each.key or each.is_entry]
    fit = list(dict.fromkeys(_levels(asked, above[::-1]))) if asked.key or asked.is_entry else []
    typed = lines[row][: indents(lines[row])]
    if asked.is_entry:  # those of a list begin alike; an empty field waits for the first
        fit = [level for level in fit if level.own or level.key == asked.key][:1] or fit
    if len(fit) > 1 and not typed.strip(" "):
        fit.sort(key=lambda level: abs(level.blanks - len(typed)))
        near, next_ = (abs(level.blanks - len(typed)) for level in fit[:2])
        fit = fit[:1] if near < next_ else []
    return fit[0] if len(fit) == 1 and fit[0].blanks != spaces(lines[row]) else None


def _levels(asked: _Field, above: Sequence[_Field]) -> Iterator[Level]:
    """The levels that are still open, and may be that of a field, the deepest first."""
    last = above[0] if above else None
    if last and last.key and not last.value and _part(asked, last):
        yield Level(last.column + 2, last.key, own=True)
    open_to = _DEEPEST
    for number, each in enumerate(above):
        at = each.margin if asked.is_entry else each.column
        fits = at < open_to and at % 2 == 0 and asked.is_entry <= each.is_entry
        if fits and _may_join(asked, above[number:], each.column):
            yield Level(at, each.key, own=False)
        open_to = min(open_to, each.margin + each.is_entry)


def _part(asked: _Field, above: _Field) -> bool:
    """Whether a field, or an entry that is a text, may belong to the field above."""
    return not asked.key or bool(records_of(asked.key) & records_below(above.key))


def _may_join(asked: _Field, above: Sequence[_Field], column: int) -> bool:
    """Whether a field may belong to the record at a column, an entry to the list of that one."""
    keys = set(_keys_at(above, column))
    if not asked.key or keys == {""}:
        return keys == {asked.key}
    given = asked.key in keys and not asked.is_entry
    return not given and bool(frozenset.intersection(*map(records_of, {*keys, asked.key})))


def _keys_at(above: Sequence[_Field], column: int) -> Iterator[str]:
    """The keys of the record at a column, the last first."""
    for each in above:
        if each.column == column:
            yield each.key
        if each.column < column or (each.column == column and each.is_entry):
            break


def _field(line: str) -> _Field:
    match = _LINE.match(line)
    assert match  # it matches every line
    margin, dash = len(match["margin"]), len(match["dash"] or "")
    value = (match["value"] or "").split(" #")[0].strip()
    return _Field(margin, margin + dash, match["key"] or "", "" if value[:1] == "#" else value)
