"""The sample's own calls and the stories that are ready for them, document by document."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from generator.export import make
from generator.export.document import Form, Gongwen
from generator.export.entry import make_entry
from generator.load.site import load
from generator.material import gather
from generator.progress import Progress
from generator.status import status
from tests import docx_reading, pdf_reading
from tests.calls import DAY
from tests.documents import squeezed

ROOT = Path(__file__).parent.parent

READY = [
    ("ndrw-2026", "member/xu-jinhua"),
    ("jgdj-2026", "brand/1252"),
    ("ddmf-2026", "member/yang-jie"),
    ("zyfw-xm-2026", "volunteer/shuang-jiedui"),
    ("zyfw-al-2026", "volunteer/zhiyuan-fuwudui"),
    ("dangri-2026", "team/shiyi-zhibu"),
]


@pytest.mark.parametrize(("call", "key"), READY)
def test_sample_submissions_are_sound(call: str, key: str) -> None:
    """Every document of the sample reads back as its source says, in Word and in print."""
    site = load(ROOT).site
    award = next(award for award in site.awards if award.id == call)
    material, faults = gather(site.by_key[key], award, ROOT, DAY, pages=True)
    entry = make_entry(site.by_key[key], award, site, material, DAY)
    assert (faults, entry.breaches) == ([], ())
    told = {problem.id for problem in entry.warnings}
    assert told == ({"award-blank-pdf"} if call == "zyfw-xm-2026" else set())
    files = make(entry, ("docx", "pdf"), ROOT).files
    for one in entry.documents:
        paper = pdf_reading.printed(files[f"{one.name}.pdf"])
        for property in ("paper", "fonts", "text", "numbers", "archive"):
            assert list(pdf_reading.CHECKS[property](one.document, paper)) == [], property
        if isinstance(one.document, Gongwen) or one.document.template is None:
            book = docx_reading.opened(files[f"{one.name}.docx"])
            for property in ("paper", "fonts", "hints", "text", "footers", "file"):
                assert list(docx_reading.CHECKS[property](one.document, book)) == [], property
        else:
            _is_filled(one.document, files[f"{one.name}.docx"])


def _is_filled(form: Form, content: bytes) -> None:
    rows = docx.Document(io.BytesIO(content)).tables[0].rows
    told = squeezed("".join(cell.text for row in rows for cell in row.cells))
    for cell in (cell for row in form.rows for cell in row):
        assert squeezed(cell.label) in told and squeezed(cell.answer) in told


def test_every_call_has_a_story_that_is_ready_and_others_are_told_why() -> None:
    found = status(ROOT, DAY, Progress(io.StringIO(), "zh", quiet=True))
    chances = [(c.award.id, s.story.key, c.missing) for s in found.standings for c in s.chances]
    ready = {(call, key) for call, key, missing in chances if not missing}
    assert set(READY) <= ready
    assert {call for call, _ in ready} == {award.id for award in load(ROOT).site.awards}
    told = {m.message.zh for call, key, missing in chances for m in missing if "yang-jie" in key}
    assert "缺少证件照（图片说明或文件名里要有“证件照”）" in told
