"""Runs a command as a child: wall seconds and the peak memory of its whole process tree."""

from __future__ import annotations

import contextlib
import mmap
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

SAMPLING = 0.02  # seconds between two looks at the tree's memory
KIB = 1024
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: wall seconds, CPU seconds of all its processes, peak memory in MB.

    MB are 10⁶ bytes; CPU and memory are None where the system cannot tell (outside Linux), memory
    as well where nobody watched.
    """

    seconds: float
    cpu: float | None
    peak: float | None


def in_turn(runs: Sequence[Run]) -> Run:
    """Runs one after another, as one."""
    cpu = [run.cpu for run in runs if run.cpu is not None]
    peaks = [run.peak for run in runs if run.peak is not None]
    return Run(
        sum(run.seconds for run in runs),
        sum(cpu) if cpu else None,
        max(peaks, default=None),
    )


class Failed(Exception):
    """A command ended with a code other than 0; the message is the end of what it printed."""


def run(
    command: Sequence[str],
    cwd: Path,
    environment: dict[str, str] | None = None,
    *,
    watched: bool = True,
) -> Run:
    """Runs `command` in `cwd` to its end; raises Failed.

    One that is not `watched` has no peak, and nobody holds it up: to be looked at costs Hugo half
    of its time again. The peak is the larger of two figures: the sum over all processes of the
    tree, each page that several share counted once (PSS), every 20 ms; and the kernel's own peak
    of the largest single process, which no sample can miss.
    """
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        child = _start(command, cwd, environment, output)
        watch = _Watch(child.pid) if watched else None
        usage = _ended(child)
        seconds = time.perf_counter() - started
        sampled = watch.stop() if watch else 0
        output.seek(0)
        said = output.read().decode("utf-8", "replace")
    if child.returncode:
        raise Failed(said[-2000:])
    if usage is None:
        return Run(seconds, None, None)
    peak = max(usage.largest, sampled) / MB if watched else None
    return Run(seconds, usage.cpu, peak)


def _start(
    command: Sequence[str], cwd: Path, environment: dict[str, str] | None, output: IO[bytes]
) -> subprocess.Popen[bytes]:
    variables = {**os.environ, **(environment or {})}
    # As on an author's machine, Python keeps what it has compiled: without, it compiles 150 of our
    # files at every run.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        return subprocess.Popen(
            command, cwd=cwd, env=variables, stdout=output, stderr=subprocess.STDOUT
        )
    except OSError as error:
        raise Failed(f"{command[0]}: {error.strerror}") from error


class _Usage(NamedTuple):
    """The kernel's account of a child and of all that it waited for."""

    cpu: float
    largest: int


def _ended(child: subprocess.Popen[bytes]) -> _Usage | None:
    """Waits for the child; its CPU seconds and the bytes of its largest process, 0 if unknown."""
    if sys.platform != "linux":
        child.wait()
        return None
    import resource  # Windows has none

    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    # Until it became the command, the child shared our memory, and the kernel counts that too:
    # a figure no higher than our own peak says nothing.
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    largest = usage.ru_maxrss * KIB if usage.ru_maxrss > own else 0
    return _Usage(usage.ru_utime + usage.ru_stime, largest)


class _Watch:
    """Samples the memory of a process tree in a thread until stopped."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        if sys.platform == "linux":
            self._thread.start()

    def stop(self) -> int:
        """Ends the sampling; the largest sum in bytes."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        return self._peak

    def _sample(self) -> None:
        """The exact sum is dear (2.8 ms for 300 MB), so it is taken only when the plain one, which
        counts shared pages twice, has grown by a hundredth, and at every tenth look in any case:
        pages that cease to be shared do not show in the plain sum."""
        seen, looks = 0, 0
        while not self._over.wait(SAMPLING):
            processes = _tree(self._pid)
            plain = sum(map(_resident, processes))
            if plain > seen * 1.01 or looks % 10 == 0:
                seen = max(seen, plain)
                self._peak = max(self._peak, sum(map(_proportional, processes)))
            looks += 1


def _tree(pid: int) -> list[int]:
    """The process and all its descendants that still live."""
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError):  # it ended while we looked
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, _read(task / "children").split())
    return found


def _resident(pid: int) -> int:
    fields = _read(Path(f"/proc/{pid}/statm")).split()
    return int(fields[1]) * mmap.PAGESIZE if fields else 0


def _proportional(pid: int) -> int:
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * KIB
    return 0


def _read(path: Path) -> str:
    """A file of /proc; empty when its process has just ended."""
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
