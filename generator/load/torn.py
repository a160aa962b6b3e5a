"""What was torn: an entry by a hyphen before each of its fields, a group by a lost indent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from generator.load.below import indents, named_rows
from generator.model.fields import FieldFacts, Record, names_of, required_of
from generator.model.problem import Words
from generator.model.source import Data


def torn(record: type[Record], entries: Sequence[Data]) -> list[range]:
    """The runs of entries that are one: no field comes twice, and each but the first lacks some."""
    runs: list[range] = []
    begin, seen = 0, _fields(record, None)
    for number, entry in enumerate([*entries, None]):
        fields = _fields(record, entry)
        if fields and seen and not fields & seen and not required_of(record) <= fields:
            seen |= fields
            continue
        if number - begin > 1:
            runs.append(range(begin, number))
        begin, seen = number, fields
    return runs


class Beside(NamedTuple):
    """Keys that follow an empty field instead of standing below it."""

    home: FieldFacts
    keys: list[str]


def beside_their_field(record: type[Record], data: Mapping[str, Data]) -> list[Beside]:
    """The runs of several keys that lost their indent."""
    known, typed = names_of(record), [*data]
    found = []
    for number, key in enumerate(typed):
        fact = known.get(key)
        if fact and fact.record and not fact.many and data[key] is None:
            parts = names_of(fact.record).keys() - known.keys()
            keys = [*takewhile(parts.__contains__, typed[number + 1 :])]
            found += [Beside(fact, keys)] if len(keys) > 1 else []
    return found


def shift(run: Beside, lines: Sequence[str], first: int, further: list[int]) -> tuple[Words, Words]:
    """What is wrong with a run that begins in line `first`, and what mends it.

    `further` are the lines of the keys behind the first one, those behind the run too.
    """
    stop = [*further, len(lines) + 1][len(run.keys) - 1] - 1
    margin, last = indents(lines[first - 1]), first
    for number, line in enumerate(lines[first:stop], first + 1):
        if line.strip() and indents(line) < margin:
            break
        if line.strip() and not line.startswith("#"):
            last = number
    named = "".join(f"“{key}”" for key in run.keys)
    return (
        Words(
            f"{named}应当写在“{run.home.label}”下面",
            f"{', '.join(run.keys)} belong below “{run.home.key}”",
        ),
        Words(
            f"第 {first} 到 {last} 行，每行前面加两个空格",
            f"indent lines {first} to {last} by two spaces",
        ),
    )


def one_entry(hyphens: Sequence[int]) -> tuple[Words, Words]:
    """What is wrong with a run of entries whose hyphens stand in these lines, and what mends it."""
    rows = [line - 1 for line in hyphens]
    whole, first, others = named_rows(rows), named_rows(rows[:1]), named_rows(rows[1:])
    return (
        Words(
            f"{whole.zh}是同一项，却各写了一个减号",
            f"{whole.en} are one entry, but each begins with a hyphen",
        ),
        Words(
            f"只留{first.zh}的减号，{others.zh}的减号改成空格",
            f"keep the hyphen of {first.en} and type a space for that of {others.en}",
        ),
    )


def _fields(record: type[Record], entry: Data) -> frozenset[str]:
    """The fields that an entry gives, none where it is no group of known ones."""
    known = names_of(record)
    typed = entry if isinstance(entry, dict) else {}
    return (
        frozenset(known[key].name for key in typed) if typed.keys() <= known.keys() else frozenset()
    )
