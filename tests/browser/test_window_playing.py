"""The culture window plays: what a hand does, what time does, what a new build does."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.window_root import ADDRESS, NOON, ids, shown

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(window_site: Path) -> Path:
    return window_site


@pytest.fixture(scope="module")
def alone(window_alone: Path) -> Path:
    return window_alone


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(
        viewport={"width": 1920, "height": 1080}, reduced_motion="reduce", has_touch=True
    )
    page.clock.install(time=NOON)
    yield page
    page.close()


def test_the_round_goes_on_and_hands_may_stop_it(alone: Path, page: Page) -> None:
    page.goto(alone.as_uri())
    order = ids(page)
    page.goto(alone.as_uri())
    assert shown(page) == order[0] == "cover"
    page.clock.run_for(40_000)
    assert shown(page) in order[1:3]
    before = shown(page)
    page.get_by_role("button", name="暂停").click()
    page.clock.run_for(100_000)
    assert shown(page) == before
    page.keyboard.press("ArrowRight")
    after = shown(page)
    assert after == order[(order.index(before) + 1) % len(order)]
    page.keyboard.press("PageUp")
    assert shown(page) == before
    expect(page.get_by_role("button", name="继续")).to_be_visible()
    page.clock.run_for(185_000)
    expect(page.get_by_role("button", name="暂停")).to_be_visible()
    page.clock.run_for(60_000)
    assert shown(page) != before


def test_a_pause_at_a_desk_lasts(alone: Path, page: Page) -> None:
    page.goto(alone.as_uri() + "?kiosk=0")
    way = page.get_by_role("link", name="点开看网站")
    expect(way).to_have_attribute("href", ADDRESS)
    page.keyboard.press("Space")
    page.clock.run_for(600_000)
    assert shown(page) == "cover"
    expect(page.get_by_role("button", name="继续")).to_be_visible()


def test_a_mouse_that_trembles_does_not_hold_the_round(alone: Path, page: Page) -> None:
    page.goto(alone.as_uri())
    page.mouse.move(600, 500)
    page.clock.run_for(61_000)
    moved = {}
    for far in (2, 200):
        before = shown(page)
        for n in range(8):
            page.mouse.move(600 + n % 2 * far, 500)
            page.clock.run_for(5_000)
        moved[far] = shown(page) != before
    assert moved == {2: True, 200: False}


def test_fingers_swipe_and_choose_from_the_contents(alone: Path, page: Page) -> None:
    page.goto(alone.as_uri())
    for start, end, wanted in ((1500, 900, 1), (900, 1500, -1)):
        before = shown(page)
        page.mouse.move(start, 500)
        page.mouse.down()
        page.mouse.move(end, 500)
        page.mouse.up()
        assert shown(page) != before, wanted
    page.locator("#contents-open").tap()
    here = page.evaluate("document.activeElement.dataset.go")
    assert here == page.locator(".on").get_attribute("id")  # the list opens where the round is
    chosen = page.locator("#contents button[data-go]:visible").nth(4)
    box = chosen.bounding_box()
    assert box and box["height"] >= 60
    wanted_id = chosen.get_attribute("data-go")
    chosen.tap()
    assert page.locator(".on").get_attribute("id") == wanted_id
    page.clock.run_for(55_000)
    assert page.locator(".on").get_attribute("id") == wanted_id  # somebody is reading
    page.clock.run_for(20_000)
    assert page.locator(".on").get_attribute("id") != wanted_id
    page.locator("#contents-open").tap()
    expect(page.locator("#contents")).to_be_visible()
    page.clock.run_for(65_000)
    expect(page.locator("#contents")).to_be_hidden()  # nobody is


def test_it_shifts_a_little_and_sleeps_at_night(alone: Path, page: Page) -> None:
    page.goto(alone.as_uri())
    places = []
    for _ in range(9):
        box = page.locator("#stage").bounding_box()
        assert box
        places.append((box["x"], box["y"]))
        page.clock.run_for(60_000)
    assert len(set(places)) > 4
    assert all(max(axis) - min(axis) <= 8 for axis in zip(*places, strict=True))
    expect(page.locator("#night")).to_be_hidden()
    page.locator("#contents-open").click()
    page.clock.set_system_time("2026-06-01T23:10:00")
    page.clock.run_for(6_000)
    expect(page.locator("#night")).to_be_visible()
    dark = Image.open(io.BytesIO(page.screenshot())).convert("L")
    assert sum(dark.histogram()[40:]) < 0.01 * dark.width * dark.height
    asleep = shown(page)
    page.clock.run_for(120_000)
    assert shown(page) == asleep
    page.mouse.move(200, 200)
    expect(page.locator("#night")).to_be_hidden()
    page.clock.run_for(130_000)
    expect(page.locator("#night")).to_be_visible()
    page.clock.set_system_time("2026-06-02T06:31:00")
    page.clock.run_for(6_000)
    expect(page.locator("#night")).to_be_hidden()


@pytest.mark.parametrize(
    ("clock", "notices", "told"),
    [
        (NOON, ["notice/0", "notice/1"], "12:00"),
        ("2026-06-02T23:59:00", ["notice/0", "notice/1"], "23:59"),
        ("2026-06-03T00:01:00", ["notice/0"], "00:01"),
        ("2026-06-05T00:01:00", ["notice/0", "notice/2"], "00:01"),
        ("2001-01-01T00:00:00", ["notice/0", "notice/1"], ""),  # a dead battery
        ("2099-01-01T12:00:00", ["notice/0", "notice/2"], "12:00"),
    ],
)
def test_each_slide_keeps_its_days_whatever_the_clock_says(
    clock: str, notices: list[str], told: str, alone: Path, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
    page.clock.install(time=clock)
    page.goto(alone.as_uri() + "?kiosk=0")
    assert [id for id in sorted(ids(page)) if id.startswith("notice")] == notices
    assert page.locator("#clock b").inner_text() == told
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    kept = page.locator("[data-id^=notice]:visible").evaluate_all(
        "all => all.map(e => e.dataset.id)"
    )
    assert sorted(kept) == notices  # on a phone as well
    page.close()


def test_a_slide_leaves_at_midnight_while_it_is_shown(alone: Path, page: Page) -> None:
    page.clock.set_system_time("2026-06-02T23:59:50")
    page.goto(alone.as_uri() + "?kiosk=0")
    page.keyboard.press("Space")
    while shown(page) != "notice/1":
        page.keyboard.press("ArrowRight")
    page.clock.run_for(20_000)
    assert shown(page) != "notice/1"
    assert "notice/1" not in ids(page)


def test_a_day_leaves_nothing_behind(built: Path, page: Page) -> None:
    """Three hours of slides, an evening and a morning: a whole day fires 86,400 timers, 50 s."""
    page.goto((built / "window" / "lobby" / "index.html").as_uri())
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def measured() -> dict[str, float]:
        expect(page.locator("script")).to_have_count(1)  # all news that was asked for has come
        session.send("HeapProfiler.collectGarbage")
        metrics = session.send("Performance.getMetrics")["metrics"]
        return {metric["name"]: metric["value"] for metric in metrics}

    page.clock.run_for(600_000)
    slides = {shown(page)}
    before = measured()
    for _ in range(18):
        page.clock.run_for(600_000)
        slides.add(shown(page))
    for almost in ("2026-06-01T21:55:00", "2026-06-02T06:25:00"):
        page.clock.set_system_time(almost)
        page.clock.run_for(600_000)
    after = measured()
    assert len(slides) > 1
    assert after["Nodes"] <= before["Nodes"] + 100  # a node a slide would be 1,080
    assert after["JSEventListeners"] <= before["JSEventListeners"] + 10
    assert after["JSHeapUsedSize"] <= before["JSHeapUsedSize"] + 250_000


def renewed(site: Path, without: str) -> None:
    """The window of a later build: one slide less, another build's name."""
    for name in ("index.html", "build.js"):
        file = site / "window" / name
        text = file.read_text(encoding="utf-8")
        build_id = text.split('data-build="')[-1].split('"build": "')[-1][:12]
        text = text.replace(build_id, "0123456789ab").replace(f'"{without}"', '"gone"')
        file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("way", ["http", "file"])
