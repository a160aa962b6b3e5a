"""A folder of finished files put in its place whole: the old one stands until the new one is.

What people have put beside the files, stamped pages for one, goes along into the new folder.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.model.problem import Words
from generator.moving import rename
from generator.trouble import Broken, Misuse

MARK = "summary.json"  # a folder that holds it is ours to replace
_PASSING = ("~$", ".~lock.")  # what Word and LibreOffice leave beside a file while it is open
_SOURCES = ("stories", "site_src", "theme", "mkdocs.yml", ".git")


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Makes `folder` hold `files` (names with "/") and what is not ours in it; all of them or, on
    failure, as before. Nothing else is left of what its summary names.

    Raises Misuse for a folder that this program did not make, Broken where another program holds
    one of its files, OSError if the machine fails.
    """
    old, part = _beside(folder, "old"), _beside(folder, "part")
    if old.exists() and not folder.exists():
        rename(old, folder)  # a killed run stopped between the two renames
    _refuse_strangers(folder)
    for left in (old, part):
        shutil.rmtree(left, ignore_errors=True)
    try:
        for name, content in files.items():
            put_file(part.joinpath(*name.split("/")), content)
        for other in _others(folder):
            _bring(folder / other, part / other)
        if folder.exists():
            rename(folder, old)
        rename(part, folder)
    except (OSError, Broken):
        if old.exists() and not folder.exists():
            rename(old, folder)
        raise
    finally:
        shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def told_of(folder: Path) -> Mapping[str, Any]:
    """What the summary in a folder says; nothing where there is none that can be read."""
    try:
        told = json.loads((folder / MARK).read_bytes())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def put_file(path: Path, content: bytes) -> None:
    """Writes one file whole, or leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)  # were it a link, what it leads to would be written over
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        rename(part, path)
    except (OSError, Broken):
        part.unlink(missing_ok=True)
        raise


def refuse_place(out: Path, root: Path) -> None:
    """Raises Misuse for a place inside the published site, or among what people have written."""
    place = out.resolve()
    if (root / "site").resolve() in (place, *place.parents):
        raise Misuse(
            Words(
                "不能写进 site：里面的文件会公开，未发布的稿件不能出现在那里。",
                "Not inside site/: it is published, and unpublished stories must not be there.",
            )
        )
    refuse_sources(out, root)


def refuse_sources(out: Path, root: Path) -> None:
    """Raises Misuse for a place among what people have written: it would be replaced."""
    place = out.resolve()
    for name in _SOURCES:
        if (root / name).resolve() in (place, *place.parents):
            raise Misuse(
                Words(
                    f"不能写进 {name}：那里是人写的东西，会被盖掉；请换一个输出位置。",
                    f"Not into {name}: people's own work stands there; give another place.",
                )
            )


def refuse_file(out: Path, root: Path, endings: Collection[str]) -> None:
    """As `refuse_place`, and Misuse for a folder or for an existing file of another kind."""
    refuse_place(out, root)
    if out.is_dir():
        raise Misuse(Words(f"{out} 是文件夹，请写一个文件名。", f"{out} is a folder; name a file."))
    if out.exists() and out.suffix.lower() not in endings:
        known = "、".join(endings)
        raise Misuse(
            Words(
                f"{out} 已经存在，不会覆盖它；文件名以 {known} 结尾的才会。",
                f"{out} exists and will not be replaced; only files ending in {known} are.",
            )
        )


def _others(folder: Path) -> Iterator[Path]:
    """The files in a folder that its summary does not name, relative to it: people's own."""
    named = told_of(folder).get("files")
    if not isinstance(named, list):
        return
    ours = {MARK, *map(str, named)}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        passing = name.name.startswith(_PASSING)
        if path.is_file() and not path.is_symlink() and not passing and name.as_posix() not in ours:
            yield name


def _bring(old: Path, new: Path) -> None:
    """Copies a file with its times; where a new one has its name, that of people gets another."""
    while new.exists():
        new = new.with_name(f"原有-{new.name}")
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(old, new)


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.{what}")


def _refuse_strangers(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Misuse(Words(f"输出位置 {folder} 不是文件夹，请换一个。", f"{folder} is no folder."))
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise Misuse(
            Words(
                f"文件夹 {folder} 不是本程序生成的，不会覆盖它；请换一个输出位置。",
                f"{folder} was not made by this program and will not be replaced.",
            )
        )
