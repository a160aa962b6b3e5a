"""The cost of award documents: write-ups of about 1,000 字 as Word files and as PDFs."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TypeVar

from benchmarks import corpus
from benchmarks.corpus import save
from benchmarks.report import verdict
from generator.export.document import Block, Document, Gongwen, Heading, Paragraph, Run, Sign, Table
from generator.export.docx import write_docx
from generator.export.pdf import write_pdf
from generator.progress import Progress
from generator.submit import TOGETHER, Exported, Order, export

NUMERALS = "一二三四五六七八九十"
CALL = """编号: bench
标题: 案例征集
种类: [支部品牌, 先进典型, 先进班组, 志愿服务]
材料:
  - 编号: writeup
    类型: 公文
    章节:
      - {标题: 主要做法, 来自: [章节, 数据, 荣誉]}
    落款: {盖章: 是, 署名: 单位, 日期: 今天}
"""
_T = TypeVar("_T")


def measure(count: int = 100) -> dict[str, float]:
    """Milliseconds a document: `docx`, `pdf` once warm, `pair` with two printed at a time.

    `first` is the first PDF with the compiler's start; `parcel` a whole submission (Word file, PDF,
    zip, check sheet) of `showcase export --all`. `documents` is how many were written; `same` is 1
    where writing them again gave the same bytes.
    """
    documents = [document(story) for story in corpus.stories(count)]
    root = Path(__file__).parent.parent

    def pdf(one: Document) -> bytes:
        return write_pdf(one, root).content

    start = time.perf_counter()
    pdf(documents[0])
    first = time.perf_counter() - start
    write_docx(documents[0])
    with ThreadPoolExecutor(TOGETHER) as threads:
        list(threads.map(pdf, documents[: 2 * TOGETHER]))  # the second compiler starts
        docx, words = _timed(lambda: [write_docx(one) for one in documents])
        each, prints = _timed(lambda: [pdf(one) for one in documents])
        pair, again = _timed(lambda: list(threads.map(pdf, documents)))
    parcel, exported = _timed(lambda: _parcels(count))
    rewritten = [write_docx(one) for one in documents] == words
    return {
        "documents": count,
        "docx": docx * 1000 / count,
        "pdf": each * 1000 / count,
        "pair": pair * 1000 / count,
        "parcel": parcel * 1000 / sum(outcome.folder is not None for outcome in exported.outcomes),
        "first": first * 1000,
        "same": float(rewritten and again == prints),
    }


def exports_report(figures: dict[str, float]) -> str:
    """The figures as Markdown, with their goals."""
    rows = (
        ("docx", "docx", 60.0),
        ("PDF, compiler warm, one by one", "pdf", 30.0),
        ("PDF, compiler warm, as `--all` prints them: two at a time", "pair", 30.0),
    )
    lines = [
        f"| {name} | {figures[key]:.1f} | {goal:.0f} | {verdict(figures[key], goal)} |"
        for name, key, goal in rows
    ]
    same = "the same bytes" if figures["same"] else "OTHER BYTES"
    return "\n".join(
        [
            f"## Award documents: {figures['documents']:.0f} write-ups, written twice: {same}",
            "",
            "| format | ms a document | goal | |",
            "|---|---|---|---|",
            *lines,
            "| whole submissions, `showcase export --all`, reading and checking with them "
            f"| {figures['parcel']:.1f} | | |",
            "",
        ]
    )


def document(story: corpus.Story) -> Gongwen:
    """A write-up of a story, as a call would have it: chapters, figures, honours, signature."""
    blocks: list[Block] = []
    for numeral, (title, text) in zip(NUMERALS, story.sections, strict=False):
        blocks.append(Heading(1, f"{numeral}、", title))
        blocks += (Paragraph((Run(line),)) for line in text.split("\n") if line)
    rows = tuple((label, value + unit, period) for label, value, unit, period, _ in story.stats)
    blocks.append(Table((("指标", "数值", "时间"), *rows)))
    blocks += (Paragraph((Run("、".join(honour)),)) for honour in story.honours)
    on = date.fromisoformat(story.date)
    sign = Sign(story.unit.name, on, seal=True)
    return Gongwen(story.id, story.title, (story.title,), tuple(blocks), sign=sign)


def _parcels(count: int) -> Exported:
    """All stories of a kind to a call for a write-up, from their files to their folders."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        corpus.write(root, count)
        save(root / "stories/awards/bench.yml", CALL)
        order = Order(root, date(2026, 6, 1), "bench")
        return export(order, Progress(sys.stderr, "en", quiet=True))


def _timed(work: Callable[[], _T]) -> tuple[float, _T]:
    start = time.perf_counter()
    done = work()
    return time.perf_counter() - start, done
