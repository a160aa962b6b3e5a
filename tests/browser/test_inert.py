"""Story text never runs and loads nothing: the corpus's injections, built and opened."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.flow import Options, build
from generator.progress import Progress
from generator.proof import check_site
from tests import corpus
from tests.roots import SETTINGS

TODAY = date(2026, 6, 1)
CASES = [c for c in corpus.cases() if c["category"] in ("inject", "image") and not c.get("alone")]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One site of every case that `check` accepts."""
    root = tmp_path_factory.mktemp("inert")
    corpus.plant(root, CASES)
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    failed = {p.place.file for p in check_site(root, TODAY).problems if p.level == "error"}
    for file in failed:
        (root / file).unlink()
    made = build(Options(root, TODAY), Progress(sys.stderr, "zh", quiet=True))
    assert made.site is not None, made.checked.problems
    return made.site


def address(case: corpus.Case) -> str:
    return (
        "/".join(str(case["path"]).split("/")[1:]).removesuffix("/story.yml").removesuffix(".yml")
    )


def published(case: corpus.Case, site: Path) -> bool:
    return (site / address(case) / "index.html").is_file()


def test_what_the_corpus_accepts_is_published(built: Path) -> None:
    wanted = [c["name"] for c in CASES if c["outcome"] == "accepted" and not published(c, built)]
    assert wanted == []


def test_nothing_runs_nothing_loads_and_every_word_is_there(
    built: Path, served: str, browser: Browser
) -> None:
    """Each page is opened, moved over and clicked; a canary that runs would open a dialog."""
    page = browser.new_page()
    ran: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    failures = []
    opened = [case for case in CASES if case["category"] == "inject" and published(case, built)]
    for case in opened:
        page.goto(served + address(case) + "/")
        text = page.inner_text("body")
        title = page.title()
        for word in case["visible"]:
            if word not in text + title:
                failures.append(f"{case['name']}: {word!r} is not on the page")
        if page.evaluate(f"typeof window[{case['canary']!r}]") != "undefined":
            failures.append(f"{case['name']}: the canary is defined")
        if case.get("leak") and case["leak"] in page.content():
            failures.append(f"{case['name']}: leaks {case['leak']!r}")
        for link in page.query_selector_all("main a[href]"):
            href = link.get_attribute("href") or ""
            if href.split(":")[0].lower() in ("javascript", "data", "vbscript"):
                failures.append(f"{case['name']}: a link to {href!r}")
        if page.query_selector_all(
            "main :is(script, iframe, object, embed, form, meta, style, base)"
        ):
            failures.append(f"{case['name']}: an element that may act")
    page.close()
    assert len(opened) > 30
    assert failures == [] and ran == []
    assert [url for url in asked if not url.startswith((served, "data:"))] == []


def test_lists_search_and_feeds_stay_inert_too(built: Path, served: str, browser: Browser) -> None:
    page = browser.new_page()
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    for path in (
        "",
        "volunteer/",
        "honours/",
        "units/ceshi/",
        "search/?q=script",
        "search/?q=alert",
    ):
        page.goto(served + path)
        page.wait_for_timeout(300)
    page.close()
    assert ran == []
    feed = (built / "feed.xml").read_text(encoding="utf-8")
    assert "<script" not in feed


def test_no_metadata_in_any_output(built: Path) -> None:
    canaries = [case["absent"].encode() for case in CASES if case.get("absent")]
    assert canaries
    for path in built.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [canary for canary in canaries if canary in content], path
