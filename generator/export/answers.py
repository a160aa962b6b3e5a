"""What a story answers to a call's `from`: blocks for a write-up, lines for a form's cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from generator.export.blocks import blocks_of, flat
from generator.export.document import Block, Paragraph, Run, Table
from generator.export.numbering import POINTS, Numbering, number
from generator.model.days import day_words
from generator.model.fieldpath import Steps, steps_of, value_at
from generator.model.fields import FieldFacts, Record, fields_of
from generator.model.kinds import Story
from generator.model.naming import INNER
from generator.model.numerals import number_of
from generator.model.parts import (
    LEVELS,
    Attachment,
    Coverage,
    Honour,
    Item,
    Method,
    Part,
    Photo,
    Quote,
    Sections,
    Stat,
)
from generator.model.quantities import Quantity
from generator.model.site import Site, kind_of
from generator.model.times import Time

_WHOLLY_QUOTED = re.compile(r"“[^“”]*(?:“[^“”]*”[^“”]*)*”")
_ENDS = "。！？；：，、.!?;:"
_NOTHING: tuple[object, ...] = (None, (), "")
_FIGURES = (Quantity, Time, date, bool)
_LEVELS = {english: chinese for chinese, english in LEVELS}


class Teller(Struct, frozen=True):
    """Tells a story's fields in the words of official documents; invents none."""

    story: Story
    site: Site

    def blocks(
        self, source: Sequence[str], style: str, numbering: Numbering, top: int
    ) -> tuple[Block, ...]:
        """The fields of `source` one after the other; headings begin at level `top`.

        Of several, a number or a day says of what it is.
        """
        known = [steps for path in source if (steps := steps_of(path, type(self.story)))]
        told = [(steps, value) for steps in known if (value := self._value(steps)) not in _NOTHING]
        found: list[Block] = []
        for steps, value in told:
            fact = _fact(steps, self.story)
            if len(told) > 1 and isinstance(value, _FIGURES):
                found.append(_line(f"{fact.label}：{_plain(value, fact)}"))
            else:
                found += _told(value, fact, style, numbering, top)
        return tuple(found)

    def line(self, source: Sequence[str]) -> str:
        """The fields of `source` as the lines of a form's cell."""
        return flat(self.blocks(source, "sentences", Numbering(), 2))

    def word(self, path: str) -> str:
        """One field as a word of a title or file name; `kind` is the kind's Chinese name."""
        if path.removeprefix("story.") == "kind":
            return kind_of(self.story).label
        return self.line((path,)).replace("\n", " ")

    def at(self, source: Sequence[str]) -> Steps:
        """The first field of `source` that the story has words for, else the first it knows."""
        known = [steps for path in source if (steps := steps_of(path, type(self.story)))]
        return next((steps for steps in known if self._value(steps)), known[0] if known else ())

    def _value(self, steps: Steps) -> object:
        if steps == ("unit",):
            unit = self.site.unit(self.story.unit)
            return unit.name if unit else self.story.unit
        return value_at(self.story, steps)


def _fact(steps: Steps, story: Story) -> FieldFacts:
    record: type[Record] = type(story)
    for step in steps:
        fact = next(fact for fact in fields_of(record) if fact.key == step)
        record = fact.record or record
    return fact


def _told(
    value: object, fact: FieldFacts, style: str, numbering: Numbering, top: int
) -> Iterator[Block]:
    if isinstance(value, Method):
        yield from _method(value, numbering, top)
    elif isinstance(value, Sections):
        for section in fields_of(Sections):
            if text := getattr(value, section.name):
                yield numbering.heading(top, section.label)
                yield from blocks_of(text, numbering, top + 1)
    elif isinstance(value, str) and fact.shape == "markdown":
        yield from blocks_of(value, numbering, top)
    elif isinstance(value, tuple) and value and type(value[0]) in LISTS:
        sentences, table = LISTS[type(value[0])]
        yield from table(value) if style == "table" else sentences(value)
    else:
        yield _line(_plain(value, fact))


def _plain(value: object, fact: FieldFacts) -> str:
    """A value of one line."""
    if isinstance(value, tuple):
        return "、".join(_plain(item, fact) for item in value)
    if isinstance(value, Record):
        parts = (
            f"{inner.label}：{_plain(told, inner)}"
            for inner in fields_of(type(value))
            if (told := getattr(value, inner.name)) not in _NOTHING
        )
        return "；".join(parts)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, Quantity | Time):
        return value.words
    return next((zh for zh, en in fact.choices if en == value), str(value))


