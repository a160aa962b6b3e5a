"""The set-up: one set of words for make and Windows, locks that pip can trust, a fixed bundle.

showcase.bat cannot run here; what of it can be checked is checked.
"""

import json
import re
import runpy
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tools import bundle, project
from tools.windows.__main__ import EDITED, differences

ROOT = Path(__file__).parent.parent
LOCKS = (project.RUN, project.DEV, project.BENCH)
BAT = (ROOT / "showcase.bat").read_bytes()


def pins(lock: str) -> dict[str, str]:
    """Name → version of every requirement of a lock file."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", (ROOT / lock).read_text("utf-8"), re.M))


def test_make_and_windows_have_the_same_words() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    words = re.search(r"^WORDS := (.+)$", makefile, re.M)
    assert words is not None
    assert sorted(words[1].split()) == sorted(project.WORDS)
    assert "tools/project.py $@" in makefile
    assert r"tools\project.py %*" in BAT.decode("utf-8")


def test_the_batch_file_has_windows_line_ends_and_no_mark_at_its_start() -> None:
    assert BAT.startswith(b"@echo off\r\n")
    assert BAT.count(b"\r\n") == BAT.count(b"\n") == BAT.count(b"\r")


def test_the_batch_file_is_ascii_and_turns_to_utf8_before_it_shows_chinese() -> None:
    lines = BAT.decode("ascii").splitlines()
    shown = next(i for i, line in enumerate(lines) if r"type tools\no-python.txt" in line)
    assert "chcp 65001 >nul" in lines[:shown]
    assert "Python 3.11" in (ROOT / "tools/no-python.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "slip", [r"\$[({A-Za-z]", r"/dev/null", r"\bfi\b", r"^\s*#", r"\bexport\b"]
)
def test_the_batch_file_has_no_shell_in_it(slip: str) -> None:
    assert not re.search(slip, BAT.decode("utf-8"), re.M)


def test_the_batch_file_prefers_the_versions_that_the_bundle_carries() -> None:
    listed = re.search(r"for %%v in \(([^)]+)\)", BAT.decode("utf-8"))
    assert listed is not None
    assert sorted(listed[1].split()) == sorted(bundle.PYTHONS)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert pins(lock)
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]:
        assert re.match(r"[a-z0-9-]+==\S+ .*\\\n    --hash=sha256:[0-9a-f]{64}", entry), entry[:80]
    assert not re.search(r"://|index-url|find-links", text)


def test_the_run_lock_has_no_markers_which_the_bundle_could_not_follow() -> None:
    assert " ; " not in (ROOT / project.RUN).read_text("utf-8")


@pytest.mark.parametrize("lock", [project.DEV, project.BENCH])
def test_the_other_locks_hold_the_run_lock(lock: str) -> None:
    assert pins(project.RUN).items() <= pins(lock).items()


def test_the_locks_hold_what_the_project_asks_for() -> None:
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = {"run": [], **metadata["dependency-groups"]}
    for lock, group in zip(LOCKS, ("run", "dev", "bench"), strict=True):
        for requirement in metadata["project"]["dependencies"] + groups[group]:
            name, _, version = requirement.partition("==")
            if version:
                assert pins(lock)[name] == version
    assert pins(project.RUN)["mkdocs"].startswith("1.")


def test_the_nu_checker_is_pinned_by_hash_and_names_no_host() -> None:
    lock = (ROOT / "tools/nu/package-lock.json").read_text("utf-8")
    assert re.search(r'"integrity": "sha512-', lock)
    assert "://" not in lock


def test_set_up_does_nothing_where_the_lock_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = stub_machine(tmp_path, monkeypatch)
    assert project.main(["check"]) == 0
    first = len(calls)
    assert [call for call in calls if "--require-hashes" in call]
    assert project.main(["check"]) == 0
    assert calls[first:] == [[str(project.PYTHON), "-m", "generator", "check"]]
    (tmp_path / project.RUN).write_text("b==1\n", "utf-8")
    assert project.main(["check"]) == 0
    assert len(calls) > first + 2


def test_set_up_uses_the_wheels_folder_and_no_index_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = stub_machine(tmp_path, monkeypatch)
    project.WHEELS.mkdir()
    project.main(["check"])
    project.main(["lint"])
    run, dev = [call for call in calls if "--require-hashes" in call]
    assert "--no-index" in run and str(project.WHEELS) in run
    assert "--no-index" not in dev


def test_a_failed_installation_says_so_and_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = stub_machine(tmp_path, monkeypatch, failing="--require-hashes")
    assert project.main(["site"]) == 3
    assert "依赖没有装好" in capsys.readouterr().err
    assert not [call for call in calls if "generator" in call]


def test_all_steps_of_a_word_run_and_the_first_failure_is_the_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = stub_machine(tmp_path, monkeypatch, failing="ruff")
    assert project.main(["test", "-k", "loader"]) == 1
    assert calls[-1][1:] == [*project.PYTEST.split(), "-k", "loader"]


def test_other_words_go_to_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = stub_machine(tmp_path, monkeypatch)
    project.main(["new", "brands", "1252 工作法"])
    assert calls[-1][1:] == ["-m", "generator", "new", "brands", "1252 工作法"]


def test_a_double_click_shows_what_an_office_needs_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert project.main([]) == 0
    offices, developers = capsys.readouterr().out.split("给开发人员：")
    words = [re.findall(r"^  ([a-z-]+) ", part, re.M) for part in (offices, developers)]
    assert words[1][: len(project.DEVELOPERS)] == project.DEVELOPERS
    assert set(words[0]) == {*project.WORDS, "--help"} - set(project.DEVELOPERS)


def test_clean_keeps_what_no_word_makes_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub_machine(tmp_path, monkeypatch)
    for made in ("site/index.html", "site_src/brands/a.md", ".showcase/lock"):
        (tmp_path / made).parent.mkdir(parents=True)
        (tmp_path / made).touch()
    whole = {".venv/x", "site_src/about/index.md", "stories/a.yml"}
    whole |= {"exports/call/a/盖章.pdf", ".showcase/fonts/a.otf"}
    for kept in whole:
        (tmp_path / kept).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / kept).touch()
    assert project.main(["clean"]) == 0
    left = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert left >= whole
    assert not left & {"site/index.html", "site_src/brands/a.md", ".showcase/lock"}


def test_clean_says_what_another_program_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stub_machine(tmp_path, monkeypatch)
    (tmp_path / "site").mkdir()

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Access is denied", str(path))

    monkeypatch.setattr(project.shutil, "rmtree", refuse)
    assert project.main(["clean"]) == 3
    assert "没有删完，请关闭打开它的程序再试一次" in capsys.readouterr().err


def test_the_bundle_is_the_same_bytes_whatever_the_file_times(tmp_path: Path) -> None:
    content = tmp_path / "内容.yml"
    zips = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for target, entries in zip(zips, (["b", "a"], ["a", "b"]), strict=True):
        content.write_text("标题: 一\n", "utf-8")
        bundle.write_zip(target, {f"showcase/{name}.yml": content for name in entries})
    assert zips[0].read_bytes() == zips[1].read_bytes()
    with zipfile.ZipFile(zips[0]) as archive:
        assert archive.namelist() == ["showcase/a.yml", "showcase/b.yml"]
        assert archive.read("showcase/a.yml") == content.read_bytes()


def test_the_bundle_of_a_folder_without_git_leaves_out_what_is_made(tmp_path: Path) -> None:
    kept = {"Makefile", ".ci/run", "site_src/about/index.md", "generator/export/docx.py"}
    made = {".venv/x", "site/a.html", "site_src/a.md", "dist/a.zip", "tools/__pycache__/a.pyc"}
    for name in kept | made:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    listed = {path.relative_to(tmp_path).as_posix() for path in bundle.project_files(tmp_path)}
    assert listed == kept


@pytest.mark.skipif(sys.platform == "win32", reason="bash")
def test_the_ci_script_is_strict_executable_bash() -> None:
    script = ROOT / ".ci" / "run"
    assert "set -euo pipefail" in script.read_text("utf-8")
    assert script.stat().st_mode & 0o100
    assert subprocess.run(["bash", "-n", script]).returncode == 0


def stub_machine(
    root: Path, monkeypatch: pytest.MonkeyPatch, failing: str = "\0"
) -> list[list[str]]:
    """A project in `root` whose commands are only written down; the list grows as they are called.

    A call that has `failing` among its arguments ends with exit code 1.
    """
    calls: list[list[str]] = []

    def call(*argv: str | Path, stderr: int | None = None) -> int:
        calls.append([str(word) for word in argv])
        if "venv" in argv:
            project.PYTHON.parent.mkdir(parents=True)
            project.PYTHON.touch()
        return int(failing in argv)

    for lock in LOCKS:
        (root / lock).write_text("a==1\n", "utf-8")
    monkeypatch.setattr(project, "ROOT", root)
    monkeypatch.setattr(project, "VENV", root / ".venv")
    monkeypatch.setattr(project, "PYTHON", root / ".venv" / "python")
    monkeypatch.setattr(project, "WHEELS", root / "wheels")
    monkeypatch.setattr(project, "_call", call)
    monkeypatch.setattr(project, "_fetch_nu", lambda: None)
    return calls


def test_the_bill_of_materials_is_the_run_lock(tmp_path: Path) -> None:
    (step,) = project.WORDS["sbom"].steps
    bills = []
    for name in ("one.json", "two.json"):
        argv = step.replace("sbom.json", str(tmp_path / name)).split()
        subprocess.run([sys.executable, *argv], cwd=ROOT, check=True, capture_output=True)
        bills.append((tmp_path / name).read_bytes())
    assert bills[0] == bills[1]
    told = json.loads(bills[0])
    listed = {part["name"]: part["version"] for part in told["components"]}
    assert listed == pins(project.RUN)
    assert all(
        sum(len(place["hashes"]) for place in part["externalReferences"])
        for part in told["components"]
    )


@pytest.mark.parametrize(("platform", "typed"), [("win32", "showcase"), ("linux", "make")])
def test_messages_call_the_words_as_they_are_typed_there(
    platform: str, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert runpy.run_path(str(ROOT / "generator/model/problem.py"))["MAKE"] == typed


def test_a_trial_on_windows_tells_each_file_that_is_another_there(tmp_path: Path) -> None:
    for name, files in {
        "there": {"a.html": "甲", "b/c.html": "乙", "d": "丁"},
        "here": {"a.html": "甲", "b/c.html": "丙", "e": "戊"},
        "none": {},
    }.items():
        (tmp_path / name / "b").mkdir(parents=True)
        for file, text in files.items():
            (tmp_path / name / file).write_text(text, "utf-8")
    assert differences(tmp_path / "there", tmp_path / "there") == []
    assert differences(tmp_path / "there", tmp_path / "here") == ["b/c.html", "d", "e"]
    assert differences(tmp_path / "none", tmp_path / "none") == ["none/"]
    assert "摘要: " in (ROOT / EDITED).read_text("utf-8")
