"""Outputs → site_src/: changed bytes only, and nothing left of what is no longer wanted."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.model.output import Card, Output, Page, Resized, Text

LIST = ".generated.json"  # which files of site_src/ are ours; the others are hand-written


def write(outputs: Iterable[Output], folder: Path) -> list[str]:
    """Writes pages and texts below `folder` and sweeps what earlier runs wrote and this one did not.

    Returns the paths of every file that belongs to this run, pictures (made by others) included.
    A path that is not below the folder, or is wanted twice, is our bug: ValueError.
    """
    wanted: dict[str, bytes | None] = {}
    for output in outputs:
        path, content = _file(output)
        if path in wanted and wanted[path] != content:
            raise ValueError(f"{path} is wanted twice")
        if path.startswith("/") or ".." in path.split("/"):
            raise ValueError(f"{path} leads out of the site")
        wanted[path] = content
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder, wanted)
    _remember(folder, wanted)
    made: set[str] = set()
    for path, content in wanted.items():
        if content is not None:
            _write(folder, path, content, made)
    return list(wanted)


def page_file(page: Page) -> str:
    """Where the engine wants the source of a page: `brands/1252/` → `brands/1252/index.md`."""
    return f"{page.path}index.md"


def _file(output: Output) -> tuple[str, bytes | None]:
    match output:
        case Page():
            return page_file(output), _page(output).encode()
        case Text():
            return output.path, output.text.encode()
        case Resized() | Card():
            return output.path, None


def _page(page: Page) -> str:
    """Front matter only; the engine escapes nothing, so every text of `meta` is escaped here."""
    meta = "".join(f"{key}: {_value(value)}\n" for key, value in _with_template(page).items())
    body = page.body.replace("\n", "\n  ")
    return f"---\n{meta}body: |2\n  {body}\n---\n"


def _with_template(page: Page) -> Mapping[str, str | int | bool]:
    return {"template": "main.html", **page.meta}


def _value(value: str | int | bool) -> str:
    if isinstance(value, str):
        # MkDocs puts titles and descriptions into pages unescaped; JSON strings are YAML.
        return json.dumps(html.escape(value, quote=True), ensure_ascii=False)
    return json.dumps(value)


def _write(folder: Path, path: str, content: bytes, made: set[str]) -> None:
    file = folder / path
    parent = os.path.dirname(path)
    if parent not in made:
        file.parent.mkdir(parents=True, exist_ok=True)
        made.add(parent)
    try:
        if file.read_bytes() == content:
            return
    except FileNotFoundError:
        pass
    part = file.with_name(file.name + ".part")
    part.write_bytes(content)
    os.replace(part, file)


def _remember(folder: Path, wanted: Mapping[str, bytes | None]) -> None:
    listed = json.dumps(sorted(wanted), ensure_ascii=False, indent=0)
    (folder / LIST).write_text(listed, encoding="utf-8")


def _sweep(folder: Path, wanted: Mapping[str, bytes | None]) -> None:
    """Removes what an earlier run wrote; without its list nothing is touched."""
    try:
        before = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        before = []
    for path in before:
        if isinstance(path, str) and path not in wanted and ".." not in path.split("/"):
            file = folder / path
            file.unlink(missing_ok=True)
            _remove_empty(file.parent, folder)


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and top in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
