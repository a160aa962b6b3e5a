"""The sharing card (og:image, 1200×630) of stories without a cover: a title page in type alone.

All words stand in the middle square, for messengers cut cards to it. Words are drawn in grey; the
greys become steps of a palette of 16 colours, between the ground and one of two inks. What the
cards of a kind share is drawn and deflated once, and so is a unit's name; a card joins the two and
sets its knots: 0.1 ms and 9 KB, too little to be worth a cache. Each drawn and deflated whole took
1.5 ms; in 128 colours 4.6 ms and 30 KB, in RGB 19 ms.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise

from PIL import Image, ImageDraw, ImageFont

from generator.model.output import SHARE_SIZE as SIZE
from generator.model.output import Card
from generator.pictures.fonts import chinese_font
from generator.pictures.png import lines_of, part_of, png
from generator.pictures.resize import PAPER

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
_LINE_LONG = 20  # where none of 16 ends with an office's name
_ENDS = re.compile(
    "(?:局|院(?!士)|所(?!属)|站|委(?!员)|中心|公司|部(?![门队])|队)(?![）)])|.(?=[（(])"
)

Colour = tuple[int, int, int]
Lines = list[bytes]  # of a card or of some of its rows, cut at _CUTS
# Palette: the ground, then the ground to paper, the ground to gold text, and two flat colours.
_PAPER_MOST, _GOLD_MOST = 7, 6
_PALE, _GOLD = 14, 15
_PAPER_STEPS = [round(g / 255 * _PAPER_MOST) for g in range(256)]
_GOLD_STEPS = [n and n + _PAPER_MOST for n in (round(g / 255 * _GOLD_MOST) for g in range(256))]
_ANY = [0] + [255] * 255

# Bamboo slips stand at both sides, each with one knot, a gold square, at one of 13 heights.
_SLIPS, _SLIPS_TOP, _SLIPS_END = 7, 92, SIZE[1] - 93
_KNOTS_TOP, _KNOT, _HEIGHTS = 152, 13, 13
# A row where knots begin or end is cut out: it differs from card to card, those between do not.
_EDGES = [_KNOTS_TOP + _KNOT * number for number in range(2 * _HEIGHTS)]
_CUTS = [0, *(cut for edge in _EDGES for cut in (edge, edge + 1)), SIZE[1]]
# The rows of the unit's name: but for knots nothing else changes in them.
_NAME_TOP, _NAME_END = _EDGES[11], _EDGES[24]
_NAME = slice(_CUTS.index(_NAME_TOP), _CUTS.index(_NAME_END))
_NAME_HIGH = 2 * (374 - _NAME_TOP)  # around the height at which it stands


def can_letter() -> bool:
    """Whether this machine has a Chinese font; without one cards are drawn without their words."""
    return chinese_font() is not None


def draw_card(card: Card) -> bytes:
    """The PNG of a card: the same fields and the same font give the same bytes."""
    lines = list(_plate(card.kind_label, card.site_name))
    if can_letter():
        lines[_NAME] = _name(card.unit)
    _tie_knots(lines, card)
    palette = _palette(TILES.get(card.tile, TILES["cinnabar"]))
    return png(SIZE, palette, [part_of(each) for each in lines])


def _tie_knots(lines: Lines, card: Card) -> None:
    """Sets the knots by the unit's name, alike on both sides: its own mark."""
    marks = hashlib.sha256(f"{card.unit}\n{card.kind_label}".encode()).digest()
    for slip, mark in enumerate(marks[:_SLIPS]):
        row = _KNOTS_TOP + mark % _HEIGHTS * 2 * _KNOT
        begun, ended = _CUTS.index(row), _CUTS.index(row + _KNOT)
        for x in _slip(slip):
            at = 1 + (x - _KNOT // 2) // 2
            lines[begun] = _changed(lines[begun], at, _GOLD - _PALE)
            lines[ended] = _changed(lines[ended], at, _PALE - _GOLD)


def _changed(line: bytes, at: int, by: int) -> bytes:
    """A line in which the colours of a knot's width of pixels, two a byte, change by `by`."""
    change = bytes([17 * by % 256] * (_KNOT // 2) + [16 * by % 256])
    return line[:at] + change + line[at + len(change) :]


@cache
def _plate(kind_label: str, site_name: str) -> Lines:
    """What the cards of a kind share: frame, slips, the kind's name, seal and site."""
    plate, gold, paper = Image.new("P", SIZE), Image.new("L", SIZE), Image.new("L", SIZE)
    draw = ImageDraw.Draw(plate)
    _frame(draw)
    _slips(draw)
    if can_letter():
        _line(ImageDraw.Draw(gold), kind_label, 182, 112, spacing=0.14)
        draw.line((_MIDDLE - 270, 282, _MIDDLE + 270, 282), fill=_GOLD)
        draw.rectangle((_MIDDLE - 5, 277, _MIDDLE + 5, 287), fill=_GOLD)
        left = _line(ImageDraw.Draw(gold), site_name, 514, 28, spacing=0.32, shift=36)
        _seal(ImageDraw.Draw(paper), left - 48, 514, 56, site_name)
    else:
        _seal(ImageDraw.Draw(paper), _MIDDLE, SIZE[1] // 2, 150, "")
    _ink(plate, gold, _GOLD_STEPS)
    _ink(plate, paper, _PAPER_STEPS)
    return _cut(plate, 0)


@lru_cache(maxsize=4)  # 0.1 MB each; cards come unit by unit
def _name(unit: str) -> Lines:
    """A unit's name, as all its cards show it."""
    size = (SIZE[0], _NAME_END - _NAME_TOP)
    name, words = Image.new("P", size), Image.new("L", size)
    _unit(ImageDraw.Draw(words), unit)
    _ink(name, words, _PAPER_STEPS)
    return _cut(name, _NAME_TOP)


def _ink(drawn: Image.Image, words: Image.Image, steps: Sequence[int]) -> None:
    """Lays what was drawn in grey onto a picture, in the steps of an ink."""
    if box := words.getbbox():
        laid = words.crop(box).point(steps)
        drawn.paste(laid, box, laid.point(_ANY))


def _cut(drawn: Image.Image, top: int) -> Lines:
    """The lines of what was drawn from row `top` of a card on."""
    lines = lines_of(drawn)
    each = len(lines) // drawn.height
    cuts = [(cut - top) * each for cut in _CUTS if top <= cut <= top + drawn.height]
    return [lines[start:end] for start, end in pairwise(cuts)]


@cache
def _palette(ground: Colour) -> bytes:
    paper, gold = (
        [_mix(ground, ink, step / most) for step in range(1, most + 1)]
        for ink, most in ((PAPER, _PAPER_MOST), (GOLD_TEXT, _GOLD_MOST))
    )
    flat = [_mix(ground, PAPER, 0.10), GOLD]
    return bytes(part for colour in (ground, *paper, *gold, *flat) for part in colour)


def _slip(number: int) -> tuple[int, int]:
    """Where the middles of a pair of slips stand, left and right."""
    out = 512 - number * 28
    return _MIDDLE - out, _MIDDLE + out


def _slips(draw: ImageDraw.ImageDraw) -> None:
    """Bamboo slips at both sides, held by two cords."""
    for x in (x for number in range(_SLIPS) for x in _slip(number)):
        draw.rectangle((x - 6, _SLIPS_TOP, x + 6, _SLIPS_END), fill=_PALE)
    for cord in (_SLIPS_TOP + 34, _SLIPS_END - 34):
        for one, other in zip(_slip(0), _slip(_SLIPS - 1), strict=True):
            draw.line((min(one, other) - 12, cord, max(one, other) + 12, cord), fill=_GOLD)


def _frame(draw: ImageDraw.ImageDraw) -> None:
    for inset, width in ((26, 2), (36, 1)):
        box = (inset, inset, SIZE[0] - 1 - inset, SIZE[1] - 1 - inset)
        draw.rectangle(box, outline=_GOLD, width=width)


def _unit(draw: ImageDraw.ImageDraw, unit: str) -> None:
    """The unit's name, on as many lines as it needs."""
    lines, middle = _wrapped(unit), _NAME_HIGH // 2
    most = min(42 if len(lines) < 3 else 34, int(_NAME_HIGH / 1.42 / len(lines)))
    size = min(most, _TEXT_WIDTH // max(map(len, lines)))
    for number, line in enumerate(lines):
        _line(draw, line, middle + round((number - (len(lines) - 1) / 2) * size * 1.42), size)


def _line(
    draw: ImageDraw.ImageDraw,
    text: str,
    y: int,
    size: int,
    spacing: float = 0.0,
    shift: int = 0,
) -> int:
    """One centred line around `y`, made smaller where it is too wide; its left edge."""
    widths = [_font(size).getlength(character) for character in text]
    wide = sum(widths) + spacing * size * (len(text) - 1)
    if wide > _TEXT_WIDTH - 2 * shift:
        smaller = int(size * (_TEXT_WIDTH - 2 * shift) / wide)
        return _line(draw, text, y, min(smaller, size - 1), spacing, shift)
    left = x = _MIDDLE - wide / 2 + shift
    for character, width in zip(text, widths, strict=True):
        draw.text((x, y), character, 255, _font(size), anchor="lm")
        x += width + spacing * size
    return int(left)


def _seal(draw: ImageDraw.ImageDraw, x: int, y: int, side: int, words: str) -> None:
    """A paper seal around (x, y): four characters of `words` in two columns, else four squares."""
    half, quarter = side // 2, side // 4
    draw.rectangle((x - half, y - half, x + half, y + half), fill=255)
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
    for most, fewest in (_LINE_MOST, 1), (_LINE_LONG, 2):
        for count in range(fewest, max(1, len(cuts)) + 1):
            found = [_joined(cuts, at) for at in combinations(range(1, len(cuts)), count - 1)]
            best = min(found, key=lambda lines: max(map(len, lines)))
            if max(map(len, best)) <= most:
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
