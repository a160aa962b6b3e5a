"""年度突出贡献奖: the years, a page a year with its citations, a presenter's view for the hall."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from generator.model.carriers import Ceremony
from generator.model.output import Output, Page, Text
from generator.model.release import Release
from generator.render.entries import Person, ceremony_address, person
from generator.render.frame import Frame, Head, Links, links_from, make_page
from generator.render.html import markdown, plain
from generator.render.stars import SHEET

# Characters of a citation that fill a screen of the hall: above the first in smaller type, above
# the second in the smallest, which takes 400 on 1080 lines.
_LENGTHS = ((90, "short"), (180, "middle"))


class Honoured(Struct, frozen=True):
    """A winner as the pages show them; `length` tells how large a citation can be set."""

    person: Person
    citation: Markup
    length: str


def ceremony_pages(release: Release, frame: Frame) -> Iterator[Output]:
    """`ceremonies/` and a page a year; nothing without ceremonies."""
    if not release.site.ceremonies:
        return
    links = links_from("ceremonies/", release)
    years = [
        (each, links.to(ceremony_address(each.year)), [winner.name for winner in each.winners])
        for each in release.site.ceremonies
    ]
    head = Head("颁奖典礼", "历年获奖者和颁奖词。", "ceremonies", sheet=SHEET)
    yield make_page(frame, release, "ceremonies/", "ceremonies", head, years=years)
    for each in release.site.ceremonies:
        yield _year_page(each, release, frame)


def presenters(release: Release, frame: Frame) -> Iterator[Text]:
    """`ceremonies/<year>/present/`: a screen a winner, turned by hand; plain anchors without JS."""
    for each in release.site.ceremonies:
        path = f"{ceremony_address(each.year)}present/"
        links = links_from(path, release)
        html = frame.templates.get_template("templates/present.html").render(
            ceremony=each,
            winners=honoured(each, release, links),
            settings=frame.settings,
            back=links.to(ceremony_address(each.year)),
            root=links.root,
            version=frame.version,
        )
        yield Text(f"{path}index.html", html)


def honoured(each: Ceremony, release: Release, links: Links) -> list[Honoured]:
    """The winners of a ceremony as seen from the page that `links` belong to."""
    return [
        Honoured(
            person(winner, release, links),
            markdown(winner.citation or ""),
            _length(plain(winner.citation or "")),
        )
        for winner in each.winners
    ]


def _year_page(each: Ceremony, release: Release, frame: Frame) -> Page:
    path = ceremony_address(each.year)
    links = links_from(path, release)
    names = "、".join(winner.name for winner in each.winners)
    title = each.whole_title
    return make_page(
        frame,
        release,
        path,
        "ceremony",
        Head(title, f"{title}：{names}。", "ceremonies", sheet=SHEET),
        ceremony=each,
        winners=honoured(each, release, links),
        all_href=links.to("ceremonies/"),
        present_href=links.to(f"{path}present/"),
    )


def _length(citation: str) -> str:
    return next((name for most, name in _LENGTHS if len(citation) <= most), "long")
