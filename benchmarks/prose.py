"""Chinese prose for the benchmarks: varied sentences from a vocabulary and patterns, by a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path

import yaml

HERE = Path(__file__).parent
SLOT = re.compile(r"\{(\w+)\}")
# What the sentences of a section do, in turn; a section starts over when it is to be longer.
MOVES = {
    "background": ("start", "detail", "start", "who", "act"),
    "meaning": ("think", "act", "think", "who", "detail"),
    "profile": ("who", "who", "act", "detail", "who"),
    "deeds": ("act", "detail", "act", "act", "result"),
    "practice": ("act", "act", "think", "detail", "act"),
    "course": ("start", "act", "detail", "act", "detail"),
    "results": ("result", "result", "detail", "result", "act"),
    "insight": ("think", "think", "result", "who", "think"),
    "feelings": ("detail", "think", "who", "think", "act"),
    "plan": ("plan", "plan", "think", "plan", "result"),
}
PARAGRAPH = 4
# Words that real texts often qualify, and how often; how often a thing is a compound of two
# characters (铜阀, 油样), which gives the long tail of rare bigrams that real texts have.
QUALIFIED = frozenset(("thing", "work", "people"))
ADJECTIVE = 0.25
COMPOUND = 0.3


def section(name: str, size: int, own: Mapping[str, str], rng: random.Random) -> str:
    """A section's Markdown of at least `size` 字 and at most one sentence more.

    `own` holds the story's own words (place, product, group, me, mate), which recur as they do in
    a real text. The second paragraph of a `practice` is a list.
    """
    sentences: list[str] = []
    length = 0
    while length < size:
        move = MOVES[name][len(sentences) % len(MOVES[name])]
        sentences.append(sentence(move, own, rng))
        length += len(sentences[-1])
    paragraphs = [sentences[at : at + PARAGRAPH] for at in range(0, len(sentences), PARAGRAPH)]
    if name == "practice" and len(paragraphs) > 1:
        listed = "\n".join(f"- {text}" for text in paragraphs.pop(1))
        paragraphs.insert(1, [listed])
    return "\n\n".join("".join(texts) for texts in paragraphs)


def sentence(move: str, own: Mapping[str, str], rng: random.Random) -> str:
    """One sentence that does `move`, its slots filled from the story's words and the vocabulary."""
    pieces = rng.choice(_patterns()[move])
    return "".join(
        _fill(piece, pieces[at - 1], own, rng) if at % 2 else piece
        for at, piece in enumerate(pieces)
    )


def pick(row: str, rng: random.Random) -> str:
    """A word of a row of the vocabulary, the common ones first."""
    words, weights = _vocabulary()[row]
    return rng.choices(words, cum_weights=weights)[0]


def words(row: str) -> tuple[str, ...]:
    """All words of a row of the vocabulary, the common ones first."""
    return _vocabulary()[row][0]


def place(rng: random.Random) -> str:
    """The name of a place that exists nowhere in particular."""
    return pick("place_head", rng) + pick("place_tail", rng)


def person(rng: random.Random) -> str:
    """A person's name of two or three characters."""
    given = pick("given", rng) + (pick("given", rng) if rng.random() < 0.75 else "")
    return pick("surname", rng) + given


def _fill(slot: str, before: str, own: Mapping[str, str], rng: random.Random) -> str:
    if slot in own:
        return own[slot]
    if slot in MADE:
        return MADE[slot](rng)
    word = pick(slot, rng)
    if slot == "thing" and rng.random() < COMPOUND:
        word = pick("part_head", rng) + pick("part_tail", rng)
    if slot in QUALIFIED and not before.endswith("的") and rng.random() < ADJECTIVE:
        return f"{pick('adj', rng)}的{word}"
    return word


def _between(least: int, most: int) -> Callable[[random.Random], str]:
    return lambda rng: str(rng.randint(least, most))


MADE: dict[str, Callable[[random.Random], str]] = {
    "some": lambda rng: pick("product", rng),
    "anyone": person,
    "elsewhere": place,
    "few": _between(2, 9),
    "dozens": _between(11, 99),
    "hundreds": _between(101, 3999),
    "age": _between(26, 43),
    "years": _between(3, 35),
    "percent": _between(81, 99),
    "year": _between(2009, 2025),
}


@cache
def _patterns() -> dict[str, list[list[str]]]:
    """Patterns cut at their slots: literal, slot, literal, slot, …, literal."""
    table = yaml.safe_load((HERE / "patterns.yml").read_text(encoding="utf-8"))
    return {move: [SLOT.split(text) for text in texts] for move, texts in table.items()}


@cache
def _vocabulary() -> dict[str, tuple[tuple[str, ...], list[float]]]:
    table = yaml.safe_load((HERE / "words.yml").read_text(encoding="utf-8"))
    rows = {row: tuple(text.split()) for row, text in table.items()}
    return {row: (found, _weights(len(found))) for row, found in rows.items()}


def _weights(count: int) -> list[float]:
    """Cumulative weights that fall with the rank as word frequencies do (Zipf–Mandelbrot)."""
    return list(accumulate(1 / (rank + 10) for rank in range(count)))
