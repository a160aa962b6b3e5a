"""JSON Schema (draft 2020-12) of files under stories/ for editors, from the fields' descriptions.

SCHEMAS is the list of files that have one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from generator.model.award import Award
from generator.model.carriers import Ceremony, Maxim, Pledge, StarWeek, Work
from generator.model.fields import FieldFacts, Record, fields_of
from generator.model.kinds import KINDS
from generator.model.site import Term, Unit

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}


class Shaped(Struct, frozen=True):
    """A row of SCHEMAS: files by pattern; each holds one of the records or, `listed`, a list."""

    title: str
    files: tuple[str, ...]
    records: tuple[type[Record], ...]
    listed: bool = False


def _stories(folder: str) -> str:
    return f"stories/{folder}/**/*.yml"


SCHEMAS: Mapping[str, Shaped] = {
    "story": Shaped(
        "稿件",
        tuple(_stories(kind.folder) for kind in KINDS.values()),
        tuple(kind.record for kind in KINDS.values()),
    ),
    **{
        kind.name: Shaped(kind.label, (_stories(kind.folder),), (kind.record,))
        for kind in KINDS.values()
    },
    "award": Shaped("征集", ("stories/awards/*.yml",), (Award,)),
    "units": Shaped("单位", ("stories/units.yml",), (Unit,), listed=True),
    "terms": Shaped("用语", ("stories/terms.yml",), (Term,), listed=True),
    "stars": Shaped("五星榜", ("stories/stars/*.yml",), (StarWeek,)),
    "ceremonies": Shaped("颁奖典礼", ("stories/ceremonies/*.yml",), (Ceremony,)),
    "maxims": Shaped("党员格言", ("stories/maxims.yml",), (Maxim,), listed=True),
    "works": Shaped("五微作品", ("stories/works/**/*.yml",), (Work,)),
    "pledges": Shaped("承诺台账", ("stories/pledges/*.yml",), (Pledge,), listed=True),
}


def schema_text(name: str = "story") -> str:
    """The schema of a file of SCHEMAS as JSON; English and Chinese keys are known."""
    return json.dumps(schema(SCHEMAS[name]), ensure_ascii=False, indent=1) + "\n"


def schema(file: Shaped) -> dict[str, Any]:
    """The schema; each record once under `$defs`."""
    records: dict[str, type[Record]] = {}
    for record in file.records:
        _gather(record, records)
    references = [_reference(record) for record in file.records]
    one = references[0] if len(references) == 1 else {"anyOf": references}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": file.title,
        "description": "、".join(file.files),
        **({"type": "array", "items": one} if file.listed else one),
        "$defs": {name: _record(record) for name, record in records.items()},
    }


def _gather(record: type[Record], records: dict[str, type[Record]]) -> None:
    if record.__name__ not in records:
        records[record.__name__] = record
        for fact in fields_of(record):
            if fact.record:
                _gather(fact.record, records)


def _reference(record: type[Record]) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{record.__name__}"}


def _record(record: type[Record]) -> dict[str, Any]:
    """A mapping that takes each field under its key or its Chinese label, not under both."""
    facts = fields_of(record)
    properties = {name: _field(fact) for fact in facts for name in (fact.label, fact.key)}
    rules: list[dict[str, Any]] = [
        {"oneOf": [{"required": [fact.label]}, {"required": [fact.key]}]}
        for fact in facts
        if fact.required
    ]
    rules += [{"not": {"required": [fact.label, fact.key]}} for fact in facts if not fact.required]
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "allOf": rules,
    }


def _field(fact: FieldFacts) -> dict[str, Any]:
    told: dict[str, Any] = {"title": fact.label}
    if fact.help:
        told["description"] = f"{fact.label}：{fact.help}"
    if fact.example:
        told["examples"] = [fact.example]
    value = _value(fact)
    if not fact.many:
        return {**told, **value}
    if fact.single:
        return {**told, "anyOf": [value, {"type": "array", "items": value}]}
    return {**told, "type": ["array", "null"], "items": value}


def _value(fact: FieldFacts) -> dict[str, Any]:
    if fact.record:
        reference = _reference(fact.record)
        if fact.record.plain:
            return {"anyOf": [_TEXT, reference]}
        if len(fields_of(fact.record)) == 1:  # typed as the list itself: a row of a form
            return {"anyOf": [_field(fields_of(fact.record)[0]), reference]}
        optional = not fact.required and not fact.many
        return {"anyOf": [reference, {"type": "null"}]} if optional else reference
    if fact.choices:
        return {"enum": [name for pair in fact.choices for name in pair] + [None]}
    if fact.shape == "flag":
        return {"enum": ["是", "否", True, False, None]}
    text = dict(_TEXT)
    if fact.most:
        text["maxLength"] = fact.most * 4  # 字 count words of Latin as one; a rough guard only
    return text
