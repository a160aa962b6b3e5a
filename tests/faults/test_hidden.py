"""Wherever a seeded bug stands on a page, and whatever stands around it, it is caught."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.publish import verify, verify_files
from generator.publish.verify import DefectKind
from tests.faults.clean_tree import CLEAN, page, write
from tests.faults.test_verify import HERE, RULES


class _Browser(HTMLParser):
    """The tags of a page with their attributes, as the standard library's parser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))


FULL = CLEAN[HERE].replace(
    "</main>", "<p title='\"' class=x lang = 'zh' hidden>甲</p><i/>乙</main>"
)


@pytest.mark.parametrize(
    ("put", "kind", "detail"),
    [
        ("<img src=no.jpg>", "link", "no.jpg"),
        ('<a class="x" href="no/">', "link", "no/"),
        ("<object data='//a.example/x'>", "foreign", "//a.example/x"),
        ('<base href="/show/">', "base", "/show/"),
        ('<i style="top:0">', "csp", "style 'top:0'"),
        ('<i title="a > b" onclick="f()">', "csp", "handler 'f()'"),
        ('<script id="s">f()</script>', "csp", "script 'f()'"),
        ('<style id="s">b{}</style>', "csp", "sheet 'b{}'"),
    ],
)
def test_nothing_hides_from_being_found_wherever_it_stands(
    tmp_path: Path, put: str, kind: DefectKind, detail: str
) -> None:
    """Put before any < and behind any > of a page, what a parser sees is found."""
    write(tmp_path, CLEAN)
    places = [match.start() for match in re.finditer("<|(?<=>)", FULL)]
    seen = 0
    for at in places:
        text = FULL[:at] + put + FULL[at:]
        if _Browser(put).tags[0] in _Browser(text).tags:
            seen += 1
            write(tmp_path, {HERE: text})
            found = verify_files(tmp_path, [HERE], frozenset(CLEAN), RULES)
            details = [d.detail for d in found if d.kind == kind]
            assert any(each.startswith((detail, "no Content")) for each in details), text
    assert seen > 80


@pytest.mark.parametrize(
    "around",
    [
        ("<p title='\"'>", "<p title='\"'>"),
        ('<p title="\'">', '<p title="\'">'),
        ("<p title=a'>", "<p title=a'>"),
        ('<p =">', '">'),
        ("<p a=>", '">'),
        ("<!-->", "-->"),
        ("<!--->", "-->"),
        ("<!-- --!>", "-->"),
        ("<!-- -->", "<!-- -->"),
        ("<title><!--</title>", "-->"),
        ('<p class="<!--">', '<p class="-->">'),
        ('<p lang="<!--">', '<p lang="-->">'),
        ('<p lang="<script>">', '<p lang="</script>">'),
    ],
)
def test_no_quote_and_no_comment_hides_a_script(tmp_path: Path, around: tuple[str, str]) -> None:
    """Each is a piece of its own for a browser, and what stands between them runs."""
    text = page("<script>f()</script>".join(around) + "<img src=no.jpg>")
    found = verify(write(tmp_path, {**CLEAN, HERE: text}), RULES)
    assert [(d.kind, d.detail[:14]) for d in found] == [
        ("csp", "script 'f()' n"),
        ("link", "no.jpg"),
    ]


@pytest.mark.parametrize("name", ["og:image", "twitter:image"])
def test_a_name_that_gives_a_content_its_meaning(tmp_path: Path, name: str) -> None:
    text = page(head=f'<meta name="{name}" content="https://brand.example.cn/show/no.png">')
    found = verify(write(tmp_path, {**CLEAN, HERE: text}), RULES)
    assert [(d.kind, d.detail) for d in found] == [("link", "https://brand.example.cn/show/no.png")]
