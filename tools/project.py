"""The words of `make` and of showcase.bat: set the project up, then do what the word says.

    python3 tools/project.py WORD [ARGUMENT…]

Runs on the machine's own Python with nothing installed; whatever a word needs goes into `.venv`,
by hash, once for each change of its lock file. A word that is not in WORDS is one of the program
itself (`new`, `explain`, …). Exit codes are those of the program: 3 when the set-up fails.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

if sys.version_info < (3, 11):  # noqa: UP036 - the machine's Python has not been checked yet
    found = ".".join(map(str, sys.version_info[:3]))
    print("需要 Python 3.11 或更新的版本，现在是", found, "(needs 3.11 or newer)", file=sys.stderr)
    sys.exit(3)

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WHEELS = ROOT / "wheels"
NU = ROOT / "tools" / "nu"

RUN = "requirements.lock"
DEV = "requirements-dev.lock"
BENCH = "requirements-bench.lock"
CANNOT = 3

ENVIRONMENT = {
    "NO_MKDOCS_2_WARNING": "1",  # Material's notice, at every run, on standard error
    "UV_CUSTOM_COMPILE_COMMAND": "make lock",
}


class Word(NamedTuple):
    """What a word does: its help, the lock file it needs, the Python calls it makes."""

    help: str
    lock: str = ""
    steps: tuple[str, ...] = ()


LINT = ("-m ruff check .", "-m ruff format --check .", "-m mypy")

# Two workers, of which the one that is done first takes half of what the other has left.
PYTEST = "-m pytest -n 2 --dist worksteal"

# For every platform. One version a package, so that the run lock needs no markers, which pip reads
# wrongly for another platform (tools/bundle.py). Versions stay until requirements.lock is deleted.
COMPILE = (
    "-m uv pip compile pyproject.toml --quiet --generate-hashes"
    " --universal --python-version 3.11 --fork-strategy fewest"
)

WORDS = {
    "site": Word("生成展示网站到 site/", RUN, ("-m generator build",)),
    "check": Word("检查全部稿件", RUN, ("-m generator check",)),
    "serve": Word("本地预览，改动自动刷新", RUN, ("-m generator serve",)),
    "test": Word("代码检查和全部测试", DEV, (*LINT, PYTEST)),
    "test-faults": Word("断电、磁盘满、中途改稿等故障测试", DEV, (f"{PYTEST} -m faults",)),
    "lint": Word("代码检查", DEV, LINT),
    "fmt": Word("整理代码格式", DEV, ("-m ruff check --fix .", "-m ruff format .")),
    "golden": Word("重写 tests/golden", DEV, ("-m tests.golden",)),
    "bench": Word("性能测试", BENCH, ("-m benchmarks",)),
    "docs": Word(
        "生成员工手册到 build/docs/",
        RUN,
        # MkDocs reads -d from the folder of the config file.
        ("-m mkdocs build --quiet --strict -f docs/mkdocs.yml -d ../build/docs",),
    ),
    "fonts": Word("取来 PDF 用的开源字体到 .showcase/fonts/", RUN, ("-m tools.fonts",)),
    "lock": Word(
        "重写锁定的依赖",
        DEV,
        (
            f"{COMPILE} -o {RUN}",
            f"{COMPILE} -o {DEV} --group dev -c {RUN}",
            f"{COMPILE} -o {BENCH} --group bench -c {RUN}",
        ),
    ),
    "sbom": Word(
        "列出网站程序用到的全部软件，写进 sbom.json（CycloneDX）",
        DEV,
        (
            f"-m cyclonedx_py requirements {RUN} --pyproject pyproject.toml"
            " --output-reproducible --output-format JSON --output-file sbom.json",
        ),
    ),
    "bundle": Word("打包 Windows 离线安装包到 dist/", RUN, ("-m tools.bundle",)),
    "clean": Word("删除生成的网站和缓存，exports/ 留着"),
}
DEVELOPERS = "test test-faults lint fmt golden bench lock".split()
COMMAND = "showcase" if os.name == "nt" else "python3 tools/project.py"

MADE = "site exports build dist sbom.json .showcase .hypothesis".split()
MADE += [".mypy_cache", ".pytest_cache", ".ruff_cache"]
# No command brings these back: the stamped scans that the handbook has people lay beside what was
# exported, fonts that were carried to a machine without internet.
RECORDS = "exports"
FONTS = ".showcase/fonts"


def main(argv: list[str]) -> int:
    """Do the word of `argv` with the arguments behind it; the first failed step's exit code."""
    if not argv or argv[0] == "help":
        return _help()
    name, *arguments = argv
    if name == "clean":
        try:
            return _clean()
        except OSError as error:
            _say(f"没有删完，请关闭打开它的程序再试一次：{error.filename} ({error.strerror})")
            return CANNOT
    word = WORDS.get(name) or Word("", RUN, (f"-m generator {name}",))
    if not _set_up(word.lock):
        return CANNOT
    if name == "test":
        _fetch_nu()
    *steps, last = [step.split() for step in word.steps]
    # Every step runs: one run shows all that is wrong.
    codes = [_call(PYTHON, *step) for step in (*steps, [*last, *arguments])]
    return next((code for code in codes if code), 0)


