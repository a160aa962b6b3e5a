"""What QR codes of one version share (ISO/IEC 18004:2015): where modules lie, what masks do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

EDGE = bytes(4)  # light modules beside each row: around a symbol all is light
_DIGITS = bytes.maketrans(b"\0\1", b"01")

# Table 9, version by version: codewords of error correction in a block, and blocks.
_CORRECTING = {
    "m": (
        *(10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26),
        *(26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28),
    ),
    "q": (
        *(13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30),
        *(28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30),
    ),
    "h": (
        *(17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28),
        *(30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30),
    ),
}
_BLOCKS = {
    "m": (
        *(1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16),
        *(17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49),
    ),
    "q": (
        *(1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20),
        *(23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68),
    ),
    "h": (
        *(1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25),
        *(25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81),
    ),
}
_LEVEL_BITS = {"m": 0b00, "q": 0b11, "h": 0b10}  # table 12
# Table 10: what a mask turns over, by row and column. All repeat after 12 rows and 6 columns.
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, j: i % 2 == 0,
    lambda i, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: i * j % 2 + i * j % 3 == 0,
    lambda i, j: (i * j % 2 + i * j % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2 == 0,
)
Grid = list[list[int | None]]  # a module: 1 dark, 0 light, None one of the message's


def blocks_of(version: int, level: str) -> tuple[int, int]:
    """Codewords of error correction in a block, and the number of blocks."""
    return _CORRECTING[level][version - 1], _BLOCKS[level][version - 1]


@cache
def codewords_of(version: int) -> int:
    """How many codewords a symbol holds."""
    return sum(module is None for row in _grid(version) for module in row) // 8


@cache
def places_of(version: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Which bit of the message each module shows, by rows and by columns.

    After the last bit come a light and a dark module, -2 and -1, for what shows none.
    """
    grid = _grid(version)
    size, bits = len(grid), 8 * codewords_of(version)
    shown = [[-1 if module else -2 for module in row] for row in grid]
    places = (place for place in _winding(size) if grid[place[0]][place[1]] is None)
    for bit, (i, j) in zip(range(bits), places, strict=False):  # some are left over, light
        shown[i][j] = bit
    by_rows = tuple(bit for row in shown for bit in row)
    return by_rows, tuple(bit for column in zip(*shown, strict=True) for bit in column)


@cache
def flips_of(version: int, level: str) -> list[tuple[int, int]]:
    """What each mask turns over and tells of itself, as numbers by rows and by columns."""
    grid = _grid(version)
    free_rows, free_columns = _both([bytes(module is None for module in row) for row in grid])
    flips = []
    for mask, turns in enumerate(MASKS):
        rows = _repeated([bytes(turns(i, j) for j in range(6)) for i in range(12)], len(grid))
        columns = _repeated([bytes(turns(i, j) for i in range(12)) for j in range(6)], len(grid))
        told_rows, told_columns = _both(_told(_LEVEL_BITS[level] << 3 | mask, len(grid)))
        flips.append((free_rows & rows | told_rows, free_columns & columns | told_columns))
    return flips


@cache
def inner(size: int) -> int:
    """All modules but the first of each row."""
    return number([b"\0" + b"\1" * (size - 1)] * size)


def number(lines: Iterable[bytes | bytearray]) -> int:
    """A symbol as one number, a bit a module, light ones around it and beside each line."""
    return int(EDGE.join([b"", *lines, b""]).translate(_DIGITS), 2)


def _both(rows: list[bytes]) -> tuple[int, int]:
    """A symbol by rows and by columns."""
    return number(rows), number(map(bytes, zip(*rows, strict=True)))


def _repeated(pattern: list[bytes], size: int) -> int:
    """A pattern over and over in a symbol."""
    lines = [(line * (size // len(line) + 1))[:size] for line in pattern]
    return number(lines[i % len(lines)] for i in range(size))


@cache
def _grid(version: int) -> Grid:
    """The patterns that all symbols of a version have (6.3); the format's places stay light."""
    size = 17 + 4 * version
    grid: Grid = [[None] * size for _ in range(size)]
    for k in range(size):
        grid[6][k] = grid[k][6] = 1 - k % 2
    for i, j in ((3, 3), (3, size - 4), (size - 4, 3)):
        _square(grid, i, j, 4, {0, 1, 3})
    for i, j in _alignments(version):
        _square(grid, i, j, 2, {0, 2})
    for i, j in (place for places in _format_places(size) for place in places):
        grid[i][j] = 0
    grid[size - 8][8] = 1
    if version >= 7:
        told = version << 12 | _left(version << 12, 0b1111100100101)
        for bit in range(18):
            i, j = bit // 3, size - 11 + bit % 3
            grid[i][j] = grid[j][i] = told >> bit & 1
    return grid


def _square(grid: Grid, i: int, j: int, reach: int, dark: set[int]) -> None:
    """A pattern of rings around a middle; those named are dark."""
    for y in range(max(i - reach, 0), min(i + reach + 1, len(grid))):
        for x in range(max(j - reach, 0), min(j + reach + 1, len(grid))):
            grid[y][x] = int(max(abs(y - i), abs(x - j)) in dark)


def _alignments(version: int) -> Iterator[tuple[int, int]]:
    """The middles of the alignment patterns (annex E)."""
    if version == 1:
        return
    last, count = 4 * version + 10, version // 7 + 2
    step = 26 if version == 32 else (4 * version + 2 * count + 1) // (2 * count - 2) * 2
    at = [6, *sorted(last - step * number for number in range(count - 1))]
    corners = {(6, 6), (6, last), (last, 6)}
    yield from ((i, j) for i in at for j in at if (i, j) not in corners)


def _format_places(size: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where each bit of the format stands, the last bit first: twice (figure 25)."""
    up = [(i, 8) for i in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, j) for j in (7, 5, 4, 3, 2, 1, 0)]
    apart = [(8, size - 1 - k) for k in range(8)] + [(size - 7 + k, 8) for k in range(7)]
    return list(zip(up, apart, strict=True))


def _told(said: int, size: int) -> list[bytes]:
    """A symbol that shows the format only: level and mask, their error correction (7.9.1)."""
    said = (said << 10 | _left(said << 10, 0b10100110111)) ^ 0b101010000010010
    rows = [bytearray(size) for _ in range(size)]
    for bit, places in enumerate(_format_places(size)):
        for i, j in places:
            rows[i][j] = said >> bit & 1
    return [bytes(row) for row in rows]


def _left(value: int, by: int) -> int:
    """The remainder of a division of polynomials over two elements."""
    while value.bit_length() >= by.bit_length():
        value ^= by << value.bit_length() - by.bit_length()
    return value


def _winding(size: int) -> Iterator[tuple[int, int]]:
    """All places in the order of the message: up and down, two columns at a time (7.7.3)."""
    for turn, right in enumerate((*range(size - 1, 6, -2), 5, 3, 1)):
        rows = range(size) if turn % 2 else range(size - 1, -1, -1)
        yield from ((i, j) for i in rows for j in (right, right - 1))
