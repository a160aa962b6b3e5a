"""Square codes (QR) on paper: the address of a page of the site, drawn as lines."""

from __future__ import annotations

from functools import cache
from urllib.parse import urljoin

from generator.model.release import Release
from generator.render.qr import qr_code, strokes

INK = "#211B17"


def square_code(release: Release, address: str) -> str:
    """The page at `address` as an SVG drawing; "" where the site has no address of its own."""
    url = release.site.settings.site_url
    return _drawn(urljoin(url.rstrip("/") + "/", address)) if url else ""


@cache
def _drawn(url: str) -> str:
    code = qr_code(url, "m")
    box, drawn = f"0 0 {len(code.rows)} {len(code.rows)}", strokes(code, 0)
    start = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">'
    return f'{start}<path stroke="{INK}" d="{drawn}"/></svg>'
