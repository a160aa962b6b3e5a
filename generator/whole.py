"""A build from nothing: everything is read, rendered, pressed and published, then noted."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.beside import beside
from generator.builds import Begun, Built, Checked
from generator.engine import Engine
from generator.faces import shelve_faces, sweep_faces
from generator.kept import Kept, Note, Shown, freeze, keep, told_of
from generator.lineup import Lineup
from generator.model.problem import Words
from generator.model.release import Release
from generator.model.site import address_of
from generator.notes import (
    needs_of,
    signed_by_story,
    surroundings,
    without_stories,
)
from generator.package import theme_folder
from generator.packed import Laid
from generator.press import Pressed, press, shell_words
from generator.progress import Progress
from generator.publish import (
    paired,
    publish,
    survey,
    twin_place,
    verify,
)
from generator.publish.twin import PATIENCE, Survey
from generator.render.feeds import rows_of
from generator.render.frame import Frame, make_frame
from generator.render.problems import problem_pages
from generator.ruling import confirm, faults_told, hidden, problems_told, released, rules_of
from generator.sight import look, stamp_of, steady
from generator.write import LIST

Trees = tuple[Survey, Survey]  # the site and its twin
PAGES_TO_PAIR = 400  # of fewer, linking and noting cost less than a process (0.05 s)


def whole(start: Begun, checked: Checked, stage: Path, engine: Engine, progress: Progress) -> Built:
    """Renders, runs the engine, verifies and publishes all that was checked; notes it for later.

    `stage` is a folder of this run's own.
    """
    options, loaded = start.options, checked.loaded
    assert loaded is not None
    if checked.failed and not (options.preview and checked.has_settings):
        return Built(checked)
    broken = problems_told(checked)
    frame = make_frame(loaded.site.settings, theme_folder(options.root), options.compiled)
    shown = released(loaded.site.without(broken.keys()), options, progress)
    more = tuple(problem_pages(tuple(broken.items()), shown, frame))
    lineup = _lineup(start, checked, shown, frame)
    unseen = hidden(loaded.site.stories, map(address_of, shown.site.stories))
    loaded.site = replace(loaded.site, stories=(), originals=without_stories(loaded.site).originals)
    del shown  # the last that held faces: see Lineup
    pressed = press(lineup, frame, options.root, stage, options.source, progress, engine, more)
    progress.step(Words("核对链接和文件", "verifying the result"))
    made = _Made(start, checked, broken, lineup, pressed)
    with beside(made.prepared, len(pressed.pages) >= PAGES_TO_PAIR) as prepared:
        rules = rules_of(lineup.release, unseen)
        defects = verify(pressed.tree, rules)
        if faults := faults_told(defects, rules.base, loaded.site.pages, options.root):
            return Built(replace(checked, problems=[*checked.problems, *faults]))
        confirm(defects)
        progress.step(Words("发布", "publishing"))
        twin, told, trees = prepared()
        publish(pressed.tree, options.site, options.work, twin)
    made.remember(told, trees)
    return Built(checked, options.site, *made.counts)


class _Made(Struct, frozen=True):
    """A published build, to be kept for the next one."""

    start: Begun
    checked: Checked
    broken: dict[str, str]
    lineup: Lineup
    pressed: Pressed

    @property
    def counts(self) -> tuple[int, int, int]:
        """Stories, pages, pictures."""
        return len(self.lineup.told), len(self.pressed.pages), self.pressed.pictures

    def prepared(self) -> tuple[Path | None, bytes, Trees | None]:
        """The tree once more, and what the next build wants to know; b"" where it had better not.

        While the tree is verified. A site that takes no other's place is surveyed as well: to take
        an old one away touches the files that it shares with the new one.
        """
        told, options = b"", self.start.options
        with suppress(OSError):
            told = told_of(self._kept()) if self._is_sound else b""
        twin, trees = paired(self.pressed.tree), None
        if told and twin and not options.site.exists():
            time.sleep(PATIENCE)
            trees = _surveyed(self.pressed.tree, twin)
        return twin, told, trees

    def remember(self, told: bytes, trees: Trees | None) -> None:
        """Keeps for the next build what it is `told`, where the trees can be trusted."""
        options, book = self.start.options, ""
        with suppress(OSError):  # a disk that refuses costs the next build time, no more
            if told and trees is None:
                time.sleep(PATIENCE)
                trees = _surveyed(options.site, twin_place(options.site, options.work))
            if trees:
                keep(self.start.place, told, *trees)
                book = self.lineup.book.name
        sweep_faces(self.start.place.parent, book)

    @property
    def _is_sound(self) -> bool:
        """Whether all files could be read, and those with errors are stories."""
        loaded = self.checked.loaded
        return bool(loaded and not loaded.site.unread and self.broken.keys() <= {*loaded.files})

    def _kept(self) -> Kept:
        sight = self.start.seen()
        start, lineup, pressed, loaded = self.start, self.lineup, self.pressed, self.checked.loaded
        assert loaded is not None
        drafts = lineup.release.drafts
        keys = (each.key for each in lineup.told.values() if each.key not in drafts)
        rows = rows_of((start.options.source / "manifest.json").read_text("utf-8"), keys)
        told = {file: _pressed(each, pressed, rows) for file, each in lineup.told.items()}
        own = {each.address for each in told.values()}
        others = [address for address in pressed.pages if address not in own]
        asked = (path for address in others for path in pressed.asked[address])
        return Kept(
            ground=start.ground,
            settings=start.settings,
            day=start.options.as_of,
            sight=steady(sight, look(start.options.root, sight)),
            site=freeze(without_stories(loaded.site)),
            shell=json.dumps(lineup.words, sort_keys=True),
            signed=signed_by_story(loaded.site),
            notes=dict(lineup.notes),
            faces=lineup.book.name,
            rest=freeze((self.checked.ground, self.checked.across)),
            problems=freeze(self.checked.problems),
            broken=self.broken,
            shown=told,
            drafts=drafts,
            printed=lineup.printed,
            pages={address: pressed.pages[address] for address in others},
            listed=tuple(address for address in pressed.listed if address not in own),
            texts=tuple(pressed.texts),
            wanted={path: pressed.prints.get(path, b"") for path in asked},
            cuts=freeze(pressed.cuts),
            counts=self.counts,
            sources=stamp_of((start.options.source / LIST).stat()),
        )


def _surveyed(site: Path, twin: Path) -> Trees | None:
    """Both as they stand; None where they cannot be trusted to show what will change."""
    found = survey(site)
    other = found and survey(twin, found)
    return (found, other) if found and other and found.files == other.files else None


def _lineup(start: Begun, checked: Checked, shown: Release, frame: Frame) -> Lineup:
    """The stories of a release of faces, whose file goes where the next build looks for it."""
    from generator.render.views import printed_keys  # 0.1 s to import, not for an edit

    folder, printed = start.place.parent, printed_keys(shown)
    notes = checked.notes
    name = shelve_faces(folder, notes, checked.book)
    told = Laid(_told(shown, notes), Shown)
    return Lineup(
        release=replace(
            shown, site=replace(shown.site, stories=()), texts=checked.texts.only(told)
        ),
        words=shell_words(shown, frame),
        told=told,
        notes=notes,
        book=folder / name,
        printed=frozenset(story.file for story in shown.site.stories if story.key in printed),
    )


def _told(shown: Release, notes: Mapping[str, Note]) -> dict[str, Shown]:
    """What is published of each story, newest first, but for what pressing it gives."""
    told = {}
    drafts = {story.file: story.key in shown.drafts for story in shown.site.stories}
    needs = needs_of(notes, drafts, shown.site, shown.as_of)
    for face, near in surroundings(shown):
        told[face.file] = Shown(
            key=face.key,
            address=address_of(face),
            needs=needs(face.file, near),
            page=b"",
            near=near,
            wanted=(),
            row="",
            year=face.date.year,
        )
    return {story.file: told[story.file] for story in shown.site.stories}


def _pressed(told: Shown, pressed: Pressed, rows: dict[str, str]) -> Shown:
    """What is published of a story, with its page, its pictures, its line of the manifest."""
    asked = tuple(dict.fromkeys(pressed.asked[told.address]))
    row = rows.get(told.key, "")
    return told._replace(page=pressed.pages[told.address], wanted=asked, row=row)
