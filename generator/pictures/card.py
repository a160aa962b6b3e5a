"""The sharing card (og:image, 1200×630) of stories without a cover: a title page in type alone.

All words stand in the middle square, for messengers cut cards to it. Cards are drawn in two grey
layers, one an ink (gold on the ground, paper on the ground), whose greys become the steps of a
palette: 4 ms a card against 19 ms for RGB, most of it saved in the PNG's compression.
"""

from __future__ import annotations

import hashlib
import io
import re
from functools import cache
from itertools import combinations, pairwise

from PIL import Image, ImageDraw, ImageFont

from generator.model.output import Card
from generator.pictures.fonts import chinese_font
from generator.pictures.resize import PAPER

SIZE = (1200, 630)
TILES = {
    "cinnabar": (142, 22, 25),
    "indigo": (36, 64, 92),
    "pine": (34, 86, 75),
    "ochre": (126, 69, 38),
}
GOLD_TEXT, GOLD = (239, 217, 167), (181, 134, 43)
_MIDDLE = SIZE[0] // 2
_TEXT_WIDTH = 560  # of the 630 pixels of the middle square
_LINE_MOST = 16  # characters of a unit's name on one line
_ENDS = re.compile(
    "(?:局|院(?!士)|所(?!属)|站|委(?!员)|中心|公司|部(?![门队])|队)(?![）)])|.(?=[（(])"
)

Colour = tuple[int, int, int]
# Palette: 0–63 ground to gold text, 64–127 ground to paper, then the flat colours.
_FULL, _PALE, _GOLD = 63, 128, 129


def can_letter() -> bool:
    """Whether this machine has a Chinese font; without one cards are drawn without their words."""
    return chinese_font() is not None


def card_parameters(card: Card) -> tuple[str, ...]:
    """All that the bytes of a card depend on, its font included."""
    return (card.kind_label, card.unit, card.site_name, card.tile, _font_digest())


def draw_card(card: Card) -> bytes:
    """The PNG of a card: the same fields and the same font give the same bytes."""
    gold, paper = (layer.copy() for layer in _plate(card.kind_label, card.site_name))
    _slips(ImageDraw.Draw(gold), card)
    if can_letter():
        _unit(ImageDraw.Draw(paper), card.unit)
    return _png(gold, paper, TILES.get(card.tile, TILES["cinnabar"]))


