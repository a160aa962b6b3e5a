"""Where the answers of a form go in an organiser's blank: its cells, its lines with room."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import cast

from docx.document import Document as Package
from docx.oxml.ns import qn
from msgspec import Struct

from generator.export.failures import LabelMissing
from generator.export.oxml import Element

_GAP = r"[\s\u200b-\u200d\u2060\ufeff]"  # within a label
_GAPS = re.compile(_GAP)
_PROMPT = re.compile(  # what is printed in room for an answer: a remark, a date, boxes, a unit
    r"\s*(\([^()]*\)|〔[^〔〕]*〕|\[[^\[\]]*\]|[\s_年月日]*|.*[□☐].*)\s*|(_|\s\s)[\s_]*\S{1,3}\s*",
    re.S,
)
_LABEL = re.compile(r"(?<![^\s:：_＿])[^\s:：_＿]+(?=\s*[:：])")  # tried once a word, not a sign
_LONGEST = 40  # characters of a label with what it says of itself, （500字以内）
ROOM = " _\u00a0\u3000＿"  # where a hand is to write

_WINGED = frozenset(("6F", "71", "72", "A3", "A8"))  # empty boxes of Wingdings and Wingdings 2
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n"}

Wanted = tuple[tuple[str, bool], ...]  # labels of a form's cells, and which of them take a photo
Rows = list[list[Element]]


class Slot(Struct, frozen=True):
    """Room for an answer: a cell, whose words it takes the place of, or behind a label in a line.

    `line` is the label's paragraph, the first `after` characters of it the label and its colon;
    in the label's own `cell` the answer stands in lines below.
    """

    cell: Element | None = None
    line: Element | None = None
    after: int = 0


def slots(package: Package, wanted: Wanted) -> list[Slot]:
    """The place of each answer; raises LabelMissing.

    A label is a cell whose whole text equals it, white space, colons and the width of brackets
    aside. Its answer goes into the cell to its right, or into an empty one below where the right
    is a label or printed; a label that has a row to itself has its answer below it. Else it is a
    line of any paragraph that says the label, a colon and then nothing up to the next label. The
    n-th place of a label belongs to the n-th answer of that label.
    """
    body = package.element.body
    rows = [cells_of(row) for row in body.iter(qn("w:tr"))]
    labels = {key_of(label) for label, _ in wanted}
    photos = {key_of(label) for label, is_photo in wanted if is_photo}
    lines = body.xpath(".//w:p[not(ancestor::w:txbxContent)]")
    places = {
        label: _stuck(label, rows) if label in photos else _places(label, labels, rows, lines)
        for label in sorted(labels)
    }
    found = [(label, next(places[key_of(label)], None)) for label, _ in wanted]
    if lacking := [label for label, place in found if place is None]:
        raise LabelMissing(lacking, _near(lacking, labels, rows, lines))
    return [place for _, place in found if place is not None]


def cells_of(row: Element) -> list[Element]:
    """The cells of a row, those inside content controls too, without those of inner tables."""
    found = row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc")
    return cast(list[Element], found)


def columns_of(cell: Element) -> range:
    """The columns of its table that a cell covers."""
    row = cells_of(cell.xpath("ancestor::w:tr[1]")[0])
    start = _start(row, row.index(cell))
    return range(start, start + _span(cell))


def rows_of(cell: Element) -> Iterator[Element]:
    """The row of a cell and those below that it goes over."""
    row = cell.xpath("ancestor::w:tr[1]")[0]
    start = columns_of(cell).start
    yield row
    for below in row.itersiblings(qn("w:tr")):
        under = _at(cells_of(below), start)
        if under is None or not _goes_on(under):
            return
        yield below


def paragraphs_of(cell: Element) -> list[Element]:
    """A cell's own paragraphs, those inside content controls too."""
    return cast(list[Element], cell.xpath("./w:p | ./w:sdt/w:sdtContent/w:p"))


def pieces_of(line: Element) -> list[tuple[Element, str]]:
    """The nodes of a paragraph that say something, with what they say; no text box's."""
    nodes = line.xpath(".//w:r/w:t | .//w:r/w:tab | .//w:r/w:br | .//w:r/w:sym")
    own = (node for node in nodes if next(node.iterancestors(qn("w:p"))) is line)
    return [(node, _MARKS.get(node.tag) or _symbol(node) or node.text or "") for node in own]


