"""What opens over a page: the menu by keyboard, by touch, without scripts; pictures in place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.accessibility import violations
from tests.browser.test_pages import LOOKS, SMALL, dress
from tests.golden import build_good

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_good(tmp_path_factory.mktemp("menu"))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def tab_to(page: Page, words: str) -> None:
    for _ in range(20):
        page.keyboard.press("Tab")
        if focused(page) == words:
            return
    raise AssertionError(f"no {words} within twenty steps")


@pytest.mark.parametrize("width", [1440, 390])
def test_more_opens_and_closes_by_keyboard(width: int, served: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(served + "brands/")
    panel = page.locator("#more > ul")
    tab_to(page, "更多")
    expect(panel).not_to_be_visible()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    assert focused(page) == panel.locator("a").first.inner_text()
    page.keyboard.press("Escape")
    expect(panel).not_to_be_visible()
    assert focused(page) == "更多"
    page.keyboard.press("Space")
    tab_to(page, "搜索")
    expect(panel).not_to_be_visible()


def test_more_closes_with_a_click_elsewhere(served: str, page: Page) -> None:
    page.goto(served)
    page.click("#more > summary")
    expect(page.locator("#more > ul")).to_be_visible()
    page.click("h1")
    expect(page.locator("#more > ul")).not_to_be_visible()


def test_a_page_behind_more_is_marked_where_one_can_see_it(served: str, page: Page) -> None:
    page.goto(served + "family/")
    assert page.locator("#more > summary").get_attribute("class") == "menu__here"
    page.click("#more > summary")
    here = page.locator(".menu [aria-current]")
    assert here.inner_text() == "品牌谱系" and here.get_attribute("aria-current") == "page"
    page.goto(served + "brands/")
    assert page.locator("#more > summary").get_attribute("class") is None


@pytest.mark.parametrize("path", ["404.html", "about/privacy/", "volunteer/deng/"])
def test_every_section_is_reached_without_scripts(path: str, served: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + path)
    page.click("#more > summary")
    entries = page.locator(".menu a")
    assert entries.count() == page.locator(".menu a:visible").count() == 16
    named = [entry.inner_text() for entry in entries.all()]
    assert sorted(named) == sorted(page.locator(".foot__all a").all_inner_texts())
    page.click(".menu >> text=媒体报道")
    assert page.locator("h1").inner_text() == "媒体报道"
    context.close()


@pytest.mark.parametrize("width", [1440, 390, 320])
def test_the_open_menu_is_sound(width: int, served: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(served + "honours/")
    page.click("#more > summary")
    for look in LOOKS:
        dress(page, look)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), look
        assert page.evaluate(SMALL) == [], look
        boxes = [link.bounding_box() for link in page.locator("#more a").all()]
        assert boxes
        for box in boxes:
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, look
        assert violations(page) == [], look


def test_the_timeline_is_filtered_by_level_unit_year_and_kind(served: str, page: Page) -> None:
    page.goto(served + "honours/timeline/?level=provincial")
    expect(page.locator("#found")).to_have_text(re.compile(r"^\d+ 项中找到 1 项$"))
    names = [field.get_attribute("name") for field in page.locator("#filter select").all()]
    assert names == ["level", "unit", "year", "kind"]
    page.click("#filter button[type=reset]")
    expect(page.locator("#found")).to_be_empty()
    assert page.locator("#items > li:visible").count() == page.locator("#items > li").count()


def test_pictures_open_in_place(served: str, page: Page) -> None:
    page.goto(served + "volunteer/deng/")
    link = page.locator("a[data-zoom]").first
    link.click()
    assert page.locator("#zoom").is_visible()
    assert page.locator("#zoom-count").inner_text() == ""
    assert page.locator("#zoom button").all_inner_texts() == [
        "关闭"
    ]  # there is no other to turn to
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    assert not page.locator("#zoom").is_visible()
    assert page.evaluate("document.activeElement.hasAttribute('data-zoom')")


def test_pictures_turn_where_there_are_more(served: str, page: Page) -> None:
    def doubled(route: Route) -> None:
        answer = route.fetch()
        html = answer.text()
        [figure] = re.findall(r'<figure class="shot.*?</figure>', html, re.DOTALL)
        route.fulfill(response=answer, body=html.replace(figure, figure * 2))

    page.route("**/volunteer/deng/", doubled)
    page.goto(served + "volunteer/deng/")
    page.locator("a[data-zoom]").first.click()
    for key, told in (("", "第 1 张"), ("ArrowRight", "第 2 张"), ("ArrowRight", "第 1 张")):
        if key:
            page.keyboard.press(key)
        assert page.locator("#zoom-count").inner_text() == f"{told}，共 2 张"
