"""Filters of a list of twelve pages: what is found, offered, loaded, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generator.model.output import Page as Rendered
from generator.model.output import Text
from generator.render.lists import list_pages
from generator.render.rolls import PAGE_MOST
from generator.render.sketches import rendered
from tests.made import THEME, frame, shown, story

PAGES = 12
COUNT = PAGES * PAGE_MOST - 1
SCRIPT = "assets/js/list.js"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lists alone, as a visitor's browser has them without the shell."""
    site = tmp_path_factory.mktemp("lists")
    told = [
        story(
            "team",
            f"s{n:04}",
            unit="第一党支部" if n < 3 else "研究院",
            date="2017年" if n < 5 else "2018年",
            tags=["稀"] if n % PAGE_MOST == 7 else ["常"],
        )
        for n in range(COUNT)
    ]
    for output in rendered(list_pages, shown(*told, offline=True), frame()):
        path, text = "", ""
        if isinstance(output, Rendered):
            path, text = f"{output.path}index.html", f"<!doctype html>{output.body}"
        elif isinstance(output, Text):
            path, text = output.path, output.text
        if path.startswith("teams/"):
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text, "utf-8")
    (site / SCRIPT).parent.mkdir(parents=True)
    (site / SCRIPT).write_bytes((THEME / SCRIPT).read_bytes())
    return site


def address(built: Path, query: str = "") -> str:
    return (built / "teams/index.html").as_uri() + query


def titles(page: Page) -> list[str]:
    return page.locator("#items > li h2").all_inner_texts()


def test_what_is_found_comes_in_a_few_scripts_at_a_time(built: Path, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/page/")[2]))
    page.goto(address(built, "?tag=稀"))
    expect(page.locator("#found")).to_have_text(f"{COUNT} 篇中找到 {PAGES} 篇")
    further = page.get_by_role("button", name="再看一些（还有 3 篇）")
    expect(further).to_be_visible()
    assert [name for name in asked if name.endswith(".js") and "/" not in name] == [
        "index.js",
        *(f"{number}.js" for number in range(2, 10)),
    ]
    assert titles(page) == [f"标题s{120 * n + 7:04}" for n in range(9)]
    further.click()
    expect(further).to_be_hidden()
    assert titles(page) == [f"标题s{120 * n + 7:04}" for n in range(PAGES)]
    assert page.evaluate("document.activeElement.getAttribute('href')").endswith("s1087/index.html")


def test_of_many_a_page_is_shown_and_loaded_at_once(built: Path, page: Page) -> None:
    page.goto(address(built, "?year=2018"))
    count = PAGES * PAGE_MOST - 1 - 5
    left = count - PAGE_MOST
    expect(page.get_by_role("button", name=f"再看一些（还有 {left} 篇）")).to_be_visible()
    assert titles(page) == [f"标题s{n:04}" for n in range(5, 5 + PAGE_MOST)]


def test_only_what_finds_something_is_offered(built: Path, page: Page) -> None:
    page.goto(address(built))
    page.select_option("select[name=year]", "2017")
    expect(page.locator("#found")).to_have_text(f"{COUNT} 篇中找到 5 篇")
    units = page.locator("select[name=unit] option")
    assert units.all_inner_texts() == ["全部", "研究院（5）", "· 第一党支部（3）"]
    rare = page.locator("select[name=tag] option[value=稀]")
    assert rare.inner_text() == "稀（0）" and rare.is_disabled()
    years = page.locator("select[name=year] option")
    assert years.all_inner_texts() == ["全部", "2018年（1434）", "2017年"]
    page.select_option("select[name=year]", "")
    expect(rare).to_have_text(f"稀（{PAGES}）")
    assert rare.is_enabled() and len(titles(page)) == PAGE_MOST


@pytest.mark.parametrize("query", ["?year=2017&tag=稀", "?year=1900", "?unit=撤销的单位"])
def test_nothing_found_says_so_and_leads_back(query: str, built: Path, page: Page) -> None:
    page.goto(address(built, query))
    expect(page.locator("#found")).to_have_text(f"{COUNT} 篇中找到 0 篇")
    assert page.get_by_text("没有同时符合这些条件的内容").is_visible()
    assert titles(page) == [] and not page.locator(".pager").is_visible()
    page.get_by_role("button", name="清除条件，看全部").click()
    expect(page.locator("#found")).to_be_empty()
    assert len(titles(page)) == PAGE_MOST and page.locator(".pager").is_visible()
    assert "?" not in page.url
    assert not page.get_by_role("button", name="清除").first.is_visible()


def test_a_later_page_leads_to_the_filters(built: Path, page: Page) -> None:
    page.goto((built / "teams/page/3/index.html").as_uri())
    page.get_by_role("link", name="在全部内容里筛选").click()
    assert page.url == address(built, "#filter")
    assert page.locator("#filter").is_visible()


def test_scripts_that_do_not_come_are_told(built: Path, page: Page) -> None:
    page.route("**/page/3.js", lambda route: route.abort())
    page.goto(address(built, "?tag=稀"))
    expect(page.locator("#found")).to_have_text("其余内容没有加载成功，请刷新页面再试")
