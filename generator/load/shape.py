"""Data → records or problems: names in both languages, forms of values, the author's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from contextlib import suppress
from typing import Any, Final, TypeVar

from msgspec import Struct, field

from generator.load.hints import (
    MANY_BLANK,
    as_entry,
    as_field,
    as_group,
    as_list,
    as_text,
    given_twice,
    not_begun,
    one_at_least,
    strange_entry,
)
from generator.load.hints_keys import as_key, meant_by
from generator.load.refused import FOLDED, NO_PIPE, folded_at, list_wanted, refusal
from generator.load.slips import (
    and_below,
    no_pipe,
    slip_in_line,
    slip_in_list,
    swallowed_entry,
)
from generator.load.slips_pasted import as_items
from generator.load.torn import Beside, beside_their_field, one_entry, shift, torn
from generator.load.trouble import problem_at
from generator.model.fields import FieldFacts, Record, fields_of, names_of, required_of
from generator.model.problem import NO_WORDS, Path, Place, Problem, Words
from generator.model.source import Data, Mark, Source
from generator.model.wordcount import count

R = TypeVar("R", bound=Record)
_REFUSED: Final = object()  # a value that is none, and was told of
_OF_ENTRY = 2  # steps to an entry of a list: its field, its number


def shape(
    record: type[R], data: Data, source: Source, given: Mapping[str, Any] | None = None
) -> tuple[R | None, Source, list[Problem]]:
    """A record from the data of a file; None with the problems where the data does not make one.

    `given` are the fields the loader knows (id, file). The Source returned has its marks under
    English keys, so that every later check can point at `("photos", 0, "alt")`.
    """
    walk = _Walk(source)
    values = walk.record(record, data, (), ())
    renamed = Source(source.file, source.text, walk.marks, walk.values)
    if any(problem.level == "error" for problem in walk.problems):
        return None, renamed, walk.problems
    return record(**{**values, **(given or {})}), renamed, walk.problems


def salvage(
    record: type[R], data: Data, source: Source, given: Mapping[str, Any]
) -> tuple[R, frozenset[Path]] | None:
    """What can be made of data that `shape` refused, and the paths it had to leave out or empty.

    A check that looks at it finds in the same run what an author would otherwise meet only after
    mending the first errors. None where not even the rest makes a record.
    """
    if not isinstance(data, dict):
        return None
    walk = _Walk(source, salvages=True)
    values, lacking = _filled(record, walk.record(record, data, (), ()))
    refused = {p.place.path for p in walk.problems if p.level == "error" and p.place.path}
    refused |= walk.parts
    if not required_of(record) <= values.keys() | given.keys():
        return None
    return record(**values, **given), frozenset({*refused, *((key,) for key in lacking)})


def _made(record: type[Record], values: Mapping[str, Any]) -> Any:
    """The record of these values, where they make one."""
    if not required_of(record) <= values.keys() or any(v is _REFUSED for v in values.values()):
        return _REFUSED
    return record(**values)


def _filled(record: type[Record], values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values but for refused ones, what must not lack as if blank; the keys of both sorts."""
    filled = {name: value for name, value in values.items() if value is not _REFUSED}
    lacking = []
    for fact in fields_of(record):
        if values.get(fact.name, _REFUSED if fact.required else None) is _REFUSED:
            lacking.append(fact.key)
            with suppress(ValueError):  # no day is blank, and no number
                filled |= {fact.name: fact.read("")} if fact.required else {}
    return filled, lacking


