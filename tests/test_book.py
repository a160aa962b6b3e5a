"""The printed book: every word, true page numbers, boxes, fonts, pictures, and nobody's secrets."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image
from pypdf import PdfReader

from generator.model.kinds import Story
from generator.model.original import Original
from generator.model.release import Release, narrowed, release
from generator.model.words import words_of
from generator.prose import lines_of, tree
from generator.render.paper.book import Cut, book_of
from generator.render.paper.choice import VOLUME_MOST, of_brand, of_year, volumes
from generator.render.paper.texts import blocks_of
from generator.typeset import printing
from generator.typeset.boxes import page_count, with_bleed
from generator.typeset.printing import typeset
from tests.book_reading import (
    MM,
    Leaf,
    body,
    contents_of,
    fonts,
    index_of,
    leaves,
    page_named,
)
from tests.books import ROOT, YEAR, book, pdf_of, release_of
from tests.documents import squeezed
from tests.made import TODAY, story
from tests.picture_files import file_of, photo

# What a book has no use for: addresses, choices of the layout, and what only programs read.
UNPRINTED = {"slug", "aliases", "related", "title_lines", "visibility", "focus", "alt", "file"}
UNPRINTED |= {"consent", "level", "anonymous", "emblem"}


@pytest.fixture(scope="module")
def shown() -> Release:
    return release_of()


@pytest.fixture(scope="module")
def content(shown: Release, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return pdf_of(book(shown), tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def pages(content: bytes) -> list[Leaf]:
    return leaves(content)


def texts_of(one: Story) -> list[str]:
    """What a reader must find of a story: its public texts, Markdown as it is spoken."""
    texts = []
    for path, text, fact in words_of(one):
        if not UNPRINTED & set(map(str, path)):
            texts += _spoken(text) if fact.shape == "markdown" else [text]
    return texts


def _spoken(text: str) -> list[str]:
    nodes = [node for node in tree(text).walk() if node.type in ("paragraph", "heading")]
    cells = [node for node in tree(text).walk() if node.type in ("th", "td")]
    return ["".join(run.text for run in line) for n in (*nodes, *cells) for line in lines_of(n)]


def printed(release: Release, cache: Path) -> str:
    return body(leaves(pdf_of(book(release), cache)))


def test_every_word_of_every_story_is_in_the_book(shown: Release, pages: list[Leaf]) -> None:
    found = body(pages)
    for one in of_year(shown, YEAR).stories:
        for text in texts_of(one):
            assert squeezed(text) in found, (one.key, text)


def test_long_texts_run_over_pages_without_loss(tmp_path: Path) -> None:
    long = "\n\n".join(f"第{number}段。{'长文，一字不少。' * 40}" for number in range(60))
    pages = leaves(pdf_of(book(release_of(story("team", "z", body=long))), tmp_path))
    assert squeezed(long) in body(pages)
    assert len(pages) > 40


def test_other_carriers_are_whole_too(shown: Release, pages: list[Leaf]) -> None:
    found = body(pages)
    site = shown.site
    told = [won.name + (won.citation or "") for each in site.ceremonies for won in each.winners]
    told += [maxim.text for maxim in site.maxims]
    told += [star.reason for board in site.stars for star in board.stars if star.reason]
    for text in told:
        for part in re.split(r"(?<=明)", text, maxsplit=1):  # unit and page stand after a name
            assert squeezed(part) in found, part


def test_the_contents_name_true_pages(shown: Release, pages: list[Leaf]) -> None:
    contents = contents_of(pages)
    for one in of_year(shown, YEAR).stories:
        unit = shown.site.unit(one.unit)
        number = page_named(contents, one.title + (unit.name if unit else one.unit))
        assert squeezed(one.title) in pages[number - 1].words
        assert pages[number - 1].number == str(number)
    for chapter in ("支部品牌", "先进典型", "先进班组", "志愿服务", "荣誉", "年度表彰", "五星榜"):
        number = page_named(contents, chapter)
        assert pages[number - 1].words.startswith(chapter)
        assert number % 2 == 1, "a chapter opens on a right-hand page"
    for part in ("人物索引", "单位索引", "版权页"):
        assert page_named(contents, part) <= len(pages)


@pytest.mark.parametrize("name", ["欧阳明", "赵一鸣", "张大山", "李小河", "孙二", "夜班小组"])
def test_the_index_of_people_is_true(pages: list[Leaf], name: str) -> None:
    given = index_of(pages, name)
    last = next(n for n, page in enumerate(pages, 1) if page.head == "索引")
    named = [n for n, page in enumerate(pages, 1) if n < last and name in page.words]
    assert given == named


def test_the_index_holds_names_only(pages: list[Leaf]) -> None:
    assert index_of(pages, "企业负责人") == []
    units = index_of(pages, "第二党支部")
    assert units and all("第二党支部" in pages[n - 1].words for n in units)


def test_names_that_asked_to_stay_out_are_in_no_index(tmp_path: Path) -> None:
    shy = story("member", "s", name="周无名", anonymous="是", body="他没有留名。")
    assert "周无名" not in printed(release_of(shy), tmp_path)


def test_bare_pages_are_clean_and_heads_tell_where_one_is(pages: list[Leaf]) -> None:
    blank = [page for page in pages if not page.words]
    assert len(blank) >= 4
    assert all(page == Leaf("", "", "") for page in blank)
    for number, page in enumerate(pages, 1):
        if page.head:
            assert page.number == str(number)
            assert number % 2 == 1 or page.head == f"{YEAR}年风采录"


def test_fonts_are_embedded(content: bytes) -> None:
    assert list(fonts(content)) == []


@pytest.mark.parametrize(
    ("size", "bleed", "paper"),
    [("a4", 0, (210, 297)), ("16k", 0, (185, 260)), ("a4", 3, (210, 297)), ("16k", 5, (185, 260))],
)
def test_paper_trim_and_bleed(
    size: str, bleed: float, paper: tuple[float, float], tmp_path: Path, shown: Release
) -> None:
    content = pdf_of(book(shown, size, bleed), tmp_path)
    content = with_bleed(content, bleed) if bleed else content
    reader = PdfReader(io.BytesIO(content))
    slug = bleed + 7 if bleed else 0
    assert len(reader.pages) == page_count(content)
    for page in reader.pages:
        trim = [float(edge) / MM for edge in page.trimbox]
        assert trim == pytest.approx([slug, slug, slug + paper[0], slug + paper[1]], abs=0.01)
        over = [float(edge) / MM for edge in page.bleedbox]
        assert over == pytest.approx(
            [trim[0] - bleed, trim[1] - bleed, trim[2] + bleed, trim[3] + bleed], abs=0.01
        )
        media = [float(edge) / MM for edge in page.mediabox]
        assert media == pytest.approx([0, 0, paper[0] + 2 * slug, paper[1] + 2 * slug], abs=0.01)
    found = body(leaves(content, slug))
    assert all(squeezed(text) in found for one in shown.site.stories[:3] for text in texts_of(one))


def test_no_line_ends_within_what_belongs_together(tmp_path: Path) -> None:
    """A figure with its unit, mg/L, a name, words whose column has room beside one of numbers."""
    stats = [{"label": "享受优惠", "value": "9400余万美元"}]
    rows = "|1|标准制修订和审评项数|2021年|含委托检验、监督抽查，不含复检|"
    short = "\n\n".join("字" * before + "为35mg/L，丙·丁" for before in range(20, 50))
    body = f"{short}\n\n|序号|指标|年份|备注|\n|-|-|-|-|\n{rows}"
    made = release_of(story("brand", "z", title="一", body=body, stats=stats))
    with pypdfium2.PdfDocument(pdf_of(book(made, "16k", 0), tmp_path)) as paper:
        lines = "\n".join(page.get_textpage().get_text_range() for page in paper)
    assert "9400" in lines and "余万美元" in lines and "标准制修订和审评项数" in lines
    assert lines.count("mg/L") == lines.count("丙·丁") == 30


def test_same_release_same_bytes(
    shown: Release, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = book(release_of())
    assert job == book(shown)
    assert typeset(job, ROOT, tmp_path, lambda done, of: None).content == content
    monkeypatch.setattr(printing, "known_fonts", lambda root: "others")  # so another compiler
    assert pdf_of(job, tmp_path / "again") == content


# What would be code to a typesetter is text in a story.
HOSTILE = (
    '#eval("1+1") #sys.inputs #include "/etc/passwd" #panic()',
    "$x^2$ $ \\ \\u{41} @引用 <标签> #[内容] ] } )",
    "= 标题 == 小标题 + 列表 / 词: 义 // 注 /* 注 */ ~ --- ...",
    '"); #image("/etc/passwd") "引号" \'单引\' `码` ``` ',
    '{"told": 1} \\" \\n </json> &lt;b&gt;',
)


@pytest.mark.parametrize("words", HOSTILE)
def test_stories_are_inert(words: str, tmp_path: Path) -> None:
    told = {
        "title": words[:38],
        "subtitle": words,
        "summary": words,
        "slogan": words,
        "quotes": [{"text": words, "speaker": words, "role": words}],
        "stats": [{"label": words, "value": words, "source": words}],
        "honours": [{"title": words, "by": words, "date": "2019年"}],
        "media": [{"outlet": words, "title": words}],
        "sources": [words],
        "tags": [words],
        "method": {"name": words, "parts": [{"count": "1", "title": words, "items": [words]}]},
    }
    found = printed(release_of(story("brand", "x", body="正文。", **told)), tmp_path)
    assert found.count(squeezed(words)) >= 12


def test_markdown_of_a_story_is_inert(tmp_path: Path) -> None:
    words = '#eval("1") $x$ \\ @引 <签> #let a = 1'
    found = printed(release_of(story("team", "x", body=f"{words}\n\n- {words}\n")), tmp_path)
    assert found.count(squeezed('#eval("1")$x$\\@引<签>#leta=1')) == 2


def _pictured(tmp_path: Path, **told: object) -> tuple[Release, Path]:
    """A release with a story of one picture that tells where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "KANARIENVOGEL"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (31.0, 18.0, 0.0)
    file = tmp_path / "现场.jpg"
    file.write_bytes(file_of(photo(4000, 2600), "JPEG", exif=exif, quality=80))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    one = story(
        "team", "p", body="正文。", photos=[{"file": "现场.jpg", "caption": "图上说明", **told}]
    )
    original = Original(file, 4000, 2600, digest, file.stat().st_size)
    return release_of(one, originals={("team/p", "现场.jpg"): original}), file


