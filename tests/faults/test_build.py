"""`showcase build` killed at any moment, on a full disk, without rights: the old site stands."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.kit import WORD, build, kill_loop, seconds_of, small_disk, tree_digest
from tests.roots import make_root, story


def two_states(root: Path) -> list[str | None]:
    """The digests of the site of both versions."""
    make_root(root, {f"volunteer/s{number}.yml": story(f"第{number}篇") for number in range(8)})
    digests = []
    for version in (0, 1):
        edit(root, version)
        assert build(root).returncode == 0
        digests.append(tree_digest(root / "site"))
    assert digests[0] != digests[1]
    return digests


def edit(root: Path, number: int) -> None:
    """Gives a story the title of one of two versions."""
    text = story(("第0篇", "改过的标题")[number % 2])
    (root / "stories/volunteer/s0.yml").write_text(text, encoding="utf-8")


def test_killed_at_any_moment(tmp_path: Path) -> None:
    root = tmp_path / "root"
    states = two_states(root)
    most = seconds_of(root, edit)
    cmd = [*WORD, "--root", str(root)]
    kills = kill_loop(
        cmd, root / "site", states, 6, most, seed=5, prepare=lambda number: edit(root, number)
    )
    assert kills.bad == [] and kills.killed == 6
    edit(root, 0)
    assert build(root).returncode == 0
    assert tree_digest(root / "site") == states[0]
    left = {p.name for p in (root / ".showcase").iterdir()}
    assert left - {"templates"} == {"lock", "swap-site"}
    assert {p.name.partition("-")[0] for p in (root / ".showcase" / "swap-site").iterdir()} <= {
        "kept",
        "twin",
    }


def test_disk_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        if disk is None:
            pytest.skip("only root may mount a small disk")
        root = disk / "root"
        make_root(root, {"volunteer/a.yml": story()})
        assert build(root).returncode == 0
        before = tree_digest(root / "site")
        (root / "stories/volunteer/a.yml").write_text(story("改过"), encoding="utf-8")
        filler = disk / "filler"
        with filler.open("wb") as stream:
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            stream.write(b"x" * max(0, free - 40_000))
        done = build(root)
        assert done.returncode == 3, done.stderr
        assert "Traceback" not in done.stdout + done.stderr and "磁盘空间" in done.stderr
        assert tree_digest(root / "site") == before
        filler.unlink()
        assert build(root).returncode == 0


def test_read_only_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "4m") as disk:
        if disk is None:
            pytest.skip("only root may mount a small disk")
        root = make_root(disk / "root", {"volunteer/a.yml": story()})
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = build(root)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stdout + done.stderr and "只读" in done.stderr


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere; see above"
)
def test_no_permission(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", {"volunteer/a.yml": story()})
    root.chmod(0o500)
    try:
        done = build(root)
        assert done.returncode == 3 and "Traceback" not in done.stderr
    finally:
        root.chmod(0o700)
