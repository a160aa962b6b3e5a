"""The days that a record tells, which of them a passing of time goes by, and a day in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from generator.model.fields import Record, fields_of


def days_of(record: Record) -> Iterator[date]:
    """Every day in the record, at any depth: ends and beginnings, sign-offs; no times of events."""
    for name, record_below in _dated(type(record)):
        value = getattr(record, name)
        for each in value if isinstance(value, tuple) else (value,):
            if record_below and each is not None:
                yield from days_of(each)
            elif each is not None:
                yield each


def day_words(day: date) -> str:
    """The day as Chinese readers write it: 2018年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def gone_by(days: Iterable[int], before: date, now: date, ahead: int = 0) -> bool:
    """Whether any of the days (ordinals) may mean something else `now` than it did `before`.

    A rule that compares today with a day, at most so many days `ahead`, finds the same as before
    where no day lies between the two: all are past on both or still to come on both.
    """
    first, last = sorted((before.toordinal(), now.toordinal()))
    return any(first <= day <= last + ahead for day in days)


@cache
def _dated(record: type[Record]) -> tuple[tuple[str, bool], ...]:
    """The attributes that hold days, each with whether these lie in records of its own."""
    return tuple(
        (fact.name, fact.record is not None)
        for fact in fields_of(record)
        if fact.shape == "day" or (fact.record and _has_days(fact.record))
    )


def _has_days(record: type[Record], above: tuple[type[Record], ...] = ()) -> bool:
    return record not in above and any(
        fact.shape == "day" or (fact.record and _has_days(fact.record, (*above, record)))
        for fact in fields_of(record)
    )
