"""What axe finds wrong in a page that stands in a browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RUN = "axe.run({resultTypes: ['violations']}).then((found) => found.violations)"


def violations(page: Page) -> list[dict[str, Any]]:
    """Every rule that the page breaks as it is now; axe is brought into a page once (0.1 s)."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return found
