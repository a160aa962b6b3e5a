"""How a story shows itself on other pages: tiles, portraits, rows."""

from __future__ import annotations

from msgspec import Struct

from generator.model.kinds import Kind, Member, Story, Volunteer
from generator.model.parts import LEVELS
from generator.model.release import Release
from generator.model.site import kind_of
from generator.render.breaks import clauses
from generator.render.codes import Code, code_of
from generator.render.excerpts import folded
from generator.render.frame import Links
from generator.render.lineage import owners_of
from generator.render.photos import Picture, pictures_of

_PLATE_MOST = 24  # characters of a slogan on a plate
_NO_MARKS = str.maketrans("", "", "，。：；！？、“”‘’《》 ")
_WORDS_MOST = 10  # characters of other words there, in columns of
_COLUMN_MOST = 5


class Teaser(Struct, frozen=True):
    """A story in one line or tile; `units`, `tags`, `levels` are what filters compare."""

    kind: Kind
    href: str
    title: str
    summary: str
    unit: str
    when: str
    year: str
    name: str
    note: str
    code: Code | None
    plate: tuple[str, ...]
    picture: Picture | None
    draft: bool
    units: tuple[str, ...]
    tags: tuple[str, ...]
    levels: tuple[str, ...]


def teaser(story: Story, release: Release, links: Links) -> Teaser:
    """The story as seen from the page that `links` belong to."""
    unit = release.site.unit(story.unit)
    pictures = pictures_of(story, release)
    return Teaser(
        kind=kind_of(story),
        href=links.story(story),
        title=story.title,
        summary=story.summary,
        unit=unit.label if unit else story.unit,
        when=story.date.words,
        year=story.date.year,
        name=name_of(story),
        note=_note(story),
        code=code_of(story),
        plate=plate_of(story),
        picture=pictures[0] if pictures else None,
        draft=story.key in release.drafts,
        units=owners_of(story, release),
        tags=story.tags,
        levels=levels_of(story),
    )


def name_of(story: Story) -> str:
    """The name of the person a story is about, "" for the nameless and for other kinds."""
    return (story.name or "") if isinstance(story, Member) and not story.anonymous else ""


def levels_of(story: Story) -> tuple[str, ...]:
    """The levels of its honours, highest first."""
    levels = {honour.level for honour in story.honours}
    return tuple(level for _, level in LEVELS if level in levels)


def plate_of(story: Story) -> tuple[str, ...]:
    """The words set vertically where a story has no picture: one clause a column.

    A slogan stands there as its author's words; all else stands on the page once more. A brand
    whose code is set large needs no plate.
    """
    if story.slogan and len(story.slogan) <= _PLATE_MOST:
        return tuple(clauses(story.slogan))
    if code_of(story):
        return ()
    own = story.epithet if isinstance(story, Member) else ""
    own = story.streak if isinstance(story, Volunteer) else own
    name = name_of(story)
    for words in (name, own, _first_clause(story.title)):
        if words and len(words) <= _WORDS_MOST:
            return (words,) if words == name else tuple(folded(words, _COLUMN_MOST))
    return (kind_of(story).label,)


def _first_clause(title: str) -> str:
    return clauses(title)[0].translate(_NO_MARKS)


def _note(story: Story) -> str:
    if isinstance(story, Member):
        return story.role or story.epithet or ""
    if isinstance(story, Volunteer):
        return story.place or story.activity or ""
    return ""
