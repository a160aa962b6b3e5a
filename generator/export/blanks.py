"""An organiser's own blank (.docx), filled by its label cells; what it must not bring along."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

import docx
from docx.document import Document as Package
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

from generator.export.document import Cell, Form
from generator.export.drawing import drawing
from generator.export.failures import LabelMissing, TemplateUnreadable, TemplateUnsafe
from generator.export.grid import PHOTO_MM
from generator.export.layout import fitted
from generator.export.makers import anonymous
from generator.export.oxml import Element, w, words
from generator.model.problem import Words
from generator.typeset.failures import Unwritable

MOST_BYTES = 64 * 1024 * 1024  # of a blank, unpacked; organisers' blanks have some 100 KB
_MOST_PARTS = 2000
_IGNORED = re.compile(r"[\s:：\u3000]+")
_NO_FILE = (
    *(OpcError, SyntaxError, zipfile.BadZipFile, KeyError, ValueError, AttributeError),
    *(EOFError, OSError, RuntimeError),  # cut, damaged or encrypted parts of a zip
)
_MACROS = re.compile(r"vbaProject|vbaData|/activeX/", re.I)
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_HARMLESS = (b"/hyperlink", b"/attachedTemplate")  # the latter is taken out
_MM = 25.4 / 1440  # of a twentieth of a point

_Wanted = tuple[tuple[str, bool], ...]  # labels of a form's cells, and which of them take a photo


def filled(form: Form, template: bytes) -> Package:
    """The organiser's blank with the answers in the cells beside (or below) their labels.

    A label is a cell whose whole text equals it, white space and colons aside; the n-th cell of a
    label belongs to the n-th answer of that label. The answer takes the look of the cell it goes
    into. A sign-off cell keeps what is printed in it. A photo goes into the cell that says 照片,
    or into an empty one to the right of it. Raises LabelMissing, TemplateUnreadable.
    """
    package = _opened(template)
    cells = [cell for row in form.rows for cell in row]
    for cell, place in zip(cells, _found(package, _wanted(form)), strict=True):
        if cell.photo:
            _stick(place, cell, package)
        elif cell.answer:
            _answer(place, cell)
    return package


def misfit(form: Form) -> Unwritable | None:
    """Why the form's own blank could not be filled; None where it can, or there is none."""
    return _misfit(form.template, _wanted(form)) if form.template is not None else None


@lru_cache(64)  # a call's blank is the same for all its stories
def _misfit(template: bytes, wanted: _Wanted) -> Unwritable | None:
    try:
        _found(_opened(template), wanted)
    except (LabelMissing, TemplateUnreadable) as cause:
        return cause
    return None


def _wanted(form: Form) -> _Wanted:
    return tuple((cell.label, bool(cell.photo_rows)) for row in form.rows for cell in row)


def _found(package: Package, wanted: _Wanted) -> list[Element]:
    """The cell that each answer goes into; raises LabelMissing."""
    rows = [_cells(row) for row in package.element.body.iter(qn("w:tr"))]
    labels = {_key(label) for label, _ in wanted}
    photos = {_key(label) for label, is_photo in wanted if is_photo}
    places = {
        label: (_stuck if label in photos else _places)(label, labels, rows)
        for label in sorted(labels)
    }
    found = [(label, next(places[_key(label)], None)) for label, _ in wanted]
    if lacking := [label for label, place in found if place is None]:
        raise LabelMissing(lacking)
    return [place for _, place in found if place is not None]


def _opened(template: bytes) -> Package:
    try:
        _refuse(template)
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


