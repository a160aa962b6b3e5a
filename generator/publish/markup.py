"""What a built page, style sheet or script asks of the browser, read by regular expressions.

Only for what this program writes: lower-case tags, balanced quotes, "<" in text escaped. Text that
talks about HTML is therefore never taken for it. 1,100 pages of 14 KB take 0.1 s here and 1.4 s in
`html.parser`.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from msgspec import DecodeError, json

FactKind = Literal[
    "visit",  # an address a visitor may follow; nothing loads by itself
    "named",  # an address that the page's head names for machines
    "fetch",  # an address the browser loads or submits to
    "script",  # the text of an inline script that runs
    "sheet",  # the text of a style element
    "style",  # the text of a style attribute
    "handler",  # the text of an on… attribute
    "policy",  # a Content-Security-Policy
    "id",  # an anchor
    "base",  # a base element: it would turn every relative address around
]


class Fact(NamedTuple):
    """One thing a page asks of the browser, entities resolved."""

    kind: FactKind
    value: str


def page_pieces(page: bytes) -> set[bytes]:
    """The pieces of an HTML page (or an SVG drawing) that may ask something, each once.

    A piece is a tag, a script or style element with its text, or a comment, as it is written.
    """
    return {*_PIECE.findall(page)}


@functools.lru_cache(maxsize=4096)
def piece_facts(piece: bytes) -> tuple[Fact, ...]:
    """The facts of a piece: many are the same on every page."""
    text = piece.decode("utf-8", "replace")
    raws = _RAW.findall(text)  # one in a comment is not let off: there a title may have opened it
    inline = tuple(fact for raw in raws for fact in _inline(*raw))
    if text.startswith("<!--"):
        return inline
    return *inline, *_tag_facts(_RAW.sub(r"<\1\2>", text) if raws else text)


def sheet_addresses(css: str) -> list[str]:
    """Every distinct address that a style sheet (or a style attribute) loads, inline data apart."""
    css = _CSS_COMMENT.sub("", css)
    found = _CSS_IMPORT.findall(css) + _CSS_URL.findall(css)
    urls = ("".join(groups) for groups in found)
    return [url for url in dict.fromkeys(urls) if url and not url.startswith(("#", "data:"))]


def script_hosts(script: str) -> list[str]:
    """Every address of another host that a script imports or fetches by a literal.

    None in a script that only tells data: there stories may speak of loading.
    """
    if not any(word in script for word in _LOADING):  # it spares an index from being parsed
        return []
    told = _DATA.fullmatch(script)
    return [] if told and _is_json(told[1]) else list(dict.fromkeys(_JS_LOAD.findall(script)))


# As HTML has it ("13.2.5 Tokenization"), so that no quote hides what comes after a tag.
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)"""
_ATTRIBUTES = (
    r'(?>(?:[a-z-]++="[^"]*+"\s*+)*)'  # as we write them; the rest would do, slower
    rf"(?>(?:[\s/]*+[^\s/>][^\s/>=]*+(?>(?:\s*+=\s*+(?>{_VALUE}?))?))*)[\s/]*+"
)
# Attributes that ask and hide nothing: of four tags in five they are all, and these are left out.
_MUTE = (
    r'(?:(?:class|charset|content|datetime|role|scope|(?:aria|data)-[a-z-]+)="[^"<]*+"'
    r'|name="[a-z-]*+")'  # one with a colon gives a content its meaning
)
_PIECE = re.compile(
    "<(?:"
    rf"script(?:\s{_ATTRIBUTES})?>.*?</script\s*>|style(?:\s{_ATTRIBUTES})?>.*?</style\s*>"
    rf"|!--(?:-?>|.*?--!?>)|[a-z][^\s/>]*+\s(?!{_MUTE}(?>(?:\s{_MUTE})*)>){_ATTRIBUTES}>"
    ")".encode(),
    re.DOTALL,
)
_RAW = re.compile(rf"<(script|style)((?:\s{_ATTRIBUTES})?)>(.*?)</\1\s*>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\s([a-zA-Z:-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""")
_CSS_IMPORT = re.compile(r"""@import\s+(?:"([^"]*)"|'([^']*)')""")
_JS_LOAD = re.compile(  # without \b in front: a search index is looked through four times as fast
    r"""(?:import|from|importScripts|fetch)\s*\(?\s*["'`]((?:https?:)?//[^"'`]*)"""
)

_LOADING = ("import", "from", "fetch")  # one of them is in whatever `_JS_LOAD` finds

# As the search index, long lists and screens tell what they hold.
_DATA = re.compile(
    r"""(?:showcaseSearch\.part\("[\w/]+",|showcasePages\[\d+\]=|(?:window\.)?showcase[A-Z]\w+=)"""
    r"(.*?)\)?;?\n",
    re.DOTALL,
)

# A script of any other type is data (JSON-LD, an index): the browser does not run it.
_RUNS = {"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"}

_ADDRESSES = {
    *("href", "xlink:href", "src", "poster", "data", "action", "formaction", "background"),
    *("manifest", "longdesc", "ping"),
}
_ADDRESS_LISTS = {"srcset", "imagesrcset"}
_FOLLOWED = {"a", "area"}
# Relations that name an address without loading it.
_NAMING = {"canonical", "alternate"}


def _is_json(text: str) -> bool:
    try:
        json.decode(text)
    except DecodeError:
        return False
    return True


def _inline(name: str, attributes: str, text: str) -> Iterator[Fact]:
    given = _attributes(attributes)
    if name == "style":
        yield Fact("sheet", text)
    elif "src" not in given and given.get("type", "").lower() in _RUNS:
        yield Fact("script", text)


def _tag_facts(tag: str) -> tuple[Fact, ...]:
    name = tag[1:].split(None, 1)[0]
    if name == "meta" and "http" not in tag.lower():  # titles and descriptions: no two alike
        return ()
    given = _attributes(tag)
    if name == "meta":
        return tuple(_meta_facts(given))
    if name == "base":
        return (Fact("base", given.get("href", "")),)
    return tuple(_attribute_facts(name, given))


def _attributes(tag: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(one + two + three)
        for name, one, two, three in _ATTRIBUTE.findall(tag)
    }


def _attribute_facts(name: str, given: dict[str, str]) -> Iterator[Fact]:
    href: FactKind = "visit" if name in _FOLLOWED else "fetch"
    if name == "link" and set(given.get("rel", "").lower().split()) <= _NAMING:
        href = "named"
    for key, value in given.items():
        if key in _ADDRESSES:
            yield Fact(href if key == "href" else "fetch", value.strip())
        elif key in _ADDRESS_LISTS and not value.startswith("data:"):
            for candidate in value.split(","):
                yield Fact("fetch", candidate.split()[0] if candidate.strip() else "")
        elif key == "style":
            yield Fact("style", value)
        elif key == "id":
            yield Fact("id", value)
        elif key.startswith("on"):
            yield Fact("handler", value)


def _meta_facts(given: dict[str, str]) -> Iterator[Fact]:
    content, purpose = given.get("content", ""), given.get("http-equiv", "").lower()
    if purpose == "content-security-policy":
        yield Fact("policy", content)
    elif purpose == "refresh":
        yield Fact("fetch", content.partition("=")[2].strip("'\" "))
    elif given.get("property", given.get("name", "")).startswith(("og:", "twitter:")):
        yield from [Fact("named", content)] if content.startswith(("http:", "https:")) else []
