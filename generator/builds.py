"""What a build is asked for, what stands when it begins, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from generator.kept import Kept, Note, freeze, recall, thaw
from generator.model.problem import Problem
from generator.model.site import SETTINGS_FILE
from generator.package import WORK, compiled_folder, page_folders, settings_files, theme_folder
from generator.packed import Packed
from generator.publish import KEPT, backstage_of
from generator.sight import differing, file_digest, ground_digest, look

if TYPE_CHECKING:
    from generator.load.reader import Loaded
    from generator.model.release import Edition
    from generator.model.source import Source
    from generator.sight import Seen


class Options(Struct, frozen=True):
    """What a build was asked for; a `preview` shows broken stories' problems as their pages."""

    root: Path
    as_of: date
    out: Path | None = None
    edition: Edition = "public"
    drafts: bool = False
    offline: bool = False
    force: bool = False
    preview: bool = False

    @property
    def site(self) -> Path:
        """Where the site is published."""
        return self.out or self.root / "site"

    @property
    def work(self) -> Path:
        """Where caches, the lock and staging lie."""
        return self.root / WORK

    @property
    def compiled(self) -> Path:
        """Where compiled templates are kept."""
        return compiled_folder(self.root)

    @property
    def source(self) -> Path:
        """Where the engine's pages are written; a preview leaves those of the last build alone."""
        return self.work / "preview_src" if self.preview else self.root / "site_src"


class Checked(Struct, frozen=True):
    """The problems of a root and the sources to show them with; the site where all was read.

    For the next build: `ground` are the problems that no story holds, `across` those between them,
    both before anything was allowed; `notes` tell of each story by its file, `book` holds their
    faces, `texts` have the stories whole where `loaded` holds their faces.
    """

    sources: Mapping[str, Source]
    problems: list[Problem]
    loaded: Loaded | None = None
    ground: list[Problem] = field(default_factory=list)
    across: list[Problem] = field(default_factory=list)
    notes: Mapping[str, Note] = field(default_factory=dict)
    book: Path = Path()
    texts: Packed = field(default_factory=lambda: Packed({}))

    @property
    def has_settings(self) -> bool:
        """Whether mkdocs.yml could be read at all: the engine reads it too."""
        return not any(
            problem.level == "error" and not problem.place.path
            for problem in self.problems
            if problem.place.file == SETTINGS_FILE
        )

    @property
    def failed(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.level == "error" for problem in self.problems)


class Built(Struct, frozen=True):
    """What a build made; `site` is None where errors kept it from being published."""

    checked: Checked
    site: Path | None = None
    stories: int = 0
    pages: int = 0
    pictures: int = 0
    seconds: float = 0.0


def kept_place(options: Options) -> Path:
    """Where a build of this kind leaves what the next one wants to know."""
    return backstage_of(options.site, options.work) / KEPT


class Begun:
    """A build as it begins: what it was asked for, what it sees, what the last one kept."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.place = kept_place(options)
        self.recalled = None if options.force else recall(self.place)
        before = self.recalled.sight if self.recalled else {}
        self.sight: dict[str, Seen] = look(options.root, before)
        self.changed = differing(before, self.sight)
        self.settings = b"".join(map(file_digest, settings_files(options.root)))
        self._sight = b""

    def forget(self) -> None:
        """Lets go of what only an edit asks for."""
        self.recalled, self.kept, self.changed = None, None, set()

    def put_away(self) -> None:
        """Has what was seen lie as bytes: 40,000 files take 18 MB, so 5."""
        self._sight, self.sight = freeze(self.sight), {}

    def seen(self) -> dict[str, Seen]:
        """What was put away."""
        seen: dict[str, Seen] = thaw(self._sight)
        return seen

    @property
    def is_set_otherwise(self) -> bool:
        """Whether mkdocs.yml, or what it inherits, is another one than the last build found."""
        return self.recalled is not None and self.recalled.settings != self.settings

    @cached_property
    def kept(self) -> Kept | None:
        """What the last build kept, where the ground that it stood on is today's."""
        kept = self.recalled
        return kept if kept and kept.ground == self.ground else None

    @cached_property
    def ground(self) -> bytes:
        """The digest of all that every page depends on."""
        options = self.options
        asked = (options.edition, options.drafts, options.offline, options.preview)
        places = (str(options.root), str(options.root.resolve()), str(options.source))
        folders = (theme_folder(options.root), *page_folders(options.root))
        return ground_digest(options.root, folders, (asked, places))
