"""The servers' settings of docs/deploy/, tried on real servers where the machine has them."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator.cli import main
from tests.roots import make_root, story

DEPLOY = Path(__file__).parent.parent / "docs" / "deploy"
MODULES = (Path("/usr/lib/apache2/modules"), Path("/usr/lib64/httpd/modules"))
FOREVER = "public, max-age=31536000, immutable"
SAID_ALWAYS = {
    "content-security-policy": "frame-ancestors 'self'; object-src 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-site",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    port: int
    site: Path
    below: str  # the folder of the address that the site is put into

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request of its own connection."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request(method, self.below + path, headers=headers)
            got = line.getresponse()
            told = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, told, got.read())
        finally:
            line.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("deploy")
    make_root(root, {"volunteer/a.yml": story(more="aliases: [old/a]\n")})
    assert main(["build", "--root", str(root), "--as-of", "2026-06-01", "--quiet"]) == 0
    return root / "site"


@pytest.fixture(
    scope="module",
    params=[("nginx", ""), ("apache", ""), ("nginx", "/showcase"), ("apache", "/showcase")],
    ids="".join,
)
def server(
    request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    name, below = request.param
    start = {"nginx": _nginx, "apache": _apache}[name]
    folder = tmp_path_factory.mktemp(name)
    folder.chmod(0o755)
    (folder / "root").mkdir()
    (folder / "root/showcase").symlink_to(site)
    for step in (site, *site.parents):  # the server's own user has to reach the site
        if not step.stat().st_mode & 0o001:
            step.chmod(step.stat().st_mode | 0o055)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    argv = start(folder, folder / "root" if below else site, port)
    process = subprocess.Popen(argv, stderr=subprocess.PIPE)
    try:
        _wait_for(port, process)
        yield Server(port, site, below)
    finally:
        process.terminate()
        process.wait(10)


def _nginx(folder: Path, site: Path, port: int) -> list[str]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
    if program is None:
        _lacking("nginx")
    told = _settings("nginx.conf", site)
    told = told.replace("listen 80;", f"listen 127.0.0.1:{port};")
    (folder / "logs").mkdir()
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/logs/error.log;\n"
        "events {}\nhttp {\ninclude /etc/nginx/mime.types;\naccess_log off;\n"
        f"{paths}\n{told}\n}}\n",
        "utf-8",
    )
    return [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _apache(folder: Path, site: Path, port: int) -> list[str]:
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin") or shutil.which("httpd")
    modules = next((place for place in MODULES if place.is_dir()), None)
    if program is None or modules is None:
        pytest.skip("no Apache on this machine")
    told = _settings("apache.conf", site)
    told = told.replace("*:80", f"127.0.0.1:{port}")
    names = "mpm_event authz_core dir mime headers deflate filter unixd"
    loads = "".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so\n"
        for name in names.split()
        if (modules / f"mod_{name}.so").is_file()  # some are built in
    )
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\n{loads}"
        f"ErrorLog {folder}/error.log\nTypesConfig /etc/mime.types\nServerName localhost\n"
        f"<Directory />\nRequire all denied\n</Directory>\n{told}",
        "utf-8",
    )
    return [program, "-D", "FOREGROUND", "-f", str(folder / "apache.conf")]


def _settings(name: str, site: Path) -> str:
    """Those of `name` for a site there, as deploy.md says where the site lies in a folder of it."""
    told = (DEPLOY / name).read_text("utf-8").replace("/srv/www/showcase/current", str(site))
    within = (site / "showcase").is_dir()
    return told.replace("/404.html", "/showcase/404.html") if within else told


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            raise AssertionError((process.stderr.read() if process.stderr else b"").decode())
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


def _lacking(name: str) -> None:
    """Skip on a person's machine; on a CI machine nothing may pass by not running."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"no {name} on this machine")
    pytest.skip(f"no {name} on this machine")


def picture(server: Server) -> str:
    """A picture whose name holds its content's digest."""
    file = server.site / "media" / "0123456789ab-400.webp"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"RIFF....WEBP")
    return "/media/0123456789ab-400.webp"


def test_every_answer_has_the_security_headers(server: Server) -> None:
    for path in ("/", "/volunteer/a/", "/feed.xml", "/assets/seal.svg", "/nowhere/"):
        told = server.ask(path).headers
        assert {name: told.get(name) for name in SAID_ALWAYS} == SAID_ALWAYS, path


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("/", "text/html"),
        ("/feed.xml", "xml"),
        ("/feed.json", "application/feed+json"),
        ("/manifest.json", "json"),
        ("/assets/seal.svg", "image/svg+xml"),
        ("/search/index.js", "javascript"),
    ],
)
def test_each_file_is_sent_as_what_it_is(server: Server, path: str, type: str) -> None:
    answer = server.ask(path)
    assert answer.status == 200 and type in answer.headers["content-type"]


def test_what_is_missing_shows_the_sites_own_page(server: Server) -> None:
    answer = server.ask("/brands/nowhere/")
    assert answer.status == 404 and "页面没有找到".encode() in answer.body
    assert server.ask("/.git/config").status == 404


def test_addresses_without_a_slash_and_former_ones_lead_on(server: Server) -> None:
    answer = server.ask("/volunteer/a")
    assert answer.status == 301 and answer.headers["location"].endswith("/volunteer/a/")
    moved = server.ask("/old/a/")
    assert moved.status == 200 and b'http-equiv="refresh"' in moved.body


def test_what_bears_a_version_is_kept_and_all_else_asked_for_anew(server: Server) -> None:
    version = server.ask("/").body.decode().split("show.css?v=")[1].split('"')[0]
    ages = {
        "/": "no-cache",
        "/volunteer/a/": "no-cache",
        "/manifest.json": "no-cache",
        "/search/index.js": "no-cache",
        "/assets/css/show.css": "no-cache",
        f"/assets/css/show.css?v={version}": FOREVER,
        picture(server): FOREVER,
    }
    assert {path: server.ask(path).headers["cache-control"] for path in ages} == ages
    first = server.ask("/volunteer/a/").headers
    again = server.ask("/volunteer/a/", **{"If-None-Match": first["etag"]})
    assert again.status == 304 and again.body == b""


def test_only_reading_is_allowed(server: Server) -> None:
    assert server.ask("/", "HEAD").status == 200
    for method in ("POST", "PUT", "DELETE"):
        assert server.ask("/", method).status in (403, 405), method


def test_texts_travel_packed(server: Server) -> None:
    plain = server.ask("/").body
    packed = server.ask("/", **{"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain and len(packed.body) < len(plain) / 2


def test_the_settings_for_iis_say_the_same() -> None:
    tree = ElementTree.parse(DEPLOY / "web.config")
    told = {
        row.attrib["name"].lower(): row.attrib["value"]
        for row in tree.iter("add")
        if row.attrib.get("name")
    }
    assert told == SAID_ALWAYS
    error = tree.find(".//httpErrors/error")
    assert error is not None and error.attrib["path"] == "404.html"


def test_whoever_mirrors_the_site_keeps_the_settings_for_iis() -> None:
    """/MIR deletes what the site does not hold, and with web.config go all the headers above."""
    texts = [path.read_text("utf-8") for path in sorted(DEPLOY.parent.rglob("*.md"))]
    lines = [line for text in texts for line in text.splitlines() if "/MIR" in line]
    lines = [line for line in lines if " D:" not in line]  # the lobby's own disk has no server
    assert len(lines) >= 3
    assert [line for line in lines if "/MIR /XF web.config" not in line] == []
