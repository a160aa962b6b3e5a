"""An organiser's own blank (.docx), filled by its label cells; what it must not bring along."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from functools import lru_cache
from itertools import islice, takewhile

import docx
from docx.document import Document as Package
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from generator.export.document import Cell, Form
from generator.export.drawing import drawing
from generator.export.failures import LabelMissing, TemplateUnreadable
from generator.export.grid import PHOTO_MM, is_long, is_prose
from generator.export.layout import fitted, width_of
from generator.export.makers import anonymous
from generator.export.oxml import Element, w, words
from generator.export.slots import (
    ROOM,
    Slot,
    Wanted,
    columns_of,
    key_of,
    paragraphs_of,
    pieces_of,
    rows_of,
    slots,
    text_of,
)
from generator.export.unsafe import refuse
from generator.typeset.failures import Unwritable

_NO_FILE = (
    *(OpcError, SyntaxError, zipfile.BadZipFile, KeyError, ValueError, AttributeError),
    *(EOFError, OSError, RuntimeError),  # cut, damaged or encrypted parts of a zip
)
_UNIT = re.compile(r"[\s_＿]+([^\s_＿年月日()（）]{1,3})\s*")  # ____人
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_BOXES, _TICKED = "□☐", "☑"
_BOX_BEFORE = re.compile(rf"(?P<box>[{_BOXES}])\s*(?P<option>[^{_BOXES}\s_]+)")
_BOX_BEHIND = re.compile(
    rf"(?<![^{_BOXES}\s_])(?P<option>[^{_BOXES}\s_]+)\s*(?P<box>[{_BOXES}])"  # once a word as well
)
_TWO_CHARACTERS = 480  # 小四, for readers that know no firstLineChars
_MM = 25.4 / 1440  # of a twentieth of a point


def filled(form: Form, template: bytes) -> Package:
    """The organiser's blank with the answers where slots.py finds their labels.

    The answer takes the look of the place it goes into; of the options printed in a cell it ticks
    the one that it is. A sign-off cell keeps what is printed in it. A photo goes into the cell
    that says 照片, or into an empty one to the right of it. Raises LabelMissing,
    TemplateUnreadable.
    """
    package = _opened(template)
    cells = [cell for row in form.rows for cell in row]
    places = zip(cells, slots(package, _wanted(form)), strict=True)
    for cell, slot in sorted(places, key=lambda each: -each[1].after):  # a line from its end
        if slot.cell is not None and cell.photo:
            _stick(slot.cell, cell, package)
        elif cell.answer:
            _fill(slot, cell)
    return package


def misfit(form: Form) -> Unwritable | None:
    """Why the form's own blank could not be filled; None where it can, or there is none."""
    return _misfit(form.template, _wanted(form)) if form.template is not None else None


@lru_cache(64)  # a call's blank is the same for all its stories
def _misfit(template: bytes, wanted: Wanted) -> Unwritable | None:
    try:
        slots(_opened(template), wanted)
    except (LabelMissing, TemplateUnreadable) as cause:
        return cause
    return None


def _wanted(form: Form) -> Wanted:
    return tuple((cell.label, bool(cell.photo_rows)) for row in form.rows for cell in row)


def _opened(template: bytes) -> Package:
    try:
        refuse(template)
        package = docx.Document(io.BytesIO(anonymous(template) or template))
        settings = package.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
        root = package.settings.element
    except TemplateUnreadable:
        raise
    except _NO_FILE:
        raise TemplateUnreadable from None
    # A path of the organiser's own machine or, on purpose, of somebody else's server.
    for node in root.findall(qn("w:attachedTemplate")):
        root.remove(node)
    for id, relation in [*settings.rels.items()]:
        if relation.reltype.endswith("/attachedTemplate"):
            del settings.rels[id]
    return package


def _fill(slot: Slot, cell: Cell) -> None:
    if slot.line is None and slot.cell is not None:
        if not (_ticked(slot.cell, cell.answer) or _before_unit(slot.cell, cell.answer)):
            _answer(slot.cell, cell)
    elif slot.cell is not None:
        _write_below(slot.cell, slot.line, cell.answer)
    else:
        _write_behind(slot.line, slot.after, cell.answer)


