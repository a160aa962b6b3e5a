"""What all pages share: the theme's templates, the front matter of the shell, links."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment
from msgspec import Struct

from generator.model.kinds import Story
from generator.model.output import Page
from generator.model.release import Release
from generator.model.site import Settings, Unit, address_of
from generator.model.slugs import slug_of
from generator.render.html import one_line
from generator.render.templates import templates_of

_SELDOM = (  # what the templates of pages that only some sites have begin with
    *("ceremon", "maxims", "notice", "people", "pledges"),
    *("present", "problems", "stars", "work", "yearbook"),
)
DESCRIPTION_MOST = 120  # characters; search engines cut after about 80 Chinese ones


class Frame(Struct, frozen=True):
    """The theme, read once: `version` changes whenever a stylesheet or a script does."""

    settings: Settings
    theme: Path
    version: str
    templates: Environment


class Head(Struct, frozen=True):
    """What the shell says of a page; `section` is the menu's mark, `og_image` a site's path.

    `sheet` names the stylesheet that a view needs besides the shell's own (`family`); `updated` is
    the day that the footer tells, on the home page only: every day would be a new site otherwise.
    """

    title: str
    description: str
    section: str = ""
    og_image: str = ""
    sheet: str = ""
    noindex: bool = False
    updated: str = ""


class Links(Struct, frozen=True):
    """Relative addresses seen from one page: `root` leads to the site's root, `index` ends them."""

    root: str
    index: str

    def to(self, address: str, **query: str) -> str:
        """The page at `address` ("brands/1252/", "ceremonies/2025/#w1"), with a query if given."""
        page, mark, anchor = address.partition("#")
        asked = _asked(tuple(query.items())) if query else ""
        return f"{self.root}{page}{self.index}{asked}{mark}{anchor}"

    def story(self, story: Story) -> str:
        """The page of a story."""
        return self.to(address_of(story))

    def unit(self, unit: Unit) -> str:
        """The page of a unit."""
        return self.to(unit_address(unit))


def make_frame(settings: Settings, theme: Path, compiled: Path | None = None) -> Frame:
    """Loads the theme in folder `theme`; templates are compiled on first use and kept.

    A folder `compiled` keeps them for later runs too.
    """
    return Frame(settings, theme, _version(theme / "assets"), templates_of(theme, compiled))


def compile_templates(theme: Path, compiled: Path) -> None:
    """Compiles and keeps what every site shows and is not kept yet.

    The rest, a third, is compiled where a page needs it: many sites have no boards, works or books.
    """
    templates = templates_of(theme, compiled)
    for name in templates.list_templates(filter_func=_is_usual):
        templates.get_template(name)


def links_from(path: str, release: Release) -> Links:
    """The links of the page at `path`."""
    return Links("../" * path.count("/") or "./", "index.html" if release.offline else "")


def make_page(
    frame: Frame, release: Release, path: str, template: str, head: Head, **words: Any
) -> Page:
    """The page at `path`, its body rendered by `templates/<template>.html` from `words`.

    The template also knows `root` and `index` (addresses of its own) and the theme's `version`.
    """
    links = links_from(path, release)
    body = frame.templates.get_template(f"templates/{template}.html").render(
        words, root=links.root, index=links.index, version=frame.version
    )
    meta: dict[str, str | int | bool] = {
        "title": head.title,
        "description": _shortened(head.description),
        "section": head.section,
        "og_image": head.og_image,
        "sheet": head.sheet,
        "noindex": head.noindex,
        "updated": head.updated,
    }
    return Page(path, meta, body)


def unit_address(unit: Unit) -> str:
    """The address of a unit's page: `units/xinqu/`."""
    return f"units/{slug_of(unit.id)}/"


def outgoing(url: str | None) -> str:
    """An author's link out, "" for what is no web address."""
    return url if url and url.lower().startswith(("http://", "https://")) else ""


def _shortened(text: str) -> str:
    """`text` on one line, cut after DESCRIPTION_MOST characters with an ellipsis."""
    line = one_line(text)
    return line if len(line) <= DESCRIPTION_MOST else line[: DESCRIPTION_MOST - 1] + "…"


@lru_cache(maxsize=1024)  # 10 µs; tags and units come again on every page
def _asked(query: tuple[tuple[str, str], ...]) -> str:
    return f"?{urlencode(query)}"


def _is_usual(name: str) -> bool:
    """Whether a template is ours (no engine's, not one of an asset) and every site needs it."""
    folder, _, file = name.partition("/")
    return folder in ("templates", "partials") and not file.startswith(_SELDOM)


def _version(assets: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in assets.rglob("*") if path.is_file()):
        digest.update(file.relative_to(assets).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:8]
