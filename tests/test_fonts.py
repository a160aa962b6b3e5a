"""`make fonts`: what it fetches, and what it says where it can fetch nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.sight import OWN_FONTS
from generator.typeset import fonts as at_hand
from generator.typeset.fonts import CHAINS, FALLBACK, Faces, faces
from generator.typeset.printing import can_print
from generator.typeset.typesetter import typesetter
from tools import fonts


def test_it_fetches_the_first_face_of_every_style() -> None:
    fetched = {family for source in fonts.SOURCES for family in source.families}
    assert fetched == {chain.families[0] for chain in CHAINS.values()}


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg-deb to build a package with")
def test_the_wanted_files_of_a_package_and_no_others(tmp_path: Path) -> None:
    folder = tmp_path / "package"
    (folder / "DEBIAN").mkdir(parents=True)
    (folder / "DEBIAN/control").write_text(
        "Package: some-fonts\nVersion: 1\nArchitecture: all\n"
        "Maintainer: a <a@b.c>\nDescription: a\n"
    )
    (folder / "usr/share/fonts").mkdir(parents=True)
    for name in ("Wanted.otf", "Other.otf"):
        (folder / "usr/share/fonts" / name).write_bytes(name.encode())
    package = tmp_path / "some.deb"
    subprocess.run(["dpkg-deb", "--build", folder, package], check=True, capture_output=True)
    fonts._unpack(package, ("Wanted.otf", "Missing.otf"), tmp_path / "there")
    found = {file.name: file.read_bytes() for file in (tmp_path / "there").iterdir()}
    assert found == {"Wanted.otf": b"Wanted.otf"}


def test_without_packages_it_says_which_files_to_bring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def bare(root: Path, known: str) -> Faces:
        return Faces((root / OWN_FONTS,), system=False)

    monkeypatch.setattr(fonts, "faces", bare)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert fonts.main(tmp_path) == 1
    told = capsys.readouterr()
    assert "FandolFang-Regular.otf" in told.out
    assert OWN_FONTS in told.out
    assert "fonts-noto-cjk" in told.err


def test_offices_without_fonts_of_their_own_share_one_compiler(tmp_path: Path) -> None:
    """Each that is kept takes 80 MB: a process that served thirty roots held 2.6 GB."""
    own = tmp_path / "own" / OWN_FONTS
    own.mkdir(parents=True)
    assert typesetter(tmp_path / "a") is typesetter(tmp_path / "b")
    assert typesetter(tmp_path / "own") is not typesetter(tmp_path / "a")


def test_fonts_that_come_while_a_preview_runs_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was known of fewer fonts must not be kept under the name of more."""
    serif = next(f for f in faces(tmp_path).handle.fonts() if f.family in FALLBACK and f.path)
    monkeypatch.setattr(at_hand, "Faces", lambda folders: Faces(folders, system=False))
    monkeypatch.setattr(at_hand, "TEX_FONTS", tmp_path / "nowhere")
    folder, cache = tmp_path / OWN_FONTS, tmp_path / "cache"
    folder.mkdir(parents=True)
    assert not can_print(tmp_path, cache)
    shutil.copy(str(serif.path), folder)
    assert can_print(tmp_path, cache)
    assert can_print(tmp_path, cache)
    (folder / Path(str(serif.path)).name).unlink()
    assert not can_print(tmp_path, cache)
