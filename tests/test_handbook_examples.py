"""What the handbook shows is typed as it stands: no example may be an author's mistake."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import indent
from typing import NamedTuple

import pytest

from generator.cli import main

HANDBOOK = Path(__file__).parent.parent / "docs" / "handbook"
GENERATED = "checks.md"  # tests/test_explain.py tries its examples
ABSENT = {"file-missing", "related-unknown"}  # files and stories that an example only names
UNITS = "- {编号: jigwei, 名称: 机关党委}\n- {编号: zhibu1, 名称: 第一党支部}\n"
SETTINGS = {"site_name": "甲", "site_url": "https://a.example/", "plugins": "[]"}
STORY = {"标题": "甲", "单位": "第一党支部", "时间": "2026年3月", "摘要": "乙。"}


class Home(NamedTuple):
    """Where an example belongs: a file, what stands above it there, how far it is set in."""

    file: str
    above: str = ""
    depth: int = 0


BRAND, MEMBER = "stories/brands/liang-zhan-deng.yml", "stories/members/zhang-san.yml"
NAMED = "姓名: 张三\n"
PART = "工作法:\n  名称: “1”工作法\n  组成:\n    - 数: 1\n      名称: 一个目标\n"
WINDOW = Home("mkdocs.yml", "extra:\n  showcase:\n    视窗:\n")
CALL = "编号: a-2026\n标题: 甲\n种类: [先进典型]\n材料:\n"
HOMES = {  # by how the first line begins; anything else is a part of a member's story
    "- 编号: form": Home("stories/awards/a-2026.yml", CALL),
    "行:": Home("stories/awards/a-2026.yml", f"{CALL}  - 编号: a\n    类型: 表格\n"),
    "编号: jgdj": Home("stories/awards/jgdj-2026.yml"),
    "- 编号": Home("stories/units.yml"),
    "- 误": Home("stories/terms.yml"),
    "- 内容": Home("stories/maxims.yml"),
    "- 承诺人": Home("stories/pledges/2018.yml"),
    "周次": Home("stories/stars/2018-W03.yml"),
    "名称: 年度": Home("stories/ceremonies/2018.yml"),
    "类型: 微": Home("stories/works/dangke.yml"),
    "extra": Home("mkdocs.yml"),
    "site_": Home("mkdocs.yml"),
    "公告": WINDOW,
    "分屏": WINDOW,
    "标题": Home(BRAND),
    "标识": Home(BRAND),
    "工作法": Home(BRAND),
    "内容": Home(BRAND, PART, 6),
    "成效": Home(MEMBER, f"{NAMED}章节:\n"),
    "焦点": Home(MEMBER, f"{NAMED}图片:\n  - 文件: 现场.jpg\n", 4),
}


def examples() -> dict[str, str]:
    """Every example in YAML by its page and line, without the indent of its fence."""
    found = {}
    for page in sorted(HANDBOOK.glob("*.md")):
        text = page.read_text("utf-8")
        for match in re.finditer(r"^( *)```yaml\n(.*?)^\1```", text, re.M | re.S):
            line = text.count("\n", 0, match.start(2)) + 1
            found[f"{page.name}:{line}"] = re.sub(f"^{match[1]}", "", match[2], flags=re.M)
    return {name: text for name, text in found.items() if not name.startswith(GENERATED)}


EXAMPLES = examples()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_no_mistake(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = EXAMPLES[name]
    own = Home(MEMBER, NAMED)
    home = next((row for begun, row in HOMES.items() if text.lstrip().startswith(begun)), own)
    files = {"mkdocs.yml": whole("", SETTINGS), "stories/units.yml": UNITS}
    files[home.file] = framed(home.file, home.above + indent(text, " " * home.depth))
    for file, content in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(content, "utf-8")
    main(["check", "--format", "json", "--root", str(tmp_path), "--as-of", "2026-03-20"])
    found = json.loads(capsys.readouterr().out)
    assert [p for p in found if p["level"] == "error" and p["id"] not in ABSENT] == []


def framed(file: str, text: str) -> str:
    """An example with what a whole file of its sort needs besides."""
    if file == "mkdocs.yml":
        return whole(text, SETTINGS)
    if file not in (BRAND, MEMBER):
        return text
    body = "" if re.search("^(章节|正文):", text, re.M) else "正文: |\n  丙。\n"
    return whole(text, STORY) + body


def whole(text: str, lines: dict[str, str]) -> str:
    """`text` below those of the lines whose keys it lacks."""
    lacking = (f"{k}: {v}\n" for k, v in lines.items() if not re.search(f"^{k}:", text, re.M))
    return "".join(lacking) + text
