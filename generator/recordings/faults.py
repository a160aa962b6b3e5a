"""What can be wrong with a recording or its captions, in the author's words."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from generator.model.problem import NO_WORDS, Words

FaultKind = Literal["type", "damaged", "captions"]


class RecordingFault(Struct, frozen=True):
    """Why a file cannot be used; `detail` goes on from the file's name: “a.mp4 ”…"""

    kind: FaultKind
    detail: Words
    hint: Words = NO_WORDS


class Faulty(Exception):
    """Carries a fault out of a parser; never leaves this room."""

    def __init__(self, fault: RecordingFault) -> None:
        super().__init__(fault.detail.en)
        self.fault = fault


EXPORT = Words(
    "用剪辑软件导出为 MP4（H.264）、WebM、MP3、M4A 或 OGG",
    "export it as MP4 (H.264), WebM, MP3, M4A or Ogg",
)


def wrong_type(zh: str, en: str) -> Faulty:
    """The file is something else than what browsers play."""
    return Faulty(RecordingFault("type", Words(zh, en), EXPORT))


def damaged() -> Faulty:
    """The file ends too soon, or its parts do not fit each other."""
    return Faulty(
        RecordingFault(
            "damaged",
            Words("不完整，或已损坏", "is cut off or damaged"),
            Words("重新复制或导出一次", "copy or export it again"),
        )
    )
