"""What the renderers hand to the writer: every file below `site_src/`, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ImageFormat = Literal["webp", "jpeg", "png"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page for the engine: front matter and one finished HTML block.

    `path` is the address below the site's root, with a trailing slash ("brands/1252/"), or "" for
    the home page. `meta` holds plain text and numbers; the writer escapes what the engine does not.
    `body` is finished, safe HTML.
    """

    path: str
    meta: Mapping[str, str | int | bool]
    body: str


@dataclass(frozen=True, slots=True)
class Text:
    """A file copied as it is (feed, index shard, manifest); `path` below the site's root."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Resized:
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


@dataclass(frozen=True, slots=True)
class Card:
    """A drawn sharing card (og:image) for stories without a cover: kind, unit and palette only."""

    path: str
    kind_label: str
    unit: str
    site_name: str
    tile: str


Output = Page | Text | Resized | Card
