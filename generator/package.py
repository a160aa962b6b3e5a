"""Where theme, settings and hand-written pages lie: in the root if it has them, else with us."""

from __future__ import annotations

import os
import sys
from importlib.util import cache_from_source
from pathlib import Path

HOOK = "showcase_hook"  # what `hook.py` is told, under MkDocs' `extra` as all that is not its own
WORK = ".showcase"  # caches, locks, staging, old trees; git-ignored
_HERE = Path(__file__).resolve().parent


def theme_folder(root: Path) -> Path:
    """The theme of a root, or the one that comes with the program."""
    return _first(root / "theme", _HERE.parent / "theme", _HERE / "_theme")


def compiled_folder(root: Path) -> Path:
    """Where compiled templates are kept: those of our theme as Python keeps our modules.

    Among the caches of the root where the theme is its own, or where Python may not write.
    """
    place = Path(cache_from_source(__file__)).with_name("templates")
    ours = theme_folder(root).parent in (_HERE, _HERE.parent)
    if ours and not sys.dont_write_bytecode and _can_be_written(place):
        return place
    return root / WORK / "templates"


def page_folders(root: Path) -> tuple[Path, ...]:
    """Where hand-written pages lie: those that come with the program, then the root's own."""
    ours = _first(_HERE.parent / "site_src" / "about", _HERE / "_about")
    own = root / "site_src" / "about"
    return (ours, own.resolve()) if own.is_dir() else (ours,)


def settings_files(root: Path) -> list[Path]:
    """mkdocs.yml and what it inherits, each file of MkDocs' INHERIT naming the next one."""
    found = [root / "mkdocs.yml"]
    while above := _inherited(found[-1]):
        file = Path(os.path.normpath(found[-1].parent / above))
        if file in found:
            break
        found.append(file)
    return found


def _inherited(file: Path) -> str | None:
    try:
        raw = file.read_bytes()
    except OSError:  # not there, or no file; an editor may be replacing it
        return None
    if b"INHERIT" not in raw:  # as in nearly all roots: libyaml takes 0.03 s to import
        return None
    import yaml

    try:
        top = yaml.compose(raw, yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError):  # told by whoever reads it in earnest
        return None
    pairs = top.value if isinstance(top, yaml.MappingNode) else []
    named = (value for key, value in pairs if key.value == "INHERIT")
    return next((each.value for each in named if isinstance(each, yaml.ScalarNode)), None)


def written_pages(root: Path) -> list[Path]:
    """The hand-written pages by name: every footer links to some, so a root's own replace ours one
    by one. Links are not followed."""
    found = {
        path.name: path
        for folder in page_folders(root)
        for path in folder.glob("*.md")
        if path.is_file() and not path.is_symlink()
    }
    return [found[name] for name in sorted(found)]


def own_pages(root: Path) -> dict[str, Path]:
    """The root's own hand-written pages by their paths below it."""
    top = root.resolve()
    pages = (path for path in written_pages(root) if path.is_relative_to(top))
    return {path.relative_to(top).as_posix(): path for path in pages}


def own_theme(root: Path) -> dict[str, Path]:
    """The templates, styles and scripts of the root's own theme by their paths below it."""
    top = root.resolve()
    files = sorted((top / "theme").rglob("*"))
    return {
        path.relative_to(top).as_posix(): path
        for path in files
        if path.suffix in (".html", ".css", ".js") and path.is_file()
    }


def _can_be_written(folder: Path) -> bool:
    try:  # what Windows says of rights is not to be relied on
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _first(*folders: Path) -> Path:
    return next((folder.resolve() for folder in folders if folder.is_dir()), folders[0])
