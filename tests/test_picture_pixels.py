"""Every picture comes out upright, in sRGB, in its size, and tells nothing of its camera."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from PIL import Image, ImageOps, ImageStat
from PIL.PngImagePlugin import PngInfo

from generator.model.output import ImageFormat, Resized
from generator.pictures import PictureFacts, make
from generator.pictures.open import facts_of
from generator.pictures.resize import PAPER, shrink_for
from tests.picture_files import FORMATS, difference, file_of, ignore, made, photo, wide_gamut

CANARY = b"canary-4711"


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
    """A HEIC turned counter-clockwise by an `irot` box, as phones do.

    (ISO/IEC 23008-12, 6.5.10; the encoder does not write the box by itself.)
    """
    heic = bytearray(file_of(photo(), "HEIF"))
    ipma = heic.index(b"ipma") + 4 + 4 + 4 + 2  # full box, count, item: its count of properties
    heic[ipma] += 1
    heic.insert(ipma + heic[ipma], 0x80 | heic[ipma])  # the next property, essential
    heic[heic.index(b"ipma") - 4 : heic.index(b"ipma") - 4] = struct.pack(
        ">I4sB", 9, b"irot", quarters
    )
    base = heic.index(b"iloc") + 4 + 4 + 2 + 2 + 2 + 2  # where the item's bytes begin
    sizes = [(heic.index(box) - 4, more) for box, more in _GROWN.items()]
    for at, more in [*sizes, (base, 10)]:
        heic[at : at + 4] = struct.pack(">I", struct.unpack_from(">I", heic, at)[0] + more)
    return bytes(heic)


_GROWN = {b"ipma": 1, b"ipco": 9, b"iprp": 10, b"meta": 10}  # bytes that the boxes gain


@pytest.mark.parametrize("quarters", range(4))
def test_heic_is_turned_once(tmp_path: Path, quarters: int) -> None:
    size = (64, 96) if quarters % 2 else (96, 64)
    content = turned_heic(quarters)
    found = facts_of(content, None)
    assert isinstance(found, PictureFacts)
    assert (found.width, found.height) == size
    [result] = made(tmp_path, content, (*size, "png"))
    assert difference(result, photo().rotate(90 * quarters, expand=True)) < 3


def colour(image: Image.Image) -> tuple[int, ...]:
    return tuple(round(mean) for mean in ImageStat.Stat(image.convert("RGB")).mean)


def plain(mode: str, value: object) -> Image.Image:
    return Image.new(mode, (40, 30), value)


def grey16(value: int, order: str = "I;16") -> Image.Image:
    return Image.new(order, (40, 30), value)


P3, GARBAGE = wide_gamut(CANARY), b"\0\0\1\0garbage" * 20
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
    [result] = made(tmp_path, file_of(photo(), "JPEG"), (48, 32, format))
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
