"""Slips that a parser notices a line below: the first line of an entry or of a text is none."""

from __future__ import annotations

import re
from itertools import takewhile

from generator.load.below import indents, is_field, named_rows, text_around
from generator.load.hints import as_entry
from generator.load.names import names, records_below, records_of, single_groups, top_names
from generator.load.slips import Slip, list_dash
from generator.load.slips_in_text import heading_cut
from generator.model.fields import fields_of
from generator.model.problem import Words

_Found = tuple[Slip, int, int] | None
_KEY = re.compile(r"([^\s:：]+)\s*[:：]")
_OPENER = re.compile(r"\s*(?:- )?([^\s:：#]+):\s*(?:#.*)?")
_SIGNED = re.compile(r"#+ *([^\s:：#]+)[:：]")
NUMBERED = re.compile(r"(?:\d{1,2}[.、)）]|[（(]\d{1,2}[)）]|[①-⑳]|[+*]|- ?-)\s*")


def in_list(lines: list[str], row: int) -> bool:
    """Whether the line above or below begins an entry of a list at the same margin."""
    margin = indents(lines[row])
    beside = [lines[n] for n in (row - 1, row + 1) if 0 <= n < len(lines)]
    return any(indents(line) == margin and line[margin:].startswith("- ") for line in beside)


def no_list(lines: list[str], row: int) -> _Found:
    """Hyphens before the fields of a single group (`章节`, `审核`), of which no list is made."""
    margin = indents(lines[row])
    if not margin or not lines[row][margin:].startswith("- "):
        return None
    above = next((n for n in range(row - 1, -1, -1) if _holds(lines[n], margin)), None)
    match = _OPENER.fullmatch(lines[above]) if above is not None else None
    if above is None or not match or match[1] not in single_groups() or indents(lines[above]):
        return None  # an award call has a list of that name further in
    below = takewhile(
        lambda n: not lines[n].strip() or indents(lines[n]) >= margin, range(row, len(lines))
    )
    rows = [n for n in below if re.match(rf" {{{margin}}}- ", lines[n])]
    where = named_rows(rows)
    slip = Slip(
        "not-mapping",
        Words(f"“{match[1]}”不是列表，行首不写减号", f"“{match[1]}” is no list"),
        Words(
            f"删掉{where.zh}行首的减号和它后面的一个空格",
            f"delete the hyphen of {where.en} and the blank behind it",
        ),
    )
    return slip, row, margin


def _holds(line: str, margin: int) -> bool:
    """Whether a line stands above what has this margin: an empty field may be indented as much."""
    less = indents(line) < margin or (indents(line) == margin and _OPENER.fullmatch(line))
    return bool(line.strip()[:1] not in ("", "#") and less)


def slip_above(lines: list[str], rows: list[int], row: int) -> _Found:
    """The slip that makes a row stand wrongly, though a line above may hold it.

    `rows` are those above it, without the texts below `key: |`.
    """
    for rule in (_entry_begun, _entry_of_list, _next_entry, _beside_group, _first_field):
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
        key = next((name for name in sorted(names(), key=len)[::-1] if entry.startswith(name)), "")
        message = Words("这一项的第一行少了冒号", "the first line of this entry lacks its colon")
        typed = f"{key}: …" if key else f"{_first_key(lines, rows, line)}: {entry}"
        hint = Words(f"写成  - {typed}", f"write  - {typed}")
        return Slip("stray-line", message, hint), rows[-1], margin + 2
    return None


def _first_key(lines: list[str], rows: list[int], below: str) -> str:
    """What the first field of an entry is called, in the language of the field `below` it."""
    home = next(
        (n for n in reversed(rows[:-1]) if _holds(lines[n], indents(lines[rows[-1]]))), None
    )
    opener = _OPENER.fullmatch(lines[home]) if home is not None else None
    key = _KEY.match(below.strip())
    known = records_of(key[1]) & records_below(opener[1]) if key and opener else frozenset()
    if not key or len(known) != 1:
        return "…"
    first = fields_of(next(iter(known)))[0]
    name = first.key if key[1].isascii() else first.label
    return name if name != key[1] else "…"


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
        if entry and deep > margin and _below_another(lines, above, margin):
            first = above
            continue
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


def _next_entry(lines: list[str], rows: list[int], row: int) -> _Found:
    """An entry that lacks its hyphen: its first field is one that the entry above has already."""
    margin, match = indents(lines[row]), _KEY.match(lines[row].strip())
    if not match or not is_field(lines[row]) or lines[row].lstrip().startswith("- "):
        return None
    begin = next((lines[n] for n in reversed(rows) if indents(lines[n]) <= margin), "")
    given = re.match(rf" {{{margin}}}- +([^\s:：]+):", begin)
    if not given or given[1] != match[1]:
        return None
    message = Words("这一项行首少了减号", "this entry lacks its hyphen")
    return Slip("list-dash", message, as_entry(match[1], deeper=False)), row, margin


def _beside_group(lines: list[str], rows: list[int], row: int) -> _Found:
    """The first parts of a group that lost their indent (`审核:`, `撰稿: 甲`), not all of them."""
    above = [each for each in (*rows, row) if each < row or not indents(lines[row])][::-1]
    keys = {each: match[1] for each in above if (match := _KEY.match(lines[each]))}
    run = [*takewhile(lambda each: keys.get(each, "") in names() - top_names(), above)][::-1]
    home = above[len(run)] if 1 < len(run) < len(above) else None
    opener = _OPENER.fullmatch(lines[home]) if home is not None else None
    records = records_below(opener[1]) if opener else ()
    if not opener or not all(records_of(keys[each]) & {*records} for each in run):
        return None
    named, where = "".join(f"“{keys[each]}”" for each in run), named_rows(run)
    message = Words(f"{named}应当写在“{opener[1]}”下面", f"{named} belong below “{opener[1]}”")
    hint = Words(f"{where.zh}，每行前面加两个空格", f"put two spaces before {where.en}")
    return Slip("indent", message, hint), run[0], 0


def _below_another(lines: list[str], row: int, margin: int) -> bool:
    """Whether an entry belongs to the list of a field that is deeper than a margin itself."""
    above = next((n for n in range(row - 1, -1, -1) if _holds(lines[n], indents(lines[row]))), None)
    return above is not None and margin < indents(lines[above])


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
