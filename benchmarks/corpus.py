"""Generated stories: the same for every run, as records and as the files an officer would write."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from benchmarks import prose
from generator.model.fields import fields_of
from generator.model.kinds import KINDS, Kind
from generator.model.parts import Sections

PROJECT = Path(__file__).parent.parent
UNITS = 40
TEXT = 1000  # 字 in the sections of a story; a sentence more at most
CHAPTERS = 5  # of a story
CHAPTER_LABELS = {field.key: field.label for field in fields_of(Sections)}
LEVELS = ("国家级", "省部级", "市厅级", "县处级", "本级")
GIVERS = ("全国总工会", "省市场监督管理局", "市总工会", "县人民政府", "院党委")
BRAND_TYPES = ("党建品牌", "工作法", "服务品牌", "文化品牌", "志愿品牌", "廉洁品牌")
CAMPAIGNS = ("行动", "课堂", "驿站", "热线", "小屋", "夜校", "义诊", "集市", "专列", "护航队")
PARTS = ("目标", "清单", "抓手", "队伍", "机制", "行动", "承诺")
NUMERALS = "零一两三四五六"
_YEARBOOK = re.compile(r"^ *(?:风采录|yearbook):.*\n", re.M)  # its PDF would be measured too

Facts = tuple[tuple[str, str], ...]
Parts = tuple[tuple[int, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of `units.yml`."""

    id: str
    name: str
    short: str
    intro: str


@dataclass(frozen=True, slots=True)
class Story:
    """A story with all its parts; labels are Chinese, as an officer types them.

    `facts` are the fields of its kind as (label, value); `parts` are a brand's method as (count,
    title, items); `stats` are (label, value, unit, period, source); `honours` are (title, by,
    level, date); `quotes` are (text, speaker, role); `related` are `kind/id`; `signed` are
    (step, name, day).
    """

    kind: Kind
    id: str
    title: str
    unit: Unit
    date: str
    summary: str
    slogan: str
    facts: Facts
    method: str
    parts: Parts
    sections: tuple[tuple[str, str], ...]
    stats: tuple[tuple[str, str, str, str, str], ...]
    honours: tuple[tuple[str, str, str, str], ...]
    quotes: tuple[tuple[str, str, str], ...]
    tags: tuple[str, ...]
    related: tuple[str, ...]
    author: str
    signed: tuple[tuple[str, str, str], ...]

    @property
    def address(self) -> str:
        """Where the story's page lies below the site's root, without slashes around it."""
        return f"{self.kind.folder}/{self.id}"


def write(root: Path, count: int) -> None:
    """Writes a root folder for the showcase: `count` stories, `units.yml` and the settings."""
    for story in stories(count):
        save(root / _file(story.kind.folder, story.id), story_yaml(story))
    rows = (
        f"- id: {unit.id}\n  名称: {unit.name}\n  简称: {unit.short}\n  简介: {unit.intro}\n"
        for unit in units()
    )
    save(root / "stories/units.yml", "".join(rows))
    if (PROJECT / "mkdocs.yml").exists():
        settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
        save(root / "mkdocs.yml", _YEARBOOK.sub("", settings))


def stories(count: int) -> Iterator[Story]:
    """The first `count` stories, kind after kind in turn; the same at every run."""
    return (story(number, count) for number in range(count))


