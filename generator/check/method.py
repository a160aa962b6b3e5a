"""Checks of numbered methods: the name's digits, the parts' counts, the items."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.model.kinds import Brand
from generator.model.numerals import number_of
from generator.model.patterns import later
from generator.model.problem import Finding, Place, Words
from generator.model.site import Site

_NUMBER = re.compile(r"\d+(?:\s*[+＋]\s*\d+)*")
_ONE = "[一二三四五六七八九十两双]"
# “一二三”, “三服一创两满意”: a number in Chinese, or one before each idea
_IN_WORDS = later(f"“((?:{_ONE}){{2,}}|(?:{_ONE}[^{_ONE[1:-1]}“”、，]{{1,4}}){{2,}})”")
# 一套机制 and 一支队伍 may be told at length
_ANNOUNCES = later(
    f"({_ONE}+|\\d+)[个项种条大类步]|({_ONE}{{2,}}|[二三四五六七八九十两]|\\d+)[张支道本份]"
)
_OF_PARTS = later(f"“([二三四五六七八九十两])[^\\W{_ONE[1:-1]}]{{1,2}}”")  # “三定”, “四心”


def method_number(site: Site) -> Iterator[Finding]:
    """The number in a method's name disagrees with its parts.

    Why: “1252” means four parts, of 1, 2, 5 and 2; a missing part is a missing idea.
    Mend: Correct the name, or the parts and their counts.

    工作法名称里的数字与组成不一致。
    为什么：“1252”应当有四组，数是 1、2、5、2；少一组就少一层意思。
    怎么改：改正名称，或补齐“组成”和“数”。

    错：
        工作法:
          名称: “1252”工作法
          组成:
            - 数: 1
              名称: 一个目标
    对：
        工作法:
          名称: “12”工作法
          组成:
            - 数: 1
              名称: 一个目标
            - 数: 2
              名称: 两项任务
    """
    for story in site.stories:
        if not isinstance(story, Brand) or not story.method or not story.method.parts:
            continue
        parts, name = story.method.parts, story.method.name
        if not any(part.count for part in parts):
            yield from _too_many_or_few(story.file, name, len(parts))
            continue
        counts = [number_of(part.count) if part.count else None for part in parts]
        if None in counts:
            continue
        told = "".join(f"{count:g}" for count in counts if count is not None)
        number = _number_in(name)
        if number and number[1] != told:
            listed = [f"{count:g}" for count in counts if count is not None]
            yield Finding(
                Place(story.file, ("method", "name")),
                Words(
                    f"名称里是“{number[0]}”，组成的数却是 {'、'.join(listed)}",
                    f"the name says “{number[0]}”, its parts count {', '.join(listed)}",
                ),
                Words("改正名称，或补齐组成", "correct the name, or the parts"),
            )


def method_items(site: Site) -> Iterator[Finding]:
    """A part of a method announces another number of items than it lists.

    Why: 五个抓手 has five; readers count. A part that its source does not break down has no items.
    Mend: Complete the items, correct the count, or leave the items out.

    工作法某一组的数与列出的条数不一致。
    为什么：“五个抓手”就应当有五条，读者会数。材料没有展开的，一条也不写。
    怎么改：补齐各条，或改正“数”；材料没有展开就不写“内容”。

    错：
        工作法:
          名称: “5”工作法
          组成:
            - 数: 五
              名称: 五个抓手
              内容: [学习, 服务]
    对：
        工作法:
          名称: “2”工作法
          组成:
            - 数: 两
              名称: 两个抓手
              内容: [学习, 服务]
    """
    for story in site.stories:
        if not isinstance(story, Brand) or not story.method:
            continue
        for number, part in enumerate(story.method.parts):
            count = number_of(part.count) if part.count else _announced(part.title)
            announced = _announced(part.title)
            at = ("method", "parts", number)
            if part.count and count is None:
                yield Finding(
                    Place(story.file, (*at, "count")),
                    Words(f"“数”写的是“{part.count}”，不是数字", f"“{part.count}” is no number"),
                    Words("例如 5、五、两", "e.g. 5"),
                )
            elif part.items and count is not None and count != len(part.items):
                yield Finding(
                    Place(story.file, (*at, "items")),
                    Words(
                        f"“{part.title}”应有 {count:g} 条，列出了 {len(part.items)} 条",
                        f"“{part.title}” announces {count:g} items and lists {len(part.items)}",
                    ),
                    Words("补齐各条，或改正“数”", "complete the items, or correct the count"),
                )
            elif announced is not None and announced != count:
                yield Finding(
                    Place(story.file, (*at, "count")),
                    Words(
                        f"“数”是 {part.count}，名称却是“{part.title}”",
                        f"the count is {part.count}, the title “{part.title}”",
                    ),
                    Words("改正“数”或名称", "correct the count or the title"),
                )


def _number_in(name: str) -> tuple[str, str] | None:
    """The number that a method's name tells, as it is written and in digits."""
    plain = unicodedata.normalize("NFKC", name)
    if match := _NUMBER.search(plain):
        return match.group(), re.sub(r"\D", "", match.group())
    if match := _IN_WORDS().search(plain):
        numbers = map(number_of, re.findall(_ONE, match[1]))
        return match[1], "".join(f"{number:g}" for number in numbers if number is not None)
    return None


def _too_many_or_few(file: str, name: str, parts: int) -> Iterator[Finding]:
    """“三定” with two parts, where no part has a count of its own."""
    match = _OF_PARTS().search(name)
    number = number_of(match[1]) if match else None
    if match and number != parts:
        yield Finding(
            Place(file, ("method", "name")),
            Words(
                f"名称里是{match[0]}，组成列了 {parts} 组",
                f"the name says {match[0]}, its parts are {parts}",
            ),
            Words("改正名称，或补齐组成", "correct the name, or the parts"),
        )


def _announced(title: str) -> float | None:
    """The number a part's title begins with: 五个抓手 → 5; 一把手 is no count of anything."""
    match = _ANNOUNCES().match(title)
    return number_of(match[1] or match[2]) if match else None
