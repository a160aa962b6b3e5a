"""What an author waits for: from a saved story to the page that `showcase serve` shows of it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import corpus
from benchmarks.bench import SERVED, Figure, Results
from benchmarks.contenders import SHOWCASE
from benchmarks.measure import Failed, Run

_LOOK = 0.002  # seconds between two looks at the page
_REST = 1.5  # seconds between two edits: the next engine waits by then, as it does for an author
_PATIENCE = 120  # seconds for the first build, then for an edit


def bench_serving(root: Path, stories: int, runs: int, results: Results) -> None:
    """Edits a story of `root` under a warm server; adds the times until a browser would reload.

    A browser reloads once the version that it asks for has changed; the page must hold the words.
    """
    corpus.write(root, stories)
    try:
        with _server(root) as site:
            taken = tuple(_shown(site, root, stories, number) for number in range(runs))
    except Failed as failure:
        results.failed[SERVED] = str(failure)
        return
    results.figures.append(Figure(SHOWCASE.name, SERVED, stories, taken))


def _shown(site: str, root: Path, stories: int, number: int) -> Run:
    time.sleep(_REST)
    before, words = _text(f"{site}__version.js"), f"第{number + 1}次边看边改。"
    address = corpus.edit(root, stories, words)
    saved = time.perf_counter()
    while _text(f"{site}__version.js") == before:
        if time.perf_counter() - saved > _PATIENCE:
            raise Failed("the server did not see the edit")
        time.sleep(_LOOK)
    if words not in _text(f"{site}{address}"):
        raise Failed(f"the edit of {address} is not shown")
    return Run(time.perf_counter() - saved, None, None)


@contextmanager
def _server(root: Path) -> Iterator[str]:
    """A server over `root` that has built its site once; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    argv = [sys.executable, "-m", "generator", "serve", "--root", str(root), "--port", port]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(argv, cwd=corpus.PROJECT, stdout=quiet, stderr=quiet)
    site, begun = f"http://127.0.0.1:{port}/", time.perf_counter()
    try:
        while not _text(f"{site}__version.js"):
            if server.poll() is not None or time.perf_counter() - begun > _PATIENCE:
                raise Failed("the server did not start")
            time.sleep(0.1)
        yield site
    finally:
        server.terminate()
        server.wait()


def _text(address: str) -> str:
    """What the server answers; nothing while it does not."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""
