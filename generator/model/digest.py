"""The digest of what a reviewer reads: all words and pictures of a story, not its sign-offs."""

from __future__ import annotations

import hashlib
import json

import msgspec

from generator.model.fields import as_data
from generator.model.kinds import Story
from generator.model.site import Site

# Not what a reviewer reads: who signed, what is allowed, when it is shown and under which address.
_NOT_REVIEWED = frozenset(
    {"review", "allow", "publish", "file", "id", "address_name", "slug", "aliases"}
)


def content_digest(story: Story, site: Site) -> str:
    """SHA-256 (hex, 32 digits) over the story's fields and the bytes of its pictures.

    Fields that nobody typed are left out, and the order is their names': a later version with one
    field more leaves every sign-off as it stands.
    """
    fields = as_data(story, _NOT_REVIEWED, changed=True)
    words = msgspec.json.encode(fields, order="deterministic")
    pictures = "".join(f"\n{digest}" for digest in _pictures(story, site))
    return hashlib.sha256(words + pictures.encode()).hexdigest()[:32]


def part_digests(story: Story, site: Site) -> dict[str, str]:
    """A digest (hex, 8 digits) of each field that holds something, by key; pictures by bytes."""
    fields = as_data(story, _NOT_REVIEWED, changed=True)
    if "photos" in fields or "emblem" in fields:
        fields["photos"] = [fields.get("photos"), *_pictures(story, site)]
    return {
        key: hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]
        for key, value in fields.items()
    }


def _pictures(story: Story, site: Site) -> list[str]:
    names = sorted({photo.file for photo in story.photos} | {getattr(story, "emblem", None) or ""})
    found = (site.originals.get((story.key, name)) for name in names)
    return [original.digest for original in found if original]
