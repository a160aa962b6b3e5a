"""A document as a PDF: the same page as in Word, typeset by Typst, open fonts embedded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.export.document import (
    Annex,
    Block,
    Document,
    Figure,
    Form,
    Gongwen,
    Heading,
    Paragraph,
    Table,
)
from generator.export.grid import (
    FormCell,
    FormRow,
    column_widths,
    form_rows,
    photo_mm,
    starts,
    table_columns,
)
from generator.export.layout import (
    DRAFT,
    HELD_NOTES,
    STAMP_ROOM,
    annex_lines,
    author_of,
    day_of,
    figure_mm,
    sign_lines,
    width_of,
)
from generator.export.lines import title_lines
from generator.export.spoken import spoken
from generator.model.problem import Words
from generator.typeset.fonts import Settled, settle
from generator.typeset.typesetter import PICTURES, Typesetter, typesetter

_Data = dict[str, Any]


class Pdf(Struct, frozen=True):
    """A finished PDF; `faces` are the families that drew each role, `warnings` what to tell."""

    content: bytes
    faces: Mapping[str, tuple[str, ...]]
    warnings: tuple[Words, ...]


def write_pdf(document: Document, root: Path = Path()) -> Pdf:
    """The PDF/A-2a of a document: the same bytes for the same document and the same fonts.

    A form with an organiser's blank is drawn from its rows; only Word files fill blanks. Fonts
    are looked for in `root` too. Raises FontMissing, GlyphMissing, TypesettingFailed.
    """
    return pdf_of(document, typesetter(root.resolve()))


def pdf_of(document: Document, by: Typesetter) -> Pdf:
    """The PDF of a document; see write_pdf."""
    settled = settle(spoken(document), by.faces)
    template = "form.typ" if isinstance(document, Form) else "gongwen.typ"
    data = json.dumps(_data(document, settled), ensure_ascii=False)

    figures = tuple(_figures(document))

    def lay(folder: Path) -> None:
        for figure in figures:
            (folder / _file_of(figure)).write_bytes(figure.content)

    content = by.compile(template, data, day_of(document), lay if figures else None)
    return Pdf(content, settled.used, settled.warnings)


def _data(document: Document, settled: Settled) -> _Data:
    day = day_of(document)
    shared: _Data = {
        "title": document.title,
        "lines": title_lines(document.title),
        "author": author_of(document),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "pitch": document.layout.pitch_pt,
        "h3-bold": document.layout.h3_bold,
        "draft": document.draft,
        "draft-mark": DRAFT,
        "fonts": {"latin": settled.latin, **settled.chains},
    }
    own = _form(document) if isinstance(document, Form) else _gongwen(document)
    return shared | own


def _gongwen(document: Gongwen) -> _Data:
    sign = document.sign
    lines = sign_lines(sign) if sign else ()
    return {
        "lines": document.title_lines or [document.title],
        "blocks": [_block(block) for block in document.blocks],
        "notes": _notes(document.annexes),
        "few-notes": len(document.annexes) <= HELD_NOTES,
        "sign": [{"text": line.text, "right": line.right} for line in lines],
        "room": STAMP_ROOM if sign and sign.seal else 1,
        "annexes": [
            {
                "number": f"附件{annex.number}",
                "lines": title_lines(annex.title),
                "blocks": [_block(block) for block in annex.blocks],
            }
            for annex in document.annexes
        ],
    }


def _notes(annexes: tuple[Annex, ...]) -> list[_Data]:
    notes = []
    for number, line in enumerate(annex_lines(annexes)):
        left = 5 + width_of(line.partition(".")[0] + ".")
        lead, first = ("", 5) if number else ("附件：", 2)
        held = number >= len(annexes) - HELD_NOTES
        notes.append({"text": lead + line, "first": first, "left": left, "held": held})
    return notes


def _block(block: Block) -> _Data:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.number + block.text}
        case Paragraph():
            runs = [{"text": run.text, "bold": run.bold} for run in block.runs]
            return {"kind": "paragraph", "plain": block.plain, "runs": runs}
        case Figure():
            placed = _placed(block, figure_mm(block))
            return {"kind": "picture", "caption": block.caption, **placed}
        case Table():
            columns = table_columns(block)
            rows = [[*row, *[""] * (len(columns) - len(row))] for row in block.rows]
            return {
                "kind": "table",
                "columns": [column.width for column in columns],
                "sides": [column.side for column in columns],
                "head": rows[0],
                "rows": rows[1:],
            }


def _placed(figure: Figure, size_mm: tuple[float, float]) -> _Data:
    width, height = size_mm
    return {
        "file": f"{PICTURES}/{_file_of(figure)}",
        "width": width,
        "height": height,
        "alt": figure.alt,
    }


def _form(form: Form) -> _Data:
    rows = form_rows(form)
    columns = column_widths(rows)
    return {
        "columns": columns,
        "rows": [
            {
                "height": row.height_mm,
                "may-split": row.may_split,
                "cells": [
                    _form_cell(cell, row) | {"width": sum(columns[start : start + cell.span])}
                    for start, cell in starts(row)
                    if not cell.goes_on
                ],
            }
            for row in rows
        ],
    }


def _form_cell(cell: FormCell, row: FormRow) -> _Data:
    told: _Data = {
        "text": cell.text,
        "prose": cell.is_prose,
        "span": cell.span,
        "label": cell.is_label,
        "to-sign": cell.to_sign,
        "rows": cell.rows,
    }
    if cell.photo:
        told["photo"] = _placed(cell.photo, photo_mm(cell.photo, row.height_mm * cell.rows))
    return told


def _figures(document: Document) -> Iterable[Figure]:
    if isinstance(document, Form):
        yield from (cell.photo for row in document.rows for cell in row if cell.photo)
        return
    for blocks in (document.blocks, *(annex.blocks for annex in document.annexes)):
        yield from (block for block in blocks if isinstance(block, Figure))


def _file_of(figure: Figure) -> str:
    kind = "png" if figure.content.startswith(b"\x89PNG") else "jpg"
    return f"{hashlib.sha256(figure.content).hexdigest()}.{kind}"
