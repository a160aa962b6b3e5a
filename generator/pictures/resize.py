"""One decoded picture → one output: cut, scaled, in sRGB, without any metadata."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from generator.model.output import ImageFormat, Resized
from generator.pictures.open import DRAFTED, PictureFacts

Box = tuple[float, float, float, float]

PAPER = (251, 248, 242)  # shows through where a JPEG had transparent parts

# WebP method 2: 3 % larger than 4, a quarter less time. No AVIF: at the same PSNR, eight photos of
# 1,600 pixels were 10 % smaller for 2.9 × the time (speed 8), 35 % smaller for 12 × (speed 6).
# PNG `optimize`: 3 % smaller, 4 × the time.
SAVE: dict[ImageFormat, dict[str, Any]] = {
    "webp": {"format": "WEBP", "quality": 80, "method": 2},
    "jpeg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
    "png": {"format": "PNG"},
}
_DRAFT_LEAST = 1600  # pixels of the longer side that every draft keeps: the usual jobs share one


def shrink_for(facts: PictureFacts, job: Resized) -> int:
    """The fraction (1, 2, 4, 8) of its size at which to decode a picture for `job`.

    It depends on the file and this job alone, never on what else is wanted of the same picture:
    so the bytes of an output do not change when its siblings come from the cache.
    """
    if facts.format not in DRAFTED:
        return 1
    left, top, right, bottom = frame(facts.width, facts.height, job)
    most = min((right - left) / job.width, (bottom - top) / job.height)
    most = min(most, max(facts.width, facts.height) / _DRAFT_LEAST)
    return next((step for step in (8, 4, 2) if step <= most), 1)


def frame(width: int, height: int, job: Resized) -> Box:
    """The part of a picture that `job` shows: all of it, or its shape as near `focus` as may be."""
    if not job.crop:
        return (0, 0, width, height)
    shape = job.width / job.height
    wide, high = min(width, height * shape), min(height, width / shape)
    left = min(max(job.focus[0] * width - wide / 2, 0), width - wide)
    top = min(max(job.focus[1] * height - high / 2, 0), height - high)
    return (left, top, left + wide, top + high)


def plain(image: Image.Image) -> Image.Image:
    """The picture in 8 bits a channel: L, LA, RGB, RGBA or CMYK, fit to be scaled."""
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    if image.mode in ("LA", "RGBA", "CMYK"):
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def resized(image: Image.Image, job: Resized) -> Image.Image:
    """The pixels of `job` out of a `plain` picture: RGB or RGBA in sRGB."""
    box = frame(image.width, image.height, job)
    size = (job.width, job.height)
    small = image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
    return _srgb(small)


def encoded(image: Image.Image, format: ImageFormat) -> bytes:
    """The file of an RGB or RGBA picture, without any metadata; JPEG on paper where transparent."""
    if format == "jpeg" and image.mode == "RGBA":
        ground = Image.new("RGB", image.size, PAPER)
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    bare = image.copy()
    bare.info = {}  # Pillow would write comments and profiles it finds here
    file = io.BytesIO()
    bare.save(file, **SAVE[format])
    return file.getvalue()


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit and float greys scaled: `convert("L")` alone would clip them to white."""
    grey = image if image.mode == "F" else image.convert("I")
    low, high = grey.getextrema()
    assert isinstance(low, (int, float)) and isinstance(high, (int, float))
    full = next((top for top in (255, 65535) if high <= top), high)
    if image.mode.startswith("I;16"):
        full = 65535
    elif image.mode == "F" and high <= 1:
        full = 1
    return grey.point(lambda value: value * (255 / full) + 0.5).convert("L")


def _srgb(image: Image.Image) -> Image.Image:
    """RGB or RGBA in sRGB; a profile that is garbage or not of this picture is ignored."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colours = image.convert(image.mode.removesuffix("A")) if alpha else image
    rgb = _by_profile(colours) or colours.convert("RGB")
    if alpha:
        rgb.putalpha(alpha)
    return rgb


def _by_profile(image: Image.Image) -> Image.Image | None:
    icc = image.info.get("icc_profile")
    if not icc:
        return None
    from PIL import ImageCms

    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(icc)),
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return None