def _symbol(node: Element) -> str:
    """A box inserted as a symbol; any other symbol is an object without words."""
    if node.tag != qn("w:sym"):
        return ""
    is_wing = (node.get(qn("w:font")) or "").startswith("Wingdings")
    return "□" if is_wing and (node.get(qn("w:char")) or "")[-2:].upper() in _WINGED else "\ufffc"


def text_of(cell: Element) -> str:
    """A cell's own words, without those of tables inside it."""
    return "".join(map(_said, paragraphs_of(cell)))


def key_of(text: str) -> str:
    """What two labels have in common that differ in white space, colons, width of marks alone."""
    return _GAPS.sub("", unicodedata.normalize("NFKC", text)).replace(":", "")


def _places(label: str, labels: set[str], rows: Rows, lines: Sequence[Element]) -> Iterator[Slot]:
    own: set[Element] = set()
    for number, column in _labelled(label, rows):
        cell = rows[number][column]
        if (place := _beside(rows[number], column, labels)) is not None:
            yield Slot(place)
        elif len(rows[number]) == 1:
            yield Slot(cell, next(p for p in reversed(paragraphs_of(cell)) if _said(p)))
        else:
            continue
        own.update(paragraphs_of(cell))
    for line in lines:
        if line not in own:
            yield from (Slot(None, line, after) for after in _ends(label, _said(line)))


def _beside(row: list[Element], column: int, labels: set[str]) -> Element | None:
    """The cell to the right of a label or, where that is printed and this is not, the one below;
    a label with a row to itself has only an empty one below."""
    right = row[column + 1] if column + 1 < len(row) else None
    below = _below(row[column])
    places = [
        place
        for place in (right, below)
        if place is not None and not _goes_on(place) and not _is_taken(place, labels)
    ]
    rooms = [place for place in places if _PROMPT.fullmatch(_even(text_of(place)))]
    return next(iter(rooms or (places if len(row) > 1 else ())), None)


def _below(cell: Element) -> Element | None:
    """The first cell under a cell and the rows that it goes over, in the same table."""
    last = list(rows_of(cell))[-1]
    under = last.getnext()
    if under is None or under.tag != last.tag:
        return None
    return _at(cells_of(under), columns_of(cell).start)


def _is_taken(cell: Element, labels: set[str]) -> bool:
    """Whether a cell is itself a label, or holds lines with labels."""
    if key_of(text_of(cell)) in labels:
        return True
    said = map(_said, cell.iter(qn("w:p")))
    return any(next(_ends(label, line), None) for line in said for label in labels)


def _stuck(label: str, rows: Rows) -> Iterator[Slot]:
    """The photo's cell: the one that says so, unless an empty one stands to the right of it."""
    for number, column in _labelled(label, rows):
        right = rows[number][column + 1 : column + 2]
        yield Slot(right[0] if right and not text_of(right[0]).strip() else rows[number][column])


def _labelled(label: str, rows: Rows) -> Iterator[tuple[int, int]]:
    """Row and column of every cell that says the label."""
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if key_of(text_of(cell)) == label:
                yield number, column


def _near(lacking: Sequence[str], labels: set[str], rows: Rows, lines: Sequence[Element]) -> str:
    """What the blank says that is most like the labels that it lacks, in quotes."""
    cells = (text_of(cell) for row in rows for cell in row)
    parts = (part for line in lines for part in _LABEL.findall(_said(line)))
    said = {key_of(text): "".join(text.split()).rstrip(":：") for text in (*cells, *parts)}
    others = [key for key in said if key and key not in labels]
    found = []
    for label in map(key_of, lacking):
        longer = [key for key in others if key.startswith(label) and len(key) < _LONGEST]
        longer.sort(key=lambda key: (not key.startswith(f"{label}("), len(key)))
        found += longer[:1] or difflib.get_close_matches(label, others, n=1)
    return "".join(f"“{said[key]}”" for key in dict.fromkeys(found))


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


def _ends(label: str, line: str) -> Iterator[int]:
    """Where the colon ends behind a label that begins a line or follows a gap, with room after."""
    letters = f"{_GAP}*".join(map(re.escape, label))
    pattern = rf"(?:^|(?<=[\s_;,])){letters}{_GAP}*:(?=$|[\s_])"
    return (found.end() for found in re.finditer(pattern, _even(line)))


def _even(text: str) -> str:
    """The text in marks of one width, as long as before."""
    narrow = (unicodedata.normalize("NFKC", char) for char in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, narrow, strict=True))


def _said(line: Element) -> str:
    return "".join(said for _, said in pieces_of(line))
