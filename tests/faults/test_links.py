"""Symbolic links, loops and strange names in a root: nothing from outside is read or published.

Reliability 9, 10 and 11, against the command; the corpus tries every shape of such a link.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.canaries import found
from tests.faults.kit import build
from tests.picture_files import file_of, photo
from tests.roots import make_root, story

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links"),
]
SECRET = "kanaripublicq"  # a word that `found` looks for
PHOTO = "photos: [{file: %s, alt: 光, credit: 办公室, consent: 本单位}]\n"


def outside(folder: Path) -> Path:
    """Things beside a root that it must never show."""
    make_root(folder, {"volunteer/secret.yml": story(SECRET)})
    (folder / "secret.jpg").write_bytes(file_of(photo(), "JPEG", comment=SECRET.encode()))
    (folder / "secret.md").write_text(f"# {SECRET}\n")
    return folder


LINKS = {  # where in the root → what it leads to, below the folder outside
    "stories/volunteer/linked.yml": "stories/volunteer/secret.yml",
    "stories/volunteer/folder": "stories/volunteer",
    "stories/brands": "stories/volunteer",
    "stories/volunteer/loop": "../root/stories/volunteer",
    "stories/members": "../root/stories",
    "stories/volunteer/a/photo.jpg": "secret.jpg",
    "stories/works": "stories",
    "site_src/about/secret.md": "secret.md",
    "stories/awards": ".",
}


@pytest.mark.parametrize("place", LINKS)
def test_no_link_is_followed(tmp_path: Path, place: str) -> None:
    outside(tmp_path / "outside")
    told = story(more=PHOTO % "photo.jpg" if place.endswith("jpg") else "")
    root = make_root(tmp_path / "root", {"volunteer/a/story.yml": told})
    link = root / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(tmp_path / "outside" / LINKS[place])
    done = build(root, timeout=120)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    if done.returncode == 1:
        assert Path(place).name in done.stdout, "the problem names the link"
    assert found(root / "site")[0] == set()
    assert not [path for path in root.rglob("*") if path.is_symlink() and path != link]


def test_the_sites_own_folders_may_not_be_links(tmp_path: Path) -> None:
    """A link in the place of site/ is refused; what it leads to stays as it is."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "diary.txt").write_text("mine")
    root = make_root(tmp_path / "root", {"volunteer/a.yml": story()})
    (root / "site").symlink_to(theirs)
    done = build(root)
    assert done.returncode == 2 and "符号链接" in done.stderr
    assert [path.name for path in theirs.iterdir()] == ["diary.txt"]