@pytest.mark.parametrize("dpi", [150, 300])
def test_pictures_are_stripped_and_sized_for_paper(dpi: int, tmp_path: Path) -> None:
    shown, file = _pictured(tmp_path)
    assert b"KANARIENVOGEL" in file.read_bytes()
    content = pdf_of(book(shown, dpi=dpi), tmp_path / "cache")
    images = [image for page in PdfReader(io.BytesIO(content)).pages for image in page.images]
    assert [image.image.size for image in images if image.image] == [
        (round(164 / 25.4 * dpi), round(round(164 / 25.4 * dpi) * 0.65))
    ]
    for image in images:
        assert b"KANARIENVOGEL" not in image.data and b"Exif" not in image.data
    assert b"KANARIENVOGEL" not in content
    assert "图上说明" in body(leaves(content))


CANARY = "金丝雀"


@pytest.mark.parametrize(
    "told",
    [
        {"visibility": "内部"},
        {"review": {"status": "已撤下"}},
        {"review": {"status": "草稿"}},
        {"consent": {"scope": ["网站", "微信"]}},
        {"consent": {"by": "本人", "until": "2026-02-01"}},
        {"publish": {"from": "2027-01-01"}},
        {"publish": {"until": "2026-02-01"}},
    ],
)
def test_no_story_that_may_not_be_printed(told: dict[str, object], tmp_path: Path) -> None:
    secret = story(
        "brand", "z", title=CANARY, body=CANARY, honours=[{"title": CANARY, "date": "2019"}], **told
    )
    assert CANARY not in printed(release_of(secret), tmp_path)


