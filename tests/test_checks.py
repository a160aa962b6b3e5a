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


CHILDREN = """
    一名小男孩在看显微镜 小女孩接过宣传册 两个孩子 小学生走进实验室 学生用显微镜观察 儿童在窗口
    一群少年在操场 红领巾们参观 少先队员敬礼 小小检验员戴上白大褂 小记者采访 萌娃体验
    未成年人参加活动 青少年走进实验室 幼儿园小朋友 婴幼儿坐在车里 志愿者为学生服务 娃娃们围着展台
"""
MADE_FOR_THEM = """
    学生用品检验 学生服抽样 学生奶检测 学生公寓检查 大学生志愿者 留学生参观 研究生在做实验
    儿童座椅碰撞试验 儿童安全座椅 儿童推车检验 儿童口罩抽样 婴儿奶粉检测 婴儿床 婴幼儿配方奶粉
    儿童医院外景 儿童福利院大门 少年宫外景 幼儿园食堂检查 学生餐 校服检验 老同学聚会 布娃娃检测
"""


@pytest.mark.parametrize(
    ("told", "children"),
    [
        *((told, True) for told in CHILDREN.split()),
        *((told, False) for told in MADE_FOR_THEM.split()),
    ],
)
def test_a_picture_shows_children_or_what_is_made_for_them(told: str, children: bool) -> None:
    shown = story("volunteer", photos=[{"file": "a.jpg", "alt": told}])
    site = Site(settings=Settings(), stories=(shown,))
    assert bool(list(photos.photo_guardian(site))) is children


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
