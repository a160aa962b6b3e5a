"""What says too much about a person is found, exactly there, and nothing that only looks so."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import corpus
from generator.check import homes, networks, people, personal, privacy, telling
from generator.check.joined import Look
from generator.check.personal import Finder, mask, plain, suspicious
from generator.mask import masked
from generator.model import patterns
from generator.model.kinds import Volunteer
from generator.model.site import Settings, Site, Unit
from tests.made import record

FINDERS: dict[str, Finder] = {
    name: getattr(room, name)
    for room, names in (
        (
            personal,
            "resident_ids near_ids bank_cards documents mobiles landlines",
        ),
        (networks, "emails wechat_ids qq_numbers"),
        (homes, "plates doors minors"),
        (people, "patients"),
    )
    for name in names.split()
}
TABLE = Path(__file__).with_name("personal.txt")


def rows() -> Iterator[tuple[str, str]]:
    """Section and text of each line of the table."""
    section = ""
    for line in TABLE.read_text(encoding="utf-8").split("\n"):
        if line.startswith("[") and line.endswith("]"):
            section = line[1:-1]
        elif line and not line.startswith("#"):
            yield section, line


FOUND = [row for row in rows() if row[0] != "none"]
LOOKALIKES = [text for section, text in rows() if section == "none"]


def marked(text: str, finder: Finder) -> str:
    """The text with what a finder means between ⟨ and ⟩."""
    for start, end in sorted(finder(plain(text)), reverse=True):
        text = f"{text[:start]}⟨{text[start:end]}⟩{text[end:]}"
    return text


@pytest.mark.parametrize(("section", "text"), FOUND)
def test_what_is_personal_is_found_there_and_once(section: str, text: str) -> None:
    bare = re.sub("[⟨⟩]", "", text)
    assert marked(bare, FINDERS[section]) == text
    assert [name for name, finder in FINDERS.items() if list(finder(plain(bare)))] == [section]


@pytest.mark.parametrize(("section", "text"), FOUND)
def test_nothing_personal_is_left_out_at_the_first_look(section: str, text: str) -> None:
    assert suspicious(f"他说{text}的".replace("⟨", "").replace("⟩", "")), section


SEARCHED = [
    each
    for room in (personal, networks, homes, people)
    for each in vars(room).values()
    if isinstance(each, patterns.Finder)
]
SHREDS = st.sampled_from(
    [
        *(re.sub("[⟨⟩]", "", text) for _, text in rows()),
        *"0 1 3 9 8 12 138 0591 62 19 20 - . ( ) , + 86 @ 微信 vx 京 A 室 组 岁".split(),
        *"周 班 年级 小朋友".split(),
        *(" ", "\n", "的"),
    ]
)


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(SHREDS, st.integers(0, 9), st.integers(1, 40)), max_size=6))
def test_a_core_hides_nothing_that_its_pattern_finds(cuts: list[tuple[str, int, int]]) -> None:
    text = plain("".join(shred[start:end] for shred, start, end in cuts))
    assert len(SEARCHED) >= 13
    for each in SEARCHED:
        if each is personal._ID_15:  # meant only where it is called so
            continue
        told = [match.span() for match in each(text)]
        assert told == [match.span() for match in each.pattern().finditer(text)], each.needs


def test_a_core_hides_no_clause_of_the_table() -> None:
    """Clause by clause: what is looked for in a row must not be found for its neighbour's sake."""
    texts = [clause for _, text in FOUND for clause in re.split("[，。；、]", text)]
    for text in (plain(re.sub("[⟨⟩]", "", text)) for text in texts):
        for each in SEARCHED:
            if each is not personal._ID_15:  # meant only where it is called so
                told = [match.span() for match in each(text)]
                assert told == [match.span() for match in each.pattern().finditer(text)], text


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.lists(SHREDS | st.text("0123５年级岁班村三号楼京A@", max_size=9), max_size=5))
def test_what_one_text_holds_is_seen_in_all_joined(texts: list[str]) -> None:
    assert suspicious("\n".join(texts)) or not any(map(suspicious, texts))


HOSTILE = (
    "6222 ",
    "6222021234567890128,",
    "110105-",
    "1 3 8 0 0 ",
    "13800138000,",
    "a@a.",
    "a#163.",
    "QQ:123456,",
    "微信a",
    "住路1号3座",
    "患癌，王小明",
    "1*&#5<a\n",
)


