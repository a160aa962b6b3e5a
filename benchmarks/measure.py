"""Runs a command as a child: wall seconds and the peak memory of its whole process tree."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLING = 0.02  # seconds between two looks at the tree's memory
KIB = 1024
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command; `peak` is in MB (10⁶ bytes), None where the system cannot tell."""

    seconds: float
    peak: float | None


class Failed(Exception):
    """A command ended with a code other than 0; the message is the end of what it printed."""


def run(command: Sequence[str], cwd: Path, environment: dict[str, str] | None = None) -> Run:
    """Runs `command` in `cwd` to its end; raises Failed.

    The peak is the larger of two figures: the sum over all processes of the tree, each page
    that several share counted once (PSS), every 20 ms; and the kernel's own peak of the largest
    single process, which no sample can miss.
    """
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as child:
        started = time.perf_counter()
        watch = _Watch(child.pid)
        output = child.stdout.read() if child.stdout else b""
        largest = _ended(child)
        seconds = time.perf_counter() - started
        sampled = watch.stop()
    if child.returncode:
        raise Failed(output.decode("utf-8", "replace")[-2000:])
    peak = max(largest, sampled) / MB if sys.platform == "linux" else None
    return Run(seconds, peak)


def _ended(child: subprocess.Popen[bytes]) -> int:
    """Waits for the child; the most bytes that it or a process it waited for held, 0 if unknown."""
    if sys.platform != "linux":
        child.wait()
        return 0
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss * KIB


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
        while not self._over.wait(SAMPLING):
            processes = _tree(self._pid)
            # The exact sum costs the kernel a walk over all pages; the plain one, which counts
            # shared pages twice, is never smaller and so tells cheaply when there is no new peak.
            if sum(map(_resident, processes)) > self._peak:
                self._peak = max(self._peak, sum(map(_proportional, processes)))


def _tree(pid: int) -> list[int]:
    """The process and all its descendants that still live."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*"):
            found += map(int, _read(task / "children").split())
    return found


def _resident(pid: int) -> int:
    fields = _read(Path(f"/proc/{pid}/statm")).split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if fields else 0


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
