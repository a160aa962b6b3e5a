"""A content-addressed cache: it may cost time, it never changes a byte.

An entry is the SHA-256 of its key and its content, then the content. Whatever does not match, is
cut short, cannot be read or cannot be written counts as absent.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import PIL
from PIL import features

PICTURE_VERSION = 2  # to be raised whenever the same key would mean another content

_REST = ".tmp"
_SEAL = hashlib.sha256().digest_size
_CODECS = ("jpg", "webp", "zlib", "libtiff", "littlecms2", "freetype2")


def key_of(*parameters: object) -> str:
    """The key of what depends on `parameters` and on the versions of the program and its codecs."""
    return hashlib.sha256(repr((_tools(), parameters)).encode()).hexdigest()


def recall(cache: Path, key: str) -> bytes | None:
    """The content kept under `key` (a hex digest), None where there is none to trust."""
    try:
        entry = _place(cache, key).read_bytes()
    except OSError:
        return None
    content = entry[_SEAL:]
    return content if entry[:_SEAL] == _seal(key, content) else None


def keep(cache: Path, key: str, content: bytes) -> None:
    """Keeps `content` under `key`; a cache that cannot be written is no error."""
    try:
        replace(_place(cache, key), _seal(key, content) + content)
    except OSError:
        return


def is_fresh(cache: Path, key: str, file: Path) -> bool:
    """Whether `file` already holds what is kept under `key`; reads only the head of the entry."""
    try:
        with _place(cache, key).open("rb") as entry:
            seal = entry.read(_SEAL)
        return _seal(key, file.read_bytes()) == seal
    except OSError:
        return False


def replace(file: Path, content: bytes) -> None:
    """Writes `file` whole or not at all; raises OSError and leaves the old file and no rest."""
    rest = file.with_name(f".{file.name}.{os.getpid()}-{threading.get_ident()}{_REST}")
    try:
        try:
            rest.write_bytes(content)
        except FileNotFoundError:
            file.parent.mkdir(parents=True, exist_ok=True)
            rest.write_bytes(content)
        rest.replace(file)
    except OSError:
        rest.unlink(missing_ok=True)
        raise


def clear(files: Iterable[Path]) -> None:
    """Removes what a killed `replace` left beside these files, where nobody else writes now."""
    for folder in sorted({file.parent for file in files}):
        for rest in folder.glob(f".*{_REST}"):
            rest.unlink(missing_ok=True)


@cache
def _tools() -> tuple[object, ...]:
    """The versions of all that makes pictures; to ask for them takes 30 ms, so cards do not."""
    import pillow_heif

    codecs = (features.version(codec) for codec in _CODECS)
    return (PICTURE_VERSION, PIL.__version__, pillow_heif.__version__, *codecs)


def _place(cache: Path, key: str) -> Path:
    return cache / key[:1] / key


def _seal(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + content).digest()
