"""The files of the search index: what they hold, and how it is written."""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from generator.packed import Rows
from generator.render.postings import Postings, gap_code
from generator.render.search import (
    FOLDED,
    SearchDoc,
    fold,
    index_of,
    row_of,
    search_outputs,
    shard_of,
    year_of,
)
from tests.browser_search import FIELDS, TOLD, Truth, entered, invented, line, plain, sample


@pytest.fixture(scope="module")
def docs() -> list[SearchDoc]:
    return [*TOLD, *sample(), *invented(240, 500)]


def parts(docs: list[SearchDoc], *others: list[SearchDoc]) -> dict[str, Any]:
    """Every part by name, read back from the files as a browser would."""
    found = {}
    for text in search_outputs(docs, *others):
        call = re.fullmatch(r'showcaseSearch\.part\("([^"]+)",(.*)\)\n', text.text, re.DOTALL)
        assert call and text.path == f"search/{call[1]}.js"
        found[call[1]] = json.loads(call[2])
    return found


def numbers(posting: str) -> list[int]:
    """What search.js does, told once more."""
    if posting.startswith("&"):
        values = [ord(c) - 39 - (ord(c) > 92) for c in posting[1:]]
        return [
            i * 6 + bit for i, value in enumerate(values) for bit in range(6) if value >> bit & 1
        ]
    found, last, value = [], -1, 0
    for c in map(ord, posting):
        if c > 92:
            value = value * 34 + c - 92
        else:
            last += value * 53 + c - 39 + 1
            found.append(last)
            value = 0
    return found


@pytest.mark.parametrize(
    ("number", "code"),
    [(0, "'"), (52, "["), (53, "]'"), (1854, "~["), (1855, "]]'"), (63_122, "~~[")],
)
def test_gap_codes(number: int, code: str) -> None:
    assert gap_code(number) == code
    assert numbers(code) == [number]


@pytest.mark.parametrize("share", [0.001, 0.01, 0.1, 0.16, 0.17, 0.5, 0.99, 1])
@pytest.mark.parametrize("count", [1, 7, 60, 3000])
def test_postings_read_back(share: float, count: int) -> None:
    random = Random(count)
    some = sorted(n for n in range(count) if random.random() < share) or [count - 1]
    code = Postings(count).of(some)
    assert numbers(code) == some
    assert re.fullmatch(r"&?['-\[\]-~]+", code)
    assert len(code) <= max(3, count / 6 + 2, 2 * len(some))


def test_many_postings_in_gaps_are_those_of_each() -> None:
    random, postings = Random(5), Postings(300)
    many = [sorted(random.sample(range(300), random.choice([1, 2, 9, 50]))) for _ in range(60)]
    steps = [[now - last for last, now in pairwise([-1, *some])] for some in many]
    told = [step for some in steps for step in [0, *some]][1:]
    assert postings.of_steps(told) == [*map(postings.of, many)]
    assert [*map(numbers, postings.of_steps(told))] == many


def test_entries_are_whole_characters_without_spaces() -> None:
    text = "党建 𠮷建\uffff\ufffe a\0"
    shards = parts([SearchDoc("a/", "", "", "", "", "", "", text)])
    told = "".join(shards[f"g/{n}"] for n in range(1 << shards["index"]["bits"]))
    assert sorted(told.split(" ")[1:]) == ["a\0'", "党建'", "建\uffff'", "\uffff\ufffe'", "𠮷'"]


def test_every_pair_of_every_story_is_in_its_shard(docs: list[SearchDoc]) -> None:
    """Entries give exactly the stories, and the best field, that hold the pair."""
    found, truth = parts(docs), Truth(docs)
    marks = dict(zip("%$#!", range(4), strict=True))
    some: dict[str, dict[int, int]] = {}
    for number, texts in enumerate(truth.texts):
        for rank, text in enumerate(texts):
            for pair in {a + b for a, b in pairwise(text)}:
                if not re.search(r"\s|[^\u0000-\uffff]", pair):
                    some.setdefault(pair, {}).setdefault(number, rank)
    some["𠮷"] = {
        n: 1 if "𠮷" in t[1] else 4 for n, t in enumerate(truth.texts) if "𠮷" in "".join(t)
    }
    bits = found["index"]["bits"]
    entries = {}
    for shard in range(1 << bits):
        for entry in found[f"g/{shard}"].split(" ")[1:]:
            size = 1 if ord(entry[0]) > 0xFFFF else 2
            runs = re.findall(r"([!#$%]?)([&-~]+)", entry[size:])
            assert "".join(map("".join, runs)) == entry[size:]
            ranks = {n: marks.get(mark, 4) for mark, codes in runs for n in numbers(codes)}
            entries[entry[:size]] = shard, ranks
    assert {pair: ranks for pair, (_, ranks) in entries.items()} == some
    for pair, (shard, _) in entries.items():
        units = pair.encode("utf-16-le")
        assert shard == shard_of(int.from_bytes(units, "little"), bits)


