"""Same input, same bytes: everything that every command makes, under two very different machines.

Reliability 6, 9 and 16: another path (spaces, Chinese, % and #), time zone, locale, hash seed,
umask, file times, order of edits, and a clock that is wrong by years.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.cli import _COMMANDS
from tests.canaries import SEEN, before
from tests.faults.kit import REPOSITORY, build
from tests.roots import story

pytestmark = pytest.mark.faults

# Name → words; `{out}` is a folder of the command's own. Lines on the terminal count as output.
MAKES: Mapping[str, tuple[str, ...]] = {
    "site": ("build",),
    "site, warm": ("build", "--out", "{out}"),
    "site, offline": ("build", "--offline", "--drafts", "--out", "{out}"),
    "window": ("window", "--single-file", "--out", "{out}/window.html"),
    "yearbook": ("yearbook", "2025", "--out", "{out}"),
    "export": ("export", "call", "--all", "--out", "{out}"),
    "article": ("export", "call", "kanaripublicq", "--format", "wechat", "--out", "{out}"),
    "text": ("export", "call", "kanaripublicq", "--format", "md", "--out", "{out}"),
    "status": ("status", "--format", "json", "--out", "{out}/status.json"),
    "status, page": ("status", "--format", "html", "--out", "{out}/status.html"),
    "check": ("check", "--format", "json"),
    "schema": ("schema",),
}
HERE = {name: words for name, words in MAKES.items() if words[0] in _COMMANDS}
PLAIN = {"LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"}
STRANGE = {
    "LC_ALL": "C",
    "LANG": "tr_TR",
    "TZ": "America/St_Johns",
    "PYTHONHASHSEED": "77",
    "COLUMNS": "40",
}


def made(root: Path, out: Path, environment: Mapping[str, str], umask: int) -> dict[str, str]:
    """The digests of all that all commands make of a root, by command and path."""
    found = {}
    for name, words in HERE.items():
        place = out / name.replace(", ", "-")
        place.mkdir(parents=True, exist_ok=True)
        told = [word.format(out=place) for word in words]
        done = subprocess.run(
            [sys.executable, "-m", "generator", *told, "--as-of", SEEN, "--root", str(root)],
            cwd=REPOSITORY,
            env={**os.environ, **environment},
            capture_output=True,
            umask=umask,
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode("utf-8", "replace")
        assert done.returncode == 0, (name, done.stdout[-2000:], done.stderr[-2000:])
        if words[0] in ("check", "schema"):
            found[name] = hashlib.sha256(done.stdout).hexdigest()
        for path in (place, root / "site"):
            for file in sorted(path.rglob("*")):
                if file.is_file():
                    digest = hashlib.sha256(file.read_bytes()).hexdigest()
                    found[f"{name}: {file.relative_to(path).as_posix()}"] = digest
    return found


def test_everything_everywhere(tmp_path: Path) -> None:
    """One test: the plain machine's bytes are dear, and each other machine is held against them."""
    plain = made(before(tmp_path / "root"), tmp_path / "out", PLAIN, 0o022)
    assert len(plain) > 200
    for machine in (_elsewhere, _after_other_edits, _under_a_wrong_clock):
        other = machine(tmp_path / machine.__name__)
        assert other.keys() == plain.keys(), machine.__name__
        assert not [name for name in plain if plain[name] != other[name]], machine.__name__


def _elsewhere(folder: Path) -> dict[str, str]:
    folder = folder / "另 一 处 100%#[甲] & 'b'"
    root = before(folder / "根 目录")
    for number, path in enumerate(sorted(root.rglob("*"), reverse=True)):
        os.utime(path, (10**9 + number, 10**9 - 77 * number))
    return made(root, folder / "出", STRANGE, 0o077)


def _after_other_edits(folder: Path) -> dict[str, str]:
    """A root that came to be the same by a detour: other stories first, built in between."""
    root = before(folder / "root")
    for path in (root / "stories").rglob("story.yml"):
        path.write_bytes(path.read_bytes().replace(b"kanari", b"detour", 4))
    more = root / "stories/volunteer/more.yml"
    more.write_text(story("绕道"), encoding="utf-8")
    done = build(root, env={**os.environ, **PLAIN})
    assert done.returncode == 0, done.stdout
    more.unlink()
    before(root)
    return made(root, folder / "out", PLAIN, 0o022)


def _under_a_wrong_clock(folder: Path) -> dict[str, str]:
    if not shutil.which("faketime"):
        pytest.skip("faketime is not installed: all but the wrong clock was tried")
    told = ["faketime", "2051-02-28 12:00:00", "printenv", "LD_PRELOAD", "FAKETIME"]
    lines = subprocess.run(told, capture_output=True, text=True, check=True).stdout.split("\n")
    environment = {**PLAIN, "LD_PRELOAD": lines[0], "FAKETIME": lines[1]}
    return made(before(folder / "root"), folder / "out", environment, 0o022)
