"""A release that has a bit of everything a book may hold, for tests of what is printed of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from generator.model.carriers import Ceremony, Maxim, PledgeYear, StarWeek
from generator.model.kinds import Story
from generator.model.original import Original
from generator.model.output import Typeset
from generator.model.release import Release, narrowed
from generator.render.paper.book import Cut, book_of
from generator.render.paper.choice import of_year
from generator.typeset import typeset
from tests.documents import WORDS
from tests.made import record, shown, story

ROOT = Path(__file__).parent.parent
YEAR = 2019

METHOD = {
    "name": "“1252”工作法",
    "parts": [
        {"count": "1", "title": "一个目标", "items": ["让企业好办事"]},
        {
            "count": "2",
            "title": "两项任务",
            "items": ["保安全", {"title": "优服务", "text": "不漏"}],
        },
        {
            "count": "5",
            "title": "五个抓手",
            "items": ["学习抓手", "阵地抓手", "队伍抓手", "项目抓手"],
        },
        {"count": "2", "title": "两个形象"},
    ],
}
DEEP = {
    "name": "三定工作法",
    "parts": [
        {
            "count": "三",
            "title": "三定",
            "items": [
                {
                    "title": "定岗",
                    "text": "岗位写在墙上",
                    "items": [{"title": "一岗", "items": ["甲岗"]}],
                },
                "定责",
            ],
        },
        {"title": "不编造"},
    ],
}
BRAND = {
    "title": "“1252”工作法：把党建做到检验一线",
    "subtitle": "一个支部的三年",
    "unit": "第一党支部",
    "slogan": "一站一盏灯，照亮归家路",
    "method": METHOD,
    "sections": {
        "background": WORDS * 2,
        "practice": WORDS * 3 + "\n\n- 第一条\n- 第二条\n",
        "results": WORDS,
    },
    "stats": [
        {"label": "服务企业", "value": "3928多家", "period": "2019年", "source": "年度总结"},
        {"label": "满意率", "value": "近96.4%"},
        {"label": "好评", "value": "一大批"},
    ],
    "honours": [
        {"title": "文明单位", "by": "某某委员会", "level": "省部级", "date": "2019年4月"},
        {"title": "示范品牌", "level": "市厅级", "date": "2017年", "note": "第一批"},
    ],
    "quotes": [{"text": "材料少了，笑脸多了。", "speaker": "企业负责人", "role": "某公司"}],
    "media": [
        {"outlet": "某某日报", "title": "一盏灯", "date": "2019年5月", "url": "https://a.example/1"}
    ],
    "sources": ["二〇一九年工作总结"],
    "tags": ["窗口", "服务"],
}
MEMBER = {
    "title": "灯下的人",
    "name": "欧阳明",
    "role": "检验员",
    "unit": "第二党支部",
    "epithet": "最美质检人",
    "citation": "十年如一日，守着一盏灯。",
    "motto": "把小事做成样子",
    "date": "2018—2020",
    "body": f"## 一盏灯\n\n{WORDS}\n\n> 引用一段话\n\n1. 第一\n2. 第二\n\n"
    "| 年 | 数 |\n|---|---|\n| 2019 | 3 |\n",
    "quotes": [{"text": "我只是没有走开。", "speaker": "欧阳明"}],
}


def release_of(*more: Story, originals: dict[tuple[str, str], Original] | None = None) -> Release:
    """Four kinds of stories of 2019, one of 2012, boards, awards, maxims; `more` besides."""
    stories = (
        story("brand", "a", **BRAND),
        story("brand", "b", title="三定", method=DEEP, body=WORDS),
        story("member", "c", **MEMBER),
        story("team", "d", title="早班车", leader="张大山、李小河", size="12人", body=WORDS),
        story("volunteer", "e", title="周末课堂", place="社区", hours="1200小时", body=WORDS),
        story("volunteer", "f", title="旧年的故事", date="2012年", body=WORDS),
        *more,
    )
    made = shown(*stories, originals=originals, **HOUSE)
    site = replace(
        made.site, stars=(BOARD,), ceremonies=(AWARDS,), maxims=MAXIMS, pledges=(PLEDGES,)
    )
    return replace(made, site=site)


HOUSE: dict[str, Any] = {
    "site_name": "先锋印记",
    "site_url": "https://show.example/a/",
    "seal": "先锋印记",
    "sponsor": "机关党委",
    "yearbook": [YEAR],
}
BOARD = record(
    StarWeek,
    {
        "file": "stories/stars/2019-W03.yml",
        "week": "2019-W03",
        "stars": [
            {"star": "服务之星", "name": "赵一鸣", "unit": "第一党支部", "reason": "连续三天加班"},
            {"star": "技能之星", "name": "欧阳明", "unit": "第二党支部", "story": "member/c"},
        ],
    },
)
AWARDS = record(
    Ceremony,
    {
        "file": "stories/ceremonies/2019.yml",
        "title": "年度突出贡献奖",
        "year": "2019",
        "winners": [
            {
                "name": "欧阳明",
                "unit": "第二党支部",
                "citation": "灯火可亲，人更可亲。",
                "story": "c",
            },
            {"name": "夜班小组", "unit": "第一党支部"},
        ],
    },
)
MAXIMS = tuple(
    record(Maxim, told)
    for told in (
        {
            "text": "心里装着群众，手上干着实事。",
            "author": "赵一鸣",
            "unit": "第一党支部",
            "poster": "是",
        },
        {
            "text": "这一句格言特别长，长到一列放不下，所以要横着排，一个字也不能少。",
            "author": "孙二",
        },
        {"text": "实干", "unit": "第二党支部"},
    )
)
PLEDGES = record(
    PledgeYear,
    {
        "file": "stories/pledges/2019.yml",
        "year": "2019",
        "pledges": [
            {
                "who": "赵一鸣",
                "post": "窗口受理岗",
                "unit": "第一党支部",
                "promise": "材料齐全当场受理。",
            },
            {"who": "孙二", "promise": "没有岗位的不印。"},
            {"who": "钱三", "post": "检验岗", "promise": "首问负责，" * 30},
        ],
    },
)


def book(release: Release, size: str = "a4", bleed: float = 0, dpi: int = 150) -> Typeset:
    """The book of YEAR."""
    printed = narrowed(release, "print")
    return book_of(of_year(printed, YEAR), printed, Cut(size, bleed, dpi), "book.pdf")


def pdf_of(job: Typeset, cache: Path) -> bytes:
    """Its PDF, made anew."""
    return typeset(job, ROOT, cache, lambda done, of: None).content
