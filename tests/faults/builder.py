"""A stand-in for a build, small and fast, to be killed: `python -m tests.faults.builder WORD …`."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.publish import lock, publish, recover, staging, swap
from generator.trouble import Stop, machine_trouble
from tests.faults.kit import tree_digest

VERSIONS = ("old", "new")


def make_tree(tree: Path, version: str, size: int = 400) -> Path:
    """Write a site of a few files that all say `version`."""
    for name in ("index.html", "brands/index.html", "brands/1252/index.html", "assets/a/b.css"):
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(version * size)
    (tree / f"only-{version}.html").write_text(version)
    (tree / "manifest.json").write_text(json.dumps({"generator": "showcase", "version": version}))
    return tree


def build(root: Path, site: Path, version: str, size: int = 400) -> None:
    """One whole run."""
    work = root / ".showcase"
    with lock(work / "lock"):
        recover(site, work)
        publish(make_tree(staging(work) / "site", version, size), site, work)


def heal(root: Path, site: Path) -> None:
    """The beginning of the next run."""
    with lock(root / ".showcase/lock"):
        recover(site, root / ".showcase")


def _loop(root: Path, site: Path) -> None:
    """Publish one version after the other until killed."""
    while True:
        for version in VERSIONS:
            build(root, site, version)


def _kill(root: Path, site: Path, times: int) -> None:
    """Kill a looping child so many times, each at a random moment; print what stood after each.

    Forked, not started: a run begins in 2 ms instead of 100. A publication takes 8 ms on a quiet
    disk, and 100 where others write: syncfs(2) waits for all of them. So it is timed now and then:
    within 40 ms no kill there came later than the first publication.
    """
    moments, stands = random.Random(1), _comparer(root, site)
    seen: list[str] = []
    for number in range(times):
        if number % 20 == 0:
            both = _seconds(lambda: [build(root, site, version) for version in VERSIONS])
        child = os.fork()
        if not child:
            _loop(root, site)
        time.sleep(moments.uniform(0, 2 * both))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        seen.append(stands())
    print(json.dumps(seen))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def _comparer(root: Path, site: Path) -> Callable[[], str]:
    """A function that says which version stands, "half" or "absent"."""
    versions = {tree_digest(make_tree(root / "compare" / v, v)): v for v in VERSIONS}
    versions[None] = "absent"
    return lambda: versions.get(tree_digest(site), "half")


def _hold(root: Path) -> None:
    """Hold the lock, with a worker that outlives us as those of a process pool do."""
    with lock(root / ".showcase/lock"):
        if os.fork():
            time.sleep(60)
        else:
            print(os.getpid(), flush=True)
            time.sleep(60)
            os._exit(0)


def _once(root: Path, site: Path, size: int) -> None:
    """Publish `new`; print the sentence if something stops it."""
    try:
        build(root, site, "new", size)
    except Stop as stop:
        print(stop.words.zh)
    except OSError as error:
        print(machine_trouble(error).zh)


def _sweep(root: Path, site: Path) -> None:
    """Die at every single step of a run and of a recovery; print what stood after each."""
    stands = _comparer(root, site)
    told: dict[str, list[str]] = {"killed": [], "healed": [], "left": [], "recovered": []}
    build(root, site, "old")
    for _ in _dying(lambda: build(root, site, "new")):
        told["killed"].append(stands())
        _alone(lambda: heal(root, site))
        told["healed"].append(stands())
        told["left"] += _leftovers(root, site)
        build(root, site, "old")
    build(root, site, "old")
    for _ in _dying(lambda: heal(root, site), lambda: _half_swapped(root, site)):
        _alone(lambda: heal(root, site))
        told["recovered"].append(stands())
        told["left"] += _leftovers(root, site)
    print(json.dumps(told))


def _leftovers(root: Path, site: Path) -> list[str]:
    own = [path.name for path in (root / ".showcase").iterdir() if path.name != "lock"]
    return own + [path.name for path in site.parent.glob(f".{site.name}.*")]


def _half_swapped(root: Path, site: Path) -> None:
    """What a run leaves that was killed between two renames."""
    backstage = swap._backstage(site, root / ".showcase")
    make_tree(backstage / "new", "new")
    site.rename(backstage / "old")
    make_tree(staging(root / ".showcase") / "site", "new")


def _dying(run: Callable[[], None], prepare: Callable[[], None] = lambda: None) -> Iterator[int]:
    """Run in a child that dies at its first step, then at its second, until one gets through.

    A step is whatever Python audits: opening, making, renaming, removing, loading a library.
    """
    for step in range(1, 1000):
        prepare()
        exit_code = _alone(run, step)
        if exit_code == 0:
            return
        assert exit_code == -signal.SIGKILL, f"step {step} ended with {exit_code}"
        yield exit_code


def _alone(run: Callable[[], None], dies_at: int = 0) -> int:
    child = os.fork()
    if not child:
        left = [dies_at]

        def hook(event: str, _: object) -> None:
            if event.startswith(("os.", "shutil.", "open", "ctypes.", "fcntl.")):
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            run()
        except BaseException:
            os._exit(70)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(word: str, folder: str, site: str, *options: str) -> None:
    """Do what the word says; `two-renames` stands for a system that cannot exchange."""
    root = Path(folder)
    if "two-renames" in options:
        swap._exchange = lambda one, other: False
    if "as-nobody" in options and os.geteuid() == 0:
        os.setegid(65534)
        os.seteuid(65534)
    if "small-files" in options:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    if word == "loop":
        print("begun", flush=True)
        _loop(root, Path(site))
    elif word == "kill":
        _kill(root, Path(site), int(options[0]))
    elif word == "hold":
        _hold(root)
    elif word == "once":
        _once(root, Path(site), 4000 if "large" in options else 400)
    elif word == "sweep":
        _sweep(root, Path(site))


if __name__ == "__main__":
    main(*sys.argv[1:])
