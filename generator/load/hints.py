"""How to type a list, or a group of fields, where one text stands."""

from __future__ import annotations

import re

from generator.model.fields import FieldFacts, Record, fields_of, required_of
from generator.model.problem import Words

_PAIR = re.compile(r"\s*(\d+)\s*[×xX*]\s*(\d+)\s*")
_BETWEEN = re.compile(r"\s*[、，,；;]\s*")
MOST_OF_ENTRY = 12  # characters; what is longer may be a sentence with a comma of its own
_SIGNS = frozenset("[]{}:#&*!|>'\"%@`")  # an entry that holds one may need quotes


def as_list(fact: FieldFacts, value: object) -> Words:
    """1024×768 is a pair, 甲、乙 a list of two; all else goes by lines."""
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
        f"另起一行，每项前面加两个空格、减号和空格，例如  - {_entry(fact) or '…'}",
        "put each entry on a line of its own after two spaces, a hyphen and a space",
    )


def as_group(record: type[Record], below_a_key: bool) -> Words:
    """Fields with examples: in braces where some must be there, else one on a line of its own."""
    facts = fields_of(record)
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


def _entry(fact: FieldFacts) -> str:
    if not fact.record:
        return fact.example
    first = fields_of(fact.record)[0]
    return f"{first.label}: {first.example or '…'}"
