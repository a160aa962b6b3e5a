"""`showcase yearbook` and the yearbook in the site: exit codes, whole or nothing, leaks, caches."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from generator import cli, typeset
from generator.flow import Options, build, preview
from generator.progress import Progress
from generator.render.paper import choice
from generator.typeset import printing
from generator.typeset.fonts import Faces
from tests.book_reading import body, leaves
from tests.roots import SETTINGS, SIGNED, make_root, story

ROOT = Path(__file__).parent.parent
AS_OF = date(2026, 6, 1)
YEARS = SETTINGS.replace("review: three", "review: three, yearbook: [2025, 2024]")
PDF = "yearbook/2025/fengcailu-2025.pdf"
WITHDRAWN = "- {story: volunteer/lamp, reason: 撤, on: 2026-05-01}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "volunteer/lamp.yml": story("一盏灯", body="灯下的长文。"),
        "volunteer/road.yml": story("一条路", body="路上的长文。"),
    }
    made = make_root(tmp_path / "root", files, YEARS)
    fonts = ROOT / ".showcase/fonts"
    if fonts.is_dir():  # faces that `make fonts` fetched
        (made / ".showcase").mkdir()
        (made / ".showcase/fonts").symlink_to(fonts)
    return made


def run(root: Path, *argv: str) -> int:
    return cli.main(["yearbook", "--root", str(root), "--as-of", AS_OF.isoformat(), *argv])


def site_of(root: Path) -> Path:
    built = build(Options(root, AS_OF), Progress(sys.stderr, "zh", quiet=True))
    assert built.site is not None, built.checked.problems
    return built.site


def words_of(file: Path) -> str:
    return body(leaves(file.read_bytes()))


def test_a_book_is_written_to_its_place(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "2025") == 0
    file = root / "exports/yearbook/2025/2025年风采录.pdf"
    assert "2 篇稿件" in capsys.readouterr().out
    assert "灯下的长文。" in words_of(file)
    first = file.read_bytes()
    assert run(root, "2025", "--quiet") == 0
    assert file.read_bytes() == first
    assert capsys.readouterr().out == ""
    assert run(root, "2025", "--size", "16k", "--bleed", "3", "--out", str(root / "other")) == 0
    assert (root / "other/2025年风采录.pdf").read_bytes() != first


def test_a_book_with_a_hole_is_not_written_and_the_file_is_named(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_root(root, {"volunteer/lamp.yml": story("一盏灯", body="好&#0;了")}, YEARS)
    assert run(root, "2025") == 1
    assert "“�”（U+FFFD）这个字，请换字或补装字体（stories/volunteer/lamp.yml）" in (
        capsys.readouterr().err
    )
    assert not (root / "exports").exists()


@pytest.mark.parametrize(
    ("argv", "code", "told"),
    [
        (["1999"], 1, "1999 年没有能印的稿件"),
        (["--brand", "nobody"], 1, "没有能印的品牌“nobody”"),
        (["--brand", "lamp"], 1, "没有能印的品牌“lamp”"),
        ([], 2, "写上年份"),
        (["2025", "--brand", "lamp"], 2, "写上年份"),
        (["2025", "--out", "SITE"], 2, "不能写进 site"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    root: Path, argv: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = [str(root / "site/x") if word == "SITE" else word for word in argv]
    assert run(root, *argv) == code
    said = capsys.readouterr()
    assert told in said.err and "Traceback" not in said.err
    assert not (root / "exports").exists()


@pytest.mark.parametrize("argv", [["20x"], ["2025", "--bleed", "-1"], ["2025", "--bleed", "99"]])
def test_arguments_that_are_none(root: Path, argv: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(root, *argv)
    assert left.value.code == 2


def test_a_book_with_errors_is_not_made_and_the_old_one_stands(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(root, "2025", "--quiet")
    file = root / "exports/yearbook/2025/2025年风采录.pdf"
    first = file.read_bytes()
    (root / "stories/volunteer/lamp.yml").write_text("title: 坏\n", "utf-8")
    assert run(root, "2025") == 1
    assert "stories/volunteer/lamp.yml" in capsys.readouterr().out
    assert file.read_bytes() == first


def test_a_character_that_no_font_draws_is_named_with_its_file(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "stories/volunteer/lamp.yml").write_text(story("一盏灯", body="好🧿的。"), "utf-8")
    assert run(root, "2025") == 1
    said = capsys.readouterr().err
    assert "U+1F9FF" in said and "stories/volunteer/lamp.yml" in said
    assert "〓" not in said  # which a book that was not written does not show
    assert not (root / "exports").exists()


def test_a_machine_without_chinese_fonts(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = Faces((), system=False)
    monkeypatch.setattr(printing, "typesetter", lambda *_: type("Bare", (), {"faces": bare})())
    monkeypatch.setattr(printing, "faces", lambda *_: bare)
    assert run(root, "2025") == 3
    assert "make fonts" in capsys.readouterr().err
    build(Options(root, AS_OF), Progress(sys.stderr, "zh"))
    said = capsys.readouterr().err
    assert said.count("没有中文字体") == 1
    page = (root / "site/yearbook/2025/index.html").read_text("utf-8")
    assert "一盏灯" in page and ".pdf" not in page
    assert not (root / "site" / PDF).exists()


def test_the_site_offers_the_years_that_have_stories(root: Path) -> None:
    site = site_of(root)
    page = (site / "yearbook/2025/index.html").read_text("utf-8")
    assert 'href="../../yearbook/2025/fengcailu-2025.pdf"' in page and "一条路" in page
    assert (site / "yearbook/index.html").is_file()
    assert not (site / "yearbook/2024").exists()
    assert "灯下的长文。" in words_of(site / PDF)


def test_a_long_book_comes_in_volumes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "VOLUME_MOST", 1)
    site = site_of(root)
    page = (site / "yearbook/2025/index.html").read_text("utf-8")
    for number, words in ((1, "灯下的长文。"), (2, "路上的长文。")):
        pdf = f"yearbook/2025/fengcailu-2025-{number}.pdf"
        assert f'href="../../{pdf}" download>下载第{number}册' in page
        assert words in words_of(site / pdf)
    assert not (site / PDF).exists()
    assert run(root, "2025", "--quiet") == 0
    books = sorted(path.name for path in (root / "exports/yearbook/2025").glob("*.pdf"))
    assert books == ["2025年风采录（第1册）.pdf", "2025年风采录（第2册）.pdf"]


def test_the_pdf_holds_what_this_build_shows_and_nothing_else(root: Path) -> None:
    site = site_of(root)
    assert "灯下的长文。" in words_of(site / PDF)
    lamp = root / "stories/volunteer/lamp.yml"
    lamp.write_text(story("一盏灯", body="改过的长文。"), "utf-8")
    found = words_of(site_of(root) / PDF)
    assert "改过的长文。" in found and "灯下的长文。" not in found
    lamp.write_text(story("一盏灯", more="consent: {scope: [site]}\n", body="不印。"), "utf-8")
    found = words_of(site_of(root) / PDF)
    assert "一盏灯" not in found and "路上的长文。" in found
    lamp.write_text(story("一盏灯", body="改过的长文。"), "utf-8")
    assert "一盏灯" in words_of(site_of(root) / PDF)
    (root / "stories/withdrawn.yml").write_text(WITHDRAWN, "utf-8")
    assert "一盏灯" not in words_of(site_of(root) / PDF)


def test_no_draft_is_in_the_book_of_a_build_with_drafts(root: Path) -> None:
    draft = story("一盏灯", review="review: {status: draft}\n", body="草稿的长文。")
    (root / "stories/volunteer/lamp.yml").write_text(draft, "utf-8")
    built = build(Options(root, AS_OF, drafts=True), Progress(sys.stderr, "zh", quiet=True))
    assert built.site is not None
    assert (built.site / "volunteer/lamp/index.html").is_file()
    assert "草稿" not in words_of(built.site / PDF)


def test_a_cache_costs_time_only(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = (site_of(root) / PDF).read_bytes()
    made: list[str] = []
    once = printing._typeset

    def counted(job: printing.Typeset, *rest: object) -> printing.Print:
        made.append(job.path)
        return once(job, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(printing, "_typeset", counted)
    assert (site_of(root) / PDF).read_bytes() == first
    assert made == []
    built = build(Options(root, AS_OF, force=True), Progress(sys.stderr, "zh", quiet=True))
    assert built.site and (built.site / PDF).read_bytes() == first
    assert made == [PDF]


def test_a_preview_prints_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "make", lambda *jobs: pytest.fail("typeset for a preview"))
    built = preview(Options(root, AS_OF), Progress(sys.stderr, "zh", quiet=True))
    assert built.site is not None
    assert ".pdf" not in (built.site / "yearbook/2025/index.html").read_text("utf-8")


def test_the_internal_edition_has_a_book_of_its_own(root: Path) -> None:
    inside = story("内部一篇", more="visibility: internal\n", body="内部长文。")
    (root / "stories/volunteer/in.yml").write_text(inside, "utf-8")
    assert SIGNED in inside
    assert run(root, "2025", "--quiet") == 0
    file = root / "exports/yearbook/2025/2025年风采录.pdf"
    assert "内部" not in words_of(file)
    assert run(root, "2025", "--edition", "internal", "--quiet") == 0
    assert "内部长文。" in words_of(file) and "内部资料" in words_of(file)
