"""Caches that are cut, flipped, swapped, emptied, forbidden or not ours only cost time.

Reliability 8. What lies in `.showcase/` and `site_src/` may be anything: the next build of an
edited root gives the bytes of a build from nothing.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.kit import REPOSITORY, build, tree_digest
from tests.faults.test_disks import without_privilege
from tests.picture_files import file_of, photo
from tests.roots import make_root, story

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="rights of Linux"),
]
PHOTO = "photos: [{file: a.jpg, alt: 光, credit: 办公室, consent: 本单位}]\n"


def make(root: Path, version: int) -> Path:
    told = {f"volunteer/s{n}/story.yml": story(f"第{n}篇", more=PHOTO) for n in range(4)}
    told["volunteer/s0/story.yml"] = story(f"第{version}版", more=PHOTO)
    make_root(root, told)
    # A theme of its own, for then its compiled templates lie in .showcase/ too.
    shutil.copytree(REPOSITORY / "theme", root / "theme", dirs_exist_ok=True)
    for number in range(4):
        image = file_of(photo(300 + number, 200), "JPEG")
        (root / f"stories/volunteer/s{number}/a.jpg").write_bytes(image)
    return root


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> str | None:
    """The digest of the edited root, built from nothing."""
    root = make(tmp_path_factory.mktemp("fresh") / "root", 2)
    assert build(root).returncode == 0
    return tree_digest(root / "site")


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A root built twice before its edit, with all that a build keeps."""
    root = make(tmp_path_factory.mktemp("warm") / "root", 0)
    for version in (0, 1):
        make(root, version)
        assert build(root).returncode == 0
    return make(root, 2)


def kept(root: Path, *places: str) -> list[Path]:
    return [
        path
        for place in places
        for path in sorted((root / place).rglob("*"))
        if path.is_file() and path.name != "lock"
    ]


def each(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Every file in turn with other bytes, as a new file: others may be linked to it."""

    def damage(root: Path) -> None:
        for path in kept(root, ".showcase", "site_src"):
            put(path, change(path.read_bytes()))

    return damage


def put(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def flip(content: bytes) -> bytes:
    chosen = random.Random(len(content)).randrange(max(1, len(content)))
    return (
        content[:chosen] + bytes([content[chosen] ^ 4]) + content[chosen + 1 :] if content else b""
    )


def swap(root: Path) -> None:
    files = kept(root, ".showcase", "site_src")
    contents = [path.read_bytes() for path in files]
    for path, content in zip(files, contents[1:] + contents[:1], strict=True):
        put(path, content)


def some_gone(root: Path) -> None:
    for number, path in enumerate(kept(root, ".showcase", "site_src")):
        if number % 3 == 0:
            path.unlink()


def no_sources(root: Path) -> None:
    shutil.rmtree(root / "site_src")


def no_work(root: Path) -> None:
    shutil.rmtree(root / ".showcase")


def folders(root: Path) -> None:
    for path in kept(root, ".showcase"):
        path.unlink()
        (path / "in the way").mkdir(parents=True)


def a_file(root: Path) -> None:
    shutil.rmtree(root / ".showcase/pictures")
    (root / ".showcase/pictures").write_bytes(b"not a folder")


def others(root: Path) -> None:
    """What an editor, a sync client or an older version might leave there."""
    for place in (".showcase", ".showcase/pictures", "site_src", "site_src/volunteer"):
        (root / place / "notes.txt").write_text("mine")
    (root / ".showcase/kept.json").write_text("[]")


def unreadable(root: Path) -> None:
    for path in kept(root, ".showcase"):
        path.chmod(0)


def unwritable(root: Path) -> None:
    """The pictures' cache only: what may not be written elsewhere stops a build (test_disks)."""
    for path in [*(root / ".showcase/pictures").rglob("*"), root / ".showcase/pictures"]:
        path.chmod(0o555 if path.is_dir() else 0o444)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "cut": each(lambda content: content[:-3]),
    "halved": each(lambda content: content[: len(content) // 2]),
    "empty": each(lambda content: b""),
    "longer": each(lambda content: content + b"\0"),
    "a bit flipped": each(flip),
    "zeroes": each(lambda content: bytes(len(content))),
    "other text": each(lambda content: b'{"a": [1, 2, 3]}\n'),
    "swapped": swap,
    "some gone": some_gone,
    "no site_src": no_sources,
    "no .showcase": no_work,
    "folders in their places": folders,
    "a file in its place": a_file,
    "strangers": others,
    "unreadable": unreadable,
    "unwritable": unwritable,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_bad_cache_only_costs_time(
    warm: Path, fresh: str | None, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    root = tmp_path / "root"
    shutil.copytree(warm, root, symlinks=True)
    damage(root)
    done = build(root, preexec_fn=without_privilege)
    for path in (root / ".showcase").rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert done.returncode == 0, done.stderr
    assert tree_digest(root / "site") == fresh


SITE_DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda content: content[:-3],
    "empty": lambda content: b"",
    "edited by hand": lambda content: content.replace("第1篇".encode(), "第9篇".encode()),
    "zeroes": lambda content: bytes(len(content)),
}


@pytest.mark.parametrize("change", SITE_DAMAGES.values(), ids=SITE_DAMAGES)
def test_a_published_site_that_others_changed_is_made_right(
    warm: Path, fresh: str | None, tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    """By hand, by a sync client, by a bad disk: the next build does not trust what it finds."""
    root = tmp_path / "root"
    subprocess.run(["cp", "-a", str(warm), str(root)], check=True)  # hard links and all
    for path in kept(root, "site"):  # in place: what is linked to it changes too
        path.write_bytes(change(path.read_bytes()))
    assert build(root).returncode == 0
    assert tree_digest(root / "site") == fresh
