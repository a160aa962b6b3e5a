"""What search finds besides stories: works, units, winners, names on boards, maxims, pledges."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.carriers import Work
from generator.model.kinds import FOLDERS
from generator.model.release import Release
from generator.model.site import Site, Unit
from generator.model.times import year_in
from generator.render.entries import ceremony_address, starred, unit_name, winner_address
from generator.render.frame import Links, unit_address
from generator.render.html import plain
from generator.render.maxims import maxim_addresses
from generator.render.menu import SECTIONS, Entry
from generator.render.pledges import pledge_addresses
from generator.render.search import SearchDoc

_FOLDERS = ("works", "units", "ceremonies", "stars", "maxims", "pledges")
_LABELS = dict(section.entry for section in SECTIONS)


def others_to_find(release: Release) -> tuple[Iterator[SearchDoc], Iterator[SearchDoc]]:
    """Works, which are as long as stories; then entries of a few words, in the order of rank.

    What their pages show, each with its place there. Stories have no part in it.
    """
    links = Links("", "index.html" if release.offline else "")
    return (_work(work, release, links) for work in release.site.works), _entries(release, links)


def sections_to_find(release: Release) -> list[Entry]:
    """Folder and label of each section whose content search knows, as far as it has any."""
    known = {*FOLDERS, *_FOLDERS}
    return [each.entry for each in SECTIONS if each.folder in known and each.filled(release)]


def years_to_find(site: Site) -> set[str]:
    """The years by which what is found besides stories can be narrowed."""
    told = {each.year for each in site.ceremonies} | {each.year for each in site.pledges}
    told |= {board.week.year for board in site.stars}
    return {*map(str, told), *(year_in(work.date) for work in site.works)}


def _entries(release: Release, links: Links) -> Iterator[SearchDoc]:
    for unit in release.site.units:
        yield _unit(unit, links)
    yield from _awards(release, links)
    yield from _stars(release, links)
    yield from _maxims(release, links)
    yield from _pledges(release, links)


def _work(work: Work, release: Release, links: Links) -> SearchDoc:
    captions = release.site.captions.get((work.key, work.captions or ""))
    words = (work.type_label, plain(work.body or ""), *(captions.cues if captions else ()))
    return SearchDoc(
        url=links.to(work.address),
        title=work.title,
        people=work.author or "",
        unit=unit_name(work.unit, release),
        kind=_LABELS["works"],
        year=year_in(work.date),
        summary=work.summary or "",
        text="\n".join(words),
    )


def _unit(unit: Unit, links: Links) -> SearchDoc:
    """Its short name ranks as the names of people do: above the stories that are the unit's."""
    former = f"曾用名：{'、'.join(unit.former)}" if unit.former else ""
    return _entry(
        "units", links.to(unit_address(unit)), former,
        title=unit.name, people=unit.short or "", summary=unit.intro or "",
    )  # fmt: skip


def _awards(release: Release, links: Links) -> Iterator[SearchDoc]:
    for each in release.site.ceremonies:
        title, year = each.whole_title, str(each.year)
        yield _entry("ceremonies", links.to(ceremony_address(each.year)), title=title, year=year)
        for number, winner in enumerate(each.winners, 1):
            yield _entry(
                "ceremonies",
                links.to(winner_address(each.year, number)),
                *(title, plain(winner.citation or "")),
                people=winner.name,
                unit=unit_name(winner.unit, release),
                year=year,
            )


def _stars(release: Release, links: Links) -> Iterator[SearchDoc]:
    for star, mention in starred(release.site):
        yield _entry(
            "stars",
            links.to(mention.address),
            f"{mention.year}{mention.rest}{_LABELS['stars']}",
            "：".join(filter(None, (star.star, star.reason))),
            people=star.name,
            unit=unit_name(star.unit, release),
            year=mention.year.removesuffix("年"),
        )


def _maxims(release: Release, links: Links) -> Iterator[SearchDoc]:
    for maxim, address in maxim_addresses(release.site.maxims):
        yield _entry(
            "maxims",
            links.to(address),
            people=maxim.author or "",
            unit=unit_name(maxim.unit, release),
            summary=maxim.text,
        )


def _pledges(release: Release, links: Links) -> Iterator[SearchDoc]:
    for year in release.site.pledges:
        for pledge, address in pledge_addresses(year, release):
            yield _entry(
                "pledges",
                links.to(address),
                *(f"{year.year}年{_LABELS['pledges']}", pledge.post, pledge.promise),
                pledge.result and f"结果：{pledge.result}",
                people=pledge.who,
                unit=unit_name(pledge.unit, release),
                year=str(year.year),
            )


def _entry(folder: str, url: str, *text: str | None, **told: str) -> SearchDoc:
    """An entry of a showcase; what is not told of it is empty."""
    empty = dict.fromkeys(("title", "people", "unit", "year", "summary"), "")
    words = "\n".join(filter(None, text))
    return SearchDoc(url=url, kind=_LABELS[folder], text=words, **{**empty, **told})
