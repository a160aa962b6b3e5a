"""Check of columns in a text that only look like a table where they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from generator.model.numerals import TEN
from generator.model.patterns import later
from generator.model.problem import Finding, Place, Words
from generator.model.site import Site

_GAPS = re.compile(r"[|｜\t]|[ \u3000]{2}(?=[^ \u3000\n])")  # most texts hold none
_RULE = later(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BAR = later(r"(?<!\\)[|｜]")
_TAB = later(r"\s*\t\s*")
_SPACES = later(r"(?<![，、；：。！？,;:.!?])[ \u3000]{2,}")
# A list, a quotation, a heading; Word sets a tab behind its numbers.
_MARKED = later(rf"\s*(?:[-*+>#•·●○■□◆◇▪➢►✓√①-⑳]|[（(]?(?:{TEN}+|\d+)[、.．)）])\s")
_LONGEST = 20  # characters of a cell between spaces; a sentence is longer
_SHOWN = 40  # characters of a row that a hint can repeat


def table_lost(site: Site) -> Iterator[Finding]:
    """Rows of a table are set apart by tabs, by spaces, or by bars without the line of hyphens.

    Why: They are joined to one paragraph and the columns are lost; so it is with tables from Word.
    Mend: Put bars between the cells, and below the first row the line of hyphens.

    正文里的几行像表格，却没有写成表格。
    为什么：从 Word、WPS 粘贴来的表格，各行会连成一段，列也对不上。
    怎么改：各格用竖线隔开，第一行下面加一行横线。

    错：
        正文: |
          项目    数量
          检验    12批
    对：
        正文: |
          | 项目 | 数量 |
          | --- | --- |
          | 检验 | 12批 |
    """
    for file, texts in site.texts.shaped("markdown"):
        for path, text, _ in texts:
            lost = list(_lost(text)) if _GAPS.search(text) else []
            if lost:
                (at, cells), more = lost[0], len(lost) - 1
                head, rule = _row(cells), _row(["---"] * len(cells))
                yield Finding(
                    Place(file, path, offset=at),
                    Words(
                        "这几行像表格，但会连成一段，列也没有了"
                        + (f"，这段文字里还有 {more} 处" if more else ""),
                        "these lines look like a table but will be joined to one paragraph"
                        + (f", and {more} more" if more else ""),
                    ),
                    Words(
                        f"表格上下空一行，第一行写  {head}"
                        f"  第二行写  {rule}  以下各行照第一行的样子写",
                        f"leave a blank line around it, write  {head}"
                        f"  then  {rule}  and the other rows like the first",
                    ),
                )


def _lost(text: str) -> Iterator[tuple[int, list[str]]]:
    """Where each run of rows begins that no page shows as a table, and its first row's cells."""
    at = 0
    for kind, group in groupby(text.split("\n"), _kind):
        rows = list(group)
        if kind and len(rows) > 1 and not (kind == "|" and _is_table(rows)):
            yield at + len(rows[0]) - len(rows[0].lstrip()), _cells(rows[0], kind)
        at += sum(len(row) + 1 for row in rows)


def _row(cells: list[str]) -> str:
    short = sum(map(len, cells)) <= _SHOWN
    return f"| {' | '.join(cells if short else ['…'] * len(cells))} |"


def _kind(line: str) -> str:
    """What sets the cells of a line apart; "" for a line that is no row."""
    words = line.strip()
    if _BAR().search(words):
        return "|"
    if _MARKED().match(line):
        return ""
    if "\t" in words:
        return "\t"
    cells = _cells(words, " ")
    row = len(cells) > 1 and any(len(cell) > 1 for cell in cells)  # 张  三 is a name
    return " " if row and all(len(cell) <= _LONGEST for cell in cells) else ""


def _cells(line: str, kind: str) -> list[str]:
    gap = {"|": _BAR, "\t": _TAB}.get(kind, _SPACES)
    words = line.strip().strip("|｜") if kind == "|" else line.strip()
    return [cell.strip() for cell in gap().split(words)]


def _is_table(rows: list[str]) -> bool:
    """Whether a line of hyphens with as many cells stands below some row."""
    return any(
        _RULE().fullmatch(rule) and len(_cells(row, "|")) == len(_cells(rule, "|"))
        for row, rule in pairwise(rows)
    )