@pytest.mark.parametrize("shred", HOSTILE)
def test_no_text_takes_minutes(shred: str) -> None:
    """As long as a story may be. For each bank card the rest of the text was copied: 2.5 s."""
    text = (shred * 260_000)[:260_000]
    suspicious(text)
    look = Look(text)
    for name, finder in FINDERS.items():
        began = time.process_time()
        list(islice(look.find(finder), telling.MOST))
        assert time.process_time() - began < 1.5, name


@settings(max_examples=1_500, deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        SHREDS | st.text("一十12３ 周岁以下号楼栋弄单元室村组幢大班()", max_size=9), max_size=4
    )
)
def test_what_a_finder_means_is_suspicious(shreds: list[str]) -> None:
    text = "".join(shreds)
    found = [name for name, finder in FINDERS.items() if list(finder(plain(text)))]
    assert suspicious(text) or not found


def test_few_ordinary_texts_are_suspicious() -> None:
    """Each that is costs thirteen finders: with one in nine all checks took twice their time."""
    texts = [
        part for each in corpus.stories(100) for _, text in each.sections for part in text.split()
    ]
    assert sum(map(suspicious, texts)) < len(texts) / 50


@pytest.mark.parametrize("text", LOOKALIKES)
def test_what_only_looks_personal_is_left_alone(text: str) -> None:
    assert [name for name, finder in FINDERS.items() if list(finder(plain(text)))] == []


PROVINCES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
    "61 62 63 64 65 71 81 82 83"
)


@pytest.mark.parametrize("parts", [(6, 4, 2, 2, 4), (4, 4, 4, 4, 2), (6, 6, 6), (18,)])
@pytest.mark.parametrize("year", ["1949", "2003"])
def test_an_id_of_every_province_is_found(parts: tuple[int, ...], year: str) -> None:
    weights = [2 ** (17 - place) % 11 for place in range(17)]  # GB 11643-1999, 6.2
    for province in PROVINCES.split():
        digits = f"{province}0105{year}1231002"
        total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
        whole = iter(digits + "10X98765432"[total % 11])
        number = " ".join("".join(islice(whole, size)) for size in parts)
        assert list(personal.resident_ids(number)) == [(0, len(number))], number


def test_every_finder_has_a_section_and_a_check() -> None:
    assert {section for section, _ in FOUND} == FINDERS.keys()
    looks = [getattr(privacy, name) for name in dir(privacy) if not name.startswith("_")]
    checks = [look for look in looks if getattr(look, "__module__", "") == privacy.__name__]
    assert len(checks) == len(FINDERS)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=60))
def test_plain_keeps_the_length(text: str) -> None:
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    "code", [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), ord("＠"), ord("：")]
)
def test_plain_is_the_compatible_form(code: int) -> None:
    assert plain(chr(code)) == unicodedata.normalize("NFKC", chr(code))


@pytest.mark.parametrize(
    ("value", "head", "tail", "shown"),
    [
        ("13800138000", 3, 4, "138****8000"),
        ("+86 138-0013-8000", 3, 4, "138****8000"),
        ("００８６１３８００１３８０００", 3, 4, "138****8000"),
        ("11010519491231002X", 2, 3, "11*************02X"),
        ("6222 0212 3456 7890 128", 4, 4, "6222***********0128"),
        ("8765-4321", 4, 2, "87****21"),
        ("8765432", 4, 2, "8****32"),
        ("201803", 2, 2, "****03"),
    ],
)
def test_numbers_are_masked_as_offices_do(value: str, head: int, tail: int, shown: str) -> None:
    assert mask(value, head, tail) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话１３８００１３８０００，传真0591-87654321", "电话138****8000，传真0591******21"),
        ("报名请拨打12345", "报名请拨打12345"),
        ("号码110105194912310021", "号码11*************021"),
        ("卡号6222021234567890128", "卡号6222***********0128"),
        ("13800138000,13900139000/0591-87654321", "138****8000,139****9000/0591******21"),
        # a resident ID that is the sum of a bank card too shows no more than an ID may
        ("卡号620102196001010253", "卡号62*************253"),
        ("身份证号11010519491231002Х", "身份证号11*************02X"),
        ("电话一三八零零一三八零零零", "电话138****8000"),
        # a number that is cut keeps the line ends and tags that others need
        ("  电话138\n  0013\n  8000，\n  谢谢", "  电话138****8000\n  ，\n  谢谢"),
        ("1380013<b>8000</b>", "138****8000<b></b>"),
        ("138**0013**8000，1380013&#56;000", "138****8000，138****8000"),
        ("1101051949\u200b1231002X", "11*************02X"),
    ],
)
def test_a_text_is_masked_where_checks_find_something(text: str, shown: str) -> None:
    assert masked(text).text == shown


