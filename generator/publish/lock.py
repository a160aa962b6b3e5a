"""One build at a time per root, by a lock of the operating system that dies with its process."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from generator.model.problem import Words
from generator.trouble import Broken

_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold `folder/lock` (`.showcase/lock`) for the length of the block; make the folder if needed.

    Raises Broken at once, with since when and by which process, if another holds it; OSError if
    the disk refuses. The file stays behind: its presence says nothing, only the lock does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o666)
    _forget_in_children(handle)
    try:
        try:
            _take(handle)
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        except OSError as error:
            if error.errno in _BUSY:
                raise Broken(_who(handle)) from None
            raise OSError(error.errno, error.strerror, str(folder / "lock")) from error
        yield
    finally:
        if handle in _held:
            _held.remove(handle)
            os.close(handle)


def _who(handle: int) -> Words:
    """The sentence for the second build: the file holds the first one's number, its time is now."""
    number = os.read(handle, 20).decode("ascii", "replace").strip()
    begun = datetime.fromtimestamp(os.fstat(handle).st_mtime, UTC).astimezone()
    since = begun.strftime("%Y-%m-%d %H:%M:%S")
    zh = f"（进程 {number}，{since} 开始）" if number.isdecimal() else ""
    en = f" (process {number}, since {since})" if number.isdecimal() else ""
    return Words(
        f"另一个构建正在运行{zh}，请等它结束后再试。",
        f"Another build is running{en}; wait until it has ended.",
    )


if sys.platform == "win32":
    import msvcrt

    # Windows locks are mandatory: lock a byte beyond the text, so that the number stays readable.
    _FAR = 1 << 20

    def _take(handle: int) -> None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_held: set[int] = set()


def _forget_in_children(handle: int) -> None:
    """Let a forked worker drop the handle it inherits.

    An flock lives as long as any copy of its handle: a worker of a process pool that outlives a
    killed parent would keep the root locked for ever. Programs that are started (the site engine)
    inherit no handle from Python.
    """
    _held.add(handle)


def _drop_held() -> None:
    for handle in _held:
        os.close(handle)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_drop_held)
