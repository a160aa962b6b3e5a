"""Roots of files that no case can hold: not text, not UTF-8, too large, links, names.

`python -m tests.unreadable` writes `unreadable.md`, what `check` tells of each root in both
languages; read the difference before you commit it.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from generator.proof import check_site
from generator.show import show
from tests.cases import TODAY
from tests.examples import UNITS
from tests.roots import SETTINGS

DOCUMENT = Path(__file__).with_name("unreadable.md")
STORY = "标题: 一盏灯\n单位: 试验检验院\n时间: 2018年\n摘要: 一句话。\n正文: 一段正文。\n"
_TURNED = "".join(f"地点{number}: 甲\u202e乙\n" for number in range(8))
_MANY = "标签: [" + ", ".join("甲" * 30_000) + "]\n"


def _picture(form: str) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(stream, form)
    return stream.getvalue()


# A root's files; a str is what a link there leads to.
Root = Mapping[str, bytes | str]
_SOUND = {"mkdocs.yml": SETTINGS.encode(), "stories/units.yml": UNITS.encode()}
_BEGINNINGS = {
    "docx": b"PK\x03\x04",
    "doc": b"\xd0\xcf\x11\xe0",
    "rtf": b"{\\rtf1",
    "pdf": b"%PDF-1.7",
    "html": b"<!DOCTYPE html>",
    "wps": b'<?xml version="1.0"?>',
    "rar": b"Rar!\x1a",
    "7z": b"7z\xbc\xaf",
    "gz": b"\x1f\x8b",
    "jpg": b"\xff\xd8\xff\xe0",
    "png": b"\x89PNG",
    "gif": b"GIF89a",
    "webp": b"RIFF",
    "heic": b"\x00\x00\x00\x18ftypheic",
}
ROOTS: dict[str, Root] = {
    "不是文字": {
        **_SOUND,
        **{f"stories/brands/{name}.yml": begin for name, begin in _BEGINNINGS.items()},
    },
    "编码": {
        **_SOUND,
        "stories/brands/gbk.yml": STORY.encode("gb18030"),
        "stories/brands/unicode.yml": STORY.encode("utf-16"),
        "stories/brands/unicode-cut.yml": codecs.BOM_UTF16_LE + "标题: 甲".encode("utf-16-le")[:-1],
        "stories/brands/unicode-unmarked.yml": STORY.encode("utf-16-le"),
        "stories/brands/mixed.yml": STORY.encode() + "地点: 窗口\n".encode("gb18030"),
        "stories/brands/neither.yml": STORY.encode("gb18030") + b"\xff\xff\n",
        "stories/brands/lost.yml": STORY.encode() + "地点: 锟斤拷\n".encode(),
        "stories/brands/turned.yml": STORY.encode() + _TURNED.encode(),
        "stories/brands/blank.yml": b"",
    },
    "大小": {
        **_SOUND,
        "stories/brands/large.yml": STORY.encode() + b"#" * 256 * 1024,
        "stories/brands/many.yml": STORY.encode() + _MANY.encode(),
    },
    "文件和文件夹": {
        **_SOUND,
        "stories/brands/1252/readme.md": b"",
        "stories/brands/链接.yml": "../../units.yml",
        "stories/brands/一盏灯\x07.yml": STORY.encode(),
        "stories/photos/现场.jpg": _picture("JPEG"),
        "stories/pledges/去年.yml": b"- {}\n",
        "stories/maxims.yml": "格言: 甲\n".encode(),
    },
    "图片": {
        **_SOUND,
        "stories/brands/1252/story.yml": (
            STORY
            + "图片:\n"
            + "".join(
                f"  - {{文件: {name}, 替代文字: 窗口里的灯, 摄影: 办公室供图}}\n"
                for name in ("链接.jpg", "文件夹", "文稿.jpg", "文字.jpg", "没传完.jpg")
            )
        ).encode(),
        "stories/brands/1252/链接.jpg": "现场.jpg",
        "stories/brands/1252/文件夹/现场.jpg": _picture("JPEG"),
        "stories/brands/1252/文稿.jpg": b"%PDF-1.7",
        "stories/brands/1252/文字.jpg": STORY.encode(),
        "stories/brands/1252/没传完.jpg": _picture("JPEG")[:-1000],
    },
    "设置不是 UTF-8": {
        **_SOUND,
        "mkdocs.yml": "site_name: 先锋印记\n".encode("gb18030"),
        "stories/brands/a.yml": STORY.encode(),
    },
    "没有项目": {},
}


def told(root: Root) -> tuple[str, str]:
    """What `check` tells of a root, in Chinese and in English."""
    with TemporaryDirectory() as folder:
        for name, content in root.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                path.symlink_to(content)
            else:
                path.write_bytes(content)
        checked = check_site(Path(folder), TODAY)
        found = checked.problems, checked.sources, "text"
        return show(*found, "zh"), show(*found, "en")


def document() -> str:
    """The document of all roots."""
    parts = ["# 读不了的文件\n"]
    for title, root in ROOTS.items():
        chinese, english = told(root)
        parts.append(f"## {title}\n\n```\n{chinese}```\n\n```en\n{english}```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
