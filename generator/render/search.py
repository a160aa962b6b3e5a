"""Site search: exact substrings, found in small script files by `theme/assets/js/search.js`.

Each file calls `showcaseSearch.part(name, data)` and is loaded by an injected `<script>`, so that
search works from a server and from a double click alike. `<folder>/` holds:

- `index.js`: `{"docs", "bits", "block", "tag", …}`, all that the script must know to find the rest;
  `tag` changes with the content and is asked for with every other file, against stale caches
- `g/0.js` … : shards, the postings of pairs of characters; a shard's number is the first `bits`
  of their hashes
- `d/0.js` … : blocks of `block` whole stories: to verify a candidate and to cut its excerpt
- `kind.js`, `unit.js`, `year.js`: `[values, codes]`, a number a story, loaded when a filter is used

Stories are numbered by year, newest first, then in the order given: the last criterion of rank.
A pair is two neighbouring characters of a folded text (one character beyond the basic plane counts
as two: a pair by itself); none holds a space. A shard is a run of entries, each a space, the pair
and its postings: one for each field that is some story's best field with that pair, behind its
mark (SLOTS). `Postings` tells how the story numbers are written. The pairs of a query's word lead
to the candidates and to the best rank each can have; the script reads candidates in that order and
tries them by plain substring search. A single character of the basic plane is no query.

Shards are named by the pair's hash alone, and their number changes only when the index doubles: an
edit of one story changes its block and the few shards of its new and lost pairs (`reindex.py`,
which also reads `size` and `chars` of `index.js`, the bytes of all entries and the characters of
all stories).
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, repeat
from operator import itemgetter
from struct import pack, unpack_from

from msgspec import Struct
from msgspec.json import encode

from generator.model.output import Text
from generator.render.postings import Postings, gap_code

# A first query loads a shard for each pair of its word, up to 4, and ten stories or blocks of them:
# 3 x 14 KB + 10 x 4 KB are below 100 KB with room for shards that are larger than the mean.
SHARD_BYTES = 14_000  # most bytes of a shard in the mean; half as many at least
MOST_BITS = 12  # enough for 45,000 stories of 1,000 characters
BLOCK_CHARS = 1_300  # most characters of a block of several stories
AT_ONCE = 500  # postings: more would take more memory, and no less time
SLOTS = {"text": "", "summary": "!", "unit": "#", "people": "$", "title": "%"}  # the best last
FACETS = ("kind", "unit", "year")
FIELDS = ("url", "kind", "year", *reversed(SLOTS))  # of a Row
PLACES = {name: place for place, name in enumerate(FIELDS)}
_YEAR, _WORDS = PLACES["year"], PLACES["title"]
Row = tuple[str, ...]  # a story as its block holds it
year_of: Callable[[Row], str] = itemgetter(_YEAR)  # the index begins with the newest year
# The bytes of all entries, how many bits name a shard, the shards with their names.
Shards = tuple[int, int, Iterable[tuple[str, str]]]

# The characters that are folded, each by itself, to the lower case of its NFKC form. Only runs
# without a code point that Unicode may still assign: what later versions add is left alone by
# every Python and every browser. The script has the same runs.
FOLDED = (
    (0x41, 0x5A), (0xA0, 0x377), (0x391, 0x3A1), (0x3A3, 0x3A9), (0x400, 0x52F), (0x1E00, 0x1EFF),
    (0x2000, 0x2064), (0x2070, 0x2071), (0x2074, 0x208E), (0x2090, 0x209C), (0x2100, 0x2189),
    (0x2460, 0x24EA), (0x2F00, 0x2FD5), (0x3000, 0x303F), (0x3131, 0x318E), (0x3192, 0x319F),
    (0x3200, 0x321E), (0x3220, 0x33FF), (0xF900, 0xFA6D), (0xFA70, 0xFAD9), (0xFB00, 0xFB06),
    (0xFE10, 0xFE19), (0xFE30, 0xFE52), (0xFE54, 0xFE66), (0xFE68, 0xFE6B), (0xFF01, 0xFFBE),
    (0xFFE0, 0xFFE6), (0xFFE8, 0xFFEE), (0x1D400, 0x1D7FF), (0x2F800, 0x2FA1D),
)  # fmt: skip


class SearchDoc(Struct, frozen=True):
    """A story as search knows it, all plain text; `url` is relative to the site's root."""

    url: str
    title: str
    people: str
    unit: str
    kind: str
    year: str
    summary: str
    text: str


