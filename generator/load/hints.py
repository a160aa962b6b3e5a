"""What to type instead: a list or a group where one text stands, a choice, a missing field."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress

from generator.load.below import counted
from generator.load.hints_keys import nearest
from generator.load.slips import NEW_STORY, ONE_OF_THEM, QUOTE_IT, Slip
from generator.load.slips_pasted import as_items
from generator.model.fields import FieldFacts, Record, fields_of, names_of, required_of
from generator.model.patterns import later
from generator.model.problem import Path, Words, did_you_mean, in_a_list

_PAIR = re.compile(r"\s*(\d+)\s*[×xX*]\s*(\d+)\s*(?:像素|px|PX)?\s*")
_AT_LEAST = re.compile("以上|不少于|不低于|至少|最少|起")
# Choices that people call by another name than any that looks alike.
_CHOICES = {"全国": "国家级", "全国级": "国家级", "世界级": "国际", "区级": "县处级"}
MANY_BLANK = 3  # fields that must not be: a starter file that nobody has begun
NOTHING = frozenset({"无", "暂无", "没有", "略", "/"})  # typed where a form wants every cell filled
ONE_FILE = Words("一项只写一个文件，每个文件写一项", "a file for each entry")
LEAVE_OUT = Words("没有的，删掉这一行", "delete the line where there is none")
_BLANKS, _WORDS = re.compile(r"\s+"), later(r"[\u4e00-\u9fff]+(?:\s+[\u4e00-\u9fff]+)+")
_NOT_PLAIN = re.compile(r"[\[{#&*!|>'\"%@`\n]|: ")
BETWEEN = re.compile(r"\s*[、，,；;]\s*")
MOST_OF_ENTRY = 12  # characters; what is longer may be a sentence with a comma of its own
MOST_OF_NAME = 20
_DAY = re.compile(r"\d{4}(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月\d{1,2}日)")
_AROUND = re.compile(r"^[\s，,、；;]+|[\s，,、；;]+$")
_NO_NAMES = frozenset("已审 已审核 通过 已通过 审核通过 同意 合格 是 √".split())
_MARKS = frozenset("：:，,；;｛｝{}（）()")
_SIGNS = frozenset("[]{}:#&*!|>'\"%@`")  # an entry that holds one may need quotes


def as_list(fact: FieldFacts, value: object, blanks: int) -> Words:
    """1024×768 is a pair, 甲、乙 a list of two; all else goes by lines, after so many blanks."""
    text = value.strip() if isinstance(value, str) else ""
    if text in NOTHING:
        return LEAVE_OUT
    if pair := _PAIR.fullmatch(text):
        return in_a_list(pair.groups())
    if fact.size:
        return in_a_list([fact.example])
    entries = (_BLANKS if _WORDS().fullmatch(text) else BETWEEN).split(text)
    short = all(0 < len(each) <= MOST_OF_ENTRY and not re.search(r"\s", each) for each in entries)
    known = {name for pair in fact.choices for name in pair}
    if known and not known >= set(entries):
        zh, en = (", ".join(pair[n] for pair in fact.choices[:2]) for n in (0, 1))
        all_zh, all_en = (
            "、".join(p[0] for p in fact.choices),
            ", ".join(p[1] for p in fact.choices),
        )
        return Words(
            f"例如  [{zh}]；可以写：{all_zh}；不限的，删掉这一行",
            f"e.g.  [{en}]; of {all_en}; delete the line for no limit",
        )
    plain = not fact.record or fact.record.plain
    if plain and short and not _SIGNS & set(text):
        return in_a_list(entries)
    return Words(
        f"每项单写一行，行首写“{counted(blanks)}个空格、英文减号、一个空格”，"
        f"例如  - {_entry(fact, text) or '…'}",
        f"put each entry on a line of its own after {blanks} spaces, a hyphen and a space",
    )


def as_entry(key: str, *, deeper: bool) -> Words:
    """The only entry of a list, which lacks its hyphen; `deeper` where there is room for one."""
    if deeper:
        return Words(
            f"把“{key}”前面的两个空格改成减号和一个空格，写成  - {key}: …",
            f"type  - {key}: …  for its last two blanks",
        )
    return Words(
        f"在“{key}”前面加上减号和一个空格，写成  - {key}: …；这一项的其余各行与“{key}”左对齐",
        f"write  - {key}: …  and line the other fields of the entry up with “{key}”",
    )


def as_new_entry(key: str) -> Words:
    """The next entry of a list, without its hyphen, or a field that was written twice."""
    typing = as_entry(key, deeper=True)
    return Words(
        f"新的一项，{typing.zh}；不是新的一项，{ONE_OF_THEM.zh}",
        f"{typing.en} if an entry begins here; else {ONE_OF_THEM.en}",
    )


def as_entries(record: type[Record], value: object) -> Words:
    """The entries of a file that is to be a list of them: the one it may hold gets its hyphen."""
    if isinstance(value, dict) and (key := next(iter(value))) in names_of(record):
        return as_entry(key, deeper=False)
    first = next(fact for fact in fields_of(record) if fact.name in required_of(record))
    return Words(f"例如  - {first.label}: …", f"e.g.  - {first.key}: …")


def as_group(record: type[Record], value: object, *, below_a_key: bool) -> Words:
    """Fields with examples: in braces where some must be there, else one on a line of its own."""
    facts = fields_of(record)
    if isinstance(value, str) and value.strip() in NOTHING:
        return LEAVE_OUT
    if isinstance(value, list):
        return Words(
            "这里不是列表：去掉每行前面的减号，左边对齐", "this is no list: take the hyphens out"
        )
    if (cell := _cell_of(record)) and isinstance(value, str):
        return _in_brackets(fields_of(cell)[0], value.strip())
    if isinstance(value, str) and re.fullmatch(r"\s*｛.+[｝}]\s*", value):
        plain = re.sub(r"\s*([,:])\s*", r"\1 ", unicodedata.normalize("NFKC", value.strip()))
        return Words(
            f"花括号、冒号和逗号都用英文的，写成  {plain}", f"in plain braces and signs:  {plain}"
        )
    if isinstance(value, str) and (span := _span(record, value)):
        return span
    needed = [fact for fact in facts if fact.name in required_of(record)]
    if below_a_key and isinstance(value, str) and (filled := _filled(needed, value)):
        return filled
    if below_a_key and needed:
        zh = ", ".join(f"{fact.label}: {fact.example or '…'}" for fact in needed)
        en = ", ".join(f"{fact.key}: {fact.example or '…'}" for fact in needed)
        return Words(f"例如  {{{zh}}}", f"e.g.  {{{en}}}")
    meant = next((fact for fact in facts if _fits(fact, value)), None)
    first = meant or next(iter(needed), facts[0])
    typed = value if meant else first.example or "…"
    if needed == [first] and isinstance(value, str) and not _NOT_PLAIN.search(value):
        typed = value.strip()
    zh, en = (f"{name}: {typed}" for name in (first.label, first.key))
    if below_a_key:
        return Words(
            f"另起一行，前面加两个空格，例如  {zh}", f"on a line of its own, indented, e.g.  {en}"
        )
    return Words(f"例如  {zh}", f"e.g.  {en}")


def _filled(needed: Sequence[FieldFacts], value: str) -> Words | None:
    """A group of a name, or of a name and a day, from the words in its place (`乙 2026.4.1`)."""
    dated = [fact for fact in needed if fact.shape == "day"]
    named = [fact for fact in needed if fact.shape == "text"]
    if len(named) != 1 or len(named) + len(dated) != len(needed):
        return None
    found = _DAY.search(value) if dated else None
    name = _AROUND.sub("", _DAY.sub("", value) if dated else value)
    fits = len(name) <= MOST_OF_NAME and not _NOT_PLAIN.search(name) and not _MARKS & set(name)
    if not name or not fits or (dated and name in _NO_NAMES):
        return None
    if not dated:
        zh, en = (f"{key}: {name}" for key in (named[0].label, named[0].key))
        return Words(
            f"另起一行，前面加两个空格，写成  {zh}", f"on a line of its own, indented:  {en}"
        )
    day = found[0] if found else "…"
    zh, en = (
        ", ".join(
            f"{(fact.label, fact.key)[n]}: {name if fact in named else day}" for fact in needed
        )
        for n in (0, 1)
    )
    if not found:
        like = dated[0].example
        return Words(f"写成  {{{zh}}}，日期例如 {like}", f"type  {{{en}}}, the day e.g. {like}")
    return Words(f"写成  {{{zh}}}", f"type  {{{en}}}")


def _span(record: type[Record], value: str) -> Words | None:
    """A least and a most that are told in words (`400字以内`, `3-5张`), as they are typed."""
    least, most = (names_of(record).get(key) for key in ("min", "max"))
    plain = unicodedata.normalize("NFKC", value).replace(",", "")
    numbers = re.findall(r"\d+", plain)
    if least is None or most is None or required_of(record) or len(numbers) not in (1, 2):
        return None
    facts = (least, most) if numbers[1:] else (least if _AT_LEAST.search(plain) else most,)
    zh = ", ".join(f"{fact.label}: {n}" for fact, n in zip(facts, numbers, strict=True))
    en = ", ".join(f"{fact.key}: {n}" for fact, n in zip(facts, numbers, strict=True))
    return Words(f"写成  {{{zh}}}", f"type  {{{en}}}")


def _fits(fact: FieldFacts, value: object) -> bool:
    """Whether a field of days or choices is the one that takes what stands in its group's place."""
    if fact.shape not in ("choice", "day") or not isinstance(value, str):
        return False
    with suppress(ValueError):
        return fact.read(value) is not None
    return False


