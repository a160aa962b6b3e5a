"""Times, quantities, numerals, places in files: what words mean, in tables."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.load.marks import read_marks
from generator.model.award import CountRule
from generator.model.fields import names_of
from generator.model.numerals import number_of
from generator.model.problem import Place
from generator.model.quantities import read_quantity
from generator.model.times import ImpossibleDate, read_day, read_time
from generator.model.weeks import ImpossibleWeek, Week, read_week

D = date
TIMES = {
    "2018": (D(2018, 1, 1), D(2018, 12, 31)),
    "2018年": (D(2018, 1, 1), D(2018, 12, 31)),
    "2018年度": (D(2018, 1, 1), D(2018, 12, 31)),
    "２０１８年": (D(2018, 1, 1), D(2018, 12, 31)),
    "二〇一八年": (D(2018, 1, 1), D(2018, 12, 31)),
    "2018年底": (D(2018, 1, 1), D(2018, 12, 31)),
    "2018、19、20": (D(2018, 1, 1), D(2018, 12, 31)),
    "2018年上半年": (D(2018, 1, 1), D(2018, 12, 31)),
    "截至2018年底": (D(2018, 1, 1), D(2018, 12, 31)),
    "约2018年": (D(2018, 1, 1), D(2018, 12, 31)),
    "2018-03": (D(2018, 3, 1), D(2018, 3, 31)),
    "2018年3月": (D(2018, 3, 1), D(2018, 3, 31)),
    "2018 年 3 月份": (D(2018, 3, 1), D(2018, 3, 31)),
    "2020年2月": (D(2020, 2, 1), D(2020, 2, 29)),
    "2018年十二月": (D(2018, 12, 1), D(2018, 12, 31)),
    "2018-03-05": (D(2018, 3, 5), D(2018, 3, 5)),
    "2018/3/5": (D(2018, 3, 5), D(2018, 3, 5)),
    "2018.3.5": (D(2018, 3, 5), D(2018, 3, 5)),
    "20180305": (D(2018, 3, 5), D(2018, 3, 5)),
    "2018年3月5日": (D(2018, 3, 5), D(2018, 3, 5)),
    "二○一八年": (D(2018, 1, 1), D(2018, 12, 31)),
    "二O一八年三月": (D(2018, 3, 1), D(2018, 3, 31)),
    "二０二０年": (D(2020, 1, 1), D(2020, 12, 31)),
    "二〇一八年三月五日": (D(2018, 3, 5), D(2018, 3, 5)),
    "2018-03-05 10:00": (D(2018, 3, 5), D(2018, 3, 5)),
    "2016—2018": (D(2016, 1, 1), D(2018, 12, 31)),
    "2016-2018": (D(2016, 1, 1), D(2018, 12, 31)),
    "2016~2018年": (D(2016, 1, 1), D(2018, 12, 31)),
    "2016至2018年": (D(2016, 1, 1), D(2018, 12, 31)),
    "2018年3月—5月": (D(2018, 3, 1), D(2018, 5, 31)),
    "2018年3月5日至4月1日": (D(2018, 3, 5), D(2018, 4, 1)),
    "2016年11月—2017年2月": (D(2016, 11, 1), D(2017, 2, 28)),
}
OPEN = {"2000至今": D(2000, 1, 1), "2012年5月至今": D(2012, 5, 1), "自2000年到现在": D(2000, 1, 1)}
WORDS_ONLY = "近年来 去年5月 3月5日 不详 上个月 十三五期间 99999 五月".split()
IMPOSSIBLE = (
    "2019-02-30 2019-13-01 2019年13月 2019年2月30日 2019-00-01 2019-1-32 0000年 0000-01-01 "
    "2021-02-29 20191345 2019/13/45 2019.13.1 05-06 1252 2025—03—01 2025、3、1"
).split()


@pytest.mark.parametrize(("words", "days"), TIMES.items())
def test_a_time_keeps_its_words_and_knows_its_days(words: str, days: tuple[date, date]) -> None:
    time = read_time(words)
    assert (time.words, time.earliest, time.latest, time.open) == (words, *days, False)
    assert time.year == str(days[0].year)


@pytest.mark.parametrize(("words", "first"), OPEN.items())
def test_a_time_may_go_on(words: str, first: date) -> None:
    time = read_time(words)
    assert (str(time), time.earliest, time.latest, time.open) == (words, first, None, True)


@pytest.mark.parametrize("words", WORDS_ONLY)
def test_a_time_may_be_words_only(words: str) -> None:
    time = read_time(words)
    assert (time.words, time.earliest, time.latest, time.year, time.iso) == (
        words,
        None,
        None,
        "",
        "",
    )


@pytest.mark.parametrize("words", IMPOSSIBLE)
def test_numbers_that_are_no_date_are_refused(words: str) -> None:
    with pytest.raises(ImpossibleDate):
        read_time(words)


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2018年3月5日", "2018-03-05"),
        ("2018年3月", "2018-03"),
        ("2018年", "2018"),
        ("2016—2018", "2016"),
        ("2000至今", "2000"),
    ],
)
def test_a_time_tells_machines_as_much_as_it_knows(words: str, iso: str) -> None:
    assert read_time(words).iso == iso


@pytest.mark.parametrize(
    "words", ["2018-03-05", "2018年3月5日", "20180305", "２０１８－０３－０５"]
)
def test_a_day_is_a_whole_date(words: str) -> None:
    assert read_day(words) == D(2018, 3, 5)


@pytest.mark.parametrize("words", ["2018", "2018-03", "2018年3月—5月", "昨天", "2000至今", ""])
def test_a_day_is_not_less_than_a_date(words: str) -> None:
    with pytest.raises(ImpossibleDate):
        read_day(words)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *[("0", 0), ("12", 12), ("１２", 12), ("2,000", 2000), ("2，000", 2000), ("56.01", 56.01)],
        *[("零", 0), ("两", 2), ("双", 2), ("十", 10), ("十五", 15), ("二十", 20), ("三十六", 36)],
        *[("一百零五", 105), ("一百二十", 120), ("三千六百", 3600), ("一万二千", 12000)],
        *[("百万", 1_000_000), ("一二五二", 1252), ("二〇一八", 2018), (" 5 ", 5)],
        *[
            ("五个", None),
            ("几", None),
            ("", None),
            ("1~2", None),
            ("第一", None),
            ("2018年", None),
        ],
    ],
)
def test_numbers_in_both_digits(text: str, number: float | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("words", "number", "figure", "rest"),
    [
        ("3928多家", 3928, "3928", "多家"),
        ("36亿多美元", 3_600_000_000, "36", "亿多美元"),
        ("近300人", 300, "近300", "人"),
        ("80%", 80, "80%", ""),
        ("2,000", 2000, "2,000", ""),
        ("56.01万元", 560_100, "56.01", "万元"),
        ("10余万人次", 100_000, "10", "余万人次"),
        ("三十六", 36, "三十六", ""),
        ("两个", 2, "两", "个"),
        ("上百次", 100, "上百", "次"),
        ("1.2亿", 120_000_000, "1.2", "亿"),
        ("５家", 5, "５", "家"),
        ("若干", None, "若干", ""),
        ("百分之八十", None, "百分之八十", ""),
        ("三分之一", None, "三分之一", ""),
        ("第一", None, "第一", ""),
    ],
)
def test_a_quantity_keeps_its_words(
    words: str, number: float | None, figure: str, rest: str
) -> None:
    quantity = read_quantity(words)
    assert (str(quantity), quantity.number) == (words, number)
    assert (quantity.figure, quantity.rest) == (figure, rest)


MAP, LIST, TEXT = (f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str"))
STYLES = st.sampled_from(["|", ">", '"', "'", None])
VALUES = st.text(st.sampled_from("甲乙丙，。：“”'\"#\\ ab1０ \n"), min_size=1, max_size=120)


def scalar(text: str, style: str | None = None) -> yaml.ScalarNode:
    return yaml.ScalarNode(TEXT, text, style=style)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(VALUES, STYLES, st.integers(0, 119), st.integers(6, 40))
def test_an_offset_into_a_value_is_found_in_the_file(
    value: str, style: str | None, offset: int, width: int
) -> None:
    """Whatever style YAML writes a value in, the place of a character of it is that character."""
    caption = yaml.MappingNode(MAP, [(scalar("caption"), scalar(value, style))])
    node = yaml.MappingNode(MAP, [(scalar("photos"), yaml.SequenceNode(LIST, [caption]))])
    text = yaml.serialize(node, width=width, allow_unicode=True)
    _, source, _ = read_marks(text, "a.yml")
    path = ("photos", 0, "caption")
    kept = source.values[path]
    offset %= len(kept)
    if kept[offset].isspace() or not offset:  # 0 means the whole value, its quote included
        return
    line, column = source.position(Place("a.yml", path, offset=offset))
    shown = source.lines[line - 1][column - 1 :]
    assert shown[0] == kept[offset] or (shown[0] == "\\" and shown[1] == kept[offset])


@pytest.mark.parametrize(
    ("words", "week"),
    [
        ("2018-W03", Week(2018, 3)),
        ("2018w3", Week(2018, 3)),
        ("２０１８－Ｗ０３", Week(2018, 3)),
        ("2018年第3周", Week(2018, 3)),
        ("2020-W53", Week(2020, 53)),
    ],
)
def test_a_week_is_read_however_it_is_written(words: str, week: Week) -> None:
    assert read_week(words) == week
    assert read_week(str(week)) == week
    assert (week.sunday - week.monday).days == 6


@pytest.mark.parametrize("words", ["", "2018", "2018-W00", "2018-W60", "2019-W53", "第3周"])
def test_what_is_no_week_is_refused(words: str) -> None:
    with pytest.raises(ImpossibleWeek):
        read_week(words)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("3000", 3000), (" ３０００ ", 3000), ("3.0", 3), ("9007199254740993", 9007199254740993)],
)
def test_a_whole_number_is_kept_to_its_last_digit(typed: str, number: int) -> None:
    assert names_of(CountRule)["max"].read(typed) == number


@pytest.mark.parametrize("typed", ["", "3.5", "-3", "1e3", "三千", "3,000"])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        names_of(CountRule)["max"].read(typed)
