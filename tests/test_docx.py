"""Word files: what is read back from them, organisers' blanks, typed failures, LibreOffice."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from msgspec.structs import replace

from generator.export.document import Annex, Cell, Form, Gongwen, Sign
from generator.export.docx import write_docx
from generator.export.failures import (
    CharacterForbidden,
    LabelMissing,
    TemplateUnreadable,
)
from generator.export.layout import sign_lines, width_of
from generator.export.pdf import write_pdf
from tests.documents import (
    DOCUMENTS,
    FORM,
    PORTRAIT,
    REGISTER,
    UNPHOTOGRAPHED,
    WORDS,
    WRITE_UP,
    said,
    squeezed,
    text,
)
from tests.docx_reading import W, docx_faults, opened
from tests.pdf_reading import printed


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_property_reads_back(name: str) -> None:
    assert docx_faults(DOCUMENTS[name], write_docx(DOCUMENTS[name])) == {}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_same_document_same_bytes(name: str) -> None:
    assert write_docx(DOCUMENTS[name]) == write_docx(DOCUMENTS[name])


@pytest.mark.parametrize(
    "words",
    [
        'A&B〈企业〉<b>"粗"</b>',
        "{{ story.title }} {% raw %}",
        " 前后有空格 ",
        "中间  两个空格　和全角空格",
        "喆堃祎玥旻昇镕𠮷",
        "emoji 👍🏽 零宽\u200b空格",
        "]]> &amp; &#20013;",
    ],
)
def test_words_arrive_complete(words: str) -> None:
    document = Gongwen("a", words, (words,), (text(words),))
    back = docx.Document(io.BytesIO(write_docx(document)))
    assert [line.text for line in back.paragraphs if line.text] == [words, words]
    assert back.core_properties.title == words


def test_a_control_character_is_named() -> None:
    with pytest.raises(CharacterForbidden) as caught:
        write_docx(Gongwen("a", "题", ("题",), (text("前\x07后"),)))
    assert caught.value.character == "\x07"
    assert "U+0007" in caught.value.words.zh


def test_a_document_of_nothing_but_a_title() -> None:
    document = Gongwen("a", "题", ("题",), (), sign=Sign("某院", date(2026, 1, 2), True))
    assert set(docx_faults(replace(document, sign=None), write_docx(document))) <= {"text", "file"}


@pytest.mark.parametrize(
    ("org", "seal", "rights"),
    [
        ("某某市检验院", True, (4, 4)),  # 6 characters over the 6 of the day
        ("某某市特种设备检验研究院", True, (1, 4)),
        ("某某省某某市某某区特种设备安全监督检验研究院", True, (0, 8)),  # keeps the margin
        ("某某检验院", False, (5, 2)),  # the longer day takes the 2 characters
        ("某某市特种设备检验研究院", False, (2, 6)),  # the day begins 2 after the name
    ],
)
def test_the_place_of_the_signature(org: str, seal: bool, rights: tuple[float, float]) -> None:
    lines = sign_lines(Sign(org, date(2026, 1, 2), seal))
    assert tuple(line.right for line in lines) == rights
    assert lines[1].text == "2026年1月2日"


@pytest.mark.parametrize("seal", [True, False])
def test_a_name_longer_than_a_line_breaks_between_words(seal: bool) -> None:
    """Its lines stand centred over each other, and over the day below a seal."""
    org = "国家市场监督管理总局直属机关党委第三联合党支部（信息技术与标准化研究中心）"
    first, second, day = sign_lines(Sign(org, date(2026, 11, 26), seal))
    assert first.text + second.text == org and second.text.startswith("（信息技术")
    middles = [line.right + width_of(line.text) / 2 for line in (first, second, day)]
    assert middles[0] == middles[1] and min(first.right, second.right) >= 0
    assert max(line.right + width_of(line.text) for line in (first, second)) <= 28
    assert middles[1] == middles[2] or not seal


def test_of_many_attachments_the_last_go_with_the_signature() -> None:
    """More than a page that keeps with the next is kept by nobody."""
    annexes = tuple(Annex(number, "名称", ()) for number in range(1, 21))
    sign = Sign("某某院", date(2026, 1, 2), seal=True)
    document = Gongwen("a", "题", ("题",), (text("话。"),), sign=sign, annexes=annexes)
    book = docx.Document(io.BytesIO(write_docx(document)))
    lines = {p.text: bool(p.paragraph_format.keep_with_next) for p in book.paragraphs if p.text}
    held = {words for words, is_held in lines.items() if is_held}
    assert {f"{number}.名称" for number in range(17, 21)} | {"某某院"} == held


def test_a_caption_stays_whole_below_its_picture() -> None:
    styles = zipfile.ZipFile(io.BytesIO(write_docx(WRITE_UP))).read("word/styles.xml").decode()
    caption = styles[styles.index('w:styleId="Caption"') :]
    assert "<w:keepLines/>" in caption[: caption.index("</w:style>")]


def test_a_photo_goes_over_its_rows_and_is_never_clipped() -> None:
    book = opened(write_docx(REGISTER))
    (drawing,) = book.body.iter(f"{W}drawing")
    merged = [cell.get(W + "val") for cell in book.body.iter(f"{W}vMerge")]
    assert merged == ["restart", "continue", "continue", "continue"]
    width, height = (int(drawing.find(".//{*}extent").get(side)) / 36000 for side in ("cx", "cy"))
    assert abs(width / height - 413 / 579) < 0.01
    assert width <= 36 - 4 and height <= 48 - 4


def test_room_for_a_photo_to_stick_on() -> None:
    book = opened(write_docx(UNPHOTOGRAPHED))
    assert "贴照片处" in [node.text for node in book.body.iter(f"{W}t")]
    assert not list(book.body.iter(f"{W}drawing"))
    sheet = printed(write_pdf(UNPHOTOGRAPHED).content).sheets[0]
    assert "贴照片处" in sheet.words


class TestBlank:
    """The organiser's own blank, filled by its label cells."""

    @pytest.fixture
    def blank(self) -> bytes:
        package = docx.Document()
        table = package.add_table(rows=5, cols=4)
        cells = [*table.rows[0].cells[::2], *table.rows[1].cells]
        labels = ("姓　名：", "性别", "电话", "邮箱", "住址", "备注")
        for cell, label in zip(cells, labels, strict=True):
            cell.text = label
        table.cell(3, 0).text = "推荐\n意见:"
        table.cell(3, 1).merge(table.cell(3, 3)).text = "年　月　日"
        answer = table.cell(0, 1).paragraphs[0].add_run("（填写）")
        answer.font.size, answer.bold = docx.shared.Pt(15), True
        table.cell(4, 0).text = "姓名"
        data = io.BytesIO()
        package.save(data)
        return data.getvalue()

    def fill(self, blank: bytes, *cells: Cell) -> list[list[str]]:
        content = write_docx(Form("f", "表", (cells,), template=blank))
        table = docx.Document(io.BytesIO(content)).tables[0]
        return [[cell.text for cell in row.cells] for row in table.rows]

    def test_to_the_right(self, blank: bytes) -> None:
        rows = self.fill(blank, Cell("姓名", "张三〈A&B〉"))
        assert rows[0] == ["姓　名：", "张三〈A&B〉", "性别", ""]

    def test_below_where_the_right_is_a_label(self, blank: bytes) -> None:
        cells = [Cell("电话", "1"), Cell("邮箱", "2"), Cell("住址", "3"), Cell("备注", "4")]
        rows = self.fill(blank, *cells)
        assert rows[1:3] == [["电话", "邮箱", "住址", "备注"], ["1", "2", "3", "4"]]

    def test_the_look_of_the_cell_stays(self, blank: bytes) -> None:
        content = write_docx(Form("f", "表", ((Cell("姓名", "一\n二"),),), template=blank))
        cell = docx.Document(io.BytesIO(content)).tables[0].cell(0, 1)
        looks = [(r.text, r.bold, r.font.size.pt) for p in cell.paragraphs for r in p.runs]
        assert looks == [("一", True, 15), ("二", True, 15)]
        assert 'w:hint="eastAsia"' in cell._tc.xml

    @pytest.mark.parametrize("level", ["cell", "paragraph"])
    def test_an_answer_is_no_grey_prompt(self, level: str, blank: bytes) -> None:
        """Word takes what stands in a content control that shows its prompt for the prompt."""
        package = docx.Document(io.BytesIO(blank))
        cell = package.tables[0].cell(0, 1)._tc
        (line,) = cell.findall(qn("w:p"))
        grey = '<w:rPr><w:rStyle w:val="a9"/><w:color w:val="808080"/><w:b/></w:rPr>'
        inner = f"<w:r>{grey}<w:t>单击此处输入文字</w:t></w:r>"
        control = (
            f'<w:sdt xmlns:w="{W[1:-1]}"><w:sdtPr><w:showingPlcHdr/><w:dataBinding'
            f' w:xpath="/a" w:storeItemID="b"/><w:text/></w:sdtPr><w:sdtContent>'
            f"{inner if level == 'paragraph' else f'<w:p>{inner}</w:p>'}</w:sdtContent></w:sdt>"
        )
        if level == "paragraph":
            line.clear_content()
            line.append(parse_xml(control))
        else:
            cell.replace(line, parse_xml(control))
        data = io.BytesIO()
        package.save(data)
        form = Form("f", "表", ((Cell("姓名", "张三"),),), template=data.getvalue())
        told = docx.Document(io.BytesIO(write_docx(form))).tables[0].cell(0, 1)._tc.xml
        assert "张三" in told and "单击" not in told and "<w:b/>" in told
        for mark in ("showingPlcHdr", "dataBinding", "rStyle", "808080"):
            assert mark not in told

    def test_an_answer_is_not_cut_by_the_height_of_its_row(self, blank: bytes) -> None:
        package = docx.Document(io.BytesIO(blank))
        for row in package.tables[0].rows:
            row.height, row.height_rule = docx.shared.Mm(10), WD_ROW_HEIGHT_RULE.EXACTLY
        data = io.BytesIO()
        package.save(data)
        form = Form("f", "表", ((Cell("姓名", WORDS * 3),),), template=data.getvalue())
        rows = docx.Document(io.BytesIO(write_docx(form))).tables[0].rows
        assert [row.height_rule for row in rows] == [
            WD_ROW_HEIGHT_RULE.AT_LEAST,
            *[WD_ROW_HEIGHT_RULE.EXACTLY] * 4,
        ]

    def test_a_sign_off_keeps_what_is_printed(self, blank: bytes) -> None:
        rows = self.fill(blank, Cell("推荐意见", "同意。", sign_off=True))
        assert rows[3][1] == "同意。\n年　月　日"
        assert self.fill(blank, Cell("推荐意见", "", sign_off=True))[3][1] == "年　月　日"

    def test_the_second_answer_goes_to_the_second_label(self, blank: bytes) -> None:
        rows = self.fill(blank, Cell("姓名", "张三"), Cell("姓名：", "李四"))
        assert (rows[0][1], rows[4][1]) == ("张三", "李四")

    @pytest.mark.parametrize("label", ["身份证号", "姓", "姓名性别"])
    def test_a_label_that_is_not_there(self, blank: bytes, label: str) -> None:
        with pytest.raises(LabelMissing) as caught:
            self.fill(blank, Cell("性别", "男"), Cell(label, "1"))
        assert caught.value.label == label
        assert f"“{label}”" in caught.value.words.zh

    def test_all_labels_that_are_not_there_are_told_at_once(self, blank: bytes) -> None:
        with pytest.raises(LabelMissing) as caught:
            self.fill(blank, Cell("身高", "1"), Cell("性别", "男"), Cell("体重", "2"))
        assert caught.value.words.zh == "空白表里找不到“身高”“体重”这几格"

    def test_a_label_used_more_often_than_it_stands(self, blank: bytes) -> None:
        with pytest.raises(LabelMissing):
            self.fill(blank, *(Cell("性别", str(n)) for n in range(2)))

    @pytest.mark.parametrize(("column", "into"), [(3, 3), (2, 3)])
    def test_a_photo_is_stuck_into_its_cell_or_beside_it(self, column: int, into: int) -> None:
        package = docx.Document()
        table = package.add_table(rows=4, cols=4)
        table.cell(0, 0).text = "姓名"
        for row in table.rows:
            row.height = docx.shared.Mm(11)
        tall = table.cell(0, into).merge(table.cell(3, into))
        (tall if into == column else table.cell(0, column)).text = "照 片"
        data = io.BytesIO()
        package.save(data)
        cells = (Cell("姓名", "张三"), Cell("照片", "", photo_rows=4, photo=PORTRAIT))
        book = opened(write_docx(Form("f", "表", (cells,), template=data.getvalue())))
        (drawing,) = book.body.iter(f"{W}drawing")
        cell = drawing.getparent().getparent().getparent()
        assert cell.getparent().index(cell) - len(cell.getparent().findall(f"{W}trPr")) == into
        assert cell.find(f"{W}p/{W}pPr/{W}spacing").get(W + "lineRule") == "auto"
        height = int(drawing.find(".//{*}extent").get("cy")) / 36000
        assert 30 < height < 44 - 1
        words = "".join(node.text for node in book.body.iter(f"{W}t"))
        assert words == "姓名张三" + ("" if into == column else "照 片")

    def test_no_answer_goes_where_nobody_sees_it(self) -> None:
        package = docx.Document()
        table = package.add_table(rows=3, cols=1)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "备注"
        data = io.BytesIO()
        package.save(data)
        rows = self.fill(data.getvalue(), Cell("备注", "会丢的话"))
        assert rows == [["备注"], ["备注"], ["会丢的话"]]

    def test_the_template_of_a_blank_is_forgotten(self, blank: bytes) -> None:
        package = docx.Document(io.BytesIO(blank))
        part = package.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
        kind = f"{RELATIONSHIP_TYPE.SETTINGS.rpartition('/')[0]}/attachedTemplate"
        id = part.relate_to("http://a.test/evil.dotm", kind, is_external=True)
        node = OxmlElement("w:attachedTemplate")
        node.set(qn("r:id"), id)
        package.settings.element.insert(0, node)
        data = io.BytesIO()
        package.save(data)
        assert b"evil" in b"".join(opened(data.getvalue()).parts.values())
        book = opened(write_docx(Form("f", "表", ((Cell("姓名", "张三"),),), data.getvalue())))
        assert b"evil" not in b"".join(book.parts.values())
        assert b"attachedTemplate" not in book.parts["word/settings.xml"]

    @pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0 a .doc", b"PK\x03\x04 cut"])
    def test_what_is_no_docx(self, content: bytes) -> None:
        with pytest.raises(TemplateUnreadable):
            write_docx(replace(FORM, template=content))

    def test_a_draft_is_marked_and_the_file_tells_no_names(self, blank: bytes) -> None:
        form = Form("f", "表", ((Cell("姓名", "张三"),),), template=blank, draft=True)
        book = opened(write_docx(form))
        assert any(b'string="\xe8\x8d\x89\xe7\xa8\xbf"' in part for part in book.parts.values())
        assert b"python-docx" not in book.parts["docProps/core.xml"]
        assert write_docx(form) == write_docx(form)


