"""A root folder → Site, Sources and every problem of every file, in one run."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from generator.beside import beside, turns
from generator.load.folder import StoryFile, Walked, story_file, walk
from generator.load.reader import Loaded, Reader, Sources
from generator.load.settings import read_settings
from generator.load.trouble import problem
from generator.model.carriers import Ceremony, Maxim, StarWeek
from generator.model.kinds import names_in
from generator.model.problem import Problem, Words
from generator.model.site import Signature, Site, Term, Unit, Withdrawal
from generator.model.source import Source
from generator.packed import pack, unpack

FILES_A_TURN = 100  # 60 ms; where nobody keeps them a story read takes 13 KB
FILES_TO_SHARE = 400  # below that a second process costs more (0.1 s) than it saves


def load(
    root: Path,
    *,
    stories: bool = True,
    look: Callable[[Loaded], Any] = lambda _: None,
    keep: bool = True,
    meanwhile: Callable[[], object] = lambda: None,
) -> Loaded:
    """Reads mkdocs.yml and stories/ below `root`; a bad file costs only itself.

    Without `stories` their files are listed and left unread. `look` is given the stories by parts,
    as `load_some` gives them, each in the process that has read it; what it finds is picklable.
    Unless it is told to `keep` them the stories go no further than that.
    `meanwhile` is other work of the caller's: done while a second process reads already.
    """
    reader = Reader(root)
    ground = _ground(reader)
    walked = walk(root)
    reader.problems += walked.problems

    def part(files: list[StoryFile]) -> _Part:
        return _part(Reader(root).take(files), ground, look, keep)

    parts = _in_parts(walked.stories if stories else [], part, meanwhile)
    for each in parts:
        reader.join(each.reader)
    site = _whole(reader, ground, walked)
    files = dict.fromkeys(file.file for file in walked.stories)
    sources = Sources(reader, files)
    of_stories = [found for each in parts for found in each.reader.problems]
    looked = [each.looked for each in parts]
    return Loaded(site, sources, reader.problems, list(files), of_stories, looked)


def load_some(root: Path, files: list[str], site: Site) -> Loaded:
    """Reads these files of stories again: the site with them as its only stories, their problems.

    `site` gives everything else, the sign-offs of these stories among it.
    """
    reader = Reader(root).take([story_file(root, file) for file in files])
    return reader.loaded(site)


def load_called(root: Path, name: str) -> Site:
    """The site with the stories called `name` as its only ones; with all where none is.

    10,000 stories take 7 s to read, one takes none to speak of.
    """
    records = load(root, stories=False)
    files = [file for file in records.files if name in names_in(file)]
    return (load_some(root, files, records.site) if files else load(root)).site


def sources_of(root: Path, files: list[str]) -> Mapping[str, Source]:
    """The sources of stories' files, each read when it is asked for."""
    return Sources(Reader(root), dict.fromkeys(files))


def _ground(reader: Reader) -> Site:
    """What is read before the stories: any of them may depend on it."""
    settings, shared = read_settings(reader.root, reader.sources, reader.problems)
    return Site(
        settings=settings,
        units=reader.list_of(Unit, "units"),
        terms=reader.list_of(Term, "terms"),
        withdrawals=reader.list_of(Withdrawal, "withdrawn"),
        signatures=reader.list_of(Signature, "reviews"),
        shared=shared,
    )


def _whole(reader: Reader, ground: Site, walked: Walked) -> Site:
    """The site of all that was read, after the records beside the stories."""
    works = reader.works()
    reader.problems += _same_ids(walked.stories)
    from generator.load.awards import read_awards  # 0.02 s to import, not for an edit

    awards = read_awards(reader.root, reader.data, reader.sources, reader.problems)
    return replace(
        ground,
        stories=tuple(reader.stories),
        originals=reader.beside.originals,
        recordings=reader.beside.recordings,
        captions=reader.beside.captions,
        awards=awards,
        stars=reader.folder_of(StarWeek, "stars", lambda file, _: {"file": file}),
        ceremonies=reader.folder_of(Ceremony, "ceremonies", lambda file, _: {"file": file}),
        maxims=reader.list_of(Maxim, "maxims"),
        works=works,
        pledges=reader.pledges(),
        pages=reader.pages(),
        files=tuple(walked.pictures),
        unread=tuple(reader.broken),
        rough=tuple(reader.rough),
    )


class _Part(Struct):
    """What one process has read, and what was found in it there; stories are `sent` packed."""

    reader: Reader
    looked: Any
    sent: list[tuple[str, bytes]] = field(default_factory=list)

    def packed(self) -> _Part:
        """The part on its way to another process."""
        self.sent = [(story.file, pack(story)) for story in self.reader.stories]
        self.reader.stories, self.reader.taken = [], {}
        return self

    def unpacked(self) -> _Part:
        """The part as it was."""
        self.reader.stories = [unpack(*each) for each in self.sent]
        self.sent = []
        return self


def _part(reader: Reader, ground: Site, look: Callable[[Loaded], Any], keep: bool) -> _Part:
    read = reader.loaded(ground)
    looked = look(read)
    reader.stories = list(read.site.stories) if keep else []
    return _Part(reader, looked)


def _in_parts(
    files: list[StoryFile],
    part: Callable[[list[StoryFile]], _Part],
    meanwhile: Callable[[], object],
) -> list[_Part]:
    """Reads all stories, of many files in turn with a second process.

    That one begins at once; this one first does other work.
    """
    if len(files) < FILES_TO_SHARE:
        meanwhile()
        return [part(files)]
    some = [files[at : at + FILES_A_TURN] for at in range(0, len(files), FILES_A_TURN)]
    with turns(len(some)) as turn, beside(lambda: _put_away(some, turn, part)) as other:
        meanwhile()
        parts = _put_away(some, turn, part)
        parts |= other()
        return [pickle.loads(parts[number]).unpacked() for number in range(len(some))]


def _put_away(
    files: Sequence[list[StoryFile]],
    turn: Iterator[int],
    part: Callable[[list[StoryFile]], _Part],
) -> dict[int, bytes]:
    """What is read at each turn, as bytes: objects among what reading leaves would hold it all."""
    return {at: pickle.dumps(part(files[at]).packed(), protocol=5) for at in turn}


def _same_ids(files: list[StoryFile]) -> Iterator[Problem]:
    """Two files of one id (1252.yml and 1252/story.yml), or ids that differ in case only."""
    seen: dict[tuple[str, str], StoryFile] = {}
    for file in files:
        first = seen.setdefault((file.kind.name, file.id.casefold()), file)
        if first is not file:
            message = Words(f"编号与 {first.file} 相同", f"{first.file} has the same id")
            hint = Words("改一个文件名", "rename one of the files")
            yield problem("same-id", file.file, message, hint)
