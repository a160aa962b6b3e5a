"""Tries what an office gets on Windows' own Python, without Windows: under Wine.

    python -m tools.windows     (needs Debian's wine64 and gcc-mingw-w64-x86-64, and `make bundle`)

The bundle is unpacked into a folder with Chinese and a space in its name; showcase.bat sets it up
without internet, checks, builds and exports the sample. Every file must hold the bytes that it has
on this machine. Exit code 1 where one does not, 3 where something is missing. Takes ten minutes,
of which the next run saves five.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

from generator import __version__
from tools.bundle import ROOT
from tools.windows.wine import NEEDED, VERSION, call, installed

FOLDER = ROOT / "build/windows"
BUNDLE = ROOT / f"dist/showcase-{__version__}-windows.zip"
# Words of showcase.bat, and of the program here; "edit" changes a story.
TRIED = ("check", "site", "site", "edit", "site", "export dangri-2026 --all --draft --quiet")
EDITED = "stories/brands/135.yml"
MADE = ("site", "exports")


def main() -> int:
    """The exit code: see above."""
    if missing := [tool for tool in NEEDED if not shutil.which(tool)]:
        print("没有安装：", "、".join(missing), file=sys.stderr)
        return 3
    if sys.version_info[:2] != VERSION or not BUNDLE.is_file():
        print("要用 Python 3.11 运行；先运行 make bundle", file=sys.stderr)
        return 3
    drive = installed(FOLDER)
    there, here = drive / "党建 展示", FOLDER / "here"
    for place in (there, here):
        shutil.rmtree(place, ignore_errors=True)
        with zipfile.ZipFile(BUNDLE) as bundle:
            bundle.extractall(place)
    there, here = (next(place.iterdir()) for place in (there, here))
    alike = [_tried(words.split(), there, here) for words in TRIED]
    different = [name for made in MADE for name in differences(there / made, here / made)]
    print(*different, f"不同的文件：{len(different)}", sep="\n")
    return 1 if different or not all(alike) else 0


def differences(one: Path, other: Path) -> list[str]:
    """The files that only one folder has, or that hold other bytes there; a folder of none."""
    told = [
        {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }
        for root in (one, other)
    ]
    if not told[0]:
        return [f"{one.name}/"]
    return sorted({name for name, _ in told[0].items() ^ told[1].items()})


def _tried(words: list[str], there: Path, here: Path) -> bool:
    """Whether these words end there as they do here."""
    if words == ["edit"]:
        for root in (there, here):
            story = root / EDITED
            story.write_text(story.read_text("utf-8").replace("摘要: ", "摘要: 如今，"), "utf-8")
        return True
    day = f"--as-of={date.today()}"  # noqa: DTZ011 - the same for both, whatever it is
    code, said = call(FOLDER, "cmd", "/c", "showcase.bat", *words, day, cwd=there)
    print("showcase.bat", *words, code, said.strip().rpartition("\n")[2], flush=True)
    ours = ["build" if word == "site" else word for word in words]
    command = [sys.executable, "-m", "generator", *ours, day]
    return code == subprocess.run(command, cwd=here, capture_output=True).returncode


if __name__ == "__main__":
    sys.exit(main())
