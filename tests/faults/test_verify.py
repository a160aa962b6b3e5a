"""A built tree with one seeded bug is caught, a clean one passes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.publish import MEANINGS, Defect, Rules, verify, verify_files
from generator.publish.verify import DefectKind
from tests.faults.clean_tree import CLEAN, HERE, POLICY, RULES, SCRIPT, SHEET, page, sha, write


def test_a_clean_tree_passes(tmp_path: Path) -> None:
    assert verify(write(tmp_path, CLEAN), RULES) == []


STYLED = page(policy=POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"))

FETCH = "fetch('https://a.example/x')"

SEEDED: list[tuple[str, str, str, DefectKind, str]] = [
    # what is wrong, in which file, its text, the kind and the offender expected
    ("broken link", HERE, page('<a href="../1253/">x</a>'), "link", "../1253/"),
    ("no slash at the end", HERE, page('<a href="../1252">x</a>'), "link", "../1252"),
    ("out of the tree", HERE, page('<a href="../../../brands/">x</a>'), "link", "../../../brands/"),
    ("out of the base", HERE, page('<a href="/main/brands/">x</a>'), "link", "/main/brands/"),
    ("hidden climb", HERE, page('<a href="a/../../../../">x</a>'), "link", "a/../../../../"),
    ("missing image", HERE, page('<img src="no.jpg" alt="">'), "link", "no.jpg"),
    ("after a > sign", HERE, page('<img alt="a>b" src="no.jpg">'), "link", "no.jpg"),
    ("single quotes", HERE, page("<img alt='' src='no.jpg'>"), "link", "no.jpg"),
    ("no quotes", HERE, page("<img src=no.jpg>"), "link", "no.jpg"),
    ("no address", HERE, page('<img alt="" src="">'), "link", ""),
    (
        "second of a srcset",
        HERE,
        page('<img srcset="../../assets/a.jpg 1x, no.webp 2x">'),
        "link",
        "no.webp",
    ),
    ("missing poster", HERE, page('<video poster="no.jpg">'), "link", "no.jpg"),
    ("missing sheet", HERE, page(head='<link rel="stylesheet" href="x.css">'), "link", "x.css"),
    ("missing script", HERE, page(head='<script src="x.js"></script>'), "link", "x.js"),
    (
        "missing own absolute in a page written by hand",
        "about/a/index.html",
        page('<a href="https://brand.example.cn/show/x/">x</a>'),
        "link",
        "https://brand.example.cn/show/x/",
    ),
    (
        "missing canonical",
        HERE,
        page(head='<link rel="canonical" href="https://brand.example.cn/show/x/">'),
        "link",
        "https://brand.example.cn/show/x/",
    ),
    (
        "missing og:image",
        HERE,
        page(head='<meta property="og:image" content="https://brand.example.cn/show/no.png">'),
        "link",
        "https://brand.example.cn/show/no.png",
    ),
    (
        "redirect to nowhere",
        "old/x/index.html",
        page(head='<meta http-equiv="refresh" content="0; url=../../no/">'),
        "link",
        "../../no/",
    ),
    ("image of a sheet", "assets/show.css", "a{background:url( 'no.png' )}", "link", "no.png"),
    ("import of a sheet", "assets/show.css", "@import 'no.css';", "link", "no.css"),
    ("missing anchor here", HERE, page('<a href="#no">x</a>'), "anchor", "#no"),
    (
        "anchor only in data-id",
        HERE,
        page('<a href="#no">x</a><i data-id="no"></i>'),
        "anchor",
        "#no",
    ),
    (
        "missing anchor there",
        HERE,
        page('<a href="../#no">x</a>'),
        "anchor",
        "brands/index.html#no",
    ),
    (
        "missing symbol",
        HERE,
        page('<svg><use href="../../assets/icons.svg#no"/></svg>'),
        "anchor",
        "assets/icons.svg#no",
    ),
    (
        "foreign sheet",
        HERE,
        page(head='<link rel="stylesheet" href="https://cdn.example/a.css">'),
        "foreign",
        "https://cdn.example/a.css",
    ),
    (
        "foreign preconnect",
        HERE,
        page(head='<link rel="preconnect" href="//fonts.example">'),
        "foreign",
        "//fonts.example",
    ),
    (
        "alternate sheet",
        HERE,
        page(head='<link rel="alternate stylesheet" href="https://a.example/a.css">'),
        "foreign",
        "https://a.example/a.css",
    ),
    (
        "foreign image",
        HERE,
        page('<img src="https://a.example/a.jpg">'),
        "foreign",
        "https://a.example/a.jpg",
    ),
    (
        "foreign frame",
        HERE,
        page('<iframe src="//a.example/"></iframe>'),
        "foreign",
        "//a.example/",
    ),
    (
        "foreign form",
        HERE,
        page('<form action="https://a.example/"></form>'),
        "foreign",
        "https://a.example/",
    ),
    (
        "foreign css import",
        "assets/show.css",
        '@import url("https://a.example/a.css");',
        "foreign",
        "https://a.example/a.css",
    ),
    (
        "foreign css url",
        "assets/show.css",
        "@font-face{src:url(//a.example/f.woff2)}",
        "foreign",
        "//a.example/f.woff2",
    ),
    (
        "foreign url in a drawing",
        "assets/icons.svg",
        '<svg><g id="star"/><image href="https://a.example/a.png"/></svg>',
        "foreign",
        "https://a.example/a.png",
    ),
    (
        "foreign url in a style",
        HERE,
        page(
            '<p style="background:url(//a.example/b.png)">',
            policy=POLICY.replace(f"'self' {sha(SHEET)}", "'unsafe-inline'"),
        ).replace(f"<style>{SHEET}</style>", ""),
        "foreign",
        "//a.example/b.png",
    ),
    (
        "missing url in a style element",
        HERE,
        page(
            head="<style>a{background:url(no.png)}</style>",
            policy=f"{POLICY} {sha('a{background:url(no.png)}')}",
        ),
        "link",
        "no.png",
    ),
    (
        "foreign fetch of a script in the page",
        HERE,
        page(
            f"<script>{FETCH}</script>",
            policy=POLICY.replace("script-src", f"script-src {sha(FETCH)}"),
        ),
        "foreign",
        "https://a.example/x",
    ),
    (
        "foreign module",
        "assets/show.js",
        'import x from "https://a.example/x.js"',
        "foreign",
        "https://a.example/x.js",
    ),
    ("foreign fetch", "assets/show.js", "fetch('//a.example/x')", "foreign", "//a.example/x"),
    ("foreign export", "assets/a.js", "export * from '//a.example/x'", "foreign", "//a.example/x"),
    (
        "foreign dynamic import",
        "assets/show.js",
        "await import('//a.example/x.js')",
        "foreign",
        "//a.example/x.js",
    ),
    (
        "a load behind data",
        "search/d/0.js",
        """showcaseSearch.part("d/0",["甲"]);import('//a.example/x.js',"")\n""",
        "foreign",
        "//a.example/x.js",
    ),
    (
        "script as a link",
        HERE,
        page('<a href="javascript:alert(1)">x</a>'),
        "scheme",
        "javascript:alert(1)",
    ),
    ("base", HERE, page(head='<base href="/show/">'), "base", "/show/"),
    ("no policy", HERE, page().replace("Content-Security-Policy", "x"), "csp", "no Content"),
    ("script without hash", HERE, page("<script>f()</script>"), "csp", "script 'f()' needs"),
    (
        "module without hash",
        HERE,
        page('<script type="module">f()</script>'),
        "csp",
        "script 'f()' needs",
    ),
    ("style without hash", HERE, page(head="<style>b{}</style>"), "csp", "sheet 'b{}' needs"),
    ("style attribute", HERE, page('<p style="top:0">'), "csp", "style 'top:0' needs"),
    ("hash beats unsafe-inline", HERE, STYLED + '<p style="top:0">', "csp", "style 'top:0' needs"),
    ("handler", HERE, page('<p onclick="f()">'), "csp", "handler 'f()' needs"),
    (
        "handler after attributes that ask nothing",
        HERE,
        page('<p class="a" data-id="b" onclick="f()">'),
        "csp",
        "handler 'f()' needs",
    ),
    (
        "handler before one that asks nothing",
        HERE,
        page('<p onclick="f()" class="a">'),
        "csp",
        "handler 'f()' needs",
    ),
    (
        "handler with a hash",
        HERE,
        page(
            '<p onclick="f()">',
            policy=POLICY.replace("script-src", f"script-src 'unsafe-hashes' {sha('f()')}"),
        ),
        "csp",
        "handler 'f()' needs",
    ),
    (
        "style attribute without unsafe-hashes",
        HERE,
        page('<p style="top:0">', policy=f"{POLICY} {sha('top:0')}"),
        "csp",
        "style 'top:0' needs",
    ),
    (
        "a second policy allows less",
        HERE,
        page(
            head=f"<meta http-equiv='Content-Security-Policy' content=\"style-src {sha(SHEET)}\">"
        ),
        "csp",
        'script "document',
    ),
    ("upper case", "brands/ABC/index.html", page(), "name", "only a-z"),
    ("Chinese name", "brands/一/index.html", page(), "name", "only a-z"),
    (
        "Chinese name that leads on",
        "news/x/一.html",
        page(head='<meta http-equiv="refresh" content="0; url=/show/">'),
        "name",
        "only a-z",
    ),
]


@pytest.mark.parametrize(
    ("path", "text", "kind", "detail"), [s[1:] for s in SEEDED], ids=[s[0] for s in SEEDED]
)
def test_a_seeded_bug_is_caught(
    tmp_path: Path, path: str, text: str, kind: DefectKind, detail: str
) -> None:
    found = verify(write(tmp_path, {**CLEAN, path: text}), RULES)
    assert [(d.page, d.kind) for d in found] == [(path, kind)]
    assert found[0].detail.startswith(detail) and (detail or not found[0].detail)
    assert MEANINGS[kind].zh and MEANINGS[kind].en


@pytest.mark.parametrize("gone", ["1253/", "%31253/", "1252/#no"])
def test_no_story_s_link_keeps_another_from_being_withdrawn(tmp_path: Path, gone: str) -> None:
    """Stories cannot link within the site, but they can name its address: those are their words."""
    told = page(f'<a href="https://brand.example.cn/show/brands/{gone}">x</a>')
    assert verify(write(tmp_path, {**CLEAN, HERE: told}), RULES) == []


def test_neighbours_and_a_second_process_hide_no_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in order on one page is not asked again on those beside it."""
    seeded = [(text, kind) for _, path, text, kind, _ in SEEDED if path == HERE]
    both = [(n, twice) for n in range(len(seeded)) for twice in "abc"]  # two of them in one half
    pages = {f"brands/{n}{twice}/index.html": seeded[n][0] for n, twice in both}
    tree, found = write(tmp_path, {**CLEAN, **pages}), []
    for least in (10**9, 1):
        monkeypatch.setattr(sys.modules[verify.__module__], "FILES_TO_SHARE", least)
        found.append(verify(tree, RULES))
    assert found[0] == found[1]
    wanted = [(f"brands/{n}{twice}/index.html", seeded[n][1]) for n, twice in both]
    assert len(wanted) > 20 and {(d.page, d.kind) for d in found[0]} == set(wanted)


