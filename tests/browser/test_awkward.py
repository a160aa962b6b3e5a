"""Awkward stories: long names, tables, addresses and quotations keep the page whole."""

from __future__ import annotations

import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generator.flow import Options, build
from generator.progress import Progress
from tests.roots import make_root, story

UNIT = "国家市场监督管理总局直属机关党委标准化研究院资源与环境分院第六党支部联合委员会"
NAME = "阿卜杜热合曼·买买提明·阿布都克里木"
SETTINGS = """\
site_name: 出入境检验检疫协会直属机关先锋印记展示平台
site_url: https://test.example/
theme: {name: null, custom_dir: theme}
plugins: []
extra: {showcase: {review: none}}
"""
TABLE = """\
|项目|2016年|2017年|2018年|2019年|备注|
  |-|:-:|-:|-|-|-|
  |检验批次|12,345|23,456|34,567|45,678|内部统计|

  登录https://www.example.org/a/very/long/path/that/never/ends/index.html?query=1即可查看，接着写到下一行。
"""
METHOD = "method: {name: 天天, parts: [{count: '365', title: 天天微笑}]}\n"
QUOTE = "quotes: [{text: 企业少跑路、数据多跑腿，不再是一句口号，而是实实在在的承诺。}]\n"
FILES = {
    "units.yml": f"- {{id: yuan, name: {UNIT}}}\n- {{id: jia, name: 甲, parent: yuan}}\n"
    + "".join(
        f"- {{id: {below}, name: {below}{UNIT}, parent: {above}}}\n"
        for above, below in (("jia", "yi"), ("yi", "bing"))
    ),
    "brands/long.yml": story(body=TABLE, more=METHOD + QUOTE),
    "members/xin.yml": story(
        NAME, more=f"name: {NAME}\nhonours: [{{title: 先进, level: 国际, date: 2018年}}]\n"
    ),
    "members/san.yml": story("三十年", more="name: 沈刚明\n"),
    "members/latin.yml": story("三十年间", more="name: Christopher Montgomery-Smith\n"),
    "ceremonies/2023.yml": f"title: 年度奖\nyear: 2023\nwinners:\n"
    f"- {{name: {NAME}, unit: yuan, citation: {'三十年如一日，守护国门。' * 14}}}\n",
    "maxims.yml": "- {text: '"
    + "'}\n- {text: '".join("、".join(["不忘初心"] * clauses) for clauses in (6, 7, 8, 9))
    + "'}\n",
}
PAGES = (
    "",
    "brands/long/",
    "members/xin/",
    "ceremonies/2023/",
    "units/jia/",
    "units/bing/",
    "maxims/",
)
TOPS = """(node) => {
  const range = document.createRange();
  return [...node.textContent].map((letter, at) => {
    range.setStart(node.firstChild, at);
    range.setEnd(node.firstChild, at + 1);
    return range.getBoundingClientRect().top;
  });
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_root(tmp_path_factory.mktemp("awkward"), FILES, SETTINGS)
    site = build(Options(root, date(2026, 6, 1)), Progress(sys.stderr, "zh", quiet=True)).site
    assert site is not None
    return site


@pytest.mark.parametrize("width", [360, 390, 768, 1440])
def test_a_name_stands_clear_of_its_unit(width: int, served: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(served + "members/")
    gaps = page.locator(".portrait .plate:has(.plate__note)").evaluate_all("""(plates) =>
      plates.map((plate) => plate.lastChild.getBoundingClientRect().top
        - plate.firstChild.getBoundingClientRect().bottom)""")
    assert len(gaps) == 3 and min(gaps) >= 0


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_pushes_the_page_sideways(width: int, served: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        page.goto(served + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        heads = page.locator(".mark, .tools").evaluate_all(
            "them => them.map((e) => e.getBoundingClientRect()).map((b) => b.top + b.height / 2)"
        )
        assert abs(heads[0] - heads[1]) < 8, path  # the reading settings stay beside the name


def test_figures_are_never_cut(served: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(served + "brands/long/")
    for place in (".figure", "td:nth-child(2)", "td:nth-child(5)"):
        assert len(set(page.locator(place).first.evaluate(TOPS))) == 1, place
    assert page.locator(".table").evaluate("box => box.scrollWidth > box.clientWidth")


def test_a_table_is_a_stop_for_tab_while_it_scrolls(served: str, page: Page) -> None:
    page.goto(served + "brands/long/")
    table = page.locator(".table")
    for width, stop in ((1440, "-1"), (320, "0"), (1440, "-1")):
        page.set_viewport_size({"width": width, "height": 900})
        expect(table).to_have_attribute("tabindex", stop)


def test_columns_stand_as_their_author_typed_them(served: str, page: Page) -> None:
    page.goto(served + "brands/long/")
    for column, side in ((1, "start"), (2, "center"), (3, "end")):
        for cell in page.locator(f":is(th, td):nth-child({column})").all():
            assert cell.evaluate("cell => getComputedStyle(cell).textAlign") == side


def test_lines_are_not_torn_apart(served: str, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(served + "brands/long/")
    assert page.locator(".quote p").evaluate("p => getComputedStyle(p).textAlign") == "start"
    page.set_viewport_size({"width": 390, "height": 900})
    line = page.locator(".prose > p").evaluate("p => parseFloat(getComputedStyle(p).lineHeight)")
    address = page.locator(".prose .long").bounding_box()
    words = page.locator(".prose > p").bounding_box()
    assert address and words and address["y"] - words["y"] < line  # it begins on the first line


def test_no_line_of_a_name_begins_with_its_dot(served: str, page: Page) -> None:
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for path, place in (("members/xin/", "h1"), ("ceremonies/2023/", "h2")):
            page.goto(served + path)
            dots = page.locator(f"{place} .tied")
            assert dots.count() == NAME.count("·")
            for dot in dots.all():
                assert len(set(dot.evaluate(TOPS))) == 1, (path, width)


@pytest.mark.parametrize("size", [(1024, 768), (1280, 1024), (1440, 900), (1920, 1080)])
def test_a_hall_sees_a_citation_whole(size: tuple[int, int], served: str, page: Page) -> None:
    """168 characters and a long name are no higher than the screen of any projector."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(served + "ceremonies/2023/present/")
    heights = page.locator(".screen").evaluate_all("them => them.map((e) => e.offsetHeight)")
    assert heights == [size[1]] * 2


def test_a_long_citation_runs_into_nothing_on_an_upright_screen(served: str, page: Page) -> None:
    page.set_viewport_size({"width": 1080, "height": 1920})
    page.goto(served + "window/?kiosk=0")
    spans = page.locator(".slide--citation :is(.label, h2, .note, blockquote)").evaluate_all(
        "them => them.map((e) => e.getBoundingClientRect()).map((b) => [b.top, b.bottom])"
    )
    assert len(spans) == 4 and spans == sorted(spans)
    assert all(above[1] <= below[0] for above, below in pairwise(spans))
