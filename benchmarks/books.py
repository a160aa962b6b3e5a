"""The cost of a yearbook: so many stories of one year as a print-ready A4 book."""

from __future__ import annotations

import re
import tempfile
import time
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from benchmarks import corpus
from benchmarks.report import verdict
from generator.load.site import load
from generator.model.output import Typeset
from generator.model.release import release
from generator.render.paper.book import PRINT_DPI, Cut, book_of
from generator.render.paper.choice import of_year
from generator.typeset import typeset
from generator.typeset.boxes import page_count

YEAR, GOAL = 2018, 10.0
PROJECT = Path(__file__).parent.parent


def measure(count: int = 100) -> dict[str, float]:
    """Seconds of a book of `count` stories without photos, and its pages.

    `compose` is story files to data, `first` the first book, `warm` another one of other words;
    each is set in a process of its own. `same` is 1 where setting it again gives the same bytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        root, cache = Path(folder), Path(folder, "cache")
        corpus.write(root, count)
        for file in (root / "stories").glob("*/*.yml"):
            text = re.sub(r"^时间: \d{4}", f"时间: {YEAR}", file.read_text("utf-8"), flags=re.M)
            file.write_text(text, "utf-8")
        start = time.perf_counter()
        shown = release(load(root).site, date(2026, 11, 1), carrier="print")
        choice = of_year(shown, YEAR)
        job = book_of(choice, shown, Cut(dpi=PRINT_DPI), "book.pdf")
        compose = time.perf_counter() - start
        first, book = _timed(job, cache)
        warm, _ = _timed(replace(job, data=job.data.replace("的", "之")), cache)
        _, again = _timed(job, cache)
    return {
        "stories": float(len(choice.stories)),
        "pages": float(page_count(book)),
        "compose": compose,
        "first": first,
        "warm": warm,
        "same": float(again == book),
    }


def books_report(figures: dict[str, float]) -> str:
    """The figures as Markdown, with the goal."""
    same = "the same bytes" if figures["same"] else "OTHER BYTES"
    whole = figures["compose"] + figures["warm"]
    return "\n".join(
        [
            f"## Yearbook: {figures['stories']:.0f} stories of a year, {figures['pages']:.0f} pages"
            f" A4, typeset twice: {same}",
            "",
            "| step | s | goal | |",
            "|---|---|---|---|",
            f"| read and compose | {figures['compose']:.2f} | | |",
            f"| typeset | {figures['first']:.2f} | | |",
            f"| typeset, another book of other words | {figures['warm']:.2f} | | |",
            f"| whole book | {whole:.2f} | {GOAL:.0f} | {verdict(whole, GOAL)} |",
            "",
        ]
    )


def _timed(job: Typeset, cache: Path) -> tuple[float, bytes]:
    start = time.perf_counter()
    content = typeset(job, PROJECT, cache, lambda done, of: None).content
    return time.perf_counter() - start, content
