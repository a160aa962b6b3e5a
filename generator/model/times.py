"""Time: the words as written and, where they allow it, an earliest and a latest day."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

from msgspec import Struct

from generator.model.numerals import number_of

# One date inside the words: 2018 · 2018年 · 2018-03 · 2018年3月 · 2018/3/5 · 2018年3月5日
_ONE = re.compile(
    r"(?P<y>\d{4})(?!\d)(?:\s*年度?)?(?:\s*[-/.]?\s*(?P<m>\d{1,2})(?!\d)(?:\s*月份?)?"
    r"(?:\s*[-/.]?\s*(?P<d>\d{1,2})(?!\d)(?:\s*[日号])?)?)?"
)
_RANGE = re.compile(r"\s*(?:[—–~～\-]+|至|到)\s*")
_MONTH_END = re.compile(r"(?P<m>\d{1,2})\s*月(?:(?P<d>\d{1,2})\s*日)?")
_JANUARY = re.compile(r"0?1\s*月")
_DAY_END = re.compile(r"(?P<d>\d{1,2})\s*[日号]")
_LEAD = re.compile(r"^(?:大约|约|截至|截止到?|自|从|早在|始于|于|在)+\s*")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CHINESE = re.compile(
    "(?!0{4})[〇零一二三四五六七八九○◯Oo0]{4}(?=年)|[一二三四五六七八九十]{1,3}(?=[月日])"
)
_ZEROS = str.maketrans("○◯Oo0", "〇〇〇〇〇")  # 二○二四年, as it is mostly typed
_NUMERIC = re.compile(  # 2025、3、1 and 2025—03—01 too; but 2018、19、20 are three years
    r"\d{1,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?"
    r"|\d{4}([、,—–])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])[日号]?"
)
_CLOCK = re.compile(r"(?P<day>.+?\d日?)[T\s]*(?P<h>\d{1,2})[:时点](?:(?P<m>\d{1,2})分?)?")
_MIDNIGHT = re.compile(r"(?<=[T\s日])24(?::00(?::00)?|[时点])")  # 24时: the day's end
CHINA = timezone(timedelta(hours=8))  # a deadline without a zone is Chinese time
_EARLIEST_YEAR, _LATEST_YEAR = 1800, 2200


class ImpossibleDate(ValueError):
    """The words look like a date and name no day of any calendar (2019-13-45)."""


class Time(Struct, frozen=True, gc=False):
    """Words such as `2016—2018`, `近年来`; `earliest` and `latest` are None where unknown.

    `latest` is None and `open` true for `2000至今`.
    """

    words: str
    earliest: date | None = None
    latest: date | None = None
    open: bool = False

    @property
    def year(self) -> str:
        """The year the time begins in, "" where unknown."""
        return str(self.earliest.year) if self.earliest else ""

    @property
    def iso(self) -> str:
        """What a `datetime` attribute may hold: the earliest day as far as the words tell it."""
        if not self.earliest:
            return ""
        if self.latest == self.earliest:
            return self.earliest.isoformat()
        last = self.latest
        if last and (last.year, last.month) == (self.earliest.year, self.earliest.month):
            return f"{self.earliest:%Y-%m}"
        return str(self.earliest.year)

    def __str__(self) -> str:
        return self.words


@lru_cache(maxsize=4096)  # stories share their years and days: 7 a story, 4 µs each to read
def read_time(words: str) -> Time:
    """The time that `words` tell; raises ImpossibleDate for numbers that are no date."""
    plain = _in_digits(words)
    first = _ONE.match(plain)
    if not first:
        if _NUMERIC.fullmatch(plain):
            raise ImpossibleDate(words)
        return Time(words)
    if _NUMERIC.fullmatch(plain) and first.end() < len(plain):
        raise ImpossibleDate(words)
    low, high = _days(first, words)
    rest = plain[first.end() :]
    gap = _RANGE.match(rest)
    if gap is None:
        return Time(words, low, high)
    end = rest[gap.end() :]
    if end[:1] in {"今", "现"} or end.startswith("目前"):
        return Time(words, low, None, open=True)
    return Time(words, low, max(high, _range_end(end, low, words) or high))


def ends_early(words: str) -> bool:
    """Whether a span of time ends before it begins: 2018—2016, 2018年5月至3月, 3日至1日.

    2018年12月31日至1月2日 goes over the new year, as everybody reads it.
    """
    plain = _in_digits(words)
    first = _ONE.search(plain)
    gap = first and _RANGE.match(plain, first.end())
    if not first or not gap:
        return False
    low, end = _days(first, words)[0], plain[gap.end() :]
    if day := _DAY_END.match(end):
        return bool(first["d"]) and int(day["d"]) < low.day
    if low.month == 12 and not _ONE.match(end) and _JANUARY.match(end):
        return False
    last = _range_end(end, low, words)
    return last is not None and last < low


def year_in(time: Time | None) -> str:
    """The year of a time that may not be told, "" where it is not."""
    return time.year if time else ""


def age(time: Time | None) -> int:
    """What sorts times latest first, by where they begin; last what names no day."""
    return -time.earliest.toordinal() if time and time.earliest else 0


def read_day(words: str) -> date:
    """The one day that `words` name (2018-03-05, 2018年3月5日); raises ImpossibleDate otherwise."""
    time = read_time(words)
    if time.earliest is None or time.earliest != time.latest or time.open:
        raise ImpossibleDate(words)
    return time.earliest


def read_moment(words: str) -> datetime:
    """The moment that `words` name, with its zone (2026-11-30T17:00:00+08:00, 2026年11月30日17时).

    A day alone means its last minute. Raises ImpossibleDate for all else.
    """
    plain = _MIDNIGHT.sub("23:59", unicodedata.normalize("NFKC", words).strip())
    try:
        if len(plain) > len("2026-11-30"):
            moment = datetime.fromisoformat(plain)
            return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
    except ValueError:
        pass  # not written the way machines do
    if match := _CLOCK.fullmatch(plain):
        try:
            clock = time(int(match["h"]), int(match["m"] or 0))
        except ValueError as error:
            raise ImpossibleDate(words) from error
        return datetime.combine(read_day(match["day"]), clock, CHINA)
    return datetime.combine(read_day(plain), time(23, 59), CHINA)


def _in_digits(words: str) -> str:
    """The words as `_ONE` reads them: 二〇一八年三月, 20180305, 截至2018年."""
    plain = _LEAD.sub("", unicodedata.normalize("NFKC", words).strip())
    plain = _COMPACT.sub(r"\1-\2-\3", plain) if _COMPACT.fullmatch(plain) else plain
    return _CHINESE.sub(lambda match: f"{number_of(match.group().translate(_ZEROS)):g}", plain)


def _range_end(end: str, low: date, words: str) -> date | None:
    if later := _ONE.match(end):
        return _days(later, words)[1]
    if later := _MONTH_END.match(end):
        return _span(low.year, int(later["m"]), int(later["d"]) if later["d"] else None, words)[1]
    return None


def _days(match: re.Match[str], words: str) -> tuple[date, date]:
    month, day = match["m"], match["d"]
    return _span(int(match["y"]), int(month) if month else None, int(day) if day else None, words)


def _span(year: int, month: int | None, day: int | None, words: str) -> tuple[date, date]:
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise ImpossibleDate(words)
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError as error:
        raise ImpossibleDate(words) from error
