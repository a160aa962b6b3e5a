"""What a build depends on, seen without reading it all again: stamps first, digests as the truth.

A file whose stamp (inode, size, both times) is what it was holds what it held: every way to write
a file moves its change time, which no program can set. One case escapes, and git knows it as racily
clean: a file written twice within one tick of the disk's clock. So a stamp counts only where it was
older than a tick when it was taken (`settled`); any other file is read and its digest compared.
On Windows the last time is that of making; a listing of a folder tells no inode there, so stamps
come from the files themselves.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

Stamp = tuple[int, int, int, int]  # inode, size, time of content, time of change (ns)

_TICK = 20_000_000  # ns; file times of Linux move every 4 or 10 ms
_COARSE_TICK = 2_100_000_000  # FAT keeps every other second
YAML = (".yml", ".yaml")
_IGNORED = frozenset({"Thumbs.db", "desktop.ini", "README.md"})
_FONT_FOLDERS = (
    *("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts"),
    *("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    *("$WINDIR/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
)
OWN_FONTS = ".showcase/fonts"  # below the root; `make fonts` fills it
# Debian's texlive-lang-chinese keeps Fandol where no font service looks.
TEX_FONTS = Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")


class Seen(NamedTuple):
    """One file: its stamp, None where it was not settled, and its digest, None where not read."""

    stamp: Stamp | None
    digest: bytes | None


Sight = Mapping[str, Seen]
_UNKNOWN = Seen(None, None)
_FOLDER = Seen(None, b"")  # known by its name alone


def look(root: Path, before: Sight) -> dict[str, Seen]:
    """Every file below stories/ by its path from the root, folders with "/"; texts are digested.

    A file with the stamp that it had `before` is not read again.
    """
    seen: dict[str, Seen] = {}
    for path, entry in _below(root, "stories/"):
        if entry is None:
            seen[path] = _FOLDER
            continue
        stamp = _settled(stamp_of(os.lstat(entry.path))) or _waited(entry.path)
        known = before.get(path)
        if known and stamp and known.stamp == stamp:
            seen[path] = known
        elif path.endswith(YAML) and entry.is_file(follow_symlinks=False):
            seen[path] = Seen(stamp, _digest(entry.path))
        else:
            seen[path] = Seen(stamp, None)
    return seen


def differing(before: Sight, now: Sight) -> set[str]:
    """The paths that are new, gone or may hold something else."""
    changed = before.keys() ^ now.keys()
    changed |= {path for path in now if path not in changed and not _same(before[path], now[path])}
    return changed


def steady(before: Sight, now: Sight) -> dict[str, Seen]:
    """What was the same before and after a build that read it; of the rest nothing is known."""
    return {path: _steady(seen, now.get(path, _UNKNOWN)) for path, seen in before.items()}


def steady_files(sight: Sight, root: Path, files: Iterable[str]) -> dict[str, Seen]:
    """As `steady`, where a build has read these files alone: what it never read may change."""
    return {**sight, **{file: _as_before(sight[file], root / file) for file in files}}


def is_ignored(name: str) -> bool:
    """Whether a file or folder of this name is none of ours: hidden, a lock, a system's file."""
    return name in _IGNORED or name.startswith(("~$", "."))


def stamp_of(stat: os.stat_result) -> Stamp:
    """The stamp of a file."""
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def settled(stamp: Stamp, now: int) -> bool:
    """Whether a change after `now` (ns) would move the stamp for certain."""
    latest = max(stamp[2:])
    return latest + (_TICK if latest % 1_000_000_000 else _COARSE_TICK) < now


def ground_digest(root: Path, folders: Iterable[Path], words: object) -> bytes:
    """The digest of what every page depends on, read anew: theme, program, fonts.

    `folders` are the theme and the hand-written pages, `words` what the build was asked for.
    """
    told = hashlib.sha256(repr((words, sys.version, sys.platform)).encode())
    for part in (*_program(), *font_files(root)):
        told.update(f"{part}\n".encode("utf-8", "surrogateescape"))
    for folder in (*folders, Path(__file__).parent):
        for path in _files(folder):
            told.update(f"{path}\n".encode("utf-8", "surrogateescape") + _digest(folder / path))
    return told.digest()


