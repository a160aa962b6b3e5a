"""Weeks of ISO 8601, as boards name them: 2018-W03, 2018年第3周."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from msgspec import Struct

_WEEK = re.compile(r"(?P<y>\d{4})(?:\s*年?\s*[-—]?\s*[wW第]?\s*)(?P<w>\d{1,2})\s*周?")


class ImpossibleWeek(ValueError):
    """The words name no week of any year (2018-W60)."""


class Week(Struct, frozen=True, order=True):
    """A week of the ISO calendar; it belongs to the year that holds its Thursday."""

    year: int
    number: int

    @property
    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def words(self) -> str:
        """What pages call it: 2018年第3周."""
        return f"{self.year}年第{self.number}周"

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"


def read_week(words: str) -> Week:
    """The week that `words` name; raises ImpossibleWeek otherwise."""
    match = _WEEK.fullmatch(unicodedata.normalize("NFKC", words).strip())
    if match is None:
        raise ImpossibleWeek(words)
    try:
        date.fromisocalendar(int(match["y"]), int(match["w"]), 1)
    except ValueError as error:
        raise ImpossibleWeek(words) from error
    return Week(int(match["y"]), int(match["w"]))
