"""Checks of an institute's other showcases: star boards, ceremonies, pledges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import PurePosixPath

from generator.model.carriers import Ceremony, PledgeYear, Star, StarWeek, Winner
from generator.model.problem import Finding, Place, Words
from generator.model.release import is_withdrawn, standing
from generator.model.site import Site
from generator.model.weeks import ImpossibleWeek, Week, read_week


def week_name(site: Site) -> Iterator[Finding]:
    """A star board's week is not the one of its file's name.

    Why: One of them is a slip, and the board would appear in the wrong week.
    Mend: Correct the week, or rename the file.

    五星榜的“周次”与文件名不一致。
    为什么：总有一个写错了，榜单会登在错的一周。
    怎么改：改周次，或改文件名。

    错：
        # stories/stars/2018-W03.yml（全文）
        周次: 2018-W04
        上榜:
          - 姓名: 张三
    对：
        # stories/stars/2018-W03.yml（全文）
        周次: 2018-W03
        上榜:
          - 姓名: 张三
    """
    for board in site.stars:
        if _week_of(board.file) != board.week:
            name = PurePosixPath(board.file).stem
            yield Finding(
                Place(board.file, ("week",)),
                Words(
                    f"周次是 {board.week}，文件名却是 {name}",
                    f"the week is {board.week}, the file's name is {name}",
                ),
                Words(
                    f"改周次，或把文件改名为 {board.week}.yml",
                    f"correct the week, or rename the file to {board.week}.yml",
                ),
            )


def week_twice(site: Site) -> Iterator[Finding]:
    """Two star boards are of one week.

    Why: A week has one board; the second would hide the first.
    Mend: Join them, or correct one week.

    同一周有两张五星榜。
    为什么：一周一张榜，后一张会盖住前一张。
    怎么改：合成一张，或改正其中一张的周次。

    错：
        # stories/stars/2018-W03.yml（全文）
        周次: 2018-W03
        上榜: [{姓名: 张三}]
        # stories/stars/2018-W3.yml（全文）
        周次: 2018年第3周
        上榜: [{姓名: 李四}]
    对：
        # stories/stars/2018-W03.yml（全文）
        周次: 2018-W03
        上榜: [{姓名: 张三}, {姓名: 李四}]
    """
    seen: dict[Week, StarWeek] = {}
    for board in site.stars:
        first = seen.setdefault(board.week, board)
        if first is not board:
            yield Finding(
                Place(board.file, ("week",)),
                Words(
                    f"{board.week.words}已经有榜：{first.file}",
                    f"{first.file} is the board of {board.week} already",
                ),
                Words("合成一张，或改正周次", "join them, or correct the week"),
            )


def week_gap(site: Site) -> Iterator[Finding]:
    """A week between two star boards has none.

    Why: The board is weekly; a missing week is a file that was forgotten or misnamed.
    Mend: Add the board. A week without stars has a board without entries.

    两张五星榜之间缺了几周。
    为什么：榜单每周一张，缺的多半是忘了交，或周次写错。
    怎么改：补上；确实没有评的，建一个没有“上榜”的文件。

    错：
        # stories/stars/2018-W03.yml（全文）
        周次: 2018-W03
        # stories/stars/2018-W05.yml（全文）
        周次: 2018-W05
    对：
        # stories/stars/2018-W03.yml（全文）
        周次: 2018-W03
        # stories/stars/2018-W04.yml（全文）
        周次: 2018-W04
        # stories/stars/2018-W05.yml（全文）
        周次: 2018-W05
    """
    known = {board.week: board.file for board in site.stars}
    known |= {week: "" for file in site.unread if (week := _week_of(file))}
    for before, week in pairwise(sorted(known)):
        missing = (week.monday - before.monday).days // 7 - 1
        if missing and known[week]:
            yield Finding(
                Place(known[week], ("week",)),
                Words(
                    f"{before.words}之后缺 {missing} 周，接着就是{week.words}",
                    f"weeks missing between {before} and {week}: {missing}",
                ),
                Words(
                    f"补上 stories/stars/{_after(before)}.yml；没有评的，周次以外可以空着",
                    f"add stories/stars/{_after(before)}.yml, without stars where none were given",
                ),
            )


def year_name(site: Site) -> Iterator[Finding]:
    """A ceremony's year is not the one of its file's name.

    Why: One of them is a slip, and the awards would be of the wrong year.
    Mend: Correct the year, or rename the file.

    颁奖典礼的“年份”与文件名不一致。
    为什么：总有一个写错了，奖会记在错的一年。
    怎么改：改年份，或改文件名。

    错：
        # stories/ceremonies/2018.yml（全文）
        名称: 年度突出贡献奖
        年份: 2017
    对：
        # stories/ceremonies/2017.yml（全文）
        名称: 年度突出贡献奖
        年份: 2017
    """
    for each in site.ceremonies:
        name = PurePosixPath(each.file).stem
        if name != str(each.year):
            yield Finding(
                Place(each.file, ("year",)),
                Words(
                    f"年份是 {each.year}，文件名却是 {name}",
                    f"the year is {each.year}, the file's name is {name}",
                ),
                Words(
                    f"改年份，或把文件改名为 {each.year}.yml",
                    f"correct the year, or rename the file to {each.year}.yml",
                ),
            )


def year_twice(site: Site) -> Iterator[Finding]:
    """Two files hold the ceremony, or the pledges, of one year.

    Why: A year has one page; the second would hide the first.
    Mend: Join them, or correct one year.

    同一年有两份颁奖典礼或承诺台账。
    为什么：一年一页，后一份会盖住前一份。
    怎么改：合成一份，或改正其中一份的年份。

    错：
        # stories/ceremonies/2017.yml（全文）
        名称: 年度突出贡献奖
        年份: 2017
        # stories/ceremonies/2017.yaml（全文）
        名称: 年度突出贡献奖
        年份: 2017
    对：
        # stories/ceremonies/2017.yml（全文）
        名称: 年度突出贡献奖
        年份: 2017
    """
    seen: dict[tuple[type, int], Ceremony | PledgeYear] = {}
    files: tuple[Ceremony | PledgeYear, ...] = (*site.ceremonies, *site.pledges)
    for each in files:
        first = seen.setdefault((type(each), each.year), each)
        if first is not each:
            yield Finding(
                Place(each.file, ("year",) if isinstance(each, Ceremony) else ()),
                Words(
                    f"{each.year}年已经有一份：{first.file}",
                    f"{first.file} is of {each.year} already",
                ),
                Words("合成一份，或改正年份", "join them, or correct the year"),
            )


def story_hidden(site: Site, as_of: date) -> Iterator[Finding]:
    """A star or winner is linked to a story that is not public.

    Why: The link is left out, the name stays. Whether it may stay is yours to decide.
    Mend: Delete the entry, or its `story`; or publish the story.

    上榜或获奖的人，关联的故事没有公开（已撤下、未审、过期或仅内部）。
    为什么：页面会去掉链接，姓名还在；姓名该不该留，由人决定。
    怎么改：不该留的，删掉这一条；可以留的，删掉“故事”，或等故事公开。

    错：
        # stories/stars/2018-W03.yml（全文）
        周次: 2018-W03
        上榜:
          - 姓名: 张三
            故事: volunteer/一盏灯
        # stories/volunteer/一盏灯.yml
        标题: 一盏灯
        审核:
          状态: 已撤下
    对：
        # stories/stars/2018-W03.yml（全文）
        周次: 2018-W03
        上榜:
          - 姓名: 张三
    """
    for entry in site.entries:
        story = site.find(entry.story) if entry.story else None
        stands = standing(story, site, as_of) if story else "published"
        if story is None or stands == "published":
            continue
        assert isinstance(entry.record, Star | Winner)
        why, mend = _WITHDRAWN if is_withdrawn(story, site) else _UNSEEN[stands]
        yield Finding(
            Place(entry.file, (*entry.path, "story")),
            Words(
                f"“{entry.record.name}”的故事 {story.key} {why.zh}，页面上只留姓名，不带链接",
                f"the story {story.key} of “{entry.record.name}” is {why.en}; "
                "the name stays, the link does not",
            ),
            mend,
        )


_LEAVE_OR_DELETE = Words(
    "姓名也不该留的，删掉这一条；可以留的，删掉“故事”",
    "delete the entry if the name is to go as well, else its `story`",
)
_WITHDRAWN = (Words("已撤下", "withdrawn"), _LEAVE_OR_DELETE)
_UNSEEN = {
    "hidden": (Words("没有公开", "not public"), _LEAVE_OR_DELETE),
    "draft": (
        Words("还没有公开", "not public yet"),
        Words(
            "等它审完公开，链接自动出现，不用改；姓名也不该留的，删掉这一条",
            "the link comes with the story; delete the entry if the name is to go",
        ),
    ),
}


def pledge_overdue(site: Site, as_of: date) -> Iterator[Finding]:
    """A pledge is past its day and not kept.

    Why: The public pages leave it out until its state is known; the internal edition shows it.
    Mend: Write what became of it, or a new day that was agreed on.

    承诺过了期限，还没有完成。
    为什么：公开的网站先不显示它，内部版会标出逾期。
    怎么改：写明“状态”和“结果”；经同意延期的，改“期限”。

    错：
        # stories/pledges/2018.yml（全文）
        - 承诺人: 张三
          承诺: 走访企业10家
          期限: 2018-12-31
          状态: 进行中
    对：
        # stories/pledges/2018.yml（全文）
        - 承诺人: 张三
          承诺: 走访企业10家
          期限: 2018-12-31
          状态: 已完成
    """
    for year in site.pledges:
        for pledge in year.pledges:
            if pledge.due and pledge.due.latest and pledge.overdue(as_of):
                days = (as_of - pledge.due.latest).days
                yield Finding(
                    Place(year.file, (pledge.number, "due")),
                    Words(
                        f"“{pledge.who}”的承诺过期 {days} 天，还没有完成",
                        f"the pledge of “{pledge.who}” is {days} days overdue",
                    ),
                    Words(
                        "完成了就把“状态”改成 已完成，并写“结果”",
                        "write its `status` and `result`, or the day agreed on",
                    ),
                )


def _week_of(file: str) -> Week | None:
    """The week that a board's file is named after, however it is written."""
    path = PurePosixPath(file)
    if path.parent != PurePosixPath("stories/stars"):
        return None
    try:
        return read_week(path.stem)
    except ImpossibleWeek:
        return None


def _after(week: Week) -> Week:
    """The week after."""
    return Week(*date.fromordinal(week.monday.toordinal() + 7).isocalendar()[:2])