def as_field(fact: FieldFacts, *, in_braces: bool) -> Words:
    """A field that is missing, on a line of its own or between the braces of its group."""
    # An example in the place of what is to be typed would be published for a fact.
    zh_like, en_like = (
        (f"，例如 {fact.example}", f", e.g. {fact.example}") if fact.example else ("", "")
    )
    zh, en = f"{fact.label}: …{zh_like}", f"{fact.key}: …{en_like}"
    if in_braces:
        return Words(
            f"在花括号里加上英文逗号和  {zh}", f"add a comma and this between the braces:  {en}"
        )
    return Words(f"加上一行  {zh}", f"add a line  {en}")


def as_choice(fact: FieldFacts, typed: str) -> Words:
    """The choice that was most likely meant (已审核: 已审), several in a list (甲、乙: [甲, 乙]),
    and all there are."""
    zh, en = ([pair[place] for pair in fact.choices] for place in (0, 1))
    several = BETWEEN.split(typed.strip())
    if fact.many and len(several) > 1 and {*zh, *en} >= {*several}:
        return in_a_list(several)
    meant = re.sub(r"\s", "", typed).replace("己", "已").replace("巳", "已")
    told = Words(f"可以写：{'、'.join(zh)}", f"one of: {', '.join(en)}")
    near = _CHOICES.get(meant, "") if _CHOICES.get(meant) in zh else _nearest(meant, [*zh, *en])
    if not near:
        return told
    asked = did_you_mean(near)
    return Words(f"{asked.zh}{told.zh}", f"{asked.en} {told.en}")


