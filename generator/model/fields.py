"""One description per field: key, Chinese label, help. It serves reading, messages, starter files,
JSON Schema, the field reference, forms and filters."""

from __future__ import annotations

import re
import types
import typing
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, PlainValidator
from pydantic.fields import FieldInfo

from generator.model.quantities import Quantity, read_quantity
from generator.model.times import ImpossibleDate, Time, read_day, read_moment, read_time
from generator.model.weeks import Week, read_week

Shape = Literal[
    "text",
    "markdown",
    "time",
    "day",
    "week",
    "quantity",
    "number",
    "flag",
    "choice",
    "record",
    "map",
]


class Record(BaseModel):
    """A frozen record of a story file; its fields are made by `field`."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What the program knows of a field: names, help, form of its value."""

    key: str
    label: str
    help: str
    shape: Shape
    many: bool
    record: type[Record] | None
    choices: tuple[tuple[str, str], ...]
    required: bool
    most: int | None
    private: bool
    given: bool
    example: str
    single: bool


def field(  # one description, many uses: its arguments are the description
    label: str,
    help: str = "",
    *,
    default: Any = None,
    required: bool = False,
    most: int | None = None,
    private: bool = False,
    given: bool = False,
    example: str = "",
    choices: tuple[tuple[str, str], ...] = (),
    key: str | None = None,
    single: bool = False,
) -> Any:
    """Describes a field: Chinese `label`, one-line `help` in Chinese, the longest length in 字.

    `key` is what authors type where Python reserves the word (`from`).
    `private` fields never reach the site. `given` fields are filled by the loader, not by authors.
    A list that is `single` may be typed as one text.
    """
    extra: dict[str, Any] = {
        "most": most,
        "private": private,
        "given": given,
        "example": example,
        "choices": choices,
        "single": single,
    }
    return Field(
        ... if required else default,
        title=label,
        description=help,
        alias=key,
        json_schema_extra=extra,
    )


@cache
def fields_of(record: type[Record]) -> tuple[FieldFacts, ...]:
    """All fields of a record that authors may type, in the order of the model."""
    return tuple(fact for fact in _all_of(record) if not fact.given)


@cache
def given_fields_of(record: type[Record]) -> tuple[FieldFacts, ...]:
    """The fields of a record that the loader fills."""
    return tuple(fact for fact in _all_of(record) if fact.given)


@cache
def names_of(record: type[Record]) -> dict[str, FieldFacts]:
    """Every name an author may type for a field of `record`: key and Chinese label."""
    return {name: fact for fact in fields_of(record) for name in (fact.key, fact.label)}


def one_of(choices: tuple[tuple[str, str], ...]) -> BeforeValidator:
    """Takes a choice in Chinese or English and keeps the English name."""

    def chosen(value: object) -> object:
        for zh, en in choices:
            if isinstance(value, str) and value.strip() in (zh, en):
                return en
        raise ValueError("choice")

    return BeforeValidator(chosen)


def _all_of(record: type[Record]) -> Iterator[FieldFacts]:
    return (_facts(key, info) for key, info in record.model_fields.items())


def _facts(key: str, info: FieldInfo) -> FieldFacts:
    extra = typing.cast("dict[str, Any]", info.json_schema_extra or {})
    shape, many, record = _shape(info.annotation, info.metadata)
    if extra.get("choices"):
        shape = "choice"
    return FieldFacts(
        key=info.alias or key,
        label=info.title or key,
        help=info.description or "",
        shape=shape,
        many=many,
        record=record,
        choices=extra.get("choices", ()),
        required=info.is_required(),
        most=extra.get("most"),
        private=bool(extra.get("private")),
        given=bool(extra.get("given")),
        example=str(extra.get("example", "")),
        single=bool(extra.get("single")),
    )


def _shape(annotation: Any, metadata: list[Any]) -> tuple[Shape, bool, type[Record] | None]:
    for mark in metadata:
        if isinstance(mark, _Marked):
            return mark.shape, False, None
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _shape(args[0], list(args[1:]))
    if origin in (typing.Union, types.UnionType):
        return _shape(next(a for a in args if a is not type(None)), metadata)
    if origin is tuple:
        shape, _, record = _shape(args[0], [])
        return shape, True, record
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return "record", False, annotation
    return "text", False, None


@dataclass(frozen=True)
class _Marked:
    shape: Shape


def _time(value: object) -> Time:
    return value if isinstance(value, Time) else read_time(_text(value))


def _week(value: object) -> Week:
    return value if isinstance(value, Week) else read_week(_text(value))


def _quantity(value: object) -> Quantity:
    return value if isinstance(value, Quantity) else read_quantity(_text(value))


def _day(value: object) -> Any:
    return read_day(value) if isinstance(value, str) else value


def _moment(value: object) -> Any:
    return read_moment(value) if isinstance(value, str) else value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("text expected")
    return value.strip()


def _number(value: object) -> Any:
    plain = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value
    if isinstance(plain, str) and not re.fullmatch(r"\d+(?:\.\d+)?", plain):
        raise ValueError("number")
    return plain


def _flag(value: object) -> object:
    words = {"是": True, "否": False, "真": True, "假": False}
    return words.get(value.strip(), value) if isinstance(value, str) else value


Line = Annotated[str, PlainValidator(_text)]
Markdown = Annotated[str, _Marked("markdown")]
TimeField = Annotated[Time, PlainValidator(_time), PlainSerializer(str), _Marked("time")]
QuantityField = Annotated[
    Quantity, PlainValidator(_quantity), PlainSerializer(str), _Marked("quantity")
]
WeekField = Annotated[Week, PlainValidator(_week), PlainSerializer(str), _Marked("week")]
Day = Annotated[date, BeforeValidator(_day), _Marked("day")]
Moment = Annotated[datetime, BeforeValidator(_moment), _Marked("day")]
Number = Annotated[int, BeforeValidator(_number), _Marked("number")]
Measure = Annotated[float, BeforeValidator(_number), _Marked("number")]
Flag = Annotated[bool, BeforeValidator(_flag), _Marked("flag")]

__all__ = [
    "Day",
    "FieldFacts",
    "Flag",
    "ImpossibleDate",
    "Line",
    "Markdown",
    "Measure",
    "Moment",
    "Number",
    "QuantityField",
    "Record",
]
__all__ += ["Shape", "TimeField", "WeekField", "field", "fields_of", "given_fields_of", "names_of"]
__all__ += ["one_of"]
