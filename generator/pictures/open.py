"""Opens picture files of unknown origin: what they are, or in the author's words what is wrong."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import asdict
from PIL import Image

from generator.pictures import faults
from generator.pictures.cache import keep, key_of, recall
from generator.pictures.faults import MAX_BYTES, MAX_PIXELS, PictureFault, TooManyPixels

# Never EPS, PDF or PSD: Pillow hands EPS to Ghostscript. JPEG opens MPO too.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
DRAFTED = ("JPEG", "MPO")  # the formats that decode at 1/2, 1/4, 1/8 for less time and memory


class PictureFacts(Struct, frozen=True):
    """What a sound picture file is.

    `width` and `height` are pixels as people see them, after the camera's rotation. `digest` is the
    SHA-256 of the file in hex, `size` its length in bytes, `dpi` None where the file names none.
    """

    width: int
    height: int
    format: str
    digest: str
    animated: bool
    dpi: int | None
    size: int


@contextmanager
def quiet() -> Iterator[None]:
    """Silences Pillow's warnings (odd metadata; sizes are looked at here), for all threads."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


class Decoded(NamedTuple):
    """A decoded picture, upright; `width` and `height` are those of the file, not of the draft."""

    image: Image.Image
    width: int
    height: int
    format: str
    animated: bool
    dpi: int | None


def facts(path: Path, cache: Path | None = None) -> PictureFacts | PictureFault:
    """What the picture file at `path` is; raises nothing, whatever the bytes.

    The picture is decoded once to know that it is whole; `cache` (a folder) remembers sound
    pictures by the digest of their content. Symbolic links are refused.
    """
    content = read(path)
    if isinstance(content, PictureFault):
        return content
    with quiet():
        return facts_of(content, cache)


def read(path: Path) -> bytes | PictureFault:
    """The bytes of a regular file, never through a symbolic link, never from a device."""
    try:
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            return faults.LINK
        if not stat.S_ISREG(found.st_mode):
            return faults.FOLDER
        if found.st_size > MAX_BYTES:
            return faults.too_many_bytes(found.st_size)
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            return file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the name
        return faults.MISSING
    except OSError:
        return faults.NO_ACCESS


def facts_of(content: bytes, cache: Path | None) -> PictureFacts | PictureFault:
    """What the bytes of a picture file are; see `facts`."""
    digest = hashlib.sha256(content).hexdigest()
    key = key_of("facts", digest, PictureFacts.__struct_fields__)
    if cache and (kept := recall(cache, key)):
        return PictureFacts(**json.loads(kept))
    try:
        found = decode(content, shrink=8)
    except Exception as error:  # decoders raise nearly anything on hostile bytes
        return faults.fault_of(error, content)
    if found.image.mode not in _GREYS | _COLOURS:
        return faults.unsupported_mode(found.image.mode)
    known = PictureFacts(
        width=found.width,
        height=found.height,
        format=found.format,
        digest=digest,
        animated=found.animated,
        dpi=found.dpi,
        size=len(content),
    )
    if cache:
        keep(cache, key, json.dumps(asdict(known)).encode())
    return known


# What resize.py knows to turn into sRGB. Left out: LAB and HSV, met in print studios only.
_GREYS = {"1", "L", "LA", "La", "I", "I;16", "I;16L", "I;16B", "I;16N", "F"}
_COLOURS = {"P", "PA", "RGB", "RGBA", "RGBX", "RGBa", "CMYK", "YCbCr"}


def decode(content: bytes, shrink: int = 1) -> Decoded:
    """The first frame of a picture, whole, upright; a JPEG at 1/`shrink` (1, 2, 4, 8) of its size.

    Raises what Pillow raises (see faults.py); a file cut short raises OSError.
    """
    image = Image.open(io.BytesIO(content), formats=_formats(content))
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise TooManyPixels(width, height)
    if image.format in DRAFTED:
        image.draft(None, (max(1, width // shrink), max(1, height // shrink)))
    image.load()
    if image.format not in DRAFTED:
        width, height = image.size  # HEIF knows its own turn only now
    turn = _TURNS.get(_orientation(image))
    if turn in _LYING:
        width, height = height, width
    moves = image.format in ("GIF", "WEBP", "PNG") and bool(getattr(image, "is_animated", False))
    upright = image if turn is None else image.transpose(turn)
    return Decoded(upright, width, height, str(image.format), moves, _dpi(image))


def _formats(content: bytes) -> tuple[str, ...]:
    """The formats to try: HEIC, whose library takes 20 ms to import, where a file begins as one."""
    if content[4:8] != b"ftyp":  # ISO/IEC 14496-12, 4.3
        return FORMATS
    import pillow_heif

    pillow_heif.register_heif_opener()
    return ("HEIF",)


# EXIF 2.32, tag 0x0112. Pillow's ImageOps.exif_transpose turns alike, but also writes the tag back
# and so raises on EXIF blocks that it cannot write.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = {_TURNS[tag] for tag in (5, 6, 7, 8)}


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation of a loaded picture (PNG, TIFF: only then right), 1 where unknown."""
    try:
        return int(image.getexif().get(0x0112, 1))
    except Exception:  # a broken EXIF block is no damage to the picture
        return 1


def _dpi(image: Image.Image) -> int | None:
    try:
        return round(float(image.info["dpi"][0])) or None
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError):
        return None
