"""Markdown → blocks of an official document; every word arrives, in its order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markdown_it.tree import SyntaxTreeNode
from msgspec import Struct, field

from generator.export.document import Block, Heading, Paragraph, Side, Table
from generator.export.numbering import DEEPEST, POINTS, Numbering, number
from generator.prose import Run, lines_of, numbered, side_of, tree

_SIDES: Mapping[str, Side] = {"left": "left", "center": "center", "right": "right"}
_CELLS = "｜"  # between the cells of a table where there is no room for one


def blocks_of(text: str, numbering: Numbering, top: int) -> tuple[Block, ...]:
    """The blocks of a Markdown text; its topmost headings are of level `top`, none is skipped."""
    return tuple(_Walk(numbering, top).all(tree(text).children))


def text_of(block: Block) -> str:
    """The words of a block, numbers of headings left out."""
    match block:
        case Heading() | Paragraph():
            return block.text
        case Table():
            return "\n".join("\n".join(row) for row in block.rows)
        case _:
            return ""


def said(block: Block) -> str:
    """The words of a block as they stand on paper, its number before them: what is counted."""
    return (block.number if isinstance(block, Heading) else "") + text_of(block)


def flat(blocks: Sequence[Block]) -> str:
    """Blocks as lines of text for the cell of a form; a row of a table is a line."""
    lines = (
        "\n".join(_CELLS.join(cell.replace("\n", " ") for cell in row) for row in block.rows)
        if isinstance(block, Table)
        else said(block)
        for block in blocks
    )
    return "\n".join(line for line in lines if line)


class _Walk(Struct):
    numbering: Numbering
    top: int
    outline: list[int] = field(default_factory=list)

    def all(self, nodes: Sequence[SyntaxTreeNode], depth: int = 0) -> Iterator[Block]:
        for node in nodes:
            yield from self.one(node, depth)

    def one(self, node: SyntaxTreeNode, depth: int) -> Iterator[Block]:
        if node.type == "paragraph":
            yield from (Paragraph(runs) for runs in lines_of(node))
        elif node.type == "heading":
            words = "".join(run.text for runs in lines_of(node) for run in runs)
            yield self.numbering.heading(self._level(int(node.tag[1])), words)
        elif node.type == "ordered_list":
            for count, item in numbered(node):
                mark = number(self._point_level(depth), count)
                yield from _numbered(mark, self.all(item.children, depth + 1))
        elif node.type == "table":
            yield Table(tuple(_rows(node)), _sides(node))
        else:
            yield from self.all(node.children, depth)

    def _level(self, level: int) -> int:
        """The level of a heading, one step at a time below `top`."""
        while self.outline and self.outline[-1] >= level:
            self.outline.pop()
        self.outline.append(level)
        return self._heading_level()

    def _heading_level(self) -> int:
        return self.top + len(self.outline) - 1

    def _point_level(self, depth: int) -> int:
        """1. and, inside a point, （1）; lower where the heading above is numbered so itself."""
        return max(POINTS, min(self._heading_level(), DEEPEST) + 1) + depth


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
            cells = ("\n".join(_plain(runs) for runs in lines_of(cell)) for cell in row.children)
            yield tuple(cells)


def _sides(node: SyntaxTreeNode) -> tuple[Side | None, ...]:
    """Where the rule below the head puts the cells of each column."""
    heads = (cell for cell in node.walk() if cell.type == "th")
    sides = tuple(_SIDES.get(side_of(cell)) for cell in heads)
    return sides if any(sides) else ()


def _plain(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)
