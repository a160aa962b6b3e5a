"""What a built page, style sheet or script asks of the browser, read by regular expressions.

Only for what this program writes: lower-case tags, balanced quotes, "<" in text escaped. Text that
talks about HTML is therefore never taken for it. 1,000 pages of 13 KB take 0.1 s here and 1.4 s in
`html.parser`.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator
from itertools import chain
from typing import Literal, NamedTuple

from msgspec import DecodeError, json

FactKind = Literal[
    "visit",  # an address a visitor may follow or a machine may note; nothing loads by itself
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


def page_facts(page: str) -> set[Fact]:
    """Every fact of an HTML page (or an SVG drawing)."""
    found: set[Fact] = set()

    def cut(match: re.Match[str]) -> str:
        fact = _inline(match[1], match[2], match[3])
        if fact:
            found.add(fact)
        return f"<{match[1]}{match[2]}>"

    last = max(page.rfind("</script"), page.rfind("</style"))  # mostly in the head
    end = page.find(">", last) + 1 if last >= 0 else 0
    page = _RAW.sub(cut, page[:end]) + page[end:]
    if "<!--" in page:
        page = _COMMENT.sub("", page)
    head, menu, main, foot = _parts(page)
    return found.union(_facts(head), _shell_facts(menu), _facts(main), _shell_facts(foot))


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
    told = _DATA.fullmatch(script)
    return [] if told and _is_json(told[1]) else list(dict.fromkeys(_JS_LOAD.findall(script)))


_ATTRIBUTES = r'[^>"]*+(?:"[^"]*+"[^>"]*+)*+'
# Attributes that ask nothing: of two tags in three they are all, and these are left out.
_MUTE = r'(?:\s(?:class|datetime|role|scope|(?:aria|data)-[a-z-]+)="[^"]*+")'
_TAG = re.compile(rf"<[a-z][a-zA-Z0-9-]*+(?!{_MUTE}++>)\s{_ATTRIBUTES}>")
_RAW = re.compile(rf"<(script|style)((?:\s{_ATTRIBUTES})?)>(.*?)</\1\s*>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\s([a-zA-Z:-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)""")
_CSS_IMPORT = re.compile(r"""@import\s+(?:"([^"]*)"|'([^']*)')""")
_JS_LOAD = re.compile(  # without \b in front: a search index is looked through four times as fast
    r"""(?:import|from|importScripts|fetch)\s*\(?\s*["'`]((?:https?:)?//[^"'`]*)"""
)

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
# Relations that name an address without loading it.
_NAMING = {"canonical", "alternate"}


def _is_json(text: str) -> bool:
    try:
        json.decode(text)
    except DecodeError:
        return False
    return True


def _parts(page: str) -> tuple[str, str, str, str]:
    """A page cut before `<body`, `<main` and after its main part: half of its tags are the shell's.

    No tag is cut: "<" stands for itself in scripts and comments only, and these are out already.
    """
    top, _, rest = page.partition("<main")
    head, body, menu = top.partition("<body")
    main, _, foot = rest.rpartition("</main>")
    return head, body + menu, f"<main{main}", foot


def _facts(html: str) -> set[Fact]:
    """The facts of a piece of a page without scripts and comments."""
    return {*chain.from_iterable(map(_tag_facts, {*_TAG.findall(html)}))}


_shell_facts = functools.lru_cache(maxsize=64)(_facts)  # one a section and a depth


def _inline(name: str, attributes: str, text: str) -> Fact | None:
    if name == "style":
        return Fact("sheet", text)
    given = _attributes(attributes)
    runs = "src" not in given and given.get("type", "").lower() in _RUNS
    return Fact("script", text) if runs else None


@functools.lru_cache(maxsize=8192)
def _tag_facts(tag: str) -> tuple[Fact, ...]:
    """The facts of one tag; most tags of a site are the same on every page."""
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
    naming = name in ("a", "area") or (
        name == "link" and set(given.get("rel", "").lower().split()) <= _NAMING
    )
    for key, value in given.items():
        if key in _ADDRESSES:
            yield Fact("visit" if naming and key == "href" else "fetch", value.strip())
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
        yield from [Fact("visit", content)] if content.startswith(("http:", "https:")) else []