def _nearest(typed: str, choices: Sequence[str]) -> str:
    """The choice that is most like what was typed; "" where none is, or another as much."""
    near = difflib.get_close_matches(typed, choices, n=2, cutoff=0.5)
    like = [difflib.SequenceMatcher(None, each, typed).ratio() for each in near]
    return near[0] if near and like[0] not in like[1:] else ""


def one_at_least(fact: FieldFacts) -> Words:
    """A list of choices that is empty; none at all means any where it may be left out."""
    if fact.required:
        zh, en = fact.choices[0]
        return Words(f"至少写一项，例如  [{zh}]", f"name one at least, e.g.  [{en}]")
    return Words("至少写一项；不限的，删掉这一行", "name one at least, or delete the line")


def not_begun(blank: Sequence[FieldFacts]) -> tuple[Words, Words]:
    """What is wrong with a starter file in which MANY_BLANK are blank, and what to do."""
    zh = "".join(f"“{fact.label}”" for fact in blank)
    en = ", ".join(f"“{fact.key}”" for fact in blank)
    return Words(f"{zh}都是空的", f"{en} are empty"), Words(
        "这几项必填；还不写的稿件，先把文件移到 stories 外面",
        "fill them in; move the file out of stories/ if it is for later",
    )


def as_text(fact: FieldFacts, value: object, path: Path, *, below: bool) -> tuple[Words, Words]:
    """What is wrong where a list or a group stands for a text, and what to type.

    `below` says that it begins on a line of its own.
    """
    what, hint = Words("几个项目", "a group"), QUOTE_IT
    if isinstance(value, list):
        what = Words("一个列表", "a list")
        if len(value) == 1 and isinstance(path[-1], int):
            hint = Words("行首的减号多了一个，只留一个", "one hyphen is enough for an entry")
        elif texts := [each for each in value if isinstance(each, str)]:
            typed = "、".join(texts)
            hint = (
                ONE_FILE
                if fact.key == "file"
                else Words(
                    f"写成一段文字，例如  {typed}；方括号是内容里的，用英文引号把整段括起来",
                    f"type one text, e.g.  {typed}  or quote it all if the brackets are part of it",
                )
            )
    if fact.shape == "markdown" and below:
        zh, en = "下面各行不用改", "leave the lines below as they are"
        hint = Words(f"写成  {fact.label}: |  ，{zh}", f"type  {fact.key}: |  and {en}")
    told = Words(
        f"“{fact.label}”应当是一段文字，这里却是{what.zh}",
        f"“{fact.key}” is a text, but {what.en} stands here",
    )
    return told, hint