def test_a_new_build_comes_in_and_what_was_withdrawn_is_gone(
    way: str, built: Path, served: str, tmp_path: Path, page: Page
) -> None:
    site = Path(shutil.copytree(built, tmp_path / "site")) if way == "file" else built
    kept = {name: (site / "window" / name).read_bytes() for name in ("index.html", "build.js")}
    try:
        page.goto((site / "window/index.html").as_uri() if way == "file" else served + "window/")
        while shown(page) != "volunteer/wide":
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
        renewed(site, "volunteer/wide")
        for _ in range(3):
            page.clock.run_for(31_000)
            page.wait_for_timeout(200)
        assert shown(page) != "volunteer/wide"  # at once, though paused
        page.keyboard.press("Space")
        for _ in range(3):
            page.clock.run_for(30_000)
            page.wait_for_timeout(200)
        expect(page.locator("html")).to_have_attribute("data-build", "0123456789ab")
        assert "volunteer/wide" not in ids(page)
    finally:
        for name, content in kept.items():
            (site / "window" / name).write_bytes(content)


def test_a_half_copied_build_does_not_make_it_load_again_and_again(
    built: Path, tmp_path: Path, page: Page
) -> None:
    site = Path(shutil.copytree(built, tmp_path / "site"))
    renewed(site, "nothing")
    shutil.copyfile(built / "window/index.html", site / "window/index.html")
    loads: list[str] = []
    page.on("load", lambda _: loads.append("load"))
    page.goto((site / "window/index.html").as_uri())
    for _ in range(12):
        page.clock.run_for(31_000)
        page.wait_for_timeout(100)
    assert len(loads) == 2
    page.clock.set_system_time("2026-06-01T13:30:00")  # the rest may have come by now
    for _ in range(4):
        page.clock.run_for(31_000)
        page.wait_for_timeout(100)
    assert len(loads) == 3


