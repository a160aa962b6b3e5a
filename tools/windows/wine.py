"""Windows' own CPython 3.11 under Wine: its parts, put together once.

The interpreter comes out of a wheel of Panda3D, which carries it to pack programs for Windows on
other systems; the standard library is that of the Python at work here. `launcher.c` is the
`python.exe` of it. What Wine 8 lacks is made here: some functions for complex numbers, which numpy
asks for by name, and ProcessPrng.
"""

from __future__ import annotations

import locale
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
_GCC, _OBJDUMP = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-objdump"
NEEDED = ("wine", _GCC, _OBJDUMP)
VERSION = (3, 11)
_WHEEL = (
    "panda3d==1.10.16"
    " --hash=sha256:37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82"
)
_CHINESE = "zh_CN.UTF-8"  # with it Wine's code page is 936, as that of Chinese Windows
# What C99 has for complex numbers; the names that end in l are the same functions on Windows.
_COMPLEX = re.compile(
    r"(c(?:abs|arg|exp|imag|log|pow|proj|real|sqrt|onj|a?(?:cos|sin|tan)h?))([fl]?)"
)
_BUILT_IN = b"Wine builtin DLL"  # with this mark Wine takes its own instead of the file


def installed(folder: Path) -> Path:
    """C: of a Windows with Python in `C:\\Python311`; made in `folder` where it is not yet there.

    Raises OSError and CalledProcessError.
    """
    drive = folder / "prefix/drive_c"
    home = drive / "Python311"
    if (home / "done").is_file():
        return drive
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    call(folder, "wineboot", "-i")
    call(folder, "winecfg", "-v", "win10")
    _unpack(home)
    _compile(home / "python.exe", HERE / "launcher.c", "-municode")
    own = home / "Lib/venv/scripts/nt/python.exe"
    own.parent.mkdir(parents=True)
    shutil.copy(home / "python.exe", own)
    _make_shims(home, drive / "windows/system32")
    shutil.copytree(
        "/usr/share/fonts", drive / "windows/Fonts", copy_function=os.symlink, dirs_exist_ok=True
    )
    (home / "done").touch()
    return drive


def call(folder: Path, *command: str, cwd: Path | None = None) -> tuple[int, str]:
    """Exit code and output of a program of Windows, which knows nothing of this machine's."""
    environment = {
        "HOME": str(folder),
        "PATH": "/usr/bin:/bin",
        "LC_ALL": _CHINESE if _has_chinese() else "C.UTF-8",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": "ucrtbase=n,b",
        "WINEPATH": r"C:\Python311",
        "WINEPREFIX": str(folder / "prefix"),
    }
    done = subprocess.run(
        ["wine", *command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,  # Python finds no stream in a file or a terminal of ours
        stderr=subprocess.STDOUT,
        timeout=1800,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


def _has_chinese() -> bool:
    try:
        locale.setlocale(locale.LC_CTYPE, _CHINESE)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, "")
    return True


def _unpack(home: Path) -> None:
    """Python's own files, but for the parts of Windows that Wine has itself."""
    (home / "DLLs").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as wheels:
        wanted = Path(wheels) / "wanted.txt"
        wanted.write_text(_WHEEL, encoding="utf-8")
        options = "--quiet --no-deps --require-hashes --only-binary :all: --platform win_amd64"
        command = [sys.executable, "-m", "pip", "download", *options.split()]
        subprocess.run([*command, "--dest", wheels, "-r", str(wanted)], check=True)
        [wheel] = Path(wheels).glob("*.whl")
        with zipfile.ZipFile(wheel) as parts:
            for name in parts.namelist():
                file = Path(name)
                if file.parent.name == "deploy_libs" and not file.name.startswith("api-ms"):
                    into = home / "DLLs" if file.suffix == ".pyd" else home
                    (into / file.name).write_bytes(parts.read(name))
    left = shutil.ignore_patterns("site-packages", "lib-dynload", "test", "__pycache__")
    shutil.copytree(sysconfig.get_path("stdlib"), home / "Lib", ignore=left)
    (home / "Lib/site-packages").mkdir()


def _make_shims(home: Path, system: Path) -> None:
    """The libraries that Wine or the wheel have not, or not whole."""
    _compile(home / "bcryptprimitives.dll", HERE / "prng.c", "-shared", "-ladvapi32")
    everything = {name: f"python311.{name}" for name in _exported(home / "python311.dll")}
    _link(home / "python3.dll", everything, "")
    theirs = (system / "ucrtbase.dll").read_bytes()
    (system / "ucrtwine.dll").write_bytes(theirs.replace(_BUILT_IN, b"Wine copied DLL."))
    names = {name: f"ucrtwine.{name}" for name in _exported(system / "ucrtwine.dll")}
    ours = {name: found for name in names if (found := _COMPLEX.fullmatch(name))}
    local = {name: found[1] + found[2].replace("l", "") for name, found in ours.items()}
    kept = ", ".join(f"(void *){name}" for name in sorted({*local.values()}))
    (system / "ucrtbase.dll").unlink()
    _link(
        system / "ucrtbase.dll", names | local, f"#include <complex.h>\nvoid *kept[] = {{{kept}}};"
    )


def _exported(library: Path) -> list[str]:
    """The names of what a library gives."""
    told = subprocess.run([_OBJDUMP, "-p", library], capture_output=True, check=True, text=True)
    table = told.stdout.partition("[Ordinal/Name Pointer] Table")[2].partition("\n\n")[0]
    return re.findall(r"^\s*\[ *\d+\].* (\S+)$", table, re.M)


def _link(library: Path, exported: dict[str, str], source: str) -> None:
    """A library that gives what others, or its own source, have under these names."""
    with tempfile.TemporaryDirectory() as folder:
        code, table = Path(folder) / "code.c", Path(folder) / "names.def"
        code.write_text(f"{source}\n", encoding="utf-8")
        rows = "".join(f"{name} = {other}\n" for name, other in exported.items())
        table.write_text(f'LIBRARY "{library.name}"\nEXPORTS\n{rows}', encoding="utf-8")
        _compile(library, code, str(table), "-shared", "-static", "-fno-builtin")


def _compile(target: Path, source: Path, *options: str) -> None:
    subprocess.run([_GCC, "-O1", "-o", target, source, *options], check=True)
