"""`showcase new`: starter files, which pass `check` once their blanks are filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.kinds import KINDS
from tests.roots import run


def test_new_names_the_folder_of_a_story(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "stories/brands/1252").mkdir(parents=True)
    assert run(root, "new", "brand", "1252") == 2
    told = capsys.readouterr().err
    assert "文件夹 " in told and "1252 已经存在" in told


@pytest.mark.parametrize("there", ["甲.yaml", "甲.YML", "Yi.yml"])
def test_new_takes_no_id_that_a_story_has(
    there: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "stories/brands" / there
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("标题: 一\n", encoding="utf-8")
    assert run(root, "new", "brand", Path(there.lower()).stem) == 2
    assert f"{there} 已经存在" in capsys.readouterr().err
    assert [each.name for each in path.parent.iterdir()] == [there]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_starters_pass_once_filled(root: Path, kind: str, language: str) -> None:
    assert run(root, "new", kind, "new-1", "--language", language, "--quiet") == 0
    path = root / "stories" / KINDS[kind].folder / "new-1.yml"
    blank = path.read_text(encoding="utf-8")
    assert run(root, "check") == 1
    path.write_text(_filled(blank), encoding="utf-8")
    assert run(root, "check", "--strict") == 0, blank
    assert run(root, "new", kind, "new-1") == 2
    assert path.read_text(encoding="utf-8") == _filled(blank)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("kind", "id", "file"),
    [
        ("stars", "2026年第3周", "stars/2026-W03.yml"),
        ("ceremony", "2025", "ceremonies/2025.yml"),
        ("work", "家书", "works/家书.yml"),
        ("pledges", "2026", "pledges/2026.yml"),
    ],
)
def test_starters_of_other_showcases_pass_once_filled(
    root: Path, kind: str, id: str, file: str, language: str
) -> None:
    assert run(root, "new", kind, id, "--language", language, "--quiet") == 0
    path = root / "stories" / file
    blank = path.read_text(encoding="utf-8")
    assert run(root, "check") == 1
    path.write_text(_required(blank), encoding="utf-8")
    assert run(root, "check", "--strict") == 0, blank
    assert run(root, "new", kind, id) == 2
    assert path.read_text(encoding="utf-8") == _required(blank)


def _required(text: str) -> str:
    """The starter with no more than its required blanks filled, and a text where it has one."""
    blanks = {
        **dict.fromkeys(("姓名", "name", "承诺人", "who"), "张三"),
        **dict.fromkeys(("名称", "标题", "title", "承诺", "promise"), "一句话"),
        **dict.fromkeys(("类型", "type"), "微家书"),
    }
    lines = []
    for line in text.split("\n"):
        key = line.split(":")[0]
        if key.strip(" -") in blanks:
            line = f"{key}: {blanks[key.strip(' -')]}"
        lines.append("  一段话。" if line == "  " else line)
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("kind", "id", "day", "file"),
    [
        ("stars", "本周", "2026-03-02", "stars/2026-W10.yml"),
        ("stars", "now", "2027-01-03", "stars/2026-W53.yml"),  # a Sunday of the year before's week
        ("ceremony", "今年", "2027-01-03", "ceremonies/2027.yml"),
        ("pledges", "now", "2026-12-31", "pledges/2026.yml"),
    ],
)
def test_this_week_and_this_year_need_no_number(
    root: Path, kind: str, id: str, day: str, file: str
) -> None:
    assert run(root, "new", kind, id, "--quiet", on=day) == 0
    assert (root / "stories" / file).is_file()


def test_who_does_not_know_the_week_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "new", "stars", "2026", on="2026-03-02") == 2
    assert "这一周是 2026-W10，也可以写 本周" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "id"),
    [("stars", "2026-W60"), ("stars", "第一期"), ("pledges", "去年"), ("work", "../a")],
)
def test_a_starter_needs_a_name_that_means_something(root: Path, kind: str, id: str) -> None:
    assert run(root, "new", kind, id) == 2
    assert not list((root / "stories").glob("*/*60*")) and not (root / "a.yml").exists()


def _filled(text: str) -> str:
    """The starter with its blanks filled as the notes beside them say."""
    blanks = {
        "标题": "新稿",
        "title": "新稿",
        "单位": "zhibu",
        "unit": "zhibu",
        "时间": "2026-03",
        "date": "2026-03",
        "摘要": "一句话",
        "summary": "一句话",
        "姓名": "张三",
        "name": "张三",
        "  撰稿": "甲",
        "  author": "甲",
    }
    lines = []
    for line in text.split("\n"):
        key = line.split(":")[0]
        if key in blanks and not line.startswith("#"):
            line = f"{key}: {blanks[key]}"
        lines.append("    一段话。" if line == "    " else line)
    return "\n".join(lines)


def test_every_example_of_a_starter_is_right_once_uncommented(root: Path) -> None:
    """Each commented block, uncommented and with its blanks filled, is a field that reads well."""
    assert run(root, "new", "brand", "new-1", "--quiet") == 0
    text = (root / "stories/brands/new-1.yml").read_text(encoding="utf-8")
    from generator.load.marks import read_marks
    from generator.model.fields import names_of
    from generator.model.kinds import Brand

    for block in text.split("\n\n")[1:]:
        plain = "\n".join(line.removeprefix("# ") for line in block.split("\n"))
        data, _, problems = read_marks(plain, "x")
        assert not problems and isinstance(data, dict), plain
        assert set(data) <= set(names_of(Brand)), plain
