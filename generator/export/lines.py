"""How a title breaks over lines: between words, few lines, even ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, combinations, pairwise

import rjieba

from generator.model.numerals import NUMERAL
from generator.prose import is_east

LINE = 20.0  # characters of 2号 (22 pt) over 156 mm; Latin ones count half
_MOST_LINES = 4
_OPENING = "（(《〈“‘「『【〔［["
_CLOSING = "，。：；！？、）)》〉”’」』】〕］]…—·%‰℃～~+×/-"
_WORD = re.compile(r"[0-9A-Za-z.]")
_PARTICLES = ("的", "了", "等", "们")  # never begin a line
_LETTERED = re.compile(r"[A-Za-z] \Z")  # of GB/T 19001
_NUMERAL = re.compile(NUMERAL)
_GOOD_ENDS = "：；，。！？\u3000"
_GOOD_STARTS = ("（", "——", "关于")  # a subtitle, what a paper is about
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"))


def title_lines(title: str, room: float = LINE) -> tuple[str, ...]:
    """The lines of a title, joined they are the title; one wider than `room` stays whole words."""
    pieces = _pieces(title)
    for count in range(1, min(_MOST_LINES, len(pieces)) + 1):
        splits = _splits(pieces, count)
        fitting = [lines for lines in splits if all(_fits(line, room) for line in lines)]
        if fitting:
            return min(fitting, key=_roughness)
    return tuple(_filled(pieces, room))


def continued(lines: tuple[str, ...], more: str) -> tuple[str, ...]:
    """An author's lines with what a call adds behind them, （摘要） say, on a line of its own where
    the last has no room."""
    last = lines[-1] + more
    return (*lines[:-1], last) if _fits(last, LINE) else (*lines, *title_lines(more))


def width(text: str) -> float:
    """Characters of the line that a text takes."""
    return sum(1.0 if is_east(char) or char in "“”‘’—…·" else 0.5 for char in text)


def gaps(line: str) -> float:
    """Characters that WPS and LibreOffice add, whatever the style says: a quarter wherever a
    Chinese letter meets a Latin one."""
    met = (a.isalnum() and b.isalnum() and is_east(a) != is_east(b) for a, b in pairwise(line))
    return sum(met) / 4


def _fits(line: str, room: float) -> bool:
    return width(line.strip()) + gaps(line) <= room


def _splits(pieces: list[str], count: int) -> Iterator[tuple[str, ...]]:
    for cuts in combinations(range(1, len(pieces)), count - 1):
        ends = (0, *cuts, len(pieces))
        yield tuple("".join(pieces[a:b]) for a, b in pairwise(ends))


def _roughness(lines: tuple[str, ...]) -> tuple[int, float]:
    """Breaks after a mark or before a bracket first, within a pair last; then like lengths."""
    rough = sum(not _breaks_well(line, after) for line, after in pairwise(lines))
    rough += sum(map(_is_within, accumulate(lines[:-1])))
    widths = [width(line) for line in lines]
    return rough, max(widths) - min(widths)


def _breaks_well(line: str, after: str) -> bool:
    if line.endswith(" "):
        return is_east(line.rstrip()[-1:]) and is_east(after[0])
    return line.endswith(tuple(_GOOD_ENDS)) or after.startswith(_GOOD_STARTS)


def _is_within(text: str) -> bool:
    """Whether a text ends within quotes or brackets."""
    return any(text.count(left) > text.count(right) for left, right in _PAIRS)


def _filled(pieces: list[str], room: float) -> Iterator[str]:
    line = ""
    for piece in pieces:
        if line and not _fits(line + piece, room):
            yield line
            line = ""
        line += piece
    yield line


def _pieces(title: str) -> list[str]:
    """Words with the marks that cling to them; numerals go with what they count."""
    pieces: list[str] = []
    for part in re.split("(?<=.)(?=——)", title):
        for number, token in enumerate(rjieba.cut(part)):
            if number and _clings(pieces[-1], token):
                pieces[-1] += token
            else:
                pieces.append(token)
    return pieces


def _clings(before: str, token: str) -> bool:
    last, first = before[-1], token[0]
    if token in _PARTICLES or (first.isdigit() and _LETTERED.search(before)):
        return True
    if last in _OPENING or first in _CLOSING or first.isspace() or last in "—·+×/-～~":
        return True
    return bool(_WORD.match(last) and _WORD.match(first)) or bool(_NUMERAL.fullmatch(last))
