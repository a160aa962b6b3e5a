"""Pictures as phones, scanners and messengers make them, and as they break on the way."""

from __future__ import annotations

import io
import os
import random
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat
from PIL.PngImagePlugin import PngInfo

from generator.model.output import Card, ImageFormat, Resized
from generator.pictures import PictureFacts, PictureFault, SourceChanged, card, facts, make
from generator.pictures.open import facts_of
from generator.pictures.resize import PAPER, shrink_for

pillow_heif.register_heif_opener()

CANARY = b"canary-4711"
FORMATS: tuple[ImageFormat, ...] = ("webp", "jpeg", "png")


def photo(width: int = 96, height: int = 64) -> Image.Image:
    """A picture whose corners all differ."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, Image.new("L", (width, height), 60)))


def file_of(image: Image.Image, format: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def ignore(_done: int, _of: int) -> None: ...


def made(
    tmp_path: Path, content: bytes, *jobs: tuple[int, int, ImageFormat], crop: bool = False
) -> list[Image.Image]:
    """The pictures that `make` makes of a file with `content`, decoded."""
    source = tmp_path / "source"
    source.write_bytes(content)
    wanted = [
        Resized(f"{number}.{format}", source, width, height, format, crop)
        for number, (width, height, format) in enumerate(jobs)
    ]
    make(wanted, tmp_path / "out", tmp_path / "cache", ignore)
    return [Image.open(io.BytesIO((tmp_path / "out" / job.path).read_bytes())) for job in wanted]


def difference(one: Image.Image, other: Image.Image) -> float:
    """The greatest mean difference of a channel, 0 to 255; other sizes fail."""
    assert one.size == other.size
    apart = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(ImageStat.Stat(apart).mean)


# --- what a file is -------------------------------------------------------------------------------


def png_header(width: int, height: int) -> bytes:
    ihdr = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + ihdr
    return head + struct.pack(">I", zlib.crc32(ihdr)) + b"\0\0\0\x09IDAT" + zlib.compress(b"0")


def text_bomb() -> bytes:
    info = PngInfo()
    info.add_text("Comment", "a" * 8_000_000, zip=True)
    return file_of(photo(), "PNG", pnginfo=info)


def noisy(format: str) -> bytes:
    return file_of(Image.effect_noise((160, 120), 90).convert("RGB"), format)


NOISY = {name: noisy(name) for name in ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "HEIF")}

SOUND: dict[str, tuple[bytes, str, bool]] = {
    "jpeg": (file_of(photo(), "JPEG"), "JPEG", False),
    "progressive jpeg": (file_of(photo(), "JPEG", progressive=True), "JPEG", False),
    "png": (file_of(photo(), "PNG"), "PNG", False),
    "webp, whatever the file is called": (file_of(photo(), "WEBP"), "WEBP", False),
    "gif": (file_of(photo(), "GIF"), "GIF", False),
    "moving gif": (
        file_of(photo(), "GIF", save_all=True, append_images=[photo().rotate(180)]),
        "GIF",
        True,
    ),
    "moving webp": (
        file_of(photo(), "WEBP", save_all=True, append_images=[photo().rotate(180)]),
        "WEBP",
        True,
    ),
    "heic": (file_of(photo(), "HEIF"), "HEIF", False),
    "tiff": (file_of(photo(), "TIFF", compression="tiff_lzw"), "TIFF", False),
    "two pages of tiff": (
        file_of(photo(), "TIFF", save_all=True, append_images=[photo()]),
        "TIFF",
        False,
    ),
    "mpo": (file_of(photo(), "MPO", save_all=True, append_images=[photo()]), "MPO", False),
    "bmp": (file_of(photo(), "BMP"), "BMP", False),
    "cmyk": (file_of(photo().convert("CMYK"), "JPEG"), "JPEG", False),
    "bytes after the end": (file_of(photo(), "JPEG") + b"<script>" * 9, "JPEG", False),
    "garbage exif": (file_of(photo(), "JPEG", exif=b"Exif\0\0garbage"), "JPEG", False),
}

FAULTY: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "damaged"),
    "text": ("这不是图片\n".encode(), "not-image"),
    "pdf": (b"%PDF-1.4\n%%EOF", "not-image"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n", "not-image"),
    "docx": (b"PK\x03\x04" + bytes(99), "not-image"),
    "film": (b"\0\0\0\x20ftypisom" + bytes(99), "not-image"),
    "photoshop": (b"8BPS\0\1" + bytes(99), "unsupported"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported"),
    "avif": (file_of(photo(), "AVIF"), "unsupported"),
    "lab": (file_of(Image.new("LAB", (9, 9)), "TIFF"), "unsupported"),
    "too many pixels for Pillow": (png_header(60_000, 60_000), "too-big"),
    "too many pixels for us": (png_header(8_001, 8_000), "too-big"),
    "text bomb": (text_bomb(), "damaged"),
}
FAULTY |= {f"half a {name}": (whole[: len(whole) // 2], "damaged") for name, whole in NOISY.items()}
FAULTY |= {f"{name} less its tail": (whole[:-40], "damaged") for name, whole in NOISY.items()}
FAULTY |= {f"20 bytes of {name}": (whole[:20], "damaged") for name, whole in NOISY.items()}


@pytest.mark.parametrize(("content", "format", "animated"), SOUND.values(), ids=SOUND)
def test_sound_files_tell_their_facts(
    tmp_path: Path, content: bytes, format: str, animated: bool
) -> None:
    file = tmp_path / "照片 (1).jpg"
    file.write_bytes(content)
    found = facts(file)
    assert isinstance(found, PictureFacts)
    assert (found.width, found.height, found.size) == (96, 64, len(content))
    assert (found.format, found.animated) == (format, animated)


@pytest.mark.parametrize(("content", "kind"), FAULTY.values(), ids=FAULTY)
def test_faulty_files_are_values(tmp_path: Path, content: bytes, kind: str) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(content)
    found = facts(file, tmp_path / "cache")
    assert isinstance(found, PictureFault)
    assert found.kind == kind
    assert found.detail.zh and found.detail.en


@pytest.mark.parametrize("name", ["nothing-here.jpg", "folder", "a.jpg/b.jpg", "nul\0.jpg"])
def test_what_is_no_file_is_a_value(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.jpg").write_bytes(SOUND["jpeg"][0])
    found = facts(tmp_path / name)
    assert isinstance(found, PictureFault)
    assert found.kind == ("not-image" if name == "folder" else "missing")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("target", ["a.jpg", "loop.jpg", "/dev/zero", "nothing"])
def test_no_link_is_followed(tmp_path: Path, target: str) -> None:
    (tmp_path / "a.jpg").write_bytes(SOUND["jpeg"][0])
    (tmp_path / "loop.jpg").symlink_to(target)
    found = facts(tmp_path / "loop.jpg")
    assert isinstance(found, PictureFault)
    assert found.kind == "no-access"


@pytest.mark.skipif(sys.platform == "win32", reason="no such devices there")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    found = facts(tmp_path / "a.jpg")
    assert isinstance(found, PictureFault)
    assert found.kind == "not-image"


def test_too_many_bytes_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.pictures.open.MAX_BYTES", 1000)
    (tmp_path / "a.jpg").write_bytes(bytes(1001))
    found = facts(tmp_path / "a.jpg")
    assert isinstance(found, PictureFault)
    assert found.kind == "too-big"


@pytest.mark.parametrize("name", NOISY)
def test_hurt_bytes_never_raise(name: str) -> None:
    chance = random.Random(name)
    for _ in range(60):
        hurt = bytearray(NOISY[name][: chance.randint(20, 6000)] + NOISY[name][-600:])
        for _ in range(chance.randint(1, 12)):
            hurt[chance.randrange(len(hurt))] = chance.randrange(256)
        assert isinstance(facts_of(bytes(hurt), None), (PictureFacts, PictureFault))


def test_facts_are_remembered_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jpg").write_bytes(SOUND["jpeg"][0])
    (tmp_path / "b.jpg").write_bytes(SOUND["png"][0])
    first = facts(tmp_path / "a.jpg", tmp_path / "cache")
    monkeypatch.setattr("generator.pictures.open.decode", None)
    assert facts(tmp_path / "a.jpg", tmp_path / "cache") == first
    assert isinstance(facts(tmp_path / "b.jpg", tmp_path / "cache"), PictureFault)


# --- pixels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_rotation_is_that_of_exif_transpose(tmp_path: Path, format: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = file_of(photo(), format, exif=exif)
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    found = facts_of(content, None)
    assert isinstance(found, PictureFacts)
    assert (found.width, found.height) == ((96, 64) if orientation < 5 else (64, 96))
    [result] = made(tmp_path, content, (found.width, found.height, "png"))
    assert difference(result, expected) == 0


def turned_heic(quarters: int) -> bytes:
    """A HEIC turned counter-clockwise by an `irot` box, as phones do; EXIF says so once more.

    (ISO/IEC 23008-12, 6.5.10; the encoder does not write the box by itself.)
    """
    heic = bytearray(file_of(photo(), "HEIF"))
    ipma = heic.index(b"ipma") + 4 + 4 + 4 + 2  # full box, count, item: its count of properties
    heic[ipma] += 1
    heic.insert(ipma + heic[ipma], 0x80 | heic[ipma])  # the next property, essential
    heic[heic.index(b"ipma") - 4 : heic.index(b"ipma") - 4] = struct.pack(
        ">I4sB", 9, b"irot", quarters
    )
    for box, more in ((b"ipma", 1), (b"ipco", 9), (b"iprp", 10), (b"meta", 10)):
        at = heic.index(box) - 4
        heic[at : at + 4] = struct.pack(">I", struct.unpack_from(">I", heic, at)[0] + more)
    base = heic.index(b"iloc") + 4 + 4 + 2 + 2 + 2 + 2  # where the item's bytes are counted from
    heic[base : base + 4] = struct.pack(">I", 10)
    return bytes(heic)


@pytest.mark.parametrize("quarters", range(4))
def test_heic_is_turned_once(tmp_path: Path, quarters: int) -> None:
    size = (64, 96) if quarters % 2 else (96, 64)
    content = turned_heic(quarters)
    found = facts_of(content, None)
    assert isinstance(found, PictureFacts)
    assert (found.width, found.height) == size
    [result] = made(tmp_path, content, (*size, "png"))
    assert difference(result, photo().rotate(90 * quarters, expand=True)) < 3


def wide_gamut() -> bytes:
    """A minimal ICC profile: the primaries of Display P3 (D50), gamma 2.2."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in values))

    tags = {
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.5151, 0.2412, -0.0011),
        b"gXYZ": xyz(0.2919, 0.6922, 0.0419),
        b"bXYZ": xyz(0.1572, 0.0666, 0.7841),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), struct.pack(">4sIIHH", b"curv", 0, 1, 563, 0)),
        b"cprt": b"text\0\0\0\0" + CANARY + b"\0\0\0\0\0",
    }
    table, body, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, value in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(value))
        body += value
    head = struct.pack(
        ">I4xI4s4s4s12x4s28x", start + len(body), 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp"
    )
    head += struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + table + body


