"""Recordings: told by their bytes, copied without what names places, devices and times."""

from __future__ import annotations

import hashlib
import struct
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.model.original import Captions
from generator.recordings import RecordingFault, blanks, captions, copy, facts
from generator.recordings.boxes import boxes
from tests import recording_files as files

MADE = {
    "mp4": (files.mp4(), "video", "video/mp4", "avc1"),
    "hevc": (files.mp4(b"hvc1"), "video", "video/mp4", "hvc1"),
    "fragments": (files.fragments(), "video", "video/mp4", "avc1"),
    "m4a": (files.mp4(b"mp4a", brand=b"M4A "), "audio", "audio/mp4", ""),
    "webm": (files.webm(), "video", "video/webm", "V_VP9"),
    "live": (files.webm(live=True), "video", "video/webm", "V_VP9"),
    "opus": (files.webm(b""), "audio", "audio/webm", ""),
    "mp3": (files.mp3(), "audio", "audio/mpeg", ""),
    "wav": (files.wav(), "audio", "audio/wav", ""),
    "ogg": (files.ogg(), "audio", "audio/ogg", ""),
}
SECRETS = (files.GPS, b"secret", b"LOCATION", b"\xa9xyz", b"location.ISO6709")
KEPT = {"mp4": b"picture onepicture two", "webm": b"block", "wav": b"\x80" * 400, "ogg": b"sound"}


PATH = (0x18538067, 0x1654AE6B, 0xAE)  # to a film's track


def made(folder: Path, content: bytes) -> tuple[bytes, object]:
    """The copy of a recording, and what is told of it."""
    source, target = folder / "a.bin", folder / "out" / "b.bin"
    source.write_bytes(content)
    told = facts(source)
    assert not isinstance(told, RecordingFault), told
    copy(source, told.blanks, target)
    return target.read_bytes(), told


@pytest.mark.parametrize("name", MADE)
def test_a_recording_is_told_by_its_bytes(name: str, tmp_path: Path) -> None:
    content, kind, type, codec = MADE[name]
    (tmp_path / "名字不算.txt").write_bytes(content)
    told = facts(tmp_path / "名字不算.txt")
    assert not isinstance(told, RecordingFault)
    assert (told.kind, told.type, told.codec) == (kind, type, codec)
    assert told.size == len(content)


@pytest.mark.parametrize("name", MADE)
def test_a_copy_names_no_place_device_or_time(name: str, tmp_path: Path) -> None:
    content = MADE[name][0]
    assert any(secret in content for secret in SECRETS)
    clean, told = made(tmp_path, content)
    assert [secret for secret in SECRETS if secret in clean] == []
    assert struct.pack(">I", 3_600_000_000) not in clean
    assert len(clean) == len(content)
    assert KEPT.get(name, b"") in clean
    assert told.digest == hashlib.sha256(clean).hexdigest()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", MADE)
def test_a_copy_is_sound_and_has_nothing_more_to_leave_out(name: str, tmp_path: Path) -> None:
    clean, told = made(tmp_path, MADE[name][0])
    again, twice = made(_below(tmp_path), clean)
    assert again == clean
    assert (twice.kind, twice.codec) == (told.kind, told.codec)  # type: ignore[attr-defined]


def _below(folder: Path) -> Path:
    below = folder / "again"
    below.mkdir()
    return below


def test_boxes_stay_where_they_are(tmp_path: Path) -> None:
    content = files.mp4()
    clean, _ = made(tmp_path, content)
    before, after = (list(boxes(data, 0, len(data))) for data in (content, clean))
    assert [box[1:] for box in before] == [box[1:] for box in after]
    assert [box.type for box in after] == [b"ftyp", b"moov", b"mdat", b"free"]
    inside = [[b.type for b in boxes(d, before[1].body, before[1].end)] for d in (content, clean)]
    assert inside[0] == [b"mvhd", b"trak", b"trak", b"udta", b"meta"]
    assert inside[1] == [b"mvhd", b"trak", b"free", b"free", b"free"]


