"""WAV: chunks, of which few are sound."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.original import Blank
from generator.recordings.blanks import Buffer, few
from generator.recordings.faults import damaged

_FORM, _SOUND = b"fmt ", b"data"
_KNOWN = {_FORM: 40, b"fact": 4}  # how long what is known of them can be


def wav(data: Buffer) -> tuple[Blank, ...]:
    """Every chunk that is not sound becomes `JUNK`; raises Faulty."""
    return tuple(few(_blanks(data)))


def _blanks(data: Buffer) -> Iterator[Blank]:
    at, kept = 12, set()
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size
        if end > len(data):
            raise damaged()
        if name in kept or name not in (_SOUND, *_KNOWN):  # a second one is not played
            yield Blank(at, end, b"JUNK" + data[at + 4 : at + 8])
        elif name in _KNOWN:
            yield Blank(min(at + 8 + _KNOWN[name], end), end)
        kept.add(name)
        at = end + size % 2
    if not {_FORM, _SOUND} <= kept:
        raise damaged()
    if at < len(data):
        yield Blank(at, len(data))