def test_print_alone_is_for_print_alone() -> None:
    """What is never put online may be printed: the command asks for print, the site for both."""
    only = story("team", "z", consent={"scope": ["印刷"]})
    site = replace(release_of().site, stories=(only,))
    assert [s.key for s in release(site, TODAY, carrier="print").site.stories] == ["team/z"]
    assert narrowed(release(site, TODAY), "print").site.stories == ()


def test_no_picture_whose_people_did_not_agree_to_print(tmp_path: Path) -> None:
    shown, _ = _pictured(tmp_path, consent={"scope": ["网站"]}, people=["赵一鸣"])
    job = book(shown)
    assert job.pictures == () and "图上说明" not in job.data
    told, _ = _pictured(tmp_path, consent={"scope": ["网站", "印刷"]}, people=["赵一鸣"])
    assert len(book(told).pictures) == 1


def test_drafts_are_in_no_book() -> None:
    shown = release_of()
    marked = replace(shown, drafts=frozenset({"brand/a"}))
    assert "brand/a" not in {s.key for s in of_year(narrowed(marked, "print"), YEAR).stories}


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("2019年3月", [2019]),
        ("2018—2020", [2018, 2019, 2020]),
        ("2018至今", [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026]),
        ("近年来", []),
    ],
)
def test_a_story_is_in_the_books_of_its_years(words: str, years: list[int]) -> None:
    shown = release_of()
    one = replace(shown, site=replace(shown.site, stories=(story("team", date=words),)))
    assert [year for year in range(2010, 2030) if of_year(one, year).stories] == years


