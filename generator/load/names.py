"""Every name that a field may bear: what a line of an author's file may begin with."""

from __future__ import annotations

from functools import cache

from generator.model.carriers import Ceremony, Maxim, Pledge, StarWeek, Work
from generator.model.fields import Record, fields_of, names_of
from generator.model.kinds import KINDS
from generator.model.parts import STATUS_NOTE
from generator.model.site import Settings, Signature, Term, Unit, Withdrawal


@cache
def records_of(name: str) -> frozenset[type[Record]]:
    """The records that know a name."""
    return frozenset(record for record in _records() if name in names_of(record))


@cache
def records_below(name: str) -> frozenset[type[Record]]:
    """The records of which the fields of a name are made."""
    facts = (names_of(record)[name] for record in records_of(name))
    return frozenset(fact.record for fact in facts if fact.record)


@cache
def top_names() -> frozenset[str]:
    """Of a story itself, not of its parts."""
    return frozenset(name for kind in KINDS.values() for name in names_of(kind.record))


@cache
def names() -> frozenset[str]:
    """Of every file: stories and their parts, units, settings, other showcases."""
    return frozenset(name for record in _records() for name in names_of(record))


@cache
def group_names() -> frozenset[str]:
    """Of fields that hold fields of their own wherever they stand, never one text."""
    groups: set[str] = set()
    texts: set[str] = set()
    for record in _records():
        for name, fact in names_of(record).items():
            (groups if fact.record and not fact.record.plain else texts).add(name)
    return frozenset(groups - texts)


@cache
def single_groups() -> frozenset[str]:
    """Of fields that hold one group wherever they stand, never a list of them."""
    facts = [pair for record in _records() for pair in names_of(record).items()]
    return group_names() - {name for name, fact in facts if fact.many}


@cache
def plain_names() -> frozenset[str]:
    """Of fields that hold a short text wherever they stand, so that nothing stands below them."""
    facts = [pair for record in _records() for pair in names_of(record).items()]
    deep = {name for name, fact in facts if fact.record or fact.many or fact.shape == "markdown"}
    return names() - deep


@cache
def long_names() -> frozenset[str]:
    """Of fields that hold paragraphs."""
    facts = (pair for record in _records() for pair in names_of(record).items())
    return frozenset(name for name, fact in facts if fact.shape == "markdown")


@cache
def notes() -> frozenset[str]:
    """What starter files say of fields behind a `#`, in both languages."""
    facts = [fact for record in _records() for fact in fields_of(record)]
    said = {said for fact in facts for said in (fact.help, fact.english) if said}
    return frozenset(said | {STATUS_NOTE.zh, STATUS_NOTE.en})


@cache
def award_names() -> frozenset[str]:
    """Of award calls alone: lines of a story may begin with such words, so `names` lacks them."""
    from generator.model.award import Award  # no edit reads calls

    return frozenset(name for record in _below([Award]) for name in names_of(record))


@cache
def _records() -> frozenset[type[Record]]:
    stories: list[type[Record]] = [kind.record for kind in KINDS.values()]
    listed: list[type[Record]] = [Unit, Term, Withdrawal, Signature, Settings]
    return _below([*stories, *listed, StarWeek, Ceremony, Maxim, Work, Pledge])


def _below(todo: list[type[Record]]) -> frozenset[type[Record]]:
    seen: set[type[Record]] = set()
    while todo:
        record = todo.pop()
        if record not in seen:
            seen.add(record)
            todo += [fact.record for fact in fields_of(record) if fact.record]
    return frozenset(seen)
