"""Markdown of stories → blocks of plain data: Typst sets them and never runs a word of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from generator.prose import Run, lines_of, numbered, side_of, tree

Data = dict[str, Any]


def blocks_of(text: str | None) -> list[Data]:
    """The blocks of a Markdown text: paragraphs, headings, points, quotations, tables, rules."""
    return list(_all(tree(text).children)) if text else []


def _all(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Data]:
    for node in nodes:
        yield from _one(node)


def _one(node: SyntaxTreeNode) -> Iterator[Data]:
    match node.type:
        case "paragraph":
            yield from ({"kind": "paragraph", "runs": _runs(line)} for line in lines_of(node))
        case "heading":
            runs = [run for line in lines_of(node) for run in line]
            yield {"kind": "heading", "runs": _runs(runs)}
        case "ordered_list":
            for count, item in numbered(node):
                yield {"kind": "point", "mark": f"{count}.", "blocks": list(_all(item.children))}
        case "bullet_list":
            for item in node.children:
                yield {"kind": "point", "mark": "•", "blocks": list(_all(item.children))}
        case "blockquote":
            yield {"kind": "quotation", "blocks": list(_all(node.children))}
        case "table":
            yield _table(node)
        case "hr":
            yield {"kind": "rule"}
        case _:
            yield from _all(node.children)


def _table(node: SyntaxTreeNode) -> Data:
    rows: list[list[list[Data]]] = []
    sides: list[str] = []
    for row in node.walk():
        if row.type == "tr":
            sides = sides or [side_of(cell) or "left" for cell in row.children]
            cells = ([run for line in lines_of(cell) for run in line] for cell in row.children)
            rows.append([_runs(cell) for cell in cells])
    width = max(len(row) for row in rows)
    whole = [[*row, *[[]] * (width - len(row))] for row in rows]
    return {"kind": "table", "sides": sides, "head": whole[0], "rows": whole[1:]}


def _runs(runs: Sequence[Run]) -> list[Data]:
    return [{"text": run.text, "bold": run.bold} for run in runs]
