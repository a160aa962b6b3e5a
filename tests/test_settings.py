"""What of mkdocs.yml asks for a full build: all that pages share, however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.load.settings import read_settings
from tests.roots import SETTINGS

# What is written otherwise, and whether all pages may be others then.
CHANGES: list[tuple[str, str, str, bool]] = [
    ("a remark", "plugins: []", "plugins: [] # none", False),
    ("a notice", "none", "none, window: {notices: [{title: 党日}]}", False),
    ("a screen", "none", "none, 视窗: {分屏: [{编号: lobby}]}", False),
    ("a headline", "none", "none, 首页标题: 新, lead: 新", False),
    ("one in another style", "none", "none, 'window': {seconds: '18'}", False),
    ("another setting of ours", "none", "none, sponsor: 处室", True),
    ("a notice and another setting", "none", "one, window: {seconds: 9}", True),
    ("the site's name", "试验站", "新站", True),
    ("the engine's own", "plugins: []", "plugins: [search]", True),
    ("a text that was a number", "plugins: []", "plugins: []\nx: '1'", True),
    ("a tag", "plugins: []", "plugins: !ENV []", True),
    ("a window of somebody else's", "plugins: []", "plugins: []\nwindow: {seconds: 9}", True),
    ("one in a list", "plugins: []", "nav: [{extra: {showcase: {window: {}}}}]", True),
    ("a name that only we understand", "none", "none, ｗｉｎｄｏｗ: {seconds: 9}", True),
]


@pytest.mark.parametrize(("told", "old", "new", "shared"), CHANGES, ids=[c[0] for c in CHANGES])
def test_a_change_is_for_all_pages_or_for_few(
    tmp_path: Path, told: str, old: str, new: str, shared: bool
) -> None:
    text = SETTINGS.replace("three", "none")
    before, now = (_shared(tmp_path, each) for each in (text, text.replace(old, new)))
    assert old in text and (before != now) == shared, told


def test_a_number_and_a_text_that_looks_like_one_are_two(tmp_path: Path) -> None:
    plain, quoted = (_shared(tmp_path, f"{SETTINGS}x: {each}\n") for each in ("1", "'1'"))
    assert plain != quoted


def _shared(root: Path, text: str) -> bytes:
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return read_settings(root, {}, [])[1]
