"""The days that a record tells, which of them a passing of time goes by, and a day in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import cache

from generator.model.fields import Record, fields_of

MONTHS = 12
_SHORT_YEAR = re.compile(r"(\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


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


def meant_by(typed: str) -> date | None:
    """The day of a cell that Excel shows as a number (45413), or of 24/5/1, 24年5月1日."""
    if re.fullmatch(r"[34]\d{4}", typed):
        return date(1899, 12, 30) + timedelta(int(typed))
    match = _SHORT_YEAR.fullmatch(typed)
    with suppress(ValueError):  # no such day
        if match and int(match[1]) > MONTHS:  # 05/01/24 may begin with the month
            return date(2000 + int(match[1]), int(match[2]), int(match[3]))
    return None


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