def story(number: int, count: int) -> Story:
    """Story `number` of `count`; its text does not depend on `count`, its related stories do."""
    rng = random.Random(f"story-{number}")
    kind = _kind(number)
    own = _own_words(number, kind, rng)
    title, facts = _title(number // len(KINDS), kind, own, rng)
    method, parts = _method(rng) if kind.name == "brand" else ("", ())
    year = rng.randint(2012, 2024)
    return Story(
        kind=kind,
        id=_id(number),
        title=title,
        unit=rng.choice(units()),
        date=f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        summary=prose.sentence("act", own, rng) + prose.sentence("result", own, rng),
        slogan=prose.pick("saying", rng),
        facts=facts,
        method=method,
        parts=parts,
        sections=_sections(kind, own, rng),
        stats=tuple(_stats(year, rng)),
        honours=tuple(_honours(year, rng)),
        quotes=tuple(_quotes(own, rng)),
        tags=tuple(rng.sample(prose.words("tag"), 3)),
        related=_related(number, count),
        author=prose.person(rng),
        signed=_signed(number),
    )


@cache
def units() -> tuple[Unit, ...]:
    """All units, each in a place of its own."""
    rng = random.Random("units")
    heads, tails = prose.words("place_head"), prose.words("place_tail")
    kinds = prose.words("unit_type")
    places = [rng.choice(tails) for _ in range(UNITS)]
    return tuple(
        Unit(
            id=f"u{at + 1:02}",
            name=f"{heads[at]}{places[at]}市{kinds[at % len(kinds)]}",
            short=f"{heads[at]}{places[at]}院",
            intro=f"承担{heads[at]}{places[at]}一带的{prose.pick('work', rng)}。",
        )
        for at in range(UNITS)
    )


def hand_written() -> list[tuple[str, str]]:
    """The pages about the site that the footer links to: name and Markdown."""
    found = sorted((PROJECT / "site_src/about").glob("*.md"))
    return [(file.name, file.read_text(encoding="utf-8")) for file in found]


def address(reference: str) -> str:
    """The address of a story given as `kind/id`."""
    kind, id = reference.split("/")
    return f"{KINDS[kind].folder}/{id}"


def edit(root: Path, count: int, words: str) -> str:
    """Adds `words` to the last chapter of the middle story; returns the address of its page."""
    chosen = middle(count)
    last = chosen.sections[-1][1]
    changed = story_yaml(chosen).replace(_indented(last), _indented(f"{last}{words}"))
    save(root / _file(chosen.kind.folder, chosen.id), changed)
    return chosen.address


def retitle(root: Path, count: int, words: str) -> str:
    """Adds `words` to the title of the middle story; returns the address of its page."""
    chosen = middle(count)
    changed = story_yaml(replace(chosen, title=f"{chosen.title}{words}"))
    save(root / _file(chosen.kind.folder, chosen.id), changed)
    return chosen.address


def middle(count: int) -> Story:
    """The story that an edit changes."""
    return story(count // 2, count)


def story_yaml(story: Story) -> str:
    """The story's file, with Chinese keys and block scalars as `showcase new` would lay it out."""
    lines = [
        f"标题: {story.title}",
        f"单位: {story.unit.id}",
        f"时间: {story.date}",
        f"摘要: {story.summary}",
        f"口号: {story.slogan}",
        *(f"{label}: {value}" for label, value in story.facts),
        *_method_yaml(story),
        "章节:",
        *(f"  {CHAPTER_LABELS[name]}: |\n{_indented(text)}" for name, text in story.sections),
        *_rows("数据", ("名称", "数值", "单位", "时间", "来源"), story.stats),
        *_rows("荣誉", ("名称", "授予单位", "级别", "时间"), story.honours),
        *_rows("引语", ("内容", "说话人", "身份"), story.quotes),
        f"标签: [{', '.join(story.tags)}]",
        *(("相关:", *(f"  - {other}" for other in story.related)) if story.related else ()),
        "审核:",
        f"  撰稿: {story.author}",
        "  状态: 已审",
        *(f"  {step}: {{审核人: {by}, 日期: {day}}}" for step, by, day in story.signed),
    ]
    return "\n".join(lines) + "\n"


def _kind(number: int) -> Kind:
    return tuple(KINDS.values())[number % len(KINDS)]


def _chapters(kind: Kind) -> tuple[str, ...]:
    """Those that a new file of the kind begins with, and others up to the number of all stories."""
    begun = [name for name in CHAPTER_LABELS if name in kind.begun]
    others = [name for name in reversed(CHAPTER_LABELS) if name not in begun]
    chosen = {*begun, *others[: CHAPTERS - len(begun)]}
    return tuple(name for name in CHAPTER_LABELS if name in chosen)


def _id(number: int) -> str:
    return f"{_kind(number).name}-{number // len(KINDS) + 1:05}"


def _file(folder: str, id: str) -> str:
    return f"stories/{folder}/{id}.yml"


def _own_words(number: int, kind: Kind, rng: random.Random) -> dict[str, str]:
    """The words that recur in a story; a member's name is the story's and nobody else's."""
    me = _name(number // len(KINDS), rng) if kind.name == "member" else prose.person(rng)
    return {
        "place": prose.place(rng),
        "product": prose.pick("product", rng),
        "group": prose.pick("group", rng),
        "me": me,
        "mate": prose.person(rng),
    }


def _name(at: int, rng: random.Random) -> str:
    surnames, given = prose.words("surname"), prose.words("given")
    first = given[at // len(surnames) % len(given)]
    return surnames[at % len(surnames)] + first + rng.choice(given)


def _title(at: int, kind: Kind, own: dict[str, str], rng: random.Random) -> tuple[str, Facts]:
    """A title no other story has, and the fields of the kind; `at` counts within the kind."""
    if kind.name == "brand":
        mark, turn = _mark(at)
        type_of = BRAND_TYPES[turn % len(BRAND_TYPES)]
        aim = f"{prose.pick('work', rng)}{prose.pick('quality', rng)}双提升"
        return f"“{mark}”{type_of}：{own['group']}{aim}", (("类型", type_of),)
    if kind.name == "member":
        role = prose.pick("role", rng)
        person = (("姓名", own["me"]), ("岗位", role), ("格言", prose.pick("saying", rng)))
        return f"{own['me']}：{own['place']}{role}的{prose.pick('idiom', rng)}", person
    if kind.name == "team":
        return _team(at, own, rng)
    title, facts = _campaign(at, own, rng)
    return title, facts if kind.name == "volunteer" else ()


def _mark(at: int) -> tuple[str, int]:
    """A brand's two characters, and how often all of them have been used before."""
    marks = prose.words("brand_mark")
    mark = marks[at % len(marks)] + marks[at // len(marks) % len(marks)]
    return mark, at // len(marks) ** 2


def _team(at: int, own: dict[str, str], rng: random.Random) -> tuple[str, Facts]:
    heads, tails = prose.words("place_head"), prose.words("place_tail")
    groups = prose.words("group")
    own["place"] = heads[at % len(heads)] + tails[at // len(heads) % len(tails)]
    own["group"] = groups[at // (len(heads) * len(tails)) % len(groups)]
    facts = (
        ("负责人", own["me"]),
        ("人数", f"{rng.randint(5, 40)}人"),
        ("成立", f"{rng.randint(1985, 2012)}年"),
    )
    return f"{own['place']}{own['group']}：{prose.pick('gain', rng)}", facts


def _campaign(at: int, own: dict[str, str], rng: random.Random) -> tuple[str, Facts]:
    mark, turn = _mark(at)
    campaign = f"“{mark}”{CAMPAIGNS[turn % len(CAMPAIGNS)]}"
    facts = (
        ("活动", campaign),
        ("地点", own["place"] + prose.pick("where", rng)),
        ("受益对象", prose.pick("people", rng)),
        ("参与人次", f"近{rng.randint(3, 40)}00人次"),
        ("服务时长", f"{rng.randint(200, 4000)}小时"),
        ("始于", f"{rng.randint(2005, 2012)}年"),
    )
    return f"{campaign}：把{prose.pick('work', rng)}送到{own['place']}", facts


def _method(rng: random.Random) -> tuple[str, Parts]:
    """A numbered method whose name, parts and items agree, as the checks ask."""
    counts = [rng.randint(1, 5) for _ in range(rng.randint(3, 4))]
    titles = rng.sample(PARTS, len(counts))
    parts = tuple(
        (count, f"{NUMERALS[count]}个{title}", tuple(_points(count, rng)))
        for count, title in zip(counts, titles, strict=True)
    )
    return f"“{''.join(map(str, counts))}”工作法", parts


def _points(count: int, rng: random.Random) -> list[str]:
    points: list[str] = []
    while len(points) < count:
        point = prose.pick("do", rng) + prose.pick("work", rng)
        if point not in points:
            points.append(point)
    return points


def _sections(kind: Kind, own: dict[str, str], rng: random.Random) -> tuple[tuple[str, str], ...]:
    """Chapters of together `TEXT` 字 or a sentence more: each asks for its share of the rest."""
    found: list[tuple[str, str]] = []
    rest, names = TEXT, _chapters(kind)
    for at, name in enumerate(names):
        text = prose.section(name, rest // (len(names) - at), own, rng)
        rest -= length(text)
        found.append((name, text))
    return tuple(found)


def length(text: str) -> int:
    """The 字 of a text: its characters without white space and list marks."""
    return sum(len(line.removeprefix("- ")) for line in text.split("\n"))


def _stats(year: int, rng: random.Random) -> Iterator[tuple[str, str, str, str, str]]:
    for row in rng.sample(prose.words("stat"), rng.randint(3, 4)):
        label, unit = row.split("/")
        number = rng.randint(2, 99) * rng.choice((1, 10, 37, 100))
        value = rng.choice((f"{number}", f"{number:,}", f"近{number}", f"{number}多"))
        yield label, value, unit, f"{year}年", "年度工作总结"


def _honours(year: int, rng: random.Random) -> Iterator[tuple[str, str, str, str]]:
    for title in rng.sample(prose.words("honour"), rng.randint(2, 3)):
        at = rng.randrange(len(LEVELS))
        yield title, GIVERS[at], LEVELS[at], f"{rng.randint(year - 3, year)}年"


def _quotes(own: dict[str, str], rng: random.Random) -> Iterator[tuple[str, str, str]]:
    for who in ("me", "mate")[: rng.randint(1, 2)]:
        yield prose.pick("saying", rng) + "。", own[who], prose.pick("role", rng)


def _related(number: int, count: int) -> tuple[str, ...]:
    others = ((number + 1) % count, (number + count // 2) % count, (number * 7 + 3) % count)
    chosen = dict.fromkeys(other for other in others if other != number)
    return tuple(f"{_kind(other).name}/{_id(other)}" for other in chosen)


def _signed(number: int) -> tuple[tuple[str, str, str], ...]:
    """Three sign-offs by three people, none of whom writes stories."""
    days = ((step, 1 + number % 9 + 9 * at) for at, step in enumerate(("初审", "复审", "终审")))
    editors = ("丁编审", "戊主任", "己书记")
    return tuple(
        (step, by, f"2025-09-{day:02}") for (step, day), by in zip(days, editors, strict=True)
    )


def _method_yaml(story: Story) -> list[str]:
    if not story.parts:
        return []
    lines = ["工作法:", f"  名称: {story.method}", "  组成:"]
    for count, title, items in story.parts:
        lines += [f"    - 数: {count}", f"      名称: {title}", "      内容:"]
        lines += [f"        - {item}" for item in items]
    return lines


def _rows(label: str, keys: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[str]:
    lines = [f"{label}:"]
    for row in rows:
        pairs = (f"{key}: {value}" for key, value in zip(keys, row, strict=True))
        lines.append("  - " + "\n    ".join(pairs))
    return lines


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))


def save(path: Path, text: str) -> None:
    """Writes a file, its folders made if they lack, with the same bytes on every system."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
