"""A word planted wherever a recording can carry one is nowhere in its copy, which still plays."""

from __future__ import annotations

import struct
from itertools import chain
from pathlib import Path

import pytest

from generator.recordings import RecordingFault, copy, facts
from generator.recordings.boxes import boxes
from generator.recordings.elements import elements
from tests import recording_files as files
from tests.recording_files import box, element, full, number, with_box, with_element

WORD = b"secret canary"
MADE = Path(__file__).parent / "recordings"  # by ffmpeg, with titles, places, chapters, subtitles

HEADER, SEGMENT, INFO, TRACKS, TRACK = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
CLUSTER, GROUP = 0x1F43B675, 0xA0
TAGS = element(0x1254C367, element(0x7373, element(0x67C8, element(0x4487, WORD))))
ATTACHED = element(0x1941A469, element(0x61A7, element(0x466E, WORD), element(0x465C, WORD)))
CHAPTER = element(0x45B9, element(0xB6, element(0x80, element(0x85, WORD))))
ELEMENTS = {
    "tags after the segment": ((), TAGS),
    "void after the segment": ((), element(0xEC, WORD)),
    "a second film": ((), with_element(files.webm(), (SEGMENT,), TAGS)),
    "an extension of the type": ((HEADER,), element(0x4281, element(0x4283, WORD))),
    "a wide version": ((HEADER,), element(0x4287, WORD)),
    "tags": ((SEGMENT,), TAGS),
    "attachments": ((SEGMENT,), ATTACHED),
    "chapters": ((SEGMENT,), element(0x1043A770, CHAPTER)),
    "void": ((SEGMENT,), element(0xEC, WORD)),
    "an unknown id": ((SEGMENT,), element(0x1ABCDEF0, WORD)),
    "title": ((SEGMENT, INFO), element(0x7BA9, WORD)),
    "name of the file": ((SEGMENT, INFO), element(0x7384, WORD)),
    "name of the file before": ((SEGMENT, INFO), element(0x3C83AB, WORD)),
    "name of the file after": ((SEGMENT, INFO), element(0x3E83BB, WORD)),
    "id of the segment": ((SEGMENT, INFO), element(0x73A4, WORD)),
    "muxer": ((SEGMENT, INFO), element(0x4D80, WORD)),
    "program": ((SEGMENT, INFO), element(0x5741, WORD)),
    "void among facts": ((SEGMENT, INFO), element(0xEC, WORD)),
    "name of a track": ((SEGMENT, TRACKS, TRACK), element(0x536E, WORD)),
    "name of a codec": ((SEGMENT, TRACKS, TRACK), element(0x258688, WORD)),
    "language": ((SEGMENT, TRACKS, TRACK), element(0x22B59D, WORD)),
    "name of an addition": ((SEGMENT, TRACKS, TRACK), element(0x41E4, element(0x41A4, WORD))),
    "a wide id": ((SEGMENT, TRACKS, TRACK), element(0x73C5, WORD)),
    "projection": ((SEGMENT, TRACKS, TRACK), element(0xE0, element(0x7670, WORD))),
    "void among blocks": ((SEGMENT, CLUSTER), element(0xEC, WORD)),
    "silent tracks": ((SEGMENT, CLUSTER), element(0x5854, WORD)),
    "a block of words": (
        (SEGMENT, CLUSTER),
        element(GROUP, element(0xA1, b"\x82\0\0\x80" + WORD)),
    ),
    "a group without a block": ((SEGMENT, CLUSTER), element(GROUP, element(0xEC, WORD))),
    "beside a block": (
        (SEGMENT, CLUSTER, GROUP),
        element(0x75A1, element(0xA6, number(0xEE, 4), element(0xA5, WORD))),
    ),
    "beside a block without alpha": (
        (SEGMENT, CLUSTER, GROUP),
        element(0x75A1, element(0xA6, element(0xA5, WORD))),
    ),
}
VORBIS = [b"\x01vorbis" + bytes(23), b"\x03vorbis\x0d\0\0\0" + WORD + bytes(5), b"\x05vorbis setup"]
LACED = b"\x02" + bytes(len(packet) for packet in VORBIS[:2]) + b"".join(VORBIS)

