"""The handbook's pictures of paper: pages of exported PDFs as small PNG files.

    python -m tools.paper_shots NAME=FILE.pdf[:PAGE]…      (needs the development set-up)

Writes docs/handbook/shots/NAME.png, 640 pixels wide with a thin edge, in sixteen greys: the
largest number of them that keeps the file within MOST bytes.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from tools.screenshots import MOST, SHOTS

WIDTH = 640
GREYS = (16, 8, 4)


def main(argv: list[str]) -> int:
    """Draw each page asked for; 2 without any."""
    if not argv:
        print(__doc__, file=sys.stderr)
        return 2
    for word in argv:
        name, _, place = word.partition("=")
        file, _, page = place.rpartition(":") if place[-1:].isdigit() else (place, "", "1")
        (SHOTS / f"{name}.png").write_bytes(shot(Path(file), int(page)))
    return 0


def shot(file: Path, page: int) -> bytes:
    """The page (1-based) of a PDF as the bytes of a PNG."""
    with pypdfium2.PdfDocument(file) as paper:
        sheet = paper[page - 1]
        drawn = sheet.render(scale=2 * WIDTH / sheet.get_width()).to_pil().convert("L")
    small = ImageOps.expand(drawn.resize((WIDTH, WIDTH * drawn.height // drawn.width)), 1, 190)
    for greys in GREYS:
        content = _png(small, greys)
        if len(content) <= MOST:
            break
    return content


def _png(image: Image.Image, greys: int) -> bytes:
    data = io.BytesIO()
    image.quantize(greys).save(data, "PNG", optimize=True)
    return data.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
