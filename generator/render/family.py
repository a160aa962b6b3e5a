"""The family of brands: all units as the tree they form, each with its brands (一支部一品牌)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.model.kinds import Brand, Story
from generator.model.output import Output
from generator.model.release import Release
from generator.model.site import Unit
from generator.model.slugs import slug_of
from generator.render.codes import Code, code_of
from generator.render.frame import Frame, Head, Links, links_from, make_page
from generator.render.lineage import unit_tree

PATH = "family/"
_BRANDS_MOST = 12  # of one unit on the map; the list of brands has the rest
_HEAD = Head("品牌谱系", "各单位的品牌，上下级连成一张图。", "family", sheet="family")


class Leaf(Struct, frozen=True):
    """A brand on the map: its code set large, its title beside it."""

    title: str
    href: str
    code: Code | None
    draft: bool


class Node(Struct, frozen=True):
    """A unit with its own brands and the units below it; `count` brands, `more` leads to them."""

    unit: Unit
    anchor: str
    href: str
    leaves: tuple[Leaf, ...]
    count: int
    more: str
    below: tuple[Node, ...]


def family_page(release: Release, frame: Frame) -> Iterator[Output]:
    """`family/`: the map of units and brands on one page.

    Units without a brand stand on it in the internal edition only; in the public one they appear
    where units below them have some.
    """
    inside = release.edition == "internal"
    links = links_from(PATH, release)
    roots = _roots(release, links)
    shown = roots if inside else [kept for root in roots if (kept := _with_brands(root))]
    every = [node for root in shown for node in _flat(root)]
    yield make_page(
        frame,
        release,
        PATH,
        "family",
        _HEAD,
        roots=shown,
        unit_count=sum(bool(node.leaves) for node in every),
        brand_count=sum(node.count for node in every),
        lacking=[node for node in every if not node.leaves] if inside else [],
        inside=inside,
    )


def place_on_map(unit: Unit, stories: Sequence[Story], release: Release, links: Links) -> str:
    """The address of a unit's place on the map, "" where it has none.

    `stories` are the unit's own and those of the units below it.
    """
    there = release.edition == "internal" or any(isinstance(story, Brand) for story in stories)
    return f"{links.to(PATH)}#{_anchor(unit)}" if there else ""


def _roots(release: Release, links: Links) -> list[Node]:
    """The trees of units: `unit_tree` read from its end, so that children come before parents."""
    own: dict[str, list[Brand]] = {}
    for story in release.site.stories:
        unit = release.site.unit(story.unit)
        if unit and isinstance(story, Brand):
            own.setdefault(unit.id, []).append(story)
    waiting: dict[int, list[Node]] = {}  # by depth, last one first
    for unit, depth in reversed(unit_tree(release.site)):
        below = tuple(reversed(waiting.pop(depth + 1, [])))
        waiting.setdefault(depth, []).append(
            _node(unit, own.get(unit.id, []), below, release, links)
        )
    return waiting.get(0, [])[::-1]


def _node(
    unit: Unit, own: Sequence[Brand], below: tuple[Node, ...], release: Release, links: Links
) -> Node:
    return Node(
        unit,
        _anchor(unit),
        links.unit(unit),
        tuple(_leaf(story, release, links) for story in own[:_BRANDS_MOST]),
        len(own),
        links.to("brands/", unit=slug_of(unit.id)),
        below,
    )


def _leaf(story: Brand, release: Release, links: Links) -> Leaf:
    drafted = story.key in release.drafts
    return Leaf(story.title, links.story(story), code_of(story), drafted)


def _with_brands(node: Node) -> Node | None:
    """The node without the units that have no brand, itself and below itself."""
    below = tuple(kept for each in node.below if (kept := _with_brands(each)))
    return replace(node, below=below) if node.leaves or below else None


def _flat(node: Node) -> Iterator[Node]:
    yield node
    for each in node.below:
        yield from _flat(each)


def _anchor(unit: Unit) -> str:
    return f"u-{slug_of(unit.id)}"
