"""Two processes that share the stories build what one builds."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from generator import flow, press
from generator.beside import CAN_FORK
from generator.load import site
from generator.progress import Progress
from tests.faults.kit import tree_digest
from tests.roots import make_root
from tests.test_edits import DAYS, Office


@pytest.mark.skipif(not CAN_FORK, reason="no second process on this system")
def test_shards_give_what_one_process_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, digests = tmp_path / "root", []
    make_root(root, {})
    office = Office(root, random.Random(1), flow.Options(root, DAYS[0], force=True))
    for _ in range(9):
        office.add()
    for least in (10**9, 2):
        monkeypatch.setattr(press, "STORIES_TO_SHARE", least)
        monkeypatch.setattr(site, "FILES_TO_SHARE", least)
        built = flow.build(office.options, Progress(sys.stderr, "zh", quiet=True))
        assert built.site and len(press._shares(built.stories)) == (1 if least > 2 else 2)
        digests.append([tree_digest(root / "site"), tree_digest(root / "site_src")])
    assert digests[0] == digests[1]
