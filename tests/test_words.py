"""Ways to the words of a record lead to the same words."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model.fields import FieldFacts, Line, Record, field, fields_of
from generator.model.kinds import KINDS
from generator.model.words import Texts, Told, gist_of, joined, words_of

TYPED = {"time": "2016—2018", "day": "2018-03-05", "week": "2018-W03", "flag": "是"}
TYPED |= {"quantity": "3928多家", "number": "12"}


def filled(record: type[Record], deep: int = 0, **given: str) -> Any:
    """A record with something in every field, lists within each other a few times."""
    facts = [fact for fact in fields_of(record) if not fact.record or deep < 4]
    return record(**{fact.name: _value(fact, deep) for fact in facts}, **given)


def _value(fact: FieldFacts, deep: int) -> Any:
    typed = fact.choices[0][0] if fact.choices else TYPED.get(fact.shape, f"{fact.label}：甲\n乙")
    one = filled(fact.record, deep + 1) if fact.record else fact.read(typed)
    return (one,) * (fact.size or 2) if fact.many else one


@pytest.fixture(params=KINDS)
def story(request: pytest.FixtureRequest) -> Record:
    """A story of each kind that leaves nothing out."""
    record = KINDS[request.param].record
    return filled(record, id="a", file="stories/a.yml", address_name="a")


def test_the_gist_of_a_record_is_all_its_words(story: Record) -> None:
    told = joined(words_of(story))
    assert sorted(gist_of(story).split("\n")) == sorted(told.split("\n"))
    assert len(told.split("\n")) > 100


def test_the_words_of_one_shape_are_those_of_its_fields(story: Record) -> None:
    told = words_of(story)
    for shape in ("markdown", "time", "quantity", "text"):
        assert words_of(story, shape=shape) == [each for each in told if each.fact.shape == shape]
    assert words_of(story, shape="markdown")


class Excerpt(Record):
    from_: Line = field("来自", key="from", required=True)


def test_a_field_is_found_whatever_its_key_in_a_file() -> None:
    """`from` is no name that Python takes: its words would have passed every check unseen."""
    (told,) = words_of(Excerpt(from_="甲"))
    assert (told.path, told.text) == (("from",), "甲")


def test_texts_are_those_of_records_and_others(story: Record) -> None:
    others: list[Told] = words_of(KINDS["team"].record(**{**_PLAIN, "title": "一盏灯"}))
    texts = Texts({"a.yml": story}, {"b.yml": others})
    assert dict(texts.showing(lambda text: True)) == {"a.yml": words_of(story), "b.yml": others}
    assert list(texts.showing(lambda text: "一盏灯" in text)) == [("b.yml", others)]
    assert {file: len(told) for file, told in texts.shaped("time")} == {
        "a.yml": len(words_of(story, shape="time")),
        "b.yml": 1,
    }


_TEAM = {fact.name: fact for fact in fields_of(KINDS["team"].record)}
_PLAIN: dict[str, Any] = {"id": "b", "file": "b.yml", "address_name": "b", "unit": "u"}
_PLAIN |= {"date": _TEAM["date"].read("2018"), "summary": "一句话"}
