"""The house keeps its floors: who may import whom, and how large a room may be."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "generator").rglob("*.py"))
MOST_LINES, MOST_FUNCTION_LINES = 400, 40

# room → rooms of the generator it may import; a room may always import itself
FLOORS: dict[str, set[str]] = {
    "model": set(),
    "trouble": {"model"},
    "package": set(),
    "sight": set(),
    "beside": set(),
    "forked": set(),
    "packed": {"model"},
    "progress": {"model"},
    "show": {"model"},
    "pictures": {"model", "trouble"},
    "recordings": {"model"},
    "load": {"beside", "model", "package", "packed", "pictures", "recordings", "sight"},
    "check": {"model"},
    "render": {"model", "prose"},
    "prose": set(),
    "typeset": {"model", "pictures", "sight"},
    "export": {"model", "package", "prose", "typeset"},
    "material": {"export", "load", "model", "package", "pictures"},
    "moving": {"model", "trouble"},
    "shelf": {"model", "moving", "trouble"},
    "wanted": {"model", "trouble"},
    "submit": {
        *("check", "export", "load", "material", "model"),
        *("progress", "shelf", "show", "trouble", "typeset", "wanted"),
    },
    "status": {
        *("check", "export", "load", "material", "model", "progress", "shelf", "trouble"),
    },
    "yearbook": {
        *("check", "load", "model", "package", "pictures", "progress", "render"),
        *("shelf", "trouble", "typeset", "wanted"),
    },
    "explain": {"model", "check", "load", "trouble"},
    "write": {"model"},
    "engine": {"beside", "forked", "jobs", "model", "package", "trouble"},
    "jobs": {"hook", "package"},
    "hook": {"package", "render"},
    "publish": {"beside", "model", "moving", "sight", "trouble"},
    "starters": {"model", "trouble"},
    "new": {"model", "starters", "trouble"},
    "schema": {"model"},
    "sign": {"model", "package", "publish", "shelf", "trouble", "wanted"},
    "audit": {"model", "trouble"},
    "mask": {"check", "load", "model", "moving", "trouble"},
    "arguments": {"model", "starters", "usage"},
    "usage": {"model"},
    "making": {"model", "package", "pictures", "progress", "recordings", "trouble", "typeset"},
    "press": {
        *(
            "beside",
            "engine",
            "lineup",
            "making",
            "model",
            "package",
            "packed",
            "progress",
            "render",
            "write",
        ),
    },
    "kept": {"publish", "sight"},
    "builds": {"kept", "load", "model", "package", "packed", "publish", "sight"},
    "lineup": {"faces", "kept", "model", "notes", "packed", "render"},
    "faces": {"kept", "model"},
    "notes": {"check", "faces", "kept", "load", "model", "render", "sight"},
    "proof": {"builds", "check", "faces", "kept", "load", "model", "notes", "packed", "sight"},
    "whole": {
        *(
            "beside",
            "builds",
            "engine",
            "faces",
            "kept",
            "lineup",
            "load",
            "model",
            "notes",
            "package",
            "packed",
            "press",
        ),
        *("progress", "publish", "render", "show", "sight", "typeset", "write"),
    },
    "edit": {"builds", "check", "faces", "kept", "load", "model", "notes", "proof", "sight"},
    "draft": {
        *(
            "beside",
            "edit",
            "faces",
            "kept",
            "lineup",
            "model",
            "notes",
            "press",
            "progress",
            "render",
            "whole",
            "write",
        ),
    },
    "amend": {
        *(
            "beside",
            "builds",
            "draft",
            "edit",
            "engine",
            "faces",
            "kept",
            "making",
            "model",
            "package",
            "press",
        ),
        *("progress", "publish", "render", "sight", "whole", "write"),
    },
    "flow": {
        *("amend", "beside", "builds", "engine", "faces", "kept", "load", "model"),
        *("package", "progress", "proof", "publish", "render", "shelf", "sight", "whole"),
    },
    "portable": {
        *("builds", "model", "package", "pictures"),
        *("progress", "proof", "render", "shelf", "trouble"),
    },
    "serve": {"engine", "flow", "load", "model", "package", "progress", "show", "trouble"},
}
DOORS = {"cli", "__main__", "__init__"}  # the command may use every room


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "generator").parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The rooms of the generator that a file imports, inside functions as well."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "generator":
            rooms |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("generator."):
            rooms.add(str(node.module).split(".")[1])
        elif isinstance(node, ast.Import):
            rooms |= {a.name.split(".")[1] for a in node.names if a.name.startswith("generator.")}
    return rooms - {"__version__"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_keep_to_their_floor(path: Path) -> None:
    room = room_of(path)
    if room not in DOORS:
        assert room in FLOORS, f"say in FLOORS what {room} may import"
        assert imported(path) - {room} <= FLOORS[room]


def test_only_pictures_knows_pillow() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        if room_of(path) != "pictures":
            assert "import PIL" not in text and "from PIL" not in text, path


def test_only_the_command_prints() -> None:
    for path in SOURCES:
        calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
        assert "print" not in names or room_of(path) == "cli", path


def test_no_group_is_possessive() -> None:
    """Before Python 3.11.5 it takes too much (python/cpython#106052); Debian 12 has 3.11.2.

    An atomic group, `(?>(?:…)*)`, means the same and is right in all.
    """
    possessive = re.compile(r"[)}][*+?]\+|\)\{\d*,?\d*\}\+")
    for path in SOURCES:
        for line in path.read_text("utf-8").splitlines():
            assert not possessive.search(line), f"{path}: {line}"
    assert re.fullmatch("(?>(?:ab?c)*)a", "aca")


@pytest.mark.parametrize(
    "path",
    [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "tools").rglob("*.py"))],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_rooms_are_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            help_page = ast.get_docstring(node) or ""
            lines = node.end_lineno - node.lineno - help_page.count("\n")
            assert lines < MOST_FUNCTION_LINES, node.name
