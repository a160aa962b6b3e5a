"""How many single slips of an input method are found, and how many at the very line."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator.load.bytes import read_text
from generator.load.folder import StoryFile
from generator.load.marks import read_marks
from generator.load.reader import Reader
from generator.load.shape import shape
from generator.load.trouble import Unreadable
from generator.model.fields import as_data
from generator.model.kinds import KINDS, Volunteer
from tests.typos import GOOD, english, slips

GIVEN = {"id": "a", "file": "a.yml", "address_name": "a"}


def read(text: str) -> tuple[str, list[int]]:
    """What a text says, blanks apart ("" if it cannot be read), and the lines of its problems."""
    try:
        plain, told = read_text(text.encode(), "a.yml")
        data, source, slipped = read_marks(plain, "a.yml")
    except Unreadable as stop:
        return "", [problem.place.line for problem in stop.problems]
    story, source, wrong = shape(Volunteer, data, source, GIVEN)
    lines = [source.position(problem.place)[0] for problem in (*told, *slipped, *wrong)]
    return re.sub(r"\s", "", json.dumps(as_data(story), ensure_ascii=False)) if story else "", lines


@pytest.mark.parametrize("good", [GOOD, english(GOOD)], ids=["zh", "en"])
def test_slips_are_found_where_they_were_made(good: str) -> None:
    meant, none = read(good)
    assert meant and not none
    tally: Counter[str] = Counter()
    missed = []
    for slip in slips(good):
        said, lines = read(slip.text)
        if said == meant:
            continue  # harmless: the story says the same
        tally["made"] += 1
        tally["found"] += bool(lines)
        tally["exact"] += slip.line in lines
        if not lines:
            missed.append((slip.name, slip.text.split("\n")[slip.line - 1]))
    assert tally["made"] >= 700
    assert tally["found"] / tally["made"] >= 0.99, missed
    assert tally["exact"] / tally["made"] >= 0.97


def test_two_slips_are_told_in_one_run() -> None:
    """Each as it would be told alone, at its very place, and nothing that is not wrong besides."""
    good = GOOD.split("\n")
    alone = [(slip, problems(slip.text)) for slip in slips(GOOD)]
    single = [(slip, told) for slip, told in alone if {line for _, line, _ in told} == {slip.line}]
    assert len(single) > 900
    chance = random.Random(7)
    both = 0
    for _ in range(400):
        pair = chance.sample(single, 2)
        lines = list(good)
        for slip, _ in pair:
            lines[slip.line - 1] = slip.text.split("\n")[slip.line - 1]
        if pair[0][0].line == pair[1][0].line:
            continue
        found, (first, second) = problems("\n".join(lines)), (told for _, told in pair)
        assert found <= first | second, pair
        both += found == first | second
    assert both > 350


def problems(text: str) -> set[tuple[str, int, int]]:
    """What is wrong with a text, and where: lines and columns."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.yml")
        path.write_text(text, "utf-8")
        reader = Reader(Path(folder))
        reader.story(StoryFile(KINDS["volunteer"], "a", "a.yml", path, path.parent))
    told = {(p.id, *reader.sources["a.yml"].position(p.place)) for p in reader.problems}
    return {each for each in told if each[0] != "file-missing"}


def test_the_english_story_is_the_chinese_one() -> None:
    assert read(english(GOOD)) == read(GOOD)
    assert not re.search(r"^ *(?:- )?[\u4e00-\u9fff]+:", english(GOOD), re.MULTILINE)
