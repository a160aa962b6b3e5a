"""Reads a story in which nothing is wrong, for half the price: no positions, no paths.

Of 1,000 stories a handful give pause, and only of those does anybody ask where a value stands.
Whatever gives pause here is left alone: `marks` and `shape` read it again, and tell what is wrong
if anything is. What is read here is what they would make of it without a word to say
(`tests/test_sound.py` holds the law).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from generator.load.lines import data_by_lines
from generator.load.names import notes
from generator.load.slips import left_note, slip_in_list
from generator.model.fields import FieldFacts, Record, names_of, required_of
from generator.model.wordcount import count

R = TypeVar("R", bound=Record)
_Data = dict[str, Any]


class Pause(Exception):
    """Something that may be wrong. Never leaves `load`."""


def sound_data(text: str) -> _Data:
    """The data of a YAML text that is one mapping; raises Pause."""
    if _hides_words(text) or (data := data_by_lines(text)) is None:
        raise Pause
    return data


def _hides_words(text: str) -> bool:
    """Whether a `#` may have made words a comment that were meant, or a note words."""
    if "#" not in text:
        return False
    if " #" in text and not notes().issuperset(map(str.strip, _NOTED.findall(text))):
        return True
    return left_note(text) >= 0 or ("\n#" in text and any(map(_below_a_sign, _RUNS.finditer(text))))


def _below_a_sign(run: re.Match[str]) -> bool:
    """Whether a field left a comment may stand above parts of it, as `sign_above` has it."""
    return bool(run["part"] and _HEAD.search(run[0]))


def sound_record(record: type[R], data: _Data, given: Mapping[str, Any]) -> R:
    """The record of these data, with the fields that the loader knows; raises Pause."""
    return record(**_values_of(record)(data), **given)


def sound_entries(text: str) -> list[_Data]:
    """The data of a YAML text that is a list of mappings, one below the other; raises Pause."""
    before, *entries = _ITEM.split(text if text.endswith("\n") else f"{text}\n")
    if not entries or not _NOTES.fullmatch(before) or not all(map(_ENTRY.fullmatch, entries)):
        raise Pause
    return [sound_data(entry.replace("\n  ", "\n")) for entry in entries]


_ITEM = re.compile(r"^- ", re.MULTILINE)
_NOTES = re.compile(r"(?:#.*\n|\n)*")
_ENTRY = re.compile(rf".+\n(?:  .+\n)*{_NOTES.pattern}")
# Lines of notes and blank ones, each once, and whether what follows is a part of something.
_RUNS = re.compile(
    r"(?>(?:^(?:\ *\#.*|\ *)\n)+)(?=(?P<part>\ +\S|-\ )?)", re.MULTILINE | re.VERBOSE
)
_HEAD = re.compile(r"^# ?[^\s#:]+:", re.MULTILINE)
_NOTED = re.compile(  # what stands behind a “ #” with something before it on its line
    r"^(?! *+#)[^#\n]*+(?>(?:(?<! )#[^#\n]*+)*)(?<= )#(.*)", re.MULTILINE
)


@cache
def _values_of(record: type[Record]) -> Callable[[_Data], _Data]:
    """What makes the values of a record by attribute from its data."""
    fields = {name: (fact.name, _reader(fact)) for name, fact in names_of(record).items()}
    required = required_of(record)

    def values(data: _Data) -> _Data:
        made: _Data = {}
        empty = []
        for typed, value in data.items():
            name, read = fields.get(typed, _UNKNOWN)
            if read is None or name in made:
                raise Pause
            if value is None:
                empty.append(name)
            made[name] = value if value is None else read(value)
        for name in empty:
            del made[name]
        if not required <= made.keys():
            raise Pause
        return made

    return values


_UNKNOWN = ("", None)


def _reader(fact: FieldFacts) -> Callable[[Any], Any]:
    """What reads the value of a field, or of each item of its list."""
    one = _record_reader(fact, fact.record) if fact.record else _text_reader(fact)
    if not fact.many:
        return one

    def each(value: Any) -> Any:
        if not value and fact.shape == "choice":
            raise Pause
        if type(value) is list and (not fact.size or len(value) == fact.size):
            return tuple([one(item) for item in value])
        if fact.single and type(value) is str and not slip_in_list(value):
            return (one(value),)
        raise Pause

    return each


def _record_reader(fact: FieldFacts, record: type[Record]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is dict:
            return record(**_values_of(record)(value))  # a point of a method holds points
        if record.plain and type(value) is str and not _too_long(fact, value):
            return record(**{record.plain: value.strip()})
        raise Pause

    return read


def _text_reader(fact: FieldFacts) -> Callable[[Any], Any]:
    read, required, most = fact.read, fact.required, fact.most

    def text(value: Any) -> Any:
        if type(value) is not str or (required and not value.strip()):
            raise Pause
        if most and _too_long(fact, value):
            raise Pause
        try:
            return read(value)
        except ValueError as error:
            raise Pause from error

    return text


def _too_long(fact: FieldFacts, value: str) -> bool:
    return bool(fact.most and len(value) > fact.most and count(value).hi > fact.most)
