"""A second export into the folder of the first: nothing lost, nothing old."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from tests.calls import CALL
from tests.roots import make_root, story


def again(root: Path, format: str) -> int:
    words = ("export", "test", "a", "--format", format, "--quiet")
    return main([*words, "--root", str(root), "--as-of", "2026-06-01"])


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_other_formats_stay_and_are_made_anew(tmp_path: Path) -> None:
    """A PDF after a Word file leaves no folder without it, nor an old one beside a new."""
    stories = {"awards/test.yml": CALL, "volunteer/a.yml": story(body="中文测试")}
    root = make_root(tmp_path / "root", stories)
    assert again(root, "docx") == 0
    assert again(root, "wechat") == 0
    file = root / "stories/volunteer/a.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("一盏灯", "两盏灯"), encoding="utf-8")
    (root / "exports/test/a/盖章.pdf").write_bytes(b"scan")
    assert again(root, "pdf") == 0
    made = ["两盏灯.docx", "两盏灯.html", "两盏灯.pdf"]
    assert names(root / "exports/test/a") == ["summary.json", *made, "内部/自查表.docx", "盖章.pdf"]
    file.write_text(text + "consent: {scope: [申报]}\n", encoding="utf-8")
    assert again(root, "pdf") == 0
    assert "一盏灯.html" not in names(root / "exports/test/a")


@pytest.mark.parametrize(
    "summary", ["{", "[]", "7", '{"formats": 7, "files": 7}', '{"formats": [[]]}']
)
def test_a_summary_that_somebody_has_altered_is_no_trouble(tmp_path: Path, summary: str) -> None:
    stories = {"awards/test.yml": CALL, "volunteer/a.yml": story(body="中文测试")}
    root = make_root(tmp_path / "root", stories)
    assert again(root, "docx") == 0
    (root / "exports/test/a/summary.json").write_text(summary, encoding="utf-8")
    assert again(root, "md") == 0
    assert "一盏灯.md" in names(root / "exports/test/a")
