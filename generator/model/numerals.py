"""Numbers as Chinese writes them: 两, 五, 三十六, １２, 2,000."""

from __future__ import annotations

import re
import unicodedata

# A number within a heading, which no line may cut: 第１２, 几百.
NUMERAL = "[0-9０-９.,零〇一二三四五六七八九十百千万亿两几数第]+"
TEN = "[一二三四五六七八九十]"  # what numbers a point: 一、
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "双": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile("[零〇一二三四五六七八九两双十百千万]+")
_ARABIC = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def number_of(text: str) -> float | None:
    """The number that `text` is, in Arabic or Chinese digits; None where it is more than that."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("，", ",")
    if _ARABIC.fullmatch(plain):
        return float(plain.replace(",", ""))
    if _CHINESE.fullmatch(plain):
        return float(_chinese(plain))
    return None


def _chinese(text: str) -> int:
    # 一二五二, 二〇一八: digit by digit
    if not any(c in _TENS or c == "万" for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c == "万":
            total, section, digit = total + (section + digit or 1) * 10_000, 0, 0
        else:
            section, digit = section + (digit or 1) * _TENS[c], 0
    return total + section + digit
