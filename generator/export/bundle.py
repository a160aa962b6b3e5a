"""The parcel: documents, numbered photos and attachments, their index; one zip of fixed dates."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from generator.export.docx import write_docx
from generator.export.entry import Entry
from generator.export.makers import ZIP_TIME
from generator.export.sheet import evidence_index

_RIGHTS = 0o644 << 16


def write_bundle(entry: Entry, documents: Mapping[str, bytes]) -> bytes:
    """The zip of a submission; `documents` by file name, as they stand beside it."""
    parts = list(documents.items())
    parts += ((one.name, one.content) for one in (*entry.photos, *entry.evidence))
    if entry.index:
        parts.append((entry.index, write_docx(evidence_index(entry))))
    return zipped(parts)


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of the files in their order; stored, since documents and photos are compressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.create_system = 3  # the same bytes on every system
            info.external_attr = _RIGHTS
            archive.writestr(info, content)
    return packed.getvalue()
