"""MkDocs in a process of its own: settings and jobs on its standard input, nothing else."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from msgspec import Struct

from generator.beside import CAN_FORK
from generator.forked import Fork
from generator.model.problem import MAKE, Words
from generator.trouble import Broken, Refused, machine_trouble

_HOOK = Path(__file__).with_name("hook.py")
_COMMAND = "import sys; sys.path.append(sys.argv[1]); from generator.jobs import work; work()"


class EngineFailed(Exception):
    """The engine refused pages that we wrote: a bug of ours; carries what it said."""


class Job(Struct, frozen=True):
    """One run of the engine: some pages of `source` into `out`, settings over those of `root`.

    `pages` is a file that tells them, a line each; other jobs may build theirs into the same
    `out` meanwhile. The one `with_shell` brings as well what is no page of ours: the theme's files,
    its 404.html and the hand-written pages in `docs`. In `compiled` lies what templates are
    compiled to.
    """

    root: Path
    source: Path
    pages: Path
    docs: Path
    out: Path
    theme: Path
    compiled: Path
    name: str
    url: str
    extra: Mapping[str, Any]
    with_shell: bool = False


class Engine:
    """A run of the engine, started at once and waiting for its job: its own start takes 0.3 s.

    A fork has what is loaded here: a quarter of that where a build begins, in a preview half.

    Leaving the block before `wait` ends it.
    """

    def __init__(self) -> None:
        self._process: Fork | subprocess.Popen[str]
        self._process, self._jobs = _forked() if CAN_FORK else _spawned()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def waits(self) -> bool:
        """Whether it is still there for a job."""
        return not self._jobs.closed and self._process.poll() is None

    def close(self) -> None:
        """Ends it, whatever it does.

        Without its pipe first: `python.exe` of a venv on Windows starts another one, and where that
        outlives it, it would wait for a job, and we for its last word.
        """
        ran = self.kill()
        self._let_go()
        if ran:
            self._process.communicate()

    def kill(self) -> bool:
        """Has it end at once, for whoever waits to find out; whether it ran."""
        if self._process.poll() is not None:
            return False
        if sys.platform == "win32":
            self._process.kill()
        else:  # it leads a group, with the forks that do its jobs
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        return True

    def begin(self, job: Job, *, more: bool = False) -> None:
        """Hands the job over; the engine works on it while we go on, maybe with `more` for it.

        Where processes cannot be forked there is one job, and no more.
        """
        settings, told = (
            json.dumps(each, ensure_ascii=False).encode() for each in (_settings(job), _told(job))
        )
        with contextlib.suppress(BrokenPipeError):  # a broken pipe: it has ended and said why
            self._jobs.write(b"%b%b\t%b\n" % (b"+" if more else b"-", settings, told))
            self._jobs.flush()
        if not more:
            self._let_go()

    def wait(self) -> None:
        """Waits for its end; raises EngineFailed or Broken where it failed."""
        self._let_go()
        words = self._process.communicate()[0]
        if self._process.returncode:
            _failed(words)

    def _let_go(self) -> None:
        with contextlib.suppress(BrokenPipeError):  # of words it no longer wants to hear
            self._jobs.close()


def _forked() -> tuple[Fork, IO[bytes]]:
    process = Fork(_work)
    return process, process.stdin


def _work() -> None:
    from generator.jobs import work  # all of MkDocs

    work()


def _spawned() -> tuple[subprocess.Popen[str], IO[bytes]]:
    """The process, and the pipe for its jobs; its own start takes 0.3 s."""
    take, give = os.pipe()
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _COMMAND, str(_HOOK.parent.parent)],
            stdin=take,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONUTF8": "1"},
            process_group=None if sys.platform == "win32" else 0,
        )
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.EACCES, errno.ENOEXEC):
            raise
        raise Broken(
            Words(
                "无法启动网站引擎 MkDocs，请重新安装本程序", "MkDocs cannot be started; reinstall"
            )
        ) from error
    finally:
        os.close(take)
    return process, os.fdopen(give, "wb")


def _settings(job: Job) -> dict[str, Any]:
    """Settings over the root's own: JSON is YAML, and INHERIT keeps what the owner set.

    A menu of none: in MkDocs' own, of all pages, 2,000 took 76 s, and our shell shows another.
    """
    return {
        "INHERIT": str(job.root / "mkdocs.yml"),
        "site_name": job.name,
        "site_url": job.url,
        "docs_dir": str(job.docs),
        "site_dir": str(job.out.with_name("none")),
        "theme": {
            "name": None,
            "custom_dir": str(job.theme),
            "static_templates": ["404.html"],
        },
        "plugins": [],
        "hooks": [str(_HOOK)],
        "nav": [],
        "not_in_nav": "*",
        "use_directory_urls": True,
        "extra": dict(job.extra),
    }


def _told(job: Job) -> dict[str, Any]:
    """What the hook is told."""
    return {
        "source": str(job.source),
        "pages": str(job.pages),
        "out": str(job.out),
        "with_shell": job.with_shell,
        "compiled": str(job.compiled),
    }


def _failed(words: str) -> None:
    """What the machine refused is told as such, all else is a bug of ours."""
    for code, said, place in reversed(_REFUSED.findall(words)):
        if int(code) != errno.ENOENT:
            raise Broken(machine_trouble(OSError(int(code), said), place))
    if _MISSING.search(words):
        raise Broken(
            Words(
                f"没有安装 MkDocs，请先运行 {MAKE} site。", f"MkDocs is missing; run {MAKE} site."
            )
        )
    if found := _last(_OWNERS, words):
        raise Refused(
            Words(
                f"mkdocs.yml 里的“{found[1]}”网站引擎读不了（{found[2]}），原来的网站没有变；"
                "一般只需要改 site_name、site_url 和 extra.showcase，别的照样例留着。",
                f"MkDocs cannot read “{found[1]}” of mkdocs.yml ({found[2]}); the old site stands.",
            )
        )
    raise EngineFailed(words.strip())


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    """What was said in the end: a traceback of Python 3.13 shows whole statements before it."""
    return next(reversed([*pattern.finditer(words)]), None)


_OWNERS = re.compile(r"Config value '(\w+)': ([^\n]*?)\.?\n")
_MISSING = re.compile(r"No module named '(?:markdown|mkdocs)")
_REFUSED = re.compile(r"\[Errno (\d+)\] ([^:'\n]*)(?:: '([^'\n]*)')?")
