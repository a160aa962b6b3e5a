"""The stories that a build from nothing shows, at rest: what is told of each and where it lies.

Ten thousand faces take 80 MB, and two processes that both look at them take that twice, for a
fork's memory is shared only until it is touched. So none is held while the second one is forked:
each reads what it renders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from generator.faces import faces_of
from generator.kept import Note, Shown
from generator.model.face import alone
from generator.model.kinds import Story
from generator.model.output import Output
from generator.model.release import Release
from generator.notes import around_of
from generator.packed import Pile
from generator.render.frame import Frame
from generator.render.story import related_row, story_page

STORIES_TO_SPARE = 2_000  # fewer faces take less than is at hand while the lists are made
STORIES_A_READING = 400  # the faces around them: one to four each, 8 KB a face


class Lineup(Struct, frozen=True):
    """The stories of a release by file, newest first.

    `release` holds none of them, only where their texts lie; `words` are what the shell of every
    page shows; `told` lacks what pressing a page gives; `book` is the file of faces; `printed` are
    the stories whose texts other pages print.
    """

    release: Release
    words: dict[str, Any]
    told: Mapping[str, Shown]
    notes: Mapping[str, Note]
    book: Path
    printed: frozenset[str]

    @property
    def is_long(self) -> bool:
        """Whether memory is worth more than a moment."""
        return len(self.told) >= STORIES_TO_SPARE

    def faced(self) -> Release:
        """The release with its stories' faces."""
        faces = self._faces(self.told, sparing=self.is_long)
        stories = tuple(faces[file] for file in self.told)
        return replace(self.release, site=replace(self.release.site, stories=stories))

    def pages(self, frame: Frame) -> Iterator[list[Output]]:
        """The page of each story, followed by the pictures it asks for."""
        own, files, rows = alone(self.release), list(self.told), Pile()
        for start in range(0, len(files), STORIES_A_READING):
            near = {file: self.told[file].near for file in files[start : start + STORIES_A_READING]}
            beside = {*chain.from_iterable(each.newer + each.older for each in near.values())}
            lacking = {*chain.from_iterable(each.related for each in near.values())} - rows.keys()
            faces = self._faces(beside | lacking)
            for file in lacking:
                rows[file] = related_row(faces[file], own, frame)
            for file, told in near.items():
                around = around_of(told, faces, lambda other: Markup(rows[other]))
                yield [*story_page(self.release.texts[file], around, own, frame)]

    def _faces(self, files: Iterable[str], *, sparing: bool = False) -> dict[str, Story]:
        found = faces_of(self.notes, files, self.book, sparing=sparing)
        return {face.file: face for face in found}
