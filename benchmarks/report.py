"""The results as Markdown: the machine, the tables, the goals and whether they were reached."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import timeit
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.bench import EDIT, FULL, SAME, SERVED, TITLE, Figure, Results
from benchmarks.contenders import HUGO, HUGO_SEARCH, HUGO_YAML, SHOWCASE, STOCK, Contender

HUGO_MOST, HUGO_NEXT = 3.0, 2.5  # a full build, as a multiple of Hugo's; what it is to become
BIG_HUGO = 1.5  # the same at the larger number
STOCK_MOST = 0.1  # a full build, as a share of stock MkDocs Material's
PEAK_MOST = 250.0  # MB of memory at the smaller number of stories
GROWTH_MOST = 1.0  # time a story at the larger number over time a story at the smaller one
EDIT_MOST, EDIT_SHARE = 0.6, 0.5  # seconds of an edit, and its share of Hugo's rebuild
BIG_EDIT, BIG_SHARE = 1.0, 0.1  # the same at the larger number
SAME_MOST = 0.3  # seconds of a build that finds nothing changed
SERVED_MOST = 0.3  # seconds from a saved story to the page that a warm server shows of it
NOTHING = "–"
METHOD = """\
Generated stories of 1,000 字 without photos, the same texts for all. Hugo's site has the same pages
with the same parts (filters, counts, timeline, screens), feeds, manifest and sitemap, but no search
index, no words kept whole in headings, no QR codes and no cards for sharing; its lists of honours
turn their pages by stories, for Hugo turns those of nothing else. It reads front matter in JSON,
its fastest way, and once more in YAML, as people type it and as the showcase's stories are. "With
search" is that and the index that such a site's visitors search with: Pagefind's, of its stories.
Stock MkDocs has its default navigation and search, and no feed. Wall time of the whole command; the
contenders take turns. Memory is that of the whole process tree, in millions of bytes, of a round
that is not timed. Programs are compiled already, as on an author's machine, ours with its
templates; "from nothing" means nothing of the site. Hugo and stock MkDocs build everything again
whatever changed; stock MkDocs does so once here. A loop of Python is timed at the end: a machine
that others share is at times half as fast as at others, and one interpreter is not compiled like
another.\
"""
TURNS = 1_000_000


def machine() -> dict[str, str]:
    """What the figures depend on; no names of hosts, no paths."""
    packages = ("mkdocs", "mkdocs-material", "hugo", "pagefind-bin-extended")
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _proc("cpuinfo", "model name") or platform.processor() or "unknown",
        "cores": str(os.cpu_count()),
        "memory": _memory(),
        "system": platform.system(),
        "Python": platform.python_version(),
        "a million turns of a Python loop": f"{_loop():.2f} s",
        **{name: _version(name) for name in packages},
    }


def report(results: Results, small: int, big: int | None) -> str:
    """All results as one Markdown text."""
    parts = ["# Benchmarks", METHOD, _facts(), *_builds(results, small)]
    if big:
        parts += _builds(results, big)
    parts += _pages(results)
    parts += ["## Goals", _goals(results, small, big)]
    return "\n\n".join(parts) + "\n"


def _facts() -> str:
    return table(("", "machine"), machine().items())


def _builds(results: Results, stories: int) -> list[str]:
    rows = []
    for scenario in (FULL, EDIT, TITLE, SAME, SERVED):
        hugo = results.figure(HUGO, scenario, stories)
        stock = results.figure(STOCK, FULL, stories)  # it rebuilds all whatever changed
        for contender in (SHOWCASE, HUGO, HUGO_YAML, HUGO_SEARCH, STOCK):
            figure = results.figure(contender, scenario, stories)
            if figure:
                rows.append((scenario, *_row(figure, hugo, stock)))
    head = ("", "", "seconds, median", "least", "runs", "× Hugo", "× stock", "CPU s", "peak MB")
    return [f"## {stories:,} stories", table(head, rows)] if rows else []


def _row(figure: Figure, hugo: Figure | None, stock: Figure | None) -> tuple[str, ...]:
    return (
        figure.contender,
        f"{figure.seconds:.2f}",
        f"{figure.least:.2f}",
        str(len(figure.runs)),
        _number(ratio(figure, hugo), 2),
        _number(ratio(figure, stock), 3),
        _number(figure.cpu, 2),
        _number(figure.peak, 0),
    )


def _pages(results: Results) -> list[str]:
    """The HTML pages by folder, side by side: that the contenders built equal sites."""
    if not results.sites:
        return []
    folders = sorted({folder for site in results.sites for folder in site.pages})
    head = ("HTML pages", *(f"{site.contender}, {site.stories:,}" for site in results.sites))
    rows = [
        (f"{folder}/", *(str(site.pages.get(folder, NOTHING)) for site in results.sites))
        for folder in folders
    ]
    rows.append(("all", *(str(sum(site.pages.values())) for site in results.sites)))
    rows.append(("MB", *(f"{site.weight / 1e6:.1f}" for site in results.sites)))
    return ["## What was built", table(head, rows)]


def _goals(results: Results, small: int, big: int | None) -> str:
    full = results.figure(SHOWCASE, FULL, small)
    found = [
        *_by_hugo(results, HUGO, small, big),
        *_by_hugo(results, HUGO_YAML, small, big),
        ("full build ÷ stock MkDocs", ratio(full, results.figure(STOCK, FULL, small)), STOCK_MOST),
        ("peak memory, MB", full.peak if full else None, PEAK_MOST),
    ]
    for stories, seconds, share in ((small, EDIT_MOST, EDIT_SHARE), (big, BIG_EDIT, BIG_SHARE)):
        if stories:
            edit = results.figure(SHOWCASE, EDIT, stories)
            found += [
                (f"edit at {stories:,}, seconds", edit.seconds if edit else None, seconds),
                (
                    f"edit at {stories:,} ÷ Hugo's rebuild",
                    ratio(edit, results.figure(HUGO, EDIT, stories)),
                    share,
                ),
            ]
    same = results.figure(SHOWCASE, SAME, small)
    found.append((f"no change at {small:,}, seconds", same and same.seconds, SAME_MOST))
    served = results.figure(SHOWCASE, SERVED, small)
    found.append((f"{SERVED} at {small:,}, seconds", served and served.seconds, SERVED_MOST))
    if big:
        grown = growth(results, SHOWCASE, small, big)
        found.append((f"growth from {small:,} to {big:,}", grown, GROWTH_MOST))
    rows = [
        (name, f"≤ {most:g}", _number(value, 3), verdict(value, most))
        for name, value, most in found
    ]
    return table(("goal", "to reach", "found", ""), rows)


def _by_hugo(
    results: Results, hugo: Contender, small: int, big: int | None
) -> list[tuple[str, float | None, float]]:
    """A full build against one of Hugo's two: names of goals, what was found, what to reach."""
    goals = [("", "", small, HUGO_MOST), ("", ", to become", small, HUGO_NEXT)]
    goals += [(f" at {big:,}", "", big, BIG_HUGO)] if big else []
    return [
        (
            f"full build{at} ÷ {hugo.name}{when}",
            ratio(results.figure(SHOWCASE, FULL, stories), results.figure(hugo, FULL, stories)),
            most,
        )
        for at, when, stories, most in goals
    ]


