"""What no limit forbids and an officer should know before handing in: of a call, not of a story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from generator.export.document import Document, Form
from generator.model.award import Award
from generator.model.problem import Place, Problem, Words


def cautions(
    award: Award, documents: Iterable[tuple[int, Document]], as_of: date
) -> Iterator[Problem]:
    """Warnings at the call's lines; `documents` come with the number of their rule."""
    for rule, document in documents:
        if isinstance(document, Form) and document.template is not None:
            yield _drawn_anew(award, rule, document.title)
    left = award.days_left(as_of)
    if left is not None and left < 0:
        yield Problem(
            "award-deadline",
            "warning",
            Place(award.file, ("deadline",)),
            Words(f"征集已在 {-left} 天前截止", f"the call closed {-left} days ago"),
            Words("先问清征集单位还收不收", "ask the organiser whether it is still open"),
        )


def _drawn_anew(award: Award, rule: int, title: str) -> Problem:
    """Only the Word file fills the organiser's blank."""
    return Problem(
        "award-blank-pdf",
        "warning",
        Place(award.file, ("documents", rule, "template")),
        Words(
            f"“{title}”的 PDF 只能照栏目画，版面和征集单位的空白表不同",
            f"the PDF of “{title}” is drawn from its rows, not on the organiser's blank",
        ),
        Words(
            "要交 PDF：用 Word 或 WPS 打开填好的 .docx，另存为 PDF",
            "to hand in a PDF, open the filled .docx in Word or WPS and save it as PDF",
        ),
    )
