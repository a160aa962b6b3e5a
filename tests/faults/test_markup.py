"""Whatever of a page loads or runs is seen, however rarely it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish import Defect, verify
from tests.faults.clean_tree import CLEAN, HERE, RULES, page, sha, write


@pytest.mark.parametrize(
    "name",
    [
        *("href", "xlink:href", "src", "SRC", "poster", "data", "action", "formaction"),
        *("background", "manifest", "longdesc", "ping", "srcset", "imagesrcset"),
    ],
)
def test_an_attribute_that_loads(tmp_path: Path, name: str) -> None:
    body = page(f'<i {name}="//a.example/x">')
    assert verify(write(tmp_path, {**CLEAN, HERE: body}), RULES) == [
        Defect(HERE, "foreign", "//a.example/x")
    ]


@pytest.mark.parametrize(
    "kind",
    [
        *("", "module", "Text/JavaScript", "application/javascript"),
        *("importmap", "speculationrules"),
    ],
)
def test_a_script_that_runs(tmp_path: Path, kind: str) -> None:
    body = page(f'<script type="{kind}">f()</script>')
    assert verify(write(tmp_path, {**CLEAN, HERE: body}), RULES) == [
        Defect(HERE, "csp", f"script 'f()' needs {sha('f()')}")
    ]
