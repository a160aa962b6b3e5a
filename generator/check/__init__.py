"""What is looked for in stories that could be read. CHECKS is the list; a check is one function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.check import links, method, photos, privacy, review, texts
from generator.model.kinds import Story
from generator.model.problem import Finding, Level, Place, Problem, Words
from generator.model.site import Site

Look = Callable[[Site], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A row of CHECKS; the id is the function's name with dashes, its docstring the help page."""

    look: Look
    level: Level

    @property
    def id(self) -> str:
        """The name that problems, `explain` and `allow` use."""
        return self.look.__name__.replace("_", "-")


CHECKS: tuple[Check, ...] = (
    Check(texts.no_text, "error"),
    Check(texts.name_missing, "error"),
    Check(texts.date_unclear, "warning"),
    Check(texts.date_order, "warning"),
    Check(texts.same_title, "warning"),
    Check(texts.mixed_punctuation, "warning"),
    Check(texts.term, "warning"),
    Check(texts.stat_source, "warning"),
    Check(method.method_number, "warning"),
    Check(method.method_items, "warning"),
    Check(links.unit_unknown, "error"),
    Check(links.unit_twice, "error"),
    Check(links.related_unknown, "error"),
    Check(links.address, "error"),
    Check(links.same_address, "error"),
    Check(links.alias, "error"),
    Check(links.media_url, "error"),
    Check(photos.photo_alt, "warning"),
    Check(photos.photo_credit, "warning"),
    Check(photos.photo_consent, "warning"),
    Check(photos.photo_small, "warning"),
    Check(photos.photo_focus, "warning"),
    Check(photos.photo_unused, "warning"),
    Check(review.sign_offs, "error"),
    Check(review.publish_dates, "warning"),
    Check(privacy.resident_id, "error"),
    Check(privacy.bank_card, "error"),
    Check(privacy.phone_mobile, "warning"),
    Check(privacy.phone_landline, "warning"),
    Check(privacy.email, "warning"),
    Check(privacy.wechat_id, "warning"),
    Check(privacy.plate, "warning"),
    Check(privacy.home_address, "warning"),
    Check(privacy.minor, "warning"),
)


def run(site: Site, as_of: date, earlier: Sequence[Problem] = ()) -> list[Problem]:
    """Every problem of the site, `earlier` ones from reading included, less what was allowed.

    One `allow` entry silences one warning of its story, the first in the order of the list; an
    entry past its date, or with nothing to silence, is itself a warning.
    """
    found = [
        Problem(check.id, check.level, finding.place, finding.message, finding.hint)
        for check in CHECKS
        for finding in check.look(site)
    ]
    problems = [*earlier, *found]
    for story in site.stories:
        if story.allow:
            problems = _allowed(story, problems, as_of)
    return problems


def _allowed(story: Story, problems: list[Problem], as_of: date) -> list[Problem]:
    left = list(problems)
    for number, allow in enumerate(story.allow):
        expired = allow.until is not None and as_of > allow.until
        hit = next((p for p in left if _covers(allow.check, story, p)), None)
        if hit and not expired:
            left.remove(hit)
        else:
            left.append(_unused(story, number, allow.check, expired))
    return left


def _covers(check: str, story: Story, problem: Problem) -> bool:
    return (problem.level, problem.id, problem.place.file) == ("warning", check, story.file)


def _unused(story: Story, number: int, check: str, expired: bool) -> Problem:
    if expired:
        message = Words(f"对“{check}”的放行已过期", f"the allowance of “{check}” has expired")
        hint = Words("改掉问题，或重新批准并写新的期限", "mend the problem, or approve it anew")
    else:
        message = Words(f"对“{check}”的放行没有用上", f"the allowance of “{check}” silences nothing")
        hint = Words("删掉这一条放行", "delete the entry")
    place = Place(story.file, ("allow", number, "check"))
    return Problem("allow-unused", "warning", place, message, hint)
