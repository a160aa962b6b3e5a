"""Reading and checking all of a root: stories are checked in the process that has read them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from generator import check
from generator.builds import Checked
from generator.faces import add_faces, faces_of, joined_faces
from generator.kept import Note
from generator.load.reader import Loaded
from generator.load.site import load
from generator.model.face import bare
from generator.model.problem import Problem
from generator.notes import notes_on, without_stories
from generator.packed import Laid, Packed, Span, put_away
from generator.sight import Seen


class Proof(Struct, frozen=True):
    """What some stories were found to hold, one by one.

    Where a build wants it there is a note on each, whose face lies in `book`, and where it lies
    whole.
    """

    own: list[Problem] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)
    book: Path = Path()
    places: dict[str, Span] = field(default_factory=dict)


def check_site(
    root: Path,
    as_of: date,
    sight: Mapping[str, Seen] | None = None,
    stage: Path | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Checked:
    """Reads everything and looks for every problem.

    A build says what `sight` saw of the stories, to have it noted, and in which folder, its
    `stage`, they may lie: it gets their faces then. `meanwhile` is done where another process
    reads.
    """
    loaded = load(
        root,
        look=lambda part: check_alone(part, as_of, sight, stage),
        keep=stage is None,
        meanwhile=meanwhile,
    )
    proofs, loaded.looked = loaded.looked, []  # their notes are copied: nobody is to hold them
    notes, book, texts = _noted(proofs) if stage else ({}, Path(), Packed({}))
    if stage:
        loaded.site = replace(loaded.site, stories=tuple(faces_of(notes, notes, book)))
    if loaded.site.unread:  # nothing of it will be kept
        whole = replace(loaded.site, stories=tuple(texts.values())) if stage else loaded.site
        problems = check.run(whole, as_of, loaded.problems)
        return Checked(loaded.sources, problems, loaded, [], [], notes, book, texts)
    rest = list(check.look(without_stories(loaded.site), as_of, across=False))
    own = [problem for proof in proofs for problem in proof.own]
    across = list(check.look(loaded.site, as_of, across=True))
    found = [*loaded.problems, *rest, *own, *across]
    problems = check.settled(loaded.site.stories, loaded.site, found, as_of)
    told = {id(problem) for problem in loaded.of_stories}
    ground = [*(p for p in loaded.problems if id(p) not in told), *rest]
    return Checked(loaded.sources, problems, loaded, ground, across, notes, book, texts)


def check_alone(
    read: Loaded, as_of: date, sight: Mapping[str, Seen] | None, stage: Path | None = None
) -> Proof:
    """What these stories hold, each looked at by itself; no problems where one is broken."""
    alone, own = replace(bare(read.site), stories=read.site.stories), []
    if not read.site.unread:
        files = {*read.files}
        found = check.look(alone, as_of, across=False)
        own = [problem for problem in found if problem.place.file in files]  # of no unit or setting
    if sight is None:
        return Proof(own)
    notes = notes_on(read.site, [*read.problems, *own], sight)
    if stage is None:
        return Proof(own, notes)
    mine = os.getpid()
    book, texts = stage / f"faces-{mine}", stage / f"stories-{mine}"
    return Proof(own, add_faces(book, notes), book, put_away(read.site.stories, texts))


def _noted(proofs: Sequence[Proof]) -> tuple[Mapping[str, Note], Path, Packed]:
    """What is noted of all stories, the file of their faces, the stories whole."""
    book, notes = joined_faces([(proof.book, proof.notes) for proof in proofs])
    texts = {file: place for proof in proofs for file, place in proof.places.items()}
    return Laid(notes, Note), book, Packed(texts)
