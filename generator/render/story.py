"""A page a story: every word that its author gave for the public, in the order of a catalogue."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from generator.model.fields import FieldFacts, fields_of
from generator.model.kinds import Brand, Member, Story
from generator.model.output import Output
from generator.model.parts import Quote, Sections, Stat
from generator.model.quantities import Quantity
from generator.model.release import Release
from generator.model.site import address_of, kind_of
from generator.render.awards import own_honours
from generator.render.codes import code_of, headline
from generator.render.entries import Mention
from generator.render.frame import Frame, Head, Links, links_from, make_page, outgoing
from generator.render.html import markdown
from generator.render.method import decomposition
from generator.render.photos import emblem_of, pictures_of, resized_for, share_picture
from generator.render.teasers import name_of, plate_of, teaser

# Fields of a kind that have a place of their own on the page; all others are facts.
_PLACED = frozenset({"method", "emblem", "citation", "motto", "anonymous", "name"})
_LONG_FIGURE = 7  # characters of a figure that need smaller numerals
_DIGITS = re.compile(r"(\D*)(\d[^㐀-鿿]*|\d.*)([㐀-鿿]*)")  # 连续, 7, 年
_MENTIONS_MOST = 24  # boards and ceremonies on a story's page, the newest
_SOURCE_LEAST = 3  # figures whose common source is said once, below them
_TOC_LEAST = 3  # a table of contents for two entries is noise


class Around(Struct, frozen=True):
    """What a story's page tells of others: neighbours of its kind, the rows of stories that its
    author named (`related_row`), boards and ceremonies that name its person."""

    newer: Story | None
    older: Story | None
    related: tuple[Markup, ...]
    mentions: tuple[Mention, ...] = ()


class Chapter(Struct, frozen=True):
    """A part of the page that the table of contents leads to."""

    id: str
    label: str
    text: Markup


class Figure(Struct, frozen=True):
    """A statistic: `before` (近), the figure and what follows it, as typed."""

    stat: Stat
    before: str
    figure: str
    rest: str
    long: bool


def story_page(story: Story, around: Around, release: Release, frame: Frame) -> Iterator[Output]:
    """The page of one story and every picture file it asks for: pure, so it may be cached."""
    path, kind = address_of(story), kind_of(story)
    links = links_from(path, release)
    head = Head(
        title=story.title,
        description=story.summary,
        section=kind.folder,
        og_image=share_picture(story, release).path,
        sheet="story",
        noindex=story.key in release.drafts,
    )
    words = _words(story, around, release, links)
    yield make_page(frame, release, path, "story", head, **words)
    yield from resized_for(story, release)


def related_row(story: Story, release: Release, frame: Frame) -> Markup:
    """A story as the page of any other one shows it: they all lie equally deep."""
    links = links_from(address_of(story), release)
    pieces = frame.templates.get_template("partials/pieces.html").module
    row: Markup = pieces.row(teaser(story, release, links), links.root, "h3")  # type: ignore[attr-defined]
    return row


def figure_of(stat: Stat) -> Figure:
    """Numerals stand large, words that hold none (一大批) stand whole."""
    value: Quantity = stat.value
    shown = _DIGITS.fullmatch(value.figure)
    if not shown:
        return Figure(stat, "", value.words, stat.unit or "", len(value.words) > _LONG_FIGURE)
    before, figure, after = shown.groups()
    rest = after + value.rest + (stat.unit or "")
    return Figure(stat, before, figure, rest, len(figure) > _LONG_FIGURE)


def source_of(stats: tuple[Stat, ...]) -> str:
    """The source that is said once below the figures, "" where each of them says its own.

    A figure without a source would borrow the one below: then every figure says its own.
    """
    given = Counter(stat.source for stat in stats)
    [(source, times)] = given.most_common(1) or [("", 0)]
    return source if source and None not in given and times >= _SOURCE_LEAST else ""


def _told_figures(stats: tuple[Stat, ...]) -> dict[str, Any]:
    source = source_of(stats)
    return {
        "figures": [figure_of(stat) for stat in stats],
        "source": source,
        "sources_vary": any(stat.source != source for stat in stats),
    }


def _words(story: Story, around: Around, release: Release, links: Links) -> dict[str, Any]:
    pictures, code, unit = (
        pictures_of(story, release),
        code_of(story),
        release.site.unit(story.unit),
    )
    method = decomposition(story.method) if isinstance(story, Brand) else None
    chapters, plate = _chapters(story), plate_of(story)
    words = {
        "story": story,
        "kind": kind_of(story),
        "list_href": links.to(kind_of(story).path),
        "unit": unit.name if unit else story.unit,
        "unit_href": links.unit(unit) if unit else "",
        "draft": story.key in release.drafts,
        "code": code,
        "headline": headline(story.title, code),
        "cover": pictures[0] if pictures else None,
        "emblem": emblem_of(story, release),
        "plate": plate,
        "plate_is_slogan": "".join(plate) == story.slogan,
        "facts": facts_of(story),
        "method": method,
        "chapters": chapters,
        "quotes": [(quote, role_beside(quote)) for quote in story.quotes],
        **_told_figures(story.stats),
        "levels": own_honours(story),
        "gallery": pictures[1:],
        "media": [(report, outgoing(report.url)) for report in story.media],
        "tags": [(tag, links.to(kind_of(story).path, tag=tag)) for tag in story.tags],
        "mentions": [(each, links.to(each.address)) for each in around.mentions[:_MENTIONS_MOST]],
        "newer": (around.newer.title, links.story(around.newer)) if around.newer else None,
        "older": (around.older.title, links.story(around.older)) if around.older else None,
        "related": around.related,
        "citation": story.citation if isinstance(story, Member) else None,
        "motto": story.motto if isinstance(story, Member) else None,
        "person": name_of(story),
    }
    return words | {"contents": _contents(chapters, words)}


def role_beside(quote: Quote) -> str:
    """The role of who speaks, "" where their name says it already (澳大利亚客户, 客户)."""
    role = quote.role or ""
    return "" if (quote.speaker or "").endswith(role) else role


def facts_of(story: Story) -> list[tuple[str, str]]:
    """Label and words of the fields that only this kind has, in the order of the model.

    Words that begin with their label (连续: 连续12年) do not say it twice; who was counted by head
    (近300人) did not come so many times.
    """
    facts = []
    for fact in _own_fields(type(story)):
        value = getattr(story, fact.name)
        words = "、".join(value) if fact.many else str(value or "")
        heads = fact.label.endswith("人次") and words.endswith("人")
        if words:
            label = f"{fact.label.removesuffix('人次')}人数" if heads else fact.label
            facts.append((label, words.removeprefix(fact.label) or words))
    if isinstance(story, Brand) and story.method and not story.method.parts:
        facts.append(("工作法", story.method.name))
    return facts


@cache
def _own_fields(kind: type[Story]) -> tuple[FieldFacts, ...]:
    """The public fields that only this kind has and that have no place of their own."""
    elsewhere = {fact.key for fact in fields_of(Story)} | _PLACED
    return tuple(f for f in fields_of(kind) if f.key not in elsewhere and not f.private)


def _chapters(story: Story) -> list[Chapter]:
    chapters = []
    if story.sections:
        for fact in fields_of(Sections):
            text = getattr(story.sections, fact.name)
            if text and text.strip():
                chapters.append(Chapter(fact.key, fact.label, markdown(text)))
    if story.body and story.body.strip():
        label = "正文" if chapters else ""
        chapters.append(Chapter("body", label, markdown(story.body, top=3 if chapters else 2)))
    return chapters


def _contents(chapters: list[Chapter], words: dict[str, Any]) -> list[tuple[str, str]]:
    """The table of contents: anchors and labels, empty where it would be short."""
    entries = [(chapter.id, chapter.label) for chapter in chapters if chapter.label]
    rest = (
        ("figures", "数据", words["figures"]),
        ("honours", "荣誉", words["levels"]),
        ("mentions", "上榜", words["mentions"]),
        ("gallery", "图片", words["gallery"]),
        ("media", "媒体报道", words["media"]),
    )
    entries += [(anchor, label) for anchor, label, there in rest if there]
    return entries if len(entries) >= _TOC_LEAST else []
