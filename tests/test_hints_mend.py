"""Doing literally what the first hint says mends a slip: the story means again what it meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.load.folder import StoryFile
from generator.load.reader import Reader
from generator.model.fields import as_data
from generator.model.kinds import KINDS
from generator.model.problem import Problem
from tests.typos import GOOD, slips

COUNTS = "零一两三四五六七八九十"
Typed = Callable[[str, int, re.Match[str]], str]

# What a hint says; the line as it is then typed, by what it was, the column from 0, the hint.
DONE: tuple[tuple[str, Typed], ...] = (
    (r"写成  (?P<key>[^\s:{]+): …", lambda line, _, said: _retyped(line, said["key"])),
    ("改成英文冒号加一个空格", lambda line, at, _: f"{line[:at]}: {line[at + 1 :].lstrip()}"),
    ("在英文冒号后面加一个半角空格", lambda line, at, _: f"{line[: at + 1]} {line[at + 1 :]}"),
    ("删掉它，重新按一个半角空格", lambda line, at, _: f"{line[:at]} {line[at:].lstrip()}"),
    (
        "在行首加(?P<more>[^号]+?)个空格",
        lambda line, _, said: " " * COUNTS.index(said["more"]) + line,
    ),
    (
        "在行首再加(?P<more>.)个空格",
        lambda line, _, said: " " * COUNTS.index(said["more"]) + line,
    ),
    (
        "在英文输入状态下按(?P<all>.)下空格键",
        lambda line, _, said: " " * COUNTS.index(said["all"]) + line.strip(),
    ),
    ("改成英文减号加一个空格", lambda line, at, _: f"{line[:at]}- {line[at + 1 :].lstrip()}"),
    ("改成英文逗号加一个空格", lambda line, _, said: re.sub("[，、]", ", ", line)),
    (r"改成英文竖线 \|", lambda line, at, _: f"{line[:at]}|"),
    ("是不是“(?P<key>[^”]+)”", lambda line, at, said: _instead(line, at, said["key"])),
)


def _retyped(line: str, key: str) -> str:
    """The line with a key, however it was typed, as a key."""
    spaced = r"\s*".join(key)
    return re.sub(rf"^( *(?:- )?).*?{spaced}[】*=＝—，,。:：\s]*", rf"\g<1>{key}: ", line, count=1)


def _instead(line: str, at: int, word: str) -> str:
    """The line with another word where one up to a colon, or a last one, begins."""
    end = re.compile(r"[^:：]*").match(line, at)
    return f"{line[:at]}{word}{line[end.end() :]}" if end else line


def read(text: str) -> tuple[str, list[Problem], Reader]:
    """What a text says, blanks apart ("" if it holds errors), what is wrong with it, its reader."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.yml")
        path.write_text(text, "utf-8")
        reader = Reader(Path(folder))
        story = reader.story(StoryFile(KINDS["volunteer"], "a", "a.yml", path, path.parent))
    found = [each for each in reader.problems if each.id != "file-missing"]
    return re.sub(r"\s", "", str(as_data(story))) if story else "", found, reader


def followed(text: str) -> str | None:
    """The text after the first hint was followed; None where a person has to judge."""
    _, found, reader = read(text)
    source = reader.sources["a.yml"]
    line, column, hint = min((*source.position(each.place), each.hint.zh) for each in found)
    for pattern, typed in DONE:
        if said := re.search(pattern, hint):
            lines = text.split("\n")
            lines[line - 1] = typed(lines[line - 1], column - 1, said)
            return "\n".join(lines)
    return None


def test_what_a_hint_says_mends_the_slip() -> None:
    meant, none, _ = read(GOOD)
    assert meant and not none
    done, failed = 0, []
    for slip in slips(GOOD):
        said, found, _ = read(slip.text)
        if said == meant or not found:
            continue
        mended = followed(slip.text)
        if mended is not None:
            done += 1
            if read(mended)[0] != meant:
                failed.append((slip.name, slip.text.split("\n")[slip.line - 1], found[0].hint.zh))
    assert done > 440
    assert failed == []
