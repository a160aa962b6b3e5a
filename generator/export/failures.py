"""Why a document could not be written: typed, told in both languages, for the caller to place."""

from __future__ import annotations

import unicodedata

from generator.model.problem import Words


class Unwritable(Exception):
    """A document that a writer cannot finish; `words` says why, nothing has been written."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class LabelMissing(Unwritable):
    """The organiser's blank has no (further) cell with this label."""

    def __init__(self, label: str) -> None:
        super().__init__(
            Words(
                f"空白表里找不到“{label}”这一格",
                f'the blank form has no cell labelled "{label}"',
            )
        )
        self.label = label


class TemplateUnreadable(Unwritable):
    """The organiser's blank is not a .docx file."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                "空白表不是能读的 .docx 文件（.doc 请先在 Word 或 WPS 里另存为 .docx）",
                "the blank form is no readable .docx file (save a .doc as .docx first)",
            )
        )


class CharacterForbidden(Unwritable):
    """A control character, which no Word document can hold."""

    def __init__(self, character: str) -> None:
        super().__init__(
            Words(
                f"文字里有看不见的控制字符 {_code(character)}，请删除",
                f"the text holds the control character {_code(character)}; delete it",
            )
        )
        self.character = character


class GlyphMissing(Unwritable):
    """A character that no font at hand can draw."""

    def __init__(self, character: str) -> None:
        name = unicodedata.name(character, "?")
        super().__init__(
            Words(
                f"没有一个字体画得出“{character}”（{_code(character)}），请换一个字或补装字体",
                f'no font draws "{character}" ({_code(character)}, {name});'
                " write another or install a font that has it",
            )
        )
        self.character = character


class FontMissing(Unwritable):
    """No face at all for a role; `role` is one of title, body, h1, h2, page, latin."""

    def __init__(self, role: str) -> None:
        super().__init__(
            Words(
                "没有中文字体，排不出 PDF；运行 make fonts，或安装 fonts-noto-cjk",
                f"no Chinese font for {role}; run make fonts, or install fonts-noto-cjk",
            )
        )
        self.role = role


class TypesettingFailed(Unwritable):
    """What the typesetter objected to, its warnings included."""

    def __init__(self, diagnostic: str) -> None:
        super().__init__(
            Words(f"PDF 排版没有成功：{diagnostic}", f"typesetting the PDF failed: {diagnostic}")
        )
        self.diagnostic = diagnostic


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"
