"""Units: an index as the tree they form, and a page a unit with all that is its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from generator.model.kinds import KINDS, Story
from generator.model.output import Page
from generator.model.release import Release
from generator.model.site import Unit
from generator.model.slugs import slug_of
from generator.render.entries import Mention
from generator.render.family import place_on_map
from generator.render.frame import Frame, Head, links_from, make_page, unit_address
from generator.render.holdings import holdings_by_unit, holdings_of
from generator.render.honours import TIMELINE, best_honours
from generator.render.lineage import stories_by_unit, unit_tree
from generator.render.lists import shelf_of
from generator.render.sketches import Sketch

SHOWN_MOST = 24  # stories of a kind on a unit's page; the filtered list has the rest
_HONOURS = 6  # the highest; the filtered timeline has the rest


class Branch(Struct, frozen=True):
    """A unit in the index: its depth in the tree, the stories of a kind that it and its children
    have; `counts` holds every kind, or nothing where there are no stories."""

    unit: Unit
    href: str
    depth: int
    counts: tuple[tuple[str, int], ...]


def unit_pages(release: Release, frame: Frame) -> Iterator[Sketch]:
    """The index of units and their pages; units without stories have theirs too."""
    tree, owned = unit_tree(release.site), stories_by_unit(release)
    held = holdings_by_unit(release)
    links = links_from("units/", release)
    branches = [
        Branch(unit, links.unit(unit), min(depth, 3), _counts(owned.get(unit.id, [])))
        for unit, depth in tree
    ]
    yield Sketch("units/", _index, (branches,))
    for unit, _ in tree:
        stories = owned.get(unit.id, [])
        pictures = release.site.originals.only(story.key for story in stories)
        given = (unit, stories, held.get(unit.id, {}))
        yield Sketch(unit_address(unit), _unit_page, given, pictures=pictures)


def _index(branches: list[Branch], release: Release, frame: Frame) -> Iterator[Page]:
    head = Head("单位", "各单位的支部品牌、先进典型、先进班组与志愿服务。", "units", sheet="units")
    yield make_page(frame, release, "units/", "units", head, branches=branches)


def _unit_page(
    unit: Unit,
    stories: list[Story],
    held: dict[str, list[Mention]],
    release: Release,
    frame: Frame,
) -> Iterator[Page]:
    path, site = unit_address(unit), release.site
    links, own = links_from(path, release), site.unit(unit.id)
    parents = site.line(own)[1:]
    below = [each for each in site.units if each.parent and site.unit(each.parent) is own]
    shelves = (
        shelf_of(kind, stories, SHOWN_MOST, release, links, unit=slug_of(unit.id))
        for kind in KINDS.values()
    )
    honours, honour_count = best_honours(stories, release, links, _HONOURS)
    yield make_page(
        frame,
        release,
        path,
        "unit",
        Head(unit.name, unit.intro or f"{unit.name}的支部品牌与先进典型。", "units"),
        unit=unit,
        former="、".join(unit.former),
        parents=[(u.label, links.unit(u)) for u in reversed(parents)],
        below=[(u.label, links.unit(u)) for u in below],
        shelves=[shelf for shelf in shelves if shelf],
        holdings=holdings_of(held, links),
        honours=honours,
        honour_count=honour_count,
        honours_href=links.to(TIMELINE, unit=slug_of(unit.id)),
        family_href=place_on_map(unit, stories, release, links),
        units_href=links.to("units/"),
    )


def _counts(stories: list[Story]) -> tuple[tuple[str, int], ...]:
    counts = Counter(story.kind for story in stories)
    return tuple((kind.label, counts[name]) for name, kind in KINDS.items() if stories)
