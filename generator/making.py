"""Makes what pages ask for: pictures, cards, prints, copies of recordings; loaded where asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from generator.model.output import Card, Copied, Resized, Typeset, Wanted
from generator.model.problem import Words
from generator.package import WORK
from generator.progress import Progress
from generator.trouble import Refused

_NO_FONT = Words(
    "这台机器没有中文字体，分享卡片上没有文字；装一种中文字体（如 Noto CJK）后再生成",
    "no Chinese font on this machine: sharing cards carry no words; install Noto CJK",
)


class Making(Struct, frozen=True):
    """Where things are made: below `out`, with the caches of `root`."""

    root: Path
    out: Path
    progress: Progress

    def make(self, wanted: Iterable[Wanted]) -> None:
        """Makes all of them; raises Refused where a source has changed since it was checked.

        Nobody else may write below `out`: what a killed run has left there is removed.
        """
        jobs = list(wanted)
        if not jobs:
            return
        from generator import pictures  # 0.1 s to import, needed only where there are pictures

        pictures.clear(self.out / job.path for job in jobs)
        try:
            self._copied([job for job in jobs if isinstance(job, Copied)])
            self._drawn([job for job in jobs if isinstance(job, Resized | Card)])
            self._printed([job for job in jobs if isinstance(job, Typeset)])
        except pictures.SourceChanged as changed:
            name, why = changed.source.name, changed.fault.detail
            raise Refused(
                Words(
                    f"图片 {name} 在生成期间变了：{why.zh}", f"{name} changed meanwhile: {why.en}"
                )
            ) from changed

    @property
    def _cache(self) -> Path:
        return self.root / WORK / "pictures"

    def _copied(self, jobs: Sequence[Copied]) -> None:
        from generator import recordings

        for job in jobs:
            recordings.copy(job.source, job.blanks, self.out / job.path)

    def _drawn(self, jobs: Sequence[Resized | Card]) -> None:
        from generator import pictures

        if not jobs:
            return
        self.progress.step(Words("缩放图片", "making pictures"))
        pictures.make(jobs, self.out, self._cache, self.progress.count)
        if any(isinstance(job, Card) for job in jobs) and not pictures.can_letter():
            self.progress.note(_NO_FONT)

    def _printed(self, jobs: Sequence[Typeset]) -> None:
        if not jobs:
            return
        from generator import typeset  # 0.1 s to import

        self.progress.step(Words("排版 PDF", "typesetting PDFs"))
        if note := typeset.make(jobs, self.out, self.root, self._cache, self.progress.count):
            self.progress.note(note)
