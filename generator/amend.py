"""An edit laid over the published site: only what depends on it is read, rendered and built.

Why the result is a full build's: a page's source is a function of what its view was given, so a
page whose needs have the digest they had is the page it was; and what the engine makes of a source
is a function of that source, the theme and the settings. Whatever is rendered is compared with what
stands: to render too much costs time and no more. Who may be seen is a function of the faces,
sign-offs and withdrawals among them. All else than stories, records, units that come, go or are
called otherwise, and what few pages show of the settings asks for a full build.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from generator.beside import beside
from generator.builds import Begun, Built
from generator.draft import Draft, draft_of, texts_of
from generator.edit import Edit, edit_of
from generator.engine import Engine
from generator.faces import add_faces
from generator.kept import Kept, freeze, keep, thaw, told_of
from generator.making import Making
from generator.model.output import Card, Typeset
from generator.model.problem import Words
from generator.package import theme_folder
from generator.press import page_job, written_addresses
from generator.progress import Progress
from generator.publish import (
    Defect,
    Rules,
    Survey,
    is_intact,
    lay,
    pointing,
    publish_twin,
    resurvey,
    staging,
    taken_twin,
    twin_place,
    verify_files,
)
from generator.publish.twin import PATIENCE
from generator.render.breaks import know_cuts, known_cuts
from generator.render.frame import Frame, make_frame
from generator.ruling import confirm, faults_told, problems_told, rules_of
from generator.sight import stamp_of
from generator.write import LIST, Writer, page_file

FILES_TO_SHARE = 8_000  # to look at them takes 40 ms, to have another process do so 30
_ID = re.compile(rb'[ \n]id="([^"]*)"')


def amended(start: Begun, kept: Kept, engine: Engine, progress: Progress) -> Built | None:
    """Publishes the site as the edit leaves it; None where only a full build will do."""
    twin = twin_place(start.options.site, start.options.work)
    tree = kept.twin_tree
    with beside(lambda: is_intact(twin, tree), len(tree.files) >= FILES_TO_SHARE) as intact:
        return _amended(start, kept, engine, progress, intact)


def _amended(
    start: Begun, kept: Kept, engine: Engine, progress: Progress, intact: Callable[[], bool]
) -> Built | None:
    options = start.options
    if not _sources_stand(options.source, kept) or (edit := edit_of(start, kept)) is None:
        return None
    checked = edit.checked()
    if checked.failed and not options.preview:
        return Built(checked)
    broken = problems_told(checked)
    if not broken.keys() <= edit.notes.keys():
        return None
    progress.step(Words("排版改动的页面", "rendering what changed"))
    know_cuts(thaw(kept.cuts))
    frame = make_frame(edit.site.settings, theme_folder(options.root), options.compiled)
    if (draft := draft_of(edit, broken, frame, progress)) is None:
        return None
    fitting = _Fitting(start, kept, draft, frame, Writer(options.source))
    if not fitting.made(engine, intact, progress):
        return None
    counts = (len(draft.shown), len(draft.addresses), len(draft.pictures))
    now = kept._replace(
        # all has been read that will be: from here on only what was made is looked at
        sight=edit.steady(only_its_own=draft.views.texts is None and not start.is_set_otherwise),
        day=options.as_of,
        problems=freeze(checked.problems),
        broken=broken,
        texts=fitting.text_paths,
        counts=counts,
        sources=stamp_of((options.source / LIST).stat()),
    )
    told = _told(now, edit, draft)
    if draft.changed:
        engine.wait()
    if not fitting.publish(progress):
        return None
    trees = fitting.surveys()
    if trees:
        keep(start.place, told, *trees)
    return Built(checked, options.site, *counts)


def _told(kept: Kept, edit: Edit, draft: Draft) -> bytes:
    """What was kept, as the edit leaves it; b"" where the disk takes no more."""
    try:
        notes = add_faces(edit.book, edit.notes)
    except OSError:
        return b""
    now = kept._replace(
        settings=edit.start.settings,
        site=freeze(edit.site),
        signed=dict(edit.signed),
        notes=notes,
        rest=freeze((edit.ground, edit.across)),
        shown=draft.shown,
        drafts=draft.drafts,
        printed=draft.printed,
        pages=draft.views.pages,
        listed=draft.views.listed,
        wanted=draft.views.wanted,
        cuts=freeze(known_cuts()),
    )
    return told_of(now)


class _Fitting:
    """Fits an edit into the published site: the files to lay over it and those to take away."""

    def __init__(
        self, start: Begun, kept: Kept, draft: Draft, frame: Frame, writer: Writer
    ) -> None:
        self.options, self.kept, self.draft, self.frame = start.options, kept, draft, frame
        self.writer = writer
        self.twin = twin_place(self.options.site, self.options.work)
        self.laid: dict[str, Path] = {}
        self.gone: list[str] = []
        self.text_paths: tuple[str, ...] = ()

    def made(self, engine: Engine, intact: Callable[[], bool], progress: Progress) -> bool:
        """Has the engine begin with what has changed, and makes all else while it works.

        False where the twin is not what it was.
        """
        options, draft = self.options, self.draft
        stage = staging(options.work).resolve()
        for page in draft.changed:
            self.writer.put(page)
            self.laid[_file(page.path)] = stage / "out" / _file(page.path)
        if draft.changed:
            pages = [page.path for page in draft.changed]
            engine.begin(
                page_job(options.root, stage, options.source, self.frame, draft.words, pages)
            )
        if not intact():
            return False
        self._texts()
        self._pictures(progress)
        self._sweep()
        return True

    def publish(self, progress: Progress) -> bool:
        """Lays the files over the twin, verifies it and gives it the site's place.

        False where a file of the root's own points at what is gone: a full build tells of that.
        """
        options = self.options
        progress.step(Words("核对链接和文件", "verifying the result"))
        before = _ids(self.twin, self.laid)
        tree = taken_twin(options.site, options.work)
        lay(tree, self.laid, self.gone)
        rules = rules_of(self.draft.release, self.draft.hidden)
        defects = self._defects(tree, before, rules)
        if faults_told(defects, rules.base, self.draft.release.site.pages, options.root):
            return False
        confirm(defects)
        progress.step(Words("发布", "publishing"))
        publish_twin(options.site, options.work, self.laid, self.gone)
        return True

    def surveys(self) -> tuple[Survey, Survey] | None:
        """The site and its twin as they are now; None where a later change might not show."""
        time.sleep(PATIENCE)
        try:
            site = resurvey(self.options.site, self.kept.twin_tree, self.laid, self.gone)
            twin = resurvey(self.twin, self.kept.site_tree, self.laid, self.gone)
        except OSError:
            return None
        return (site, twin) if site and twin else None

    def _texts(self) -> None:
        """Writes the files beside the pages that the twin holds otherwise, or not at all."""
        old = self.kept.twin_tree.files
        texts, self.text_paths = texts_of(
            self.draft,
            self.kept,
            lambda path: (self.twin / path).read_bytes().decode(),
            written_addresses(self.options.root),
        )
        for text in texts:
            content = text.text.encode()
            if text.path not in old or (self.twin / text.path).read_bytes() != content:
                self.writer.put(text)
                self.laid[text.path] = self.options.source / text.path

    def _pictures(self, progress: Progress) -> None:
        """Makes the pictures that the site lacks, and prints and cards whose words have changed."""
        prints = self.draft.views.wanted
        new = [
            job
            for path, job in self.draft.wanted.items()
            if path not in self.kept.twin_tree.files
            or prints.get(path, b"") != self.kept.wanted.get(path, b"")
            or (isinstance(job, Typeset) and path not in prints)
            or (isinstance(job, Card) and self.draft.renamed)
        ]
        for job in new:
            self.writer.put(job)
            self.laid[job.path] = self.options.source / job.path
        Making(self.options.root, self.options.source, progress).make(new)

    def _sweep(self) -> None:
        """Takes away what the site holds no more, and its sources."""
        kept, draft = self.kept, self.draft
        old_pages = {*kept.pages, *(each.address for each in kept.shown.values())}
        pages = old_pages - draft.addresses
        pictures = {*kept.wanted, *(path for s in kept.shown.values() for path in s.wanted)}
        files = {*kept.texts, *pictures} - {*self.text_paths, *draft.pictures}
        self.gone = sorted({*files, *map(_file, pages)} - self.laid.keys())
        self.writer.keep_rest({*files, *map(page_file, pages)})
        self.writer.finish()

    def _defects(self, tree: Path, before: set[tuple[str, bytes]], rules: Rules) -> list[Defect]:
        """What is wrong with the new files, and with those that may point at what is gone."""
        gone = {*self.gone}
        known = (self.kept.twin_tree.files.keys() | self.laid.keys()) - gone
        lost = gone | {path for path, _ in before - _ids(tree, self.laid)}
        others = pointing(tree, known - self.laid.keys(), sorted(lost)) if lost else ()
        return verify_files(tree, sorted({*self.laid, *others}), known, rules)


def _file(address: str) -> str:
    return f"{address}index.html"


def _sources_stand(source: Path, kept: Kept) -> bool:
    """Whether the last build that wrote these sources is the one that was kept."""
    try:
        return stamp_of((source / LIST).stat()) == kept.sources
    except OSError:
        return False


def _ids(tree: Path, paths: Iterable[str]) -> set[tuple[str, bytes]]:
    """Every anchor of these pages."""
    found: set[tuple[str, bytes]] = set()
    for path in paths:
        if path.endswith(".html") and (tree / path).is_file():
            found |= {(path, id) for id in _ID.findall((tree / path).read_bytes())}
    return found
