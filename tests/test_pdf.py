"""PDFs: what is read back from them, faces and their stand-ins, typed failures."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.export.document import Annex, Cell, Form, Gongwen, Layout, Sign, Table
from generator.export.grid import column_widths, form_rows, table_columns
from generator.export.pdf import pdf_of, write_pdf
from generator.typeset.failures import FontMissing, GlyphMissing, TypesettingFailed
from generator.typeset.fonts import CHAINS, FALLBACK, Faces, faces, settle
from generator.typeset.typesetter import TEMPLATES, Typesetter
from tests.documents import CALLED, DOCUMENTS, RARE, WORDS, WRITE_UP, figure, squeezed, text
from tests.pdf_reading import LEFT, MM, RIGHT, pdf_faults, printed

ROOT = Path(__file__).parent.parent
GB2312 = frozenset(map(ord, "题一二三四五正文没有的字姓名"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_property_reads_back(name: str) -> None:
    assert pdf_faults(DOCUMENTS[name], write_pdf(DOCUMENTS[name], ROOT).content) == {}


def test_same_document_same_bytes_whatever_came_between() -> None:
    first = write_pdf(WRITE_UP, ROOT)
    write_pdf(CALLED, ROOT)
    assert write_pdf(WRITE_UP, ROOT) == first
    assert pdf_of(WRITE_UP, Typesetter(faces(ROOT))) == first


def test_documents_printed_at_the_same_time_are_the_same_bytes() -> None:
    documents = list(DOCUMENTS.values())
    alone = [write_pdf(document, ROOT) for document in documents]
    with ThreadPoolExecutor(4) as threads:
        for _ in range(3):
            assert list(threads.map(lambda one: write_pdf(one, ROOT), documents)) == alone


@pytest.mark.parametrize(
    "words",
    [
        'A&B〈企业〉<b>"粗"</b>',
        "#sys.inputs $x^2$ *粗* _斜_ @引 `码` \\ // 注",
        "= 不是标题",
        "- 不是列表",
        "零宽\u200b空格、软\u00ad连字符、变体\ufe0f",
        "温度℃①②③Ω±µ…——·",
        "CO₂、PM₂.₅、10⁻⁶、x⁺⁽¹⁰⁾、H₂SO₄、₍₀₋₉₎",
        RARE,
        "“引号”‘单引’\"直引\"'撇'",
    ],
)
def test_words_arrive_complete(words: str) -> None:
    content = write_pdf(Gongwen("a", words, (words,), (text(words),)), ROOT).content
    found = "".join(sheet.words for sheet in printed(content).sheets)
    ignored = dict.fromkeys(map(ord, "\u200b\u00ad\ufe0f\u2010\x02"))
    assert found.translate(ignored) == squeezed(words * 2).translate(ignored)


# 22 lines of 29 pt are 0.2 pt higher than the text block, in Word as here.
@pytest.mark.parametrize(("pitch", "lines"), [(28, 22), (28.95, 22), (29, 21), (30, 21)])
def test_lines_keep_the_pitch_that_a_call_asks_for(pitch: float, lines: int) -> None:
    blocks = tuple(text(WORDS) for _ in range(15))
    document = Gongwen("a", "题", ("题",), blocks, Layout(pitch_pt=pitch))
    content = write_pdf(document, ROOT).content
    assert pdf_faults(document, content) == {}
    assert max(len(sheet.lines) for sheet in printed(content).sheets) == lines


@pytest.mark.parametrize("last", ["结尾只有一行。", WORDS])
@pytest.mark.parametrize("lines", range(12, 22))
def test_the_signature_is_never_alone_on_its_page(lines: int, last: str) -> None:
    """Wherever on its page the text ends."""
    blocks = (*(text(f"第{number}段只有一行。") for number in range(lines)), text(last))
    document = Gongwen(
        "a", "题", ("题",), blocks, sign=Sign("某某检验院", date(2026, 1, 2), seal=True)
    )
    assert pdf_faults(document, write_pdf(document, ROOT).content) == {}


@pytest.mark.parametrize("lines", [17, 19, 20, 40, 42])
def test_the_signature_is_never_alone_below_a_paragraph_of_a_page(lines: int) -> None:
    words = text("这一段的开头与别处不同，" + "字" * (28 * lines - 32) + "到此为止。")
    sign = Sign("某某检验院", date(2026, 1, 2), seal=lines != 20)
    document = Gongwen("a", "题", ("题",), (words,), sign=sign)
    assert pdf_faults(document, write_pdf(document, ROOT).content) == {}


@pytest.mark.parametrize("lines", [3, 9, 18])
def test_the_signature_is_never_alone_below_many_attachments(lines: int) -> None:
    """Nor where they and the text before them are longer than a page together."""
    annexes = tuple(Annex(number, f"附件{number}的名称", ()) for number in range(1, 21))
    sign = Sign("某某检验院", date(2026, 1, 2), seal=True)
    blocks = tuple(text(f"第{number}段只有一行。") for number in range(lines))
    document = Gongwen("a", "题", ("题",), blocks, sign=sign, annexes=annexes)
    signed = [
        s.words for s in printed(write_pdf(document, ROOT).content).sheets if "某某" in s.words
    ]
    assert len(signed) == 1 and "20.附件20的名称某某检验院2026年1月2日" in signed[0]


@pytest.mark.parametrize("rows", range(15, 21))
def test_the_signature_is_never_alone_below_a_table(rows: int) -> None:
    """Nor does the table lose a row, or a rule between its rows; a row on a page of its own has
    the head above it."""
    table = Table((("序号", "名称"), *((str(row), f"第{row}行") for row in range(rows))))
    sign = Sign("某某检验院", date(2026, 1, 2), seal=True)
    document = Gongwen("a", "题", ("题",), (table,), sign=sign)
    paper = printed(write_pdf(document, ROOT).content)
    faults = pdf_faults(document, write_pdf(document, ROOT).content)
    if len(paper.sheets) > 1:
        row = f"{rows - 1}第{rows - 1}行某某检验院"
        assert paper.sheets[-1].words.startswith(f"序号名称{row}")
        assert paper.sheets[0].words.endswith(f"{rows - 2}第{rows - 2}行")
        assert [fault[:8] for fault in faults.pop("text")] == ["'序号名称" + str(rows - 1) + "第"]
    assert faults == {}


@pytest.mark.parametrize("before", range(3))
def test_a_row_is_whole_on_its_page_and_a_long_one_loses_nothing(before: int) -> None:
    """Wherever the page ends."""
    rows = [(f"甲{n}始{'字' * 70}终{n}乙", "短") for n in range(30)]
    table = Table((("名称", "数值"), *rows))
    blocks = (*(text("一行。") for _ in range(before)), table)
    paper = printed(write_pdf(Gongwen("a", "题", ("题",), blocks), ROOT).content)
    assert len(paper.sheets) > 1
    for sheet in paper.sheets:
        begun, ended = (set(re.findall(mark, sheet.words)) for mark in (r"甲(\d+)始", r"终(\d+)乙"))
        assert begun == ended != set()
    long = Gongwen("a", "题", ("题",), (Table((("甲", "乙"), (WORDS * 12, "短"))),))
    pages = printed(write_pdf(long, ROOT).content).sheets
    assert len(pages) > 1 and "".join(page.words for page in pages).count("依据GB") == 12


def test_a_caption_stands_apart_from_the_next_picture() -> None:
    document = Gongwen("a", "题", ("题",), (figure(1500, 1000, "图一"), figure(1500, 1000, "图二")))
    (sheet,) = printed(write_pdf(document, ROOT).content).sheets
    first, second = (line[0].y for line in sheet.lines[-2:])
    assert first - second >= 24 + 130 / 1.5 * 72 / 25.4 + 12


def test_two_tables_stand_a_line_apart() -> None:
    table = Table((("名称", "数值"), ("甲", "1")))
    document = Gongwen("a", "题", ("题",), (table, table))
    tops = [line[0].y for line in printed(write_pdf(document, ROOT).content).sheets[0].lines[-4:]]
    gaps = [high - low for high, low in pairwise(tops)]
    assert gaps == pytest.approx([28.95, 2 * 28.95, 28.95], abs=0.1)


def test_a_row_of_a_form_longer_than_a_page_loses_nothing() -> None:
    form = Form("f", "表", ((Cell("事迹", WORDS * 12, span=3, height_mm=45),),))
    paper = printed(write_pdf(form, ROOT).content)
    assert len(paper.sheets) > 1
    assert pdf_faults(form, write_pdf(form, ROOT).content) == {}


MAIL = "zhiliangjianyanyuandangban@fujian.gov.cn"


def test_what_has_no_break_stays_in_its_cell() -> None:
    """An address wider than its column prints over nothing, in forms and in tables."""
    row = (Cell("邮箱", MAIL), Cell("电话", "0591-87654321,13800138000"), Cell("完", "尾"))
    form = Form("f", "表", (row,))
    table = Table((("摘要", MAIL, "数"), ("f" * 64, "短", "1" * 40), ("字" * 30, "字" * 30, "终")))
    for document, columns in (
        (form, column_widths(form_rows(form))),
        (Gongwen("a", "题", ("题",), (table,)), [each.width for each in table_columns(table)]),
    ):
        content = write_pdf(document, ROOT).content
        (sheet,) = printed(content).sheets
        own = [glyph for glyph in sheet.body if not glyph.character.isspace()]
        start = "".join(glyph.character for glyph in own).index(MAIL)
        left, right = (LEFT + MM * sum(columns[:count]) for count in (1, 2))
        assert all(left < g.x and g.right < right for g in own[start : start + len(MAIL)])
        assert all(glyph.x >= LEFT and glyph.right < RIGHT for glyph in own)
        assert "text" not in pdf_faults(document, content)


def test_a_line_longer_than_the_page_is_wide_stays_on_it() -> None:
    document = Gongwen("a", "题", ("题",), (text(f"校验码{'f' * 128}。"),))
    (sheet,) = printed(write_pdf(document, ROOT).content).sheets
    assert max(glyph.right for glyph in sheet.body) < RIGHT + 1
    assert sheet.words == f"题校验码{'f' * 128}。"


def test_no_line_ends_within_the_number_of_a_standard_or_a_unit() -> None:
    """GB/T, mg/L, ISO/IEC stay whole, as in Word: of 32 places one meets the end of a line."""
    lines = [text("字" * before + "为35mg/L，按“GB/T 19001”和ISO/IEC做。") for before in range(32)]
    paper = printed(write_pdf(Gongwen("a", "题", ("题",), tuple(lines)), ROOT).content)
    ends = [line[-1].character for sheet in paper.sheets for line in sheet.lines]
    assert len(ends) > 50 and "/" not in ends


def test_no_line_begins_with_a_mark_that_joins() -> None:
    """Nor ends within 2016—2018; a dash of two may begin a line and stays whole."""
    for words in ("阿不都·热合曼", "甲·乙·丙", "在2016—2018年", "从10～20人", "北京—上海"):
        lines = [text("字" * before + words + "——好。") for before in range(18, 30)]
        paper = printed(write_pdf(Gongwen("a", "题", ("题",), tuple(lines)), ROOT).content)
        shown = [
            "".join(g.character for g in line) for sheet in paper.sheets for line in sheet.lines
        ]
        assert not [line for line in shown if re.match("[·～]|—[^—]|8年|[0-9]人", line)]
        assert len(shown) > 20 and "".join(shown).count("——好") == 12


def test_an_empty_document_and_an_empty_form() -> None:
    for document in (Gongwen("a", "题", ("题",), ()), Form("f", "表", ())):
        assert pdf_faults(document, write_pdf(document, ROOT).content) == {}


@pytest.mark.parametrize("character", ["\ue123", "\ufeff", "\x07", "🧿", "𓀀", "\uf8ff"])
def test_a_character_that_no_font_has_is_named(character: str) -> None:
    with pytest.raises(GlyphMissing) as caught:
        write_pdf(Gongwen("a", "题", ("题",), (text(f"前{character}后"),)), ROOT)
    assert caught.value.character == character
    assert f"U+{ord(character):04X}" in caught.value.words.zh


def test_all_characters_that_no_font_has_are_named_at_once() -> None:
    with pytest.raises(GlyphMissing) as caught:
        write_pdf(Gongwen("a", "\ue123", ("\ue123",), (text("前🧿后"),)), ROOT)
    assert "“\ue123”（U+E123）、“🧿”（U+1F9FF）" in caught.value.words.zh


def test_what_the_typesetter_objects_to_is_an_error(tmp_path: Path) -> None:
    for file in TEMPLATES.glob("*.typ"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    page = tmp_path / "page.typ"
    page.write_text(
        page.read_text("utf-8") + '\n#let warned = text(font: "没有的字体")[字]\n', "utf-8"
    )
    with pytest.raises(TypesettingFailed, match="unknown font family"):
        pdf_of(CALLED, Typesetter(faces(ROOT), tmp_path))


class Machine(Faces):
    """A machine with certain families, each drawing certain characters."""

    def __init__(self, *families: str, rare: str = "") -> None:
        self.__dict__["families"] = frozenset({*families, "Libertinus Serif"})
        self._holder = rare
        self._drawn = {}

    def draws(self, family: str, character: str) -> bool:
        return ord(character) in GB2312 or (character in RARE and family == self._holder)


NOTO = ("Noto Serif CJK SC", "Noto Sans CJK SC")


def test_the_best_face_of_every_role_comes_first() -> None:
    settled = settle([("body", "正文")], Machine(*NOTO, "FandolFang R", "FandolKai", "LXGW WenKai"))
    assert {role: chain[0] for role, chain in settled.chains.items()} == {
        "title": "Noto Serif CJK SC",
        "body": "FandolFang R",
        "h1": "Noto Sans CJK SC",
        "h2": "FandolKai",
        "page": "Noto Serif CJK SC",
    }
    assert settled.warnings == ()


def test_a_stand_in_is_told_with_what_to_install() -> None:
    settled = settle([("body", "正文")], Machine(*NOTO))
    assert settled.chains["body"][0] == "Noto Serif CJK SC"
    assert settled.used == {"body": ("Noto Serif CJK SC",)}
    told = [warning.zh for warning in settled.warnings]
    assert ["仿宋" in told[0], "楷体" in told[1], len(told)] == [True, True, 2]
    assert all("make fonts" in words and "Noto Serif CJK SC" in words for words in told)


def test_windows_own_faces_do() -> None:
    settled = settle([], Machine("SimSun", "FangSong", "KaiTi", "SimHei", "Times New Roman"))
    assert [chain[0] for chain in settled.chains.values()] == [
        *("SimSun", "FangSong", "SimHei", "KaiTi", "SimSun"),
    ]
    assert (settled.latin, settled.warnings) == ("Times New Roman", ())


def test_rare_characters_come_from_the_chain_and_are_told() -> None:
    machine = Machine(*NOTO, "FandolFang R", "FandolKai", "LXGW WenKai", rare="LXGW WenKai")
    settled = settle([("body", f"姓名{RARE[:2]}"), ("h2", RARE[1])], machine)
    assert settled.used["body"] == ("FandolFang R", "LXGW WenKai")
    assert [warning.zh for warning in settled.warnings] == [
        f"FandolFang R 里没有“{''.join(sorted(RARE[:2]))}”，PDF 里用了 LXGW WenKai",
        f"FandolKai 里没有“{RARE[1]}”，PDF 里用了 LXGW WenKai",
    ]


def test_a_machine_without_chinese_faces() -> None:
    with pytest.raises(FontMissing, match="fonts-noto-cjk"):
        settle([], Machine("Liberation Serif"))
    with pytest.raises(FontMissing):
        pdf_of(CALLED, Typesetter(Faces((), system=False)))


def test_every_chain_can_fall_back() -> None:
    assert set(FALLBACK) & set(CHAINS["title"].families)
    assert all(chain.families for chain in CHAINS.values())


def test_warm_documents_are_quick() -> None:
    """In time of our own: how busy the machine is does not matter. Ten times what it takes."""
    blocks = tuple(text(f"{number}{WORDS}") for number in range(12))
    write_pdf(Gongwen("a", "题", ("题",), blocks), ROOT)
    start = time.process_time()
    for number in range(5):
        write_pdf(replace(CALLED, title=f"题{number}", title_lines=(f"题{number}",)), ROOT)
    assert (time.process_time() - start) / 5 < 0.3
