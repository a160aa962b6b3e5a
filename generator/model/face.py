"""A story's face: all that pages other than its own may show of it.

An edit of a story's long texts leaves its face as it was, and so every page but its own: that is
what makes an edit cheap. The views of several stories get faces only, so they cannot depend on
more; a story's own page gets no other story but those around it.
"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from generator.model.kinds import Story
from generator.model.release import Release
from generator.model.site import Site

_OF_MANY = (
    *("stories", "withdrawals", "awards"),
    *("stars", "ceremonies", "maxims", "works", "pledges"),
)


def face_of(story: Story) -> Story:
    """The story without its long texts."""
    if story.sections is None and story.body is None:
        return story
    return story.but(sections=None, body=None)


def faces(release: Release) -> Release:
    """The release as the pages of several stories see it."""
    stories = tuple(face_of(story) for story in release.site.stories)
    return replace(release, site=replace(release.site, stories=stories), texts={})


def alone(release: Release) -> Release:
    """The release as a story's own page sees it: settings, units, pictures."""
    return replace(release, site=bare(release.site), texts={})


def bare(site: Site) -> Site:
    """The site without its stories, and without what is shown in collections or tells of them."""
    none: dict[str, Any] = dict.fromkeys(_OF_MANY, ())
    return replace(site, **none)
