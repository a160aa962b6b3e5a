"""Where a command writes and whom it is told of: nothing of the office's is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import moving
from generator.load.folder import is_link
from generator.load.site import load, load_called
from generator.model.digest import content_digest
from generator.shelf import put
from generator.trouble import Broken
from tests.picture_files import file_of, photo
from tests.roots import make_root, run, story

DRAFT = "review: {author: 甲, status: draft}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(
        tmp_path / "root",
        {
            "volunteer/a.yml": story(),
            "brands/a.yml": story(
                title="另一篇", review="review: {author: 甲, status: in_review}\n"
            ),
            "brands/一盏灯.yml": story(title="又一篇"),
            "teams/broken.yml": "title：坏了\n",
        },
    )


def written(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and ".showcase" not in path.parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["build", "--out", "site_src"], "不能写进 site_src"),
        (["build", "--out", "stories/new"], "不能写进 stories"),
        (["build", "--out", ".git/x"], "不能写进 .git"),
        (["export", "call", "brand/a", "--out", "stories"], "不能写进 stories"),
        (["export", "call", "brand/a", "--out", "mkdocs.yml"], "不能写进 mkdocs.yml"),
        (["yearbook", "2025", "--out", "theme"], "不能写进 theme"),
        (["status", "--out", "mkdocs.yml"], "不能写进 mkdocs.yml"),
        (["status", "--out", "stories/brands/a.yml"], "不能写进 stories"),
        (["status", "--out", "notes.md"], "已经存在，不会覆盖它"),
        (["status", "--out", "exports"], "是文件夹，请写一个文件名"),
        (["window", "--single-file", "--out", "notes.md"], "已经存在，不会覆盖它"),
        (["mask", "stories"], "是文件夹，请写一个文件"),
    ],
)
def test_what_people_wrote_is_not_overwritten(
    root: Path, argv: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "notes.md").write_text("交接记录\n", "utf-8")
    (root / "exports").mkdir()
    (root / "site_src").mkdir(exist_ok=True)
    (root / "site_src/manifest.json").write_text('{"generator": "showcase"}', "utf-8")
    before = written(root)
    argv = [str(root / word) if "/" in word or (root / word).exists() else word for word in argv]
    argv = [str(root / word) if word == "theme" else word for word in argv]
    assert run(root, *argv) == 2
    assert told in capsys.readouterr().err
    assert written(root) == before


@pytest.mark.parametrize(
    ("reference", "code", "told"),
    [
        ("a", 2, "叫“a”的稿件有 2 篇，请写明是哪一篇：brand/a、volunteer/a。"),
        ("一盏打", 2, "没有稿件“一盏打”，是不是 brand/一盏灯？"),
        ("zzz", 2, "没有稿件“zzz”；写编号"),
        ("broken", 1, "stories/teams/broken.yml 有错误，还读不了；先运行 showcase check。"),
        ("team/broken", 1, "stories/teams/broken.yml 有错误"),
        ("stories/brands/a.yml", 0, ""),
        (r"stories\brands\一盏灯.yml", 0, ""),
        ("支部品牌/a", 0, ""),
        ("volunteer/a", 0, ""),
    ],
)
def test_the_story_that_is_meant(
    root: Path, reference: str, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "withdraw", reference, "--reason", "本人要求") == code
    assert told in capsys.readouterr().err
    assert (root / "stories/withdrawn.yml").exists() == (code == 0)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("a", ["brand/a", "volunteer/a"]),
        ("brand/a", ["brand/a"]),
        ("volunteer/a", ["volunteer/a"]),
        ("brands/一盏灯", ["brand/一盏灯"]),
        ("zzz", ["brand/a", "brand/一盏灯", "volunteer/a"]),
    ],
)
def test_what_is_signed_is_read_alone_as_among_all(root: Path, name: str, keys: list[str]) -> None:
    (root / "stories/volunteer/lamp.jpg").write_bytes(file_of(photo(), "JPEG"))
    more = "photos: [{file: lamp.jpg, caption: 一盏灯}]\n"
    (root / "stories/volunteer/a.yml").write_text(story(more=more), "utf-8")
    assert run(root, "review", "brand/a", "--as", "first", "--by", "乙") == 0
    called, whole = load_called(root, name), load(root).site
    assert [one.key for one in called.stories] == keys
    for one in called.stories:
        assert one == whole.by_key[one.key]
        assert content_digest(one, called) == content_digest(one, whole)


@pytest.mark.parametrize("blank", ["", "  ", "\u3000", "\n"])
def test_a_blank_name_or_reason_is_not_written_down(
    root: Path, blank: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "withdraw", "brand/a", "--reason", blank) == 2
    assert run(root, "review", "brand/a", "--as", "first", "--by", blank) == 2
    assert capsys.readouterr().err == (
        "请写上撤下的理由：--reason 理由。\n请写上审核人的姓名：--by 姓名。\n"
    )
    assert not list((root / "stories").glob("*n.yml")) + list((root / "stories").glob("rev*"))


def test_a_name_is_the_same_name_with_blanks_around_it(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "review", "brand/a", "--as", "first", "--by", "张三") == 0
    assert run(root, "review", "brand/a", "--as", "second", "--by", " 张三\u3000") == 1
    assert "张三已经审过这篇稿件" in capsys.readouterr().err


def test_sign_offs_saved_by_notepad_in_gbk_stay_as_they_are(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "review", "brand/a", "--as", "first", "--by", "张三") == 0
    file = root / "stories/reviews.yml"
    file.write_bytes(file.read_text("utf-8").encode("gb18030"))
    before = file.read_bytes()
    assert run(root, "review", "brand/a", "--as", "second", "--by", "李四") == 1
    assert "编码不是 UTF-8，没有写入" in capsys.readouterr().err
    assert file.read_bytes() == before


@pytest.mark.parametrize("id", ["con", "NUL", "com1.x", "稿件.yml", "a.YAML"])
def test_an_id_that_makes_no_file_on_windows_or_a_double_ending(
    root: Path, id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "new", "brand", id) == 2
    assert "编号" in capsys.readouterr().err
    assert run(root, "new", "brand", "comet-1") == 0
    assert "已新建" in capsys.readouterr().out


def test_a_setting_that_the_engine_refuses_is_named(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "stories/teams/broken.yml").unlink()
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("markdown_extensions: [nosuch]\n")
    assert run(root, "build", "--quiet") == 1
    assert "mkdocs.yml 里的“markdown_extensions”网站引擎读不了" in capsys.readouterr().err
    assert not (root / "site").exists()


def test_a_file_full_of_garbage_is_told_in_a_few_lines(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "".join(f"  第{number}行\ufffd\ufffd\n" for number in range(30))
    (root / "stories/brands/c.yml").write_text(f"title: 坏了\nbody: |\n{lines}", "utf-8")
    assert run(root, "check", "stories/brands/c.yml") == 1
    said = capsys.readouterr().out
    assert said.count("[bad-char]") == 5
    assert "原来的文字已经丢失，这一行共 2 处；后面还有 25 行" in said


class Held(PermissionError):
    """What Windows raises while Word has a file open."""

    winerror = 5


@pytest.mark.parametrize("times", [2, 99])
def test_a_document_open_in_word_is_waited_for_and_then_told(
    tmp_path: Path, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, replace, refused = tmp_path / "1252", Path.replace, []

    def refuse(self: Path, target: Path) -> Path:
        if self == folder:
            refused.append(self)
            if len(refused) <= times:
                raise Held(13, "Access is denied", str(self))
        return replace(self, target)

    put(folder, {"summary.json": b"1", "a.docx": b"1"})
    monkeypatch.setattr(moving, "_PAUSE", 0)
    monkeypatch.setattr(Path, "replace", refuse)
    if times == 2:
        put(folder, {"summary.json": b"2"})
    else:
        with pytest.raises(Broken) as stop:
            put(folder, {"summary.json": b"2"})
        assert "正被别的程序打开，没有更换" in stop.value.words.zh and "Word" in stop.value.words.zh
    assert (folder / "summary.json").read_bytes() == (b"2" if times == 2 else b"1")
    assert (folder / "a.docx").exists() == (times != 2)
    assert [path.name for path in tmp_path.iterdir()] == ["1252"]


def test_a_junction_is_a_link() -> None:
    class Junction:
        def is_symlink(self) -> bool:
            return False

        def is_junction(self) -> bool:
            return True

    assert is_link(Junction())  # type: ignore[arg-type]
    assert not is_link(Path(__file__))


def test_stars_are_taken_as_a_shell_would(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    (root / "stories/brands/b[1].yml").write_text("title：也坏了\n", "utf-8")
    assert run(root, "check", "stories/teams/*.yml") == 1
    assert "teams/broken.yml" in (said := capsys.readouterr().out) and "brands" not in said
    assert run(root, "check", "stories/volunteer/*.yml") == 0
    assert run(root, "check", "stories/brands/b[1].yml") == 1
    assert run(root, "check", "stories/none/*.yml") == 2


@pytest.mark.skipif(os.name != "posix", reason="names of files are UTF-16 there")
def test_names_of_files_are_utf_8_whatever_the_locale(root: Path) -> None:
    """Python reads them in the locale's encoding where its UTF-8 mode is off: zh_CN.GBK, here C."""
    made = subprocess.run(
        [sys.executable, "-m", "generator", "check", "--root", str(root), "stories/brands"],
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        capture_output=True,
        cwd=Path(__file__).parent.parent,
    )
    assert (made.returncode, made.stdout.decode()) == (0, "没有发现问题\n")
