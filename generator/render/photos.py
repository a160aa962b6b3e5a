"""Pictures of stories: which may be shown, in which sizes, under which generated names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from generator.model.kinds import Brand, Story
from generator.model.original import Original
from generator.model.output import SHARE_SIZE, Card, ImageFormat, Resized
from generator.model.parts import Photo
from generator.model.release import Release, may_show
from generator.model.site import kind_of
from generator.model.slugs import slug_of

WIDTHS = (400, 800, 1600)  # a phone's card, a phone's page, a desktop's page and the full picture
EMBLEM_WIDTH = 320
TALL, PANORAMA = 0.95, 1.9  # width by height below and above which a photo stands otherwise
_MIDDLE, _FACES = (50, 50), (50, 20)  # what a cut keeps: of a tall photo, where its faces are
_FOCUS = re.compile(r"(\d{1,3})\s*%?\s+(\d{1,3})\s*%?")


class Picture(Struct, frozen=True):
    """A picture as the templates show it; all paths lie below the site's root."""

    webp: tuple[tuple[str, int], ...]
    fallback: str
    width: int
    height: int
    alt: str
    focus: str = ""
    caption: str = ""
    credit: str = ""
    people: str = ""

    @property
    def shape(self) -> str:
        """How it stands beside words: wide, tall or pano."""
        ratio = self.width / self.height
        return "tall" if ratio < TALL else "pano" if ratio > PANORAMA else "wide"


def pictures_of(story: Story, release: Release) -> tuple[Picture, ...]:
    """The story's pictures that exist and whose consent covers the site, in the author's order."""
    found = ((photo, _original(photo, story, release)) for photo in story.photos)
    return tuple(_picture(photo, original) for photo, original in found if original)


def emblem_of(story: Story, release: Release) -> Picture | None:
    """The emblem of a brand, in one size."""
    if not isinstance(story, Brand) or not story.emblem:
        return None
    original = release.site.originals.get((story.key, story.emblem))
    if original is None:
        return None
    width, height = _scaled(original, EMBLEM_WIDTH)
    stem = f"media/{original.digest[:12]}-{width}"
    return Picture(((f"{stem}.webp", width),), f"{stem}.png", width, height, "品牌标识")


def resized_for(story: Story, release: Release) -> Iterator[Resized | Card]:
    """Every picture file that the story's pages ask for."""
    for photo in story.photos:
        original = _original(photo, story, release)
        if original:
            yield from sizes_of(original, WIDTHS, "jpeg")
    if isinstance(story, Brand) and story.emblem:
        emblem = release.site.originals.get((story.key, story.emblem))
        if emblem:
            yield from sizes_of(emblem, (EMBLEM_WIDTH,), "png")
    yield share_picture(story, release)


def picture_of(original: Original, alt: str) -> Picture:
    """A picture in the sizes of photos."""
    stem = f"media/{original.digest[:12]}"
    widths = _widths(original, WIDTHS)
    width, height = _scaled(original, widths[-1])
    return Picture(
        webp=tuple((f"{stem}-{w}.webp", w) for w in widths),
        fallback=f"{stem}-{width}.jpg",
        width=width,
        height=height,
        alt=alt,
    )


def sizes_of(
    original: Original, widths: tuple[int, ...], fallback: ImageFormat
) -> Iterator[Resized]:
    """The files of a picture: WebP in all widths, the largest in the format of old browsers."""
    stem = f"media/{original.digest[:12]}"
    made = [(width, _scaled(original, width)[1]) for width in _widths(original, widths)]
    for width, height in made:
        yield Resized(f"{stem}-{width}.webp", original.path, width, height, "webp")
    width, height = made[-1]
    ending = {"jpeg": "jpg", "png": "png", "webp": "webp"}[fallback]
    yield Resized(f"{stem}-{width}.{ending}", original.path, width, height, fallback)


def share_picture(story: Story, release: Release) -> Resized | Card:
    """The picture that messengers show: the cover cut to 1200×630, else a card."""
    for photo in story.photos:
        original = _original(photo, story, release)
        if original:
            return _share_crop(photo, original)
    kind, unit = kind_of(story), release.site.unit(story.unit)
    slug, label = (slug_of(unit.id), unit.label) if unit else (slug_of(story.unit), story.unit)
    name = release.site.settings.site_name
    return Card(f"media/card-{kind.name}-{slug}.png", kind.label, label, name, kind.tile)


def _share_crop(photo: Photo, original: Original) -> Resized:
    x, y = focus_of(photo, original)
    aim = "" if (x, y) == _MIDDLE else f"-{x}-{y}"
    path = f"media/{original.digest[:12]}-og{aim}.jpg"
    scale = min(
        1, *(own / wanted for own, wanted in zip(_pixels(original), SHARE_SIZE, strict=True))
    )
    width, height = (int(wanted * scale) for wanted in SHARE_SIZE)
    focus = (x / 100, y / 100)
    return Resized(path, original.path, width, height, "jpeg", crop=True, focus=focus)


def focus_of(photo: Photo, original: Original) -> tuple[int, int]:
    """The point that cuts must keep, in percent from the left and the top."""
    match = _FOCUS.search(photo.focus or "")
    if not match:
        return _FACES if original.width < TALL * original.height else _MIDDLE
    x, y = (min(int(number), 100) for number in match.groups())
    return x, y


def _focus_class(photo: Photo, original: Original) -> str:
    """Class names of the stylesheet, which knows tens only: no inline styles under the policy."""
    x, y = (round(each, -1) for each in focus_of(photo, original))
    return " ".join(name for at, name in ((x, f"fx{x}"), (y, f"fy{y}")) if at != 50)


def _original(photo: Photo, story: Story, release: Release) -> Original | None:
    if not may_show(photo, release):
        return None
    return release.site.originals.get((story.key, photo.file))


def _picture(photo: Photo, original: Original) -> Picture:
    return replace(
        picture_of(original, photo.alt or photo.caption or ""),
        focus=_focus_class(photo, original),
        caption=photo.caption or "",
        credit=photo.credit or "",
        people="、".join(photo.people),
    )


def _widths(original: Original, widths: tuple[int, ...]) -> tuple[int, ...]:
    """The widths to make, the original's own where it is smaller than the largest wanted."""
    smaller = tuple(width for width in widths if width < original.width)
    return (*smaller, min(original.width, widths[-1])) if smaller != widths else widths


def _pixels(original: Original) -> tuple[int, int]:
    return original.width, original.height


def _scaled(original: Original, width: int) -> tuple[int, int]:
    width = min(width, original.width)
    return width, max(1, round(original.height * width / original.width))
