"""QR codes of addresses (ISO/IEC 18004:2015): words, codewords, modules, the best of eight masks.

A symbol is one number, its rows one after the other, so each rule of 7.8.3.1 that weighs masks is
a few shifts of it; what symbols of a version share is made once (`qr_form.py`). A code takes
0.3 ms; segno took 2, 8 a version, and 50 to import, for it looks for a web client.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, zip_longest
from operator import itemgetter

from msgspec import Struct

from generator.render.qr_form import (
    EDGE,
    MASKS,
    blocks_of,
    codewords_of,
    flips_of,
    inner,
    number,
    places_of,
)

LEVELS = "mqh"  # how much may be lost: 15, 25, 30 %
_VERSIONS = range(1, 41)
_BYTES = 0b0100  # the mode: UTF-8, which phones expect
_PADS = b"\xec\x11"
_MODULES = bytes.maketrans(b"01", b"\0\1")
_RUNS = re.compile(b"\1+")


class QrCode(Struct, frozen=True):
    """A symbol: its modules row by row, a byte each, 1 for a dark one."""

    version: int
    level: str
    mask: int
    rows: tuple[bytes, ...]


def qr_code(words: str, level: str) -> QrCode:
    """The smallest code of `words` at that level of error correction, or at a better one.

    Raises ValueError where no code holds so many words.
    """
    told = words.encode()
    version = next((v for v in _VERSIONS if _fits(told, v, level)), None)
    if version is None:
        raise ValueError(f"{len(told)} bytes are too many for a QR code")
    level = max((e for e in LEVELS if _fits(told, version, e)), key=LEVELS.index)
    modules = _bits(_message(told, version, level)) + b"\0\1"
    across, down = (bytes(itemgetter(*places)(modules)) for places in places_of(version))
    size = 17 + 4 * version
    by_rows, by_columns = number(_lines(across, size)), number(_lines(down, size))
    flips = flips_of(version, level)
    symbols = [(by_rows ^ rows, by_columns ^ columns) for rows, columns in flips]
    mask = min(range(len(MASKS)), key=lambda mask: penalty(*symbols[mask], size))
    return QrCode(version, level, mask, _rows(symbols[mask][0], size))


def strokes(code: QrCode, border: int) -> str:
    """The dark modules as the path of an SVG drawing, in strokes one module wide.

    `border` is how many light modules surround them.
    """
    drawn: list[str] = []
    x = y = 0
    for row, modules in enumerate(code.rows):
        for run in _RUNS.finditer(modules):
            start, end = run.span()
            moved = f"m{start - x} {row - y}" if drawn else f"M{border + start} {border + row}.5"
            drawn.append(f"{moved}h{end - start}")
            x, y = end, row
    return "".join(drawn)


def penalty(by_rows: int, by_columns: int, size: int) -> int:
    """The points of a symbol as 7.8.3.1 counts them."""
    lines = _in_line(by_rows, size) + _in_line(by_columns, size)
    alike = _alike(by_rows, size)
    down = size + len(EDGE)
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
    return ~(symbol ^ symbol >> 1) & inner(size)


def _fits(told: bytes, version: int, level: str) -> bool:
    return 4 + _count_bits(version) + 8 * len(told) <= 8 * sum(_data_of(version, level))


def _count_bits(version: int) -> int:
    return 8 if version < 10 else 16


def _data_of(version: int, level: str) -> list[int]:
    """How many codewords of data each block holds, shorter blocks first (7.5.1)."""
    correcting, blocks = blocks_of(version, level)
    each, longer = divmod(codewords_of(version), blocks)
    return [each - correcting + (n >= blocks - longer) for n in range(blocks)]


def _message(told: bytes, version: int, level: str) -> bytes:
    """The codewords of data and error correction, block by block interleaved (7.4.9, 7.5, 7.6)."""
    held = _data_of(version, level)
    head = _BYTES << _count_bits(version) | len(told)
    free = 8 * (sum(held) - len(told)) - 4 - _count_bits(version)
    ended = (head << 8 * len(told) | int.from_bytes(told)) << min(4, free)  # the terminator
    ended <<= (free - min(4, free)) % 8
    pads = (free - min(4, free)) // 8
    data = iter(ended.to_bytes(sum(held) - pads) + (_PADS * pads)[:pads])
    blocks = [bytes(next(data) for _ in range(count)) for count in held]
    correcting, _ = blocks_of(version, level)
    checks = [_remainder(block, correcting) for block in blocks]
    turns = chain(zip_longest(*blocks), zip_longest(*checks))
    return bytes(word for words in turns for word in words if word is not None)


def _remainder(block: bytes, degree: int) -> bytes:
    """The error correction of a block: what is left of it by a generator of Reed and Solomon."""
    left, top, table = 0, 8 * (degree - 1), _multiples(degree)
    for word in block:
        left = (left & (1 << top) - 1) << 8 ^ table[left >> top ^ word]
    return left.to_bytes(degree)


@cache
def _multiples(degree: int) -> list[int]:
    """The generator of `degree` times each element of the field, without its leading term."""
    generator, root = [1], 1
    for _ in range(degree):
        shifted = [*generator, 0]
        generator = [a ^ _times(b, root) for a, b in zip(shifted, [0, *generator], strict=True)]
        root = _times(root, 2)
    multiples = [0]
    for bit in range(8):
        own = int.from_bytes(_times(each, 1 << bit) for each in generator[1:])
        multiples += [known ^ own for known in multiples]
    return multiples


def _times(one: int, other: int) -> int:
    """The product in the field of 256 elements, modulo 100011101 (7.5.2)."""
    product = 0
    while other:
        product ^= one * (other & 1)
        one = one << 1 ^ (one >> 7) * 0b100011101
        other >>= 1
    return product


def _bits(words: bytes) -> bytes:
    return f"{int.from_bytes(words):0{8 * len(words)}b}".encode().translate(_MODULES)


def _lines(modules: bytes, size: int) -> list[bytes]:
    return [modules[at : at + size] for at in range(0, len(modules), size)]


def _rows(symbol: int, size: int) -> tuple[bytes, ...]:
    """What `number` was given."""
    width = size + len(EDGE)
    digits = f"{symbol:0{size * width + len(EDGE)}b}".encode().translate(_MODULES)
    return tuple(digits[at : at + size] for at in range(len(EDGE), len(digits), width))
