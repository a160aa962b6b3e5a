"""Words for a screen that is read from afar: short, cut at a clause, never inside a word."""

from __future__ import annotations

import re
from itertools import accumulate

from generator.render.breaks import clauses, words_of
from generator.render.html import one_line

_SENTENCE = re.compile(r"[^。！？]*[。！？]+[”’」』）]*|[^。！？]+$")
_BREAK = re.compile(r".*?(?:[，；：。！？]+[”’」』）]*|——|$)", re.S)
_MARKS = "，；：。！？—"
_OPEN_END = "，；：、——"  # marks that cannot end a title
_PAIRS = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"), ("「", "」"), ("『", "』"))
# Vertical setting: size, characters a column holds, columns that fit. Measured at 1920×1080 (a
# column is 50 rem high) and 1080×1920 (the columns share 62 rem), whichever holds less.
COLUMNS = (("xl", 7, 5), ("l", 9, 7), ("m", 12, 9), ("s", 16, 13))


def title_within(text: str, most: int) -> str:
    """The first clauses of a title that fit `most` characters; its last mark is dropped.

    A title of one long clause ends after a word, with an ellipsis.
    """
    if len(text) <= most:
        return text
    short = _cut(text, most)
    return short if text[len(short)] in _MARKS else f"{_cut(text, most - 1)}…"


def lead_within(text: str, most: int) -> str:
    """The first sentences of `text` that fit, else its first clauses and an ellipsis."""
    line = one_line(text)
    if len(line) <= most:
        return line
    whole = _longest(_SENTENCE.findall(line), most)
    return whole if len(whole) > most // 3 else f"{_cut(line, most - 2)}……"


def columns_of(text: str) -> tuple[str, tuple[str, ...]]:
    """A maxim as columns for vertical setting, one clause a column: size ("xl" to "s"), columns.

    A clause longer than a column goes on in the next; where there are too many clauses, short
    neighbours share a column.
    """
    for size, rows, most in COLUMNS:
        columns = [part for clause in clauses(text) for part in folded(clause, rows)]
        if len(columns) <= most:
            return size, tuple(columns)
    size, rows, _ = COLUMNS[-1]
    return size, tuple(_joined(clauses(text), rows))


def folded(clause: str, rows: int) -> list[str]:
    """A clause in columns of at most `rows` characters, about equally long, words whole."""
    if len(clause) <= rows:
        return [clause]
    aim = -(-len(clause) // -(-len(clause) // rows))
    columns = [""]
    for word in words_of(clause):
        full = len(columns[-1]) + len(word) > rows or len(columns[-1]) >= aim
        if columns[-1] and full:
            columns.append("")
        columns[-1] += word
    return columns


def _cut(text: str, most: int) -> str:
    """The first clauses within `most`, else the first words; marks that want more are dropped."""
    short = _longest(_BREAK.findall(text), most) or _longest(clauses(text), most)
    short = short or _longest(words_of(text), most) or _inside_quotation(text, most)
    return short.rstrip(_OPEN_END)


def _longest(pieces: list[str], most: int) -> str:
    """The longest run of first pieces within `most` that leaves no quotation open."""
    runs = (run for run in accumulate(pieces) if run and len(run) <= most and _closed(run))
    return max(runs, key=len, default="")


def _inside_quotation(text: str, most: int) -> str:
    """The first words of a text that is one long quotation, with its mark closed."""
    runs = (run for run in accumulate(words_of(text)) if len(run) < most)
    short = max(runs, key=len, default=text[: most - 1])
    return short + next((b for a, b in _PAIRS if short.count(a) > short.count(b)), "")


def _closed(text: str) -> bool:
    return all(text.count(first) == text.count(last) for first, last in _PAIRS)


def _joined(parts: list[str], rows: int) -> list[str]:
    columns = [""]
    for part in parts:
        for piece in folded(part, rows):
            if columns[-1] and len(columns[-1]) + len(piece) > rows:
                columns.append("")
            columns[-1] += piece
    return columns
