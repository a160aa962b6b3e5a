"""A fork that runs as a program of its own: what it is told, says, holds and ends with."""

import os
import sys
from collections.abc import Callable

import pytest

from generator.beside import CAN_FORK
from generator.forked import Fork

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="nothing is forked")


def echo() -> None:
    print(sys.stdin.read(), end="")
    print("灯灭了", file=sys.stderr)
    sys.exit(3)


def test_it_is_told_and_asked_as_any_process() -> None:
    fork = Fork(echo)
    assert fork.poll() is None
    fork.stdin.write("一盏灯".encode())
    fork.stdin.close()
    assert fork.communicate() == ("一盏灯灯灭了\n", None)
    assert fork.poll() == fork.returncode == 3


def broken() -> None:
    raise ValueError("没有灯")


def deaf() -> None:
    sys.stdin.read()
    print("灯" * 100_000)


@pytest.mark.parametrize(
    ("command", "code", "said"), [(str, 0, ""), (broken, 1, "ValueError: 没有灯\n"), (deaf, 1, "")]
)
def test_nothing_goes_on_after_its_end(command: Callable[[], object], code: int, said: str) -> None:
    """Not even where it fails, or what it says is no longer heard; nor has it held a file open."""
    here, there = os.pipe()
    fork = Fork(command)
    os.close(there)
    fork.stdin.close()
    if command is deaf:
        fork.stdout.close()
        assert os.waitstatus_to_exitcode(os.waitpid(fork.pid, 0)[1]) == code
    else:
        assert fork.communicate()[0].endswith(said)
        assert fork.returncode == code
    assert os.read(here, 9) == b""
    os.close(here)
