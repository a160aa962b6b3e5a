"""Postings: the numbers of the stories that hold a pair, as a string of printable ASCII.

`gaps` are written one by one where few stories hold the pair, six stories a character where many
do. Nine postings of ten are of few: those are written in one run of C loops over many at once.
"""

from __future__ import annotations

import re
import sys
from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, compress, count, repeat

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_GAP = re.compile(r"[\]-~]*['-\[]| ")
_SIXES = bytes.maketrans(_BASE64, bytes([*range(39, 92), *range(93, 104)]))  # `'` to `g`, no `\`
_UNSIXES = bytes.maketrans(bytes([*range(39, 92), *range(93, 104)]), _BASE64)
_ONES = bytes.maketrans(b"01", b"\0\1")


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
        self._half = (1 << self._width * 8 - 1).to_bytes(self._width, sys.byteorder)
        self.most = max(1, stories // 6)  # numbers that are written as gaps
        # A step up by n stories is the code of n - 1; a step down to -1, the start of the next
        # posting, counts from the end of the list.
        self._codes = [" ", *map(gap_code, range(stories)), *repeat(" ", stories)]

    def packed(self, number: int) -> bytes:
        """A number as `of_all` takes it."""
        return number.to_bytes(self._width, sys.byteorder, signed=True)

    def of(self, numbers: Iterable[int]) -> str:
        """The posting of one pair; of no number at all, none."""
        return self.of_all([b"".join(map(self.packed, numbers))])[0]

    def of_bits(self, bits: int) -> str:
        """The posting of one pair, each of its numbers a bit."""
        return _sixes_of(bits) if bits.bit_count() > self.most else self.of(_numbers_of(bits))

    def read(self, posting: str) -> list[int]:
        """The numbers that `of` was given."""
        few = not posting.startswith("&")
        return [*self._read([posting])][1:] if few else [*_numbers_of(_bits_of(posting))]

    def read_bits(self, posting: str) -> int:
        """The bits that `of_bits` was given."""
        if posting.startswith("&"):
            return _bits_of(posting)
        return sum(1 << number for number in self.read(posting))

    def recoded(self, few: Sequence[str], told: Sequence[bytes], now: Postings) -> list[str]:
        """Postings of gaps as `now` writes them, `told` the new number of each story, packed.

        b"" for one that is gone. All are read and written in one run; each fits `now` as gaps.
        """
        with_end = [*told, now.packed(-1)]  # where `_read` gives -1
        return now._written(b"".join(map(with_end.__getitem__, self._read(few))))

    def _read(self, few: Sequence[str]) -> Iterator[int]:
        """The numbers of all, -1 before those of each."""
        steps = map(self._steps.__getitem__, _GAP.findall(" ".join(few)))
        return accumulate(steps, lambda last, step: last + step if step else -1, initial=-1)

    @cached_property
    def _steps(self) -> dict[str, int]:
        return {" ": 0} | {code: n for n, code in enumerate(self._codes) if code != " "}

    def of_all(self, packed: Sequence[bytes | bytearray]) -> list[str]:
        """The postings of many pairs, each given as its numbers packed, one after the other."""
        most = self.most * self._width
        few = iter(self._gaps([numbers for numbers in packed if len(numbers) <= most]))
        return [next(few) if len(each) <= most else self._sixes(each) for each in packed]

    def _gaps(self, packed: Iterable[bytes | bytearray]) -> list[str]:
        return self._written(self.packed(-1).join([b"", *packed]))

    def _written(self, packed: bytes) -> list[str]:
        """The numbers of many pairs in gaps, -1 before those of each."""
        return "".join(map(self._codes.__getitem__, self._steps_in(packed))).split(" ")

    def _steps_in(self, packed: bytes) -> array[int]:
        """How far each number is from the one before it.

        All are digits of one large number, and so subtracted at once, in a quarter of the time;
        with half of a digit's range added, none borrows from the next.
        """
        steps = max(0, len(packed) // self._width - 1)
        half = int.from_bytes(self._half * steps, sys.byteorder)
        before, later = (
            int.from_bytes(each, sys.byteorder) ^ half
            for each in (packed[: -self._width], packed[self._width :])
        )
        told = (later - before + half) ^ half
        return array(self._kind, told.to_bytes(steps * self._width, sys.byteorder))

    def _sixes(self, packed: bytes | bytearray) -> str:
        """The bitmap, read as one number whose digits in base 64 are the characters, last first."""
        numbers = array(self._kind, packed)
        bits = bytearray(b"0") * (numbers[-1] + 1)
        for number in numbers:
            bits[number] = 49  # "1"
        bits.reverse()
        return _sixes_of(int(bits, 2))


def _sixes_of(bits: int) -> str:
    digits = -(-bits.bit_length() // 6)
    whole = bits.to_bytes(-(-digits // 4) * 3, "big")
    sixes = b2a_base64(whole, newline=False)[: -digits - 1 : -1]
    return "&" + sixes.translate(_SIXES).decode()


def _bits_of(sixes: str) -> int:
    told = sixes[1:].encode().translate(_UNSIXES)[::-1]
    return int.from_bytes(a2b_base64(b"A" * (-len(told) % 4) + told), "big")


def _numbers_of(bits: int) -> Iterator[int]:
    return compress(count(), f"{bits:b}"[::-1].encode().translate(_ONES))
