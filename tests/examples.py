"""The examples of help pages, completed to roots that can be checked."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from tests.recording_files import FILES
from tests.roots import SETTINGS

UNITS = "- {编号: yuan, 名称: 试验检验院}\n- {编号: zhibu1, 名称: 第一党支部}\n"
NEEDED = {
    ("标题", "title"): "标题: 例子{number}",
    ("单位", "unit"): "单位: 试验检验院",
    ("时间", "date"): "时间: 2018年",
    ("摘要", "summary"): "摘要: 一句话的摘要",
    ("正文", "章节", "body", "sections"): "正文: |\n  一段正文。",
}
PICTURES = {"现场.jpg": (1300, 700), "小图.jpg": (640, 480)}
_FILE = re.compile(
    r"^# (?P<path>(?:stories|site_src)/[^（\n]+|mkdocs\.yml)(?P<whole>（全文）)?\n", re.MULTILINE
)
_SIGN = re.compile(r"⟦U\+([0-9A-F]{4,5})⟧")
_NAME = re.compile(r"^([^\s#:：-][^:：\n]{0,11}?)\s*[:：]", re.MULTILINE)


def is_remark(example: str) -> bool:
    """Whether an example only tells in words what no text of a story can show."""
    return example.startswith("（")


def make_example(root: Path, example: str) -> None:
    """Writes a root that holds what the example shows, and what a story needs besides."""
    text = _SIGN.sub(lambda match: chr(int(match[1], 16)), f"{example}\n")
    parts = _FILE.split(text)
    files = {"mkdocs.yml": SETTINGS, "stories/units.yml": UNITS}
    if parts[0].strip():
        files[_usual_path(parts[0])] = _completed(parts[0], 0)
    for number, (path, whole, content) in enumerate(
        zip(*(parts[i::3] for i in (1, 2, 3)), strict=True)
    ):
        listed = path.endswith(("/units.yml", "/terms.yml", "/reviews.yml", "/withdrawn.yml"))
        if path == "mkdocs.yml":
            files[path] = content
        elif whole or listed:
            files[path] = files.get(path, "") + content
        else:
            files[path] = _completed(content, number)
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8", newline="")
        for name, size in PICTURES.items():
            if name in content:
                Image.new("RGB", size, "teal").save(file.with_name(name))
        for name, recorded in FILES.items():
            if name in content:
                file.with_name(name).write_bytes(recorded())


def _usual_path(text: str) -> str:
    kind = "brands" if re.search("^(?:工作法|类型|标识):", text, re.MULTILINE) else "volunteer"
    return f"stories/{kind}/例子/story.yml"


def _completed(text: str, number: int) -> str:
    """The text with the required fields that it does not name, after it."""
    named = set(_NAME.findall(text))
    more = [line for names, line in NEEDED.items() if not named.intersection(names)]
    return text + "".join(line.format(number=number) + "\n" for line in more)
