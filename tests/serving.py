"""What browser tests share: a server on a port of this machine, and a headless browser."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run"
).split()


class _Server(ThreadingHTTPServer):
    """Has all wait that come while the machine is busy: past the usual 5 a caller is passed over,
    and calls again after 1, 3, 7 and 15 seconds."""

    request_queue_size = 128


@contextmanager
def served(read: Callable[[str], bytes | None]) -> Iterator[str]:
    """An http address of what `read` gives for paths such as `brands/index.html`; None is 404."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0].lstrip("/")
            path += "index.html" if path.endswith("/") or not path else ""
            content = read(path)
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            charset = "; charset=utf-8" if kind.startswith("text/") else ""
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Type", kind + charset)
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def files_below(folder: Path) -> Callable[[str], bytes | None]:
    """What `served` asks for, from a folder."""

    def read(path: str) -> bytes | None:
        file = folder / path
        return file.read_bytes() if file.is_file() else None

    return read


@contextmanager
def opened(chromium: str) -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
