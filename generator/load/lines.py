"""Reads YAML as most stories are written, line by line: a third of what libyaml's events cost.

A key and its value on a line, texts below `|`, lists by dashes, `[a, b]`, `{a: b}`, notes behind a
`#`; nothing that YAML could take for more. All else is left to libyaml (`marks`). What is read here
is what is read there (`tests/test_sound.py` holds the law).
"""

from __future__ import annotations

import re
from typing import Any

from generator.load.slips import FIRST_SIGNS

MOST = 20_000  # characters: fewer events than `marks` takes
DEEPEST = 8  # mappings and lists around another, some fewer than `marks` takes


def data_by_lines(text: str) -> dict[str, Any] | None:
    """The data of a YAML text that is one mapping; None where libyaml is to be asked.

    The text is clean, as `read_text` gives it without a warning. None as well where a key or a
    value might hold a slip.
    """
    data: dict[str, Any] = {}
    made: Any = data  # what is being filled: a mapping, or a list, whose lines begin at `column`
    column, waits = 0, ""  # `waits`: its last key, where the value may stand below
    around: list[tuple[int, Any]] = []
    value: Any
    for indent, dash, key, plain, short, pad, block in _entries(text):
        at = len(indent)
        while at < column or (at == column and not dash and type(made) is list):
            (column, made), waits = around.pop(), ""
        if at > column or (dash and type(made) is dict):
            if not waits or len(around) > DEEPEST:
                return None
            around.append((column, made))
            made[waits] = value = [] if dash else {}
            made, column, waits = value, at, ""
        if dash and key:
            around.append((column, made))
            made.append(value := {})
            made, column = value, at + len(dash)
        if plain:
            value = plain.rstrip(" ")
        elif short or pad:
            value = _short(short) if short else _block(block, pad, column)
        else:
            value = None
        if value is None and (short or pad or not key):
            return None
        if key and key not in made:
            made[key], waits = value, key if value is None else ""
        elif dash and not key:
            made.append(value)
        else:
            return None
    return data or None


# Each set of Chinese characters takes `re` 0.7 ms to compile, so none stands here twice.
_KEY = r"[a-z_\u4e00-\u9fff]{1,20}+"
_NULL = r"(?:[nN]ull|NULL)\b"
_FIRST = rf"[^\ \n,\[\]{{}}\#&*!|>'\"%@`?:~\-{re.escape(''.join(sorted(FIRST_SIGNS)))}]"
_PLAIN = rf"(?!{_NULL}){_FIRST}[^\n:\#]*+(?>(?:(?::(?![\ \n])|(?<!\ )\#)[^\n:\#]*+)*)"
_ITEM = rf"(?!{_NULL}|[，；、]){_FIRST}[^\n,\[\]{{}}:\#'\"?，；、]*+"
_LIST = rf"\[(?>(?:\ *{_ITEM}(?:,(?!\ *\])|(?=\])))*)\]"
_PAIRS = rf"\{{(?>(?:\ *+{_KEY}:\ ++{_ITEM}(?:,(?!\ *\}})|(?=\}})))+)\}}"
_NOTE = r"\ *+(?>(?:(?<=\ )\#.*)?)\n"
_VOID = re.compile(r"(?>(?:\ *(?:\#.*)?\n)*)", re.VERBOSE)
_ENTRY = re.compile(
    rf"""
    (\ *+)(-\ |)(?:({_KEY}):(?=[\ \n]))?\ *+
    (?:({_PLAIN})?{_NOTE}
    | ("[^"\\\n]*+"|'[^'\n]*+'|{_LIST}|{_PAIRS}){_NOTE}
    | \|{_NOTE}(\ ++)(?!\n)(.*\n(?>(?:\6.*\n|\n)*))
    ){_VOID.pattern}
    | .+  # anything else: an entry of nothing
    """,
    re.VERBOSE,
)


def _entries(text: str) -> list[tuple[str, ...]]:
    """The parts of each entry; none where libyaml is to be asked."""
    if "\t" in text or len(text) > MOST:
        return []
    ended = text.endswith("\n")
    entries = _ENTRY.findall(_VOID.sub("", text if ended else f"{text}\n", count=1))
    if not ended and (text.endswith(" ") or (entries and entries[-1][5])):
        return []  # a text below `|` does not end with a break then
    return entries


def _short(typed: str) -> str | list[str] | dict[str, str] | None:
    """The value of what is quoted or in brackets; None where a key is given twice."""
    inner = typed[1:-1]
    if typed[0] == "[":
        return [item.strip(" ") for item in inner.split(",")] if inner else []
    if typed[0] == "{":
        pairs = [pair.split(":") for pair in inner.split(",")]
        data = {key.strip(" "): value.strip(" ") for key, value in pairs}
        return data if len(data) == len(pairs) else None
    return inner


def _block(lines: str, pad: str, column: int) -> str | None:
    """The text below a `|`, lines that begin with `pad`; None where that is too little."""
    if len(pad) <= column:
        return None
    return lines.replace(f"\n{pad}", "\n").rstrip("\n") + "\n"
