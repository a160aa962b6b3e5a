"""The engine as a command: one start, one job or several, and what it refuses."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.engine import Engine, EngineFailed, Job
from generator.model.output import Page
from generator.write import Writer

THEME = Path(__file__).parent.parent / "theme"
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="several jobs are forks")


def job(tmp_path: Path, name: str, body: str = "<p>一盏灯</p>") -> Job:
    """A job of one page, below a folder of its own."""
    root = tmp_path / "root"
    root.mkdir(exist_ok=True)
    (root / "mkdocs.yml").write_text("site_name: 先锋印记\n", encoding="utf-8")
    stage = tmp_path / name
    Writer(stage / "source").put(Page("", {"title": name}, body))
    (stage / "docs").mkdir()
    (stage / "pages.txt").write_text("index.md", encoding="utf-8")
    given = (stage / "source", stage / "pages.txt", stage / "docs")
    where = (root, *given, stage / "out", THEME, tmp_path / "compiled")
    return Job(*where, "先锋印记", "", {})


def test_an_engine_without_a_job_ends_in_peace() -> None:
    with Engine() as engine:
        engine.wait()


def test_a_job_that_fails_is_told_though_others_follow(tmp_path: Path) -> None:
    jobs = [job(tmp_path, name) for name in ("甲", "乙")]
    (jobs[0].source / "index.md").write_text("template: none.html\n", encoding="utf-8")
    with Engine() as engine:
        engine.begin(jobs[0], more=True)
        engine.begin(jobs[1])
        with pytest.raises(EngineFailed, match=r"none\.html"):
            engine.wait()
    assert (jobs[1].out / "index.html").is_file()


def test_leaving_the_block_ends_it_and_what_it_has_forked(tmp_path: Path) -> None:
    """What a fork that lives on would hold open is at its end."""
    first, latest = job(tmp_path, "甲"), time.monotonic() + 60
    with Engine() as engine:
        engine.begin(first, more=True)
        while not first.out.exists():  # written to by a fork of it
            assert time.monotonic() < latest
            time.sleep(0.01)
        engine.close()
        assert engine._process.returncode == -signal.SIGKILL
        assert engine._process.stdout is not None and engine._process.stdout.closed


def test_it_ends_though_another_works_for_the_process_that_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a venv on Windows, whose python.exe starts the real one and hands over its pipes.
    launcher = tmp_path / "python"
    launcher.write_text(f'#!/bin/sh\n"{sys.executable}" "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)
    monkeypatch.setattr("generator.engine.CAN_FORK", False)
    monkeypatch.setattr("sys.executable", str(launcher))
    engine = Engine()
    monkeypatch.setattr("sys.platform", "win32")  # one process is killed, not its group
    closing = threading.Thread(target=engine.close, daemon=True)
    closing.start()
    closing.join(timeout=30)
    assert not closing.is_alive()


def test_its_last_job_waits_for_nobody(tmp_path: Path) -> None:
    """A fork of ours that lives on holds the pipe of jobs open as well."""
    last = job(tmp_path, "甲")
    with Engine() as engine:
        if not (other := os.fork()):
            time.sleep(60)
            os._exit(0)
        engine.begin(last)
        engine.wait()
        os.kill(other, signal.SIGKILL)
    assert os.waitpid(other, 0)[1] == signal.SIGKILL
    assert (last.out / "index.html").is_file()


def test_it_does_one_batch_after_another(tmp_path: Path) -> None:
    """Each in a process of its own."""
    jobs = [job(tmp_path, name, f"<p>{name}</p>") for name in ("甲", "乙", "丙")]
    with Engine() as engine:
        for each in jobs:
            engine.begin(each, more=each is not jobs[-1])
        engine.wait()
    for each, name in zip(jobs, ("甲", "乙", "丙"), strict=True):
        assert f"<p>{name}</p>" in (each.out / "index.html").read_text(encoding="utf-8")


def test_hand_written_pages_are_converted_and_finished_ones_left_as_they_are(
    tmp_path: Path,
) -> None:
    finished = replace(job(tmp_path, "甲", "<p>一盏灯 *不是斜体*</p>"), with_shell=True)
    (finished.docs / "about.md").write_text("# 关于\n\n**粗** [见](#关于)\n", encoding="utf-8")
    with Engine() as engine:
        engine.begin(finished)
        engine.wait()
    assert "<p>一盏灯 *不是斜体*</p>" in (finished.out / "index.html").read_text(encoding="utf-8")
    written = (finished.out / "about/index.html").read_text(encoding="utf-8")
    assert '<h1 id="_1">关于</h1>\n<p><strong>粗</strong> <a href="#关于">见</a></p>' in written
    assert "<title>关于 · 先锋印记</title>" in written


def test_jobs_build_into_one_tree_and_only_one_brings_the_shell(tmp_path: Path) -> None:
    one, two = (job(tmp_path, name, f"<p>{name}</p>") for name in ("甲", "乙"))
    Writer(two.source).put(Page("brands/", {"title": "乙"}, "<p>乙</p>"))
    two.pages.write_text("brands.md", encoding="utf-8")
    (two.docs / "about.md").write_text("# 关于\n", encoding="utf-8")
    (one.out / "assets").mkdir(parents=True)
    (one.out / "assets/own.txt").write_text("已经在这里", encoding="utf-8")
    with Engine() as engine:
        engine.begin(replace(one, with_shell=True), more=True)
        engine.begin(replace(two, out=one.out))
        engine.wait()
    built = {file.relative_to(one.out).as_posix() for file in one.out.rglob("*.*")}
    assert {"index.html", "brands/index.html", "404.html", "assets/own.txt"} <= built
    assert "assets/css/show.css" in built
    assert "about/index.html" not in built
    assert "brands" not in {file.name for file in tmp_path.glob("乙/out/*")}


def test_the_shell_is_compiled_once_and_again_where_what_was_kept_is_damaged(
    tmp_path: Path,
) -> None:
    def built(name: str) -> tuple[str, dict[Path, bytes]]:
        each = job(tmp_path, name)
        with Engine() as engine:
            engine.begin(each)
            engine.wait()
        kept = {file: file.read_bytes() for file in each.compiled.iterdir()}
        return (each.out / "index.html").read_text(encoding="utf-8").replace(name, ""), kept

    page, kept = built("甲")
    written = [file.stat().st_ino for file in kept]
    assert built("乙") == (page, kept)
    assert [file.stat().st_ino for file in kept] == written
    for file in kept:
        file.write_bytes(kept[file][:-7])
    assert built("丙") == (page, kept)
