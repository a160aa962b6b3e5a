"""Picture files for tests, and their making."""

from __future__ import annotations

import io
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
