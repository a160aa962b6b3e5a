"""What an edit comes to: which stories are read again, and what that changes for the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator import check
from generator.builds import Begun, Checked
from generator.faces import faces_of, with_faces
from generator.kept import Kept, Note, thaw
from generator.load.reader import Loaded
from generator.load.site import load, load_some, sources_of
from generator.model.days import gone_by
from generator.model.kinds import FOLDERS, story_key
from generator.model.problem import Problem
from generator.model.release import carriers_on
from generator.model.site import FEW, Settings, Signature, Site
from generator.model.source import Source
from generator.notes import Days, notes_on_day, problems_in, signed_by_story, without_stories
from generator.proof import check_alone
from generator.sight import YAML, Seen, look, steady, steady_files

_RULES = "terms"  # what every story is checked against
STORIES_TO_REREAD = 2_000  # more would lie in memory whole, beside the faces of all


Signed = Mapping[str, bytes]  # sign-offs by story key, frozen


class Edit(Struct, frozen=True):
    """The stories as they are now.

    `site` is all but them, `signed` the sign-offs by story, `notes` tells of each story, `read`
    holds those that were read again. `wide` says whether any page but theirs may have changed: a
    face, the list of files, another record, what a day that is gone by has ended or begun; `before`
    is all but the stories as it was, None where a day has done so; `renamed` whether units are
    called otherwise; `reset` names the settings that are other ones. `faces` are those of all
    stories where they were read: for a `wide` edit, for other settings, on another day.
    """

    start: Begun
    kept: Kept
    site: Site
    signed: Signed
    notes: dict[str, Note]
    read: Loaded
    ground: list[Problem]
    across: list[Problem]
    wide: bool
    before: Site | None
    renamed: bool
    reset: frozenset[str]
    faces: Site | None

    @property
    def day(self) -> date:
        """Today, as the build was asked for it."""
        return self.start.options.as_of

    @property
    def book(self) -> Path:
        """The file of faces."""
        return book_of(self.start, self.kept)

    def whole(self, files: list[str]) -> Site:
        """The site with the whole stories of these files, and no others."""
        known = {story.file: story for story in self.read.site.stories}
        lacking = [file for file in files if file not in known]
        root = self.start.options.root
        more = _read(root, self.signed, self.site, lacking).site if lacking else self.site
        stories = (*(known[f] for f in files if f in known), *more.stories)
        originals = self.read.site.originals | more.originals
        return replace(self.site, stories=stories, originals=originals)

    def faced(self) -> Site:
        """The site with the faces of all stories."""
        return self.faces or with_faces(self.site, self.notes, self.book)

    def steady(self, *, only_its_own: bool) -> dict[str, Seen]:
        """What the files were seen to be, but for those that this build may have read otherwise.

        Whether it has read the edited stories and their pictures alone tells how many may be.
        """
        root, seen = self.start.options.root, self.start.sight
        if not only_its_own:
            return steady(seen, look(root, seen))
        asked = (path for file in self.read.files for path in self.notes[file].asks)
        return steady_files(seen, root, {*self.read.files, *asked} & seen.keys())

    def checked(self) -> Checked:
        """All problems, with what the stories allow taken out."""
        files = (file for file, note in self.notes.items() if note.allows)
        allowing = faces_of(self.notes, files, self.book)
        found = [*self.ground, *problems_in(self.notes), *self.across]
        problems = check.settled(allowing, self.site, found, self.start.options.as_of)
        return Checked(self._sources({p.place.file for p in problems}), problems)

    def _sources(self, files: set[str]) -> Mapping[str, Source]:
        """The sources of these files; those of stories are read when they are asked for."""
        root = self.start.options.root
        if files <= self.notes.keys():
            return sources_of(root, sorted(files))
        return load(root, stories=False).sources


def edit_of(start: Begun, kept: Kept) -> Edit | None:
    """What has changed since `kept`; None where every page may have, or a file cannot be read."""
    changed = start.changed
    tops = {path.split("/")[1] for path in changed}
    names = {top.partition(".")[0] for top in tops}
    if _RULES in names and len(kept.notes) > STORIES_TO_REREAD:
        return None
    # a story that came and went during the last build was seen by the look alone
    unread = any(path.endswith(YAML) and path not in kept.notes for path in changed)
    listed = unread or kept.sight.keys() != start.sight.keys()
    files, before, (ground, across) = list(kept.notes), thaw(kept.site), thaw(kept.rest)
    site = before
    signed = kept.signed
    if listed or start.is_set_otherwise or not tops <= FOLDERS.keys():
        records = load(start.options.root, stories=False)
        files, site = records.files, without_stories(records.site)
        signed = signed_by_story(records.site)
        ground = [*records.problems, *check.look(site, start.options.as_of, across=False)]
    changed = changed | _signed_otherwise(files, kept.signed, signed)
    if site.shared != before.shared or not _stand_alike(before, site):
        return None
    moved = _moved(before, site)
    again = [f for f in files if _RULES in names or _stale(f, kept, start, changed, moved)]
    read = _read(start.options.root, signed, site, again)
    if read.site.unread or site.unread:  # no edit to publish
        return None
    notes = _notes(files, read, kept, start)
    wide = listed or not tops <= FOLDERS.keys() or _seen_by_others(again, notes, kept)
    reset = _reset(before.settings, site.settings)
    days, turned, faced = (kept.day, start.options.as_of), False, None
    if days[0] != days[1]:
        turned = _turns(site, notes, days)
        wide = wide or turned
        notes = notes_on_day(notes, book_of(start, kept), site, days)
    if wide or reset or days[0] != days[1]:
        faced = with_faces(site, notes, book_of(start, kept))
        across = list(check.look(faced, start.options.as_of, across=True))
    told = (wide, None if turned else before, _called(site) != _called(before), reset)
    return Edit(start, kept, site, signed, notes, read, ground, across, *told, faced)


def _stale(file: str, kept: Kept, start: Begun, changed: set[str], moved: set[str]) -> bool:
    """Whether a story has to be read again: it or a picture of it may hold something else, or
    what is wrong with it may hang on units whose names have `moved`."""
    note = kept.notes.get(file)
    if note is None or file in changed or note.unit in moved:
        return True
    if moved and note.problems and any(p.id in check.OF_UNITS for p in thaw(note.problems)):
        return True
    return any(path in changed or path not in start.sight for path in note.asks)


def _moved(before: Site, site: Site) -> set[str]:
    """The names that mean another unit than before, or did or do mean none."""
    then, now = ({(n, u.id) for n, u in each.unit_names.items()} for each in (before, site))
    return {name for name, _ in then ^ now}


def _stand_alike(before: Site, now: Site) -> bool:
    """Whether the units of both stand in the same order, each below the same ones: a story is shown
    with those above its unit, on its own page and on others'."""
    both = before.owners.keys() & now.owners.keys()
    then, today = (
        [(u, each.owners[u]) for u in each.owners if u in both] for each in (before, now)
    )
    return then == today


