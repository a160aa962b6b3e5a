"""The second process: what it leaves when the first one is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.beside import CAN_FORK, beside

PARENT = """
import os, time
from generator.beside import beside
def task():
    print(os.getpid(), flush=True)
    time.sleep(0.5)
    return b"x" * 1_000_000
with beside(task):
    time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")
def test_it_ends_when_nobody_waits_for_its_answer() -> None:
    """A pipe holds 64 KB: a child that held its other end as well waited for ever."""
    argv = [sys.executable, "-c", PARENT]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
        for _ in range(100):
            if not _runs(child):
                return
            time.sleep(0.1)
        os.kill(child, signal.SIGKILL)
        pytest.fail("the child waits for ever")


def _runs(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not CAN_FORK, reason="there is no other process")
def test_ctrl_c_is_for_the_process_that_waits() -> None:
    """A terminal sends it to both, and the other one would answer with a traceback."""
    with beside(lambda: signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())) as deaf:
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
        assert deaf()
