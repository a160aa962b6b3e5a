"""An institute's other showcases: star boards, ceremonies, maxims, works, pledges."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from generator.model.fields import (
    Flag,
    Line,
    Markdown,
    Number,
    Record,
    TimeField,
    WeekField,
    field,
    one_of,
)

WORK_TYPES = (
    ("微家书", "letter"),
    ("微党课", "lecture"),
    ("微视频", "video"),
    ("微故事", "story"),
    ("微访谈", "interview"),
)
_STORY = ("相关稿件：编号，或 种类/编号", "the story: id, or kind/id")
_UNIT = (
    "units.yml 里的单位：编号、全称、简称或曾用名",
    "a unit of units.yml: id, name, short or former name",
)
_KEPT = ("完成", "兑现", "办结", "达成", "落实")  # words of a pledge that was kept
_NOT_YET = ("未", "没有", "正在", "尚", "待", "部分")  # … unless one of these goes before


class Star(Record):
    """One name on a week's board."""

    star: Line | None = field(
        "星级", "哪一颗星，如 服务之星", "which star, e.g. 服务之星", example="服务之星"
    )
    name: Line = field("姓名", "个人或班组", "a person or team", required=True, example="张三")
    unit: Line | None = field("单位", *_UNIT)
    reason: Line | None = field("事由", "为什么上榜，一两句话", "why, in a sentence or two")
    story: Line | None = field("故事", *_STORY, example="member/zhang-san")


class StarWeek(Record):
    """五星榜: one week's board, `stars/<week>.yml`."""

    file: str = field("文件", given=True, required=True)
    week: WeekField = field(
        "周次", "年份和第几周", "year and week", required=True, example="2018-W03"
    )
    stars: tuple[Star, ...] = field(
        "上榜", "这一周上榜的人", "who is on the board this week", default=()
    )


class Winner(Record):
    """One who is honoured at a ceremony."""

    name: Line = field("姓名", "个人或集体", "a person or team", required=True, example="张三")
    unit: Line | None = field("单位", *_UNIT)
    citation: Markdown | None = field("颁奖词", "颁奖词原文", "the citation as it was read")
    story: Line | None = field("故事", *_STORY, example="member/zhang-san")


class Ceremony(Record):
    """年度突出贡献奖: a year's awards, `ceremonies/<year>.yml`."""

    file: str = field("文件", given=True, required=True)
    title: Line = field(
        "名称", "奖项名称", "name of the prize", required=True, example="年度突出贡献奖"
    )
    year: Number = field("年份", "哪一年", "which year", required=True, example="2018")
    winners: tuple[Winner, ...] = field(
        "获奖", "获奖的个人和集体", "people and teams that won", default=()
    )

    @property
    def whole_title(self) -> str:
        """With its year: 2018年度突出贡献奖, 2018年最美检验人."""
        return f"{self.year}{'' if self.title.startswith('年') else '年'}{self.title}"


class Maxim(Record):
    """党员格言: an entry of `maxims.yml`."""

    file: str = field("清单", given=True, default="stories/maxims.yml")
    number: int = field("序号", given=True, default=0)  # of the entry in its file, from 0

    text: Line = field("内容", "格言原文", required=True)
    author: Line | None = field("作者", "谁写的")
    unit: Line | None = field("单位", *_UNIT)
    poster: Flag = field("海报", "是：另做一张 A3 海报", default=False, example="是")


class Work(Record):
    """五微作品: a letter, lecture, video, story or interview, `works/<id>.yml`."""

    id: str = field("编号", given=True, required=True)
    yml: str = field("稿件", given=True, required=True)
    address_name: str = field("地址", given=True, required=True)

    type: Annotated[str, one_of(WORK_TYPES)] = field(
        "类型", "五微里的哪一种", "which of the five kinds", required=True, example="微视频"
    )
    title: Line = field("标题", "不超过40字", "at most 40 characters", required=True, most=40)
    author: Line | None = field("作者", "谁的作品", "whose work it is")
    unit: Line | None = field("单位", *_UNIT)
    date: TimeField | None = field("时间", "如 2018年3月", "e.g. 2018年3月", example="2018年3月")
    summary: Line | None = field(
        "摘要", "一两句话，不超过120字", "a sentence or two, at most 120 characters", most=120
    )
    body: Markdown | None = field("正文", "家书、讲稿、故事的全文", "the whole text")
    file: Line | None = field(
        "文件", "视频或音频文件，放在旁边", "a video or sound file beside it", example="党课.mp4"
    )
    poster: Line | None = field("封面", "视频的封面图片", "the video's poster", example="党课.jpg")
    captions: Line | None = field(
        "字幕", "视频的字幕文件（WebVTT）", "the video's captions (WebVTT)", example="党课.vtt"
    )
    url: Line | None = field(
        "链接",
        "作品在别处的网址，http 或 https 开头",
        "where the work is found elsewhere, http or https",
    )

    @property
    def key(self) -> str:
        """What its files are kept under, beside those of stories: `work/党课`."""
        return f"work/{self.id}"

    @property
    def address(self) -> str:
        """Its address below the site's root: `works/dang-ke/`."""
        return f"works/{self.address_name}/"

    @property
    def type_label(self) -> str:
        """Its type in Chinese."""
        return next(zh for zh, en in WORK_TYPES if en == self.type)


class Pledge(Record):
    """承诺台账: one promise of `pledges/<year>.yml`."""

    number: int = field("序号", given=True, default=0)  # of the entry in its file, from 0

    who: Line = field("承诺人", "谁承诺", "who promises", required=True, example="张三")
    post: Line | None = field(
        "岗位",
        "写了岗位的，可以印岗位标示牌",
        "their post; with it a sign can be printed",
        example="窗口受理岗",
    )
    unit: Line | None = field("单位", *_UNIT)
    promise: Line = field("承诺", "承诺做什么", "what is promised", required=True)
    due: TimeField | None = field(
        "期限",
        "什么时候以前做到，如 2018-12-31、2018年12月、2018年底、长期",
        "by when: a day, a month, a year",
        example="2018-12-31",
    )
    status: Line | None = field("状态", "进行中、已完成……", "how it stands", example="进行中")
    result: Line | None = field("结果", "做成了什么", "what came of it")

    @property
    def kept(self) -> bool:
        """Whether its state says that it was done: 已完成, 已兑现, but not 未完成."""
        words = self.status or ""
        done = next((words.index(kept) for kept in _KEPT if kept in words), -1)
        return words.lower() == "done" or (
            done >= 0 and not any(word in words[:done] for word in _NOT_YET)
        )

    def overdue(self, as_of: date) -> bool:
        """Whether the last day that it has has passed and it was not kept."""
        last = self.due.latest if self.due else None
        return last is not None and as_of > last and not self.kept


class PledgeYear(Record):
    """The pledges of one year, `pledges/<year>.yml`: the file is their list."""

    file: str = field("文件", given=True, required=True)
    year: Number = field("年份", given=True, required=True)
    pledges: tuple[Pledge, ...] = field("承诺", default=())


__all__ = ["WORK_TYPES", "Ceremony", "Maxim", "Pledge", "PledgeYear", "Star", "StarWeek"]
__all__ += ["Winner", "Work"]
