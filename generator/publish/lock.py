"""One command at a time per root, by a lock of the operating system that dies with its process."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from generator.model.problem import Words
from generator.trouble import Broken, Misuse

_BUILD = Words("生成网站", "build")
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_PAUSE = 0.05  # seconds between two tries


@contextlib.contextmanager
def lock(file: Path, what: Words = _BUILD, patience: float = 0.0) -> Iterator[None]:
    """Hold `file` (`.showcase/lock`) for the length of the block; make its folder if needed.

    Raises Broken, with since when and by which process, if another still holds it after `patience`
    seconds; Misuse for a symbolic link; OSError if the disk refuses. The file stays behind: its
    presence says nothing, only the lock does.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_symlink():  # what it leads to is somebody's, and would lose its content
        raise Misuse(
            Words(
                f"{file} 是一个符号链接，请删除它，再运行一次。",
                f"{file} is a symbolic link; delete it and run again.",
            )
        )
    handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    _forget_in_children(handle)
    try:
        try:
            _wait(handle, patience)
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        except OSError as error:
            if error.errno in _BUSY:
                raise Broken(_who(handle, what)) from None
            raise OSError(error.errno, error.strerror, str(file)) from error
        yield
    finally:
        if handle in _held:
            _held.remove(handle)
            os.close(handle)


def _wait(handle: int, patience: float) -> None:
    """Takes the lock, if need be once another has let go of it."""
    until = time.monotonic() + patience
    while True:
        try:
            return _take(handle)
        except OSError as error:
            if error.errno not in _BUSY or time.monotonic() >= until:
                raise
        time.sleep(_PAUSE)


def _who(handle: int, what: Words) -> Words:
    """The sentence for the second one: the file holds the first one's number, its time is now."""
    number = os.read(handle, 20).decode("ascii", "replace").strip()
    begun = datetime.fromtimestamp(os.fstat(handle).st_mtime, UTC).astimezone()
    since = begun.strftime("%Y-%m-%d %H:%M:%S")
    zh = f"（进程 {number}，{since} 开始）" if number.isdecimal() else ""
    en = f" (process {number}, since {since})" if number.isdecimal() else ""
    return Words(
        f"另一个命令正在{what.zh}{zh}，请等它结束后再试。",
        f"Another {what.en} is running{en}; wait until it has ended.",
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
