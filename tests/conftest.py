"""What the browser tests need from the machine: Chromium and the Nu checker."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "msedge")
NU_JAR = Path(__file__).parent.parent / "tools/nu/node_modules/vnu-jar/build/dist/vnu.jar"


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
    return [java, "-jar", str(NU_JAR)]


def _lacking(reason: str) -> NoReturn:
    """Skip on a person's machine; on a CI machine nothing may pass by not running."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
