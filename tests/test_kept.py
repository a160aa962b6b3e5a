"""What a build keeps for the next one can be read again, whatever the records hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.faces import Lost, add_faces, faces_of, joined_faces, pictured, shelve_faces
from generator.kept import Note, Spot, freeze, thaw
from generator.load.site import load
from generator.model.face import face_of
from generator.notes import notes_on

ROOT = Path(__file__).parent.parent


def test_all_that_the_sample_holds_comes_back() -> None:
    """Calls with deadlines in a zone among it: an edit beside them was a crash."""
    site = load(ROOT).site
    assert any(award.deadline and award.deadline.tzinfo for award in site.awards)
    again = thaw(freeze(site))
    for name in ("settings", "units", "stories", "awards", "stars", "works", "pages"):
        assert getattr(again, name) == getattr(site, name)


@pytest.fixture(scope="module")
def notes() -> dict[str, Note]:
    """The notes on the sample's stories, their faces still in memory."""
    return notes_on(load(ROOT).site, (), {})


def test_faces_come_back_one_by_one(notes: dict[str, Note], tmp_path: Path) -> None:
    site = load(ROOT).site
    placed = add_faces(tmp_path / "book", notes)
    name = shelve_faces(tmp_path / "shelf", placed, tmp_path / "book")
    assert all(isinstance(note.face, Spot) for note in placed.values())
    found, pictures = pictured(placed, reversed(placed), tmp_path / "shelf" / name)
    assert found == [face_of(story) for story in reversed(site.stories)]
    of_stories = {story.key for story in site.stories}
    assert pictures == {key: each for key, each in site.originals.items() if key[0] in of_stories}


def test_faces_that_spare_memory_are_the_same(notes: dict[str, Note], tmp_path: Path) -> None:
    """What several of them say, such as the unit, lies in memory once."""
    whole, spared = (faces_of(notes, notes, tmp_path, sparing=sparing) for sparing in (False, True))
    assert spared == whole
    said = [story.unit for story in spared]
    assert len({*map(id, said)}) == len({*said}) < len(said)


def test_an_edit_adds_its_faces_behind_the_others(notes: dict[str, Note], tmp_path: Path) -> None:
    book = tmp_path / "book"
    placed = add_faces(book, notes)
    size = book.stat().st_size
    edited = next(iter(notes))
    again = add_faces(book, placed | {edited: notes[edited]})
    assert again == placed | {edited: _placed(notes[edited], size)}
    assert faces_of(again, notes, book) == faces_of(notes, notes, tmp_path / "none")


def test_faces_of_two_processes_are_joined(notes: dict[str, Note], tmp_path: Path) -> None:
    """Each writes a file of its own, several parts one after the other."""
    files, parts = list(notes), []
    for number, some in enumerate((files[:3], files[3:5], files[5:9], files[9:])):
        book = tmp_path / f"{number // 2}"
        parts.append((book, add_faces(book, {file: notes[file] for file in some})))
    book, joined = joined_faces(parts)
    assert joined == add_faces(tmp_path / "one", notes)
    assert book.read_bytes() == (tmp_path / "one").read_bytes()


@pytest.mark.parametrize("harm", ["altered", "cut", "gone"])
def test_a_face_that_is_not_what_was_kept_is_lost(
    harm: str, notes: dict[str, Note], tmp_path: Path
) -> None:
    book = tmp_path / "book"
    placed = add_faces(book, notes)
    content = book.read_bytes()
    if harm == "gone":
        book.unlink()
    else:
        book.write_bytes(content[:-1] + (b"?" if harm == "altered" else b""))
    with pytest.raises(Lost):
        faces_of(placed, placed, book)


def _placed(note: Note, start: int) -> Note:
    assert isinstance(note.face, bytes)
    return note._replace(face=Spot(start, len(note.face)))
