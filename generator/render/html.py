"""Markdown of story texts to safe HTML: nothing runs, nothing loads, no word is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from generator.model.output import LINK_STARTS
from generator.model.patterns import later

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererProtocol
    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict
    from nh3 import Cleaner

_HAN = "㐀-鿿豈-﫿"
_EAST = f"[{_HAN}　-〿＀-￯‘’“”…—·]"
_EAST_BREAK = later(f"(?<={_EAST})\n(?={_EAST})")
_CLOSED = later(" (?:(?<=[。！？；：，、…] )|(?<=[。！？…][”’」』）》] ))")
_BLANK = re.compile(r"(\n(?:[ \t]*\n)+)")
_STRONG = later(f"\\*\\*([{_HAN}](?:[^*\n]*[{_HAN}])?)\\*\\*")
# What makes a block more than words: a mark anywhere, at the start of a line, a space at its end.
_MARK = re.compile(r"[*_`\[\]<>&\\|\0\t\r\xa0]")  # a set alone is searched ten times as fast
_START = r"(?:[ #=:+-]|\d{1,9}[.)](?:\s|$))"
_FIRST = re.compile(_START)
_ENDS = later(rf"^{_START}|\s$(?!\Z)", re.M)
_LATER = later(rf"\n(?:{_START}|(?<=[^\S\n]\n))")  # the same from a second line on
_JOINED = later(r'<[^>"]*(?:"[^"]*"[^>"]*)*>|([^\s<>&;—](?:—(?!—)|[～·]))(?=[^\s<])')
_HEADING = later("<(h[2-6])>([^<>]+)</h")
_LONG = later(r'<[^>"]*(?:"[^"]*"[^>"]*)*>|([!-;=?-~]{24,})')  # an address, not a word
_is_special = re.compile("[&<>\"']").search
_ALIGNED: dict[str, dict[str, str | int | float]] = {
    "text-align:center": {"class": "mid"},
    "text-align:right": {"class": "end"},
}
_TAGS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li blockquote strong em code br hr a table thead tbody tr th td".split()
)


def markdown(text: str, top: int = 3) -> Markup:
    """`text` as safe HTML; its topmost headings become `h{top}`, no level is skipped.

    Raw HTML, images, code blocks and link definitions are not Markdown here: their words are shown.
    Headings break between words, an address anywhere; a table lies in a box that scrolls.
    """
    outline: list[int] = []
    return _tied(
        "".join(
            _PLAIN_HTML[kind](passage) if kind else _parsed(passage, top, outline)
            for passage, kind in _passages(text)
        )
    )


def tied(text: str) -> Markup:
    """`text` as safe HTML in which no line begins with a mark that joins: 2016—2018, 10～20, 甲·乙.

    GB/T 15834-2011, 5.1, has them stand within a line or at its end; browsers break before them.
    """
    return _tied(str(escaped(text)))


def escaped(value: object) -> str:
    """What `markupsafe.escape` gives, for output that is joined to a page.

    MarkupSafe 3 makes a `Markup` of every string that it is asked about, 1 µs each and 180 times
    a story's page; most of them need no escaping or are `Markup` already: 0.1 to 0.25 µs.
    """
    kind = type(value)
    if kind is Markup or (kind is str and not _is_special(value)):  # type: ignore[call-overload]
        return value  # type: ignore[return-value]
    return escape(value)


def plain(text: str) -> str:
    """The words of a Markdown text, one line a block: for search, descriptions and feeds."""
    return "\n".join(
        _PLAIN_WORDS[kind](passage) if kind else _words(_markdown().parse(passage))
        for passage, kind in _passages(text)
    )


def one_line(text: str) -> str:
    """The words of a plain text in one line, without a space where a Chinese mark holds its own."""
    return _CLOSED().sub("", " ".join(text.split()))


def _tied(html: str) -> Markup:
    if "—" in html or "～" in html or "·" in html:
        html = _JOINED().sub(_tie, html)
    if "://" in html or "www." in html:
        html = _LONG().sub(_let_break, html)
    return Markup(html)


def _tie(found: re.Match[str]) -> str:
    return f'<span class="tied">{found[1]}</span>' if found[1] else found[0]


def _let_break(found: re.Match[str]) -> str:
    return f'<span class="long">{found[1]}</span>' if found[1] else found[0]


def _passages(text: str) -> Iterator[tuple[str, str]]:
    """Runs of blocks that need the parser (""), of simple paragraphs ("p"), simple lists ("ul").

    Nine of ten blocks hold words and perhaps `**words**`; the parser takes 0.45 ms for 1,000
    characters of them, the short way 0.05 ms. An unindented paragraph touches no block before or
    after it, nor does a list between two of them, so both ways give the same HTML
    (tests/test_html.py tries it on random texts).
    """
    if _is_plain(text):
        yield text, "p"
        return
    waiting: list[str] = []
    blocks = _BLANK.split(text)
    for block, gap in zip(blocks[::2], [*blocks[1::2], ""], strict=True):
        if _is_simple(block):
            if waiting:
                yield from _waited(waiting)
                waiting = []
            yield block, "p"
        else:
            waiting += block, gap
    yield from _waited(waiting)


def _is_plain(text: str) -> bool:
    """Whether all blocks are simple paragraphs of words alone, seen without cutting the text."""
    return not (_MARK.search(text) or _FIRST.match(text) or _LATER().search(text))


def _waited(parts: list[str]) -> Iterator[tuple[str, str]]:
    """The blocks and gaps between two simple paragraphs."""
    entries = parts[0].removesuffix("\n") if len(parts) == 2 else ""  # YAML's blocks end with one
    if all(map(_is_entry, entries.split("\n"))):
        yield entries, "ul"
    elif (passage := "".join(parts)).strip():
        yield passage, ""


def _is_entry(line: str) -> bool:
    return line.startswith("- ") and _is_simple(line[2:])


def _is_simple(block: str) -> bool:
    """Whether a block is a paragraph of plain words and `**words**`."""
    starred = "*" in block
    bare = _unmarked(block)
    if _MARK.search(bare) or _FIRST.match(bare) or (starred and "***" in block):
        return False
    return not ("\n" in bare and _ENDS().search(bare)) and bool(bare.strip())


def _paragraphs(passage: str) -> str:
    return "".join(map(_paragraph, _blocks(passage)))


def _blocks(passage: str) -> list[str]:
    return [words for block in passage.split("\n\n") if (words := block.strip())]


def _paragraph(words: str) -> str:
    return f"<p>{_bold(_unbroken(words))}</p>\n"


def _list(block: str) -> str:
    items = "".join(f"<li>{_bold(entry)}</li>\n" for entry in _entries(block))
    return f"<ul>\n{items}</ul>\n"


def _bold(words: str) -> str:
    return _STRONG().sub(r"<strong>\1</strong>", words) if "*" in words else words


def _unmarked(words: str) -> str:
    return _STRONG().sub(r"\1", words) if "*" in words else words


def _entries(block: str) -> Iterator[str]:
    return (line[2:].strip() for line in block.split("\n"))


def _parsed(passage: str, top: int, outline: list[int]) -> str:
    tokens = _markdown().parse(passage)
    _level_headings(tokens, top, outline)
    _align_cells(tokens)
    _keep_numbers(tokens)
    html = _markdown().renderer.render(tokens, _markdown().options, {})
    return _laid_out(_cleaner().clean(html), bool(outline))


def _laid_out(html: str, headed: bool) -> str:
    """Cleaned HTML with what a narrow page needs: headings cut into words, tables in boxes."""
    if "<table>" in html:
        box = '<div class="table" role="group" aria-label="表格" tabindex="0"><table>'
        html = html.replace("<table>", box).replace("</table>", "</table></div>")
    if not headed:
        return html
    from generator.render.breaks import soft  # which imports this module

    return _HEADING().sub(lambda found: f"<{found[1]}>{soft(unescape(found[2]))}</h", html)


def _words(tokens: Sequence[Token]) -> str:
    """The words of parsed blocks, one line a block."""
    blocks = (token.children or [] for token in tokens if token.type == "inline")
    return "\n".join(_unbroken("".join(map(_word, children))) for children in blocks)


def _word(token: Token) -> str:
    if token.type == "image":
        return _image_words(token)
    if token.type == "hardbreak":
        return " \n"  # is no line end between two Chinese characters, and stays
    return "\n" if token.type == "softbreak" else token.content


def _unbroken(words: str) -> str:
    """A paragraph without the line ends that show as nothing: between two Chinese characters."""
    return _EAST_BREAK().sub("", words) if "\n" in words else words


def _level_headings(tokens: Sequence[Token], top: int, outline: list[int]) -> None:
    """Renames headings so that the outline starts at `top` and goes down one step at a time.

    `outline` holds the levels that are open, from passages before this one.
    """
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            while outline and outline[-1] >= level:
                outline.pop()
            outline.append(level)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(top + len(outline) - 1, 6)}"


def _align_cells(tokens: Sequence[Token]) -> None:
    """Columns stand as their author typed them (`:-:`), by a class: pages have no inline style."""
    for token in tokens:
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            token.attrs = _ALIGNED.get(str(token.attrs["style"]), {})


def _keep_numbers(tokens: Sequence[Token]) -> None:
    """Points bear the numbers that their author typed (3, 5, 2026); a list alone counts on."""
    expected: list[int] = []
    for token in tokens:
        if token.type == "ordered_list_open":
            expected.append(int(token.attrs.get("start", 1)))
        elif token.type == "ordered_list_close":
            expected.pop()
        elif token.type == "list_item_open" and token.info:
            if int(token.info) != expected[-1]:
                token.attrs["value"] = int(token.info)
            expected[-1] = int(token.info) + 1


def _image_words(token: Token) -> str:
    title = str(token.attrs.get("title", ""))
    return token.content + (f"（{title}）" if title else "")


def _image(
    renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """A picture inside a text is not loaded; its words stay."""
    return str(escape(_image_words(tokens[index])))


def _softbreak(
    renderer: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    """A line end between two Chinese characters is no space (browsers would show one)."""
    before, after = range(index - 1, -1, -1), range(index + 1, len(tokens))
    last, first = (_first_said(tokens, places) for places in (before, after))
    return "" if _EAST_BREAK().search(f"{last[-1]}\n{first[0]}") else "\n"


def _first_said(tokens: Sequence[Token], places: Iterable[int]) -> str:
    """The words of the first of these tokens that has any; a copy for each would take minutes."""
    return next((tokens[place].content for place in places if tokens[place].content), " ")


@cache
def _markdown() -> MarkdownIt:
    from generator.prose import parser  # 0.03 s to import, and most texts need no parser

    made = parser()
    made.add_render_rule("image", _image)
    made.add_render_rule("softbreak", _softbreak)
    return made


@cache
def _cleaner() -> Cleaner:
    from nh3 import Cleaner

    return Cleaner(
        tags=set(_TAGS),
        attributes={"a": {"href", "title"}, "ol": {"start"}, "li": {"value"}},
        allowed_classes={"th": {"mid", "end"}, "td": {"mid", "end"}},
        url_schemes={start.partition(":")[0] for start in LINK_STARTS},
        url_relative="deny",
        link_rel="noopener",
    )


_PLAIN_HTML: dict[str, Callable[[str], str]] = {"p": _paragraphs, "ul": _list}
_PLAIN_WORDS: dict[str, Callable[[str], str]] = {
    "p": lambda passage: _unmarked("\n".join(map(_unbroken, _blocks(passage)))),
    "ul": lambda block: _unmarked("\n".join(_entries(block))),
}
