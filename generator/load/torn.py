"""One entry of a list that was torn into several: a hyphen stands before each of its fields."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.fields import Record, names_of, required_of
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


def one_entry(hyphens: Sequence[int]) -> tuple[Words, Words]:
    """What is wrong with a run of entries whose hyphens stand in these lines, and what mends it."""
    first, *others = map(str, hyphens)
    more_zh, more_en = "、".join(others), ", ".join(others)
    return (
        Words(
            f"第 {first}、{more_zh} 行是同一项，却各写了一个减号",
            f"lines {first}, {more_en} are one entry, but each begins with a hyphen",
        ),
        Words(
            f"只留第 {first} 行的减号，第 {more_zh} 行的减号改成空格",
            f"keep the hyphen of line {first} and type a space for that of lines {more_en}",
        ),
    )


def _fields(record: type[Record], entry: Data) -> frozenset[str]:
    """The fields that an entry gives, none where it is no group of known ones."""
    known = names_of(record)
    typed = entry if isinstance(entry, dict) else {}
    return (
        frozenset(known[key].name for key in typed) if typed.keys() <= known.keys() else frozenset()
    )
