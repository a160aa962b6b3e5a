"""The lists of the kinds, one each: whole without JavaScript, filtered with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from generator.model.kinds import KINDS, Brand, Kind, Member, Story
from generator.model.parts import LEVELS
from generator.model.release import Release
from generator.render.frame import Frame, Head, Links
from generator.render.lineage import owners_of
from generator.render.rolls import Facet, Roll, counted, roll_pages, unit_facet, year_facet
from generator.render.sketches import Sketch
from generator.render.teasers import Teaser, levels_of, teaser

_NUMERAL = re.compile("[0-9一二三四五六七八九十两双]")
_TAGS_MOST = 40  # tags a visitor can still choose from; the address reaches all of them


class Shelf(Struct, frozen=True):
    """The newest stories of one kind on another page; `more` leads to all of them."""

    kind: Kind
    items: tuple[Teaser, ...]
    count: int
    more: str


def list_pages(release: Release, frame: Frame) -> Iterator[Sketch]:
    """All lists, each in pages of PAGE_MOST, with the script that holds the later pages' items."""
    for kind in KINDS.values():
        head = Head(kind.label, f"{kind.label}：{kind.lead}。", kind.folder)
        stories = [story for story in release.site.stories if story.kind == kind.name]
        roll = Roll(kind.path, head, "list", "items", teaser, pictured=True)
        yield from roll_pages(roll, stories, _facets(stories, release), release, kind=kind)


def shelf_of(
    kind: Kind,
    stories: Sequence[Story],
    most: int,
    release: Release,
    links: Links,
    *,
    without: Story | None = None,
    **query: str,
) -> Shelf | None:
    """The first `most` of those stories that belong in the list, None where none does.

    `without` is shown elsewhere on the page; it still counts. The first is set larger: of tiles the
    newest leads whose numerals, if any, open into items; of rows the newest with a picture.
    """
    own = [story for story in stories if story.kind == kind.name]
    if not own:
        return None
    shown = islice((story for story in own if story is not without), most)
    told = [(story, teaser(story, release, links)) for story in shown]
    lead = next((item for story, item in told if _may_lead(story, item)), None)
    items = tuple(sorted((item for _, item in told), key=lambda item: item is not lead))
    return Shelf(kind, items, len(own), links.to(kind.path, **query))


def _may_lead(story: Story, item: Teaser) -> bool:
    """Whether a story fills the larger place: numerals that open into nothing do not."""
    if isinstance(story, Brand):
        numeral = item.code and _NUMERAL.search(item.code.text)
        parts = story.method.parts if story.method else ()
        return not numeral or any(part.items for part in parts)
    return isinstance(story, Member) or item.picture is not None


def _facets(stories: Sequence[Story], release: Release) -> list[Facet]:
    """The filters that would narrow these stories: no choice that all or none of them share."""
    held = tuple(levels_of(story) for story in stories)
    levels, tags = counted(held), counted(story.tags for story in stories)
    common = sorted(tags, key=lambda tag: (-tags[tag], tag))[:_TAGS_MOST]
    found = (
        unit_facet((owners_of(story, release) for story in stories), release),
        year_facet(story.date.year for story in stories),
        Facet(
            "tag",
            "标签",
            tuple((tag, tag, tags[tag]) for tag in common),
            tuple(story.tags for story in stories),
        ),
        Facet("level", "荣誉级别", tuple((v, w, levels[v]) for w, v in LEVELS if levels[v]), held),
    )
    return [facet for facet in found if facet.choices]
