"""The cost of award documents: write-ups of about 1,000 字 as Word files and as PDFs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from benchmarks import corpus
from benchmarks.report import verdict
from generator.export.document import Block, Document, Gongwen, Heading, Paragraph, Run, Sign, Table
from generator.export.docx import write_docx
from generator.export.pdf import write_pdf

NUMERALS = "一二三四五六七八九十"


def measure(count: int = 100) -> dict[str, float]:
    """Milliseconds a document: `docx`, `pdf` once warm, `pdf_first` with the compiler's start.

    `documents` is how many were written; `same` is 1 where writing them again gave the same bytes.
    """
    documents = [document(story) for story in corpus.stories(count)]
    root = Path(__file__).parent.parent
    start = time.perf_counter()
    write_pdf(documents[0], root)
    first = time.perf_counter() - start
    write_docx(documents[0])
    docx, words = _timed(write_docx, documents)
    pdf, prints = _timed(lambda one: write_pdf(one, root).content, documents)
    again = [write_docx(one) for one in documents] + [
        write_pdf(one, root).content for one in documents
    ]
    return {
        "documents": count,
        "docx": docx,
        "pdf": pdf,
        "pdf_first": first * 1000,
        "same": float(again == words + prints),
    }


def exports_report(figures: dict[str, float]) -> str:
    """The figures as Markdown, with their goals."""
    rows = (("docx", "docx", 60.0), ("PDF, compiler warm", "pdf", 30.0))
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


def _timed(
    write: Callable[[Document], bytes], documents: Sequence[Document]
) -> tuple[float, list[bytes]]:
    start = time.perf_counter()
    written = [write(document) for document in documents]
    return (time.perf_counter() - start) * 1000 / len(documents), written
