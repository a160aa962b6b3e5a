"""The walks through the house, step by step: check, build."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import perf_counter

from generator import check
from generator.load.site import WORK, Loaded, load
from generator.model.problem import Problem, Words
from generator.model.release import Edition, Release, release
from generator.model.site import Site
from generator.model.source import Source
from generator.package import theme_folder
from generator.press import Pressed, press
from generator.progress import Progress
from generator.publish import Rules, lock, publish, recover, refuse_strangers, staging, verify
from generator.render.frame import make_frame
from generator.render.paper import prints
from generator.render.problems import problem_pages
from generator.show import show


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
    def sources(self) -> Mapping[str, Source]:
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
        pressed = _publish(shown, (), options, progress)
    return _built(checked, shown, pressed, options, begun)


def preview(options: Options, progress: Progress) -> Built:
    """As `build`, but a broken story shows its problems as its page and its neighbours stay."""
    begun = perf_counter()
    with _one_build(options):
        checked = check_site(options.root, options.as_of)
        broken = {p.place.file for p in checked.problems if p.level == "error"}
        shown = _release(checked.loaded.site.without(broken), options)
        shown = replace(shown, can_print=False)
        told = {file: _told(checked, file) for file in sorted(broken)}
        pressed = _publish(shown, tuple(told.items()), options, progress)
    return _built(checked, shown, pressed, options, begun)


@contextmanager
def _one_build(options: Options) -> Iterator[None]:
    """The lock of the root, with what a killed run left healed."""
    site, work = _site(options), options.root / WORK
    refuse_strangers(site)
    with lock(work):
        recover(site, work)
        if options.force:
            shutil.rmtree(work / "pictures", ignore_errors=True)
        yield


def _publish(
    shown: Release, broken: Sequence[tuple[str, str]], options: Options, progress: Progress
) -> Pressed:
    """Presses, verifies and publishes a release; returns what was made."""
    work = options.root / WORK
    shown = _printable(shown, options, progress)
    frame = make_frame(shown.site.settings, theme_folder(options.root))
    more = tuple(problem_pages(broken, shown, frame))
    pressed = press(shown, frame, options.root, staging(work), progress, more)
    progress.step(Words("核对链接和文件", "verifying the result"))
    _verify(pressed.tree, shown)
    progress.step(Words("发布", "publishing"))
    publish(pressed.tree, _site(options), work)
    return pressed


def _printable(shown: Release, options: Options, progress: Progress) -> Release:
    """The release as this machine can print it; a preview prints nothing, to be quick."""
    if not shown.can_print or not prints(shown.site):
        return shown
    from generator import typeset  # 0.1 s to import

    if typeset.can_print(options.root, options.root / WORK / "pictures"):
        return shown
    progress.note(typeset.NO_FONT)
    return replace(shown, can_print=False)


def _site(options: Options) -> Path:
    return options.out or options.root / "site"


def _told(checked: Checked, file: str) -> str:
    problems = [problem for problem in checked.problems if problem.place.file == file]
    return show(problems, checked.sources, "text", "zh")


def _built(
    checked: Checked, shown: Release, pressed: Pressed, options: Options, begun: float
) -> Built:
    return Built(
        checked,
        _site(options),
        len(shown.site.stories),
        pressed.pages,
        pressed.pictures,
        perf_counter() - begun,
    )


def _release(site: Site, options: Options) -> Release:
    return release(
        site,
        options.as_of,
        edition=options.edition,
        drafts=options.drafts,
        offline=options.offline,
    )


def _verify(tree: Path, shown: Release) -> None:
    rules = Rules(site_url=shown.site.settings.site_url, offline=shown.offline)
    defects = verify(tree, rules)
    if defects:
        listed = "\n".join(str(defect) for defect in defects[:20])
        raise AssertionError(f"{len(defects)} defects in the built site, not published:\n{listed}")
