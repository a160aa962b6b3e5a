"""Video, audio and captions: what a file is (`facts`, `captions`), and its copy without metadata.

A file that authors hurt is a value (`RecordingFault`), a disk that fails is an `OSError`.
"""

from generator.recordings.captions import MOST_CAPTIONS, captions
from generator.recordings.copy import copy
from generator.recordings.facts import facts
from generator.recordings.faults import FaultKind, RecordingFault

__all__ = ["MOST_CAPTIONS", "FaultKind", "RecordingFault", "captions", "copy", "facts"]
