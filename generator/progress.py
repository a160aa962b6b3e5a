"""Progress of long work: a bar on a terminal, plain lines elsewhere; always on standard error."""

from __future__ import annotations

from time import perf_counter
from typing import TextIO

from msgspec import Struct

from generator.model.problem import Lang, Words

_BAR = 24  # cells


class Progress(Struct):
    """Tells the steps of a run to `stream`; says nothing when `quiet`, seconds when `verbose`."""

    stream: TextIO
    lang: Lang
    quiet: bool = False
    verbose: bool = False
    _step: str = ""
    _shown: int = -1
    _begun: float = 0.0

    def step(self, words: Words) -> None:
        """A new step begins."""
        self._end_step()
        self._step, self._begun = words.to(self.lang), perf_counter()
        if not self.quiet and not self.stream.isatty():
            self.stream.write(f"{self._step}…\n")
        self.count(0, 0)

    def count(self, done: int, of: int) -> None:
        """`done` of `of` parts of the step are done; drawn at each percent only."""
        if self.quiet or not self.stream.isatty():
            return
        share = done / of if of else 0.0
        if int(share * 100) == self._shown and done != of:
            return
        self._shown = int(share * 100)
        full = round(share * _BAR)
        bar = f" {'█' * full}{'░' * (_BAR - full)} {done}/{of}" if of else "…"
        self.stream.write(f"\r\x1b[K{self._step}{bar}")
        self.stream.flush()

    def note(self, words: Words) -> None:
        """A line that stays."""
        self._end_line()
        if not self.quiet:
            self.stream.write(f"{words.to(self.lang)}\n")

    def done(self) -> None:
        """The run has ended; the bar's line is cleared."""
        self._end_step()
        self._step = ""

    def _end_step(self) -> None:
        self._end_line()
        if self._step and self.verbose and not self.quiet:
            self.stream.write(f"  {self._step} {perf_counter() - self._begun:.2f} s\n")

    def _end_line(self) -> None:
        if self._step and not self.quiet and self.stream.isatty():
            self.stream.write("\r\x1b[K")
            self.stream.flush()
        self._shown = -1
