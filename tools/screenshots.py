"""The pictures of the handbook: pages of a built site, on a desktop and a phone, light and dark.

    python -m tools.screenshots [SITE]        (default: site/; needs the development set-up)

Opens the pages in headless Chromium (the one named by $CHROMIUM, else the first on the PATH).
"""

import contextlib
import http.server
import io
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "docs" / "handbook" / "shots"
MOST = 60_000  # bytes of a picture: the repository carries twenty of them
QUALITIES = (90, 82, 74, 66, 58, 50, 42)  # of WebP; the best one that fits

PAGES = {
    "home": "",
    "brand": "brands/1252/",
    "member": "members/yang-jie/",
    "volunteer": "volunteer/zhiyuan-fuwudui/",
    "list": "brands/",
    "family": "family/",
    "honours": "honours/",
    "stars": "stars/",
    "ceremony": "ceremonies/2017/",
    "maxims": "maxims/",
    "work": "works/wu-wei/",
    "pledges": "pledges/2018/",
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge")


class Screen(NamedTuple):
    """A window in CSS pixels, the device's pixels to one of them, the picture's width in pixels."""

    width: int
    height: int
    scale: int
    kept: int


SCREENS = (Screen(1440, 1440, 1, 960), Screen(390, 844, 2, 585))
# Slides of the culture window: which one, on what screen.
SLIDES = {
    "window-cover": ("cover", Screen(1920, 1080, 1, 960)),
    "window-method": ("brand/423", Screen(1920, 1080, 1, 960)),
    "window-story": ("volunteer/shuang-jiedui", Screen(1920, 1080, 1, 960)),
    "window-upright": ("brand/423", Screen(1080, 1920, 1, 480)),
}


def main(argv: list[str]) -> int:
    """Photograph PAGES of the site in the folder of `argv`; 3 without a browser or a site."""
    site = Path(argv[0]) if argv else ROOT / "site"
    browser = next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *BROWSERS))), "")
    if not browser or not (site / "index.html").is_file():
        lacking = f"{site} 里没有网站，先运行 make site" if browser else "没有 Chromium"
        print(lacking, file=sys.stderr)
        return 3
    SHOTS.mkdir(parents=True, exist_ok=True)
    with served(site) as address, sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for screen in SCREENS:
            for scheme in SCHEMES:
                for name, path in PAGES.items():
                    png = _shot(chromium, address + path, screen, scheme)
                    _keep(f"{name}-{screen.width}-{scheme}", png, screen)
        for name, (slide, screen) in SLIDES.items():
            png = _shot(chromium, f"{address}window/", screen, "light", slide)
            _keep(name, png, screen)
        chromium.close()
    return 0


def _keep(name: str, png: bytes, screen: Screen) -> None:
    file = SHOTS / f"{name}.webp"
    file.write_bytes(small(png, screen.kept))
    print(f"{file.name}  {file.stat().st_size / 1000:.0f} KB")


def small(png: bytes, width: int) -> bytes:
    """The screenshot `width` pixels wide, as WebP of at most MOST bytes in the best quality so."""
    with Image.open(io.BytesIO(png)) as whole:
        size = width, round(whole.height * width / whole.width)
        image = whole.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    for quality in QUALITIES:
        content = io.BytesIO()
        image.save(content, "WEBP", quality=quality, method=6)
        if content.tell() <= MOST:
            break
    return content.getvalue()


@contextlib.contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of `site` on a port of this machine, for the length of the block."""
    handler = partial(_Silent, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for the pictures' sizes."""


def _shot(
    browser: Browser,
    address: str,
    screen: Screen,
    scheme: Literal["light", "dark"],
    slide: str = "",
) -> bytes:
    """A page as it opens, a culture window at the slide named, at ten: at night it is dark."""
    page = browser.new_page(
        viewport={"width": screen.width, "height": screen.height},
        device_scale_factor=screen.scale,
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="zh-CN",
    )
    if slide:
        page.clock.set_fixed_time(datetime.now(UTC).astimezone().replace(hour=10, minute=0))
    answer = page.goto(address, wait_until="load")
    if answer is None or not answer.ok:
        raise FileNotFoundError(address)
    for _ in range(page.locator(".slide").count() if slide else 0):
        if page.locator(".on").get_attribute("data-id") == slide:
            break
        page.keyboard.press("ArrowRight")
    page.wait_for_load_state("networkidle")
    png = page.screenshot()
    page.close()
    return png


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