PLACES = {  # where a box is planted, by the words of its path
    path: tuple(part.encode() for part in path.split())
    for path in (
        "",
        "moov",
        "moov trak",
        "moov trak mdia",
        "moov trak mdia minf",
        "moov trak mdia minf dinf",
        "moov trak mdia minf dinf dref",
        "moov trak mdia minf stbl",
        "moov trak mdia minf stbl stsd avc1",
    )
}
PLANTED = {
    "uuid": box(b"uuid", b"u" * 16, WORD),
    "udta": box(b"udta", full(b"meta", full(b"hdlr"), box(b"ilst", WORD))),
    "free": box(b"free", WORD),
    "unknown": box(b"what", WORD),
    "wide": struct.pack(">I4sQ", 1, b"uuid", 16 + len(WORD)) + WORD,
}
STBL, AVC1 = PLACES["moov trak mdia minf stbl"], PLACES["moov trak mdia minf stbl stsd avc1"]
MORE = {
    "after a table": (STBL, full(b"stts", bytes(4), WORD)),
    "after a header": (PLACES["moov trak"], full(b"tkhd", bytes(80), WORD)),
    "another handler": (PLACES["moov trak mdia"], full(b"hdlr", WORD[:4], bytes(16), WORD)),
    "groups of samples": (STBL, full(b"sgpd", b"roll", WORD)),
    "a profile": (AVC1, box(b"colr", b"prof", WORD)),
    "after colours": (AVC1, box(b"colr", b"nclx", bytes(7), WORD)),
    "notes of FLAC": (AVC1, full(b"dfLa", b"\0\0\0\x22", bytes(34), b"\x84\0\0\x0d", WORD)),
    "a short end": (AVC1, WORD[:7]),
}

OGG = b"".join(files.ogg_pages(b"T=1"))
SECOND = files.ogg_pages(b"T=" + WORD * 30, stream=2)
SOUNDS = {
    "mp3, two tags before": files.id3(WORD) * 2 + files.MP3_FRAME * 3,
    "mp3, a foot": b"ID3\4\0\x10\0\0\0\0" + b"3DI" + WORD[:7] + files.MP3_FRAME * 3,
    "mp3, a tag after": files.MP3_FRAME * 3 + files.id3(WORD),
    "mp3, a tag between": files.MP3_FRAME * 2 + files.id3(WORD) + files.MP3_FRAME * 2,
    "mp3, APE before": files.id3(b"x") + files.ape(WORD, headed=True) + files.MP3_FRAME * 3,
    "mp3, APE after": files.MP3_FRAME * 3 + files.ape(WORD, headed=True),
    "mp3, APE in a frame": files.MP3_FRAME * 3 + files.MP3_FRAME[:200] + files.ape(WORD * 30),
    "mp3, Lyrics3": files.MP3_FRAME * 3
    + (b"LYRICSBEGIN" + WORD + b"000024LYRICS200TAG").ljust(99, b"x"),
    "mp3, junk": files.MP3_FRAME * 3 + b"\xff\xfb\x90\0" + WORD,
    "ogg, chained": OGG + b"".join(SECOND),
    "ogg, the same number": OGG + b"".join(files.ogg_pages(b"T=" + WORD)),
    "ogg, side by side": b"".join(chain(*zip(files.ogg_pages(b"T=1"), SECOND, strict=True))),
    "wav, after": files.wav() + WORD[:7],
    "wav, a second sound": files.wav() + b"data" + struct.pack("<I", len(WORD) + 1) + WORD + b"!",
}
KEPT = {"ogg": b"sound", "wav": b"\x80" * 400}


def cleaned(content: bytes, folder: Path) -> bytes:
    """The copy of a recording, which is as long, and of which a copy is the same."""
    for name in ("once", "twice"):
        source, target = folder / name, folder / f"{name}.copy"
        source.write_bytes(content)
        told = facts(source)
        assert not isinstance(told, RecordingFault), told
        copy(source, told.blanks, target)
        assert len(target.read_bytes()) == len(content)
        if name == "twice":
            assert target.read_bytes() == content
        content = target.read_bytes()
    return content


@pytest.mark.parametrize("name", ELEMENTS)
def test_a_word_in_any_element_is_gone(name: str, tmp_path: Path) -> None:
    path, more = ELEMENTS[name]
    content = with_element(files.webm(), path, more)
    clean = cleaned(content, tmp_path)
    assert WORD in content and b"secret" not in clean
    assert clean.count(b"block") == 1 and clean.count(b"another") == 1
    ends = [[e[1::2] for e in elements(film, 0, len(film))] for film in (content, clean)]
    assert ends[0] == ends[1]