@pytest.mark.parametrize(
    ("words", "align"),
    [
        ("见https://www.example.org/very/long/path，", "left"),
        ("信箱lisi@example.org，", "left"),
        ("见GB/T 9704-2012。", None),
        ("由58.7%提高到96.4%，", None),
    ],
)
def test_a_long_address_pulls_no_line_apart(words: str, align: str | None) -> None:
    book = opened(write_docx(Gongwen("a", "题", ("题",), (text(words),))))
    (told,) = (line for line in book.body.iter(f"{W}p") if words in "".join(line.itertext()))
    found = told.find(f"{W}pPr/{W}jc")
    assert (None if found is None else found.get(W + "val")) == align


def test_libreoffice_opens_them_with_as_many_pages(soffice: str, tmp_path: Path) -> None:
    long = replace(WRITE_UP, id="long", blocks=WRITE_UP.blocks * 3)
    documents = {**DOCUMENTS, "long": long}
    for name, document in documents.items():
        (tmp_path / f"{name}.docx").write_bytes(write_docx(document))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    options = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    files = [str(tmp_path / f"{name}.docx") for name in documents]
    run = subprocess.run(
        [soffice, profile, *options, *files], capture_output=True, text=True, timeout=300
    )
    complaints = [line for line in run.stderr.splitlines() if "javaldx" not in line and line]
    assert (run.returncode, complaints) == (0, [])
    for name, document in documents.items():
        with pypdfium2.PdfDocument(tmp_path / f"{name}.pdf") as theirs:
            with pypdfium2.PdfDocument(write_pdf(document).content) as ours:
                assert abs(len(theirs) - len(ours)) <= 1, name
            pages = "".join(page.get_textpage().get_text_range() for page in theirs)
            lost = Counter(squeezed("".join(said(document)))) - Counter(squeezed(pages))
            assert lost == {}, name  # marks at the ends of lines as well
            assert "".join(theirs[0].get_textpage().get_text_range().split()).endswith("—1—"), name


@pytest.fixture
def soffice() -> str:
    found = shutil.which("soffice")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("no soffice on the PATH")
    if found is None:
        pytest.skip("no soffice on the PATH")
    return found
