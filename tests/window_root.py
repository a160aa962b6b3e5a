"""A root whose windows are hard to set: the longest words, the oddest pictures, every kind."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from generator.flow import Options, build
from generator.portable import Wanted, single_file
from generator.progress import Progress
from tests.roots import SIGNED, UNITS

AS_OF = date(2026, 6, 1)
NOON = "2026-06-01T12:00:00"
QUIET = Progress(sys.stderr, "zh", quiet=True)

LONG = "在全省系统“双随机、一公开”监管改革试点工作中连续七年零差错的检验检测业务受理窗口"
LEAD = "把来样受理、检验检测、报告签发、客户回访四个环节连成一条线，" * 3
POINTS = "基层党支部标准化规范化建设"
MAXIM = (
    "把每一份样品当作第一份样品来检验，把每一份报告当作最后一份报告来签发，"
    "把每一位来办事的群众当作自己的亲人来接待，问心无愧，才对得起胸前的这枚党徽和肩上担子。"
)
ADDRESS = "https://party-building.inspection-institute.test.example/showcase/2026/"
BRANCH = "示例检验检测研究院高新技术产业开发区第三分院"  # has no short name
SETTINGS = """\
site_name: 示例检验检测研究院先锋展示
site_url: ADDRESS
theme: {name: null, custom_dir: theme}
plugins: []
extra:
  showcase:
    review: three
    首页标题: 一线的光，由平凡的人一盏一盏点亮，照见来路
    主办单位: 机关党委宣传处（示例）
    视窗:
      名称: 示例检验检测研究院一楼业务受理大厅
      屏数: 60
      夜间: 22:00-06:30
      公告:
        - {标题: 关于开展七一主题党日活动和集体学习的通知示例, 内容: TEXT, 落款: 机关, 置顶: 是}
        - {标题: 短期公告, 起: 2026-05-20, 止: 2026-06-02}
        - {标题: 以后的公告, 起: 2026-06-05}
      分屏:
        - {编号: lobby, 名称: 一楼大厅, 稿件: [volunteer/tall, nine], 内容: [格言], 秒数: 10}
