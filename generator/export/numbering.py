"""The numbers of official documents: 一、（一）1.（1） (GB/T 9704-2012, 7.3.3); below them ①."""

from __future__ import annotations

from msgspec import Struct, field

from generator.export.document import Heading

DEEPEST = 4  # of headings; points of a list go one further
POINTS = 3  # points of a list are numbered 1. where no heading above them is
_MOST_CIRCLED = 20  # ⑳
_DIGITS = "零一二三四五六七八九"


class Numbering(Struct):
    """Counts the headings of one document."""

    counts: list[int] = field(default_factory=lambda: [0] * (DEEPEST + 1))

    def heading(self, level: int, text: str) -> Heading:
        """The next heading of a level; deeper levels begin anew."""
        level = min(level, DEEPEST)
        self.counts[level] += 1
        self.counts[level + 1 :] = [0] * (DEEPEST - level)
        return Heading(level, number(level, self.counts[level]), text)


def number(level: int, count: int) -> str:
    """The number of the `count`-th heading or item of a level; the fifth holds all below it."""
    if level > DEEPEST:
        return chr(ord("①") + count - 1) if 1 <= count <= _MOST_CIRCLED else f"（{count}）"
    counted = chinese(count) if level <= 2 else str(count)  # a point may be the 2026th
    return ("{}、", "（{}）", "{}.", "（{}）")[level - 1].format(counted)


def chinese(count: int) -> str:
    """A count from 1 to 99 in Chinese: 九, 十, 十一, 二十."""
    tens, ones = divmod(count, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
