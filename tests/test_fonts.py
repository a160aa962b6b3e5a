"""`make fonts`: what it fetches, and what it says where it can fetch nothing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.sight import OWN_FONTS
from generator.typeset.fonts import CHAINS, Faces
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
    def bare(root: Path) -> Faces:
        return Faces((root / OWN_FONTS,), system=False)

    bare.cache_clear = lambda: None  # type: ignore[attr-defined]
    monkeypatch.setattr(fonts, "faces", bare)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert fonts.main(tmp_path) == 1
    told = capsys.readouterr()
    assert "FandolFang-Regular.otf" in told.out
    assert OWN_FONTS in told.out
    assert "fonts-noto-cjk" in told.err
