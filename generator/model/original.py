"""A picture as its author gave it: where it lies and what was measured of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Original:
    """`width` and `height` in pixels after rotation; `digest` is the SHA-256 of the file."""

    path: Path
    width: int
    height: int
    digest: str
    size: int