CUT = [
    ("resident_ids", "ID 110105194912\n31002X", "110105194912\n31002X"),
    ("resident_ids", "号码110105  \n  19491231**002X**。", "110105  \n  19491231**002X"),
    ("mobiles", "电话1380013\n8001，谢谢", "1380013\n8001"),
    ("mobiles", "138\n0013\n8013", "138\n0013\n8013"),
    ("mobiles", "138**0013**8002", "138**0013**8002"),
    ("mobiles", "138 **0013** 8002", "138 **0013** 8002"),
    ("mobiles", "138`0013`8002", "138`0013`8002"),
    ("mobiles", r"138\-0013\-8002", r"138\-0013\-8002"),
    ("mobiles", "1380013&#56;003。", "1380013&#56;003"),
    ("mobiles", "&#49;&#x33;800138003。", "&#49;&#x33;800138003"),
    ("mobiles", "138&nbsp;0013&nbsp;8003。", "138&nbsp;0013&nbsp;8003"),
    ("mobiles", "１３８００１３\n８００１", "１３８００１３\n８００１"),
    ("mobiles", "1380013<b>8015</b>", "1380013<b>8015"),
    ("mobiles", "138<b>0013</b>8015", "138<b>0013</b>8015"),
    (
        "mobiles",
        "138<00:00:02.000>0013<00:00:03.000>8015",
        "138<00:00:02.000>0013<00:00:03.000>8015",
    ),
    ("landlines", "0591-\n87654321", "0591-\n87654321"),
    ("emails", "zhang&#64;example.com", "zhang&#64;example.com"),
    ("emails", "zhang&commat;example.com", "zhang&commat;example.com"),
]
WHOLE = [
    "2018\n2019\n2020",
    "152\n\n0013\n\n8013",
    "1380013\n\n8001",
    "- 1380013\n- 8001",
    "| 138 | 0013 | 8002 |",
    "5<6，7>8，13 * 800138 * 00",
    "138****8000，139****9000",
    "1380013\n8001元",
    "编号1380013\n80012",
    "R&D 2018，A&B",
    "138_0013_8002",
    "样品_13800138000",
]


@pytest.mark.parametrize(("name", "text", "span"), CUT)
def test_what_is_cut_is_found_as_it_reads(name: str, text: str, span: str) -> None:
    assert suspicious(text)
    found = [(n, text[f.start : f.end]) for n in FINDERS for f in Look(text).find(FINDERS[n])]
    assert found == [(name, span)]


@pytest.mark.parametrize("text", [*WHOLE, *LOOKALIKES])
def test_nothing_comes_of_what_no_reader_joins(text: str) -> None:
    assert [f for finder in FINDERS.values() for f in Look(text).find(finder)] == []


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(st.lists(SHREDS | st.sampled_from("* ** <b> &#56; &amp; \n \\ ` <i".split(" ")), max_size=9))
def test_what_stands_in_one_piece_is_found_in_it_alone(shreds: list[str]) -> None:
    text = "".join(shreds)
    for finder in FINDERS.values():
        found = [*Look(text).find(finder)]
        whole = [*finder(plain(text))]
        assert [f[:2] for f in found[: len(whole)]] == whole
        assert all(0 <= f.start < f.end <= len(text) for f in found)
        assert all(len(f.value) < f.end - f.start for f in found[len(whole) :])


def told(**more: object) -> list[str]:
    """What phone_mobile tells of a story and a unit with these fields."""
    given = {"id": "a", "file": "a.yml", "address_name": "a", "title": "甲", "unit": "乙"}
    story = record(Volunteer, {**given, "date": "2018", "summary": "丙", **more})
    unit = record(Unit, {"id": "yi", "name": "乙", "intro": "值班13900139000"})
    site = Site(settings=Settings(), stories=(story,), units=(unit,))
    return [
        f"{at.place.file} {at.place.path} {at.place.offset}" for at in privacy.phone_mobile(site)
    ]


def test_a_pasted_list_is_one_mistake() -> None:
    numbers = "、".join(f"138001380{n:02}" for n in range(telling.MOST + 2))
    assert len(told(body=numbers)) == telling.MOST + 1  # the unit's own


def test_fields_that_never_reach_the_site_are_not_read() -> None:
    unit = "stories/units.yml (0, 'intro') 2"
    assert told(contact={"phone": "13800138000"}, review={"author": "13800138000"}) == [unit]
    assert told(photos=[{"file": "13800138000.jpg"}]) == [unit]
    assert told(photos=[{"file": "a.jpg", "caption": "甲13800138000"}]) == [
        "a.yml ('photos', 0, 'caption') 1",
        unit,
    ]
