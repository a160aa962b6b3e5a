"""The photos of a submission: which go where, and whether they are what the call wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from msgspec import Struct

from generator.export.limits import BYTES, DPI, PHOTOS, PIXELS, Limit, Spot
from generator.model.award import Award, PhotoRule, PictureRule
from generator.model.kinds import Member, Story
from generator.model.parts import Photo
from generator.model.problem import Place, Problem, Words
from generator.model.release import consents

# Formats that are stripped without touching a pixel; others are re-coded where the call takes JPG.
UNTOUCHED = ("jpg", "png", "webp")


class Shot(Struct, frozen=True):
    """A photo as it goes into the parcel.

    `format` is the original's, `suffix` the delivered file's, "" where the call takes neither.
    `print` is a JPEG for pages with its width and height, None where none is wanted.
    """

    content: bytes
    format: str
    suffix: str
    width: int
    height: int
    dpi: int | None
    print: tuple[bytes, int, int] | None = None


class Placed(Struct, frozen=True):
    """A photo of the story, its number in it, and the picture rule it answers (None: a photo)."""

    number: int
    photo: Photo
    rule: PictureRule | None


def placed(story: Story, award: Award, as_of: date) -> tuple[Placed, ...]:
    """The photos that may be submitted, in the story's order; each picture rule takes the first."""
    free = list(award.pictures)
    found = []
    for number, photo in enumerate(story.photos):
        if not consents(photo.consent, "award", as_of):
            continue
        rule = next((rule for rule in free if _matches(photo, rule)), None)
        if rule:
            free.remove(rule)
        found.append(Placed(number, photo, rule))
    return tuple(found)


def spoken_for(photo: Photo, story: Story, otherwise: str) -> str:
    """What is read out instead of a photo, never nothing, for no PDF/A is made without.

    Of a person who stays unnamed it says what is printed below the photo and no more.
    """
    unnamed = isinstance(story, Member) and story.anonymous
    return (None if unnamed else photo.alt) or photo.caption or otherwise


def delivered_as(format: str, formats: Sequence[str]) -> str:
    """The suffix under which a picture is delivered, "" where the call does not take it."""
    if format in UNTOUCHED:
        return format if not formats or format in formats else ""
    return "jpg" if not formats or "jpg" in formats else ""


def photo_limits(
    story: Story, award: Award, shots: Mapping[str, Shot], as_of: date
) -> Iterator[Limit]:
    """Every requirement on photos; `shots` by file as typed."""
    those = placed(story, award, as_of)
    plain = [one for one in those if one.rule is None]
    rule = award.photos
    whole = Spot("photos", "", Place(story.file, ("photos",), at_key=True))
    count = (len(plain), len(plain))
    yield from whole.between(Words("照片", "photos"), rule.min, rule.max, count, PHOTOS)
    for order, one in enumerate(plain, 1):
        if shot := shots.get(one.photo.file):
            yield from _photo(story, one, order, rule, shot)
    for picture in award.pictures:
        yield from _picture(story, picture, those, shots)


def left_out(story: Story, as_of: date) -> Iterator[Problem]:
    """A warning for each photo whose people did not agree to submissions."""
    for number, photo in enumerate(story.photos):
        if not consents(photo.consent, "award", as_of):
            yield Problem(
                "award-photo-consent",
                "warning",
                Place(story.file, ("photos", number)),
                Words(
                    f"照片“{photo.file}”没有用于申报的授权，没有放进材料",
                    f"{photo.file} has no consent for submissions and was left out",
                ),
                Words("在授权范围里加上“申报”", "add 申报 to its consent"),
            )


def _matches(photo: Photo, rule: PictureRule) -> bool:
    said = f"{photo.caption or ''} {PurePosixPath(photo.file).stem}".casefold()
    return any(word.casefold() in said for word in rule.match or (rule.title,))


