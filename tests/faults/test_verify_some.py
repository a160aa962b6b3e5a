"""An edit verifies some files of a tree: those it made, those that point at what is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish import Defect, pointing, verify_files
from tests.faults.clean_tree import CLEAN, HERE, RULES, page, write


def test_only_some_files(tmp_path: Path) -> None:
    broken = page('<a href="../1253/">x</a><a href="../#no">x</a>')
    tree = write(tmp_path, {**CLEAN, HERE: broken, "brands/index.html": page("<img src=no.jpg>")})
    known = frozenset(CLEAN)
    assert verify_files(tree, [HERE], known, RULES) == [
        Defect(HERE, "anchor", "brands/index.html#no"),
        Defect(HERE, "link", "../1253/"),
    ]
    assert verify_files(tree, ["index.html"], known, RULES) == []
    assert verify_files(tree, [HERE], known | {"brands/1253/index.html"}, RULES) == [
        Defect(HERE, "anchor", "brands/index.html#no")
    ]


GONE = [path for path in CLEAN if path.endswith((".html", ".svg"))] + ["assets/a.jpg"]


@pytest.mark.parametrize("lost", GONE)
def test_pages_that_point_at_what_is_gone_are_among_those_that_may(
    tmp_path: Path, lost: str
) -> None:
    """What an edit that takes a file away relies on: it follows the links of no other page."""
    bare = "<p>没有链接</p>"
    more = {"units/a/index.html": '<a href="../../brands/1252/#main">', "units/b/index.html": bare}
    tree = write(tmp_path, {**CLEAN, **more, "about/index.html": '<a href="../%31252/">'})
    rest = {*CLEAN, *more, "about/index.html"} - {lost}
    defects = verify_files(tree, rest, rest, RULES)
    blamed = {defect.page for defect in defects if defect.kind in ("link", "anchor")}
    may = {*pointing(tree, rest, [lost])}
    assert {page for page in blamed if page.endswith((".html", ".svg"))} <= may
    assert "about/index.html" in may
    assert ("units/b/index.html" in may) == (lost == "index.html")


def test_pages_that_say_nothing_of_a_path_need_not_be_looked_at(tmp_path: Path) -> None:
    tree = write(tmp_path, CLEAN)
    assert [*pointing(tree, CLEAN, ["assets/a.webp"])] == [HERE]
