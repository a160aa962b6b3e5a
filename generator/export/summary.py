"""summary.json: every limit with its count and verdict, and what was made."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from generator.export.entry import Entry


def summary_text(
    entry: Entry,
    formats: Sequence[str],
    files: Iterable[str],
    faces: Mapping[str, Sequence[str]],
) -> str:
    """The JSON of a submission; `faces` are the fonts of each PDF by document id."""
    award, story = entry.award, entry.story
    told = {
        "call": award.id,
        "call_title": award.title,
        "story": story.key,
        "title": story.title,
        "as_of": entry.as_of.isoformat(),
        "deadline": award.deadline.isoformat() if award.deadline else None,
        "days_left": award.days_left(entry.as_of),
        "draft": entry.draft,
        "ready": not (entry.breaches or entry.draft),
        "checks": [limit.row() for limit in entry.limits],
        "warnings": [problem.message.zh for problem in entry.warnings],
        "documents": [
            {
                "id": one.document.id,
                "title": one.document.title,
                "name": one.name,
                "count": {"hi": one.words.hi, "lo": one.words.lo, "chars": one.words.chars},
                "faces": list(faces.get(one.document.id, ())),
            }
            for one in entry.documents
        ],
        "photos": [{"name": one.name, "caption": one.title} for one in entry.photos],
        "evidence": [{"name": one.name, "title": one.title} for one in entry.evidence],
        "formats": formats,
        "files": sorted(files),
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
