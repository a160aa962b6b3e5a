"""The search index after stories came, went or moved: every number is written anew.

The same bytes as `search_outputs` would give (a test compares them) for half of its time: the pairs
of a story that has stayed as it was are not looked for again.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from msgspec import Struct

from generator.model.output import Text
from generator.render.postings import Postings
from generator.render.reindex import OldFile, data_of, entry_of, rows_of
from generator.render.search import (
    PLACES,
    SLOTS,
    Row,
    SearchDoc,
    bits_for,
    keys_of,
    pairs_by_slot,
    parts_of,
    row_of,
    shard_of,
    shard_part,
)

_URL = PLACES["url"]
_MARKS = frozenset(mark for mark in SLOTS.values() if mark)
_PIECE = re.compile("[!#$%]?[^!#$%]+")  # the posting of one field, behind its mark
_Numbers = dict[str, list[int]]  # of new stories by the mark of a field


def renumbered(
    old: OldFile, order: Sequence[str], changed: Mapping[str, SearchDoc], folder: str = "search"
) -> list[Text] | None:
    """All files of the index of the stories at the urls `order`, in the index's own order.

    `changed` are those that the old index does not know as they are now. None where two have one
    url, where others have moved among themselves, or where the index wants more or fewer shards.
    """
    head = data_of(old(f"{folder}/index.js"))
    before = [*rows_of(old, folder)]
    known = {row[_URL]: row for row in before}
    rows = [row_of(changed[url]) if url in changed else tuple(known[url]) for url in order]
    places = {url: number for number, url in enumerate(order)}
    now = [-1 if row[_URL] in changed else places.get(row[_URL], -1) for row in before]
    stay = [number for number in now if number >= 0]
    if len(places) < len(order) or stay != sorted(stay):
        return None
    postings = Postings(len(rows))
    told = [postings.packed(number) if number >= 0 else b"" for number in now]
    new = _pairs_of({places[url]: rows[places[url]] for url in changed}, head["bits"])
    shards = _Shards(Postings(len(before)), postings, told, [*_runs(now)], new)
    made = [
        shards.part(number, data_of(old(f"{folder}/g/{number}.js")).split(" "))
        for number in range(1 << head["bits"])
    ]
    if bits_for(shards.size) != head["bits"]:
        return None
    parts = parts_of(rows, lambda: (shards.size, head["bits"], made))
    return [Text(f"{folder}/{name}.js", text) for name, text in parts]


def _runs(now: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Old stories side by side that are so still: the first, a bit for each, the first's place."""
    shifts = ((number - at if number >= 0 else None, at) for at, number in enumerate(now))
    for shift, run in groupby(shifts, key=itemgetter(0)):
        if shift is not None:
            places = [at for _, at in run]
            yield places[0], (1 << len(places)) - 1, places[0] + shift


def _pairs_of(rows: Mapping[int, Row], bits: int) -> dict[int, dict[str, _Numbers]]:
    """The pairs of new stories by shard: the characters of each, and the stories by mark."""
    found: defaultdict[int, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number in sorted(rows):
        for mark, pairs in zip(SLOTS.values(), pairs_by_slot(rows[number]), strict=True):
            for pair in pairs:
                found[pair][mark].append(number)
    shards: dict[int, dict[str, _Numbers]] = {}
    for pair, key in keys_of(found).items():
        shards.setdefault(shard_of(pair, bits), {})[key] = found[pair]
    return shards


class _Shards(Struct):
    """Writes shards anew: `told` is the new number of every old story, packed, b"" for none.

    `runs` tell the same of stories that stay side by side: the first, a bit for each, the new place
    of the first.
    """

    before: Postings
    now: Postings
    told: Sequence[bytes]
    runs: Sequence[tuple[int, int, int]]
    new: Mapping[int, Mapping[str, _Numbers]]
    size: int = 0

    def part(self, number: int, entries: Iterable[str]) -> tuple[str, str]:
        """Name and text of a shard from its old entries; `size` grows by its bytes.

        Nearly all are in gaps and stay so: they are recoded at once.
        """
        new = self.new.get(number, {})
        few, others = [], {}
        for key, codes in map(entry_of, filter(None, entries)):
            if key in new or "&" in codes or len(codes) > self.now.most:
                others[key] = codes
            else:
                few += [(key, piece) for piece in _PIECE.findall(codes)]
        made: dict[str, str] = {}
        recoded = self.before.recoded([_codes(piece) for _, piece in few], self.told, self.now)
        for (key, piece), posting in zip(few, recoded, strict=bool(few)):
            if posting:
                made[key] = made.get(key, key) + _mark(piece) + posting
        for key in {**others, **new}:
            if postings := self._postings(others.get(key, ""), new.get(key, {})):
                made[key] = key + postings
        own = list(made.values())
        self.size += len("".join(own).encode()) + len(own)
        return shard_part(number, ["", *own])

    def _postings(self, codes: str, more: _Numbers) -> str:
        """Those of a pair, with the new stories among them."""
        old = {_mark(piece): _codes(piece) for piece in _PIECE.findall(codes)}
        made = ""
        for mark in SLOTS.values():
            before = self.before.read_bits(old[mark]) if mark in old else 0
            bits = sum(1 << number for number in more.get(mark, ()))
            for start, most, to in self.runs:
                bits |= (before >> start & most) << to
            made += mark + self.now.of_bits(bits) if bits else ""
        return made


def _mark(piece: str) -> str:
    return piece[0] if piece[0] in _MARKS else ""


def _codes(piece: str) -> str:
    return piece[1:] if piece[0] in _MARKS else piece
