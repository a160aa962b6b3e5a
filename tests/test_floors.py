"""The house keeps its floors: who may import whom, and how large a room may be."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "generator").rglob("*.py"))
MOST_LINES, MOST_FUNCTION_LINES = 400, 40

ROOMS = {path.relative_to(ROOT / "generator").parts[0].removesuffix(".py") for path in SOURCES}
DOORS = {"cli", "__main__", "__init__"}  # the command may use every room
_ROW = re.compile(r"^\| (\d+) \| `(\w+)` \| ([a-z —]+) \|", re.MULTILINE)


@dataclass(frozen=True)
class Room:
    """A row of the map: the floor a room lies on, the rooms it imports."""

    floor: int
    imports: frozenset[str]


def the_map() -> dict[str, Room]:
    """The rooms by name, from the table of docs/architecture.md."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = _ROW.findall(text.split("## The floors")[1].split("\n## ")[0])
    return {
        name: Room(int(floor), frozenset(imports.split()) - {"—"}) for floor, name, imports in rows
    }


MAP = the_map()


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


def test_every_room_is_on_the_map_once() -> None:
    assert sorted(MAP) == sorted({*ROOMS, "cli"} - {"__main__", "__init__"})


@pytest.mark.parametrize("room", sorted(MAP.keys() - DOORS))
def test_a_room_imports_what_the_map_says_and_all_of_it_lies_below(room: str) -> None:
    files = [path for path in SOURCES if room_of(path) == room]
    imports = set().union(*map(imported, files)) - {room}
    assert imports == MAP[room].imports, "docs/architecture.md says what a room imports"
    assert [each for each in imports if MAP[each].floor >= MAP[room].floor] == []


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
