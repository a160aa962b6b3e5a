"""The copy of a recording that goes to the site."""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from pathlib import Path

from generator.model.original import Blank
from generator.recordings.blanks import blanked


def copy(source: Path, blanks: Sequence[Blank], target: Path) -> None:
    """Writes `source` without its blanks to `target`, whole or not at all. Raises OSError.

    A target that is there is kept: it is named by the digest of what it holds.
    """
    if target.exists() and target.stat().st_size == source.stat().st_size:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.tmp")  # as `pictures.clear` takes away
    with (
        source.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
        part.open("wb") as out,
    ):
        out.writelines(blanked(data, blanks))
    part.replace(target)
