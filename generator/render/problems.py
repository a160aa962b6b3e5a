"""The page of a story that cannot be shown: its problems, in preview only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from markupsafe import escape

from generator.model.kinds import FOLDERS
from generator.model.output import Page
from generator.model.release import Release
from generator.model.slugs import slug_of
from generator.render.frame import Frame, Head, make_page


def problem_pages(
    broken: Sequence[tuple[str, str]], release: Release, frame: Frame
) -> Iterator[Page]:
    """A page for each (file, problems as text), at the address the story would have."""
    for file, told in broken:
        path = _address(file)
        head = Head(title=f"{file} 有错误", description="", noindex=True)
        yield make_page(frame, release, path, "problems", head, file=file, told=escape(told))


def _address(file: str) -> str:
    """`stories/brands/1252.yml` and `stories/brands/1252/story.yml` → `brands/1252/`."""
    steps = PurePosixPath(file).with_suffix("").parts[1:]
    if len(steps) >= 2 and steps[0] in FOLDERS:
        return f"{steps[0]}/{slug_of(steps[1])}/"
    return "problems/" + "-".join(slug_of(step) for step in (steps or (file,))) + "/"
