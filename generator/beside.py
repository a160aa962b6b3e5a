"""A second process for half of the work: forked, so that it has all that was read already."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")

# Windows has no fork; on macOS forked processes are unsafe once system libraries run threads.
CAN_FORK = sys.platform == "linux" and (os.cpu_count() or 1) > 1


class Other(Generic[T]):
    """A task beside ours: called, it waits for its end and returns its result or raises its error.

    Both travel pickled. One without a process of its own runs in that call.
    """

    def __init__(self, task: Callable[[], T], told: Connection | None = None) -> None:
        self._task, self._told = task, told

    def __call__(self) -> T:
        return _result(self._told) if self._told else self._task()

    @property
    def is_waited_for(self) -> bool:
        """Whether it has ended, or waits for us to call it."""
        return self._told is None or self._told.poll()


@contextmanager
def beside(task: Callable[[], T], worth: bool = True) -> Iterator[Other[T]]:
    """Runs `task` in a process of its own while the block runs, where it is `worth` one (0.05 s).

    One that is still running when the block ends by an exception is killed. Without fork there is
    no other process.
    """
    if not CAN_FORK or not worth:
        yield Other(task)
        return
    import multiprocessing  # not imported where there is nothing to share

    here, there = multiprocessing.Pipe(duplex=False)
    thawed = not gc.get_freeze_count()
    gc.freeze()  # what was read stays shared: the collector would touch, and so copy, every page
    _give_back_memory()
    process = multiprocessing.get_context("fork").Process(target=_answer, args=(task, here, there))
    try:
        with _deaf_to_interrupts():
            process.start()
        there.close()
        yield Other(task, here)
    finally:
        if process.pid:  # it was started
            process.kill()
            process.join()
        here.close()
        if thawed:  # unlike in a task of another such block
            gc.unfreeze()  # a preview goes on for hours


@contextmanager
def turns(count: int) -> Iterator[Iterator[int]]:
    """The numbers below `count`, each once: for the process that asks first, this or one forked.

    They lie in a pipe, of which each takes four bytes: no lock that a killed process could hold.
    """
    take, give = os.pipe()
    with os.fdopen(give, "wb") as numbers:
        numbers.write(b"".join(number.to_bytes(4, "big") for number in range(count)))
    try:
        yield (int.from_bytes(each, "big") for each in iter(lambda: os.read(take, 4), b""))
    finally:
        os.close(take)


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ctrl+C is for the process that waits: this one hears of it later, what it forks never."""
    ours = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, ours)


def _give_back_memory() -> None:
    """Lets the system have what is free: before a fork, for two processes would hold it.

    A few tuples kept for their next use lie all over the memory that 10,000 faces have left: with
    them goes 60 MB. A collection where all is frozen forgets them and does nothing else.
    """
    gc.collect()
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


def _answer(task: Callable[[], object], here: Connection, there: Connection) -> None:
    here.close()  # once a killed parent's end is closed too, nobody is left to wait for
    try:
        there.send((task(), None))
    except BaseException as error:
        with suppress(BrokenPipeError):
            there.send((None, error))


def _result(here: Connection) -> T:  # type: ignore[type-var]
    try:
        result, error = here.recv()
    except EOFError as error:
        raise RuntimeError("the second process died") from error
    if error is not None:
        raise error
    return result  # type: ignore[no-any-return]
