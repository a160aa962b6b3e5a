"""QR codes: the mask is the one that the standard wants, and a phone reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pytest
import segno
import segno.consts
import segno.encoder
import zxingcpp
from PIL import Image, ImageDraw

from generator.render.qr import QrCode, qr_code, strokes

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


@pytest.fixture(autouse=True)
def standard(monkeypatch: pytest.MonkeyPatch) -> None:
    """segno 1.6.6 adds eight bits where the message ends on a codeword; 7.4.10 wants none then."""
    pad = segno.encoder.write_padding_bits
    monkeypatch.setattr(
        segno.encoder,
        "write_padding_bits",
        lambda buffer, version, length: pad(buffer, version, length) if length % 8 else None,
    )


def by_segno(words: str, level: str, mask: int) -> Symbol:
    return segno.make_qr(words, error=level, mask=mask).matrix


@pytest.mark.parametrize("level", ["m", "q"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_mask_has_the_least_points_of_all_eight(address: str, level: str) -> None:
    every = [by_segno(address, level, mask) for mask in range(8)]
    least = min(range(8), key=lambda mask: points(every[mask]))
    code = qr_code(address, level)
    assert (code.mask, code.rows) == (least, tuple(map(bytes, every[least])))


@pytest.mark.parametrize("level", ["m", "q", "h"])
@pytest.mark.parametrize("version", [*range(1, 12), 14, 21, 27, 32, 35, 40])
def test_codes_are_as_full_as_their_version_allows(version: int, level: str) -> None:
    """What just fits a version at a level, and one byte less, which leaves room for no pad."""
    held = sum(block.num_data * block.num_blocks for block in _blocks(version, level))
    most = held - (2 if version < 10 else 3)
    for length in (most, most - 1):
        words = "a" * length
        code, compared = qr_code(words, level), segno.make_qr(words, error=level, mask=0)
        assert (code.version, code.level) == (version, compared.error.lower())
        assert code.rows == tuple(map(bytes, by_segno(words, level, code.mask)))
    assert version == 40 or qr_code("a" * (most + 1), level).version == version + 1


def _blocks(version: int, level: str) -> Sequence[Any]:
    return segno.consts.ECC[version][getattr(segno.consts, f"ERROR_LEVEL_{level.upper()}")]


def test_what_no_code_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        qr_code("a" * 2332, "m")


def picture_of(code: QrCode) -> Image.Image:
    """The strokes of a code, drawn as a browser would, four pixels a module."""
    side = len(code.rows) + 8
    picture = Image.new("L", (4 * side, 4 * side), 255)
    draw, x, y = ImageDraw.Draw(picture), 0, 0
    for step, right, down, run in re.findall(r"([Mm])(-?\d+) ([\d.]+)h(\d+)", strokes(code, 4)):
        x, y = (0, 0) if step == "M" else (x, y)
        x, y = x + int(right), y + int(float(down))
        draw.rectangle((4 * x, 4 * y, 4 * (x + int(run)) - 1, 4 * y + 3), 0)
        x += int(run)
    return picture


@pytest.mark.parametrize("address", [*ADDRESSES, "https://展示.example/支部/"])
def test_a_phone_reads_it(address: str) -> None:
    picture = picture_of(qr_code(address, "q"))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [address]
