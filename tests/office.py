"""A small office for tests of edits: a root, the hand that edits it, and every sort of edit."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace
from PIL import Image

from generator.builds import Options
from generator.load.site import load
from generator.model.kinds import story_key
from generator.model.parts import STAGES
from generator.sign import review, withdraw
from generator.trouble import Refused
from tests.roots import SETTINGS, SIGNED, UNITS

DAYS = (date(2026, 3, 1), date(2026, 3, 2), date(2027, 1, 1))
STEPS = (1, 1, 2, 7, 31, 400, -1, -40)  # days from one build to the next
KINDS = ("brands", "members", "teams", "volunteer")
PICTURES = ("a.jpg", "b.jpg")


@dataclass
class Office:
    """A root, the hand that edits it, and what builds of it are asked for."""

    root: Path
    rng: random.Random
    options: Options
    version: int = 0
    made: int = 0
    full: int = 0
    told: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[Path]:
        """The stories' files."""
        return sorted(f for kind in KINDS for f in (self.root / "stories" / kind).rglob("*.yml"))

    def one(self) -> Path:
        """Some story's file."""
        return self.rng.choice(self.files)

    def key(self) -> str:
        """The key of some story."""
        return story_key(self.one().relative_to(self.root).as_posix())

    def soon(self) -> date:
        """A day near that of the next build."""
        return self.options.as_of + timedelta(self.rng.choice((-1, 0, 1, 3, 29, 30, 31)))

    def add(self) -> None:
        """A new story, some of them in a folder with a picture."""
        self.made += 1
        kind = KINDS[self.made % 4] if self.made <= 8 else self.rng.choice(KINDS)
        folder = self.root / "stories" / kind
        file = folder / f"s{self.made}.yml"
        photos = ""
        if self.rng.random() < 0.4:
            file = folder / f"s{self.made}" / "story.yml"
            file.parent.mkdir(parents=True)
            picture(file.parent / "a.jpg", self.rng)
            photos = "photos: [{file: a.jpg, alt: 现场, credit: 办公室}]\n"
        file.parent.mkdir(parents=True, exist_ok=True)
        name = "name: 张三\n" if kind == "members" else ""
        won = "honours: [{title: 先锋, level: 国家级}]\n" if self.made < 3 else ""
        file.write_text(
            f"title: 第{self.made}盏灯\nunit: yuan\ndate: 202{self.rng.randint(0, 5)}-03-05\n"
            f"summary: 摘要{self.made}\n{name}{won}{photos}body: |\n  正文{self.made}。\n{SIGNED}",
            encoding="utf-8",
        )

    def change(self, pattern: str, words: str) -> None:
        """One line of some story, the first that begins so, becomes another."""
        file = self.one()
        lines = file.read_text(encoding="utf-8").splitlines()
        at = next((n for n, line in enumerate(lines) if line.startswith(pattern)), None)
        if at is None:
            lines.insert(0, words)
        else:
            lines[at] = words
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def picture(path: Path, rng: random.Random) -> None:
    """A picture of one colour, too low for a cover: half of a build was to encode covers."""
    colour = tuple(rng.randrange(256) for _ in range(3))
    Image.new("RGB", (1300, 350), colour).save(path, quality=60)


def _words(office: Office, most: int = 8) -> str:
    return "".join(office.rng.choice("红旗党员先锋服务质量标准灯火") for _ in range(most))


def _add_two(office: Office) -> None:
    office.add()
    office.add()


def _units(office: Office, told: str, words: str) -> None:
    """What is told of a unit becomes something else; what was changed before is as it was."""
    file = office.root / "stories" / "units.yml"
    file.write_text(UNITS.replace(told, words), encoding="utf-8")


def _units_swapped(office: Office) -> None:
    one, other = "试验检验院", "第一党支部"
    text = UNITS.replace(one, "\0").replace(other, one).replace("\0", other)
    (office.root / "stories" / "units.yml").write_text(text, encoding="utf-8")


def _remove(office: Office) -> None:
    file = office.one()
    if len(office.files) > 2:
        shutil.rmtree(file.parent) if file.stem == "story" else file.unlink()


def _rename(office: Office) -> None:
    file = office.one()
    moved = file.parent if file.stem == "story" else file
    moved.rename(moved.with_name(f"r{office.rng.randrange(10**6)}{moved.suffix}"))


