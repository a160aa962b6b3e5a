"""Every case of tests/cases tells exactly what its document says."""

from __future__ import annotations

import pytest

from generator.check import CHECKS
from generator.explain import helps
from tests.cases import FOLDER, Case, cases, path_of, text_of, tried

IDS = sorted(path.stem for path in FOLDER.glob("*.md"))
ALL = [case for id in IDS for case in cases(id)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.id}: {case.title}")
def test_case(case: Case) -> None:
    out = tried(case)
    assert out.told == case.told
    assert out.english == case.english


@pytest.mark.parametrize("id", IDS)
def test_a_file_has_its_form_and_both_sides(id: str) -> None:
    found = cases(id)
    assert path_of(id).read_text(encoding="utf-8") == text_of(found)
    tells = [f"[{id}]" in case.told for case in found]
    assert any(tells) and not all(tells), "a case that tells, and one that does not"
    assert any(f"[{id}]" in (case.english or "") for case in found), "and one in English"
    assert id in helps()


def test_every_check_has_its_cases() -> None:
    assert {check.id for check in CHECKS if not check.id.startswith("award-")} <= set(IDS)
