"""Checks of words: texts, times, figures, titles, wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from msgspec.structs import astuple

from generator.check.links import SWAPPED
from generator.model.days import meant_by
from generator.model.kinds import Member, Story
from generator.model.numerals import TEN
from generator.model.patterns import later
from generator.model.problem import Finding, Place, Words
from generator.model.site import Site
from generator.model.times import ends_early, read_time
from generator.model.words import NOT_PROSE

_CHINESE = "\u3400-\u9fff"
_CLOSING = "”’）》】"
_MIXED = later(
    f"(?<=[{_CHINESE}{_CLOSING}])[,;:!?](?=[{_CHINESE}“‘（《【]|\\s|$)"
    f"|(?<=[{_CHINESE}])[\"']|(?<![0-9'])[\"'](?=[{_CHINESE}])"
    f"|(?<=[0-9A-Za-z%)\\]])[,;](?=[{_CHINESE}“‘（《【])"  # 合格率98%,排名第一
    f"|(?<=[{_CHINESE}{_CLOSING}])\\((?=[{_CHINESE}“《0-9A-Za-z])"
    f"|(?<=[{_CHINESE}{_CLOSING}])(?<!{TEN})\\.(?=[”’）\\s]|$)"
)
# Most texts hold none, for 2,000 is a figure and https: an address: a tenth of the time of _MIXED.
_ANY_MARK = re.compile(r"""[,.;:!?"'(](?:(?<=["'(])|(?![!-~]))""")
_FULL_WIDTH = {mark: Words(wide, wide) for mark, wide in zip(",.;:!?", "，。；：！？", strict=True)}
_FULL_WIDTH |= {
    '"': Words("“ 或 ”", "“ or ”"),
    "'": Words("“ 或 ”，引号里面的用 ‘ 或 ’", "“ or ”, and ‘ or ’ within these"),
    "(": Words("（，后一半改成 ）", "（, and ） for its other half"),
}
_SPAN = re.compile(
    r"[—–~～至到]|[-－﹣]\s*(?:\d{4}|\D|\d+\s*[月日号])"
)  # what `ends_early` asks for; 2018-03-05 has none
_WEB = re.compile(r"(?:https?://|www\.)\S+")


def no_text(site: Site) -> Iterator[Finding]:
    """A story has neither sections nor a body.

    Why: A page with a title and a summary only tells nothing.
    Mend: Write at least one section or the body.

    稿件没有正文。
    为什么：只有标题和摘要，读者看不到内容。
    怎么改：在“章节”里至少写一章，或写“正文”。

    错：
        # stories/volunteer/一盏灯.yml（全文）
        标题: 一盏灯
        单位: 第一党支部
        时间: 2018年
        摘要: 一句话
    对：
        # stories/volunteer/一盏灯.yml（全文）
        标题: 一盏灯
        单位: 第一党支部
        时间: 2018年
        摘要: 一句话
        正文: |
          第一段。
    """
    for story in site.stories:
        sectioned = story.sections and any(astuple(story.sections))
        if not sectioned and not (story.body and story.body.strip()):
            yield Finding(
                Place(story.file, ("sections",)),
                Words("没有正文", "the story has no text"),
                Words("写“章节”或“正文”，至少一样", "write `sections` or `body`"),
            )


def name_missing(site: Site) -> Iterator[Finding]:
    """A member who is not anonymous has no name.

    Why: A page about a person needs the name, or a decision to leave it out.
    Mend: Write the name, or set anonymous to true.

    先进典型没有姓名，也没有写匿名。
    为什么：人物页要么写姓名，要么明确不写。
    怎么改：写“姓名”，或写“匿名: 是”。

    错：
        # stories/members/某人.yml
        岗位: 检验员
    对：
        # stories/members/某人.yml
        匿名: 是
        岗位: 检验员
    """
    for story in site.stories:
        if isinstance(story, Member) and not story.name and not story.anonymous:
            yield Finding(
                Place(story.file, ("anonymous",)),
                Words("缺少“姓名”", "“name” is missing"),
                Words(
                    "加上一行  姓名: …；不写姓名就加上  匿名: 是",
                    "add a line  name: …, or  anonymous: true",
                ),
            )


def date_unclear(site: Site) -> Iterator[Finding]:
    """A story's date names no year, so that it cannot be put in order.

    Why: Lists are ordered by time; 近年来 and 去年5月 say something else every year.
    Mend: Write the year.

    “时间”里没有年份，无法排序。
    为什么：列表按时间排列；“近年来”“去年5月”过一年意思就变了。
    怎么改：写明年份。

    错：
        时间: 去年5月
    对：
        时间: 2025年5月
    """
    for story in site.stories:
        if story.date.earliest is None:
            yield Finding(
                Place(story.file, ("date",)),
                Words(
                    f"“时间”写的是“{story.date.words}”，看不出是哪一年，无法排序",
                    f"“{story.date.words}” tells no year and cannot be put in order",
                ),
                SWAPPED if site.unit(story.date.words) else _clearer(story.date.words),
            )


def _clearer(words: str) -> Words:
    """What to type for a time that tells no year."""
    if day := meant_by(words):
        return Words(f"像是 Excel 的日期，写成  {day}", f"it is like a date of Excel: type  {day}")
    bare = words.strip("“”\"'‘’「」《》 ")
    if bare != words and _has_year(bare):
        return Words(f"去掉引号，写成  {bare}", f"without the quotes:  {bare}")
    typed = re.sub(r"(?<=\d)[OoＯ〇](?=\d)", "0", words.strip("（）()【】[] "))  # 2O26 for 2026
    if typed != words and _has_year(typed):
        return Words(f"写成  {typed}", f"type  {typed}")
    return Words("写明年份，例如 2025年5月", "write the year, e.g. 2025-05")


def _has_year(words: str) -> bool:
    with suppress(ValueError):
        return read_time(words).earliest is not None
    return False


def date_order(site: Site) -> Iterator[Finding]:
    """A time ends before it begins.

    Why: It is a slip of the keyboard, and a wrong date is a wrong word.
    Mend: Correct the earlier or the later date.

    时间前后颠倒。
    为什么：多半是笔误，日期错就是内容错。
    怎么改：改正开始或结束的日期。

    错：
        时间: 2018—2016
    对：
        时间: 2016—2018
    """
    for file, texts in site.texts.shaped("time"):
        for path, time, _ in texts:
            if _SPAN.search(time) and ends_early(time):
                yield Finding(
                    Place(file, path),
                    Words(f"“{time}”的结束早于开始", f"“{time}” ends before it begins"),
                    Words("改正开始或结束的时间", "correct its beginning or its end"),
                )


def same_title(site: Site) -> Iterator[Finding]:
    """Two stories have the same title.

    Why: Readers and search results cannot tell them apart; one may be a copy.
    Mend: Change one title, or delete the copy.

    两篇稿件标题相同。
    为什么：读者和搜索结果分不清，也可能是重复稿件。
    怎么改：改一个标题，或删掉重复的稿件。

    错：
        # stories/brands/一盏灯.yml
        标题: 一盏灯
        # stories/volunteer/社区.yml
        标题: 一盏灯
    对：
        # stories/brands/一盏灯.yml
        标题: 一盏灯
        # stories/volunteer/社区.yml
        标题: 一盏灯，亮了十年
    """
    seen: dict[str, Story] = {}
    for story in site.stories:
        first = seen.setdefault(re.sub(r"\s", "", story.title), story)
        if first is not story:
            yield Finding(
                Place(story.file, ("title",)),
                Words(f"标题与 {first.file} 相同", f"{first.file} has the same title"),
                Words("改一个标题，或删掉重复的稿件", "change one of them, or delete the copy"),
            )


def mixed_punctuation(site: Site) -> Iterator[Finding]:
    """An ASCII comma, full stop, colon, semicolon, quote or another such mark in Chinese text.

    Why: Chinese text takes full-width punctuation (GB/T 15834-2011).
    Mend: Type the full-width mark.

    中文里混用了英文标点。
    为什么：中文要用全角标点（GB/T 15834—2011）。
    怎么改：换成中文标点。

    错：
        摘要: 走进社区,服务群众
    对：
        摘要: 走进社区，服务群众
    """
    for file, texts in site.texts.showing(_ANY_MARK.search):
        for path, text, fact in texts:
            if fact.key in NOT_PROSE or not _ANY_MARK.search(text):
                continue
            found = list(_MIXED().finditer(_without_addresses(text)))
            if found:
                mark, more = found[0].group(), len(found) - 1
                wide = _FULL_WIDTH[mark]
                yield Finding(
                    Place(file, path, offset=found[0].start()),
                    Words(
                        f"中文里用了英文标点“{mark}”"
                        + (f"，这段文字里还有 {more} 处" if more else ""),
                        f"“{mark}” stands in Chinese text" + (f", and {more} more" if more else ""),
                    ),
                    Words(f"改成 {wide.zh}", f"type {wide.en}"),
                )


def term(site: Site) -> Iterator[Finding]:
    """A wording that terms.yml wants otherwise.

    Why: The office has agreed on one wording.
    Mend: Use the wording of terms.yml.

    用语与 terms.yml 的规定不一致。
    为什么：本单位统一了用语。
    怎么改：按 terms.yml 的写法改。

    错：
        # stories/terms.yml
        - 误: 截止目前
          正: 截至目前
        # stories/volunteer/一盏灯.yml
        摘要: 截止目前，灯还亮着
    对：
        # stories/terms.yml
        - 误: 截止目前
          正: 截至目前
        # stories/volunteer/一盏灯.yml
        摘要: 截至目前，灯还亮着
    """
    wrong = [rule.wrong for rule in site.terms]
    for file, texts in site.texts.showing(lambda text: any(word in text for word in wrong)):
        for path, text, fact in texts:
            for rule in site.terms:
                at = -1 if fact.key in NOT_PROSE else text.find(rule.wrong)
                if at >= 0:
                    why = f"（{rule.reason}）" if rule.reason else ""
                    yield Finding(
                        Place(file, path, offset=at),
                        Words(f"用语“{rule.wrong}”{why}", f"the wording “{rule.wrong}”{why}"),
                        Words(f"改成“{rule.right}”", f"write “{rule.right}”"),
                    )


def stat_source(site: Site) -> Iterator[Finding]:
    """A figure has no source or no period.

    Why: A figure that nobody can trace is no fact; readers ask where it is from and of when.
    Mend: Write source and period.

    数据没有来源或统计时段。
    为什么：查不到出处的数字不能算事实，读者会问哪来的、哪年的。
    怎么改：写明“来源”和“时间”。

    错：
        数据:
          - 名称: 服务企业
            数值: 3928多家
    对：
        数据:
          - 名称: 服务企业
            数值: 3928多家
            时间: 2017年
            来源: 年度工作总结
    """
    for story in site.stories:
        for number, stat in enumerate(story.stats):
            lacking = [
                (zh, en)
                for zh, en, value in (
                    ("来源", "source", stat.source),
                    ("时间", "period", stat.period),
                )
                if not value
            ]
            if lacking:
                zh, en = "和".join(z for z, _ in lacking), " and ".join(e for _, e in lacking)
                yield Finding(
                    Place(story.file, ("stats", number)),
                    Words(f"数据“{stat.label}”没有写{zh}", f"“{stat.label}” has no {en}"),
                    Words(f"写明{zh}", f"add {en}"),
                )


def _without_addresses(text: str) -> str:
    """The text with web addresses blanked, whose marks are their own; as long as the text."""
    return _WEB.sub(lambda match: "\0" * len(match.group()), text)
