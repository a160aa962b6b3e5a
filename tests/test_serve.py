"""The preview between edits: an engine waits for the next one; versions tell of publications."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileMovedEvent,
    FileOpenedEvent,
    FileSystemEvent,
)

from generator import serve
from generator.cli import main
from generator.engine import Engine
from generator.model.problem import Words
from generator.package import settings_files
from generator.publish import lock
from generator.trouble import Broken
from tests.roots import SETTINGS, make_root, story

DAY = partial(date, 2026, 6, 1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serve._Server]:
    """A preview that answers; no request changes it."""
    root = make_root(tmp_path_factory.mktemp("served"), {"volunteer/a.yml": story()})
    preview = _preview(root)
    preview.rebuild()
    with serve._Server(("127.0.0.1", 0), preview) as server:
        yield server
    preview.engine.close()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Engine]:
    """The engines that were started, in order."""
    engines: list[Engine] = []

    def start(engine: Engine, *more: int) -> None:
        begin(engine, *more)
        engines.append(engine)

    begin = Engine.__init__
    monkeypatch.setattr(Engine, "__init__", start)
    return engines


def test_an_edit_takes_the_engine_that_waits(root: Path, started: list[Engine]) -> None:
    preview = _preview(root)
    try:
        preview.rebuild()
        waiting = preview.engine
        assert waiting.waits
        number = len(started)
        _edit(root, "两盏灯")
        preview.rebuild()
        assert "两盏灯" in _page(preview)
        assert waiting._process.returncode == 0  # it did this edit
        assert len(started) == number + 1  # for the next one, no other
        assert started[-1] is preview.engine and preview.engine.waits
    finally:
        preview.engine.close()


def test_an_engine_that_died_waiting_costs_no_edit(root: Path) -> None:
    preview = _preview(root)
    try:
        preview.rebuild()
        os.kill(preview.engine._process.pid, signal.SIGKILL)
        preview.engine._process.communicate()
        _edit(root, "三盏灯")
        preview.rebuild()
        assert "三盏灯" in _page(preview)
    finally:
        preview.engine.close()


def test_an_edit_during_another_build_is_shown_after_it(root: Path) -> None:
    """`showcase build` in a second window: nobody would save the file again for the preview."""
    said: list[str] = []
    preview = _preview(root, said)
    try:
        preview.rebuild()
        edit = threading.Thread(target=preview.rebuild)
        with lock(root / ".showcase/lock"):
            _edit(root, "四盏灯")
            edit.start()
            edit.join(0.3)
            assert edit.is_alive()
        edit.join(30)
        assert "四盏灯" in _page(preview)
        assert "另一个命令" not in "".join(said)
    finally:
        preview.engine.close()


def test_broken_settings_are_told_and_the_preview_goes_on(root: Path) -> None:
    said: list[str] = []
    preview = _preview(root, said)
    settings = root / "mkdocs.yml"
    good = settings.read_text("utf-8")
    try:
        preview.rebuild()
        settings.write_text("site_name：坏了\n", "utf-8")
        preview.rebuild()
        assert "mkdocs.yml:1:1  错误[not-mapping]" in "".join(said)
        assert "一盏灯" in _page(preview)
        settings.write_text(good.replace("试验站", "新站"), "utf-8")
        preview.rebuild()
        assert "新站" in _page(preview)
    finally:
        preview.engine.close()


def test_a_bug_costs_one_edit_not_the_preview(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    preview = _preview(root, said)
    try:
        monkeypatch.setattr(serve.flow, "preview", lambda *_: [][1])
        preview.rebuild()
        assert "程序出错了" in said[-1] and "IndexError" in (
            root / ".showcase/crash.txt"
        ).read_text("utf-8")
        monkeypatch.undo()
        preview.rebuild()
        assert "一盏灯" in _page(preview)
    finally:
        preview.engine.close()


def test_an_edit_that_ends_with_the_preview_is_nothing_to_tell(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    preview = _preview(root, said)
    monkeypatch.setattr(serve.flow, "preview", lambda *_: (preview.close(), [][1]))
    preview.rebuild()
    assert said == [] and not (root / ".showcase/crash.txt").exists()
    assert not preview.engine.waits


def test_the_version_changes_with_every_publication_and_only_then(root: Path) -> None:
    preview = _preview(root)
    try:
        assert preview.version == ""
        seen = []
        for title in ("一盏灯", "一盏灯", "两盏灯", "一盏灯"):
            _edit(root, title)
            preview.rebuild()
            seen.append(preview.version)
        assert seen[0] == seen[1]
        assert len({*seen}) == 3
    finally:
        preview.engine.close()


@pytest.mark.parametrize("wrong", [BrokenPipeError(), ConnectionResetError(), KeyError("bug")])
def test_no_traceback_of_a_request_reaches_the_window(
    wrong: Exception, root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A browser that is sent elsewhere closes the connection in the middle of a film."""
    said: list[str] = []
    preview = _preview(root, said)

    def fail(handler: object) -> None:
        raise wrong

    monkeypatch.setattr(serve._Handler, "_file", fail)
    server = serve._Server(("127.0.0.1", 0), preview)
    server.daemon_threads = False
    try:
        with socket.create_connection(server.server_address) as browser:
            browser.sendall(b"GET /a.mp4 HTTP/1.0\r\n\r\n")
            server.handle_request()
        server.server_close()  # waits for the request's thread
    finally:
        preview.engine.close()
    assert capfd.readouterr() == ("", "")
    assert [words.split("。")[0] for words in said] == (
        [] if isinstance(wrong, OSError) else ["程序出错了，原来的网站没有变"]
    )


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("", 200),
        ("localhost:8000", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("192.168.1.7:8000", 200),
        (socket.gethostname(), 200),
        ("evil.example:8000", 421),
        ("127.0.0.1.evil.example", 421),
        ("[evil", 421),
    ],
)
def test_drafts_are_for_this_machine_s_names_alone(
    host: str, status: int, server: serve._Server
) -> None:
    """Another site's page whose name means this machine meanwhile is of another origin no more."""
    answer = _answer(
        server, f"GET / HTTP/1.0\r\n{f'Host: {host}' if host else 'Accept: */*'}\r\n\r\n"
    )
    assert answer.split(b" ", 2)[1] == str(status).encode()
    assert (b"__reload.js" in answer) is (status == 200)


