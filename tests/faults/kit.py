"""Tools of the fault tests: digests of trees, kills at random times, watching a folder, disks."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parent.parent.parent
WORD = [sys.executable, "-m", "generator", "build", "--as-of", "2026-06-01"]


def build(root: Path, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """`showcase build` of a root; `more` goes to subprocess.run."""
    told = {"cwd": REPOSITORY, "capture_output": True, "text": True, "encoding": "utf-8"}
    return subprocess.run([*WORD, "--root", str(root), *words], check=False, **(told | more))


def seconds_of(root: Path, edit: Callable[[Path, int], None], *words: str) -> float:
    """How long a build of an edit, of either version, takes now, on this machine."""
    taken = []
    for number in (0, 1):
        edit(root, number)
        begun = time.monotonic()
        assert build(root, *words).returncode == 0
        taken.append(time.monotonic() - begun)
    return min(taken)


def tree_digest(root: Path) -> str | None:
    """SHA-256 over all names and bytes below `root`, links as links; None if there is no folder."""
    if not root.is_dir():
        return None
    told = hashlib.sha256()
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files + [f for f in folders if Path(folder, f).is_symlink()]):
            path = Path(folder, name)
            raw = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
            for part in (os.fsencode(path.relative_to(root)), raw):
                told.update(len(part).to_bytes(8, "big") + part)
    return told.hexdigest()


@dataclass
class Kills:
    """What a kill loop saw: how many runs it cut, which digests stood, which were not allowed."""

    killed: int = 0
    seen: Counter[str | None] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)


def kill_loop(
    cmd: Sequence[str],
    site: Path,
    allowed_digests: Collection[str | None],
    n: int,
    tmax: float,
    seed: int,
    *,
    ready: bool = False,
    prepare: Callable[[int], None] | None = None,
) -> Kills:
    """Start `cmd` until n runs were cut: SIGKILL its group after 0..tmax seconds, look at `site`.

    `ready`: the time runs from the first line the process prints. A run that ended by itself before
    its time counts as not killed, its exit code must be 0, and no more than 4 n are tried.
    `prepare` is told the number of the run.
    """
    times, kills = random.Random(seed), Kills()
    for number in range(4 * n):
        if kills.killed == n:
            break
        if prepare:
            prepare(number)
        after = times.uniform(0, tmax)
        with started(cmd, stdout=subprocess.PIPE if ready else subprocess.DEVNULL) as process:
            if process.stdout:
                process.stdout.readline()
            try:
                process.wait(after)
            except subprocess.TimeoutExpired:
                kills.killed += 1
            else:
                assert process.returncode == 0, f"{cmd} ended with {process.returncode}"
        digest = tree_digest(site)
        kills.seen[digest] += 1
        if digest not in allowed_digests:
            kills.bad.append(f"{'absent' if digest is None else 'half'} after {after:.3f} s")
    return kills


@contextlib.contextmanager
def started(cmd: Sequence[str], **more: object) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own; the whole group is killed at the end of the block."""
    process = subprocess.Popen(  # type: ignore[call-overload]
        cmd,
        **{
            "cwd": REPOSITORY,
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
            "start_new_session": True,
            **more,
        },
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()


@dataclass
class Watch:
    """What a watcher saw of a folder while others changed it."""

    looks: int = 0
    absent: int = 0
    texts: Counter[bytes] = field(default_factory=Counter)


@contextlib.contextmanager
def watched(site: Path, page: str) -> Iterator[Watch]:
    """Look at `site` in a tight loop during the block; every 50th time read its `page` as well."""
    watch, stop = Watch(), threading.Event()

    def look() -> None:
        while not stop.is_set():
            watch.looks += 1
            try:
                site.stat()
            except FileNotFoundError:
                watch.absent += 1
            if watch.looks % 50 == 0:
                # The page of a tree that was swapped out after the lookup may be gone already.
                with contextlib.suppress(FileNotFoundError):
                    watch.texts[(site / page).read_bytes()] += 1
                time.sleep(0)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield watch
    finally:
        stop.set()
        thread.join()


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path | None]:
    """A disk of its own (tmpfs) of `size` at `folder`; None where mounting is not allowed."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, check=False).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