@pytest.mark.parametrize(
    ("sound", "broken", "link"),
    [
        ("a/index.html", "a/b/index.html", "../c/"),  # another depth
        ("a/index.html", "d/index.html", "b/"),  # the same depth, a link without a step up
        ("404.html", "index.html", "c/"),  # offline a page has to name the file, that one not
    ],
)
def test_a_link_that_is_right_on_one_page_is_wrong_on_another(
    tmp_path: Path, sound: str, broken: str, link: str
) -> None:
    plain = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    names = ("404.html", "index.html", "c/index.html", "a/index.html", "a/b/index.html")
    linked = plain + f'<a href="{link}">x</a>'
    files = {**dict.fromkeys((*names, "d/index.html"), plain), sound: linked, broken: linked}
    rules = Rules(offline=sound == "404.html")
    found = verify_files(write(tmp_path, files), [sound, broken], frozenset(files), rules)
    assert found == [Defect(broken, "link", link)]


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links and case in names")
def test_links_and_clashes(tmp_path: Path) -> None:
    tree = write(tmp_path, {**CLEAN, "assets/A.jpg": "", "assets/一.jpg": ""})
    (tree / "assets/b.jpg").symlink_to("a.jpg")
    (tree / "loop").symlink_to(tree)
    assert verify(tree, RULES) == [
        Defect(
            "assets/A.jpg",
            "name",
            "only a-z 0-9 . _ - are allowed, and assets/a.jpg differs only in case",
        ),
        Defect("assets/b.jpg", "symlink", "a.jpg"),
        Defect("assets/一.jpg", "name", "only a-z 0-9 . _ - are allowed"),
        Defect("loop", "symlink", str(tree)),
    ]


