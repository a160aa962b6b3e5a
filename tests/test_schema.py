"""Schemas for editors: every sample file fits its own, slips do not, and the command names them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.load.marks import read_marks
from generator.schema import SCHEMAS, schema
from tests.calls import CALL

ROOT = Path(__file__).parent.parent
TYPES = {"object": dict, "array": list, "string": str, "null": type(None)}


def faults(value: Any, rule: dict[str, Any], whole: dict[str, Any], at: str = "$") -> Iterator[str]:
    """What the words of JSON Schema that are used here have against a value (all text, as read)."""
    if "$ref" in rule:
        yield from faults(value, whole["$defs"][rule["$ref"].rpartition("/")[2]], whole, at)
    kinds = [rule["type"]] if isinstance(rule.get("type"), str) else rule.get("type", [])
    if kinds and not isinstance(value, tuple(TYPES[kind] for kind in kinds if kind in TYPES)):
        yield f"{at} is no {kinds}"
    if "enum" in rule and value not in [*rule["enum"], "true" if True in rule["enum"] else None]:
        yield f"{at} is not among {rule['enum']}"
    for word, few, many in (("allOf", 99, 99), ("anyOf", 1, 99), ("oneOf", 1, 1)):
        fits = [not list(faults(value, each, whole, at)) for each in rule.get(word, [])]
        if fits and not min(few, len(fits)) <= sum(fits) <= many:
            yield f"{at} fits not {word}"
    if "not" in rule and not list(faults(value, rule["not"], whole, at)):
        yield f"{at} has what excludes each other"
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from faults(item, rule.get("items", {}), whole, f"{at}.{number}")
    if isinstance(value, dict):
        for key in set(rule.get("required", [])) - set(value):
            yield f"{at} lacks {key}"
        for key, item in value.items():
            known = rule.get("properties", {})
            if key in known:
                yield from faults(item, known[key], whole, f"{at}.{key}")
            elif rule.get("additionalProperties") is False:
                yield f"{at} knows no {key}"


def judged(name: str, text: str) -> list[str]:
    """The faults of a file's text by the schema of a name."""
    whole = schema(SCHEMAS[name])
    return list(faults(read_marks(text, "x.yml")[0], whole, whole))


FILES = [
    (name, path)
    for name, file in SCHEMAS.items()
    for pattern in file.files
    for path in sorted(ROOT.glob(pattern))
]


@pytest.mark.parametrize(("name", "path"), FILES, ids=lambda value: str(value).rpartition("/")[2])
def test_the_sample_fits(name: str, path: Path) -> None:
    assert judged(name, path.read_text("utf-8")) == []


def test_every_kind_of_sample_file_is_among_them() -> None:
    files = {path for _, path in FILES}
    assert files >= set((ROOT / "stories").rglob("*.yml"))
    assert {"award", "units", "terms", "story"} <= {name for name, _ in FILES}


SLIPS = [
    ("award", CALL, ""),
    ("award", CALL.replace("kinds: [volunteer]", "种类: 志愿服务"), ""),
    ("award", CALL.replace("deadline", "dedline"), "$ knows no dedline"),
    ("award", CALL + "编号: test\n", "$ fits not allOf"),
    ("award", CALL.replace("id: test\n", ""), "$ fits not allOf"),
    ("award", CALL.replace("[volunteer]", "[freiwillig]"), "$.kinds fits not anyOf"),
    ("award", CALL.replace("sections:", "sectoins:"), "$.documents.0 knows no sectoins"),
    ("units", "- {id: a, name: 甲}\n- {编号: b, 名称: 乙, 曾用名: [丙]}\n", ""),
    ("units", "id: a\nname: 甲\n", "$ is no ['array']"),
    ("pledges", "- {who: 甲, promise: 乙, dew: 2026-01-01}\n", "$.0 knows no dew"),
    ("stars", "week: 2018-W03\nstars: [{name: 甲, nmae: 乙}]\n", "$.stars.0 knows no nmae"),
]


@pytest.mark.parametrize(("name", "text", "told"), SLIPS)
def test_slips_are_marked(name: str, text: str, told: str) -> None:
    found = judged(name, text)
    assert found == [] if not told else told in found


def test_a_row_of_a_form_is_the_list_of_its_cells() -> None:
    rows = "    rows:\n      - [{label: 甲, from: title}, {栏目: 乙, 盖章栏: 是}]\n"
    form = f"documents:\n  - id: form\n    type: 表格\n{rows}"
    text = CALL.partition("documents:")[0] + form
    assert judged("award", text) == []
    assert judged("award", text.replace("盖章栏", "盖章兰")) != []


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_command_prints_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", name]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == schema(SCHEMAS[name])
    references = json.dumps(told).count("$ref")
    assert references and set(told["$defs"]) >= {r.__name__ for r in SCHEMAS[name].records}


def test_a_name_without_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "awards"]) == 2
    assert "award（征集）" in capsys.readouterr().err
