"""The packed corpus of bad inputs: unpacked into trees at test time, never committed as files."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Case = dict[str, Any]
PACKED = Path(__file__).parent / "corpus.json.gz"


def cases() -> list[Case]:
    """All cases in their order."""
    return list(_packed()["cases"])


def plant(root: Path, chosen: Iterable[Case]) -> None:
    """Writes the base tree and the files and links of some cases below `root`."""
    for path, text in _packed()["base"].items():
        _file(root / path, text.encode())
    for case in chosen:
        for path, content in case["files"].items():
            _file(root / path, base64.b64decode(content))
        for path, target in (case.get("symlinks") or {}).items():
            link = root / path
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(target)


def _packed() -> dict[str, Any]:
    packed: dict[str, Any] = json.loads(gzip.decompress(PACKED.read_bytes()))
    return packed


def _file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
