"""The comments of Vorbis and Opus (RFC 7845, 5.2): what encoded a sound, titles, places."""

from __future__ import annotations

from generator.recordings.faults import damaged

_MAGICS = (b"\x03vorbis", b"OpusTags")
_COUNTS = 8  # the length of the encoder's name, the number of comments


def emptied(packet: bytes) -> bytes:
    """A header of comments without any, as long as `packet`; raises Faulty if it is none."""
    magic = next((magic for magic in _MAGICS if packet.startswith(magic)), b"")
    frame = b"\x01" if packet[:1] == b"\x03" else b""  # Vorbis: a bit after the last comment
    told = magic + bytes(_COUNTS) + frame
    if not magic or len(packet) < len(told):
        raise damaged()
    return told.ljust(len(packet), b"\0")
