"""More bad input of the corpus's kinds: one story with one part changed, and what it must give.

The story: line 1 title, 2 date, 3 summary, 4 to 6 body, 7 on whatever is `more`, then unit and
review at its end. Most are data, in siblings.txt; what data cannot hold stands below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.roots import SIGNED

FILE = Path(__file__).with_name("siblings.txt")
_ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|.)")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


class Sibling(NamedTuple):
    """A changed story: its bytes, the outcome (as in the corpus), the line and the id reported."""

    content: bytes
    outcome: str
    line: int | None
    id: str


def story(
    *,
    title: str = "title: 一根管子",
    date: str = "date: 2024-05-06",
    summary: str = "summary: 摘要",
    body: str = "body: |\n  正文第一段，\n  正文第二段。",
    more: str = "",
    end: str = f"unit: 试验检验院\n{SIGNED}",
) -> str:
    """The story with some of its parts replaced."""
    return "\n".join(part for part in (title, date, summary, body, more, end) if part)


def siblings() -> dict[str, Sibling]:
    """All siblings by name."""
    return {**dict(_written()), **_MADE}


def _written() -> Iterator[tuple[str, Sibling]]:
    part, outcome, line, id = "", "", "", ""
    for row in FILE.read_text(encoding="utf-8").split("\n"):
        if row.startswith("["):
            part = row.strip("[]")
        elif row.startswith("    "):
            text = _ESCAPE.sub(_meant, row.strip())
            whole = text if part == "whole" else story(**{part: text})
            number = None if line == "-" else int(line)
            yield f"{part}: {row.strip()}", Sibling(whole.encode(), outcome, number, id)
        elif row and not row.startswith("#"):
            outcome, line, id = (*row.split(), "")[:3]


def _meant(escape: re.Match[str]) -> str:
    sign = escape.group()[1:]
    return _SIGNS.get(sign) or chr(int(sign[1:], 16))


def _error(content: bytes | str, line: int, id: str) -> Sibling:
    return Sibling(content if isinstance(content, bytes) else content.encode(), "error", line, id)


def _told(content: bytes) -> Sibling:
    return Sibling(content, "warning", 1, "encoding")


def _accepted(content: bytes | str) -> Sibling:
    return Sibling(
        content if isinstance(content, bytes) else content.encode(), "accepted", None, ""
    )


_GOOD, _COLON = story(), story(summary="summary：甲")
_MADE = {
    "utf-8 with mark": _accepted(b"\xef\xbb\xbf" + _GOOD.encode()),
    "utf-16 le": _told(_GOOD.encode("utf-16")),
    "utf-16 be": _told(b"\xfe\xff" + _GOOD.encode("utf-16-be")),
    "utf-32": _told(_GOOD.encode("utf-32")),
    "gbk, crlf": _told(_GOOD.replace("\n", "\r\n").encode("gbk")),
    "gb18030": _told(story(title="title: 𠮷").encode("gb18030")),
    "utf-16 be, no mark": _error(_GOOD.encode("utf-16-be"), 1, "utf16-without-mark"),
    "cut utf-8": _error("title: 甲乙\nsummary: 一".encode()[:-1], 2, "mixed-encoding"),
    "gbk after utf-8": _error(_GOOD.encode() + "# 备".encode("gbk"), 9, "mixed-encoding"),
    "gbk before utf-8": _error("title: 管\n".encode("gbk") + _GOOD.encode(), 1, "mixed-encoding"),
    # GBK that is UTF-8 by chance: as such this line would hold one Chinese character, 中A
    "gbk like utf-8": _told(_GOOD.encode("gbk") + b"# \xe4\xb8\xadA\n"),
    "gbk with a line of utf-8": _error(
        "# 管\n# ".encode("gbk") + "中心\n".encode(), 1, "mixed-encoding"
    ),
    "latin-1": _error(b"title: caf\xe9\n", 1, "encoding-unknown"),
    "docx": _error(b"PK\x03\x04" + bytes(99), 1, "not-text"),
    "doc": _error(b"\xd0\xcf\x11\xe0" + bytes(99), 1, "not-text"),
    "rtf": _error(rb"{\rtf1\ansi hello}", 1, "not-text"),
    "pdf": _error(b"%PDF-1.4", 1, "not-text"),
    "jpeg": _error(b"\xff\xd8\xff\xe0", 1, "not-text"),
    "heic": _error(b"\0\0\0\x18ftypheic", 1, "not-text"),
    "archive": _error(b"\x1f\x8b\x08", 1, "not-text"),
    "too big": _error(story(body="body: " + "字" * 90_000), 1, "too-big"),
    "long line": _accepted(story(body="body: " + "字" * 50_000)),
    "many entries": _error(story(more=f"tags: [{'甲, ' * 30_000}]"), 7, "too-many"),
    "deep mappings": _error("\n".join("  " * i + "a:" for i in range(500)), 13, "too-deep"),
    "deep braces": _error("tags: " + "{a: " * 5000, 1, "too-deep"),
    "bad directive": _error("%小切口\n" + _GOOD, 1, "bad-start"),
    "cr": _accepted(_GOOD.replace("\n", "\r")),
    "crlf": _accepted(_GOOD.replace("\n", "\r\n")),
    "lfcr": _accepted(_GOOD.replace("\n", "\n\r")),
    "crcrlf": _accepted(_GOOD.replace("\n", "\r\r\n")),
    "no last line end": _accepted(_GOOD.rstrip("\n")),
    "slip, cr": _error(_COLON.replace("\n", "\r"), 3, "fullwidth-colon"),
    "slip, crlf": _error(_COLON.replace("\n", "\r\n"), 3, "fullwidth-colon"),
    "document start": _accepted("---\n" + _GOOD),
    "document end": _accepted(_GOOD + "...\n"),
    "directive": _accepted("%YAML 1.1\n---\n" + _GOOD),
}
