"""The culture window in a browser: what it shows, that it fits, what it loads."""

from __future__ import annotations

import gzip
import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import violations
from tests.window_root import ADDRESS, NOON, ids, shown, window_file

ROOT = Path(__file__).parent.parent.parent
SIZES = {"landscape": (1920, 1080), "4k": (3840, 2160), "portrait": (1080, 1920)}
# Every line of words must lie on the screen, and no block of words on another.
MISPLACED = """() => {
  const slide = document.querySelector('.on'), found = [], blocks = [];
  const floor = document.querySelector('.bar').getBoundingClientRect().top;
  const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, around = node.parentElement, range = document.createRange();
    if (!node.data.trim() || around.closest('.vh')) continue;
    if (slide.querySelector('img') && around.closest('.plate')) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const out = box.left < -1 || box.top < -1 || box.right > innerWidth + 1;
      if (out || box.bottom > floor + 1) found.push('off: ' + node.data);
      blocks.push([node, box]);
    }
  }
  slide.querySelectorAll('.qr svg').forEach((e) => blocks.push([e, e.getBoundingClientRect()]));
  // Line boxes are higher than their signs: only a third of a line says that words touch.
  blocks.forEach(([one, p], n) => blocks.slice(n + 1).forEach(([other, q]) => {
    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (one !== other && wide > 2 && high > Math.min(p.height, q.height) / 3)
      found.push('on: ' + (one.data || 'QR') + ' / ' + (other.data || 'QR'));
  }));
  const panel = slide.querySelector('.panel'), code = slide.querySelector('.panel .qr');
  if (code) {
    const foot = panel.getBoundingClientRect().bottom - code.getBoundingClientRect().bottom;
    const margin = parseFloat(getComputedStyle(panel).paddingBottom);
    if (foot < margin - 1) found.push(`the QR code ${foot}px above the bar`);
  }
  slide.querySelectorAll('.qr small').forEach((address) => {
    const range = document.createRange();
    range.selectNodeContents(address);
    const lines = [...range.getClientRects()].map((line) => line.width);
    const fits = lines.reduce((a, b) => a + b, 0) <= parseFloat(getComputedStyle(address).maxWidth);
    if (lines.length > 1 && fits) found.push('broken: ' + address.textContent);
  });
  const photo = slide.querySelector('.shot');
  if (photo && photo.getBoundingClientRect().width < 100) found.push('no room for the photo');
  slide.querySelectorAll('.parts > li > div:only-child').forEach((part) => {
    if (part.offsetWidth < part.parentElement.offsetWidth / 2)
      found.push('no room: ' + part.textContent);
  });
  return found.map((words) => slide.dataset.id + ' ' + words);
}"""
# All of the bar stands on the screen, nothing of it on its neighbour.
CROWDED = """() => {
  const bar = document.querySelector('.bar'), range = document.createRange();
  range.selectNodeContents(bar.querySelector('.bar__id'));
  const boxes = [range, ...bar.querySelectorAll('#progress, #clock, .keys button')]
    .map((part) => [part.id || part.textContent, part.getBoundingClientRect()]);
  const found = boxes.filter(([, box]) => box.width < 40 || box.left < 0 || box.right > innerWidth
    || box.bottom > innerHeight).map(([words]) => words || 'name');
  boxes.forEach(([one, p], n) => boxes.slice(n + 1).forEach(([other, q]) => {
    const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left);
    const high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (wide > 0 && high > 0) found.push(one + ' / ' + other);
  }));
  return found;
}"""
# Every part of a slide must lie within it, that of a plate within the plate.
CUT = """() => [...document.querySelectorAll('.slide')].flatMap((slide) =>
  [...slide.querySelectorAll('*')].filter((part) => {
    const shot = part.closest('.shot');
    if (part.closest('.vh, wbr, svg, picture')) return false;
    if (shot && slide.querySelector('img')) return false;
    if (!part.getClientRects().length) return false; // its children stand for it
    const box = (shot && shot !== part ? shot : slide).getBoundingClientRect();
    const own = part.getBoundingClientRect();
    const out = own.left < box.left - 1 || own.right > box.right + 1;
    return out || own.top < box.top - 1 || own.bottom > box.bottom + 1;
  }).map((part) => `${slide.dataset.id} ${part.tagName}.${part.className}`))"""

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


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's window as one file."""
    copy = tmp_path_factory.mktemp("sample")
    shutil.copytree(ROOT / "stories", copy / "stories")
    shutil.copyfile(ROOT / "mkdocs.yml", copy / "mkdocs.yml")
    return window_file(copy)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("content", ["alone", "sample"])
