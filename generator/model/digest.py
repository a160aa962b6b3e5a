"""The digest of what a reviewer reads: all words and pictures of a story, not its sign-offs."""

from __future__ import annotations

import hashlib
import json

from generator.model.kinds import Story
from generator.model.site import Site

_NOT_REVIEWED = {"review", "allow", "publish", "file"}


def content_digest(story: Story, site: Site) -> str:
    """SHA-256 (hex, 32 digits) over the story's fields and the bytes of its pictures."""
    told = story.model_dump_json(exclude=_NOT_REVIEWED)
    return hashlib.sha256("\n".join((told, *_pictures(story, site))).encode()).hexdigest()[:32]


def part_digests(story: Story, site: Site) -> dict[str, str]:
    """A digest (hex, 8 digits) of each field that holds something, by key; pictures by bytes."""
    told = json.loads(story.model_dump_json(exclude=_NOT_REVIEWED, exclude_defaults=True))
    if "photos" in told or "emblem" in told:
        told["photos"] = [told.get("photos"), *_pictures(story, site)]
    return {
        key: hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]
        for key, value in told.items()
    }


def _pictures(story: Story, site: Site) -> list[str]:
    names = sorted({photo.file for photo in story.photos} | {getattr(story, "emblem", None) or ""})
    found = (site.originals.get((story.key, name)) for name in names)
    return [original.digest for original in found if original]
