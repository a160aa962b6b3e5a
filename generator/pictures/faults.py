"""What can be wrong with a picture file, in the author's words."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from PIL import Image, UnidentifiedImageError

from generator.model.problem import Words

MAX_PIXELS = 64_000_000  # above the 48 MP of today's phones; decoded: 192 MB
MAX_BYTES = 100_000_000

FaultKind = Literal["missing", "not-image", "damaged", "too-big", "unsupported", "no-access"]


class PictureFault(Struct, frozen=True):
    """Why a file cannot be used as a picture; `detail` goes on from the file's name: “a.jpg ”…"""

    kind: FaultKind
    detail: Words


class TooManyPixels(Image.DecompressionBombError):
    """Raised with width and height of a picture above MAX_PIXELS."""


def fault_of(error: Exception, content: bytes) -> PictureFault:
    """What an exception of a decoder means for `content`."""
    if isinstance(error, (Image.DecompressionBombError, MemoryError)):
        return _too_many_pixels(error)
    if not content:
        return _EMPTY
    if isinstance(error, UnidentifiedImageError) and not _is_ours(content):
        return _foreign(content)
    return _DAMAGED


def _is_ours(content: bytes) -> bool:
    starts = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\0", b"MM\0*")
    return content.startswith(starts) or content[4:10] in (b"ftyphe", b"ftypmi")


def _foreign(content: bytes) -> PictureFault:
    for start, offset, kind, zh, en in _FOREIGN:
        if not content[offset:].startswith(start):
            continue
        if kind == "not-image":
            return PictureFault(kind, Words(f"不是图片，而是{zh}", f"is not a picture but {en}"))
        words = Words(f"是{zh}，网页上不能用，请另存为 JPEG", f"is {en}; save it as JPEG")
        return PictureFault(kind, words)
    return PictureFault("not-image", Words("不是图片文件", "is not a picture"))


# start, where it stands, kind, what it is
_FOREIGN: tuple[tuple[bytes, int, FaultKind, str, str], ...] = (
    (b"%PDF", 0, "not-image", " PDF 文档", "a PDF document"),
    (b"%!PS", 0, "not-image", " EPS 排版图形", "an EPS drawing"),
    (b"\xc5\xd0\xd3\xc6", 0, "not-image", " EPS 排版图形", "an EPS drawing"),
    (b"PK\x03\x04", 0, "not-image", " Word、WPS 文档或压缩包", "an office document or archive"),
    (b"\xd0\xcf\x11\xe0", 0, "not-image", "旧版 Office 文档", "an old office document"),
    (b"Rar!", 0, "not-image", "压缩包", "an archive"),
    (b"ftypisom", 4, "not-image", "视频", "a video"),
    (b"ftypmp4", 4, "not-image", "视频", "a video"),
    (b"ftypqt", 4, "not-image", "视频", "a video"),
    (b"ftypavi", 4, "unsupported", " AVIF 图片", "an AVIF picture"),
    (b"8BPS", 0, "unsupported", " Photoshop 文件", "a Photoshop file"),
    (b"<svg", 0, "unsupported", " SVG 矢量图", "an SVG drawing"),
    (b"<?xml", 0, "unsupported", " SVG 矢量图", "an SVG drawing"),
    (b"jP  ", 4, "unsupported", " JPEG 2000 图片", "a JPEG 2000 picture"),
    (b"JXL ", 4, "unsupported", " JPEG XL 图片", "a JPEG XL picture"),
    (b"\xff\x0a", 0, "unsupported", " JPEG XL 图片", "a JPEG XL picture"),
)

MISSING = PictureFault("missing", Words("找不到这个文件", "is not there"))
LINK = PictureFault(
    "no-access",
    Words("是一个链接，请放入图片文件本身", "is a symbolic link; put the picture itself there"),
)
FOLDER = PictureFault("not-image", Words("不是文件（是文件夹或设备）", "is a folder or a device"))
NO_ACCESS = PictureFault("no-access", Words("读不出来（没有权限或磁盘出错）", "cannot be read"))
SEVERAL = PictureFault(
    "unsupported",
    Words("有好几页或会动，请另存为 JPG 或 PDF", "holds several frames; save it as JPG or PDF"),
)
_EMPTY = PictureFault("damaged", Words("是空文件，可能没有传完", "is empty; was it fully copied?"))
_DAMAGED = PictureFault(
    "damaged",
    Words("已损坏或没有传完，请重新拷贝原图", "is damaged or cut short; copy the original again"),
)


def too_many_bytes(size: int) -> PictureFault:
    """The file has `size` bytes, more than MAX_BYTES."""
    have, most = size // 1_000_000, MAX_BYTES // 1_000_000
    zh = f"有 {have} MB，超过上限 {most} MB，请缩小后再用"
    return PictureFault("too-big", Words(zh, f"is {have} MB, more than {most} MB; make it smaller"))


def unsupported_mode(mode: str) -> PictureFault:
    """The picture's colours are kept in a way that cannot be turned into sRGB."""
    zh = f"用的是 {mode} 颜色模式，请另存为 RGB 的 JPEG"
    return PictureFault("unsupported", Words(zh, f"uses {mode} colours; save it as an RGB JPEG"))


def _too_many_pixels(error: Exception) -> PictureFault:
    size = "（{}×{}）".format(*error.args) if isinstance(error, TooManyPixels) else "太多"
    zh = f"像素{size}，超过上限 {MAX_PIXELS // 10_000} 万，请缩小后再用"
    en = f"has more than {MAX_PIXELS // 1_000_000} million pixels; make it smaller"
    return PictureFault("too-big", Words(zh, en))
