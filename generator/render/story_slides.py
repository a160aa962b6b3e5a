"""A story as a slide: its photo, else its sign or words as a plate; a method by its numerals."""

from __future__ import annotations

from datetime import date
from zlib import crc32

from generator.model.kinds import KINDS, Brand, Member, Story, Volunteer
from generator.model.parts import Method, Part, Stat
from generator.model.release import Release, consents, last_day
from generator.model.site import address_of, kind_of
from generator.model.window import LEAD_MOST, TITLE_MOST
from generator.render.codes import code_of
from generator.render.entries import unit_label
from generator.render.excerpts import lead_within, title_within
from generator.render.method import decomposition
from generator.render.photos import Picture, pictures_of
from generator.render.slide import Slide, qr_of
from generator.render.story import figure_of
from generator.render.teasers import name_of, plate_of

_TILES = tuple(kind.tile for kind in KINDS.values())
_FIGURES, _FIGURE_WORDS = 3, 14  # how many, and the most characters that explain one
_SIZES = (("xl", 4), ("l", 6), ("m", 8), ("s", 10))  # characters of a column on a plate 52 rem high
_ITEM_LINE, _ITEM_LINES = 12, 24  # characters a line, and lines, that four metres leave room for
_DEEP_MOST = 90  # characters of a method that leave room for its third level


def story_slide(story: Story, release: Release) -> Slide:
    """The slide of one story; it ends with the story's own last day or its photo's."""
    picture, consent_ends = _cover(story, release)
    told = _brief(story.method) if isinstance(story, Brand) else None
    method = decomposition(told)
    sign, plate = code_of(story), _plate(story)
    online = consents(story.consent, "site", release.as_of)
    ends = (last_day(story), consent_ends if not method else None)
    return Slide(
        id=story.key,
        look="method" if method else "story",
        title=title_within(story.title, TITLE_MOST),
        label=kind_of(story).label,
        lead=lead_within(story.summary, LEAD_MOST),
        note=_note(story, release),
        name=name_of(story),
        tile=_tile(story),
        last=min((end for end in ends if end), default=None),
        qr=qr_of(address_of(story), release) if online else None,
        qr_words="扫码看工作法详解" if method else "扫码看全文",
        picture=picture,
        shape=picture.shape if picture else "",
        sign=sign,
        columns=plate,
        size=_size(sign.lines if sign and not name_of(story) else plate),
        figures=tuple(figure_of(stat) for stat in story.stats if _is_brief(stat))[:_FIGURES],
        method=method,
        deep=told is not None and _is_short(told.parts),
    )


def _cover(story: Story, release: Release) -> tuple[Picture | None, date | None]:
    """The first photo that may be shown, and the day its consent ends."""
    for photo in story.photos:
        shown = pictures_of(story.but(photos=(photo,)), release)
        if shown:
            return shown[0], photo.consent.until if photo.consent else None
    return None, None


def _plate(story: Story) -> tuple[str, ...]:
    """The words behind a photo, or in its place: the name of a person, else as on other pages."""
    name = name_of(story)
    return (name,) if name else plate_of(story)


def _size(lines: tuple[str, ...]) -> str:
    """How large the words of a plate are set, by their longest line."""
    longest = max(map(len, lines), default=0)
    return next((size for size, most in _SIZES if longest <= most), _SIZES[-1][0])


def _is_brief(stat: Stat) -> bool:
    """Whether a figure is understood in passing."""
    return len(stat.label) + len(stat.period or "") <= _FIGURE_WORDS


def _tile(story: Story) -> str:
    """The colour of the kind; brands, which are many, share all four, each always has its own."""
    if not isinstance(story, Brand):
        return kind_of(story).tile
    return _TILES[crc32(story.key.encode()) % len(_TILES)]


def _note(story: Story, release: Release) -> str:
    own = story.role if isinstance(story, Member) else None
    own = story.place if isinstance(story, Volunteer) else own
    said = (unit_label(story.unit, release), own, story.date.words)
    return "\u00a0· ".join(words for words in said if words)  # no line begins with the dot


def _brief(method: Method | None) -> Method | None:
    """A method as a screen holds it: of parts with very many items, the titles."""
    if not method or len(method.parts) == 1:
        return method
    items = [item for part in method.parts for item in part.items]
    if sum(-(-len(item.title) // _ITEM_LINE) for item in items) <= _ITEM_LINES:
        return method
    return method.but(parts=tuple(part.but(items=()) for part in method.parts))


def _is_short(parts: tuple[Part, ...]) -> bool:
    """Whether a method with all it names, down to the third level, is read at a glance."""
    names = [
        title
        for part in parts
        for item in part.items
        for title in (item.title, *(below.title for below in item.items))
    ]
    return sum(map(len, names)) <= _DEEP_MOST
