"""One description per field: key, Chinese label, help. It serves reading, messages, starter files,
JSON Schema, the field reference, forms and filters."""

from __future__ import annotations

import inspect
import math
import re
import types
import typing
import unicodedata
from collections.abc import Callable, Set
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Self, dataclass_transform

from msgspec import Struct, StructMeta, structs

from generator.model.quantities import Quantity, read_quantity
from generator.model.times import Time, read_day, read_moment, read_time
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
]
Choices = tuple[tuple[str, str], ...]  # Chinese and English names
_PLAIN = frozenset({"text", "markdown", "choice", "flag", "number"})  # shapes that JSON has


class _Description(Struct, frozen=True):
    """What `field` was told, in its order."""

    label: str
    help: str
    english: str
    default: Any
    required: bool
    most: int | None
    private: bool
    given: bool
    example: str
    key: str
    single: bool


_DESCRIBED: dict[type, dict[str, _Description]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
class _Described(StructMeta):
    """Keeps the descriptions that `field` gave, and leaves their defaults to msgspec."""

    def __new__(mcls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> _Described:
        described = {key: each for key, each in body.items() if isinstance(each, _Description)}
        for key, each in described.items():
            if each.required:
                del body[key]
            else:
                body[key] = each.default
        # A frozen record holds what was made before it, never itself: no cycle, nothing to collect.
        # The collector took a tenth of the reading to walk records over and over.
        made = super().__new__(mcls, name, bases, body, frozen=True, kw_only=True, gc=False)
        _DESCRIBED[made] = described
        return made


class Record(Struct, metaclass=_Described):
    """A frozen record of a story file; its fields are made by `field`.

    `plain` names the field that a plain text in the record's place stands for, "" for none.
    """

    plain: ClassVar[str] = ""

    def but(self, **values: Any) -> Self:
        """The same record with other values in these fields."""
        return structs.replace(self, **values)


class FieldFacts(_Description, frozen=True):
    """What the program knows of a field: its description, its names, how a text is read.

    `name` is its attribute, `key` what authors type. `read` raises ValueError for what is no such
    value. `size` is the length of a list that has a fixed one, else 0.
    """

    name: str
    shape: Shape
    read: Callable[[str], Any]
    many: bool
    size: int
    record: type[Record] | None
    choices: Choices


def field(  # one description, many uses: its arguments are the description
    label: str,
    help: str = "",
    english: str = "",
    *,
    default: Any = None,
    required: bool = False,
    most: int | None = None,
    private: bool = False,
    given: bool = False,
    example: str = "",
    key: str = "",
    single: bool = False,
) -> Any:
    """Describes a field: Chinese `label`, one-line `help` in Chinese and, for fields of starter
    files, in English, the longest length in 字.

    `key` is what authors type where Python reserves the word (`from`).
    `private` fields never reach the site. `given` fields are filled by the loader, not by authors.
    A list that is `single` may be typed as one text.
    """
    told = (label, help, english, default, required, most, private, given, example, key, single)
    return _Description(*told)


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


@cache
def required_of(record: type[Record]) -> frozenset[str]:
    """The attributes of a record that authors must type."""
    return frozenset(fact.name for fact in fields_of(record) if fact.required)


def as_data(record: Record, without: Set[str] = frozenset(), *, changed: bool = False) -> Any:
    """A record as JSON has it, by attribute, in the order of the model; times as their words.

    `without` are attributes to leave out of the record itself; `changed` leaves out all, at every
    depth, that has its default.
    """
    data = {}
    for name, default, is_plain in _asked_of(type(record)):
        value = getattr(record, name)
        if (changed and value == default) or name in without:
            continue
        data[name] = value if is_plain or value is None else _as_json(value, changed)
    return data


def one_of(choices: Choices) -> Form:
    """Takes a choice in Chinese or English and keeps the English name."""
    names = {name: en for zh, en in choices for name in (zh, en)}

    def chosen(text: str) -> str:
        if name := names.get(text.strip()):
            return name
        raise ValueError("choice")

    return Form("choice", chosen, choices)


class Form(Struct, frozen=True):
    """The form of a value: how its text is read, and the choices where there are some."""

    shape: Shape
    read: Callable[[str], Any]
    choices: Choices = ()


def _as_json(value: object, changed: bool) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return [_as_json(item, changed) for item in value]
    if isinstance(value, Record):
        return as_data(value, changed=changed)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, (Time, Quantity, Week)) else value


@cache
def _asked_of(record: type[Record]) -> tuple[tuple[str, Any, bool], ...]:
    """Each field, its default (of a required one what no value is), and whether JSON has it as it
    is: no record, list, time or quantity."""
    shapes = {f.name: not f.many and f.shape in _PLAIN for f in _all_of(record)}
    fields = structs.fields(record)
    return tuple((f.name, f.default, shapes.get(f.name, True)) for f in fields)


@cache
def _all_of(record: type[Record]) -> tuple[FieldFacts, ...]:
    return tuple(fact for each in reversed(record.__mro__) for fact in _own(each))


@cache
def _own(part: type) -> tuple[FieldFacts, ...]:
    """What a class adds to those it is made of."""
    if not (described := _DESCRIBED.get(part)):
        return ()
    kinds = inspect.get_annotations(part, eval_str=True)
    return tuple(_facts(name, kinds[name], said) for name, said in described.items())


def _facts(name: str, kind: Any, said: _Description) -> FieldFacts:
    form, size, record = _form(kind)
    return FieldFacts(
        **structs.asdict(said) | {"key": said.key or name},
        name=name,
        shape="record" if record else form.shape,
        read=form.read,
        many=size is not None,
        size=size or 0,
        record=record,
        choices=form.choices,
    )


def _form(kind: Any) -> tuple[Form, int | None, type[Record] | None]:
    """The form of an annotation, the length of its list (0: any, None: no list), its record."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin is Annotated:
        return next(mark for mark in args if isinstance(mark, Form)), None, None
    if origin in (typing.Union, types.UnionType):
        return _form(next(arg for arg in args if arg is not type(None)))
    if origin is tuple:
        form, _, record = _form(args[0])
        return form, 0 if args[-1] is ... else len(args), record
    return _AS_IT_IS, None, kind if issubclass(kind, Record) else None


def _whole(text: str) -> int:
    whole, _, rest = _digits(text).partition(".")
    if rest.strip("0"):
        raise ValueError("number")
    return int(whole)


def _measure(text: str) -> float:
    number = float(_digits(text))
    if not math.isfinite(number):
        raise ValueError("number")
    return number


def _digits(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip()
    if not re.fullmatch(r"\d+(?:\.\d+)?", plain):
        raise ValueError("number")
    return plain


def _flag(text: str) -> bool:
    word = text.strip().lower()
    if word not in _YES and word not in _NO:
        raise ValueError("flag")
    return word in _YES


_YES = frozenset("是 真 true yes on y t 1".split())
_NO = frozenset("否 假 false no off n f 0".split())
_AS_IT_IS = Form("text", str)

Line = Annotated[str, Form("text", str.strip)]
Markdown = Annotated[str, Form("markdown", str)]
TimeField = Annotated[Time, Form("time", lambda text: read_time(text.strip()))]
QuantityField = Annotated[Quantity, Form("quantity", lambda text: read_quantity(text.strip()))]
WeekField = Annotated[Week, Form("week", lambda text: read_week(text.strip()))]
Day = Annotated[date, Form("day", read_day)]
Moment = Annotated[datetime, Form("day", read_moment)]
Number = Annotated[int, Form("number", _whole)]
Measure = Annotated[float, Form("number", _measure)]
Flag = Annotated[bool, Form("flag", _flag)]

__all__ = [
    "Choices",
    "Day",
    "FieldFacts",
    "Flag",
    "Form",
    "Line",
    "Markdown",
    "Measure",
    "Moment",
    "Number",
    "QuantityField",
    "Record",
    "as_data",
]
__all__ += ["Shape", "TimeField", "WeekField", "field", "fields_of", "given_fields_of", "names_of"]
__all__ += ["one_of", "required_of"]
