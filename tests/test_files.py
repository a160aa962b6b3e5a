"""Files as they really lie about: names, links, folders, devices, pictures and their like."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from generator.proof import check_site
from tests.roots import make_root, story

TODAY = date(2026, 6, 1)
ALT = "    alt: 现场\n    credit: 甲\n"
Make = Callable[[Path], object]


def ids(root: Path) -> set[tuple[str, str]]:
    """File and id of every problem."""
    return {(p.place.file.removeprefix("stories/"), p.id) for p in check_site(root, TODAY).problems}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("brands/a.yml", set()),
        ("brands/a.yaml", set()),
        ("brands/大写.YML", set()),
        ("brands/a/story.yml", set()),
        ("brands/a/story.yaml", set()),
        ("brands/a b.yml.yml", set()),
        ("brands/.a.yml", set()),
        ("brands/~$a.yml", set()),
        ("brands/a.txt", {("brands/a.txt", "misnamed")}),
        ("brands/a.yml.txt", {("brands/a.yml.txt", "misnamed")}),
        ("brands/a.yml.bak", {("brands/a.yml.bak", "misnamed")}),
        ("brands/a/Story.yml", {("brands/a/Story.yml", "misplaced")}),
        ("brands/a/b/story.yml", {("brands/a/b/story.yml", "misplaced")}),
        ("a.yml", {("a.yml", "misplaced")}),
        ("brand/a.yml", {("brand", "unknown-folder")}),
        ("稿件/a.yml", {("稿件", "unknown-folder")}),
        ("volunteer/" + "长" * 80 + ".yml", set()),
    ],
)
def test_where_stories_lie(path: str, told: set[tuple[str, str]], tmp_path: Path) -> None:
    assert ids(make_root(tmp_path, {path: story()})) == told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("brands/1252.yml", "brands/1252/story.yml"),
        ("brands/1252.yml", "brands/1252.yaml"),
        ("brands/abc/story.yml", "brands/ABC.yml"),
    ],
)
def test_two_files_of_one_id(one: str, other: str, tmp_path: Path) -> None:
    root = make_root(tmp_path, {one: story("甲"), other: story("乙")})
    assert {id for _, id in ids(root)} == {"same-id"}


def jpeg(name: str) -> Make:
    def make(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        Image.new("RGB", (1300, 700)).save(folder / name, "JPEG")

    return make


def holding(name: str, content: bytes) -> Make:
    return lambda folder: (folder / name).write_bytes(content)


def link(name: str, target: str) -> Make:
    return lambda folder: (folder / name).symlink_to(target)


posix = pytest.mark.skipif(os.name == "nt", reason="links and devices as Unix has them")
PICTURES: list[tuple[str, Make, set[str]]] = [
    ("a.jpg", jpeg("a.jpg"), set()),
    ("./a.jpg", jpeg("a.jpg"), set()),
    ("sub/a.jpg", jpeg("sub/a.jpg"), set()),
    ("sub\\a.jpg", jpeg("sub/a.jpg"), set()),
    ("现场 照片（1）.jpg", jpeg("现场 照片（1）.jpg"), set()),
    (".hidden.jpg", jpeg(".hidden.jpg"), set()),
    ("照片", jpeg("照片"), set()),
    ("a.jpg", jpeg("b.jpg"), {"file-missing", "photo-unused"}),
    ("a.jpeg", jpeg("a.jpg"), {"file-missing"}),
    ("a．jpg", jpeg("a.jpg"), {"file-missing"}),
    ("a.jpg?x=1", jpeg("a.jpg"), {"file-missing"}),
    ('"' + "长" * 300 + '.jpg"', jpeg("a.jpg"), {"file-missing", "photo-unused"}),
    ("../a/a.jpg", jpeg("a.jpg"), {"photo-path"}),
    ("a.jpg/../b.jpg", jpeg("b.jpg"), {"photo-path"}),
    ("/etc/passwd", lambda folder: None, {"photo-path"}),
    ("http://a.example/a.jpg", lambda folder: None, {"photo-path"}),
    ("'C:\\a.jpg'", lambda folder: None, {"photo-path"}),
    ("'\\\\server\\a.jpg'", lambda folder: None, {"photo-path"}),
    ("~root/a.jpg", lambda folder: None, {"photo-path"}),
    ("data:image/png;base64,AAAA", lambda folder: None, {"photo-path"}),
    ("a.jpg", lambda folder: (folder / "a.jpg").mkdir(), {"photo-path"}),
    (".", lambda folder: None, {"photo-path"}),
    ("story.yml", lambda folder: None, {"picture-not-image"}),
    ("a.jpg", holding("a.jpg", b""), {"picture-damaged"}),
    ("a.heic", holding("a.heic", b"\0\0\0\x18ftypheic" + bytes(99)), {"picture-damaged"}),
    ("a.mp4", holding("a.mp4", b"\0\0\0\x18ftypisom"), {"picture-not-image"}),
    ("a.svg", holding("a.svg", b"<svg onload=alert(1)/>"), {"picture-unsupported"}),
]
ON_UNIX: list[tuple[str, Make, set[str]]] = [
    ("a.jpg", link("a.jpg", "/etc/passwd"), {"photo-symlink"}),
    ("a.jpg", link("a.jpg", "a.jpg"), {"photo-symlink"}),
    ("sub/a.jpg", link("sub", "/etc"), {"photo-symlink", "symlink"}),
    ("a.jpg", lambda folder: os.mkfifo(folder / "a.jpg"), {"photo-path", "symlink"}),
    ("a.JPG", jpeg("a.jpg"), {"file-missing"}),
]


@pytest.mark.parametrize(
    ("name", "make", "told"),
    [*PICTURES, *(pytest.param(*row, marks=posix) for row in ON_UNIX)],
)
def test_what_is_named_as_a_picture(name: str, make: Make, told: set[str], tmp_path: Path) -> None:
    root = make_root(
        tmp_path, {"volunteer/a/story.yml": story(more=f"photos:\n  - file: {name}\n{ALT}")}
    )
    make(root / "stories/volunteer/a")
    assert {id for _, id in ids(root)} == told


@posix
@pytest.mark.parametrize(
    "make",
    [
        link("a.yml", "/etc/passwd"),
        link("a", "/etc"),
        link("loop", ".."),
        link("a.yml", "a.yml"),
        lambda folder: os.mkfifo(folder / "a.yml"),
    ],
)
def test_no_link_is_followed_and_no_device_read(make: Make, tmp_path: Path) -> None:
    root = make_root(tmp_path, {"brands/b.yml": story()})
    make(root / "stories/brands")
    assert {id for _, id in ids(root)} == {"symlink"}


@posix
def test_a_garbled_name_is_told(tmp_path: Path) -> None:
    root = make_root(tmp_path, {"brands/b.yml": story()})
    garbled = root / "stories" / "brands" / os.fsdecode(b"\xff\xfe.yml")
    try:
        garbled.write_text(story(), encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this disk keeps no such names")
    assert ("brands/\\udcff\\udcfe.yml", "file-name") in ids(root)


def test_units_that_could_not_be_read_are_told_once(tmp_path: Path) -> None:
    root = make_root(tmp_path, {"units.yml": "- 编号：a\n", "brands/a.yml": story()})
    assert ids(root) == {("units.yml", "fullwidth-colon")}


def test_long_lists_are_read(tmp_path: Path) -> None:
    """reviews.yml grows by three entries a story; ten thousand of them are no trouble."""
    entry = "- {稿件: volunteer/a, 环节: final, 审核人: 丁, 日期: 2026-01-01, 摘要值: abc}\n"
    root = make_root(tmp_path, {"reviews.yml": entry * 10_000, "volunteer/a.yml": story()})
    assert ids(root) == set()
