"""A build, step by step: nothing to do, an edit, or everything anew."""

from __future__ import annotations

import ctypes
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.builds import Begun, Built, Checked, Options
from generator.engine import Engine
from generator.kept import thaw
from generator.model.problem import Words
from generator.progress import Progress
from generator.publish import is_intact, lock, recover, refuse_strangers, staging
from generator.shelf import refuse_sources

if TYPE_CHECKING:
    from generator.model.source import Source

__all__ = ["Built", "Checked", "Options", "build", "preview"]

_PATIENCE = 600.0  # seconds a preview waits for another build: 10,000 stories with books take fewer


def build(options: Options, progress: Progress, engine: Engine | None = None) -> Built:
    """Check, render, write, run the engine, verify, publish: all of it or nothing.

    What the last build of the same kind left makes it cheaper: nothing to do, or an edit to lay
    over what stands. An `engine` that waits already saves its start; one is started first else, for
    that is what an edit waits for. Raises Broken or Misuse where the machine or the command stops
    it; the old site then stands.
    """
    begun = perf_counter()
    with _one_build(options), engine or Engine() as waiting:
        progress.step(Words("读取和检查稿件", "reading and checking stories"))
        start = Begun(options)
        built = _unchanged(start) or _amended(start, progress, waiting)
        built = built or _whole(start, progress, waiting)
    return replace(built, seconds=perf_counter() - begun)


def preview(options: Options, progress: Progress, engine: Engine | None = None) -> Built:
    """As `build`, but a broken story shows its problems as its page and its neighbours stay.

    It waits for another build to end: told to try again later, nobody would save the file again.
    """
    return build(replace(options, preview=True), progress, engine)


@contextmanager
def _one_build(options: Options) -> Iterator[None]:
    """The lock of the root, with what a killed run left healed."""
    refuse_sources(options.site, options.root)
    refuse_strangers(options.site)
    with lock(options.work / "lock", patience=_PATIENCE if options.preview else 0.0):
        recover(options.site, options.work)
        if options.force:
            for cache in ("pictures", "templates"):
                shutil.rmtree(options.work / cache, ignore_errors=True)
        yield


def _unchanged(start: Begun) -> Built | None:
    """The published site, where neither it nor what it is made of has changed since."""
    if start.recalled is None or start.changed or start.is_set_otherwise:
        return None
    kept, options = start.kept, start.options
    if kept is None or kept.day != options.as_of or not is_intact(options.site, kept.site_tree):
        return None
    problems = thaw(kept.problems)
    stories, pages, pictures = kept.counts
    checked = Checked(_late_sources(start) if problems else {}, problems)
    return Built(checked, options.site, stories, pages, pictures)


def _late_sources(start: Begun) -> Mapping[str, Source]:
    from generator.load.site import load

    return load(start.options.root, stories=False).sources


def _amended(start: Begun, progress: Progress, engine: Engine) -> Built | None:
    """The edit since the last build, laid over its site; None where only a full build will do."""
    if start.kept is None:
        return None
    from generator.amend import amended
    from generator.faces import Lost

    try:
        return amended(start, start.kept, engine, progress)
    except Lost:
        return None


def _whole(start: Begun, progress: Progress, waiting: Engine) -> Built:
    """Everything anew."""
    _keep_one_heap()
    start.forget()
    options = start.options
    with _unused(waiting) as engine:
        from generator.proof import check_site

        stage = staging(options.work)
        checked = check_site(
            options.root, options.as_of, start.sight, stage, lambda: _ready(options)
        )
        start.put_away()
        from generator.whole import whole

        built = whole(start, checked, stage, engine, progress)
    shutil.rmtree(stage, ignore_errors=True)
    return built


def _unused(engine: Engine) -> Engine:
    """The engine, or another one where an edit has used it that came to nothing."""
    if engine.waits:
        return engine
    engine.close()
    return Engine()


# 0.3 s of imports, 25 MB of them rjieba's dictionary.
_RENDERING = ("generator.whole", "generator.render.views", "rjieba")


def _ready(options: Options) -> None:
    """Loads what rendering needs besides stories: both processes that render have it then."""
    for module in _RENDERING:
        import_module(module)
    from generator.package import theme_folder
    from generator.render.frame import compile_templates

    compile_templates(theme_folder(options.root), options.compiled)


def _keep_one_heap() -> None:
    """Has glibc keep one heap for all threads: some MB less (mallopt(3)).

    Large blocks apart as well (M_MMAP_THRESHOLD of 64 KB) save 7 of 520 MB with 10,000 stories,
    none with 1,000, and cost 0.5 CPU seconds: each buffer of a card is new memory then.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


_ARENA_MAX = -8  # malloc.h
