"""A stamp is the file's own: what a folder tells of its files lacks the inode on Windows."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

from generator.publish.twin import is_intact, link_tree, survey
from generator.sight import ground_digest, look, settled, stamp_of

Scan = Callable[[str | Path], "os._ScandirIterator[str]"]


class _Entry:
    """An entry as Windows gives it: `stat` knows neither inode nor device."""

    def __init__(self, entry: os.DirEntry[str]) -> None:
        self.name, self.path = entry.name, entry.path
        self.is_dir, self.is_file = entry.is_dir, entry.is_file
        self._stat = entry.stat

    def stat(self, *, follow_symlinks: bool = True) -> SimpleNamespace:
        told = self._stat(follow_symlinks=follow_symlinks)
        names = [name for name in dir(told) if name.startswith("st_")]
        return SimpleNamespace(**{name: getattr(told, name) for name in names} | {"st_ino": 0})


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settled file of a root whose folders are listed as on Windows."""
    file = tmp_path / "stories" / "members" / "a.yml"
    file.parent.mkdir(parents=True)
    file.write_text("标题: 一\n", "utf-8")
    while not settled(stamp_of(file.lstat()), time.time_ns()):
        time.sleep(0.01)
    monkeypatch.setattr(os, "scandir", partial(_scan, os.scandir))
    return file


def test_a_tree_that_nobody_touched_is_intact(file: Path, tmp_path: Path) -> None:
    known = survey(tmp_path)
    assert known is not None
    assert is_intact(tmp_path, known)


def test_a_source_has_the_stamp_that_a_later_look_compares(file: Path, tmp_path: Path) -> None:
    seen = look(tmp_path, {})["stories/members/a.yml"]
    assert seen.stamp == stamp_of(file.lstat())


@contextmanager
def _scan(scandir: Scan, folder: str | Path) -> Iterator[Iterator[_Entry]]:
    with scandir(folder) as entries:
        yield (_Entry(entry) for entry in entries)


def test_a_twin_surveyed_by_its_tree_is_told_as_it_stands(tmp_path: Path) -> None:
    tree, twin = tmp_path / "tree", tmp_path / "twin"
    (tree / "brands").mkdir(parents=True)
    for name in ("index.html", "brands/index.html", "brands/b.js"):
        (tree / name).write_text(name, "utf-8")
    link_tree(tree, twin)
    (twin / "brands/b.js").unlink()
    (twin / "brands/b.js").write_text("换了", "utf-8")
    (twin / "c.js").write_text("多了", "utf-8")
    time.sleep(0.1)
    known = survey(tree)
    assert known
    found = survey(twin, known)
    assert found == survey(twin)
    assert found
    changed = {path for path in found.files if found.files[path] != known.files.get(path)}
    assert changed == {"brands/b.js", "c.js"}


@pytest.mark.skipif(os.name == "nt", reason="pipes as Unix has them")
def test_a_pipe_beside_hand_written_pages_is_not_read(tmp_path: Path) -> None:
    """Nobody ever writes into it: the build would wait for ever, and hold the lock."""
    pages = tmp_path / "site_src/about"
    pages.mkdir(parents=True)
    (pages / "a.md").write_text("# 说明\n", encoding="utf-8")
    before = ground_digest(tmp_path, [pages], None)
    os.mkfifo(pages / "pipe.txt")
    writer = Thread(target=(pages / "pipe.txt").write_text, args=("x",), daemon=True)
    writer.start()  # a reader would get this, and come to another digest
    assert ground_digest(tmp_path, [pages], None) == before
    (pages / "pipe.txt").read_text(encoding="utf-8")
    writer.join()
