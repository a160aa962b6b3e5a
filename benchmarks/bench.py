"""The runs: who builds what, how often, in which order; results as plain records."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks import corpus
from benchmarks.contenders import HUGO, HUGO_SEARCH, HUGO_YAML, SHOWCASE, STOCK, Contender
from benchmarks.measure import Failed, Run

FULL, EDIT, SAME = "full build from nothing", "one story edited", "nothing changed"
TITLE = "one title edited"  # lists show it
SERVED = "serve shows an edit"
Prepare = Callable[[Contender, Path, int], None]


@dataclass(frozen=True, slots=True)
class Figure:
    """The runs of one contender in one scenario at one number of stories.

    `peak` is the memory in MB of a run that was watched, None where the system cannot tell.
    """

    contender: str
    scenario: str
    stories: int
    runs: tuple[Run, ...]
    peak: float | None = None

    @property
    def seconds(self) -> float:
        """The median of the wall times."""
        return median(run.seconds for run in self.runs)

    @property
    def least(self) -> float:
        """The shortest wall time."""
        return min(run.seconds for run in self.runs)

    @property
    def cpu(self) -> float | None:
        """The median of the CPU times, which a busy machine disturbs less than the wall times."""
        times = [run.cpu for run in self.runs if run.cpu is not None]
        return median(times) if times else None


@dataclass(frozen=True, slots=True)
class Site:
    """What a contender built: HTML pages by folder, and their bytes."""

    contender: str
    stories: int
    pages: dict[str, int]
    weight: int


@dataclass(slots=True)
class Results:
    """All that a bench has found, and who failed with which words."""

    figures: list[Figure] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    def figure(self, contender: Contender, scenario: str, stories: int) -> Figure | None:
        """One contender's figure; None where it did not run or failed."""
        wanted = (contender.name, scenario, stories)
        found = (f for f in self.figures if (f.contender, f.scenario, f.stories) == wanted)
        return next(found, None)


def bench_builds(folder: Path, stories: int, runs: int, slow: bool, results: Results) -> None:
    """Builds from nothing, after an edit and without a change; adds to `results`.

    Those that take many times as long as the others together run where `slow` is asked for, and
    only from nothing; stock MkDocs, the slowest, once: it rebuilds everything whatever changed.
    """
    contenders = (SHOWCASE, HUGO, HUGO_YAML, *((HUGO_SEARCH, STOCK) if slow else ()))
    for contender in contenders:
        _say(f"{stories:,} stories: writing the files for {contender.name}")
        contender.write(root_of(contender, folder), stories)
    compare(contenders, FULL, folder, stories, runs, results)
    for contender in contenders:
        if contender.name not in results.failed:
            root = root_of(contender, folder)
            site = Site(contender.name, stories, contender.pages(root), contender.weight(root))
            results.sites.append(site)
    compare((SHOWCASE, HUGO), EDIT, folder, stories, runs, results)
    compare((SHOWCASE,), TITLE, folder, stories, runs, results)
    compare((SHOWCASE, HUGO), SAME, folder, stories, runs, results)


def compare(
    contenders: Sequence[Contender],
    scenario: str,
    folder: Path,
    stories: int,
    runs: int,
    results: Results,
) -> None:
    """The contenders in turn, round after round, so that a slow moment of the machine hits all.

    The first round is watched, and not timed but where there is no other.
    """
    taken: dict[str, list[Run]] = {}
    for number in range(runs + 1):
        for contender in contenders:
            if contender.name in results.failed or (contender is STOCK and number):
                continue
            try:
                run = _once(contender, scenario, root_of(contender, folder), stories, number)
            except Failed as failure:
                results.failed[contender.name] = str(failure).strip()
                _say(f"{contender.name} failed:\n{failure}")
                continue
            taken.setdefault(contender.name, []).append(run)
            _say(f"{stories:,} stories, {scenario}: {contender.name} {run.seconds:.2f} s")
    for name, (first, *timed) in taken.items():
        if name not in results.failed:
            found = tuple(timed or [first])
            results.figures.append(Figure(name, scenario, stories, found, first.peak))


def _once(contender: Contender, scenario: str, root: Path, stories: int, number: int) -> Run:
    words, address = f"这是第{number + 1}次补记。", ""
    if scenario == FULL:
        contender.clean(root)
    if scenario == EDIT:
        address = contender.edit(root, stories, words)
    if scenario == TITLE:
        address = corpus.retitle(root, stories, words)
    if hasattr(os, "sync"):
        os.sync()  # what the one before has written must not be paid for by this one
    run = contender.build(root, watched=number == 0)
    if address and not contender.shows(root, address, words):
        raise Failed(f"the edit of {address} did not reach the site")
    return run


def root_of(contender: Contender, folder: Path) -> Path:
    return folder / contender.name.replace(" ", "-").lower()


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
