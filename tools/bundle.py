"""The zip from which showcase.bat installs on Windows without internet: project and wheels.

python -m tools.bundle [FOLDER]         (default: dist/)
"""

import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from generator import __version__
from tools.project import MADE

ROOT = Path(__file__).resolve().parent.parent
LOCK = "requirements.lock"
PYTHONS = ("3.11", "3.12", "3.13")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def main(argv: list[str]) -> int:
    """Write the bundle into the folder of `argv`; print its place and size; 3 without wheels."""
    folder = Path(argv[0]) if argv else ROOT / "dist"
    name = f"showcase-{__version__}"
    target = folder / f"{name}-windows.zip"
    with tempfile.TemporaryDirectory() as wheels:
        for python in PYTHONS:
            if _download(python, Path(wheels)) != 0:
                print(f"Python {python} 的 Windows 安装包没有下载齐，原因见上", file=sys.stderr)
                return 3
        entries = {
            f"{name}/{path.relative_to(ROOT).as_posix()}": path for path in project_files(ROOT)
        }
        entries |= {f"{name}/wheels/{path.name}": path for path in Path(wheels).iterdir()}
        folder.mkdir(parents=True, exist_ok=True)
        write_zip(target, entries)
    print(f"{target}  {target.stat().st_size / 1e6:.1f} MB，{len(entries)} 个文件")
    return 0


def write_zip(target: Path, entries: dict[str, Path]) -> None:
    """Same files, same bytes: sorted, without dates, stored (zlib's output varies by build)."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.create_system = 3
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(entry, entries[name].read_bytes())


def project_files(root: Path) -> list[Path]:
    """The tracked files; all but what is made, in a folder that is not a checkout."""
    command = ["git", "-C", str(root), "ls-files", "-z"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    except (OSError, subprocess.CalledProcessError):
        listed = ""
    tracked = [root / name for name in listed.split("\0") if name]
    return [path for path in tracked or _walk(root) if path.is_file()]


def _download(python: str, folder: Path) -> int:
    """pip's exit code. It reads markers as of this machine: the lock must have none."""
    options = "--quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all:"
    target = ["--platform", "win_amd64", "--python-version", python, "--dest", str(folder)]
    command = [sys.executable, "-m", "pip", "download", *options.split(), *target, "-r", LOCK]
    return subprocess.run(command, cwd=ROOT).returncode


def _walk(root: Path) -> Iterable[Path]:
    """Every file of the project but the environments, caches and what the words have made."""
    outside = {*MADE, ".git", ".venv", "wheels", "site_src"}
    for top in [path for path in root.iterdir() if path.name not in outside]:
        for path in [top, *top.rglob("*")]:
            if not {"__pycache__", "node_modules"} & set(path.relative_to(root).parts):
                yield path
    yield from (root / "site_src" / "about").rglob("*")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
