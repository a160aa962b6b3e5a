"""The Typst compiler: one for many documents, every warning an error, only fonts that are known."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Final

import typst

from generator.typeset.failures import TypesettingFailed
from generator.typeset.fonts import Faces, faces

# Beside the code and not in theme/, every file of which the engine copies into the public site.
TEMPLATES = Path(__file__).with_name("typst")
PICTURES = "pictures"  # the folder, beside the templates, of what one document shows
STANDARD: Final = "a-2a"  # archival, tagged, every character readable back


class Typesetter:
    """One Typst compiler for many documents: the first takes 0.2 s more than the rest."""

    def __init__(self, at_hand: Faces, templates: Path = TEMPLATES) -> None:
        self.faces = at_hand
        self._folder = tempfile.TemporaryDirectory(prefix="showcase-", ignore_cleanup_errors=True)
        self._root = Path(self._folder.name)
        for template in sorted(templates.glob("*.typ")):
            shutil.copyfile(template, self._root / template.name)
        self._compiler = typst.Compiler(
            root=self._root, font_paths=at_hand.handle, ignore_system_fonts=True
        )

    def compile(
        self, template: str, data: str, written: date, lay: Callable[[Path], object] | None = None
    ) -> bytes:
        """The PDF/A-2a of a template and its `data`, JSON text that it reads and never runs.

        `lay` fills the folder `pictures/` that the data name files of; it is emptied afterwards.
        `written` is the day that the file carries. Raises TypesettingFailed, and what `lay` raises.
        """
        pictures = self._root / PICTURES
        pictures.mkdir()
        try:
            if lay:
                lay(pictures)
            return self._compiled(template, data, written)
        finally:
            shutil.rmtree(pictures)

    def _compiled(self, template: str, data: str, written: date) -> bytes:
        try:
            content, warnings = self._compiler.compile_with_warnings(
                self._root / template,
                sys_inputs={"data": data},
                pdf_standards=[STANDARD],
                timestamp=int(datetime.combine(written, time(), UTC).timestamp()),
            )
        except typst.TypstError as failure:
            raise TypesettingFailed("; ".join([failure.message, *failure.hints])) from failure
        if warnings:
            raise TypesettingFailed("; ".join(warning.message for warning in warnings))
        if not isinstance(content, bytes):
            raise TypesettingFailed("no single file")
        return content


@cache
def typesetter(root: Path) -> Typesetter:
    """The compiler of a root, which may hold fonts of its own; the machine is searched once."""
    return Typesetter(faces(root))