def search_outputs(docs: Iterable[SearchDoc], folder: str = "search") -> Iterator[Text]:
    """The files of the index below `folder`: a function of the docs and their order alone.

    Docs are taken one by one, and only their words are kept. About 0.8 ms and 8 KB of memory a
    story of 1,000 characters, growing linearly to 10,000; half of it where rows lie in a file.
    """
    return index_of(sorted(map(row_of, docs), key=year_of, reverse=True), folder)


def index_of(rows: Sequence[Row], folder: str = "search") -> Iterator[Text]:
    """The files of the index below `folder`, from stories in its order."""
    for name, text in parts_of(rows, lambda: _shards(rows)):
        yield Text(f"{folder}/{name}.js", text)


def parts_of(rows: Sequence[Row], shards: Callable[[], Shards]) -> Iterator[tuple[str, str]]:
    """Names and texts of all files; the head comes last, for it tells of the others."""
    docs, chars = len(rows), sum(len(row[-1]) for row in rows)
    block, tag = block_size(docs, chars), 0
    for number, start in enumerate(range(0, docs, block)):
        name, text = block_part(number, rows[start : start + block])
        tag += crc(text)
        yield name, text
    yield from _facets(rows)
    size, bits, made = shards()
    yield from made
    yield head_part(docs, bits, block, tag & 0xFFFFFFFF, size, chars)


def head_part(  # the six figures that the index hangs on
    docs: int, bits: int, block: int, tag: int, size: int, chars: int
) -> tuple[str, str]:
    """Name and text of `index.js`."""
    head = {"docs": docs, "bits": bits, "block": block, "tag": f"{tag:08x}"}
    return "index", part("index", {**head, "size": size, "chars": chars})


