"""From a release to a built tree: pages go to the engine as they come, all else is laid beside.

Rendering, the engine and the search index are the dear steps. Two processes share the stories;
each writes its pages and runs an engine over them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from generator import recordings, write
from generator.beside import CAN_FORK, beside
from generator.engine import Engine, Job
from generator.load.site import WORK
from generator.model.output import Card, Copied, Output, Page, Resized, Text, Typeset, Wanted
from generator.model.problem import Words
from generator.model.release import Release
from generator.package import pages_folder
from generator.progress import Progress
from generator.render import render_files, render_pages
from generator.render.feeds import sitemap
from generator.render.frame import Frame
from generator.render.menu import menu_of
from generator.trouble import Refused

STORIES_TO_SHARE = 150  # below that a second process and engine cost more (0.25 s) than they save
FIRST_SHARE = 0.65  # 1,000 stories took 5.4 to 6.8 s so, 7.5 to 8.6 s in halves, and 25 MB less
_NO_FONT = Words(
    "这台机器没有中文字体，分享卡片上没有文字；装一种中文字体（如 Noto CJK）后再生成",
    "no Chinese font on this machine: sharing cards carry no words; install Noto CJK",
)


@dataclass(frozen=True, slots=True)
class Pressed:
    """The finished tree and how much it holds."""

    tree: Path
    pages: int
    pictures: int


def press(
    release: Release,
    frame: Frame,
    root: Path,
    stage: Path,
    progress: Progress,
    more: Sequence[Page] = (),
) -> Pressed:
    """Renders, writes site_src/, makes pictures, runs the engine; the tree lies below `stage`.

    `more` are pages besides the release's own. Raises OSError, Broken, EngineFailed, Refused.
    """
    shares = _shares(len(release.site.stories))
    maker = _Maker(release, frame, root, stage.resolve(), shares, progress)
    progress.step(Words("排版页面，生成网站", "rendering and building pages"))
    if len(shares) == 1:
        return maker.finished([maker.share(0, more)])
    with beside(lambda: maker.share(1)) as other:
        return maker.finished([maker.share(0, more), other()])


def _shares(stories: int) -> list[slice]:
    """Who renders which stories; the second process indexes as well, so it takes fewer."""
    if not CAN_FORK or stories < STORIES_TO_SHARE:
        return [slice(None)]
    cut = round(stories * FIRST_SHARE)
    return [slice(0, cut), slice(cut, None)]


@dataclass
class _Made:
    """What one share of the work made, by path below the site's root.

    `pages` are addresses, `listed` those that may be indexed, `laid` files that no engine touches.
    """

    out: Path
    written: set[str] = field(default_factory=set)
    pages: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    laid: dict[str, None] = field(default_factory=dict)
    wanted: dict[str, Wanted] = field(default_factory=dict)

    def note(self, output: Output) -> None:
        """Notes what was written or is to be made."""
        if isinstance(output, Page):
            self.pages.append(output.path)
            if not output.meta.get("noindex"):
                self.listed.append(output.path)
            return
        self.laid[output.path] = None
        if not isinstance(output, Text):
            self.wanted[output.path] = output


@dataclass(frozen=True)
class _Maker:
    """What every share of the work needs."""

    release: Release
    frame: Frame
    root: Path
    stage: Path
    shares: Sequence[slice]
    progress: Progress

    def share(self, number: int, more: Sequence[Page] = ()) -> _Made:
        """Renders and writes one share of the pages, and runs an engine over them.

        While the engine runs, the first share makes pictures, the last one indexes.
        """
        made = _Made(self.stage / f"out{number}")
        writer = write.Writer(self.root / "site_src")
        pages = render_pages(self.release, self.frame, self.shares[number])
        for output in chain(pages, more):
            writer.put(output)
            made.note(output)
        with Engine() as engine:
            engine.start(self._job(number, made))
            if number == len(self.shares) - 1:
                for text in render_files(self.release, self.frame):
                    writer.put(text)
                    made.note(text)
            if number == 0:
                self._pictures(made.wanted.values())
            engine.wait()
        made.written = writer.written
        return made

    def finished(self, made: Sequence[_Made]) -> Pressed:
        """What needs all shares: the site map, the last pictures, the sweep, one tree."""
        first, *others = made
        for other in others:
            self._pictures(p for path, p in other.wanted.items() if path not in first.wanted)
            _move_pages(other, first.out)
        writer = write.Writer(self.root / "site_src")
        writer.written.update(*(each.written for each in made))
        listed = sitemap([path for each in made for path in each.listed], self.release)
        writer.put(listed)
        first.note(listed)
        writer.finish()
        (first.out / "sitemap.xml.gz").unlink(missing_ok=True)
        laid = dict.fromkeys(path for each in made for path in each.laid)
        for path in laid:
            _link(self.root / "site_src" / path, first.out / path)
        wanted = {path for each in made for path in each.wanted}
        return Pressed(first.out, sum(len(each.pages) for each in made), len(wanted))

    def _pictures(self, wanted: Iterable[Wanted]) -> None:
        jobs = list(wanted)
        if not jobs:
            return
        from generator import pictures  # 0.1 s to import, needed only where there are pictures

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

    def _copied(self, jobs: Sequence[Copied]) -> None:
        for job in jobs:
            recordings.copy(job.source, job.blanks, self.root / "site_src" / job.path)

    def _drawn(self, jobs: Sequence[Resized | Card]) -> None:
        from generator import pictures

        self.progress.step(Words("缩放图片", "making pictures"))
        source, cache = self.root / "site_src", self.root / WORK / "pictures"
        pictures.make(jobs, source, cache, self.progress.count)
        if any(isinstance(job, Card) for job in jobs) and not pictures.can_letter():
            self.progress.note(_NO_FONT)

    def _printed(self, jobs: Sequence[Typeset]) -> None:
        if not jobs:
            return
        from generator import typeset  # 0.1 s to import

        self.progress.step(Words("排版 PDF", "typesetting PDFs"))
        source, cache = self.root / "site_src", self.root / WORK / "pictures"
        if note := typeset.make(jobs, source, self.root, cache, self.progress.count):
            self.progress.note(note)

    def _job(self, number: int, made: _Made) -> Job:
        """A folder of links to a share's pages; the first also holds the hand-written ones."""
        docs = self.stage / f"docs{number}"
        for address in made.pages:
            file = write.page_file(address)
            _link(self.root / "site_src" / file, docs / file)
        if number == 0:
            for written in sorted(pages_folder(self.root).glob("*.md")):
                _link(written, docs / "about" / written.name)
        return Job(
            root=self.root.resolve(),
            docs=docs,
            out=made.out,
            theme=self.frame.theme,
            first_page=write.page_file(made.pages[0]),
            extra={"showcase_frame": self._words()},
        )

    def _words(self) -> dict[str, Any]:
        """What the shell shows: settings under English keys, whatever the owner typed; the menu."""
        told = self.frame.settings.model_dump(exclude_none=True, exclude={"window"})
        updated = self.release.as_of.isoformat()
        offline = self.release.offline
        shell = {"updated": updated, "offline": offline, "v": self.frame.version}
        return {**told, **shell, "menu": asdict(menu_of(self.release))}


def _move_pages(made: _Made, tree: Path) -> None:
    """The pages of another share into the tree of the first.

    They are stories' pages, alone in their folders, and their folders' parents hold a list.
    """
    for address in made.pages:
        (made.out / address).rename(tree / address)


def _link(file: Path, target: Path) -> None:
    """A hard link where the disk has them (no file is rewritten in place), else a copy."""
    for attempt in (1, 2):
        try:
            target.hardlink_to(file)
            return
        except FileExistsError:
            target.unlink()
        except FileNotFoundError:
            if attempt == 2:
                raise
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            shutil.copyfile(file, target)
            return
