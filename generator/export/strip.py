"""Photos without their metadata, pixels untouched: JPEG, PNG and WebP are re-cut, not re-encoded.

What stays: the coded picture, the EXIF orientation, the colours of the profile and the print
resolution (calls ask for 300 dpi). What goes: GPS, camera and owner, comments, XMP, previews, the
name of the profile, whatever a camera appends after the picture.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from generator.export.icc import bare_profile

_PNG = b"\x89PNG\r\n\x1a\n"
# PNG 1.2 and 3: pixels, palette, colour, resolution, animation.
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT".split()
)
_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"))
_WEBP_XMP, _WEBP_EXIF, _WEBP_ICC = 0x04, 0x08, 0x20  # flags of VP8X
_INCH = 0.0254  # metres
_ICC = b"ICC_PROFILE\0"  # in a JPEG, before the number of a part and of all parts
_ICC_PART = 65519  # bytes of a profile that fit in a segment
_ICC_MOST = 1 << 24  # of one unpacked; those of printing presses have 3 MB


def strip(content: bytes, dpi: int | None = None) -> bytes | None:
    """The picture without metadata, `dpi` kept; None for bytes that are no JPEG, PNG or WebP."""
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content, dpi)
    if content.startswith(_PNG):
        return _png(content, dpi)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    return None


def _jpeg(content: bytes, dpi: int | None) -> bytes:
    """ITU-T T.81, annex B: segments, then coded scans up to EOI; MPF pictures behind it are cut."""
    density = struct.pack(">BHH", 1, dpi, dpi) if dpi else struct.pack(">BHH", 0, 1, 1)
    head = b"JFIF\0\x01\x01" + density + b"\0\0"
    turn, kept, has_jfif, profile = 1, [], False, dict[bytes, bytes]()
    for marker, segment in _segments(content):
        body = segment[4:]
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            turn = _orientation(body[6:])
        elif marker == 0xE0 and body.startswith(b"JFIF\0"):
            has_jfif = True
        elif marker == 0xE2 and body.startswith(_ICC):
            profile[body[12:13]] = body[14:]
        elif marker == 0xEE and body.startswith(b"Adobe"):
            kept.append(segment)  # says how the colours are coded
        elif not 0xE0 <= marker <= 0xEF and marker != 0xFE:
            kept.append(segment)
    before = [b"\xff\xd8"]
    if has_jfif or dpi:
        before.append(_segment(0xE0, head))
    if turn != 1:
        before.append(_segment(0xE1, b"Exif\0\0" + _exif(turn)))
    before += _profile(b"".join(part for _, part in sorted(profile.items())))
    return b"".join((*before, *kept))


def _profile(profile: bytes) -> Iterator[bytes]:
    """The segments of a colour profile, as many as it needs (ICC.1:2022, B.4)."""
    bare = bare_profile(profile) or b""
    count = -(-len(bare) // _ICC_PART)
    for number in range(count):
        part = bare[number * _ICC_PART : (number + 1) * _ICC_PART]
        yield _segment(0xE2, _ICC + bytes((number + 1, count)) + part)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment after SOI, a scan with its coded data, EOI last."""
    at = 2
    while True:
        at = content.find(b"\xff", at)
        while at >= 0 and content[at + 1 : at + 2] == b"\xff":
            at += 1  # fill bytes
        if at < 0 or at + 1 >= len(content) or content[at + 1] == 0xD9:
            yield 0xD9, b"\xff\xd9"
            return
        marker = content[at + 1]
        if marker == 0x01 or 0xD0 <= marker <= 0xD7 or marker == 0:
            at += 2
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == 0xDA:
            end = _scan_end(content, end)
        yield marker, content[at:end]
        at = end


def _scan_end(content: bytes, at: int) -> int:
    """Where the coded data of a scan ends: before a marker that is no restart and no stuffing."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        follows = content[at + 1]
        if follows == 0 or 0xD0 <= follows <= 0xD7:
            at += 2
        elif follows == 0xFF:
            at += 1
        else:
            return at


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _orientation(tiff: bytes) -> int:
    """EXIF tag 0x0112 of the first directory; 1 where there is none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 1
    at = struct.unpack(f"{order}I", tiff[4:8])[0]
    if at + 2 > len(tiff):
        return 1
    count = struct.unpack(f"{order}H", tiff[at : at + 2])[0]
    for number in range(count):
        entry = tiff[at + 2 + 12 * number : at + 14 + 12 * number]
        if len(entry) == 12 and struct.unpack(f"{order}H", entry[:2])[0] == 0x0112:
            turn = struct.unpack(f"{order}H", entry[8:10])[0]
            return int(turn) if 1 <= turn <= 8 else 1
    return 1


def _exif(turn: int) -> bytes:
    """A TIFF block that holds the orientation and nothing else."""
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, turn, 0)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + entry + b"\0\0\0\0"


def _png(content: bytes, dpi: int | None) -> bytes | None:
    turn, kept, has_density = 1, list[tuple[bytes, bytes]](), False
    for name, data in _png_chunks(content):
        if name == b"eXIf":
            turn = _orientation(data)
        elif name == b"iCCP":
            kept += ((name, packed) for packed in _png_profile(data))
        elif name in _PNG_KEPT:
            has_density = has_density or name == b"pHYs"
            kept.append((name, data))
    extra = []
    if dpi and not has_density:
        metre = round(dpi / _INCH)
        extra.append((b"pHYs", struct.pack(">IIB", metre, metre, 1)))
    if turn != 1:
        extra.append((b"eXIf", _exif(turn)))
    if not kept:
        return None
    first, *rest = kept
    return _PNG + b"".join(_png_chunk(*chunk) for chunk in (first, *extra, *rest))


def _png_profile(data: bytes) -> Iterator[bytes]:
    """The chunk of a colour profile, its name and the profile's own gone."""
    try:
        unpacked = zlib.decompressobj().decompress(data[data.find(b"\0") + 2 :], _ICC_MOST)
    except zlib.error:
        return
    if bare := bare_profile(unpacked):
        yield b"ICC\0\0" + zlib.compress(bare)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        name = content[at + 4 : at + 8]
        yield name, content[at + 8 : at + 8 + size]
        if name == b"IEND":
            return
        at += size + 12


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _webp(content: bytes) -> bytes:
    turn, kept = 1, list[tuple[bytes, bytes]]()
    at, end = 12, min(len(content), 8 + int.from_bytes(content[4:8], "little"))
    while at + 8 <= end:
        name = content[at : at + 4]
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        data = content[at + 8 : at + 8 + size]
        if name == b"EXIF":
            turn = _orientation(data.removeprefix(b"Exif\0\0"))
        elif name == b"ICCP":
            kept += ((name, bare) for bare in [bare_profile(data)] if bare)
        elif name in _WEBP_KEPT:
            kept.append((name, data))
        at += 8 + size + size % 2
    if turn != 1:
        kept.append((b"EXIF", _exif(turn)))
    held = {name for name, _ in kept}
    flags = _WEBP_EXIF * (b"EXIF" in held) | _WEBP_ICC * (b"ICCP" in held)
    chunks = b"".join(_webp_chunk(name, data, flags) for name, data in kept)
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def _webp_chunk(name: bytes, data: bytes, flags: int) -> bytes:
    if name == b"VP8X":
        own = data[0] & ~(_WEBP_EXIF | _WEBP_XMP | _WEBP_ICC)
        data = bytes([own | flags]) + data[1:]
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
