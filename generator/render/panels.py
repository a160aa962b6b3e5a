"""What the home page shows of the other showcases: one panel each, the newest of its kind."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from generator.model.release import Release
from generator.render.breaks import clauses
from generator.render.entries import unit_label
from generator.render.frame import Links

_NAMES_MOST = 5  # a board has five stars
_MAXIM_MOST = 32  # characters of a maxim that a panel holds
_COLUMN_MOST = 10  # characters of one of its columns
_COLUMNS_MOST = 4  # beside each other in the narrowest panel: a third of a tablet, upright


class Panel(Struct, frozen=True):
    """A panel: names with a few words each, or a maxim in `columns`; `note` says of when or whom.

    `left_out` is the number of names that stand on the section's own page only.
    """

    folder: str
    label: str
    note: str
    href: str
    names: tuple[tuple[str, str], ...] = ()
    left_out: int = 0
    columns: tuple[str, ...] = ()


def panels_of(release: Release, links: Links) -> list[Panel]:
    """The panels that have something to show, in the order of PANELS; each leads to a section."""
    return [panel for make in PANELS if (panel := make(release, links))]


def _board(release: Release, links: Links) -> Panel | None:
    """The stars of the newest week that has any."""
    board = next((board for board in release.site.stars if board.stars), None)
    if board is None:
        return None
    names = tuple((star.name, star.star or "") for star in board.stars)
    return _named("stars", "五星榜", board.week.words, names, links)


def _ceremony(release: Release, links: Links) -> Panel | None:
    """Those honoured at the newest ceremony."""
    newest = next((each for each in release.site.ceremonies if each.winners), None)
    if newest is None:
        return None
    names = tuple((winner.name, unit_label(winner.unit, release)) for winner in newest.winners)
    return _named("ceremonies", newest.title, f"{newest.year}年", names, links)


def _maxim(release: Release, links: Links) -> Panel | None:
    """A maxim of the week: those chosen for posters in turn, else all that fit."""
    fitting = [maxim for maxim in release.site.maxims if _fits(maxim.text)]
    chosen = [maxim for maxim in fitting if maxim.poster] or fitting
    if not chosen:
        return None
    maxim = chosen[release.as_of.toordinal() // 7 % len(chosen)]
    by = "　".join(filter(None, (unit_label(maxim.unit, release), maxim.author)))
    columns = tuple(clauses(maxim.text))
    return Panel("maxims", "党员格言", by, links.to("maxims/"), columns=columns)


def _named(
    folder: str, label: str, note: str, names: tuple[tuple[str, str], ...], links: Links
) -> Panel:
    left_out = max(0, len(names) - _NAMES_MOST)
    return Panel(folder, label, note, links.to(f"{folder}/"), names[:_NAMES_MOST], left_out)


def _fits(text: str) -> bool:
    columns = clauses(text)
    if len(text) > _MAXIM_MOST or len(columns) > _COLUMNS_MOST:
        return False
    return max(map(len, columns)) <= _COLUMN_MOST


PANELS: tuple[Callable[[Release, Links], Panel | None], ...] = (_board, _maxim, _ceremony)