def _line(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _method(method: Method, numbering: Numbering, top: int) -> Iterator[Block]:
    """A work method as numbered points, level by level as deep as its source takes it."""
    yield _line(method.name)
    for part in method.parts:
        yield numbering.heading(top, _part_title(part))
        yield from _items(part.items, 0)


def _part_title(part: Part) -> str:
    """五个抓手 says its number itself; other titles get it in front."""
    count = number_of(part.count) if part.count else None
    said = {number_of(char) for char in part.title if count is not None}
    if part.count is None or part.count in part.title or count in said - {None}:
        return part.title
    return f"{part.count}：{part.title}"


def _items(items: Sequence[Item], depth: int) -> Iterator[Block]:
    for count, item in enumerate(items, 1):
        words = item.title
        if item.text:
            words += item.text if words.endswith(tuple(_ENDS)) else f"：{item.text}"
        mark = number(POINTS + depth, count) if len(items) > 1 else ""
        yield _line(mark + words)
        yield from _items(item.items, depth + 1)


def _sentence(parts: Sequence[str]) -> Paragraph:
    """One sentence with one full stop, whatever its parts end with."""
    return _line("；".join(part.removesuffix("。") for part in parts) + "。")


def _aside(*words: str | None) -> str:
    said = "，".join(word.removesuffix("。") for word in words if word)
    return f"（{said}）" if said else ""


def _stats(stats: Sequence[Stat]) -> Iterator[Block]:
    told = (f"{s.label}{s.value}{s.unit or ''}{_aside(s.period)}" for s in stats)
    yield _sentence(list(told))
    sources = list(dict.fromkeys(stat.source for stat in stats if stat.source))
    if sources:
        yield _sentence([f"数据来源：{sources[0]}", *sources[1:]])


def _honours(honours: Sequence[Honour]) -> Iterator[Block]:
    yield _sentence(
        [
            f"{h.title}{_aside(h.by, _LEVELS.get(h.level or ''), _time(h.date), h.note)}"
            for h in honours
        ]
    )


def _quotes(quotes: Sequence[Quote]) -> Iterator[Block]:
    for quote in quotes:
        text = quote.text
        if not _WHOLLY_QUOTED.fullmatch(text):
            text = f"“{text.translate(INNER)}”"
        who = "，".join(word for word in (quote.speaker, quote.role) if word)
        yield _line(f"{text}——{who}" if who else text)


def _media(reports: Sequence[Coverage]) -> Iterator[Block]:
    yield _sentence(
        [
            f"{r.outlet}{f'《{r.title}》' if r.title else ''}{_aside(_time(r.date), r.url)}"
            for r in reports
        ]
    )


def _photos(photos: Sequence[Photo]) -> Iterator[Block]:
    yield _line("；".join(photo.caption or photo.file for photo in photos))


def _files(files: Sequence[Attachment]) -> Iterator[Block]:
    for count, file in enumerate(files, 1):
        yield _line(f"{count}.{file.title or file.file}")


def _time(time: Time | None) -> str | None:
    return time.words if time else None


def _table(head: Sequence[str], rows: Sequence[Sequence[str | None]]) -> Iterator[Block]:
    """A ruled table without the columns that are empty all the way down."""
    kept = [column for column in range(len(head)) if any(row[column] for row in rows)]
    lines = (tuple(row[column] or "" for column in kept) for row in (head, *rows))
    yield Table(tuple(lines))


def _stats_table(stats: Sequence[Stat]) -> Iterator[Block]:
    rows = [(s.label, f"{s.value}{s.unit or ''}", s.period, s.source) for s in stats]
    yield from _table(("名称", "数值", "时间", "来源"), rows)


def _honours_table(honours: Sequence[Honour]) -> Iterator[Block]:
    rows = [(h.title, h.by, _LEVELS.get(h.level or ""), _time(h.date), h.note) for h in honours]
    yield from _table(("荣誉名称", "授予单位", "级别", "时间", "说明"), rows)


def _media_table(reports: Sequence[Coverage]) -> Iterator[Block]:
    rows = [(r.outlet, r.title, _time(r.date), r.url) for r in reports]
    yield from _table(("媒体", "标题", "时间", "链接"), rows)


# Records that stand in lists: how they read as sentences, how as a table.
LISTS: dict[type[Record], tuple[Callable[..., Iterator[Block]], Callable[..., Iterator[Block]]]] = {
    Stat: (_stats, _stats_table),
    Honour: (_honours, _honours_table),
    Quote: (_quotes, _quotes),
    Coverage: (_media, _media_table),
    Photo: (_photos, _photos),
    Attachment: (_files, _files),
}
