"""The sharing card (og:image, 1200×630) of stories without a cover: a title page in type alone.

All words stand in the middle square, for messengers cut cards to it. Words are drawn in grey; the
greys become steps of a palette of 16 colours, between the ground and one of two inks. What the
cards of a kind share is drawn once, and so is a unit's name. 1.5 ms and 9 KB a card, two thirds of
it the PNG's compression; 128 colours took 4.6 ms and 30 KB, RGB 19 ms.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise
from struct import pack

from PIL import Image, ImageChops, ImageDraw, ImageFont

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
Inked = tuple[tuple[int, int, int, int], Image.Image, Image.Image]  # where, what, its mask
# Palette: the ground, then the ground to paper, the ground to gold text, and two flat colours.
_PAPER_MOST, _GOLD_MOST = 7, 6
_PALE, _GOLD = 14, 15
_PAPER_STEPS = [round(g / 255 * _PAPER_MOST) for g in range(256)]
_GOLD_STEPS = [n and n + _PAPER_MOST for n in (round(g / 255 * _GOLD_MOST) for g in range(256))]
_ANY = [0] + [255] * 255
_UP = 2  # PNG's name of the filter "the row above"
_DESIGN = "3"  # to be raised whenever the same card would be drawn otherwise


def can_letter() -> bool:
    """Whether this machine has a Chinese font; without one cards are drawn without their words."""
    return chinese_font() is not None


def card_parameters(card: Card) -> tuple[str, ...]:
    """All that the bytes of a card depend on, its font included."""
    return (_DESIGN, card.kind_label, card.unit, card.site_name, card.tile, _font_digest())


def draw_card(card: Card) -> bytes:
    """The PNG of a card: the same fields and the same font give the same bytes."""
    drawn = _plate(card.kind_label, card.site_name).copy()
    _slips(ImageDraw.Draw(drawn), card)
    if can_letter():
        _lay(drawn, _name(card.unit))
    return _png(drawn, _palette(TILES.get(card.tile, TILES["cinnabar"])))


def _png(drawn: Image.Image, palette: bytes) -> bytes:
    """A PNG of 16 colours, every row told by what it changes in the row above: mostly nothing.

    Pillow weighs five filters for each row, which takes twice the time and gains nothing here.
    """
    width, height = SIZE[0] // 2, SIZE[1]  # two pixels a byte
    packed = drawn.tobytes("raw", "P;4")
    rows = Image.frombuffer("L", (width, height), packed, "raw", "L", 0, 1)
    above = Image.new("L", (width, height))
    above.paste(rows, (0, 1))
    lines = Image.new("L", (1 + width, height), _UP)
    lines.paste(ImageChops.subtract_modulo(rows, above), (1, 0))
    deflate = zlib.compressobj(1, strategy=zlib.Z_RLE)
    chunks = {
        b"IHDR": pack(">IIBBBBB", *SIZE, 4, 3, 0, 0, 0),  # 4 bits, a palette
        b"PLTE": palette,
        b"IDAT": deflate.compress(lines.tobytes()) + deflate.flush(),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))
        for name, content in chunks.items()
    )


@cache
def _plate(kind_label: str, site_name: str) -> Image.Image:
    """What the cards of a kind share: frame, the kind's name, seal and site; no palette yet."""
    plate, gold, paper = Image.new("P", SIZE), Image.new("L", SIZE), Image.new("L", SIZE)
    draw = ImageDraw.Draw(plate)
    _frame(draw)
    if can_letter():
        _line(ImageDraw.Draw(gold), kind_label, 182, 112, spacing=0.14)
        draw.line((_MIDDLE - 270, 282, _MIDDLE + 270, 282), fill=_GOLD)
        draw.rectangle((_MIDDLE - 5, 277, _MIDDLE + 5, 287), fill=_GOLD)
        left = _line(ImageDraw.Draw(gold), site_name, 514, 28, spacing=0.32, shift=36)
        _seal(ImageDraw.Draw(paper), left - 48, 514, 56, site_name)
    else:
        _seal(ImageDraw.Draw(paper), _MIDDLE, SIZE[1] // 2, 150, "")
    _lay(plate, _inked(gold, _GOLD_STEPS))
    _lay(plate, _inked(paper, _PAPER_STEPS))
    return plate


@lru_cache(maxsize=64)  # 0.1 MB each; an office has some dozens of units
def _name(unit: str) -> Inked:
    """A unit's name, as all its cards show it."""
    words = Image.new("L", SIZE)
    _unit(ImageDraw.Draw(words), unit)
    return _inked(words, _PAPER_STEPS)


def _inked(words: Image.Image, steps: Sequence[int]) -> Inked:
    """What was drawn in grey, in the steps of an ink."""
    box = words.getbbox() or (0, 0, 0, 0)
    laid = words.crop(box).point(steps)
    return box, laid, laid.point(_ANY)


def _lay(drawn: Image.Image, inked: Inked) -> None:
    box, laid, where = inked
    drawn.paste(laid, box, where)


@cache
def _palette(ground: Colour) -> bytes:
    paper, gold = (
        [_mix(ground, ink, step / most) for step in range(1, most + 1)]
        for ink, most in ((PAPER, _PAPER_MOST), (GOLD_TEXT, _GOLD_MOST))
    )
    flat = [_mix(ground, PAPER, 0.10), GOLD]
    return bytes(part for colour in (ground, *paper, *gold, *flat) for part in colour)


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
        draw.text((x, y), character, 255, _font(size), anchor="lm")
        x += _font(size).getlength(character) + spacing * size
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
