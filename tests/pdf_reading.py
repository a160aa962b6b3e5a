"""Properties of a finished PDF, read back from its pages: CHECKS by name, each a list of faults."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import pypdfium2
import pypdfium2.raw as pdfium
from pypdf import PdfReader

from generator.export.document import Document, Form, Gongwen, Heading, Paragraph, Table
from tests.documents import said, squeezed

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, (210 - 26) * MM, (297 - 37) * MM, 35 * MM
MARK_PT = 100  # larger than any text: the draft mark


@dataclass(frozen=True)
class Glyph:
    """A character on paper: where its base line starts, its box, its size in points."""

    character: str
    x: float
    y: float
    right: float
    size: float


@dataclass(frozen=True)
class Sheet:
    """A page: its text in the block, its page number, its draft mark, its size in points."""

    body: list[Glyph]
    footer: list[Glyph]
    mark: str
    size: tuple[float, float]

    @property
    def lines(self) -> list[list[Glyph]]:
        """The body by base line, top to bottom."""
        ordered = sorted(self.body, key=lambda glyph: (-round(glyph.y), glyph.x))
        return [list(line) for _, line in groupby(ordered, key=lambda glyph: round(glyph.y))]

    @property
    def words(self) -> str:
        """The body in the order in which it was written, without white space."""
        return squeezed("".join(glyph.character for glyph in self.body))


@dataclass(frozen=True)
class Print:
    """An opened PDF, for geometry and for structure."""

    sheets: list[Sheet]
    reader: PdfReader
    outline: list[str]
    is_tagged: bool


def printed(content: bytes) -> Print:
    """The pages of a PDF."""
    with pypdfium2.PdfDocument(content) as file:
        sheets = [_sheet(page) for page in file]
        outline = [mark.get_title() for mark in file.get_toc()]
        is_tagged = bool(pdfium.FPDFCatalog_IsTagged(file.raw))
    return Print(sheets, PdfReader(io.BytesIO(content)), outline, is_tagged)


def pdf_faults(document: Document, content: bytes) -> dict[str, list[str]]:
    """Names of the checks that fail, with what they found."""
    paper = printed(content)
    found = {name: list(check(document, paper)) for name, check in CHECKS.items()}
    return {name: faults for name, faults in found.items() if faults}


def _paper(document: Document, paper: Print) -> Iterator[str]:
    for number, sheet in enumerate(paper.sheets, start=1):
        if any(abs(a - b * MM) > 1 for a, b in zip(sheet.size, (210, 297), strict=True)):
            yield f"page {number} is {sheet.size}"


def _fonts(document: Document, paper: Print) -> Iterator[str]:
    for page in paper.reader.pages:
        for name, reference in page["/Resources"].get("/Font", {}).items():
            font = reference.get_object()
            if font["/Subtype"] != "/Type0":
                yield f"{name} is {font['/Subtype']}"
                continue
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            if not {"/FontFile2", "/FontFile3"} & descriptor.keys():
                yield f"{font['/BaseFont']} is not embedded"
            if "/ToUnicode" not in font or "+" not in font["/BaseFont"]:
                yield f"{font['/BaseFont']} is whole or has no way back to the text"


def _texts(document: Document, paper: Print) -> Iterator[str]:
    found = "".join(sheet.words for sheet in paper.sheets)
    wanted = "".join(squeezed(words) for words in said(document))
    if found != wanted:
        at = next((n for n, (a, b) in enumerate(zip(found, wanted, strict=False)) if a != b), -1)
        yield f"{found[at : at + 20]!r} instead of {wanted[at : at + 20]!r}"


def _grid(document: Document, paper: Print) -> Iterator[str]:
    """At most 22 lines, one pitch apart where two lines of 16 pt follow each other."""
    pitch = document.layout.pitch_pt
    for number, sheet in enumerate(paper.sheets, start=1):
        if isinstance(document, Gongwen) and len(sheet.lines) > 22:
            yield f"page {number} has {len(sheet.lines)} lines"
        body = [line[0].y for line in sheet.lines if round(line[0].size) == 16]
        for high, low in pairwise(body):
            steps = (high - low) / pitch
            if steps < 0.99 or abs(steps - round(steps)) > 0.02:
                yield f"page {number}: {high - low:.2f} pt between lines"


def _characters(document: Document, paper: Print) -> Iterator[str]:
    """A full line of Chinese is 28 characters wide."""
    wide = [
        line[1].x - line[0].x
        for sheet in paper.sheets
        for line in sheet.lines
        if round(line[0].size) == 16
        and len(line) > 24
        and all(glyph.character >= "\u4e00" for glyph in line[:2])
    ]
    if (
        not wide
        and isinstance(document, Gongwen)
        and any(len(line) > 60 for line in said(document))
    ):
        yield "no full line of 3号"
    if wide and abs(156 * MM / min(wide) - 28) > 0.3:
        yield f"{156 * MM / min(wide):.2f} characters a line"


def _block(document: Document, paper: Print) -> Iterator[str]:
    for number, sheet in enumerate(paper.sheets, start=1):
        for glyph in sheet.body:
            # The white half of a full-width mark may stand outside.
            left = glyph.x + (glyph.size / 2 if glyph.character in "“‘（《〈" else 0)
            right = glyph.right - (glyph.size / 2 if glyph.character in "，。、；：”’）》〉" else 0)
            if left < LEFT - 0.5 or right > RIGHT + 0.5 or not BOTTOM < glyph.y < TOP:
                yield f"page {number}: {glyph} is outside the text block"
                break


def _indents(document: Document, paper: Print) -> Iterator[str]:
    blocks = document.blocks if isinstance(document, Gongwen) else ()
    texts = [block for block in blocks if isinstance(block, Paragraph | Heading)]
    for sheet in paper.sheets:
        for line in sheet.lines:
            words = "".join(glyph.character for glyph in line)
            begun = [block for block in texts if squeezed(_words(block)).startswith(words)]
            start = (line[0].x - LEFT) / (156 * MM / 28)
            if begun and abs(start - 2) > 0.05:
                yield f"{words[:10]} starts {start:.1f} characters in"


def _title(document: Document, paper: Print) -> Iterator[str]:
    lines = document.title_lines if isinstance(document, Gongwen) else (document.title,)
    first = paper.sheets[0].lines[: len(lines)]
    found = ["".join(glyph.character for glyph in line) for line in first]
    if [squeezed(line) for line in found] != [squeezed(line) for line in lines]:
        yield f"the title breaks into {found}"
    for line in first:
        middle = (line[0].x + line[-1].right) / 2
        if abs(middle - (LEFT + RIGHT) / 2) > 2:
            yield f"a title line is {middle - (LEFT + RIGHT) / 2:.1f} pt off the middle"


def _numbers(document: Document, paper: Print) -> Iterator[str]:
    for number, sheet in enumerate(paper.sheets, start=1):
        words = squeezed("".join(glyph.character for glyph in sheet.footer))
        if words != f"—{number}—":
            yield f"page {number} is numbered {words!r}"
            continue
        inset = RIGHT - sheet.footer[-1].right if number % 2 else sheet.footer[0].x - LEFT
        if abs(inset - 14) > 3:
            yield f"page {number}: the number is {inset:.1f} pt in"


def _draft(document: Document, paper: Print) -> Iterator[str]:
    for number, sheet in enumerate(paper.sheets, start=1):
        if sheet.mark != ("草稿" if document.draft else ""):
            yield f"page {number} is marked {sheet.mark!r}"


def _outline(document: Document, paper: Print) -> Iterator[str]:
    blocks = () if isinstance(document, Form) else document.blocks
    wanted = [block.number + block.text for block in blocks if isinstance(block, Heading)]
    if paper.outline != wanted:
        yield f"outline {paper.outline}"


def _archive(document: Document, paper: Print) -> Iterator[str]:
    about = paper.reader.xmp_metadata
    if about is None or (about.pdfaid_part, about.pdfaid_conformance) != ("2", "A"):
        yield "not PDF/A-2a"
    if not paper.is_tagged or "/StructTreeRoot" not in paper.reader.trailer["/Root"]:
        yield "not tagged"
    if paper.reader.trailer["/Root"].get("/Lang") != "zh-CN":
        yield f"language {paper.reader.trailer['/Root'].get('/Lang')}"
    information = paper.reader.metadata
    sign = document.sign if isinstance(document, Gongwen) else None
    if information is None or information.title != document.title:
        yield "no title"
    elif (information.author or "") != (sign.org if sign else ""):
        yield f"author {information.author}"
    elif str(information.creation_date)[:10] != (str(sign.on) if sign else "2000-01-01"):
        yield f"made {information.creation_date}"


def _signature(document: Document, paper: Print) -> Iterator[str]:
    """The day's line on a page with text, 4 characters from the right if there will be a seal."""
    if not isinstance(document, Gongwen) or document.sign is None:
        return
    on = document.sign.on
    block = document.blocks[-1]
    end = "".join(block.rows[-1]) if isinstance(block, Table) else block.text
    day, last = f"{on.year}年{on.month}月{on.day}日", squeezed(end)[-9:]
    sheet = next((sheet for sheet in paper.sheets if day in sheet.words), None)
    if sheet is None or last not in sheet.words:
        yield "the signature stands alone"
        return
    line = next(
        line for line in sheet.lines if "".join(glyph.character for glyph in line).startswith(day)
    )
    inset = (RIGHT - line[-1].right) / (156 * MM / 28)
    if document.sign.seal and abs(inset - 4) > 0.1:
        yield f"the day ends {inset:.2f} characters from the right"


