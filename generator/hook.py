"""What MkDocs runs of ours: pages that are finished but for the shell cost it no parser."""

from __future__ import annotations

from pathlib import Path

import jinja2
import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from generator.package import HOOK
from generator.render.compiled import Compiled


class Finished(Page):
    """A page of ours: it has no Markdown at all, only front matter.

    MkDocs makes a parser with its extensions for every page, 0.6 ms even where there is nothing to
    parse: a fifth of its time.
    """

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Nothing is left to convert."""
        assert not self.markdown, self.file.src_uri
        self.content, self.toc, self.present_anchor_ids = "", get_toc([]), set()


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """The pages of this job, from where they lie; what else MkDocs has found comes with the shell.

    They are built into the tree that other jobs build into, which is why MkDocs was told of a
    folder that is not there: it empties that. Told to be in no menu they are asked nothing more:
    its patterns take 0.03 ms a page.
    """
    told = config.extra[HOOK]
    config.site_dir = told["out"]
    kept = list(files) if told["with_shell"] else []
    if not told["with_shell"]:
        config.theme.static_templates.clear()
    for file in kept:
        file.dest_dir = config.site_dir
    inclusion = InclusionLevel.NOT_IN_NAV
    for path in Path(told["pages"]).read_text(encoding="utf-8").splitlines():
        kept.append(File(path, told["source"], config.site_dir, True, inclusion=inclusion))
        Finished(None, kept[-1], config)
    return Files(kept)


def on_page_read_source(*, page: Page, config: MkDocsConfig) -> str | None:
    """The source of a page of ours: UTF-8 without a mark of it, read in half of MkDocs' time."""
    if page.file.src_dir != config.extra[HOOK]["source"]:
        return None
    with open(f"{page.file.src_dir}/{page.file.src_uri}", "rb", buffering=0) as file:  # noqa: PTH123
        return file.read().decode()


def on_env(env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
    """The shell takes 0.06 s to compile, in a build of one page as in each share of a thousand.

    MkDocs' own map of that share is nobody's: ours tells of all (`render/feeds.py`).
    """
    config.theme.static_templates.discard("sitemap.xml")
    by = f"{jinja2.__version__} {mkdocs.__version__}".encode()
    env.bytecode_cache = Compiled(Path(config.extra[HOOK]["compiled"]), by)
    return env
