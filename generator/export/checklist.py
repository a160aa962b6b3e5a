"""The check sheet (自查表) of a submission: every requirement, what there is, the verdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from generator.export.document import Block, Form, Gongwen, Table, plain_line
from generator.export.entry import Entry, Written
from generator.export.layout import fonts_of
from generator.export.limits import Limit
from generator.model.award import PERSONS, DocumentRule
from generator.model.days import day_words
from generator.model.fieldpath import said_in
from generator.model.naming import fill

CHECK_SHEET = "自查表"
_HEAD = ("材料", "要求", "规定", "实际", "结论")
_BY_HAND = "□"  # what only people can do, to be ticked
_KEPT, _BROKEN = "合格", "不合格"
_RANGE = "—"
_FREE = "—"  # told, not asked for
_SHORT = 7  # characters of a title that fit on a line of its column
_WHY_RANGE = (
    "字数写成“几—几”的：引号、破折号等，Word 有时算一字，有时不算；最少按少的算，最多按多的算。"
)

Row = tuple[str, str, str, str, str]


def check_sheet(entry: Entry) -> Gongwen:
    """Each requirement of the call, what there is, and the verdict; to be printed and signed.

    One row a requirement, however many photos it is asked of; photos that break it are named.
    What the program cannot do, a signature, a stamp, cells that no field of a story fills, has a
    box to tick. What to mind stands first, room for signatures in the last row.
    """
    facts = [
        f"征集活动：{entry.award.title}",
        f"申报材料：{entry.story.title}",
        f"自查日期：{day_words(entry.as_of)}",
        *(f"提醒：{problem.message.zh}" for problem in entry.warnings),
    ]
    rows = [_HEAD, *_deadline(entry), *_parcel(entry)]
    rows += (row for one in entry.documents for row in _of_document(one, entry))
    rows += _of_photos(entry)
    rows += _merged("佐证材料", (each for each in entry.limits if each.document == "evidence"))
    if any(re.fullmatch(rf"\d+{_RANGE}\d+ 字", row[3]) for row in rows):
        facts.append(_WHY_RANGE)
    rows.append(("签字", "自查人：", "负责人：", "（盖章）", _BY_HAND))
    table = Table(tuple(_once(rows)))
    blocks: list[Block] = [*map(plain_line, (*facts, "")), table]
    return Gongwen("check", CHECK_SHEET, (CHECK_SHEET,), tuple(blocks), draft=entry.draft)


def _deadline(entry: Entry) -> Iterator[Row]:
    left = entry.award.days_left(entry.as_of)
    if left is not None:
        told = f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天"
        verdict = _KEPT if left >= 0 else "已截止"
        yield "报送", "截止时间", entry.award.closes, told, verdict


def _parcel(entry: Entry) -> Iterator[Row]:
    """The parcel's name and the rule for it, its places in words: 单位+标题."""
    rule = fill(entry.award.naming.zip, lambda name: said_in(name, type(entry.story)))
    yield "报送", "压缩包名", rule, entry.name, _KEPT


def _of_document(one: Written, entry: Entry) -> Iterator[Row]:
    """Its limits, the layout and person that the call prescribes, and what is left to people."""
    rule, title = entry.award.documents[one.rule], one.document.title
    own = one.document.id == rule.id  # a variant repeats neither layout nor person
    yield from _merged(title, (each for each in entry.limits if each.document == one.document.id))
    if isinstance(one.document, Form):
        if one.document.template is not None:
            yield title, "版面", "征集单位的空白表", "交 .docx；PDF 由它另存", _BY_HAND
        if blank := _left_blank(rule):
            yield title, "、".join(blank), "要填", "征集没有写“来自”，导出后填", _BY_HAND
        for cell in (cell for row in one.document.rows for cell in row if cell.sign_off):
            yield title, cell.label, "签字盖章", "打印后办理", _BY_HAND
        return
    if one.words.hi:
        told = f"{one.words.hi} 字，{one.words.chars} 字符"
        yield title, "字数和字符数", _FREE, told, _FREE
    if rule.layout and own:
        yield title, "版式", _layout_words(one.document), "照此排版", _KEPT
    if rule.person and own:
        yield title, "人称", *_person(rule, entry)
    if one.document.sign and one.document.sign.seal:
        yield title, "落款", f"{one.document.sign.org}盖章", "打印后办理", _BY_HAND


