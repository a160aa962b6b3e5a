"""What a build keeps for the next one can be read again, whatever the records hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.faces import Lost, add_faces, faces_of, write_faces
from generator.kept import Note, Spot, freeze, thaw
from generator.load.site import load
from generator.model.face import face_of
from generator.proof import check_site

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
    return check_site(ROOT, date(2026, 6, 1), {}).notes


def test_faces_come_back_one_by_one(notes: dict[str, Note], tmp_path: Path) -> None:
    site = load(ROOT).site
    name, placed = write_faces(tmp_path, notes)
    assert all(isinstance(note.face, Spot) for note in placed.values())
    found, pictures = faces_of(placed, reversed(placed), tmp_path / name)
    assert found == [face_of(story) for story in reversed(site.stories)]
    of_stories = {story.key for story in site.stories}
    assert pictures == {key: each for key, each in site.originals.items() if key[0] in of_stories}


def test_an_edit_adds_its_faces_behind_the_others(notes: dict[str, Note], tmp_path: Path) -> None:
    name, placed = write_faces(tmp_path, notes)
    size = (tmp_path / name).stat().st_size
    edited = next(iter(notes))
    again = add_faces(tmp_path / name, placed | {edited: notes[edited]})
    assert again == placed | {edited: _placed(notes[edited], size)}
    assert faces_of(again, notes, tmp_path / name) == faces_of(notes, notes, tmp_path / "none")


@pytest.mark.parametrize("harm", ["altered", "cut", "gone"])
def test_a_face_that_is_not_what_was_kept_is_lost(
    harm: str, notes: dict[str, Note], tmp_path: Path
) -> None:
    name, placed = write_faces(tmp_path, notes)
    book = tmp_path / name
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
