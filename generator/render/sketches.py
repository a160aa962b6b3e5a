"""Sketches: what a page is to show is chosen, and nothing of it rendered yet.

To choose takes a tenth of the time of rendering. So an edit chooses twice, for the site as it was
and as it is, and renders where the two differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from generator.model.face import alone
from generator.model.output import Output, Page, Text
from generator.model.release import Release
from generator.render.frame import Frame


class Sketch(Struct, frozen=True):
    """The page at `path` and the `files` beside it, as `show(*given, release, frame)` makes them.

    That release has no stories and no other showcases: what `show` tells of them it was given. So
    two that are equal make the same. A function made anew each time equals none: it is rendered.
    """

    path: str
    show: Callable[..., Iterable[Page | Text]]
    given: tuple[Any, ...]
    files: tuple[str, ...] = ()


View = Callable[[Release, Frame], Iterable[Output | Sketch]]


def rendered(view: View, release: Release, frame: Frame) -> Iterator[Output]:
    """All outputs of a view, its sketches carried out."""
    own = alone(release)
    for output in view(release, frame):
        yield from _carried_out(output, own, frame)


def differing(
    view: View, before: Release, release: Release, frame: Frame
) -> Iterator[Output | Sketch]:
    """As `rendered`, but a sketch that was the same `before` comes as it is."""
    old = {each.path: each for each in view(before, frame) if isinstance(each, Sketch)}
    own = alone(release)
    for output in view(release, frame):
        if isinstance(output, Sketch) and output == old.get(output.path):
            yield output
        else:
            yield from _carried_out(output, own, frame)


def _carried_out(output: Output | Sketch, own: Release, frame: Frame) -> Iterable[Output]:
    return output.show(*output.given, own, frame) if isinstance(output, Sketch) else (output,)
