"""Stock MkDocs Material: default navigation and search, the same texts as plain Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from benchmarks import corpus
from generator.model.kinds import KINDS

# No `nav`, no `plugins`: what MkDocs and Material do when they are told nothing else.
SETTINGS = """\
site_name: 先锋印记
site_url: https://showcase.example/
theme:
  name: material
  language: zh
  font: false
"""


def write(root: Path, count: int) -> None:
    """Writes a MkDocs project: settings, a page a story, a list a kind, units, honours, home."""
    corpus.save(root / "mkdocs.yml", SETTINGS)
    docs = root / "docs"
    lists: dict[str, list[str]] = {kind.folder: [] for kind in KINDS.values()}
    units: dict[str, list[str]] = {unit.id: [] for unit in corpus.units()}
    honours: dict[str, list[str]] = {level: [] for level in corpus.LEVELS}
    for story in corpus.stories(count):
        corpus.save(docs / f"{story.address}.md", _story(story))
        lists[story.kind.folder].append(f"- [{story.title}]({story.id}.md)：{story.summary}")
        units[story.unit.id].append(f"- [{story.title}](../{story.address}.md)")
        for title, by, level, date in story.honours:
            honours[level].append(f"- {date} {title}，{by}，[{story.title}]({story.address}.md)")
    for kind in KINDS.values():
        corpus.save(docs / f"{kind.folder}/index.md", _list(kind.label, lists[kind.folder]))
    for unit in corpus.units():
        corpus.save(docs / f"units/{unit.id}.md", _list(unit.name, units[unit.id]))
    names = (f"- [{unit.name}]({unit.id}.md)" for unit in corpus.units())
    corpus.save(docs / "units/index.md", _list("单位", names))
    levels = (f"## {level}\n\n" + "\n".join(rows) for level, rows in honours.items())
    corpus.save(docs / "honours.md", "# 荣誉\n\n" + "\n\n".join(levels) + "\n")
    corpus.save(docs / "search.md", "# 搜索\n")
    for name, text in corpus.hand_written():
        corpus.save(docs / "about" / name, text)
    folders = (f"- [{kind.label}]({kind.folder}/index.md)" for kind in KINDS.values())
    corpus.save(docs / "index.md", _list("先锋印记", folders))


def edit(root: Path, count: int, words: str) -> str:
    """Adds `words` to the end of the middle story; returns the address of its page."""
    story = corpus.middle(count)
    corpus.save(root / f"docs/{story.address}.md", f"{_story(story)}\n{words}\n")
    return story.address


def _list(title: str, rows: Iterable[str]) -> str:
    return f"# {title}\n\n" + "\n".join(rows) + "\n"


def _story(story: corpus.Story) -> str:
    """The story as an editor would write it for Material: front matter, then headings and lists."""
    stats = (
        f"{name} **{value}**{unit}（{when}，{by}）" for name, value, unit, when, by in story.stats
    )
    related = (f"- [{other}](../{corpus.address(other)}.md)" for other in story.related)
    blocks = [
        f"---\ntitle: {story.title}\ndescription: {story.summary}\n---",
        f"# {story.title}",
        f"{story.unit.name}　{story.date}",
        story.summary,
        _bullets(f"{label}：{value}" for label, value in story.facts),
        *_method(story),
        *(f"## {corpus.CHAPTER_LABELS[name]}\n\n{text}" for name, text in story.sections),
        "## 数据",
        _bullets(stats),
        "## 荣誉",
        _bullets(f"{date} {title}，{by}，{level}" for title, by, level, date in story.honours),
        *(f"> {text}\n>\n> {speaker}，{role}" for text, speaker, role in story.quotes),
        "## 相关",
        "\n".join(related),
        "、".join(story.tags),
    ]
    return "\n\n".join(blocks) + "\n"


def _method(story: corpus.Story) -> list[str]:
    if not story.parts:
        return []
    rows = []
    for count, title, items in story.parts:
        rows.append(f"- **{count}** {title}")
        rows += [f"    - {item}" for item in items]
    return [f"## {story.method}", "\n".join(rows)]


def _bullets(rows: Iterable[str]) -> str:
    return "\n".join(f"- {row}" for row in rows)
