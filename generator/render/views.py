"""Views: a release becomes pages, texts and pictures to make. Pure; no view reads a file.

Stories' own pages, search, the manifest and yearbooks read whole stories; every other view gets
their faces (`model/face.py`) and is rendered again only when a face has changed. WHOLE_VIEWS print
stories of several pages: any change of a story renders them again (a PDF that still holds what the
site no longer shows would be a leak), and asks for a new PDF only where its words have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from generator.model.face import faces
from generator.model.output import Output, Text
from generator.model.release import Release
from generator.render.ceremonies import ceremony_pages, presenters
from generator.render.directory import directory_page
from generator.render.documents import document, search_page
from generator.render.family import family_page
from generator.render.feeds import feeds, manifest_of, manifest_row, redirects
from generator.render.finds import others_to_find
from generator.render.frame import Frame
from generator.render.home import home_page
from generator.render.honours import honour_pages
from generator.render.lists import list_pages
from generator.render.maxims import maxim_pages
from generator.render.media import media_pages
from generator.render.notices import notice_pages
from generator.render.pledges import pledge_pages
from generator.render.search import Row, SearchDoc, index_of, row_of
from generator.render.sketches import Sketch, View, comparable, differing, rendered
from generator.render.stars import star_pages
from generator.render.units import unit_pages
from generator.render.window import windows
from generator.render.works import work_pages
from generator.render.yearbook import books_of, yearbook_pages

FileView = Callable[[Release, Frame], Iterable[Text | Sketch]]
Task = Callable[[], Iterable[Output]]
TaskSince = Callable[[], Iterable[Output | Sketch]]

VIEWS: tuple[View, ...] = (
    home_page,
    list_pages,
    unit_pages,
    honour_pages,
    media_pages,
    family_page,
    star_pages,
    ceremony_pages,
    maxim_pages,
    work_pages,
    pledge_pages,
    search_page,
    directory_page,
    notice_pages,
)
WHOLE_VIEWS: tuple[View, ...] = (yearbook_pages,)
FILES: tuple[FileView, ...] = (feeds, redirects, presenters, windows)
# What these give may differ on another day although nothing ends or begins: a maxim of the week,
# the day in a footer, in a book, on a screen. All others depend on no more than what is shown.
DATED: frozenset[View] = frozenset({home_page, pledge_pages, yearbook_pages, feeds, windows})
# The views that show a setting of FEW pages.
SETTING_VIEWS: dict[str, frozenset[View]] = {
    "headline": frozenset({home_page, windows}),
    "lead": frozenset({home_page}),
    "window": frozenset({windows}),
    "allow": frozenset(),
}
# These give sketches and nothing else: to ask them once more, of the site as it was, costs little.
SKETCHED: frozenset[View] = frozenset({list_pages, unit_pages, honour_pages, media_pages, windows})


def view_tasks(release: Release, frame: Frame, among: Container[View] | None = None) -> list[Task]:
    """All pages of several stories and the files that faces suffice for, a task a view.

    In any order, in any process; of all views, or of those `among` them. Whole stories are given to
    those that print them.
    """
    return [partial(rendered, view, its, frame) for view, its in _given(release, among)]


def view_tasks_since(
    before: Release | None,
    release: Release,
    frame: Frame,
    among: Container[View] | None = None,
) -> list[TaskSince]:
    """As `view_tasks`; sketches that were the same of the release `before` come unrendered."""
    if before is None or not comparable(before, release):
        return [*view_tasks(release, frame, among)]
    then, same_day = faces(before), before.as_of == release.as_of
    compared = SKETCHED if same_day else SKETCHED - DATED
    return [
        partial(differing, view, then, its, frame)
        if view in compared
        else partial(rendered, view, its, frame)
        for view, its in _given(release, among)
    ]


def _given(release: Release, among: Container[View] | None) -> list[tuple[View, Release]]:
    """The views, or those `among` them, each with the release as it sees it."""
    faced = faces(release)
    others = ((view, faced) for view in (*VIEWS, *FILES))
    given = (*((view, release) for view in WHOLE_VIEWS), *others)
    return [(view, its) for view, its in given if among is None or view in among]


def printed(release: Release) -> Release:
    """The release with the stories whole that WHOLE_VIEWS print, and the faces of all others."""
    faced = faces(release)
    keys = printed_keys(faced)
    stories = zip(release.site.stories, faced.site.stories, strict=True)
    chosen = tuple(release.whole(story) if story.key in keys else face for story, face in stories)
    return replace(release, site=replace(release.site, stories=chosen), texts={})


def printed_keys(faced: Release) -> set[str]:
    """The keys of the stories that WHOLE_VIEWS print."""
    return {story.key for choice in books_of(faced).values() for story in choice.stories}


def whole_files(
    release: Release, laid: Callable[[Iterator[Row], list[Row]], Sequence[Row]]
) -> Iterator[Text]:
    """The files that tell of whole stories, each read once: the manifest, the search index.

    `laid` gives the rows of the index back in its order (`year_of`), then those it is given last.
    """
    told: dict[str, str] = {}
    works, entries = ([*map(row_of, docs)] for docs in others_to_find(release))
    rows = laid(map(row_of, _documents(release, told)), [*works, *entries])
    yield manifest_of(told, release)
    told.clear()
    yield from index_of(rows, len(rows) - len(entries))


def _documents(release: Release, told: dict[str, str]) -> Iterator[SearchDoc]:
    """All stories as search knows them; `told` takes their entries of the manifest, by key."""
    for story in release.wholes():
        if story.key not in release.drafts:
            told[story.key] = manifest_row(story, release)
        yield document(story, release)
