"""Copies of recordings play to their end: what is left out of them is not missed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from generator.recordings import RecordingFault, copy, facts

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).resolve().parents[2]
RECORDINGS = {
    path.name: path
    for path in (
        *sorted((PROJECT / "tests/recordings").iterdir()),
        *sorted((PROJECT / "stories/works").glob("*.webm")),
    )
}
PLAYED = """address => new Promise(told => {
  const film = document.createElement("video");
  film.muted = true;
  film.onended = () => told(["ended", film.currentTime > 0.9, film.readyState]);
  film.onerror = () => told(["broken", film.error.message, film.readyState]);
  film.src = address;
  film.playbackRate = 4;
  document.body.append(film);
  film.play().catch(error => told(["broken", String(error), film.readyState]));
})"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copies")
    (folder / "index.html").write_text("<!doctype html><title>-</title>", encoding="utf-8")
    for number, path in enumerate(RECORDINGS.values()):
        told = facts(path)
        assert not isinstance(told, RecordingFault)
        copy(path, told.blanks, folder / f"{number}.{told.ending}")
    return folder


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_copy_plays_to_its_end(name: str, served: str, built: Path, page: Page) -> None:
    page.goto(served)
    (path,) = built.glob(f"{list(RECORDINGS).index(name)}.*")
    assert page.evaluate(PLAYED, path.name) == ["ended", True, 4]
