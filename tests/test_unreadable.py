"""Files that no case can hold tell exactly what their document says, in both languages."""

from __future__ import annotations

import os

import pytest

from tests.unreadable import DOCUMENT, document


@pytest.mark.skipif(os.name == "nt", reason="links, and names that Windows forbids")
def test_files_that_cannot_be_read() -> None:
    assert document() == DOCUMENT.read_text(encoding="utf-8")
