"""The office's privacy masks: `138****1234` for a phone, `35*************123` for a resident ID."""

from __future__ import annotations

import codecs
import os
import stat
from pathlib import Path
from tempfile import mkstemp

from msgspec import Struct

from generator.check import personal
from generator.check.joined import Found, Look
from generator.load.bytes import read_text
from generator.load.trouble import Unreadable
from generator.model.problem import Problem, Words
from generator.moving import rename
from generator.trouble import Misuse

# what is looked for, and how many characters stay at its head and tail
_MASKED: tuple[tuple[personal.Finder, int, int], ...] = (
    (personal.resident_ids, 2, 3),
    (personal.near_ids, 2, 3),
    (personal.bank_cards, 4, 4),
    (personal.mobiles, 3, 4),
    (personal.landlines, 4, 2),
)


# Of what `check` cannot read; control characters and the like are no reason to leave a number.
_NO_TEXT = frozenset("not-text mixed-encoding utf16-without-mark encoding-unknown".split())
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Masked(Struct, frozen=True):
    """A text with its masks, and how many there are."""

    text: str
    count: int


def mask_file(path: Path) -> Words:
    """Writes the masks into a text file, nothing else in it changes; says how many.

    Raises Misuse for a file that is missing, for a link or whatever else is no file, for what is
    no text that `check` could read.
    """
    mode, raw = _mode(path), path.read_bytes()
    encoding = _encoding(raw, path)
    made = masked(raw.decode(encoding))
    if made.count:
        _rewrite(path, made.text.encode(encoding), mode)
    return Words(f"{path}：遮盖了 {made.count} 处", f"{path}: {made.count} masked")


def _encoding(raw: bytes, path: Path) -> str:
    """How a file is encoded that `check` would read; raises Misuse for another one."""
    try:
        read_text(raw, path.name, most=len(raw))
    except Unreadable as unreadable:
        fault = unreadable.problems[0]
        if fault.id in _NO_TEXT:
            raise Misuse(_refusal(path, fault)) from None
    for mark, encoding in _WIDE:
        if raw.startswith(mark):
            return encoding
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _refusal(path: Path, fault: Problem) -> Words:
    what, zh, en = fault.message, "先运行 showcase check，照提示改好", "run showcase check first"
    if fault.id == "not-text":
        zh = "只能遮盖 .yml、.txt 这样的文本文件；Word、表格和图片请在原来的软件里改"
        en = "only text files such as .yml and .txt can be masked; change others in their program"
    return Words(f"{path} 没有改动：{what.zh}。{zh}。", f"{path} was left alone: {what.en}; {en}.")


def masked(text: str) -> Masked:
    """The text with every phone, ID and card number masked, where the checks would find one."""
    look = Look(text)
    masks: dict[Found, str] = {}
    for finder, head, tail in _MASKED:
        for found in look.find(finder):
            if not any(found.start < there.end and there.start < found.end for there in masks):
                masks[found] = personal.mask(found.value, head, tail) + look.cuts(found)
    for found, mask in sorted(masks.items(), reverse=True):
        text = text[: found.start] + mask + text[found.end :]
    return Masked(text, len(masks))


def _mode(path: Path) -> int:
    """The rights of a file; a pipe would be waited for, of a link the name alone be replaced."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        raise Misuse(Words(f"{path} 不存在。", f"There is no {path}.")) from None
    if stat.S_ISDIR(mode):
        raise Misuse(Words(f"{path} 是文件夹，请写一个文件。", f"{path} is a folder; name a file."))
    if stat.S_ISLNK(mode):
        raise Misuse(
            Words(
                f"{path} 是一个链接，请写它指向的文件：{path.resolve()}",
                f"{path} is a link; name the file it leads to: {path.resolve()}",
            )
        )
    if not stat.S_ISREG(mode):
        raise Misuse(
            Words(f"{path} 不是文件，请写一个文本文件。", f"{path} is no file; name a text file.")
        )
    return stat.S_IMODE(mode)


def _rewrite(path: Path, content: bytes, mode: int) -> None:
    """Replaces a file by one of the same rights, whose first name nobody could lay a link at."""
    handle, name = mkstemp(prefix=f".{path.name}.", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.chmod(mode)
        rename(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
