"""The root's own hand-written pages: cleaned as stories are, and never the program's failure."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from generator import flow
from generator.progress import Progress
from generator.publish import Defect
from generator.ruling import faults_told
from tests.roots import make_root, run, story

PAGE = "site_src/about/corrections.md"
THEME = Path(__file__).parent.parent / "theme"
BUILT = "about/corrections/index.html"
TODAY = date(2026, 6, 1)
QUIET = Progress(sys.stderr, "zh", quiet=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "root", {f"volunteer/{id}.yml": story(f"标题{id}") for id in "ab"})


def write(root: Path, content: str, charset: str = "utf-8") -> None:
    page = root / PAGE
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(content.encode(charset))


def told(root: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a build says that is not to go through; nothing of it is a failure of the program."""
    assert run(root, "build") == 1
    assert not (root / ".showcase/crash.txt").exists()
    return capsys.readouterr().out


@pytest.mark.parametrize(("charset", "id"), [("utf-8", "invisible"), ("gb18030", "encoding")])
def test_a_page_reaches_the_site_as_it_was_read(
    root: Path, charset: str, id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, "\ufeff# 勘误\r\n\r\n一盏\u200b灯\r\n" if charset == "utf-8" else "一盏灯", charset)
    before = (root / PAGE).read_bytes()
    assert run(root, "check") == 0
    assert f"{PAGE}:" in (out := capsys.readouterr().out) and f"[{id}]" in out
    assert run(root, "build") == 0
    assert "一盏灯" in (root / "site" / BUILT).read_text("utf-8")
    assert (root / PAGE).read_bytes() == before


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("甲\n\n<script>alert(1)</script>\n", 3, "网页程序"),
        ("[甲](javascript:alert)\n", 1, "类型不允许"),
        ("甲\n![乙](https://example.org/1.png)\n", 2, "从别的网站加载"),
        ("甲\n\n乙 <svg/onload=alert(1)> 丙\n", 3, "网页程序（onload=）"),
        ('<a title="甲"onclick=alert(1)>乙</a> 3&lt;4\n', 1, "网页程序（onclick=）"),
        ("<SCRIPT/甲>alert(1)</SCRIPT>\n", 1, "网页程序"),
        ('甲\n\n<noscript><p title="</noscript><img src=x onerror=alert(1)>">\n', 3, "查不到"),
        # what only the built tree shows
        ("甲\n\n[乙](../nowhere/)\n", 3, "指向的文件不存在：../nowhere/"),
        ("[乙](#nowhere)\n", 1, "指向的页内位置不存在：#nowhere"),
        ("![乙](1.png)\n", 1, "指向的文件不存在"),
    ],
)
def test_what_a_page_may_not_hold_is_the_pages_error(
    root: Path, content: str, line: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, content)
    out = told(root, capsys)
    assert f"{PAGE}:{line}:" in out and "错误[written-page]" in out and words in out
    assert not (root / "site").exists()


