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


def description(handler: bytes, codec: bytes) -> bytes:
    """What a track says of its samples, the name of the encoder among it."""
    if handler == b"vide":
        return box(
            codec, bytes(42), b"\x0dsecret camera".ljust(32), bytes(4), box(b"avcC", b"config")
        )
    return box(codec, bytes(28) if handler == b"soun" else bytes(8))


def size_table(sizes: list[int], bits: int) -> bytes:
    """The sizes of samples in so many bits each; in none if all are alike."""
    if bits == 0:
        return full(b"stsz", struct.pack(">II", sizes[0], len(sizes)))
    length = (len(sizes) * bits + 7) // 8
    written = "".join(f"{size:0{bits}b}" for size in sizes).ljust(length * 8, "0")
    row = int(written or "0", 2).to_bytes(length)
    if bits == 32:
        return full(b"stsz", struct.pack(">II", 0, len(sizes)), row)
    return full(b"stz2", struct.pack(">II", bits, len(sizes)), row)


def track(
    handler: bytes,
    codec: bytes,
    offsets: list[int],
    sizes: list[int],
    id: int = 1,
    *,
    bits: int = 32,
    wide: bool = False,
) -> bytes:
    """A track of one sample a chunk, their sizes in some bits; `wide` offsets have 64."""
    places = b"".join(struct.pack(">Q" if wide else ">I", offset) for offset in offsets)
    table = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), description(handler, codec)),
        full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        size_table(sizes, bits),
        full(b"co64" if wide else b"stco", struct.pack(">I", len(offsets)), places),
    )
    place = full(b"dref", struct.pack(">I", 1), full(b"url ", b"file:///secret/place"))
    return box(
        b"trak",
        full(b"tkhd", struct.pack(">III", 3_600_000_000, 3_600_000_001, id), bytes(68)),
        box(b"udta", box(b"name", b"secret name")),
        box(
            b"mdia",
            full(b"mdhd", struct.pack(">II", 3_600_000_000, 3_600_000_001), bytes(12)),
            full(b"hdlr", b"mhlr", handler, b"secret maker", b"secret name\0"),
            box(b"minf", box(b"vmhd", bytes(12)), box(b"dinf", place), table),
        ),
    )


def mp4(
    codec: bytes = b"avc1",
    *,
    brand: bytes = b"isom",
    positions: bool = True,
    last: bool = False,
    bits: int = 32,
    wide: bool = False,
) -> bytes:
    """A movie of two samples; with `positions` in udta, meta, uuid and a track of their own.

    `mdat` holds bytes besides that are no track's. With `last` it comes before `moov`.
    """
    ftyp, handler = box(b"ftyp", brand, bytes(4), b"isom"), b"soun" if codec == b"mp4a" else b"vide"
    video, telemetry = [b"picture one", b"picture two"], [b"gps " + GPS]
    mdat = box(b"mdat", *video, *telemetry, b"secret leftover")

    def whole(base: int) -> bytes:
        at, places = base, []
        for sample in [*video, *telemetry]:
            places.append(at)
            at += len(sample)
        more = []
        if positions:
            more = [
                track(b"meta", b"gpmd", places[2:], [len(telemetry[0])], id=2),
                box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(GPS), 0x15C7), GPS)),
                full(b"meta", box(b"keys", b"com.apple.quicktime.location.ISO6709"), GPS),
            ]
        moov = box(
            b"moov",
            full(b"mvhd", struct.pack(">II", 3_600_000_000, 3_600_000_001), bytes(88)),
            track(handler, codec, places[:2], [11, 11], bits=bits, wide=wide),
            *more,
        )
        tail = box(b"uuid", b"u" * 16, b"xmp " + GPS) if positions else b""
        return ftyp + mdat + moov + tail if last else ftyp + moov + mdat + tail

    return whole(whole(0).index(video[0]))


def fragments(*, explicit: bool = True) -> bytes:
    """A movie in a fragment, with a track of positions; runs are found with and without offsets."""
    ids = ((1, b"vide", b"avc1", b"picture onepicture two"), (2, b"meta", b"gpmd", b"gps " + GPS))
    moov = box(
        b"moov",
        full(b"mvhd", bytes(96)),
        *(track(handler, codec, [], [], id) for id, handler, codec, _ in ids),
        box(b"mvex", *(full(b"trex", struct.pack(">IIIII", id, 1, 0, 11, 0)) for id, *_ in ids)),
    )

    def moof(base: int) -> bytes:
        parts = []
        for id, _, _, content in ids:
            flags = 0x020000 if explicit else 0
            sizes = [11, 11] if id == 1 else [len(content)]
            told = b"".join(struct.pack(">I", size) for size in sizes)
            offset = struct.pack(">i", base) if explicit or id == 1 else b""
            head = struct.pack(">II", 0x200 | bool(offset), len(sizes))
            base += len(content)
            run = box(b"trun", head, offset, told)
            parts.append(box(b"traf", box(b"tfhd", struct.pack(">II", flags, id)), run))
        return box(b"moof", full(b"mfhd", bytes(4)), *parts, box(b"uuid", b"secret"))

    mdat = box(b"mdat", *(content for *_, content in ids), b"secret leftover")
    return box(b"ftyp", b"isom", bytes(4)) + moov + moof(len(moof(0)) + 8) + mdat


_COUNTS = {b"stsd": 8, b"dref": 8, b"avc1": 78, b"mp4a": 28}  # what stands before boxes inside


