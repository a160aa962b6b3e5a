"""Notes on stories: what an edit must know of each of them without reading it again."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec.structs import replace

from generator import check
from generator.check.review import NOTICE_DAYS
from generator.faces import faces_of, freeze_face
from generator.kept import Near, Note, freeze, thaw
from generator.load.originals import asked_for
from generator.model.days import days_of, gone_by
from generator.model.face import bare, face_of
from generator.model.kinds import Story
from generator.model.original import Originals
from generator.model.problem import Problem
from generator.model.release import Release
from generator.model.site import Site
from generator.sight import Seen

if TYPE_CHECKING:
    from generator.render.story import Around

Days = tuple[date, date]  # of the build before and of this one


def notes_on(site: Site, problems: Sequence[Problem], sight: Mapping[str, Seen]) -> dict[str, Note]:
    """A note on the file of each story of the site; `problems` are what was found in them."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.place.file, []).append(problem)
    notes = {}
    for story in site.stories:
        told = found.get(story.file, [])
        look = sight.get(story.file)  # None for a file that came after the look
        digest = (look and look.digest) or b""
        notes[story.file] = _note(story, site.originals, told, digest)
    return notes


def notes_on_day(notes: dict[str, Note], book: Path, site: Site, days: Days) -> dict[str, Note]:
    """The notes as they are after the days gone by: what dated checks find in some of them now."""
    files = [file for file, note in notes.items() if gone_by(note.days, *days, NOTICE_DAYS)]
    alone = replace(bare(site), stories=tuple(faces_of(notes, files, book)))
    found: dict[str, list[Problem]] = {}
    for problem in check.look(alone, days[1], across=False, dated=True):
        found.setdefault(problem.place.file, []).append(problem)
    told = {file: freeze(found[file]) if file in found else b"" for file in files}
    return {**notes, **{file: notes[file]._replace(dated=told[file]) for file in files}}


def problems_in(notes: Mapping[str, Note]) -> list[Problem]:
    """All that the stories were found to hold, before anything is allowed."""
    frozen = (told for note in notes.values() for told in (note.problems, note.dated) if told)
    return [problem for told in frozen for problem in thaw(told)]


def without_stories(site: Site) -> Site:
    """All of a site that is no story's own."""
    keys = {story.key for story in site.stories}
    others = {key: own for key, own in site.originals.owners.items() if key not in keys}
    return replace(site, stories=(), signatures=(), originals=Originals(others))


def signed_by_story(site: Site) -> dict[str, bytes]:
    """The sign-offs of reviews.yml by the story's key."""
    return {key: freeze(signatures) for key, signatures in site.signatures_of.items()}


def surroundings(faced: Release) -> Iterator[tuple[Story, Near]]:
    """Every story's face with what is around it; its page depends on nothing else of the site."""
    from generator.render.entries import mentions

    kinds: dict[str, list[Story]] = {}
    named = mentions(faced)
    for story in faced.site.stories:
        kinds.setdefault(story.kind, []).append(story)
    for stories in kinds.values():
        files = [story.file for story in stories]
        for at, story in enumerate(stories):
            found = (faced.site.find(reference) for reference in story.related)
            yield (
                story,
                Near(
                    newer=tuple(files[at - 1 : at]) if at else (),
                    older=tuple(files[at + 1 : at + 2]),
                    related=tuple(each.file for each in found if each and each is not story),
                    mentions=tuple(map(tuple, named.get(story.key, ()))),
                ),
            )


def around_of(near: Near, faces: Mapping[str, Story], row: Callable[[str], Markup]) -> Around:
    """What `near` names, from the faces of its neighbours and the rows of related stories, by
    file."""
    from generator.render.entries import Mention
    from generator.render.story import Around

    newer, older = (faces[group[0]] if group else None for group in (near.newer, near.older))
    mentions = tuple(Mention(*words) for words in near.mentions)
    return Around(newer, older, tuple(map(row, near.related)), mentions)


def needs_of(
    notes: Mapping[str, Note], drafts: Mapping[str, bool], site: Site, day: date
) -> Callable[[str, Near], bytes]:
    """Gives the digest of all that a story's page shows: its file, its pictures, what is around it.

    What their units are called is part of it; so is the day, as far as it has passed days that a
    story tells: a consent may have ended.
    """
    today = day.toordinal()

    @cache  # each is around three others
    def shown(file: str) -> bytes:
        note, draft = notes[file], drafts.get(file)
        past = bisect_left(note.days, today), bisect_right(note.days, today)
        return note.mark + (b"d%d,%d" if draft else b"-%d,%d") % past + called(note.unit)

    @cache
    def called(name: str) -> bytes:
        unit = site.unit(name)
        return repr((unit.id, unit.name, unit.label)).encode() if unit else b""

    def needs(file: str, near: Near) -> bytes:
        told = [notes[file].read, shown(file)]
        for group in near.files:
            told += b"|", *map(shown, group)
        return hashlib.sha256(b"".join((*told, repr(near.mentions).encode()))).digest()

    return needs


def _note(story: Story, originals: Originals, problems: list[Problem], content: bytes) -> Note:
    pictures = repr(
        [(name, o.width, o.height, o.digest, o.size) for name, o in originals.of(story.key).items()]
    ).encode()
    face = freeze_face(face_of(story), originals)
    dated = [problem for problem in problems if problem.id in check.DATED]
    others = [problem for problem in problems if problem.id not in check.DATED]
    return Note(
        read=hashlib.sha256(content + pictures).digest(),
        asks=asked_for(story),
        face=face,
        mark=hashlib.sha256(face).digest(),
        unit=story.unit,
        problems=freeze(others) if others else b"",
        dated=freeze(dated) if dated else b"",
        days=tuple(sorted({day.toordinal() for day in days_of(story)})),
        allows=bool(story.allow),
    )
