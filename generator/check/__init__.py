"""What is looked for in stories that could be read. CHECKS is the list; a check is one function."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.check import (
    addresses,
    awards,
    layout,
    links,
    method,
    names,
    pages,
    photos,
    privacy,
    review,
    showcases,
    signs,
    tables,
    texts,
    window,
    works,
)
from generator.model.kinds import Story, is_story_file, names_in
from generator.model.parts import Allow
from generator.model.problem import Finding, Level, Path, Place, Problem, Words, is_below
from generator.model.site import SETTINGS_FILE, Settings, Site

Look = Callable[..., Iterator[Finding]]


class Check(Struct, frozen=True):
    """A row of CHECKS; the id is the function's name with dashes, its docstring the help page.

    `look` takes the site, and where it is `dated` the day of the check too: it looks at no more of
    a story than its face, and finds the same until a day in it is past or within NOTICE_DAYS. A
    check `across` looks at several stories at once, at no more than their faces; every other one
    finds in a story what it finds there without the others, so that an edit has only its own story
    checked again. What it finds does not hang on what units are called but where it is `of_units`:
    where the story's own is unknown, or it has found something.
    """

    look: Look
    level: Level
    dated: bool = False
    across: bool = False
    of_units: bool = False

    @property
    def id(self) -> str:
        """The name that problems, `explain` and `allow` use."""
        return self.look.__name__.replace("_", "-")


CHECKS: tuple[Check, ...] = (
    Check(texts.no_text, "error"),
    Check(texts.name_missing, "error"),
    Check(texts.date_unclear, "warning", of_units=True),
    Check(texts.date_order, "warning"),
    Check(texts.same_title, "warning", across=True),
    Check(texts.mixed_punctuation, "warning"),
    Check(signs.mark_slip, "warning"),
    Check(signs.field_in_value, "warning"),
    Check(signs.unprintable, "warning"),
    Check(layout.no_blank_line, "warning"),
    Check(tables.table_lost, "warning"),
    Check(layout.shown_raw, "warning"),
    Check(texts.term, "warning"),
    Check(texts.stat_source, "warning"),
    Check(method.method_number, "warning"),
    Check(method.method_items, "warning"),
    Check(links.unit_unknown, "error", of_units=True),
    Check(links.unit_twice, "error"),
    Check(links.unit_loop, "error", across=True),
    Check(addresses.site_url, "error", across=True),
    Check(addresses.own_link, "warning"),
    Check(links.related_unknown, "error", across=True),
    Check(links.withdrawn_unknown, "warning", across=True),
    Check(links.address, "error"),
    Check(links.same_address, "error", across=True),
    Check(addresses.alias, "error", across=True),
    Check(links.media_url, "error"),
    Check(photos.photo_alt, "warning"),
    Check(photos.photo_credit, "warning"),
    Check(photos.photo_consent, "warning"),
    Check(photos.photo_guardian, "warning"),
    Check(photos.photo_small, "warning"),
    Check(photos.photo_focus, "warning"),
    Check(photos.photo_unused, "warning", across=True),
    Check(review.sign_offs, "error"),
    Check(review.sign_off_void, "warning"),
    Check(review.sign_off_order, "warning", dated=True),
    Check(review.publish_dates, "warning"),
    Check(review.consent_expired, "warning", dated=True),
    Check(review.consent_limit, "warning"),
    Check(review.ends_soon, "warning", dated=True),
    Check(showcases.week_name, "error", across=True),
    Check(showcases.week_twice, "error", across=True),
    Check(showcases.week_gap, "warning", across=True),
    Check(showcases.year_name, "error", across=True),
    Check(showcases.year_twice, "error", across=True),
    Check(works.work_empty, "error"),
    Check(works.work_captions, "warning"),
    Check(works.work_codec, "warning"),
    Check(works.work_large, "warning"),
    Check(showcases.story_hidden, "warning", dated=True, across=True),
    Check(showcases.pledge_overdue, "warning", dated=True, across=True),
    Check(awards.award_id, "error", across=True),
    Check(awards.award_from, "error", across=True),
    Check(awards.award_empty, "error", across=True),
    Check(awards.award_documents, "error", across=True),
    Check(awards.award_limits, "error", across=True),
    Check(awards.award_naming, "error", across=True),
    Check(awards.award_picture, "error", across=True),
    Check(awards.award_measure, "error", across=True),
    Check(window.window_hours, "error", across=True),
    Check(window.window_seconds, "warning", across=True),
    Check(window.window_dates, "warning", across=True),
    Check(window.window_reference, "error", across=True),
    Check(window.window_name, "error", across=True),
    Check(pages.written_page, "error", across=True),
    Check(pages.written_link, "warning", dated=True, across=True),
    Check(privacy.resident_id, "error"),
    Check(privacy.near_id, "warning"),
    Check(privacy.bank_card, "error"),
    Check(privacy.document_number, "warning"),
    Check(privacy.phone_mobile, "warning"),
    Check(privacy.phone_landline, "warning"),
    Check(privacy.email, "warning"),
    Check(privacy.wechat_id, "warning"),
    Check(privacy.qq_number, "warning"),
    Check(privacy.plate, "warning"),
    Check(privacy.home_address, "warning"),
    Check(privacy.minor, "warning"),
    Check(privacy.illness, "warning"),
    Check(names.anonymous_name, "warning"),
)


DATED = frozenset(check.id for check in CHECKS if check.dated)
OF_UNITS = frozenset(check.id for check in CHECKS if check.of_units)


def run(site: Site, as_of: date, earlier: Sequence[Problem] = ()) -> list[Problem]:
    """Every problem of the site, `earlier` ones from reading included, less what was allowed.

    One `allow` entry silences one warning of its story, or of the file it names, the first in the
    order of the list; an entry past its date, or with nothing to silence, is itself a warning.
    Files with errors are looked at as far as they could be read, so that one run tells all.
    """
    rough, whole = {each.file: each.refused for each in site.rough}, _with_rough(site)
    found = [*look(whole, as_of, across=False), *look(whole, as_of, across=True)]
    problems = settled(whole.stories, site, [*earlier, *found], as_of)
    told = {(problem.id, problem.place) for problem in earlier}
    return [
        problem
        for problem in problems
        if (problem.id, problem.place) in told
        or not _follows(problem, rough.get(problem.place.file))
    ]


def _with_rough(site: Site) -> Site:
    """The site with what could be made of files with errors."""
    places = dict.fromkeys(each.place for each in site.rough)
    rough: dict[str, Any] = {
        place: (*getattr(site, place), *(r.record for r in site.rough if r.place == place))
        for place in places
    }
    return replace(site, **rough)


def concerns_all(problem: Problem) -> bool:
    """Whether no story can be judged before it is mended: an error of settings, units, sign-offs.

    Errors of a story or of an award call are those of that story or call alone.
    """
    from generator.model.award import AWARDS_FOLDER  # not for an edit

    file = problem.place.file
    own = is_story_file(file) or file.startswith(f"{AWARDS_FOLDER}/")
    return problem.level == "error" and not own


def _follows(problem: Problem, refused: Set[Path] | None) -> bool:
    """Whether a finding in a file with errors may only follow from what was left out of it."""
    if refused is None:
        return False
    path = problem.place.path
    if problem.id == "sign-offs" and any(left_out[0] == "review" for left_out in refused):
        return True  # it is told at the status, whichever sign-off lacks
    if problem.id == "no-text" and any(left_out[0] in ("sections", "body") for left_out in refused):
        return True
    return not path or problem.id == "allow-unused" or is_below(path, refused)


def look(site: Site, as_of: date, *, across: bool, dated: bool | None = None) -> Iterator[Problem]:
    """What the checks find that look at stories one by one, or those across stories.

    `dated` asks for those only that look at the day as well, or for the others.
    """
    for check in CHECKS:
        if check.across == across and dated in (None, check.dated):
            findings = check.look(site, as_of) if check.dated else check.look(site)
            for finding in findings:
                yield Problem(check.id, check.level, finding.place, finding.message, finding.hint)


def settled(
    stories: Iterable[Story], site: Site, problems: list[Problem], as_of: date
) -> list[Problem]:
    """The problems without what stories and settings allow, and the entries that allow nothing.

    Errors of a withdrawn story are warnings: none of it is shown, and they would keep it online.
    """
    # Folding has joined its lines already, and says so.
    folded = {(p.place.file, p.place.path) for p in problems if p.id == "folded"}
    spots = ((p, (p.place.file, p.place.path) in folded) for p in problems)
    problems = [p for p, within in spots if not within or p.id != "no-blank-line"]
    allowing: dict[str, list[tuple[Place, Allow]]] = {}
    for file, place, allow in _allowances(stories, site.settings):
        allowing.setdefault(file, []).append((place, allow))
    warnings: dict[str, list[Problem]] = {file: [] for file in allowing}
    for problem in problems:
        if problem.level == "warning" and problem.place.file in warnings:
            warnings[problem.place.file].append(problem)
    silenced: set[int] = set()
    unused: list[Problem] = []
    for file, entries in allowing.items():
        for place, allow in entries:
            expired = allow.until is not None and as_of > allow.until
            misplaced = place.file != file and is_story_file(file)
            hits = (p for p in warnings[file] if _fits(allow, p) and id(p) not in silenced)
            hit = None if expired or misplaced else next(hits, None)
            if hit:
                silenced.add(id(hit))
            else:
                reason = _unused(place, allow, expired, misplaced, warnings[file])
                unused.append(reason)
    problems = [problem for problem in problems if id(problem) not in silenced] + unused
    return [_milder(problem, site) for problem in problems] if site.withdrawals else problems


def _milder(problem: Problem, site: Site) -> Problem:
    """An error in the file of a withdrawn story is a warning."""
    if problem.level == "warning" or site.withdrawn.isdisjoint(names_in(problem.place.file)):
        return problem
    return replace(problem, level="warning")


def _allowances(stories: Iterable[Story], settings: Settings) -> Iterator[tuple[str, Place, Allow]]:
    """Every `allow` entry: the file in which it silences a warning, where it stands itself."""
    for story in stories:
        for number, allow in enumerate(story.allow):
            yield story.file, Place(story.file, ("allow", number, "check")), allow
    for number, entry in enumerate(settings.allow):
        yield entry.file, Place(SETTINGS_FILE, ("allow", number, "check")), entry


def _fits(allow: Allow, warning: Problem) -> bool:
    """Whether the entry means this warning; one with a value, as the message tells it, that only.

    So a number that is changed later does not go out under the name of who allowed another one.
    """
    return warning.id == allow.check and (allow.value or "") in warning.message.zh


def _unused(
    place: Place, allow: Allow, expired: bool, misplaced: bool, warnings: list[Problem]
) -> Problem:
    check, levels = allow.check, {row.id: row.level for row in CHECKS}
    message = Words(f"对“{check}”的放行没有用上", f"the allowance of “{check}” silences nothing")
    hint = Words("删掉这一条放行", "delete the entry")
    if misplaced:
        hint = Words("稿件的放行写在稿件里", "a story's own file allows what stands in it")
    elif expired:
        message = Words(f"对“{check}”的放行已过期", f"the allowance of “{check}” has expired")
        hint = Words("改掉问题，或重新批准并写新的期限", "mend the problem, or approve it anew")
    elif levels.get(check) == "error":
        hint = Words("错误不能放行，只能改掉", "errors cannot be allowed, only mended")
    elif check not in levels and (near := _meant(check, warnings)):
        hint = Words(f"检查的编号写成  {near}", f"write the id of the check:  {near}")
    elif allow.value and (shown := _as_shown(allow, warnings)):
        hint = Words(
            f"内容照提醒里的写法，写成  {shown}", f"write the value as the warning does:  {shown}"
        )
    return Problem("allow-unused", "warning", place, message, hint)


def _meant(typed: str, warnings: list[Problem]) -> str | None:
    """The check of a warning that has the typed words (手机号码), or the nearest id."""
    for warning in warnings:
        if typed in warning.message.zh:
            return warning.id
    return next(iter(difflib.get_close_matches(typed, [check.id for check in CHECKS], n=1)), None)


def _as_shown(allow: Allow, warnings: list[Problem]) -> str | None:
    """The typed value as a warning shows it: some signs of it are asterisks there."""
    for warning in warnings:
        shown = _MASKED.search(warning.message.zh) if warning.id == allow.check else None
        if shown and re.fullmatch(re.escape(shown[0]).replace(r"\*", "."), allow.value or ""):
            return shown[0]
    return None


_MASKED = re.compile(r"[^\s“”]*\*[^\s“”]*")
