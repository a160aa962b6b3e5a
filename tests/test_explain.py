"""Help pages: everything that can be reported has one, and its examples are true."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from generator import recordings
from generator.check import CHECKS
from generator.explain import explain, helps, read_help
from generator.pictures.faults import FaultKind
from generator.proof import check_site
from generator.trouble import Misuse
from tests.examples import is_remark, make_example

TODAY = date(2026, 6, 1)
GENERATOR = Path(__file__).parent.parent / "generator"
ROOMS = ("load", "check", "export")
CALLS = {"problem", "problem_at", "Problem", "Slip", "stop", "_add"}
PAGES = {id: page for id, page in helps().items() if not id.startswith("award-")}  # test_awards.py
SHOWN = {id for id, page in PAGES.items() if not is_remark(page.wrong)}


def reported() -> Iterator[str]:
    """Every id that stands in the source of reading and checking."""
    yield from (f"picture-{kind}" for kind in get_args(FaultKind))
    yield from (f"recording-{kind}" for kind in get_args(recordings.FaultKind))
    yield from (check.id for check in CHECKS)
    for path in (p for room in ROOMS for p in (GENERATOR / room).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            first: ast.expr | None = None
            if isinstance(node, ast.Call) and node.args:
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0] if called in CALLS else None
            elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
                first = node.value.elts[0] if path.name in ("paths.py", "shape.py") else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_every_id_has_a_page_and_every_page_an_id() -> None:
    assert set(reported()) == set(helps())


def test_no_two_pages_have_one_id() -> None:
    written = (GENERATOR / "help.md").read_text(encoding="utf-8")
    headings = [line.split()[1] for line in written.split("\n") if line.startswith("## ")]
    ids = [check.id for check in CHECKS] + headings
    assert len(ids) == len(set(ids)) == len(helps())


@pytest.mark.parametrize("id", helps())
def test_a_page_tells_all_in_both_languages(id: str) -> None:
    page = helps()[id]
    chinese, english = explain(id, "zh"), explain(id, "en")
    for words in (page.what, page.why, page.mend):
        assert words.zh in chinese and words.en in english
        assert words.zh.isascii() is False and words.zh.endswith("。")
        assert "。" not in words.en and words.en.endswith((".", "……"))
    first = page.wrong.split("\n")[0]
    assert first in chinese and first in english
    assert page.wrong != page.right


@pytest.mark.parametrize("id", sorted(SHOWN))
def test_the_wrong_example_fails(id: str, tmp_path: Path) -> None:
    make_example(tmp_path, PAGES[id].wrong)
    problems = check_site(tmp_path, TODAY).problems
    assert (id, PAGES[id].level) in {(p.id, p.level) for p in problems}


@pytest.mark.parametrize("id", [id for id, page in PAGES.items() if not is_remark(page.right)])
def test_the_right_example_passes(id: str, tmp_path: Path) -> None:
    make_example(tmp_path, PAGES[id].right)
    problems = check_site(tmp_path, TODAY).problems
    assert [(p.id, p.message.zh) for p in problems if p.level == "error" or p.id == id] == []


def test_only_what_no_text_can_show_is_a_remark() -> None:
    bytes_and_disks = {
        *("too-big", "not-text", "encoding", "encoding-unknown", "mixed-encoding", "empty"),
        *("utf16-without-mark", "yaml", "too-many", "number", "photo-symlink", "symlink"),
        *("no-stories", "no-settings", "no-story", "file-name"),
    }
    remarks = {id for id in PAGES.keys() - SHOWN if not id.startswith("picture-")}
    assert remarks == bytes_and_disks


@pytest.mark.parametrize(
    ("typed", "near"), [("fone-mobile", "phone-mobile"), ("mixed", "mixed-punctuation")]
)
def test_an_unknown_id_is_met_with_the_nearest(typed: str, near: str) -> None:
    with pytest.raises(Misuse) as caught:
        explain(typed, "zh")
    assert f"是不是 {near}？" in caught.value.words.zh


def test_a_word_is_met_with_the_checks_that_tell_of_it() -> None:
    with pytest.raises(Misuse) as caught:
        explain("身份证", "zh")
    first, *rows = caught.value.words.zh.split("\n  ")
    assert first == "“身份证”不是编号，说到它的有："
    assert [row.split()[0] for row in rows] == ["resident-id", "near-id"]


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("备注", "“备注”不是编号，说到它的有：\n  hash-cut  "),  # only its mend says so
        ("三生三世", "没有说到“三生三世”的检查；写提醒里方括号中的编号"),
    ],
)
def test_a_word_is_looked_for_in_whole_pages(word: str, told: str) -> None:
    with pytest.raises(Misuse) as refused:
        explain(word, "zh")
    assert refused.value.words.zh.startswith(told)


def test_an_id_like_no_other_is_met_with_all() -> None:
    with pytest.raises(Misuse) as caught:
        explain("0000", "en")
    assert "photo-alt" in caught.value.words.en


def test_a_page_without_all_its_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="photo-alt lacks a part"):
        read_help("photo-alt", "warning", "A picture has no words.\n\nWhy: …")


def test_an_id_as_messages_show_it() -> None:
    assert explain("[photo-alt]", "zh") == explain("photo-alt", "zh")
