"""Where a command is started: in the project, in its stories, elsewhere; how files are named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import main
from tests.roots import make_root, story

WORDS = ["build", "check", "status", "audit site", "new member a", "review a --as first --by 甲"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(
        tmp_path / "root", {"volunteer/a.yml": story(), "volunteer/灯.yml": "标题：甲\n"}
    )


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize(("below", "up"), [("stories", ".."), ("stories/volunteer", "../..")])
def test_a_part_of_a_project_is_no_project(
    words: str,
    below: str,
    up: str,
    root: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`new` would begin a second stories/ in stories/, `check a.yml` find nothing wrong."""
    before = sorted(root.rglob("*"))
    monkeypatch.chdir(root / below)
    assert main(words.split()) == 2
    found = capsys.readouterr()
    assert (found.out, found.err) == (
        "",
        f"这里是项目里放稿件的文件夹，什么也没有做；先运行  cd {up}  回到 {root}，再来一次。\n",
    )
    assert main([*words.split(), "--root", str(root / below)]) == 2
    told = capsys.readouterr().err
    assert told == f"“{root / below}”在项目的 stories 里；--root 后面写 {root}。\n"
    assert sorted(root.rglob("*")) == before


@pytest.mark.parametrize("words", ["build", "check", "status", "audit site"])
def test_a_folder_of_something_else_is_wrong_use(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words.split(), "--root", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        "这里没有 mkdocs.yml，也没有 stories；在项目文件夹里运行，或用 --root 指明文件夹。\n"
    )
    assert not [*tmp_path.iterdir()]


def test_a_project_that_lacks_a_part_is_checked(root: Path) -> None:
    (root / "mkdocs.yml").unlink()
    assert main(["check", "--root", str(root)]) == 1


@pytest.mark.parametrize("typed", [".", "stories", "./stories/volunteer", "stories/*/灯.yml"])
def test_files_to_check_are_named_in_any_way(
    typed: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    assert main(["check", "stories/volunteer/a.yml"]) == 0
    assert main(["check", typed]) == 1


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("灯", "stories/volunteer/灯.yml"),
        ("volunteer/灯.yml", "stories/volunteer/灯.yml"),
        ("“stories/volunteer/灯.yml”", "stories/volunteer/灯.yml"),
        ('"stories/volunteer"', "stories/volunteer"),
        ("stories\\volunteer\\灯.yml", "stories/volunteer/灯.yml"),
        ("D:\\网站\\stories\\volunteer\\灯.yml", "stories/volunteer/灯.yml"),
        ("火", ""),
        ("“”", ""),
    ],
)
def test_a_name_that_is_none_is_told_what_may_be_meant(
    typed: str, near: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", typed, "--root", str(root)]) == 2
    meant = f"，是不是 {near}？" if near else "；写文件或文件夹，例如 stories/brands/1252.yml。"
    assert capsys.readouterr().err == f"找不到 {typed}{meant}\n"


def test_a_reader_that_goes_away_is_no_trouble(root: Path) -> None:
    """`check | head`: the pipe holds 64 KB, and the problems take more."""
    for number in range(150):
        (root / f"stories/volunteer/{number}.yml").write_text("标题：甲\n内容: 乙\n", "utf-8")
    words = [sys.executable, "-m", "generator", "check", "--root", str(root)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout and run.stderr
        assert run.stdout.read(1)
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 1  # what `check` found, read or not
