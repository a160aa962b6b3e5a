"""Every text of a document with the role of its font: what faces are looked for."""

from __future__ import annotations

from collections.abc import Iterator

from generator.export.document import Block, Document, Figure, Form, Heading, Paragraph, Table
from generator.export.grid import form_rows
from generator.export.layout import role_of, sign_lines


def spoken(document: Document) -> Iterator[tuple[str, str]]:
    """(role, text) for every text of a document, in reading order."""
    yield "title", document.title
    if isinstance(document, Form):
        for row in form_rows(document):
            for cell in row.cells:
                yield ("h1" if cell.is_label else "body"), cell.text
        return
    yield from _blocks(document.blocks)
    for annex in document.annexes:
        yield "h1", f"附件{annex.number}"
        yield "body", f"附件：{annex.number}.{annex.title}"
        yield "title", annex.title
        yield from _blocks(annex.blocks)
    if document.sign:
        yield from (("body", line.text) for line in sign_lines(document.sign))


def _blocks(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        match block:
            case Heading():
                yield role_of(block.level), block.number + block.text
            case Paragraph():
                yield "body", block.text
            case Figure():
                yield "h2", block.caption
            case Table():
                for number, row in enumerate(block.rows):
                    yield from (("body" if number else "h1", text) for text in row)
