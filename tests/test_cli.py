"""The command as people type it: exit codes, streams, languages, no traceback."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from generator.cli import main
from tests.roots import run, story


def test_check_without_problems(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (run(root, "check"), capsys.readouterr().out) == (0, "没有发现问题\n")


def test_options_stand_before_or_after_the_word(root: Path) -> None:
    assert main(["--root", str(root), "check", "--quiet"]) == 0
    assert main(["check", "--quiet", "--root", str(root)]) == 0


def test_quiet_tells_what_keeps_a_site_from_being_built(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "stories/volunteer/b.yml"
    path.write_text(story("两盏灯,三盏灯"), encoding="utf-8")
    assert (run(root, "check", "--quiet"), capsys.readouterr().out) == (0, "")
    assert run(root, "check", "--quiet", "--strict") == 1
    assert "提醒[mixed-punctuation]" in capsys.readouterr().out


def test_problems_as_text(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = root / "stories/volunteer/b.yml"
    broken.write_text(story("坏了").replace("title: ", "title："), encoding="utf-8")
    assert run(root, "check") == 1
    assert capsys.readouterr().out == (
        "stories/volunteer/b.yml:1:6  错误[fullwidth-colon] “title”后面用了中文冒号“：”\n"
        "    1 | title：坏了\n"
        "             ^\n"
        "      怎么改：改成英文冒号加一个空格，例如  title: …\n"
        "1 个错误，0 条提醒\n"
    )


def test_problems_in_english(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "stories/volunteer/b.yml").write_text("title：坏了\n", encoding="utf-8")
    assert run(root, "check", "--lang", "en") == 1
    assert "“：” stands after “title” instead of a colon" in capsys.readouterr().out


def test_one_run_tells_what_the_checks_find_in_a_story_with_errors(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of what was refused (时间) nothing more is told, nor what only follows from it."""
    text = story("另一盏灯", body="电话13912345678。", more="colour: 红\ntags: 一,二\n")
    text = text.replace("unit: yuan", "unit: 试验员").replace("2025-03-05", "2025年13月")
    (root / "stories/volunteer/b.yml").write_text(text, encoding="utf-8")
    assert run(root, "check", "--format", "json") == 1
    found = [(row["id"], row["path"]) for row in json.loads(capsys.readouterr().out)]
    assert found == [
        ("unit-unknown", "unit"),
        ("date-impossible", "date"),
        ("phone-mobile", "body"),
        ("unknown-key", "colour"),
        ("not-list", "tags"),
    ]


def test_a_story_with_errors_is_checked_but_never_counted_as_read(root: Path) -> None:
    text = story("另一盏灯", more="colour: 红\n")
    (root / "stories/volunteer/b.yml").write_text(text, encoding="utf-8")
    assert run(root, "review", "volunteer/b", "--as", "first", "--by", "乙") == 1


