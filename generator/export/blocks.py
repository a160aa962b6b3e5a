"""Markdown → blocks of an official document; every word arrives, in its order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from generator.export.document import Block, Heading, Paragraph, Run, Table
from generator.export.numbering import DEEPEST, Numbering, number
from generator.prose import is_east, tree

_ITEM_LEVEL = 3  # points of a list are numbered 1. and, inside a point, （1）


def blocks_of(text: str, numbering: Numbering, top: int) -> tuple[Block, ...]:
    """The blocks of a Markdown text; its topmost headings are of level `top`, none is skipped."""
    return tuple(_Walk(numbering, top).all(tree(text).children))


def text_of(block: Block) -> str:
    """The words of a block, numbers of headings left out: what is counted."""
    match block:
        case Heading() | Paragraph():
            return block.text
        case Table():
            return "\n".join("\n".join(row) for row in block.rows)
        case _:
            return ""


def flat(blocks: Sequence[Block]) -> str:
    """Blocks as lines of text for the cell of a form."""
    lines = []
    for block in blocks:
        head = block.number if isinstance(block, Heading) else ""
        lines.append(head + text_of(block))
    return "\n".join(line for line in lines if line)


@dataclass
class _Walk:
    numbering: Numbering
    top: int
    outline: list[int] = field(default_factory=list)

    def all(self, nodes: Sequence[SyntaxTreeNode], depth: int = 0) -> Iterator[Block]:
        for node in nodes:
            yield from self.one(node, depth)

    def one(self, node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
        if node.type == "paragraph":
            yield from (Paragraph(runs) for runs in _lines(node))
        elif node.type == "heading":
            words = "".join(run.text for runs in _lines(node) for run in runs)
            yield self.numbering.heading(self._level(int(node.tag[1])), words)
        elif node.type == "ordered_list":
            first = int(node.attrs.get("start", 1))
            for count, item in enumerate(node.children, first):
                level = min(_ITEM_LEVEL + depth, DEEPEST)
                yield from _numbered(number(level, count), self.all(item.children, depth + 1))
        elif node.type == "table":
            yield Table(tuple(_rows(node)))
        else:
            yield from self.all(node.children, depth)

    def _level(self, level: int) -> int:
        """The level of a heading, one step at a time below `top`."""
        while self.outline and self.outline[-1] >= level:
            self.outline.pop()
        self.outline.append(level)
        return self.top + len(self.outline) - 1


def _numbered(mark: str, blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a point, its number before the first paragraph's words."""
    first = next(blocks, None)
    if isinstance(first, Paragraph):
        yield Paragraph((Run(mark + first.runs[0].text, first.runs[0].bold), *first.runs[1:]))
    else:
        yield Paragraph((Run(mark),))
        if first is not None:
            yield first
    yield from blocks


def _rows(node: SyntaxTreeNode) -> Iterator[tuple[str, ...]]:
    for row in node.walk():
        if row.type == "tr":
            cells = ("\n".join(_plain(runs) for runs in _lines(cell)) for cell in row.children)
            yield tuple(cells)


def _plain(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)


def _lines(node: SyntaxTreeNode) -> list[tuple[Run, ...]]:
    """The runs of an inline text, a tuple for each line that its author broke on purpose."""
    lines: list[list[Run]] = [[]]
    for inline in node.children:
        for text, bold in _spoken(inline, False):
            if text == "\n":
                lines.append([])
            elif lines[-1] and lines[-1][-1].bold == bold:
                lines[-1][-1] = Run(lines[-1][-1].text + text, bold)
            elif text:
                lines[-1].append(Run(text, bold))
    return [tuple(_tidy(line)) for line in lines if line]


_BREAK = "\x00"  # a line end inside a paragraph, until what follows it is known


def _tidy(line: list[Run]) -> Iterator[Run]:
    """Line ends between Chinese characters vanish, others become a space."""
    whole = "".join(run.text for run in line)
    at = 0
    for run in line:
        text = ""
        for char in run.text:
            before, after = whole[max(at - 1, 0) : at], whole[at + 1 : at + 2]
            if char != _BREAK:
                text += char
            elif before and after and not (_is_wide(before) and _is_wide(after)):
                text += " "
            at += 1
        if text:
            yield Run(text, run.bold)


def _is_wide(char: str) -> bool:
    return is_east(char) or char in "“”‘’—…·"


def _spoken(node: SyntaxTreeNode, bold: bool) -> Iterator[tuple[str, bool]]:
    if node.type == "softbreak":
        yield _BREAK, bold
    elif node.type == "hardbreak":
        yield "\n", bold
    elif node.type == "image":
        title = str(node.attrs.get("title", ""))
        yield node.content + (f"（{title}）" if title else ""), bold
    elif node.children:
        for child in node.children:
            yield from _spoken(child, bold or node.type == "strong")
        if node.type == "link":
            yield from _address(node, bold)
    else:
        yield node.content, bold


def _address(node: SyntaxTreeNode, bold: bool) -> Iterator[tuple[str, bool]]:
    """Paper cannot be clicked: a link's address stands behind its words, unless it is them."""
    address = str(node.attrs.get("href", ""))
    words = "".join(text for child in node.children for text, _ in _spoken(child, bold))
    if address and address not in (words, f"mailto:{words}", f"tel:{words}"):
        yield f"（{address}）", bold
