"""The tree of units: children in order, stories with those of the children."""

from __future__ import annotations

from generator.model.kinds import Story
from generator.model.release import Release
from generator.model.site import Site, Unit


def stories_by_unit(release: Release) -> dict[str, list[Story]]:
    """The stories of every unit by its id, its children's included, newest first."""
    owned: dict[str, list[Story]] = {}
    for story in release.site.stories:
        for unit in release.site.line(release.site.unit(story.unit)):
            owned.setdefault(unit.id, []).append(story)
    return owned


def owners_of(story: Story, release: Release) -> tuple[str, ...]:
    """The slugs of the story's unit and of its parents: what filters compare."""
    unit = release.site.unit(story.unit)
    return release.site.owners[unit.id] if unit else ()


def unit_tree(site: Site) -> list[tuple[Unit, int]]:
    """All units, children after their parent, with their depth; a circle of parents is cut."""
    children: dict[str, list[Unit]] = {}
    for unit in site.units:
        parent = site.unit(unit.parent) if unit.parent else None
        children.setdefault(parent.id if parent else "", []).append(unit)
    found: dict[str, tuple[Unit, int]] = {}
    for unit in (*children.get("", []), *site.units):  # units in a circle hang below no root
        _walk(unit, 0, children, found)
    return list(found.values())


def _walk(
    unit: Unit, depth: int, children: dict[str, list[Unit]], found: dict[str, tuple[Unit, int]]
) -> None:
    if unit.id not in found:
        found[unit.id] = (unit, depth)
        for child in children.get(unit.id, []):
            _walk(child, depth + 1, children, found)
