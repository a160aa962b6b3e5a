"""Site search: exact substrings, found in small script files by `theme/assets/js/search.js`.

Each file calls `showcaseSearch.part(name, data)` and is loaded by an injected `<script>`, so that
search works from a server and from a double click alike. `<folder>/` holds:

- `index.js`: `{"docs", "long", "bits", "block", "tag", …}`, all that the script must know to find
  the rest; `tag` changes with the content and is asked for with every other file, against stale
  caches
- `g/0.js` … : shards, the postings of pairs of characters; a shard's number is the first `bits`
  of their hashes
- `d/0.js` … : blocks of `block` whole stories: to verify a candidate and to cut its excerpt
- `e/0.js` … : blocks of ENTRIES short ones, which stand behind the `long` ones
- `kind.js`, `unit.js`, `year.js`: `[values, codes]`, a number a story, loaded when a filter is used

Stories are numbered by year, newest first, then in the order given: the last criterion of rank.
Behind them stands what other pages hold: works, long as stories are, then entries of a few words
(names on boards, winners, maxims, pledges, units). So an edit of a story moves none of them, and
where they change the index is written anew. What has no title is headed by its summary or its
people: a name on a board ranks as the names in stories do.

A pair is two neighbouring characters of a folded text (one character beyond the basic plane counts
as two: a pair by itself); none holds a space. Folding leaves out quotation marks, and the spaces
that authors set or do not: beside Chinese (27 个班组, 张 三), before a number (ISO 9001). No
substring is lost by leaving out the same of text and query.

A shard is a run of entries, each a space, the pair and its postings: one for each field that is
some story's best field with that pair, behind its mark (SLOTS). `Postings` tells how the story
numbers are written. The pairs of a query's word lead to the candidates and to the best rank each
can have; the script reads candidates in that order and tries them by plain substring search. A
single character of the basic plane is no query.

Entries are first laid in the most shards there may be; neighbours then make up a shard.
Shards are named by the pair's hash alone, and their number changes only when the index doubles: an
edit of one story changes its block and the few shards of its new and lost pairs (`reindex.py`,
which also reads `size` and `chars` of `index.js`, the bytes of all entries and the characters of
all stories).
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from tempfile import TemporaryFile

from msgspec import Struct
from msgspec.json import encode

from generator.model.output import Text
from generator.render.html import one_line
from generator.render.postings import gap_code

# A first query loads a shard for each pair of its word, up to 4, and ten stories or blocks of them:
# 3 x 14 KB + 10 x 4 KB are below 100 KB with room for shards that are larger than the mean.
SHARD_BYTES = 14_000  # most bytes of a shard in the mean; half as many at least
MOST_BITS = 12  # enough for 45,000 stories of 1,000 characters
BLOCK_CHARS = 1_300  # most characters of a block of several stories
ENTRIES = 12  # in a block, some 4 KB
SLOTS = {"text": "", "summary": "!", "unit": "#", "people": "$", "title": "%"}  # the best last
FACETS = ("kind", "unit", "year")
FIELDS = ("url", "kind", "year", *reversed(SLOTS))  # of a Row
PLACES = {name: place for place, name in enumerate(FIELDS)}
_YEAR, WORDS = PLACES["year"], PLACES["title"]  # all that is searched lies behind
HASH = 0x9E3779B1  # of a pair of UTF-16 units, `first | second << 16`, times that: 32 bits of it
Row = tuple[str, ...]  # a story as its block holds it
year_of: Callable[[Row], str] = itemgetter(_YEAR)  # the index begins with the newest year
_choices: Callable[[Row], Row] = itemgetter(*(PLACES[name] for name in FACETS))

# The characters that are folded, each by itself, to the lower case of its NFKC form. Only runs
# without a code point that Unicode may still assign: what later versions add is left alone by
# every Python and every browser. The script is told them by its page.
FOLDED = (
    (0x41, 0x5A), (0xA0, 0x377), (0x391, 0x3A1), (0x3A3, 0x3A9), (0x400, 0x52F), (0x1E00, 0x1EFF),
    (0x2000, 0x2064), (0x2070, 0x2071), (0x2074, 0x208E), (0x2090, 0x209C), (0x2100, 0x2189),
    (0x2460, 0x24EA), (0x2F00, 0x2FD5), (0x3000, 0x303F), (0x3131, 0x318E), (0x3192, 0x319F),
    (0x3200, 0x321E), (0x3220, 0x33FF), (0xF900, 0xFA6D), (0xFA70, 0xFAD9), (0xFB00, 0xFB06),
    (0xFE10, 0xFE19), (0xFE30, 0xFE52), (0xFE54, 0xFE66), (0xFE68, 0xFE6B), (0xFF01, 0xFFBE),
    (0xFFE0, 0xFFE6), (0xFFE8, 0xFFEE), (0x1D400, 0x1D7FF), (0x2F800, 0x2FA1D),
)  # fmt: skip


# What folding leaves out: marks that are typed for one another, spaces that are set or not.
_QUOTES = "\"'“”‘’「」『』"
_CHINESE = "[\u3400-\u9fff\U00010000-\U0010ffff]"
_SPACE = f" (?:(?<={_CHINESE} )|(?={_CHINESE})|(?<=[a-z] )(?=[0-9]))"


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


def search_outputs(
    docs: Iterable[SearchDoc],
    works: Iterable[SearchDoc] = (),
    entries: Iterable[SearchDoc] = (),
    folder: str = "search",
) -> Iterator[Text]:
    """The files of the index below `folder`: a function of the docs and their order alone.

    Docs are taken one by one, and only their words are kept. About 0.3 ms a story of 1,000
    characters, growing linearly to 10,000; its pairs lie in a file, as its row may (`packed.Rows`).
    """
    long = [*sorted(map(row_of, docs), key=year_of, reverse=True), *map(row_of, works)]
    return index_of([*long, *map(row_of, entries)], len(long), folder)


def index_of(rows: Sequence[Row], long: int, folder: str = "search") -> Iterator[Text]:
    """The files of the index below `folder`, from rows in its order: `long` ones, then entries."""
    for name, text in _parts(rows, long):
        yield Text(f"{folder}/{name}.js", text)


def head_part(  # the seven figures that the index hangs on
    docs: int, long: int, bits: int, block: int, tag: int, size: int, chars: int
) -> tuple[str, str]:
    """Name and text of `index.js`."""
    head = {"docs": docs, "long": long, "bits": bits, "block": block, "tag": f"{tag:08x}"}
    return "index", part("index", {**head, "size": size, "chars": chars})


def block_size(stories: int, chars: int) -> int:
    """How many stories make up a block."""
    return max(1, BLOCK_CHARS * stories // max(1, chars))


def blocks(docs: int, long: int, block: int) -> Iterator[tuple[str, int, int]]:
    """The name of each block, its first number and the next one's."""
    for folder, first, end, size in (("d", 0, long, block), ("e", long, docs, ENTRIES)):
        for number, start in enumerate(range(first, end, size)):
            yield f"{folder}/{number}", start, min(start + size, end)