def _annexes(document: Document, paper: Print) -> Iterator[str]:
    if not isinstance(document, Gongwen):
        return
    for annex in document.annexes:
        heads = [f"附件{annex.number}", squeezed(annex.title)]
        found = [sheet for sheet in paper.sheets if sheet.words.startswith("".join(heads))]
        if len(found) != 1:
            yield f"no page for annex {annex.number}"
            continue
        first, third = found[0].lines[:2]
        if abs(first[0].x - LEFT) > 1:
            yield "附件 is not flush left"
        if abs((first[0].y - third[0].y) / document.layout.pitch_pt - 2) > 0.1:
            yield "the annex's title is not on line 3"


CHECKS: dict[str, Callable[[Document, Print], Iterator[str]]] = {
    "paper": _paper,
    "fonts": _fonts,
    "text": _texts,
    "grid": _grid,
    "characters": _characters,
    "block": _block,
    "indents": _indents,
    "title": _title,
    "numbers": _numbers,
    "draft": _draft,
    "outline": _outline,
    "archive": _archive,
    "signature": _signature,
    "annexes": _annexes,
}


def _words(block: Heading | Paragraph) -> str:
    return block.number + block.text if isinstance(block, Heading) else block.text


def _sheet(page: pypdfium2.PdfPage) -> Sheet:
    glyphs = list(_glyphs(page.get_textpage()))
    marks = [glyph for glyph in glyphs if glyph.size > MARK_PT]
    level = len({round(glyph.y) for glyph in marks}) < 2  # aslant, some readers part its characters
    mark = "".join(glyph.character for glyph in marks) if level else "aslant"
    rest = [glyph for glyph in glyphs if glyph.size <= MARK_PT]
    return Sheet(
        [glyph for glyph in rest if glyph.y > BOTTOM],
        [glyph for glyph in rest if glyph.y <= BOTTOM],
        mark,
        page.get_size(),
    )


def _glyphs(text: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text.raw, index) == 1:
            continue
        pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
        size = pdfium.FPDFText_GetFontSize(text.raw, index)
        character = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
        # PDFium's box of a character of Noto is 3 % wider than the em; its —— is one glyph of two.
        widest = x.value + size * (2 if character == "—" else 1)
        right = min(text.get_charbox(index, loose=True)[2], widest)
        if not character.isspace():
            yield Glyph(character, x.value, y.value, right, size)