@pytest.mark.parametrize("name", [name for name, (path, _) in ELEMENTS.items() if not path])
def test_a_word_after_a_live_film_is_gone(name: str, tmp_path: Path) -> None:
    clean = cleaned(files.webm(live=True) + ELEMENTS[name][1], tmp_path)
    assert b"secret" not in clean and clean.count(b"block") == 1


def test_comments_of_vorbis_in_a_film_are_emptied(tmp_path: Path) -> None:
    content = with_element(
        files.webm(b"A_VORBIS"), (SEGMENT, TRACKS, TRACK), element(0x63A2, LACED)
    )
    clean = cleaned(content, tmp_path)
    assert b"secret" not in clean
    emptied = b"\x03vorbis" + bytes(8) + b"\x01"
    assert LACED.replace(VORBIS[1], emptied.ljust(len(VORBIS[1]), b"\0")) in clean


def test_transparency_stays(tmp_path: Path) -> None:
    beside = element(0x75A1, element(0xA6, number(0xEE, 1), element(0xA5, b"see-through")))
    content = with_element(files.webm(), (SEGMENT, TRACKS, TRACK), element(0xE0, number(0x53C0, 1)))
    clean = cleaned(with_element(content, (SEGMENT, CLUSTER, GROUP), beside), tmp_path)
    assert beside in clean


BOXES = {f"{name}: {path}": (PLACES[path], box) for path in PLACES for name, box in PLANTED.items()}


@pytest.mark.parametrize("name", [*BOXES, *MORE])
def test_a_word_in_any_box_is_gone(name: str, tmp_path: Path) -> None:
    path, more = (BOXES | MORE)[name]
    content = with_box(files.mp4(last=True), path, more)
    clean = cleaned(content, tmp_path)
    assert b"secret" not in clean and WORD[:7] not in clean and files.GPS not in clean
    assert b"picture onepicture two" in clean and b"config" in clean
    ends = [[part[1:] for part in boxes(film, 0, len(film))] for film in (content, clean)]
    assert ends[0] == ends[1]


@pytest.mark.parametrize("bits", [0, 4, 8, 16, 32])
@pytest.mark.parametrize("wide", [False, True])
def test_bytes_that_are_no_sample_are_gone(bits: int, wide: bool, tmp_path: Path) -> None:
    clean = cleaned(files.mp4(bits=bits, wide=wide), tmp_path)
    assert b"secret" not in clean and files.GPS not in clean
    assert b"picture onepicture two\0" in clean


@pytest.mark.parametrize("explicit", [False, True])
def test_bytes_that_are_no_sample_of_a_fragment_are_gone(explicit: bool, tmp_path: Path) -> None:
    content = files.fragments(explicit=explicit)
    clean = cleaned(content, tmp_path)
    assert b"secret" in content and b"secret" not in clean and files.GPS not in clean
    assert b"picture onepicture two" in clean


def test_pictures_of_chapters_are_gone(tmp_path: Path) -> None:
    content = files.mp4(last=True)
    samples = len(files.box(b"ftyp", bytes(12))) + 8
    chapters = files.track(b"vide", b"jpeg", [samples + 22], [8], id=3)
    content = with_box(content, (b"moov",), chapters)
    assert b"gps +31." in cleaned(content, tmp_path)
    told = with_box(content, (b"moov", b"trak"), box(b"tref", box(b"chap", struct.pack(">I", 3))))
    clean = cleaned(told, tmp_path)
    assert b"gps +31." not in clean and b"jpeg" not in clean and b"picture two" in clean


@pytest.mark.parametrize("name", SOUNDS)
def test_a_word_beside_any_sound_is_gone(name: str, tmp_path: Path) -> None:
    clean = cleaned(SOUNDS[name], tmp_path)
    assert WORD[:7] in SOUNDS[name] and WORD[:7] not in clean
    sound = files.MP3_FRAME * 2 if name.startswith("mp3") else KEPT[name[:3]]
    assert clean.count(sound) == SOUNDS[name].count(sound)


@pytest.mark.parametrize("name", sorted(path.name for path in MADE.iterdir()))
def test_what_other_programs_wrote_is_gone(name: str, tmp_path: Path) -> None:
    content = (MADE / name).read_bytes()
    clean = cleaned(content, tmp_path)
    assert b"canary" in content
    assert [word for word in (b"canary", b"31.2989", b"Lavf") if word in clean] == []
