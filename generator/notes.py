"""Notes on stories: what an edit must know of each of them without reading it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.faces import Pictures, freeze_face
from generator.kept import Near, Note, freeze, thaw
from generator.load.originals import asked_for
from generator.model.face import face_of
from generator.model.kinds import Story
from generator.model.problem import Problem
from generator.model.site import Site
from generator.sight import Seen

if TYPE_CHECKING:
    from generator.render.story import Around


def notes_on(
    files: Iterable[str], site: Site, problems: Sequence[Problem], sight: Mapping[str, Seen]
) -> dict[str, Note]:
    """A note on each of these files; `site` holds their stories, `problems` what was found."""
    stories = {story.file: story for story in site.stories}
    own: dict[str, Pictures] = {}
    for key, original in site.originals.items():
        own.setdefault(key[0], {})[key] = original
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.place.file, []).append(problem)
    notes = {}
    for file in files:
        told = found.get(file)
        seen = freeze(told) if told else b""
        story = stories[file]
        look = sight.get(file)  # None for a file that came after the look
        digest = (look and look.digest) or b""
        notes[file] = _note(story, own.get(story.key, {}), seen, digest)
    return notes


def problems_in(notes: Mapping[str, Note]) -> list[Problem]:
    """All that the stories were found to hold, before anything is allowed."""
    return [problem for note in notes.values() if note.problems for problem in thaw(note.problems)]


def without_stories(site: Site) -> Site:
    """All of a site that is no story's own."""
    keys = {story.key for story in site.stories}
    originals = {key: value for key, value in site.originals.items() if key[0] not in keys}
    return replace(site, stories=(), signatures=(), originals=originals)


def signed_by_story(site: Site) -> dict[str, bytes]:
    """The sign-offs of reviews.yml by the story's key."""
    made: dict[str, list[object]] = {}
    for signature in site.signatures:
        made.setdefault(signature.story, []).append(signature)
    return {key: freeze(tuple(signatures)) for key, signatures in made.items()}


def near_of(around: Around) -> Near:
    """The files of the newer, the older and the related stories, and the words of boards."""
    newer, older = ((each.file,) if each else () for each in (around.newer, around.older))
    related = tuple(story.file for story in around.related)
    return Near(newer, older, related, tuple(tuple(each) for each in around.mentions))


def needs_of(file: str, near: Near, notes: Mapping[str, Note], drafts: Mapping[str, bool]) -> bytes:
    """The digest of all that a story's page shows: its file, its pictures, what is around it."""
    told = hashlib.sha256(notes[file].read + notes[file].mark + _flag(drafts, file))
    for group in near.files:
        told.update(b"|")
        for other in group:
            told.update(notes[other].mark + _flag(drafts, other))
    told.update(repr(near.mentions).encode())
    return told.digest()


def _flag(drafts: Mapping[str, bool], file: str) -> bytes:
    return b"d" if drafts.get(file) else b"-"


def _note(story: Story, originals: Pictures, problems: bytes, content: bytes) -> Note:
    pictures = repr(
        [(key[1], o.width, o.height, o.digest, o.size) for key, o in sorted(originals.items())]
    ).encode()
    face = freeze_face(face_of(story), originals)
    return Note(
        read=hashlib.sha256(content + pictures).digest(),
        asks=asked_for(story),
        face=face,
        mark=hashlib.sha256(face).digest(),
        problems=problems,
        allows=bool(story.allow),
    )
