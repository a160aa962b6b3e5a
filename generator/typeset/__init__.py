"""All of Typst: fonts, templates, one compiler; what is printed for the site and beside it."""

from generator.typeset.failures import FontMissing, TypesettingFailed
from generator.typeset.printing import NO_FONT, Print, can_print, make, typeset

__all__ = [
    "NO_FONT",
    "FontMissing",
    "Print",
    "TypesettingFailed",
    "can_print",
    "make",
    "typeset",
]
