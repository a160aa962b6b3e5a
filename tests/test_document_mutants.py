"""Defects seeded on purpose into finished documents: the check that is meant for each sees it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from generator.export.document import Gongwen, Heading, Layout
from generator.export.docx import write_docx
from generator.export.pdf import pdf_of, write_pdf
from generator.typeset.fonts import faces
from generator.typeset.typesetter import TEMPLATES, Typesetter
from tests.documents import FORM, WORDS, WRITE_UP, text
from tests.docx_reading import CHECKS as DOCX_CHECKS
from tests.docx_reading import docx_faults
from tests.pdf_reading import CHECKS as PDF_CHECKS
from tests.pdf_reading import pdf_faults

ROOT = Path(__file__).parent.parent
BODY, STYLES = "word/document.xml", "word/styles.xml"
SETTINGS, FONT_TABLE, CORE = "word/settings.xml", "word/fontTable.xml", "docProps/core.xml"

# check, part of the file, what is replaced (a pattern), by what
DOCX_DEFECTS = [
    ("paper", BODY, r'w:top="2098"', 'w:top="1440"'),
    ("paper", BODY, r'w:h="16838"', 'w:h="15840"'),
    ("grid", BODY, r'w:type="lines"', 'w:type="linesAndChars"'),
    ("grid", STYLES, r'w:line="579"', 'w:line="560"'),
    ("grid", STYLES, r'w:lineRule="exact"', 'w:lineRule="atLeast"'),
    ("grid", STYLES, r'<w:snapToGrid w:val="0"/>', '<w:snapToGrid w:val="1"/>'),
    ("grid", STYLES, r'<w:spacing w:val="-5"/>', '<w:spacing w:val="0"/>'),
    ("paragraphs", STYLES, r'firstLineChars="200"', 'firstLineChars="0"'),
    ("paragraphs", STYLES, r'<w:jc w:val="both"/>', '<w:jc w:val="left"/>'),
    ("paragraphs", STYLES, r'<w:jc w:val="center"/>', '<w:jc w:val="left"/>'),
    ("fonts", STYLES, "仿宋_GB2312", "微软雅黑"),
    ("fonts", STYLES, r'<w:sz w:val="44"/>', '<w:sz w:val="36"/>'),
    ("fonts", STYLES, r'w:eastAsia="黑体"', 'w:eastAsiaTheme="majorEastAsia"'),
    ("fonts", BODY, r'w:eastAsia="楷体_GB2312"', 'w:eastAsia="宋体体"'),
    ("fonts", BODY, r"<w:rFonts [^>]*/>", ""),
    ("hints", BODY, r' w:hint="eastAsia"', ""),
    ("hints", "word/footer1.xml", r' w:hint="eastAsia"', ""),
    ("font table", FONT_TABLE, r"<w:altName [^>]*/>", ""),
    ("font table", FONT_TABLE, r'w:name="黑体"', 'w:name="黑"'),
    ("footers", SETTINGS, r"<w:evenAndOddHeaders/>", ""),
    ("footers", "word/footer1.xml", r"PAGE", "NUMPAGES"),
    ("footers", "word/footer1.xml", r"—", "-"),
    ("footers", "word/footer2.xml", r'<w:jc w:val="left"/>', '<w:jc w:val="right"/>'),
    ("text", BODY, "一是亮出身份。", ""),
    ("text", BODY, "A&amp;B〈企业〉", "A"),
    ("text", BODY, "96.4%", "69.4%"),
    ("text", BODY, "附件：", "附件:"),
    ("order", SETTINGS, r"(<w:defaultTabStop [^>]*/>)(<w:evenAndOddHeaders/>)", r"\2\1"),
    ("sound", BODY, r'(<wp:docPr id=)"2"', r'\1"1"'),
    ("sound", BODY, r'w:pStyle w:val="Caption"', 'w:pStyle w:val="Legende"'),
    ("sound", BODY, r'r:embed="[^"]*"', 'r:embed="rId99"'),
    (
        "sound",
        "word/_rels/document.xml.rels",
        "</Relationships>",
        '<Relationship Id="rId77" Type="x" Target="away.xml"/></Relationships>',
    ),
    ("sound", "[Content_Types].xml", r'Extension="jpg"', 'Extension="gif"'),
    ("order", STYLES, r"(<w:kinsoku/>)(<w:overflowPunct/>)", r"\2\1"),
    ("order", BODY, r"(<w:rFonts [^>]*/>)(<w:b/>)", r"\2\1"),
    ("pictures", BODY, r' descr="[^"]*"', ""),
    ("pictures", BODY, r'w:val="Picture"', 'w:val="BodyText"'),
    ("tables", BODY, r"<w:insideV [^>]*/>", '<w:insideV w:val="nil"/>'),
    ("tables", BODY, r"<w:cantSplit/>", ""),
    ("tables", BODY, r'<w:gridCol w:w="\d+"/>', '<w:gridCol w:w="1000"/>'),
    ("signature", BODY, r"<w:keepNext/>", ""),
    ("signature", BODY, r'w:rightChars="400"', 'w:rightChars="200"'),
    ("signature", BODY, "2026年1月2日", "2026年01月02日"),
    ("annexes", BODY, r"<w:pageBreakBefore/>", ""),
    ("annexes", BODY, "附件1", "附 件1"),
    ("file", CORE, r"<dc:creator>[^<]*<", "<dc:creator>DESKTOP-7<"),
    ("file", CORE, r"2026-01-02", "2026-11-20"),
    ("file", CORE, r"<dc:title>[^<]*<", "<dc:title><"),
    ("settings", SETTINGS, r'w:val="15"', 'w:val="14"'),
    ("settings", BODY, "上门检验", "{{ caption }}"),
]


@pytest.fixture(scope="module")
def sound() -> bytes:
    return write_docx(WRITE_UP)


@pytest.mark.parametrize(("check", "part", "pattern", "instead"), DOCX_DEFECTS)
def test_a_defect_in_a_docx_is_seen(
    sound: bytes, check: str, part: str, pattern: str, instead: str
) -> None:
    def change(content: bytes) -> bytes:
        changed, count = re.subn(pattern, instead, content.decode())
        assert count, "nothing to break"
        return changed.encode()

    assert check in docx_faults(WRITE_UP, repacked(sound, part, change))


def test_gps_in_a_picture_of_a_docx_is_seen(sound: bytes) -> None:
    def tag(content: bytes) -> bytes:
        image = Image.open(io.BytesIO(content))
        exif = Image.Exif()
        exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 20.0)})
        data = io.BytesIO()
        image.save(data, "JPEG", exif=exif)
        return data.getvalue()

    assert "pictures" in docx_faults(WRITE_UP, repacked(sound, "word/media/image1.jpg", tag))


def test_file_times_in_a_docx_are_seen(sound: bytes) -> None:
    changed = repacked(sound, BODY, lambda content: content, times=(2026, 11, 20, 9, 0, 0))
    assert "file" in docx_faults(WRITE_UP, changed)


def test_a_draft_without_its_mark_is_seen(sound: bytes) -> None:
    assert docx_faults(replace(WRITE_UP, draft=True), sound) == {"draft": ["草稿 in []"]}


def test_every_docx_check_has_a_defect() -> None:
    assert {check for check, *_ in DOCX_DEFECTS} | {"draft"} == set(DOCX_CHECKS)


# check, the document that is written in place of the sample
WRONG_DOCUMENTS: list[tuple[str, Gongwen]] = [
    ("text", replace(WRITE_UP, blocks=(*WRITE_UP.blocks[:5], *WRITE_UP.blocks[6:]))),
    ("text", replace(WRITE_UP, blocks=(*WRITE_UP.blocks[:-1], text(WORDS.replace("9", "6"))))),
    ("grid", replace(WRITE_UP, layout=Layout(pitch_pt=24))),
    (
        "title",
        replace(WRITE_UP, title_lines=(WRITE_UP.title[:11], WRITE_UP.title[11:])),
    ),
    ("draft", replace(WRITE_UP, draft=True)),
    ("outline", replace(WRITE_UP, blocks=(Heading(1, "一、", "前言"), *WRITE_UP.blocks[1:]))),
    ("archive", replace(WRITE_UP, title="别的题目")),
    ("archive", replace(WRITE_UP, sign=None)),
    ("annexes", replace(WRITE_UP, annexes=WRITE_UP.annexes[:1])),
]

# check, template, what is replaced, by what
WRONG_TEMPLATES = [
    ("paper", "page.typ", 'paper: "a4"', 'paper: "us-letter"'),
    ("block", "page.typ", "left: 28mm", "left: 20mm"),
    ("block", "page.typ", "right: 26mm", "right: 20mm"),
    ("numbers", "page.typ", "bottom: 35mm", "bottom: 20mm"),
    (
        "grid",
        "page.typ",
        "set par(leading: 0pt, spacing: 0pt",
        "set par(leading: 0pt, spacing: 9pt",
    ),
    ("characters", "page.typ", "char - 0.001pt", "14pt"),
    ("characters", "page.typ", "overhang: false", "tracking: 1pt"),
    ("indents", "gongwen.typ", "(amount: 2 * char, all: true)", "(amount: 1 * char, all: true)"),
    ("title", "page.typ", "align(center, par(", "align(left, par("),
    ("numbers", "page.typ", "calc.odd(n)", "calc.even(n)"),
    ("numbers", "page.typ", "[— #n —]", "[- #n -]"),
    ("numbers", "page.typ", "footer: number", "footer: none"),
    ("signature", "gongwen.typ", "inset: (right: l.right * char)", "inset: (right: 0pt)"),
    ("signature", "gongwen.typ", "  for _ in range(data.room) { blank }", "  pagebreak()"),
    ("annexes", "gongwen.typ", "  pagebreak()\n", "  blank\n"),
    ("archive", "page.typ", 'lang: "zh"', 'lang: "en"'),
    ("text", "gongwen.typ", "it.body,", 'upper("一"),'),
]


@pytest.fixture(scope="module")
def sound_pdf() -> bytes:
    return write_pdf(WRITE_UP, ROOT).content


@pytest.mark.parametrize(("check", "wrong"), WRONG_DOCUMENTS)
def test_a_pdf_of_another_document_is_seen(check: str, wrong: Gongwen) -> None:
    assert check in pdf_faults(WRITE_UP, write_pdf(wrong, ROOT).content)


@pytest.mark.parametrize(("check", "name", "found", "instead"), WRONG_TEMPLATES)
def test_a_defect_in_the_typesetting_is_seen(
    tmp_path: Path, check: str, name: str, found: str, instead: str
) -> None:
    for file in TEMPLATES.glob("*.typ"):
        words = file.read_text("utf-8")
        if file.name == name:
            assert found in words, "nothing to break"
            words = words.replace(found, instead)
        (tmp_path / file.name).write_text(words, "utf-8")
    content = pdf_of(WRITE_UP, Typesetter(faces(ROOT), tmp_path)).content
    assert check in pdf_faults(WRITE_UP, content)


def test_a_font_that_is_not_embedded_is_seen(sound_pdf: bytes) -> None:
    def unembed(font: DictionaryObject) -> None:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for name in {"/FontFile2", "/FontFile3"} & descriptor.keys():
            del descriptor[name]

    assert "fonts" in pdf_faults(WRITE_UP, with_fonts(sound_pdf, unembed))


def test_a_drawn_font_without_text_is_seen(sound_pdf: bytes) -> None:
    def flatten(font: DictionaryObject) -> None:
        font[NameObject("/Subtype")] = NameObject("/Type3")

    assert "fonts" in pdf_faults(WRITE_UP, with_fonts(sound_pdf, flatten))


def test_every_pdf_check_has_a_defect() -> None:
    seeded = {row[0] for row in (*WRONG_DOCUMENTS, *WRONG_TEMPLATES)}
    assert seeded | {"fonts"} == set(PDF_CHECKS)


def test_a_lost_answer_of_a_form_is_seen() -> None:
    rows = (*FORM.rows[:2], (FORM.rows[2][0], replace(FORM.rows[2][1], answer="")), *FORM.rows[3:])
    wrong = replace(FORM, rows=rows)
    assert set(docx_faults(FORM, write_docx(wrong))) == {"text"}
    assert set(pdf_faults(FORM, write_pdf(wrong, ROOT).content)) == {"text"}


def repacked(
    content: bytes,
    part: str,
    change: Callable[[bytes], bytes],
    times: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0),
) -> bytes:
    """The file with one part changed."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(data, "w") as target:
        assert part in source.namelist()
        for name in source.namelist():
            old = source.read(name)
            target.writestr(zipfile.ZipInfo(name, times), change(old) if name == part else old)
    return data.getvalue()


def with_fonts(content: bytes, change: Callable[[DictionaryObject], None]) -> bytes:
    """The PDF with the first font of its first page changed."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    fonts = writer.pages[0]["/Resources"]["/Font"]
    change(next(iter(fonts.values())).get_object())
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()
