"""Where an author's file name leads: beside the story, never elsewhere."""

from __future__ import annotations

import difflib
import os
import re
import stat
import unicodedata
from pathlib import Path

from generator.load.hints import BETWEEN
from generator.model.problem import NO_WORDS, Words, did_you_mean

_ABROAD = re.compile(r"^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\~])|[\x00-\x1f\x7f]")


def beside(folder: Path, name: str) -> Path | tuple[str, Words, Words]:
    """The file called `name` in a story's folder, or what is wrong: check id, message, hint.

    Refuses absolute paths, addresses, `..`, links in any step and everything that is no file.
    """
    plain = name.replace("\\", "/")
    if _ABROAD.search(name) or ".." in plain.split("/"):
        return (
            "photo-path",
            Words(f"文件名“{_shown(name)}”不能这样写", f"“{_shown(name)}” is not allowed"),
            Words(
                f"只写文件名，写成  {_last(plain)}  ，并把文件放在稿件旁边",
                f"give the file's name only,  {_last(plain)}  and put the file beside the story",
            ),
        )
    names = [name for name in plain.split("/") if name not in ("", ".")]
    path = folder.joinpath(*names)
    for step in (path, *path.parents):
        if step == folder:
            break
        mode = _mode(step)
        if stat.S_ISLNK(mode):
            message = Words(f"“{name}”是一个链接，不读取", f"“{name}” is a link and is not read")
            return "photo-symlink", message, Words("把文件本身放到这里", "put the file itself here")
    mode = _mode(path)
    if stat.S_ISREG(mode) and _is_called(path, names):
        return path
    if mode and not stat.S_ISREG(mode):
        return (
            "photo-path",
            Words(f"“{name}”不是一个文件", f"“{name}” is no file"),
            Words("写上文件名，例如  现场.jpg", "give the file's name"),
        )
    message = Words(f"找不到文件“{name}”", f"there is no file “{name}”")
    return "file-missing", message, _nearest(folder, plain)


def _last(name: str) -> str:
    """The file's own name at the end of a path, an example where there is none."""
    last = _shown(name.rpartition("/")[2])
    return last if re.search(r"[^.]\.\w{2,5}$", last) else "现场.jpg"


def _mode(path: Path) -> int:
    """What the path is, links not followed; 0 where nothing is or the name is impossible."""
    try:
        return os.lstat(path).st_mode
    except (OSError, ValueError):
        return 0


def _is_called(path: Path, names: list[str]) -> bool:
    """Whether the file has these very names: Windows also finds 现场.jpg by 现场.JPG and 现场.jpg.,
    where the next machine finds nothing."""
    return os.name != "nt" or path.resolve().parts[-len(names) :] == (*names,)


def _nearest(folder: Path, name: str) -> Words:
    with os.scandir(folder) as entries:
        files = sorted(e.name for e in entries if e.is_file(follow_symlinks=False))
    if len(several := BETWEEN.split(name)) > 1 and set(several) <= set(files):
        return Words(
            f"一项只写一个文件，每张图片写一项：- 文件: {several[0]}",
            f"a file for each entry:  - file: {several[0]}",
        )
    typed = unicodedata.normalize("NFKC", name).replace("。", ".")
    same = [f for f in files if f.lower() == typed.lower() or Path(f).stem == Path(typed).stem]
    near = same or difflib.get_close_matches(name, files, n=1, cutoff=0.6)
    if near:
        return did_you_mean(near[0])
    if not files:
        return NO_WORDS
    return Words("把文件放到稿件旁边", "put the file beside the story")


def _shown(name: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", "?", name)
