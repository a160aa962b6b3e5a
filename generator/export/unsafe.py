"""What no organiser's blank may bring along: macros, files from elsewhere, entities, bombs.

Read as Word reads it: by the parser, whatever the encoding, the prefixes and the escapes.
"""

from __future__ import annotations

import io
import re
import zipfile

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from generator.export.failures import TemplateUnsafe
from generator.export.oxml import Element
from generator.model.problem import Words

MOST_BYTES = 64 * 1024 * 1024  # of a blank, unpacked; organisers' blanks have some 100 KB
_MOST_PARTS = 2000
_MACROS = re.compile(r"vbaProject|vbaData|/activeX/", re.I)
_HARMLESS = frozenset(("hyperlink", "attachedTemplate"))  # the latter is taken out
_PAGE = "aFChunk"  # a web page within, which loads what it likes
# Fields that fetch a file or start a program: Word asks once, then does it.
_FETCHES = re.compile(r"\b(?:DDE(?:AUTO)?|INCLUDE(?:PICTURE|TEXT)?|LINK|IMPORT|DATABASE)\b", re.I)
_VML = "{urn:schemas-microsoft-com:vml}"

_BOMB = Words("空白表解压以后太大", "the blank is too large unpacked")
_MACRO = Words("空白表里有宏，不能使用", "the blank holds macros and is not used")
_ENTITY = Words("空白表里有实体声明，不能使用", "the blank declares entities")
_ELSEWHERE = Words(
    "空白表引用了别处的文件（链接的图片、对象、域），不能使用",
    "the blank refers to files elsewhere (linked pictures, objects, fields)",
)


def refuse(template: bytes) -> None:
    """Raises TemplateUnsafe for what no form needs."""
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
            raise TemplateUnsafe(_BOMB)
        for part in parts:
            if _MACROS.search(part.filename):
                raise TemplateUnsafe(_MACRO)
            if part.filename.lower().endswith((".xml", ".rels")):
                _refuse_part(archive.read(part))


def _refuse_part(content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise TemplateUnsafe(_ENTITY)
    root = parse_xml(content)
    if root.getroottree().docinfo.doctype:  # in UTF-16
        raise TemplateUnsafe(_ENTITY)
    for node in root.iter("{*}Relationship"):
        if _MACROS.search(node.get("Type", "")):
            raise TemplateUnsafe(_MACRO)
        if _leads_out(node):
            raise TemplateUnsafe(_ELSEWHERE)
    linked = any(re.search(r"[:/\\]", node.get("src", "")) for node in root.iter(f"{_VML}*"))
    if linked or _FETCHES.search(_fields(root)):
        raise TemplateUnsafe(_ELSEWHERE)


def _leads_out(relation: Element) -> bool:
    kind = relation.get("Type", "").rpartition("/")[2]
    outside = relation.get("TargetMode", "").lower() == "external"
    return kind == _PAGE or (outside and kind not in _HARMLESS)


def _fields(root: Element) -> str:
    """What the fields of a part say, each a word of its own: Word cuts them anywhere."""
    told = []
    for node in root.iter(qn("w:fldChar"), qn("w:fldSimple"), qn("w:instrText")):
        text = node.text or "" if node.tag == qn("w:instrText") else ""
        told.append(text or f" {node.get(qn('w:instr'), '')} ")
    return "".join(told)
