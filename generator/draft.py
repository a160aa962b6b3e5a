"""The site as an edit leaves it, before any of it is published: which pages and files differ."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from generator.edit import Edit
from generator.faces import pictured
from generator.kept import Kept, Near, Shown
from generator.model.face import alone
from generator.model.kinds import Story
from generator.model.output import Output, Page, Text, Wanted
from generator.model.release import Release, release
from generator.notes import around_of, needs_of, surroundings
from generator.press import digest_of, prints_of, shell_words
from generator.progress import Progress
from generator.render.documents import document
from generator.render.feeds import manifest_of, manifest_row, site_maps
from generator.render.frame import Frame
from generator.render.problems import problem_pages
from generator.render.reindex import OldFile, documents_of, reindexed
from generator.render.search import SearchDoc, search_outputs
from generator.render.sketches import Sketch
from generator.render.story import related_row, story_page
from generator.ruling import hidden, released
from generator.write import source_of

if TYPE_CHECKING:
    from generator.render.views import TaskSince

Plan = dict[str, Near]  # stories' files, newest first, and what is around each
_INDEX = "search/"


class Views(Struct, frozen=True):
    """The pages of several stories: digests by address, those to be indexed, files, pictures.

    `texts` are all files but those of the index and those that `stand` as they were; None: all
    stand. `some` says whether no more was rendered than another day or other settings may change.
    """

    pages: dict[str, bytes]
    listed: tuple[str, ...]
    texts: tuple[Text, ...] | None
    wanted: dict[str, bytes]
    stand: tuple[str, ...]
    some: bool = False


class Draft(Struct, frozen=True):
    """What the site will hold.

    `rest` is all that is shown but stories, `alike` whether search finds in it what it found;
    `changed` are the pages to be built and `wanted` the pictures that rendered pages ask for, by
    path, `renamed` says whether cards show other words; `documents` what search is to know of the
    stories that were rendered, by address; `hidden` where stories would lie that are not shown, as
    far as the edit has looked at all of them.
    """

    words: dict[str, Any]
    release: Release
    rest: Release
    alike: bool
    drafts: frozenset[str]
    shown: dict[str, Shown]
    views: Views
    changed: tuple[Page, ...]
    wanted: dict[str, Wanted]
    renamed: bool
    documents: dict[str, SearchDoc]
    printed: frozenset[str]
    hidden: frozenset[str]

    @property
    def addresses(self) -> set[str]:
        """Those of all pages."""
        return {*self.views.pages, *(each.address for each in self.shown.values())}

    @property
    def pictures(self) -> set[str]:
        """The paths of all pictures and prints."""
        return {*self.views.wanted, *(path for each in self.shown.values() for path in each.wanted)}


def draft_of(
    edit: Edit, broken: Mapping[str, str], frame: Frame, progress: Progress
) -> Draft | None:
    """Renders what the edit has changed; None where the shell of all pages changes with it."""
    kept, options = edit.kept, edit.start.options
    empty = released(replace(edit.site, stories=()), options, progress)
    faced = None
    wide = edit.wide or broken != kept.broken or not kept.printed.isdisjoint(edit.read.files)
    if wide or edit.reset or edit.day != kept.day:
        faced = released(edit.faced().without(broken.keys()), options, progress)
    words = shell_words(faced, frame) if faced else json.loads(kept.shell)
    if faced and json.dumps(words, sort_keys=True) != kept.shell:
        return None
    plan = _plan(faced if wide else None, kept)
    keys = faced.drafts if faced else kept.drafts
    pen = _Pen(edit, frame, replace(alone(empty), drafts=keys), plan)
    shown = pen.shown(faced if wide else None)
    views = _views_of(kept)
    if faced:
        views = pen.views(faced, broken) if wide else pen.some_views(faced, views)
    return Draft(
        words=words,
        release=pen.own,
        rest=empty,
        alike=_finds_alike(edit, empty),
        drafts=keys,
        shown=shown,
        views=views,
        changed=tuple(pen.changed),
        wanted=pen.wanted,
        renamed=edit.renamed,
        documents=pen.documents,
        printed=pen.printed,
        hidden=hidden(
            edit.faces.stories if edit.faces else (), (each.address for each in shown.values())
        ),
    )


def texts_of(
    draft: Draft, kept: Kept, old: OldFile, written: list[str]
) -> tuple[list[Text], tuple[str, ...]]:
    """The files beside the pages that may differ, and the paths of all; `old` reads old ones.

    `written` are the addresses of hand-written pages.
    """
    index = _reindexed(draft, kept, old)
    paths = [path for path in kept.texts if path.startswith(_INDEX)]
    if index is None:
        index = _index(draft, old)
        paths = [text.path for text in index]
    rows = {each.key: each.row for each in draft.shown.values() if each.row}
    texts = [*index, manifest_of(rows, draft.release)]
    texts += draft.views.texts or ()
    if not draft.views.some:
        listed = [each.address for each in draft.shown.values() if each.row]
        texts += site_maps([*listed, *draft.views.listed, *written], draft.release)
    paths += [*(text.path for text in texts), *draft.views.stand]
    return texts, tuple(dict.fromkeys(paths))


class _Pen(Struct, dict=True):
    """Renders, and notes what came of it."""

    edit: Edit
    frame: Frame
    own: Release
    plan: Plan

    def __post_init__(self) -> None:
        self.changed: list[Page] = []
        self.wanted: dict[str, Wanted] = {}
        self.documents: dict[str, SearchDoc] = {}
        self.printed = self.edit.kept.printed

    def shown(self, faced: Release | None) -> dict[str, Shown]:
        """What is shown of every story, rendered anew where its needs have changed."""
        notes, before = self.edit.notes, self.edit.kept.shown
        drafts = {file: not each.row for file, each in before.items()}
        if faced:
            drafts = {story.file: story.key in faced.drafts for story in faced.site.stories}
        looked = self.plan if faced else [f for f in self.edit.read.files if f in self.plan]
        needs_now = needs_of(notes, drafts, self.edit.site, self.edit.day)
        needs = {file: needs_now(file, self.plan[file]) for file in looked}
        stale = [f for f in looked if f not in before or before[f].needs != needs[f]]
        shown = {file: before[file] for file in self.plan if file in before}
        shown |= self._stories(stale, needs)
        return {file: shown[file] for file in self.plan}

    def views(self, faced: Release, broken: Mapping[str, str]) -> Views:
        """The other pages and files, from the faces of all stories."""
        from generator.render.views import view_tasks_since  # 0.1 s to import

        tasks = view_tasks_since(self._before(faced), self._printing(faced), self.frame)
        tasks.append(lambda: problem_pages(tuple(broken.items()), faced, self.frame))
        return self._taken(tasks)

    def some_views(self, faced: Release, before: Views) -> Views:
        """As they were `before`, but for what another day or other settings alone may change."""
        from generator.render.views import DATED, SETTING_VIEWS, WHOLE_VIEWS, view_tasks_since
        from generator.render.window import FOLDER, windows

        same_day = self.edit.day == self.edit.kept.day
        reset = (SETTING_VIEWS[name] for name in self.edit.reset)
        among = (frozenset() if same_day else DATED).union(*reset)
        given = faced if among.isdisjoint(WHOLE_VIEWS) else self._printing(faced)
        since = self._before(faced) if same_day else None
        some = self._taken(view_tasks_since(since, given, self.frame, among))
        pages, wanted = {**before.pages, **some.pages}, {**before.wanted, **some.wanted}
        stand = before.stand
        if windows in among:  # a screen may be gone
            stand = tuple(path for path in stand if not path.startswith(FOLDER))
        stand += some.stand
        return Views(pages, before.listed, some.texts, wanted, stand, some=True)

    def _before(self, faced: Release) -> Release | None:
        """What was shown before; None where it is not to be compared: a day has turned."""
        edit, kept, all_now = self.edit, self.edit.kept, self.edit.faced()
        if edit.before is None:
            return None
        marks = ({(f, note.mark) for f, note in each.notes.items()} for each in (kept, edit))
        changed = {file for file, _ in set.symmetric_difference(*marks)}
        old, pictures = pictured(kept.notes, kept.notes.keys() & changed, edit.book)
        then = {story.file: story for story in (*all_now.stories, *old)}
        new = {story.key for story in all_now.stories if story.file in changed}
        same = all_now.originals.only(all_now.originals.owners.keys() - new)
        originals = same | pictures | edit.before.originals
        others = release(edit.before, kept.day, edition=faced.edition)
        stories = tuple(then[file] for file in kept.shown)
        site = replace(others.site, stories=stories, originals=originals)
        return replace(faced, site=site, as_of=kept.day, drafts=kept.drafts)

    def _taken(self, tasks: Sequence[TaskSince]) -> Views:
        """What comes of the views.

        Of pages that stand as they are nothing is held: 10,000 stories have 80 MB of them.
        """
        kept, indexed = self.edit.kept, set(self.edit.kept.listed)
        pages: dict[str, bytes] = {}
        listed: list[str] = []
        texts: list[Text] = []
        stand: list[str] = []
        wanted: dict[str, Wanted] = {}
        for output in chain.from_iterable(task() for task in tasks):
            if isinstance(output, Sketch):
                stand += output.files
                if output.path in kept.pages:
                    pages[output.path] = kept.pages[output.path]
                listed += [output.path] if output.path in indexed else []
            elif isinstance(output, Page):
                pages[output.path] = self._differing(output, kept.pages.get(output.path))
                listed += [] if output.meta.get("noindex") else [output.path]
            elif isinstance(output, Text):
                texts.append(output)
            else:
                wanted[output.path] = output
        self.wanted |= wanted
        prints = prints_of(wanted.values())
        told = {path: prints.get(path, b"") for path in wanted}
        return Views(pages, tuple(listed), tuple(texts), told, tuple(stand))

    def _printing(self, faced: Release) -> Release:
        """The release with those stories whole whose texts other pages print."""
        from generator.render.views import printed_keys

        keys = printed_keys(faced)
        self.printed = frozenset(s.file for s in faced.site.stories if s.key in keys)
        if not keys:
            return faced
        whole = {story.file: story for story in self.edit.whole(sorted(self.printed)).stories}
        stories = tuple(whole.get(story.file, story) for story in faced.site.stories)
        return replace(faced, site=replace(faced.site, stories=stories))

    def _stories(self, files: list[str], needs: Mapping[str, bytes]) -> dict[str, Shown]:
        """Renders the pages of these stories."""
        if not files:
            return {}
        whole = self.edit.whole(files)
        near = {file for each in files for group in self.plan[each].files for file in group}
        faces, originals = pictured(self.edit.notes, near, self.edit.book)
        site = replace(self.own.site, originals=originals | whole.originals)
        release = replace(self.own, site=site)
        face_at = {face.file: face for face in faces}
        return {
            story.file: self._story(story, face_at, release, needs[story.file])
            for story in whole.stories
        }

    def _story(
        self, story: Story, faces: Mapping[str, Story], release: Release, needs: bytes
    ) -> Shown:
        near = self.plan[story.file]
        around = around_of(near, faces, lambda file: related_row(faces[file], release, self.frame))
        page, *pictures = story_page(story, around, release, self.frame)
        self.wanted |= {picture.path: picture for picture in pictures}  # type: ignore[misc]
        self.documents[story.file] = document(story, release)
        before = self.edit.kept.shown.get(story.file)
        same = before.page if before and before.address == page.path else None
        return Shown(
            key=story.key,
            address=page.path,
            needs=needs,
            page=self._differing(page, same),
            near=near,
            wanted=tuple(dict.fromkeys(picture.path for picture in pictures)),
            row="" if story.key in release.drafts else manifest_row(story, release),
            year=story.date.year,
        )

    def _differing(self, page: Output, before: bytes | None) -> bytes:
        """The digest of a page's source; a page that has another one is to be built."""
        digest = digest_of(source_of(page))
        if digest != before and isinstance(page, Page):
            self.changed.append(page)
        return digest


