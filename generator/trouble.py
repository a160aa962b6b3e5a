"""What stops a run without being an author's problem: a broken machine, a wrong use.

Problems in stories are values (`model/problem.py`). These are exceptions, since nothing after
them can go on; the command line prints their one sentence and leaves with their exit code.
"""

from __future__ import annotations

import errno
import os
import traceback
from pathlib import Path
from typing import ClassVar

from generator.model.problem import Words


class Stop(Exception):
    """The run ends here: one sentence for the officer and the exit code; nothing was published."""

    exit_code: ClassVar[int]

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words

    def __reduce__(self) -> tuple[type[Stop], tuple[Words]]:
        """Travels between processes whole."""
        return type(self), (self.words,)


class Broken(Stop):
    """The machine failed us: no space, no permission, another build running, a tool missing."""

    exit_code = 3


class Refused(Stop):
    """The content forbids it: a sign-off out of turn, a picture that changed during the build."""

    exit_code = 1


class Misuse(Stop):
    """The command was asked for something it must not do, such as replacing a stranger's folder."""

    exit_code = 2


def machine_trouble(error: OSError, at: str | os.PathLike[str] = "") -> Words:
    """One sentence that says what the machine refused, where, and what to do about it.

    `at` names what was being worked on (a path, an address) for errors that carry no file name:
    a failed write does not, a failed open does.
    """
    where = _where(error, at)
    code = _WINDOWS.get(getattr(error, "winerror", None) or 0, error.errno or 0)
    cause = _CAUSES.get(code)
    if cause is None:
        said = error.strerror or str(error) or type(error).__name__
        cause = Words(f"系统报错“{said}”", f"the system reports “{said}”")
    return Words(
        f"{cause.zh}（{where}）。" if where else f"{cause.zh}。",
        f"{cause.en} ({where})." if where else f"{cause.en}.",
    )


def crash(root: Path) -> Words:
    """One sentence for a bug of ours; the traceback goes to a file for engineers."""
    place = root / ".showcase" / "crash.txt"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)  # were it a link, what it leads to would be written over
        place.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        traceback.print_exc()
    return Words(
        f"程序出错了，原来的网站没有变。请把 {place} 发给维护人员。",
        f"The program failed; the old site stands. Please send {place} to the maintainers.",
    )


def _where(error: OSError, at: str | os.PathLike[str]) -> str:
    """Every path of the error, printable whatever bytes its name holds."""
    named = [name for name in (error.filename, error.filename2) if isinstance(name, str | bytes)]
    paths = [os.fsdecode(name) for name in named] or ([os.fspath(at)] if os.fspath(at) else [])
    return " → ".join(
        "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path) for path in paths
    )


_FULL = Words(
    "磁盘空间已用完，请清理出空间后再运行",
    "The disk is full; free some space and run again",
)
_DENIED = Words(
    "没有读写权限，请检查文件或文件夹的属性，或换一个位置",
    "Permission denied; check the rights of this file or folder, or use another place",
)
_TOO_MANY = Words(
    "同时打开的文件太多，请关闭其他程序后再运行",
    "Too many files are open; close other programs and run again",
)
_IN_USE = Words(
    "正被另一个程序占用，请关闭打开它的程序（编辑器、压缩软件、同步盘）后再运行",
    "Another program is using it; close that program (editor, archiver, sync tool) and run again",
)
_DISK = Words(
    "磁盘读写出错，请检查磁盘、U 盘或网络盘的连接",
    "Reading or writing the disk failed; check the disk, USB stick or network drive",
)
_LINKS = Words(
    "符号链接绕成了圈，请删除其中一个",
    "Symbolic links form a loop; delete one of them",
)
_NO_SWAP = Words(
    "系统不允许整体移动这个文件夹（它是挂载点，或来自容器镜像），请先删除它，或换一个输出位置",
    "The system does not let this folder be moved as a whole (a mount point, or part of a "
    "container's image); delete it first, or choose another output place",
)

_CAUSES: dict[int, Words] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: Words(
        "磁盘配额已用完，请清理文件或请管理员加大配额",
        "The disk quota is used up; delete files or ask for a larger quota",
    ),
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: Words(
        "磁盘是只读的，请换一个能写入的位置",
        "The disk is read-only; use a place that can be written",
    ),
    errno.EMFILE: _TOO_MANY,
    errno.ENFILE: _TOO_MANY,
    errno.ENAMETOOLONG: Words(
        "文件名或路径太长，请把项目放到更浅的文件夹里，或缩短文件名",
        "The name or path is too long; move the project to a shallower folder or shorten the name",
    ),
    errno.EFBIG: Words(
        "文件超过了系统允许的大小",
        "The file is larger than the system allows",
    ),
    errno.EADDRINUSE: Words(
        "这个端口用不了，多半是另一个预览还开着；要换一个，加上 --port 8001",
        "This port cannot be used, perhaps by another preview; choose one, such as --port 8001",
    ),
    errno.EADDRNOTAVAIL: Words(
        "这台机器没有这个网络地址，请检查填写的地址",
        "This machine does not have that network address; check what was typed",
    ),
    errno.ENOENT: Words(
        "找不到文件或文件夹，运行期间它可能被移走了",
        "No such file or folder; it may have been moved during the run",
    ),
    errno.ENOTDIR: Words(
        "需要文件夹的地方是一个文件，请移走或改名",
        "A file stands where a folder is needed; move or rename it",
    ),
    errno.EISDIR: Words(
        "需要文件的地方是一个文件夹，请移走或改名",
        "A folder stands where a file is needed; move or rename it",
    ),
    errno.EEXIST: Words(
        "要新建的位置已有同名文件，请移走或改名",
        "Something of that name is already there; move or rename it",
    ),
    errno.ENOTEMPTY: Words(
        "文件夹正被别的程序写入，请关闭那个程序后再运行",
        "Another program keeps writing into this folder; close it and run again",
    ),
    errno.ELOOP: _LINKS,
    errno.EBUSY: _IN_USE,
    errno.ETXTBSY: _IN_USE,
    errno.EXDEV: _NO_SWAP,
    errno.EIO: _DISK,
    errno.ESTALE: _DISK,
    errno.ENOMEM: Words(
        "内存不足，请关闭其他程序后再运行",
        "Out of memory; close other programs and run again",
    ),
    errno.ENOLCK: Words(
        "这个磁盘不支持文件锁，请把项目放到本机磁盘上",
        "This disk does not support file locks; move the project to a local disk",
    ),
}

# Windows errors that Python maps to an errno that misleads (13) or to none (22).
_WINDOWS: dict[int, int] = {
    32: errno.EBUSY,  # ERROR_SHARING_VIOLATION
    33: errno.EBUSY,  # ERROR_LOCK_VIOLATION
    39: errno.ENOSPC,  # ERROR_HANDLE_DISK_FULL
    206: errno.ENAMETOOLONG,  # ERROR_FILENAME_EXCED_RANGE
    1295: errno.EDQUOT,  # ERROR_DISK_QUOTA_EXCEEDED
}
