"""Killed at any moment, on a full disk, twice at once: readers have the old site or the new one."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from generator import moving
from generator.publish import lock, publish, recover, refuse_strangers, staging, swap
from generator.trouble import Broken, Misuse, machine_trouble
from tests.faults.builder import build, heal, make_tree
from tests.faults.kit import kill_loop, small_disk, started, tree_digest, watched

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and fork are POSIX")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges folders")


def builder(word: str, root: Path, site: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "tests.faults.builder", word, str(root), str(site), *options]


def output(cmd: list[str]) -> str:
    return subprocess.run(cmd, capture_output=True, text=True, check=True, encoding="utf-8").stdout


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root whose site says `old`."""
    build(tmp_path, tmp_path / "site", "old")
    return tmp_path


@pytest.fixture
def digests(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    folder = tmp_path_factory.mktemp("versions")
    return {v: tree_digest(make_tree(folder / v, v)) for v in ("old", "new")}


@pytest.fixture
def other_disk(root: Path) -> Iterator[Path]:
    """A folder to which nothing can be renamed from the root."""
    shm = Path("/dev/shm")
    if not shm.is_dir() or shm.stat().st_dev == root.stat().st_dev:
        pytest.skip("no second disk at hand")
    folder = Path(tempfile.mkdtemp(dir=shm))
    yield folder
    shutil.rmtree(folder)


# Kills


@linux
def test_at_random_times(root: Path, digests: dict[str, str | None]) -> None:
    site = root / "site"
    with watched(site, "index.html") as watch:
        seen = json.loads(output(builder("kill", root, site, "200")))
    heal(root, site)
    assert len(seen) == 200 and set(seen) == {"old", "new"}
    assert tree_digest(site) in digests.values()
    assert watch.looks > 1_000 and watch.absent == 0
    assert set(watch.texts) == {b"old" * 400, b"new" * 400}
    assert sorted(p.name for p in (root / ".showcase").iterdir()) == ["lock"]


@posix
def test_a_whole_process_group(root: Path, digests: dict[str, str | None]) -> None:
    cmd = builder("loop", root, root / "site")
    kills = kill_loop(cmd, root / "site", digests.values(), 6, 0.1, seed=1, ready=True)
    assert kills.killed == 6 and kills.bad == []
    other = kill_loop(cmd, root / "site", [], 2, 0.1, seed=1, ready=True)
    assert len(other.bad) == 2, "a digest that is not allowed is told"


@posix
@pytest.mark.parametrize(
    ("place", "options"),
    [("root", []), ("root", ["two-renames"]), ("other_disk", [])],
    ids=["exchange", "two-renames", "other-disk"],
)
def test_at_every_step(
    root: Path, place: str, options: list[str], request: pytest.FixtureRequest
) -> None:
    site = request.getfixturevalue(place) / "site"
    told = json.loads(output(builder("sweep", root, site, *options)))
    assert len(told["killed"]) > 50
    assert {"old", "new"} <= set(told["killed"])
    assert "half" not in told["killed"]
    # Two renames leave the site absent for the time between them, and only there.
    assert told["killed"].count("absent") == (1 if options or sys.platform != "linux" else 0)
    assert set(told["healed"]) == {"old", "new"}
    assert set(told["recovered"]) == {"old"}
    assert told["left"] == []


def test_recovery_leaves_another_site_alone(root: Path, digests: dict[str, str | None]) -> None:
    work = root / ".showcase"
    make_tree(work / "swap-site" / "new", "new")
    (root / "site").rename(work / "swap-site" / "old")
    recover(root / "elsewhere", work)
    assert not (root / "elsewhere").exists()
    recover(root / "site", work)
    recover(root / "site", work)
    assert tree_digest(root / "site") == digests["old"]
    assert list(work.glob("swap-*")) == []


@pytest.mark.parametrize("portable", [False, True])
def test_a_half_removed_site_is_never_put_back(
    root: Path, portable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if portable:
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    with monkeypatch.context() as killed:
        killed.setattr(swap, "_remove", lambda folder: None)
        build(root, root / "site", "new")
    shutil.rmtree(root / "site")
    heal(root, root / "site")
    assert not (root / "site").exists()


def test_staging_is_never_shared(root: Path) -> None:
    work = root / ".showcase"
    first, second = staging(work), staging(work)
    assert first != second and first.is_dir() and second.is_dir()
    recover(root / "site", work)
    assert not first.exists() and not second.exists()


# Where a site may go


@pytest.mark.parametrize("portable", [False, True])
@pytest.mark.parametrize("before", ["absent", "empty", "ours"])
def test_takes_its_place(
    root: Path,
    digests: dict[str, str | None],
    before: str,
    portable: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if portable:
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    site = root / "public" / "html" if before == "absent" else root / "html"
    if before == "empty":
        site.mkdir()
    elif before == "ours":
        make_tree(site, "old")
    build(root, site, "new")
    assert tree_digest(site) == digests["new"]
    assert sorted(p.name for p in site.parent.iterdir() if "html" in p.name) == ["html"]
    assert not site.is_symlink()


def test_reaches_another_disk(root: Path, other_disk: Path, digests: dict[str, str | None]) -> None:
    for version in ("old", "new", "old"):
        build(root, other_disk / "site", version)
        assert tree_digest(other_disk / "site") == digests[version]
        assert [p.name for p in other_disk.iterdir()] == ["site"]


def test_cache_on_another_disk(
    root: Path, other_disk: Path, digests: dict[str, str | None]
) -> None:
    shutil.rmtree(root / ".showcase")
    (root / ".showcase").symlink_to(other_disk)
    build(root, root / "site", "new")
    assert tree_digest(root / "site") == digests["new"]


def _home(site: Path) -> None:
    site.mkdir()
    (site / "diary.txt").write_text("mine")


def _web_app(site: Path) -> None:
    _home(site)
    (site / "manifest.json").write_text('{"name": "app", "icons": []}')


def _checkout(control: str, site: Path) -> None:
    make_tree(site, "old")
    (site / control).mkdir()


def _link(site: Path) -> None:
    target = make_tree(site.parent / "target", "old")
    site.symlink_to(target)


@pytest.mark.parametrize(
    ("stranger", "word"),
    [
        (_home, "不会覆盖"),
        (_web_app, "不会覆盖"),
        *((partial(_checkout, control), "不会覆盖") for control in (".git", ".hg", ".svn")),
        (lambda site: site.write_text("mine"), "是一个文件"),
        pytest.param(_link, "符号链接", marks=posix),
    ],
    ids=["home", "web-app", "git", "hg", "svn", "file", "link"],
)
def test_strangers_are_left_alone(root: Path, stranger: object, word: str) -> None:
    site = root / "theirs"
    stranger(site)  # type: ignore[operator]
    before = tree_digest(root)
    with pytest.raises(Misuse) as stop:
        refuse_strangers(site)
    assert word in stop.value.words.zh and str(site) in stop.value.words.zh
    assert stop.value.exit_code == 2
    tree = make_tree(root / "tree", "new")
    with pytest.raises(Misuse):
        publish(tree, site, root / ".showcase")
    shutil.rmtree(tree)
    assert tree_digest(root) == before


def test_a_tree_that_could_never_be_replaced_is_a_bug(root: Path) -> None:
    tree = make_tree(root / "tree", "new")
    (tree / "manifest.json").unlink()
    with pytest.raises(ValueError, match=r"manifest\.json"):
        publish(tree, root / "site", root / ".showcase")


# Broken machines


def test_full_disk(root: Path, tmp_path: Path, digests: dict[str, str | None]) -> None:
    with small_disk(tmp_path / "disk", "128k") as disk:
        if disk is None:
            pytest.skip("mounting needs root")
        site = disk / "site"
        build(root, site, "old")
        with pytest.raises(OSError) as failure:
            build(root, site, "new", size=40_000)
        assert failure.value.errno == errno.ENOSPC
        assert "磁盘空间已用完" in machine_trouble(failure.value).zh
        assert tree_digest(site) == digests["old"]
        assert [p.name for p in disk.iterdir()] == ["site"], "the space is given back at once"
        build(root, site, "new")
        assert tree_digest(site) == digests["new"]


def test_full_disk_under_the_root(tmp_path: Path, digests: dict[str, str | None]) -> None:
    with small_disk(tmp_path / "disk", "128k") as disk:
        if disk is None:
            pytest.skip("mounting needs root")
        build(disk, disk / "site", "old")
        with pytest.raises(OSError) as failure:
            build(disk, disk / "site", "new", size=40_000)
        assert failure.value.errno == errno.ENOSPC
        assert tree_digest(disk / "site") == digests["old"]
        build(disk, disk / "site", "new")
        assert tree_digest(disk / "site") == digests["new"]


@posix
def test_files_may_not_grow(root: Path, other_disk: Path, digests: dict[str, str | None]) -> None:
    site = other_disk / "site"
    build(root, site, "old")
    said = output(builder("once", root, site, "large", "small-files"))
    assert said.startswith("文件超过了系统允许的大小")
    assert tree_digest(site) == digests["old"]


def test_read_only_disk(root: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "128k") as disk:
        if disk is None:
            pytest.skip("mounting needs root")
        build(root, disk / "site", "old")
        before = tree_digest(disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with pytest.raises(OSError) as failure:
            build(root, disk / "site", "new")
        words = machine_trouble(failure.value)
        assert words.zh.startswith("磁盘是只读的") and str(disk) in words.zh
        assert tree_digest(disk) == before


@posix
def test_no_permission(digests: dict[str, str | None]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o755)
        root, out = folder / "root", folder / "out"
        root.mkdir()
        root.chmod(0o777)
        out.mkdir()
        build(root, out / "site", "old")
        shutil.rmtree(root / ".showcase")
        out.chmod(0o555)
        said = output(builder("once", root, out / "site", "as-nobody"))
        assert said.startswith("没有读写权限") and str(out) in said
        assert tree_digest(out / "site") == digests["old"]
        assert output(builder("once", root, root / "site", "as-nobody")) == ""
        assert tree_digest(root / "site") == digests["new"]
    finally:
        out.chmod(0o755)
        shutil.rmtree(folder)


class Held(PermissionError):
    """What Windows raises while a program has a file of the folder open."""

    winerror = 32


@pytest.mark.parametrize(
    ("held", "times", "stands"),
    [("site", 3, "new"), ("site", 99, "old"), ("new", 3, "new"), ("new", 99, "old")],
)
def test_files_open_in_windows(
    root: Path,
    digests: dict[str, str | None],
    held: str,
    times: int,
    stands: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site, replace, refused = root / "site", Path.replace, []

    def refuse(self: Path, target: Path) -> Path:
        if self.name == held and target in (site, site.parent / ".showcase/swap-site/old"):
            refused.append(self)
            if len(refused) <= times:
                raise Held(errno.EACCES, "in use", str(self))
        return replace(self, target)

    monkeypatch.setattr(swap, "_exchange", lambda one, other: False)
    monkeypatch.setattr(moving, "_PAUSE", 0)
    monkeypatch.setattr(Path, "replace", refuse)
    if stands == "new":
        build(root, site, "new")
        assert len(refused) == times + 1
    else:
        with pytest.raises(Broken, match="open in another program") as stop:
            build(root, site, "new")
        assert stop.value.exit_code == 3
    assert tree_digest(site) == digests[stands]
    assert sorted(p.name for p in (root / ".showcase").iterdir()) == ["lock"]


# One build at a time


def test_a_second_build_is_told(tmp_path: Path) -> None:
    with lock(tmp_path / ".showcase/lock"):
        with pytest.raises(Broken) as stop, lock(tmp_path / ".showcase/lock"):
            pass
        assert f"进程 {os.getpid()}，" in stop.value.words.zh
        assert f"process {os.getpid()}, since 20" in stop.value.words.en
        assert stop.value.exit_code == 3
        with lock(tmp_path / "other/lock"):
            pass
    with lock(tmp_path / ".showcase/lock"):
        pass


@posix
def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    cmd = builder("hold", tmp_path, tmp_path / "site")
    with started(cmd, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        worker = int(holder.stdout.readline())
        with (
            pytest.raises(Broken, match=f"process {holder.pid}"),
            lock(tmp_path / ".showcase/lock"),
        ):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        os.kill(worker, 0)
        with lock(tmp_path / ".showcase/lock"):
            os.kill(worker, signal.SIGKILL)


def test_a_tree_is_on_the_disk_before_it_takes_its_name(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut right after would leave the new name with empty files."""
    done = []
    for step in ("_sync", "_swap"):

        def noted(*args: Path, step: str = step, act: object = getattr(swap, step)) -> None:
            done.append((step, args[0].name))
            act(*args)  # type: ignore[operator]

        monkeypatch.setattr(swap, step, noted)
    build(root, root / "site", "new")
    assert done == [("_sync", "new"), ("_swap", "swap-site")]
