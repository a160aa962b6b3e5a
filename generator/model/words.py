"""Every text of a story with its place: what checks read and what must not be lost."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.fields import FieldFacts, Record, fields_of
from generator.model.problem import Path
from generator.model.quantities import Quantity
from generator.model.times import Time


def words_of(record: Record, at: Path = ()) -> Iterator[tuple[Path, str, FieldFacts]]:
    """Path, text and field of each text below `record`, private fields left out, in model order."""
    for fact in fields_of(type(record)):
        if not fact.private:
            value = getattr(record, fact.key, None)
            yield from _words(value, (*at, fact.key), fact)


def _words(value: object, at: Path, fact: FieldFacts) -> Iterator[tuple[Path, str, FieldFacts]]:
    if isinstance(value, str):
        yield at, value, fact
    elif isinstance(value, Quantity | Time):
        yield at, value.words, fact
    elif isinstance(value, Record):
        yield from words_of(value, at)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _words(item, (*at, number), fact)
