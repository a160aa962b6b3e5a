"""Compiled templates between runs: compiling those of a story's page costs more than the page.

Each lies in a file of its own, named as Python names a compiled module: by its template and who
runs it. Jinja compares the source; a SHA-256 seals the code, with what else it was compiled by: how
a filter is called is compiled in. What is missing, cut, altered or of another source is compiled
anew in its place, and a place that cannot be written costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

_SEAL = hashlib.sha256().digest_size


class Compiled(BytecodeCache):
    """The compiled templates kept in a folder; `by` tells what else they were compiled by."""

    def __init__(self, folder: Path, by: bytes) -> None:
        self._folder = folder
        self._by = by

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket where there is something to trust."""
        try:
            raw = self._place(bucket).read_bytes()
        except OSError:
            return
        if self._seal(raw[_SEAL:]) == raw[:_SEAL]:
            bucket.bytecode_from_string(raw[_SEAL:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what the bucket holds, whole or not at all."""
        place, code = self._place(bucket), bucket.bytecode_to_string()
        rest = place.with_name(f".{place.name}.{os.getpid()}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            rest.write_bytes(self._seal(code) + code)
            rest.replace(place)
        except OSError:
            rest.unlink(missing_ok=True)

    def _place(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.{sys.implementation.cache_tag}"

    def _seal(self, code: bytes) -> bytes:
        return hashlib.sha256(self._by + code).digest()