@cache
def _plate(kind_label: str, site_name: str) -> tuple[Image.Image, Image.Image]:
    """What the cards of a kind share: frame, the kind's name, seal and site; gold and paper."""
    layers = Image.new("L", SIZE), Image.new("L", SIZE)
    gold, paper = (ImageDraw.Draw(layer) for layer in layers)
    _frame(gold)
    if can_letter():
        _line(gold, kind_label, 182, 112, spacing=0.14)
        gold.line((_MIDDLE - 270, 282, _MIDDLE + 270, 282), fill=_GOLD)
        gold.rectangle((_MIDDLE - 5, 277, _MIDDLE + 5, 287), fill=_GOLD)
        left = _line(gold, site_name, 514, 28, spacing=0.32, shift=36)
        _seal(paper, left - 48, 514, 56, site_name)
    else:
        _seal(paper, _MIDDLE, SIZE[1] // 2, 150, "")
    return layers


def _png(gold: Image.Image, paper: Image.Image, ground: Colour) -> bytes:
    """The two layers as one palette picture; they never overlap."""
    gold.paste(paper.point(lambda grey: grey + 64), mask=paper.point(lambda grey: grey and 255))
    steps = range(64)
    colours = [_mix(ground, GOLD_TEXT, step / 63) for step in steps]
    colours += [_mix(ground, PAPER, step / 63) for step in steps]
    colours += [_mix(ground, PAPER, 0.10), GOLD]
    gold.putpalette([part for colour in colours for part in colour])
    file = io.BytesIO()
    gold.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _slips(draw: ImageDraw.ImageDraw, card: Card) -> None:
    """Bamboo slips at both sides, their gold squares set by the unit's name: its own mark."""
    marks = hashlib.sha256(f"{card.unit}\n{card.kind_label}".encode()).digest()
    top, bottom = 92, SIZE[1] - 93
    for side in (-1, 1):
        for column, mark in enumerate(marks[:7]):
            x = _MIDDLE + side * (512 - column * 28)
            draw.rectangle((x - 6, top, x + 6, bottom), fill=_PALE)
            knot = top + 60 + mark % 13 * 26
            draw.rectangle((x - 6, knot, x + 6, knot + 12), fill=_GOLD)
        for cord in (top + 34, bottom - 34):
            edges = sorted((_MIDDLE + side * 524, _MIDDLE + side * 332))
            draw.line((edges[0], cord, edges[1], cord), fill=_GOLD)


def _frame(draw: ImageDraw.ImageDraw) -> None:
    for inset, width in ((26, 2), (36, 1)):
        box = (inset, inset, SIZE[0] - 1 - inset, SIZE[1] - 1 - inset)
        draw.rectangle(box, outline=_GOLD, width=width)


def _unit(draw: ImageDraw.ImageDraw, unit: str) -> None:
    """The unit's name, on as many lines as it needs."""
    lines = _wrapped(unit)
    size = min(42 if len(lines) < 3 else 34, _TEXT_WIDTH // max(map(len, lines)))
    for number, line in enumerate(lines):
        _line(draw, line, 374 + round((number - (len(lines) - 1) / 2) * size * 1.42), size)


def _line(
    draw: ImageDraw.ImageDraw,
    text: str,
    y: int,
    size: int,
    spacing: float = 0.0,
    shift: int = 0,
) -> int:
    """One centred line around `y`, made smaller where it is too wide; its left edge."""
    wide = sum(_font(size).getlength(c) for c in text) + spacing * size * (len(text) - 1)
    if wide > _TEXT_WIDTH - 2 * shift:
        smaller = int(size * (_TEXT_WIDTH - 2 * shift) / wide)
        return _line(draw, text, y, min(smaller, size - 1), spacing, shift)
    left = x = _MIDDLE - wide / 2 + shift
    for character in text:
        draw.text((x, y), character, _FULL, _font(size), anchor="lm")
        x += _font(size).getlength(character) + spacing * size
    return int(left)


def _seal(draw: ImageDraw.ImageDraw, x: int, y: int, side: int, words: str) -> None:
    """A paper seal around (x, y): four characters of `words` in two columns, else four squares."""
    half, quarter = side // 2, side // 4
    draw.rectangle((x - half, y - half, x + half, y + half), fill=_FULL)
    inner = half - max(2, side // 24)
    draw.rectangle((x - inner, y - inner, x + inner, y + inner), outline=0)
    spots = ((1, -1), (1, 1), (-1, -1), (-1, 1))  # right column first, as seals are read
    for number, (column, row) in enumerate(spots):
        at = (x + column * (quarter - side // 40), y + row * (quarter - side // 40))
        if words[number : number + 1].strip():
            font = _font(int(side * 0.38))
            draw.text(at, words[number], 0, font, anchor="mm")
        else:
            reach = side // 9
            draw.rectangle((at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach), 0)


def _wrapped(text: str) -> list[str]:
    """The name in as few lines as hold it, as even as may be, cut where an office's name ends."""
    cuts = [cut for cut in _ENDS.sub(lambda end: end[0] + "\n", text).split("\n") if cut]
    for count in range(1, max(1, len(cuts)) + 1):
        found = [_joined(cuts, at) for at in combinations(range(1, len(cuts)), count - 1)]
        best = min(found, key=lambda lines: max(map(len, lines)))
        if max(map(len, best)) <= _LINE_MOST:
            return best
    count = -(-len(text) // _LINE_MOST)
    each = -(-len(text) // count)
    return [text[start : start + each] for start in range(0, len(text), each)]


def _joined(cuts: list[str], at: tuple[int, ...]) -> list[str]:
    return ["".join(cuts[start:end]) for start, end in pairwise((0, *at, len(cuts)))]


def _mix(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    found = chinese_font()
    assert found is not None
    # The basic layout engine: Raqm is not there on every machine and sets otherwise.
    file, index = found
    return ImageFont.truetype(str(file), size, index, layout_engine=ImageFont.Layout.BASIC)


@cache
def _font_digest() -> str:
    found = chinese_font()
    if found is None:
        return "no font"
    with found[0].open("rb") as file:
        return f"{hashlib.file_digest(file, 'sha256').hexdigest()} {found[1]}"