def block_part(name: str, rows: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Name and text of a block."""
    return name, part(name, rows)


def crc(text: str) -> int:
    """The check sum of a block; the sum of all is the index's tag."""
    return zlib.crc32(text.encode())


def bits_for(size: int) -> int:
    """How many bits of a hash name a shard, as few as SHARD_BYTES allows."""
    return min(max(1, (size // SHARD_BYTES).bit_length()), MOST_BITS)


def fold(text: str) -> str:
    """`text` as it is compared: capital, wide and compatible characters made plain, one by one;
    without quotation marks, and without spaces that do not part words.

    One character of twenty is folded; cutting a text there costs a fifth of a translation. Nine of
    ten of them are commas: replacing these first halves the rest.
    """
    plane, beyond, space = _folded_patterns()
    pieces = plane.split(text.replace("，", ","))
    pieces[1::2] = map(_folding().__getitem__, pieces[1::2])
    text = "".join(pieces)
    if len(text.encode("utf-16-le")) != 2 * len(text):
        text = beyond.sub(lambda found: _folding().get(found[0], found[0]), text)
    for mark in _QUOTES:
        text = text.replace(mark, "")
    return space.sub("", text)


def folded_runs() -> str:
    """The runs of folded characters for a set in the script's pattern."""
    return "".join(f"\\u{{{first:x}}}-\\u{{{last:x}}}" for first, last in FOLDED)


def shard_of(pair: int, bits: int) -> int:
    """The shard of a pair: the first bits of its hash."""
    return (pair * HASH & 0xFFFFFFFF) >> (32 - bits)


@cache
def _folding() -> Mapping[str, str]:
    characters = map(chr, chain.from_iterable(range(a, b + 1) for a, b in FOLDED))
    return {c: f for c in characters if (f := unicodedata.normalize("NFKC", c).lower()) != c}


@cache
def _folded_patterns() -> tuple[re.Pattern[str], ...]:
    """What may be folded; characters beyond the basic plane apart, for they make a set slow.
    Spaces that are left out."""
    plane = "".join(re.escape(c) for c in _folding() if c <= "\uffff")
    beyond = "".join(f"{chr(a)}-{chr(b)}" for a, b in FOLDED if a > 0xFFFF)
    return re.compile(f"([{plane}])"), re.compile(f"[{beyond}]"), re.compile(_SPACE)


def row_of(doc: SearchDoc) -> Row:
    """A story as its block holds it."""
    words = (doc.title, doc.people, doc.unit, doc.summary, doc.text)
    return (doc.url, doc.kind, doc.year, *map(one_line, words))


def _parts(rows: Sequence[Row], long: int) -> Iterator[tuple[str, str]]:
    """Names and texts of all files; the head comes last, for it tells of the others."""
    from generator.render.pairs import put_entries  # not for an edit: numpy takes 0.1 s

    told = [(len(row[-1]), *_choices(row)) for row in rows]
    each, *choices = zip(*told, strict=True) if told else ((), *((),) * len(FACETS))
    docs, chars, tag = len(told), sum(each[:long]), 0
    block = block_size(long, chars)
    for block_name, start, end in blocks(docs, long, block):
        name, text = block_part(block_name, rows[start:end])
        tag += crc(text)
        yield name, text
    yield from map(_facet, FACETS, choices)
    with TemporaryFile() as book:
        sizes = put_entries(rows, MOST_BITS, book)
        book.seek(0)
        size = sum(sizes)
        bits = bits_for(size)
        for number, start in enumerate(range(0, len(sizes), len(sizes) >> bits)):
            entries = book.read(sum(sizes[start : start + (len(sizes) >> bits)]))
            yield shard_part(number, entries.decode().split(" "))
    yield head_part(docs, long, bits, block, tag & 0xFFFFFFFF, size, chars)


def _facet(name: str, column: Sequence[str]) -> tuple[str, str]:
    values = sorted(set(column))
    codes = {value: gap_code(number) for number, value in enumerate(values)}
    return name, part(name, [values, "".join(codes[value] for value in column)])


def shard_part(number: int, entries: Iterable[str]) -> tuple[str, str]:
    """Name and text of a shard; its entries are the pairs with their postings, and ""."""
    return f"g/{number}", part(f"g/{number}", " ".join(sorted(entries)))


def part(name: str, data: object) -> str:
    """The text of a file of the index."""
    return f'showcaseSearch.part("{name}",{encode(data).decode()})\n'
