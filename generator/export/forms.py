"""Forms drawn as a ruled table from the rows of a call."""

from __future__ import annotations

from docx.document import Document as Package

from generator.export.document import Form
from generator.export.drawing import drawing
from generator.export.grid import FormCell, FormRow, column_widths, form_rows, photo_mm
from generator.export.oxml import Element, Indent, Ink, Look, TableCell, TableRow, paragraph, table


def drawn(form: Form, ink: Ink, package: Package) -> Element:
    """The form as a table: labels in 黑体, answers beside them, room for stamps, a photo."""
    rows = form_rows(form)
    return table(column_widths(rows), [_row(row, ink, package) for row in rows])


def _row(row: FormRow, ink: Ink, package: Package) -> TableRow:
    cells = []
    for cell in row.cells:
        if cell.rows:
            cells.append(_photo(cell, row.height_mm, ink, package))
        else:
            cells.append(_sign_off(cell, ink) if cell.to_sign else _cell(cell, ink))
    return TableRow(cells, row.height_mm, may_split=row.may_split)


def _photo(cell: FormCell, row_mm: float, ink: Ink, package: Package) -> TableCell:
    """The photo, or the label where one is to be stuck on; rows below go on with it."""
    if cell.photo and not cell.goes_on:
        run = drawing(cell.photo, photo_mm(cell.photo, row_mm * cell.rows), package)
        inside = paragraph("Photo", run)
    else:
        words = "" if cell.goes_on else cell.text
        inside = paragraph("Cell", ink.run("h1", words), look=Look(align="center"))
    if cell.rows == 1:
        return TableCell([inside], cell.span)
    return TableCell([inside], merge="continue" if cell.goes_on else "restart")


def _cell(cell: FormCell, ink: Ink) -> TableCell:
    if cell.is_label:
        label = paragraph("Cell", ink.run("h1", cell.text), look=Look(align="center"))
        return TableCell([label], cell.span)
    style = "CellText" if cell.is_prose else "Cell"
    lines = [paragraph(style, ink.run("body", text)) for text in cell.text.split("\n")]
    return TableCell(lines, cell.span)


def _sign_off(cell: FormCell, ink: Ink) -> TableCell:
    """Room for a stamp: the opinion, then where to stamp and a day to be written in by hand."""
    look = Look(indent=Indent(right=2), align="right")
    stamp = [paragraph("Cell", ink.run("body", text), look=look) for text in cell.to_sign]
    opinion = [paragraph("Cell", ink.run("body", t)) for t in cell.text.split("\n") if t]
    return TableCell([*opinion, *stamp], cell.span, "bottom")
