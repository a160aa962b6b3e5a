"""The handbook's pictures of paper: pages of exported PDFs as small PNG files.

    python -m tools.paper_shots NAME=FILE.pdf[:PAGE[,PAGE]…]…      (needs the development set-up)

Writes docs/handbook/shots/NAME.png, 640 pixels wide with a thin edge, in sixteen greys: the
largest number of them that keeps the file within MOST bytes. Several pages stand side by side in
their colours, as NAME.webp.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from tools.screenshots import MOST, SHOTS, small

WIDTH = 640
WIDE, GAP = 1100, 24
GREYS = (16, 8, 4)


def main(argv: list[str]) -> int:
    """Draw each page asked for; 2 without any."""
    if not argv:
        print(__doc__, file=sys.stderr)
        return 2
    for word in argv:
        name, _, place = word.partition("=")
        file, _, pages = place.rpartition(":") if place[-1:].isdigit() else (place, "", "1")
        if "," in pages:
            (SHOTS / f"{name}.webp").write_bytes(row(Path(file), map(int, pages.split(","))))
        else:
            (SHOTS / f"{name}.png").write_bytes(shot(Path(file), int(pages)))
    return 0


def row(file: Path, pages: Iterable[int]) -> bytes:
    """Pages of a PDF side by side as the bytes of a WebP, all as high as the first."""
    with pypdfium2.PdfDocument(file) as paper:
        drawn = [paper[page - 1].render(scale=1.5).to_pil().convert("RGB") for page in pages]
    height = drawn[0].height
    edged = [ImageOps.expand(each, 2, "#bbb") for each in drawn]
    whole = Image.new("RGB", (sum(each.width + GAP for each in edged) - GAP, height + 4), "#fff")
    left = 0
    for each in edged:
        whole.paste(each, (left, 0))
        left += each.width + GAP
    content = io.BytesIO()
    whole.save(content, "PNG")
    return small(content.getvalue(), WIDE)


def shot(file: Path, page: int) -> bytes:
    """The page (1-based) of a PDF as the bytes of a PNG."""
    with pypdfium2.PdfDocument(file) as paper:
        sheet = paper[page - 1]
        drawn = sheet.render(scale=2 * WIDTH / sheet.get_width()).to_pil().convert("L")
    edged = ImageOps.expand(drawn.resize((WIDTH, WIDTH * drawn.height // drawn.width)), 1, 190)
    for greys in GREYS:
        content = _png(edged, greys)
        if len(content) <= MOST:
            break
    return content


def _png(image: Image.Image, greys: int) -> bytes:
    data = io.BytesIO()
    image.quantize(greys).save(data, "PNG", optimize=True)
    return data.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
