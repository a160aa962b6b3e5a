"""Every text of a story with its place: what checks read and what must not be lost."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from generator.model.fields import FieldFacts, Record, fields_of, given_fields_of
from generator.model.problem import Path
from generator.model.quantities import Quantity
from generator.model.times import Time

# Fields that hold no prose: names of files, addresses, references, what steers a page.
NOT_PROSE = frozenset(
    "file emblem poster captions url slug aliases related story unit focus visibility".split()
)
# What nobody reads as words; a figure's unit is free text.
NO_TEXT = NOT_PROSE - {"slug", "aliases", "unit"}


class Told(NamedTuple):
    """A text, where it stands, and the field it belongs to."""

    path: Path
    text: str
    fact: FieldFacts


def words_of(record: Record, at: Path = ()) -> list[Told]:
    """Each text below `record`, private fields left out, in model order."""
    found: list[Told] = []
    _fields(record, _public_of(type(record)), at, found)
    return found


def given_words_of(record: Record) -> list[Told]:
    """Each text that the loader has put into `record` from elsewhere in its file."""
    found: list[Told] = []
    _fields(record, given_fields_of(type(record)), (), found)
    return found


def joined(texts: Iterable[Told]) -> str:
    """All that somebody may read as words, a text a line: what is not in it is in no text."""
    return "\n".join([told.text for told in texts if told.fact.key not in NO_TEXT])


@cache
def _public_of(record: type[Record]) -> tuple[FieldFacts, ...]:
    return tuple(fact for fact in fields_of(record) if not fact.private)


def _fields(record: Record, facts: tuple[FieldFacts, ...], at: Path, found: list[Told]) -> None:
    for fact in facts:
        if value := getattr(record, fact.key, None):
            _value(value, (*at, fact.key), fact, found)


def _value(value: object, at: Path, fact: FieldFacts, found: list[Told]) -> None:
    if isinstance(value, str):
        found.append(Told(at, value, fact))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            _value(item, (*at, number), fact, found)
    elif isinstance(value, Quantity | Time):
        found.append(Told(at, value.words, fact))
    elif isinstance(value, Record):
        _fields(value, _public_of(type(value)), at, found)
