"""The code of a brand: the short sign that stands large on its page and its tile (1252, 三定)."""

from __future__ import annotations

import re

from msgspec import Struct

from generator.model.kinds import Brand, Story
from generator.render.breaks import clauses, words_of

_LONGEST = 12  # characters; a longer name is a sentence, no sign
_NUMERAL_MOST = 4  # digits at full size; a capital is as wide as 1.4 of them
_LINE = 4  # Chinese characters a line of a tile holds
_QUOTED = re.compile(r"[“「『]([^”」』]+)[”」』]")
# Digits that count (2,000台, 3.5万人, 第296期) are no sign.
_COUNTED = "[\\d年月日天岁期届次个名人家户台套件项篇条场批种吨元万亿多余,.%％]"
_BARE = re.compile(rf"(?<![\d,.第])(?:\d+(?:[+×.]\d+)+|\d{{3,}})(?!{_COUNTED})|[A-Z]{{2,}}\d*")
_TAIL = r"(?:党支部|支部)?工作法|(?:党建|服务|文化)?品牌"
_COMMON = re.compile(f"(?:{_TAIL})$")
# What may follow a code that stands on a line of its own: the rest of a name, or a new clause.
_REST = re.compile(
    f"(?:$|[：，、· ]|{_TAIL}|(?:党支部|支部|党建|服务|文化|员工)?"
    "(?:模式|工程|活动|机制|体系|制度|文化|思路|理念|行动|基础性))"
)
_FIRST_CLAUSE = re.compile(r"[^，。：；！？、“”《》 ]{2,8}(?=[：，])")
_OPENING = ("“", "「", "『")
_TO_CLOSING = re.compile(r"([^“「『”」』]{0,6})([”」』])")
_BETWEEN = tuple("：，、· ")  # marks that would open the line below the code
_LATIN = re.compile(r"[0-9A-Za-z+×.]+")


class Code(Struct, frozen=True):
    """`text` as it stands in the name, `lines` for narrow places; `look`: numeral, long, words."""

    text: str
    lines: tuple[str, ...]
    look: str


class Headline(Struct, frozen=True):
    """A title around its code, the marks that enclose the code apart: they are not shown large."""

    before: str
    opening: str
    code: str
    closing: str
    after: str


def code_of(story: Story) -> Code | None:
    """The code in the method's name or the title: what is quoted, digits, a short first clause."""
    if not isinstance(story, Brand):
        return None
    for name in (story.method.name if story.method else "", story.title):
        found = _sign(name)
        if found:
            return _code(found)
    opening = _FIRST_CLAUSE.match(story.title)
    return _code(opening[0]) if opening else None


def headline(title: str, code: Code | None) -> Headline | None:
    """The title split around `code`; None where the code is missing or part of a sentence.

    Where the quotes hold more than the code (“六联工作法”), all they hold stands large.
    """
    before, found, after = title.partition(code.text) if code else ("", "", "")
    opening = before[-1:] if before[-1:] in _OPENING else ""
    quoted = _TO_CLOSING.match(after) if opening else None
    more, closing = quoted.groups() if quoted else ("", "")
    rest = after[len(more + closing) :]
    if not found or bool(opening) != bool(closing) or not _REST.match(rest):
        return None
    if rest[:1] in _BETWEEN:
        closing, rest = closing + rest[0], rest[1:]
    return Headline(before.removesuffix(opening), opening, found + more, closing, rest)


def _code(sign: str) -> Code:
    if not _LATIN.fullmatch(sign):
        return Code(sign, _lines(sign), "words")
    width = sum(1.4 if char.isalpha() else 1 for char in sign)
    return Code(sign, (sign,), "numeral" if width <= _NUMERAL_MOST else "long")


def _sign(name: str) -> str:
    quoted = _QUOTED.search(name)
    if quoted:
        sign = _COMMON.sub("", quoted[1])
        return sign if 0 < len(sign) <= _LONGEST else ""
    bare = _BARE.search(name)
    return bare[0] if bare else ""


def _lines(sign: str) -> tuple[str, ...]:
    lines: list[str] = []
    for clause in clauses(sign):
        lines.append("")
        for piece in words_of(clause.rstrip("，、")):
            if lines[-1] and len(lines[-1]) + len(piece) > _LINE:
                lines.append("")
            lines[-1] += piece
    return tuple(lines)
