"""Photos of a parcel: pixels and colours untouched, nothing told of camera, place or monitor."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from generator.export.icc import bare_profile
from generator.export.strip import strip
from generator.pictures import PictureFault, converted
from tests.picture_files import NOISY, file_of, photo, wide_gamut

CANARY = "CANARY-24.4798N"
ORIENTATION = 0x0112


def spoiled(format: str, turn: int = 6) -> bytes:
    """A picture that tells everything: place, camera, owner, comments, XMP, its profile."""
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    exif[0x010F] = exif[0x0110] = exif[0x013B] = exif[0x9286] = CANARY
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (24.0, 28.0, 47.0)
    exif.get_ifd(0x8769)[0xA431] = CANARY
    options: dict[str, object] = {
        "exif": exif,
        "icc_profile": wide_gamut(CANARY.encode()),
        "dpi": (300, 300),
    }
    if format == "PNG":
        options["pnginfo"] = info = PngImagePlugin.PngInfo()
        info.add_text("Comment", CANARY)
        info.add_itxt("Author", CANARY)
        info.add_text("Zipped", CANARY, zip=True)
    else:
        options["xmp"] = f"<x>{CANARY}</x>".encode()
    if format == "JPEG":
        options["comment"] = CANARY.encode()
        options["progressive"] = True
    if format == "WEBP":
        options["lossless"] = True
    return file_of(photo(), format, **options)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_metadata_goes_pixels_stay(format: str) -> None:
    before = spoiled(format)
    assert CANARY.encode() in before
    bare = strip(before, 300)
    assert bare is not None
    assert CANARY.encode() not in bare and len(bare) < len(before)
    old, new = (Image.open(io.BytesIO(content)) for content in (before, bare))
    assert old.tobytes() == new.tobytes()
    assert dict(new.getexif()) == {ORIENTATION: 6}
    assert new.getexif().get_ifd(0x8825) == {}
    assert in_srgb(new) == in_srgb(old) != old.tobytes()
    if format != "WEBP":  # which holds no resolution
        assert round(float(new.info["dpi"][0])) == 300
    told = {"icc_profile", "dpi", "exif", "gamma", "srgb"}
    told |= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert set(new.info) <= told | {"loop", "background", "timestamp", "duration"}


def in_srgb(image: Image.Image) -> bytes:
    """What a monitor shows of it, by its profile."""
    profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
    shown = ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"))
    assert shown is not None
    return shown.tobytes()


@pytest.mark.parametrize("version", [2, 4])
def test_a_profile_tells_colours_and_nothing_else(version: int) -> None:
    """Its description is often the name of somebody's monitor, its day that of the calibration."""
    profile = wide_gamut(CANARY.encode(), version)
    bare = bare_profile(profile)
    assert bare is not None
    day = struct.pack(">6H", 2024, 3, 7, 8, 9, 10)
    for told in (CANARY.encode(), CANARY[:4].encode(), b"MSFT", day):
        assert told in profile and told not in bare
    read = ImageCms.ImageCmsProfile(io.BytesIO(bare)).profile
    assert (read.profile_description, read.copyright) == ("Colours", "None")
    assert (read.manufacturer, read.model, read.target) == (None, None, None)
    assert int(read.version) == version and len(bare) < len(profile) and bare_profile(bare) == bare
    old, new = (photo() for _ in range(2))
    old.info["icc_profile"], new.info["icc_profile"] = profile, bare
    assert in_srgb(new) == in_srgb(old)


def test_a_long_profile_goes_over_several_segments() -> None:
    profile = bytearray(wide_gamut(b"x"))
    table = bytes(range(256)) * 600  # 153,600 bytes: three segments
    at = profile.index(b"wtpt")
    profile[at : at + 12] = struct.pack(">4sII", b"A2B0", len(profile), len(table))
    content = file_of(photo(), "JPEG", icc_profile=bytes(profile) + table)
    bare = strip(content)
    assert bare is not None and bare.count(b"ICC_PROFILE\0") == 3
    assert Image.open(io.BytesIO(bare)).info["icc_profile"] == bare_profile(bytes(profile) + table)


@given(st.binary(max_size=300))
def test_a_broken_profile_goes(tail: bytes) -> None:
    head = wide_gamut(b"x")[:128]
    for garbage in (tail, head + tail):
        found = bare_profile(garbage)
        assert found is None or ImageCms.ImageCmsProfile(io.BytesIO(found))
    for format in ("JPEG", "PNG", "WEBP"):
        bare = strip(file_of(photo(8, 8), format, icc_profile=b"garbage" + tail))
        assert bare is not None
        image = Image.open(io.BytesIO(bare))
        image.load()
        assert "icc_profile" not in image.info


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_stripping_twice_changes_nothing(format: str) -> None:
    once = strip(spoiled(format), 300)
    assert once is not None and strip(once, 300) == once


@pytest.mark.parametrize("turn", range(1, 9))
def test_orientation_is_kept(turn: int) -> None:
    bare = strip(spoiled("JPEG", turn))
    assert bare is not None
    kept = dict(Image.open(io.BytesIO(bare)).getexif())
    assert kept == ({ORIENTATION: turn} if turn != 1 else {})


def test_coded_data_is_the_same_bytes() -> None:
    before = spoiled("JPEG")
    bare = strip(before)
    assert bare is not None
    start = before.index(b"\xff\xdb")  # the first quantisation table
    assert bare.endswith(before[start:])


def test_what_a_camera_appends_goes() -> None:
    bare = strip(spoiled("JPEG"))
    assert strip(spoiled("JPEG") + b"MOTION" + CANARY.encode()) == bare
    assert strip(spoiled("PNG") + CANARY.encode()) == strip(spoiled("PNG"))


def test_cmyk_jpeg_keeps_its_colours() -> None:
    content = file_of(photo().convert("CMYK"), "JPEG")
    bare = strip(content)
    assert bare is not None and b"Adobe" in bare
    old, new = (Image.open(io.BytesIO(each)).convert("RGB") for each in (content, bare))
    assert old.tobytes() == new.tobytes()


@given(st.binary(max_size=200))
def test_broken_jpegs_end(tail: bytes) -> None:
    assert strip(b"\xff\xd8\xff" + tail) is not None


@pytest.mark.parametrize("format", ["HEIF", "TIFF", "BMP", "GIF"])
def test_other_formats_are_recoded(format: str) -> None:
    assert strip(NOISY[format]) is None
    made = converted(NOISY[format])
    assert isinstance(made, bytes)
    image = Image.open(io.BytesIO(made))
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (160, 120), {})


def test_several_pages_are_refused() -> None:
    pages = [photo(), photo().rotate(180)]
    content = file_of(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert isinstance(converted(content), PictureFault)