def test_every_slide_fits(
    content: str, size: str, page: Page, request: pytest.FixtureRequest
) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(request.getfixturevalue(content).as_uri())
    slides = page.locator(".slide").count()
    assert slides >= 20
    assert page.evaluate(CROWDED) == []
    misplaced = []
    for _ in range(slides):
        misplaced += page.evaluate(MISPLACED)
        page.keyboard.press("ArrowRight")
    assert misplaced == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", SIZES)
def test_words_are_as_large_as_drawn_where_there_is_room(
    size: str, sample: Path, page: Page
) -> None:
    """A cover, a story without photo and figures: nothing that is not shown makes them smaller."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(sample.as_uri())
    shrunk = page.evaluate(
        """() => [...document.querySelectorAll('.slide--cover, .slide--bare.slide--story')]
          .filter((slide) => !slide.querySelector('.figures'))
          .filter((slide) => slide.style.getPropertyValue('--fit') !== '1.00')
          .map((slide) => slide.dataset.id)"""
    )
    assert shrunk == []


@pytest.mark.parametrize("size", SIZES)
def test_a_phone_reads_every_code(size: str, alone: Path, page: Page) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(alone.as_uri())
    wanted = {
        "cover": ADDRESS,
        "brand/deep": f"{ADDRESS}brands/deep/",
        "volunteer/panorama": f"{ADDRESS}volunteer/panorama/",
        "honours": f"{ADDRESS}honours/",
    }
    for _ in range(page.locator(".slide").count()):
        if address := wanted.pop(shown(page), ""):
            screen = Image.open(io.BytesIO(page.screenshot())).convert("L")
            codes = zxingcpp.read_barcodes(screen)
            assert [(code.text, code.error) for code in codes] == [(address, None)]
            symbol = screen.crop(_box(codes[0].position))
            assert symbol.getextrema()[0] < 40 and symbol.getextrema()[1] > 215
        page.keyboard.press("ArrowRight")
    assert wanted == {}


def _box(position: zxingcpp.Position) -> tuple[int, int, int, int]:
    corners = (position.top_left, position.bottom_right)
    return (corners[0].x, corners[0].y, corners[1].x, corners[1].y)


def test_what_waits_is_hidden_where_it_is(alone: Path, page: Page) -> None:
    page.goto(alone.as_uri())
    parked = page.evaluate(
        """() => [...document.querySelectorAll('.slide:not(.on), .vh')].filter((e) => {
          const style = getComputedStyle(e), box = e.getBoundingClientRect();
          const hidden = style.visibility === 'hidden' || style.clipPath !== 'none';
          return !hidden || box.right < 0 || box.left > innerWidth;
        }).length"""
    )
    assert parked == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.bar') !== null")
    assert page.locator("main a").count() == page.locator("a").count() == 0


def test_a_missing_picture_leaves_its_plate(built: Path, tmp_path: Path, page: Page) -> None:
    site = Path(shutil.copytree(built, tmp_path / "site"))
    shutil.rmtree(site / "media")
    page.goto((site / "window" / "index.html").as_uri())
    while shown(page) != "volunteer/tall":
        page.keyboard.press("ArrowRight")
    expect(page.locator(".on img")).to_have_count(0)
    expect(page.locator(".on .plate")).to_be_visible()
    assert page.evaluate(MISPLACED) == []


def test_a_wide_photo_stands_whole_on_a_screen_of_four_to_three(alone: Path, page: Page) -> None:
    """Side by side with its words it would lose two fifths of its width."""
    shares = {}
    for width, height in ((1024, 768), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(alone.as_uri())
        while page.locator(".on").get_attribute("data-id") != "volunteer/wide":
            page.keyboard.press("ArrowRight")
        box = page.locator(".on img").bounding_box()
        assert box
        shares[width] = box["width"] / box["height"]
    assert shares == {1024: pytest.approx(1.5, abs=0.01), 1920: pytest.approx(1.17, abs=0.05)}


def test_it_loads_little_and_only_from_here(
    built: Path, alone: Path, served: str, page: Page
) -> None:
    complaints: list[str] = []
    asked: dict[str, int] = {}
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda answer: asked.update({answer.url: len(answer.body())}))
    page.goto(served + "window/", wait_until="networkidle")
    page.clock.run_for(31_000)
    page.wait_for_timeout(200)
    own = {url: size for url, size in asked.items() if "/media/" not in url}
    assert all(url.startswith(served) for url in asked)
    assert sum(own.values()) <= 300_000
    assert len(asked) - len(own) <= 2  # the pictures of this slide and the next
    asked.clear()
    page.goto(alone.as_uri(), wait_until="networkidle")
    ids(page)
    assert [url for url in asked if not url.startswith("data:")] == [alone.as_uri()]
    page.goto((built / "window/lobby/index.html").as_uri())
    assert sorted(ids(page)) == sorted(
        ["cover", "volunteer/tall", "brand/nine", *(f"maxims/{n}" for n in range(3))]
    )
    assert complaints == []
    script = (ROOT / "theme/assets/js/window.js").read_bytes()
    assert len(gzip.compress(script)) <= 6_000


def test_axe_finds_nothing(alone: Path, page: Page) -> None:
    page.goto(alone.as_uri())
    found = []
    for _ in range(page.locator(".slide").count()):
        for violation in violations(page):
            found.append((shown(page), violation["id"], violation["nodes"][0]["target"]))
        page.keyboard.press("ArrowRight")
    page.locator("#contents-open").click()
    covered = """() => [...document.querySelectorAll('dialog li button')].filter((row) => {
      const [label, title] = [...row.children].map((part) => {
        const words = document.createRange();
        words.selectNodeContents(part);
        return words.getBoundingClientRect();
      });
      return label.right > title.left;
    }).map((row) => row.textContent)"""
    assert page.evaluate(covered) == []
    found += [("contents", v["id"]) for v in violations(page)]
    assert found == []


def test_it_is_a_page_to_read_without_scripts_and_on_a_phone(built: Path, browser: Browser) -> None:
    address = (built / "window/index.html").as_uri()
    for scripts, width in ((False, 1440), (True, 390)):
        context = browser.new_context(
            java_script_enabled=scripts, viewport={"width": width, "height": 844}
        )
        page = context.new_page()
        if scripts:
            page.clock.install(time=NOON)  # one notice is still to come
        page.goto(address)
        slides = page.locator(".slide:visible")
        assert slides.count() == page.locator(".slide").count() - scripts > 20
        assert not page.locator("#pause").is_visible()
        links = page.locator(".qr a")
        assert links.count() == (page.locator(".qr").count() if scripts else 0)
        for link in links.all():  # a phone cannot scan itself
            assert link.inner_text().startswith("点开看")
            href = link.get_attribute("href") or ""
            assert href.startswith(ADDRESS)
        bottom = 0.0
        for box in slides.evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())"):
            assert box["top"] >= bottom - 1
            bottom = box["bottom"]
        if scripts:
            page.set_viewport_size({"width": 1280, "height": 800})  # the screen comes on
            expect(page.locator("#pause")).to_be_visible()
        context.close()


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("content", ["alone", "sample"])
def test_a_phone_reads_every_slide_whole(
    content: str, scripts: bool, browser: Browser, request: pytest.FixtureRequest
) -> None:
    """What stands in a slide, and on its plate where that shows, stands within it."""
    address = request.getfixturevalue(content).as_uri()
    page = browser.new_page(java_script_enabled=scripts)
    for width, height in ((320, 600), (390, 844), (412, 915), (844, 390)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        assert page.evaluate(CUT) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


def test_the_nu_checker_finds_nothing(built: Path, alone: Path, nu: list[str]) -> None:
    pages = [built / "window/index.html", built / "window/lobby/index.html", alone]
    run = subprocess.run(
        [*nu, "--errors-only", "--format", "gnu", *map(str, pages)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
