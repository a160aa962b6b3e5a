"""A story as the book shows it: every word that its author gave for the public, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct, field

from generator.model.fields import fields_of
from generator.model.kinds import Brand, Member, Story, Team
from generator.model.output import ImageFormat, Resized
from generator.model.parts import Coverage, Item, Photo, Quote, Sections
from generator.model.release import Release, may_show
from generator.model.site import address_of
from generator.render.awards import own_honours
from generator.render.breaks import clauses, halves, words_of
from generator.render.codes import code_of
from generator.render.method import Decomposition, decomposition
from generator.render.paper.format import Format, placed
from generator.render.paper.marks import square_code
from generator.render.paper.register import Register
from generator.render.paper.texts import Data, blocks_of
from generator.render.story import facts_of, figure_of, role_beside
from generator.render.teasers import name_of

COVER_SHARE = 0.45  # of the text block's height: a picture of 3:2 is as wide as the page
PHOTO_SHARE = 0.43  # so that two rows with captions fill a page of photos
PHOTO_GAP = 4.0  # mm between pictures of a row
EMBLEM = 26.0  # mm
_BAND_MOST = 260  # characters of a method that stand side by side in a band
_BAND_PARTS = 5
_PLATE_MOST, _PLATE_COLUMN = 4, 11  # clauses of a slogan set vertically, characters of each


class Shop(Struct):
    """What all pages of a book share: its release, paper, index, and the pictures it asks for."""

    release: Release
    format: Format
    dpi: int
    register: Register
    pictures: dict[str, Resized] = field(default_factory=dict)

    def unit(self, name: str | None) -> tuple[str, list[str]]:
        """The full name of a unit and its mark."""
        found = self.release.site.unit(name) if name else None
        full = found.name if found else name or ""
        return full, self.register.unit(full)

    def photo(
        self,
        photo: Photo,
        story: Story,
        width: float,
        height: float,
        format: ImageFormat = "jpeg",
    ) -> Data | None:
        """A picture with its caption, None where consent or file is missing."""
        original = self.release.site.originals.get((story.key, photo.file))
        if original is None or not may_show(photo, self.release):
            return None
        place = placed(original, width, height, self.dpi, format)
        self.pictures[place.file] = place.print
        return {
            "file": place.file,
            "width": place.width,
            "height": place.height,
            "alt": photo.alt or photo.caption or story.title,
            "caption": photo.caption or "",
            "people": "、".join(photo.people),
            "credit": photo.credit or "",
            "marks": self.register.people("、".join(photo.people)),
        }


def story_data(story: Story, shop: Shop, anchor: str) -> Data:
    """The story for the template; `anchor` is its label, for the contents and references."""
    return {
        "anchor": anchor,
        **_head(story, shop),
        "summary": story.summary,
        **_slogan(story.slogan),
        "facts": facts_of(story),
        "method": _method(story),
        "sections": list(_sections(story)),
        "stats": [_stat(story, number) for number in range(len(story.stats))],
        "quotes": [_quote(quote, shop) for quote in story.quotes],
        "honours": _honours(story),
        **_pictures(story, shop),
        "media": [_report(report) for report in story.media],
        "sources": list(story.sources),
        "tags": list(story.tags),
        "code-square": square_code(shop.release, address_of(story)),
    }


def _head(story: Story, shop: Shop) -> Data:
    """What stands above the text: title, code, unit, day, and the words of a person."""
    unit, unit_marks = shop.unit(story.unit)
    member = story if isinstance(story, Member) else None
    code = code_of(story)
    name = name_of(story)
    leader = story.leader if isinstance(story, Team) else None
    return {
        "title": story.title,
        "lines": title_lines(story.title),
        "subtitle": story.subtitle or "",
        "code": {"text": code.text, "look": code.look} if code else None,
        "unit": unit,
        "marks": [*unit_marks, *shop.register.people(name), *shop.register.people(leader)],
        "name": name,
        "when": story.date.words,
        "citation": (member.citation if member else None) or "",
        "motto": (member.motto if member else None) or "",
    }


def title_lines(title: str) -> list[list[str]]:
    """A heading as pieces that stay whole on a line, a list for each half around a colon."""
    return [words_of(part) for part in halves(title) or (title,)]


def _slogan(slogan: str | None) -> Data:
    """A short slogan stands vertically, one clause a column; a long one on a line."""
    parts = clauses(slogan) if slogan else []
    short = len(parts) <= _PLATE_MOST and all(len(part) <= _PLATE_COLUMN for part in parts)
    return {"plate": parts if short else [], "slogan": "" if short else slogan}


def _sections(story: Story) -> Iterator[Data]:
    told = 0
    for fact in fields_of(Sections):
        text = getattr(story.sections, fact.name) if story.sections else None
        if text and text.strip():
            told += 1
            yield {"label": fact.label, "blocks": blocks_of(text)}
    if story.body and story.body.strip():
        yield {"label": "正文" if told else "", "blocks": blocks_of(story.body)}


def _method(story: Story) -> Data | None:
    method = decomposition(story.method) if isinstance(story, Brand) else None
    if method is None:
        return None
    return {
        "name": method.name,
        "band": _fits_a_band(method),
        "numerals": [
            {
                "figure": numeral.figure,
                "title": numeral.title,
                "size": numeral.size,
                "items": [_item(item) for item in numeral.items],
                "share": 2 if numeral.wide else 1,
            }
            for numeral in method.numerals
        ],
    }


def _fits_a_band(method: Decomposition) -> bool:
    numerals = method.numerals
    deep = any(item.items for numeral in numerals for item in numeral.items)
    words = sum(_length(item) for numeral in numerals for item in numeral.items)
    figures = all(numeral.size == "digit" for numeral in numerals)
    return not deep and figures and 1 < len(numerals) <= _BAND_PARTS and words <= _BAND_MOST


def _length(item: Item) -> int:
    return len(item.title) + len(item.text or "") + sum(map(_length, item.items))


def _item(item: Item) -> Data:
    return {
        "title": item.title,
        "text": item.text or "",
        "items": [_item(below) for below in item.items],
    }


def _stat(story: Story, number: int) -> Data:
    stat = story.stats[number]
    figure = figure_of(stat)
    return {
        "before": figure.before,
        "figure": figure.figure,
        "rest": figure.rest,
        "long": figure.long,
        "label": stat.label,
        "period": stat.period or "",
        "source": stat.source or "",
    }


def _quote(quote: Quote, shop: Shop) -> Data:
    return {
        "text": quote.text,
        "speaker": quote.speaker or "",
        "role": role_beside(quote),
        "marks": shop.register.people(quote.speaker),
    }


def _report(report: Coverage) -> Data:
    return {
        "outlet": report.outlet,
        "title": report.title or "",
        "when": report.date.words if report.date else "",
        "url": report.url or "",
    }


def _honours(story: Story) -> list[Data]:
    return [
        {
            "level": level.label,
            "won": [
                {
                    "when": won.when + won.rest,
                    "title": won.honour.title,
                    "by": won.honour.by or "",
                    "note": won.honour.note or "",
                }
                for won in level.won
            ],
        }
        for level in own_honours(story)
    ]


def _pictures(story: Story, shop: Shop) -> Data:
    """The first picture under the title, the others in rows of at most two on pages of photos."""
    format, site = shop.format, shop.release.site
    shown = [
        photo
        for photo in story.photos
        if may_show(photo, shop.release) and (story.key, photo.file) in site.originals
    ]
    cover = (
        shop.photo(shown[0], story, format.measure, format.depth * COVER_SHARE) if shown else None
    )
    emblem = story.emblem if isinstance(story, Brand) else None
    mark = Photo(file=emblem, alt="品牌标识") if emblem else None
    sign = shop.photo(mark, story, EMBLEM, EMBLEM, "png") if mark else None
    return {"cover": cover, "emblem": sign, "gallery": list(_rows(shown[1:], story, shop))}


def _rows(photos: Sequence[Photo], story: Story, shop: Shop) -> Iterator[list[Data]]:
    """Upright pictures in pairs of one height, others as wide as the page."""
    format, waiting = shop.format, list(photos)
    most = format.depth * PHOTO_SHARE
    while waiting:
        first = waiting.pop(0)
        pair = [first, waiting.pop(0)] if waiting and _upright(first, story, shop) else [first]
        shapes = [_shape(photo, story, shop) for photo in pair]
        room = format.measure - PHOTO_GAP * (len(pair) - 1)
        height = min(most, room / sum(shapes))
        row = (
            shop.photo(photo, story, height * shape, height)
            for photo, shape in zip(pair, shapes, strict=True)
        )
        yield [photo for photo in row if photo]


def _upright(photo: Photo, story: Story, shop: Shop) -> bool:
    return _shape(photo, story, shop) < 1


def _shape(photo: Photo, story: Story, shop: Shop) -> float:
    original: Any = shop.release.site.originals[(story.key, photo.file)]
    return float(original.width / original.height)