def test_language_from_the_environment(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOWCASE_LANG", "en")
    assert run(root, "check") == 0
    assert capsys.readouterr().out == "no problems found\n"


def test_problems_as_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = story("另一盏灯", more="colour: 红\n")
    (root / "stories/volunteer/b.yml").write_text(text, encoding="utf-8")
    assert run(root, "check", "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found[0] | {"hint": ""} == {
        "id": "unknown-key",
        "level": "error",
        "file": "stories/volunteer/b.yml",
        "line": 7,
        "column": 1,
        "path": "colour",
        "message": "不认识“colour”",
        "hint": "",
    }


def test_problems_as_annotations(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = story(title="两盏灯", more="tags: [a,b，c]\n")
    (root / "stories/volunteer/b.yml").write_text(text, encoding="utf-8")
    assert run(root, "check", "--format", "github") == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "::error file=stories/volunteer/b.yml,line=7,col=10,title=fullwidth-comma::"
    )
    assert out.count("\n") == 1


@pytest.mark.parametrize("format", ["text", "github"])
def test_what_is_wrong_with_a_text_or_a_name_commands_no_terminal(
    format: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its message would clear the screen; a name on a line of its own would command a CI."""
    for name in ("\x1b[2Jb.yml", "c\n::warning::d.yml", "e\x9b5m.yml", "f\u202egpj.yml"):
        (root / "stories/volunteer" / name).write_text("title：坏了\n", encoding="utf-8")
    wrong = story(title="甲\x1b[2J乙\x9b5m丙\u202e丁")
    (root / "stories/volunteer/b.yml").write_text(wrong, encoding="utf-8")
    assert run(root, "check", "--format", format) == 1
    out = capsys.readouterr().out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out)
    assert not re.search("^::warning", out, re.MULTILINE)
    if format == "text":
        assert "1 | title: 甲�[2J乙�5m丙�丁\n" in out
        assert r"volunteer/c\n::warning::d.yml:1:1  错误[file-name]" in out


def test_strict_makes_warnings_count(root: Path) -> None:
    text = story().replace("2025-03-05", "近年来")
    (root / "stories/volunteer/b.yml").write_text(text, encoding="utf-8")
    assert run(root, "check") == 0
    assert run(root, "check", "--strict") == 1


def test_check_of_some_files(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "stories/volunteer/b.yml").write_text("title：坏了\n", encoding="utf-8")
    assert run(root, "check", str(root / "stories/volunteer/a.yml")) == 0
    assert run(root, "check", "stories/volunteer/b.yml") == 1
    assert run(root, "check", "stories/volunteer/none.yml") == 2


WRONG_USES = {
    "biuld": "不认识“biuld”，是不是 build？用法见 showcase --help",
    "build --colour": "不认识：--colour。用法见 showcase --help",
    "check --format xml": "不认识“xml”，可以写：text、json、github。用法见 showcase check --help",
    "new": "还缺：种类、编号。用法见 showcase new --help",
    "withdraw 1252": "还缺：--reason。用法见 showcase withdraw --help",
    "build --as-of 昨天": "“昨天”不是日期，例如 2026-03-05。用法见 showcase build --help",
    "check --as-of": "--as-of 后面还要写内容。用法见 showcase check --help",
    "yearbook 20x": "“20x”不是年份，例如 2018。用法见 showcase yearbook --help",
    "yearbook --brand 灯 --format docx": "“docx”不是年份，例如 2018；它前面如果是选项，"
    "这条命令没有那个选项。用法见 showcase yearbook --help",
    "new --lang en": "the following arguments are required: kind, id; see showcase new --help",
}


@pytest.mark.parametrize("words", WRONG_USES)
def test_wrong_use(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words.split())
    assert stopped.value.code == 2
    assert capsys.readouterr().err == WRONG_USES[words] + "\n"


def test_wrong_use_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--lang", "en", "build", "--as-of", "yesterday"])
    assert stopped.value.code == 2
    assert "argument --as-of: invalid day value: 'yesterday'" in capsys.readouterr().err


def test_no_word_at_all_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert "检查所有稿件" in capsys.readouterr().err


def test_build_tells_what_it_made(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "build") == 0
    told = capsys.readouterr()
    assert "完成：1 篇稿件" in told.out and "index.html" in told.out
    assert "核对链接和文件…" in told.err
    assert (root / "site/volunteer/a/index.html").is_file()


def test_a_bug_of_ours_is_one_sentence(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.whole.press", lambda *a, **k: 1 / 0)
    assert run(root, "build") == 3
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err and "crash.txt" in told.err
    assert "ZeroDivisionError" in (root / ".showcase/crash.txt").read_text(encoding="utf-8")


def test_schema_is_json_schema_with_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    told = json.loads(capsys.readouterr().out)
    brand = told["$defs"]["Brand"]["properties"]
    assert brand["title"] == brand["标题"] and "标题" in brand["标题"]["description"]
    assert told["$defs"]["Brand"]["additionalProperties"] is False


def test_review_binds_to_what_was_read(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "stories/volunteer/b.yml"
    path.write_text(
        story("新稿", review="review: {author: 甲, status: approved}\n"), encoding="utf-8"
    )
    assert run(root, "build", "--quiet") == 1
    assert run(root, "review", "b", "--as", "second", "--by", "乙") == 1
    for stage, name in (("first", "乙"), ("复审", "丙"), ("final", "丁")):
        assert run(root, "review", "b", "--as", stage, "--by", name) == 0
    assert run(root, "build", "--quiet") == 0
    assert (root / "site/volunteer/b/index.html").is_file()
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("正文。", "改过。"), encoding="utf-8")
    assert run(root, "build", "--quiet") == 1
    capsys.readouterr()
    assert run(root, "check", "--format", "json") == 1
    told = {p["id"]: p for p in json.loads(capsys.readouterr().out)}
    assert told["sign-off-void"]["message"].endswith("以后改了正文，签字失效")
    assert told["sign-off-void"]["path"] == "body"
    assert run(root, "status", "--format", "json") == 0
    rows = {row["story"]: row for row in json.loads(capsys.readouterr().out)}
    assert [(s["stage"], s["by"], s["void"]) for s in rows["volunteer/b"]["reviews"]] == [
        ("first", "乙", True),
        ("second", "丙", True),
        ("final", "丁", True),
    ]
    path.write_text(before, encoding="utf-8")
    assert run(root, "build", "--quiet") == 0


def test_a_withdrawn_story_may_leave_a_notice(root: Path) -> None:
    assert run(root, "withdraw", "a", "--reason", "本人要求", "--notice") == 0
    assert run(root, "build", "--quiet") == 0
    page = (root / "site/volunteer/a/index.html").read_text(encoding="utf-8")
    assert "<h1>内容已撤下</h1>" in page and 'content="noindex"' in page
    assert "本人要求" not in page and "一盏灯" not in page
    told = (root / "site/manifest.json", root / "site/sitemap.xml")
    assert all("volunteer/a" not in file.read_text(encoding="utf-8") for file in told)


@pytest.mark.parametrize(("stage", "by"), [("first", "甲"), ("final", "丁")])
def test_review_refuses(root: Path, stage: str, by: str) -> None:
    text = story("新稿", review="review: {author: 甲, status: in_review}\n")
    (root / "stories/volunteer/b.yml").write_text(text, encoding="utf-8")
    assert run(root, "review", "b", "--as", stage, "--by", by) == 1
    assert not (root / "stories/reviews.yml").exists()


def test_withdraw_and_audit(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "build", "--quiet") == 0
    assert run(root, "audit", str(root / "site")) == 0
    assert run(root, "withdraw", "volunteer/a", "--reason", "本人“要求”") == 0
    assert run(root, "withdraw", "a", "--reason", "再撤") == 1
    capsys.readouterr()
    assert run(root, "audit", str(root / "site")) == 1
    assert capsys.readouterr().out == "必须撤下：volunteer/a\n"
    assert run(root, "build", "--quiet") == 0
    assert not (root / "site/volunteer/a").exists()
    assert run(root, "audit", str(root / "site")) == 0
    assert (root / "stories/volunteer/a.yml").is_file()


def test_a_site_on_another_drive_is_told_by_its_whole_path(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows knows no way from C: to D:; the build was over and called itself a bug there."""
    drive, way = tmp_path / "D", os.path.relpath

    def on_windows(path: str | Path, *start: str | Path) -> str:
        if Path(path).is_relative_to(drive) and not start:
            raise ValueError("path is on mount 'D:', start on mount 'C:'")
        return way(path, *start)

    monkeypatch.setattr(os.path, "relpath", on_windows)
    assert run(root, "build", "--out", str(drive / "site")) == 0
    assert f"打开 {drive / 'site' / 'index.html'} 查看" in capsys.readouterr().out


def test_serve_rebuilds_and_shows_problems(root: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    argv = [sys.executable, "-m", "generator", "serve", "--root", str(root), "--port", str(port)]
    here = Path(__file__).parent.parent
    server = subprocess.Popen(argv, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        page = f"http://127.0.0.1:{port}/volunteer/a/"
        assert "一盏灯" in _until(page, "一盏灯")
        assert "__reload.js" in _until(page, "__reload.js")
        path = root / "stories/volunteer/a.yml"
        path.write_text(story("两盏灯"), encoding="utf-8")
        assert "两盏灯" in _until(page, "两盏灯")
        path.write_text("title：坏了\n", encoding="utf-8")
        assert "中文冒号" in _until(page, "中文冒号")
        second = subprocess.run([*argv], cwd=here, capture_output=True, text=True, timeout=60)
        assert second.returncode == 3 and "Traceback" not in second.stderr
    finally:
        server.kill()
        server.wait()


def _until(address: str, word: str) -> str:
    """The page once it holds `word`; the last one seen after 30 s."""
    text = ""
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                text = answer.read().decode()
        except OSError:
            text = ""
        if word in text:
            return text
        time.sleep(0.2)
    return text


PRESSED = """
import os, signal, sys
from generator import __main__ as command
module = sys.argv.pop(1)
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
class Press:
    def find_spec(self, name, *_):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Press())
command.run()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process there cannot press Ctrl+C")
@pytest.mark.parametrize("module", ["generator.cli", "argparse", "generator.proof"])
def test_ctrl_c_while_modules_load_is_no_traceback(module: str, root: Path) -> None:
    argv = [sys.executable, "-c", PRESSED, module, "check", "--root", str(root)]
    pressed = subprocess.run(argv, capture_output=True, text=True, timeout=60)
    told = (pressed.returncode, pressed.stdout, pressed.stderr)
    assert told == (3, "", "已中断，原来的网站没有变。\n")
