"""Preview: a small server over the built tree, rebuilt and reloaded whenever something changes."""

from __future__ import annotations

import errno
import http.server
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Set
from datetime import date
from functools import partial
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from generator import flow
from generator.engine import Engine
from generator.model.problem import Lang, Words
from generator.package import WORK, page_folders, settings_files, theme_folder
from generator.progress import Progress
from generator.show import show, summary
from generator.trouble import Broken, Misuse, Stop, crash, machine_trouble

Say = Callable[[str], None]
Today = Callable[[], date]
MINUTE = 60.0  # seconds: so often a preview that waits asks whether it is another day
QUIET_TIME = 0.03  # seconds without a change before a rebuild: editors save in several steps
_FOLDERS = frozenset({"stories", "theme", "site_src"})  # of a root; all others builds write
# Scripts only: the pages' Content-Security-Policy lets nothing else be asked for.
_RELOAD = b"""(function () {
  var seen;
  window.showcaseVersion = function (now) {
    if (seen && now && seen !== now) location.reload();
    seen = now || seen;
  };
  setInterval(function () {
    var script = document.createElement("script");
    script.src = "/__version.js?" + Date.now();
    script.onload = script.onerror = function () { script.remove(); };
    document.head.append(script);
  }, 150);
})();
"""


# Shown where nothing could be built yet.
_NOTHING_YET = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>还没有网页</title>
<p>还没有网页：先改好命令窗口里列出的错误，存盘以后这里会自动刷新。</p>
<script src="/__reload.js"></script>
""".encode()


def serve(root: Path, today: Today, address: tuple[str, int], lang: Lang, say: Say) -> None:
    """Builds with drafts, serves at http://address/ and rebuilds on change until interrupted.

    `today` is asked now and then: left open overnight, it shows the next day's site.
    `say` takes what the officer should read: problems, times, the address.

    Raises Broken where the port is taken. A broken story shows its problems as its page.
    """
    site = root / WORK / "preview"
    where = f"{address[0]}:{address[1]}"
    preview = _Preview(root, site, today, lang, say)
    try:
        server = _Server(address, preview)
    except socket.gaierror as error:
        preview.close()
        words = Words(f"没有“{address[0]}”这个地址。", f"There is no address “{address[0]}”.")
        raise Misuse(words) from error
    except OSError as error:
        preview.close()
        refused = isinstance(error, PermissionError)  # reserved by Windows, or below 1024
        trouble = OSError(errno.EADDRINUSE, str(error)) if refused else error
        raise Broken(machine_trouble(trouble, where)) from error
    server.daemon_threads = True
    watch = _Watch(root, preview.changed)  # before the first build: edits fall into it as well
    preview.rebuild()
    words = Words(
        f"预览：http://{where}/ （改动会自动刷新；按 Ctrl+C 结束）",
        f"preview: http://{where}/ (reloads by itself; Ctrl+C ends it)",
    )
    say(words.to(lang))
    try:
        threading.Thread(target=preview.follow, args=(watch,), daemon=True).start()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        watch.observer.stop()
        preview.close()
        server.server_close()


class _Server(http.server.ThreadingHTTPServer):
    """On Windows a reused address would be one that another program is serving."""

    allow_reuse_address = os.name != "nt"

    def __init__(self, address: tuple[str, int], preview: _Preview) -> None:
        super().__init__(address, partial(_Handler, preview))
        self.preview = preview
        own = ("localhost", address[0], socket.gethostname(), self.server_name)
        self.names = frozenset(name.lower() for name in own)

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that left in the middle of a file is nothing to tell; a bug of ours is."""
        if not isinstance(sys.exception(), OSError):
            self.preview.say(crash(self.preview.root).to(self.preview.lang))


class _Preview:
    """The tree being served and its version, which browsers ask for; an engine that waits."""

    def __init__(self, root: Path, site: Path, today: Today, lang: Lang, say: Say) -> None:
        self.root, self.site, self.today, self.lang, self.say = root, site, today, lang, say
        self.day, self.over = today(), False
        self.changed = threading.Event()
        self.engine = Engine()
        self.busy = threading.Lock()

    def rebuild(self) -> None:
        """Builds once; a stop of the machine is told and the old tree stays."""
        with self.busy:
            self._rebuild()

    def _rebuild(self) -> None:
        self.day = self.today()
        options = flow.Options(self.root, self.day, out=self.site, drafts=True)
        if not self.engine.waits:  # a machine short of memory may have ended it
            self.engine = Engine()
        try:
            with self.engine as engine:
                built = flow.preview(options, Progress(sys.stderr, self.lang, True), engine)
        except Exception as error:  # a bug of ours costs this edit, not the preview
            if not self.over:
                self.say(self._why(error).to(self.lang))
            return
        finally:
            if not self.over:
                self.engine = Engine()  # the next edit finds it started
        problems = built.checked.problems
        if problems:
            self.say(show(problems, built.checked.sources, "text", self.lang))
        stamp = time.strftime("%H:%M:%S")
        self.say(f"{stamp}  {summary(problems, self.lang)}  {built.seconds:.1f} s")

    def close(self) -> None:
        """Ends the engine; an edit that it is at stops, and there is nothing to tell of that."""
        self.over = True
        if self.busy.acquire(blocking=False):
            self.engine.close()
        else:  # the edit has it, and is closing it or about to
            self.engine.kill()

    def _why(self, error: Exception) -> Words:
        if isinstance(error, Stop):
            return error.words
        return machine_trouble(error) if isinstance(error, OSError) else crash(self.root)

    @property
    def version(self) -> str:
        """Another one after every publication, at once: the folder gets its name anew each time."""
        try:
            site = self.site.stat()
        except OSError:
            return ""
        return f"{site.st_ino}-{site.st_ctime_ns}"

    def follow(self, watch: _Watch) -> None:
        """Rebuilds after each burst of changes and at midnight, to the end."""
        while not self.over:
            if not self.changed.wait(MINUTE) and self.day == self.today():
                continue
            while self.changed.is_set():
                self.changed.clear()
                time.sleep(QUIET_TIME)
            watch.renew()
            self.rebuild()


