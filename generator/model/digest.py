"""The digest of what a reviewer reads: all words and pictures of a story, not its sign-offs."""

from __future__ import annotations

import hashlib

from generator.model.kinds import Story
from generator.model.site import Site

_NOT_REVIEWED = {"review", "allow", "publish", "file"}


def content_digest(story: Story, site: Site) -> str:
    """SHA-256 (hex, 32 digits) over the story's fields and the bytes of its pictures."""
    names = sorted({photo.file for photo in story.photos} | {getattr(story, "emblem", None) or ""})
    found = (site.originals.get((story.key, name)) for name in names)
    pictures = (original.digest for original in found if original)
    told = story.model_dump_json(exclude=_NOT_REVIEWED)
    return hashlib.sha256("\n".join((told, *pictures)).encode()).hexdigest()[:32]
