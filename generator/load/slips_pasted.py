"""Slips of what was put in as it stood: paragraphs without `|`, rows of a table, Word's bullets,
both sides of a merge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from generator.load.below import counted, indents, is_field, named_rows
from generator.load.names import long_names, records_below
from generator.load.slips import Slip
from generator.model.fields import Record, fields_of, names_of
from generator.model.problem import Words

_EMPTY = re.compile(r"\s*(?:- )?(?P<key>[^\s:：\"'#]+):\s*(?:#.*)?$")
MERGE = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")
_BULLET = re.compile(r"\s*[—–─−－‐‑﹣•·●▪◆\uf000-\uf0ff-]\t[^\t]*$")  # Word's, of its own fonts too
_CELL = re.compile(r"[^\[\]{}#&*!|>'\"%@`,:]+")  # what needs no quotes in braces


def unopened(lines: Sequence[str], row: int) -> int | None:
    """The row of the field to which a text belongs but for the `|` that opens it."""
    above = next((n for n in range(row - 1, -1, -1) if is_field(lines[n])), None)
    match = _EMPTY.match(lines[above]) if above is not None else None
    return above if match and match["key"] in long_names() else None


def without_pipe(lines: Sequence[str], row: int) -> tuple[Slip, int, int] | None:
    """The slip of a text that stands at the margin, no `|` behind its field."""
    above = unopened(lines, row)
    if above is None:
        return None
    line = lines[above].split(" #")[0].rstrip()
    key, blanks = line.strip().removeprefix("- ")[:-1], indents(line) + 2
    slip = Slip(
        "stray-line",
        Words(f"“{key}”后面少了竖线 |", f"a | is missing behind “{key}:”"),
        Words(
            f"写成  {key}: |  ，下面的正文每行行首加{counted(blanks)}个空格",
            f"type  {key}: |  and put {blanks} spaces before each line of the text below",
        ),
    )
    return slip, above, len(line)


def tab_after_dash(lines: Sequence[str], row: int) -> tuple[Slip, int, int] | None:
    """The slip of an entry as Word gives its bullets: a tab behind the hyphen."""
    match = re.match(r"( *-)\t[^\t]*$", lines[row])
    if match is None:
        return None
    message = Words("减号后面是制表符（Tab）", "a tab stands behind the hyphen")
    hint = Words("删掉它，改按一个空格，例如  - …", "type a space for it, e.g.  - …")
    return Slip("odd-space", message, hint), row, len(match[1])


def merge_marks(lines: Sequence[str]) -> tuple[Slip, int, int] | None:
    """The slip of a file in which git or svn left both versions of what two people changed."""
    rows = [row for row, line in enumerate(lines) if MERGE.match(line)]
    if not rows or not lines[rows[0]].startswith("<"):
        return None
    where = named_rows(rows)
    slip = Slip(
        "stray-line",
        Words(
            "两个人改了同一处，合并时两种写法都留在了文件里",
            "two people changed the same lines, and a merge left both versions",
        ),
        Words(
            f"两种写法只留一种，再删掉{where.zh}的记号",
            f"keep one of the versions, and delete the marks in {where.en}",
        ),
    )
    return slip, rows[0], 0


def table_rows(lines: Sequence[str], row: int) -> list[int]:
    """The rows of a table that was pasted below a list of groups, the first of them at `row`."""
    if "\t" not in lines[row].strip() or row == 0 or _BULLET.match(lines[row]):
        return []
    match = _EMPTY.match(lines[row - 1])
    if not match or not records_below(match["key"]):
        return []
    return list(takewhile(lambda n: "\t" in lines[n].strip(), range(row, len(lines))))


def table_pasted(lines: Sequence[str], row: int) -> tuple[Slip, int, int] | None:
    """The slip of such a table."""
    rows, match = table_rows(lines, row), _EMPTY.match(lines[row - 1])
    if not rows or not match:
        return None
    where, key = named_rows(rows), match["key"]
    slip = Slip(
        "not-list",
        Words(
            f"“{key}”下面是贴进来的表格（{where.zh}）", f"a pasted table ({where.en}) is no list"
        ),
        as_items(min(records_below(key), key=_name), [lines[n] for n in rows]),
    )
    return slip, row, indents(lines[row])


def as_items(record: type[Record], rows: Sequence[str]) -> Words:
    """How a row of a pasted table is typed; its first one may name the fields."""
    cells = [[cell.strip() for cell in each.strip().split("\t")] for each in rows[:2]]
    known = names_of(record)
    if known.keys() >= set(cells[0]) and cells[1:]:
        pairs = dict(zip(cells[0], cells[1], strict=False))
    else:
        pairs = dict(_in_fields(record, cells[0]))
    typed = ", ".join(f"{key}: {_cell(text)}" for key, text in pairs.items() if text)
    return Words(
        f"每一行写成一项，例如  - {{{typed}}}", f"type an entry for each row, e.g.  - {{{typed}}}"
    )


def _in_fields(record: type[Record], cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The cells of a row with the fields that they may be, a year with one of time."""
    facts = [*fields_of(record)]
    for cell in cells[: len(facts)]:
        timed = bool(re.match(r"\d{4}(?:年|[-.]|$)", cell))
        fact = next((each for each in facts if (each.shape == "time") == timed), facts[0])
        facts.remove(fact)
        yield fact.label, cell


def _name(record: type[Record]) -> str:
    return record.__name__


def _cell(text: str) -> str:
    return text if _CELL.fullmatch(text) else f'"{text}"'