class _Changes(FileSystemEventHandler):
    """Sets an event at every change; reading a file is none."""

    def __init__(self, changed: threading.Event) -> None:
        self.changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("created", "modified", "moved", "deleted"):
            self.changed.set()


class _Watch(_Changes):
    """Tells of changes in the settings and in every folder that a build reads.

    A folder that is replaced as a whole (a colleague's copy, a backup) is another one, of which
    nothing would be told: the root tells of its name, and `renew` turns to it.
    """

    def __init__(self, root: Path, changed: threading.Event) -> None:
        super().__init__(changed)
        self.root, self.replaced, self.observer = root, True, Observer()
        self._watches: list[ObservedWatch] = []
        self._names: set[str] = set()
        self._above: dict[Path, ObservedWatch] = {}
        self.observer.schedule(self, str(root), recursive=False)
        self.renew()
        self.observer.start()

    def renew(self) -> None:
        """Watches the folders that are there now, where others were."""
        self._renew_settings()
        if not self.replaced:
            return
        self.replaced = False
        for watch in self._watches:
            self.observer.unschedule(watch)
        folders = (self.root / "stories", theme_folder(self.root), *page_folders(self.root))
        self._watches = [
            self.observer.schedule(_Changes(self.changed), str(folder), recursive=True)
            for folder in folders
            if folder.is_dir()
        ]

    def _renew_settings(self) -> None:
        """Watches what mkdocs.yml inherits now, wherever that lies."""
        files = settings_files(self.root)
        self._names = {file.name for file in files}
        folders = {file.parent.resolve() for file in files} - {self.root.resolve()}
        for folder in self._above.keys() - folders:
            self.observer.unschedule(self._above.pop(folder))
        for folder in filter(Path.is_dir, folders - self._above.keys()):
            self._above[folder] = self.observer.schedule(self, str(folder), recursive=False)

    def on_any_event(self, event: FileSystemEvent) -> None:
        names = {Path(str(event.src_path)).name, Path(str(event.dest_path)).name}
        if names & _FOLDERS and event.event_type in ("created", "moved", "deleted"):
            self.replaced = True
        if names & {*self._names, *_FOLDERS}:
            super().on_any_event(event)


def _means_one_of(host: str, names: Set[str]) -> bool:
    """Whether a request's `Host` is an address in figures, one of these names, or not told."""
    try:
        asked = urlsplit(f"//{host}").hostname or "localhost"
        return asked in names or bool(ip_address(asked))
    except ValueError:
        return False


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Files of the preview; every page also loads the reload script."""

    timeout = 60  # seconds: one that says nothing for so long would hold its thread for ever

    def __init__(self, preview: _Preview, *args: object) -> None:
        self.preview = preview
        super().__init__(*args, directory=str(preview.site))  # type: ignore[arg-type]

    def parse_request(self) -> bool:
        """Answers under the names of this machine alone: a page of another site, whose own name
        its server has made to mean this machine, would read drafts (DNS rebinding)."""
        if not super().parse_request():
            return False
        assert isinstance(self.server, _Server)
        if _means_one_of(self.headers.get("Host", ""), self.server.names):
            return True
        self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        return False

    def do_GET(self) -> None:
        if self.path.startswith("/__version.js"):
            told = f'showcaseVersion("{self.preview.version}");'
            self._answer(told.encode(), "text/javascript")
        elif self.path == "/__reload.js":
            self._answer(_RELOAD, "text/javascript")
        else:
            self._file()

    def _file(self) -> None:
        path, status = Path(self.translate_path(self.path)), HTTPStatus.OK
        try:
            if path.is_dir() and self.path.split("?")[0].endswith("/"):
                path = path / "index.html"
            path.stat()
        except (OSError, ValueError):  # a name that is too long among them, or one with a NUL
            path, status = self.preview.site / "404.html", HTTPStatus.NOT_FOUND
        if status is HTTPStatus.NOT_FOUND and not path.exists():
            self._answer(_NOTHING_YET, "text/html; charset=utf-8", status)
            return
        if path.suffix != ".html" or not path.is_file():
            super().do_GET()
            return
        page = path.read_bytes().replace(
            b"</body>", b'<script src="/__reload.js"></script>\n</body>'
        )
        self._answer(page, "text/html; charset=utf-8", status)

    def end_headers(self) -> None:
        """No page of another site may have a file of ours: its search lies in scripts, which any
        page can load, and they would tell it every draft."""
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def _answer(self, body: bytes, type: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the officer's terminal is for problems."""
