"""What is read without a pause is what careful reading makes of it, without a word to say."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.check import layout, texts
from generator.load import bytes as raw
from generator.load import sound
from generator.load.folder import StoryFile, walk
from generator.load.lines import MOST, data_by_lines
from generator.load.marks import MAX_DEPTH, MAX_EVENTS, read_marks
from generator.load.reader import Reader, Sources
from generator.model.kinds import KINDS, Story
from generator.model.site import Term
from tests import cases
from tests.examples import make_example
from tests.test_fuzz import PIECES, QUICK, SHREDS
from tests.typos import GOOD, english, slips

PROJECT = Path(__file__).resolve().parent.parent
MANY = settings(QUICK, max_examples=600)
ODD = ["é\xa0", "涓€鐩忕伅", "a\u200d", "锟", "ä", "一盏灯"]
TIMES = [*"2018 2016 3 12 年 月 — - – ~ 至 到 日".split(), " "]
USUAL = """甲 乙|2018-03-05|x#y|x:y|甲  # 可不写|"甲: 乙"|'甲#'|""|[甲, 乙]|[ a,b ]\
|{a: 甲, b: 乙}|{ a: 1 }""".split("|")
SELDOM = """[]|null|null x|~|''|[null]|[甲，乙]|{a: 1, a: 2}|{a: b: c}|- 甲|— 甲|"a" b|a: b\
|甲:|\u3000甲|甲\u3000|"a\\tb"|'a''b'|&a 甲|*a|!a 甲|>|% 甲|? 甲|[a, [b]]|{a: }|[a,]|, 甲\
|# 注|甲 # 注|[a?b]|{a}|{}|a #""".split("|")
KEYS = ["标题", "b", "title_lines", "null", "甲 乙", "a1", "- a", '"a"', "<<", "标题 ", "k" * 21]
ENDS = ["\n", "\n", "\n", " \n", "\n\n", "\n  \n", "\n# 注\n", "\n    # 注\n", "  # 可不写\n"]
WORDS = ["甲", "甲: 乙", "- 甲", "# 甲", "  甲", "", "", " ", "     ", "---"]
# Points within points, a text in a record's place, what is empty, signs that mean nothing here.
BRAND = """\
title: “12”工作法
unit: 试验检验院
date: 2016—2018
summary: 一句话
method:
  name: “12”工作法
  parts:
    - count: 一
      title: 一个目标
      items:
        - 学习
        - title: 服务
          items: [上门, 到家]
    - count: 2
      title: "两项任务"
      items:
        - "甲 # 乙"
        - '乙"丙'
consent: 本人
emblem:
tags: []
photos: []  # 可不写
body: |
  第一段 #话题 的 *内容*。
"""


def both(path: Path, kind: str = "volunteer") -> tuple[Story | None, Story | None, Reader]:
    """The story as it is read without a pause, as it is read with care, and what that told."""
    file = StoryFile(KINDS[kind], path.stem, path.name, path, path.parent)
    careful = Reader(path.parent)
    return Reader(path.parent).sound_story(file), careful.story(file), careful


