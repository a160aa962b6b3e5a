"""Postings: the numbers of the stories that hold a pair, as a string of printable ASCII.

`gaps` are written one by one where few stories hold the pair, six stories a character where many
do. Nine postings of ten are of few: those are written in one run of C loops over many at once.
"""

from __future__ import annotations

import sys
from array import array
from binascii import b2a_base64
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from operator import sub

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_SIXES = bytes.maketrans(_BASE64, bytes([*range(39, 92), *range(93, 104)]))  # `'` to `g`, no `\`


def gap_code(number: int) -> str:
    """`number` in printable ASCII: one character below 53, two below 1,855.

    The last character is one of 53, `'` to `[`; those before it are of 34, `]` to `~`.
    """
    number, last = divmod(number, 53)
    code = chr(39 + last)
    while number:
        number, digit = divmod(number - 1, 34)
        code = chr(93 + digit) + code
    return code


class Postings:
    """Writes rising numbers below `stories` as strings.

    A number in six or more: `&` and a bitmap, six stories a character, `'` for none of them;
    else the `gap_code` of each gap between the numbers, the first one counted from -1.
    """

    def __init__(self, stories: int) -> None:
        self._kind = "h" if stories < 0x8000 else "i"
        self._width = array(self._kind).itemsize
        self._most = max(1, stories // 6) * self._width  # bytes of numbers written as gaps
        # A step up by n stories is the code of n - 1; a step down to -1, the start of the next
        # posting, counts from the end of the list.
        self._codes = ["", *map(gap_code, range(stories)), *repeat(" ", stories)]

    def packed(self, number: int) -> bytes:
        """A number as `of_all` takes it."""
        return number.to_bytes(self._width, sys.byteorder, signed=True)

    def of(self, numbers: Iterable[int]) -> str:
        """The posting of one pair; of no number at all, none."""
        return next(self.of_all([b"".join(map(self.packed, numbers))]))

    def of_all(self, packed: Sequence[bytes | bytearray]) -> Iterator[str]:
        """The postings of many pairs, each given as its numbers packed, one after the other."""
        few = iter(self._gaps([numbers for numbers in packed if len(numbers) <= self._most]))
        for numbers in packed:
            yield next(few) if len(numbers) <= self._most else self._sixes(numbers)

    def _gaps(self, packed: Iterable[bytes | bytearray]) -> list[str]:
        numbers = array(self._kind, self.packed(-1).join([b"", *packed]))
        steps = map(sub, islice(numbers, 1, None), numbers)
        return "".join(map(self._codes.__getitem__, steps)).split(" ")

    def _sixes(self, packed: bytes | bytearray) -> str:
        """The bitmap, read as one number whose digits in base 64 are the characters, last first."""
        numbers = array(self._kind, packed)
        bits = bytearray(b"0" * (numbers[-1] + 1))
        deque(map(bits.__setitem__, numbers, repeat(ord("1"))), maxlen=0)
        bits.reverse()
        digits = -(-len(bits) // 6)
        whole = int(bits, 2).to_bytes(-(-digits // 4) * 3, "big")
        sixes = b2a_base64(whole, newline=False)[: -digits - 1 : -1]
        return "&" + sixes.translate(_SIXES).decode()