def _ticked(place: Element, answer: str) -> bool:
    """Ticks the box of the option that is the answer, □是 □否 or 是□ 否□; whether it could."""
    before = text_of(place).lstrip()[:1] in _BOXES
    option = _BOX_BEFORE if before else _BOX_BEHIND
    for line in paragraphs_of(place):
        for found in option.finditer("".join(said for _, said in pieces_of(line))):
            if key_of(found["option"]) == key_of(answer):
                _check(line, found.start("box"))
                _write(line, found.start("box"), 1, _TICKED)
                return True
    return False


def _check(line: Element, at: int) -> None:
    """A box that Word lets people click knows that it is ticked."""
    nodes = (node for node, said in pieces_of(line) for _ in said)
    for control in next(islice(nodes, at, None)).iterancestors(qn("w:sdt")):
        for state in control.findall(f"{qn('w:sdtPr')}/{_W14}checkbox/{_W14}checked"):
            state.set(f"{_W14}val", "1")


def _before_unit(place: Element, answer: str) -> bool:
    """Writes into the room before a printed unit that the answer does not say; whether it could."""
    unit, lines = _UNIT.fullmatch(text_of(place)), paragraphs_of(place)
    if unit is None or len(lines) > 1 or answer.endswith(unit[1]):
        return False
    _write_behind(lines[0], 0, answer)
    return True


def _write_below(cell: Element, label: Element, answer: str) -> None:
    """The answer in the label's own cell, instead of the empty lines there."""
    below = list(takewhile(lambda line: not line.xpath(".//w:t"), label.itersiblings(qn("w:p"))))
    lines = _lines(below[0] if below else label, answer)
    if not below:  # a label may be bold
        for bold in (mark for line in lines for mark in line.xpath(".//w:rPr/w:b|.//w:rPr/w:bCs")):
            bold.getparent().remove(bold)
    for line in reversed(lines):
        label.addnext(line)
        for empty in below[:1]:
            empty.getparent().remove(below.pop(0))
    _let_grow(cell)


def _write_behind(line: Element, after: int, answer: str) -> None:
    """The answer behind a label, instead of as much of the room there as it needs."""
    rest = "".join(said for _, said in pieces_of(line))[after:]
    room = rest[: len(rest) - len(rest.lstrip(ROOM))]
    left, taken = width_of(answer), 0
    while left > 0 and taken < len(room) - (room != rest):  # a gap before the next label
        left -= width_of(room[taken])
        taken += 1
    _write(line, after, taken, answer)
    for cell in line.xpath("ancestor::w:tc[1]"):
        _let_grow(cell)


def _write(line: Element, start: int, length: int, text: str) -> None:
    """`text` instead of `length` characters of a paragraph, in the look of the first of them."""
    at = 0
    for node, said in pieces_of(line):
        begin, end = start - at, start + length - at
        at += len(said)
        if end < 0 or begin > len(said) or (length and begin == len(said)):
            continue
        inside = words(text)
        text = ""
        for new in (*words(said[: max(begin, 0)]), *inside, *words(said[max(end, 0) :])):
            node.addprevious(new)
        if inside:
            fonts = node.getparent().get_or_add_rPr().get_or_add_rFonts()
            fonts.set(qn("w:hint"), "eastAsia")
        node.getparent().remove(node)


def _answer(place: Element, cell: Cell) -> None:
    paragraphs = paragraphs_of(place)
    model = paragraphs[0] if paragraphs else w("p")
    if not paragraphs:
        place.append(model)
    lines = _lines(model, cell.answer)
    _answered(place)
    _let_grow(place)
    if cell.sign_off:  # the printed 年 月 日 stays below the opinion
        for line in lines:
            model.addprevious(line)
        return
    for line in lines:
        paragraphs[-1].addprevious(line) if paragraphs else model.addprevious(line)
    for old in paragraphs or [model]:
        old.getparent().remove(old)


