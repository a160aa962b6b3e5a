"""Several processes that share the work, an engine that takes it in batches: the bytes of one."""

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
from tests.office import DAYS, Office
from tests.roots import make_root


@pytest.mark.skipif(not CAN_FORK, reason="no second process on this system")
def test_shards_give_what_one_process_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, digests = tmp_path / "root", []
    make_root(root, {})
    office = Office(root, random.Random(1), flow.Options(root, DAYS[0], force=True))
    for _ in range(9):
        office.add()
    for least, at_once in ((10**9, 10**9), (10**9, 20_000), (2, 10**9), (2, 20_000)):
        monkeypatch.setattr(press, "BYTES_OF_FEW", at_once)
        monkeypatch.setattr(press, "STORIES_TO_SHARE", least)
        monkeypatch.setattr(site, "FILES_TO_SHARE", least)
        built = flow.build(office.options, Progress(sys.stderr, "zh", quiet=True))
        assert built.stories == 9
        digests.append([tree_digest(root / "site"), tree_digest(root / "site_src")])
    assert digests[0] == digests[1] == digests[2] == digests[3]
