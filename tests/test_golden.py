"""The good site gives tests/golden, byte for byte; `make golden` rewrites it for review."""

import subprocess
import sys
from pathlib import Path

import pytest

from generator.check.addresses import _TAKEN
from generator.model.kinds import FOLDERS
from tests.golden import GOLDEN, build_good, files


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_good(tmp_path_factory.mktemp("golden") / "good")


def test_same_files(built: Path) -> None:
    assert sorted(files(built)) == sorted(files(GOLDEN))


def test_same_bytes(built: Path) -> None:
    made, kept = files(built), files(GOLDEN)
    changed = [path for path in kept if made.get(path) != kept[path]]
    assert not changed, f"run `make golden` and review: {changed}"


def test_no_former_address_lands_where_the_site_has_pages(built: Path) -> None:
    """The good site has a page of every view; those at former addresses lead on."""
    own = {
        path.relative_to(built).parts[0]
        for path in built.rglob("*")
        if path.is_file() and b'http-equiv="refresh"' not in path.read_bytes()
    }
    assert own == _TAKEN | FOLDERS.keys()


def test_same_bytes_elsewhere(built: Path, tmp_path: Path) -> None:
    """Another path (spaces, Chinese, % and #), time zone, locale, hash seed: the same site."""
    root = tmp_path / "另 一 处%#"
    script = "import sys; from pathlib import Path; from tests.golden import build_good as b;"
    script += "b(Path(sys.argv[1]))"
    environment = {
        "PATH": "/usr/bin:/bin",
        "TZ": "America/St_Johns",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "SYSTEMROOT": "C:\\Windows",
    }
    subprocess.run(
        [sys.executable, "-c", script, str(root)],
        check=True,
        env=environment,
        cwd=Path(__file__).parent.parent,
    )
    one = {p.relative_to(built): p.read_bytes() for p in built.rglob("*") if p.is_file()}
    two = {
        p.relative_to(root / "site"): p.read_bytes()
        for p in (root / "site").rglob("*")
        if p.is_file()
    }
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []
