"""Slips that a parser notices a line below: the first line of an entry or of a text is none."""

from __future__ import annotations

import re

from generator.load.below import indents, is_field, text_around
from generator.load.hints import as_entry
from generator.load.names import names
from generator.load.slips import Slip, list_dash
from generator.load.slips_in_text import heading_cut
from generator.model.problem import Words

_Found = tuple[Slip, int, int] | None
_KEY = re.compile(r"([^\s:：]+)\s*[:：]")
_SIGNED = re.compile(r"#+ *([^\s:：#]+)[:：]")
NUMBERED = re.compile(r"(?:\d{1,2}[.、)）]|[（(]\d{1,2}[)）]|[①-⑳]|[+*]|- ?-)\s*")


def in_list(lines: list[str], row: int) -> bool:
    """Whether the line above or below begins an entry of a list at the same margin."""
    margin = indents(lines[row])
    beside = [lines[n] for n in (row - 1, row + 1) if 0 <= n < len(lines)]
    return any(indents(line) == margin and line[margin:].startswith("- ") for line in beside)


def slip_above(lines: list[str], rows: list[int], row: int) -> _Found:
    """The slip that makes a row stand wrongly, though a line above may hold it.

    `rows` are those above it, without the texts below `key: |`.
    """
    for rule in (_entry_begun, _entry_of_list, _first_field):
        if found := rule(lines, rows, row):
            return found
    return None


def _entry_begun(lines: list[str], rows: list[int], row: int) -> _Found:
    """What makes a field, an entry, a text stand too deep: the line above, or its own mark."""
    above, line = lines[rows[-1]], lines[row]
    margin, bare = indents(above), above.strip()
    sign = _SIGNED.match(bare)
    if sign and sign[1] in names() and indents(line) > margin > 0:
        message = Words(f"“{sign[1]}”前面有“#”，算作注释", f"“{sign[1]}” is a comment")
        hint = Words("删掉“#”和它后面的空格", "delete the “#” and the blank behind it")
        return Slip("heading-cut", message, hint), rows[-1], margin
    if mark := _mark_of(line):
        return list_dash(mark), row, indents(line)
    if not is_field(line) or indents(line) <= margin:
        return None
    if mark := _mark_of(above):
        return list_dash(mark), rows[-1], margin
    if bare.startswith("- ") and not re.search("[:：]", bare):
        entry = bare.removeprefix("- ")
        key = next((name for name in sorted(names(), key=len)[::-1] if entry.startswith(name)), "…")
        message = Words("这一项的第一行少了冒号", "the first line of this entry lacks its colon")
        hint = Words(f"写成  - {key}: …", f"write  - {key}: …")
        return Slip("stray-line", message, hint), rows[-1], margin + 2
    return None


def _mark_of(line: str) -> str:
    """What stands for the hyphen of an entry (`1. 名称: 甲`, `- - 名称: 甲`), or ""."""
    bare = line.strip()
    match = NUMBERED.match(bare)
    if not match or not indents(line) or not is_field(bare[match.end() :]):
        return ""
    return "--" if bare[0] == "-" else match[0].strip()


def _entry_of_list(lines: list[str], rows: list[int], row: int) -> _Found:
    """An entry whose hyphen stands elsewhere than that of the one above, or that one has none."""
    margin, first = indents(lines[row]), row
    if not margin or not lines[row].lstrip().startswith("- ") or text_around(lines, row):
        return None
    for above in reversed(rows):
        deep, entry = indents(lines[above]), lines[above].lstrip().startswith("- ")
        if entry and deep != margin:
            return _not_in_line(above), row, margin
        if entry or deep < margin:
            break
        first = above
    match = _KEY.match(lines[first].strip()) if first != row else None
    if not match or not is_field(lines[first]):
        return None
    message = Words("这一项行首少了减号", "this entry lacks its hyphen")
    deep = indents(lines[first])
    return Slip("list-dash", message, as_entry(match[1], deeper=deep > margin)), first, deep


def _not_in_line(above: int) -> Slip:
    return Slip(
        "indent",
        Words(
            f"这一项的“-”和第 {above + 1} 行的没有对齐",
            f"this hyphen does not line up with that of line {above + 1}",
        ),
        Words(
            "让每项的“-”上下对齐，一项里的各行一起移动",
            "line the hyphens up, and move the lines of an entry with its own",
        ),
    )


def _first_field(lines: list[str], rows: list[int], row: int) -> _Found:
    """The file's first field, where it and all up to the row are indented, and that one not."""
    fields = [above for above in rows if lines[above].lstrip()[:1] != "#"]
    if not fields or indents(lines[row]) or not all(indents(lines[above]) for above in fields):
        return None
    if signed := heading_cut(lines, fields[0], 0):
        return signed
    message = Words("这一行有缩进，下面的却没有", "this line is indented, those below are not")
    hint = Words("删掉行首的空格", "delete the spaces before it")
    return Slip("indent", message, hint), fields[0], indents(lines[fields[0]])
