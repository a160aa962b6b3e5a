"""Views: a release becomes pages, texts and pictures to make. Pure; no view reads a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.model.output import Output
from generator.model.release import Release
from generator.render.frame import Frame, make_frame
from generator.render.home import home_page
from generator.render.honours import honour_pages
from generator.render.lists import list_pages
from generator.render.story import story_pages
from generator.render.units import unit_pages

View = Callable[[Release, Frame], Iterable[Output]]

VIEWS: tuple[View, ...] = (home_page, story_pages, list_pages, unit_pages, honour_pages)


def render(release: Release, frame: Frame) -> list[Output]:
    """Everything the site holds, each path once: stories share pictures and cards."""
    outputs: dict[str, Output] = {}
    for view in VIEWS:
        for output in view(release, frame):
            outputs.setdefault(_place(output), output)
    return list(outputs.values())


def _place(output: Output) -> str:
    return f"{type(output).__name__}:{output.path}"


__all__ = ["VIEWS", "Frame", "View", "make_frame", "render"]