def _photo(office: Office) -> None:
    photos = sorted((office.root / "stories").rglob("*.jpg"))
    picture(office.rng.choice(photos), office.rng) if photos else office.add()


def _relate(office: Office) -> None:
    other = office.one()
    name = other.parent.name if other.stem == "story" else other.stem
    kind = {"brands": "brand", "members": "member", "teams": "team"}
    folder = other.relative_to(office.root / "stories").parts[0]
    office.change("related", f"related: [{kind.get(folder, folder)}/{name}]")


def _template(office: Office) -> None:
    file = office.root / "theme" / office.rng.choice(["main.html", "templates/story.html"])
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("</main>", "</main>\n").rstrip() + "\n<!-- -->", encoding="utf-8")


def _setting(office: Office) -> None:
    file = office.root / "mkdocs.yml"
    file.write_text(SETTINGS.replace("试验站", _words(office)), encoding="utf-8")


def _settings(office: Office, *told: str) -> None:
    """Each time other ones of those that few pages show or none."""
    words = ", ".join(("review: three", *told))
    text = SETTINGS.replace("review: three", words)
    (office.root / "mkdocs.yml").write_text(text, encoding="utf-8")


def _notice(office: Office) -> None:
    """One that is on the screen, and one that may be to come."""
    to_come = f"from: {office.soon()}, until: {office.options.as_of + timedelta(40)}"
    told = f"{{title: {_words(office)}}}, {{title: {_words(office)}, {to_come}}}"
    _settings(office, f"window: {{notices: [{told}]}}")


def _screens(office: Office) -> None:
    """One screen is gone where there was one, and another one is there."""
    own = f"id: w{office.rng.randrange(99)}, title: {_words(office)}, contents: [volunteer]"
    _settings(office, f"视窗: {{秒数: {office.rng.randint(5, 40)}, windows: [{{{own}}}]}}")


def _allowed(office: Office) -> None:
    told = f"file: stories/units.yml, check: unit-loop, reason: {_words(office)}, by: 甲"
    _settings(office, f"allow: [{{{told}}}]")


def _remark(office: Office) -> None:
    file = office.root / "mkdocs.yml"
    file.write_text(f"# {_words(office)}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")


def _inherit(office: Office) -> None:
    """The engine's own settings, in a file that another one inherits; each time other ones."""
    (office.root / "mkdocs.yml").write_text(f"INHERIT: above.yml\n{SETTINGS}", encoding="utf-8")
    (office.root / "above.yml").write_text("INHERIT: top.yml\n", encoding="utf-8")
    more = f"extra: {{showcase: {{more: {_words(office)}}}}}\n"
    (office.root / "top.yml").write_text(more, encoding="utf-8")


