"""The built tree takes the place of the published one: readers see the old site or the new one.

Where things lie, `work` being the root's `.showcase/`:

    work/run-*          what one run makes (`staging`); the next run's `recover` removes it
    work/swap-<name>/   beside a site that lies next to `work`, the default
    .<name>.showcase/   beside any other site (`--out DIR`), so that a rename reaches it whatever
                        disk `work` is on
        new             the finished tree; after an exchange, the old one on its way out
        old             the old site between the two renames of a system that cannot exchange
        gone-*          an old site being removed
        twin            the site once more, for the next edit (`twin.py`)
        kept            what the last build knew (`kept.py`); these two alone stay

`old` is the only name that `recover` ever puts back, and it is complete whenever it exists.
None of these is a symbolic link: one that somebody has put there goes, what it leads to stays.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from msgspec import DecodeError, Struct, json

from generator.model.problem import Words
from generator.moving import rename
from generator.publish.twin import lay, link_tree
from generator.trouble import Broken, Misuse

_RUN = re.compile(r"run-\d+-[0-9a-f]+")  # `work` may lead to a folder of somebody's
TWIN, KEPT = "twin", "kept"  # names beside the site: of the twin, of what a build leaves


def staging(work: Path) -> Path:
    """A fresh, empty folder for what this run makes.

    Its name is new every time: what a killed run left running (an engine whose parent died) may go
    on writing into its own folder, never into this one.
    """
    folder = work / f"run-{os.getpid()}-{time.time_ns():x}"
    folder.mkdir(parents=True)
    return folder


def recover(site: Path, work: Path) -> None:
    """Heal what a killed run left: put a half-swapped site back, remove staging and old trees.

    To be called with the lock held, before anything is built. May be repeated and killed itself.
    Raises OSError if a site cannot be put back; what cannot be removed waits for the next run.
    """
    site = _absolute(site)
    backstage = _backstage(site, work)
    if backstage.is_symlink():
        backstage.unlink()
    if _is_folder(backstage / "old") and not site.exists():
        rename(backstage / "old", site)
    _discard(backstage)
    for left in sorted(work.glob("run-*")):
        if _RUN.fullmatch(left.name):
            _remove(left)


def publish(tree: Path, site: Path, work: Path, twin: Path | None = None) -> None:
    """Swap the finished `tree` in as `site`, then remove the old site and all staging.

    A `twin` (`paired`) is left beside it where the disk there has hard links. On Linux
    `site` exists at every instant. Until the swap nothing of `site` is touched. Raises Misuse if
    `site` is a folder that this program did not make, Broken if another program holds it, OSError
    if the machine fails; the old site then stands as before.
    """
    site = _absolute(site)
    refuse_strangers(site)
    if not _is_ours(tree):
        raise ValueError(f"{tree} has no manifest.json of ours: it could never be replaced")
    backstage = _backstage(site, work)
    try:
        backstage.mkdir(parents=True, exist_ok=True)
        _remove(backstage / TWIN)
        _bring(tree, backstage / "new")
        has_pair = twin is not None and _bring_pair(twin, backstage)
        _sync(backstage / "new")
        _swap(backstage, site)
        if has_pair:
            (backstage / "pair").rename(backstage / TWIN)
    finally:
        with contextlib.suppress(OSError, Broken):
            recover(site, work)


def taken_twin(site: Path, work: Path) -> Path:
    """The twin under its name for the time of an edit: from now on a killed run leaves none."""
    backstage = backstage_of(site, work)
    (backstage / TWIN).rename(backstage / "new")
    return backstage / "new"


def publish_twin(site: Path, work: Path, laid: Iterable[str], gone: Iterable[str]) -> None:
    """Swap a taken twin, that an edit was laid over, with the site, and bring that one forward.

    `laid` and `gone` are the files of the edit. On return the old site is the twin.
    """
    site, backstage = _absolute(site), backstage_of(site, work)
    new, old = backstage / "new", backstage / "old"
    refuse_strangers(site)
    try:
        _sync(new)
        _swap(backstage, site)
        behind = old if old.exists() else new
        with contextlib.suppress(OSError):  # somebody has changed it: no twin, no harm
            lay(behind, {path: site / path for path in laid}, gone)
            behind.rename(backstage / TWIN)
    finally:
        with contextlib.suppress(OSError, Broken):
            recover(site, work)


def twin_place(site: Path, work: Path) -> Path:
    """Where the site's twin lies."""
    return backstage_of(site, work) / TWIN


def backstage_of(site: Path, work: Path) -> Path:
    """The folder beside a site that holds its twin and what the last build knew."""
    return _backstage(_absolute(site), work)


