"""What the renderers hand to the writer: every file below `site_src/`, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct

from generator.model.original import Blank

ImageFormat = Literal["webp", "jpeg", "png"]

SHARE_SIZE = (1200, 630)  # of sharing pictures (og:image), cut from a photo or drawn
LINK_STARTS = ("http://", "https://", "mailto:", "tel:")  # of links out of the site


class Page(Struct, frozen=True):
    """A page for the engine: front matter and one finished HTML block.

    `path` is the address below the site's root, with a trailing slash ("brands/1252/"), or "" for
    the home page. `meta` holds plain text and numbers; the writer escapes what the engine does not.
    `body` is finished, safe HTML.
    """

    path: str
    meta: Mapping[str, str | int | bool]
    body: str


class Text(Struct, frozen=True):
    """A file copied as it is (feed, index shard, manifest); `path` below the site's root."""

    path: str
    text: str


class Resized(Struct, frozen=True):
    """A picture to be made from an original: asked for now, made later, cached by content.

    `width` and `height` are the pixels of the result; `crop` cuts to that shape around `focus`
    (x, y from 0 to 1), otherwise the picture is scaled whole.
    """

    path: str
    source: Path
    width: int
    height: int
    format: ImageFormat
    crop: bool = False
    focus: tuple[float, float] = (0.5, 0.5)


class Card(Struct, frozen=True):
    """A drawn sharing card (og:image) for stories without a cover: kind, unit and palette only."""

    path: str
    kind_label: str
    unit: str
    site_name: str
    tile: str


class Typeset(Struct, frozen=True):
    """A PDF to be typeset: asked for now, made later, cached by all that it holds.

    `template` is a file of typeset/typst, `data` its words as JSON text, which is never run.
    `pictures` are what it shows; their paths are the file names in `data` and hold their sources'
    digests. `written` is the day that the file carries. Ask for it where `Release.can_print` only.
    """

    path: str
    template: str
    data: str
    pictures: tuple[Resized, ...]
    written: date


class Copied(Struct, frozen=True):
    """A recording's copy without its blanks; the path is named by the digest of what it holds."""

    path: str
    source: Path
    blanks: tuple[Blank, ...] = ()


Wanted = Resized | Card | Typeset | Copied  # what is made later
Output = Page | Text | Wanted