def _tamper(office: Office) -> None:
    """Somebody writes where nobody should: costs time, changes no byte."""
    backstage = next((office.root / ".showcase").glob("swap-*"), None)
    places = [office.root / "site" / "index.html", office.root / "site_src" / "index.md"]
    places += (office.root / ".showcase" / "templates").glob("*")
    if backstage:
        places += [backstage / "twin" / "index.html", *sorted(backstage.glob("kept*"))]
    place = office.rng.choice([place for place in places if place.exists()])
    content = place.read_bytes()
    if office.rng.random() < 0.5:
        place.write_bytes(content[: len(content) // 2] + b"?" + content[len(content) // 2 :])
    else:
        place.unlink()


def _list(office: Office, name: str, text: str) -> None:
    file = office.root / "stories" / name
    if file.exists() and office.rng.random() < 0.5:
        file.unlink()
    else:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")


def board(office: Office, day: date | None = None) -> None:
    """A board of a week that names a member's story; the story's page tells of it."""
    members = [file for file in office.files if "/members/" in file.as_posix()]
    if members:
        file = office.rng.choice(members)
        id = file.parent.name if file.name == "story.yml" else file.stem
        star = f"{{name: 张三, story: member/{id}, reason: {_words(office)}}}"
        year, week, _ = (day or office.soon()).isocalendar()
        text = f"week: {year}-W{week:02}\nstars: [{star}]\n"
        file = office.root / "stories" / "stars" / f"{year}-W{week:02}.yml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _withdraw(office: Office, *, notice: bool = False) -> None:
    with suppress(Refused):  # it is withdrawn already
        site = load(office.root).site
        withdraw(office.root, site, office.key(), "有误", "甲", office.options.as_of, notice=notice)


def _fewer(office: Office, name: str) -> None:
    """The file loses an entry or two from its end."""
    file = office.root / "stories" / name
    if file.exists():
        told = file.read_text(encoding="utf-8").split("\n- ")
        file.write_text("\n- ".join(told[: -office.rng.randint(1, 2)]) + "\n", encoding="utf-8")


def _sign(office: Office, stages: tuple[str, ...] = tuple(STAGES)) -> None:
    """A story, sent in anew, is signed off; with its last stage it is public again."""
    file = office.one()
    status = "approved" if "final" in stages else "in_review"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("review")]
    file.write_text("\n".join([*lines, f"review: {{author: 甲, status: {status}}}", ""]), "utf-8")
    key = story_key(file.relative_to(office.root).as_posix())
    with suppress(Refused):  # it has some of them already
        for stage, name in zip(stages, "乙丙丁", strict=False):
            day = office.options.as_of + timedelta(office.rng.randint(-2, 1))
            review(office.root, load(office.root).site, key, stage, name, day)


def _void(office: Office) -> None:
    """A signed story is changed, and nobody has read the change."""
    file = office.root / "stories" / "reviews.yml"
    if file.exists():
        _sign(office, ("first",))
        key = file.read_text(encoding="utf-8").rpartition("稿件")[2].split('"')[2]
        stories = {story_key(f.relative_to(office.root).as_posix()): f for f in office.files}
        text = stories[key].read_text(encoding="utf-8") if key in stories else ""
        if text:
            stories[key].write_text(text.replace("正文", f"正文{_words(office)}"), "utf-8")


def _days(office: Office, pattern: str, words: str) -> None:
    office.change(pattern, words.format(one=office.soon(), other=office.soon()))


def _consent_of_picture(office: Office) -> None:
    told = f"credit: 办公室, consent: {{by: 本人, until: {office.soon()}}}"
    office.change("photos", f"photos: [{{file: a.jpg, alt: 现场, {told}}}]")


def _time(office: Office, steps: tuple[int, ...] = STEPS) -> None:
    passed = timedelta(office.rng.choice(steps))
    office.options = replace(office.options, as_of=office.options.as_of + passed)


def _option(office: Office, name: str, values: tuple[object, ...]) -> None:
    office.options = replace(office.options, **{name: office.rng.choice(values)})  # type: ignore[arg-type]


def _version(office: Office) -> None:
    office.version += 1


EDITS: dict[str, Callable[[Office], None]] = {
    "body": lambda o: o.change("  正文", f"  正文{_words(o, 40)}。"),
    "body again": lambda o: o.change("  正文", f"  正文{_words(o, 9)}。"),
    "long body": lambda o: o.change("  正文", f"  正文{_words(o, 2000)}。"),
    "title": lambda o: o.change("title", f"title: {_words(o)}"),
    "summary": lambda o: o.change("summary", f"summary: {_words(o)}"),
    "unit": lambda o: o.change("unit", f"unit: {o.rng.choice(['yuan', 'zhibu', '第一党支部'])}"),
    "date": lambda o: o.change("date", f"date: 20{o.rng.randint(10, 25)}-01-02"),
    "tags": lambda o: o.change("tags", f"tags: [{_words(o, 2)}]"),
    "honours": lambda o: o.change("honours", f"honours: [{{title: {_words(o)}, level: 国家级}}]"),
    "alias": lambda o: o.change("aliases", f"aliases: [old/x{o.rng.randrange(10**6)}]"),
    "slug": lambda o: o.change("slug", f"slug: n{o.rng.randrange(10**6)}"),
    "internal": lambda o: o.change("visibility", f"visibility: {o.rng.choice(['内部', '公开'])}"),
    "until": lambda o: o.change("publish", "publish: {until: 2026-12-31}"),
    "phone": lambda o: o.change("  正文", "  正文，电话 13812345678。"),
    "contact": lambda o: o.change("contact", f"contact: {{name: {_words(o, 3)}}}"),
    "related": _relate,
    "add": Office.add,
    "add two": _add_two,
    "remove": _remove,
    "rename": _rename,
    "photo": _photo,
    "touch": lambda o: o.one().touch(),
    "withdraw": _withdraw,
    "withdraw, with a notice": lambda o: _withdraw(o, notice=True),
    "restore": lambda o: _fewer(o, "withdrawn.yml"),
    "sign off": _sign,
    "sign first": lambda o: _sign(o, ("first",)),
    "sign twice": lambda o: _sign(o, ("first", "second")),
    "sign-off void": _void,
    "sign-off gone": lambda o: _fewer(o, "reviews.yml"),
    "publish": lambda o: _days(o, "publish", "publish: {{from: {one}, until: 2027-06-30}}"),
    "publish until": lambda o: _days(o, "publish", "publish: {{until: {one}}}"),
    "consent": lambda o: _days(o, "consent", "consent: {{by: 本人, until: {one}}}"),
    "allow": lambda o: _days(
        o, "allow", "allow: [{{check: date-order, reason: 已核, by: 甲, until: {one}}}]"
    ),
    "consent of a picture": _consent_of_picture,
    "time": _time,
    "tomorrow": lambda o: _time(o, (1,)),
    "unsign": lambda o: o.change("review", "review: {status: draft}"),
    "maxims": lambda o: _list(o, "maxims.yml", f"- {{text: {_words(o)}, author: 甲}}\n"),
    "stars": board,
    "no stars": lambda o: shutil.rmtree(o.root / "stories" / "stars", ignore_errors=True),
    "ceremony": lambda o: _list(
        o,
        "ceremonies/2025.yml",
        f"title: 年度奖\nyear: 2025\nwinners: [{{name: 张三, citation: {_words(o)}}}]\n",
    ),
    "works": lambda o: _list(
        o, "works/letter.yml", f"type: 微家书\ntitle: {_words(o)}\nbody: {_words(o, 40)}\n"
    ),
    "work to come": lambda o: _list(
        o,
        "works/lesson.yml",
        f"type: 微党课\ntitle: {_words(o)}\ndate: {o.soon()}\nbody: {_words(o, 40)}\n",
    ),
    "pledges": lambda o: _list(
        o,
        "pledges/2026.yml",
        f"- {{who: 张三, unit: yuan, promise: {_words(o)}, due: {o.soon()}}}\n",
    ),
    "terms": lambda o: _list(
        o,
        "terms.yml",
        f"- {{wrong: {o.rng.choice(['摘要', '正文', '灯'])}, right: {_words(o, 2)}}}\n",
    ),
    "unit name": lambda o: _units(
        o, "第一党支部", _words(o) + o.rng.choice(("", ", former: [第一党支部]"))
    ),
    "unit short": lambda o: _units(o, "short: 试验院", f"short: {_words(o, 4)}"),
    "unit intro": lambda o: _units(o, "试验检验院", f"试验检验院, intro: {_words(o)}"),
    "units swapped": _units_swapped,
    "unit last": lambda o: _units(o, "yuan}\n", "yuan}\n- {id: xin, name: 新站, parent: zhibu}\n"),
    "unit gone": lambda o: _units(o, "", ""),
    "unit below another": lambda o: _units(o, ", parent: yuan", ""),
    "unit more": lambda o: _units(o, "- {id: zhi", "- {id: xin, name: 新站}\n- {id: zhi"),
    "setting": _setting,
    "notice": _notice,
    "screens": _screens,
    "screens gone": lambda o: _settings(o),
    "night": lambda o: _settings(o, f"视窗: {{夜间: {o.rng.choice(('晚上', '22:00-06:30'))}}}"),
    "home lead": lambda o: _settings(o, f"headline: {_words(o)}", f"首页导语: {_words(o, 40)}"),
    "allow in settings": _allowed,
    "remark in settings": _remark,
    "inherited settings": _inherit,
    "template": _template,
    "program": _version,
    "day": lambda o: _option(o, "as_of", DAYS),
    "edition": lambda o: _option(o, "edition", ("public", "internal")),
    "drafts": lambda o: _option(o, "drafts", (False, True)),
    "offline": lambda o: _option(o, "offline", (False, True)),
    "tamper": _tamper,
    "nothing": lambda o: None,
}
