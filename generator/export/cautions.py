"""What no limit forbids and an officer should know before handing in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from generator.export.document import Document, Form
from generator.model.award import Award
from generator.model.fieldpath import said_in, steps_of
from generator.model.kinds import KINDS, Story
from generator.model.naming import placeholders
from generator.model.problem import Place, Problem, Words
from generator.model.site import kind_of


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


def gaps(award: Award, story: Story, word: Callable[[str], str]) -> Iterator[Problem]:
    """Titles and signatures that ask for a field of which the story has no word."""
    for rule in award.documents:
        for title in (rule.title, *(variant.title for variant in rule.variants)):
            for name in placeholders(title or ""):
                if not name.startswith("call.") and not word(name):
                    yield _gap(award, story, name, Words(f"标题“{title}”", f"the title “{title}”"))
        if rule.sign and steps_of(rule.sign.org, type(story)) and not word(rule.sign.org):
            yield _gap(award, story, rule.sign.org, Words("落款的署名", "the signature"))


def _gap(award: Award, story: Story, name: str, what: Words) -> Problem:
    steps = steps_of(name, type(story))
    records = [type(story), *(KINDS[kind].record for kind in award.kinds)]
    known = next((record for record in records if steps_of(name, record)), type(story))
    field = said_in(name, known)
    hint = Words(f"在稿件里写上“{field}”，或在征集里换一项", f"give {field}, or change the call")
    if steps is None:
        label = kind_of(story).label
        hint = Words(f"{label}没有这个项目，在征集里换一项", "its kind has none; change the call")
    return Problem(
        "award-gap",
        "warning",
        Place(story.file, (steps or ())[:1], at_key=True),
        Words(
            f"{what.zh}里空着一处：稿件没有“{field}”", f"{what.en} has a gap: there is no {field}"
        ),
        hint,
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
