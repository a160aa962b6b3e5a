"""What search finds besides stories: all that their pages show, each where it stands there."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from msgspec.structs import replace

from generator.model.carriers import Maxim
from generator.model.original import Captions
from generator.model.output import Text
from generator.model.release import Release
from generator.model.site import Site
from generator.render import maxims, pledges
from generator.render.finds import others_to_find
from generator.render.search import SearchDoc
from tests.made import outputs, pages, record, story
from tests.test_showcases import STAR, board, ceremony, ledger, site, told, work

LATE = {"who": "张三", "promise": "当场受理。", "due": "2026-02-28", "number": 0}
KEPT = {
    **{"who": "李 四", "unit": "第一党支部", "post": "窗口", "promise": "每月走访一户。"},
    **{"result": "走访一户。", "status": "已完成", "number": 1},
}


def everything() -> Site:
    """A site with a little of all, some of it still to come."""
    slips = (
        record(Maxim, {"text": f"格言{n}", "author": "王五", "unit": "研究院", "number": n})
        for n in range(3)
    )
    letter = work(
        *("jiashu",), title="一封家书", author="赵六", unit="示例检验所", date="2025年3月",
        body="见字**如面**。", captions="家书.vtt",
    )  # fmt: skip
    found = site(
        story("member", "a", name="张三"),
        stars=(board("2026-W02", {"name": "无星"}, STAR), board("2026-W40", {"name": "将来"})),
        ceremonies=(
            ceremony(2025, {"name": "孙七", "unit": "没有的单位", "citation": "一盏**灯**。"}),
            ceremony(2027, {"name": "将来"}),
        ),
        maxims=tuple(slips),
        works=(letter, work("later", title="将来", date="2027")),
        pledges=(ledger(2026, LATE, KEPT), ledger(2027, {"who": "将来", "promise": "将来"})),
    )
    return replace(
        found, captions={(letter.key, "家书.vtt"): Captions("WEBVTT", ("爸爸，",), "WEBVTT")}
    )


def found(release: Release) -> list[SearchDoc]:
    """Works and entries, in the order of the index."""
    return [doc for docs in others_to_find(release) for doc in docs]


# kind | address | what heads it | unit | year | text
FOUND = """
五微作品|works/jiashu/|一封家书|示例检验研究院|2025|微家书 见字如面。 爸爸，
单位|units/yuan/|示例检验研究院|||曾用名：示例检验所
单位|units/yi-zhibu/|第一党支部|||
单位|units/er-zhibu/|第二党支部|||
颁奖典礼|ceremonies/2025/|2025年度突出贡献奖||2025|
颁奖典礼|ceremonies/2025/#w1|孙七|没有的单位|2025|2025年度突出贡献奖 一盏灯。
五星榜|stars/2026-w02/#s1|无星||2026|2026年第2周五星榜
五星榜|stars/2026-w02/#s2|张三|示例检验研究院|2026|2026年第2周五星榜 服务之星：守了一天。
党员格言|maxims/#m1|格言0|示例检验研究院||
党员格言|maxims/#m2|格言1|示例检验研究院||
党员格言|maxims/#m3|格言2|示例检验研究院||
承诺台账|pledges/2026/#p2|李 四|第一党支部|2026|2026年承诺台账 窗口 每月走访一户。 结果：走访一户。
"""


def test_what_is_found_and_where() -> None:
    rows = (
        (doc.kind, doc.url, doc.title or doc.summary or doc.people, doc.unit, doc.year, doc.text)
        for doc in found(told(everything()))
    )
    assert "\n".join("|".join(row).replace("\n", " ") for row in rows) == FOUND.strip()


def test_names_are_those_of_people_and_short_names_of_units() -> None:
    docs = {doc.url: doc for doc in found(told(everything()))}
    names = {url: doc.people for url, doc in docs.items() if doc.people}
    assert names == {
        "works/jiashu/": "赵六",
        "units/yuan/": "研究院",
        "ceremonies/2025/#w1": "孙七",
        "stars/2026-w02/#s1": "无星",
        "stars/2026-w02/#s2": "张三",
        **{f"maxims/#m{number}": "王五" for number in (1, 2, 3)},
        "pledges/2026/#p2": "李 四",
    }
    assert all(not doc.title for url, doc in docs.items() if "#" in url)  # ranks as a name


@pytest.mark.parametrize("offline", [False, True])
def test_every_address_is_a_place_on_a_page(offline: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maxims, "PAGE_MOST", 2)
    monkeypatch.setattr("generator.render.rolls.PAGE_MOST", 2)
    monkeypatch.setattr(pledges, "MOST", 1)
    release = told(everything(), offline=offline, edition="internal")
    made = pages(release)
    places = [doc.url.replace("index.html", "").split("#") for doc in found(release)]
    assert ["maxims/page/2/", "m3"] in places and ["pledges/2026/2/", "p1"] in places
    for page, *anchor in places:
        assert all(made[page].body.count(f' id="{each}"') == 1 for each in anchor), (page, anchor)
    assert all(("index.html" in doc.url) == offline for doc in found(release))


def test_what_is_not_shown_is_not_found() -> None:
    def people(edition: str, day: date) -> list[str]:
        return [doc.people for doc in found(told(everything(), day, edition=edition))]  # type: ignore[arg-type]

    today, later = date(2026, 3, 1), date(2027, 1, 1)
    assert people("public", today).count("张三") == 1  # the board, not the overdue pledge
    assert people("internal", today).count("张三") == 2
    assert "将来" not in people("internal", today)
    assert people("public", later).count("将来") == 3


def test_the_page_offers_what_the_index_holds() -> None:
    release = told(everything())
    files = {made.path: made.text for made in outputs(release) if isinstance(made, Text)}
    body = pages(release)["search/"].body
    for name in ("kind", "unit", "year"):
        values, _ = json.loads(re.sub(r"^[^,]*,|\)\n$", "", files[f"search/{name}.js"]))
        select = re.search(rf'name="{name}">(.*?)</select>', body)
        assert select is not None
        offered = set(re.findall(r"<option>(.*?)</option>", select[1]))
        assert offered == set(values) - {"", "没有的单位"}, name
