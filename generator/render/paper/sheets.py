"""Single sheets: A3 posters of maxims, A5 signs for posts (岗位标示牌, 党员先锋岗)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from generator.model.carriers import Maxim, PledgeYear
from generator.model.output import Typeset
from generator.model.release import Release
from generator.render.breaks import clauses, words_of
from generator.render.entries import unit_name
from generator.render.paper.marks import square_code

_NO_DAY = date(2000, 1, 1)  # a sheet changes with its words, not with every build
_COLUMN_MOST = 12  # characters of a poster's column; a longer clause takes two


def poster_of(maxim: Maxim, release: Release) -> Typeset | None:
    """The A3 poster of a maxim, to be yielded by the view that links to its `path`.

    None where none was asked for (`poster: true`), or this machine prints no Chinese. The address
    is made from the words: `maxims/poster-<digest>.pdf`.
    """
    if not maxim.poster or not release.can_print:
        return None
    told = {
        **_house(release),
        "columns": list(columns_of(maxim.text)),
        "text": maxim.text,
        "author": maxim.author or "",
        "unit": unit_name(maxim.unit, release),
    }
    digest = hashlib.sha256(maxim.text.encode()).hexdigest()[:10]
    return _typeset(f"maxims/poster-{digest}.pdf", "poster.typ", told)


def signs_of(year: PledgeYear, release: Release) -> Typeset | None:
    """The A5 signs of a year's pledges, a page for each with a `post`, to be yielded by the view
    that links to its `path`, `pledges/<year>/signs.pdf`.

    Each shows post, name, unit, promise, and the square code of `pledges/<year>/`. None where no
    pledge names a post, or this machine prints no Chinese.
    """
    posts = [pledge for pledge in year.pledges if pledge.post]
    if not posts or not release.can_print:
        return None
    address = f"pledges/{year.year}/"
    signs = [
        {
            "post": pledge.post,
            "who": pledge.who,
            "unit": unit_name(pledge.unit, release),
            "promise": pledge.promise,
        }
        for pledge in posts
    ]
    told = {**_house(release), "signs": signs, "code-square": square_code(release, address)}
    return _typeset(f"{address}signs.pdf", "sign.typ", {**told, "year": year.year})


def columns_of(text: str) -> Iterator[str]:
    """One clause a column; one that is too long goes on in the next, between two words."""
    for clause in clauses(text):
        column = ""
        for piece in words_of(clause):
            if column and len(column) + len(piece) > _COLUMN_MOST:
                yield column
                column = ""
            column += piece
        yield column


def _house(release: Release) -> dict[str, Any]:
    settings = release.site.settings
    return {
        "site": settings.site_name,
        "seal": settings.seal or settings.site_name[:4],
        "sponsor": settings.sponsor or "",
    }


def _typeset(path: str, template: str, told: dict[str, Any]) -> Typeset:
    return Typeset(path, template, json.dumps(told, ensure_ascii=False), (), _NO_DAY)
