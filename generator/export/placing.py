"""Where a writer's trouble comes from: the label in the call, the character in the story."""

from __future__ import annotations

from collections.abc import Iterator

from generator.export.blanks import misfit
from generator.export.document import Form
from generator.export.entry import Entry, Written
from generator.export.failures import (
    CharacterForbidden,
    LabelMissing,
    TemplateUnreadable,
)
from generator.model.fields import Record, fields_of
from generator.model.problem import NO_WORDS, Path, Place, Problem, Words
from generator.model.quantities import Quantity
from generator.model.times import Time
from generator.typeset.failures import GlyphMissing, Unwritable


def place_of(cause: Unwritable, written: Written, entry: Entry) -> Problem:
    """The problem of a document that could not be written, at the line that caused it."""
    place, hint = Place(entry.story.file, ("title",)), NO_WORDS
    if isinstance(cause, LabelMissing):
        place = Place(entry.award.file, _label(cause.label, written, entry))
        hint = Words("栏目照空白表上的字写", "word the label as the blank does")
        if cause.near:
            zh, en = f"是不是{cause.near}？{hint.zh}", f"is it {cause.near}? {hint.en}"
            hint = Words(zh, en)
    elif isinstance(cause, TemplateUnreadable):
        place = Place(entry.award.file, ("documents", written.rule, "template"))
    elif isinstance(cause, GlyphMissing | CharacterForbidden):
        place = _character(cause.character, entry) or place
        if isinstance(cause, GlyphMissing):
            hint = Words(
                "先只要 Word 文件：加上 --format docx，Word 里的字体多半有这个字",
                "take the Word files alone with --format docx; Word's fonts may well have it",
            )
    return Problem("award-unwritable", "error", place, cause.words, hint)


def blank_faults(entry: Entry) -> Iterator[Problem]:
    """What would keep the organisers' blanks from being filled, told without writing anything."""
    for written in entry.documents:
        if isinstance(written.document, Form) and (cause := misfit(written.document)):
            yield place_of(cause, written, entry)


def _label(label: str, written: Written, entry: Entry) -> Path:
    for number, row in enumerate(entry.award.documents[written.rule].rows):
        for column, cell in enumerate(row.cells):
            if cell.label == label:
                steps: Path = ("rows", number, "cells", column, "label")
                return ("documents", written.rule, *steps)
    return ("documents", written.rule, "rows")


def _character(character: str, entry: Entry) -> Place | None:
    """Where a character stands: in the story, else in the call."""
    for record, file in ((entry.story, entry.story.file), (entry.award, entry.award.file)):
        for path, text in _texts(record, ()):
            if character in text:
                return Place(file, path, offset=text.index(character))
    return None


def _texts(value: object, at: Path) -> Iterator[tuple[Path, str]]:
    """Every text below a record, private ones included: documents hold those too."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, Quantity | Time):
        yield at, value.words
    elif isinstance(value, Record):
        for fact in fields_of(type(value)):
            yield from _texts(getattr(value, fact.name), (*at, fact.key))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(item, (*at, number))
