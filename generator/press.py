"""From a release to a built tree: pages go to the engine as they come, all else is laid beside.

Rendering, the engine and the search index are the dear steps. One process renders stories' pages
and has an engine build them, a batch at a time. Beside it a second one makes the pages that need
all faces, and a third the search index. Of many stories only one of the three is at work beside the
first, for each takes much memory: the lists, then the engine and the index.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict, replace

from generator import write
from generator.beside import CAN_FORK, beside
from generator.engine import Engine, Job
from generator.lineup import Lineup
from generator.making import Making
from generator.model.fields import as_data
from generator.model.output import Output, Page, Resized, Text, Typeset, Wanted
from generator.model.problem import Words
from generator.model.release import Release
from generator.model.site import FEW, few_names, written_address
from generator.package import compiled_folder, own_pages, written_pages
from generator.packed import Rows
from generator.progress import Progress
from generator.render.breaks import know_cuts, known_cuts
from generator.render.feeds import site_maps
from generator.render.frame import Frame

STORIES_TO_SHARE = 150  # below that second processes cost more (0.1 s) than they save
# Of sources: the engine keeps three times that, and a batch costs 0.05 s. What few stories make is
# begun earlier: the sooner all three are at work, the less has one of them to end alone.
BYTES_A_BATCH, BYTES_OF_FEW = 8_000_000, 4_000_000


class Pressed(Struct, frozen=True):
    """The finished tree, what it holds, and how it came to be.

    `pages` are the digests of the pages' sources by address, `asked` the pictures by the address of
    the page that asks for them, `listed` the pages that may be indexed, `texts` the other files
    that no engine made, `prints` the digests of PDFs by path; `cuts` the headings as they were cut
    into words.
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
    more: Sequence[Page],
) -> Pressed:
    """Renders, writes `source`, makes pictures, runs the engine; the tree lies below `stage`.

    `more` are pages besides the release's own. Raises OSError, Broken, EngineFailed, Refused.
    """
    progress.step(Words("排版页面，生成网站", "rendering and building pages"))
    stories, shared = lineup.pages(frame), CAN_FORK and len(lineup.told) >= STORIES_TO_SHARE
    maker = _Maker(lineup, frame, root, stage.resolve(), source, engine, shared)
    made, writer = _Made(), write.Writer(source, maker.tree)
    with ExitStack() as running:
        others = running.enter_context(beside(lambda: maker.others(more), shared))
        if not lineup.is_long:
            files = running.enter_context(beside(maker.files, shared))
        for story in stories:
            made.take(story, writer)
            if shared and not lineup.is_long:
                maker.begin(made)
            if shared and others.is_waited_for:
                break
        made.add(others())
        if lineup.is_long:
            files = running.enter_context(beside(maker.files, shared))
        for story in stories:
            made.take(story, writer)
            maker.begin(made)
        maker.begin(made, all_of_it=True)
        _collect(maker, made, files, Making(root, source, progress))
    engine.wait()
    return maker.finished(made, writer)


def shell_words(release: Release, frame: Frame) -> dict[str, Any]:
    """What the shell shows: settings under English keys, whatever the owner typed; the menu."""
    from generator.render.menu import QUERIES, menu_of  # 0.1 s to import, as all views

    words = as_data(frame.settings, FEW)
    said = {key: value for key, value in words.items() if value is not None}
    shell = {
        "offline": release.offline,
        "v": frame.version,
        "queries": QUERIES,
    }
    return {**said, **shell, "menu": asdict(menu_of(release))}


def written_addresses(root: Path) -> list[str]:
    """Where the engine puts the hand-written pages of a root."""
    return [written_address(page.name) for page in written_pages(root)]


def digest_of(content: bytes) -> bytes:
    """The digest by which a page's source or a print's words are known again."""
    return hashlib.sha256(content).digest()


def page_job(  # what an engine must be told
    root: Path, stage: Path, source: Path, frame: Frame, words: dict[str, Any], pages: Sequence[str]
) -> Job:
    """An engine's job below `stage`: it builds into `stage/out`, as all others there."""
    files = [write.page_file(address) for address in pages]
    docs, told = stage / "docs", stage / f"{digest_of(files[0].encode()).hex()}.txt"
    docs.mkdir(exist_ok=True)
    told.write_text("\n".join(files), encoding="utf-8")
    return Job(
        root=root.resolve(),
        source=source.resolve(),
        pages=told,
        docs=docs,
        out=stage / "out",
        theme=frame.theme,
        compiled=compiled_folder(root.resolve()),
        name=frame.settings.site_name,
        url=frame.settings.site_url,
        # what few pages show is hidden from the shell: without it two settings make the same pages
        extra={"showcase_frame": words, "showcase": dict.fromkeys(sorted(few_names()))},
    )


