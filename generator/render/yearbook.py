"""Yearbooks (风采录) in the site: a page for each year that settings name, with the book as a PDF.

The PDF holds whole stories, so this view needs them, not their faces; and it holds only stories of
the release that may be printed as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.model.kinds import KINDS
from generator.model.output import Output, Page
from generator.model.release import Release, narrowed
from generator.render.frame import Frame, Head, Links, links_from, make_page
from generator.render.lists import shelf_of
from generator.render.paper.choice import Choice, of_year, volumes
from generator.render.rolls import PAGE_MOST, numbered, page_paths, pager_of

SHEET = "yearbook"


class Volume(Struct, frozen=True):
    """A year's book in the list of all: where its page is and what it holds."""

    year: int
    href: str
    counts: tuple[tuple[str, int], ...]


def yearbook_pages(release: Release, frame: Frame) -> Iterator[Output]:
    """`yearbook/` and a page a year, each with the PDF that it offers for download."""
    books = books_of(release)
    if books:
        yield _shelf(books, release, frame)
    for year, choice in books.items():
        bound = {_pdf_of(year, volume): volume for volume in volumes(choice)}
        yield from _pages(year, choice, bound if release.can_print else {}, release, frame)
        if release.can_print:
            from generator.render.paper.book import Cut, book_of  # 0.03 s to import

            printed = narrowed(release, "print")
            yield from (book_of(volume, printed, Cut(), pdf) for pdf, volume in bound.items())


def books_of(release: Release) -> dict[int, Choice]:
    """The books of the years that settings name, latest first, those without stories left out."""
    printed = narrowed(release, "print")
    years = sorted(set(release.site.settings.yearbook), reverse=True)
    books = {year: of_year(printed, year) for year in years}
    return {year: choice for year, choice in books.items() if choice.stories}


def _shelf(books: dict[int, Choice], release: Release, frame: Frame) -> Page:
    links = links_from("yearbook/", release)
    volumes = [
        Volume(year, links.to(f"yearbook/{year}/"), _counts(choice))
        for year, choice in books.items()
    ]
    head = Head("风采录", "逐年的支部品牌、先进典型、班组与志愿服务。", "yearbook", sheet=SHEET)
    return make_page(frame, release, "yearbook/", "yearbooks", head, volumes=volumes)


def _pdf_of(year: int, volume: Choice) -> str:
    """Named by the year alone: a link that someone has sent stays good when the book grows."""
    number = re.sub(r"\D", "", volume.volume)
    return f"yearbook/{year}/fengcailu-{year}{f'-{number}' if number else ''}.pdf"


def _pages(
    year: int, choice: Choice, pdfs: Mapping[str, Choice], release: Release, frame: Frame
) -> Iterator[Page]:
    """A year's stories in the order of the book, PAGE_MOST on a page."""
    paths = page_paths(f"yearbook/{year}/", len(choice.stories))
    told = Head(
        choice.title, f"{choice.title}：{len(choice.stories)}篇稿件。", "yearbook", sheet=SHEET
    )
    for number, path in enumerate(paths):
        links: Links = links_from(path, release)
        own = choice.stories[number * PAGE_MOST : (number + 1) * PAGE_MOST]
        stories = [release.site.by_key[story.key] for story in own]
        shelves = (shelf_of(kind, stories, len(stories), release, links) for kind in KINDS.values())
        yield make_page(
            frame,
            release,
            path,
            "yearbook",
            numbered(told, number),
            year=year,
            title=choice.title,
            counts=_counts(choice),
            pdfs=[(volume.volume, links.root + pdf) for pdf, volume in pdfs.items()],
            up=links.to("yearbook/"),
            shelves=[shelf for shelf in shelves if shelf],
            pages=pager_of(paths, number, links),
        )


def _counts(choice: Choice) -> tuple[tuple[str, int], ...]:
    counted = (
        ("篇稿件", len(choice.stories)),
        ("项荣誉", len(choice.honours)),
        ("周五星榜", len(choice.weeks)),
        ("次年度表彰", len(choice.ceremonies)),
        ("条格言", len(choice.maxims)),
    )
    return tuple((label, count) for label, count in counted if count)
