"""Sheets of paper in millimetres: the sizes of a book, where its text and its pictures stand."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from generator.model.original import Original
from generator.model.output import ImageFormat, Resized

_INCH = 25.4


class Format(Struct, frozen=True):
    """A trimmed page with its margins: a side column for labels, then the text.

    Lengths in mm, `body` and `pitch` (from line to line) in points. `name` is the printers'.
    """

    name: str
    width: float
    height: float
    inner: float
    outer: float
    top: float
    bottom: float
    side: float
    gap: float
    body: float
    pitch: float

    @property
    def measure(self) -> float:
        """The width of side column, gap and text."""
        return self.width - self.inner - self.outer

    @property
    def column(self) -> float:
        """The width of the text: 34 characters on A4, 31 on 16开."""
        return self.measure - self.side - self.gap

    @property
    def depth(self) -> float:
        """The height of the text block."""
        return self.height - self.top - self.bottom

    def told(self) -> dict[str, Any]:
        """The numbers for the template."""
        return {**asdict(self), "measure": self.measure, "column": self.column}


FORMATS: dict[str, Format] = {
    "a4": Format("A4", 210, 297, 26, 20, 27, 25, 34, 5, 10.5, 18),
    "16k": Format("16开", 185, 260, 23, 18, 24, 22, 30, 4.5, 10, 17),
}


class Placed(Struct, frozen=True):
    """A picture on paper, whole, `width` × `height` mm; `file` is what the template calls it."""

    file: str
    width: float
    height: float
    print: Resized


def placed(
    original: Original, width: float, height: float, dpi: int, format: ImageFormat = "jpeg"
) -> Placed:
    """The picture as large as `width` × `height` mm allow, at most `dpi` dots to the inch of it.

    A picture with too few dots is not blown up beyond half of that.
    """
    largest = original.width / (dpi / 2) * _INCH
    wide = min(width, height * original.width / original.height, largest)
    high = wide * original.height / original.width
    dots = min(original.width, round(wide / _INCH * dpi))
    rows = max(1, round(original.height * dots / original.width))
    file = f"{original.digest}-{dots}x{rows}.{format}"
    return Placed(file, wide, high, Resized(file, original.path, dots, rows, format))
