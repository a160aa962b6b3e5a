"""A write-up as clean Markdown (CommonMark with tables), its pictures beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.export.document import Block, Figure, Gongwen, Heading, Paragraph, Side, Table
from generator.export.entry import Enclosed
from generator.export.layout import DRAFT

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_START = re.compile(r"^(\s*\d*)([#>+=.)-])(?=\s|$)", re.M)  # would begin a list or a heading
_RULES: dict[Side | None, str] = {None: "---", "left": ":--", "center": ":-:", "right": "--:"}
_EDGES = re.compile(r"\A(\W*)(.*?)(\W*)\Z", re.S)


def write_markdown(document: Gongwen, photos: Sequence[Enclosed]) -> bytes:
    """The text of a document and the pictures that go with it, UTF-8."""
    parts = [f"**{DRAFT}**"] if document.draft else []
    parts += [f"# {_escaped(document.title)}", *_blocks(document.blocks)]
    for annex in document.annexes:
        parts.append(f"## 附件{annex.number} {_escaped(annex.title)}")
        parts += _blocks(annex.blocks)
    parts += (f"![{_escaped(one.title)}](<{one.name}>)" for one in photos)
    return ("\n\n".join(parts) + "\n").encode()


def _blocks(blocks: Sequence[Block]) -> list[str]:
    """The blocks; figures are left to the pictures at the end."""
    return [_block(block) for block in blocks if not isinstance(block, Figure)]


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_escaped(block.number + block.text)}"
        case Paragraph():
            return _START.sub(
                r"\1\\\2",
                "".join(_bold(run.text) if run.bold else _escaped(run.text) for run in block.runs),
            )
        case Table():
            head, *rows = block.rows
            rule = (_RULES[side] for side in block.sides or [None] * len(head))
            return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in (head, rule, *rows))
        case _:
            return ""


def _bold(text: str) -> str:
    """Bold words; marks at either end stay outside, for next to them a ** is none to CommonMark."""
    before, words, after = (_escaped(part) for part in _EDGES.findall(text)[0])
    return f"{before}**{words}**{after}" if words else before + after


def _cell(text: str) -> str:
    return text if text in _RULES.values() else _escaped(text).replace("\n", " ")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
