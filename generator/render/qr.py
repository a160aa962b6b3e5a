"""QR codes as segno makes them, their masks weighed forty times as fast.

ISO/IEC 18004:2015, 7.8.3.1, leaves no choice: a reader would take any of the eight masks, but that
with the lowest penalty shall be used, the complete symbol being judged. segno weighs module by
module, 1 ms a mask. Here a symbol is one number, its rows one after the other, and each rule is a
few shifts of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import segno

_MASKS = range(8)
_EDGE = bytes(4)  # light modules beside each row: around a symbol all is light
_DIGITS, _MODULES = bytes.maketrans(b"\0\1", b"01"), bytes.maketrans(b"01", b"\0\1")

Rows = Iterable[bytes | bytearray]  # a byte a module, 1 for a dark one


def qr_code(words: str, error: str) -> segno.QRCode:
    """The smallest code of `words` at that level of error correction, or at a better one."""
    code = segno.make_qr(words, error=error, mask=0)
    by_rows, by_columns = _numbers(code.matrix)
    size, flips = len(code.matrix), _flips(int(code.version), str(code.error))
    symbols = [(by_rows ^ rows, by_columns ^ columns) for rows, columns in flips]
    code.mask = min(_MASKS, key=lambda mask: penalty(*symbols[mask], size))
    code.matrix = _rows(symbols[code.mask][0], size)
    return code


def penalty(by_rows: int, by_columns: int, size: int) -> int:
    """The points of a symbol as 7.8.3.1 counts them."""
    lines = _in_line(by_rows, size) + _in_line(by_columns, size)
    alike = _alike(by_rows, size)
    down = size + len(_EDGE)
    blocks = alike & alike >> down & ~(by_rows ^ by_rows >> down)
    share = abs(20 * by_rows.bit_count() - 10 * size**2) // size**2
    return lines + 3 * blocks.bit_count() + 10 * share


def _in_line(symbol: int, size: int) -> int:
    """Points for runs of one colour, and for what looks like a finder pattern, along the rows."""
    alike = _alike(symbol, size)
    five = alike & alike >> 1 & alike >> 2 & alike >> 3
    runs = five & ~(five >> 1)
    light = ~symbol
    ends, middle = symbol & symbol >> 6, symbol >> 2 & symbol >> 3 & symbol >> 4
    finder = ends & light >> 1 & middle & light >> 5  # 1 : 1 : 3 : 1 : 1
    free = light & light >> 1 & light >> 2 & light >> 3
    beside = finder & (free >> 7 | free << 4)
    return five.bit_count() + 2 * runs.bit_count() + 40 * beside.bit_count()


def _alike(symbol: int, size: int) -> int:
    """The modules that have the colour of their neighbour in the row."""
    return ~(symbol ^ symbol >> 1) & _inner(size)


@cache
def _inner(size: int) -> int:
    """All modules but the first of each row."""
    return _number([b"\0" + b"\1" * (size - 1)] * size)


@cache
def _flips(version: int, error: str) -> list[tuple[int, int]]:
    """What each mask turns over that mask 0 leaves, by rows and by columns, in any such symbol."""
    symbols = [
        _numbers(segno.make_qr("0", error, version, mask=mask, boost_error=False).matrix)
        for mask in _MASKS
    ]
    return [(rows ^ symbols[0][0], columns ^ symbols[0][1]) for rows, columns in symbols]


def _numbers(rows: Rows) -> tuple[int, int]:
    """A symbol read by rows and by columns."""
    return _number(rows), _number(map(bytes, zip(*rows, strict=True)))


def _number(rows: Rows) -> int:
    return int(_EDGE.join([b"", *rows, b""]).translate(_DIGITS), 2)


def _rows(symbol: int, size: int) -> tuple[bytearray, ...]:
    """What `_number` was given."""
    width = size + len(_EDGE)
    digits = f"{symbol:0{size * width + len(_EDGE)}b}".encode().translate(_MODULES)
    return tuple(bytearray(digits[at : at + size]) for at in range(len(_EDGE), len(digits), width))