class _Walk(Struct):
    """Walks data beside its record: renames keys, checks forms, moves marks to English paths.

    One that `salvages` makes what it can of an entry of a list, lest its neighbours are lost.
    """

    source: Source
    salvages: bool = False
    marks: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    parts: set[Path] = field(default_factory=set)  # torn, or behind misspelt keys: not whole

    def record(self, record: type[Record], data: Data, old: Path, new: Path) -> dict[str, Any]:
        """The values by attribute, as records hold them, _REFUSED for those that are none.

        `old` is the path as typed, `new` under English keys.
        """
        self._mark(old, new)
        if isinstance(data, list) and len(fields_of(record)) == 1:
            only = fields_of(record)[0]  # a row of a form is the list of its cells
            return {only.name: self._value(only, data, old, (*new, only.key))}
        if not isinstance(data, dict):
            return self._not_a_mapping(record, data, old, new)
        if self._strange(record, data, old, new):
            return {}
        names = names_of(record)
        values: dict[str, Any] = {}
        meant: set[str] = set()  # by keys that are none
        runs = beside_their_field(record, data)
        for run in runs:
            self._beside(run, data, old, new)
        told = {key for run in runs for key in run.keys}
        anew = False  # whether a whole entry or story began a second time, in the other language
        for typed, value in data.items():
            fact = names.get(typed)
            if typed in told:
                continue
            if fact is None:
                self._unknown(typed, record, (*old, typed), new)
                if near := meant_by(record, typed):
                    meant.add(near.name)
                    self.parts.add((*new, near.key))
                continue
            here = (*new, fact.key)
            if here in self.marks:
                self._mark((*old, typed), (*new, typed))
                begins = len(values) > 1 and fact is names.get(next(iter(data)))
                anew = anew or self._twice(fact, (*new, typed), begins)
                continue
            self._mark((*old, typed), here)
            if value is not None:
                values[fact.name] = self._value(fact, value, (*old, typed), here)
        self._required(record, data, meant | values.keys(), new)
        return values

    def _strange(self, record: type[Record], data: Mapping[str, Any], old: Path, new: Path) -> bool:
        """Tells of an entry that is a pair of words, not of all that it lacks."""
        strange = strange_entry(record, data, new)
        if strange:
            key, message, hint = strange
            self.parts.add(new)
            self._mark((*old, key), (*new, key))
            self._add("unknown-key", (*new, key), message, hint, at_key=True)
        return strange is not None

    def _beside(self, run: Beside, data: Mapping[str, Any], old: Path, new: Path) -> None:
        """Tells of fields that stand beside the one they belong to, all of them at once."""
        self._mark((*old, run.keys[0]), (*new, run.keys[0]))
        self.parts.add((*new, run.home.key))
        starts = [self.source.marks[(*old, key)].key_line for key in data]
        at = [*data].index(run.keys[0])
        told = shift(run, self.source.lines, starts[at], starts[at + 1 :])
        self._add("unknown-key", (*new, run.keys[0]), *told, at_key=True)

    def _value(self, fact: FieldFacts, value: Data, old: Path, new: Path) -> Any:
        if not fact.many:
            return self._one(fact, value, old, new)
        opened = isinstance(value, str) and "\t" not in value and self._opened(old)
        if opened and not fact.single:
            self._add("not-list", new, list_wanted(fact), NO_PIPE)
            return _REFUSED
        if isinstance(value, str) and (slip := slip_in_list(value)):
            mark = self.source.marks.get(old)
            rows = range(mark.line, mark.end_line) if mark and not mark.style else range(0)
            slip = and_below(slip, self.source.lines, rows)
            self._add(slip.id, new, slip.message, slip.hint)
            return _REFUSED
        if fact.single and isinstance(value, str):
            one = self._one(fact, value, old, (*new, 0))
            return one if one is _REFUSED else (one,)
        if not isinstance(value, list) or (fact.size and len(value) != fact.size):
            self._add("not-list", new, list_wanted(fact), self._listed(fact, value, old, new))
            return _REFUSED
        if not value and fact.shape == "choice":  # of all, or of none?
            message = Words(f"“{fact.label}”是空的", f"“{fact.key}” is empty")
            self._add("blank", new, message, one_at_least(fact))
            return _REFUSED
        items = [self._item(fact, v, (*old, i), (*new, i)) for i, v in enumerate(value)]
        if fact.record:
            self._torn(fact.record, value, new)
        return _REFUSED if any(item is _REFUSED for item in items) else tuple(items)

    def _torn(self, record: type[Record], value: list[Data], new: Path) -> None:
        """Tells of entries that are one, a hyphen before each field, not of what each lacks."""
        for run in torn(record, value):
            if any(self._in_braces((*new, number)) for number in run):
                continue
            here = {(*new, number) for number in run}
            kept = (p for p in self.problems if p.id != "required" or p.place.path not in here)
            self.problems, self.parts = list(kept), self.parts | here
            self._add("required", (*new, run[0]), *one_entry([self._line((*new, n)) for n in run]))

    def _listed(self, fact: FieldFacts, value: Data, old: Path, new: Path) -> Words:
        """What to type instead of what is no list."""
        column = self._key_column(new)
        if fact.record and isinstance(value, str) and "\t" in value:
            rows = self.source.lines[self._line(new) - 1 :]
            return as_items(fact.record, [each for each in rows if "\t" in each.strip()])
        if fact.record and isinstance(value, dict) and value and not self._in_braces(new):
            key, first = next(iter(value.items()))
            known = key in names_of(fact.record) or meant_by(fact.record, key)
            if isinstance(first, str) and not known:
                return as_items(fact.record, [f"{key}\t{first}"])
            return as_entry(key, deeper=self.source.marks[(*old, key)].key_column >= column + 4)
        return as_list(fact, value, column + 1)

    def _item(self, fact: FieldFacts, value: Data, old: Path, new: Path) -> Any:
        if value is None:
            self._mark(old, new)
            self._add(
                "blank",
                new,
                Words(f"“{fact.label}”里有一项是空的", f"an entry of “{fact.key}” is empty"),
                Words("填上内容，或删掉这一行", "fill it in or delete the line"),
            )
            return _REFUSED
        return self._one(fact, value, old, new)

    def _one(self, fact: FieldFacts, value: Data, old: Path, new: Path) -> Any:
        if fact.record and not (isinstance(value, str) and fact.record.plain):
            values = self.record(fact.record, value, old, new)
            if self.salvages and len(new) == _OF_ENTRY:
                values = _filled(fact.record, values)[0]
            return _made(fact.record, values)
        self._mark(old, new)
        if not isinstance(value, str):
            self._not_text(fact, value, new)
            return _REFUSED
        self._swallowed(fact, old, new)
        self._measure(fact, value, new)
        if fact.record:
            return fact.record(**{fact.record.plain: value.strip()})
        if fact.required and not value.strip():
            self._blank(fact, new)
            return _REFUSED
        try:
            return fact.read(value)
        except ValueError:
            self.problems.append(refusal(fact, value[:30], self.source.file, new))
            return _REFUSED

    def _measure(self, fact: FieldFacts, value: str, new: Path) -> None:
        """The length of a text; where a line stands is told without the blanks around it."""
        if fact.shape != "markdown":
            self.values[new] = value.strip()
        # No count exceeds the length: counting all of 1,000 stories takes 0.1 s.
        if fact.most and len(value) > fact.most and (chars := count(value).hi) > fact.most:
            self._add(
                "too-long",
                new,
                Words(
                    f"“{fact.label}”有 {chars} 字，最多 {fact.most} 字",
                    f"“{fact.key}” has {chars} characters, at most {fact.most}",
                ),
                Words(f"请删去至少 {chars - fact.most} 字", f"cut at least {chars - fact.most}"),
            )

    def _swallowed(self, fact: FieldFacts, old: Path, new: Path) -> None:
        """A plain value over several lines may have swallowed a key (`说明：…`) or an entry."""
        mark = self.source.marks.get(old)
        if mark is None or mark.style == "|" or mark.end_line <= mark.line:
            return
        first = self.source.lines[mark.line - 1][mark.column - 1 :].split("#")[0].strip()
        if fact.shape == "markdown" and first in _LIKE_PIPES:
            slip = no_pipe(first)
            self._add(slip.id, new, slip.message, slip.hint)
            return
        typed = self.source.values.get(old, "")
        if number := folded_at(self.source.lines, mark, typed, fact.shape == "markdown"):
            line = self.source.lines[number - 1]
            place = Place(self.source.file, new, number, len(line) - len(line.lstrip()) + 1)
            self.problems.append(Problem("folded", "warning", place, *FOLDED))
        for number in range(mark.line + 1, mark.end_line + 1) if not mark.style else ():
            line = self.source.lines[number - 1]
            found = slip_in_line(line)
            if found is None and isinstance(new[-1], int) and re.match(r"\s*-\s", line):
                found = swallowed_entry(), line.index("-")
            if found and found[0].id != "indent-char":
                slip, column = found
                place = Place(self.source.file, new, number, column + 1)
                self.problems.append(Problem(slip.id, "error", place, slip.message, slip.hint))

    def _required(
        self, record: type[Record], data: Mapping[str, Any], given: Set[str], new: Path
    ) -> None:
        if required_of(record) <= given:
            return
        lacking = [f for f in fields_of(record) if f.required and f.name not in given]
        blank = [f for f in lacking if f.key in data or f.label in data]
        if len(blank) >= MANY_BLANK:
            self._add("blank", (*new, blank[0].key), *not_begun(blank))
        for fact in lacking:
            if fact not in blank:
                message = Words(f"缺少“{fact.label}”", f"“{fact.key}” is missing")
                self._add("required", new, message, as_field(fact, in_braces=self._in_braces(new)))
            elif len(blank) < MANY_BLANK:
                self._blank(fact, (*new, fact.key))

    def _line(self, path: Path) -> int:
        mark = self.marks.get(path)
        return mark.line if mark else 1

    def _below(self, path: Path) -> bool:
        """Whether a value begins below its key."""
        mark = self.marks.get(path)
        return mark is not None and mark.line > mark.key_line

    def _key_column(self, path: Path) -> int:
        mark = self.marks.get(path)
        return mark.key_column if mark else 1

    def _in_braces(self, path: Path) -> bool:
        mark = self.marks.get(path)
        if mark is None or mark.line > len(self.source.lines):
            return False
        return self.source.lines[mark.line - 1][mark.column - 1 :].startswith("{")

    def _blank(self, fact: FieldFacts, new: Path) -> None:
        self._add(
            "blank",
            new,
            Words(f"“{fact.label}”是空的", f"“{fact.key}” is empty"),
            Words(
                f"这一项必填（{fact.help}）" if fact.help else "这一项必填",
                f"fill it in ({fact.english})" if fact.english else "fill it in",
            ),
        )

    def _unknown(self, typed: str, record: type[Record], old: Path, new: Path) -> None:
        path = (*new, typed)
        self._mark(old, path)
        message = Words(f"不认识“{typed}”", f"“{typed}” is unknown")
        mark = self.marks.get(path)
        hint = as_key(record, typed, self.source.lines, mark.key_line - 1 if mark else 0)
        self._add("unknown-key", path, message, hint, at_key=True)

    def _twice(self, fact: FieldFacts, path: Path, begins: bool) -> bool:
        """Tells of a field that comes again; whether an entry or a story may begin with it."""
        slip, anew = given_twice(fact, path, begins and not self._in_braces(path[:-1]))
        self._add(slip.id, path, slip.message, slip.hint, at_key=True)
        return anew

    def _not_text(self, fact: FieldFacts, value: Data, new: Path) -> None:
        self._add("text-expected", new, *as_text(fact, value, new, below=self._below(new)))

    def _opened(self, old: Path) -> bool:
        """Whether a `|` opens what stands there."""
        mark = self.source.marks.get(old)
        return mark is not None and mark.style in ("|", ">")

    def _not_a_mapping(
        self, record: type[Record], data: Data, old: Path, new: Path
    ) -> dict[str, Any]:
        if isinstance(data, str):
            self.values[new] = data
            if found := slip_in_line(data):
                slip, column = found
                place = Place(self.source.file, new, offset=column)
                self.problems.append(Problem(slip.id, "error", place, slip.message, slip.hint))
                return {}
        message = Words("这里应当是“项目名: 内容”的格式", "“key: value” lines are expected here")
        hint = as_group(record, data, below_a_key=bool(new) and isinstance(new[-1], str))
        hint = NO_PIPE if self._opened(old) else hint
        self._add("not-mapping", new, message, hint)
        return {}

    def _add(
        self, id: str, path: Path, message: Words, hint: Words = NO_WORDS, *, at_key: bool = False
    ) -> None:
        self.problems.append(problem_at(id, self.source.file, path, message, hint, at_key=at_key))

    def _mark(self, old: Path, new: Path) -> None:
        if (mark := self.source.marks.get(old)) is not None:
            self.marks[new] = mark
        if (text := self.source.values.get(old)) is not None:
            self.values[new] = text


_LIKE_PIPES = frozenset("lI1i!/\\")
