"""WordprocessingML by hand, where python-docx has no words for it: runs, paragraphs, tables.

Word minds the order of children in pPr, rPr, tcPr and tblPr; every element here is made with its
children already in that order (ECMA-376 part 1, 17.3 and 17.4).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal, cast

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from msgspec import Struct, field

from generator.export.failures import CharacterForbidden
from generator.export.layout import CELL_TWIPS

Element = Any  # lxml has no types
Align = Literal["left", "center", "right", "both"]

CHAR_TWIPS = 315  # a 3号 character with -0.25 pt between: 28 of them fill 156 mm
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Indent(Struct, frozen=True):
    """Indents in characters; `hanging` pulls the first line out to the left."""

    left: float = 0
    right: float = 0
    hanging: float = 0


class TableCell(Struct, frozen=True):
    """A cell of finished paragraphs, `span` columns wide, `merge`d with those above or below."""

    paragraphs: Sequence[Element]
    span: int = 1
    valign: Literal["top", "center", "bottom"] = "center"
    merge: Literal["restart", "continue"] | None = None


class TableRow(Struct, frozen=True):
    """A row at least `height_mm` high; a head is repeated on every page of its table."""

    cells: Sequence[TableCell]
    height_mm: float
    is_head: bool = False
    may_split: bool = False


class Look(Struct, frozen=True):
    """Direct formatting of a paragraph above its style."""

    keep_next: bool = False
    new_page: bool = False
    indent: Indent | None = None
    align: Align | None = None


class Ink(Struct, frozen=True):
    """The font names of a document, by role, for every run in it."""

    fonts: dict[str, str] = field(default_factory=dict)

    def run(self, role: str, text: str, *, bold: bool = False) -> Element:
        """A run that names its fonts and calls ambiguous marks (“ ” — …) East-Asian ones."""
        marks = [w("b"), w("bCs")] if bold else []
        return w("r", w("rPr", self._fonts(role), *marks), *words(text))

    def field(self, role: str, code: str) -> list[Element]:
        """The runs of a field such as PAGE, showing 1 until it is reckoned."""
        steps = (
            w("fldChar", fldCharType="begin"),
            _text("instrText", f" {code} "),
            w("fldChar", fldCharType="separate"),
            _text("t", "1"),
            w("fldChar", fldCharType="end"),
        )
        return [w("r", w("rPr", self._fonts(role)), step) for step in steps]

    def _fonts(self, role: str) -> Element:
        latin, east = self.fonts["page" if role == "page" else "latin"], self.fonts[role]
        return w("rFonts", hint="eastAsia", ascii=latin, eastAsia=east, hAnsi=latin, cs=latin)


PLAIN = Look()


def w(tag: str, *children: Element, **attributes: object) -> Element:
    """An element of the main namespace; attributes are of it too."""
    node = cast(Element, OxmlElement(f"w:{tag}"))
    for name, value in attributes.items():
        node.set(qn(f"w:{name}"), str(value))
    node.extend(children)
    return node


def paragraph(style: str, *runs: Element, look: Look = PLAIN) -> Element:
    """A paragraph of a style, with its runs."""
    properties = w("pPr", w("pStyle", val=style))
    if look.keep_next:
        properties.append(w("keepNext"))
    if look.new_page:
        properties.append(w("pageBreakBefore"))
    if look.indent:
        properties.append(_indent(look.indent))
    if look.align:
        properties.append(w("jc", val=look.align))
    return w("p", properties, *runs)


def table(widths_mm: Sequence[float], rows: Sequence[TableRow]) -> Element:
    """A ruled table of fixed columns, centred in the text block."""
    widths = [round(_twips(width)) for width in widths_mm]
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    ruled = [w(edge, val="single", sz=6, space=0, color="000000") for edge in edges]
    properties = w(
        "tblPr",
        w("tblW", w=sum(widths), type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *ruled),
        w("tblLayout", type="fixed"),
        # LibreOffice takes none from the default table style.
        w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in CELL_TWIPS.items())),
    )
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    return w("tbl", properties, grid, *(_row(row, widths) for row in rows))


def hold(block: Element) -> None:
    """Keep a paragraph, or the last row of a table, on the page of what follows it."""
    is_table = block.tag == qn("w:tbl")
    last = block.findall(qn("w:tr"))[-1:] if is_table else [block]
    for node in last:
        for properties in node.iter(qn("w:pPr")):
            if properties.find(qn("w:keepNext")) is None:
                properties.insert(1, w("keepNext"))


def words(text: str) -> list[Element]:
    """The children of a run that say `text`: line breaks and tabs as Word has them."""
    check(text)
    nodes: list[Element] = []
    for part in re.split("([\n\t])", text.replace("\r\n", "\n").replace("\r", "\n")):
        if part:
            nodes.append({"\n": w("br"), "\t": w("tab")}.get(part, _text("t", part)))
    return nodes


def check(text: str) -> None:
    """Raises CharacterForbidden for what XML cannot carry."""
    if found := _FORBIDDEN.search(text):
        raise CharacterForbidden(found.group())


def _text(tag: str, text: str) -> Element:
    node = w(tag)
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    node.text = text
    return node


def _indent(indent: Indent) -> Element:
    sides: dict[str, int] = {}
    for side, chars in (("left", indent.left), ("right", indent.right)):
        if chars:
            sides |= {f"{side}Chars": round(chars * 100), side: round(chars * CHAR_TWIPS)}
    first = "hanging" if indent.hanging else "firstLine"
    sides |= {
        f"{first}Chars": round(indent.hanging * 100),
        first: round(indent.hanging * CHAR_TWIPS),
    }
    return w("ind", **sides)


def _row(row: TableRow, widths: Sequence[int]) -> Element:
    properties = w("trPr")
    if not row.may_split:
        properties.append(w("cantSplit"))
    properties.append(w("trHeight", val=round(_twips(row.height_mm)), hRule="atLeast"))
    if row.is_head:
        properties.append(w("tblHeader"))
    node, column = w("tr", properties), 0
    for cell in row.cells:
        node.append(_cell(cell, sum(widths[column : column + cell.span])))
        column += cell.span
    return node


def _cell(cell: TableCell, width: int) -> Element:
    properties = w("tcPr", w("tcW", w=width, type="dxa"))
    if cell.span > 1:
        properties.append(w("gridSpan", val=cell.span))
    if cell.merge:
        properties.append(w("vMerge", val=cell.merge))
    properties.append(w("vAlign", val=cell.valign))
    return w("tc", properties, *cell.paragraphs)


def _twips(mm: float) -> float:
    return mm * 1440 / 25.4
