"""Every text of a story with its place: what checks read and what must not be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from generator.model.fields import FieldFacts, Record, Shape, fields_of, given_fields_of
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


class Texts:
    """Public texts by file: of the record in it, gathered when they are asked for, or `others`."""

    def __init__(self, records: Mapping[str, Record], others: Mapping[str, list[Told]]) -> None:
        self._records, self._others = records, others
        self._told: dict[str, list[Told]] = {**others}
        self._gists: dict[str, str] = {}

    def showing(self, sign: Callable[[str], object]) -> Iterator[tuple[str, list[Told]]]:
        """The texts of each file where there is a `sign` in all of them, joined to one.

        One look at 1,300 characters costs a fifth of looks at 53 texts, and most are in vain.
        `sign` must not depend on where a text ends.
        """
        if not self._gists:
            self._gists = {file: gist_of(record) for file, record in self._records.items()}
            self._gists |= {file: joined(texts) for file, texts in self._others.items()}
        return ((file, self[file]) for file, gist in self._gists.items() if sign(gist))

    def shaped(self, shape: Shape) -> Iterator[tuple[str, list[Told]]]:
        """The texts of each file in fields of one shape."""
        for file, record in self._records.items():
            yield file, words_of(record, shape=shape)
        for file, texts in self._others.items():
            yield file, [told for told in texts if told.fact.shape == shape]

    def __getitem__(self, file: str) -> list[Told]:
        if file not in self._told:
            self._told[file] = words_of(self._records[file])
        return self._told[file]


def words_of(record: Record, at: Path = (), shape: Shape | None = None) -> list[Told]:
    """Each text below `record`, private fields left out, in model order.

    With a `shape` only those in such fields.
    """
    found: list[Told] = []
    _fields(record, _public_of(type(record), shape), at, shape, found)
    return found


def given_words_of(record: Record) -> list[Told]:
    """Each text that the loader has put into `record` from elsewhere in its file."""
    found: list[Told] = []
    _fields(record, given_fields_of(type(record)), (), None, found)
    return found


def joined(texts: Iterable[Told]) -> str:
    """All that somebody may read as words, a text a line: what is not in it is in no text."""
    return "\n".join([told.text for told in texts if told.fact.key not in NO_TEXT])


def gist_of(record: Record) -> str:
    """What `joined` makes of `words_of`, in some order: half the price is where each stands."""
    found: list[str] = []
    _gather(record, found)
    return "\n".join(found)


@cache
def _public_of(record: type[Record], shape: Shape | None) -> tuple[FieldFacts, ...]:
    facts = (fact for fact in fields_of(record) if not fact.private)
    return tuple(fact for fact in facts if shape is None or _holds(fact, shape))


def _holds(fact: FieldFacts, shape: Shape, *within: type[Record]) -> bool:
    """Whether a field is of the shape, or one below it: a point of a method may hold points."""
    if fact.record is None or fact.record in within:
        return fact.shape == shape
    return any(_holds(each, shape, fact.record, *within) for each in fields_of(fact.record))


def _fields(
    record: Record,
    facts: tuple[FieldFacts, ...],
    at: Path,
    shape: Shape | None,
    found: list[Told],
) -> None:
    for fact in facts:
        if value := getattr(record, fact.name):
            _value(value, (*at, fact.key), fact, shape, found)


def _value(
    value: object, at: Path, fact: FieldFacts, shape: Shape | None, found: list[Told]
) -> None:
    if isinstance(value, str):
        found.append(Told(at, value, fact))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            _value(item, (*at, number), fact, shape, found)
    elif isinstance(value, Quantity | Time):
        found.append(Told(at, value.words, fact))
    elif isinstance(value, Record):
        _fields(value, _public_of(type(value), shape), at, shape, found)


class _Reach(NamedTuple):
    """How the values of a record that hold words are got at, each sort of them at once."""

    texts: Callable[[Record], Iterable[str | None]] | None
    measures: Callable[[Record], Iterable[Time | Quantity | None]] | None
    lists: Callable[[Record], Iterable[tuple[str, ...]]] | None
    records: Callable[[Record], Iterable[Record | None]] | None
    tables: Callable[[Record], Iterable[tuple[Record, ...]]] | None


def _gather(record: Record, found: list[str]) -> None:
    texts, measures, lists, records, tables = _reach(type(record))
    if texts:
        found += filter(None, texts(record))
    if measures:
        found += [value.words for value in measures(record) if value]
    if lists:
        found += chain.from_iterable(lists(record))
    for one in records(record) if records else ():
        if one:
            _gather(one, found)
    for many in tables(record) if tables else ():
        for one in many:
            _gather(one, found)


@cache
def _reach(record: type[Record]) -> _Reach:
    facts = [fact for fact in _public_of(record, None) if fact.key in record.__struct_fields__]
    read = [fact for fact in facts if not fact.record and fact.key not in NO_TEXT]
    texts = [fact for fact in read if fact.shape in ("text", "markdown", "choice")]
    return _Reach(
        _values_of(fact for fact in texts if not fact.many),
        _values_of(fact for fact in read if fact.shape in ("time", "quantity")),
        _values_of(fact for fact in texts if fact.many),
        _values_of(fact for fact in facts if fact.record and not fact.many),
        _values_of(fact for fact in facts if fact.record and fact.many),
    )


def _values_of(facts: Iterable[FieldFacts]) -> Callable[[Record], Iterable[Any]] | None:
    names = [fact.key for fact in facts]
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda record: (getattr(record, names[0]),)) if names else None
