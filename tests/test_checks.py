"""What checks hold to that no case file can show: bounds of pictures, whom a problem concerns."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.check import concerns_all, photos
from generator.model.problem import NO_WORDS, Level, Place, Problem
from generator.model.site import Settings, Site
from tests.made import original, story


@pytest.mark.parametrize(
    ("place", "width", "height", "small"),
    [
        ("cover", 1200, 630, False),
        ("cover", 1200, 629, True),
        ("cover", 1199, 900, True),
        ("cover", 900, 1600, True),
        ("other", 800, 10, False),
        ("other", 10, 800, False),
        ("other", 799, 799, True),
        ("emblem", 320, 10, False),
        ("emblem", 319, 319, True),
    ],
)
def test_a_picture_is_small_for_its_place(place: str, width: int, height: int, small: bool) -> None:
    names = {"cover": "a.jpg", "other": "b.jpg", "emblem": "c.png"}
    told = story("brand", photos=[{"file": "a.jpg"}, {"file": "b.jpg"}], emblem="c.png")
    sizes = {"a.jpg": (1200, 630), "b.jpg": (800, 1), "c.png": (320, 1)}
    sizes[names[place]] = (width, height)
    site = Site(settings=Settings(), stories=(told,))
    site.originals.own(told.key, {name: original(*size) for name, size in sizes.items()})
    paths = {"cover": ("photos", 0, "file"), "other": ("photos", 1, "file"), "emblem": ("emblem",)}
    found = [finding.place for finding in photos.photo_small(site)]
    assert found == ([Place(told.file, paths[place])] if small else [])


@pytest.mark.parametrize(
    ("level", "file", "all_of_them"),
    [
        ("error", "mkdocs.yml", True),
        ("error", "stories/units.yml", True),
        ("error", "stories/reviews.yml", True),
        ("warning", "mkdocs.yml", False),
        ("error", "stories/brands/1252.yml", False),
        ("error", "stories/awards/jgdj-2026.yml", False),
    ],
)
def test_whom_a_problem_keeps_from_being_judged(level: Level, file: str, all_of_them: bool) -> None:
    problem = Problem("colon", level, Place(file), NO_WORDS, NO_WORDS)
    assert concerns_all(problem) is all_of_them
    assert concerns_all(replace(problem, level="warning")) is False