def refuse_strangers(site: Path) -> None:
    """Raise Misuse if `site` is anything but absent, empty, or a site of ours.

    Cheap, so that it can be asked before a build as well: `--out /home/me` must never cost a home.
    """
    site = _absolute(site)
    if site.is_symlink():
        raise Misuse(
            Words(
                f"输出位置 {site} 是一个符号链接，请改为真正的文件夹。",
                f"The output {site} is a symbolic link; give a real folder.",
            )
        )
    if site.exists() and not site.is_dir():
        raise Misuse(
            Words(
                f"输出位置 {site} 是一个文件，请改为文件夹。",
                f"The output {site} is a file; give a folder.",
            )
        )
    if site.is_dir() and any(site.iterdir()) and not _is_ours(site):
        raise Misuse(
            Words(
                f"文件夹 {site} 不是本程序生成的网站，不会覆盖它；请换一个新的或空的文件夹。",
                f"The folder {site} is not a site made by this program and will not be replaced; "
                "give a new or an empty folder.",
            )
        )


def _is_ours(folder: Path) -> bool:
    """Whether `folder` holds our manifest (web apps have one too) and no version control."""
    if any((folder / name).exists() for name in (".git", ".hg", ".svn")):
        return False
    try:
        manifest = json.decode((folder / "manifest.json").read_bytes(), type=_Manifest)
    except OSError:
        return False
    except DecodeError:
        return _has_twin(folder)
    return manifest.generator == "showcase"


def _has_twin(folder: Path) -> bool:
    """Whether a manifest that cannot be read is a hard link to one that lies in our backstage.

    Who damages what is kept in `.showcase/` damages the site with it; a build must mend both.
    """
    twin = _backstage(folder, folder.parent / ".showcase") / TWIN
    try:
        return (twin / "manifest.json").samefile(folder / "manifest.json")
    except OSError:
        return False


class _Manifest(Struct):
    """Of what may be 5 MB, that alone which tells whose it is."""

    generator: str = ""


def _absolute(site: Path) -> Path:
    return Path(os.path.abspath(site))  # noqa: PTH100 - resolve() would follow a link


def _backstage(site: Path, work: Path) -> Path:
    """The folder on the disk of `site` in which its trees change places.

    `work` may be a mounted cache or a link to another disk: then it is of no use for a rename.
    """
    beside = site.parent == _absolute(work).parent
    if beside and (not work.exists() or work.stat().st_dev == site.parent.stat().st_dev):
        return work / f"swap-{site.name}"
    return site.parent / f".{site.name}.showcase"


def _bring(tree: Path, new: Path) -> None:
    """Move the finished tree beside the site; from another disk it is copied."""
    try:
        tree.rename(new)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _copy(tree, new)
        _remove(tree)


def _bring_pair(pair: Path, backstage: Path) -> bool:
    """Move the second tree beside the site, or make it there; no harm where that cannot be."""
    try:
        pair.rename(backstage / "pair")
    except OSError as error:
        if error.errno != errno.EXDEV:
            return False
        try:
            link_tree(backstage / "new", backstage / "pair")
        except OSError:
            return False
    return True


def _copy(source: Path, target: Path) -> None:
    """Copy a tree and stop at the first failure (shutil.copytree goes on and hides the errno)."""
    target.mkdir()
    for entry in source.iterdir():
        if entry.is_dir():
            _copy(entry, target / entry.name)
        else:
            shutil.copyfile(entry, target / entry.name)


def _sync(tree: Path) -> None:
    """Have the new tree on the disk before it takes a name that readers use.

    One syncfs(2) for the whole file system: 2,000 files of 15 KB take 0.04 s, one fsync each takes
    0.9 s, and a second call with nothing new 0.001 s. macOS has sync(2) only. Windows has neither
    for an ordinary user; there a power cut right after a build asks for `build --force`.
    """
    if sys.platform == "win32":
        return
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        os.sync()
        return
    handle = os.open(tree, os.O_RDONLY)
    try:
        if syncfs(handle):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(tree))
    finally:
        os.close(handle)


def _swap(backstage: Path, site: Path) -> None:
    """Give `backstage/new` the name `site`, by an exchange where the system has one."""
    if site.exists():
        if _exchange(backstage / "new", site):
            return
        rename(site, backstage / "old")
    rename(backstage / "new", site)


# From <linux/fs.h> and <fcntl.h>.
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
# No such call (kernel before 3.15), or a file system without it.
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step of the kernel; False where there is no such step."""
    if sys.platform != "linux":
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    if renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def _discard(backstage: Path) -> None:
    """Empty it but for what stays; `old` loses its name first: a part is never put back."""
    if _is_folder(backstage / "old"):
        gone = Path(tempfile.mkdtemp(prefix="gone-", dir=backstage))
        try:
            (backstage / "old").rename(gone / "old")
        except OSError:
            return
    if not backstage.is_dir():
        return
    for left in backstage.iterdir():
        if left.name.partition("-")[0] not in (TWIN, KEPT):  # kept-…: the faces
            _remove(left) if left.is_dir() else left.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        backstage.rmdir()


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _remove(folder: Path) -> None:
    """Remove what nobody reads any more; what is held open is left for the next run.

    The dear part of a publication: 0.3 s for 1,000 pages in folders of their own on ext4, where
    the swap itself takes 0.0002 s. `rm -rf` is no faster.
    """
    if folder.is_symlink():
        folder.unlink()
        return
    shutil.rmtree(folder, ignore_errors=True)