class _Made(Struct):
    """What one process has made, by path below the site's root.

    `pages` are digests by address, `sizes` the bytes of their sources, `told` how many pages an
    engine was told of and `waiting` the bytes of all others; `listed` are pages that may be
    indexed, `texts` files that no engine touches, `asked` the pictures of each page.
    """

    told: int = 0
    written: set[str] = field(default_factory=set)
    pages: dict[str, bytes] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)
    waiting: int = 0
    listed: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    wanted: dict[str, Wanted] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)
    cuts: dict[str, str] = field(default_factory=dict)

    def take(self, outputs: Iterable[Output], writer: write.Writer) -> None:
        """Writes what is finished, and notes all."""
        for output in outputs:
            self._note(output, writer.put(output))

    def add(self, other: _Made) -> None:
        """Takes over what another process has made."""
        know_cuts(other.cuts)
        self.written |= other.written
        self.pages |= other.pages
        self.sizes += other.sizes
        self.waiting += other.waiting
        self.asked |= other.asked
        self.wanted |= other.wanted
        self.listed += other.listed
        self.texts += other.texts

    def _note(self, output: Output, content: bytes) -> None:
        """Notes what was written, or is to be made for the page noted last."""
        if isinstance(output, Page):
            self.pages[output.path] = digest_of(content)
            self.sizes.append(len(content))
            self.waiting += len(content)
            self.asked[output.path] = []
            if not output.meta.get("noindex"):
                self.listed.append(output.path)
        elif isinstance(output, Text):
            self.texts.append(output.path)
        else:
            self.wanted.setdefault(output.path, output)
            self.asked[next(reversed(self.asked))].append(output.path)


class _Maker(Struct, frozen=True):
    """What every process needs that renders; the site's tree is where the engine builds."""

    lineup: Lineup
    frame: Frame
    root: Path
    stage: Path
    source: Path
    engine: Engine
    shared: bool

    @property
    def tree(self) -> Path:
        return self.stage / "out"

    @property
    def batch(self) -> int:
        """The bytes of sources that the engine is told of at once."""
        if not self.shared:
            return sys.maxsize
        return BYTES_A_BATCH if self.lineup.is_long else BYTES_OF_FEW

    def others(self, more: Sequence[Page]) -> _Made:
        """The pages and files of all other views: here the faces of all stories are in memory.

        By a process of its own, before the index is begun: little remains of the 80 MB of 10,000,
        but it lies all over them.
        """
        from generator.render.views import printed, view_tasks  # not for an edit

        tasks = view_tasks(printed(self.lineup.faced()), self.frame)
        return self._made(chain(chain.from_iterable(task() for task in tasks), more))

    def files(self) -> _Made:
        """The files that tell of whole stories: the search index, the manifest."""
        from generator.render.search import year_of  # neither for an edit
        from generator.render.views import whole_files

        book, told = self.stage / "index", self.lineup.release
        return self._made(whole_files(told, lambda rows, last: Rows(book, rows, year_of, last)))

    def begin(self, made: _Made, *, all_of_it: bool = False) -> None:
        """Has the engine begin with the pages that wait, a batch at a time while they are so many.

        All in one where nothing is shared.
        """
        while made.waiting >= (1 if all_of_it else self.batch):
            self.engine.begin(self._job(made), more=self.shared)

    def finished(self, made: _Made, writer: write.Writer) -> Pressed:
        """What needs all that was made and the engine's pages: site map, sweep, one tree."""
        listed = [*made.listed, *written_addresses(self.root)]
        made.take(site_maps(listed, self.lineup.release), writer)
        writer.written |= made.written
        writer.finish()
        for path in made.wanted:
            write.link(f"{self.source}/{path}", f"{self.tree}/{path}")
        return Pressed(
            tree=self.tree,
            pages=made.pages,
            asked=made.asked,
            listed=made.listed,
            texts=made.texts,
            prints=prints_of(made.wanted.values()),
            cuts=known_cuts(),
        )

    def _job(self, made: _Made) -> Job:
        """A job of the next pages; the first one has the shell's own."""
        start, sizes = made.told, accumulate(islice(made.sizes, made.told, None))
        count = 1 + sum(size < self.batch for size in sizes)
        new = list(islice(made.pages, start, start + count))
        made.waiting -= sum(made.sizes[start : start + count])
        made.told += len(new)
        job = page_job(self.root, self.stage, self.source, self.frame, self.lineup.words, new)
        if start:
            return job
        for written in written_pages(self.root):
            write.link(str(written), f"{job.docs}/about/{written.name}")
        for file, path in own_pages(self.root).items():
            write.rewrite(f"{job.docs}/about/{path.name}", self._page(file))
        return replace(job, with_shell=True)

    def _page(self, file: str) -> str:
        """A hand-written page as it was read; in a preview one with errors tells that it has."""
        return self.lineup.release.site.pages.get(file, f"# {file} 有错误\n\n改好以后自动刷新。\n")

    def _made(self, outputs: Iterable[Output]) -> _Made:
        """What a process of its own makes of these, and what others must know of that."""
        made, writer = _Made(), write.Writer(self.source, self.tree)
        made.take(outputs, writer)
        made.written, made.cuts = writer.written, known_cuts()
        return made


def _collect(maker: _Maker, made: _Made, files: Callable[[], _Made], making: Making) -> None:
    """Makes the pictures, and takes the files over.

    Of many stories, and before any photo is decoded, the index and its 110 MB are gone first; the
    cards of few are drawn while it is made.
    """
    wanted = made.wanted.values()
    if files_first := maker.lineup.is_long or any(isinstance(job, Resized) for job in wanted):
        made.add(files())
    making.make(wanted)
    if not files_first:
        made.add(files())


def prints_of(wanted: Iterable[Wanted]) -> dict[str, bytes]:
    """The digests of prints by path; all else is named by what it holds."""
    prints = (job for job in wanted if isinstance(job, Typeset))
    return {job.path: digest_of(repr(job).encode()) for job in prints}
