"""The faces of all stories in one file beside what a build kept, each read when it is asked for.

Of the 34 MB that a build of 10,000 stories leaves, 24 are faces, and an edit asks for ten of them.
An edit adds its new faces at the file's end; a full build writes another file, while it reads. A
face that is not what its note says is Lost, and a full build is asked for.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Raw, msgpack
from msgspec.structs import replace

from generator.kept import Note, Spot
from generator.model.face import spare
from generator.model.kinds import FOLDERS, Story
from generator.model.original import Originals
from generator.model.site import Site
from generator.publish import KEPT

_NAME = f"{KEPT}-"  # begins the file's name
_NONE = msgpack.encode({})  # no pictures


class Lost(Exception):
    """The file of faces is not the one that was kept."""


def freeze_face(face: Story, originals: Originals) -> bytes:
    """A face and its pictures as bytes, the same for the same."""
    return msgpack.encode((face, Raw(originals.owners.get(face.key, _NONE))))


def faces_of(
    notes: Mapping[str, Note], files: Iterable[str], place: Path, *, sparing: bool = False
) -> list[Story]:
    """The faces of the stories in these files, `sparing` memory at the price of time; raises Lost.

    Nothing else is made beside them: it would leave holes, and what comes to lie there would hold
    the faces' memory.
    """
    faces: list[Story] = []
    words: dict[str, str] = {}
    for face, _ in _faces(notes, files, place):
        if sparing:
            spare(face, words)
        faces.append(face)
    return faces


def pictured(
    notes: Mapping[str, Note], files: Iterable[str], place: Path
) -> tuple[list[Story], Originals]:
    """As `faces_of`, with the stories' pictures."""
    stories, pictures = [], Originals()
    for face, own in _faces(notes, files, place):
        stories.append(face)
        if own != _NONE:
            pictures.owners[face.key] = bytes(own)
    return stories, pictures


def with_faces(site: Site, notes: Mapping[str, Note], place: Path) -> Site:
    """The site with the faces of all its stories, and their pictures; raises Lost."""
    stories, pictures = pictured(notes, notes, place)
    return replace(site, stories=tuple(stories), originals=site.originals | pictures)


def shelve_faces(folder: Path, notes: Mapping[str, Note], book: Path) -> str:
    """Moves the file that the faces of all notes lie in to the folder; the name it has there."""
    marks = hashlib.sha256(b"".join(note.mark for note in notes.values()))
    name = f"{_NAME}{marks.hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.move(book, folder / f".{name}")  # it may come from another disk
    (folder / f".{name}").replace(folder / name)
    return name


def joined_faces(parts: Sequence[tuple[Path, Mapping[str, Note]]]) -> tuple[Path, dict[str, Note]]:
    """The notes of all parts, with their faces in one file: the first part's, grown by the others'.

    A part is a file and notes with spots in it; several parts may share a file.
    """
    notes: dict[str, Note] = {}
    book = parts[0][0]
    starts = {book: 0}
    with book.open("ab") as whole:
        for own, some in parts:
            if own not in starts:
                starts[own] = whole.tell()
                with own.open("rb") as more:
                    shutil.copyfileobj(more, whole)
            notes |= {file: _moved(note, starts[own]) for file, note in some.items()}
    return book, notes


def add_faces(place: Path, notes: Mapping[str, Note]) -> dict[str, Note]:
    """Adds the faces that the file lacks: the notes, all of them with spots."""
    with place.open("ab") as file:
        return _placed(file, notes)


def sweep_faces(folder: Path, name: str) -> None:
    """Removes the files of faces but for `name`, and the folder where nothing is left in it."""
    for old in folder.glob(f"{_NAME}*"):
        if old.name != name:
            with suppress(OSError):
                old.unlink()
    with suppress(OSError):
        folder.rmdir()


def _placed(file: BinaryIO, notes: Mapping[str, Note]) -> dict[str, Note]:
    placed = {}
    for key, note in notes.items():
        if isinstance(note.face, bytes):
            spot = Spot(file.tell(), len(note.face))
            file.write(note.face)
            note = note._replace(face=spot)
        placed[key] = note
    return placed


def _moved(note: Note, by: int) -> Note:
    assert isinstance(note.face, Spot)
    return note._replace(face=Spot(note.face.start + by, note.face.size)) if by else note


def _faces(
    notes: Mapping[str, Note], files: Iterable[str], place: Path
) -> Iterator[tuple[Story, Raw]]:
    for file, content in _contents(notes, files, place):
        yield _decoder(file.split("/")[1]).decode(content)


def _contents(
    notes: Mapping[str, Note], files: Iterable[str], place: Path
) -> Iterator[tuple[str, bytes]]:
    book: BinaryIO | None = None
    try:
        for file in files:
            note = notes[file]
            if isinstance(note.face, bytes):
                yield file, note.face
                continue
            book = book or place.open("rb")
            book.seek(note.face.start)
            content = book.read(note.face.size)
            if hashlib.sha256(content).digest() != note.mark:
                raise Lost
            yield file, content
    except FileNotFoundError as error:
        raise Lost from error
    finally:
        if book:
            book.close()


@cache
def _decoder(folder: str) -> msgpack.Decoder[Any]:
    record: Any = FOLDERS[folder].record
    return msgpack.Decoder(tuple[record, Raw])
