"""PNG files of 16 colours, joined from parts that are deflated once and used again.

A row of pixels is told by what it changes in the row above (a line): so where nothing changes it is
the same whatever stands above, and what stands in the middle of a picture is the same beside any
margin that runs straight down. A part's deflated bytes look back one byte at most and end on a
whole byte: parts follow one another in any order (RFC 1950, 1951; PNG 1.2, 6 and 10).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from struct import pack
from typing import NamedTuple

from PIL import Image, ImageChops

_UP = 2  # PNG's name of the filter "the row above"
_ADLER = 65521
_WINDOW, _MEMORY = 12, 6  # of zlib: a deflater of 24 KB takes a tenth of the time of one of 268


class Part(NamedTuple):
    """Some lines of a picture: deflated, how long they are, their two Adler-32 sums."""

    deflated: bytes
    length: int
    low: int
    high: int


def lines_of(drawn: Image.Image) -> bytes:
    """The rows of a picture in mode P, colours 0 to 15, an even number wide, as equally long lines.

    Above the first one all is colour 0.
    """
    width, height = drawn.width // 2, drawn.height  # two pixels a byte
    rows = Image.frombuffer("L", (width, height), drawn.tobytes("raw", "P;4"), "raw", "L", 0, 1)
    above = Image.new("L", (width, height))
    above.paste(rows, (0, 1))
    lines = Image.new("L", (1 + width, height), _UP)
    lines.paste(ImageChops.subtract_modulo(rows, above), (1, 0))
    return lines.tobytes()


@lru_cache(maxsize=1024)  # of 7 KB each, most of them
def part_of(lines: bytes) -> Part:
    """Some lines as a part of a file.

    Runs of equal bytes are all there is to gain: other strategies of zlib take twice the time.
    """
    deflate = zlib.compressobj(1, zlib.DEFLATED, -_WINDOW, _MEMORY, zlib.Z_RLE)
    deflated = deflate.compress(lines) + deflate.flush(zlib.Z_SYNC_FLUSH)
    high, low = divmod(zlib.adler32(lines), 1 << 16)
    return Part(deflated, len(lines), low, high)


def png(size: tuple[int, int], palette: bytes, parts: Sequence[Part]) -> bytes:
    """The file of a picture whose lines those parts are; `palette` is 16 times RGB."""
    end = b"\x03\x00"  # an empty last block
    stream = b"\x78\x01" + b"".join(part.deflated for part in parts) + end + _check(parts)
    chunks = {
        b"IHDR": pack(">IIBBBBB", *size, 4, 3, 0, 0, 0),  # 4 bits, a palette
        b"PLTE": palette,
        b"IDAT": stream,
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))
        for name, content in chunks.items()
    )


def _check(parts: Iterable[Part]) -> bytes:
    """The Adler-32 of all parts in a row: sums of bytes, and sums of those sums."""
    low, high = 1, 0
    for part in parts:
        high += part.high + part.length * (low - 1)
        low += part.low - 1
    return pack(">HH", high % _ADLER, low % _ADLER)