def _plan(faced: Release | None, kept: Kept) -> Plan:
    if faced is None:
        return {file: each.near for file, each in kept.shown.items()}
    around = {face.file: near for face, near in surroundings(faced)}
    return {story.file: around[story.file] for story in faced.site.stories}


def _finds_alike(edit: Edit, empty: Release) -> bool:
    """Whether search finds besides stories what it found, as far as that is to be compared."""
    if edit.before is None or edit.before is edit.site:
        return edit.before is not None
    from generator.render.finds import others_to_find  # seldom

    then = release(edit.before, edit.kept.day, edition=empty.edition)
    both = (replace(empty, site=then.site, as_of=edit.kept.day), empty)
    old, new = (list(chain.from_iterable(others_to_find(each))) for each in both)
    return old == new


def _views_of(kept: Kept) -> Views:
    stand = tuple(path for path in kept.texts if not path.startswith(_INDEX))
    return Views(kept.pages, kept.listed, None, kept.wanted, stand, some=True)


def _reindexed(draft: Draft, kept: Kept, old: OldFile) -> list[Text] | None:
    """The files of the index that the edit changes; None where stories came, went or moved, or
    what is found besides them may have changed."""
    before, now = _in_order(kept.shown), _in_order(draft.shown)
    if before != now or not draft.alike:
        return None
    places = {address: number for number, address in enumerate(now)}
    changed = {places[draft.shown[file].address]: doc for file, doc in draft.documents.items()}
    return reindexed(old, changed)


def _index(draft: Draft, old: OldFile) -> list[Text]:
    """The index anew; what it knew of unchanged stories it still knows."""
    from generator.render.finds import others_to_find  # seldom

    known = {doc.url.removesuffix("index.html"): doc for doc in documents_of(old)}
    shown = draft.shown.items()
    docs = (draft.documents.get(file) or known[each.address] for file, each in shown)
    return list(search_outputs(docs, *others_to_find(draft.rest)))


def _in_order(shown: Mapping[str, Shown]) -> list[str]:
    """The addresses of the stories in the order of the index."""
    return [each.address for each in sorted(shown.values(), key=lambda e: e.year, reverse=True)]
