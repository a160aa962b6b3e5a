"""One slide of a culture window: few words, large, with its first and last day and its QR code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from markupsafe import Markup
from msgspec import Struct, field

from generator.model.carriers import Star
from generator.model.parts import Honour
from generator.model.release import Release
from generator.model.window import LONGEST
from generator.render.codes import Code
from generator.render.method import Decomposition
from generator.render.photos import Picture
from generator.render.story import Figure

_COVER_SECONDS = 10
_AT_PACE = 90  # characters that are read at the pace: in its 18 seconds 5 a second, by passers-by


class Qr(Struct, frozen=True):
    """An address and its QR code, drawn where it is shown: that takes 4 ms."""

    url: str

    def __html__(self) -> Markup:
        """The drawing, as templates ask for it."""
        return _drawn(self.url)


class Slide(Struct, frozen=True):
    """`look` names the slide's macro in the theme, `id` is the story's key where there is one.

    `first` and `last` are the days it may be seen, None where nothing limits them. `shape` says how
    its picture stands (wide, tall, pano; "" without one), `size` how large `columns` are set.
    """

    id: str
    look: str
    title: str
    label: str = ""
    lead: str = ""
    note: str = ""
    name: str = ""
    tile: str = "cinnabar"
    first: date | None = None
    last: date | None = None
    qr: Qr | None = None
    qr_words: str = "扫码看全文"
    picture: Picture | None = None
    shape: str = ""
    sign: Code | None = None
    columns: tuple[str, ...] = ()
    size: str = ""
    figures: tuple[Figure, ...] = ()
    method: Decomposition | None = None
    deep: bool = False
    honours: tuple[tuple[Honour, str, str], ...] = field(default=())
    stars: tuple[tuple[Star, str], ...] = field(default=())

    def seconds(self, pace: int) -> int:
        """How long it stays where slides stay `pace` seconds: longer where more is to be read."""
        if self.look == "cover":
            return min(pace, _COVER_SECONDS)
        return min(pace * max(_AT_PACE, sum(map(len, _told(self)))) // _AT_PACE, LONGEST)


def _told(slide: Slide) -> Iterator[str]:
    """All that is to be read on it, but for what is the same on every one."""
    yield from (slide.title, slide.note, "" if slide.method else slide.lead)
    if not slide.picture:
        for figure in slide.figures:
            yield from (figure.before, figure.figure, figure.rest)
            yield from (figure.stat.label, figure.stat.period or "")
    for part in slide.method.numerals if slide.method else ():
        yield from (part.figure, part.title)
        for item in part.items:
            yield item.title
            yield from (below.title for below in item.items if slide.deep)
    for honour, level, unit in slide.honours:
        yield from (level, honour.title, honour.by or "", unit)
    for star, unit in slide.stars:
        yield from (star.name, star.star or "", unit, star.reason or "")


def qr_of(address: str, release: Release) -> Qr | None:
    """A page's address and its QR code; None where the site has no address a phone could open.

    A quarter of it may be lost (level Q); four light modules surround it (ISO/IEC 18004).
    """
    base = release.site.settings.site_url
    return Qr(f"{base.rstrip('/')}/{address}") if base else None


@cache
def _drawn(url: str) -> Markup:
    from generator.render.qr import qr_code  # 0.03 s to import, on screens and paper only

    drawn = qr_code(url, "q").svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return Markup(drawn)  # segno's own drawing: numbers only
