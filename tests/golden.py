"""`python -m tests.golden` rewrites tests/golden from tests/sites/good; review the difference."""

import shutil
import sys
from datetime import date
from pathlib import Path

from generator.flow import Options, build
from generator.progress import Progress

HERE = Path(__file__).parent
GOOD, GOLDEN = HERE / "sites" / "good", HERE / "golden"
AS_OF = date(2026, 6, 1)
# All else is decided by the generator and the theme's templates; these depend on codecs and fonts.
ENCODED = {".jpg", ".png", ".webp", ".wav", ".pdf"}


def build_good(root: Path) -> Path:
    """Builds a copy of the good site in `root` and returns the built tree."""
    shutil.copytree(GOOD, root, dirs_exist_ok=True)
    built = build(Options(root, AS_OF), Progress(sys.stderr, "zh", quiet=True))
    assert built.site is not None, built.checked.problems
    return built.site


def files(tree: Path) -> dict[str, bytes]:
    """The compared files of a tree by path; the theme's own assets are compared by their tests."""
    return {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in sorted(path for path in tree.rglob("*") if path.is_file())
        if path.suffix not in ENCODED and "assets" not in path.relative_to(tree).parts
    }


def main() -> None:
    """Builds beside, then replaces tests/golden."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        made = files(build_good(Path(folder) / "good"))
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for path, content in made.items():
        target = GOLDEN / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


if __name__ == "__main__":
    main()
