"""What a published build leaves for the next one: what it read, what it found, what it made.

Kept beside the site as one file: its SHA-256, then MessagePack of the tuples below, read twice as
fast as a pickle and written ten times. A file that is missing, cut, altered or written by another
version is no file: the next build is a full one. What is frozen in it is a pickle that may name
records of ours and nothing else; it costs nothing until it is thawed.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
from datetime import date, datetime, timedelta, timezone
from pathlib import Path, PosixPath, WindowsPath
from typing import Any, NamedTuple

from msgspec import DecodeError, msgpack

from generator.publish import Survey
from generator.sight import Seen, Stamp

_SEAL = hashlib.sha256().digest_size
_PLAIN = {
    (kind.__module__, kind.__qualname__)  # paths have moved in Python 3.13, and again in 3.14
    for kind in (date, datetime, timedelta, timezone, PosixPath, WindowsPath, set, frozenset)
}
_REBUILD = ("msgspec._utils", "rebuild")


class Spot(NamedTuple):
    """Where a face lies in the file of faces."""

    start: int
    size: int


class Note(NamedTuple):
    """What is known of one story's file.

    `read` is the digest of the file and of the pictures `asks` names; `face` the story's face and
    its pictures, frozen, or where they lie; `mark` the digest of that face; `unit` as it names it;
    `problems` what reading and checking it alone has found, frozen, b"" for nothing; `dated` the
    same of checks that look at the day, and `days` the ordinals of those that the story tells.
    """

    read: bytes
    asks: tuple[str, ...]
    face: bytes | Spot
    mark: bytes
    unit: str
    problems: bytes
    dated: bytes
    days: tuple[int, ...]
    allows: bool


class Near(NamedTuple):
    """What a story's page tells of others: files of the stories around it, what boards say of it.

    `mentions` are the words of each (`render.entries.Mention`).
    """

    newer: tuple[str, ...]
    older: tuple[str, ...]
    related: tuple[str, ...]
    mentions: tuple[tuple[str, ...], ...]

    @property
    def files(self) -> tuple[tuple[str, ...], ...]:
        """The files of the stories."""
        return self.newer, self.older, self.related


class Shown(NamedTuple):
    """What was published of one story.

    `needs` is the digest of all that its page shows, `page` that of the page's source; `near` is
    what it tells of others; `wanted` the pictures; `row` its line of the manifest, "" where it has
    none; `year` its place in the search index.
    """

    key: str
    address: str
    needs: bytes
    page: bytes
    near: Near
    wanted: tuple[str, ...]
    row: str
    year: str


_NOTHING = Survey({}, {})


class Kept(NamedTuple):
    """A build, as the next one wants to know it; paths are below the site's root."""

    ground: bytes
    settings: bytes  # the digests of mkdocs.yml and what it inherits
    day: date
    sight: dict[str, Seen]
    site: bytes  # all but the stories, frozen
    shell: str  # what the shell of every page shows, as JSON
    signed: dict[str, bytes]  # sign-offs by story key, frozen
    notes: dict[str, Note]  # by file, in the order of reading
    faces: str  # the name of the file that holds them
    rest: bytes  # problems found beside the stories, and between them, frozen
    problems: bytes  # all problems, what was allowed left out, frozen
    broken: dict[str, str]  # files with errors, shown in a preview, and their problems as told
    shown: dict[str, Shown]  # by file, newest first
    drafts: frozenset[str]
    printed: frozenset[str]  # files of stories whose texts other pages print
    pages: dict[str, bytes]  # pages that are no story's own, by address: the digests
    listed: tuple[str, ...]  # those of them that may be indexed
    texts: tuple[str, ...]  # files that no engine made, but for pictures
    wanted: dict[str, bytes]  # pictures and prints of other pages; prints with their digests
    cuts: bytes  # headings as they were cut into words, frozen
    counts: tuple[int, int, int]  # stories, pages, pictures
    sources: Stamp  # of the list of generated files
    site_tree: Survey = _NOTHING  # known once it is published
    twin_tree: Survey = _NOTHING


_Folders = dict[str, tuple[int, int]]


def told_of(kept: Kept) -> bytes:
    """All but the trees: it is known while the engine works, they once it is published.

    b"" where it cannot be kept: names of files that are no text, inodes of more than 64 bits.
    """
    try:
        return msgpack.encode(kept._replace(site_tree=_NOTHING, twin_tree=_NOTHING))
    except (UnicodeEncodeError, OverflowError):
        return b""


def keep(place: Path, told: bytes, site: Survey, twin: Survey) -> None:
    """Writes it whole or not at all; a disk that refuses costs the next build time, no more.

    `told` is from `told_of`, `site` and `twin` the trees as they stand. They share their files as
    hard links, which have one stamp.
    """
    if not told or site.files != twin.files:
        return
    content = msgpack.encode((told, site.files, site.folders, twin.folders))
    rest = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with rest.open("wb") as file:
            file.writelines((hashlib.sha256(content).digest(), content))
        rest.replace(place)
    except OSError:
        rest.unlink(missing_ok=True)


def recall(place: Path) -> Kept | None:
    """What the last build kept; None where there is nothing to trust."""
    try:
        raw = place.read_bytes()
    except OSError:
        return None
    content = memoryview(raw)[_SEAL:]
    if hashlib.sha256(content).digest() != raw[:_SEAL]:
        return None
    try:
        told, files, site, twin = msgpack.decode(content, type=_Whole)
        found = msgpack.decode(told, type=Kept)
    except DecodeError:  # of another version
        return None
    return found._replace(site_tree=Survey(files, site), twin_tree=Survey(files, twin))


_Whole = tuple[bytes, dict[str, Stamp], _Folders, _Folders]


def freeze(value: object) -> bytes:
    """Records as bytes."""
    return pickle.dumps(value, protocol=5)


def thaw(content: bytes | memoryview) -> Any:
    """Records from their bytes; raises UnpicklingError where they name anything else."""
    return _Unpickler(io.BytesIO(content)).load()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == _REBUILD:  # calls a record of ours, which is looked up here as well
            return super().find_class(module, name)
        if module.startswith("generator.") or (module, name) in _PLAIN:
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")
