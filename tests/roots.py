"""Small roots for tests, their stories given as text, and commands run on them."""

from __future__ import annotations

from pathlib import Path

from generator.cli import main

SETTINGS = """\
site_name: 试验站
site_url: https://test.example/
theme: {name: null, custom_dir: theme}
plugins: []
extra: {showcase: {review: three}}
"""
UNITS = """\
- {id: yuan, name: 试验检验院, short: 试验院}
- {id: zhibu, name: 第一党支部, parent: yuan}
"""
SIGNED = (
    "review: {author: 甲, status: approved, first: {by: 乙, on: 2026-01-01},"
    " second: {by: 丙, on: 2026-01-02}, final: {by: 丁, on: 2026-01-03}}\n"
)


def story(
    title: str = "一盏灯", *, review: str = SIGNED, more: str = "", body: str = "正文。"
) -> str:
    """A volunteer story that passes every check and is published."""
    return (
        f"title: {title}\nunit: yuan\ndate: 2025-03-05\nsummary: 一句话的摘要\n"
        f"body: |\n  {body}\n{more}{review}"
    )


def make_root(root: Path, stories: dict[str, str], settings: str = SETTINGS) -> Path:
    """Writes a root with `stories` (path below stories/ → text)."""
    texts = {"mkdocs.yml": settings, "stories/units.yml": UNITS}
    texts |= {f"stories/{path}": text for path, text in stories.items()}
    for path, text in texts.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def run(root: Path, *words: str, on: str = "2026-06-01") -> int:
    """The exit code of a command about this root on a day."""
    return main([*words, "--root", str(root), "--as-of", on])