def verdict(value: float | None, most: float) -> str:
    """Whether a goal was reached, in plain words."""
    if value is None:
        return "not measured"
    return "reached" if value <= most else "not reached"


def ratio(figure: Figure | None, other: Figure | None) -> float | None:
    """The one's median time over the other's."""
    return figure.seconds / other.seconds if figure and other else None


def growth(results: Results, contender: Contender, small: int, big: int) -> float | None:
    """How many times dearer a story became: 1 is linear growth, less is better."""
    times = ratio(results.figure(contender, FULL, big), results.figure(contender, FULL, small))
    return times / (big / small) if times else None


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; columns after the first two hold figures."""
    lines: list[Sequence[str]] = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _number(value: float | None, digits: int) -> str:
    return NOTHING if value is None else f"{value:.{digits}f}"


def _loop() -> float:
    """Seconds of a loop that does what this program does most: texts made and kept by key."""
    return min(timeit.repeat("d[i & 1023] = str(i); i += 1", "d, i = {}, 0", number=TURNS))


def _memory() -> str:
    total = _proc("meminfo", "MemTotal")
    return f"{int(total.split()[0]) / 1024**2:.0f} GiB" if total else "unknown"


def _proc(name: str, key: str) -> str:
    """A value of a file of /proc, empty where the system has none."""
    file = Path("/proc") / name
    if not file.exists():
        return ""
    lines = (line.partition(":") for line in file.read_text(encoding="utf-8").splitlines())
    return next((value.strip() for label, _, value in lines if label.strip() == key), "")


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
