"""`python -m generator` is the `showcase` command."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from io import BufferedWriter, FileIO, TextIOWrapper

TYPE_CHECKING = False  # `typing` takes 5 ms to import, in which Ctrl+C would show a traceback
if TYPE_CHECKING:
    from typing import Any, NoReturn, TextIO


def run() -> NoReturn:
    """Runs the command and ends the process at once.

    Everything is written and every helper has ended by then; to take the records of 10,000 stories
    apart one by one, as an interpreter does on its way out, takes 0.1 s of an edit.
    """
    interrupts = Interrupts()
    _name_files_in_utf8()
    sys.stdout, sys.stderr = _patient(sys.stdout), _patient(sys.stderr)
    from generator.cli import MACHINE, main

    code = MACHINE
    with suppress(KeyboardInterrupt):  # in the very last moment
        code = main(heed=interrupts.heed)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a full disk, a closed file
            stream.flush()
    os._exit(code)


class Interrupts:
    """Keeps Ctrl+C for when somebody can answer it; while modules load, it is a traceback."""

    def __init__(self) -> None:
        self.kept = False
        self.answered = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if self.answered:  # not what the shell told us to ignore
            signal.signal(signal.SIGINT, self._keep)

    def heed(self) -> None:
        """From here on it is raised, the one that was kept at once."""
        if self.answered:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if self.kept:
            raise KeyboardInterrupt

    def _keep(self, *_: object) -> None:
        self.kept = True


class _Pipe(FileIO):
    """Lets what nobody reads any more go (`check | head`): no trouble, and no other exit code."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            return memoryview(data).nbytes


def _patient(stream: TextIO) -> TextIO:
    if not isinstance(stream, TextIOWrapper) or stream.isatty():
        return stream
    pipe = BufferedWriter(_Pipe(stream.fileno(), "wb", closefd=False))
    return TextIOWrapper(pipe, stream.encoding, stream.errors, line_buffering=stream.line_buffering)


def _name_files_in_utf8() -> None:
    """Starts anew where Python would read the names of files in another encoding.

    Names are UTF-8 on disk whatever the locale says (zh_CN.GBK on older servers); what goes to a
    terminal stays in the terminal's.
    """
    started = os.environ.get("PYTHONUTF8") == "1"
    if os.name == "posix" and sys.getfilesystemencoding() != "utf-8" and not started:
        shown = getattr(sys.stdout, "encoding", "utf-8")
        os.environ |= {"PYTHONUTF8": "1", "PYTHONIOENCODING": shown}
        os.execv(sys.executable, sys.orig_argv)


if __name__ == "__main__":
    run()
