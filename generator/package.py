"""Where the theme and the hand-written pages lie: in the root if it has them, else with us."""

from __future__ import annotations

from pathlib import Path

WORK = ".showcase"  # caches, locks, staging, old trees; git-ignored (contract §2)
_HERE = Path(__file__).resolve().parent


def theme_folder(root: Path) -> Path:
    """The theme of a root, or the one that comes with the program."""
    return _first(root / "theme", _HERE.parent / "theme", _HERE / "_theme")


def pages_folder(root: Path) -> Path:
    """The hand-written pages of a root, or those that come with the program."""
    return _first(
        root / "site_src" / "about", _HERE.parent / "site_src" / "about", _HERE / "_about"
    )


def _first(*folders: Path) -> Path:
    return next((folder.resolve() for folder in folders if folder.is_dir()), folders[0])
