"""The published site's twin: a tree of the same files, kept so that an edit need not copy a site.

An edit is laid over the twin, the twin takes the site's place, and the old site is brought forward
by the same few files to be the next twin: the cost of both is the edit's. The two trees share
every file as hard links and have folders of their own. Whoever writes into either is found out by
`is_intact`: the stamps of all files and the times of all folders are compared before the twin is
used, 10,000 pages in 0.15 s.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.sight import Stamp, settled, stamp_of

PATIENCE = 0.03  # seconds until the stamp of a file that was just linked is settled


class Survey(NamedTuple):
    """What a tree holds: files by path with their stamps, folders by path ("" the tree's own)."""

    files: dict[str, Stamp]
    folders: dict[str, tuple[int, int]]


def paired(tree: Path) -> Path | None:
    """A second tree of the same files, beside `tree`; None where the disk has no hard links.

    100 µs a page in a folder of its own.
    """
    pair = tree.with_name("pair")
    try:
        link_tree(tree, pair)
    except OSError:
        return None
    return pair


def link_tree(tree: Path, twin: Path) -> None:
    """Makes `twin`, a tree of hard links to the files of `tree`; OSError where there are none."""
    for here, folders, files in os.walk(tree):
        there = f"{twin}{here[len(str(tree)) :]}"
        os.mkdir(there)  # noqa: PTH102 - 10,000 paths are strings already
        folders.sort()
        for name in files:
            os.link(f"{here}/{name}", f"{there}/{name}")


def survey(tree: Path, twin: Survey | None = None) -> Survey | None:
    """Everything below a tree; None where there is no tree, or a later change might not show.

    Files that have changed within `PATIENCE` seconds are not settled yet. Of its `twin`, surveyed
    before, it takes the stamps of files that are the same by their inodes, in a third of the time.
    """
    found = Survey({}, {})
    try:
        _survey(str(tree), "", found, twin.files if twin else {})
    except FileNotFoundError:
        return None
    now = time.time_ns()
    return found if all(settled(stamp, now) for stamp in found.files.values()) else None


def resurvey(tree: Path, old: Survey, changed: Iterable[str], gone: Iterable[str]) -> Survey | None:
    """The survey of a tree of which only these files have changed since the old one.

    Files that have changed within `PATIENCE` seconds are not settled yet.
    """
    files, folders = dict(old.files), dict(old.folders)
    for path in gone:
        del files[path]
    touched = {folder for path in (*changed, *gone) for folder in _folders_of(path)}
    for folder in touched:
        folders.pop(folder, None)
        if (tree / folder).is_dir():
            folders[folder] = _folder_stamp((tree / folder).stat())
    for path in changed:
        files[path] = stamp_of((tree / path).lstat())
    now = time.time_ns()
    return Survey(files, folders) if all(settled(files[path], now) for path in changed) else None


def is_intact(tree: Path, known: Survey) -> bool:
    """Whether a tree holds what the survey says, not a file or a byte more or less."""
    top = str(tree)
    try:
        for folder, stamp in known.folders.items():
            if _folder_stamp(os.lstat(f"{top}/{folder}")) != stamp:
                return False
        for path, mark in known.files.items():
            if stamp_of(os.lstat(f"{top}/{path}")) != mark:
                return False
    except OSError:
        return False
    return True


def lay(tree: Path, laid: Mapping[str, Path], gone: Iterable[str]) -> None:
    """Links new files into a tree under their paths and removes others, emptied folders too."""
    for path in gone:
        place = tree / path
        place.unlink()
        for folder in _folders_of(path):
            try:
                (tree / folder).rmdir()
            except OSError:
                break
    for path, source in laid.items():
        place = tree / path
        place.unlink(missing_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            place.hardlink_to(source)
        except OSError:
            shutil.copyfile(source, place)


def _survey(top: str, folder: str, found: Survey, known: Mapping[str, Stamp]) -> None:
    with os.scandir(f"{top}/{folder}") as entries:
        for entry in entries:
            path = folder + entry.name
            if entry.is_dir(follow_symlinks=False):
                _survey(top, f"{path}/", found, known)
                continue
            stamp = known.get(path)
            if stamp is None or stamp[0] != entry.inode():
                stamp = stamp_of(os.lstat(entry.path))
            found.files[path] = stamp
    found.folders[folder] = _folder_stamp(os.lstat(f"{top}/{folder}"))


def _folder_stamp(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_ino, stat.st_mtime_ns


def _folders_of(path: str) -> list[str]:
    """The folders that a path lies in, the inner ones first, with "/"; "" is the tree's own."""
    steps = path.split("/")[:-1]
    return ["".join(f"{step}/" for step in steps[:end]) for end in range(len(steps), -1, -1)]
