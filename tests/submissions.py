"""A submission made by hand for tests of what is written from it."""

from __future__ import annotations

from generator.export.entry import Entry, Material
from generator.export.photos import Shot
from tests.calls import call, entry, form, gongwen
from tests.made import story
from tests.picture_files import file_of, photo

SHOT = Shot(file_of(photo(), "JPEG"), "jpg", "jpg", 96, 64, 72)


def submission() -> Entry:
    """A brand with all that a parcel can hold."""
    one = story(
        "brand",
        title="“一二”工作法：试验",
        sections={"background": "第3党支部——先锋……", "practice": "做了两件事。"},
        photos=[{"file": "a.jpg", "caption": "现场: 1/2"}, {"file": "b.jpg"}],
        attachments=[{"file": "z.pdf", "title": "证书"}, {"file": "y.pdf"}],
        contact={"name": "=甲", "phone": "+86"},
    )
    award = call(
        gongwen(
            {"title": "背景", "from": "sections.background", "required": True, "max": 500},
            {"title": "做法", "from": ["sections.practice", "method"], "min": 300},
            count={"min": 4},
            variants=[{"id": "short", "title": "摘要", "from": "summary", "max": 300}],
            sign={"seal": "是"},
        ),
        form({"label": "名称", "from": "title", "max": 5}),
        title="案例征集",
        deadline="2026-06-30T17:00:00+08:00",
        photos={"min": 2, "max": 5, "min_bytes": 1000000, "caption": True},
        evidence={"min": 1, "max": 1},
        naming={"zip": "{story.unit}+{story.title}"},
    )
    evidence = {"z.pdf": (b"%PDF-1", ".pdf"), "y.pdf": (b"%PDF-2", ".pdf")}
    return entry(one, award, Material({"a.jpg": SHOT, "b.jpg": SHOT}, evidence), draft=True)