def colour(image: Image.Image) -> tuple[int, ...]:
    return tuple(round(mean) for mean in ImageStat.Stat(image.convert("RGB")).mean)


def plain(mode: str, value: object) -> Image.Image:
    return Image.new(mode, (40, 30), value)


def grey16(value: int, order: str = "I;16") -> Image.Image:
    return Image.new(order, (40, 30), value)


P3, GARBAGE = wide_gamut(), b"\0\0\1\0garbage" * 20
RED = (200, 40, 40)
see_through = Image.new("RGBA", (40, 30), (0, 0, 0, 0))

COLOURS: dict[str, tuple[bytes, tuple[int, int, int]]] = {
    "plain": (file_of(plain("RGB", RED), "PNG"), RED),
    "grey": (file_of(plain("L", 90), "PNG"), (90, 90, 90)),
    "black and white": (file_of(plain("1", 1), "PNG"), (255, 255, 255)),
    "palette": (
        file_of(plain("RGB", RED).convert("P", palette=Image.Palette.ADAPTIVE), "GIF"),
        RED,
    ),
    "16-bit grey": (file_of(grey16(32896), "PNG"), (128, 128, 128)),
    "16-bit grey scan": (file_of(grey16(32896), "TIFF"), (128, 128, 128)),
    "16-bit grey, other byte order": (file_of(grey16(32896, "I;16B"), "TIFF"), (128, 128, 128)),
    "float grey": (file_of(plain("F", 0.5), "TIFF"), (128, 128, 128)),
    "32-bit grey": (file_of(plain("I", 32896), "TIFF"), (128, 128, 128)),
    "CMYK white paper": (file_of(plain("CMYK", (0, 0, 0, 0)), "JPEG"), (255, 255, 255)),
    "CMYK cyan": (file_of(plain("CMYK", (255, 0, 0, 0)), "TIFF"), (0, 255, 255)),
    "garbage profile": (file_of(plain("RGB", RED), "PNG", icc_profile=GARBAGE), RED),
    "profile of other colours": (file_of(plain("L", 90), "PNG", icc_profile=P3), (90, 90, 90)),
    "clear parts on paper": (file_of(see_through, "PNG"), PAPER),
    "clear palette colour": (file_of(plain("P", 0), "PNG", transparency=0), PAPER),
    "first frame": (
        file_of(plain("RGB", RED), "GIF", save_all=True, append_images=[plain("RGB", "blue")]),
        RED,
    ),
}