def test_pages_of_ogg_have_their_sums(tmp_path: Path) -> None:
    clean, _ = made(tmp_path, files.ogg())
    start = clean.index(b"OggS", 4)
    page = clean[start : clean.index(b"OggS", start + 4)]
    assert b"OpusTags" in page and page[-40:] == bytes(40)
    assert struct.unpack("<I", page[22:26])[0] == files.ogg_sum(page)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "damaged"),
        (b"%PDF-1.7", "type"),
        (files.mp4(brand=b"qt  "), "type"),
        (files.mp4()[:-30], "damaged"),
        (files.mp4()[:200], "damaged"),
        (files.webm(doctype=b"matroska"), "type"),
        (files.webm()[:-30], "damaged"),
        (files.wav()[:-9], "damaged"),
        (files.ogg()[:60], "damaged"),
        (files.with_box(files.mp4(), (), files.box(b"moov")), "damaged"),
        (files.mp4().replace(b"stco\0\0\0\0\0\0\0\2\0", b"stco\0\0\0\0\0\0\0\2\1"), "damaged"),
        (files.mp4().replace(b"stsc", b"what"), "damaged"),
        (files.with_element(files.webm(), PATH, files.element(0x6D80)), "type"),
        (files.id3(b"no sound") * 5, "type"),
        (files.id3(b"x")[:6].ljust(200, b"\x7f"), "damaged"),
        (files.ogg() + b"more", "damaged"),
        (files.ogg().replace(b"OpusTags", b"OpusTogs"), "damaged"),
        (files.ogg() + files.ogg_page([b"Skeleton"], 0, stream=9, first=True), "type"),
        (files.ogg().replace(b"OpusHead", b"\x7fFLACxxx"), "type"),
    ],
)
def test_what_cannot_be_played_is_refused(content: bytes, kind: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(content)
    told = facts(tmp_path / "a")
    assert isinstance(told, RecordingFault) and told.kind == kind
    assert told.hint.zh and told.hint.en


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(name=st.sampled_from(sorted(MADE)), data=st.data())
def test_any_bytes_give_a_recording_or_a_fault(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(MADE[name][0])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.sampled_from((0, 1, 0x7F, 0x80, 0xFF)))
    source = tmp_path_factory.mktemp("bytes") / "a"
    source.write_bytes(bytes(content[: data.draw(st.integers(1, len(content)))]))
    told = facts(source)
    if not isinstance(told, RecordingFault):
        copy(source, told.blanks, source.with_name("b"))
        assert source.with_name("b").stat().st_size == source.stat().st_size


def test_a_hostile_track_takes_no_hours(tmp_path: Path) -> None:
    """For each of its empty parts the track was read anew: 129 s for 24 KB."""
    content = files.with_element(files.webm(), PATH, files.element(0x63A2) * 20_000)
    (tmp_path / "a").write_bytes(content)
    began = time.process_time()
    assert not isinstance(facts(tmp_path / "a"), RecordingFault)
    assert time.process_time() - began < 8


@pytest.mark.parametrize("name", ["wav", "mp4"])
def test_a_file_of_tiny_parts_takes_no_memory(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A WAV of 8 MB, a million empty chunks, took 314 MB, an MP4 of 15 MB 209."""
    monkeypatch.setattr(blanks, "MOST_PARTS", 100)
    tiny = {
        "wav": files.wav() + b"abcd\0\0\0\0" * 150,
        "mp4": files.mp4() + files.box(b"free") * 150,
    }[name]
    path = tmp_path / name
    path.write_bytes(tiny)
    found = facts(path)
    assert isinstance(found, RecordingFault) and found.kind == "damaged"
    monkeypatch.setattr(blanks, "MOST_PARTS", 200)
    assert not isinstance(facts(path), RecordingFault)


def test_captions_keep_their_cues_and_nothing_else() -> None:
    given = (
        "WEBVTT 标题\n\nNOTE 内部备注\n\n"
        "STYLE\n::cue { background: url(//x) }\n\n"
        "1\n00:01.000 --> 00:00:02.500 align:start\n<v 甲>第一句\n第二行\n\n"
        "00:00:03.000 --> 00:00:04.000\n第三句\n"
    )
    told = captions(given)
    assert isinstance(told, Captions)
    assert told.text == (
        "WEBVTT\n\n00:01.000 --> 00:00:02.500 align:start\n<v 甲>第一句\n第二行\n\n"
        "00:00:03.000 --> 00:00:04.000\n第三句\n"
    )
    assert told.cues == ("第一句 第二行", "第三句")
    for text, cues in ((told.text, told.cues), (files.VTT, ("第一句字幕。",))):
        again = captions(text)
        assert isinstance(again, Captions)
        assert (again.text, again.cues) == (text, cues)


def test_a_hostile_line_of_captions_takes_no_hours() -> None:
    """Each took 7 s for 40,000 signs, sixteen times as long for four times as many."""
    cue = "00:01.000 --> 00:02.000"
    assert isinstance(captions("WEBVTT\n\n" + "1" * 400_000), RecordingFault)
    assert isinstance(captions("WEBVTT\n\n" + cue * 10_000), RecordingFault)
    assert isinstance(captions(f"WEBVTT\n\n{cue}\n" + "<" * 400_000), Captions)


@pytest.mark.parametrize(
    "given", ["", "1\n00:00:00,000 --> 00:00:02,000\n字\n", "WEBVTT\n\nNOTE 空"]
)
def test_other_captions_are_refused(given: str) -> None:
    told = captions(given)
    assert isinstance(told, RecordingFault) and told.kind == "captions"
