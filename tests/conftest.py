"""What the tests need: Chromium, the Nu checker, an engine that starts fast; the smallest root."""

import os
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import pytest

from generator import engine
from tests.roots import make_root, story

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge")
NU_JAR = Path(__file__).parent.parent / "tools/nu/node_modules/vnu-jar/build/dist/vnu.jar"

# One short run: the second compiler and collector of Java cost as much again, and its plainer code
# needs more of the stack.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss2m")


# What takes longest comes first, the longest of it first: whoever is done then has short tests left
# to take over. A browser is started once if its tests stand together.
LONG = (
    *(f"tests/browser/{name}" for name in ("test_pages", "test_window", "test_search", "")),
    *(f"tests/{name}.py" for name in ("test_edits", "test_taken_out", "test_canaries")),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests in the order that two workers are soonest done with."""
    items.sort(key=lambda item: [not item.nodeid.startswith(name) for name in LONG])


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser that opens the pages: $CHROMIUM, else the first one on the PATH."""
    for name in (os.environ.get("CHROMIUM", ""), *BROWSERS):
        if path := shutil.which(name):
            return path
    _lacking("no Chromium, Chrome or Edge on the PATH and none named by $CHROMIUM")


@pytest.fixture(scope="session")
def nu() -> list[str]:
    """Command of the Nu HTML checker, to be followed by its options and files."""
    java = shutil.which("java")
    if java is None:
        _lacking("no java on the PATH, which the Nu checker needs")
    if not NU_JAR.is_file():
        _lacking("no Nu checker: `make test` fetches it where there is npm")
    return [java, *QUICK, "-jar", str(NU_JAR)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root whose only story passes every check and is published."""
    return make_root(tmp_path / "root", {"volunteer/a.yml": story()})


@pytest.fixture(scope="session", autouse=True)
def _engine_is_loaded_once() -> Iterator[None]:
    """A build's engine is a fork of ours: what is loaded here it need not load (0.1 s a build)."""
    forked = engine._forked

    def loaded() -> object:
        for module in ("generator.jobs", *import_module("generator.jobs")._MEANWHILE):
            import_module(module)
        return forked()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "_forked", loaded)
        yield


def _lacking(reason: str) -> NoReturn:
    """Skip on a person's machine; on a CI machine nothing may pass by not running."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
