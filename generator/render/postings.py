"""Postings: the numbers of the stories that hold a pair, as a string of printable ASCII.

`gaps` are written one by one where few stories hold the pair, six stories a character where many
do. Nine postings of ten are of few.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, compress, count, pairwise

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_GAP = re.compile(r"[\]-~]*['-\[]")
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
        self.most = max(1, stories // 6)  # numbers that are written as gaps
        self._codes = [" ", *map(gap_code, range(stories))]  # a step of n is the code of n - 1

    def of(self, numbers: Sequence[int]) -> str:
        """The posting of one pair; of no number at all, none."""
        if len(numbers) > self.most:
            return _sixes_of(numbers)
        return self.of_steps([now - last for last, now in pairwise([-1, *numbers])])[0]

    def of_steps(self, steps: Iterable[int]) -> list[str]:
        """The postings in gaps of many pairs, from the steps from number to number of each.

        The first step is counted from -1; 0 stands between one pair's steps and the next one's.
        """
        return "".join(map(self._codes.__getitem__, steps)).split(" ")

    def read(self, posting: str) -> list[int]:
        """The numbers that `of` was given."""
        if posting.startswith("&"):
            return [*_numbers_of(posting)]
        steps = map(self._steps.__getitem__, _GAP.findall(posting))
        return [*accumulate(steps, initial=-1)][1:]

    @cached_property
    def _steps(self) -> dict[str, int]:
        return {code: step for step, code in enumerate(self._codes)}


def _sixes_of(numbers: Sequence[int]) -> str:
    """The bitmap, read as one number whose digits in base 64 are the characters, last first."""
    bits = bytearray(b"0") * (numbers[-1] + 1)
    for number in numbers:
        bits[number] = 49  # "1"
    bits.reverse()
    digits = -(-len(bits) // 6)
    whole = int(bits, 2).to_bytes(-(-digits // 4) * 3, "big")
    sixes = b2a_base64(whole, newline=False)[: -digits - 1 : -1]
    return "&" + sixes.translate(_SIXES).decode()


def _numbers_of(sixes: str) -> Iterator[int]:
    told = sixes[1:].encode().translate(_UNSIXES)[::-1]
    bits = int.from_bytes(a2b_base64(b"A" * (-len(told) % 4) + told), "big")
    return compress(count(), f"{bits:b}"[::-1].encode().translate(_ONES))
