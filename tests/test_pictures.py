"""What a picture file is: as phones, scanners and messengers make it, and as it breaks."""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from generator.pictures import PictureFacts, PictureFault, facts
from generator.pictures.open import facts_of, quiet
from tests.picture_files import NOISY, file_of, photo


def png_header(width: int, height: int) -> bytes:
    ihdr = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + ihdr
    return head + struct.pack(">I", zlib.crc32(ihdr)) + b"\0\0\0\x09IDAT" + zlib.compress(b"0")


def text_bomb() -> bytes:
    info = PngInfo()
    info.add_text("Comment", "a" * 8_000_000, zip=True)
    return file_of(photo(), "PNG", pnginfo=info)


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


def test_heic_is_known_to_a_process_that_has_met_none(tmp_path: Path) -> None:
    """Its library is imported where a file begins as one; the tests' own process has it."""
    (tmp_path / "a.heic").write_bytes(file_of(photo(), "HEIF"))
    (tmp_path / "a.jpg").write_bytes(file_of(photo(), "JPEG"))
    code = """if True:
        import sys
        from pathlib import Path
        from generator.pictures import facts
        formats = []
        for name in ("a.jpg", "a.heic", "a.jpg"):
            formats += [facts(Path(sys.argv[1]) / name).format]
        print(formats)
    """
    argv = [sys.executable, "-c", code, str(tmp_path)]
    told = subprocess.run(argv, capture_output=True, encoding="utf-8", check=True).stdout
    assert told == "['JPEG', 'HEIF', 'JPEG']\n"


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
        with quiet():
            found = facts_of(bytes(hurt), None)
        assert isinstance(found, (PictureFacts, PictureFault))


def test_facts_are_remembered_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jpg").write_bytes(SOUND["jpeg"][0])
    (tmp_path / "b.jpg").write_bytes(SOUND["png"][0])
    first = facts(tmp_path / "a.jpg", tmp_path / "cache")
    monkeypatch.setattr("generator.pictures.open.decode", None)
    assert facts(tmp_path / "a.jpg", tmp_path / "cache") == first
    assert isinstance(facts(tmp_path / "b.jpg", tmp_path / "cache"), PictureFault)
