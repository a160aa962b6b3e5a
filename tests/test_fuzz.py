"""Any bytes in a story file give a story or problems with a valid place; never an exception."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.proof import check_site
from generator.show import FORMATS, show
from tests.roots import make_root
from tests.typos import GOOD, english

TODAY = date(2026, 6, 1)
FILE = "stories/volunteer/a.yml"
QUICK = settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
# What breaks YAML, Chinese input and dates, more often than letters do.
PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\n  ",
            "\n    ",
            "\n- ",
            "\n  - ",
            ": ",
            "：",
            ":",
            " #",
            "|\n  ",
            ">\n  ",
            "---\n",
        ),
        *(
            "...\n",
            '"',
            "'",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "，",
            "&a ",
            "*a",
            "!!x ",
            "%",
            "@",
            "`",
            "\t",
        ),
        *(
            "\u3000",
            "\xa0",
            "\\",
            "\\u",
            "<<: ",
            "? ",
            "~",
            "null",
            "标题",
            "title",
            "图片",
            "数据",
        ),
        *(
            "章节",
            "审核",
            "时间",
            "2018",
            "-13-45",
            "至今",
            "1~2个",
            "13800138000",
            "甲乙",
            "\U0001f600",
        ),
        *("\u200b", "\u202e", "\u2028", "\x00", "\x85", "\ufeff", "\ue000", "锟斤拷", "\r"),
    ]
)
SHREDS = st.lists(PIECES, max_size=40).map("".join)


@contextmanager
def checked(content: bytes) -> Iterator[Path]:
    """A root whose one story holds `content`, checked; every problem has a place in its file."""
    with TemporaryDirectory() as folder:
        root = make_root(Path(folder), {"volunteer/a.yml": ""})
        (root / FILE).write_bytes(content)
        told = check_site(root, TODAY)
        for problem in told.problems:
            assert problem.message.zh and problem.message.en
            source = told.sources.get(problem.place.file)
            line, column = source.position(problem.place) if source else (1, 1)
            assert column >= 1
            assert 1 <= line <= max(len(source.lines) if source else 1, content.count(b"\r") + 1)
        read = [story.file for story in told.loaded.site.stories]
        assert read == [FILE] or told.failed
        for form in FORMATS:
            assert show(told.problems, told.sources, form, "en") or not told.problems
        yield root


@QUICK
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"\xff\xfe\x00\xd8")
@example(b"\x00" * 40)
@example(b"title: \xed\xa0\x80")
@example(b"\x80\x80: \x81")
def test_any_bytes(content: bytes) -> None:
    with checked(content):
        pass


@QUICK
@given(SHREDS)
@example("? ? ? :")
@example("- - - -\n-")
@example('"\\U00110000"')
@example("a: |9\n b")
def test_shreds_of_yaml(text: str) -> None:
    with checked(text.encode("utf-8", "surrogatepass")):
        pass


def torn(text: str, at: int, out: int, put: str, encoding: str) -> bytes:
    """A text with a piece replaced."""
    whole = text[:at] + put + text[at + out :]
    return whole.encode(encoding, "surrogatepass" if encoding == "utf-8" else "replace")


TORN = st.builds(
    torn,
    st.sampled_from([GOOD, english(GOOD)]),
    st.integers(0, len(GOOD)),
    st.integers(0, 12),
    SHREDS,
    st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-le"]),
)


@QUICK
@given(TORN)
def test_a_good_story_torn(content: bytes) -> None:
    with checked(content):
        pass


@pytest.mark.faults
@pytest.mark.parametrize(
    ("inputs", "count"),
    [
        (st.binary(max_size=400), 5_000),
        (SHREDS.map(lambda text: text.encode("utf-8", "surrogatepass")), 7_000),
        (TORN, 4_000),
        (TORN.map(lambda content: content[::-1][:800]), 4_000),
    ],
    ids=["bytes", "shreds", "torn", "reversed"],
)
def test_twenty_thousand_inputs(inputs: st.SearchStrategy[bytes], count: int) -> None:
    """Reliability 1, at length."""
    tried = 0

    @settings(QUICK, max_examples=count)
    @given(inputs)
    def run(content: bytes) -> None:
        nonlocal tried
        tried += 1
        with checked(content):
            pass

    run()
    assert tried >= count
