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

from generator.publish.twin import is_intact, lay, link_tree, resurvey, survey
from generator.sight import (
    OWN_FONTS,
    Seen,
    differing,
    font_files,
    ground_digest,
    is_ignored,
    look,
    settled,
    stamp_of,
    steady,
    steady_files,
)

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


def test_fonts_are_looked_for_where_nobody_is_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for a service's account: no HOME, no such user."""
    for name in ("HOME", "USERPROFILE", "HOMEPATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 2**31 - 7, raising=False)
    own = tmp_path / OWN_FONTS / "宋.otf"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"")
    assert any("宋.otf" in found for found in font_files(tmp_path))


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


ONE, OTHER = (7, 10, 3_000_000_001, 3_000_000_001), (7, 10, 3_000_000_001, 3_000_000_002)
FOLDER, UNKNOWN = Seen(None, b""), Seen(None, None)


@pytest.mark.parametrize(
    ("before", "now", "same", "known"),
    [
        (Seen(ONE, b"a"), Seen(ONE, b"a"), True, True),
        (Seen(ONE, None), Seen(ONE, None), True, True),  # a picture is not read
        (FOLDER, FOLDER, True, True),
        (Seen(OTHER, b"a"), Seen(ONE, b"a"), True, False),  # touched: written while it was read?
        (Seen(None, b"a"), Seen(None, b"a"), True, False),  # not settled when it was read
        (Seen(ONE, b"a"), Seen(ONE, b"b"), True, False),
        (Seen(ONE, b"a"), Seen(OTHER, b"b"), False, False),
        (Seen(ONE, None), Seen(OTHER, None), False, False),
        (Seen(None, None), Seen(None, None), False, False),
        (Seen(ONE, b"a"), Seen(None, None), False, False),
        (FOLDER, Seen(ONE, b"a"), False, False),
    ],
)
def test_what_two_looks_tell(before: Seen, now: Seen, same: bool, known: bool) -> None:
    """Whether the file is the same for an edit, and whether what a build read of it is known."""
    assert differing({"a": before}, {"a": now}) == (set() if same else {"a"})
    assert steady({"a": before}, {"a": now}) == {"a": now if known else UNKNOWN}


def test_what_comes_and_goes_differs_and_is_unknown() -> None:
    seen = Seen(ONE, b"a")
    assert differing({"gone": seen, "same": seen}, {"new": seen, "same": seen}) == {"gone", "new"}
    assert steady({"gone": seen}, {"new": seen}) == {"gone": UNKNOWN}


def test_a_file_that_a_build_read_is_known_by_the_stamp_it_still_has(file: Path) -> None:
    root, name = file.parent.parent.parent, "stories/members/a.yml"
    sight = look(root, {})
    unread = {"b.yml": Seen(ONE, b"b")}
    assert steady_files(sight | unread, root, [name]) == sight | unread
    file.write_text("标题: 二\n", "utf-8")
    assert steady_files(sight | unread, root, [name]) == sight | unread | {name: UNKNOWN}
    file.unlink()
    assert steady_files(sight | unread, root, [name]) == sight | unread | {name: UNKNOWN}
    assert steady_files({name: UNKNOWN}, root, [name]) == {name: UNKNOWN}


@pytest.mark.parametrize(
    ("times", "after", "is_settled"),
    [
        ((1_000_000_001, 5), 20_000_000, False),
        ((1_000_000_001, 5), 20_000_001, True),
        ((5, 1_000_000_001), 20_000_000, False),  # the later of both times counts
        ((3_000_000_000, 5), 2_100_000_000, False),  # whole seconds: a disk of FAT
        ((3_000_000_000, 5), 2_100_000_001, True),
    ],
)
def test_a_stamp_counts_once_a_tick_is_over(
    times: tuple[int, int], after: int, is_settled: bool
) -> None:
    assert settled((1, 1, *times), max(times) + after) is is_settled


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        *((name, True) for name in (".git", "~$稿.docx", "Thumbs.db", "desktop.ini", "README.md")),
        *((name, False) for name in ("a.yml", "~a.yml", "readme.md.yml")),
    ],
)
def test_what_is_none_of_ours(name: str, ignored: bool) -> None:
    assert is_ignored(name) is ignored


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A published tree, settled."""
    for name in ("index.html", "brands/index.html", "brands/b.js"):
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, "utf-8")
    time.sleep(0.1)
    return tmp_path / "tree"


@pytest.mark.parametrize(
    "harm",
    [
        lambda tree: (tree / "brands/b.js").write_text("brands/c.js", "utf-8"),
        lambda tree: (tree / "brands/c.js").write_text("", "utf-8"),
        lambda tree: (tree / "brands/b.js").unlink(),
        lambda tree: (tree / "brands/b.js").replace(tree / "brands/index.html"),
        lambda tree: (tree / "new").mkdir(),
    ],
    ids=["altered", "added", "gone", "renamed", "a folder"],
)
def test_a_tree_that_somebody_touched_is_not_intact(
    tree: Path, harm: Callable[[Path], object]
) -> None:
    known = survey(tree)
    assert known and is_intact(tree, known)
    harm(tree)
    assert not is_intact(tree, known)


@pytest.mark.parametrize("has_links", [True, False])
def test_an_edit_laid_over_a_tree_is_told_as_it_stands(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    known, new = survey(tree), tmp_path / "new.html"
    new.write_text("新", "utf-8")
    if not has_links:
        monkeypatch.setattr(Path, "hardlink_to", _refused)
    laid, gone = ("index.html", "units/yi/index.html"), ("brands/b.js", "brands/index.html")
    lay(tree, dict.fromkeys(laid, new), gone)
    assert sorted(str(path.relative_to(tree)) for path in tree.rglob("*")) == [
        *("index.html", "units", "units/yi", "units/yi/index.html"),
    ]
    assert all((tree / path).read_text("utf-8") == "新" for path in laid)
    assert (tree / laid[0]).samefile(new) is has_links
    time.sleep(0.1)
    assert known and (found := survey(tree)) and resurvey(tree, known, laid, gone) == found
    monkeypatch.setattr(time, "time_ns", lambda: 0)  # all was written a moment ago
    assert survey(tree) is None and resurvey(tree, known, laid, gone) is None


def _refused(*_: object) -> None:
    raise OSError
