"""From a release to a built tree: pages go to the engine as they come, all else is laid beside.

Rendering, the engine and the search index are the dear steps. Two processes share the stories;
each writes its pages and has an engine build them, a batch at a time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Sequence
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from generator import write
from generator.beside import CAN_FORK, beside
from generator.engine import Engine, Job
from generator.lineup import Lineup
from generator.making import Making
from generator.model.face import faces
from generator.model.fields import as_data
from generator.model.output import Output, Page, Text, Typeset, Wanted
from generator.model.problem import Words
from generator.model.release import Release
from generator.package import compiled_folder, written_pages
from generator.progress import Progress
from generator.render.breaks import know_cuts, known_cuts
from generator.render.feeds import site_maps
from generator.render.frame import Frame

STORIES_TO_SHARE = 150  # below that a second process and engine cost more (0.25 s) than they save
FIRST_SHARE = 0.65  # the first process renders all other pages, the last one indexes
FIRST_OF_MANY = 0.85  # where engines work beside it from its first batch on
STORIES_A_BATCH = 700  # the engine keeps 23 KB a page, and its start for a batch takes 0.07 s


class Pressed(Struct, frozen=True):
    """The finished tree, what it holds, and how it came to be.

    `pages` are the digests of the pages' sources by address, `asked` the pictures by the address of
    the page that asks for them, `texts` the other files that no engine made; `cuts`
    the headings as they were cut into words.
    """

    tree: Path
    pages: dict[str, bytes]
    asked: dict[str, list[str]]
    listed: list[str]
    texts: list[str]
    prints: dict[str, bytes]
    cuts: dict[str, str]

    @property
    def pictures(self) -> int:
        """How many pictures there are."""
        return len({path for asked in self.asked.values() for path in asked})


def press(
    lineup: Lineup,
    frame: Frame,
    root: Path,
    stage: Path,
    source: Path,
    progress: Progress,
    engine: Engine,
    more: Sequence[Page] = (),
) -> Pressed:
    """Renders, writes `source`, makes pictures, runs the engine; the tree lies below `stage`.

    `engine` waits for the jobs of two hands where two processes can share the work. `more` are
    pages besides the release's own. Raises OSError, Broken, EngineFailed, Refused.
    """
    shares = _shares(len(lineup.told))
    progress.step(Words("排版页面，生成网站", "rendering and building pages"))
    maker = _Maker(lineup, frame, root, stage.resolve(), source, shares, progress, engine)
    if len(shares) == 1:
        made = [maker.share(0, more)]
    else:
        with beside(lambda: maker.share(1)) as other:
            made = [maker.share(0, more), other()]
    engine.wait()
    return maker.finished(made)


def shell_words(release: Release, frame: Frame) -> dict[str, Any]:
    """What the shell shows: settings under English keys, whatever the owner typed; the menu."""
    from generator.render.menu import QUERIES, menu_of  # 0.1 s to import, as all views

    words = as_data(frame.settings, {"window", "allow"})
    said = {key: value for key, value in words.items() if value is not None}
    shell = {
        "offline": release.offline,
        "v": frame.version,
        "queries": QUERIES,
    }
    return {**said, **shell, "menu": asdict(menu_of(release))}


def digest_of(content: bytes) -> bytes:
    """The digest by which a page's source or a print's words are known again."""
    return hashlib.sha256(content).digest()


def page_job(  # what an engine must be told
    root: Path, stage: Path, source: Path, frame: Frame, words: dict[str, Any], pages: Sequence[str]
) -> Job:
    """An engine's job below `stage`: a folder of links to the sources of pages.

    The theme's own 404.html shows nothing but the shell: one share of a full build makes it.
    """
    docs = stage / "docs"
    for address in pages:
        file = write.page_file(address)
        _link(f"{source}/{file}", f"{docs}/{file}")
    first = write.page_file(pages[0])
    name, url = frame.settings.site_name, frame.settings.site_url
    extra = {"showcase_frame": words}
    where = (root.resolve(), docs, stage / "out", frame.theme, compiled_folder(root.resolve()))
    return Job(*where, first, name, url, extra)


def _shares(stories: int) -> list[list[slice]]:
    """Who renders which stories; the second process indexes as well, so it takes fewer."""
    if not CAN_FORK or stories < STORIES_TO_SHARE:
        return [[slice(None)]]
    first = FIRST_OF_MANY if stories > 2 * STORIES_A_BATCH else FIRST_SHARE
    cut = round(stories * first)
    return [_batches(0, cut), _batches(cut, stories)]


def _batches(start: int, stop: int) -> list[slice]:
    """The stories from `start` to `stop` in as few slices as the engine may be given, all alike."""
    count = -(-(stop - start) // STORIES_A_BATCH)
    cuts = [start + (stop - start) * number // count for number in range(count + 1)]
    return [slice(*ends) for ends in pairwise(cuts)]


class _Made(Struct):
    """What one share of the work made, by path below the site's root.

    `trees` are the folders that the engine was told to build and the pages of each, `pages` digests
    by address, `listed` those that may be indexed, `texts` files that no engine touches, `asked`
    the pictures of each page.
    """

    trees: dict[Path, list[str]] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    pages: dict[str, bytes] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    wanted: dict[str, Wanted] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    cuts: dict[str, str] = field(default_factory=dict)

    def note(self, output: Output, content: bytes) -> None:
        """Notes what was written, or is to be made for the page noted last."""
        if isinstance(output, Page):
            self.pages[output.path] = digest_of(content)
            self.asked[output.path] = []
            if not output.meta.get("noindex"):
                self.listed.append(output.path)
        elif isinstance(output, Text):
            self.texts.append(output.path)
        else:
            self.wanted.setdefault(output.path, output)
            self.asked[next(reversed(self.asked))].append(output.path)


class _Maker(Struct, frozen=True):
    """What every share of the work needs."""

    lineup: Lineup
    frame: Frame
    root: Path
    stage: Path
    source: Path
    shares: Sequence[Sequence[slice]]
    progress: Progress
    engine: Engine

    def share(self, number: int, more: Sequence[Page] = ()) -> _Made:
        """Renders and writes one share of the pages, and has the engine begin with them.

        While the engine works, the first share makes all pictures, the last one indexes.
        """
        from generator.render.views import whole_files  # not for an edit

        self.engine.take(number)
        made, writer, batches = _Made(), write.Writer(self.source), self.shares[number]
        for batch, stories in enumerate(batches):
            if number == batch == 0:
                with beside(lambda: self._opening(writer, more), len(batches) > 1) as opened:
                    made = opened()
                writer.written |= made.written
                know_cuts(made.cuts)
            else:
                self._batch(made, writer, self.lineup.pages(stories, self.frame), (number, batch))
        if number == len(self.shares) - 1:
            for text in whole_files(self.lineup.release):
                made.note(text, writer.put(text))
        if number == 0:
            Making(self.root, self.source, self.progress).make(made.wanted.values())
        made.written, made.cuts = writer.written, known_cuts()
        return made

    def _opening(self, writer: write.Writer, more: Sequence[Page]) -> _Made:
        """The first batch, with the pages and files of the other views; pictures of other shares.

        Here alone the faces of all stories are in memory. Where more batches follow it is a process
        of its own: little remains of 80 MB, but it lies all over them.
        """
        from generator.render.story import story_pictures  # not for an edit
        from generator.render.views import face_files, printed, render_views

        known = self.lineup.faces()
        faced = self.lineup.faced(known)
        made, stories = _Made(), self.lineup.pages(self.shares[0][0], self.frame, known)
        others = render_views(printed(faced), self.frame)
        self._batch(made, writer, chain(stories, others, more), (0, 0))
        for text in face_files(faces(faced), self.frame):
            made.note(text, writer.put(text))
        if len(self.shares) > 1:
            made.wanted |= {job.path: job for job in story_pictures(faced)}
        made.written, made.cuts = writer.written, known_cuts()
        return made

    def _batch(
        self, made: _Made, writer: write.Writer, pages: Iterable[Output], place: tuple[int, int]
    ) -> None:
        """Writes the pages of a batch and hands them over; the first one brings the shell's own."""
        (number, batch), known = place, len(made.pages)
        for output in pages:
            made.note(output, writer.put(output))
        new = list(islice(made.pages, known, None))
        stage = self.stage / f"{number}-{batch}"
        job = page_job(self.root, stage, self.source, self.frame, self.lineup.words, new)
        if place == (0, 0):
            job = replace(job, templates=("404.html",))
            for written in written_pages(self.root):
                _link(str(written), f"{job.docs}/about/{written.name}")
        made.trees[job.out] = new
        self.engine.begin(job, number, more=batch + 1 < len(self.shares[number]))

    def finished(self, made: Sequence[_Made]) -> Pressed:
        """What needs all shares and the engine's pages: the site map, the sweep, one tree."""
        first, *others = made
        (tree, _), *trees = chain.from_iterable(each.trees.items() for each in made)
        for built, pages in trees:
            _move_pages(built, pages, tree)
        for other in others:
            first.pages |= other.pages
            first.asked |= other.asked
            first.wanted |= other.wanted
            first.written |= other.written
            first.listed += other.listed
            first.texts += other.texts
            first.cuts |= other.cuts
        writer = write.Writer(self.source)
        writer.written.update(first.written)
        for listed in site_maps(first.listed, self.lineup.release):
            first.note(listed, writer.put(listed))
        writer.finish()
        (tree / "sitemap.xml.gz").unlink(missing_ok=True)
        for path in (*first.texts, *first.wanted):
            _link(f"{self.source}/{path}", f"{tree}/{path}")
        prints = prints_of(first.wanted.values())
        told = (tree, first.pages, first.asked, first.listed, first.texts)
        return Pressed(*told, prints, first.cuts)


def prints_of(wanted: Iterable[Wanted]) -> dict[str, bytes]:
    """The digests of prints by path; all else is named by what it holds."""
    prints = (job for job in wanted if isinstance(job, Typeset))
    return {job.path: digest_of(repr(job).encode()) for job in prints}


def _move_pages(built: Path, pages: Iterable[str], tree: Path) -> None:
    """The pages of another batch into the tree of the first.

    They are stories' pages, alone in their folders, and their folders' parents hold a list.
    """
    for address in pages:
        (built / address).rename(tree / address)


def _link(file: str, target: str) -> None:
    """A hard link where the disk has them (no file is rewritten in place), else a copy."""
    for attempt in (1, 2):
        try:
            os.link(file, target)
            return
        except FileExistsError:
            Path(target).unlink()
        except FileNotFoundError:
            if attempt == 2:
                raise
            Path(target).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            shutil.copyfile(file, target)
            return
