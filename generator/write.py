"""Outputs → site_src/: changed bytes only, and nothing left of what is no longer wanted."""

from __future__ import annotations

import contextlib
import html
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct, field

from generator.model.output import Output, Page, Text

_LONGEST = 250  # characters of a path that a disk can hold
NEW_LINE = "&#10;"  # within a value; `theme/main.html` turns it back, and any browser would
LIST = ".generated.txt"  # which files of site_src/ are ours; the others are hand-written


class Writer(Struct, dict=True):
    """Writes outputs below `folder` one by one; `finish` sweeps what earlier runs left.

    What no engine touches is linked into the site's `tree` at once, where there is one. Every path
    is noted before its file is written, so that a killed run's files are swept as well. A symbolic
    link in the place of a folder or of the list goes, what it leads to stays: a project folder may
    come from anywhere.
    """

    folder: Path
    tree: Path | None = None
    written: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        _unlink(f"{self.folder}/{LIST}")
        self._before = _listed(self.folder)
        self._parents = {""}
        self._notes = (self.folder / LIST).open("a", encoding="utf-8", newline="\n", buffering=1)

    def put(self, output: Output) -> bytes:
        """Writes a page or a text and returns its bytes; a picture (made by others) is noted only.

        A path that leads out of the folder, or a text that is wanted twice, is our bug: ValueError.
        """
        path = page_file(output.path) if isinstance(output, Page) else output.path
        twice = path in self.written
        if twice and not isinstance(output, Page | Text):
            return b""
        if twice or path.startswith("/") or ".." in path.split("/"):
            raise ValueError(f"{path} is wanted twice or leads out of the site")
        self.written.add(path)
        self._make(path.rpartition("/")[0])
        if path not in self._before:
            self._notes.write(f"{path}\n")
        content = source_of(output)
        if isinstance(output, Page | Text):
            self._write(path, content)
        if self.tree and isinstance(output, Text):
            link(f"{self.folder}/{path}", f"{self.tree}/{path}")
        return content

    def keep_rest(self, gone: Iterable[str]) -> None:
        """What earlier runs wrote stays, but for the files `gone`."""
        self.written |= self._before.difference(gone)

    def _write(self, path: str, content: bytes) -> None:
        """Writes a file where its bytes differ, as a new file: the old one may be linked elsewhere.

        Only what earlier runs noted is compared; reading for each of 2,000 files costs a second.
        """
        place = f"{self.folder}/{path}"
        if path in self._before:
            with contextlib.suppress(FileNotFoundError):
                if Path(place).read_bytes() == content:
                    return
        try:
            _write_new(place, content)
        except FileExistsError:
            os.unlink(place)  # noqa: PTH108 - 2,000 paths are strings already
            _write_new(place, content)

    def _make(self, folder: str) -> None:
        """Makes a folder of ours with those above it."""
        if folder not in self._parents:
            self._make(folder.rpartition("/")[0])
            place = f"{self.folder}/{folder}"
            _unlink(place)
            Path(place).mkdir(exist_ok=True)
            self._parents.add(folder)

    def finish(self) -> None:
        """Removes what earlier runs wrote and this one did not; the list is replaced whole."""
        self._notes.close()
        for path in sorted(self._before - self.written):
            file = self.folder / path
            if _leads_away(file.parent, self.folder):
                continue
            if file.is_file():  # a line cut short may name a folder
                file.unlink()
            _remove_empty(file.parent, self.folder)
        (self.folder / LIST).write_bytes("".join(f"{p}\n" for p in sorted(self.written)).encode())


def source_of(output: Output) -> bytes:
    """The bytes of a page's source or of a text; none of a picture."""
    if isinstance(output, Page):
        return _page(output).encode()
    return output.text.encode() if isinstance(output, Text) else b""


def rewrite(place: str, text: str) -> None:
    """Writes a text as a new file in the place of one that may be linked elsewhere."""
    Path(place).unlink()
    _write_new(place, text.encode())


def link(file: str, target: str) -> None:
    """A hard link where the disk has them (no file is rewritten in place), else a copy."""
    for attempt in (1, 2):
        try:
            os.link(file, target)
            return
        except FileExistsError:
            Path(target).unlink()
        except FileNotFoundError:
            if attempt == 2:
                raise
            Path(target).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            shutil.copyfile(file, target)
            return


def page_file(address: str) -> str:
    """Where the engine wants the source of a page: `brands/1252/` → `brands/1252.md`.

    `brands/index.md` would be the page of `brands/`.
    """
    own = not address or f"/{address}".endswith("/index/")
    return f"{address}index.md" if own else f"{address.rstrip('/')}.md"


def _page(page: Page) -> str:
    """Front matter only, as `key: value` lines; what is empty or false is left out.

    MkDocs reads such lines (mkdocs/utils/meta.py, "MultiMarkdown") in a tenth of the time of YAML:
    1,000 pages in 0.03 s instead of 0.34. White space at the ends of a value is lost, as in HTML.
    The engine escapes nothing, so every text of `meta` is escaped here.
    """
    told = "".join(f"{key}: {_value(value)}\n" for key, value in page.meta.items() if value)
    return f"{told}body: {_one_line(page.body)}\n"


def _value(value: str | int | bool) -> str:
    return _one_line(html.escape(value, quote=True)) if isinstance(value, str) else str(value)


def _one_line(text: str) -> str:
    if "\r" in text:  # found at once, while looking for pairs takes 20 µs a page
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\n", NEW_LINE)


def _unlink(place: str) -> None:
    if os.path.islink(place):  # noqa: PTH114 - 2,000 paths are strings already
        with contextlib.suppress(FileNotFoundError):  # another process of this build was first
            os.unlink(place)  # noqa: PTH108


def _leads_away(folder: Path, top: Path) -> bool:
    below = (folder, *folder.parents)[: len(folder.parts) - len(top.parts)]
    return any(each.is_symlink() for each in below)


def _write_new(place: str, content: bytes) -> None:
    with open(place, "xb") as file:  # noqa: PTH123
        file.write(content)


def _listed(folder: Path) -> set[str]:
    """The paths that earlier runs noted; a damaged line is no path of ours."""
    try:
        lines = (folder / LIST).read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return set()
    return {line for line in lines if _is_path(line)}


def _is_path(line: str) -> bool:
    return (
        0 < len(line) < _LONGEST
        and line.isprintable()
        and not line.startswith("/")
        and ".." not in line
    )


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and top in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
