"""Slips of lines that belong to a text below `key: |`, or to a field that is still a comment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from generator.load.below import (
    Below,
    commented,
    indents,
    is_entry,
    is_field,
    named_rows,
    text_around,
)
from generator.load.slips import Slip
from generator.model.problem import Words

_NEITHER = Words(
    "这一行不是“项目名: 内容”的格式，也没有缩进", "this line is neither “key: value” nor indented"
)
_TOO_LITTLE = Words(
    "这一行不是“项目名: 内容”的格式，缩进也不够",
    "this line is neither “key: value” nor indented enough",
)
STRAY_LINE = Slip(
    "stray-line",
    _NEITHER,
    Words(
        "如果它是上一项的正文，在行首加两个空格；如果是新项目，补上英文冒号和空格；不要的，删掉",
        "indent it by two spaces if it belongs to the text above; add a colon, or delete it",
    ),
)


def not_indented(text: Below, line: str) -> Slip:
    """The slip of a line of a text that is not indented enough to be one."""
    typed, name = text.hint(line), f"“{text.key}”" if text.key else "上一项"
    zh, en = f"它是{name}里的话，{typed.zh}", f"it belongs to the text above: {typed.en}"
    if re.match(r"\s*[—–─−－‐‑﹣•·●▪◆]", line):
        zh, en = f"{zh}；要分条，每条写成  - …", f"{en}; entries are typed  - …"
    elif not re.search("[:：]", line):
        zh = f"如果{zh}；如果是新项目，补上英文冒号和空格"
        en = f"if it belongs to the text above, {typed.en}; else add a colon"
    message = _TOO_LITTLE if line[:1].isspace() else _NEITHER
    return Slip("stray-line", message, Words(zh, en))


def heading_cut(lines: Sequence[str], row: int, column: int) -> tuple[Slip, int, int] | None:
    """A Markdown heading without indent became a comment and ended the text around it."""
    above = row - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    if rows := commented(lines, row):
        return _behind_a_sign(lines, rows), rows[0], 0
    if above < 0 or not re.match(r"#+ *\S", lines[above]) or column == 0:
        return None
    text = text_around(lines, above)
    if text is None and is_field(lines[row]):
        return None
    slip = Slip(
        "heading-cut",
        Words(
            "这一行以“#”开头又没有缩进，被当作注释，正文在这里断开了",
            "this line begins with “#” and is not indented: a comment that ends the text",
        ),
        text.hint(lines[above]) if text else _LIKE_ITS_TEXT,
    )
    return slip, above, 0


def sign_above(lines: Sequence[str], row: int) -> tuple[Slip, int, int] | None:
    """A field still a comment above a row: its parts would join what stands above it.

    Blank lines and notes may stand between; in English one that is no field's may be misspelt.
    """
    if not indents(lines[row]) and not is_entry(lines[row]):
        return None
    rows = commented(lines, row)
    if not rows:
        notes = takewhile(lambda n: lines[n].strip()[:1] in ("", "#"), range(row - 1, -1, -1))
        rows = [n for n in notes if _MISSPELT.match(lines[n])][:1]
    if not rows or not _HEADS.match(lines[rows[0]]):
        return None
    slip = _behind_a_sign(lines, rows)
    key = lines[rows[0]].strip("# ").split(":")[0]
    message = Words(
        f"“{key}”前面还有“#”，算作注释，下面的内容就并进了上面一项",
        f"“{key}” is still a comment, so that what stands below joins the field above",
    )
    return slip._replace(message=message), rows[0], 0


_MISSPELT = re.compile(r"# ?[a-z_]+:")
_HEADS = re.compile(r"# ?[^\s#:]+:\s*(?:#.*)?$")  # of a story's own field, its parts below
_LIKE_ITS_TEXT = Words("在行首加两个空格，与正文对齐", "indent it like the text around it")


def _behind_a_sign(lines: Sequence[str], rows: list[int]) -> Slip:
    """A field of a starter file is used, but still a comment."""
    key = lines[rows[0]].strip("# -").split(":")[0]
    blank = any(lines[row].startswith("# ") for row in rows)
    zh, en = ("井号和它后面的一个空格", "“#” and the blank behind it") if blank else ("井号", "“#”")
    where = named_rows(rows)
    zh_lines, en_lines = (where.zh, f" in {where.en}") if rows[1:] else ("", "")
    return Slip(
        "heading-cut",
        Words(
            f"“{key}”前面还有“#”，算作注释，下面的内容就不知道属于哪一项",
            f"“{key}” is still a comment, so that what stands below belongs to nothing",
        ),
        Words(f"删掉{zh_lines}行首的{zh}", f"delete the {en}{en_lines}"),
    )
