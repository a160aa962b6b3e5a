"""What boards, awards, works, ledgers and the wall of maxims hold of each unit, for its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from msgspec import Struct

from generator.model.release import Release
from generator.model.site import Site
from generator.model.times import year_in
from generator.render.entries import Mention, awarded, starred
from generator.render.frame import Links
from generator.render.maxims import maxim_addresses
from generator.render.menu import SECTIONS

SHOWN_MOST = 6  # of a showcase on a unit's page, the newest; its own pages have the rest

Held = Iterator[tuple[str | None, Mention]]  # the unit as an entry names it, what is told


class Holding(Struct, frozen=True):
    """What one showcase holds of a unit: `rows` with their addresses, and how many there are."""

    folder: str
    label: str
    href: str
    rows: tuple[tuple[Mention, str], ...]
    count: int


def holdings_by_unit(release: Release) -> dict[str, dict[str, list[Mention]]]:
    """By a unit's id, its children's included: what each showcase holds, by its folder."""
    found: dict[str, dict[str, list[Mention]]] = {}
    for folder, told in SHOWCASES:
        for name, mention in told(release.site):
            for unit in release.site.line(release.site.unit(name) if name else None):
                found.setdefault(unit.id, {}).setdefault(folder, []).append(mention)
    return found


def holdings_of(held: dict[str, list[Mention]], links: Links) -> list[Holding]:
    """Those of one unit as seen from the page that `links` belong to."""
    labels = dict(section.entry for section in SECTIONS)
    return [
        Holding(
            folder,
            labels[folder],
            links.to(f"{folder}/"),
            tuple((row, links.to(row.address)) for row in rows[:SHOWN_MOST]),
            len(rows),
        )
        for folder, rows in held.items()
    ]


def _awards(site: Site) -> Held:
    for winner, mention in awarded(site):
        yield winner.unit, mention._replace(label=winner.name, words=mention.label)


def _stars(site: Site) -> Held:
    for star, mention in starred(site):
        words = "：".join(filter(None, (star.star, star.reason)))
        yield star.unit, mention._replace(label=star.name, words=words)


def _works(site: Site) -> Held:
    for work in site.works:
        year = year_in(work.date)
        words = " · ".join(filter(None, (work.type_label, work.author)))
        yield work.unit, Mention(work.address, f"{year}年" if year else "", "", work.title, words)


def _pledges(site: Site) -> Held:
    for year in site.pledges:
        address, label = f"pledges/{year.year}/", f"{year.year}年承诺台账"
        for unit, count in Counter(pledge.unit for pledge in year.pledges).items():
            yield unit, Mention(address, f"{year.year}年", "", label, f"{count}项承诺")


def _maxims(site: Site) -> Held:
    for maxim, address in maxim_addresses(site.maxims):
        yield maxim.unit, Mention(address, "", "", maxim.text, maxim.author or "")


SHOWCASES: tuple[tuple[str, Callable[[Site], Held]], ...] = (
    ("ceremonies", _awards),
    ("stars", _stars),
    ("works", _works),
    ("pledges", _pledges),
    ("maxims", _maxims),
)
