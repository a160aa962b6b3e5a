"""Why a document could not be written: typed, told in both languages, for the caller to place."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.problem import Words
from generator.typeset.failures import Unwritable, code_point


class LabelMissing(Unwritable):
    """The organiser's blank has no (further) place for these labels; `label` is the first.

    `near` is what the blank says that is most like them, in quotes, "" where nothing is.
    """

    def __init__(self, labels: Sequence[str], near: str = "") -> None:
        each, names = "".join(f"“{one}”" for one in labels), ", ".join(f'"{one}"' for one in labels)
        some = "这一格" if len(labels) == 1 else "这几格"
        super().__init__(
            Words(f"空白表里找不到{each}{some}", f"the blank form has no cell labelled {names}")
        )
        self.label, self.near = labels[0], near


_NO_DOCX = Words(
    "空白表不是能读的 .docx 文件（.doc 请先在 Word 或 WPS 里另存为 .docx）",
    "the blank form is no readable .docx file (save a .doc as .docx first)",
)


class TemplateUnreadable(Unwritable):
    """The organiser's blank is not a .docx file."""

    def __init__(self, words: Words = _NO_DOCX) -> None:
        super().__init__(words)


class TemplateUnsafe(TemplateUnreadable):
    """The organiser's blank holds what no form needs: macros, files from elsewhere, a bomb."""


class CharacterForbidden(Unwritable):
    """A control character, which no Word document can hold."""

    def __init__(self, character: str) -> None:
        super().__init__(
            Words(
                f"文字里有看不见的控制字符 {code_point(character)}，请删除",
                f"the text holds the control character {code_point(character)}; delete it",
            )
        )
        self.character = character
