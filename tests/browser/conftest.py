"""What browser tests share: a server over the module's `built` tree, one browser, one visitor."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import serving
from tests.window_root import built_window, make_window_root, window_file


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


@pytest.fixture(scope="package")
def window_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_window_root(tmp_path_factory.mktemp("window"))


@pytest.fixture(scope="package")
def window_site(window_root: Path) -> Path:
    """The offline site whose windows are hard to set; who changes it sets it back."""
    return built_window(window_root)


@pytest.fixture(scope="package")
def window_alone(window_root: Path) -> Path:
    """Its window as one file."""
    return window_file(window_root)
