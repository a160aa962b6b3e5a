"""What cannot be read is not judged: `audit`, `status` and the others where files have errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.roots import run, story


def test_audit_does_not_judge_a_story_that_cannot_be_read(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A typo in its file is no reason to take a page down; one withdrawn beside it still goes."""
    (root / "stories/volunteer/b.yml").write_text(story("两盏灯"), encoding="utf-8")
    assert run(root, "build", "--quiet") == 0
    assert run(root, "withdraw", "volunteer/b", "--reason", "本人要求") == 0
    for name in ("a", "never-published"):
        path = root / f"stories/volunteer/{name}.yml"
        path.write_text(story().replace("title:", "title："), encoding="utf-8")
    capsys.readouterr()
    assert run(root, "audit", str(root / "site")) == 1
    assert capsys.readouterr().out == (
        "必须撤下：volunteer/b\n有错误，改好再核对：stories/volunteer/a.yml\n"
    )


LAST = ", final: {by: 丁, on: 2026-01-03}"


def test_audit_does_not_judge_a_story_whose_sign_off_is_void(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What stands online was approved; one that was set back, or ended, must still come down."""
    for name in ("b", "c"):
        (root / f"stories/volunteer/{name}.yml").write_text(story(f"{name}灯"), encoding="utf-8")
    assert run(root, "build", "--quiet") == 0
    made = {
        "a": story().replace(LAST, ""),
        "b": story("b灯").replace("approved", "in_review"),
        "c": story("c灯").replace(LAST, "") + "publish: {until: 2026-05-01}\n",
    }
    for name, text in made.items():
        (root / f"stories/volunteer/{name}.yml").write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert run(root, "audit", str(root / "site")) == 1
    assert capsys.readouterr().out.splitlines() == [
        *("必须撤下：volunteer/b", "必须撤下：volunteer/c"),
        "有错误，改好再核对：stories/volunteer/a.yml",
    ]


def test_a_withdrawn_story_must_come_down_whatever_its_file_holds(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "build", "--quiet") == 0
    assert run(root, "withdraw", "volunteer/a", "--reason", "本人要求") == 0
    path = root / "stories/volunteer/a.yml"
    path.write_text(story().replace("title:", "title："), encoding="utf-8")
    capsys.readouterr()
    assert run(root, "audit", str(root / "site")) == 1
    assert capsys.readouterr().out == "必须撤下：volunteer/a\n"


NO_STORIES = (
    "stories:1:1  错误[no-stories] 这里没有 stories 文件夹\n"
    "      怎么改：在项目文件夹里运行，或用 --root 指明文件夹\n"
)
BAD_SIGNATURES = "- {story: volunteer/a, stage: first, by: 乙, on: 2026-02-30, digest: x}\n"


@pytest.mark.parametrize("words", ["audit SITE", "status", "export c --all", "yearbook 2025"])
def test_no_story_is_judged_by_files_that_concern_all_and_have_errors(
    words: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything would seem withdrawn, or ready, where no stories or no sign-offs were read."""
    assert run(root, "build", "--quiet") == 0
    argv = words.replace("SITE", str(root / "site")).split()
    (root / "stories").rename(tmp_path / "elsewhere")
    capsys.readouterr()
    assert run(root, *argv) == 1
    assert capsys.readouterr().out.startswith(NO_STORIES)
    (tmp_path / "elsewhere").rename(root / "stories")
    (root / "stories/reviews.yml").write_text(BAD_SIGNATURES, encoding="utf-8")
    assert run(root, *argv) == 1
    assert capsys.readouterr().out.startswith("stories/reviews.yml:1:")


@pytest.mark.parametrize("words", ["review a --as first --by 乙", "withdraw a --reason 本人要求"])
def test_a_folder_without_stories_is_called_so(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, *words.split()) == 2
    assert capsys.readouterr().err.startswith("这里没有 mkdocs.yml，也没有 stories；在项目")
    assert not [*tmp_path.iterdir()]
