"""The signature graphic: a method taken apart by its numerals (1252 → 1 · 2 · 5 · 2)."""

from __future__ import annotations

from msgspec import Struct

from generator.model.parts import Item, Method

_FIGURE_MOST = 4  # a title this short may stand as the figure of a part that has no number
_FEW = 5  # parts that stand side by side on a desktop
_WIDE = 4  # items from which a part takes two columns


class Numeral(Struct, frozen=True):
    """A part: `figure` set large ("5", "三", a short title such as 定位), then title and items."""

    figure: str
    title: str
    items: tuple[Item, ...]
    size: str
    wide: bool


class Decomposition(Struct, frozen=True):
    """A method as its band shows it; `layout` is "one", "few" or "many"."""

    name: str
    layout: str
    numerals: tuple[Numeral, ...]


def decomposition(method: Method | None) -> Decomposition | None:
    """The band of a method, None where there is no method or it names no parts."""
    if method is None or not method.parts:
        return None
    count = len(method.parts)
    layout = "one" if count == 1 else "few" if count <= _FEW else "many"
    numerals = []
    for part in method.parts:
        bare = part.count is None and len(part.title) <= _FIGURE_MOST
        figure = part.title if bare else part.count or ""
        size = "digit" if len(figure) == 1 or figure.isdigit() else "word"
        wide = layout == "few" and len(part.items) >= _WIDE
        numerals.append(Numeral(figure, "" if bare else part.title, part.items, size, wide))
    return Decomposition(method.name, layout, tuple(numerals))
