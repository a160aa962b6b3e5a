"""The drawn pictures of the sample stories are all there, light enough, and drawn alike twice."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from tools.sample_pictures import PICTURES, STORIES, draw

_FILE = re.compile(r"^\s*(?:- )?(?:文件|file): (\S+\.jpg)\s*$", re.MULTILINE)


def test_the_table_is_what_the_stories_show() -> None:
    shown = {
        (story.parent / name).relative_to(STORIES).as_posix()
        for story in STORIES.glob("*/*/story.yml")
        for name in _FILE.findall(story.read_text(encoding="utf-8"))
    }
    drawn = {path.relative_to(STORIES).as_posix() for path in STORIES.rglob("*.jpg")}
    assert shown == set(PICTURES)
    assert drawn == shown | {"works/五微.jpg"}  # the poster of tools/sample_video.py


def test_pictures_are_light() -> None:
    weights = {name: (STORIES / name).stat().st_size for name in PICTURES}
    assert max(weights.values()) <= 250_000
    assert sum(weights.values()) <= 3_000_000


@pytest.mark.parametrize("name", ["volunteer/zhiyuan-fuwudui/cover.jpg"])
def test_the_same_name_draws_the_same_picture(name: str) -> None:
    drawn = draw(name)
    assert drawn == draw(name)
    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.size == PICTURES[name][0]
