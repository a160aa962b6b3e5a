"""What files say of their makers besides their words: taken out of Office files, told of others."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

from generator.export.strip import strip
from generator.model.kinds import Story
from generator.model.problem import Place, Problem, Words

ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
# Ends of the relationships' types, ECMA-376 transitional and strict.
_OWN = frozenset("coreproperties extendedproperties customproperties thumbnail".split())
# Words on the page may be bound to properties; they would go with them.
_BOUND = (b"metadata/core-properties", b"extended-properties", b"extendedProperties")
_PATH = re.compile(rb"(<x15ac:absPath\b[^>]*?\burl=\")[^\"]*")  # where Excel last saved the book
_NO_PACKAGE = (
    *(zipfile.BadZipFile, KeyError, ValueError, SyntaxError),
    *(EOFError, OSError, RuntimeError, NotImplementedError, zlib.error),
)
_OLE = b"\xd0\xcf\x11\xe0"  # .doc, .xls, .ppt, and whatever has a password
_AUTHOR = re.compile(
    rb"/Author\s*(?:\(\s*[^)\s]|<\s*[0-9A-Fa-f])|<dc:creator>\s*<rdf:Seq>\s*<rdf:li"
)
_REVISED = re.compile(rb"\bw:author=\"[^\"]")  # of comments and tracked changes
_STREAM = re.compile(rb"/(?:ObjStm|Metadata)\b[^\0]{0,400}?\bstream\r?\n")
_MOST = 1 << 20  # of an unpacked stream of a PDF's facts


def anonymous(content: bytes) -> bytes | None:
    """A docx, xlsx or pptx without author, company, path and preview, its words untouched, its
    photos without what a camera says.

    The same bytes for the same file. None for what is no such file, and for one that would change:
    signed electronically, or showing its properties on the page.
    """
    try:
        parts = parts_of(content)
        if _is_fixed(parts):
            return None
        own = _unlinked(parts)
        for name, part in parts.items():
            if name.startswith("xl/workbook"):
                parts[name] = _PATH.sub(rb"\1", part)
            elif "/media/" in name:
                parts[name] = strip(part) or part
        return packed({name: part for name, part in parts.items() if name not in own})
    except _NO_PACKAGE:
        return None


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts in a fixed order with fixed times; the content types first, as readers expect."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as target:
        for name in sorted(parts, key=lambda name: (name != _TYPES, name)):
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else it tells Windows from Linux
            target.writestr(info, parts[name])
    return data.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a docx, xlsx or pptx by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def makers_told(story: Story, evidence: Mapping[str, tuple[bytes, str]]) -> Iterator[Problem]:
    """A warning for each attachment that still tells, or may tell, who made it."""
    for number, attachment in enumerate(story.attachments):
        held = evidence.get(attachment.file)
        if held and _tells(held[0]):
            name = attachment.title or attachment.file
            yield Problem(
                "award-evidence-author",
                "warning",
                Place(story.file, ("attachments", number, "file")),
                Words(
                    f"佐证材料“{name}”的文件属性、批注或修订里可能有作者或单位，程序去不掉",
                    f"properties, comments or changes of “{name}” may name its author and stay",
                ),
                Words(
                    "要匿名评审的，接受修订、删掉批注，清掉文件属性里的作者，重新存成 PDF 再放进来",
                    "for an anonymous jury, clear the author and save it as PDF anew",
                ),
            )


def _is_fixed(parts: Mapping[str, bytes]) -> bool:
    """Whether a package must stay as it is."""
    return any(
        name.startswith("_xmlsignatures/")
        or (
            name.endswith(".xml")
            and not name.startswith(("docProps/", _TYPES))
            and any(mark in part for mark in _BOUND)
        )
        for name, part in parts.items()
    )


def _unlinked(parts: dict[str, bytes]) -> set[str]:
    """The names of the parts that tell of makers, which nothing refers to any more."""
    relations = parse_xml(parts[_RELATIONS])
    own = set()
    for relation in [*relations]:
        if relation.get("Type", "").rpartition("/")[2].replace("-", "").lower() in _OWN:
            own.add(relation.get("Target", "").lstrip("/"))
            relations.remove(relation)
    types = parse_xml(parts[_TYPES])
    for kind in [*types]:
        if kind.get("PartName", "").lstrip("/") in own:
            types.remove(kind)
    parts[_RELATIONS], parts[_TYPES] = map(serialize_part_xml, (relations, types))
    return own


def _tells(content: bytes) -> bool:
    if content.startswith(b"%PDF"):
        return any(_AUTHOR.search(each) for each in (content, *_facts(content)))
    if content.startswith(b"PK"):
        try:
            parts = parts_of(content)
        except _NO_PACKAGE:
            return False
        is_revised = any(
            _REVISED.search(p) for name, p in parts.items() if name.startswith("word/")
        )
        return _TYPES in parts and (is_revised or _is_fixed(parts))
    return content.startswith(_OLE)


def _facts(content: bytes) -> Iterator[bytes]:
    """The packed objects of a PDF and its XMP, where PDF 1.5 and later keep the author."""
    for found in _STREAM.finditer(content):
        try:
            yield zlib.decompressobj().decompress(content[found.end() :], _MOST)
        except zlib.error:
            continue
