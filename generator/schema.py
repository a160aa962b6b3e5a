"""JSON Schema (draft 2020-12) of story files for editors, made from the fields' descriptions."""

from __future__ import annotations

import json
from typing import Any

from generator.model.fields import FieldFacts, Record, fields_of
from generator.model.kinds import KINDS

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}


def schema_text() -> str:
    """The schema as JSON: a story is one of the kinds, with English or Chinese keys."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def schema() -> dict[str, Any]:
    """The schema; each record once under `$defs`."""
    records: dict[str, type[Record]] = {}
    for kind in KINDS.values():
        _gather(kind.record, records)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "稿件",
        "description": "支部品牌、先进典型、先进班组、志愿服务稿件",
        "anyOf": [{"$ref": f"#/$defs/{kind.record.__name__}"} for kind in KINDS.values()],
        "$defs": {name: _record(record) for name, record in records.items()},
    }


def _gather(record: type[Record], records: dict[str, type[Record]]) -> None:
    if record.__name__ not in records:
        records[record.__name__] = record
        for fact in fields_of(record):
            if fact.record:
                _gather(fact.record, records)


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
        "title": next((k.label for k in KINDS.values() if k.record is record), ""),
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
    if fact.many:
        return {**told, "type": ["array", "null"], "items": value}
    return {**told, **value}


def _value(fact: FieldFacts) -> dict[str, Any]:
    if fact.record:
        reference = {"$ref": f"#/$defs/{fact.record.__name__}"}
        if fact.record.__name__ in ("Item", "Consent"):
            return {"anyOf": [_TEXT, reference]}
        return {"anyOf": [reference, {"type": "null"}]} if not fact.required else reference
    if fact.choices:
        return {"enum": [name for pair in fact.choices for name in pair] + [None]}
    if fact.shape == "flag":
        return {"enum": ["是", "否", True, False, None]}
    text = dict(_TEXT)
    if fact.most:
        text["maxLength"] = fact.most * 4  # 字 count words of Latin as one; a rough guard only
    return text
