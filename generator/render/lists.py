"""The lists of the four kinds: whole without JavaScript, filtered with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from generator.model.kinds import KINDS, Kind, Story
from generator.model.output import Output, Text
from generator.model.parts import LEVELS
from generator.model.release import Release
from generator.model.slugs import slug_of
from generator.render.frame import Frame, Head, Links, links_from, make_page
from generator.render.lineage import unit_tree
from generator.render.teasers import Teaser, teaser

PAGE_MOST = 120  # items of a page: about 15 KB gzip
_TAGS_MOST = 40  # tags a visitor can still choose from; the address reaches all of them
REST = "rest.js"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: the folder and kind it shows, its lead, how its items look, its words when empty."""

    kind: str
    lead: str
    look: str
    empty: str

    @property
    def path(self) -> str:
        """The address of its first page."""
        return f"{KINDS[self.kind].folder}/"


LISTS: tuple[Listing, ...] = (
    Listing("brand", "一个支部，一套方法", "tiles", "支部品牌正在整理，审核通过后在这里发布。"),
    Listing("member", "身边人讲身边事", "people", "先进典型的故事正在采写，审核通过后在这里发布。"),
    Listing("team", "一个班组，一股劲", "rows", "班组的故事正在采写，审核通过后在这里发布。"),
    Listing(
        "volunteer", "哪里需要，就在哪里", "rows", "志愿服务的故事正在采写，审核通过后在这里发布。"
    ),
)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: its name in the address, its label, its choices with the number of stories."""

    name: str
    label: str
    choices: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The newest stories of one kind on another page; `more` leads to all of them."""

    kind: Kind
    listing: Listing
    items: tuple[Teaser, ...]
    count: int
    more: str


def list_pages(release: Release, frame: Frame) -> Iterator[Output]:
    """All lists, each in pages of PAGE_MOST, with the script that holds the later pages' items."""
    for listing in LISTS:
        yield from _list(listing, release, frame)


def shelf_of(
    listing: Listing,
    stories: Sequence[Story],
    most: int,
    release: Release,
    links: Links,
    *,
    without: Story | None = None,
    **query: str,
) -> Shelf | None:
    """The first `most` of those stories that belong in the list, None where none does.

    `without` is shown elsewhere on the page; it still counts. Of rows, the newest with a picture
    leads: it is set larger.
    """
    own = [story for story in stories if story.kind == listing.kind]
    if not own:
        return None
    others = (story for story in own if story is not without)
    items = tuple(teaser(story, release, links) for story in islice(others, most))
    if listing.look == "rows":
        lead = next((item for item in items if item.picture), None)
        items = tuple(sorted(items, key=lambda item: item is not lead))
    return Shelf(KINDS[listing.kind], listing, items, len(own), links.to(listing.path, **query))


def page_paths(path: str, count: int) -> tuple[str, ...]:
    """The addresses of a list of `count` items: `brands/`, `brands/2/` …"""
    pages = max(1, -(-count // PAGE_MOST))
    return (path, *(f"{path}{number}/" for number in range(2, pages + 1)))


def _list(listing: Listing, release: Release, frame: Frame) -> Iterator[Output]:
    kind = KINDS[listing.kind]
    stories = [story for story in release.site.stories if story.kind == listing.kind]
    paths = page_paths(listing.path, len(stories))
    first = links_from(listing.path, release)
    items = [teaser(story, release, first) for story in stories]
    for number, path in enumerate(paths):
        links = links_from(path, release)
        shown = stories[number * PAGE_MOST : (number + 1) * PAGE_MOST]
        title = kind.label if number == 0 else f"{kind.label}（第{number + 1}页）"
        yield make_page(
            frame,
            release,
            path,
            "list",
            Head(title, f"{kind.label}：{listing.lead}。", kind.folder),
            listing=listing,
            kind=kind,
            items=[teaser(story, release, links) for story in shown]
            if number
            else items[:PAGE_MOST],
            count=len(stories),
            facets=facets(items, release) if number == 0 else [],
            rest=links.root + listing.path + REST if len(paths) > 1 else "",
            pages=[(n + 1, links.to(p), n == number) for n, p in enumerate(paths)],
        )
    if len(paths) > 1:
        html = _items_html(frame, listing, items[PAGE_MOST:], first.root)
        yield Text(listing.path + REST, f"window.showcaseRest={json.dumps(html)};\n")


def _items_html(frame: Frame, listing: Listing, items: Sequence[Teaser], root: str) -> str:
    template = frame.templates.get_template("partials/items.html")
    return template.render(listing=listing, items=items, root=root)


def facets(items: Sequence[Teaser], release: Release) -> list[Facet]:
    """The filters that would narrow these items: no choice that all or none of them share."""
    units = Counter(unit for item in items for unit in item.units)
    years = Counter(item.year for item in items if item.year)
    tags = Counter(tag for item in items for tag in item.tags)
    levels = Counter(level for item in items for level in item.levels)
    common = sorted(tags, key=lambda tag: (-tags[tag], tag))[:_TAGS_MOST]
    found = (
        Facet("unit", "单位", tuple(_unit_choices(units, release))),
        Facet("year", "年份", tuple((y, f"{y}年", years[y]) for y in sorted(years, reverse=True))),
        Facet("tag", "标签", tuple((tag, tag, tags[tag]) for tag in common)),
        Facet("level", "荣誉级别", tuple((v, w, levels[v]) for w, v in LEVELS if levels[v])),
    )
    return [facet for facet in found if facet.choices]


def _unit_choices(counts: Counter[str], release: Release) -> Iterator[tuple[str, str, int]]:
    """Units as the tree they are, an indent a level."""
    for unit, depth in unit_tree(release.site):
        slug = slug_of(unit.id)
        if counts[slug]:
            yield slug, "· " * depth + unit.label, counts[slug]
