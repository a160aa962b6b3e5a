"""Built pages in a browser: what they load, how they read, what they do without scripts."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.flow import Options, build
from generator.progress import Progress
from tests.accessibility import violations
from tests.golden import build_good
from tests.roots import make_root, story

BOARDS = (
    "stars/",
    "stars/2026/",
    "stars/2026-w22/",
    "ceremonies/",
    "ceremonies/2025/",
    "ceremonies/2025/present/",
    "maxims/",
    "works/",
    "works/ketang/",
    "works/film/",
    "pledges/",
    "pledges/2026/",
    "yearbook/",
    "yearbook/2025/",
)
PAGES = (
    "",
    "brands/",
    "brands/1252/",
    "members/",
    "members/zhang/",
    "teams/",
    "volunteer/",
    "volunteer/deng/",
    "units/",
    "units/yuan/",
    "honours/",
    "honours/timeline/",
    "media/",
    "family/",
    *BOARDS,
    "search/",
    "sitemap/",
    "about/privacy/",
    "404.html",
)
LOOKS = {
    "light": {},
    "dark": {"theme": "dark"},
    "calm": {"palette": "calm"},
    "calm dark": {"palette": "calm", "theme": "dark"},
    "large": {"size": "large"},
}
# Axe is most of these tests’ time: it sees BOARDS in each colouring once, at one width.
ONCE = {"light": 390, "calm dark": 390, "dark": 1440, "calm": 1440}
FILM = """\
类型: 微视频
标题: 一段短片
单位: yuan
文件: 五微.webm
封面: 五微.jpg
字幕: 五微.vtt
"""
WORKS = Path(__file__).parent.parent.parent / "stories/works"
CUES = 6  # of the sample's captions
MANY = 125  # one more page of a list
BUDGET = {"all": 40_000, "script": 6_000, "requests": 20}
# Links inside a sentence may be as high as its line (WCAG 2.5.8); all others are targets.
SMALL = """() => [...document.querySelectorAll('a, button, select, input')].filter((e) => {
  const box = e.getBoundingClientRect();
  if (!box.width || e.closest('.prose, .skip') || e.matches('.skip')) return false;
  return box.width < 43.5 || box.height < 43.5;
}).map((e) => e.outerHTML.slice(0, 90))"""
UNSEEN = """() => [...document.querySelectorAll('main :is(h1, h2, h3, p, li, blockquote)')]
  .filter((e) => !e.checkVisibility() && !e.closest('dialog, details, .filter, .search__form'))
  .map((e) => e.outerHTML.slice(0, 90))"""
FRONT = """() => [...document.querySelectorAll('.screen')]
  .filter((e) => Math.abs(e.getBoundingClientRect().top) < 2).map((e) => e.id)"""
PLAYED = """(film) => new Promise((done, failed) => {
  film.muted = true;
  film.addEventListener('timeupdate', () => film.currentTime > 0.2 && done());
  film.play().catch(failed);
})"""
LOADED = 2  # readyState of a track

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good site, and a work with the sample's film."""
    root = tmp_path_factory.mktemp("pages")
    works = root / "stories/works"
    works.mkdir(parents=True)
    (works / "film.yml").write_text(FILM, encoding="utf-8")
    for suffix in (".webm", ".jpg", ".vtt"):
        shutil.copy(WORKS / f"五微{suffix}", works)
    return build_good(root)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An offline site with a list of two pages, the last story with a tag of its own."""
    root = tmp_path_factory.mktemp("many")
    texts = {
        f"volunteer/s{n:03}.yml": story(
            f"第{n}件", more=f"tags: [{'独有' if n == MANY else '共有'}]\n"
        )
        for n in range(1, MANY + 1)
    }
    make_root(root, texts)
    options = Options(root, date(2026, 6, 1), offline=True)
    site = build(options, Progress(sys.stderr, "zh", quiet=True)).site
    assert site is not None
    return site


def dress(page: Page, look: str) -> None:
    """Gives the page this look, whatever it wore."""
    page.evaluate(
        """(settings) => {
          const { dataset } = document.documentElement;
          ['theme', 'palette', 'size'].forEach((name) => delete dataset[name]);
          Object.assign(dataset, settings);
        }""",
        LOOKS[look],
    )


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(width: int, served: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    found = []
    for path in PAGES:
        page.goto(served + path)
        for look in LOOKS:
            if path in BOARDS and ONCE.get(look) != width:
                continue
            dress(page, look)
            for violation in violations(page):
                found.append((path, look, violation["id"], violation["nodes"][0]["target"]))
    assert found == []


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_is_cut_off_and_targets_are_large(width: int, served: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        page.goto(served + path)
        for look in ("light", "large"):
            dress(page, look)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            assert page.evaluate(SMALL) == [], (path, look)


def test_a_numeral_stands_on_one_line_in_large_type(served: str, page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    for path in ("", "brands/"):
        page.goto(served + path)
        dress(page, "large")
        lines = page.locator(".code--numeral span").evaluate_all(
            "them => them.map((e) => e.getBoundingClientRect().height"
            " / parseFloat(getComputedStyle(e).lineHeight))"
        )
        assert lines and max(lines) < 1.5, path
        head = page.locator(".top").bounding_box()
        assert head and head["height"] < 160, path  # the site's name is no column of letters


def test_a_row_in_large_type_keeps_room_for_its_words(served: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(served + "volunteer/")
    dress(page, "large")
    words = page.locator(".row--pictured .row__text").first.bounding_box()
    assert words and words["width"] > 9 * 20


def test_links_and_slips_stand_without_holes(served: str, page: Page) -> None:
    """The footer's links are evenly apart up to the column's edge; slips fill every row."""
    page.goto(served)
    gaps = page.evaluate(
        """() => {
          const edge = document.querySelector('.foot__all').getBoundingClientRect().right;
          const words = [...document.querySelectorAll('.foot__in nav a')].map((link) => {
            const range = document.createRange();
            range.selectNodeContents(link);
            return range.getBoundingClientRect();
          });
          return [...words.slice(1).map((box, n) => box.left - words[n].right),
            24 + edge - words[words.length - 1].right];
        }"""
    )
    assert len(gaps) == 5 and all(abs(gap - 24) <= 1 for gap in gaps), gaps
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(served + "maxims/")
    short = page.evaluate(
        """() => {
          const wall = document.querySelector('.wall'), slip = wall.children[0];
          const slips = [2, 3, 2, 2].map((columns) => {
            const copy = slip.cloneNode(true);
            copy.querySelector('p').innerHTML = '<span>四字一列</span>'.repeat(columns);
            return copy;
          });
          wall.replaceChildren(...slips);
          const ends = slips.map((one) => one.getBoundingClientRect());
          const last = (n) => n === 3 || ends[n + 1].top > ends[n].top + 1;
          const edge = wall.getBoundingClientRect().right;
          return ends.filter((one, n) => last(n) && Math.abs(edge - one.right) > 1).length;
        }"""
    )
    assert short == 0


def test_pages_load_little_and_only_from_here(served: str, page: Page) -> None:
    complaints: list[str] = []
    asked: dict[str, bytes] = {}
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda answer: asked.update({answer.url: answer.body()}))
    for path in PAGES:
        asked.clear()
        page.goto(served + path, wait_until="networkidle")
        assert [url for url in asked if not url.startswith(served)] == [], path
        weight = {
            url: len(gzip.compress(body)) for url, body in asked.items() if "/media/" not in url
        }
        assert len(asked) <= BUDGET["requests"], path
        assert sum(weight.values()) <= BUDGET["all"], path
        scripts = sum(size for url, size in weight.items() if ".js" in url)
        assert scripts <= BUDGET["script"], path
    assert complaints == []


def test_pages_are_whole_without_scripts(served: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in PAGES:
        page.goto(served + path)
        assert page.locator("h1:visible").count() == 1, path
        assert page.evaluate(UNSEEN) == [], path
    page.goto(served + "volunteer/")
    assert page.locator("#items > li").count() == page.locator("#items > li:visible").count() > 0
    assert not page.locator("#filter").is_visible() and not page.locator(".tools").is_visible()
    page.goto(served + "volunteer/deng/")
    assert page.locator("h1").inner_text()
    full = page.locator("a[data-zoom]").first.get_attribute("href")
    page.locator("a[data-zoom]").first.click()
    assert full and page.url.endswith(full.replace("../", ""))
    context.close()


def test_reading_settings_last_and_come_before_the_first_paint(served: str, page: Page) -> None:
    page.goto(served)
    page.click("#dark")
    page.click("#size")
    assert page.locator("#dark").get_attribute("aria-pressed") == "true"
    page.add_init_script(
        "document.addEventListener('readystatechange', () => { window.early = window.early ||"
        " document.documentElement.dataset.theme + document.documentElement.dataset.size; })"
    )
    page.goto(served + "brands/1252/")
    assert page.evaluate("window.early") == "darklarge"
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(22, 18, 16)"
    page.click("#dark")
    page.click("#size")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert page.evaluate("document.documentElement.dataset.size") is None


def test_paper_has_no_buttons(served: str, page: Page) -> None:
    page.emulate_media(media="print")
    for path in ("pledges/2026/", "yearbook/2025/", "ceremonies/2025/"):
        page.goto(served + path)
        assert page.locator(".btn").count() > 0, path
        assert page.locator(".btn:visible").count() == 0, path


def test_the_presenter_turns_by_key_and_never_by_itself(served: str, browser: Browser) -> None:
    page = browser.new_page()
    page.clock.install()
    page.goto(served + "ceremonies/2025/present/")
    page.clock.fast_forward("02:00:00")
    assert page.evaluate(FRONT) == ["s0"]
    assert page.evaluate("document.getAnimations().length") == 0
    turns = {"ArrowRight": ["s1", "s2", "s2"], "ArrowLeft": ["s1"], "End": ["s2"], "Home": ["s0"]}
    for key, screens in turns.items():
        for screen in screens:
            page.keyboard.press(key)
            assert page.evaluate(FRONT) == [screen], key
            assert page.evaluate("document.activeElement.id") == screen
            assert page.url.endswith(f"#{screen}")
    page.close()


def test_the_presenter_turns_by_links_without_scripts(served: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served + "ceremonies/2025/present/")
    for at, way, screen in (("s0", "next", "s1"), ("s1", "next", "s2"), ("s2", "prev", "s1")):
        page.click(f"#{at} a[rel={way}]")
        assert page.evaluate(FRONT) == [screen]
    page.click("#s1 nav a:first-child")
    assert page.url.startswith(served + "ceremonies/2025/") and "present" not in page.url
    context.close()


def test_a_film_plays_with_its_captions_and_only_from_here(served: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served + "works/film/")
    film = page.locator("video[controls][poster][playsinline]:not([autoplay])")
    assert film.evaluate("film => film.paused")
    film.evaluate(PLAYED)
    track = film.locator("track[kind=captions][srclang=zh][default]")
    expect(track).to_have_js_property("readyState", LOADED)
    assert track.evaluate("each => [each.track.mode, each.track.cues.length]") == ["showing", CUES]
    poster = page.request.get(film.evaluate("film => film.poster"))
    assert poster.ok and poster.headers["content-type"] == "image/jpeg"
    assert any(url.endswith(".webm") for url in asked)
    assert [url for url in asked if not url.startswith(served)] == []


def test_the_first_tab_leads_past_the_menu(served: str, page: Page) -> None:
    page.goto(served + "brands/1252/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    box = page.locator(".skip").bounding_box()
    assert box and box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_filters_narrow_a_list_and_stand_in_the_address(served: str, page: Page) -> None:
    page.goto(served + "brands/1252/")
    tag = page.locator(".tags a").first
    words = tag.inner_text()
    tag.click()
    expect(page.locator("#found")).not_to_be_empty()
    assert page.locator("select[name=tag]").input_value() == words
    left = page.locator("#items > li:visible").count()
    whole = page.locator(".lead__count b").inner_text()
    assert page.locator("#found").inner_text() == f"{whole} 篇中找到 {left} 篇" and left
    offered = page.locator("select[name=unit] option:enabled").nth(1)
    page.select_option("select[name=unit]", offered.get_attribute("value"))
    assert re.search(r"\?unit=[a-z-]+&tag=", page.url)
    page.click("#filter button[type=reset]")
    page.wait_for_url(lambda url: "?" not in url)
    expect(page.locator("#filter button[type=reset]")).to_be_hidden()
    assert page.evaluate("document.activeElement.name") == "unit"
    assert page.locator("#items > li:visible").count() == page.locator("#items > li").count()


def test_filters_reach_later_pages_from_a_folder(many: Path, page: Page) -> None:
    page.goto((many / "volunteer" / "index.html").as_uri() + "?tag=独有")
    expect(page.locator("#found")).not_to_be_empty()
    assert page.locator("#found").inner_text() == f"{MANY} 篇中找到 1 篇"
    page.locator("#items > li:visible a").click()
    assert page.locator("h1").inner_text() == f"第{MANY}件"
    page.go_back()
    expect(page.locator("#found")).not_to_be_empty()
    page.click("#filter button[type=reset]")
    expect(page.locator("#found")).to_be_empty()
    assert page.locator("#items > li:visible").count() == MANY - 5
    assert page.locator(".pager").is_visible()


def test_the_nu_checker_finds_nothing(built: Path, nu: list[str]) -> None:
    """Errors only: to a checker that reads files, `'self'` in the policy means nothing."""
    files = [str(built / path / "index.html") for path in PAGES if path != "404.html"]
    run = subprocess.run(
        [*nu, "--errors-only", "--format", "gnu", *files, str(built / "404.html")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
