"""`python -m benchmarks`: builds side by side, ratios, goals. Never a test: slow is no failure."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
import tempfile
from pathlib import Path

from benchmarks import books, report
from benchmarks.bench import Results, bench_builds
from benchmarks.books import books_report
from benchmarks.exports import exports_report, measure
from benchmarks.pictures import bench_pictures, pictures_report
from benchmarks.resizing import bench_resizing, resizing_report
from benchmarks.serving import bench_serving

RESULTS = Path(__file__).parent / "results.md"


def main(argv: list[str]) -> int:
    """Runs what was asked for and prints it; 1 when a contender could not build its site."""
    asked = _arguments().parse_args(argv)
    big = asked.big if asked.big > asked.stories else None
    results, parts = Results(), []
    if asked.only in (None, "build"):
        _builds(asked.stories, asked.runs, True, results)
        with tempfile.TemporaryDirectory() as folder:
            bench_serving(Path(folder), asked.stories, asked.runs, results)
        if big:
            _builds(big, asked.runs, False, results)
        parts.append(report.report(results, asked.stories, big))
    if asked.only in (None, "exports"):
        parts.append(exports_report(measure()))
    if asked.only in (None, "books"):
        parts.append(books_report(books.measure()))
    if asked.only in (None, "pictures"):
        with tempfile.TemporaryDirectory() as folder:
            parts.append(pictures_report(bench_pictures(Path(folder), asked.runs, results)))
        with tempfile.TemporaryDirectory() as folder:
            found = bench_resizing(Path(folder), asked.photos)
            parts.append(resizing_report(found, asked.photos))
    text = "\n".join(parts)
    print(text)
    if asked.write and not results.failed:
        RESULTS.write_text(text, encoding="utf-8", newline="\n")
    if asked.json:
        figures = {"machine": report.machine(), **dataclasses.asdict(results)}
        asked.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    for name, words in results.failed.items():
        print(f"{name} did not build:\n{words}", file=sys.stderr)
    return 1 if results.failed else 0


def _builds(stories: int, runs: int, slow: bool, results: Results) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench_builds(Path(folder), stories, runs, slow, results)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--stories", type=int, default=1000, help="stories of the first site")
    parser.add_argument("--big", type=int, default=10_000, help="of the second; 0 for none")
    parser.add_argument("--runs", type=int, default=3, help="rounds of every scenario")
    parser.add_argument(
        "--only", choices=("build", "exports", "books", "pictures"), help="one part of it"
    )
    parser.add_argument("--photos", type=int, default=500, help="photos to make small")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the figures for a program")
    parser.add_argument("--write", action="store_true", help="keep a full report in results.md")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
