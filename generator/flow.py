"""The walks through the house, step by step: check, build."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from generator import check, write
from generator.engine import Job, run_engine
from generator.load.site import WORK, Loaded, load
from generator.model.output import Card, Output, Page, Resized, Text
from generator.model.problem import Problem, Words
from generator.model.release import Edition, Release, release
from generator.model.site import Site
from generator.model.source import Source
from generator.package import pages_folder, theme_folder
from generator.progress import Progress
from generator.publish import Rules, lock, publish, recover, refuse_strangers, staging, verify
from generator.render import render
from generator.render.frame import Frame, make_frame
from generator.render.problems import problem_pages
from generator.show import show

SHARDS = min(2, os.cpu_count() or 1)  # engines side by side; more than two gain nothing measured
PAGES_A_SHARD = 100  # below that a second engine costs more (0.15 s to start) than it saves


@dataclass(frozen=True, slots=True)
class Options:
    """What a build was asked for."""

    root: Path
    as_of: date
    out: Path | None = None
    edition: Edition = "public"
    drafts: bool = False
    offline: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """The site, its problems, and the sources to show them with."""

    loaded: Loaded
    problems: list[Problem]

    @property
    def sources(self) -> dict[str, Source]:
        """The files the problems point into."""
        return self.loaded.sources

    @property
    def failed(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.level == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made; `site` is None where errors kept it from being published."""

    checked: Checked
    site: Path | None = None
    stories: int = 0
    pages: int = 0
    pictures: int = 0
    seconds: float = 0.0


def check_site(root: Path, as_of: date) -> Checked:
    """Reads everything and looks for every problem."""
    loaded = load(root)
    return Checked(loaded, check.run(loaded.site, as_of, loaded.problems))


def build(options: Options, progress: Progress) -> Built:
    """Check, render, write, run the engine, verify, publish: all of it or nothing.

    Raises Broken or Misuse where the machine or the command stops it; the old site then stands.
    """
    begun = perf_counter()
    with _one_build(options):
        progress.step(Words("读取和检查稿件", "reading and checking stories"))
        checked = check_site(options.root, options.as_of)
        if checked.failed:
            return Built(checked)
        shown = _release(checked.loaded.site, options)
        outputs = _publish(shown, (), options, progress)
    return _built(checked, shown, outputs, options, begun)


def preview(options: Options, progress: Progress) -> Built:
    """As `build`, but a broken story shows its problems as its page and its neighbours stay."""
    begun = perf_counter()
    with _one_build(options):
        checked = check_site(options.root, options.as_of)
        broken = {p.place.file for p in checked.problems if p.level == "error"}
        site = checked.loaded.site
        healthy = tuple(story for story in site.stories if story.file not in broken)
        shown = _release(replace(site, stories=healthy), options)
        told = {file: _told(checked, file) for file in sorted(broken)}
        outputs = _publish(shown, tuple(told.items()), options, progress)
    return _built(checked, shown, outputs, options, begun)


@contextmanager
def _one_build(options: Options) -> Iterator[None]:
    """The lock of the root, with what a killed run left healed before and cleared after."""
    site, work = _site(options), options.root / WORK
    refuse_strangers(site)
    with lock(work):
        recover(site, work)
        if options.force:
            shutil.rmtree(work / "pictures", ignore_errors=True)
        yield
        recover(site, work)


def _publish(
    shown: Release, broken: Sequence[tuple[str, str]], options: Options, progress: Progress
) -> list[Output]:
    """Renders, builds, verifies and publishes a release; returns what was rendered."""
    work = options.root / WORK
    progress.step(Words("排版页面", "rendering pages"))
    frame = make_frame(shown.site.settings, theme_folder(options.root))
    outputs = render(shown, frame)
    outputs += problem_pages(broken, shown, frame)
    tree = _tree(outputs, frame, options, staging(work), progress)
    progress.step(Words("核对链接和文件", "verifying the result"))
    _verify(tree, shown)
    progress.step(Words("发布", "publishing"))
    publish(tree, _site(options), work)
    return outputs


