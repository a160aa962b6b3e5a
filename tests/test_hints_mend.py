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
        "在英文输入状态下按(?P<all>.)下空格键|行首改成(?P<so>.)个空格",
        lambda line, _, said: " " * COUNTS.index(said["all"] or said["so"]) + line.strip(),
    ),
    ("^删掉行首的空格", lambda line, _, said: line.strip()),
    ("改成英文减号加一个空格", lambda line, at, _: f"{line[:at]}- {line[at + 1 :].lstrip()}"),
    ("改成英文逗号加一个空格", lambda line, _, said: re.sub("[，、]", ", ", line)),
    (r"改成英文竖线 \|", lambda line, at, _: f"{line[:at]}|"),
    ("是不是“(?P<key>[^”]+)”", lambda line, at, said: _instead(line, at, said["key"])),
)

# As above, where a sign that was typed becomes part of the words: what was told is gone then.
KEPT: tuple[tuple[str, Typed], ...] = (
    ("用英文单?引号把整[段行]内容括起来", lambda line, at, _: _quoted(line, '"')),
    ("把整段内容用英文单引号括起来", lambda line, at, _: _quoted(line, "'")),
    ("末尾补上英文引号", lambda line, at, _: line + line[at]),
    (r"末尾的中文引号 . 改成英文引号  (?P<sign>.)", lambda line, _, said: line[:-1] + said["sign"]),
    (r"只有一段，删掉“[|>]”", lambda line, at, _: line[:at] + line[at + 1 :]),
    ("改用中文冒号", lambda line, at, _: f"{line[:at]}：{line[at + 1 :].lstrip()}"),
    (r"^补上 \] 或 }", lambda line, at, _: line + "]}"["[{".index(line[at])]),
    (r"改成英文逗号，例如 \[甲, 乙\]", lambda line, _, said: re.sub("[，、]", ", ", line)),
    (r"例如 \[甲, 乙\]，括号和逗号都用英文的", lambda line, _, said: line.replace("【", "[")),
    (r"写成  {审核人: …}", lambda line, _, said: line.replace("｛", "{").replace("｝", "}")),
    ("删除该字符后重新输入这一行", lambda line, at, _: line[:at] + line[at + 1 :]),
)


def _quoted(line: str, quote: str) -> str:
    """The line with its value in quotes."""
    head, value = re.match(r"(\s*(?:- )?[^:]+: )(.*)", line).groups()  # type: ignore[union-attr]
    return f"{head}{quote}{value}{quote}"


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


def followed(text: str, done: tuple[tuple[str, Typed], ...]) -> str | None:
    """The text after the first hint was followed; None where a person has to judge."""
    _, found, reader = read(text)
    source = reader.sources["a.yml"]
    line, column, hint = min((*source.position(each.place), each.hint.zh) for each in found)
    for pattern, typed in done:
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
        mended = followed(slip.text, DONE)
        if mended is not None:
            done += 1
            if read(mended)[0] != meant:
                failed.append((slip.name, slip.text.split("\n")[slip.line - 1], found[0].hint.zh))
    assert done > 440
    assert failed == []


def test_what_a_hint_says_is_told_no_more() -> None:
    done, failed = 0, []
    for slip in slips(GOOD):
        _, found, _ = read(slip.text)
        mended = followed(slip.text, KEPT) if found else None
        if mended is not None:
            done += 1
            again = {each.id for each in read(mended)[1]} - SHAPES
            if again:
                failed.append((slip.text.split("\n")[slip.line - 1], found[0].hint.zh, again))
    assert done > 300
    assert failed == []


# No sign belongs to a choice or a day, whatever stands around it; 内容 may as well be a list.
SHAPES = {"choice", "date-impossible", "text-expected"}
