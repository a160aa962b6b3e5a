"""What a deployed manifest tells of the site around it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from generator.audit import audit, told
from generator.model.release import release
from generator.model.site import Settings, Site

TODAY = date(2026, 6, 1)


def words_on(folder: Path, **manifest: object) -> str:
    made = {"generator": "showcase", "drafts": False, "stories": [], **manifest}
    (folder / "manifest.json").write_text(json.dumps(made), encoding="utf-8")
    return told(audit(str(folder), release(Site(settings=Settings()), TODAY), {})).zh


def test_a_site_with_drafts_comes_down_whole(tmp_path: Path) -> None:
    """Its manifest lists none of them, so it would look like what may be public."""
    assert words_on(tmp_path) == "与今天可以公开的内容一致"
    assert words_on(tmp_path, drafts=True).startswith("必须撤下：整个网站")
    gone = words_on(tmp_path, drafts=True, stories=[{"kind": "brand", "id": "x", "hash": "0"}])
    assert gone.split("\n")[1:] == ["必须撤下：brand/x"]
