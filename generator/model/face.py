"""A story's face: all that pages other than its own may show of it.

An edit of a story's long texts leaves its face as it was, and so every page but its own: that is
what makes an edit cheap. The views of several stories get faces only, so they cannot depend on
more; a story's own page gets no other story but those around it.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from generator.model.kinds import Story
from generator.model.release import Release
from generator.model.site import Site

_OF_MANY = (
    *("stories", "withdrawals", "awards"),
    *("stars", "ceremonies", "maxims", "works", "pledges"),
)
OF_CHECKS: dict[str, Any] = {"terms": (), "files": ()}  # what no page is given of a site


def face_of(story: Story) -> Story:
    """The story without its long texts."""
    if story.sections is None and story.body is None:
        return story
    return story.but(sections=None, body=None)


def spare(record: Struct, words: dict[str, str]) -> None:
    """Has a record that was just read say its words with those in `words`, where they are the same.

    Of the 84 MB of 10,000 faces 50 are words said before: units, names, years, who signed. It
    takes 0.04 ms a face.
    """
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, str):
            force_setattr(record, name, words.setdefault(value, value))
        elif isinstance(value, Struct):
            spare(value, words)
        elif isinstance(value, tuple):
            for each in value:
                if isinstance(each, Struct):
                    spare(each, words)


def faces(release: Release) -> Release:
    """The release as the pages of several stories see it."""
    stories = tuple(face_of(story) for story in release.site.stories)
    site = replace(release.site, stories=stories, **OF_CHECKS)
    return replace(release, site=site, texts={})


def alone(release: Release) -> Release:
    """The release as a story's own page sees it: what all are told by settings, what units are
    called, pictures."""
    units = tuple(unit.but(intro=None) for unit in release.site.units)
    settings = release.site.settings.for_all
    site = replace(bare(release.site), settings=settings, units=units, **OF_CHECKS)
    return replace(release, site=site, texts={}, notices=())


def bare(site: Site) -> Site:
    """The site without its stories, and without what is shown in collections or tells of them."""
    none: dict[str, Any] = dict.fromkeys(_OF_MANY, ())
    return replace(site, **none)
