"""Names of the files in a parcel: by the call's rule, legal on Windows, short, no two alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

LONGEST = 80  # characters of a name, its ending included
_BYTES = 240  # Linux allows 255 for a name; rare characters take four each
_PLACEHOLDER = re.compile(r"\{([^{}:]*)(?::0?(\d)d)?\}")
# What Windows forbids, as its full-width twin.
_FORBIDDEN = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)
INNER = str.maketrans("“”‘’", "‘’“”")  # GB/T 15834-2011, 4.8: marks within marks
_ENDS = " .-_+—、，"
_OPENING = "（([【《“‘"  # of what was cut nothing is left but its bracket


# What every pattern may ask for besides the story's fields.
PLACES = ("story.kind", "call.id", "call.title", "call.organiser")


def is_file_name(text: str) -> bool:
    """Whether a text can be a folder's name on every system as it stands."""
    return safe(text) == text


def placeholders(pattern: str) -> Iterator[str]:
    """The names in braces that a pattern asks for."""
    return (match[1].strip() for match in _PLACEHOLDER.finditer(pattern))


def loose_brace(pattern: str) -> str:
    """From the first brace on that makes no placeholder: it would stand in the name; "" if none."""
    loose = re.search(r"[{}｛｝].{0,20}", _PLACEHOLDER.sub("", pattern))
    return loose.group() if loose else ""


def fill(pattern: str, value: Callable[[str], str | int]) -> str:
    """The pattern with `value(name)` for `{name}`; `{n:02d}` pads a number with zeros.

    Between the pattern's own “ and ” the marks of a value are those within marks.
    """

    def told(match: re.Match[str]) -> str:
        found = value(match[1].strip())
        if isinstance(found, int):
            return f"{found:0{match[2]}d}" if match[2] else str(found)
        before = pattern[: match.start()]
        return found.translate(INNER) if before.count("“") > before.count("”") else found

    return _PLACEHOLDER.sub(told, pattern)


def safe(name: str, suffix: str = "", fallback: str = "file") -> str:
    """A file name for `name`, ending in `suffix` (with its dot), at most LONGEST characters.

    A name that has the ending already, as a call's own words do (单位+标题.zip), has it once.
    """
    plain = unicodedata.normalize("NFC", name).translate(_FORBIDDEN)
    plain = "".join(" " if char.isspace() else char for char in plain)
    plain = "".join(char for char in plain if char.isprintable())
    plain = re.sub(" +", " ", plain).strip().strip(_ENDS)
    while suffix and plain.lower().endswith(suffix.lower()):
        plain = plain[: -len(suffix)].strip(_ENDS)
    plain = plain or fallback
    if RESERVED.fullmatch(plain):
        plain = f"_{plain}"
    return _cut(plain, LONGEST - len(suffix), _BYTES - len(suffix)) + suffix


def unique(names: Iterable[str]) -> list[str]:
    """The names in order, a number behind those that Windows would take for an earlier one."""
    taken: set[str] = set()
    made = []
    for name in names:
        stem, dot, suffix = name.rpartition(".")
        stem, suffix = (stem, dot + suffix) if dot else (suffix, "")
        tried, count = name, 1
        while tried.casefold() in taken:
            count += 1
            mark = f"-{count}{suffix}"
            tried = _cut(stem, LONGEST - len(mark), _BYTES - len(mark)) + mark
        taken.add(tried.casefold())
        made.append(tried)
    return made


def _cut(text: str, characters: int, size: int) -> str:
    short = text[:characters]
    while len(short.encode()) > size:
        short = short[:-1]
    return short.rstrip(_ENDS if short == text else _ENDS + _OPENING)
