"""A culture window as one HTML file that loads nothing: for a stick, a screen without a network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from generator.builds import Checked
from generator.making import Making
from generator.model.output import Resized
from generator.model.problem import Words
from generator.model.release import release
from generator.model.site import Settings
from generator.package import WORK, theme_folder
from generator.progress import Progress
from generator.proof import check_site
from generator.render.frame import make_frame
from generator.render.window import FOLDER, alone, playlists
from generator.shelf import put_file, refuse_file
from generator.trouble import Misuse

_PICTURE = re.compile(r'<source type="image/webp" srcset="([^"]*)"[^>]*><img src="[^"]*"')
_SHEET = re.compile(r'<link rel="stylesheet" href="(?:\.\./)+([^"?]*)[^"]*">')
_SCRIPT = re.compile(r'<script src="(?:\.\./)+([^"?]*)[^"]*"></script>')
_ICON = re.compile(r'(<link rel="icon" href=")(?:\.\./)+([^"?]*)[^"]*"')
_POLICY = re.compile(r'(http-equiv="Content-Security-Policy" content=")[^"]*')
_NEWS = re.compile(r' data-(?:build|news)="[^"]*"')


class Wanted(Struct, frozen=True):
    """Which screen of which root as one file; `name` is "" for the main one."""

    root: Path
    as_of: date
    name: str = ""
    out: Path | None = None


class Made(Struct, frozen=True):
    """What was written; `path` is None where errors in the content kept it from being made."""

    checked: Checked
    path: Path | None = None
    slides: int = 0
    size: int = 0


def single_file(wanted: Wanted, progress: Progress) -> Made:
    """Writes the public edition of a screen whole, by default to `exports/window.html`.

    Nothing is written where the content has errors. Raises Misuse for an unknown screen or
    another's place, Refused where a picture changed meanwhile, OSError where the machine fails.
    """
    out = wanted.out or wanted.root / "exports" / f"{_stem(wanted.name)}.html"
    refuse_file(out, wanted.root, (".html",))
    progress.step(Words("读取和检查稿件", "reading and checking stories"))
    checked = check_site(wanted.root, wanted.as_of)
    if checked.failed or checked.loaded is None:
        return Made(checked)
    site, theme = checked.loaded.site, theme_folder(wanted.root)
    shown = release(site, wanted.as_of, offline=True, carrier="window")
    path = _path(wanted.name, site.settings)
    page, pictures = alone(path, shown, make_frame(site.settings, theme))
    files = _made(pictures, wanted.root, progress)
    whole = inlined(page, files, lambda name: (theme / name).read_bytes()).encode()
    put_file(out, whole)
    return Made(checked, out, page.count("data-seconds="), len(whole))


def inlined(page: str, pictures: Mapping[str, bytes], read: Callable[[str], bytes]) -> str:
    """The page with its style, script and pictures inside, and a policy that allows these only.

    `read` gives a file of the theme. The page no longer looks for a newer build: there is no place
    to look.
    """
    sheet = "".join(read(name).decode() for name in _SHEET.findall(page))
    script = "".join(read(name).decode() for name in _SCRIPT.findall(page))
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(sheet)}'; "
        f"script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    )
    page = _SHEET.sub(lambda _: f"<style>{sheet}</style>", page)
    page = _SCRIPT.sub(lambda _: f"<script>{script}</script>", page)
    page = _ICON.sub(lambda m: f'{m[1]}{_data("image/svg+xml", read(m[2]))}"', page)
    page = _POLICY.sub(lambda m: m[1] + policy, page)
    page = _PICTURE.sub(
        lambda m: f'<img src="{_data("image/webp", pictures[_largest(m[1])])}"', page
    )
    return _NEWS.sub("", page)


def _stem(name: str) -> str:
    return f"window-{name}" if name else "window"


def _path(name: str, settings: Settings) -> str:
    path = f"{FOLDER}{name}/" if name else FOLDER
    known = playlists(settings)
    if path not in known:
        names = "、".join(each.removeprefix(FOLDER).strip("/") for each in known if each != FOLDER)
        raise Misuse(
            Words(
                f"没有编号是“{name}”的分屏。" + (f"有的是：{names}" if names else "一块也没有设。"),
                f"there is no window “{name}”; known: {names or 'none'}",
            )
        )
    return path


def _made(jobs: Sequence[Resized], root: Path, progress: Progress) -> dict[str, bytes]:
    """The bytes of the pictures, by path."""
    work = root / WORK
    work.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=work) as folder:
        Making(root, Path(folder), progress).make(jobs)
        return {job.path: (Path(folder) / job.path).read_bytes() for job in jobs}


def _largest(srcset: str) -> str:
    """The site's path of the last, largest candidate."""
    return srcset.rpartition(", ")[2].split(" ")[0].removeprefix("./").replace("../", "")


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
