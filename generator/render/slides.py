"""Which slides a screen plays and in which order; SOURCES are the contents besides stories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generator.model.kinds import KINDS, Story
from generator.model.release import Release, notices_of
from generator.model.window import Playlist
from generator.render.carrier_slides import (
    ceremony_slides,
    cover_slide,
    honour_slides,
    maxim_slides,
    notice_slide,
    star_slides,
)
from generator.render.slide import Slide
from generator.render.story_slides import story_slide

TITLE = "文化视窗"
Source = Callable[[Release], Iterator[Slide]]
Group = Sequence[Slide | Story]  # to be played in this order

# Contents that are no stories, in the order of a round.
SOURCES: dict[str, Source] = {
    "stars": star_slides,
    "maxims": maxim_slides,
    "ceremonies": ceremony_slides,
    "honours": honour_slides,
}


def slides_of(playlist: Playlist, release: Release) -> tuple[Slide, ...]:
    """The slides of one screen: the cover, pinned notices, then at most `most` of all else.

    `release` holds what may go onto a screen; it decides that, not this. Only the stories that are
    played become slides: a QR code takes 4 ms.
    """
    cover = cover_slide(playlist.title or TITLE, release)
    pinned, groups = _notices(playlist, release)
    groups += _stories(playlist, release)
    groups += [list(source(release)) for name, source in SOURCES.items() if playlist.plays(name)]
    places = ((at, number) for number, group in enumerate(groups) for at in range(len(group)))
    played = sorted(places)[: max(playlist.most, 1)]  # one of every group, then the next of each
    if playlist.order == "grouped":
        played.sort(key=lambda place: place[1])
    entries = (groups[number][at] for at, number in played)
    made = (each if isinstance(each, Slide) else story_slide(each, release) for each in entries)
    return (cover, *pinned, *made)


def _notices(playlist: Playlist, release: Release) -> tuple[list[Slide], list[Group]]:
    """Pinned notices, and the others as a group."""
    if not playlist.plays("notices"):
        return [], []
    notices = list(enumerate(notices_of(playlist, release)))
    pinned = [notice_slide(notice, number) for number, notice in notices if notice.pinned]
    return pinned, [[notice_slide(notice, n) for n, notice in notices if not notice.pinned]]


def _stories(playlist: Playlist, release: Release) -> list[Group]:
    """The stories to choose from: a group a kind, or one group in the order asked for."""
    if playlist.stories:
        named = (release.site.find(reference) for reference in playlist.stories)
        return [list({story.key: story for story in named if story}.values())]
    own = [story for story in release.site.stories if _fits(story, playlist, release)]
    if playlist.order == "newest":
        return [own]
    return [[story for story in own if story.kind == kind] for kind in KINDS]


def _fits(story: Story, playlist: Playlist, release: Release) -> bool:
    unit = release.site.unit(playlist.unit) if playlist.unit else None
    above = release.site.line(release.site.unit(story.unit)) if unit else ()
    return playlist.plays(story.kind) and (unit is None or unit in above)