def _site(options: Options) -> Path:
    return options.out or options.root / "site"


def _told(checked: Checked, file: str) -> str:
    problems = [problem for problem in checked.problems if problem.place.file == file]
    return show(problems, checked.sources, "text", "zh")


def _built(
    checked: Checked, shown: Release, outputs: Sequence[Output], options: Options, begun: float
) -> Built:
    pages, pictures = (sum(isinstance(o, kind) for o in outputs) for kind in (Page, Resized))
    seconds = perf_counter() - begun
    return Built(checked, _site(options), len(shown.site.stories), pages, pictures, seconds)


def _release(site: Site, options: Options) -> Release:
    return release(
        site,
        options.as_of,
        edition=options.edition,
        drafts=options.drafts,
        offline=options.offline,
    )


def _tree(
    outputs: Sequence[Output], frame: Frame, options: Options, stage: Path, progress: Progress
) -> Path:
    """Fills site_src/, makes pictures, runs the engine; returns the finished tree."""
    source = options.root / "site_src"
    write.write(outputs, source)
    wanted = [o for o in outputs if isinstance(o, Resized | Card)]
    if wanted:
        from generator import pictures  # 0.1 s to import, needed only where there are pictures

        progress.step(Words("缩放图片", "making pictures"))
        pictures.make(wanted, source, options.root / WORK / "pictures", progress.count)
    progress.step(Words("生成网站", "building the site"))
    shards = _shards([o for o in outputs if isinstance(o, Page)])
    jobs = [
        _stage(number, pages, source, stage, frame, options)
        for number, pages in enumerate(shards)
    ]
    run_engine(jobs)
    return _merge(shards, jobs, outputs, source)


def _shards(pages: Sequence[Page]) -> list[list[Page]]:
    count = max(1, min(SHARDS, len(pages) // PAGES_A_SHARD))
    return [list(pages[number::count]) for number in range(count)]


def _stage(
    number: int, pages: Sequence[Page], source: Path, stage: Path, frame: Frame, options: Options
) -> Job:
    """A folder of links to the pages of one shard; the first one holds the hand-written pages."""
    docs = stage / f"docs{number}"
    for page in pages:
        _link(source / write.page_file(page), docs / write.page_file(page))
    if number == 0:
        about = pages_folder(options.root)
        for file in sorted(about.glob("*.md")):
            _link(file, docs / "about" / file.name)
    return Job(
        root=options.root.resolve(),
        docs=docs,
        out=stage / f"out{number}",
        theme=frame.theme,
        first_page=write.page_file(pages[0]),
        extra={"showcase_frame": _words_of_the_frame(frame, options)},
    )


def _words_of_the_frame(frame: Frame, options: Options) -> dict[str, Any]:
    """The settings under English keys, whatever language the owner typed, for the shell."""
    told = frame.settings.model_dump(exclude_none=True)
    updated = options.as_of.isoformat()
    return {**told, "updated": updated, "offline": options.offline, "v": frame.version}


def _merge(
    shards: Sequence[Sequence[Page]], jobs: Sequence[Job], outputs: Sequence[Output], source: Path
) -> Path:
    """One tree of all shards' pages and the files that the engine need not touch."""
    tree = jobs[0].out
    for pages, job in zip(shards[1:], jobs[1:], strict=True):
        for page in pages:
            target = tree / page.path / "index.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(job.out / page.path / "index.html", target)
    (tree / "sitemap.xml.gz").unlink(missing_ok=True)
    for output in outputs:
        if isinstance(output, Text | Resized | Card):
            _link(source / output.path, tree / output.path)
    return tree


def _link(file: Path, target: Path) -> None:
    """A hard link where the disk has them (every write replaces files), else a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)


def _verify(tree: Path, shown: Release) -> None:
    rules = Rules(base=shown.site.settings.site_url, offline=shown.offline)
    defects = verify(tree, rules)
    if defects:
        listed = "\n".join(str(defect) for defect in defects[:20])
        raise AssertionError(f"{len(defects)} defects in the built site, not published:\n{listed}")


