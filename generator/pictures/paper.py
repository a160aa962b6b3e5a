"""Pictures for documents and parcels: a JPEG of another format, a copy small enough to print."""

from __future__ import annotations

import io
from pathlib import Path

from msgspec import Struct
from PIL import Image

from generator.model.output import Resized
from generator.pictures import faults
from generator.pictures.faults import PictureFault
from generator.pictures.open import PictureFacts, decode, facts_of, quiet, read
from generator.pictures.resize import encoded, plain, resized, shrink_for

_PRINT_WIDTH = 1843  # the text block of an official document, 156 mm, at 300 dpi
_QUALITY = 95  # of a JPEG that stands for an original in a format the call does not take


class Printed(Struct, frozen=True):
    """A JPEG in sRGB, upright, without metadata."""

    content: bytes
    width: int
    height: int


def opened(path: Path, cache: Path | None = None) -> tuple[bytes, PictureFacts] | PictureFault:
    """The bytes of a picture file and what it is."""
    content = read(path)
    if isinstance(content, PictureFault):
        return content
    with quiet():
        known = facts_of(content, cache)
    return known if isinstance(known, PictureFault) else (content, known)


def printed(content: bytes, known: PictureFacts) -> Printed:
    """The picture as a page shows it: at most 300 dpi over the width of the text."""
    share = min(1.0, _PRINT_WIDTH / known.width)
    width, height = max(1, round(known.width * share)), max(1, round(known.height * share))
    job = Resized("", Path(), width, height, "jpeg")
    with quiet():
        image = decode(content, shrink_for(known, job)).image
        return Printed(encoded(resized(plain(image), job), "jpeg"), width, height)


def converted(content: bytes) -> bytes | PictureFault:
    """The picture as a JPEG of full size; a file of several pages is refused."""
    with quiet():
        image = decode(content).image
        if getattr(Image.open(io.BytesIO(content)), "n_frames", 1) > 1:
            return faults.SEVERAL
        job = Resized("", Path(), image.width, image.height, "jpeg")
        bare = resized(plain(image), job).convert("RGB")
        bare.info = {}
        file = io.BytesIO()
        bare.save(file, format="JPEG", quality=_QUALITY, optimize=True)
        return file.getvalue()
