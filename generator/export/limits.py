"""A call's limits held against what a story has: each with its count, its verdict, its place."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.model.problem import NO_WORDS, Place, Problem, Words

Bound = Literal["min", "max"]

CHARACTERS = Words("字", "characters")
PHOTOS = Words("张", "photos")
FILES = Words("份", "files")
BYTES = Words("字节", "bytes")
PIXELS = Words("像素", "pixels")
DPI = Words("dpi", "dpi")
THERE = Words("项", "there")  # of a thing that is there (1) or lacking (0)

_WANTED, _THERE, _LACKING = Words("要有", "wanted"), Words("有", "there"), Words("缺", "lacking")
_BOUNDS: dict[Bound, Words] = {"min": Words("至少", "at least"), "max": Words("至多", "at most")}


class Limit(Struct, frozen=True):
    """One requirement: `document` and `section` say where, `subject` what is counted.

    `lacks` is told instead of the count where a thing is there or not; `asks` and `has` say what
    is wanted and what is there where these are no numbers. A breach stands at `place`.
    """

    document: str
    section: str
    subject: Words
    kind: Bound
    limit: int
    count: int
    unit: Words
    place: Place
    lacks: Words = NO_WORDS
    asks: Words = _WANTED
    has: Words = _THERE

    @property
    def ok(self) -> bool:
        """Whether the requirement is met."""
        return self.count >= self.limit if self.kind == "min" else self.count <= self.limit

    @property
    def is_presence(self) -> bool:
        """Whether a thing has to be there or so, and nothing is counted."""
        return self.lacks != NO_WORDS

    @property
    def asked(self) -> Words:
        """What is asked for, in words."""
        if self.is_presence:
            return self.asks
        bound, limit = _BOUNDS[self.kind], self._told(self.limit)
        return Words(f"{bound.zh} {limit.zh}", f"{bound.en} {limit.en}")

    @property
    def found(self) -> Words:
        """What there is, in words."""
        if self.is_presence:
            there = bool(self.count) or self.has != _THERE
            return self.has if there else _LACKING
        return self._told(self.count)

    def _told(self, number: int) -> Words:
        figure = f"{number:,}" if self.unit is BYTES else str(number)
        return Words(f"{figure} {self.unit.zh}", f"{figure} {self.unit.en}")

    @property
    def problem(self) -> Problem:
        """The breach as a problem of the story."""
        if self.is_presence:
            return Problem("award-missing", "error", self.place, self.lacks, _SUPPLY)
        message = Words(
            f"{self.subject.zh}有 {self.found.zh}，征集要求{self.asked.zh}",
            f"{self.subject.en}: {self.found.en}, the call asks for {self.asked.en}",
        )
        return Problem("award-limit", "error", self.place, message, self._mended())

    def _mended(self) -> Words:
        if self.unit in (BYTES, PIXELS, DPI):  # nobody adds 200 pixels to a photo
            return _LARGER if self.kind == "min" else _SMALLER
        gap = self._told(abs(self.limit - self.count))
        hint = _ADD if self.kind == "min" else _CUT
        return Words(f"{hint.zh} {gap.zh}", f"{hint.en} {gap.en}")

    def row(self) -> dict[str, Any]:
        """The row of summary.json."""
        return {
            "document": self.document,
            "section": self.section,
            "what": self.subject.zh,
            "kind": self.kind,
            "limit": self.limit,
            "count": self.count,
            "unit": self.unit.zh,
            "verdict": "ok" if self.ok else "breach",
        }


_ADD = Words("至少补", "add at least")
_CUT = Words("至少删", "cut at least")
_LARGER = Words(
    "换成相机、手机里的原图，不要微信转发过的、截图的",
    "take the camera's original, no forwarded one",
)
_SMALLER = Words("用看图软件缩小一些，另存一份", "save a smaller copy")
_SUPPLY = Words("补上，或用 --draft 先出草稿", "supply it, or write a draft for now with --draft")


class Spot(Struct, frozen=True):
    """Where the limits of one thing stand: document and section of the call, place in the story."""

    document: str
    section: str
    place: Place

    def between(
        self,
        subject: Words,
        low: int | None,
        high: int | None,
        counts: tuple[int, int],
        unit: Words,
    ) -> list[Limit]:
        """The limits that the call sets: `counts` are the count for a minimum and for a maximum."""
        found = []
        for kind, limit, count in (("min", low, counts[0]), ("max", high, counts[1])):
            if limit is not None:
                found.append(self._limit(subject, kind, limit, count, unit))  # type: ignore[arg-type]
        return found

    def there(self, subject: Words, is_there: bool, lacks: Words) -> Limit:
        """The limit of a thing that has to be there."""
        return Limit(
            self.document, self.section, subject, "min", 1, int(is_there), THERE, self.place, lacks
        )

    def just(self, subject: Words, asked: str, found: str, is_so: bool, lacks: Words) -> Limit:
        """The limit of a thing that has to be as asked for: a format, a size."""
        limit = self.there(subject, is_so, lacks)
        return replace(limit, asks=Words(asked, asked), has=Words(found, found))

    def _limit(self, subject: Words, kind: Bound, limit: int, count: int, unit: Words) -> Limit:
        return Limit(self.document, self.section, subject, kind, limit, count, unit, self.place)
