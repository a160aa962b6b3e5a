"""Pages of many stories: lists, their filters and later pages, and units."""

import json
import re

from generator.model.output import Page, Text
from generator.render.rolls import PAGE_MOST
from tests.made import outputs, pages, shown, story


def test_lists_hold_everything_and_filters_name_what_there_is() -> None:
    told = [
        story("volunteer", "a", unit="第一党支部", tags=["甲"], date="2018年"),
        story("volunteer", "b", honours=[{"title": "奖", "level": "国家级"}], date="近年来"),
    ]
    body = pages(shown(*told))["volunteer/"].body
    assert 'data-unit="yi-zhibu yuan" data-year="2018" data-tag="甲" data-level=""' in body
    assert 'data-unit="yuan" data-year="" data-tag="" data-level="national"' in body
    choices = re.findall(r'<option value="([^"]+)">([^<]+)</option>', body)
    assert choices == [
        ("yuan", "研究院（2）"),
        ("yi-zhibu", "· 第一党支部（1）"),
        ("2018", "2018年（1）"),
        ("甲", "甲（1）"),
        ("national", "国家级（1）"),
    ]


def test_a_story_called_by_the_number_of_a_page_has_its_own_address() -> None:
    told = [story("team", str(n)) for n in range(1, PAGE_MOST + 2)]
    found = [page.path for page in outputs(shown(*told)) if isinstance(page, Page)]
    assert {"teams/2/", "teams/page/2/"} <= set(found) and len(found) == len(set(found))


def test_long_lists_turn_pages_and_bring_each_of_them_in_a_script() -> None:
    told = [story("team", f"s{n:03}") for n in range(PAGE_MOST + 2)]
    made = outputs(shown(*told))
    found = {page.path: page for page in made if isinstance(page, Page)}
    assert found["teams/"].body.count("<li data-unit") == PAGE_MOST
    assert found["teams/page/2/"].body.count("<li data-unit") == 2
    assert 'data-rest="../teams/page/"' in found["teams/"].body
    texts = {o.path: o.text for o in made if isinstance(o, Text)}
    html = json.loads(texts["teams/page/2.js"].removeprefix("showcasePages[2]=").rstrip(";\n"))
    assert re.findall(r'href="([^"]+)"', html) == ["../teams/s120/", "../teams/s121/"]
    assert 'href="../../../teams/#filter"' in found["teams/page/2/"].body
    assert "page/1.js" not in "".join(texts)


def test_the_index_of_a_long_list_tells_what_every_item_holds() -> None:
    tags = [["甲", "乙"][: n % 3] for n in range(PAGE_MOST + 2)]
    told = [
        story("team", f"s{n:03}", tags=each, date="2018年" if n < 9 else "近年来")
        for n, each in enumerate(tags)
    ]
    release = shown(*told)
    texts = {o.path: o.text for o in outputs(release) if isinstance(o, Text)}
    index = json.loads(texts["teams/page/index.js"].removeprefix("showcaseIndex=").rstrip(";\n"))
    assert index["most"] == PAGE_MOST
    held = {
        name: [packed["sets"][number] for number in packed["of"]]
        for name, packed in index["held"].items()
    }
    assert held == {
        "unit": [["yuan"]] * len(tags),
        "tag": tags,
        "year": [["2018"] if n < 9 else [] for n in range(len(tags))],
    }


def test_units_show_what_is_theirs_and_their_childrens() -> None:
    made = pages(shown(story("brand", "a", unit="第一党支部"), story("team", "b", unit="研究院")))
    assert "brands/a/" in made["units/yuan/"].body and "teams/b/" in made["units/yuan/"].body
    assert (
        "brands/a/" in made["units/yi-zhibu/"].body
        and "teams/b/" not in made["units/yi-zhibu/"].body
    )
    assert "正在整理" in made["units/er-zhibu/"].body
    assert "示例检验所" in made["units/yuan/"].body


def test_units_in_a_circle_are_all_listed() -> None:
    units = [{"id": "x", "name": "甲部", "parent": "y"}, {"id": "y", "name": "乙部", "parent": "x"}]
    made = pages(shown(story("brand", "a", unit="x"), units=units))
    assert {"units/x/", "units/y/"} <= set(made)
    assert "甲部" in made["units/"].body and "乙部" in made["units/"].body