def _left_blank(rule: DocumentRule) -> list[str]:
    """The labels of a form for which the call names no field of a story: 性别, 出生年月."""
    cells = (cell for row in rule.rows for cell in row.cells)
    return [cell.label for cell in cells if not (cell.source or cell.picture or cell.sign_off)]


def _merged(title: str, limits: Iterable[Limit]) -> Iterator[Row]:
    """The limits of each thing as one row: 要有，至少 100 字，至多 1000 字."""
    for subject, group in groupby(limits, lambda limit: limit.subject.zh):
        those = list(group)
        whole = subject in (f"正文（{title}）", f"“{title}”")
        asked = "，".join(limit.asked.zh for limit in those)
        told = [limit for limit in those if not limit.is_presence] or those
        lacking = [limit for limit in those if limit.is_presence and not limit.ok]
        yield title, "正文" if whole else subject, asked, _range(lacking or told), _verdict(those)


def _of_photos(entry: Entry) -> Iterator[Row]:
    """Their number, what is asked of each, then of pictures with a role of their own."""
    limits = [limit for limit in entry.limits if limit.document == "photos"]
    roles = {rule.title for rule in entry.award.pictures}
    yield from _merged("照片", (limit for limit in limits if not limit.section))
    each: dict[tuple[str, str], list[Limit]] = {}
    for limit in limits:
        if limit.section and limit.section not in roles:
            what = limit.subject.zh.removeprefix(limit.section)
            each.setdefault((what, limit.asked.zh), []).append(limit)
    for (what, asked), those in each.items():
        broken = [f"{limit.section}：{limit.found.zh}" for limit in those if not limit.ok]
        yield "照片", f"每张的{what}", asked, "；".join(broken) or _range(those), _verdict(those)
    yield from _merged("照片", (limit for limit in limits if limit.section in roles))


def _range(limits: Sequence[Limit]) -> str:
    """What there is: one value, the span of several numbers, or how many there are of each."""
    found = Counter(limit.found.zh for limit in limits)
    if len(found) == 1:
        return next(iter(found))
    if any(limit.is_presence for limit in limits):
        return "，".join(f"{count} 张{value}" for value, count in found.items())
    ends = sorted(limits, key=lambda limit: limit.count)
    least, most = ends[0].found.zh, ends[-1].found.zh
    return f"{least.partition(' ')[0]}{_RANGE}{most}"


def _verdict(limits: Sequence[Limit]) -> str:
    return _KEPT if all(limit.ok for limit in limits) else _BROKEN


def _person(rule: DocumentRule, entry: Entry) -> tuple[str, str, str]:
    asked = next(zh for zh, en in PERSONS if en == rule.person)
    slips = [each.message.zh for each in entry.warnings if each.id == "award-person"]
    return asked, slips[0].partition("，")[2] if slips else asked, "请核对" if slips else _KEPT


def _layout_words(document: Gongwen) -> str:
    fonts = fonts_of(document.layout)
    pitch = f"行距 {document.layout.pitch_pt:g} 磅"
    return f"{pitch}；标题{fonts['title']}，正文{fonts['body']}"


def _once(rows: list[Row]) -> Iterator[Row]:
    """A document's title stands whole in the first of its rows; the others begin as it does, for
    the first may be on another page."""
    before = ""
    for row in rows:
        title = row[0]
        short = title if len(title) <= _SHORT else f"{title[: _SHORT - 1]}…"
        yield (short, *row[1:]) if title == before else row
        before = title
