"""What the checks of privacy tell of what they find, in all that reaches a reader and no more."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from generator.check import personal
from generator.check.joined import Look
from generator.model.kinds import is_story_file
from generator.model.problem import Finding, Path, Place, Words
from generator.model.site import UNITS_FILE, Site
from generator.model.source import file_beside
from generator.model.words import NO_TEXT, words_of

_NAME = ""  # the key of what is no text of a file but its name
MOST = 20  # of one check in one text; a pasted list of a thousand numbers is one mistake
_ALLOW = Words("写“放行”，注明理由和批准人", "add an `allow` entry with a reason and a name")
_ALLOW_IN = Words(
    "在 mkdocs.yml 的 extra.showcase 里写“放行”，注明文件、理由和批准人",
    "add an `allow` entry with file, reason and name to extra.showcase of mkdocs.yml",
)
_RENAME = Words("文件名会进网址，改名去掉它", "a file's name becomes an address: rename it")


class Private(NamedTuple):
    """What a check tells of each span that `finder` means; `{}` stands for the span.

    `allowed` says when it may stay all the same. Of a number only so many signs at its head and
    tail are `shown`, the rest as asterisks. What is `official` may stand in the office's `contact`.
    """

    finder: personal.Finder
    found: Words
    mend: Words
    allowed: Words | None = None
    shown: tuple[int, int] | None = None
    official: bool = False


def told(site: Site, private: Private) -> Iterator[Finding]:
    """A finding for each span in the site's texts, of MOST in one text."""
    for each in _texts(site):
        if private.official and each.key == "contact":
            continue
        for found in islice(each.look.find(private.finder), MOST):
            value = found.value
            shown = personal.mask(value, *private.shown) if private.shown else value
            message = Words(*(words.format(shown) for words in private.found))
            yield Finding(each.place(found.start), message, each.mend(private, shown))


class _Text(NamedTuple):
    """A text that may hold any of it; of what is no data the `path` is None."""

    file: str
    path: Path | None
    key: str
    text: str
    look: Look

    def place(self, offset: int) -> Place:
        """Where a character of it stands."""
        if self.path is not None:
            return Place(self.file, self.path, offset=offset)
        before = self.text[:offset]
        line = before.count("\n") + 1
        return Place(self.file, line=line, column=offset - before.rfind("\n"))

    def mend(self, private: Private, shown: str) -> Words:
        """What to do about it here."""
        if self.key == _NAME:
            return _RENAME
        mend = Words(*(words.format(shown) for words in private.mend))
        may = private.allowed
        if may is None:
            return mend
        allow = _ALLOW if is_story_file(self.file) else _ALLOW_IN
        return Words(f"{mend.zh}；{may.zh}，{allow.zh}", f"{mend.en}; {may.en}, {allow.en}")


@lru_cache(maxsize=1)
def _texts(site: Site) -> list[_Text]:
    """Every text that reaches a reader and may hold any of it; read once for all checks."""
    return [
        _Text(file, path, key, text, Look(text))
        for file, path, key, text in _public(site)
        if personal.suspicious(text)
    ]


def _public(site: Site) -> Iterator[tuple[str, Path | None, str, str]]:
    """File, path, key and text of what pages, feeds, books and screens may show, addresses too."""
    units = [told for n, unit in enumerate(site.units) for told in words_of(unit, (n,))]
    for file, texts in (*site.texts.showing(personal.suspicious), (UNITS_FILE, units)):
        yield from ((file, path, f.key, text) for path, text, f in texts if f.key not in NO_TEXT)
    yield from ((story.file, (), _NAME, story.id) for story in site.stories)
    for work in site.works:
        yield work.yml, (), _NAME, work.id
        if work.captions and (said := site.captions.get((work.key, work.captions))):
            yield file_beside(work.yml, work.captions), None, "captions", said.file
    yield from ((file, None, "page", text) for file, text in site.pages.items())
