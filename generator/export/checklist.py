"""The check sheet (自查表) of a submission: every requirement, what there is, the verdict."""

from __future__ import annotations

from collections.abc import Iterator

from generator.export.document import Block, Form, Gongwen, Paragraph, Run, Table
from generator.export.entry import Entry, Written
from generator.export.layout import fonts_of
from generator.model.award import PERSONS, DocumentRule

CHECK_SHEET = "自查表"
_HEAD = ("材料", "要求", "规定", "实际", "结论")
_BY_HAND = "□"  # what only people can do, to be ticked
_KEPT, _BROKEN = "合格", "不合格"
_PARTS = {"photos": "照片", "evidence": "佐证材料"}

Row = tuple[str, str, str, str, str]


def check_sheet(entry: Entry) -> Gongwen:
    """Each requirement of the call, what there is, and the verdict; to be printed and signed.

    What the program cannot see, a signature and a stamp, has a box to tick.
    """
    facts = [
        f"征集活动：{entry.award.title}",
        f"申报材料：{entry.story.title}",
        f"自查日期：{entry.as_of.year}年{entry.as_of.month}月{entry.as_of.day}日",
    ]
    rows = [_HEAD, *_deadline(entry), *_limits(entry)]
    rows += (row for one in entry.documents for row in _of_document(one, entry))
    rows += _names(entry)
    counted = [
        f"{one.name}：正文 {one.words.hi} 字（字符数 {one.words.chars}）"
        for one in entry.documents
        if one.words.hi
    ]
    blocks: list[Block] = [_line(fact) for fact in facts]
    blocks.append(Table(tuple(_without_repeats(rows))))
    blocks += (_line(words) for words in counted)
    blocks += (_line(f"提醒：{problem.message.zh}") for problem in entry.warnings)
    blocks.append(_line("自查人：　　　　　　　　负责人：　　　　　　　　（盖章）"))
    return Gongwen("check", CHECK_SHEET, (CHECK_SHEET,), tuple(blocks), draft=entry.draft)


def _deadline(entry: Entry) -> Iterator[Row]:
    left = entry.award.days_left(entry.as_of)
    if left is not None:
        told = f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天"
        verdict = _KEPT if left >= 0 else "已截止"
        yield "报送", "截止时间", entry.award.closes, told, verdict


def _limits(entry: Entry) -> Iterator[Row]:
    titles = {one.document.id: one.document.title for one in entry.documents} | _PARTS
    for limit in entry.limits:
        verdict = _KEPT if limit.ok else _BROKEN
        document = titles.get(limit.document, limit.document)
        subject = limit.subject.zh.replace(f"（{document}）", "")  # it stands beside it
        yield document, subject, limit.asked.zh, limit.found.zh, verdict


def _of_document(one: Written, entry: Entry) -> Iterator[Row]:
    """The layout and person that the call prescribes, and what is left to people."""
    rule, title = entry.award.documents[one.rule], one.document.title
    if isinstance(one.document, Form):
        if one.document.template is not None:
            yield title, "版面", "征集单位的空白表", "交 .docx；PDF 由它另存", _BY_HAND
        for cell in (cell for row in one.document.rows for cell in row if cell.sign_off):
            yield title, cell.label, "签字盖章", "打印后办理", _BY_HAND
        return
    if rule.layout:
        yield title, "版式", _layout_words(one.document), "照此排版", _KEPT
    if rule.person and one.document.id == rule.id:
        yield title, "人称", *_person(rule, entry)
    if one.document.sign and one.document.sign.seal:
        yield title, "落款", f"{one.document.sign.org}盖章", "打印后办理", _BY_HAND


def _person(rule: DocumentRule, entry: Entry) -> tuple[str, str, str]:
    asked = next(zh for zh, en in PERSONS if en == rule.person)
    slips = [each.message.zh for each in entry.warnings if each.id == "award-person"]
    return asked, slips[0].partition("，")[2] if slips else asked, "请核对" if slips else _KEPT


def _layout_words(document: Gongwen) -> str:
    fonts = fonts_of(document.layout)
    pitch = f"行距 {document.layout.pitch_pt:g} 磅"
    return f"{pitch}；标题{fonts['title']}，正文{fonts['body']}"


def _names(entry: Entry) -> Iterator[Row]:
    yield "报送", "压缩包名", entry.award.naming.zip, entry.name, _KEPT


def _without_repeats(rows: list[Row]) -> Iterator[Row]:
    """A document's title stands in the first of its rows."""
    before = ""
    for row in rows:
        yield ("", *row[1:]) if row[0] == before else row
        before = row[0]


def _line(text: str) -> Paragraph:
    return Paragraph((Run(text),), plain=True)
