"""The names of a submission's files: none too long, no two alike, whatever writes or lists them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.model.naming import safe, unique

INDEX = "佐证材料目录"


def stem(name: str, fallback: str) -> str:
    """The name of a document's files, which leaves room for their endings."""
    return safe(name, ".docx", fallback).removesuffix(".docx")


def distinct(
    stems: Sequence[str], enclosed: Iterable[str]
) -> tuple[Sequence[str], str, Sequence[str]]:
    """The names of documents, index and enclosed files as they can stand in one folder."""
    books = unique(f"{one}.docx" for one in stems)
    stems = [name.removesuffix(".docx") for name in books]
    own = [*books, *(f"{one}.pdf" for one in stems)]
    index, *others = unique((*own, f"{INDEX}.docx", *enclosed))[len(own) :]
    return stems, index, others
