"""Posters of maxims (A3) and signs for posts (A5): what they say, their size, when they are."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from msgspec.structs import replace
from pypdf import PdfReader

from generator.model.carriers import Maxim, PledgeYear
from generator.model.output import Output, Page, Typeset
from generator.model.site import address_of
from generator.render.paper import prints
from generator.render.paper.choice import of_year
from generator.render.paper.marks import square_code
from generator.render.paper.sheets import columns_of, poster_of, signs_of
from generator.render.qr import qr_code
from tests.book_reading import MM, fonts
from tests.books import MAXIMS, PLEDGES, YEAR, book, pdf_of, release_of
from tests.documents import squeezed
from tests.made import outputs, record, shown
from tests.pdf_reading import printed

LONG = (
    "坚定理想信念不动摇，牢记为民宗旨不松劲，恪守职业操守不越线，提升检验本领不停步，"
    "做人民群众信得过的国门卫士，把平凡的岗位站成一道风景，让每一盏灯都亮到天明。"
)


def read(job: Typeset | None, tmp_path: Path) -> tuple[list[str], list[tuple[float, float]]]:
    """The words of each page and its size in mm."""
    assert job is not None
    content = pdf_of(job, tmp_path)
    assert list(fonts(content)) == []
    reader = PdfReader(io.BytesIO(content))
    sizes = [(float(p.mediabox.width) / MM, float(p.mediabox.height) / MM) for p in reader.pages]
    sheets = printed(content).sheets
    words = ["".join(g.character for g in (*s.body, *s.footer)) + s.mark for s in sheets]
    return [squeezed(each) for each in words], sizes


def maxim(text: str, **told: str) -> Maxim:
    return record(Maxim, {"text": text, "poster": "是", **told})


@pytest.mark.parametrize("text", [MAXIMS[0].text, "实干", LONG, "“先锋”——A&B，3.5个工作日！"])
def test_a_poster_says_its_maxim_on_a3(text: str, tmp_path: Path) -> None:
    job = poster_of(maxim(text, author="赵一鸣", unit="yi-zhibu"), release_of())
    content = pdf_of(job, tmp_path) if job else b""
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    found = squeezed(_all(content))
    assert squeezed(text) in found
    for words in ("先锋印记", "机关党委", "赵一鸣", "第一党支部"):
        assert words in found
    _, sizes = read(job, tmp_path)
    assert sizes == [pytest.approx((297, 420), abs=0.1)]


def _all(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as file:
        return "".join(page.get_textpage().get_text_range() for page in file)


def test_nothing_of_a_long_maxim_leaves_the_sheet(tmp_path: Path) -> None:
    job = poster_of(maxim(LONG), release_of())
    assert job is not None
    for glyph in printed(pdf_of(job, tmp_path)).sheets[0].body:
        assert glyph.x >= 0 and glyph.right <= 297 * MM and 0 < glyph.y < 420 * MM, glyph


def test_a_clause_a_column_and_no_word_is_cut() -> None:
    assert list(columns_of("心里装着群众，手上干着实事。")) == ["心里装着群众，", "手上干着实事。"]
    assert "".join(columns_of(LONG)) == LONG
    assert max(map(len, columns_of(LONG))) <= 13


def test_posters_are_made_where_asked_for_and_where_there_are_fonts() -> None:
    made = release_of()
    assert poster_of(record(Maxim, {"text": "实干"}), made) is None
    assert poster_of(MAXIMS[0], replace(made, can_print=False)) is None
    job = poster_of(MAXIMS[0], made)
    assert job is not None and job.path.startswith("maxims/poster-") and job.path.endswith(".pdf")
    assert job == poster_of(MAXIMS[0], release_of())


def test_signs_say_post_name_unit_and_promise_on_a5(tmp_path: Path) -> None:
    job = signs_of(PLEDGES, release_of())
    words, sizes = read(job, tmp_path)
    assert job is not None and job.path == "pledges/2019/signs.pdf"
    assert sizes == [pytest.approx((210, 148), abs=0.1)] * 2
    for text in ("党员先锋岗", "窗口受理岗", "赵一鸣", "第一党支部", "材料齐全当场受理。"):
        assert text in words[0]
    assert "首问负责，" * 30 in words[1] and "钱三" in words[1]
    assert not any("没有岗位的不印" in each for each in words)


def test_a_phone_reads_the_code_of_every_sign(tmp_path: Path) -> None:
    job = signs_of(PLEDGES, release_of())
    assert job is not None
    address = "https://show.example/a/pledges/2019/"
    assert codes_in(pdf_of(job, tmp_path)) == [[address], [address]]


def test_a_phone_reads_the_code_at_the_end_of_a_story(tmp_path: Path) -> None:
    release = release_of()
    found = [code for page in codes_in(pdf_of(book(release), tmp_path)) for code in page]
    site = "https://show.example/a/"
    assert found == [site + address_of(story) for story in of_year(release, YEAR).stories]


def codes_in(content: bytes) -> list[list[str]]:
    """What the square codes of each page say, as a camera sees them at 150 dots to the inch."""
    with pypdfium2.PdfDocument(content) as file:
        seen = [page.render(scale=150 / 72).to_pil().convert("L") for page in file]
    return [[code.text for code in zxingcpp.read_barcodes(page)] for page in seen]


def test_no_sign_without_a_post_or_a_font() -> None:
    none = record(
        PledgeYear, {"file": "f", "year": "2019", "pledges": [{"who": "孙二", "promise": "好好干"}]}
    )
    assert signs_of(none, release_of()) is None
    assert signs_of(PLEDGES, replace(release_of(), can_print=False)) is None


def test_the_square_code_leads_to_the_page() -> None:
    drawn = square_code(release_of(), "pledges/2019/")
    file = io.BytesIO()
    qr_code("https://show.example/a/pledges/2019/", "m").save(
        file, kind="svg", xmldecl=False, border=0, dark="#211B17", omitsize=True
    )
    assert drawn.encode() == file.getvalue()
    assert square_code(shown(site_url=""), "pledges/2019/") == ""


def test_a_site_that_prints_nothing_asks_for_no_fonts() -> None:
    assert prints(release_of().site)
    assert not prints(shown().site)
    assert prints(shown(yearbook=[2019]).site)
    assert prints(replace(shown().site, maxims=MAXIMS)) and prints(
        replace(shown().site, pledges=(PLEDGES,))
    )


def test_the_pages_lead_to_what_is_printed_and_only_then() -> None:
    made = release_of()
    found = {output.path: output for output in outputs(made)}
    poster, signs = poster_of(MAXIMS[0], made), signs_of(PLEDGES, made)
    assert poster and signs and found[poster.path] == poster and found[signs.path] == signs
    assert poster.path in page_body(found["maxims/"])
    assert signs.path in page_body(found["pledges/2019/"])
    bare = outputs(replace(made, can_print=False))
    assert not any(output.path.endswith(".pdf") for output in bare)
    assert not any(".pdf" in output.body for output in bare if isinstance(output, Page))


def page_body(output: Output) -> str:
    assert isinstance(output, Page)
    return output.body