def with_box(content: bytes, path: tuple[bytes, ...], more: bytes) -> bytes:
    """A movie, or boxes of one, with a box more at the end of the first one on a path."""
    if not path:
        return content + more
    at = 0
    while (size := int.from_bytes(content[at : at + 4])) and content[at + 4 : at + 8] != path[0]:
        at += size
    start = at + 8 + _COUNTS.get(path[0], 0)
    inside = content[start : at + size]
    made = box(path[0], content[at + 8 : start], with_box(inside, path[1:], more))
    return content[:at] + made + content[at + size :]


def element(id: int, *parts: bytes, size: bytes | None = None) -> bytes:
    content = b"".join(parts)
    head = id.to_bytes((id.bit_length() + 7) // 8)
    return head + (size or (1 << 56 | len(content)).to_bytes(8)) + content


def webm(codec: bytes = b"V_VP9", *, doctype: bytes = b"webm", live: bool = False) -> bytes:
    """A film of one block, with tags that tell a place; `live` has no sizes, as recorders write.

    Blocks of a track of subtitles stand beside it.
    """
    unknown = b"\x01" + b"\xff" * 7 if live else None
    video = element(0xAE, number(0xD7, 1), number(0x83, 1), element(0x86, codec))
    sound = element(0xAE, number(0xD7, 1), number(0x83, 2), element(0x86, b"A_OPUS"))
    words = element(0xAE, number(0xD7, 2), number(0x83, 17), element(0x86, b"D_WEBVTT/SUBTITLES"))
    return element(0x1A45DFA3, element(0x4282, doctype)) + element(
        0x18538067,
        element(0x1549A966, element(0x4461, b"\x01" * 8), element(0x4D80, b"secret muxer")),
        element(0x1654AE6B, video if codec else sound, words),
        element(
            0x1F43B675,
            element(0xE7, b"\0"),
            element(0xA3, b"\x81\0\0\x80block"),
            element(0xA3, b"\x82\0\0\x80secret words"),
            element(0xA0, element(0xA1, b"\x81\0\0\x80another"), number(0x9B, 5)),
            size=unknown,
        ),
        element(0x1254C367, b"LOCATION" + GPS),
        element(0xEC, b"leftover"),
        size=unknown,
    )


def number(id: int, value: int) -> bytes:
    return element(id, bytes([value]))


def with_element(content: bytes, path: tuple[int, ...], more: bytes) -> bytes:
    """A film, or elements of one, with an element more in the first one on a path."""
    if not path:
        return content + more
    at = 0
    while True:
        width = 9 - content[at].bit_length()
        body = at + width + 8
        end = body + (int.from_bytes(content[at + width : body]) & ~(1 << 56))
        if int.from_bytes(content[at : at + width]) == path[0]:
            made = element(path[0], with_element(content[body:end], path[1:], more))
            return content[:at] + made + content[end:]
        at = end


def wav(*, tagged: bool = True, length: int = 400) -> bytes:
    """Silence, 8,000 bytes a second."""
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    chunks = [(b"fmt ", form), (b"LIST", b"INFO" + GPS + b"!!")] if tagged else [(b"fmt ", form)]
    chunks.append((b"data", b"\x80" * length))
    body = b"".join(name + struct.pack("<I", len(c)) + c for name, c in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def id3(words: bytes) -> bytes:
    """An ID3v2 tag."""
    frame = b"TXXX" + struct.pack(">I", len(words)) + bytes(2) + words
    return b"ID3\x03\0\0" + bytes((0, 0, 0, len(frame))) + frame


def ape(words: bytes, *, headed: bool = False) -> bytes:
    """An APE tag, of the first version or with a head as the second one has."""
    item = struct.pack("<II", len(words), 0) + b"Place\0" + words
    ends = [
        struct.pack("<8sIIII8x", b"APETAGEX", 2000, len(item) + 32, 1, n)
        for n in (5 << 29, 4 << 29)
    ]
    return (ends[0] if headed else b"") + item + ends[1]


MP3_FRAME = b"\xff\xfb\x90\0" + b"sound".ljust(413, b"\0")


def mp3() -> bytes:
    """Frames of silence between an ID3v2 tag and APE and ID3v1 tags."""
    return id3(GPS) + MP3_FRAME * 3 + ape(GPS) + b"TAG" + b"secret".ljust(125)


def ogg_page(content: list[bytes], number: int, *, stream: int = 1, first: bool = False) -> bytes:
    """A page of whole packets; its sum is left for the reader under test to make."""
    table = b"".join(bytes([255] * (len(c) // 255) + [len(c) % 255]) for c in content)
    flags = 2 if first else 0
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, 0, stream, number, 0, len(table))
    return head + table + b"".join(content)


def ogg_pages(words: bytes = b"LOCATION=" + GPS, *, stream: int = 1) -> list[bytes]:
    """The pages of an Opus stream with a comment."""
    told = struct.pack("<I", 6) + b"secret" + struct.pack("<II", 1, len(words)) + words
    packets = [b"OpusHead\x01\x01" + bytes(9), b"OpusTags" + told, b"sound"]
    return [
        ogg_page([packet], number, stream=stream, first=not number)
        for number, packet in enumerate(packets)
    ]


def ogg() -> bytes:
    """An Opus stream with a comment that tells a place."""
    return b"".join(ogg_pages())


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