def _refuse(template: bytes) -> None:
    """Raises TemplateUnsafe for macros, files from elsewhere, entities, bombs."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
            raise TemplateUnsafe(Words("空白表解压以后太大", "the blank is too large unpacked"))
        for part in parts:
            if _MACROS.search(part.filename):
                told = Words("空白表里有宏，不能使用", "the blank holds macros and is not used")
                raise TemplateUnsafe(told)
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            content = archive.read(part)
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                told = Words("空白表里有实体声明，不能使用", "the blank declares entities")
                raise TemplateUnsafe(told)
            for found in _EXTERNAL.finditer(content) if part.filename.endswith(".rels") else ():
                if not any(kind in found.group() for kind in _HARMLESS):
                    told = Words(
                        "空白表引用了别处的文件（链接的图片、对象），不能使用",
                        "the blank refers to files elsewhere (linked pictures, objects)",
                    )
                    raise TemplateUnsafe(told)


def _cells(row: Element) -> list[Element]:
    """The cells of a row, those inside content controls too, without those of inner tables."""
    found = row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc")
    return cast(list[Element], found)


def _places(label: str, labels: set[str], rows: list[list[Element]]) -> Iterator[Element]:
    """The answer's cell for every cell with the label: to its right, else below it."""
    for number, column in _labelled(label, rows):
        row = rows[number]
        below = _at(rows[number + 1], _start(row, column)) if number + 1 < len(rows) else None
        right = row[column + 1] if column + 1 < len(row) else None
        for place in (right, below):
            if place is not None and not _goes_on(place) and _key(_text(place)) not in labels:
                yield place
                break


def _stuck(label: str, labels: set[str], rows: list[list[Element]]) -> Iterator[Element]:
    """The photo's cell: the one that says so, unless an empty one stands to the right of it."""
    for number, column in _labelled(label, rows):
        right = rows[number][column + 1 : column + 2]
        yield right[0] if right and not _text(right[0]).strip() else rows[number][column]


def _labelled(label: str, rows: list[list[Element]]) -> Iterator[tuple[int, int]]:
    """Row and column of every cell that says the label."""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if _key(_text(cell)) == label:
                yield number, column


def _start(row: list[Element], column: int) -> int:
    return sum(_span(cell) for cell in row[:column])


def _at(row: list[Element], start: int) -> Element | None:
    return next((c for n, c in enumerate(row) if _start(row, n) == start), None)


def _span(cell: Element) -> int:
    found = cell.xpath("./w:tcPr/w:gridSpan/@w:val")
    return int(found[0]) if found else 1


def _goes_on(cell: Element) -> bool:
    """Whether a cell is covered by the one above, so that nobody would see what it says."""
    merged = cell.xpath("./w:tcPr/w:vMerge")
    return bool(merged) and merged[0].get(qn("w:val"), "continue") == "continue"


def _answer(place: Element, cell: Cell) -> None:
    paragraphs = _paragraphs(place)
    model = paragraphs[0] if paragraphs else w("p")
    if not paragraphs:
        place.append(model)
    lines = [_line(model, text) for text in cell.answer.split("\n")]
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
    for row in _rows_of(place):
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
    old = _paragraphs(place)
    place.append(w("p", look, run))
    for paragraph in old:
        paragraph.getparent().remove(paragraph)


def _room_mm(place: Element, cell: Cell) -> tuple[float, float]:
    """Width and height inside a cell as its blank gives them, less a millimetre all round."""
    widths = place.xpath("./w:tcPr/w:tcW[@w:type='dxa']/@w:w")
    width = int(widths[0]) * _MM - 4 if widths else PHOTO_MM[0] - 4
    high = sum(map(_height, _rows_of(place)))
    return max(width, 10), max(high or cell.height_mm or PHOTO_MM[1], 12) - 2


def _rows_of(place: Element) -> Iterator[Element]:
    """The row of a cell and those below that it goes over."""
    row = place.xpath("ancestor::w:tr[1]")[0]
    start = _start(_cells(row), _cells(row).index(place))
    yield row
    for below in row.itersiblings(qn("w:tr")):
        under = _at(_cells(below), start)
        if under is None or not _goes_on(under):
            return
        yield below


def _height(row: Element) -> float:
    found = row.xpath("./w:trPr/w:trHeight/@w:val")
    return float(found[0]) * _MM if found else 0


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


def _paragraphs(cell: Element) -> list[Element]:
    return cast(list[Element], cell.xpath("./w:p | ./w:sdt/w:sdtContent/w:p"))


def _text(cell: Element) -> str:
    """A cell's own words, without those of tables inside it."""
    texts = cell.xpath("./w:p//w:t | ./w:sdt/w:sdtContent/w:p//w:t")
    return "".join(node.text or "" for node in texts)


def _key(text: str) -> str:
    return _IGNORED.sub("", text)