@pytest.mark.parametrize(("content", "expected"), COLOURS.values(), ids=COLOURS)
def test_colours_arrive_in_srgb(
    tmp_path: Path, content: bytes, expected: tuple[int, int, int]
) -> None:
    [result] = made(tmp_path, content, (20, 15, "jpeg"))
    assert result.mode == "RGB"
    assert all(abs(a - b) <= 2 for a, b in zip(colour(result), expected, strict=True))


def test_wide_gamut_is_turned_into_srgb(tmp_path: Path) -> None:
    content = file_of(plain("RGB", RED), "PNG", icc_profile=P3)
    [result] = made(tmp_path, content, (20, 15, "png"))
    red, green, _ = colour(result)
    assert red > 212 and green < 25  # the same red has larger numbers in the smaller space
    assert "icc_profile" not in result.info


def test_clear_parts_stay_clear_where_the_format_can(tmp_path: Path) -> None:
    webp, png = made(tmp_path, file_of(see_through, "PNG"), (20, 15, "webp"), (20, 15, "png"))
    assert webp.convert("RGBA").getpixel((3, 3))[3] == 0
    assert png.getpixel((3, 3))[3] == 0


def test_a_16_bit_ramp_keeps_its_steps(tmp_path: Path) -> None:
    ramp = Image.new("I;16", (256, 8))
    ramp.putdata([x * 257 for _ in range(8) for x in range(256)])
    [result] = made(tmp_path, file_of(ramp, "PNG"), (256, 8, "png"))
    assert [result.getpixel((x, 4))[0] for x in range(256)] == list(range(256))


