"""Compiled templates between runs: compiling those of a story's page costs more than the page.

Jinja keys them by name and source; here each is sealed by its SHA-256 as well, and kept for those
only who compile alike: how a filter is called is compiled in. What is missing,
cut or altered is compiled anew, and a place that cannot be written costs time, nothing else.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

_SEAL = hashlib.sha256().digest_size


class Compiled(BytecodeCache):
    """The compiled templates kept in a folder; `by` tells what else they were compiled by."""

    def __init__(self, folder: Path, by: bytes) -> None:
        self._folder = folder
        self._by = hashlib.sha256(by).hexdigest()[:8]

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket where there is something to trust."""
        try:
            raw = self._place(bucket).read_bytes()
        except OSError:
            return
        if hashlib.sha256(raw[_SEAL:]).digest() == raw[:_SEAL]:
            bucket.bytecode_from_string(raw[_SEAL:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps what the bucket holds, whole or not at all."""
        place, code = self._place(bucket), bucket.bytecode_to_string()
        rest = place.with_name(f".{place.name}.{os.getpid()}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            rest.write_bytes(hashlib.sha256(code).digest() + code)
            rest.replace(place)
        except OSError:
            rest.unlink(missing_ok=True)

    def _place(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}-{bucket.checksum}-{self._by}"
