"""Square codes (QR) on paper: the address of a page of the site, drawn as lines."""

from __future__ import annotations

import io
from functools import cache
from urllib.parse import urljoin

from generator.model.release import Release

INK = "#211B17"


def square_code(release: Release, address: str) -> str:
    """The page at `address` as an SVG drawing; "" where the site has no address of its own."""
    url = release.site.settings.site_url
    return _drawn(urljoin(url.rstrip("/") + "/", address)) if url else ""


@cache
def _drawn(url: str) -> str:
    from generator.render.qr import qr_code  # 0.03 s to import, on screens and paper only

    file = io.BytesIO()
    qr_code(url, "m").save(file, kind="svg", xmldecl=False, border=0, dark=INK, omitsize=True)
    return file.getvalue().decode()
