"""字数 as Word counts it: the vectors of the design paper, then what people type besides."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.wordcount import Count, count

# text, hi, lo, characters without spaces
VECTORS = [
    ("中文测试", 4, 4, 4),
    ("我们，你好。", 6, 6, 6),
    ("2024年", 2, 2, 5),
    ("Hello、World。", 4, 4, 12),
    ("１２３４５", 5, 5, 5),
    ("使用 Adobe Photoshop 打开图片", 8, 8, 20),
    ("GB/T 9704-2012标准", 4, 4, 15),
    ("由58.7%提高到96.4%。", 7, 7, 15),
    ("“暖心窗口”", 6, 6, 6),
    ("①②③④⑤", 5, 1, 5),
    ("第3党支部——先锋……", 11, 9, 11),
    ("EXH.C-◇", 2, 1, 7),
]
OWN = [
    ("", 0, 0, 0),
    (" \t\n\u3000", 0, 0, 0),
    ("“A”类", 4, 2, 4),
    ("20℃·5km", 4, 1, 7),
    ("甲——乙", 4, 3, 4),
    ("甲—乙—丙", 5, 5, 5),  # each dash alone is a run of its own
    ("甲–乙-丙", 5, 5, 5),
    ("a—b–c-d", 5, 1, 7),  # the em and the en dash are ambiguous, the hyphen is not
    ("1~2个", 2, 2, 4),
    ("3～5张", 4, 4, 4),
    ("ＡＢＣ", 3, 3, 3),
    ("ＡＢC", 3, 3, 3),
    ("カタカナ", 4, 4, 4),
    ("ひらがな", 4, 4, 4),
    ("ｱｲｳ", 3, 3, 3),
    ("ｶﾞｷﾞ", 4, 4, 4),
    ("👍", 1, 1, 1),
    ("好👍👍好", 4, 3, 4),
    ("\U0001f468\u200d\U0001f469", 2, 1, 2),  # joined by a zero-width joiner
    ("葛\U000e0100城", 2, 2, 2),  # a variation selector is no character
    ("\ufeff中\u200b文", 2, 2, 2),
    ("㐀𠀀", 2, 2, 2),  # extension A and B
    ("5‰", 2, 1, 2),
    ("一\r\n二\r\n", 2, 2, 2),
    ("中\u3000文", 2, 2, 2),
    ("a\u3000b", 2, 2, 2),
    ("a b\nc", 3, 3, 3),
    ("https://www.example.org/a?b=1", 1, 1, 29),
    ("〇一二", 3, 3, 3),
]


@pytest.mark.parametrize(("text", "hi", "lo", "chars"), [*VECTORS, *OWN])
def test_characters_are_counted_as_word_counts_them(
    text: str, hi: int, lo: int, chars: int
) -> None:
    assert count(text) == Count(hi, lo, chars)


TEXTS = st.text("中文，。“”—…①℃·Aa1 .-\n\u3000👍ｱ", max_size=40)


@given(TEXTS)
def test_the_interval_is_never_inside_out(text: str) -> None:
    found = count(text)
    assert found.lo <= found.hi <= found.chars


@given(TEXTS, TEXTS)
def test_line_ends_separate(one: str, two: str) -> None:
    whole, parts = count(f"{one}\n{two}"), (count(one), count(two))
    assert whole == tuple(sum(each) for each in zip(*parts, strict=True))


@given(st.text(min_size=1, max_size=30))
def test_characters_are_those_that_are_no_spaces(text: str) -> None:
    seen = [c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Mn")]
    assert count(text).chars >= len(seen)
