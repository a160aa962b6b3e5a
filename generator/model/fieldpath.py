"""Paths into a story as calls name them: `title`, `章节.做法`, `contact.name`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from generator.model.fields import Record, fields_of, names_of
from generator.model.kinds import KINDS, Story

Steps = tuple[str, ...]
_PLACES = {
    "story.kind": "种类",
    "call.id": "征集编号",
    "call.title": "征集标题",
    "call.organiser": "征集单位",
}


def steps_of(path: str, record: type[Record]) -> Steps | None:
    """The English keys that `path` names in `record`; None where it leads nowhere.

    A path may go into single records (contact, sections), not into lists.
    """
    steps: list[str] = []
    here: type[Record] | None = record
    for name in path.removeprefix("story.").split("."):
        fact = names_of(here).get(name.strip()) if here else None
        if fact is None:
            return None
        steps.append(fact.key)
        here = None if fact.many else fact.record
    return tuple(steps)


def said_in(path: str, record: type[Record]) -> str:
    """A place of a naming rule, or a path, in the author's words: `story.unit` is 单位."""
    steps = steps_of(path, record)
    if steps is None:
        return _PLACES.get(path, path)
    labels: list[str] = []
    for step in steps:
        fact = next(fact for fact in fields_of(record) if fact.key == step)
        labels.append(fact.label)
        record = fact.record or record
    return ".".join(labels)


def is_known(path: str, kinds: Iterable[str]) -> bool:
    """Whether a story of any of the kinds has the field."""
    return any(steps_of(path, KINDS[kind].record) is not None for kind in kinds)


def known_paths(kinds: Iterable[str]) -> list[str]:
    """Every path of one or two steps that stories of the kinds have, in both languages."""
    return sorted({name for kind in kinds for name in _all(KINDS[kind].record)})


def nearest(path: str, kinds: Iterable[str]) -> str:
    """The known path most like `path`, "" where none is."""
    known = known_paths(kinds)
    plain = path.removeprefix("story.")
    close = difflib.get_close_matches(plain, known, n=1, cutoff=0.5)
    tails = [name for name in known if name.rpartition(".")[2] == plain.rpartition(".")[2]]
    return (close or tails or [""])[0]


def value_at(story: Story, steps: Steps) -> object:
    """What the story holds at `steps`; None where it holds nothing."""
    value: object = story
    for step in steps:
        value = getattr(value, step, None)
    return value


def _all(record: type[Record]) -> Iterable[str]:
    for fact in fields_of(record):
        for name, inner in ((fact.key, "key"), (fact.label, "label")):
            yield name
            if fact.record and not fact.many:
                yield from (f"{name}.{getattr(part, inner)}" for part in fields_of(fact.record))
