"""The corpus of bad input: the outcome and the line of every case, in one run and alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.proof import check_site
from tests import corpus
from tests.corpus import Case
from tests.roots import SETTINGS

TODAY = date(2026, 6, 1)
SECONDS = 30  # for a hostile case, the start of Python included
DISAGREED = Path(__file__).with_name("corpus_disagreements.md")
FORBIDDEN = re.compile(r'[<>:"|?*]')  # in Windows' file names
Found = tuple[str, str, int]  # file, level, line


def possible(case: Case) -> bool:
    """Whether this machine can hold the case's files."""
    names = [*case["files"], *case["symlinks"]]
    return os.name != "nt" or not (case["symlinks"] or any(map(FORBIDDEN.search, names)))


CASES = {case["name"]: case for case in corpus.cases() if possible(case)}
TOGETHER = [case for case in CASES.values() if not case.get("alone")]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    """The problems of all cases that may share a tree."""
    root = planted(tmp_path_factory.mktemp("corpus"), TOGETHER)
    checked = check_site(root, TODAY)
    return [
        (p.place.file, p.level, checked.sources[p.place.file].position(p.place)[0])
        if p.place.file in checked.sources
        else (p.place.file, p.level, max(p.place.line, 1))
        for p in checked.problems
    ]


@pytest.mark.parametrize("name", [case["name"] for case in TOGETHER])
def test_a_case_comes_out_as_it_says(name: str, found: list[Found]) -> None:
    judge(CASES[name], found)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.get("alone")])
def test_hostile_case_alone(name: str, tmp_path: Path) -> None:
    root = planted(tmp_path, [CASES[name]])
    command = [sys.executable, "-m", "generator", "check", "--format", "json", "--root", root]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS)
    assert "Traceback" not in run.stderr
    assert run.returncode == 1
    judge(CASES[name], [(row["file"], row["level"], row["line"]) for row in json.loads(run.stdout)])


def test_the_neighbour_of_all_cases_has_no_problem(found: list[Found]) -> None:
    ours = {case["path"] for case in TOGETHER}
    assert {file for file, _, _ in found} <= ours


def test_disagreements_name_cases_and_reasons() -> None:
    assert disagreed().keys() <= CASES.keys() | {case["name"] for case in corpus.cases()}
    assert all(reason.strip() for reason in disagreed().values())


def planted(root: Path, cases: Iterable[Case]) -> Path:
    """A tree of cases with settings of its own."""
    corpus.plant(root, cases)
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    return root


def judge(case: Case, found: list[Found]) -> None:
    """Asserts what must become of a case; a case disagreed with must not agree by accident."""
    agrees = outcome_and_line(case, found)
    assert agrees != (case["name"] in disagreed()), [row for row in found if row[0] == case["path"]]


def outcome_and_line(case: Case, found: list[Found]) -> bool:
    """Whether outcome and line are those of the case."""
    lines = {
        level: [line for file, at, line in found if (file, at) == (case["path"], level)]
        for level in ("error", "warning")
    }
    told = {
        "error": lines["error"],
        "warning": [] if lines["error"] else lines["warning"],
        "problem": lines["error"] + lines["warning"],
    }
    if case["outcome"] in ("accepted", "safe"):
        return case["outcome"] == "safe" or not lines["error"]
    wanted = told[case["outcome"]]
    return bool(wanted) if case["line"] is None else case["line"] in wanted


def disagreed() -> Mapping[str, str]:
    """Cases that are meant to come out otherwise, with the reason."""
    rows = re.findall(r"^- `([^`]+)`: (.+)$", DISAGREED.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(rows)
