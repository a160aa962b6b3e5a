"""The index after an edit is the index of the edited stories, byte for byte."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from generator.render.postings import Postings
from generator.render.reindex import documents_of, reindexed
from generator.render.search import SearchDoc, row_of, search_outputs

WORDS = "支部品牌党员志愿服务一二三四五ＡBc①㍿质量检验🏮𠮷 \u3000"


def _doc(rng: random.Random, number: int, years: int = 3) -> SearchDoc:
    def words(most: int) -> str:
        return "".join(rng.choice(WORDS) for _ in range(rng.randint(0, most)))

    url, year = f"brands/{number}/", str(2020 + number % years)
    return SearchDoc(url, words(9), words(4), "甲部", "品牌", year, words(20), words(90))


def _files(docs: list[SearchDoc], *others: list[SearchDoc]) -> dict[str, str]:
    return {text.path: text.text for text in search_outputs(docs, *others)}


def _number(docs: list[SearchDoc], at: int) -> int:
    return sorted(docs, key=lambda doc: doc.year, reverse=True).index(docs[at])


@pytest.mark.parametrize("seed", range(40))
def test_an_edited_story_changes_its_block_and_shards_alone(seed: int) -> None:
    rng = random.Random(seed)
    docs = [_doc(rng, number) for number in range(rng.choice([1, 7, 40, 90]))]
    works = [_doc(rng, number) for number in range(100, 100 + rng.choice([0, 3]))]
    entries = [_doc(rng, number) for number in range(200, 200 + rng.choice([0, 5, 30]))]
    old = _files(docs, works, entries)
    at = rng.randrange(len(docs))
    docs[at] = replace(_doc(rng, at), text=docs[at].text + rng.choice(["", "新的一句话。"]))
    wanted = _files(docs, works, entries)
    found = reindexed(old.__getitem__, {_number(docs, at): docs[at]})
    if found is None:  # the cut of the blocks moved
        return
    assert {**old, **{text.path: text.text for text in found}} == wanted


def test_most_edits_are_made_in_place() -> None:
    rng = random.Random(1)
    docs = [_doc(rng, number) for number in range(90)]
    old, made = _files(docs), 0
    for at in range(90):
        new = replace(docs[at], text=docs[at].text + "补记")
        made += reindexed(old.__getitem__, {_number(docs, at): new}) is not None
    assert made == 90


def test_a_story_that_moves_asks_for_a_new_index() -> None:
    docs = [_doc(random.Random(2), number) for number in range(9)]
    old = _files(docs)
    for change in ({"unit": "乙部"}, {"year": "1999"}):
        new = replace(docs[0], **change)
        assert reindexed(old.__getitem__, {_number(docs, 0): new}) is None


def test_the_old_index_tells_its_stories() -> None:
    docs = [_doc(random.Random(3), number, years=1) for number in range(50)]
    told = documents_of(_files(docs[:20], docs[20:23], docs[23:]).__getitem__)
    assert [row_of(doc) for doc in told] == [row_of(doc) for doc in docs]


def test_a_posting_is_read_as_it_was_written() -> None:
    rng = random.Random(4)
    for stories in (1, 6, 53, 400, 2000):
        postings = Postings(stories)
        for share in (0.01, 0.1, 0.16, 0.17, 0.5, 1):
            numbers = [n for n in range(stories) if rng.random() < share]
            assert not numbers or postings.read(postings.of(numbers)) == numbers
