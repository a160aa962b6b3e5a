"""What is withdrawn, expired, internal or a draft is gone from every output of every command.

Every command first runs while all of it is public, so that every cache holds it.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli import _COMMANDS, main
from tests.canaries import (
    DRAFTS,
    GONE,
    NAMES,
    PRIVATE,
    SEEN,
    TODAY,
    before,
    found,
    hide,
)
from tests.faults.kit import started

PUBLIC = frozenset({"public", "siteonly"})
PRINTED = frozenset({"public"})  # what may be shown by carriers besides the site


@dataclass(frozen=True)
class Run:
    """A command that makes files, and which canaries these may hold on TODAY."""

    words: tuple[str, ...]
    shows: frozenset[str]
    private: bool = False  # whether juries read it


RUNS = {
    "build": Run(("build", "--out", "{out}"), PUBLIC),
    "build, offline": Run(("build", "--offline", "--out", "{out}"), PUBLIC),
    "build, drafts": Run(("build", "--drafts", "--out", "{out}"), PUBLIC | DRAFTS),
    "build, internal": Run(
        ("build", "--edition", "internal", "--out", "{out}"), PUBLIC | {"internal"}
    ),
    "window": Run(("window", "--single-file", "--out", "{out}/window.html"), PRINTED),
    "yearbook": Run(("yearbook", "2025", "--out", "{out}"), PRINTED | {"printonly"}),
    "export": Run(
        # A jury is not the public: it may read what the public may not read yet.
        ("export", "call", "--all", "--out", "{out}"),
        PRINTED | {"internal", "early"},
        private=True,
    ),
    "export, wechat": Run(
        ("export", "call", "--all", "--format", "wechat", "--out", "{out}"), PRINTED, private=True
    ),
}
# Words that make no file for readers, and `serve`, which builds into .showcase/ with drafts.
OTHERS = frozenset(
    "new check explain serve review withdraw audit mask status schema".split()
)  # fmt: skip
HERE = {name: run for name, run in RUNS.items() if run.words[0] in _COMMANDS}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A root whose caches, sites and exports have seen every canary; then these are hidden."""
    root = before(tmp_path_factory.mktemp("canaries") / "root")
    for name in HERE:
        assert run(root, name, SEEN) == 0, name
    assert run(root, "build", SEEN, "build") == 0
    words, photos = found(root / "site")
    assert words == NAMES and photos == NAMES, "all are seen while they are public"
    hide(root)
    yield root


def run(root: Path, name: str, day: str, *words: str) -> int:
    out = root.parent / "out" / name.replace(", ", "-")
    told = words or [word.format(out=out) for word in HERE[name].words]
    return main([*told, "--root", str(root), "--as-of", day, "--quiet"])


def test_every_command_is_known() -> None:
    """A new command tells here what it may hold."""
    assert set(_COMMANDS) <= {run.words[0] for run in RUNS.values()} | OTHERS


@pytest.mark.parametrize("name", HERE)
def test_a_command_shows_what_it_may(root: Path, name: str) -> None:
    out = root.parent / "out" / name.replace(", ", "-")
    words, photos = found(out)
    assert NAMES - {"siteonly", "printonly"} <= words, "this command showed them all before"
    if name.startswith("export"):
        shutil.rmtree(out)  # submissions of earlier days are the officer's
    assert run(root, name, TODAY) == 0
    words, photos = found(out)
    allowed = HERE[name].shows
    assert words - {PRIVATE} == allowed
    assert photos == allowed
    assert HERE[name].private or PRIVATE not in words
    assert not words & GONE


def test_the_published_site_and_its_sources(root: Path) -> None:
    """The default places, after all editions were built: nothing of the others is left there."""
    assert run(root, "build", TODAY, "build") == 0
    assert found(root / "site") == (PUBLIC, PUBLIC)
    assert found(root / "site_src")[0] <= PUBLIC


def test_a_preview_shows_drafts_and_nothing_that_is_gone(root: Path) -> None:
    """What `serve` shows has drafts, marked, and nothing that is gone."""
    tree = root / ".showcase/preview"
    port = free_port()
    words = ["serve", "--port", str(port), "--root", str(root), "--as-of", TODAY]
    with started([sys.executable, "-m", "generator", *words]):
        for _ in range(600):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/feed.json", timeout=60).close()
                break
            time.sleep(0.1)
    assert found(tree) == (PUBLIC | DRAFTS, PUBLIC | DRAFTS)


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def test_no_name_of_a_file_becomes_an_address(root: Path) -> None:
    assert run(root, "build", TODAY, "build") == 0
    names = [path.name for path in (root / "site").rglob("*")]
    assert len(names) > 50 and not [
        name for name in names if not re.fullmatch(r"[a-z0-9._-]+", name)
    ]