def test_policies_that_cover(tmp_path: Path) -> None:
    attribute = POLICY.replace("style-src", f"style-src-attr 'unsafe-hashes' {sha('top:0')}; x")
    loose = "default-src 'self'; style-src 'unsafe-inline'"
    bare = page().replace(f"<script>{SCRIPT}</script>", "")
    files = {
        "brands/a/index.html": page('<p style="top:0">', policy=attribute).replace(
            f"<style>{SHEET}</style>", ""
        ),
        "brands/b/index.html": bare.replace(POLICY, loose) + '<p style="top:1">',
        "brands/c/index.html": page(policy=POLICY.replace("'", "&#39;")).replace("\n", "\r\n"),
    }
    assert verify(write(tmp_path, {**CLEAN, **files}), RULES) == []


def test_offline_pages_name_their_files(tmp_path: Path) -> None:
    plain = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    files = {
        "index.html": plain + '<a href="brands/index.html">x</a><a href="#">x</a>',
        "brands/index.html": plain + '<a href="../">x</a><a href="..">x</a><a href="/">x</a>',
        "404.html": plain + '<a href="/">x</a>',
        "units/index.html": plain
        + '<a href="../brands/index.html#no">x</a><a href="/index.html">x</a><a href=".">x</a>'
        + '<img src="https://a.example/a.jpg">',
    }
    found = verify(write(tmp_path, files), Rules(offline=True))
    always = [
        Defect("units/index.html", "anchor", "brands/index.html#no"),
        Defect("units/index.html", "foreign", "https://a.example/a.jpg"),
    ]
    assert found == [
        *(Defect("brands/index.html", "link", detail) for detail in ("..", "../", "/")),
        *always,
        *(Defect("units/index.html", "link", detail) for detail in (".", "/index.html")),
    ]
    assert verify(tmp_path, Rules()) == always
