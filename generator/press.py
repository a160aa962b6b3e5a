"""From a release to a built tree: pages go to the engine as they come, all else is laid beside.

Rendering, the engine and the search index are the dear steps. Engines run side by side with the
rendering of what follows: on 2 cores a build of 1,000 stories takes a third less than in turn.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from generator import write
from generator.engine import Engine, Job
from generator.load.site import WORK
from generator.model.output import Card, Page, Resized, Text
from generator.model.problem import Words
from generator.model.release import Release
from generator.package import pages_folder
from generator.progress import Progress
from generator.render import render_files, render_pages
from generator.render.feeds import sitemap
from generator.render.frame import Frame
from generator.trouble import Refused

SHARDS = min(2, os.cpu_count() or 1)  # engines side by side; more than two gain nothing measured
_NO_FONT = Words(
    "这台机器没有中文字体，分享卡片上没有文字；装一种中文字体（如 Noto CJK）后再生成",
    "no Chinese font on this machine: sharing cards carry no words; install Noto CJK",
)
PAGES_A_SHARD = 100  # below that a second engine costs more (0.15 s to start) than it saves


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
    more: Iterable[Page] = (),
) -> Pressed:
    """Renders, writes site_src/, makes pictures, runs the engine; the tree lies below `stage`.

    `more` are pages besides the release's own. Raises OSError, Broken, EngineFailed.
    """
    maker = _Maker(release, frame, root, stage.resolve(), write.Writer(root / "site_src"))
    progress.step(Words("排版页面，生成网站", "rendering and building pages"))
    with Engine() as engine:
        for shard in maker.shards(more):
            engine.start(maker.job(shard))
        progress.step(Words("生成搜索索引和订阅", "indexing"))
        maker.files()
        if maker.wanted:
            progress.step(Words("缩放图片", "making pictures"))
            maker.pictures(progress)
        progress.step(Words("等待网站引擎", "waiting for the site engine"))
        engine.wait()
    maker.writer.finish()
    return maker.merged()


@dataclass
class _Maker:
    """What one run has made so far."""

    release: Release
    frame: Frame
    root: Path
    stage: Path
    writer: write.Writer
    runs: list[tuple[Job, list[str]]] = field(default_factory=list)
    wanted: list[Resized | Card] = field(default_factory=list)
    laid: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    count: int = 0

    def shards(self, more: Iterable[Page]) -> Iterator[list[str]]:
        """Writes all pages and gives their addresses out in shards, each as soon as it is full."""
        size = max(PAGES_A_SHARD, -(-len(self.release.site.stories) // SHARDS))
        shard: list[str] = []
        for address in self._pages(more):
            shard.append(address)
            if len(shard) == size and len(self.runs) < SHARDS - 1:
                yield shard
                shard = []
        yield shard

    def _pages(self, more: Iterable[Page]) -> Iterator[str]:
        for output in chain(render_pages(self.release, self.frame), more):
            self.writer.put(output)
            if isinstance(output, Page):
                self.count += 1
                if not output.meta.get("noindex"):
                    self.addresses.append(output.path)
                yield output.path
            else:
                self._beside(output)

    def files(self) -> None:
        """Writes the files that no engine need touch."""
        for output in render_files(self.release, self.frame):
            self.writer.put(output)
            self._beside(output)
        site_map = sitemap(self.addresses, self.release)
        self.writer.put(site_map)
        self._beside(site_map)

    def _beside(self, output: Text | Resized | Card) -> None:
        self.laid.append(output.path)
        if isinstance(output, Resized | Card):
            self.wanted.append(output)

    def pictures(self, progress: Progress) -> None:
        """Makes the pictures that the cache lacks."""
        from generator import pictures  # 0.1 s to import, needed only where there are pictures

        cache = self.root / WORK / "pictures"
        try:
            pictures.make(self.wanted, self.writer.folder, cache, progress.count)
        except pictures.SourceChanged as changed:
            name, why = changed.source.name, changed.fault.detail
            raise Refused(
                Words(f"图片 {name} 在生成期间变了：{why.zh}", f"{name} changed meanwhile: {why.en}")
            ) from changed
        if any(isinstance(job, Card) for job in self.wanted) and not pictures.can_letter():
            progress.note(_NO_FONT)

    def job(self, shard: Sequence[str]) -> Job:
        """A folder of links to a shard's pages; the first one also holds the hand-written ones."""
        number = len(self.runs)
        docs = self.stage / f"docs{number}"
        for file in map(write.page_file, shard):
            _link(self.writer.folder / file, docs / file)
        if number == 0:
            for written in sorted(pages_folder(self.root).glob("*.md")):
                _link(written, docs / "about" / written.name)
        job = Job(
            root=self.root.resolve(),
            docs=docs,
            out=self.stage / f"out{number}",
            theme=self.frame.theme,
            first_page=write.page_file(shard[0]),
            extra={"showcase_frame": self._words()},
        )
        self.runs.append((job, list(shard)))
        return job

    def _words(self) -> dict[str, Any]:
        """The settings under English keys, whatever language the owner typed, for the shell."""
        told = self.frame.settings.model_dump(exclude_none=True)
        updated = self.release.as_of.isoformat()
        offline = self.release.offline
        return {**told, "updated": updated, "offline": offline, "v": self.frame.version}

    def merged(self) -> Pressed:
        """One tree of all shards' pages and the files beside them."""
        tree = self.runs[0][0].out
        for job, addresses in self.runs[1:]:
            for address in addresses:
                target = tree / address / "index.html"
                target.parent.mkdir(parents=True, exist_ok=True)
                (job.out / address / "index.html").replace(target)
        (tree / "sitemap.xml.gz").unlink(missing_ok=True)
        for path in self.laid:
            _link(self.writer.folder / path, tree / path)
        return Pressed(tree, self.count, len(self.wanted))


def _link(file: Path, target: Path) -> None:
    """A hard link where the disk has them (every write replaces files), else a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, target)
