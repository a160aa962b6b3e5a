"""Siblings of the corpus's cases: every one gives what it must, with the right id and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.proof import check_site
from tests.roots import make_root
from tests.siblings import Sibling, siblings

TODAY = date(2026, 6, 1)
ALL = siblings()
Found = tuple[str, int, str]  # level, line, id


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Found]]:
    """The problems of each sibling; all of them lie in one tree and are checked in one run."""
    root = make_root(tmp_path_factory.mktemp("siblings"), {})
    files = {}
    for number, (name, sibling) in enumerate(ALL.items()):
        file = root / "stories" / "volunteer" / f"s{number}" / "story.yml"
        file.parent.mkdir(parents=True)
        file.write_bytes(sibling.content)
        files[file.relative_to(root).as_posix()] = name
    checked = check_site(root, TODAY)
    told: dict[str, list[Found]] = {name: [] for name in ALL}
    for problem in checked.problems:
        name = files.get(problem.place.file)
        if name and problem.id not in ("same-title", "file-missing"):
            line, _ = checked.sources[problem.place.file].position(problem.place)
            told[name].append((problem.level, line, problem.id))
    return told


@pytest.mark.parametrize("name", ALL)
def test_a_sibling_comes_out_as_it_says(name: str, found: dict[str, list[Found]]) -> None:
    sibling, told = ALL[name], found[name]
    errors = [row for row in told if row[0] == "error"]
    if sibling.outcome == "accepted":
        assert not errors
        return
    wanted = errors if sibling.outcome == "error" else [row for row in told if row not in errors]
    assert wanted, told
    if sibling.outcome == "warning":
        assert not errors
    if sibling.line is not None:
        assert (sibling.outcome, sibling.line, sibling.id) in wanted


def test_a_broken_story_hides_no_neighbours_problems(tmp_path: Path) -> None:
    def read(stories: dict[str, Sibling]) -> set[tuple[str, str]]:
        root = make_root(tmp_path / str(len(stories)), {})
        for name, sibling in stories.items():
            file = root / f"stories/volunteer/{name}.yml"
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(sibling.content)
        problems = check_site(root, TODAY).problems
        return {(p.place.file, p.id) for p in problems if p.place.file.endswith("/mine.yml")}

    mine = ALL["date: date: 近年来"]
    alone = read({"mine": mine})
    broken = {f"b{n}": s for n, s in enumerate(ALL.values()) if s.outcome == "error"}
    assert (
        read({"mine": mine, **broken}) >= alone == {("stories/volunteer/mine.yml", "date-unclear")}
    )
