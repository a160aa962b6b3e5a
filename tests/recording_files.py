"""Recordings made byte by byte: as small as their formats allow, with metadata where asked."""

from __future__ import annotations

import struct
import zlib

GPS = b"+31.2989+120.5853+003.000/"  # as phones write it (ISO 6709)


def box(type: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I", 8 + len(content)) + type + content


def full(type: bytes, *parts: bytes) -> bytes:
    """A box that begins with version and flags."""
    return box(type, bytes(4), *parts)


def track(handler: bytes, codec: bytes, offsets: list[int], sizes: list[int]) -> bytes:
    """A track of one sample a chunk."""
    table = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), box(codec, bytes(8))),
        full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        full(b"stsz", struct.pack(">II", 0, len(sizes)), *(struct.pack(">I", s) for s in sizes)),
        full(b"stco", struct.pack(">I", len(offsets)), *(struct.pack(">I", o) for o in offsets)),
    )
    return box(
        b"trak",
        full(b"tkhd", struct.pack(">II", 3_600_000_000, 3_600_000_001), bytes(72)),
        box(b"udta", box(b"name", b"secret name")),
        box(
            b"mdia",
            full(b"mdhd", struct.pack(">II", 3_600_000_000, 3_600_000_001), bytes(12)),
            full(b"hdlr", bytes(4), handler, bytes(12), b"x\0"),
            box(b"minf", box(b"vmhd", bytes(12)), table),
        ),
    )


def mp4(codec: bytes = b"avc1", *, brand: bytes = b"isom", positions: bool = True) -> bytes:
    """A movie of two samples; with `positions` in udta, meta, uuid and a track of their own."""
    ftyp = box(b"ftyp", brand, bytes(4), b"isom")
    video, telemetry = [b"picture one", b"picture two"], [b"gps " + GPS]

    def whole(base: int) -> bytes:
        at, places = base, []
        for sample in [*video, *telemetry]:
            places.append(at)
            at += len(sample)
        more = []
        if positions:
            more = [
                track(b"meta", b"gpmd", places[2:], [len(telemetry[0])]),
                box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(GPS), 0x15C7), GPS)),
                full(b"meta", box(b"keys", b"com.apple.quicktime.location.ISO6709"), GPS),
            ]
        moov = box(
            b"moov",
            full(b"mvhd", struct.pack(">II", 3_600_000_000, 3_600_000_001), bytes(88)),
            track(b"vide" if codec != b"mp4a" else b"soun", codec, places[:2], [11, 11]),
            *more,
        )
        tail = box(b"uuid", b"u" * 16, b"xmp " + GPS) if positions else b""
        mdat = box(b"mdat", *video, *telemetry)
        return ftyp + moov + mdat + tail

    return whole(len(whole(0)) - whole(0)[::-1].index(video[0][::-1]) - len(video[0]))


def element(id: int, *parts: bytes, size: bytes | None = None) -> bytes:
    content = b"".join(parts)
    head = id.to_bytes((id.bit_length() + 7) // 8)
    return head + (size or (1 << 56 | len(content)).to_bytes(8)) + content


def webm(codec: bytes = b"V_VP9", *, doctype: bytes = b"webm", live: bool = False) -> bytes:
    """A film of one block, with tags that tell a place; `live` has no sizes, as recorders write."""
    unknown = b"\x01" + b"\xff" * 7 if live else None
    video = element(0xAE, element(0x83, b"\x01"), element(0x86, codec))
    sound = element(0xAE, element(0x83, b"\x02"), element(0x86, b"A_OPUS"))
    return element(0x1A45DFA3, element(0x4282, doctype)) + element(
        0x18538067,
        element(0x1549A966, element(0x4461, b"\x01" * 8), element(0x4D80, b"muxer")),
        element(0x1654AE6B, video if codec else sound),
        element(
            0x1F43B675, element(0xE7, b"\0"), element(0xA3, b"\x81\0\0\x80block"), size=unknown
        ),
        element(0x1254C367, b"LOCATION" + GPS),
        element(0xEC, b"leftover"),
        size=unknown,
    )


def wav(*, tagged: bool = True, length: int = 400) -> bytes:
    """Silence, 8,000 bytes a second."""
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    chunks = [(b"fmt ", form), (b"LIST", b"INFO" + GPS + b"!!")] if tagged else [(b"fmt ", form)]
    chunks.append((b"data", b"\x80" * length))
    body = b"".join(name + struct.pack("<I", len(c)) + c for name, c in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def mp3() -> bytes:
    """Two frames of silence between an ID3v2 tag and APE and ID3v1 tags."""
    tag = b"TXXX" + struct.pack(">I", len(GPS)) + bytes(2) + GPS
    head = b"ID3\x03\0\0" + bytes((0, 0, 0, len(tag))) + tag
    item = struct.pack("<II", len(GPS), 0) + b"Place\0" + GPS
    ape = struct.pack("<8sIIII8x", b"APETAGEX", 2000, len(item) + 32, 1, 0)
    return head + (b"\xff\xfb\x90\0" + bytes(413)) * 2 + item + ape + b"TAG" + b"secret".ljust(125)


def ogg_page(content: list[bytes], number: int) -> bytes:
    """A page of whole packets; its sum is left for the reader under test to make."""
    table = b"".join(bytes([255] * (len(c) // 255) + [len(c) % 255]) for c in content)
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, 0, 0, 1, number, 0, len(table))
    return head + table + b"".join(content)


def ogg() -> bytes:
    """An Opus stream with a comment that tells a place."""
    comment = b"LOCATION=" + GPS
    told = struct.pack("<I", 4) + b"test" + struct.pack("<II", 1, len(comment)) + comment
    head = b"OpusHead\x01\x01" + bytes(9)
    pages = [[head], [b"OpusTags" + told], [b"sound"]]
    return b"".join(ogg_page(content, number) for number, content in enumerate(pages))


def ogg_sum(page: bytes) -> int:
    """The check sum of a page, by zlib's reversed one: another way than the program's."""
    reverse = bytes(int(f"{byte:08b}"[::-1], 2) for byte in page[:22] + bytes(4) + page[26:])
    # zlib's CRC begins and ends inverted; an inversion of the first 32 bits undoes the first.
    plain = bytes(b ^ 0xFF for b in reverse[:4]) + reverse[4:]
    return int(f"{zlib.crc32(plain) ^ 0xFFFFFFFF:032b}"[::-1], 2)


VTT = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\n第一句字幕。\n"
FILES = {
    "录音.wav": wav,
    "很长.wav": lambda: wav(length=60_000_000),
    "没录完.wav": lambda: wav()[:-9],
    "不是录音.mp3": lambda: b"not a recording",
    "党课.webm": webm,
    "手机.mp4": lambda: mp4(b"hvc1"),
    "手机.mov": lambda: mp4(brand=b"qt  "),
    "党课.vtt": VTT.encode,
    "不是字幕.vtt": "1\n00:00:00,000 --> 00:00:02,000\n第一句。\n".encode,
}
