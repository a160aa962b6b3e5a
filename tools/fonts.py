"""Bring the faces that PDFs prefer into .showcase/fonts, and say which ones will be used.

    python -m tools.fonts

Debian and Ubuntu hold them in packages, which are fetched and unpacked beside the project: nothing
is installed and no administrator is needed. Elsewhere, Windows included, what the system has will
do, and the output says what could be added. Exit code 1 where no Chinese face is left to set in.
"""

from __future__ import annotations

import getpass
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.sight import OWN_FONTS
from generator.typeset.failures import FontMissing
from generator.typeset.fonts import CHAINS, faces, known_fonts, settle

ROOT = Path(__file__).resolve().parent.parent


class Source(NamedTuple):
    """A Debian package, the files wanted from it, the families in them."""

    package: str
    files: tuple[str, ...]
    families: tuple[str, ...]


AS_OURSELVES = ("-o", f"APT::Sandbox::User={getpass.getuser()}")  # may write where we may
SOURCES = (
    Source(  # 49 MB, of which the two files are 15
        "texlive-lang-chinese",
        ("FandolFang-Regular.otf", "FandolKai-Regular.otf"),
        ("FandolFang R", "FandolKai"),
    ),
    Source(  # 57 MB
        "fonts-noto-cjk",
        ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"),
        ("Noto Serif CJK SC", "Noto Sans CJK SC"),
    ),
)


def main(root: Path = ROOT) -> int:
    """Fetch what is missing and can be had, then show the face of every style."""
    present = faces(root, known_fonts(root)).families
    for source in SOURCES:
        if set(source.families) <= present:
            continue
        if shutil.which("apt-get") and shutil.which("dpkg-deb"):
            print(f"下载 {source.package} 里的 {'、'.join(source.families)} ……", flush=True)
            if _fetch(source, root / OWN_FONTS):
                continue
            print("没有下载成功，原因见上；连上网络再试一次")
        else:
            print(
                f"缺 {'、'.join(source.families)}：把 {'、'.join(source.files)} 放进 {OWN_FONTS}/"
            )
    return _show(root)


def _fetch(source: Source, target: Path) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        fetched = subprocess.run(
            ["apt-get", "-qq", *AS_OURSELVES, "download", source.package], cwd=folder
        )
        packages = list(Path(folder).glob("*.deb"))
        if fetched.returncode or not packages:
            return False
        _unpack(packages[0], source.files, target)
    return True


def _unpack(package: Path, files: tuple[str, ...], target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    command = ["dpkg-deb", "--fsys-tarfile", str(package)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE) as unpacked,
        tarfile.open(fileobj=unpacked.stdout, mode="r|") as archive,
    ):
        for member in archive:
            name = PurePosixPath(member.name).name
            content = archive.extractfile(member) if name in files and member.isfile() else None
            if content is not None:
                (target / name).write_bytes(content.read())


def _show(root: Path) -> int:
    try:
        settled = settle((), faces(root, known_fonts(root)))
    except FontMissing as missing:
        print(missing.words.zh, file=sys.stderr)
        return 1
    for role, chain in settled.chains.items():
        wanted = "" if chain[0] in CHAINS[role].families else "（代替）"
        print(f"{CHAINS[role].name:　<4}{chain[0]}{wanted}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