def is_sound(path: Path, kind: str = "volunteer") -> bool:
    """Whether the file was read without a pause; then careful reading must have agreed."""
    sound, story, careful = both(path, kind)
    if sound is not None:
        assert repr(sound) == repr(story)
        assert careful.problems == []
    return sound is not None


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file to write stories to."""
    return tmp_path / "a.yml"


def test_good_stories_are_read_without_a_pause(file: Path) -> None:
    for text in (GOOD, english(GOOD)):
        file.write_text(text, "utf-8")
        assert is_sound(file)
    file.write_text(BRAND.replace(" #话题", "").replace("甲 # 乙", "甲#乙"), "utf-8")
    assert is_sound(file, "brand")
    file.write_text(BRAND, "utf-8")  # “ #” within a text or quotes gives pause, and is no slip
    sound, story, careful = both(file, "brand")
    assert (sound, story is not None, careful.problems) == (None, True, [])


def test_the_sample_is_read_without_a_pause() -> None:
    files = walk(PROJECT).stories
    assert sum(is_sound(file.path, file.kind.name) for file in files) >= 0.9 * len(files)


@pytest.mark.parametrize("good", [GOOD, english(GOOD)], ids=["zh", "en"])
def test_no_slip_is_passed_over(good: str, file: Path) -> None:
    sound = 0
    for slip in slips(good):
        file.write_bytes(slip.text.encode("utf-8", "surrogatepass"))
        sound += is_sound(file)
    assert sound  # a few are harmless


@pytest.mark.parametrize("path", sorted(cases.FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_no_case_is_passed_over(path: Path, tmp_path: Path) -> None:
    for number, case in enumerate(cases.cases(path.stem)):
        root = tmp_path / str(number)
        make_example(root, case.given)
        for file in walk(root).stories:
            is_sound(file.path, file.kind.name)


@MANY
@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 3), PIECES), min_size=1, max_size=3))
def test_no_change_of_a_good_story_is_passed_over(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[tuple[int, int, str]]
) -> None:
    file = tmp_path_factory.mktemp("cut") / "a.yml"
    for good, kind in ((GOOD, "volunteer"), (BRAND, "brand")):
        text = good
        for at, gone, piece in cuts:
            at %= len(good)
            text = f"{text[:at]}{piece}{text[at + gone :]}"
        file.write_bytes(text.encode())
        is_sound(file, kind)


@st.composite
def written(draw: st.DrawFn, indent: int = 0, deep: int = 0) -> str:
    """A mapping or list as people type it, with odd values and odd layout in between."""

    def one_of(usual: list[str], seldom: list[str] | None = None) -> str:
        odd = seldom and draw(st.integers(0, 25)) == 25
        return draw(st.sampled_from(seldom if odd else usual))

    listed = deep > 0 and draw(st.booleans())
    text = ""
    for key in KEYS[: draw(st.integers(1, 3))]:
        pad = one_of([" " * indent], ["", " ", "  ", "   "])
        begin = f"{pad}- " if listed else f"{pad}{one_of([key], KEYS)}:"
        if listed and draw(st.booleans()):
            begin += f"{one_of([key], KEYS)}: {one_of(USUAL, SELDOM)}\n{pad}  after:"
        within = indent + 2 * listed
        form = draw(st.integers(0, 9))
        if form == 0:
            more = pad + " " * draw(st.integers(1, 3)) + "  " * listed
            lines = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
            text += f"{begin} {one_of(['|', '|  # 注'], ['|-', '|2', '>', '|  x'])}\n"
            text += "".join(f"{more}{line}\n" if line else "\n" for line in lines)
        elif form < 4 and deep < 4 and begin.endswith(":"):
            below = draw(written(within + draw(st.integers(0, 3)), deep + 1))
            text += f"{begin}{one_of(ENDS)}{below}"
        else:
            text += f"{begin} {one_of(USUAL, SELDOM)}{one_of(ENDS)}"
    return text


def is_read_by_lines(text: str) -> bool:
    """Whether a clean text can be read by lines; then libyaml must have agreed, without a word."""
    data = data_by_lines(text)
    if data is not None:
        read, _, slips = read_marks(text, "a.yml")
        assert repr(data) == repr(read)
        assert slips == [] or sound._hides_words(text)
    return data is not None


def test_what_lines_tell_is_what_libyaml_reads() -> None:
    by_lines = []

    @settings(MANY, max_examples=1_000)
    @given(written(), st.lists(st.tuples(st.integers(0, 99), PIECES), max_size=1))
    def compare(text: str, cuts: list[tuple[int, str]]) -> None:
        for at, piece in cuts:
            text = f"{text[:at]}{piece}{text[at:]}"
        if not raw._ODD.search(text):
            by_lines.append(is_read_by_lines(text))
            is_read_by_lines(text.rstrip("\n"))

    compare()
    assert sum(by_lines) >= 0.3 * len(by_lines)


def test_stories_are_read_by_lines() -> None:
    assert is_read_by_lines(GOOD)
    assert is_read_by_lines(english(GOOD))
    assert is_read_by_lines(BRAND.partition("consent")[0].rstrip())
    assert not is_read_by_lines(BRAND.rstrip())  # a text below `|`
    assert not is_read_by_lines(GOOD + "地点: 一楼  # 可不写\n" * (MOST // 10))
    files = walk(PROJECT).stories
    texts = [file.path.read_text("utf-8") for file in files]
    assert sum(map(is_read_by_lines, texts)) >= 0.9 * len(files)


def is_list_read(text: str) -> bool:
    """Whether a clean text is read as a list; then libyaml must have agreed, without a word."""
    try:
        entries = sound.sound_entries(text)
    except sound.Pause:
        return False
    read, _, slips = read_marks(text, "a.yml")
    assert (repr(entries), slips) == (repr(read), [])
    return True


SIGNED = """\
# 由 showcase review 写入

- 稿件: "brand/1252"
  环节: "first"
  日期: "2026-03-05"
- 稿件: 别的
  各项: [甲, 乙]
  说明: |
    第一行
      第二行
# 注

- 稿件: 最后一项
  point:
    - 甲