# --- sizes and crops ------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_outputs_have_the_size_and_format_asked_for(tmp_path: Path, format: ImageFormat) -> None:
    [result] = made(tmp_path, SOUND["jpeg"][0], (48, 32, format))
    assert (result.size, result.format) == ((48, 32), format.upper())
    assert difference(result, photo(48, 32)) < 3


# file, job's width and height, crop → decoded at 1/…
DRAFTS = [
    ((4032, 3024), (1600, 1200), False, 2),
    ((4032, 3024), (400, 300), False, 2),  # no smaller: all usual sizes share one decoding
    ((8064, 6048), (1600, 1200), False, 4),
    ((4032, 3024), (2400, 1800), False, 1),
    ((3024, 4032), (1200, 630), True, 2),
    ((1800, 4000), (1200, 630), True, 1),
    ((1200, 800), (400, 267), False, 1),
]


@pytest.mark.parametrize(("file", "size", "crop", "expected"), DRAFTS)
def test_drafts_keep_enough_pixels(
    file: tuple[int, int], size: tuple[int, int], crop: bool, expected: int
) -> None:
    known = PictureFacts(*file, "JPEG", "", False, None, 0)
    assert shrink_for(known, Resized("", Path(), *size, "webp", crop)) == expected


def test_a_draft_looks_like_the_whole(tmp_path: Path) -> None:
    large = photo(3400, 1700)
    exif = Image.Exif()
    exif[0x0112] = 6
    [result] = made(tmp_path, file_of(large, "JPEG", quality=95, exif=exif), (400, 800, "png"))
    assert difference(result, large.transpose(Image.Transpose.ROTATE_270).resize((400, 800))) < 2


