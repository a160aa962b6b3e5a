"""Every failure of the machine becomes one sentence that names the place."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from generator.trouble import Broken, Misuse, machine_trouble


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        (errno.ENOSPC, "磁盘空间已用完", "disk is full"),
        (errno.EDQUOT, "磁盘配额已用完", "quota"),
        (errno.EACCES, "没有读写权限", "Permission denied"),
        (errno.EPERM, "没有读写权限", "Permission denied"),
        (errno.EROFS, "磁盘是只读的", "read-only"),
        (errno.EMFILE, "打开的文件太多", "Too many files"),
        (errno.ENAMETOOLONG, "路径太长", "too long"),
        (errno.EFBIG, "文件超过了", "larger than"),
        (errno.ENOENT, "找不到", "No such"),
        (errno.EXDEV, "不允许整体移动", "moved as a whole"),
        (errno.EIO, "磁盘读写出错", "disk failed"),
        (errno.ERANGE, "系统报错", "the system reports"),
    ],
)
def test_what_a_machine_refuses_is_one_sentence(code: int, zh: str, en: str) -> None:
    words = machine_trouble(OSError(code, os.strerror(code), "site/甲.html"))
    assert zh in words.zh and words.zh.endswith("（site/甲.html）。")
    assert en in words.en and words.en.endswith(" (site/甲.html).")
    assert "\n" not in words.zh + words.en


def test_two_places_and_none() -> None:
    assert "（a → b）" in machine_trouble(OSError(errno.ENOSPC, "", "a", None, "b")).zh
    assert machine_trouble(OSError(errno.ENOSPC, "")).zh.endswith("再运行。")
    assert "（网站）" in machine_trouble(OSError(errno.ENOSPC, ""), "网站").zh
    assert "（a）" in machine_trouble(OSError(errno.ENOSPC, "", "a"), "网站").zh
    assert "系统报错“timed out”。" in machine_trouble(TimeoutError("timed out")).zh


def test_names_that_cannot_be_printed() -> None:
    error = OSError(errno.ENOENT, "", os.fsdecode(b"/x/\xff\n\xe2\x80\xae.jpg"))
    assert machine_trouble(error).zh.endswith("（/x/\\udcff\\n\\u202e.jpg）。")
    machine_trouble(error).zh.encode("utf-8")


def test_a_file_that_windows_holds_is_in_use_not_denied() -> None:
    held = PermissionError(errno.EACCES, "used by another process", "site")
    held.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    assert "正被另一个程序占用" in machine_trouble(held).zh


def test_failures_of_this_machine_name_their_place(tmp_path: Path) -> None:
    with pytest.raises(OSError) as missing:
        (tmp_path / "no").read_bytes()
    assert str(tmp_path / "no") in machine_trouble(missing.value).zh
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        first.listen()
        with pytest.raises(OSError) as taken:
            second.bind(first.getsockname())
    assert machine_trouble(taken.value, "127.0.0.1:8000").zh == (
        "这个端口用不了，多半是另一个预览还开着；要换一个，加上 --port 8001（127.0.0.1:8000）。"
    )


def test_exit_codes() -> None:
    words = machine_trouble(OSError(errno.ENOSPC, "", "a"))
    assert (Broken(words).exit_code, Misuse(words).exit_code) == (3, 2)
    assert str(Broken(words)) == words.en
