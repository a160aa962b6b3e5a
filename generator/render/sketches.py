"""Sketches: what a page is to show is chosen, and nothing of it rendered yet.

To choose takes a tenth of the time of rendering. So an edit chooses twice, for the site as it was
and as it is, and renders where the two differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct, field
from msgspec.structs import astuple, replace

from generator.model.face import alone
from generator.model.original import Originals
from generator.model.output import Output, Page, Text
from generator.model.release import Release
from generator.render.frame import Frame


class Sketch(Struct, frozen=True):
    """The page at `path` and the `files` beside it, as `show(*given, release, frame)` makes them.

    That release has no stories, no other showcases and no pictures but `pictures`: what `show`
    tells of them it was given. So two that are equal make the same. A function made anew each time
    equals none: it is rendered.
    """

    path: str
    show: Callable[..., Iterable[Page | Text]]
    given: tuple[Any, ...]
    files: tuple[str, ...] = ()
    pictures: Originals = field(default_factory=Originals)


View = Callable[[Release, Frame], Iterable[Output | Sketch]]


def rendered(view: View, release: Release, frame: Frame) -> Iterator[Output]:
    """All outputs of a view, its sketches carried out."""
    own = _besides(release)
    for output in view(release, frame):
        yield from _carried_out(output, own, frame)


def comparable(before: Release, release: Release) -> bool:
    """Whether sketches of both that are equal make the same: nothing else that they are shown with
    differs, but for the day.
    """
    one, other = (_besides(each) for each in (before, release))
    return one.drafts == other.drafts and astuple(one.site) == astuple(other.site)


def differing(
    view: View, before: Release, release: Release, frame: Frame
) -> Iterator[Output | Sketch]:
    """As `rendered`, but a sketch that was the same of a comparable `before` comes as it is."""
    old = {each.path: each for each in view(before, frame) if isinstance(each, Sketch)}
    own = _besides(release)
    for output in view(release, frame):
        if isinstance(output, Sketch) and output == old.get(output.path):
            yield output
        else:
            yield from _carried_out(output, own, frame)


def _besides(release: Release) -> Release:
    """What all sketches of a release are shown with."""
    own = alone(release)
    return replace(own, site=replace(own.site, originals=Originals()))


def _carried_out(output: Output | Sketch, own: Release, frame: Frame) -> Iterable[Output]:
    if not isinstance(output, Sketch):
        return (output,)
    if output.pictures.owners:
        own = replace(own, site=replace(own.site, originals=output.pictures))
    return output.show(*output.given, own, frame)
