"""What the culture windows (文化视窗) play, how long, when: `extra.showcase.window`."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated

from generator.model.fields import Day, Flag, Line, Number, Record, field, one_of
from generator.model.kinds import KIND_NAMES
from generator.model.slugs import slug_of

CONTENTS = (
    *KIND_NAMES,
    ("五星榜", "stars"),
    ("颁奖词", "ceremonies"),
    ("格言", "maxims"),
    ("荣誉", "honours"),
    ("公告", "notices"),
)
ORDERS = (("轮流", "mixed"), ("最新", "newest"), ("分类", "grouped"))
SHORTEST, LONGEST = 5, 40  # seconds a slide; whoever stops must see a change within 40
TITLE_MOST, LEAD_MOST = 22, 60  # characters that are read from four metres
_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*(?:[-—–~至到]+)\s*(\d{1,2}):(\d{2})")


class Notice(Record):
    """A notice on the screen; a dated one appears and goes by itself."""

    title: Line = field("标题", "不超过22字", required=True, most=TITLE_MOST, example="党日活动")
    text: Line | None = field("内容", "一两句话，不超过60字", most=LEAD_MOST)
    by: Line | None = field("落款", "谁发的", example="机关党委宣传处")
    from_: Day | None = field("起", "从哪天起播放", key="from", example="2026-06-01")
    until: Day | None = field("止", "播放到哪天为止", example="2026-06-30")
    pinned: Flag = field("置顶", "是：每一轮最先播放", default=False, example="是")

    def within(self, day: date, *, ahead: bool = False) -> bool:
        """Whether it is shown on `day`; with `ahead` also before its first day."""
        early = self.from_ is not None and day < self.from_
        return (ahead or not early) and not (self.until and day > self.until)


class Playlist(Record):
    """What one screen plays."""

    title: Line | None = field("名称", "屏幕左下角的名称", example="一楼大厅")
    contents: tuple[Annotated[str, one_of(CONTENTS)], ...] = field(
        "内容",
        "放哪些内容；不写就是全部",
        default=(),
        example="支部品牌",
    )
    stories: tuple[Line, ...] = field(
        "稿件", "只放这几篇，按这里的次序；写编号，或 种类/编号", default=(), example="brand/1252"
    )
    unit: Line | None = field("单位", "只放这个单位（连同下级）的稿件")
    order: Annotated[str, one_of(ORDERS)] = field(
        "顺序", "各类轮流、最新在前，或一类一类放", default="mixed", example="轮流"
    )
    seconds: Number = field("秒数", "每一屏几秒，5 到 40；不写是 18", default=18, example="18")
    most: Number = field("屏数", "最多放几屏；不写是 24", default=24, example="24")
    night: Line | None = field("夜间", "这段时间屏幕变暗", example="22:00-06:30")
    notices: tuple[Notice, ...] = field("公告", "放在屏幕上的通知", default=())

    @property
    def pace(self) -> int:
        """Seconds a slide, kept within what a passer-by can follow."""
        return min(max(self.seconds, SHORTEST), LONGEST)

    def plays(self, content: str) -> bool:
        """Whether the screen shows this kind of content."""
        return not self.contents or content in self.contents


class NamedWindow(Playlist):
    """Another screen with a list of its own, at `window/<id>/`."""

    id: Line = field("编号", "网址的一部分：小写字母、数字和连字符", required=True, example="lobby")

    @property
    def address_name(self) -> str:
        """The folder below `window/`."""
        return slug_of(self.id)


class Window(Playlist):
    """The main screen at `window/`, and the others."""

    windows: tuple[NamedWindow, ...] = field("分屏", "别的屏幕，各有各的播放单", default=())


def read_hours(words: str) -> tuple[str, str] | None:
    """Begin and end of `22:00-06:30` as `HH:MM`; None where the words are no span of hours."""
    match = _HOURS.fullmatch(unicodedata.normalize("NFKC", words).strip())
    if match is None:
        return None
    ends = (int(match[1]), int(match[2])), (int(match[3]), int(match[4]))
    if any(hour > 24 or minute > 59 or (hour == 24 and minute) for hour, minute in ends):
        return None
    begin, end = (f"{hour % 24:02}:{minute:02}" for hour, minute in ends)
    return (begin, end) if begin != end else None
