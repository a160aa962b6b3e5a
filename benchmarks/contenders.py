"""Who is compared: how each one's folder is written, cleaned, built and edited."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import corpus, hugo, stock
from benchmarks.measure import Run, in_turn, run

PAGES = "*.html"


@dataclass(frozen=True, slots=True)
class Contender:
    """A site generator on the same texts.

    `write` fills a folder with so many stories; `edit` adds words to one of them and returns the
    address of its page; a build is its `commands` in turn; `made` is all that it leaves, `site` its
    result.
    """

    name: str
    write: Callable[[Path, int], None]
    edit: Callable[[Path, int, str], str]
    commands: Callable[[Path], list[list[str]]]
    made: tuple[str, ...]
    site: str

    def clean(self, root: Path) -> None:
        """Puts away all that a build has made, caches included.

        Not removed: ext4 keeps from using an inode again for minutes, and looking for others cost
        the next build up to a seventh of its CPU time. Nobody's first build has that to do.
        """
        aside = Path(tempfile.mkdtemp(prefix=f"{root.name}-", dir=root.parent))
        for name in self.made:
            if (root / name).exists():
                (root / name).rename(aside / name)

    def build(self, root: Path, *, watched: bool = False) -> Run:
        """Builds the site as it stands, its memory `watched` or not; raises Failed."""
        silent = {"NO_MKDOCS_2_WARNING": "1"}
        return in_turn(
            [
                run(command, corpus.PROJECT, silent, watched=watched)
                for command in self.commands(root)
            ]
        )

    def shows(self, root: Path, address: str, words: str) -> bool:
        """Whether the page at `address` holds `words`: that an edit has reached the site."""
        page = root / self.site / address / "index.html"
        return words in page.read_text(encoding="utf-8")

    def pages(self, root: Path) -> dict[str, int]:
        """How many HTML pages the site has in each of its folders; those of the root under ""."""
        site = root / self.site
        paths = (page.relative_to(site).parts for page in site.rglob(PAGES))
        return dict(Counter(parts[0] if len(parts) > 1 else "" for parts in paths))

    def weight(self, root: Path) -> int:
        """The bytes of all HTML pages."""
        return sum(page.stat().st_size for page in (root / self.site).rglob(PAGES))


def _hugo(root: Path) -> list[str]:
    return [hugo.binary(), "--source", str(root), "--quiet"]


SHOWCASE = Contender(
    name="showcase",
    write=corpus.write,
    edit=corpus.edit,
    commands=lambda root: [
        [sys.executable, "-m", "generator", "build", "--root", str(root), "--quiet"]
    ],
    made=("site", "site_src", ".showcase"),
    site="site",
)
HUGO = Contender(
    name="Hugo",
    write=hugo.write,
    edit=hugo.edit,
    commands=lambda root: [_hugo(root)],
    made=("public", "resources"),
    site="public",
)
HUGO_YAML = replace(
    HUGO,
    name="Hugo, from YAML",
    write=lambda root, count: hugo.write(root, count, hugo.in_yaml),
    edit=lambda root, count, words: hugo.edit(root, count, words, hugo.in_yaml),
)
# Pagefind is what sites of a static generator are searched with; an index of the stories' pages.
HUGO_SEARCH = replace(
    HUGO_YAML,
    name="Hugo, from YAML, with search",
    commands=lambda root: [_hugo(root), [hugo.pagefind(), "--site", str(root / "public")]],
)
STOCK = Contender(
    name="stock MkDocs Material",
    write=stock.write,
    edit=stock.edit,
    commands=lambda root: [
        [
            *(sys.executable, "-m", "mkdocs", "build", "--quiet"),
            *("--config-file", str(root / "mkdocs.yml")),
        ]
    ],
    made=("site",),
    site="site",
)
