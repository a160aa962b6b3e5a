"""Names changed on the disk, with patience for Windows."""

from __future__ import annotations

import time
from pathlib import Path

from generator.model.problem import Words
from generator.trouble import Broken

# Windows refuses to rename a folder while any program has a file in it open, or to replace an open
# file. A virus scanner or an indexer lets go within a second, an editor does not.
_HELD = {5, 32, 33}
_TRIES, _PAUSE = 20, 0.1


def rename(source: Path, target: Path) -> None:
    """Gives `source` the name `target`, in place of a file of that name.

    Raises Broken if another program holds it for two seconds, OSError if the machine fails.
    """
    for left in reversed(range(_TRIES)):
        try:
            source.replace(target)
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            if not left:
                raise Broken(_held_words(source if source.is_dir() else target)) from error
            time.sleep(_PAUSE)


def _held_words(place: Path) -> Words:
    what = Words("里有文件", "A file in ") if place.is_dir() else Words("", "")
    return Words(
        f"{place} {what.zh}正被别的程序打开，没有更换，原来的还在；"
        "请关闭打开它的 Word、WPS、编辑器、资源管理器或预览窗口，再运行一次。",
        f"{what.en}{place} is open in another program, so it was not replaced; "
        "close that program and run again.",
    )
