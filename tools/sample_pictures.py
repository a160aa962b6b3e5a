"""Draws the abstract pictures of the sample stories: `python tools/sample_pictures.py`.

Patterns and numbers only, in the palette of the site: no people, no emblems, no flags. What a
picture shows is what its story's `alt` text says; PICTURES is the list. What is to be counted lies
within the middle 70 % of the width: lobby screens cut the rest off. The same table gives the same
picture: chance is seeded by the path.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

STORIES = Path(__file__).parent.parent / "stories"

Colour = tuple[int, int, int]
Point = tuple[float, float]

PAPER, SUNKEN = (251, 248, 242), (243, 237, 226)
INK = (33, 27, 23)
CINNABAR, DEEP_RED, BRIGHT_RED = (142, 22, 25), (122, 17, 20), (181, 32, 35)
INDIGO, PINE, OCHRE = (36, 64, 92), (34, 86, 75), (126, 69, 38)
GOLD, PALE_GOLD = (181, 134, 43), (239, 217, 167)

_FINE = 3  # drawn this many times larger, then reduced: smooth edges
_HAIR = 1.6  # width of the thin lines, in pixels of the finished picture


class Sheet:
    """A canvas in pixels of the finished picture."""

    def __init__(self, width: int, height: int, ground: Colour, seed: str) -> None:
        self.width, self.height, self.ground = width, height, ground
        self.chance = random.Random(seed)
        self._image = Image.new("RGB", (width * _FINE, height * _FINE), ground)
        self._draw = ImageDraw.Draw(self._image)

    def tint(self, colour: Colour, share: float) -> Colour:
        """`colour` laid over the ground with an opacity of `share`."""
        return mix(self.ground, colour, share)

    def box(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        fill: Colour | None = None,
        line: Colour | None = None,
        width: float = _HAIR,
    ) -> None:
        area = [v * _FINE for v in (left, top, right, bottom)]
        self._draw.rectangle(area, fill, line, round(width * _FINE))

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        fill: Colour | None = None,
        line: Colour | None = None,
        width: float = _HAIR,
    ) -> None:
        area = [v * _FINE for v in (x - radius, y - radius, x + radius, y + radius)]
        self._draw.ellipse(area, fill, line, round(width * _FINE))

    def area(self, points: Sequence[Point], fill: Colour) -> None:
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill)

    def line(self, points: Sequence[Point], colour: Colour, width: float = _HAIR) -> None:
        fine = [(x * _FINE, y * _FINE) for x, y in points]
        self._draw.line(fine, colour, round(width * _FINE), joint="curve")

    def jpeg(self) -> bytes:
        """The finished picture, with the faint grain of paper."""
        image = self._image.reduce(_FINE)
        size = (self.width // 2, self.height // 2)
        noise = Image.frombytes("L", size, self.chance.randbytes(size[0] * size[1]))
        grain = noise.resize(image.size, Image.Resampling.BICUBIC).point(lambda v: v // 64)
        image = ImageChops.subtract(image, Image.merge("RGB", (grain, grain, grain)), offset=2)
        file = io.BytesIO()
        image.save(file, "JPEG", quality=83, optimize=True, progressive=True, subsampling=0)
        return file.getvalue()


Composition = Callable[[Sheet], None]


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a `share` (0 to 1) of `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def curve(start: Point, end: Point) -> list[Point]:
    """A smooth way from left to right that leaves and arrives level."""
    (x0, y0), (x3, y3) = start, end
    x1 = x2 = (x0 + x3) / 2
    points = []
    for step in range(65):
        t = step / 64
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        points.append((a * x0 + b * x1 + c * x2 + d * x3, (a + b) * y0 + (c + d) * y3))
    return points


def steps(sheet: Sheet, heights: Sequence[int]) -> None:
    """Stairs of slabs, one height each, before rings that spread from the highest."""
    rise, wide, floor, depth = 128.0, 300.0, sheet.height - 108.0, (96.0, -60.0)
    left = (sheet.width - wide * len(heights) - depth[0]) / 2
    peak = max(range(len(heights)), key=lambda n: heights[n])
    centre = (left + wide * (peak + 0.5) + depth[0] / 2, floor - rise * max(heights) + depth[1])
    for ring in range(1, 30):
        sheet.disc(*centre, ring * 46, line=sheet.tint(GOLD, max(0.1, 0.62 - ring * 0.02)))
    sheet.box(0, floor + depth[1], sheet.width, sheet.height, DEEP_RED)
    sheet.line([(0, floor + depth[1]), (sheet.width, floor + depth[1])], GOLD, 2)
    for number, height in enumerate(heights):
        x, top = left + number * wide, floor - height * rise
        right = x + wide
        over = [(right + depth[0], top + depth[1]), (x + depth[0], top + depth[1])]
        sheet.area([(x, top), (right, top), *over], PALE_GOLD)
        sheet.area(
            [(right, top), over[0], (right + depth[0], floor + depth[1]), (right, floor)],
            mix(DEEP_RED, INK, 0.45),
        )
        sheet.box(x, top, right, floor, mix(BRIGHT_RED, DEEP_RED, number * 0.22))
        for slab in range(1, height):
            y = top + slab * rise
            sheet.line([(x, y), (right, y)], GOLD, 2)


def sums(sheet: Sheet, groups: Sequence[int]) -> None:
    """Groups of blocks joined by plus signs, on the layers of a ground."""
    side, gap, floor, spread = 208.0, 10.0, 706.0, 84.0
    widths = [side * min(n, 2) + gap * (min(n, 2) - 1) for n in groups]
    x = (sheet.width - sum(widths) - spread * 2 * (len(groups) - 1)) / 2
    for layer in range(20):
        y = floor + 30 + layer * layer * 0.6 + layer * 8
        sheet.line([(0, y), (sheet.width, y)], sheet.tint(GOLD, 0.85 - layer * 0.038))
    for number, (count, width) in enumerate(zip(groups, widths, strict=True)):
        plumb = x + width / 2
        sheet.line([(plumb, 0), (plumb, floor)], sheet.tint(GOLD, 0.6))
        if number:
            plus(sheet, x - spread, floor - side / 2, 34)
        for block in range(count):
            upper = block // 2
            shift = (width - side) / 2 if upper else (side + gap) * (block % 2)
            tone = PALE_GOLD if upper or count == 1 else PAPER
            seal(sheet, x + shift, floor - side - upper * (side + gap), side, tone)
        x += width + spread * 2
    sheet.line([(0, floor + 10), (sheet.width, floor + 10)], GOLD, 4)


def plus(sheet: Sheet, x: float, y: float, reach: float) -> None:
    sheet.line([(x - reach, y), (x + reach, y)], PALE_GOLD, 6)
    sheet.line([(x, y - reach), (x, y + reach)], PALE_GOLD, 6)


def seal(sheet: Sheet, x: float, y: float, side: float, fill: Colour) -> None:
    """A block with the inner line of a seal."""
    sheet.box(x, y, x + side, y + side, fill)
    inset = side * 0.09
    line = mix(fill, OCHRE, 0.5)
    sheet.box(x + inset, y + inset, x + side - inset, y + side - inset, None, line, 2)


def columns(sheet: Sheet, counts: Sequence[int]) -> None:
    """Columns of squares on a fine grid, as many in each as its number says."""
    cell, faint = 20, sheet.tint(PAPER, 0.045)
    for across in range(0, sheet.width, cell):
        sheet.line([(across, 0), (across, sheet.height)], faint, 1)
    for down in range(0, sheet.height, cell):
        sheet.line([(0, down), (sheet.width, down)], faint, 1)
    side, gap = 192.0, 16.0
    tones = (PAPER, PALE_GOLD, mix(GOLD, PALE_GOLD, 0.3))
    base = (sheet.height + max(counts) * (side + gap) - gap) / 2
    for number, (count, tone) in enumerate(zip(counts, tones, strict=True)):
        x = sheet.width / 2 + (number - (len(counts) - 1) / 2) * 384
        sheet.line([(x, 0), (x, sheet.height)], GOLD)
        for square in range(count):
            top = base - side - square * (side + gap)
            seal(sheet, x - side / 2, top, side, tone)


def routes(sheet: Sheet, starts: Sequence[float]) -> None:
    """Lines from scattered starts (0 to 1 of the height) that run together into one bundle."""
    middle, lane = sheet.height * 0.5, 30.0
    for ring in range(1, 34):
        sheet.disc(sheet.width * 1.06, middle, ring * 62, line=sheet.tint(PAPER, 0.1), width=1)
    tones = (PAPER, PALE_GOLD, BRIGHT_RED, GOLD, mix(INDIGO, PAPER, 0.55))
    for number, (start, tone) in enumerate(zip(starts, tones, strict=True)):
        x = sheet.width * (0.08 + 0.09 * sheet.chance.random())
        y, goal = sheet.height * start, middle + (number - 2) * lane
        way = [(x, y), *curve((x + 120, y), (sheet.width * 0.72, goal)), (sheet.width, goal)]
        sheet.line(way, tone, 20)
        sheet.disc(x, y, 32, tone)
        sheet.disc(x, y, 15, sheet.ground)


def windows(sheet: Sheet, groups: Sequence[int]) -> None:
    """A row of windows in groups, carried by one rising arc."""
    side, gap, between, top = 106.0, 22.0, 62.0, 330.0
    total = sum(groups) * side + (sum(groups) - len(groups)) * gap + (len(groups) - 1) * between
    for line in range(60):
        y = 24 + line * 18.0
        sheet.line([(0, y), (sheet.width, y)], sheet.tint(INK, 0.12), 1)
    x = (sheet.width - total) / 2
    for count in groups:
        for _ in range(count):
            sheet.box(x, top, x + side, top + side * 1.5, PAPER)
            sheet.box(x + 9, top + 9, x + side - 9, top + side * 1.5 - 9, PALE_GOLD)
            sheet.line([(x + side / 2, top + 9), (x + side / 2, top + side * 1.5 - 9)], OCHRE, 3)
            sheet.line([(x + 9, top + side * 0.6), (x + side - 9, top + side * 0.6)], OCHRE, 3)
            x += side + gap
        x += between - gap
    for echo in range(9):
        arc(sheet, 620 + echo * 30, total / 2 + 60, 190, sheet.tint(GOLD, 0.7 - 0.07 * echo), _HAIR)
    arc(sheet, 570, total / 2 + 60, 190, PAPER, 16)
    for end in (-1, 1):
        sheet.disc(sheet.width / 2 + end * (total / 2 + 60), 570, 8, PAPER)


def arc(sheet: Sheet, y: float, reach: float, sag: float, colour: Colour, width: float) -> None:
    """A hanging arc around the middle of the sheet, its ends at height `y`."""
    ends = [-1 + 2 * step / 96 for step in range(97)]
    middle = sheet.width / 2
    sheet.line([(middle + t * reach, y + sag * (1 - t * t)) for t in ends], colour, width)


def dishes(sheet: Sheet, rows: int, across: int, chosen: int) -> None:
    """Rings in rows, each with rings of its own inside; the chosen one is filled."""
    step, radius = 280.0, 120.0
    for number in range(rows * across):
        x = sheet.width / 2 + (number % across - (across - 1) / 2) * step
        y = sheet.height / 2 + (number // across - (rows - 1) / 2) * step
        if number == chosen:
            sheet.disc(x, y, radius, CINNABAR)
            sheet.disc(x, y, radius - 12, line=PALE_GOLD, width=2)
            continue
        sheet.disc(x, y, radius, PAPER, INK, 5)
        inner = 3 + number
        for ring in range(inner):
            sheet.disc(x, y, (radius - 14) * (ring + 1) / (inner + 1), line=GOLD)


def ties(sheet: Sheet, left: int, right: int, weave: int) -> None:
    """Dots on the left, each tied by a ribbon to its two or three small squares on the right."""
    dot_x, square_x, side = 290.0, sheet.width - 310.0, 22.0
    dots = [sheet.height * (n + 1) / (left + 1) for n in range(left)]
    squares = [dots[0] + (dots[-1] - dots[0]) * n / (right - 1) for n in range(right)]
    shares = [[y for n, y in enumerate(squares) if n * left // right == k] for k in range(left)]
    tones = (PALE_GOLD, mix(PINE, PAPER, 0.3), mix(OCHRE, PALE_GOLD, 0.45))
    for number, dot in enumerate(dots):
        mine = shares[number * weave % left]
        upper = curve((dot_x, dot - 4), (square_x, mine[0] - side / 2))
        lower = curve((dot_x, dot + 4), (square_x, mine[-1] + side / 2))
        sheet.area([*upper, *reversed(lower)], mix(PAPER, tones[number % 3], 0.5))
        for y in mine:
            sheet.line(curve((dot_x, dot), (square_x, y)), mix(tones[number % 3], INK, 0.35), 2)
    for y in squares:
        sheet.box(square_x, y - side / 2, square_x + side, y + side / 2, PINE)
    for y in dots:
        sheet.disc(dot_x, y, 22, CINNABAR)


def crossing(sheet: Sheet, rows: int, across: int) -> None:
    """A field of dots that recedes from the stripes of a crossing."""
    middle, far = sheet.width / 2, -420.0

    def at(column: float, y: float) -> float:
        return middle + column * (y - far) * 0.058

    y = 724.0
    for row in range(rows):
        scale = (y - far) / (724 - far)
        for column in range(across):
            tone = sheet.chance.choice((PAPER, PALE_GOLD, PALE_GOLD, GOLD, BRIGHT_RED))
            x = at(column - (across - 1) / 2 + (row % 2 - 0.5) / 2, y)
            sheet.disc(x, y, 21 * scale, tone)
        y -= 62 * scale
    for stripe in range(-7, 8):
        upper, lower = 800.0, float(sheet.height)
        sheet.area(
            [
                (at(stripe * 2 - 0.55, upper), upper),
                (at(stripe * 2 + 0.55, upper), upper),
                (at(stripe * 2 + 0.55, lower), lower),
                (at(stripe * 2 - 0.55, lower), lower),
            ],
            PAPER,
        )


def exchange(sheet: Sheet, heads: int) -> None:
    """Two trails of arrowheads that brighten as they go: out to the right, in from the right."""
    half, thick, step = 190.0, 78.0, 150.0
    middle = sheet.height / 2
    for sign, y, tone in ((1, middle - 228, PALE_GOLD), (-1, middle + 228, BRIGHT_RED)):
        for head in range(heads):
            tip = sheet.width / 2 + sign * (step * (head - (heads - 1) / 2) + half / 2)
            back = [(tip - sign * half, y - half), (tip, y), (tip - sign * half, y + half)]
            front = [(x - sign * thick, y) for x, y in reversed(back)]
            sheet.area([*back, *front], sheet.tint(tone, 0.12 + 0.88 * head / (heads - 1)))
    sheet.line([(0, middle), (sheet.width, middle)], GOLD, 2)
    sheet.box(sheet.width / 2 - 11, middle - 11, sheet.width / 2 + 11, middle + 11, GOLD)


# picture below stories/ → size, ground, composition
def card(sheet: Sheet) -> None:
    """A card of the size of a portrait, a ring in it, for a photo to be put in its place."""
    edge = sheet.width * 0.08
    sheet.box(edge, edge, sheet.width - edge, sheet.height - edge, line=sheet.tint(INDIGO, 0.4))
    sheet.disc(sheet.width / 2, sheet.height * 0.45, sheet.width * 0.24, sheet.tint(INDIGO, 0.2))


PICTURES: dict[str, tuple[tuple[int, int], Colour, Composition]] = {
    "brands/1252/cover.jpg": ((1600, 1067), CINNABAR, partial(steps, heights=(1, 2, 5, 2))),
    "brands/1-3-2/cover.jpg": ((1600, 1067), INDIGO, partial(sums, groups=(1, 3, 2))),
    "brands/423/cover.jpg": ((1600, 1067), PINE, partial(columns, counts=(4, 2, 3))),
    "brands/guo-jian-yin-hang/cover.jpg": (
        (2000, 900),
        INDIGO,
        partial(routes, starts=(0.12, 0.3, 0.55, 0.72, 0.9)),
    ),
    "brands/wei-xiao-365/cover.jpg": ((1600, 1067), OCHRE, partial(windows, groups=(4, 3, 3))),
    "members/xu-jinhua/zhengjianzhao.jpg": ((295, 413), SUNKEN, card),
    "members/xu-jinhua/yangpin.jpg": (
        (1600, 1067),
        OCHRE,
        partial(windows, groups=(5, 5)),
    ),
    "members/xu-jinhua/jieguo.jpg": ((1600, 1067), PINE, partial(columns, counts=(5, 3, 4))),
    "teams/shipinsuo-weishengwu/cover.jpg": (
        (1600, 1067),
        SUNKEN,
        partial(dishes, rows=2, across=4, chosen=5),
    ),
    "volunteer/shuang-jiedui/cover.jpg": (
        (1600, 1067),
        PAPER,
        partial(ties, left=13, right=30, weave=5),
    ),
    "volunteer/zhiyuan-fuwudui/cover.jpg": (
        (1600, 1067),
        mix(INDIGO, INK, 0.55),
        partial(crossing, rows=13, across=23),
    ),
    "volunteer/zoufang-qiye/cover.jpg": ((1600, 1067), INK, partial(exchange, heads=8)),
}


def draw(name: str) -> bytes:
    """The JPEG of the picture `name` of PICTURES."""
    size, ground, compose = PICTURES[name]
    sheet = Sheet(*size, ground, seed=name)
    compose(sheet)
    return sheet.jpeg()


def main() -> None:
    """Writes every picture of the table below stories/."""
    for name in PICTURES:
        content = draw(name)
        (STORIES / name).write_bytes(content)
        print(f"{len(content) // 1024:4} KB  {name}")


if __name__ == "__main__":
    main()
