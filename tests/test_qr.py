"""QR codes: the mask is the one that the standard wants, and a phone reads them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import pytest
import segno
import zxingcpp
from PIL import Image

from generator.render.qr import qr_code

Symbol = Sequence[Sequence[int]]
ADDRESSES = [f"https://show.example/{'a' * (n * n)}/{n * 7919}/" for n in range(1, 15)]


def points(symbol: Symbol) -> int:
    """ISO/IEC 18004:2015, 7.8.3.1, module by module."""
    size = len(symbol)
    found = 10 * int(abs(100 * sum(map(sum, symbol)) / size**2 - 50) / 5)
    for lines in (symbol, list(zip(*symbol, strict=True))):
        for line in lines:
            runs = [len(list(run)) for _, run in groupby(line)]
            found += sum(run - 2 for run in runs if run >= 5)
            wide = "0000" + "".join(map(str, line)) + "0000"
            looks = (wide[at : at + 15] for at in range(size - 6))
            found += sum(
                40 for look in looks if look[4:11] == "1011101" and "0000" in (look[:4], look[11:])
            )
    blocks = (
        {symbol[y][x], symbol[y][x + 1], symbol[y + 1][x], symbol[y + 1][x + 1]}
        for y in range(size - 1)
        for x in range(size - 1)
    )
    return found + sum(3 for block in blocks if len(block) == 1)


@pytest.mark.parametrize("error", ["m", "q"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_mask_has_the_least_points_of_all_eight(address: str, error: str) -> None:
    every = [segno.make_qr(address, error=error, mask=mask) for mask in range(8)]
    least = min(range(8), key=lambda mask: points(every[mask].matrix))
    code = qr_code(address, error)
    assert (code.mask, code.designator) == (least, every[0].designator)
    assert code.matrix == every[least].matrix


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_phone_reads_it(address: str) -> None:
    modules = list(qr_code(address, "q").matrix_iter(border=4))
    picture = Image.new("L", (len(modules), len(modules)))
    picture.putdata([255 * (not dark) for row in modules for dark in row])
    picture = picture.resize((4 * picture.width, 4 * picture.height), Image.Resampling.NEAREST)
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [address]
