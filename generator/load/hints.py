"""What to type instead: a list or a group where one text stands, a choice, a key that is known."""

from __future__ import annotations

import difflib
import re
import unicodedata

from generator.load.below import counted
from generator.model.fields import FieldFacts, Record, fields_of, names_of, required_of
from generator.model.kinds import KINDS, Story
from generator.model.problem import Words

_PAIR = re.compile(r"\s*(\d+)\s*[×xX*]\s*(\d+)\s*")
_BETWEEN = re.compile(r"\s*[、，,；;]\s*")
MOST_OF_ENTRY = 12  # characters; what is longer may be a sentence with a comma of its own
_SIGNS = frozenset("[]{}:#&*!|>'\"%@`")  # an entry that holds one may need quotes


def as_list(fact: FieldFacts, value: object, blanks: int) -> Words:
    """1024×768 is a pair, 甲、乙 a list of two; all else goes by lines, after so many blanks."""
    text = value if isinstance(value, str) else ""
    if pair := _PAIR.fullmatch(text):
        return Words(f"写成  [{pair[1]}, {pair[2]}]", f"type  [{pair[1]}, {pair[2]}]")
    if fact.size:
        return Words(f"写成  [{fact.example}]", f"type  [{fact.example}]")
    entries = _BETWEEN.split(text.strip())
    short = all(0 < len(entry) <= MOST_OF_ENTRY for entry in entries)
    if not fact.record and short and not re.search(r"\s", text.strip()) and not _SIGNS & set(text):
        typed = ", ".join(entries)
        return Words(f"写成  [{typed}]", f"type  [{typed}]")
    return Words(
        f"每项单写一行，行首写“{counted(blanks)}个空格、英文减号、一个空格”，"
        f"例如  - {_entry(fact) or '…'}",
        f"put each entry on a line of its own after {blanks} spaces, a hyphen and a space",
    )


def as_group(record: type[Record], value: object, *, below_a_key: bool) -> Words:
    """Fields with examples: in braces where some must be there, else one on a line of its own."""
    facts = fields_of(record)
    if below_a_key and isinstance(value, list):
        return Words(
            "这里不是列表：去掉每行前面的减号，左边对齐", "this is no list: take the hyphens out"
        )
    needed = [fact for fact in facts if fact.name in required_of(record)]
    if below_a_key and needed:
        zh = ", ".join(f"{fact.label}: {fact.example or '…'}" for fact in needed)
        en = ", ".join(f"{fact.key}: {fact.example or '…'}" for fact in needed)
        return Words(f"例如  {{{zh}}}", f"e.g.  {{{en}}}")
    zh, en = (f"{name}: {facts[0].example or '…'}" for name in (facts[0].label, facts[0].key))
    if below_a_key:
        return Words(
            f"另起一行，前面加两个空格，例如  {zh}", f"on a line of its own, indented, e.g.  {en}"
        )
    return Words(f"例如  {zh}", f"e.g.  {en}")


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
    """The choice that was most likely meant (已审核: 已审), and all there are."""
    zh, en = ([pair[place] for pair in fact.choices] for place in (0, 1))
    near = difflib.get_close_matches(typed, [*zh, *en], n=1, cutoff=0.5)
    told = Words(f"可以写：{'、'.join(zh)}", f"one of: {', '.join(en)}")
    if not near:
        return told
    return Words(f"是不是“{near[0]}”？{told.zh}", f"did you mean “{near[0]}”? {told.en}")


def as_key(record: type[Record], typed: str, within: tuple[str, Words] | None) -> Words:
    """Where a key belongs that this record does not know: below one of its fields, or the nearest.

    A section beside `章节` instead of below it is the commonest: its indent was forgotten. `within`
    is the text above, to which the line may belong, and how far it must be indented for that.
    """
    facts = fields_of(record)
    below = [each for each in facts if each.record and typed in names_of(each.record)]
    there = Words("", "")
    if len(below) == 1:
        label, key = below[0].label, below[0].key
        there = Words(
            f"“{typed}”写在“{label}”下面，前面加两个空格",
            f"“{typed}” goes below “{key}”, indented by two spaces",
        )
    if elsewhere := _of_other_kinds(record, typed):
        or_there = Words(f"；或者{there.zh}", f"; or {there.en}") if there.zh else there
        return Words(elsewhere.zh + or_there.zh, elsewhere.en + or_there.en)
    if there.zh:
        return there
    if near := _nearest(typed, record):
        return Words(f"是不是“{near}”？", f"did you mean “{near}”?")
    known = Words(
        "这里可以写：" + "、".join(fact.label for fact in facts),
        "known here: " + ", ".join(fact.key for fact in facts),
    )
    if within:
        key, typing = within
        zh = f"如果这一行是“{key}”里的话，{typing.zh}；{known.zh}"
        return Words(zh, f"if it belongs to the text above, {typing.en}; {known.en}")
    return known


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


def _nearest(typed: str, record: type[Record]) -> str:
    folded = unicodedata.normalize("NFKC", typed).casefold()
    names = {name.casefold(): name for name in names_of(record)}
    if folded in names:
        return names[folded]
    close = difflib.get_close_matches(folded, names, n=1, cutoff=0.5)
    return names[close[0]] if close else ""


def _entry(fact: FieldFacts) -> str:
    if not fact.record:
        return fact.example
    first = fields_of(fact.record)[0]
    return f"{first.label}: {first.example or '…'}"
