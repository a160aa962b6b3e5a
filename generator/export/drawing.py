"""Pictures in Word files, beyond what python-docx does: alternative texts, ids of their own."""

from __future__ import annotations

import io

from docx.document import Document as Package
from docx.oxml.ns import qn
from docx.shared import Mm

from generator.export.document import Figure
from generator.export.oxml import Element, check, w


def drawing(figure: Figure, size_mm: tuple[float, float], package: Package) -> Element:
    """A run that holds the picture at a size, with its alternative text."""
    width, height = size_mm
    inline = package.part.new_pic_inline(io.BytesIO(figure.content), Mm(width), Mm(height))
    check(figure.alt)
    inline.docPr.set("descr", figure.alt)
    for side in "TBLR":  # LibreOffice keeps an eighth of an inch where nothing is said
        inline.set(f"dist{side}", "0")
    return w("r", w("drawing", inline))


def number_drawings(package: Package) -> None:
    """Ids that are unique in the document; python-docx gives one and the same before insertion."""
    for number, properties in enumerate(package.element.body.iter(qn("wp:docPr")), start=1):
        properties.set("id", str(number))
        properties.set("name", f"Picture {number}")
