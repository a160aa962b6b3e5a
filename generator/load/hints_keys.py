"""A key that its record does not know: where it belongs, or which one is meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

from generator.load.below import text_around
from generator.load.level import level_of
from generator.model.fields import FieldFacts, Record, fields_of, names_of
from generator.model.kinds import KINDS, Story
from generator.model.problem import Words, did_you_mean

# What people call a field, and its names in the records that have it.
_ALSO: dict[str, tuple[str, ...]] = {
    "题目": ("标题",),
    "部门": ("单位",),
    "日期": ("时间",),
    "时间": ("日期",),
    "标题": ("名称",),
    "年份": ("时间",),
    "概述": ("摘要",),
    "提要": ("摘要",),
    "标语": ("口号",),
    "内容": ("正文", "说明"),
    "全文": ("正文",),
    "编号": ("稿件",),
    "原因": ("理由",),
    "审次": ("环节",),
    "照片": ("图片", "文件"),
    "相片": ("图片",),
    "获奖": ("荣誉",),
    "奖项": ("荣誉",),
    "原话": ("引语",),
    "报道": ("媒体报道",),
    "出处": ("来源", "资料来源"),
    "来源": ("资料来源",),
    "关键词": ("标签",),
    "关键字": ("标签",),
    "作者": ("撰稿", "摄影"),
    "供稿": ("撰稿",),
    "图说": ("说明",),
    "拍摄": ("摄影",),
    "名字": ("姓名", "名称", "审核人"),
    "姓名": ("审核人", "授权人", "说话人"),
    "数字": ("数值",),
    "职务": ("岗位", "身份"),
    "职位": ("岗位",),
    "班组长": ("负责人",),
    "一审": ("初审",),
    "二审": ("复审",),
    "三审": ("终审",),
    "成果": ("成效",),
    "过程": ("经过",),
    "感想": ("感言",),
    "介绍": ("简介",),
}
# The traditional signs of the fields' names, as a page from elsewhere is copied with.
_SIMPLIFIED = str.maketrans(
    "標題單時間號章節圖數據榮譽語體報導資來籤關網舊權證聯繫審發圍類務動組織協點對與員連續內涵簡蹟經過啟"
    "稱級狀態終復撰寫說攝職責負創辦",
    "标题单时间号章节图数据荣誉语体报导资来签关网旧权证联系审发围类务动组织协点对与员连续内涵简迹经过启"
    "称级状态终复撰写说摄职责负创办",
)
_PLAIN_SIGNS = Words(
    "花括号里的冒号、逗号都改成英文的，后面各加一个空格",
    "type plain colons and commas between the braces, a space behind each",
)
_TWO_MORE = Words("前面加两个空格", "indent it by two spaces")
_NO_ID = Words(
    "编号就是文件名（在文件夹里的，是文件夹的名字）：删掉这一行；要改编号，改文件名",
    "the id is the name of the file or of its folder: delete the line, rename the file",
)
_THOUSANDS = re.compile(r"\d{3}")


def as_key(record: type[Record], typed: str, lines: Sequence[str], row: int) -> Words:
    """Where a key belongs that this record does not know: below one of its fields, or the nearest.

    A section beside `章节` instead of below it is the commonest: its indent was forgotten. The
    `lines` above its `row` tell how far; it may as well belong to a text above.
    """
    if _is_id(record, typed):
        return _NO_ID
    level = level_of(lines, row) if row else None
    within = text_around(lines, row) if row else None
    there = Words("", "")
    if home := _home(record, typed):
        label, key = home.label, home.key
        zh, en = level.hint(lines[row]) if level else _TWO_MORE
        there = Words(f"“{typed}”写在“{label}”下面，{zh}", f"“{typed}” goes below “{key}”: {en}")
    if elsewhere := _of_other_kinds(record, typed):
        or_there = Words(f"；或者{there.zh}", f"; or {there.en}") if there.zh else there
        return Words(elsewhere.zh + or_there.zh, elsewhere.en + or_there.en)
    if there.zh:
        return there
    if level and level.blanks > len(lines[row]) - len(lines[row].lstrip(" ")):
        return as_part(level.key, level.hint(lines[row]))
    if _THOUSANDS.fullmatch(typed):
        return Words("数字里不写逗号：5,000 写成 5000", "no comma in a number: 5000 for 5,000")
    if near := nearest(typed, record):
        if typed.rstrip(":：") == near:
            return Words(f"只留一个冒号，写成  {near}: …", f"leave one colon:  {near}: …")
        return _PLAIN_SIGNS if ":" in typed else did_you_mean(near)
    facts = fields_of(record)
    known = Words(
        "这里可以写：" + "、".join(fact.label for fact in facts),
        "known here: " + ", ".join(fact.key for fact in facts),
    )
    if within:
        typing = within.hint(lines[row])
        zh = f"如果这一行是“{within.key}”里的话，{typing.zh}；{known.zh}"
        return Words(zh, f"if it belongs to the text above, {typing.en}; {known.en}")
    return known


def meant_by(record: type[Record], typed: str) -> FieldFacts | None:
    """The field for which `as_key` takes a key that this record does not know."""
    if _home(record, typed) or _of_other_kinds(record, typed) or _is_id(record, typed):
        return None
    return names_of(record).get(nearest(typed, record))


def nearest(typed: str, record: type[Record]) -> str:
    """The known key that is most like what was typed, or means the same; "" where none is."""
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).casefold()
    folded = folded.translate(_SIMPLIFIED)
    names = {name.casefold(): name for name in names_of(record)}
    if same := next((key for key in _ALSO.get(folded, ()) if key in names), ""):
        return same
    if (name := folded.partition(":")[0]) in names:  # {栏目：甲，来自：标题} is a single key
        return names[name]
    close = difflib.get_close_matches(folded, names, n=1, cutoff=0.5)
    return names[close[0]] if close else ""


def as_part(beside: str, typing: Words) -> Words:
    """A field that lost its indent, so that it stands where it may not; `beside` kept its own."""
    return Words(
        f"和“{beside}”是一起的，{typing.zh}；不是的，删掉",
        f"{typing.en} if it belongs to “{beside}”; else delete it",
    )


def _home(record: type[Record], typed: str) -> FieldFacts | None:
    """The only field below which a key belongs."""
    below = [each for each in fields_of(record) if each.record and typed in names_of(each.record)]
    return below[0] if len(below) == 1 else None


def _is_id(record: type[Record], typed: str) -> bool:
    """Whether it is the id of a story, which is no field but the name of its file."""
    return issubclass(record, Story) and typed in ("编号", "id")


def _of_other_kinds(record: type[Record], typed: str) -> Words | None:
    """The kinds of stories that know a field which this kind does not."""
    if not issubclass(record, Story):
        return None
    kinds = [kind for kind in KINDS.values() if typed in names_of(kind.record)]
    if not kinds:
        return None
    labels = "或".join(f"“{kind.label}”" for kind in kinds)
    folders = "或 ".join(f"stories/{kind.folder}" for kind in kinds)
    return Words(
        f"这是{labels}的项目：写的是{labels}，把文件移到 {folders}；不是，删掉这一项",
        f"a field of {', '.join(kind.english for kind in kinds)}: move such a story to {folders}, "
        "else delete the field",
    )
