"""Help and starter files in the language that was asked for; a --root that is no folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import __version__
from generator.arguments import FORMATS
from generator.cli import _COMMANDS, main
from generator.export import EXPORTERS
from generator.model.fields import Record, fields_of
from generator.model.kinds import KINDS
from generator.starters import STARTERS

CHINESE = re.compile("[\u3400-\u9fff\uff00-\uffef]")
ROOTS = ["build", "check", "serve", "status", "new member a", "export x a", "schema"]


def help_of(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stopped:
        main([*words, "--help"])
    assert stopped.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("word", ["", *_COMMANDS])
def test_help_is_english_where_that_was_asked_for(
    word: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = word.split()
    told = help_of(["--lang", "en", *words], capsys)
    assert CHINESE.findall(told.replace("草稿", "")) == []  # the mark that a draft bears
    assert "usage: showcase" in told and "show this help" in told
    monkeypatch.setenv("SHOWCASE_LANG", "en")
    assert help_of(words, capsys) == told


@pytest.mark.parametrize("word", ["", *_COMMANDS])
def test_help_is_chinese_otherwise(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = help_of(word.split(), capsys)
    assert told.startswith("用法：showcase") and "显示这页说明" in told
    assert "positional arguments" not in told and "show" not in told.replace("showcase", "")


@pytest.mark.parametrize("word", ["", *_COMMANDS])
def test_every_command_tells_the_version(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*word.split(), "--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"showcase {__version__}\n"


def test_every_format_can_be_asked_for() -> None:
    assert tuple(EXPORTERS) == FORMATS


@pytest.mark.parametrize("words", ROOTS)
@pytest.mark.parametrize("place", ["nowhere", "file"])
def test_a_root_that_is_no_folder_is_wrong_use(
    words: str, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    root = tmp_path / place
    assert main([*words.split(), "--root", str(root), "--lang", "en"]) == 2
    found = capsys.readouterr()
    assert found.out == ""
    assert found.err == (
        f"There is no folder “{root}”; --root takes the one with mkdocs.yml and stories.\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("kind", [*KINDS, *STARTERS])
def test_every_note_of_a_starter_file_is_there_in_english(kind: str) -> None:
    record = KINDS[kind].record if kind in KINDS else STARTERS[kind].record
    assert [name for name, zh, en in _notes(record) if bool(zh) != bool(en)] == []
    # words that the stories themselves are written in, as examples
    assert [en for _, _, en in _notes(record) if CHINESE.search(en.partition("e.g.")[0])] == []


def _notes(record: type[Record]) -> list[tuple[str, str, str]]:
    """Name, Chinese and English help of every field, at every depth."""
    told = []
    for fact in fields_of(record):
        told.append((f"{record.__name__}.{fact.name}", fact.help, fact.english))
        if fact.record and fact.record is not record:
            told += _notes(fact.record)
    return told


@pytest.mark.parametrize(
    ("kind", "id", "line"),
    [
        ("member", "a", "summary:  # a sentence or two, at most 120 characters"),
        ("member", "a", "# anonymous: no  # yes: no name is given"),
        ("pledges", "2026", "  due:  # by when: a day, a month, a year"),
        ("work", "a", "type:  # which of the five kinds: letter, lecture, video, story, interview"),
    ],
)
def test_a_starter_file_in_english_has_english_notes(
    kind: str, id: str, line: str, tmp_path: Path
) -> None:
    assert main(["new", kind, id, "--language", "en", "--root", str(tmp_path)]) == 0
    (file,) = tmp_path.rglob("*.yml")
    assert line in file.read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("kind", "id", "file"),
    [
        ("先进典型", "张三", "members/张三.yml"),
        ("品牌", "一盏灯", "brands/一盏灯.yml"),
        ("members", "a", "members/a.yml"),
        ("五星榜", "2018-W03", "stars/2018-W03.yml"),
        ("ceremonies", "2018", "ceremonies/2018.yml"),
    ],
)
def test_kinds_go_by_their_labels_and_folders(
    kind: str, id: str, file: str, tmp_path: Path
) -> None:
    assert main(["new", kind, id, "--root", str(tmp_path), "--quiet"]) == 0
    assert (tmp_path / "stories" / file).is_file()
