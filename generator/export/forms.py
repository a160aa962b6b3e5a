"""Application forms in Word: drawn as a ruled table, or filled into the organiser's own blank."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from typing import cast

import docx
from docx.document import Document as Package
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from generator.export.document import Cell, Form
from generator.export.failures import LabelMissing, TemplateUnreadable
from generator.export.layout import (
    FormCell,
    FormRow,
    column_widths,
    form_rows,
)
from generator.export.oxml import (
    Element,
    Indent,
    Ink,
    Look,
    TableCell,
    TableRow,
    paragraph,
    table,
    words,
)
from generator.export.oxml import w as element

_IGNORED = re.compile(r"[\s:：\u3000]+")
_NO_FILE = (OpcError, SyntaxError, zipfile.BadZipFile, KeyError, ValueError, AttributeError)


def drawn(form: Form, ink: Ink) -> Element:
    """The form as a table: labels in 黑体, answers beside them, room for stamps."""
    rows = form_rows(form)
    return table(column_widths(rows), [_row(row, ink) for row in rows])


def filled(form: Form, template: bytes) -> Package:
    """The organiser's blank with the answers in the cells beside (or below) their labels.

    A label is a cell whose whole text equals it, white space and colons aside; the n-th cell of a
    label belongs to the n-th answer of that label. The answer takes the look of the cell it goes
    into. A sign-off cell keeps what is printed in it. Raises LabelMissing, TemplateUnreadable.
    """
    try:
        package = docx.Document(io.BytesIO(template))
        rows = [_cells(row) for row in package.element.body.iter(qn("w:tr"))]
    except _NO_FILE:
        raise TemplateUnreadable from None
    labels = {_key(cell.label) for row in form.rows for cell in row}
    places = {label: _places(label, labels, rows) for label in sorted(labels)}
    for row in form.rows:
        for cell in row:
            place = next(places[_key(cell.label)], None)
            if place is None:
                raise LabelMissing(cell.label)
            if cell.answer:
                _answer(place, cell)
    return package


def _row(row: FormRow, ink: Ink) -> TableRow:
    cells = [_sign_off(cell, ink) if cell.to_sign else _cell(cell, ink) for cell in row.cells]
    return TableRow(cells, row.height_mm, may_split=row.may_split)


def _cell(cell: FormCell, ink: Ink) -> TableCell:
    role, look = ("h1", Look(align="center")) if cell.is_label else ("body", Look())
    lines = [paragraph("Cell", ink.run(role, text), look=look) for text in cell.text.split("\n")]
    return TableCell(lines, cell.span)


def _sign_off(cell: FormCell, ink: Ink) -> TableCell:
    """Room for a stamp: the opinion, then where to stamp and a day to be written in by hand."""
    look = Look(indent=Indent(right=2), align="right")
    stamp = [paragraph("Cell", ink.run("body", text), look=look) for text in cell.to_sign]
    opinion = [paragraph("Cell", ink.run("body", t)) for t in cell.text.split("\n") if t]
    return TableCell([*opinion, *stamp], cell.span, "bottom")


def _cells(row: Element) -> list[Element]:
    """The cells of a row, those inside content controls too, without those of inner tables."""
    found = row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc")
    return cast(list[Element], found)


def _places(label: str, labels: set[str], rows: list[list[Element]]) -> Iterator[Element]:
    """The answer's cell for every cell with the label: to its right, else below it."""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if _key(_text(cell)) != label:
                continue
            below = _at(rows[number + 1], _start(row, column)) if number + 1 < len(rows) else None
            right = row[column + 1] if column + 1 < len(row) else None
            for place in (right, below):
                if place is not None and _key(_text(place)) not in labels:
                    yield place
                    break


def _start(row: list[Element], column: int) -> int:
    return sum(_span(cell) for cell in row[:column])


def _at(row: list[Element], start: int) -> Element | None:
    return next((c for n, c in enumerate(row) if _start(row, n) == start), None)


def _span(cell: Element) -> int:
    found = cell.xpath("./w:tcPr/w:gridSpan/@w:val")
    return int(found[0]) if found else 1


def _answer(place: Element, cell: Cell) -> None:
    paragraphs = _paragraphs(place)
    model = paragraphs[0] if paragraphs else element("p")
    if not paragraphs:
        place.append(model)
    lines = [_line(model, text) for text in cell.answer.split("\n")]
    if cell.sign_off:  # the printed 年 月 日 stays below the opinion
        for line in lines:
            model.addprevious(line)
        return
    for line in lines:
        paragraphs[-1].addprevious(line) if paragraphs else model.addprevious(line)
    for old in paragraphs or [model]:
        old.getparent().remove(old)


def _line(model: Element, text: str) -> Element:
    """A paragraph that looks like `model`, saying `text`."""
    line = element("p")
    properties, mark = model.find(qn("w:pPr")), None
    if properties is not None:
        line.append(copy.deepcopy(properties))
        mark = properties.find(qn("w:rPr"))
    first = next(model.iter(qn("w:r")), None)
    look = mark if first is None else first.find(qn("w:rPr"))
    run = element("r", copy.deepcopy(look) if look is not None else element("rPr"), *words(text))
    run.find(qn("w:rPr")).get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    line.append(run)
    return line


def _paragraphs(cell: Element) -> list[Element]:
    return cast(list[Element], cell.xpath("./w:p | ./w:sdt/w:sdtContent/w:p"))


def _text(cell: Element) -> str:
    """A cell's own words, without those of tables inside it."""
    texts = cell.xpath("./w:p//w:t | ./w:sdt/w:sdtContent/w:p//w:t")
    return "".join(node.text or "" for node in texts)


def _key(text: str) -> str:
    return _IGNORED.sub("", text)