CROPS = {
    (0.0, 0.5): "red",
    (1.0, 0.5): "blue",
    (0.5, 0.5): "green",
    (0.1, 0.0): "red",
}


@pytest.mark.parametrize(("focus", "expected"), CROPS.items())
def test_crops_keep_the_focus(tmp_path: Path, focus: tuple[float, float], expected: str) -> None:
    flag = Image.new("RGB", (300, 100), "green")
    flag.paste("red", (0, 0, 100, 100))
    flag.paste("blue", (200, 0, 300, 100))
    (tmp_path / "a.png").write_bytes(file_of(flag, "PNG"))
    job = Resized("b.png", tmp_path / "a.png", 50, 50, "png", crop=True, focus=focus)
    make([job], tmp_path / "out", tmp_path / "cache", ignore)
    with Image.open(tmp_path / "out/b.png") as result:
        assert difference(result, Image.new("RGB", (50, 50), expected)) < 8


# --- metadata -------------------------------------------------------------------------------------


def exif_with_canary() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif[0xA431] = CANARY.decode()
    exif.get_ifd(0x8825)[0x1D] = CANARY.decode()
    return exif


def png_with_canaries() -> bytes:
    info = PngInfo()
    info.add_text("Comment", CANARY.decode())
    info.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    return file_of(photo(), "PNG", pnginfo=info, exif=exif_with_canary(), icc_profile=P3)


TELLING = {
    "jpeg": file_of(
        photo(), "JPEG", exif=exif_with_canary(), comment=CANARY, xmp=CANARY, icc_profile=P3
    ),
    "jpeg, bytes after the end": file_of(photo(), "JPEG") + CANARY,
    "png": png_with_canaries(),
    "webp": file_of(photo(), "WEBP", exif=exif_with_canary(), xmp=CANARY, icc_profile=P3),
    "gif": file_of(photo(), "GIF", comment=CANARY),
    "tiff": file_of(photo(), "TIFF", exif=exif_with_canary(), icc_profile=P3),
    "heic": file_of(photo(), "HEIF", exif=exif_with_canary(), xmp=CANARY),
}
MARKERS = (CANARY, b"Exif", b"EXIF", b"http://ns.adobe", b"XMP ", b"ICC_PROFILE", b"iCCP", b"ICCP")
MARKERS += (b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"\xff\xfe\0")


@pytest.mark.parametrize("content", TELLING.values(), ids=TELLING)
def test_no_metadata_reaches_an_output(tmp_path: Path, content: bytes) -> None:
    assert CANARY in content
    made(tmp_path, content, *[(side, side, format) for side in (40, 64) for format in FORMATS])
    results = list((tmp_path / "out").iterdir())
    assert len(results) == 6
    for result in results:
        assert not [marker for marker in MARKERS if marker in result.read_bytes()]


# --- the cache ------------------------------------------------------------------------------------


