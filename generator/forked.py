"""A fork of this process that runs as a program of its own, with all that is loaded here."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import IO, NoReturn

_FILES = 1_024  # what a process may have open, by default


class Fork:
    """Runs `command`; it is told by its standard input and asked as `subprocess.Popen` is.

    `stdin` leads there, `stdout` is what it says on standard output and standard error. It leads a
    group of processes, and nothing but those two is open in it.
    """

    def __init__(self, command: Callable[[], object]) -> None:
        take, give = os.pipe()
        hear, say = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            _run(command, take, say)
        os.setpgid(self.pid, self.pid)
        os.close(take)
        os.close(say)
        self.stdin: IO[bytes] = os.fdopen(give, "wb")
        self.stdout: IO[str] = os.fdopen(hear, encoding="utf-8", errors="replace")
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        return self._ended(os.WNOHANG)

    def communicate(self) -> tuple[str, None]:
        """All that it says to its end."""
        with self.stdout:
            words = self.stdout.read()
        self._ended(0)
        return words, None

    def _ended(self, how: int) -> int | None:
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, how)
            except ChildProcessError:  # another thread has waited, and is about to note its end
                pid, status = self.pid, signal.SIGKILL
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode


def _run(command: Callable[[], object], take: int, say: int) -> NoReturn:
    """Runs it and ends as Python ends: nothing of whoever forked it may go on here."""
    code: str | int | None = 1
    try:
        for ours, standard in ((take, 0), (say, 1), (say, 2)):
            os.dup2(ours, standard)
        os.closerange(3, _FILES)
        sys.stdin = os.fdopen(0, encoding="utf-8")
        sys.stdout = sys.stderr = os.fdopen(1, "w", encoding="utf-8", errors="replace")
        try:
            command()
            code = 0
        except SystemExit as end:
            code = end.code
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
    finally:
        os._exit(code if isinstance(code, int) else bool(code))
