"""Slides of the institute's other carriers: cover, notices, stars, awards, maxims, honours."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.carriers import Maxim
from generator.model.release import Release, last_day
from generator.model.window import TITLE_MOST, Notice
from generator.render.awards import level_words, rank
from generator.render.entries import unit_label
from generator.render.excerpts import columns_of, lead_within, title_within
from generator.render.html import plain
from generator.render.slide import Slide, qr_of

_CITATION_MOST = 150  # characters: eight lines on a landscape screen
_ROWS = 5  # of a star board or a list of honours


def cover_slide(title: str, release: Release) -> Slide:
    """The first slide of every round: whose screen this is, and the way to the site."""
    settings = release.site.settings
    headline = title_within(settings.headline or settings.site_name, TITLE_MOST)
    size, columns = columns_of(headline)
    return Slide(
        id="cover",
        look="cover",
        title=headline,
        label=title,
        name=settings.site_name,
        size=size,
        columns=columns,
        note=settings.sponsor or "",
        qr=qr_of("", release),
        qr_words="扫码看网站",
    )


def notice_slide(notice: Notice, number: int) -> Slide:
    """A notice, with the days the screen holds to."""
    return Slide(
        id=f"notice/{number}",
        look="notice",
        title=notice.title,
        label="公告",
        lead=notice.text or "",
        note=notice.by or "",
        first=notice.from_,
        last=notice.until,
    )


def star_slides(release: Release) -> Iterator[Slide]:
    """The latest board, a slide for every five names."""
    for board in release.site.stars[:1]:
        rows = [(star, unit_label(star.unit, release)) for star in board.stars]
        for at in range(0, len(rows), _ROWS):
            yield Slide(
                id=f"stars/{board.week}/{at // _ROWS}",
                look="stars",
                title="五星榜",
                label="五星榜",
                note=board.week.words,
                qr=qr_of("stars/", release),
                qr_words="扫码看往期",
                stars=tuple(rows[at : at + _ROWS]),
            )


def ceremony_slides(release: Release) -> Iterator[Slide]:
    """Those honoured at the latest ceremony, each with the citation."""
    for ceremony in release.site.ceremonies[:1]:
        for number, winner in enumerate(ceremony.winners):
            if winner.citation:
                yield Slide(
                    id=f"ceremonies/{ceremony.year}/{number}",
                    look="citation",
                    title=winner.name,
                    label=f"{ceremony.year}年{_without_year(ceremony.title)}",
                    lead=lead_within(plain(winner.citation), _CITATION_MOST),
                    note=unit_label(winner.unit, release),
                )


def maxim_slides(release: Release) -> Iterator[Slide]:
    """Every maxim, set vertically."""
    for number, maxim in enumerate(release.site.maxims):
        size, columns = columns_of(maxim.text)
        yield Slide(
            id=f"maxims/{number}",
            look="maxim",
            title=maxim.text,
            label="党员格言",
            note=_by(maxim, release),
            columns=columns,
            size=size,
        )


def honour_slides(release: Release) -> Iterator[Slide]:
    """The highest and latest honours; the slide ends with the first of their stories to end."""
    won = [(honour, story) for story in release.site.stories for honour in story.honours]
    best = sorted(won, key=lambda pair: rank(pair[0]))[:_ROWS]
    ends = [end for _, story in best if (end := last_day(story))]
    if best:
        yield Slide(
            id="honours",
            look="honours",
            title="荣誉",
            label="荣誉",
            note=f"共{len(won)}项" if len(won) > len(best) else "",
            last=min(ends, default=None),
            qr=qr_of("honours/", release),
            qr_words="扫码看全部荣誉",
            honours=tuple(
                (honour, level_words(honour), unit_label(story.unit, release))
                for honour, story in best
            ),
        )


def _without_year(title: str) -> str:
    return title.lstrip("0123456789年 ") or title


def _by(maxim: Maxim, release: Release) -> str:
    return " · ".join(w for w in (maxim.author, unit_label(maxim.unit, release)) if w)
