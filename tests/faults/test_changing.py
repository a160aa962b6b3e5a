"""Stories and photos that change while a build runs; builds and edits side by side.

Reliability 5 and 7: one consistent snapshot or a clean stop; a second build is told and ends.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.faults.kit import REPOSITORY, WORD, build, tree_digest
from tests.picture_files import file_of, photo
from tests.roots import make_root, story

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX"),
]
PHOTO = "photos: [{file: a.jpg, alt: 光, credit: 办公室, consent: 本单位}]\n"
ROUNDS = 12
PLACES = ("volunteer/s0/index.html", "volunteer/index.html", "index.html", "feed.json", "feed.xml")


def put(root: Path, version: int) -> None:
    """A story whose title, page, list and feeds tell its version; its photo is that wide."""
    folder = root / "stories/volunteer/s0"
    folder.mkdir(parents=True, exist_ok=True)
    replace(folder / "story.yml", story(f"第{version}版", more=PHOTO).encode())
    replace(folder / "a.jpg", file_of(photo(600 + version, 400), "JPEG"))


def replace(file: Path, content: bytes) -> None:
    """As editors save: the new file takes the old one's place."""
    part = file.with_suffix(".part")
    part.write_bytes(content)
    part.replace(file)


def told(site: Path) -> set[str]:
    """Every version that the published site tells of."""
    texts = [(site / place).read_text(encoding="utf-8") for place in PLACES]
    texts += [path.read_text(encoding="utf-8") for path in (site / "search").rglob("*.js")]
    return {version for text in texts for version in re.findall(r"第(\d+)版", text)}


def test_what_is_edited_meanwhile_is_one_snapshot_or_a_clean_stop(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", {f"volunteer/t{n}.yml": story(f"灯{n}") for n in range(8)})
    put(root, 0)
    assert build(root).returncode == 0
    done, version = threading.Event(), 0

    def edit() -> None:
        nonlocal version
        while not done.wait(0.03):
            version = (version + 1) % 200
            put(root, version)

    codes = []
    for _ in range(ROUNDS):
        before = tree_digest(root / "site")
        done.clear()
        editor = threading.Thread(target=edit)
        editor.start()
        ran = build(root)
        done.set()
        editor.join()
        codes.append(ran.returncode)
        assert "Traceback" not in ran.stdout + ran.stderr
        assert ran.returncode in (0, 1, 3), ran.stderr
        if ran.returncode:
            assert tree_digest(root / "site") == before, "a stop leaves the old site"
        assert len(told(root / "site")) == 1, "page, lists, feeds and search tell one version"
    put(root, 777)
    assert build(root).returncode == 0
    assert told(root / "site") == {"777"}
    fresh = tmp_path / "fresh"
    subprocess.run(["cp", "-r", root / "stories", root / "mkdocs.yml", make(fresh)], check=True)
    assert build(fresh).returncode == 0
    assert tree_digest(fresh / "site") == tree_digest(root / "site"), "nothing of it is left"


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_files_that_come_and_go(tmp_path: Path) -> None:
    """Stories and photos removed and made again during builds: no crash, the old site or a new."""
    root = make_root(tmp_path / "root", {"volunteer/t.yml": story("灯")})
    put(root, 1)
    assert build(root).returncode == 0
    done = threading.Event()
    folder = root / "stories/volunteer/s0"

    def blink() -> None:
        while not done.wait(0.02):
            for name in ("a.jpg", "story.yml"):
                (folder / name).unlink(missing_ok=True)
            time.sleep(0.02)
            put(root, 1)

    blinker = threading.Thread(target=blink)
    blinker.start()
    try:
        for _ in range(ROUNDS):
            ran = build(root)
            assert ran.returncode in (0, 1, 3), ran.stderr
            assert "Traceback" not in ran.stdout + ran.stderr and "crash.txt" not in ran.stderr
            json.loads((root / "site/manifest.json").read_bytes())
    finally:
        done.set()
        blinker.join()
    assert build(root).returncode == 0
    assert told(root / "site") == {"1"}


def test_two_builds_at_once(tmp_path: Path) -> None:
    """The second says so and exits 3, at once; both may start at the same instant."""
    root = make_root(tmp_path / "root", {"volunteer/t.yml": story("灯")})
    for _ in range(5):
        started = [
            subprocess.Popen(
                [*WORD, "--root", str(root)],
                cwd=REPOSITORY,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            for _ in range(3)
        ]
        said = [process.communicate()[1] for process in started]
        codes = sorted(process.returncode for process in started)
        assert codes[0] == 0 and set(codes) <= {0, 3}
        refused = [s for p, s in zip(started, said, strict=True) if p.returncode == 3]
        assert all("另一个命令正在生成网站" in words for words in refused)
        assert (root / "site/volunteer/t/index.html").is_file()


def test_the_lock_of_a_killed_build(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", {"volunteer/t.yml": story("灯")})
    lock = root / ".showcase/lock"
    for _ in range(5):
        lock.unlink(missing_ok=True)
        process = subprocess.Popen([*WORD, "--root", str(root), "--quiet"], cwd=REPOSITORY)
        while not (lock.is_file() and lock.read_bytes()):
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert build(root).returncode == 0, "the lock died with its process"