def jobs_for(folder: Path) -> list[Resized | Card]:
    folder.mkdir(exist_ok=True)
    (folder / "a.jpg").write_bytes(NOISY["JPEG"])
    (folder / "b.png").write_bytes(SOUND["png"][0])
    jobs: list[Resized | Card] = [
        Resized(f"{name[0]}/{width}.{format}", folder / name, width, width * 2 // 3, format)
        for name in ("a.jpg", "b.png")
        for width in (30, 60)
        for format in FORMATS
    ]
    jobs.append(Resized("a/cut.jpg", folder / "a.jpg", 50, 20, "jpeg", True, (0.3, 0.1)))
    return [*jobs, Card("cards/unit.png", "支部品牌", "测试检验院", "先锋印记", "pine")]


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_same_jobs_same_bytes_and_nothing_made_twice(tmp_path: Path) -> None:
    jobs = jobs_for(tmp_path / "src")
    steps: list[tuple[int, int]] = []
    drawn = make(jobs, tmp_path / "one", tmp_path / "cache", lambda *step: steps.append(step))
    assert drawn == len(jobs) == 14
    assert steps[-1] == (14, 14) and steps == sorted(steps)
    assert make(jobs, tmp_path / "one", tmp_path / "cache", ignore) == 0
    assert make(jobs, tmp_path / "two", tmp_path / "cache", ignore) == 0
    assert make(jobs_for(tmp_path / "路 径"), tmp_path / "three", tmp_path / "new", ignore) == 14
    assert sorted(tree(tmp_path / "one")) == sorted(job.path for job in jobs)
    assert tree(tmp_path / "one") == tree(tmp_path / "two") == tree(tmp_path / "three")


def test_bytes_do_not_depend_on_what_else_is_wanted(tmp_path: Path) -> None:
    jobs = jobs_for(tmp_path / "src")
    make(jobs, tmp_path / "all", tmp_path / "cache", ignore)
    for number, job in enumerate(reversed(jobs)):
        make([job], tmp_path / "single", tmp_path / f"cache-{number}", ignore)
    assert tree(tmp_path / "single") == tree(tmp_path / "all")


def test_finished_pictures_are_not_touched(tmp_path: Path) -> None:
    jobs = jobs_for(tmp_path / "src")
    make(jobs, tmp_path / "out", tmp_path / "cache", ignore)
    for file in (tmp_path / "out").rglob("*.*"):
        os.utime(file, (1, 1))
    (tmp_path / "out/a/30.webp").write_bytes(b"somebody else")
    make(jobs, tmp_path / "out", tmp_path / "cache", ignore)
    touched = [f.name for f in (tmp_path / "out").rglob("*.*") if f.stat().st_mtime > 1]
    assert touched == ["30.webp"]


def swap_all(cache: Path) -> None:
    entries = sorted(path for path in cache.rglob("*") if path.is_file())
    contents = [entry.read_bytes() for entry in entries]
    for entry, content in zip(entries, contents[1:] + contents[:1], strict=True):
        entry.write_bytes(content)


def on_each(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(cache: Path) -> None:
        for entry in (path for path in cache.rglob("*") if path.is_file()):
            entry.write_bytes(change(entry.read_bytes()))

    return damage


def replace_by_file(cache: Path) -> None:
    for folder in sorted(cache.rglob("*"), reverse=True):
        folder.unlink() if folder.is_file() else folder.rmdir()
    cache.rmdir()
    cache.write_bytes(b"not a folder")


def replace_by_folders(cache: Path) -> None:
    for entry in [path for path in cache.rglob("*") if path.is_file()]:
        entry.unlink()
        (entry / "in the way").mkdir(parents=True)


def forbid(cache: Path) -> None:
    for entry in [*cache.rglob("*"), cache]:
        entry.chmod(0)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "cut": on_each(lambda content: content[:-1]),
    "cut to the seal": on_each(lambda content: content[:32]),
    "empty": on_each(lambda content: b""),
    "longer": on_each(lambda content: content + b"\0"),
    "a bit of the seal": on_each(lambda content: bytes([content[0] ^ 1]) + content[1:]),
    "a bit at the end": on_each(lambda content: content[:-1] + bytes([content[-1] ^ 1])),
    "a bit in the middle": on_each(lambda c: c[:50] + bytes([c[50] ^ 8]) + c[51:]),
    "swapped": swap_all,
    "a file in its place": replace_by_file,
    "folders in their places": replace_by_folders,
    "forbidden": forbid,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_bad_cache_costs_only_time(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    jobs = jobs_for(tmp_path / "src")
    cache = tmp_path / "cache"
    make(jobs, tmp_path / "good", cache, ignore)
    known = facts(tmp_path / "src/a.jpg", cache)
    damage(cache)
    assert facts(tmp_path / "src/a.jpg", cache) == known
    make(jobs, tmp_path / "again", cache, ignore)
    make(jobs, tmp_path / "good", cache, ignore)
    if damage is forbid:
        cache.chmod(0o700)  # so that the test's folder can be removed
        for entry in cache.rglob("*"):
            entry.chmod(0o700)
    assert tree(tmp_path / "again") == tree(tmp_path / "good")
    assert len(tree(tmp_path / "good")) == 14


# --- what stops a build ---------------------------------------------------------------------------


@pytest.mark.parametrize("content", [None, b"", b"changed", NOISY["JPEG"][:-200]])
def test_a_source_that_changed_stops_the_build(tmp_path: Path, content: bytes | None) -> None:
    jobs = jobs_for(tmp_path / "src")
    (tmp_path / "src/a.jpg").unlink()
    if content is not None:
        (tmp_path / "src/a.jpg").write_bytes(content)
    with pytest.raises(SourceChanged) as stopped:
        make(jobs, tmp_path / "out", tmp_path / "cache", ignore)
    assert stopped.value.source == tmp_path / "src/a.jpg"
    assert stopped.value.fault.detail.zh


def test_an_output_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(OSError):
        make(jobs_for(tmp_path / "src"), tmp_path / "out", tmp_path / "cache", ignore)


def test_a_failed_write_leaves_the_old_picture_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = jobs_for(tmp_path / "src")[:1]
    make(jobs, tmp_path / "out", tmp_path / "cache", ignore)
    old = tree(tmp_path / "out")
    (tmp_path / "src/a.jpg").write_bytes(SOUND["jpeg"][0])

    def full(_self: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        make(jobs, tmp_path / "out", tmp_path / "cache", ignore)
    assert tree(tmp_path / "out") == old


# --- cards ----------------------------------------------------------------------------------------

CARD = Card("card.png", "支部品牌", "测试检验院", "先锋印记", "cinnabar")


@pytest.mark.parametrize("lettered", [True, False])
def test_cards_are_plain_png_of_the_sharing_size(
    monkeypatch: pytest.MonkeyPatch, lettered: bool
) -> None:
    if not lettered:
        monkeypatch.setattr(card, "chinese_font", lambda: None)
    drawn = card.draw_card(CARD)
    assert drawn == card.draw_card(CARD)
    with Image.open(io.BytesIO(drawn)) as image:
        assert (image.size, image.format, image.info) == ((1200, 630), "PNG", {})
    assert card.can_letter() is (lettered and card.chinese_font() is not None)


@pytest.mark.parametrize(
    "other",
    [
        Card("card.png", "支部品牌", "另一检验院", "先锋印记", "cinnabar"),
        Card("card.png", "支部品牌", "测试检验院", "先锋印记", "indigo"),
    ],
)
def test_cards_show_their_fields(other: Card) -> None:
    assert card.draw_card(other) != card.draw_card(CARD)
    assert card.card_parameters(other) != card.card_parameters(CARD)


LINES = {
    "苏州检验检疫局": ["苏州检验检疫局"],
    "国家标准委农业食品标准部党支部": ["国家标准委农业食品标准部党支部"],
    "中国标准化研究院第六党支部（资源与环境分院）": [
        "中国标准化研究院第六党支部",
        "（资源与环境分院）",
    ],
    "福建省产品质量检验研究院国家加工食品质量监督检验中心第一党支部": [
        "福建省产品质量检验研究院",
        "国家加工食品质量监督检验中心",
        "第一党支部",
    ],
    "一二三四五六七八九十一二三四五六七八九十": ["一二三四五六七八九十", "一二三四五六七八九十"],
    "": [""],
}


@pytest.mark.parametrize(("unit", "expected"), LINES.items())
def test_units_break_where_an_office_ends(unit: str, expected: list[str]) -> None:
    assert card._wrapped(unit) == expected
