"""Checks of how a text is laid out: its paragraphs, and what it cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from generator.model.numerals import TEN
from generator.model.patterns import later
from generator.model.problem import Finding, Place, Words
from generator.model.site import Site

_RUN_ON = re.compile(r"\S[ \t\u3000]*\n[ \t\u3000]*\S")  # a line right below another: few texts
_MARKED = later(r"[-*+]\s|[>|]|#{1,6}\s|```|\d+[.)]\s| {4}|\*\*\*|---")  # what keeps its lines
_ENDS = frozenset("。！？；：…”’）】》")
_INDENTS = frozenset("\u3000\t")  # what a paragraph of Word begins with
_HAN = "\u3400-\u9fff"
_NUMBERED = (
    rf"[（(](?:{TEN}+|\d{{1,2}})[）)]|(?:{TEN}+|\d+)、|\d{{1,2}}(?:[．）]|[.)](?=[{_HAN}“《【]))"
)
_POINT = later(rf"[•·●○■□◆◇▪➢►✓√①-⑳]|{_NUMBERED}|{TEN}是|[-－](?=[{_HAN}])")
_HEADING = later(rf"(?:\*\*)?(?:{_NUMBERED}|\d{{1,2}}[.)] )[^，。；！？]+$")  # 一、做法
_TITLE = re.compile(r"#{1,6}\s")
_WRAPPED = 20  # characters that a line broken at some width has at least
_SIGNS = re.compile(r"!\[|\[\^|<[/A-Za-z]|&nbsp;|~~")  # most texts hold none
_LONGEST = 30
_SHOWN = later(
    r"(?P<picture>!\[[^\]\n]{0,200}\]\([^)\n]{0,200}\))"
    r"|(?P<note>\[\^[^\]\n]{1,40}\])"
    r"|(?P<code></?[A-Za-z][A-Za-z0-9]{0,20}(?:\s[^<>\n]{0,400})?/?>|&nbsp;)"
    r"|(?P<struck>~~[^~\n]{1,200}~~)"
)
_INSTEAD = {
    "picture": Words("图片写进“图片”，正文里不写", "name the picture in `photos` instead"),
    "note": Words("没有脚注；写进正文，或写进“资料来源”", "there are no footnotes; use `sources`"),
    "code": Words("删掉网页代码；加粗写 **粗体**", "web code does nothing; delete it"),
    "struck": Words("没有删除线；不要的字直接删掉", "there is no strikethrough; delete the words"),
}


def no_blank_line(site: Site) -> Iterator[Finding]:
    """Two paragraphs or points of a text stand on lines of their own with no blank line between.

    Why: Lines are joined to one paragraph; text pasted from Word or WPS has no blank lines.
    Mend: Leave a blank line between paragraphs; begin points with “- ” or “1. ”.

    正文里两段、两条之间没有空行。
    为什么：没有空行的几行会连成一段；从 Word、WPS 粘贴来的文字，段与段之间没有空行。
    怎么改：段与段之间空一行；分条写的，每条行首加减号和空格，或“1. ”（点后面空一格）。

    错：
        正文: |
          头一天，窗口多亮了半小时。
          第二天，来了十一个人。
    对：
        正文: |
          头一天，窗口多亮了半小时。

          第二天，来了十一个人。
    """
    for file, texts in site.texts.shaped("markdown"):
        for path, text, _ in texts:
            joined = _joined(text)
            if joined:
                more = len(joined) - 1
                yield Finding(
                    Place(file, path, offset=joined[0]),
                    Words(
                        "和上一行之间没有空行，会连成一段"
                        + (f"，这段文字里还有 {more} 处" if more else ""),
                        "no blank line before this one: it joins the paragraph above"
                        + (f", and {more} more" if more else ""),
                    ),
                    Words(
                        "另起一段的，中间空一行；分条写的，每条行首加“- ”（减号和空格）或“1. ”",
                        "leave a blank line between paragraphs; begin points with “- ” or “1. ”",
                    ),
                )


def shown_raw(site: Site) -> Iterator[Finding]:
    """A text holds a picture, a footnote, web code or strikethrough: readers see the signs.

    Why: Texts take bold words, lists, headings, tables and links, the same on screen and paper.
    Mend: Follow the hint: pictures go to `photos`, what a footnote says into the text.

    正文里写了图片、脚注、网页代码或删除线，读者会看到这些符号。
    为什么：正文只有粗体、列表、小标题、表格和链接，网页和纸上一个样。
    怎么改：照提示改：图片写进“图片”，脚注写进正文或“资料来源”，网页代码删掉。

    错：
        正文: |
          窗口多亮了半小时<br/>来了十一个人。
    对：
        正文: |
          窗口多亮了半小时，来了十一个人。
    """
    for file, texts in site.texts.showing(_SIGNS.search):
        for path, text, fact in texts:
            if fact.shape != "markdown" or not _SIGNS.search(text):
                continue
            found = list(_SHOWN().finditer(text))
            if found:
                first, more = found[0], len(found) - 1
                shown = (
                    first.group()
                    if len(first.group()) <= _LONGEST
                    else f"{first.group()[:_LONGEST]}…"
                )
                yield Finding(
                    Place(file, path, offset=first.start()),
                    Words(
                        f"“{shown}”在正文里不起作用"
                        + (f"，这段文字里还有 {more} 处" if more else ""),
                        f"“{shown}” does nothing within a text"
                        + (f", and {more} more" if more else ""),
                    ),
                    _INSTEAD[first.lastgroup or "code"],
                )


def _breaks_alone(text: str) -> bool:
    """Whether a line break may stand alone; most texts have pairs of them: a seventh of _RUN_ON."""
    return "\n" in text.strip("\n").replace("\n\n", "")


def _joined(text: str) -> list[int]:
    """Where lines begin that look like paragraphs or points and would join the one above.

    A block whose lines but the last all end a sentence is one of paragraphs; a text broken at some
    width ends its lines anywhere.
    """
    if not _breaks_alone(text) or not _RUN_ON.search(text):
        return []
    found: list[int] = []
    at = 0
    for filled, group in groupby(text.split("\n"), lambda line: not line.isspace() and line != ""):
        lines = list(group)
        if filled and not any(line.lstrip().startswith(("|", "｜")) for line in lines):
            found += (at + offset for offset in _joined_in(lines))
        at += sum(len(line) + 1 for line in lines)
    return found


def _joined_in(lines: list[str]) -> Iterator[int]:
    marked = any(_MARKED().match(line) for line in lines)
    headed = [_is_heading(line, lines) for line in lines]
    # Below a heading there are paragraphs, or the lines of one.
    first = headed.index(False) if False in headed else 0
    paragraphs = not marked and all(line.rstrip()[-1] in _ENDS for line in lines[first:-1])
    offset = 0
    for place, (above, line) in enumerate(pairwise(lines)):
        offset += len(above) + 1
        begins = _POINT().match(line) or (line[0] in _INDENTS and not marked)
        apart = above.endswith(("  ", "\\")) or _TITLE.match(above) or _MARKED().match(line)
        if (paragraphs or begins or (headed[place] and line[0] != " ")) and not apart:
            yield offset


def _is_heading(line: str, block: list[str]) -> bool:
    """Whether a line is a numbered heading; a width breaks all lines but the last alike."""
    if not _HEADING().match(line.rstrip()):
        return False
    return len(line) < _WRAPPED or len(line) * 3 < max(map(len, block)) * 2
