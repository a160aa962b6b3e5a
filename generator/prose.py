"""Markdown as story texts use it, parsed: no raw HTML, no code blocks, Chinese emphasis."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_inline import StateInline, entity
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.tree import SyntaxTreeNode
from msgspec import Struct

from generator.model.output import LINK_STARTS

_ENDED = ["paragraph", "reference", "blockquote"]  # what a quotation or a list may end
_LEVELS = 16  # of quotations and lists, which have two a list; below that their marks are words
_MARKERS = 400  # of emphasis in a paragraph: each may open within another, and trees are recursive
_UNSEEN = {"Cc": " ", "Cf": ""}  # kinds of characters, and what stands for them
_BREAK = "\x00"  # a line end inside a paragraph, until what follows it is known

_Rule = Callable[[StateBlock, int, int, bool], bool]


class Run(Struct, frozen=True):
    """Words of one look."""

    text: str
    bold: bool = False


def tree(text: str) -> SyntaxTreeNode:
    """The blocks of a text as markdown-it's tree."""
    return SyntaxTreeNode(_shared().parse(text))


def lines_of(node: SyntaxTreeNode) -> list[tuple[Run, ...]]:
    """The runs of an inline text on paper, a tuple for each line that its author broke on purpose.

    Line ends between Chinese characters vanish; a link's address stands behind its words.
    """
    lines: list[list[Run]] = [[]]
    for inline in node.children:
        for text, bold in _spoken(inline, False):
            if text == "\n":
                lines.append([])
            elif lines[-1] and lines[-1][-1].bold == bold:
                lines[-1][-1] = Run(lines[-1][-1].text + text, bold)
            elif text:
                lines[-1].append(Run(text, bold))
    return [tuple(_tidy(line)) for line in lines if line]


def numbered(node: SyntaxTreeNode) -> Iterator[tuple[int, SyntaxTreeNode]]:
    """The points of an ordered list, each with the number that its author typed."""
    return ((int(point.info), point) for point in node.children)


def side_of(cell: SyntaxTreeNode) -> str:
    """left, center or right, as the author has typed it below the head (`:-:`); "" where not."""
    return str(cell.attrs.get("style", "")).removeprefix("text-align:")


@cache
def _shared() -> MarkdownIt:
    return parser()  # making one takes as long as parsing 2,000 characters


def parser() -> MarkdownIt:
    """CommonMark with tables; code would swallow an indented paragraph, a definition its words.

    No strikethrough: paper has none, and words struck out would be printed as words that stand.
    """
    made = MarkdownIt("commonmark", {"html": False})
    made.enable("table")
    made.disable(["code", "fence", "reference", "html_block", "html_inline"])
    # markdown-it leaves out, words and all, what lies 20 levels deep: `>>>>>>>>>>>>>>>>>>>>> 看`
    made.block.ruler.at("blockquote", _no_deeper(blockquote), {"alt": [*_ENDED, "list"]})
    made.block.ruler.at("list", _no_deeper(list_block), {"alt": _ENDED})
    made.inline.ruler.at("emphasis", _emphasis)
    made.inline.ruler.at("entity", _seen_entity)
    made.validateLink = _is_link  # type: ignore[method-assign]
    return made


def _no_deeper(rule: _Rule) -> _Rule:
    def bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < _LEVELS and rule(state, start, end, silent)

    return bounded


def is_east(char: str) -> bool:
    """Whether a character is a Chinese one or a full-width mark."""
    return unicodedata.east_asian_width(char) in "WF"


def _is_link(url: str) -> bool:
    return url.strip().lower().startswith(LINK_STARTS)


def _seen_entity(state: StateInline, silent: bool) -> bool:
    """Entities, but none that turns words around or hides among them: `&#x202e;`, `&#8203;`.

    As characters no story may hold these.
    """
    found = entity(state, silent)
    if found and not silent:
        kind = unicodedata.category(state.tokens[-1].content[0])
        if kind in _UNSEEN:
            state.tokens[-1].content = _UNSEEN[kind]
    return found


def _emphasis(state: StateInline, silent: bool) -> bool:
    """`*` beside Chinese: to CommonMark `**“品牌”**活动`, `**一是快。**2024年` are no emphasis.

    Beside a Chinese character or mark there is no space to tell inside from outside, so such a
    delimiter may do both; the rest is markdown-it's own rule.
    """
    marker = state.src[state.pos]
    if silent or marker not in "_*" or len(state.delimiters) >= _MARKERS:
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1] or " "
    opens, closes = scanned.can_open, scanned.can_close
    if marker == "*":
        is_beside = _is_wide(before) or _is_wide(after)
        opens = opens or (is_beside and not after.isspace())
        closes = closes or (is_beside and not before.isspace())
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), scanned.length, len(state.tokens) - 1, -1, opens, closes)
        )
    state.pos += scanned.length
    return True


def _tidy(line: list[Run]) -> Iterator[Run]:
    """Line ends between Chinese characters vanish, others become a space."""
    whole = "".join(run.text for run in line)
    at = 0
    for run in line:
        text = ""
        for char in run.text:
            before, after = whole[max(at - 1, 0) : at], whole[at + 1 : at + 2]
            if char != _BREAK:
                text += char
            elif before and after and not (_is_wide(before) and _is_wide(after)):
                text += " "
            at += 1
        if text:
            yield Run(text, run.bold)


def _is_wide(char: str) -> bool:
    return is_east(char) or char in "“”‘’—…·"


def _spoken(node: SyntaxTreeNode, bold: bool) -> Iterator[tuple[str, bool]]:
    if node.type == "softbreak":
        yield _BREAK, bold
    elif node.type == "hardbreak":
        yield "\n", bold
    elif node.type == "image":
        title = str(node.attrs.get("title", ""))
        yield node.content + (f"（{title}）" if title else ""), bold
    elif node.children:
        for child in node.children:
            yield from _spoken(child, bold or node.type == "strong")
        if node.type == "link":
            yield from _address(node, bold)
    else:
        yield node.content, bold


def _address(node: SyntaxTreeNode, bold: bool) -> Iterator[tuple[str, bool]]:
    """Paper cannot be clicked: a link's address stands behind its words, unless it is them."""
    address = str(node.attrs.get("href", ""))
    words = "".join(text for child in node.children for text, _ in _spoken(child, bold))
    if address and address not in (words, f"mailto:{words}", f"tel:{words}"):
        yield f"（{address}）", bold
