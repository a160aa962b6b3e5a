"""Award calls for tests, as values and as files."""

from __future__ import annotations

from datetime import date
from typing import Any

from generator.export.entry import Entry, Material, make_entry
from generator.model.award import Award
from generator.model.kinds import Story
from generator.model.site import Settings, Site, Unit
from tests.made import record

DAY = date(2026, 6, 1)
SITE = Site(
    record(Settings, {"review": "none", "site_name": "站名", "sponsor": "主办处"}),
    (Unit(id="yuan", name="示例检验研究院", short="研究院"),),
)
# A call as its file says it; tests add to it and leave things out.
CALL = """\
id: test
title: 案例征集
kinds: [volunteer]
deadline: "2026-06-30T17:00:00+08:00"
documents:
  - id: writeup
    type: gongwen
    sections:
      - {title: 经过, from: body, required: true}
"""


def call(*documents: dict[str, Any], **told: Any) -> Award:
    """A call for brands with these documents."""
    least = {"id": "test", "file": "stories/awards/test.yml", "title": "案例征集"}
    return record(Award, {**least, "kinds": ["brand"], "documents": documents, **told})


def gongwen(*sections: dict[str, Any], **told: Any) -> dict[str, Any]:
    """A write-up of these sections."""
    return _listed({"id": "writeup", "type": "gongwen", "sections": sections, **told})


def form(*cells: dict[str, Any], **told: Any) -> dict[str, Any]:
    """A form with one row of these cells."""
    rows = [{"cells": cells}]
    return _listed({"id": "form", "type": "form", "title": "申报表", "rows": rows, **told})


def entry(
    story: Story, award: Award, material: Material | None = None, *, draft: bool = False
) -> Entry:
    """The submission of a story on DAY."""
    return make_entry(story, award, SITE, material or Material(), DAY, draft)


def _listed(told: Any) -> Any:
    """The same with every `from` a list, as the loader makes it."""
    if isinstance(told, dict):
        return {
            key: (value,) if key == "from" and isinstance(value, str) else _listed(value)
            for key, value in told.items()
        }
    return [_listed(each) for each in told] if isinstance(told, list | tuple) else told