""".replace("TEXT", LEAD[:60]).replace("ADDRESS", ADDRESS)
PICTURES = {"tall": (900, 1600), "panorama": (2400, 700), "small": (320, 240), "wide": (1500, 1000)}
STAR = "{星级: 服务之星, 姓名: 欧阳建国, 单位: yuan, 事由: 连续三周零投诉，主动为独居老人代办改压}"
RARE = "{星级: 优质服务之星兼安全生产标兵, 姓名: 阿卜杜热合曼·买买提艾力, 单位: fen, 事由: 好}"


def make_window_root(root: Path) -> Path:
    """Writes the root; stories are named for what is hard about them."""
    units = f"{UNITS}- {{id: fen, name: {BRANCH}}}\n"
    texts = {"mkdocs.yml": SETTINGS, "stories/units.yml": units} | _stories() | _others()
    for path, text in texts.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for name, size in PICTURES.items():
        Image.effect_noise(size, 60).convert("RGB").save(root / f"stories/volunteer/{name}/图.jpg")
    return root


def built_window(root: Path) -> Path:
    """The offline site of a root."""
    made = build(Options(root, AS_OF, offline=True), QUIET)
    assert made.site is not None, made.checked.problems
    return made.site


def window_file(root: Path) -> Path:
    """The window of a root as one file."""
    made = single_file(Wanted(root, AS_OF), QUIET)
    assert made.path is not None, made.checked.problems
    return made.path


def shown(page: Page) -> str:
    """The id of the slide on the screen."""
    return str(page.locator(".on").get_attribute("data-id"))


def ids(page: Page) -> list[str]:
    """The ids of a whole round, on the screen one after the other."""
    first, found = shown(page), []
    while not found or shown(page) != first:
        found.append(shown(page))
        page.keyboard.press("ArrowRight")
    return found


def told(title: str = "一盏灯", summary: str = "一句话的摘要。", more: str = "") -> str:
    """A story of any kind that is published."""
    return (
        f"title: {title}\nunit: yuan\ndate: 2025-03-05\nsummary: {summary}\nbody: 正文。\n"
        f"{more}{SIGNED}"
    )


def photo(consent: str = "") -> str:
    """The field of a story with the picture that lies beside it."""
    return f"photos: [{{file: 图.jpg, alt: 现场, credit: 甲, consent: {{by: 本人{consent}}}}}]\n"


def _stories() -> dict[str, str]:
    stats = "".join(
        f"  - {{label: 服务企业和群众总数, value: {n}多家, source: 总结}}\n"
        for n in (3928, 56.01, 120)
    )
    spoken = "".join(
        f"  - {{label: 覆盖面, value: {value}, source: 总结}}\n"
        for value in ("百分之九十九以上的乡镇街道", "从年均三起投诉到连续七年为零")
    )
    honours = "".join(
        f"  - {{title: {LONG[:30]}{n}, by: {LONG[:24]}, level: 国家级, date: 2019年}}\n"
        for n in range(6)
    )
    pictured = {
        f"stories/volunteer/{name}/story.yml": told(LONG[:40], LEAD, photo()) for name in PICTURES
    }
    return (
        _brands()
        | pictured
        | {
            "stories/members/long.yml": told(
                LONG[:40], LEAD, "name: 欧阳建国\nrole: 业务受理岗班组长\n"
            ),
            "stories/members/two.yml": told("灯", more="name: 周舟\n"),
            "stories/teams/stats.yml": told(LONG[:40], LEAD, f"stats:\n{stats}honours:\n{honours}"),
            "stories/teams/words.yml": told("没有数字", more=f"stats:\n{spoken}").replace(
                "yuan", "fen"
            ),
            "stories/teams/slogan.yml": told(
                "口号", more="slogan: 创唯一，争第一，敢为人先，向我看齐\n"
            ),
        }
    )


def _brands() -> dict[str, str]:
    return {
        "stories/brands/sign.yml": told("“1252365”工作法：七个数字", LEAD),
        "stories/brands/deep.yml": told("“3步棋”", more=_method("3", ["一", "二", "三"], 3, 2)),
        "stories/brands/nine.yml": told("“9”工作法", more=_method("9", ["九"], 9, 0)),
        "stories/brands/many.yml": told(
            LONG[:40], more=_method("", list("一二三四五六七八九"), 2, 0)
        ),
        "stories/brands/words.yml": told(
            "“书香”",
            more=f"method:\n  name: 书香\n  parts: [{{title: {POINTS}}}, {{title: {LONG}}}]\n",
        ),
        "stories/brands/counted.yml": told(
            "“百千万”", more=_method("", ["百名书记", "千名党员", "万户"], 1, 0)
        ),
        "stories/brands/plus.yml": told("“1+3+2”", more=_method("1+3+2", ["1", "3", "2"], 3, 0)),
    }


def _method(number: str, counts: list[str], items: int, below: int) -> str:
    """A method whose parts have `items` points each, with `below` points under every one."""
    lines = [f"method:\n  name: “{number}”工作法\n  parts:\n"]
    for count in counts:
        lines.append(f"    - count: {count}\n      title: {count}个工作抓手和任务\n      items:\n")
        for n in range(items):
            lines.append(f"        - title: {POINTS}{n}\n")
            if below:
                lines.append(f"          items: [{', '.join([POINTS] * below)}]\n")
    return "".join(lines)


def _others() -> dict[str, str]:
    citation = "他用二十六年走完三千六百公里巡线路，肩上的工具包装着一座城市的光明。" * 6
    return {
        "stories/maxims.yml": f"- {{内容: {MAXIM}, 作者: 欧阳建国, 单位: fen}}\n"
        f"- {{内容: {'学而知，' * 20}}}\n- {{内容: 心更要勤。, 作者: 周舟}}\n",
        "stories/stars/2026-W21.yml": "周次: 2026-W21\n上榜:\n"
        + f"  - {STAR}\n" * 6
        + f"  - {RARE}\n",
        "stories/ceremonies/2025.yml": "名称: 2025年度突出贡献奖\n年份: 2025\n获奖:\n"
        f"  - {{姓名: 欧阳建国, 单位: yuan, 颁奖词: {citation}}}\n"
        "  - {姓名: 周舟, 颁奖词: 一份样品，一份承诺。}\n"
        f"  - {{姓名: {BRANCH}青年突击队, 单位: fen, 颁奖词: {citation}}}\n",
    }
