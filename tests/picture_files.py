"""Picture files for tests, and their making."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pillow_heif
from PIL import Image, ImageChops, ImageStat

from generator.model.output import ImageFormat, Resized
from generator.pictures import make

pillow_heif.register_heif_opener()

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


def wide_gamut(told: bytes, version: int = 2) -> bytes:
    """An ICC profile of a monitor: the primaries of Display P3 (D50), gamma 2.2, `told` wherever
    it can tell something, made on 7 March 2024."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in values))

    said = b"text\0\0\0\0" + told + b"\0\0\0\0\0"
    tags = {
        b"desc": said,
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.5151, 0.2412, -0.0011),
        b"gXYZ": xyz(0.2919, 0.6922, 0.0419),
        b"bXYZ": xyz(0.1572, 0.0666, 0.7841),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), struct.pack(">4sIIHH", b"curv", 0, 1, 563, 0)),
        **dict.fromkeys((b"cprt", b"dmnd", b"dmdd", b"meta"), said),
    }
    table, body, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, value in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(value))
        body += value
    kind = struct.pack(">4xI4s4s4s", version << 24, b"mntr", b"RGB ", b"XYZ ")
    day = struct.pack(">6H", 2024, 3, 7, 8, 9, 10)
    head = struct.pack(">I", start + len(body)) + kind + day + b"acspMSFT\0\0\0\0" + told[:8]
    head = head.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061) + told[:4]
    return head.ljust(128, b"\0") + table + body


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


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def noisy(format: str) -> bytes:
    return file_of(Image.effect_noise((160, 120), 90).convert("RGB"), format)


NOISY = {name: noisy(name) for name in ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "HEIF")}