"""


def test_lists_of_entries_are_read_without_a_pause() -> None:
    assert is_list_read(SIGNED)
    assert is_list_read(SIGNED.rstrip("\n"))
    assert is_list_read("- a: 甲\n")


@pytest.mark.parametrize(
    "text",
    [
        *("", "- 甲\n", "- [甲]\n", "a: 甲\n", "---\n- a: 甲\n", "-\n  a: 甲\n", "甲\n- a: 甲\n"),
        *("- a: 甲\n b: 乙\n", "- a: 甲\n   b: 乙\n", "- a: 甲\nb: 乙\n", "- a: 甲\n\t b: 乙\n"),
        *("-  a: 甲\n  b: 乙\n", "- a: 甲\n\n  b: 乙\n", "- a: 甲\n  a: 乙\n", "- a: &x 甲\n"),
        *("- a: |\n  甲\n", "- a: |\n    甲\n\n    乙\n", "  - a: 甲\n", "- a: 甲\n- 乙\n"),
        *(
            '- a: "甲\n  乙"\n',
            '- a: "甲\n- b: 乙"\n',
            "- a: '甲\n- b: 乙'\n",
            "- a: 甲\n  # 注\n乙: 丙\n",
        ),
    ],
)
def test_what_gives_pause_in_a_list(text: str) -> None:
    assert not is_list_read(text)


def test_what_entries_tell_is_what_libyaml_reads() -> None:
    read = []

    @MANY
    @given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 3), PIECES), max_size=2))
    def compare(cuts: list[tuple[int, int, str]]) -> None:
        text = SIGNED
        for at, gone, piece in cuts:
            text = f"{text[:at]}{piece}{text[at + gone :]}"
        if not raw._ODD.search(text):
            read.append(is_list_read(text))

    compare()
    assert sum(read) >= 0.1 * len(read)


def test_where_an_entry_stands_is_found_when_it_is_asked(tmp_path: Path) -> None:
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories/terms.yml").write_text("- 误: 甲\n  正: 乙\n- 误: 丙\n  正: 丁\n", "utf-8")
    reader = Reader(tmp_path)
    terms = reader.list_of(Term, "terms")
    assert [term.right for term in terms] == ["乙", "丁"]
    assert not reader.sources
    sources = Sources(reader, {})
    assert list(sources) == ["stories/terms.yml"]
    assert sources["stories/terms.yml"].marks[1, "right"].line == 4


@MANY
@given(SHREDS)
def test_no_shreds_are_passed_over(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("shreds") / "a.yml"
    for more in (text, f"{GOOD}副题: {text}", f"{GOOD}{text}"):
        file.write_bytes(more.encode())
        is_sound(file)


@pytest.mark.parametrize(
    "text",
    [
        GOOD + "标题: 又一个\n",
        GOOD + "title: 又一个\n",
        GOOD + "title:\n",
        GOOD + "副题: 无此项\n",
        GOOD + "<<: {}\n",
        GOOD + "---\n标题: 又一份\n",
        GOOD.replace("标题: ", "标题: &a "),
        GOOD.replace("标题: ", "标题: !b "),
        GOOD.replace("标题: ", "&c 标题: "),
        GOOD.replace("单位: ", "单位: *a"),
        GOOD.replace("时间: 2018年3月5日", "时间: 2018-13-05"),
        GOOD.replace("地点: ", "地点: 一楼 #二楼\n始于: "),
        GOOD.replace('"阳光社区"', '"阳光\n  社区"'),
        GOOD.replace('"阳光社区"', '"阳光\\u202e社区"'),
        GOOD.replace('"阳光社区"', ">\n  阳光\n  社区"),
        GOOD.replace("摘要: ", "摘要: " + "长" * 121),
        GOOD.replace("志愿服务\n", "\n"),
        GOOD.replace("[试验检验院, 阳光社区]", "[试验检验院，阳光社区]"),
        GOOD + f"相关: {'[' * MAX_DEPTH}{']' * MAX_DEPTH}\n",
        GOOD + f"相关: [{'a,' * MAX_EVENTS}]\n",
        "- 标题: 一盏灯\n",
        "标题\n",
        "",
    ],
)
def test_what_gives_pause(text: str, file: Path) -> None:
    file.write_text(text, "utf-8")
    assert not is_sound(file)


def test_no_character_that_is_looked_for_is_passed_over() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        told = raw.UNWANTED().search(f"a{char}") or raw._MISREAD().search(f"{char}\xa0")
        assert raw._ODD.search(char) or not told, hex(code)


@MANY
@given(st.lists(PIECES | st.sampled_from(ODD)).map("".join))
def test_a_text_without_odd_characters_is_neither_cleaned_nor_garbled(text: str) -> None:
    if not raw._ODD.search(text):
        assert raw._clean(text, "a.yml") == (text, [])
        assert not list(raw._garbled(text, "a.yml"))


@MANY
@given(st.text("ab \t\n\u3000。", max_size=12))
def test_lines_are_joined_only_where_a_break_stands_alone(text: str) -> None:
    assert layout._breaks_alone(text) or not layout._RUN_ON.search(text)


@MANY
@given(st.lists(st.sampled_from(TIMES)).map("".join))
def test_no_time_that_runs_backwards_is_passed_over(words: str) -> None:
    assert texts._SPAN.search(words) or not texts.ends_early(words)


@MANY
@given(
    st.lists(st.sampled_from([*"中，,;:!?\"'“（》3a%()[]/ \n", "http://a.cn,", "www."])).map(
        "".join
    )
)
def test_no_mark_of_the_wrong_width_is_passed_over(text: str) -> None:
    assert texts._ANY_MARK.search(text) or not texts._MIXED().search(texts._without_addresses(text))
