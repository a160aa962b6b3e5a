"""The search index after an edit: the files that differ, from the old files and the new story.

The same bytes as `search_outputs` would give (a test compares them), for a cost that does not grow
with the number of stories. What moves stories or shards is left to `search_outputs`: None.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from struct import pack, unpack_from
from typing import Any

from msgspec import Struct, field

from generator.model.output import Text
from generator.render.postings import Postings
from generator.render.search import (
    FACETS,
    FIELDS,
    PLACES,
    SLOTS,
    WORDS,
    SearchDoc,
    bits_for,
    block_part,
    block_size,
    blocks,
    crc,
    fold,
    head_part,
    row_of,
    shard_of,
    shard_part,
)

OldFile = Callable[[str], str]  # the text of a file of the old index, by its path below the site
_FIELD_OF = {mark: field for field, mark in SLOTS.items() if mark}


def reindexed(
    old: OldFile, changed: Mapping[int, SearchDoc], folder: str = "search"
) -> list[Text] | None:
    """The files that differ once the stories `changed`, by their number, say what they say now.

    None where a story's address, its choice in a filter, or the cut of the files changes with it.
    """
    index = _Index(old, folder)
    if all(index.takes(number, doc) for number, doc in changed.items()):
        return index.finished()
    return None


def documents_of(old: OldFile, folder: str = "search") -> Iterator[SearchDoc]:
    """All docs as the old index holds them, in its order."""
    yield from map(_doc, _rows_of(old, folder))


def _rows_of(old: OldFile, folder: str) -> Iterator[list[str]]:
    """All docs as the old index's blocks hold them."""
    head = _data_of(old(f"{folder}/index.js"))
    for name, _, _ in blocks(head["docs"], head["long"], head["block"]):
        yield from _data_of(old(f"{folder}/{name}.js"))


class _Index(Struct, dict=True):
    """The old index, and the parts of it that were changed."""

    old: OldFile
    folder: str
    blocks: dict[int, list[list[str]]] = field(default_factory=dict)
    shards: dict[int, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def head(self) -> dict[str, int]:
        head = _data_of(self.old(f"{self.folder}/index.js"))
        return {**head, "tag": int(head["tag"], 16)}

    @cached_property
    def postings(self) -> Postings:
        return Postings(self.head["docs"])

    def takes(self, number: int, doc: SearchDoc) -> bool:
        """Puts the story of that number in; False where more than its words have changed."""
        block = self._block(number // self.head["block"])
        before = block[number % self.head["block"]]
        after = list(row_of(doc))
        if any(before[PLACES[name]] != after[PLACES[name]] for name in ("url", *FACETS)):
            return False
        block[number % self.head["block"]] = after
        self.head["chars"] += len(after[-1]) - len(before[-1])
        was, now = _best_fields(before), _best_fields(after)
        moved = [pair for pair in was.keys() | now.keys() if was.get(pair) != now.get(pair)]
        for pair, key in _keys_of(moved).items():
            self._move(pair, key, number, was.get(pair), now.get(pair))
        return True

    def finished(self) -> list[Text] | None:
        """The files that were changed, `index.js` among them."""
        head = self.head
        if bits_for(head["size"]) != head["bits"]:
            return None
        if block_size(head["long"], head["chars"]) != head["block"]:
            return None
        parts = [block_part(f"d/{number}", records) for number, records in self.blocks.items()]
        for name, text in parts:
            head["tag"] += crc(text) - crc(self.old(f"{self.folder}/{name}.js"))
        head["tag"] &= 0xFFFFFFFF
        parts += [
            shard_part(number, ["", *(key + found for key, found in shard.items())])
            for number, shard in self.shards.items()
        ]
        parts.append(head_part(**head))
        return [Text(f"{self.folder}/{name}.js", text) for name, text in parts]

    def _block(self, number: int) -> list[list[str]]:
        if number not in self.blocks:
            self.blocks[number] = _data_of(self.old(f"{self.folder}/d/{number}.js"))
        return self.blocks[number]

    def _move(self, pair: int, key: str, number: int, was: str | None, now: str | None) -> None:
        """Takes a story out of a pair's posting for one field and into that for another."""
        shard = self._shard(shard_of(pair, self.head["bits"]))
        found = shard.pop(key, "")
        slots = _slots(found, self.postings)
        if was is not None:
            slots[was].remove(number)
        if now is not None:
            slots[now] = sorted([*slots[now], number])
        new = "".join(
            mark + self.postings.of(slots[field]) for field, mark in SLOTS.items() if slots[field]
        )
        if found:
            self.head["size"] -= len(f" {key}{found}".encode())
        if new:
            shard[key] = new
            self.head["size"] += len(f" {key}{new}".encode())

    def _shard(self, number: int) -> dict[str, str]:
        if number not in self.shards:
            entries = _data_of(self.old(f"{self.folder}/g/{number}.js")).split(" ")
            self.shards[number] = dict(_entry_of(entry) for entry in entries if entry)
        return self.shards[number]


def _data_of(text: str) -> Any:
    """What a file of the index tells."""
    return json.loads(text[text.index(",") + 1 : text.rindex(")")])


def _doc(record: list[str]) -> SearchDoc:
    return SearchDoc(**dict(zip(FIELDS, record, strict=True)))


def _best_fields(record: list[str]) -> dict[int, str]:
    """Every pair of a story with its best field, the last of SLOTS that has it."""
    words = fold("\n".join(record[WORDS:])).split("\n")  # none of them holds a line feed
    fields = zip(SLOTS, map(_pairs_of, reversed(words)), strict=True)
    return {pair: name for name, pairs in fields for pair in pairs}


def _pairs_of(folded: str) -> set[int]:
    """Every two neighbouring UTF-16 units, as `first | second << 16`."""
    units = folded.encode("utf-16-le")
    if len(units) < 4:
        return set()
    whole, shifted = len(units) // 4, (len(units) - 2) // 4
    return {*unpack_from(f"<{whole}I", units), *unpack_from(f"<{shifted}I", units, 2)}


def _keys_of(pairs: Collection[int]) -> dict[int, str]:
    """The characters of each pair, but of those that hold a space or half a character."""
    apart = (pair | ord("\n") << 32 for pair in pairs)
    keys = pack(f"<{len(pairs)}Q", *apart).decode("utf-16-le", "ignore").split("\n\0")
    told = zip(pairs, keys[:-1], strict=True)
    return {p: key for p, key in told if (len(key) == 2 and " " not in key) or key > "\uffff"}


def _entry_of(entry: str) -> tuple[str, str]:
    """The pair of an entry and its postings; a character beyond the basic plane is a pair."""
    cut = 1 if ord(entry[0]) > 0xFFFF else 2
    return entry[:cut], entry[cut:]


def _slots(found: str, postings: Postings) -> dict[str, list[int]]:
    """The numbers of the stories by field."""
    slots: dict[str, list[int]] = {name: [] for name in SLOTS}
    name, codes = "text", ""
    for character in found:
        if character in _FIELD_OF:
            slots[name] = postings.read(codes)
            name, codes = _FIELD_OF[character], ""
        else:
            codes += character
    slots[name] = postings.read(codes)
    return slots
