"""A page at the address of a withdrawn story, where its withdrawal asked for one."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.output import Output
from generator.model.release import Release
from generator.render.frame import Frame, Head, make_page


def notice_pages(release: Release, frame: Frame) -> Iterator[Output]:
    """Pages that say only that something was taken down: no title, no reason, not to be indexed."""
    for address in release.notices:
        head = Head("内容已撤下", "这里的内容已经撤下。", noindex=True)
        yield make_page(frame, release, address, "notice", head)
