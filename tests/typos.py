"""Single slips of a Chinese input method, one at a time, at every place of a good story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.model.fields import Record, fields_of
from generator.model.kinds import Volunteer

GOOD = """\
标题: 一盏灯亮了十年
副标题: 社区里的检验员
单位: 试验检验院
时间: 2018年3月5日
摘要: 检验员走进社区，教居民看懂检验报告，十年没有断过。
组织单位: [试验检验院, 阳光社区]
地点: "阳光社区"
章节:
  背景: |
    社区里有很多老人，看不懂检验报告。
    他们说：“纸上的字认识，意思不懂。”

    检验员决定每个月去一次。
  经过: |
    第一次去，来了三个人。
图片:
  - 文件: 现场.jpg
    说明: 检验员在讲解
    替代文字: 一名检验员指着一张放大的报告
    摄影: 办公室供图
数据:
  - 名称: 讲解次数
    数值: 120次
    时间: 2008—2018年
    来源: 社区台账
  - 名称: 参加人数
    数值: 近3000人次
    时间: 2018年
    来源: 社区台账
引语:
  - 内容: 现在我也看得懂了
    说话人: 一位居民
资料来源:
  - 社区台账
  - 年度总结
标签:
  - 志愿服务
  - 社区
审核:
  撰稿: 甲
  状态: 已审
  初审: {审核人: 乙, 日期: 2018-04-01}
  复审: {审核人: 丙, 日期: 2018-04-02}
  终审: {审核人: 丁, 日期: 2018-04-03}
"""
_COLONS = ("：", "： ", "；", "; ", ":\u3000", ":\xa0", ":", " ")
_DASHES = ("－ ", "－", "— ", "—", "– ", "-", "• ", "·", "-\u3000", "-\xa0", "* ", "  ")
_STARTS = tuple("\"'[{&*!@%`|>")
_BLANKS = ("\t", "\u3000", "\xa0\xa0")
_BAD = ("\x08", "\u202e", "\u200b", "\x0b")
_KEY = re.compile(r"(?P<head> *(?:- )?)(?P<key>[^\s:]+):(?: (?P<value>.+))?$")


class Slip(NamedTuple):
    """What was done to which line (1-based), and the whole text after it."""

    name: str
    line: int
    text: str


def english(text: str) -> str:
    """The story with English names."""
    path: list[tuple[int, type[Record] | None]] = [(-1, Volunteer)]
    lines = []
    for line in text.split("\n"):
        match = _KEY.match(line)
        record = _record_at(path, len(match["head"])) if match else None
        for fact in fields_of(record) if match and record else ():
            if match and fact.label == match["key"]:
                path.append((len(match["head"]), fact.record))
                line = line.replace(fact.label, fact.key, 1)
                line = line.replace("审核人", "by").replace("日期", "on")
        lines.append(line)
    return "\n".join(lines)


def _record_at(path: list[tuple[int, type[Record] | None]], indent: int) -> type[Record] | None:
    """The record that a line of this indent belongs to; deeper ones are left."""
    while path[-1][0] >= indent:
        path.pop()
    return path[-1][1]


def slips(text: str) -> Iterator[Slip]:
    """Every slip of the list above, at every line it can happen to."""
    lines = text.split("\n")
    block = -1  # the indent of the key whose block text the lines belong to
    for row, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        inside = block >= 0 and indent > block
        if not line.strip():
            continue
        if not inside:
            block = indent if line.endswith(": |") else -1
        for name, changed in _in_text(line) if inside else _in_field(line):
            yield Slip(name, row + 1, "\n".join([*lines[:row], changed, *lines[row + 1 :]]))


def _in_text(line: str) -> Iterator[tuple[str, str]]:
    """Slips in a line of a block text."""
    bare = line.lstrip(" ")
    yield from (("text indent", blank + bare) for blank in (*_BLANKS, ""))
    yield from (("character", line[:6] + sign + line[6:]) for sign in _BAD)


def _in_field(line: str) -> Iterator[tuple[str, str]]:
    """Slips in a line with a field or an entry."""
    bare = line.lstrip(" ")
    indent = line[: len(line) - len(bare)]
    if bare.startswith("- "):
        yield from (("dash", line.replace("- ", dash, 1)) for dash in _DASHES)
    if indent:
        yield from (("indent", blank + bare) for blank in (*_BLANKS, indent[1:], ""))
    yield "indent", " " + line
    if match := _KEY.match(line):
        head, key, value = match["head"], match["key"], match["value"] or ""
        for colon in _COLONS if value else _COLONS[:4]:
            yield "colon", f"{head}{key}{colon}{value}"
        yield "key", line.replace(key, f"{key}们", 1)
        yield "key", line.replace(key, f"{key[0]} {key[1:]}", 1)
        yield from (("value", f"{head}{key}: {text}") for text in _values(value))


def _values(value: str) -> Iterator[str]:
    """Slips in a value."""
    if not value:
        return
    if value == "|":
        yield from ("｜", "丨")
    elif value[0] in "[{":
        yield from (
            value.replace(a, b) for a, b in zip("[]{}", "【】｛｝", strict=True) if a in value
        )
        yield from (value.replace(", ", "，"), value.replace(", ", "、"), value[:-1])
        if ": " in value:
            yield from (value.replace(": ", "：", 1), value.replace(": ", ":", 1))
    elif value[0] == '"':
        yield from (f"{value[:-1]}”", value[:-1])
    else:
        yield from (sign + value for sign in _STARTS)
        yield from (f'"{value}”', f'"{value[:2]}"{value[2:]}', f"{value[:2]}: {value[2:]}")
        yield f"{value[:2]} #{value[2:]}"
