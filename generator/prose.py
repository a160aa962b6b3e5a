"""Markdown as story texts use it, parsed: no raw HTML, no code blocks, Chinese emphasis."""

from __future__ import annotations

import unicodedata
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.tree import SyntaxTreeNode

_SCHEMES = ("http://", "https://", "mailto:", "tel:")


def tree(text: str) -> SyntaxTreeNode:
    """The blocks of a text as markdown-it's tree."""
    return SyntaxTreeNode(_shared().parse(text))


@cache
def _shared() -> MarkdownIt:
    return parser()  # making one takes as long as parsing 2,000 characters


def parser() -> MarkdownIt:
    """CommonMark with tables; code would swallow an indented paragraph, a definition its words."""
    made = MarkdownIt("commonmark", {"html": False})
    made.enable(["table", "strikethrough"])
    made.disable(["code", "fence", "reference", "html_block", "html_inline"])
    made.inline.ruler.at("emphasis", _emphasis)
    made.validateLink = _is_link  # type: ignore[method-assign]
    return made


def is_east(char: str) -> bool:
    """Whether a character is a Chinese one or a full-width mark."""
    return unicodedata.east_asian_width(char) in "WF"


def _is_link(url: str) -> bool:
    return url.strip().lower().startswith(_SCHEMES)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """`*` beside Chinese marks: CommonMark reads `**“品牌”**活动` as no emphasis at all.

    Between a mark and a Chinese character there is no space to tell inside from outside, so such
    a delimiter may do both; the rest is markdown-it's own rule.
    """
    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    before = state.src[state.pos - 1] if state.pos else " "
    after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1] or " "
    opens, closes = scanned.can_open, scanned.can_close
    if marker == "*":
        opens = opens or (is_east(before) and not after.isspace())
        closes = closes or (is_east(after) and not before.isspace())
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), scanned.length, len(state.tokens) - 1, -1, opens, closes)
        )
    state.pos += scanned.length
    return True