def test_what_a_page_links_to_can_be_withdrawn(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    links = (
        "../../volunteer/a/index.html",
        "../../volunteer/a/#main",
        "../volunteer/a.md",
        "/volunteer/a/",
        "https://test.example/volunteer/a/",
        "https://example.org/volunteer/a/",  # of others
    )
    write(root, "".join(f"见[乙]({link})。\n" for link in links))
    (root / PAGE).with_name("index.md").write_text("见[乙](../volunteer/a.md)。\n", "utf-8")
    for force in ((), ("--force",)):
        (root / "stories" / "withdrawn.yml").unlink(missing_ok=True)
        assert run(root, "build") == 0
        capsys.readouterr()
        assert run(root, "withdraw", "volunteer/a", "--reason", "本人要求") == 0
        assert run(root, "build", *force) == 0
        assert not (root / "site" / "volunteer" / "a" / "index.html").exists()
        out = capsys.readouterr().out
        told_of = [line.split()[0] for line in out.split("\n") if "提醒[written-link]" in line]
        index = PAGE.replace("corrections", "index")
        assert told_of == [*(f"{PAGE}:{line}:6" for line in (1, 2, 3, 4, 5)), f"{index}:1:6"]


def test_a_page_may_speak_of_tags(root: Path) -> None:
    write(root, "甲 &lt;svg/onload=alert(1)&gt; 1 < 2 > 0\n\n`<svg/onload=alert(1)>`\n")
    assert run(root, "build") == 0


def test_a_page_that_points_at_a_story_taken_out_is_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, "[甲](../../volunteer/a/)\n")
    assert run(root, "build") == 0
    (root / "stories/volunteer/a.yml").unlink()
    assert f"{PAGE}:1:1  错误[written-page]" in told(root, capsys)
    assert (root / "site/volunteer/a/index.html").exists()
    write(root, "甲\n")
    assert run(root, "build") == 0
    assert not (root / "site/volunteer/a").exists()


@pytest.mark.parametrize("words", [(), ("--offline",), ("--force",)])
def test_a_story_that_the_roots_theme_points_at_is_told_when_it_is_withdrawn(
    root: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(THEME, root / "theme")
    shell = root / "theme/main.html"
    whole = shell.read_text("utf-8")
    link = '<a href="{{ root }}volunteer/a/{{ index }}">甲</a>'
    shell.write_text(whole.replace("</footer>", f"{link}\n</footer>"), "utf-8")
    assert run(root, "build", *words) == 0
    assert run(root, "withdraw", "volunteer/a", "--reason", "本人要求") == 0
    capsys.readouterr()
    line = whole[: whole.index("</footer>")].count("\n") + 1
    assert run(root, "build", *words) == 1
    assert f"theme/main.html:{line}:1  错误[written-page] 指向的文件不存在：volunteer/a/\n" in (
        out := capsys.readouterr().out
    )
    assert out.count("错误[") == 1 and not (root / ".showcase/crash.txt").exists()
    assert (root / "site/volunteer/a/index.html").exists()
    shell.write_text(whole, "utf-8")
    assert run(root, "build", *words) == 0
    assert not (root / "site/volunteer/a/index.html").exists()


@pytest.mark.parametrize(
    ("defect", "line"),
    [
        (Defect("index.html", "foreign", "https://cdn.example/a.js"), 2),
        (Defect("404.html", "link", "/sub/volunteer/a/"), 3),
        (Defect("window/index.html", "link", "../volunteer/a/index.html"), 3),
        (Defect("index.html", "link", ""), None),
        (Defect("index.html", "link", "volunteer/b/"), None),
    ],
)
def test_only_what_the_theme_holds_is_the_themes_error(
    tmp_path: Path, defect: Defect, line: int | None
) -> None:
    shell = tmp_path / "theme" / "main.html"
    shell.parent.mkdir()
    script = '<script src="https://cdn.example/a.js"></script>'
    shell.write_text(
        f'<p>\n{script}\n<a href="{{{{ root }}}}volunteer/a/{{{{ index }}}}">\n', "utf-8"
    )
    told = faults_told([defect], "/sub/", {PAGE: "甲"}, tmp_path)
    assert [(p.place.file, p.place.line) for p in told] == [("theme/main.html", line)] * bool(line)


def test_a_preview_shows_that_a_page_has_errors(root: Path) -> None:
    write(root, "# 勘\u202e误\n\n<script>alert(1)</script>\n")
    options = flow.Options(root, TODAY, out=root / ".showcase/preview", drafts=True)
    built = flow.preview(options, QUIET)
    assert built.site and "有错误" in (built.site / BUILT).read_text("utf-8")
    write(root, "# 勘误\n\n<script>alert(1)</script>\n")
    built = flow.preview(options, QUIET)
    assert built.site and "有错误" in (built.site / BUILT).read_text("utf-8")