def test_blocks_and_facets_hold_the_stories(docs: list[SearchDoc]) -> None:
    works, entries = docs[:5], entered(30)
    found, ordered = parts(docs, works, entries), Truth(docs, [*works, *entries]).docs
    size, long = found["index"]["block"], len(docs) + len(works)
    assert [found["index"][name] for name in ("docs", "long")] == [long + 30, long]
    stories = [story for n in range(-(-long // size)) for story in found[f"d/{n}"]]
    stories += [entry for n in range(3) for entry in found[f"e/{n}"]]
    assert [story[0] for story in stories] == [doc.url for doc in ordered]
    assert [story[3:] for story in stories] == [
        [line(getattr(doc, name)) for name in FIELDS] for doc in ordered
    ]
    for name in ("kind", "unit", "year"):
        values, codes = found[name]
        column = [values[int(n)] for n in re.sub(r"[\]-~]?['-\[]", _decoded, codes).split()]
        assert column == [getattr(doc, name) for doc in ordered]


def _decoded(code: re.Match[str]) -> str:
    return f"{numbers(code[0])[0]} "


def test_newest_first_and_the_given_order_within_a_year() -> None:
    years = ["2018", "", "2020", "2018", "2020"]
    docs = [SearchDoc(f"{n}/", "", "", "", "", year, "", "") for n, year in enumerate(years)]
    assert [story[0] for story in parts(docs)["d/0"]] == ["2/", "4/", "0/", "3/", "1/"]


def test_same_docs_same_bytes_and_paths_once(docs: list[SearchDoc]) -> None:
    files = list(search_outputs(docs))
    assert files == list(search_outputs(iter(docs)))
    assert len({text.path for text in files}) == len(files)


def test_entries_leave_the_blocks_of_stories_as_they_are(docs: list[SearchDoc]) -> None:
    alone, beside = parts(docs), parts(docs, [], entered(3000))
    blocks = [name for name in alone if name.startswith("d/")]
    assert [alone[name] for name in blocks] == [beside[name] for name in blocks]
    assert beside["index"]["block"] == alone["index"]["block"]


def test_no_stories_no_blocks() -> None:
    assert sorted(parts([])) == ["g/0", "g/1", "index", "kind", "unit", "year"]


def test_tag_tells_one_content_from_another(docs: list[SearchDoc]) -> None:
    assert parts(docs)["index"]["tag"] != parts(docs[1:])["index"]["tag"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＧＢ／Ｔ　１９００１", "gb/t19001"),
        ("“1252”（ABC）", "1252(abc)"),
        ("27 个 班组　和 3 名 VIP 客户", "27个班组和3名vip客户"),
        ("张 三、 李　四", "张三、李四"),
        ("ISO 9001 of 2015 x 1 2", "iso9001 of2015 x1 2"),
        ("「他」说：\"A 'b' c\" 𠮷 1", "他说:a b c𠮷1"),
        ("２３５㎡…①", "235m2...1"),
        ("𠮷喆䶮", "𠮷喆䶮"),
        ("豈", "豈"),
        ("Ωμ Ж ß ſ", "ωμ ж ß s"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_leaves_no_gap_for_later_unicode() -> None:
    """Every folded code point is assigned today, or never will be (holes of U+1D400 to 1D7FF)."""
    free = [
        code
        for first, last in FOLDED
        for code in range(first, last + 1)
        if unicodedata.category(chr(code)) == "Cn" and not 0x1D400 <= code <= 0x1D7FF
    ]
    assert free == []


def test_fold_is_what_unicode_says_of_chinese_text(docs: list[SearchDoc]) -> None:
    assert all(fold(row_of(doc)[-1]) == plain(doc.text) for doc in docs)


def test_rows_in_a_file_are_those_in_memory(docs: list[SearchDoc], tmp_path: Path) -> None:
    odd = ("\ud7ff\U0002f81d", "", " \n“,", "a", "2018", "2020", "\0", "é")
    for rows in ([], [odd], [*map(row_of, docs), odd]):
        laid = Rows(tmp_path / "rows", iter(rows), year_of)
        ordered = sorted(rows, key=year_of, reverse=True)
        assert [*laid] == ordered
        assert laid[1:7] == ordered[1:7]
        assert [*index_of(laid, len(laid))] == [*index_of(ordered, len(laid))]
        behind = Rows(tmp_path / "rows", iter(rows), year_of, reversed(rows))
        assert [*behind] == [*ordered, *reversed(rows)]
