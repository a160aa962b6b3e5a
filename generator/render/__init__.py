"""Views: a release becomes pages, texts and pictures to make. Pure; no view reads a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.model.output import Output, Page, Text
from generator.model.release import Release
from generator.render.documents import search_index, search_page
from generator.render.feeds import feeds, manifest, redirects
from generator.render.frame import Frame, make_frame
from generator.render.home import home_page
from generator.render.honours import honour_pages
from generator.render.lists import list_pages
from generator.render.story import story_pages
from generator.render.units import unit_pages

View = Callable[[Release, Frame], Iterable[Output]]
FileView = Callable[[Release, Frame], Iterable[Text]]

VIEWS: tuple[View, ...] = (
    story_pages,
    home_page,
    list_pages,
    unit_pages,
    honour_pages,
    search_page,
)
FILES: tuple[FileView, ...] = (search_index, feeds, manifest, redirects)


_WHOLE = slice(None)


def render_pages(release: Release, frame: Frame, share: slice = _WHOLE) -> Iterator[Output]:
    """All pages with what they ask for, each path once: stories share pictures and cards.

    A `share` is a slice of the stories; the first one holds the pages of the other views as well.
    """
    asked: set[str] = set()
    for view in VIEWS:
        for output in _outputs(view, release, frame, share):
            if isinstance(output, Page | Text) or output.path not in asked:
                asked.add(output.path)
                yield output


def _outputs(view: View, release: Release, frame: Frame, share: slice) -> Iterable[Output]:
    if view is story_pages:
        return story_pages(release, frame, share)
    return view(release, frame) if not share.start else ()


def render_files(release: Release, frame: Frame) -> Iterator[Text]:
    """All files that no engine need touch: indexes, feeds, the manifest, redirects."""
    for view in FILES:
        yield from view(release, frame)


__all__ = ["FILES", "VIEWS", "Frame", "View", "make_frame", "render_files", "render_pages"]