def test_a_brand_has_a_book_of_its_own(tmp_path: Path) -> None:
    shown = release_of(
        story("team", "t", unit="第一党支部"),
        story("brand", "n", unit="第一党支部", title="另一个品牌"),
        story("volunteer", "v", unit="第二党支部", related=["brand/a"], date="近年来"),
    )
    brand = shown.site.by_key["brand/a"]
    choice = of_brand(shown, brand)
    assert [one.key for one in choice.stories] == ["brand/a", "team/t", "volunteer/v"]
    assert [maxim.text for maxim in choice.maxims] == ["心里装着群众，手上干着实事。"]
    assert {star.name for board in choice.weeks for star in board.stars} == {"赵一鸣"}
    assert choice.title == "“1252”工作法风采录"
    job = book_of(choice, narrowed(shown, "print"), Cut(), "b.pdf")
    found = leaves(pdf_of(job, tmp_path))
    assert "1252" in found[0].words and squeezed(choice.title) in found[2].words


@pytest.mark.parametrize("count", [1, 150, 151, 300, 301, 1000])
def test_a_long_book_comes_in_volumes_that_hold_it_all_once(count: int) -> None:
    shown = release_of()
    more = tuple(story("volunteer", f"v{number}", date=str(YEAR)) for number in range(count))
    choice = of_year(replace(shown, site=replace(shown.site, stories=more)), YEAR)
    parts = volumes(choice)
    assert len(parts) == -(-count // VOLUME_MOST)
    assert [one for part in parts for one in part.stories] == list(choice.stories)
    sizes = [len(part.stories) for part in parts]
    assert max(sizes) - min(sizes) <= 1 and max(sizes) <= VOLUME_MOST
    assert parts[-1] == replace(choice, stories=parts[-1].stories, volume=parts[-1].volume)
    assert not any(part.maxims or part.weeks or part.honours for part in parts[:-1])
    if count > VOLUME_MOST:
        names = [part.name for part in parts]
        assert names == [f"{YEAR}年风采录（第{n}册）" for n in range(1, len(parts) + 1)]
    else:
        assert parts == (choice,)


def test_a_volume_says_which_it_is(shown: Release, tmp_path: Path) -> None:
    choice = replace(of_year(narrowed(shown, "print"), YEAR), volume="第2册")
    found = leaves(pdf_of(book_of(choice, narrowed(shown, "print"), Cut(), "b.pdf"), tmp_path))
    assert "第2册" in found[2].words and f"{YEAR}年风采录（第2册）" in found[-1].words


def test_a_book_set_in_a_process_of_its_own_is_the_same(
    shown: Release, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "_BOOK", 0)
    again = typeset(book(shown), ROOT, tmp_path, lambda done, of: None)
    assert again.content == content


def test_the_day_in_the_file_is_the_day_of_the_release(content: bytes) -> None:
    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata is not None and reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == TODAY == date(2026, 3, 1)
    assert reader.metadata.title == f"{YEAR}年风采录"


def test_columns_of_a_table_stand_as_their_author_typed_them() -> None:
    (table,) = blocks_of("|甲|乙|丙|丁|\n|-|:-|:-:|-:|\n|1|2|3|4|\n")
    assert table["sides"] == ["left", "left", "center", "right"]


def test_points_bear_the_numbers_that_their_author_typed() -> None:
    assert [point["mark"] for point in blocks_of("3. 甲\n5. 乙\n2026. 丙")] == ["3.", "5.", "2026."]
