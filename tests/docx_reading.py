"""Properties of a finished .docx, read back from its XML: CHECKS by name, each a list of faults."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Any

from PIL import Image

from generator.export.document import Document, Figure, Form, Gongwen
from tests.documents import said
from tests.docx_parts import Book, W, opened, order_faults, sound_faults

DEFAULT_FONTS = {
    "title": "方正小标宋简体",
    "body": "仿宋_GB2312",
    "h1": "黑体",
    "h2": "楷体_GB2312",
    "page": "宋体",
    "latin": "Times New Roman",
}
STYLE_ROLES = {
    "Normal": ("body", 16),
    "BodyText": ("body", 16),
    "Title": ("title", 22),
    "Heading1": ("h1", 16),
    "Heading2": ("h2", 16),
    "Heading3": ("body", 16),
    "Heading4": ("body", 16),
    "Footer": ("page", 14),
}
MARKED = re.compile("[“”‘’—…·]")


def docx_faults(document: Document, content: bytes) -> dict[str, list[str]]:
    """Names of the checks that fail, with what they found."""
    book = opened(content)
    found = {name: list(check(document, book)) for name, check in CHECKS.items()}
    return {name: faults for name, faults in found.items() if faults}


def _paper(document: Document, book: Book) -> Iterator[str]:
    section = book.body.find(f"{W}sectPr")
    wanted = {
        ("pgSz", "w"): 210,
        ("pgSz", "h"): 297,
        ("pgMar", "top"): 37,
        ("pgMar", "bottom"): 35,
        ("pgMar", "left"): 28,
        ("pgMar", "right"): 26,
    }
    for (tag, side), mm in wanted.items():
        found = int(section.find(W + tag).get(W + side)) * 25.4 / 1440
        if abs(found - mm) > 0.1:
            yield f"{side} is {found:.1f} mm, not {mm}"


def _grid(document: Document, book: Book) -> Iterator[str]:
    pitch = str(round(document.layout.pitch_pt * 20))
    grid = book.body.find(f"{W}sectPr/{W}docGrid")
    if (grid.get(W + "type"), grid.get(W + "linePitch")) != ("lines", pitch):
        yield "no grid of lines at the layout's pitch"
    for name in ("Normal", "BodyText", "Title", "Heading1", "Heading2", "Heading3"):
        spacing = _style(book, name).find(f"{W}pPr/{W}spacing")
        line = [spacing.get(W + key) for key in ("line", "lineRule", "before", "after")]
        if line != [pitch, "exact", "0", "0"]:
            yield f"{name}: {line}"
        if _style(book, name).find(f"{W}pPr/{W}snapToGrid").get(W + "val") != "0":
            yield f"{name} snaps to the grid"
    # 28 characters: 16 pt less a quarter of a point each is within 156 mm.
    if _style(book, "BodyText").find(f"{W}rPr/{W}spacing").get(W + "val") != "-5":
        yield "28 characters do not fit a line"


def _paragraphs(document: Document, book: Book) -> Iterator[str]:
    for name, first in (("BodyText", "200"), ("Heading1", "200"), ("Normal", "0")):
        style = _style(book, name)
        if style.find(f"{W}pPr/{W}ind").get(W + "firstLineChars") != first:
            yield f"{name} is not indented by {first}"
        if style.find(f"{W}pPr/{W}jc").get(W + "val") != "both":
            yield f"{name} is not justified"
    if _style(book, "Title").find(f"{W}pPr/{W}jc").get(W + "val") != "center":
        yield "the title is not centred"
    bold = _style(book, "Heading3").find(f"{W}rPr/{W}b") is not None
    if bold != document.layout.h3_bold:
        yield f"level 3 bold: {bold}"


def _fonts(document: Document, book: Book) -> Iterator[str]:
    fonts = DEFAULT_FONTS | dict(document.layout.fonts)
    for name, (role, size) in STYLE_ROLES.items():
        look = _style(book, name).find(f"{W}rPr")
        if look.find(f"{W}rFonts").get(W + "eastAsia") != fonts[role]:
            yield f"style {name} is not in {fonts[role]}"
        if look.find(f"{W}sz").get(W + "val") != str(size * 2):
            yield f"style {name} is not {size} pt"
    for part, content in book.parts.items():
        if b"Theme=" in content and part.endswith(".xml"):
            yield f"a theme font in {part}"
    for run in _runs(book):
        named = run.find(f"{W}rPr/{W}rFonts")
        if named is None or {named.get(W + "eastAsia"), named.get(W + "ascii")} - {*fonts.values()}:
            yield f"a run without its fonts: {_text(run)!r}"


def _hints(document: Document, book: Book) -> Iterator[str]:
    for run in _runs(book):
        named = run.find(f"{W}rPr/{W}rFonts")
        if named is None or named.get(W + "hint") != "eastAsia":
            yield f"a run without hint: {_text(run)!r}"


def _font_table(document: Document, book: Book) -> Iterator[str]:
    table = book.tree("word/fontTable.xml")
    others = {font.get(W + "name"): font.find(f"{W}altName") for font in table.findall(f"{W}font")}
    fonts = DEFAULT_FONTS | dict(document.layout.fonts)
    for role, name in fonts.items():
        if role != "latin" and name not in others:
            yield f"{name} is not in the font table"
        if name in DEFAULT_FONTS.values() and role != "latin" and others.get(name) is None:
            yield f"{name} has no alternative"


def _footers(document: Document, book: Book) -> Iterator[str]:
    if book.tree("word/settings.xml").find(f"{W}evenAndOddHeaders") is None:
        yield "odd and even pages are alike"
    footers = dict(book.footers())
    for kind, side in (("footer default", "right"), ("footer even", "left")):
        if kind not in footers:
            yield f"no {kind}"
            continue
        node = footers[kind].find(f"{W}p")
        fields = [code.text.strip() for code in node.iter(f"{W}instrText")]
        if fields != ["PAGE"] or _text(node) != "— 1 —":
            yield f"{kind} reads {_text(node)!r} with the fields {fields}"
        indent = node.find(f"{W}pPr/{W}ind")
        if node.find(f"{W}pPr/{W}jc").get(W + "val") != side or not indent.get(f"{W}{side}Chars"):
            yield f"{kind} is not one character in from the {side}"


def _texts(document: Document, book: Book) -> Iterator[str]:
    found = [words for node in book.body.iter(f"{W}p") if (words := _text(node))]
    wanted = [words for words in said(document) if words]
    for there, here in zip_longest(found, wanted, fillvalue=""):
        if there != here:
            yield f"{there[:30]!r} instead of {here[:30]!r}"
            return


def _pictures(document: Document, book: Book) -> Iterator[str]:
    wanted = list(_figures(document))
    drawings = list(book.body.iter(f"{W}drawing"))
    alts = [node.xpath(".//wp:docPr/@descr") for node in drawings]
    if alts != [[figure.alt] for figure in wanted]:
        yield f"alternative texts: {alts}"
    for drawing in drawings:
        style = drawing.xpath("ancestor::w:p/w:pPr/w:pStyle/@w:val")[0]
        if _style(book, style).find(f"{W}pPr/{W}spacing").get(W + "lineRule") == "exact":
            yield "a picture is clipped by an exact line"
    for part, content in book.parts.items():
        if part.startswith("word/media/") and len(Image.open(io.BytesIO(content)).getexif()):
            yield f"metadata in {part}"


def _tables(document: Document, book: Book) -> Iterator[str]:
    for table in book.body.iter(f"{W}tbl"):
        edges = [edge.get(W + "val") for edge in table.find(f"{W}tblPr/{W}tblBorders")]
        if edges != ["single"] * 6:
            yield f"edges {edges}"
        widths = [int(column.get(W + "w")) for column in table.find(f"{W}tblGrid")]
        if abs(sum(widths) * 25.4 / 1440 - 156) > 0.2:
            yield f"the table is {sum(widths)} twips wide"
        for row in table.iter(f"{W}tr"):
            spans = [int(s) for s in row.xpath("./w:tc/w:tcPr/w:gridSpan/@w:val")]
            if sum(spans) + len(row.findall(f"{W}tc")) - len(spans) != len(widths):
                yield "a row with missing columns"
            if row.find(f"{W}trPr/{W}cantSplit") is None and len(_text(row)) < 300:
                yield "a row that breaks across pages"


def _signature(document: Document, book: Book) -> Iterator[str]:
    """Never alone: each line from the end of the text to the organisation keeps with the next."""
    if not isinstance(document, Gongwen) or document.sign is None:
        return
    blocks = list(book.body)
    day = f"{document.sign.on.year}年{document.sign.on.month}月{document.sign.on.day}日"
    end = next((n for n, node in enumerate(blocks) if _text(node) == day), None)
    if end is None:
        yield "no day"
        return
    right = blocks[end].find(f"{W}pPr/{W}ind").get(W + "rightChars")
    if document.sign.seal and right != "400":
        yield f"the day ends {right} hundredths of a character from the right"
    last, annexes = document.blocks[-1].text, len(document.annexes)
    start = max((n for n, node in enumerate(blocks[:end]) if _text(node) == last), default=0)
    if end - start - 1 != (1 if annexes else 0) + annexes + (3 if document.sign.seal else 2):
        yield "other lines between text and signature"
    for node in blocks[start:end]:
        if node.find(f"{W}pPr/{W}keepNext") is None:
            yield f"{_text(node)[:20]!r} may leave the signature"


def _annexes(document: Document, book: Book) -> Iterator[str]:
    if not isinstance(document, Gongwen):
        return
    blocks = list(book.body)
    starts = [
        n for n, node in enumerate(blocks) if node.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]
    shown = [(_text(blocks[n]), _text(blocks[n + 1]), _text(blocks[n + 2])) for n in starts]
    wanted = [(f"附件{annex.number}", "", annex.title) for annex in document.annexes]
    if shown != wanted:
        yield f"annex pages {shown}"


def _draft(document: Document, book: Book) -> Iterator[str]:
    marks = sorted(
        kind for kind, tree in book.footers() if kind.startswith("header") and _watermark(tree)
    )
    if marks != (["header default", "header even"] if document.draft else []):
        yield f"草稿 in {marks}"


def _file(document: Document, book: Book) -> Iterator[str]:
    if {info.date_time for info in book.infos} != {(1980, 1, 1, 0, 0, 0)}:
        yield "file times"
    names = [info.filename for info in book.infos]
    if names != ["[Content_Types].xml", *sorted(names[1:])]:
        yield f"order of parts {names}"
    core = book.parts["docProps/core.xml"].decode()
    sign = document.sign if isinstance(document, Gongwen) else None
    on, org = (sign.on, sign.org) if sign else ("2000-01-01", "")
    for tag, value in {
        "dc:title": document.title.replace("&", "&amp;"),
        "dc:creator": org,
        "cp:lastModifiedBy": "",
        "dcterms:created": f"{on}T00:00:00Z",
        "dcterms:modified": f"{on}T00:00:00Z",
    }.items():
        found = re.search(f"<{tag}(?: [^>]*)?(?:/>|>([^<]*)</{tag}>)", core)
        if found is None or (found[1] or "") != value:
            yield f"{tag} is not {value!r}"


def _settings(document: Document, book: Book) -> Iterator[str]:
    modes = book.tree("word/settings.xml").xpath(
        "//w:compatSetting[@w:name='compatibilityMode']/@w:val"
    )
    if modes != ["15"]:
        yield f"compatibility mode {modes}: Word says [兼容模式]"
    if left := re.findall(r"\{\{|\}\}|\{%|\bNone\b|\bnan\b", _text(book.body)):
        yield f"left over: {left}"


CHECKS: dict[str, Callable[[Document, Book], Iterator[str]]] = {
    "paper": _paper,
    "grid": _grid,
    "paragraphs": _paragraphs,
    "fonts": _fonts,
    "hints": _hints,
    "font table": _font_table,
    "footers": _footers,
    "text": _texts,
    "order": order_faults,
    "sound": sound_faults,
    "pictures": _pictures,
    "tables": _tables,
    "signature": _signature,
    "annexes": _annexes,
    "draft": _draft,
    "file": _file,
    "settings": _settings,
}


def _style(book: Book, name: str) -> Any:
    found = book.tree("word/styles.xml").xpath(f"//w:style[@w:styleId='{name}']")
    return found[0]


def _runs(book: Book) -> Iterator[Any]:
    """All runs with words in text and footers."""
    for tree in (book.body, *(tree for _, tree in book.footers())):
        yield from (run for run in tree.iter(f"{W}r") if run.find(f"{W}t") is not None)


def _text(node: Any) -> str:
    return "".join(part.text or "" for part in node.iter(f"{W}t"))


def _watermark(tree: Any) -> bool:
    return any(node.get("string") == "草稿" for node in tree.iter() if "string" in node.attrib)


def _figures(document: Document) -> Iterator[Figure]:
    if isinstance(document, Form):
        yield from (cell.photo for row in document.rows for cell in row if cell.photo)
        return
    for blocks in (document.blocks, *(annex.blocks for annex in document.annexes)):
        yield from (block for block in blocks if isinstance(block, Figure))
