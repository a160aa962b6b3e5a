"""A .docx as its parts, and the rules of ECMA-376 that hold for any: order, ids, loose ends."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsmap

from generator.export.document import Document

W = f"{{{nsmap['w']}}}"
R = f"{{{nsmap['r']}}}"
# Children that may stand among each other as they like.
ALIKE = {("body", "tbl"): "p", ("tc", "tbl"): "p", ("sectPr", "footerReference"): "headerReference"}
_SHAPE = "{urn:schemas-microsoft-com:office:office}spid"
# ECMA-376 part 1, annex A (wml.xsd): the order in which Word insists on the children.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
    "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p tbl",
    "p": "pPr r hyperlink",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked personal rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular",
    "settings": "writeProtection view zoom removePersonalInformation mirrorMargins attachedTemplate"
    " trackRevisions documentProtection defaultTabStop autoHyphenation evenAndOddHeaders "
    "drawingGridHorizontalSpacing characterSpacingControl footnotePr endnotePr compat docVars "
    "rsids themeFontLang clrSchemeMapping shapeDefaults decimalSymbol listSeparator",
    "body": "p tbl sectPr",
}


@dataclass(frozen=True)
class Book:
    """An opened .docx: its parts as bytes, the XML parts as trees."""

    parts: dict[str, bytes]
    infos: list[zipfile.ZipInfo]

    def tree(self, name: str) -> Any:
        return parse_xml(self.parts[name])

    @property
    def body(self) -> Any:
        return self.tree("word/document.xml").find(f"{W}body")

    def footers(self) -> list[tuple[str, Any]]:
        """(type, tree) of the footers in use: default is the odd one."""
        relations = self.tree("word/_rels/document.xml.rels")
        targets = {node.get("Id"): node.get("Target") for node in relations}
        found = self.body.iter(f"{W}footerReference", f"{W}headerReference")
        relation = f"{{{nsmap['r']}}}id"
        return [
            (f"{node.tag.removeprefix(W)[:6]} {node.get(W + 'type')}", self.tree(f"word/{name}"))
            for node in found
            for name in [targets[node.get(relation)]]
        ]


def opened(content: bytes) -> Book:
    """The parts of a .docx."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return Book({name: archive.read(name) for name in archive.namelist()}, archive.infolist())


def order_faults(document: Document, book: Book) -> Iterator[str]:
    """Children that stand where the schema does not have them."""
    for part, content in book.parts.items():
        if not part.endswith(".xml") or b"wordprocessingml" not in content:
            continue
        tree = parse_xml(content)
        for tag, names in ORDERS.items():
            order = names.split()
            for node in tree.iter(W + tag):
                children = [child.tag.removeprefix(W) for child in node]
                children = [ALIKE.get((tag, name), name) for name in children]
                if unknown := set(children) - set(order):
                    yield f"{part}: {tag} holds {unknown}"
                elif children != sorted(children, key=order.index):
                    yield f"{part}: {tag} holds {children}"


def sound_faults(document: Document, book: Book) -> Iterator[str]:
    """What makes Word offer to repair a file: ids twice, loose ends, cells without paragraph."""
    trees = {name: parse_xml(part) for name, part in book.parts.items() if name.endswith(".xml")}
    types = trees.pop("[Content_Types].xml")
    nodes = [node for tree in trees.values() for node in tree.iter()]
    styles = [node.get(W + "styleId") for node in nodes if node.tag == W + "style"]
    for name, ids in {
        "style": styles,
        "picture": [n.get("id") for n in nodes if str(n.tag).endswith("}docPr")],
        "shape": [node.get(_SHAPE) for node in nodes if node.get(_SHAPE)],
    }.items():
        if len(ids) != len(set(ids)):
            yield f"{name} ids twice: {ids}"
    used = {node.get(W + "val") for node in nodes if node.tag == W + "pStyle"}
    if unknown := used - set(styles):
        yield f"no style {unknown}"
    if any(node.tag == W + "tc" and node[-1].tag != W + "p" for node in nodes):
        yield "a cell that ends without a paragraph"
    known = {node.get("PartName") or node.get("Extension") for node in types}
    for name in book.parts:
        if name != "[Content_Types].xml" and not {f"/{name}", name.rpartition(".")[2]} & known:
            yield f"no content type for {name}"
    yield from _relations(book, trees)


def _relations(book: Book, trees: dict[str, Any]) -> Iterator[str]:
    """Every relation leads to a part, every part is reached, every r:id is known."""
    reached = {"[Content_Types].xml"}
    for name in [name for name in book.parts if name.endswith(".rels")]:
        folder, _, file = name.removesuffix(".rels").rpartition("_rels/")
        reached.add(name)
        ids = [node.get("Id") for node in book.tree(name)]
        if len(ids) != len(set(ids)):
            yield f"{name}: ids twice"
        for node in book.tree(name):
            target = node.get("Target")
            part = target[1:] if target.startswith("/") else folder + target
            reached.add(part)
            if node.get("TargetMode") == "External":
                yield f"{name}: leads out to {target}"
            elif part not in book.parts:
                yield f"{name}: {target} is not there"
        if folder + file in trees:
            yield from _loose(folder + file, trees[folder + file], set(ids))
    if unreached := set(book.parts) - reached:
        yield f"reached by nothing: {sorted(unreached)}"


def _loose(part: str, tree: Any, ids: set[str]) -> Iterator[str]:
    asked = {node.get(R + name) for node in tree.iter() for name in ("id", "embed", "link")}
    if loose := asked - ids - {None}:
        yield f"{part}: nothing behind {loose}"
