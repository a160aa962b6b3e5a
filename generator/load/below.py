"""The texts below `key: |`: which line belongs to one but for its indent, and what to type then.

As well the fields of a starter file that are still behind their `#`, though used below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.load.names import names, plain_names, top_names
from generator.model.problem import NO_WORDS, Words

BLOCK = re.compile(r"(?!\s*#)(?:^|.*[:\-])[ \t]+[|>][-+\d]*\s*(?:#.*)?$")
_OPENER = re.compile(r"(?P<margin> *)(?P<dashes>(?:- +)*)(?:(?P<key>[^:|>]*):)?")
_COMMENTED = re.compile(r"# ?(?P<line> *(?P<dash>- )?(?P<key>[^\s:：\"'#]+):(?:\s.*)?)$")
_FIELD = re.compile(r"\s*(?:- )?(?P<key>[^\s:：\"'#]+)\s*[:：]")
_COUNTS = "零一两三四五六七八九十"


class Below(NamedTuple):
    """What stands below a key: the key, where it begins, the blanks that its lines take.

    `first` is the row of its first line, 0 where there is none.
    """

    key: str
    column: int
    blanks: int
    first: int = 0

    def fewer(self) -> Words:
        """What to type where the first line has more blanks than those below it."""
        blanks = self.column + 2
        return Words(
            f"行首有{counted(self.blanks)}个空格，只留{counted(blanks)}个，与下面的正文对齐",
            f"leave {blanks} of its {self.blanks} spaces, as the lines below have",
        )

    def hint(self, line: str) -> Words:
        """What to type before a line that has too few blanks."""
        there = line[: indents(line)]
        beside = self._beside()
        if there.strip(" "):  # a tab, a full-width space
            return Words(
                f"删掉行首空白，在英文输入状态下按{counted(self.blanks)}下空格键{beside.zh}",
                f"delete the blanks and type {self.blanks} plain spaces{beside.en}",
            )
        more = max(self.blanks - len(there), 1)
        if there:
            return Words(
                f"在行首再加{counted(more)}个空格，一共{counted(self.blanks)}个{beside.zh}",
                f"indent it by {more} more, {self.blanks} spaces in all{beside.en}",
            )
        return Words(
            f"在行首加{counted(more)}个空格{beside.zh}", f"indent it by {more} spaces{beside.en}"
        )

    def _beside(self) -> Words:
        if self.blanks != self.column + 2 or not self.key:
            return Words("（与上面的正文对齐）", " (like the text above)")
        if self.column == 0:
            return NO_WORDS  # two spaces
        return Words(f"（比“{self.key}”多两个）", f" (two more than “{self.key}”)")


def counted(number: int) -> str:
    """A number of things as it is said: 两 for 2."""
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def named_rows(rows: Sequence[int]) -> Words:
    """Rows, from 0, as lines: “第 3、4 行”."""
    numbers = [str(row + 1) for row in rows]
    return Words(f"第 {'、'.join(numbers)} 行", f"line{'s' * bool(rows[1:])} {', '.join(numbers)}")


def text_around(lines: Sequence[str], row: int) -> Below | None:
    """The text below a `key: |` to which a row belongs but for its indent."""
    least = 99
    for above in range(row - 1, -1, -1):
        line = lines[above]
        if line.strip() and spaces(line) < least:
            if BLOCK.match(line):
                return _text_below(lines, above, row)
            least = spaces(line)
    return None


def outside_texts(lines: Sequence[str], stop: int) -> Iterator[int]:
    """The rows before a row that belong to no text below a `key: |`."""
    block = -1  # the indent of the key whose text the lines belong to
    for row, line in enumerate(lines[:stop]):
        if block >= 0 and (not line.strip() or spaces(line) > block):
            continue
        block = spaces(line) if BLOCK.match(line) else -1
        yield row


def commented(lines: Sequence[str], row: int) -> list[int]:
    """The rows above of fields still behind a `#` to which a row belongs (`# 荣誉:`)."""
    found: list[int] = []
    least = spaces(lines[row]) + is_entry(lines[row])  # which may stand as deep as its field
    own = _FIELD.match(lines[row])
    if least == 1 and own and own["key"] in top_names():
        return []  # the blank behind its own `#`, left there
    for above in range(row - 1, -1, -1):
        match = _COMMENTED.match(lines[above])
        if not match and lines[above].strip() and not lines[above].startswith("#"):
            break
        known = names() if match and match["dash"] else names() - plain_names()
        if match and match["key"] in known and (margin := spaces(match["line"])) < least:
            least = margin
            if margin == 0 and not match["dash"] and match["key"] not in top_names():
                break  # a heading that is called like a part of some field
            found.insert(0, above)
    return found


def without_sign(line: str) -> str:
    """A commented line as its field is used: without the `#` and the blank behind it."""
    return line[1:].removeprefix(" ")


def _text_below(lines: Sequence[str], opener: int, row: int) -> Below:
    match = _OPENER.match(lines[opener])
    assert match  # it matches every line
    column = len(match["margin"]) + (len(match["dashes"]) if match["key"] else 0)
    first = next((n for n in range(opener + 1, row) if lines[n].strip()), 0)
    margin = spaces(lines[first]) if first else 0
    blanks = margin if margin > column else column + 2
    return Below((match["key"] or "").strip(), column, blanks, first)


def is_field(line: str) -> bool:
    """Whether a line begins with the name of a field, whatever stands before it."""
    match = _FIELD.match(line)
    return bool(match and match["key"] in names())


def is_entry(line: str) -> bool:
    """Whether a line begins an entry of a list."""
    return line.lstrip().startswith("- ")


def indents(line: str) -> int:
    """How many blanks of any kind a line begins with."""
    return len(line) - len(line.lstrip())


def spaces(line: str) -> int:
    """How many plain spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))
