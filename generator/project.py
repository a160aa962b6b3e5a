"""The project's folder, and which of its files somebody names on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from glob import glob
from pathlib import Path

from generator.model.problem import Words
from generator.trouble import Misuse

_SETTINGS, _STORIES = "mkdocs.yml", "stories"
_ROOTLESS = frozenset({"explain", "mask", "schema"})  # commands that look at no project
_QUOTES = "\"'“”‘’ "


def refuse_root(root: Path, word: str) -> None:
    """Raises Misuse where a command's folder is none, or no project but perhaps its stories/.

    What a project lacks is for `check` to tell; `new` begins one in any folder.
    """
    if not root.is_dir():
        raise Misuse(
            Words(
                f"没有“{root}”这个文件夹；--root 后面写放 mkdocs.yml 和 stories 的文件夹。",
                f"There is no folder “{root}”; --root takes the one with mkdocs.yml and stories.",
            )
        )
    if word in _ROOTLESS or (root / _SETTINGS).exists():
        return
    whole = root.resolve()
    for folder in (whole, *whole.parents):
        if folder.name == _STORIES and (folder.parent / _SETTINGS).is_file():
            raise Misuse(_within(root, folder.parent))
    if word != "new" and not (root / _STORIES).exists():
        raise Misuse(
            Words(
                "这里没有 mkdocs.yml，也没有 stories；在项目文件夹里运行，或用 --root 指明文件夹。",
                "There is no mkdocs.yml here and no stories; "
                "run it in the project's folder, or give --root.",
            )
        )


def _within(root: Path, project: Path) -> Words:
    if root != Path():
        return Words(
            f"“{root}”在项目的 stories 里；--root 后面写 {project}。",
            f"“{root}” lies in a project's stories; --root takes {project}.",
        )
    up = os.path.relpath(project)
    return Words(
        f"这里是项目里放稿件的文件夹，什么也没有做；先运行  cd {up}  回到 {project}，再来一次。",
        f"This folder holds a project's stories; nothing was done. Type  cd {up}  and try again.",
    )


def files_named(root: Path, paths: Sequence[str]) -> list[str]:
    """The files and folders of these names below the root; Misuse where one is none."""
    # cmd.exe leaves `*.yml` to the program; Path.glob takes no absolute pattern.
    found = (each for path in paths for each in sorted(glob(path)) or [path])  # noqa: PTH207
    return [_relative(Path(path), root.resolve()) for path in found]


def lies_in(file: str, names: Sequence[str]) -> bool:
    """Whether a file is one of these, or lies in one of them; where none is named, all do."""
    return not names or any(f"./{file}/".startswith(f"{name}/") for name in names)


def _relative(path: Path, root: Path) -> str:
    """The path from the root on (`./stories`); given relative to the current folder or to it."""
    for candidate in (path, root / path):
        resolved = candidate.resolve()
        if candidate.exists() and resolved.is_relative_to(root):
            below = resolved.relative_to(root)
            return f"./{below.as_posix()}" if below.parts else "."
    near = next((Path(found) for found in _alike(str(path), root)), None)
    raise Misuse(
        Words(f"找不到 {path}，是不是 {near}？", f"There is no {path}; did you mean {near}?")
        if near
        else Words(
            f"找不到 {path}；写文件或文件夹，例如 stories/brands/1252.yml。",
            f"There is no {path} below the root; name a file, e.g. stories/brands/1252.yml.",
        )
    )


def _alike(typed: str, root: Path) -> Iterator[str]:
    """What may be meant by the end of a path, one in pasted quotes or of Windows, a story's id."""
    name = typed.strip(_QUOTES).replace("\\", "/").rstrip("/")
    name = f"/{name}".rpartition(f"/{_STORIES}/")[2].lstrip("/")
    for path in sorted((root / _STORIES).rglob("*")) if name else ():
        file = path.relative_to(root).as_posix()
        if file.endswith((f"/{name}", f"/{name}.yml")):
            yield file
