"""Where the theme and the hand-written pages lie: in the root if it has them, else with us."""

from __future__ import annotations

from pathlib import Path

WORK = ".showcase"  # caches, locks, staging, old trees; git-ignored (contract §2)
COMPILED = "compiled_templates"  # the engine is told of them under `extra`, as of all not its own
_HERE = Path(__file__).resolve().parent


def theme_folder(root: Path) -> Path:
    """The theme of a root, or the one that comes with the program."""
    return _first(root / "theme", _HERE.parent / "theme", _HERE / "_theme")


def compiled_folder(root: Path) -> Path:
    """Where the compiled templates of a root are kept."""
    return root / WORK / "templates"


def page_folders(root: Path) -> tuple[Path, ...]:
    """Where hand-written pages lie: those that come with the program, then the root's own."""
    ours = _first(_HERE.parent / "site_src" / "about", _HERE / "_about")
    own = root / "site_src" / "about"
    return (ours, own.resolve()) if own.is_dir() else (ours,)


def written_pages(root: Path) -> list[Path]:
    """The hand-written pages by name: every footer links to some, so a root's own replace ours one
    by one. Links are not followed."""
    found = {
        path.name: path
        for folder in page_folders(root)
        for path in folder.glob("*.md")
        if path.is_file() and not path.is_symlink()
    }
    return [found[name] for name in sorted(found)]


def _first(*folders: Path) -> Path:
    return next((folder.resolve() for folder in folders if folder.is_dir()), folders[0])
