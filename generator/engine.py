"""MkDocs as a command: argv and a settings file, nothing else."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.model.problem import Words
from generator.trouble import Broken, machine_trouble


class EngineFailed(Exception):
    """The engine refused pages that we wrote: a bug of ours; carries what it said."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run of the engine: pages in `docs`, result in `out`, settings over those of `root`."""

    root: Path
    docs: Path
    out: Path
    theme: Path
    first_page: str
    extra: Mapping[str, Any]


class Engine:
    """Engines running side by side; leaving the block before `wait` ends them.

    The default nav costs O(n²): 2,000 pages took 76 s, with a nav of one page 3.2 s.
    """

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._running:
            if process.poll() is None:
                process.kill()
                process.communicate()

    def start(self, job: Job) -> None:
        """Starts an engine on a job; raises Broken where it cannot be started."""
        self._running.append(_start(job))

    def wait(self) -> None:
        """Waits for all of them; raises EngineFailed or Broken for the first that failed."""
        for process in self._running:
            words = process.communicate()[0]
            if process.returncode:
                _failed(words)


def _start(job: Job) -> subprocess.Popen[str]:
    settings = job.out.with_suffix(".yml")
    settings.write_text(json.dumps(_settings(job), ensure_ascii=False), encoding="utf-8")
    argv = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(settings)]
    try:
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONUTF8": "1", "NO_MKDOCS_2_WARNING": "1"},
        )
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.EACCES, errno.ENOEXEC):
            raise
        raise Broken(
            Words(
                "无法启动网站引擎 MkDocs，请重新安装本程序", "MkDocs cannot be started; reinstall"
            )
        ) from error


def _settings(job: Job) -> dict[str, Any]:
    """Settings over the root's own: JSON is YAML, and INHERIT keeps what the owner set."""
    return {
        "INHERIT": str(job.root / "mkdocs.yml"),
        "docs_dir": str(job.docs),
        "site_dir": str(job.out),
        "theme": {
            "name": None,
            "custom_dir": str(job.theme),
            "static_templates": ["404.html"],
        },
        "plugins": [],
        "hooks": [],
        "nav": [{"page": job.first_page}],
        "not_in_nav": "*",
        "use_directory_urls": True,
        "extra": dict(job.extra),
    }


def _failed(words: str) -> None:
    """What the machine refused is told as such, all else is a bug of ours."""
    for code, said, place in reversed(_REFUSED.findall(words)):
        if int(code) != errno.ENOENT:
            raise Broken(machine_trouble(OSError(int(code), said), place))
    if "No module named mkdocs" in words:
        raise Broken(
            Words("没有安装 MkDocs，请先运行 make site。", "MkDocs is missing; run make site.")
        )
    raise EngineFailed(words.strip())


_REFUSED = re.compile(r"\[Errno (\d+)\] ([^:'\n]*)(?:: '([^'\n]*)')?")
