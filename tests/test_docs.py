"""Documents that cannot rot: what exists is told, and what is told exists."""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import arguments, cli
from generator.check import CHECKS
from generator.explain import helps
from generator.model.kinds import KINDS
from generator.render.views import FILES, VIEWS, WHOLE_VIEWS
from tests.roots import make_root
from tools import project, reference, screenshots

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
HANDBOOK = DOCS / "handbook"
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
PAGES = (*READMES, ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))
ARCHITECTURE = (DOCS / "architecture.md").read_text("utf-8")
COMMANDS = (HANDBOOK / "commands.md").read_text("utf-8")


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Every command's parser by its word; "" is the program's own."""
    top = arguments._parser(cli._COMMANDS, ())
    (words,) = (a for a in top._actions if isinstance(a, argparse._SubParsersAction))
    return {"": top, **words.choices}


def options(parser: argparse.ArgumentParser) -> set[str]:
    return {name for action in parser._actions for name in action.option_strings if name != "-h"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


IMAGINED = {  # by the recipes
    "generator/render/quotes.py",
    "theme/templates/quotes.html",
    "tests/cases/quote-speaker.md",
    "generator/export/text.py",
}
OWN = {
    (word, option)
    for word, parser in parsers().items()
    if word
    for option in options(parser) - options(parsers()[""])
}


@pytest.mark.parametrize("word", sorted(set(parsers()) - {""}))
def test_every_command_has_its_help_and_its_place_in_the_handbook(word: str) -> None:
    assert parsers()[word].description
    assert re.search(rf"^### showcase {word}\b", COMMANDS, re.MULTILINE)


@pytest.mark.parametrize(("word", "option"), sorted(OWN))
def test_every_option_is_told_with_its_command(word: str, option: str) -> None:
    section = COMMANDS.split(f"### showcase {word}")[1].split("\n## ")[0].split("\n### ")[0]
    assert re.search(rf"`{option}[ `]", section)


@pytest.mark.parametrize("option", sorted(options(parsers()[""])))
def test_every_option_of_all_commands_is_told(option: str) -> None:
    section = COMMANDS.split("## 每条命令都有的选项")[1].split("\n## ")[0]
    assert re.search(rf"`{option}[ `]", section)


def test_choices_of_options_are_told() -> None:
    for word, parser in parsers().items():
        for action in parser._actions:
            if action.option_strings and action.choices:
                for choice in action.choices:
                    assert f"{action.option_strings[-1]} {choice}`" in COMMANDS, (word, choice)


def test_no_document_tells_of_a_command_that_does_not_exist() -> None:
    known = {*parsers(), *project.WORDS, "--version", "词", "种类", "…"} - {""}
    found = list(told(r"(?:^|[`(]|\s{4})(?:call )?(?:\.\\)?showcase(?:\.bat)? +([\w…-]+)"))
    assert len(found) > 40
    assert [(page, word) for page, word in found if word not in known] == []


def test_no_document_tells_of_a_word_of_make_that_does_not_exist() -> None:
    found = list(told(r"(?:^|[`(]|\s{4})make ([a-z]+)"))
    assert {word for _, word in found} >= {"site", "test", "docs", "bundle"}
    assert [(page, word) for page, word in found if word not in project.WORDS] == []


def test_no_document_tells_of_an_option_that_does_not_exist() -> None:
    known = set.union(*map(options, parsers().values()))
    known |= {"--delete", "--delay-updates"}  # of rsync
    known |= {"--kiosk", "--edge-kiosk-type", "--no-first-run"}  # of browsers
    known |= {"--noerrdialogs", "--disable-session-crashed-bubble"}
    found = list(told(r"[\s`](--[a-z][a-z-]+)"))
    assert len(found) > 40
    assert [(page, option) for page, option in found if option not in known] == []


def told(pattern: str) -> Iterator[tuple[str, str]]:
    """What `pattern` captures in the documents for users, with the page."""
    for page in (*READMES, ROOT / "CHANGELOG.md", *sorted(HANDBOOK.glob("*.md"))):
        for match in re.finditer(pattern, page.read_text("utf-8"), re.MULTILINE):
            yield name_of(page), match[1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told(kind: str) -> None:
    row = KINDS[kind]
    for page in (*READMES, *(HANDBOOK / f"{name}.md" for name in "index story commands".split())):
        assert f"`{kind}`" in page.read_text("utf-8"), page
    assert f"`{kind}`（{row.label}）" in (HANDBOOK / "story.md").read_text("utf-8")
    assert f"`{row.folder}/`" in (HANDBOOK / "build.md").read_text("utf-8")
    assert f"`{row.folder}`" in (HANDBOOK / "settings.md").read_text("utf-8")
    assert row.label in (HANDBOOK / "yearbook.md").read_text("utf-8")
    assert f"`{row.folder}/`" in ARCHITECTURE.split("| view | gives |")[1]
    for page in (helps()["unknown-folder"], helps()["misplaced"]):
        assert row.folder in page.mend.zh and row.folder in page.mend.en


@pytest.mark.parametrize("check", [check.id for check in CHECKS])
def test_every_check_is_told(check: str) -> None:
    assert f"\n### {check}\n" in (HANDBOOK / "checks.md").read_text("utf-8")


def test_checks_named_in_the_handbook_exist() -> None:
    told_of = re.findall(r"^### ([a-z0-9-]+)$", (HANDBOOK / "checks.md").read_text("utf-8"), re.M)
    assert set(told_of) >= {check.id for check in CHECKS}
    assert len(told_of) == len(set(told_of))
    slips = (HANDBOOK / "story.md").read_text("utf-8").split("## 常见笔误")[1]
    for id in re.findall(r"\| `([a-z-]+)` \|$", slips, re.M):
        assert id in told_of


@pytest.mark.parametrize("view", [*VIEWS, *WHOLE_VIEWS, *FILES])
def test_every_view_is_on_the_map(view: object) -> None:
    assert f"`{view.__name__}`" in ARCHITECTURE.split("| view | gives |")[1]


@pytest.mark.parametrize("page", [DOCS / "architecture.md", *sorted(DOCS.glob("recipes/*.md"))])
def test_what_engineers_are_told_of_exists(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    rooms = "generator tests benchmarks".split()
    places = (path for room in rooms for path in (ROOT / room).rglob("*.py"))
    code = "".join(path.read_text("utf-8") for path in places)
    for name in re.findall(r"`(_?[A-Z]{3,}(?:_[A-Z]+)*)`", text):
        assert re.search(rf"^{name}\b", code, re.MULTILINE), name
    for path in re.findall(r"`((?:docs|generator|theme|tools|tests|benchmarks)/[\w./-]*)`", text):
        assert (ROOT / path).exists() or path in IMAGINED, path
    for name, path in re.findall(r"`(_?[A-Z]{3,})`\s(?:in|of|\()\s?`([\w./-]+\.py)`", text):
        place = ROOT / path if path.split("/")[0] in rooms else ROOT / "generator" / path
        assert re.search(rf"^{name}\b", place.read_text("utf-8"), re.M), f"{name}: {path}"


def test_tests_that_hold_a_promise_exist() -> None:
    table = (DOCS / "reliability.md").read_text("utf-8").split("Files without a folder")[0]
    named = set(re.findall(r"`((?:\w+/)*test_\w+\.py)`", table))
    places = {name if "/" in name else f"tests/faults/{name}" for name in named}
    assert len(places) > 15 and [each for each in places if not (ROOT / each).is_file()] == []


def test_every_room_is_on_the_map() -> None:
    rooms = {path.stem for path in (ROOT / "generator").glob("[!_]*.py")}
    rooms |= {path.parent.name for path in (ROOT / "generator").glob("*/__init__.py")}
    floors = ARCHITECTURE.split("## The floors")[1].split("\n## ")[0]
    assert rooms - set(re.findall(r"`([a-z]+)`", floors)) == set()


@pytest.mark.parametrize("page", sorted(HANDBOOK.glob("*.md")), ids=name_of)
def test_generated_tables_are_what_the_code_says(page: Path) -> None:
    text = page.read_text("utf-8")
    assert reference.filled(text) == text, "run: python -m tools.reference"


def test_every_table_is_used() -> None:
    used = re.findall(
        r"<!-- generated: (\w+) -->", "".join(p.read_text("utf-8") for p in HANDBOOK.glob("*.md"))
    )
    assert sorted(used) == sorted(reference.TABLES)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_and_picture_leads_to_a_file(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path = target.partition("#")[0]
        if path and not re.match(r"[a-z]+:", path):
            assert (page.parent / path).is_file(), f"{name_of(page)}: {target}"


def test_no_document_names_another_host_than_examples() -> None:
    for page in PAGES:
        for host in re.findall(r"https?://([^/\s)`\"]+)", page.read_text("utf-8")):
            assert host.endswith("example.org") or host.startswith("127.0.0.1"), (page, host)


def test_pictures_are_small_and_all_there() -> None:
    files = {path.name: path.stat().st_size for path in screenshots.SHOTS.iterdir()}
    kept = {
        f"{name}-{screen.width}-{scheme}.webp"
        for name in screenshots.PAGES
        for screen in screenshots.SCREENS
        for scheme in screenshots.SCHEMES
    } | {f"{name}.webp" for name in screenshots.SLIDES}
    kept |= {"gongwen-1.webp", "form-1.png", "check-1.png", "summary-1.png"}
    kept |= {f"book-{number}.webp" for number in (1, 2, 3)}
    assert set(files) == kept
    assert {name: size for name, size in files.items() if size > screenshots.MOST} == {}


def test_the_handbook_builds_without_a_warning_searches_by_double_click_and_loads_nothing_else(
    tmp_path: Path,
) -> None:
    config = ["-f", str(DOCS / "mkdocs.yml"), "-d", str(tmp_path)]
    argv = [sys.executable, "-m", "mkdocs", "build", "--strict", *config]
    env = project.os.environ | project.ENVIRONMENT
    ended = subprocess.run(argv, capture_output=True, text=True, encoding="utf-8", env=env)
    assert ended.returncode == 0, ended.stderr
    pages = list(tmp_path.glob("*.html"))
    assert len(pages) >= len(list(HANDBOOK.glob("*.md")))
    for page in pages:
        text = page.read_text("utf-8")
        assert not re.search(r"<(?:script|img|iframe)[^>]+src=\"(?:https?:)?//", text), page
        assert not re.search(r"<link[^>]+href=\"(?:https?:)?//", text), page
        assert re.search(r'<script src="/?iframe-worker/shim\.js"', text), page
    assert (tmp_path / "iframe-worker" / "shim.js").is_file()
    index = (tmp_path / "search" / "search_index.js").read_text("utf-8")
    assert index.startswith("var __index = {") and len(index) > 100_000


def first_block(page: Path, language: str) -> str:
    match = re.search(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert match is not None
    return match[1]


@pytest.mark.parametrize("page", [*READMES, HANDBOOK / "index.md"], ids=name_of)
def test_the_first_story_and_its_mistake_are_what_the_program_says(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = "- 编号: zhibu1\n  名称: 第一党支部\n"
    story = first_block(READMES[0], "yaml")
    assert story in page.read_text("utf-8")
    slip = story.replace("摘要: ", "摘要：")
    for text, code, said in ((story, 0, "没有发现问题\n"), (slip, 1, first_block(page, "text"))):
        make_root(tmp_path, {"units.yml": units, "brands/yi-zhan-deng.yml": text})
        assert cli.main(["check", "--root", str(tmp_path)]) == code
        assert capsys.readouterr().out == said


SLIPS = {  # what stands in the list of slips, in a story
    "摘要：一句话": "fullwidth-colon",
    "摘要:一句话": "no-space-colon",
    "章结:": "unknown-key",
    "标签: [甲，乙]": "fullwidth-comma",
    "标签:\n　- 甲": "indent-char",
    "口号: 甲 #乙": "hash-cut",
    '口号: "一盏灯"亮了': "text-after",
    "口号: *重要*的一句话": "bad-start",
    "口号: 他说: 好": "colon-in-value",
    "引语: |\n第一段。": "stray-line",
}


@pytest.mark.parametrize("line", SLIPS)
def test_the_slips_of_the_handbook_are_found(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"标题: 一\n单位: 试验院\n时间: 2025年\n{line}\n"
    make_root(tmp_path, {"brands/a.yml": text})
    cli.main(["check", "--root", str(tmp_path)])
    assert f"错误[{SLIPS[line]}]" in capsys.readouterr().out
    slips = (HANDBOOK / "story.md").read_text("utf-8").split("## 常见笔误")[1]
    assert sorted(re.findall(r"\| `([a-z-]+)` \|$", slips, re.M)) == sorted(SLIPS.values())


def test_changes_that_are_not_released_have_a_place() -> None:
    first = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert first is not None and first[1] == "NEXT"