def _help() -> int:
    """What a double click shows: the words of an office first."""
    told = {name: f"  {name:12}{word.help}" for name, word in WORDS.items()}
    offices = [line for name, line in told.items() if name not in DEVELOPERS]
    print("", *offices, f"  {'--help':12}列出别的命令：new、review、status、export……", sep="\n")
    print(f"\n  这样输入：{COMMAND} check\n\n给开发人员：")
    print(*(told[name] for name in DEVELOPERS), sep="\n")
    if os.name != "nt":
        print('\n  make 的参数写在 ARGS="…" 里')
    return 0


def _clean() -> int:
    """Remove what words can make again; the environment stays: an office may be unable to."""
    work, fonts = (ROOT / FONTS).parent, ROOT / FONTS
    made = [ROOT / name for name in MADE if name not in (RECORDS, work.name)]
    made += [path for path in work.glob("*") if path != fonts]
    made += [path for path in (ROOT / "site_src").glob("*") if path.name != "about"]
    for path in made:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return 0


def _set_up(lock: str) -> bool:
    """`.venv` holds what `lock` names; False when it could not be brought there."""
    source = ROOT / lock
    if PYTHON.exists() and _is_done(source):
        return True
    _say(f"安装 {lock} 里的依赖，第一次需要几分钟 (installing the locked dependencies)")
    # An environment whose making was cut off has no pip.
    usable = PYTHON.exists() and _call(PYTHON, "-c", "import pip", stderr=subprocess.DEVNULL) == 0
    if not usable and _call(sys.executable, "-m", "venv", "--clear", VENV) != 0:
        _say("建不了 .venv，原因见上 (Debian、Ubuntu: apt install python3-venv)")
        return False
    if _call(PYTHON, *_pip_install(lock)) != 0:
        _say("依赖没有装好，原因见上；连上网络或换一个 Python 版本后再试一次")
        return False
    _mark_done(source)
    return True


def _pip_install(lock: str) -> list[str]:
    options = "--quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all:"
    source = ["--no-binary", "pyvips"] if lock == BENCH else []  # pure Python, published so only
    offline = ["--no-index", "--find-links", str(WHEELS)] if lock == RUN and WHEELS.is_dir() else []
    return ["-m", "pip", "install", *options.split(), *source, *offline, "-r", lock]


def _fetch_nu() -> None:
    """The Nu checker by npm, where there is one; without it its tests say what is missing."""
    npm, source = shutil.which("npm"), NU / "package-lock.json"
    if not npm or ((NU / "node_modules").is_dir() and _is_done(source)):
        return
    options = "--ignore-scripts --no-audit --no-fund --fetch-retries 1 --loglevel error"
    if _call(npm, "ci", "--prefix", NU, *options.split()) == 0:
        _mark_done(source)


def _is_done(source: Path) -> bool:
    stamp = _stamp(source)
    return stamp.is_file() and stamp.read_text("utf-8") == _digest(source)


def _mark_done(source: Path) -> None:
    _stamp(source).write_text(_digest(source), "utf-8")


def _stamp(source: Path) -> Path:
    return VENV / f".{source.name}.sha256"


def _digest(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def _call(*argv: str | Path, stderr: int | None = None) -> int:
    """Exit code of a command run in the project; Ctrl+C is the command's own to answer."""
    with subprocess.Popen(argv, cwd=ROOT, env=os.environ | ENVIRONMENT, stderr=stderr) as process:
        while True:
            try:
                code = process.wait()
            except KeyboardInterrupt:
                continue
            return code if code >= 0 else 128 - code


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        _say("已中断 (interrupted)")
        sys.exit(CANNOT)
