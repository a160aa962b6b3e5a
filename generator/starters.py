"""Starter files of the other showcases: a week's board, a ceremony, a work, a year's pledges."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from msgspec import Struct

from generator.model.carriers import Ceremony, Pledge, StarWeek, Work
from generator.model.fields import FieldFacts, Record, fields_of
from generator.model.kinds import KINDS
from generator.model.problem import Words
from generator.model.weeks import ImpossibleWeek, Week, read_week
from generator.trouble import Misuse


class Starter(Struct, frozen=True):
    """A row of STARTERS: what it starts, where, what an id becomes on a day as the file's name.

    A `listed` file holds a list of `record`; `known` is the field that the id answers.
    """

    title: str
    folder: str
    record: type[Record]
    named: Callable[[str, date], str]
    known: str = ""
    listed: bool = False

    def text(self, id: str, language: str) -> str:
        """The file, all its fields as lines to fill; blanks that are not required may stay."""
        chinese = language == "zh"
        place = f"stories/{self.folder}/{id}.yml"
        head = (
            f"# {self.title}。冒号用英文冒号加一个空格；# 后面的是说明，可以删掉；"
            f"不写的可以空着。\n# 检查：showcase check {place}\n\n"
            if chinese
            else "# Fill the blanks after the colons; words after # are notes, blanks may stay.\n"
            f"# Check: showcase check {place}\n\n"
        )
        lines = [line for fact in fields_of(self.record) for line in self._lines(fact, id, chinese)]
        if self.listed:
            lines = _as_entry(lines)
        return head + "".join(f"{line}\n" for line in lines)

    def _lines(self, fact: FieldFacts, id: str, chinese: bool) -> list[str]:
        if fact.key == self.known:
            return [f"{_name(fact, chinese)}: {id}"]
        if not fact.record:
            return _blank(fact, chinese)
        inside = [line for each in fields_of(fact.record) for line in _blank(each, chinese)]
        note = note_of(fact, chinese)
        return ["", f"{_name(fact, chinese)}:{note}", *(f"  {line}" for line in _as_entry(inside))]


def kind_named(word: str) -> str:
    """The kind that somebody means by 先进典型, 典型 or members; any other word as it is."""
    known = {name: {kind.label, kind.folder} for name, kind in KINDS.items()}
    known |= {name: {each.title.split("，")[0], each.folder} for name, each in STARTERS.items()}
    exact = [name for name, words in known.items() if word in words]
    parts = [name for name, words in known.items() if any(word in each for each in words)]
    short = len(word) > 1 and not word.isascii() and len(parts) == 1
    return exact[0] if exact else parts[0] if short else word


def note_of(fact: FieldFacts, chinese: bool) -> str:
    """The field's help as a comment behind its line, "" where it has none."""
    said = fact.help if chinese else fact.english
    return f"  # {said}" if said else ""


def _blank(fact: FieldFacts, chinese: bool) -> list[str]:
    """A field to fill: a line, or a block for a text of several."""
    comma, colon = ("、", "：") if chinese else (", ", ": ")
    choices = comma.join(zh if chinese else en for zh, en in fact.choices)
    note = note_of(fact, chinese)
    note += f"{colon}{choices}" if note and choices else ""
    if fact.shape == "markdown":
        return [f"{_name(fact, chinese)}: |{note}", "  "]
    return [f"{_name(fact, chinese)}:{note}"]


def _as_entry(lines: list[str]) -> list[str]:
    return [("- " if number == 0 else "  ") + line for number, line in enumerate(lines)]


def _name(fact: FieldFacts, chinese: bool) -> str:
    return fact.label if chinese else fact.key


def _week(id: str, today: date) -> str:
    """A board is due every week, and no calendar on a desk tells the number of it."""
    this = Week(*today.isocalendar()[:2])
    if id in ("本周", "now"):
        return str(this)
    try:
        return str(read_week(id))
    except ImpossibleWeek as error:
        words = Words(
            f"“{id}”不是一周，写年份和第几周，例如 2018-W03；这一周是 {this}，也可以写 本周。",
            f"“{id}” is no week; write year and week, e.g. 2018-W03; this one is {this}, or now.",
        )
        raise Misuse(words) from error


def _year(id: str, today: date) -> str:
    if id in ("今年", "now"):
        return str(today.year)
    if re.fullmatch(r"(?:19|20|21)\d\d", id):
        return id
    raise Misuse(Words(f"“{id}”不是年份，例如 2018。", f"“{id}” is no year, e.g. 2018."))


def _as_typed(id: str, _today: date) -> str:
    return id


STARTERS: Mapping[str, Starter] = {
    "stars": Starter("五星榜，每周一张", "stars", StarWeek, _week, known="week"),
    "ceremony": Starter("颁奖典礼，每年一份", "ceremonies", Ceremony, _year, known="year"),
    "work": Starter("五微作品", "works", Work, _as_typed),
    "pledges": Starter("承诺台账，每年一份，一条承诺一段", "pledges", Pledge, _year, listed=True),
}
