"""The same submission gives the same bytes: again, elsewhere, in other zones and locales."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.export import EXPORTERS
from tests.roots import make_root, story

REPOSITORY = Path(__file__).parent.parent
CALL = """\
编号: test
标题: 案例征集
种类: 志愿服务
截止时间: 2026年6月30日17时
材料:
  - 编号: writeup
    类型: 公文
    章节: [{标题: 经过, 来自: 正文, 必填: 是}, {标题: 数据, 来自: 数据, 呈现: 表格}]
    落款: {盖章: 是, 署名: 单位, 日期: 今天}
  - 编号: form
    类型: 表格
    标题: 登记表
    行:
      - [{栏目: 名称, 来自: 标题}, {栏目: 照片, 图片: 证件照, 跨行: 2}]
      - [{栏目: 单位, 来自: 单位}]
专用图片: [{名称: 证件照, 格式: JPG}]
照片: {插入正文: 是}
"""
MORE = """\
photos:
  - {file: b.jpg, caption: 证件照, alt: 图案, credit: 甲}
  - {file: a.jpg, caption: 图案, alt: 图案, credit: 甲}
stats: [{label: 件, value: 3}, {label: 次, value: 近300, unit: 次}]
attachments: [{file: a.pdf, title: 证明}]
"""
FORMATS = [word for name in EXPORTERS for word in ("--format", name)]
OTHERS = [
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Adak", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
]


def export(root: Path, **environment: str) -> dict[str, str]:
    """The digests of everything that an export of all stories writes."""
    words = [sys.executable, "-m", "generator", "export", "test", "--all", "--draft", *FORMATS]
    words += ["--root", str(root), "--as-of", "2026-06-01", "--quiet"]
    run = subprocess.run(
        words,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    folder = root / "exports"
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    files = {"awards/test.yml": CALL, "volunteer/a.yml": story(more=MORE)}
    root = make_root(tmp_path_factory.mktemp("alike") / "root", files)
    for name, picture in (("a", "1252/cover.jpg"), ("b", "423/cover.jpg")):
        source = REPOSITORY / "stories/brands" / picture
        shutil.copyfile(source, root / f"stories/volunteer/{name}.jpg")
    (root / "stories/volunteer/a.pdf").write_bytes(b"%PDF-1.4")
    return root, export(root)


@pytest.mark.parametrize("environment", OTHERS, ids=lambda value: value["TZ"])
def test_another_place_and_environment_give_the_same_files(
    first: tuple[Path, dict[str, str]], environment: dict[str, str], tmp_path: Path
) -> None:
    root, made = first
    assert {Path(name).suffix for name in made} >= set(
        ".docx .pdf .zip .md .html .json .xlsx .jpg".split()
    )
    moved = tmp_path / "另一个 文件夹" / "tief"
    shutil.copytree(root, moved, ignore=shutil.ignore_patterns("exports", ".showcase"))
    assert export(moved, **environment) == made
