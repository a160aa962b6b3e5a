"""Slips that a parser notices a line below: the first line of an entry or of a text is none."""

from __future__ import annotations

import re

from generator.load.below import indents, is_field
from generator.load.names import names
from generator.load.slips import Slip, list_dash
from generator.model.problem import Words

_SIGNED = re.compile(r"#+ *([^\s:：#]+)[:：]")
NUMBERED = re.compile(r"(?:\d{1,2}[.、)）]|[（(]\d{1,2}[)）]|[①-⑳]|[+*]|- ?-)\s*")


def in_list(lines: list[str], row: int) -> bool:
    """Whether the line above or below begins an entry of a list at the same margin."""
    margin = indents(lines[row])
    beside = [lines[n] for n in (row - 1, row + 1) if 0 <= n < len(lines)]
    return any(indents(line) == margin and line[margin:].startswith("- ") for line in beside)


def slip_above(row: int, above: str, line: str) -> tuple[Slip, int, int] | None:
    """The slip of the line above, which makes a field of its entry stand too deep."""
    margin, bare = indents(above), above.strip()
    sign = _SIGNED.match(bare)
    if sign and sign[1] in names() and indents(line) > margin > 0:
        message = Words(f"“{sign[1]}”前面有“#”，算作注释", f"“{sign[1]}” is a comment")
        hint = Words("删掉“#”和它后面的空格", "delete the “#” and the blank behind it")
        return Slip("heading-cut", message, hint), row, margin
    if not is_field(line) or indents(line) <= margin:
        return None
    mark = NUMBERED.match(bare)
    if mark and is_field(bare[mark.end() :]):
        return list_dash("--" if bare[0] == "-" else mark[0].strip()), row, margin
    if bare.startswith("- ") and not re.search("[:：]", bare):
        entry = bare.removeprefix("- ")
        key = next((name for name in sorted(names(), key=len)[::-1] if entry.startswith(name)), "…")
        message = Words("这一项的第一行少了冒号", "the first line of this entry lacks its colon")
        hint = Words(f"写成  - {key}: …", f"write  - {key}: …")
        return Slip("stray-line", message, hint), row, margin + 2
    return None
