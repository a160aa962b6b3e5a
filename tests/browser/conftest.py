"""What browser tests share: a server over the module's `built` tree, one browser, one visitor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import serving


@pytest.fixture(scope="module")
def served(built: Path) -> Iterator[str]:
    with serving.served(serving.files_below(built)) as address:
        yield address


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with serving.opened(chromium) as browser:
        yield browser


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """Whose pages `page` opens: one of its own for each test takes 0.5 CPU seconds."""
    visitor = browser.new_context(viewport={"width": 1440, "height": 900})
    yield visitor
    visitor.close()


@pytest.fixture
def page(visitor: BrowserContext) -> Iterator[Page]:
    """A page of somebody who has set nothing yet; a clock or a route of a context is not for it."""
    page = visitor.new_page()
    yield page
    page.evaluate("() => { try { localStorage.clear(); } catch { /* no page of a site */ } }")
    page.close()
