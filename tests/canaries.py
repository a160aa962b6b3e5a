"""Stories that carry words, a file name and a colour found nowhere else, and a search for them."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from generator.model.fields import FieldFacts, Record, fields_of
from generator.model.kinds import KINDS
from tests.calls import CALL
from tests.picture_files import file_of
from tests.roots import SETTINGS, make_root

SEEN = "2026-03-01"  # a day on which every story of `before` is public
TODAY = "2026-06-01"
METADATA = "kanari-metadata"  # in the EXIF, XMP and comment of every photo
PRIVATE = "kanari-private"  # in what only juries and reviewers may read
SIGNED = {
    "author": f"撰稿{PRIVATE}",
    "status": "approved",
    "first": {"by": f"初{PRIVATE}", "on": "2026-01-01"},
    "second": {"by": f"复{PRIVATE}", "on": "2026-01-02"},
    "final": {"by": f"终{PRIVATE}", "on": "2026-01-03"},
}


@dataclass(frozen=True)
class Canary:
    """A story of one kind; `told` is what hides it, nothing for those that stay in sight."""

    name: str
    kind: str
    told: Mapping[str, Any]

    @property
    def word(self) -> str:
        """Stands in every text of the story, in its id and in the name of its photo."""
        return f"kanari{self.name}q"

    @property
    def colour(self) -> tuple[int, int, int]:
        """Of all its photo's pixels; 24 apart from every other in some channel."""
        number = [canary.name for canary in CANARIES].index(self.name)
        return (60 + 24 * (number % 7), 224 - 24 * (number // 7), 100 + 24 * (number % 5))


_KINDS = tuple(KINDS)
CANARIES = tuple(
    # `public` is no brand: on a screen its numerals would stand in the place of its photo.
    Canary(name, _KINDS[(number + 1) % len(_KINDS)], told)
    for number, (name, told) in enumerate(
        {
            "public": {},
            "siteonly": {"consent": {"by": "本人", "scope": ["网站"]}},
            "draft": {"review": {**SIGNED, "status": "draft"}},
            "waiting": {"review": {**SIGNED, "status": "in_review"}},
            "unsigned": {"review": {"author": "甲"}},
            "early": {"publish": {"from": "2026-06-02"}},
            "internal": {"visibility": "internal"},
            "withdrawn": {"review": {**SIGNED, "status": "withdrawn"}},
            "listed": {},  # in withdrawn.yml
            "expired": {"publish": {"until": "2026-05-31"}},
            "lapsed": {"consent": {"by": "本人", "until": "2026-05-31"}},
            "printonly": {"consent": {"by": "本人", "scope": ["印刷"]}},
        }.items()
    )
)
NAMES = frozenset(canary.name for canary in CANARIES)
DRAFTS = frozenset({"draft", "waiting", "unsigned", "early"})
GONE = frozenset({"withdrawn", "listed", "expired", "lapsed"})  # from everything that is made
WITHDRAWN_YML = "- {story: %s/%s, reason: 本人要求, on: 2026-05-01}\n"


def before(root: Path) -> Path:
    """A root in which every canary is public."""
    make_root(root, {"awards/call.yml": _call()}, SETTINGS)
    for canary in CANARIES:
        _write(root, canary, {})
    return root


def hide(root: Path) -> None:
    """Hides what is to be hidden on TODAY; `public` and `siteonly` stay in sight."""
    for canary in CANARIES:
        _write(root, canary, canary.told)
    listed = next(canary for canary in CANARIES if canary.name == "listed")
    line = WITHDRAWN_YML % (listed.kind, listed.word)
    (root / "stories/withdrawn.yml").write_text(line, encoding="utf-8")


def _call() -> str:
    return CALL.replace("id: test", "id: call").replace("[volunteer]", str([*KINDS]))


def _write(root: Path, canary: Canary, told: Mapping[str, Any]) -> None:
    folder = root / "stories" / KINDS[canary.kind].folder / canary.word
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(story_of(canary) | dict(told), ensure_ascii=False, indent=1)
    (folder / "story.yml").write_text(text, encoding="utf-8")
    (folder / f"{canary.word}照片.jpg").write_bytes(photo_of(canary))
    (folder / "proof.pdf").write_bytes(f"%PDF-1.4 {PRIVATE}".encode())


def photo_of(canary: Canary) -> bytes:
    """A photo in one colour that tells all a camera and an editor would tell."""
    exif = Image.Exif()
    exif[0x010E] = exif[0x010F] = exif[0x0131] = METADATA
    exif.get_ifd(0x8825)[0x1D] = METADATA
    exif.get_ifd(0x8769)[0xA431] = METADATA
    xmp = f"<x:xmpmeta>{METADATA}</x:xmpmeta>".encode()
    image = Image.new("RGB", (900, 600), canary.colour)
    return file_of(image, "JPEG", exif=exif, xmp=xmp, comment=METADATA.encode(), quality=95)


def story_of(canary: Canary) -> dict[str, Any]:
    """Every field that authors may write, each text with the story's word and its own path."""
    told = _filled(KINDS[canary.kind].record, canary.word)
    told |= {
        "unit": "yuan",
        "related": [f"{other.kind}/{other.word}" for other in CANARIES if other != canary],
        "aliases": [f"old/{canary.word}"],
        "review": SIGNED,
        "photos": [told["photos"][0] | {"file": f"{canary.word}照片.jpg", "consent": "本人"}],
        "attachments": [{"file": "proof.pdf", "title": PRIVATE}],
        "contact": dict.fromkeys(("name", "phone", "email", "org"), PRIVATE),
    }
    if canary.kind == "member":
        told["anonymous"] = "false"
    for key in ("slug", "consent", "publish", "visibility", "allow", "emblem"):
        told.pop(key, None)
    return told


def _filled(record: type[Record], word: str) -> dict[str, Any]:
    return {fact.key: _value(fact, word) for fact in fields_of(record) if fact.key != "items"}


def _value(fact: FieldFacts, word: str) -> Any:
    value: Any = {
        "time": "2025-03-05",
        "day": "2026-03-05",
        "quantity": f"12{word}",
        "number": "12",
        "flag": "true",
        "choice": fact.choices[0][1] if fact.choices else "",
    }.get(fact.shape, f"{word}-{fact.key}")
    if fact.record:
        value = _filled(fact.record, word)
    elif fact.key == "url":
        value = f"https://news.example/{word}"
    return [value] if fact.many else value


# The search


def found(folder: Path) -> tuple[set[str], set[str]]:
    """Which canaries' words, and which canaries' photos, the files below `folder` hold.

    Archives, compressed files, data: addresses and the text and pictures of PDFs are looked into;
    METADATA and PRIVATE count as words.
    """
    words, photos = set(), set()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            told, seen = _held(path.read_bytes())
            words |= told | _words(path.relative_to(folder).as_posix(), b"")
            photos |= seen
    return words, photos


_HELD: dict[bytes, tuple[set[str], set[str]]] = {}


def _held(content: bytes) -> tuple[set[str], set[str]]:
    """The same of one file's content, looked into once: tests look at the same site many times."""
    digest = hashlib.sha256(content).digest()
    if digest not in _HELD:
        inside = [*pieces("", content)]
        _HELD[digest] = (
            {word for name, piece in inside for word in _words(name, piece)},
            {photo for _, piece in inside for photo in _photos(piece)},
        )
    return _HELD[digest]


def _words(name: str, piece: bytes) -> set[str]:
    if b"kanari" not in piece.lower() and "kanari" not in name:
        return set()
    text = name.encode() + b"\n" + piece.lower()
    told = {canary.name for canary in CANARIES if canary.word.encode() in text}
    return told | {word for word in (METADATA, PRIVATE) if word.encode() in text}


def pieces(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file and all that is packed in it, unpacked."""
    yield name, content
    if content[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from pieces(f"{name}/{inner}", archive.read(inner))
    elif content[:2] == b"\x1f\x8b":
        yield from pieces(name, gzip.decompress(content))
    elif content[:4] == b"%PDF" and PRIVATE.encode() not in content:
        yield from _pdf(name, content)
    for data in re.findall(rb"data:[a-z/+-]+;base64,([A-Za-z0-9+/=]+)", content):
        yield from pieces(name, base64.b64decode(data))


def _pdf(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    document = pypdfium2.PdfDocument(content)
    yield name, json.dumps(document.get_metadata_dict(), ensure_ascii=False).encode()
    for page in document:
        words = page.get_textpage().get_text_bounded()
        yield name, re.sub(r"\s+", "", words).encode()  # a word may break over two lines
        for drawn in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            small = _small(drawn.get_bitmap().to_pil())
            yield name, file_of(small, "PNG")


def _small(image: Image.Image) -> Image.Image:
    return image.convert("RGB").resize((3, 3))


def _photos(piece: bytes) -> set[str]:
    try:
        with Image.open(io.BytesIO(piece), formats=("JPEG", "PNG", "WEBP", "AVIF")) as image:
            small = _small(image)
    except OSError:
        return set()
    pixels = [small.getpixel((x, y)) for x in range(3) for y in range(3)]
    return {
        canary.name
        for canary in CANARIES
        if all(
            abs(a - b) < 8 for pixel in pixels for a, b in zip(pixel, canary.colour, strict=True)
        )
    }