def test_a_page_cut_short_is_asked_for_until_it_is_whole(
    built: Path, served: str, page: Page
) -> None:
    """Where it was loaded while it was copied: nobody presses a key in a lobby."""
    text = (built / "window/index.html").read_text(encoding="utf-8")
    parts = iter(
        (text[:2_000], text[: text.index("<footer")], text[: text.index('<div id="night')])
    )
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def answered(route: Route) -> None:
        cut = next(parts, None)
        route.continue_() if cut is None else route.fulfill(body=cut, content_type="text/html")

    page.route("**/window/", answered)
    page.goto(served + "window/")
    for _ in range(12):
        page.clock.run_for(31_000)
        page.wait_for_timeout(200)
        if page.locator(".on").count():
            break
    assert len(ids(page)) > 20
    assert errors == [] and [*parts] == []


def test_pictures_that_did_not_come_come_in_a_later_round(served: str, page: Page) -> None:
    page.route("**/media/**", lambda route: route.abort())
    page.goto(served + "window/")

    def pictured() -> bool:
        while shown(page) != "volunteer/tall":
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(50)
        page.wait_for_timeout(200)
        return bool(page.evaluate("document.querySelector('.on img')?.naturalWidth"))

    assert not pictured()
    page.keyboard.press("ArrowRight")
    assert not pictured()
    page.unroute("**/media/**")
    page.keyboard.press("ArrowRight")
    assert pictured()
    expect(page.locator(".on picture")).to_have_count(1)


def test_news_cut_short_are_no_news(built: Path, served: str, page: Page) -> None:
    """Half a script leaves what the last one told: a second look would believe it."""
    told = 'window.showcaseWindow={"build": "0123456789ab", "slides": []};'
    bodies = iter((told, told[:40], told[:40]))
    page.route("**/build.js*", lambda route: route.fulfill(body=next(bodies, told[:40])))
    page.goto(served + "window/")
    for _ in range(3):
        page.clock.run_for(31_000)
        page.wait_for_timeout(100)
    assert len(ids(page)) > 20


def test_a_server_that_gives_no_answer_does_not_stop_the_round(
    built: Path, served: str, page: Page
) -> None:
    kept = {name: (built / "window" / name).read_bytes() for name in ("index.html", "build.js")}
    page.goto(served + "window/")
    page.keyboard.press("Space")
    try:
        renewed(built, "nothing")
        for _ in range(2):
            page.clock.run_for(31_000)
            page.wait_for_timeout(200)
    finally:
        for name, content in kept.items():
            (built / "window" / name).write_bytes(content)
    asked: list[str] = []
    page.route("**/build.js*", lambda route: asked.append(route.request.url))
    page.keyboard.press("Space")
    before = shown(page)
    page.clock.run_for(25_000)
    assert shown(page) != before
    page.clock.run_for(60_000)
    assert len(asked) <= 5  # one at the change of slides, one every half a minute
