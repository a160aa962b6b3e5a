"""A whole `showcase build` killed at 135 random moments: incremental, full, its engine left alive.

Reliability 3: after every kill the published site is the old one or the new one, and the next run
heals what is left.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.press import STORIES_TO_SHARE
from tests.faults.kit import REPOSITORY, WORD, Kills, build, kill_loop, seconds_of, tree_digest
from tests.picture_files import file_of, photo
from tests.roots import make_root, story

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX"),
]
KILLS = 30  # of each of the four ways
PHOTO = "photos: [{file: a.jpg, alt: 光, credit: 办公室, consent: 本单位}]\n"


def edit(root: Path, number: int) -> None:
    """Gives two stories and a photo the words and pixels of one of two versions."""
    version = number % 2
    for name in ("s0", "s1"):
        text = story(f"第{version}版的{name}", more=PHOTO if name == "s0" else "")
        (root / f"stories/volunteer/{name}/story.yml").write_text(text, encoding="utf-8")
    content = file_of(photo(640 + 64 * version, 480), "JPEG")
    (root / "stories/volunteer/s0/a.jpg").write_bytes(content)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return root_of(12, tmp_path / "root")


def root_of(count: int, folder: Path) -> Path:
    """A root with that many stories."""
    stories = {f"volunteer/s{number}/story.yml": story(f"第{number}篇") for number in range(count)}
    return make_root(folder, stories)


def versions(root: Path, *words: str) -> list[str | None]:
    """The digests of the site in both versions, and what is left behind by a build that ends."""
    digests = []
    for number in (0, 1):
        edit(root, number)
        done = build(root, *words)
        assert done.returncode == 0, done.stderr
        digests.append(tree_digest(root / "site"))
    assert digests[0] != digests[1]
    return digests


@pytest.mark.parametrize(("seed", "words"), [(1, ()), (2, ()), (3, ("--force",))])
def test_the_whole_group(root: Path, seed: int, words: tuple[str, ...]) -> None:
    """As a power cut or the memory's end takes them: the build and its engine at once."""
    digests = versions(root, *words)
    most = seconds_of(root, edit, *words)
    healed = 0

    def prepare(number: int) -> None:
        nonlocal healed
        if number % 5 == 4:
            assert build(root, *words).returncode == 0
            assert tree_digest(root / "site") == digests[(number - 1) % 2]
            healed += 1
        edit(root, number)

    cmd = [*WORD, "--root", str(root), *words]
    kills = kill_loop(cmd, root / "site", digests, KILLS, most, seed, prepare=prepare)
    assert kills.bad == []
    assert kills.killed == KILLS and healed >= KILLS // 5
    assert_heals(root, digests)


@pytest.mark.parametrize(
    ("stories", "words", "wanted"),
    [(12, (), KILLS), (STORIES_TO_SHARE, ("--force",), KILLS // 2)],
    ids=["an edit", "several processes and an engine of several jobs"],
)
def test_the_build_alone(stories: int, words: tuple[str, ...], wanted: int, tmp_path: Path) -> None:
    """As a task manager does: the engine lives on and goes on writing."""
    root = root_of(stories, tmp_path / "root")
    digests = versions(root, *words)
    most, moments, kills = seconds_of(root, edit, *words), random.Random(4), Kills()
    for number in range(4 * wanted):
        if kills.killed == wanted:
            break
        edit(root, number)
        process = subprocess.Popen(
            [*WORD, "--root", str(root), *words],
            cwd=REPOSITORY,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(moments.uniform(0, most))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            kills.killed += 1
        assert tree_digest(root / "site") in digests
        if number % 5 == 4:
            done = build(root, *words)
            assert done.returncode == 0, "the next run starts at once, lock or not"
            assert tree_digest(root / "site") == digests[number % 2]
    assert kills.killed == wanted
    assert_heals(root, digests)


def assert_heals(root: Path, digests: list[str | None]) -> None:
    """The next run gives the site of what is there now; a run after it leaves nothing of kills."""
    for number in (1, 0):
        edit(root, number)
        assert build(root).returncode == 0
        assert tree_digest(root / "site") == digests[number]
    assert not list((root / ".showcase").glob("run-*"))
    left = sorted(path.name for path in (root / ".showcase/swap-site").iterdir())
    assert [name.partition("-")[0] for name in left] == ["kept", "kept", "twin"]
    assert not list((root / "site_src").rglob("*.tmp"))
