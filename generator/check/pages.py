"""Checks of the root's own hand-written pages: nothing in them that the site would not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from posixpath import join, normpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from generator.model.patterns import later
from generator.model.problem import Finding, Place, Words
from generator.model.release import standing
from generator.model.site import Site, address_of, written_address

if TYPE_CHECKING:
    from markdown_it.token import Token

# Without any of these a page has no tags, links or aligned columns.
_ASKS = later(r"<|\]\(|\]:|:-|-:")
_ELSEWHERE = later(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)")
_FOLLOWED = ("http://", "https://", "//", "mailto:", "tel:")
_LOADING = frozenset("src href xlink:href poster data action formaction background".split())
_RUNS = frozenset({"", "module", "text/javascript", "application/javascript", "importmap"})

_SCRIPT = Words("页面里有网页程序（{}）", "the page holds a script ({})")
_NO_SCRIPT = Words("删去它；页面上只能有文字、链接", "delete it; a page has words and links")
_STYLE = Words("页面里自带样式（{}），浏览器会拦下", "the page has a style of its own ({})")
_NO_STYLE = Words("删去它；样子由网站统一安排", "delete it; the site decides how it looks")
_ALIGNED = Words(
    "表格第二行的 {} 定了对齐，页面里用不了", "{} below the head of the table aligns a column"
)
_NOT_ALIGNED = Words("冒号都去掉，写成 ---", "write --- without colons")
_TURNS = Words("页面里有 {}，会改掉网址或跳到别处", "{} turns the page's addresses around")
_NO_TAG = Words("删去它", "delete it")
_HIDES = Words("页面里有 {}，里面写了什么查不到", "what stands within {} cannot be checked")
# What a browser reads within them is no HTML, so that a tag may begin where none was seen.
_HIDING = frozenset("noscript noembed noframes iframe xmp plaintext textarea template".split())
# What MkDocs' parser of Markdown takes for a tag, and ours for words: <svg/onload=…>.
_LIKE_TAG = later(r"<[a-zA-Z][^<>]*>")
_LINK = Words("链接“{}”的类型不允许", "a link of this kind is not allowed: {}")
_OTHER_LINK = Words(
    "链接用 https:// 开头的网址，或 mailto:、tel:", "a link begins with https://, mailto: or tel:"
)
_FOREIGN = Words("从别的网站加载“{}”", "“{}” is loaded from another host")
_NOT_LOADED = Words(
    "删去它；要给人看的写成链接，例如  [现场图片](https://example.org/1.jpg)",
    "delete it, or make it a link such as  [picture](https://example.org/1.jpg)",
)


def written_page(site: Site) -> Iterator[Finding]:
    """A hand-written page, or your own theme, holds what no page shows, or a link to nowhere.

    Why: No page of the site runs foreign programs or loads anything from other hosts, and none
    leads nowhere: the build would not be published.
    Mend: Delete it. A picture of another host becomes a link; a link begins with https://.

    手写的页面或 theme 里有网站不放的东西：网页程序、别的网站的图片、不允许或打不开的链接。
    为什么：网站的页面不运行外来的程序，不从别的网站加载内容，链接都打得开；做不到的，不会发布。
    怎么改：删去；别的网站的图片改成链接，链接用 https:// 开头的网址。

    错：
        # site_src/about/corrections.md（全文）
        # 勘误与撤稿

        ![现场](https://example.org/1.jpg)
    对：
        # site_src/about/corrections.md（全文）
        # 勘误与撤稿

        [现场图片](https://example.org/1.jpg)
    """
    for file, text in site.pages.items():
        if _ASKS().search(text):
            for at, message, hint in _asked(text, site.settings.site_url):
                line, column = _position(text, at)
                yield Finding(Place(file, line=line, column=column), message, hint)


def written_link(site: Site, as_of: date) -> Iterator[Finding]:
    """A hand-written page links to a story that is not public.

    Why: A story can always be withdrawn; the link stays, and opens nothing.
    Mend: Delete the link, and the words that tell of the story; or wait until it is public.

    手写的页面链接到没有公开的稿件（已撤下、未审、过期或仅内部）。
    为什么：稿件随时能撤下，链接却还在页面上，点开是空的。
    怎么改：删掉链接和讲到它的话；还要公开的，等它公开。

    错：
        # site_src/about/corrections.md（全文）
        见[一盏灯](../../brands/1252/index.html)。
        # stories/brands/1252.yml
        标题: 一盏灯
        审核:
          状态: 已撤下
    对：
        # site_src/about/corrections.md（全文）
        见更正的说明。
    """
    if not any(_LINKS().search(text) for text in site.pages.values()):
        return
    hidden = {
        address_of(story): story.key
        for story in site.stories
        if standing(story, site, as_of) != "published"
    }
    for file, text in site.pages.items():
        for match in _LINKS().finditer(text):
            key = hidden.get(_address(match[1], written_address(file), site.settings.site_url))
            if key:
                line, column = _position(text, match.start(1))
                yield Finding(Place(file, line=line, column=column), _filled(_GONE, key), _NO_LINK)


_LINKS = later(r"""(?:\]\(|\]:|\b(?:href|src)\s*=)\s*<?["']?([^\s"'<>)]+)""")
_GONE = Words("链接到没有公开的稿件 {}，点开是空的", "the link leads to {}, which is not public")
_NO_LINK = Words("删掉链接；还要公开的，等它公开", "delete the link, or wait until it is public")


def _address(url: str, here: str, own: str) -> str:
    """The address of the page that a link on the page at `here` names, or lies below."""
    base = own.rstrip("/")
    path = unquote(url.partition("#")[0].partition("?")[0])
    if base and path.startswith(f"{base}/"):
        path = path.removeprefix(base)
    elif path.startswith("/"):
        path = path.removeprefix(urlsplit(base).path)
    elif path.endswith(".md"):  # MkDocs means the source
        path = normpath(join("about", path[:-3]))
    else:
        path = normpath(join(here, path))
    return "/".join([*path.strip("/").split("/")[:2], ""])


class _Fault(NamedTuple):
    """What is wrong, where in the page's text, and what to do about it."""

    at: int
    message: Words
    mend: Words


def _asked(text: str, own: str) -> Iterator[_Fault]:
    """What a page asks of the browser that it may not, in its order; the site is its `own` host."""
    from markdown_it import MarkdownIt  # 0.05 s to import, and few roots have pages

    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    lines = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    at = end = 0
    for block in parser.parse(text):
        if block.map:
            at, end = max(at, lines[block.map[0]]), lines[block.map[1]]
        for token in block.children or [block]:
            written = _written(token)
            here = text.find(written, at, end)
            yield from _faults_of(token, max(at, here), text, own)
            if token.type == "text":
                yield from _in_words(token.content, text, (at, end), own)
            if token is not block:
                at = max(at, here + len(written))


def _written(token: Token) -> str:
    """What of a token stands in the text as it is."""
    if token.type in ("html_inline", "html_block"):
        return token.content.strip("\n")
    return str(token.attrGet("href") or token.attrGet("src") or "")


def _faults_of(token: Token, at: int, text: str, own: str) -> Iterator[_Fault]:
    if token.type in ("html_inline", "html_block"):
        for tag, attributes, offset in _Tags(_written(token)).found:
            yield from (_Fault(at + offset, *words) for words in _of_tag(tag, attributes, own))
    elif token.type == "link_open":
        yield from (_Fault(at, *words) for words in _of_link(str(token.attrGet("href"))))
    elif token.type == "image":
        yield from (_Fault(at, *words) for words in _of_load(str(token.attrGet("src")), own))
    elif token.type == "th_open" and token.attrGet("style"):
        rule = re.compile(r"[^\n]*\n(.*?(:-+:?|-+:))").match(text, at)
        if rule:
            yield _Fault(rule.start(2), _filled(_ALIGNED, rule[2]), _NOT_ALIGNED)


def _in_words(words: str, text: str, span: tuple[int, int], own: str) -> Iterator[_Fault]:
    """The faults of what is a tag to others, where it is written so and not as `&lt;`."""
    for match in _LIKE_TAG().finditer(words):
        if (at := text.find(match[0], *span)) >= 0:
            for tag, attributes, _ in _Tags(match[0]).found:
                yield from (_Fault(at, *fault) for fault in _of_tag(tag, attributes, own))


def _of_tag(tag: str, given: dict[str, str], own: str) -> Iterator[tuple[Words, Words]]:
    if tag == "script" and "src" not in given and given.get("type", "").lower() in _RUNS:
        yield _filled(_SCRIPT, "<script>"), _NO_SCRIPT
    if tag == "base" or (tag == "meta" and "http-equiv" in given):
        yield _filled(_TURNS, f"<{tag}>"), _NO_TAG
        return
    if tag in _HIDING:
        yield _filled(_HIDES, f"<{tag}>"), _NO_TAG
        return
    for name in given:
        if name.startswith("on"):
            yield _filled(_SCRIPT, f"{name}="), _NO_SCRIPT
    if tag == "style" or "style" in given:
        yield _filled(_STYLE, "<style>" if tag == "style" else "style="), _NO_STYLE
    for name in sorted(_LOADING & given.keys()):
        if name == "href" and tag in ("a", "area"):
            yield from _of_link(given[name])
        else:
            yield from _of_load(given[name], own)
    for candidate in given.get("srcset", "").split(","):
        yield from _of_load(candidate.strip().partition(" ")[0], own)


def _of_link(url: str) -> Iterator[tuple[Words, Words]]:
    url = url.strip()
    if _ELSEWHERE().match(url) and not url.lower().startswith(_FOLLOWED):
        yield _filled(_LINK, url), _OTHER_LINK


def _of_load(url: str, own: str) -> Iterator[tuple[Words, Words]]:
    url = url.strip()
    at_home = own and url.startswith(own.rstrip("/") + "/")
    if _ELSEWHERE().match(url) and not at_home and not url.startswith("data:"):
        yield _filled(_FOREIGN, url), _NOT_LOADED


def _filled(words: Words, value: str) -> Words:
    return Words(*(each.replace("{}", value[:60]) for each in words))


class _Tags(HTMLParser):
    """The opening tags of a piece of HTML: name, attributes, offset."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str], int]] = []
        self._lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag; of `<a/>` as well."""
        line, column = self.getpos()
        given = {name: value or "" for name, value in attrs}
        self.found.append((tag, given, self._lines[line - 1] + column))


def _position(text: str, at: int) -> tuple[int, int]:
    """Line and column of an offset, 1-based."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
