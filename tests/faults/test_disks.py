"""A disk that is full, read-only, forbidden or short of handles, at every point of a real build.

Reliability 4: the old site stands untouched, one sentence says what the machine refused, exit 3.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.kit import build, small_disk, tree_digest
from tests.picture_files import file_of, photo
from tests.roots import make_root, story

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform != "linux", reason="limits, rights and mounts of Linux"),
]
PHOTO = "photos: [{file: a.jpg, alt: 光, credit: 办公室, consent: 本单位}]\n"


def make(root: Path) -> Path:
    stories = {f"volunteer/s{number}/story.yml": story(f"第{number}篇") for number in range(4)}
    make_root(root, stories)
    edit(root, 0)
    return root


def edit(root: Path, number: int) -> None:
    """A version of the words and the photo of a story; the photo's is about 200 KB."""
    folder = root / "stories/volunteer/s0"
    (folder / "story.yml").write_text(story(f"第{number}版", more=PHOTO), encoding="utf-8")
    image = photo(1600, 1000)
    image.putpixel((0, 0), (number, 0, 0))
    (folder / "a.jpg").write_bytes(file_of(image, "JPEG"))


def assert_refused(
    done: subprocess.CompletedProcess[str], words: tuple[str, ...], root: Path, before: str | None
) -> None:
    """One clear sentence on standard error, exit 3, the old site to the byte."""
    said = [line for line in done.stderr.splitlines() if line.strip()]
    assert done.returncode == 3, (done.returncode, done.stderr)
    assert "Traceback" not in done.stdout + done.stderr
    assert any(word in said[-1] for word in words), said
    assert tree_digest(root / "site") == before


def test_a_full_disk_at_every_level(tmp_path: Path) -> None:
    """From no byte free upwards until a build gets through."""
    with small_disk(tmp_path / "disk", "12m") as disk:
        if disk is None:
            pytest.skip("only root may mount a small disk")
        root = make(disk / "root")
        assert build(root).returncode == 0
        before, refused = tree_digest(root / "site"), 0
        edit(root, 1)
        for free in (0, 4, 16, 48, 96, 160, 256, 400, 600, 900, 1400, 2200, 3400, 5000):
            with (disk / "filler").open("wb") as stream:
                blocks = os.statvfs(disk)
                stream.write(bytes(max(0, blocks.f_bavail * blocks.f_frsize - free * 1024)))
            done = build(root)
            (disk / "filler").unlink()
            if done.returncode == 0:
                break
            assert_refused(done, ("磁盘空间",), root, before)
            refused += 1
        else:
            pytest.fail("5 MB free did not do")
        assert refused >= 4
        again = tree_digest(root / "site")
        assert build(root, "--force").returncode == 0
        assert tree_digest(root / "site") == again != before


def limited(what: str, most: int) -> Callable[[], None]:
    def limit() -> None:
        import resource

        resource.setrlimit(getattr(resource, what), (most, most))

    return limit


def test_files_may_not_grow(tmp_path: Path) -> None:
    """`ulimit -f`, from 1 KB to 1 MB a file."""
    root, refused = make(tmp_path / "root"), 0
    assert build(root).returncode == 0
    before = tree_digest(root / "site")
    edit(root, 1)
    for kilobytes in (1, 2, 4, 8, 16, 32, 64, 128, 1024):
        done = build(root, preexec_fn=limited("RLIMIT_FSIZE", kilobytes * 1024))
        if done.returncode == 0:
            break
        assert_refused(done, ("超过了系统允许的大小",), root, before)
        refused += 1
    assert refused >= 3 and done.returncode == 0
    assert tree_digest(root / "site") != before


def test_few_handles(tmp_path: Path) -> None:
    """`ulimit -n`, from the fewest with which Python starts until a build gets through."""
    root = make(tmp_path / "root")
    assert build(root).returncode == 0
    before, refused = tree_digest(root / "site"), 0
    edit(root, 1)
    for handles in range(5, 30):
        done = build(root, preexec_fn=limited("RLIMIT_NOFILE", handles))
        if done.returncode == 0:
            break
        assert_refused(done, ("打开的文件太多",), root, before)
        refused += 1
    assert refused >= 3
    after = tree_digest(root / "site")
    assert build(root, "--force").returncode == 0
    assert before != after == tree_digest(root / "site")


def test_a_disk_that_turns_read_only(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "12m") as disk:
        if disk is None:
            pytest.skip("only root may mount a small disk")
        root = make(disk / "root")
        assert build(root).returncode == 0
        before = tree_digest(root / "site")
        edit(root, 1)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert_refused(build(root), ("只读",), root, before)


def without_privilege() -> None:
    """Root obeys the rights of files from here on: no CAP_DAC_OVERRIDE, no CAP_DAC_READ_SEARCH."""
    if os.geteuid() == 0:
        for capability in (1, 2):
            ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


_PR_CAPBSET_DROP = 24  # <linux/prctl.h>; it counts from the next exec on


@pytest.mark.parametrize(
    "forbidden", ["root", "root/site_src", "root/.showcase", "root/.showcase/lock", "root/stories"]
)
def test_no_permission(tmp_path: Path, forbidden: str) -> None:
    """A folder may be read but not written, a lock file not at all; stories may not be read."""
    root = make(tmp_path / "root")
    assert build(root).returncode == 0
    before = tree_digest(root / "site")
    edit(root, 1)
    place = tmp_path / forbidden
    mode = place.stat().st_mode
    place.chmod(0o000 if forbidden in ("root/stories", "root/.showcase/lock") else 0o555)
    done = build(root, preexec_fn=without_privilege)
    place.chmod(mode)
    assert_refused(done, ("没有读写权限",), root, before)
    assert build(root, preexec_fn=without_privilege).returncode == 0
    assert tree_digest(root / "site") != before


def test_a_story_nobody_may_read_is_told_with_its_name(tmp_path: Path) -> None:
    root = make(tmp_path / "root")
    (root / "stories/volunteer/s2/story.yml").chmod(0)
    done = build(root, preexec_fn=without_privilege)
    assert done.returncode in (1, 3) and "Traceback" not in done.stdout + done.stderr
    assert "s2/story.yml" in done.stdout + done.stderr
