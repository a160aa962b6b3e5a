"""A site that is nothing but its search page, and a visitor's browser to open it with."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from generator.model.site import Settings
from generator.render.frame import make_frame
from generator.render.search import SearchDoc, search_outputs

THEME = Path(__file__).parent.parent / "theme"
POLICY = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'self'"
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
).split()


def search_site(docs: Sequence[SearchDoc]) -> dict[str, bytes]:
    """Path to content: the index, the page as the theme gives it, the script."""
    theme = make_frame(Settings(), THEME).templates
    choices: dict[str, Any] = {
        "kinds": sorted({doc.kind for doc in docs}),
        "units": sorted({doc.unit for doc in docs}),
        "years": sorted({doc.year for doc in docs}, reverse=True),
    }
    body = theme.get_template("templates/search.html").render(
        choices, root="../", index="", version="0"
    )
    page = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>搜索</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"></head>'
        f"<body>{body}</body></html>"
    )
    files = {text.path: text.text.encode() for text in search_outputs(docs)}
    files["search/index.html"] = page.encode()
    files["assets/js/search.js"] = (THEME / "assets/js/search.js").read_bytes()
    return files


@contextmanager
def served(files: Mapping[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """An http address of the files, and the paths asked for, in order; missing ones are 404."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0].lstrip("/")
            path += "index.html" if path.endswith("/") else ""
            asked.append(path)
            content = files.get(path)
            self.send_response(200 if content is not None else 404)
            kind = "text/javascript" if path.endswith(".js") else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def opened(chromium: str) -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


def ask(page: Page, query: str) -> str:
    """Types the query, sends it, waits; the sentence that reports the outcome."""
    page.fill("#q", query)
    page.press("#q", "Enter")
    return outcome(page)


def outcome(page: Page) -> str:
    """The sentence of the search that is under way, once it is done."""
    page.wait_for_function(
        "() => !document.querySelector('[data-search-status]').textContent.startsWith('正在')"
    )
    return page.inner_text("[data-search-status]")


def addresses(page: Page) -> list[str]:
    """The results shown, as addresses below the site's root."""
    links = "links => links.map(link => link.getAttribute('href').replace(/^\\.\\.\\//, ''))"
    found: list[str] = page.eval_on_selector_all("[data-search-results] a", links)
    return found
