"""Typst compilers: few for many documents, every warning an error, only fonts that are known."""

from __future__ import annotations

import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import lru_cache
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
    """Typst compilers for many documents, one for each thread that asks at the same time.

    The first document of a compiler takes 0.2 s more than the rest. Typst holds no lock of the
    interpreter: two threads print twice as much.
    """

    def __init__(self, at_hand: Faces, templates: Path = TEMPLATES) -> None:
        self.faces = at_hand
        self._templates = templates
        self._idle: deque[_Compiler] = deque()

    def compile(
        self, template: str, data: str, written: date, lay: Callable[[Path], object] | None = None
    ) -> bytes:
        """The PDF/A-2a of a template and its `data`, JSON text that it reads and never runs.

        `lay` fills the folder `pictures/` that the data name files of; it is emptied afterwards.
        `written` is the day that the file carries. Raises TypesettingFailed, and what `lay` raises.
        """
        compiler = self._free()
        try:
            if lay is None:
                return compiler.run(template, data, written)
            with compiler.pictures() as folder:
                lay(folder)
                return compiler.run(template, data, written)
        finally:
            self._idle.append(compiler)

    def _free(self) -> _Compiler:
        try:
            return self._idle.pop()  # of two threads only one gets the last
        except IndexError:
            return _Compiler(self.faces, self._templates)


class _Compiler:
    """One compiler and its folder of templates."""

    def __init__(self, at_hand: Faces, templates: Path) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="showcase-", ignore_cleanup_errors=True)
        self._root = Path(self._folder.name)
        for template in sorted(templates.glob("*.typ")):
            shutil.copyfile(template, self._root / template.name)
        self._compiler = typst.Compiler(
            root=self._root, font_paths=at_hand.handle, ignore_system_fonts=True
        )

    @contextmanager
    def pictures(self) -> Iterator[Path]:
        """The folder of what one document shows, empty before and gone after."""
        folder = self._root / PICTURES
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder)

    def run(self, template: str, data: str, written: date) -> bytes:
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


def typesetter(root: Path, known: str = "") -> Typesetter:
    """The compilers for a root and the fonts that are `known`, shared as `faces` are."""
    return _with(faces(root, known))


_with = lru_cache(maxsize=2)(Typesetter)
