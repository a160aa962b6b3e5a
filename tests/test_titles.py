"""Titles on paper break between words, whatever they stand above."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from generator.export.document import Annex, Cell, Document, Form, Gongwen, Paragraph, Run
from generator.export.docx import write_docx
from generator.export.pdf import write_pdf
from tests.pdf_reading import printed

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("kind", ["form", "annex"])
def test_titles_of_forms_and_attachments_break_between_words(kind: str) -> None:
    """In Word and in print, as the main title does."""
    title = "全国市场监管系统窗口服务品牌创新案例推荐申报登记表"
    lines = ["全国市场监管系统窗口服务", "品牌创新案例推荐申报登记表"]
    document: Document = Form("f", title, ((Cell("名称", "甲"),),))
    if kind == "annex":
        annex = Annex(1, title, (Paragraph((Run("字。"),)),))
        document = Gongwen("w", "题", ("题",), (), annexes=(annex,))
    book = docx.Document(io.BytesIO(write_docx(document)))
    titles = [line.text for line in book.paragraphs if line.style and line.style.name == "Title"]
    assert titles[-1] == "\n".join(lines)
    sheet = printed(write_pdf(document, ROOT).content).sheets[-1]
    drawn = ["".join(glyph.character for glyph in line).strip() for line in sheet.lines]
    assert [line for line in drawn if len(line) > 9] == lines