@pytest.mark.parametrize(
    "path", ["/", "/search/index.js", "/assets/seal.svg", "/__version.js", "/nowhere/"]
)
def test_no_page_of_another_site_loads_a_draft(path: str, server: serve._Server) -> None:
    """The search lies in scripts, which a page may load from anywhere unless this is said."""
    answer = _answer(server, f"GET {path} HTTP/1.0\r\n\r\n")
    assert (
        answer.partition(b"\r\n\r\n")[0].count(b"\r\nCross-Origin-Resource-Policy: same-origin")
        == 1
    )


def test_a_client_that_says_nothing_is_let_go(
    server: serve._Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve._Handler, "timeout", 0.05)
    with socket.create_connection(server.server_address, timeout=10) as slow:
        slow.sendall(b"GET / HT")
        server.handle_request()
        assert slow.recv(9) == b""


@pytest.mark.parametrize("path", ["/nowhere/", "/" + "a" * 300 + "/", "/%00/", "/../mkdocs.yml"])
def test_what_is_not_there_has_the_page_that_says_so(path: str, server: serve._Server) -> None:
    answer = _answer(server, f"GET {path} HTTP/1.0\r\n\r\n")
    assert answer.split(b" ", 2)[1] == b"404"


def test_an_edit_during_the_first_build_is_built_too(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds: list[str] = []
    again = threading.Event()

    def rebuild(preview: serve._Preview) -> None:
        builds.append("first" if not builds else "again")
        if len(builds) == 1:
            _edit(root, "两盏灯")
        else:
            again.set()

    def wait(server: serve._Server) -> None:
        assert again.wait(10)
        raise KeyboardInterrupt

    monkeypatch.setattr(serve._Preview, "rebuild", rebuild)
    monkeypatch.setattr(serve._Server, "serve_forever", wait)
    serve.serve(root, DAY, ("127.0.0.1", 0), "zh", [].append)
    assert builds[:2] == ["first", "again"]


def test_a_preview_left_open_overnight_shows_the_next_day(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [date(2026, 6, 1), date(2026, 6, 2)]
    told: list[date] = []
    again = threading.Event()

    def build(options: serve.flow.Options, *_: object) -> None:
        told.append(options.as_of)
        if len(told) > 1:
            again.set()
        raise Broken(Words("够了", "enough"))

    def wait(server: serve._Server) -> None:
        del days[0]
        assert again.wait(10)
        raise KeyboardInterrupt

    monkeypatch.setattr(serve, "MINUTE", 0.01)
    monkeypatch.setattr(serve.flow, "preview", build)
    monkeypatch.setattr(serve._Server, "serve_forever", wait)
    serve.serve(root, lambda: days[0], ("127.0.0.1", 0), "zh", [].append)
    assert told[:2] == [date(2026, 6, 1), date(2026, 6, 2)]


@pytest.mark.parametrize(
    ("event", "changed", "renewed"),
    [
        (DirMovedEvent("stories", "stories.old"), True, True),
        (DirCreatedEvent("stories"), True, True),
        (DirDeletedEvent("theme"), True, True),
        (DirModifiedEvent("stories"), True, False),  # Windows: something in it has changed
        (FileOpenedEvent("stories"), False, False),
        (FileMovedEvent(".goutputstream-X", "mkdocs.yml"), True, False),
        (DirCreatedEvent("exports"), False, False),
    ],
)
def test_a_folder_that_is_replaced_is_watched_again(
    event: FileSystemEvent, changed: bool, renewed: bool, root: Path
) -> None:
    """Of a folder that came in its place nothing would be told."""
    for path in ("src_path", "dest_path"):
        setattr(event, path, getattr(event, path) and str(root / getattr(event, path)))
    watch = serve._Watch(root, threading.Event())
    try:
        before = {each for each in watch.observer.emitters if each.watch.is_recursive}
        watch.on_any_event(event)
        watch.renew()
        after = {each for each in watch.observer.emitters if each.watch.is_recursive}
    finally:
        watch.observer.stop()
    assert watch.changed.is_set() is changed
    assert before and (after & before == set()) is renewed and len(after) == len(before)


@pytest.mark.parametrize("given", ["[a]", "{a: b}", "", "mkdocs.yml", "[a", "nowhere.yml"])
def test_what_inherits_nothing_is_no_failure(given: str, root: Path) -> None:
    (root / "mkdocs.yml").write_text(f"INHERIT: {given}\n", "utf-8")
    above = [root / given] if given == "nowhere.yml" else []
    assert settings_files(root) == [root / "mkdocs.yml", *above]


def test_what_the_settings_inherit_is_watched(root: Path) -> None:
    above = root.parent / "top.yml"
    above.write_text("extra: {}\n", "utf-8")
    watch = serve._Watch(root, threading.Event())
    try:
        (root / "mkdocs.yml").write_text(f"INHERIT: ../top.yml\n{SETTINGS}", "utf-8")
        assert watch.changed.wait(10)
        watch.renew()
        watch.changed.clear()
        above.write_text("extra: {more: 1}\n", "utf-8")
        assert watch.changed.wait(10)
    finally:
        watch.observer.stop()


def _answer(server: serve._Server, request: str) -> bytes:
    with socket.create_connection(server.server_address) as browser:
        browser.sendall(request.encode())
        server.handle_request()
        return browser.makefile("rb").read()


def _preview(root: Path, said: list[str] | None = None) -> serve._Preview:
    place = root / ".showcase" / "preview"
    say = [].append if said is None else said.append
    return serve._Preview(root, place, DAY, "zh", say)


def _edit(root: Path, title: str) -> None:
    (root / "stories/volunteer/a.yml").write_text(story(title), encoding="utf-8")


def _page(preview: serve._Preview) -> str:
    return (preview.site / "volunteer/a/index.html").read_text(encoding="utf-8")


def test_a_port_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["serve", "--port", "99999"])
    assert left.value.code == 2
    assert "“99999”不是端口，写 1 到 65535 的整数" in capsys.readouterr().err


def test_a_port_that_the_system_keeps_is_told_as_one_in_use(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows reserves ports, others keep those below 1024: no folder is to be blamed."""

    def refuse(*given: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(serve, "_Server", refuse)
    with pytest.raises(Broken) as refused:
        serve.serve(root, DAY, ("127.0.0.1", 80), "zh", [].append)
    assert "加上 --port 8001（127.0.0.1:80）" in refused.value.words.zh