def _answered(place: Element) -> None:
    """A content control round the answer no longer takes it for its prompt, which Word shows grey
    and a click deletes, and is not filled from elsewhere when the file is opened."""
    for control in place.xpath("ancestor::w:sdt/w:sdtPr | ./w:sdt/w:sdtPr"):
        for mark in (qn("w:showingPlcHdr"), qn("w:dataBinding")):
            for node in control.findall(mark):
                control.remove(node)


def _let_grow(place: Element) -> None:
    """No row of the cell keeps an exact height, which would cut off what does not fit."""
    for row in rows_of(place):
        for height in row.xpath("./w:trPr/w:trHeight[@w:hRule='exact']"):
            height.set(qn("w:hRule"), "atLeast")


def _stick(place: Element, cell: Cell, package: Package) -> None:
    """The photo instead of the words of a cell, as large as the cell and the rows it goes over."""
    assert cell.photo is not None
    run = drawing(cell.photo, fitted(cell.photo, _room_mm(place, cell)), package)
    look = w(
        "pPr",
        w("spacing", before=0, after=0, line=240, lineRule="auto"),  # else it would be clipped
        w("ind", left=0, right=0, firstLineChars=0, firstLine=0),
        w("jc", val="center"),
    )
    old = paragraphs_of(place)
    place.append(w("p", look, run))
    for paragraph in old:
        paragraph.getparent().remove(paragraph)


def _room_mm(place: Element, cell: Cell) -> tuple[float, float]:
    """Width and height inside a cell as its blank gives them, less a millimetre all round.

    Of the cell's own width and that of its columns, where they differ, one reader takes this and
    another that.
    """
    own = place.xpath("./w:tcPr/w:tcW[@w:type='dxa']/@w:w")
    grid = place.xpath("ancestor::w:tbl[1]/w:tblGrid/w:gridCol/@w:w")
    columns = [int(grid[column]) for column in columns_of(place) if column < len(grid)]
    told = [width * _MM for width in (*map(int, own), sum(columns)) if width]
    width = min(told, default=PHOTO_MM[0]) - 4
    high = sum(map(_height, rows_of(place)))
    return max(width, 10), max(high or cell.height_mm or PHOTO_MM[1], 12) - 2


def _height(row: Element) -> float:
    found = row.xpath("./w:trPr/w:trHeight/@w:val")
    return float(found[0]) * _MM if found else 0


def _lines(model: Element, answer: str) -> list[Element]:
    """Paragraphs that look like `model`; long ones stand in no middle, though the empty one did,
    and several begin two characters in."""
    lines = [_line(model, text) for text in answer.split("\n")]
    if is_long(answer):
        for properties in (line.get_or_add_pPr() for line in lines):
            if properties.jc_val in (WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT):
                properties.jc_val = WD_ALIGN_PARAGRAPH.LEFT
            if is_prose(answer) and not properties.first_line_indent:
                indent = properties.get_or_add_ind()
                indent.set(qn("w:firstLineChars"), "200")
                indent.set(qn("w:firstLine"), str(_TWO_CHARACTERS))
    return lines


def _line(model: Element, text: str) -> Element:
    """A paragraph that looks like `model`, saying `text`."""
    line = w("p")
    properties, mark = model.find(qn("w:pPr")), None
    if properties is not None:
        line.append(copy.deepcopy(properties))
        mark = properties.find(qn("w:rPr"))
    first = next(model.iter(qn("w:r")), None)
    look = mark if first is None else _look(first)
    run = w("r", copy.deepcopy(look) if look is not None else w("rPr"), *words(text))
    run.find(qn("w:rPr")).get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    line.append(run)
    return line


def _look(run: Element) -> Element | None:
    """The look of a run; of a prompt the one that its content control gives to what is typed."""
    look = run.find(qn("w:rPr"))
    control = run.xpath("ancestor::w:sdt[w:sdtPr/w:showingPlcHdr][1]/w:sdtPr")
    if not control:
        return look
    if (typed := control[0].find(qn("w:rPr"))) is not None:
        return typed
    look = copy.deepcopy(look) if look is not None else w("rPr")
    for grey in look.xpath("./w:rStyle | ./w:color"):
        look.remove(grey)
    return look