def strange_entry(
    record: type[Record], entry: Mapping[str, object], path: Path
) -> tuple[str, Words, Words] | None:
    """An entry of a list that is a pair of words, none of them a field (`- 服务企业: 3928家`), or
    a cell that stands for its row (`- {栏目: 甲}`)."""
    if cell := _cell_of(record):
        return _bare_cell(record, cell, entry)
    typed, value = next(iter(entry.items()), ("", None))
    if len(entry) != 1 or not path or not isinstance(path[-1], int) or not isinstance(value, str):
        return None
    if typed in names_of(record) or nearest(typed, record):
        return None
    message = Words(f"不认识“{typed}”", f"“{typed}” is unknown")
    return typed, message, as_items(record, [f"{typed}\t{value}"])


def _cell_of(record: type[Record]) -> type[Record] | None:
    """The record of which this one is but a list, as a form's row is of its cells."""
    facts = fields_of(record)
    return facts[0].record if len(facts) == 1 and facts[0].many else None


def _bare_cell(
    record: type[Record], cell: type[Record], entry: Mapping[str, object]
) -> tuple[str, Words, Words] | None:
    known = names_of(cell)
    typed = next((key for key in entry if key in known), "")
    if not typed or not entry.keys().isdisjoint(names_of(record)):
        return None
    message = Words(
        f"“{typed}”是一格里的，一行要写成几格的列表",
        f"“{typed}” is of a cell, but a row is a list of cells",
    )
    label = fields_of(cell)[0]
    typed_text = entry.get(label.label, entry.get(label.key))
    text = typed_text if isinstance(typed_text, str) else ""
    return typed, message, _in_brackets(label, text)


def _in_brackets(fact: FieldFacts, text: str) -> Words:
    """The only cell of a row, as it is typed."""
    zh, en = (f"- [{{{name}: {text or '…'}, …}}]" for name in (fact.label, fact.key))
    return Words(f"加上方括号，写成  {zh}", f"in brackets:  {en}")


def given_twice(fact: FieldFacts, path: Path, begins: bool) -> tuple[Slip, bool]:
    """The slip of a field that comes again under its other name, and whether more begins with it.

    `begins` says that it is the first one of its mapping: an entry or a story may begin there.
    """
    message = Words(
        f"“{fact.label}”（{fact.key}）写了两遍", f"“{fact.key}” ({fact.label}) is given twice"
    )
    hint = ONE_OF_THEM
    if begins and len(path) == 1 and fact.key == "title":
        hint = NEW_STORY
    elif begins and len(path) > 1 and isinstance(path[-2], int):
        hint = as_new_entry(str(path[-1]))
    return Slip("duplicate-key", message, hint), hint is not ONE_OF_THEM


def _entry(fact: FieldFacts, text: str) -> str:
    """An entry as it is typed, of `text` where that can only be its one required field."""
    if not fact.record:
        return fact.example
    first = fields_of(fact.record)[0]
    only = required_of(fact.record) == {first.name}
    if text and only and not _NOT_PLAIN.search(text):
        return f"{first.label}: {text}"
    return f"{first.label}: {first.example or '…'}"
