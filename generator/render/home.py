"""The home page: the newest of every kind, and what the whole site counts."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.days import day_words
from generator.model.kinds import FOLDERS, KINDS, Brand
from generator.model.output import Output
from generator.model.release import Release
from generator.render.codes import code_of
from generator.render.frame import Frame, Head, Links, links_from, make_page
from generator.render.honours import best_honours
from generator.render.lineage import stories_by_unit, unit_tree
from generator.render.lists import shelf_of
from generator.render.menu import QUERIES, menu_of
from generator.render.method import Decomposition, decomposition
from generator.render.panels import panels_of
from generator.render.teasers import Teaser, teaser

_SHOWN = {"tiles": 7, "people": 4, "rows": 4}  # stories of a kind, by the look of its list
_HONOURS = 5
_ON_PAGE = (*FOLDERS, "honours", "units")
_LEAD = "这里记录各支部的工作法、身边的先进典型、先进班组与志愿服务故事。"


def home_page(release: Release, frame: Frame) -> Iterator[Output]:
    """The page at the root; kinds without stories are left out, an empty site says so."""
    settings, links = release.site.settings, links_from("", release)
    cover = _cover(release)
    shelves = (
        shelf_of(kind, release.site.stories, _SHOWN[kind.look], release, links, without=cover)
        for kind in KINDS.values()
    )
    owned = stories_by_unit(release)
    honours, honour_count = best_honours(release.site.stories, release, links, _HONOURS)
    sections = menu_of(release).entries
    panels = [panel for panel in panels_of(release, links) if panel.folder in dict(sections)]
    shown = {*_ON_PAGE, *(panel.folder for panel in panels)}
    lead = settings.lead or settings.description or _LEAD
    yield make_page(
        frame,
        release,
        "",
        "home",
        Head(settings.site_name, lead, sheet="home", updated=day_words(release.as_of)),
        title=settings.headline or settings.site_name,
        lead=lead,
        seal=settings.seal or settings.site_name,
        feature=_feature(cover, release, links),
        panels=panels,
        others=[
            (label, links.to(f"{f}/") + QUERIES.get(f, ""))
            for f, label in sections
            if f not in shown
        ],
        shelves=[shelf for shelf in shelves if shelf],
        honours=honours,
        honour_count=honour_count,
        units=[
            ("· " * depth + unit.label, links.unit(unit), len(owned[unit.id]))
            for unit, depth in unit_tree(release.site)
            if unit.id in owned
        ],
    )


def _cover(release: Release) -> Brand | None:
    """The brand whose method opens into the most numerals: the cover of the exhibition."""
    brands = [
        story
        for story in release.site.stories
        if isinstance(story, Brand) and story.method and len(story.method.parts) > 1
    ]
    fitting = [story for story in brands if code_of(story)]
    return max(fitting, key=_openness, default=None)


def _openness(story: Brand) -> tuple[int, int]:
    parts = story.method.parts if story.method else ()
    return sum(bool(part.count) for part in parts), sum(len(part.items) for part in parts)


def _feature(
    cover: Brand | None, release: Release, links: Links
) -> tuple[Teaser, Decomposition] | None:
    method = decomposition(cover.method) if cover and cover.method else None
    return (teaser(cover, release, links), method) if cover and method else None
