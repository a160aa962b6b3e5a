"""A document as a Word file: GB/T 9704 layout, opened by Word, WPS and LibreOffice as it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime, time

import docx
from docx.document import Document as Package
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from generator.export.blanks import filled
from generator.export.document import (
    Annex,
    Block,
    Document,
    Figure,
    Form,
    Heading,
    Paragraph,
    Run,
    Sign,
    Table,
)
from generator.export.drawing import drawing, number_drawings
from generator.export.forms import drawn
from generator.export.grid import ROW_MM, table_columns
from generator.export.layout import (
    DRAFT,
    HELD_NOTES,
    PAGE_PT,
    STAMP_ROOM,
    annex_lines,
    author_of,
    day_of,
    figure_mm,
    fonts_of,
    has_long_word,
    role_of,
    sign_lines,
    width_of,
)
from generator.export.lines import title_lines
from generator.export.makers import packed
from generator.export.oxml import (
    CHAR_TWIPS,
    PLAIN,
    Element,
    Indent,
    Ink,
    Look,
    TableCell,
    TableRow,
    hold,
    paragraph,
    table,
    w,
)
from generator.export.skeleton import skeleton

KEEP = Look(keep_next=True)


def write_docx(document: Document) -> bytes:
    """The .docx of a document: the same bytes for the same document, its words complete.

    Raises LabelMissing or TemplateUnreadable for an organiser's blank that does not fit,
    CharacterForbidden for a control character.
    """
    if isinstance(document, Form) and document.template is not None:
        package = filled(document, document.template)
    else:
        package = docx.Document(io.BytesIO(skeleton(document.layout)))
        body = package.element.body
        for block in _blocks(document, package):
            body.insert(len(body) - 1, block)  # the section's properties stay last
        number_drawings(package)
        _number_pages(package, Ink(fonts_of(document.layout)))
    if document.draft:
        _mark_draft(package)
    _sign_file(package, document)
    return _packed(package)


def _blocks(document: Document, package: Package) -> list[Element]:
    ink = Ink(fonts_of(document.layout))
    if isinstance(document, Form):
        title = _title(title_lines(document.title), ink)
        return [title, _blank(KEEP), drawn(document, ink, package), paragraph("Tail")]
    body = [_title(document.title_lines or (document.title,), ink), _blank(KEEP)]
    body += _body(document.blocks, ink, package)
    if document.sign and len(document.annexes) <= HELD_NOTES:
        _hold_last(body)
    body += _annex_note(document.annexes, ink, held=HELD_NOTES if document.sign else 0)
    if document.sign:
        body += _signature(document.sign, ink)
    for annex in document.annexes:
        body += _annex(annex, ink, package)
    return body


def _title(lines: Iterable[str], ink: Ink) -> Element:
    return paragraph("Title", ink.run("title", "\n".join(lines)))


def _body(blocks: Iterable[Block], ink: Ink, package: Package) -> list[Element]:
    nodes: list[Element] = []
    after_table = False  # two tables stand a line apart
    for block in blocks:
        match block:
            case Heading():
                run = ink.run(role_of(block.level), block.number + block.text)
                nodes.append(paragraph(f"Heading{block.level}", run))
            case Paragraph():
                nodes.append(_paragraph(block, ink))
            case Figure():
                run = drawing(block, figure_mm(block), package)
                nodes.append(paragraph("Picture", run))
                nodes += [paragraph("Caption", ink.run("h2", block.caption))]
            case Table():
                nodes += [_blank(KEEP)] if after_table else []
                nodes += [_table(block, ink), paragraph("Tail")]
        after_table = isinstance(block, Table)
    return nodes


def _paragraph(block: Paragraph, ink: Ink) -> Element:
    """A paragraph; not justified where a long address would pull the line before it apart."""
    style = "Normal" if block.plain else "BodyText"
    look = Look(align="left") if has_long_word(block.text) else PLAIN
    return paragraph(style, *(_run(run, ink) for run in block.runs), look=look)


def _run(run: Run, ink: Ink) -> Element:
    return ink.run("body", run.text, bold=run.bold)


def _table(block: Table, ink: Ink) -> Element:
    columns = table_columns(block)
    rows = []
    for number, texts in enumerate(block.rows):
        role = "body" if number else "h1"
        cells = [
            TableCell([paragraph("Cell", ink.run(role, text), look=look)])
            for text, column in zip(
                (*texts, *[""] * (len(columns) - len(texts))), columns, strict=True
            )
            for look in [Look(align="center" if number == 0 else column.side)]
        ]
        rows.append(TableRow(cells, ROW_MM, is_head=number == 0))
    return table([column.width for column in columns], rows)


def _annex_note(annexes: tuple[Annex, ...], ink: Ink, *, held: int) -> list[Element]:
    """The note of the attachments, its last lines `held` by what follows."""
    nodes = [_blank(KEEP)] if annexes else []
    for number, line in enumerate(annex_lines(annexes)):
        lead = "" if number else "附件："
        mark = width_of(line.partition(".")[0] + ".")
        # A long name goes on below its own first character: 2 + 附件： + 1.
        indent = Indent(left=5 + mark, hanging=width_of(lead) + mark)
        look = Look(keep_next=number >= len(annexes) - held, indent=indent)
        nodes.append(paragraph("Normal", ink.run("body", lead + line), look=look))
    return nodes


def _hold_last(body: list[Element]) -> None:
    """Keep the end of the text with what follows, for a signature stands on no page alone."""
    hold(body[-1])
    if body[-2].tag == qn("w:tbl"):
        hold(body[-2])


def _signature(sign: Sign, ink: Ink) -> list[Element]:
    nodes = [_blank(KEEP) for _ in range(STAMP_ROOM if sign.seal else 1)]
    lines = sign_lines(sign)
    for line in lines:
        look = Look(keep_next=line is not lines[-1], indent=Indent(right=line.right), align="right")
        nodes.append(paragraph("Normal", ink.run("body", line.text), look=look))
    return nodes


def _annex(annex: Annex, ink: Ink, package: Package) -> list[Element]:
    number = ink.run("h1", f"附件{annex.number}")
    return [
        paragraph("Annex", number, look=Look(new_page=True)),
        _blank(KEEP),
        _title(title_lines(annex.title), ink),
        _blank(KEEP),
        *_body(annex.blocks, ink, package),
    ]


def _blank(look: Look) -> Element:
    return paragraph("Normal", look=look)


def _number_pages(package: Package, ink: Ink) -> None:
    """— 1 — one character in from the outer edge (GB/T 9704-2012, 7.5)."""
    section = package.sections[0]
    inset = PAGE_PT * 20 / CHAR_TWIPS  # one 4号 character
    odd = Look(indent=Indent(right=inset), align="right")
    even = Look(indent=Indent(left=inset), align="left")
    for footer, look in ((section.footer, odd), (section.even_page_footer, even)):
        footer.is_linked_to_previous = False
        runs = [ink.run("page", "— "), *ink.field("page", "PAGE"), ink.run("page", " —")]
        old = footer.paragraphs[0]._p
        old.getparent().replace(old, paragraph("Footer", *runs, look=look))


def _mark_draft(package: Package) -> None:
    """草稿 behind every page, as Word's own watermarks are made: WordArt in the headers."""
    for number, section in enumerate(package.sections):
        headers = [section.header]
        if package.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        for kind, header in enumerate(headers):
            if number and header.is_linked_to_previous:
                continue
            header.is_linked_to_previous = False
            run = w("r", parse_xml(_WATERMARK.format(id=number * 3 + kind + 1, text=DRAFT)))
            header.paragraphs[0]._p.append(run)


_WATERMARK = (
    '<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/>'
    "</v:shapetype>"
    '<v:shape id="draft{id}" o:spid="_x0000_s{id}" type="#_x0000_t136" alt="{text}"'
    ' style="position:absolute;width:300pt;height:150pt;z-index:-1;'
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin"'
    ' o:allowincell="f" fillcolor="#d9d9d9" stroked="f">'
    '<v:textpath style="font-family:&quot;黑体&quot;;font-size:1pt" string="{text}"/>'
    "</v:shape></w:pict>"
)


def _sign_file(package: Package, document: Document) -> None:
    """The file's own account of itself: no person, no machine, no present time."""
    written = datetime.combine(day_of(document), time())
    core = package.core_properties
    core.title, core.author, core.language = document.title, author_of(document), "zh-CN"
    core.subject = core.keywords = core.comments = core.category = core.last_modified_by = ""
    core.created = core.modified = written
    core.revision = 1


def _packed(package: Package) -> bytes:
    saved = io.BytesIO()
    package.save(saved)
    with zipfile.ZipFile(saved) as source:
        return packed({name: source.read(name) for name in source.namelist()})
