"""All of Pillow: what a picture file is (`facts`), and every picture of the site (`make`).

No other module imports Pillow. A picture that authors hurt is a value (`PictureFault`), a disk that
fails is an `OSError`.
"""

from generator.pictures.cache import clear
from generator.pictures.card import can_letter
from generator.pictures.faults import PictureFault
from generator.pictures.make import SourceChanged, make
from generator.pictures.open import PictureFacts, facts
from generator.pictures.paper import Printed, converted, opened, printed

__all__ = [
    "PictureFacts",
    "PictureFault",
    "Printed",
    "SourceChanged",
    "can_letter",
    "clear",
    "converted",
    "facts",
    "make",
    "opened",
    "printed",
]
