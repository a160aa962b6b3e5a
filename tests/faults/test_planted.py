"""Symbolic links planted in `.showcase/`, `site_src/`: a project folder may come from anywhere."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.model.output import Page, Text
from generator.shelf import put_file
from generator.trouble import Misuse, crash
from generator.write import LIST, Writer
from tests.faults.builder import build, make_tree
from tests.faults.kit import tree_digest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")


@pytest.mark.parametrize(
    "place",
    [f"swap-site{below}" for below in ("", "/old", "/new", "/twin", "/pair", "/gone-1", "/kept")]
    + ["run-1-1"],
)
def test_a_planted_link_costs_nobody_a_file(tmp_path: Path, place: str) -> None:
    """`.showcase/swap-site` emptied the folder that it led to."""
    root, theirs = tmp_path / "root", tmp_path / "theirs"
    make_tree(theirs / "run-1-1", "old")
    (theirs / "diary.txt").write_text("mine")
    before = tree_digest(theirs)
    planted = root / ".showcase" / place
    planted.parent.mkdir(parents=True)
    planted.symlink_to(theirs)
    for version in ("old", "new"):
        build(root, root / "site", version)
        assert (root / f"site/only-{version}.html").is_file() and not (root / "site").is_symlink()
        assert tree_digest(theirs) == before


def test_sources_are_not_written_through_a_planted_link(tmp_path: Path) -> None:
    """`site_src/brands` that leads elsewhere had the files there written over and swept."""
    source, theirs = tmp_path / "site_src", tmp_path / "theirs"
    (theirs / "deep").mkdir(parents=True)
    for file in ("1252.md", "old.md", "deep/old.js", "list.txt"):
        (theirs / file).write_text("mine")
    before = tree_digest(theirs)
    (source / "search").mkdir(parents=True)
    for link in ("brands", "search/d", "volunteer"):
        (source / link).symlink_to(theirs)
    old = "brands/1252.md\nbrands/deep/old.js\nvolunteer/old.md\n"
    (source / LIST).write_text(old)
    for _ in range(2):
        writer = Writer(source)
        writer.put(Page("brands/1252/", {}, "<p>文</p>"))
        writer.put(Text("search/d/list.txt", "new"))
        writer.finish()
        assert tree_digest(theirs) == before
        assert (source / "brands/1252.md").is_file() and not (source / "brands").is_symlink()
        (source / LIST).unlink()
        (source / LIST).symlink_to(theirs / "old.md")


def test_a_planted_lock_is_refused(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    (tmp_path / ".showcase").mkdir()
    (tmp_path / ".showcase/lock").symlink_to(tmp_path / "diary.txt")
    with pytest.raises(Misuse, match="symbolic link"):
        build(tmp_path, tmp_path / "site", "new")
    assert (tmp_path / "diary.txt").read_text() == "mine"


def test_no_report_or_part_is_written_through_a_planted_link(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    (tmp_path / ".showcase").mkdir()
    for link in (".showcase/crash.txt", ".a.docx.part"):
        (tmp_path / link).symlink_to(tmp_path / "diary.txt")
    crash(tmp_path)
    put_file(tmp_path / "a.docx", b"new")
    assert (tmp_path / "a.docx").read_bytes() == b"new"
    assert (tmp_path / "diary.txt").read_text() == "mine"


def test_what_a_linked_cache_holds_of_somebody_s_stays(tmp_path: Path) -> None:
    (tmp_path / "theirs/run-2018").mkdir(parents=True)
    (tmp_path / ".showcase").symlink_to(tmp_path / "theirs")
    build(tmp_path, tmp_path / "site", "new")
    assert (tmp_path / "theirs/run-2018").is_dir()
