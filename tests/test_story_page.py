"""A story's page: how its photo stands, what it says once."""

from __future__ import annotations

import re

import pytest

from generator.model.output import Resized
from tests.made import original, outputs, pages, shown, story


@pytest.mark.parametrize(
    ("size", "focus", "shape", "kept", "shared"),
    [
        ((1080, 1620), None, "tall", ' class="fy20"', (0.5, 0.2)),
        ((1080, 1620), "50% 70%", "tall", ' class="fy70"', (0.5, 0.7)),
        ((1080, 1620), "50% 50%", "tall", "", (0.5, 0.5)),
        ((1500, 1000), None, "wide", "", (0.5, 0.5)),
        ((2400, 700), "30% 20%", "pano", ' class="fx30 fy20"', (0.3, 0.2)),
    ],
)
def test_a_photo_keeps_its_shape_and_an_upright_one_its_head(
    size: tuple[int, int],
    focus: str | None,
    shape: str,
    kept: str,
    shared: tuple[float, float],
) -> None:
    given = story("member", photos=[{"file": "a.jpg", "focus": focus}])
    made = shown(given, originals={(given.key, "a.jpg"): original(*size)})
    body = pages(made)["members/a/"].body
    assert f"intro--{shape}" in body
    assert re.findall(r'<img [^>]*alt=""( class="[^"]+")?', body)[:1] == [kept]
    assert [o.focus for o in outputs(made) if isinstance(o, Resized) and o.crop] == [shared]


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        (["甲", "甲", "甲"], ["来源：甲"]),
        (["乙", "甲", "甲", "甲"], ["来源：乙", "来源：甲（另有注明的除外）"]),
        (["甲", "甲"], ["来源：甲", "来源：甲"]),
        (["甲", "甲", "甲", None], ["来源：甲", "来源：甲", "来源：甲"]),
        ([None, None, None], []),
    ],
)
def test_a_source_of_many_figures_is_said_once(sources: list[str | None], told: list[str]) -> None:
    stats = [{"label": "金额", "value": "3家", "source": source} for source in sources]
    body = pages(shown(story("brand", stats=stats)))["brands/a/"].body
    assert re.findall(r"来源：[^<]+", body) == told


@pytest.mark.parametrize(("title", "times"), [("张三", 1), ("张三的一天", 2)])
def test_a_title_that_is_the_name_is_not_said_twice(title: str, times: int) -> None:
    body = pages(shown(story("member", title=title, name="张三")))["members/a/"].body
    header = re.sub(r'<span class="plate.*', "", body.partition("<header")[2], flags=re.DOTALL)
    assert header.count("张三") == times
    assert body.count('class="person"') == times - 1


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("张三", '<span class="name name--two">张三</span>'),
        ("许锦华", '<span class="name">许锦华</span>'),
        ("Christopher Montgomery", "Christopher Montgomery"),
        (
            "阿卜杜热合曼·买买提明",
            '阿卜杜热合<span class="tied">曼·</span><wbr>买买提明',
        ),
    ],
)
def test_a_name_breaks_between_its_parts_only(name: str, told: str) -> None:
    """Nothing spaces a long name: a portrait on a phone of 360 px holds six characters."""
    made = pages(shown(story("member", title="三十年", name=name)))
    assert f'<p class="person">{told}</p>' in made["members/a/"].body
    assert f'<h2 class="portrait__title">{told}</h2>' in made["members/"].body
