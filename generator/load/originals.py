"""The files that stories and works name: found beside them, opened, measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from generator.load.bytes import clean_text, glance
from generator.load.folder import StoryFile, read_bytes
from generator.load.paths import beside
from generator.load.trouble import Unreadable, problem_at
from generator.model.carriers import Work
from generator.model.kinds import Brand, Story
from generator.model.original import Captions, Original, Originals, Recording
from generator.model.problem import NO_WORDS, Problem, Words
from generator.model.problem import Path as DataPath
from generator.model.source import Source, file_beside

if TYPE_CHECKING:
    from generator.recordings import RecordingFault

_OTHER_FILE = Words("请换成 JPG、PNG、WebP 或 HEIC 图片", "use a JPG, PNG, WebP or HEIC picture")


class Beside(Struct):
    """What lies beside a record, by (its key, file as typed), and what is wrong with the rest.

    `sources` are those of files that hold text, by their paths below the root.
    """

    originals: Originals = field(default_factory=Originals)
    recordings: dict[tuple[str, str], Recording] = field(default_factory=dict)
    captions: dict[tuple[str, str], Captions] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_originals(story: Story, file: StoryFile, cache: Path) -> Beside:
    """The pictures of a story. `cache` remembers pictures that were found sound."""
    found = Beside()
    pictures: dict[str, Original] = {}
    for name, path in _named(story):
        place = _place(file.folder, name, file.file, path, found)
        if place and path[0] != "attachments":
            pictures |= _picture(place, name, file.file, path, cache, found)
    found.originals.own(story.key, pictures)
    return found


def asked_for(story: Story) -> tuple[str, ...]:
    """The files that a story names, by their paths below the root."""
    return tuple(file_beside(story.file, name) for name, _ in _named(story))


def read_recordings(work: Work, folder: Path, cache: Path) -> Beside:
    """The recording, poster and captions of a work."""
    from generator.recordings import RecordingFault, facts

    found = Beside()
    if work.poster and (place := _place(folder, work.poster, work.yml, ("poster",), found)):
        pictures = _picture(place, work.poster, work.yml, ("poster",), cache, found)
        found.originals.own(work.key, pictures)
    if work.file and (place := _place(folder, work.file, work.yml, ("file",), found)):
        recording = facts(place)
        if isinstance(recording, RecordingFault):
            _fault(recording, work.file, work.yml, ("file",), found)
        else:
            found.recordings[work.key, work.file] = recording
    if work.captions and (place := _place(folder, work.captions, work.yml, ("captions",), found)):
        _captions(place, work, work.captions, found)
    return found


def _captions(place: Path, work: Work, name: str, found: Beside) -> None:
    from generator.recordings import MOST_CAPTIONS, RecordingFault, captions

    file = file_beside(work.yml, name)
    raw = read_bytes(place, MOST_CAPTIONS)
    try:
        text, warnings = clean_text(raw, file)
    except Unreadable as stop:
        found.sources[file] = Source(file, glance(raw))
        found.problems += stop.problems
        return
    said = captions(text)
    if isinstance(said, RecordingFault):
        _fault(said, name, work.yml, ("captions",), found)
        return
    found.captions[work.key, name] = said
    found.sources[file] = Source(file, said.file)
    found.problems += warnings


def _place(folder: Path, name: str, file: str, path: DataPath, found: Beside) -> Path | None:
    place = beside(folder, name)
    if isinstance(place, Path):
        return place
    id, message, hint = place
    found.problems.append(problem_at(id, file, path, message, hint))
    return None


def _picture(
    place: Path, name: str, file: str, path: DataPath, cache: Path, found: Beside
) -> dict[str, Original]:
    from generator import pictures  # 0.1 s to import, needed only where there are pictures

    told = pictures.facts(place, cache)
    if isinstance(told, pictures.PictureFault):
        words = Words(f"“{name}”{told.detail.zh}", f"“{name}” {told.detail.en}")
        hint = _OTHER_FILE if told.kind == "not-image" else NO_WORDS
        found.problems.append(problem_at(f"picture-{told.kind}", file, path, words, hint))
        return {}
    return {name: Original(place, told.width, told.height, told.digest, told.size)}


def _fault(fault: RecordingFault, name: str, file: str, path: DataPath, found: Beside) -> None:
    told = Words(f"“{name}”{fault.detail.zh}", f"“{name}” {fault.detail.en}")
    found.problems.append(problem_at(f"recording-{fault.kind}", file, path, told, fault.hint))


def _named(story: Story) -> Iterator[tuple[str, DataPath]]:
    for number, photo in enumerate(story.photos):
        yield photo.file, ("photos", number, "file")
    if isinstance(story, Brand) and story.emblem:
        yield story.emblem, ("emblem",)
    for number, attachment in enumerate(story.attachments):
        yield attachment.file, ("attachments", number, "file")