def _photo(story: Story, one: Placed, order: int, rule: PhotoRule, shot: Shot) -> Iterator[Limit]:
    name = Words(f"照片{order}（{one.photo.file}）", f"photo {order} ({one.photo.file})")
    spot = Spot("photos", name.zh, Place(story.file, ("photos", one.number)))
    yield from _file(spot, name, rule, shot)
    if rule.max_px:
        shown = (max(shot.width, shot.height), min(shot.width, shot.height))
        for side, limit, count in zip(_SIDES, _sides(rule.max_px), shown, strict=True):
            subject = _of(name, side)
            yield from spot.between(subject, None, limit, (count, count), PIXELS)
    if rule.caption:
        lacks = Words(f"{name.zh}没有说明", f"{name.en} has no caption")
        yield spot.there(_of(name, Words("说明", "caption")), bool(one.photo.caption), lacks)
    if rule.consent:
        given = one.photo.consent is not None
        found = "有" if given else "缺" if one.photo.people else "没有写人物"
        lacks = Words(f"{name.zh}里的人物没有授权", f"{name.en} shows people without consent")
        subject = _of(name, Words("授权", "consent"))
        yield spot.just(subject, "有人物的要有", found, given or not one.photo.people, lacks)


def _picture(
    story: Story, rule: PictureRule, those: Sequence[Placed], shots: Mapping[str, Shot]
) -> Iterator[Limit]:
    one = next((one for one in those if one.rule is rule), None)
    name = Words(rule.title, rule.title)
    path = ("photos", one.number) if one else ("photos",)
    spot = Spot("photos", rule.title, Place(story.file, path, at_key=one is None))
    if rule.required:
        words = "、".join(rule.match or (rule.title,))
        lacks = Words(
            f"缺少{rule.title}（图片说明或文件名里要有“{words}”）",
            f"there is no {rule.title} (a picture whose caption or file name says {words})",
        )
        yield spot.there(name, one is not None, lacks)
    shot = shots.get(one.photo.file) if one else None
    if shot:
        yield from _file(spot, name, rule, shot)
        if rule.px:
            size = f"{shot.width}×{shot.height}"
            wanted = f"{rule.px[0]}×{rule.px[1]}"
            subject = _of(name, Words("像素", "pixels"))
            lacks = Words(
                f"{rule.title}是 {size} 像素，要正好 {wanted}",
                f"{rule.title} has {size} pixels, not {wanted}",
            )
            exact = (shot.width, shot.height) == rule.px
            yield spot.just(subject, wanted, size, exact, lacks)


def _file(spot: Spot, name: Words, rule: PhotoRule | PictureRule, shot: Shot) -> Iterator[Limit]:
    """What both rules ask of a picture file; either way round counts as wide enough."""
    if rule.formats:
        wanted = "、".join(format.upper() for format in rule.formats)
        lacks = Words(
            f"{name.zh}是 {shot.format.upper()} 格式，征集要求 {wanted}",
            f"{name.en} is {shot.format.upper()}, the call takes {wanted}",
        )
        subject, found = _of(name, Words("格式", "format")), shot.format.upper()
        yield spot.just(subject, wanted, found, bool(shot.suffix), lacks)
    size = len(shot.content)
    subject = _of(name, Words("大小", "size"))
    yield from spot.between(subject, rule.min_bytes, rule.max_bytes, (size, size), BYTES)
    if rule.min_px:
        shown = (max(shot.width, shot.height), min(shot.width, shot.height))
        for side, limit, count in zip(_SIDES, _sides(rule.min_px), shown, strict=True):
            yield from spot.between(_of(name, side), limit, None, (count, count), PIXELS)
    if rule.min_dpi:
        dpi = shot.dpi or 0
        subject = _of(name, Words("分辨率", "resolution"))
        yield from spot.between(subject, rule.min_dpi, None, (dpi, dpi), DPI)


_SIDES = (Words("长边", "long side"), Words("短边", "short side"))


def _sides(px: tuple[int, int]) -> tuple[int, int]:
    return max(px), min(px)


def _of(name: Words, what: Words) -> Words:
    return Words(f"{name.zh}{what.zh}", f"{name.en} {what.en}")