def _reset(before: Settings, now: Settings) -> frozenset[str]:
    """The settings of FEW pages that are other ones."""
    return frozenset(name for name in FEW if getattr(before, name) != getattr(now, name))


def _called(site: Site) -> list[tuple[str, str]]:
    return [(unit.name, unit.label) for unit in site.units]


def _signed_otherwise(files: list[str], before: Signed, now: Signed) -> set[str]:
    """The files of the stories whose sign-offs are other ones."""
    keys = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    return {file for file in files if story_key(file) in keys} if keys else set()


def _read(root: Path, signed: Signed, site: Site, files: list[str]) -> Loaded:
    """Reads stories with the sign-offs that are theirs."""
    keys = map(story_key, files)
    theirs: tuple[Signature, ...] = sum((thaw(signed[k]) for k in keys if k in signed), ())
    return load_some(root, files, replace(site, signatures=theirs))


def _notes(files: list[str], read: Loaded, kept: Kept, start: Begun) -> dict[str, Note]:
    """The notes on all stories in the order of reading, anew on those that were read."""
    new = check_alone(read, start.options.as_of, start.sight).notes
    return {file: new[file] if file in new else kept.notes[file] for file in files}


def _turns(site: Site, notes: dict[str, Note], days: Days) -> bool:
    """Whether anything may be shown, or be shown no more, that was not so on the day before."""
    before, now = (carriers_on(site, day) for day in days)
    return before != now or any(gone_by(note.days, *days) for note in notes.values())


def _seen_by_others(files: list[str], notes: dict[str, Note], kept: Kept) -> bool:
    """Whether pages of other stories, or checks across them, could see these edits."""
    return any(notes[file].mark != kept.notes[file].mark for file in files)


def book_of(start: Begun, kept: Kept) -> Path:
    """The file that holds the faces of what was kept."""
    return start.place.with_name(kept.faces)
