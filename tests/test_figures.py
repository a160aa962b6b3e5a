"""How a statistic is set: numerals stand large, the words around them small."""

import pytest

from generator.model.parts import Stat
from generator.render.story import figure_of
from tests.made import record

FIGURES = {  # what stands before the numerals, the numerals, what follows them
    "近2万人次": ("近", "2", "万人次"),
    "连续7年": ("连续", "7", "年"),
    "扣2分": ("扣", "2", "分"),
    "96.8%": ("", "96.8%", ""),
    "连续7年3个月": ("连续", "7年3个月", ""),
    "3分之2": ("", "3分之2", ""),
    "一大批": ("", "一大批", ""),
}


@pytest.mark.parametrize("value", FIGURES)
def test_only_numerals_stand_large(value: str) -> None:
    told = figure_of(record(Stat, {"label": "数", "value": value}))
    assert (told.before, told.figure, told.rest) == FIGURES[value]
