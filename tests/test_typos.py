"""How many single slips of an input method are found, and how many at the very line."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from generator.load.bytes import read_text
from generator.load.marks import read_marks
from generator.load.shape import shape
from generator.load.trouble import Unreadable
from generator.model.fields import as_data
from generator.model.kinds import Volunteer
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


def test_the_english_story_is_the_chinese_one() -> None:
    assert read(english(GOOD)) == read(GOOD)
    assert not re.search(r"^ *(?:- )?[\u4e00-\u9fff]+:", english(GOOD), re.MULTILINE)