def block_size(stories: int, chars: int) -> int:
    """How many stories make up a block."""
    return max(1, BLOCK_CHARS * stories // max(1, chars))


def block_part(number: int, rows: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Name and text of a block."""
    return f"d/{number}", part(f"d/{number}", rows)


def crc(text: str) -> int:
    """The check sum of a block; the sum of all is the index's tag."""
    return zlib.crc32(text.encode())


def bits_for(size: int) -> int:
    """How many bits of a hash name a shard, as few as SHARD_BYTES allows."""
    return min(max(1, (size // SHARD_BYTES).bit_length()), MOST_BITS)


def fold(text: str) -> str:
    """`text` as it is compared: capital, wide and compatible characters made plain, one by one.

    One character of twenty is folded; cutting a text there costs a fifth of a translation. Nine of
    ten of them are commas: replacing these first halves the rest.
    """
    plane, beyond = _folded_patterns()
    pieces = plane.split(text.replace("，", ","))
    pieces[1::2] = map(_folding().__getitem__, pieces[1::2])
    text = "".join(pieces)
    if len(text.encode("utf-16-le")) == 2 * len(text):
        return text
    return beyond.sub(lambda found: _folding().get(found[0], found[0]), text)


def shard_of(pair: int, bits: int) -> int:
    """The shard of a pair of UTF-16 units, `first | second << 16`: its multiplicative hash."""
    return (pair * 0x9E3779B1 & 0xFFFFFFFF) >> (32 - bits)


@cache
def _folding() -> Mapping[str, str]:
    characters = map(chr, chain.from_iterable(range(a, b + 1) for a, b in FOLDED))
    return {c: f for c in characters if (f := unicodedata.normalize("NFKC", c).lower()) != c}


@cache
def _folded_patterns() -> tuple[re.Pattern[str], ...]:
    """What may be folded; characters beyond the basic plane apart, for they make a set slow."""
    plane = "".join(re.escape(c) for c in _folding() if c <= "\uffff")
    beyond = "".join(f"{chr(a)}-{chr(b)}" for a, b in FOLDED if a > 0xFFFF)
    return re.compile(f"([{plane}])"), re.compile(f"[{beyond}]")


def row_of(doc: SearchDoc) -> Row:
    """A story as its block holds it."""
    words = (doc.title, doc.people, doc.unit, doc.summary, doc.text)
    return (doc.url, doc.kind, doc.year, *map(_plain, words))


def _facets(rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    places = [PLACES[name] for name in FACETS]
    told = [itemgetter(*places)(row) for row in rows]
    for at, name in enumerate(FACETS):
        column = [each[at] for each in told]
        values = sorted(set(column))
        codes = {value: gap_code(number) for number, value in enumerate(values)}
        yield name, part(name, [values, "".join(codes[value] for value in column)])


def _shards(rows: Sequence[Row]) -> Shards:
    """The shards of the stories.

    Entries are first laid in the most shards there may be; neighbours then make up a shard.
    """
    fine = [bytearray() for _ in range(1 << MOST_BITS)]
    for found in _postings(rows):
        for pair, key in keys_of(found).items():
            fine[shard_of(pair, MOST_BITS)] += f" {key}{found[pair]}".encode()
    total = sum(map(len, fine))
    bits = bits_for(total)
    size = 1 << (MOST_BITS - bits)
    pieces = (b"".join(fine[n * size : (n + 1) * size]) for n in range(1 << bits))
    return total, bits, (shard_part(n, p.decode().split(" ")) for n, p in enumerate(pieces))


def shard_part(number: int, entries: Iterable[str]) -> tuple[str, str]:
    """Name and text of a shard; its entries are the pairs with their postings, and ""."""
    return f"g/{number}", part(f"g/{number}", " ".join(sorted(entries)))


def _postings(rows: Sequence[Row]) -> Iterator[dict[int, str]]:
    """Every pair with its posting, some at once, in no order; what was yielded is forgotten."""
    postings = Postings(len(rows))
    text, *tables = _tables(rows, postings.packed)
    better: defaultdict[int, str] = defaultdict(str)
    for table, mark in zip(tables, list(SLOTS.values())[1:], strict=True):
        for some in _written(table, postings):
            for pair, posting in some.items():
                better[pair] += mark + posting
    for some in _written(text, postings):
        for pair in some.keys() & better.keys():
            some[pair] += better.pop(pair)
        yield some
    yield better


def _written(table: dict[int, bytearray], postings: Postings) -> Iterator[dict[int, str]]:
    """Pairs with their postings for one slot; the table is emptied."""
    while table:
        some = dict(map(dict.popitem, repeat(table, min(len(table), AT_ONCE))))
        yield dict(zip(some, postings.of_all([*some.values()]), strict=True))


def _tables(
    rows: Iterable[Row], packed: Callable[[int], bytes]
) -> list[defaultdict[int, bytearray]]:
    """For each slot, pair to the numbers of the stories whose best field with it that is."""
    tables = [defaultdict[int, bytearray](bytearray) for _ in SLOTS]
    for number, row in enumerate(rows):
        told = packed(number)
        for table, pairs in zip(tables, pairs_by_slot(row), strict=True):
            for numbers in map(table.__getitem__, pairs):
                numbers += told
    return tables


def pairs_by_slot(row: Sequence[str]) -> list[set[int]]:
    """The pairs of a story, each in the slot of its best field."""
    words = fold("\n".join(row[_WORDS:])).split("\n")  # none of them holds a line feed
    slots = [*map(_pairs_of, reversed(words))]
    for place, pairs in enumerate(slots):
        pairs.difference_update(*slots[place + 1 :])
    return slots


def _pairs_of(folded: str) -> set[int]:
    """Every two neighbouring UTF-16 units, as `first | second << 16`."""
    units = folded.encode("utf-16-le")
    if len(units) < 4:
        return set()
    whole, shifted = len(units) // 4, (len(units) - 2) // 4
    return {*unpack_from(f"<{whole}I", units), *unpack_from(f"<{shifted}I", units, 2)}


def keys_of(pairs: Collection[int]) -> dict[int, str]:
    """The characters of each pair, but of those that hold a space or half a character."""
    apart = (pair | ord("\n") << 32 for pair in pairs)
    keys = pack(f"<{len(pairs)}Q", *apart).decode("utf-16-le", "ignore").split("\n\0")
    told = zip(pairs, keys[:-1], strict=True)
    return {p: key for p, key in told if (len(key) == 2 and " " not in key) or key > "\uffff"}


def part(name: str, data: object) -> str:
    """The text of a file of the index."""
    return f'showcaseSearch.part("{name}",{encode(data).decode()})\n'


def _plain(text: str) -> str:
    return " ".join(text.split())