def file_digest(path: Path) -> bytes:
    """The digest of a file, read anew; b"" where there is none."""
    return _digest(path) if path.is_file() else b""


def font_files(root: Path) -> list[str]:
    """The font files of machine and root by name, size and time: cards and PDFs are set in them.

    It costs milliseconds where reading the fonts costs 0.7 s. Folders that only the system's font
    configuration names are not seen: after a change there, build with `--force`.
    """
    found = []
    # Path.expanduser refuses where nobody is at home, as in a service's account.
    homes = (os.path.expanduser(os.path.expandvars(place)) for place in _FONT_FOLDERS)  # noqa: PTH111
    for place in (*map(Path, homes), TEX_FONTS, root / OWN_FONTS):
        for here, _, names in os.walk(place):
            for name in names:
                stat = os.stat(os.path.join(here, name), follow_symlinks=False)  # noqa: PTH116, PTH118
                found.append(f"{here}/{name} {stat.st_size} {stat.st_mtime_ns}")
    return sorted(found)


def _waited(path: str) -> Stamp | None:
    """The stamp of a file written this very moment, a tick later; those after it need no wait."""
    time.sleep(_TICK / 1e9)
    try:
        return _settled(stamp_of(Path(path).lstat()))
    except FileNotFoundError:
        return None


def _settled(stamp: Stamp) -> Stamp | None:
    return stamp if settled(stamp, time.time_ns()) else None


def _steady(before: Seen, now: Seen) -> Seen:
    """The later look, where nothing was written between the two: stamps and digests agree."""
    if before == now == _FOLDER:
        return now
    if before.stamp is None or before != now:  # it may have been gone meanwhile and come again
        return _UNKNOWN
    return now


def _as_before(seen: Seen, path: Path) -> Seen:
    try:
        return seen if seen.stamp and seen.stamp == stamp_of(path.lstat()) else _UNKNOWN
    except OSError:
        return _UNKNOWN


def _same(one: Seen, other: Seen) -> bool:
    if one.stamp and one.stamp == other.stamp:
        return True
    return one.digest is not None and one.digest == other.digest


def _below(root: Path, folder: str) -> Iterator[tuple[str, os.DirEntry[str] | None]]:
    """Paths and entries below a folder; folders themselves with None, links not followed."""
    top = root / folder
    if top.is_symlink() or not top.is_dir():
        return
    todo = [folder]
    while todo:
        here = todo.pop()
        with os.scandir(root / here) as entries:
            for entry in entries:
                if is_ignored(entry.name):
                    continue
                path = here + entry.name
                if entry.is_dir(follow_symlinks=False):
                    todo.append(f"{path}/")
                    yield f"{path}/", None
                else:
                    yield path, entry


def _digest(path: str | Path) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - 10,000 paths are strings already
        return hashlib.sha256(file.read()).digest()


def _files(folder: Path) -> list[str]:
    """The files below a folder, links followed, compiled modules and hidden files left out.

    To read a pipe or a device would never end.
    """
    found = []
    for here, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if name != "__pycache__" and name[0] != "."]
        files = filter(os.path.isfile, (os.path.join(here, name) for name in names))  # noqa: PTH118
        found += [os.path.relpath(file, folder) for file in files]
    return sorted(found)


def _program() -> list[str]:
    """The installed packages with their versions, as their folders tell them."""
    found = []
    for place in sys.path:
        if place.endswith("-packages") and os.path.isdir(place):  # noqa: PTH112
            found += [name for name in os.listdir(place) if name.endswith(".dist-info")]  # noqa: PTH208
    return sorted(found)
