"""Reads a story in which nothing is wrong, for half the price: no positions, no paths.

Of 1,000 stories a handful give pause, and only of those does anybody ask where a value stands.
Whatever gives pause here is left alone: `marks` and `shape` read it again, and tell what is wrong
if anything is. What is read here is what they would make of it without a word to say
(`tests/test_sound.py` holds the law).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import repeat, starmap
from typing import Any, TypeVar

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from generator.load.bytes import unwanted
from generator.load.lines import data_by_lines
from generator.load.marks import MAX_DEPTH, MAX_EVENTS, NULLS, Loader, read_key
from generator.load.slips import FIRST_SIGNS, slip_in_value
from generator.model.fields import FieldFacts, Record, names_of, required_of
from generator.model.wordcount import count

R = TypeVar("R", bound=Record)
_Data = dict[str, Any]


class Pause(Exception):
    """Something that may be wrong. Never leaves `load`."""


def sound_data(text: str) -> _Data:
    """The data of a YAML text that is one mapping; raises Pause."""
    if "#" in text and _CUT.search(text):
        raise Pause
    return data_by_lines(text) or _by_events(text)


def _by_events(text: str) -> _Data:
    loader = Loader(text)
    try:
        return _document(starmap(loader.get_event, repeat((), MAX_EVENTS)))
    except yaml.YAMLError as error:
        raise Pause from error
    finally:
        loader.dispose()


def sound_record(record: type[R], data: _Data, given: Mapping[str, Any]) -> R:
    """The record of these data, with the fields that the loader knows; raises Pause."""
    return record(**_values_of(record)(data), **given)


_CUT = re.compile(r"[^\S\n]#[^\s#!]")  # as `hidden_comment` has it, wherever it stands
_BEGIN = [StreamStartEvent, DocumentStartEvent, MappingStartEvent]
_END = [DocumentEndEvent, StreamEndEvent]
_Events = Iterator[Any]


def _document(events: _Events) -> _Data:
    first = [next(events) for _ in _BEGIN]
    if [*map(type, first)] != _BEGIN or first[-1].anchor or first[-1].tag:
        raise Pause
    data = _mapping(events, 1)
    if [type(next(events, None)) for _ in _END] != _END:
        raise Pause
    return data


def _mapping(events: _Events, depth: int) -> _Data:
    made: _Data = {}
    for event in events:
        if type(event) is MappingEndEvent:
            return made
        if type(event) is not ScalarEvent or event.anchor or event.tag:
            break
        slip, key = read_key(event.value)
        if slip or key in made or key == "<<":
            break
        made[key] = _value(next(events, None), events, depth)
    raise Pause


def _sequence(events: _Events, depth: int, flow: bool) -> list[Any]:
    made: list[Any] = []
    for event in events:
        if type(event) is SequenceEndEvent:
            return made
        made.append(_value(event, events, depth, flow))
    raise Pause


def _value(event: Any, events: _Events, depth: int, in_flow_list: bool = False) -> Any:
    kind = type(event)
    if kind is ScalarEvent:
        return _text(event, in_flow_list)
    if depth < MAX_DEPTH and not (event.anchor or event.tag):
        if kind is MappingStartEvent:
            return _mapping(events, depth + 1)
        if kind is SequenceStartEvent:
            return _sequence(events, depth + 1, event.flow_style)
    raise Pause


def _text(event: Any, in_flow_list: bool) -> str | None:
    text: str = event.value
    if event.anchor or event.tag:
        raise Pause
    if event.style == "|":
        return text
    if event.style == ">" or event.start_mark.line != event.end_mark.line:  # may be folded
        raise Pause
    if not event.style:
        if text in NULLS:
            return None
        if (in_flow_list or text[0] in FIRST_SIGNS) and slip_in_value(text, in_flow_list):
            raise Pause
    elif event.style == '"' and unwanted(text):
        raise Pause
    return text


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
        if type(value) is list and (not fact.size or len(value) == fact.size):
            return tuple([one(item) for item in value])
        if fact.single and type(value) is str:
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
