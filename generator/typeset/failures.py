"""Why a page could not be typeset: typed, told in both languages, for the caller to place."""

from __future__ import annotations

import unicodedata

from generator.model.problem import MAKE, Words


class Unwritable(Exception):
    """A document that a writer cannot finish; `words` says why, nothing has been written."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class GlyphMissing(Unwritable):
    """Characters that no font at hand can draw; `character` is the first of them."""

    def __init__(self, characters: str) -> None:
        each = "、".join(f"“{one}”（{code_point(one)}）" for one in characters)
        names = ", ".join(
            f'"{one}" ({code_point(one)}, {unicodedata.name(one, "?")})' for one in characters
        )
        count = "这个" if len(characters) == 1 else "这几个"
        super().__init__(
            Words(
                f"现有字体中没有{each}{count}字，请换字或补装字体",
                f"no font draws {names}; write another or install a font that has it",
            )
        )
        self.character = characters[0]


class FontMissing(Unwritable):
    """No face at all for a role; `role` is one of title, body, h1, h2, page, latin."""

    def __init__(self, role: str) -> None:
        super().__init__(
            Words(
                f"没有中文字体，排不出 PDF；运行 {MAKE} fonts，或安装 fonts-noto-cjk",
                f"no Chinese font for {role}; run {MAKE} fonts, or install fonts-noto-cjk",
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


def code_point(character: str) -> str:
    """The number of a character as standards write it: `U+4E00`."""
    return f"U+{ord(character):04X}"
