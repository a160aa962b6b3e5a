"""Search: the page, and stories as the index knows them (every word of a page, as plain text)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from generator.model.fields import Record, fields_of
from generator.model.kinds import Member, Story, Team
from generator.model.output import Output
from generator.model.parts import Photo
from generator.model.release import Release, consents
from generator.model.site import address_of, kind_of
from generator.render.entries import unit_name
from generator.render.frame import Frame, Head, make_page
from generator.render.html import plain
from generator.render.search import SearchDoc, folded_runs

# Fields that steer the page, and those that a SearchDoc holds apart; all others are its text.
_APART = frozenset({"title", "summary", "unit"})
_STEERING = frozenset({"slug", "aliases", "title_lines", "related", "visibility", "consent"})
_FILES = frozenset({"file", "emblem", "focus", "consent", "url", "level"})


def search_page(release: Release, frame: Frame) -> Iterator[Output]:
    """The page with the search box; nothing of the index loads before a visitor turns to it."""
    from generator.render.finds import sections_to_find, years_to_find  # not for an edit

    site = release.site
    units = {*(story.unit for story in site.stories), *(each.record.unit for each in site.entries)}
    told = {unit_name(unit, release) for unit in units}
    years = {story.date.year for story in site.stories} | years_to_find(site)
    yield make_page(
        frame,
        release,
        "search/",
        "search",
        Head("站内搜索", "按词语、姓名、单位和品牌名称查找全站内容。", "search", sheet="search"),
        folded=folded_runs(),
        sections=sections_to_find(release),
        units=[unit.name for unit in site.units if unit.name in told],
        years=sorted(years - {""}, reverse=True),
    )


def document(story: Story, release: Release) -> SearchDoc:
    """All that search may find of a story; what its page does not show is left out."""
    address = address_of(story) + ("index.html" if release.offline else "")
    return SearchDoc(
        url=address,
        title=story.title,
        people="、".join(_people(story)),
        unit=unit_name(story.unit, release),
        kind=kind_of(story).label,
        year=story.date.year,
        summary=story.summary,
        text="\n".join(filter(None, _story_words(story, release))),
    )


def _people(story: Story) -> Iterator[str]:
    if isinstance(story, Member) and story.name and not story.anonymous:
        yield story.name
    if isinstance(story, Team) and story.leader:
        yield story.leader
    for quote in story.quotes:
        if quote.speaker:
            yield quote.speaker


def _story_words(story: Story, release: Release) -> list[str]:
    if story.photos:
        photos = (p for p in story.photos if consents(p.consent, "site", release.as_of))
        story = story.but(photos=tuple(photos))
    if isinstance(story, Member) and story.anonymous:
        story = story.but(name=None)
    found: list[str] = []
    _gather(story, found)
    return found


def _gather(record: Record, found: list[str]) -> None:
    """Adds the words in a record's fields, whatever their shape; a flag has none."""
    for key, is_markdown in _told(type(record)):
        value = getattr(record, key)
        if isinstance(value, str):
            found.append(plain(value) if is_markdown else value)
        elif value:
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, Record):
                    _gather(each, found)
                elif not isinstance(each, bool):
                    found.append(str(each))


@cache
def _told(record: type[Record]) -> tuple[tuple[str, bool], ...]:
    """The fields whose words belong to a story's text, each with whether it is Markdown."""
    skipped = _FILES
    if issubclass(record, Story):
        skipped |= _APART | _STEERING
    elif issubclass(record, Photo):
        skipped |= {"alt"}
    facts = (f for f in fields_of(record) if not f.private and f.key not in skipped)
    return tuple((fact.key, fact.shape == "markdown") for fact in facts)
