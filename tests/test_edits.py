"""An edit gives the bytes of a full build: random edits of a small root, whole trees compared."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from generator import flow, sight
from generator.builds import Options
from generator.progress import Progress
from generator.show import show
from tests.faults.kit import tree_digest
from tests.roots import SETTINGS, SIGNED, UNITS

PROJECT = Path(__file__).resolve().parent.parent
QUIET = Progress(sys.stderr, "zh", quiet=True)
DAYS = (date(2026, 3, 1), date(2026, 3, 2), date(2027, 1, 1))
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
    """A small picture of one colour."""
    colour = tuple(rng.randrange(256) for _ in range(3))
    Image.new("RGB", (1300, 700), colour).save(path, quality=60)


def _words(office: Office, most: int = 8) -> str:
    return "".join(office.rng.choice("红旗党员先锋服务质量标准灯火") for _ in range(most))


def _add_two(office: Office) -> None:
    office.add()
    office.add()


def _units(office: Office) -> None:
    text = UNITS.replace("第一党支部", _words(office))
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


def _tamper(office: Office) -> None:
    """Somebody writes where nobody should: costs time, changes no byte."""
    shelf = next((office.root / ".showcase").glob("swap-*"), None)
    places = [office.root / "site" / "index.html", office.root / "site_src" / "index.md"]
    places += (office.root / ".showcase" / "templates").glob("*")
    if shelf:
        places += [shelf / "twin" / "index.html", *sorted(shelf.glob("kept*"))]
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


def _board(office: Office) -> None:
    """A board of the week that names a member's story; the story's page tells of it."""
    members = [file for file in office.files if "/members/" in file.as_posix()]
    if members:
        file = office.rng.choice(members)
        id = file.parent.name if file.name == "story.yml" else file.stem
        star = f"{{name: 张三, story: member/{id}, reason: {_words(office)}}}"
        text = f"week: 2026-W05\nstars: [{star}]\n"
        file = office.root / "stories" / "stars" / "2026-W05.yml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _withdraw(office: Office) -> None:
    name = office.one().stem
    line = f"- {{story: brand/{name}, reason: 有误, on: 2026-01-01}}\n"
    _list(office, "withdrawn.yml", line)


def _option(office: Office, name: str, values: tuple[object, ...]) -> None:
    office.options = replace(office.options, **{name: office.rng.choice(values)})  # type: ignore[arg-type]


def _version(office: Office) -> None:
    office.version += 1


EDITS: dict[str, Callable[[Office], None]] = {
    "body": lambda o: o.change("  正文", f"  正文{_words(o, 40)}。"),
    "body again": lambda o: o.change("  正文", f"  正文{_words(o, 9)}。"),
    "title": lambda o: o.change("title", f"title: {_words(o)}"),
    "summary": lambda o: o.change("summary", f"summary: {_words(o)}"),
    "unit": lambda o: o.change("unit", f"unit: {o.rng.choice(['yuan', 'zhibu'])}"),
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
    "unsign": lambda o: o.change("review", "review: {status: draft}"),
    "maxims": lambda o: _list(o, "maxims.yml", f"- {{text: {_words(o)}, author: 甲}}\n"),
    "stars": _board,
    "no stars": lambda o: shutil.rmtree(o.root / "stories" / "stars", ignore_errors=True),
    "ceremony": lambda o: _list(
        o,
        "ceremonies/2025.yml",
        f"title: 年度奖\nyear: 2025\nwinners: [{{name: 张三, citation: {_words(o)}}}]\n",
    ),
    "works": lambda o: _list(
        o, "works/letter.yml", f"type: 微家书\ntitle: {_words(o)}\nbody: {_words(o, 40)}\n"
    ),
    "pledges": lambda o: _list(
        o, "pledges/2026.yml", f"- {{who: 张三, unit: yuan, promise: {_words(o)}}}\n"
    ),
    "units": lambda o: (
        (o.root / "stories/units.yml").write_text(
            UNITS.replace("第一党支部", _words(o)), encoding="utf-8"
        )
        and None
    ),
    "setting": _setting,
    "template": _template,
    "program": _version,
    "day": lambda o: _option(o, "as_of", DAYS),
    "edition": lambda o: _option(o, "edition", ("public", "internal")),
    "drafts": lambda o: _option(o, "drafts", (False, True)),
    "offline": lambda o: _option(o, "offline", (False, True)),
    "tamper": _tamper,
    "nothing": lambda o: None,
}
# Edits of stories, which no full build is needed for.
SMALL = (
    "body",
    "title",
    "summary",
    "date",
    "honours",
    "add",
    "remove",
    "related",
    "photo",
    "stars",
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A root with a theme of its own and eight stories."""
    root = tmp_path / "root"
    shutil.copytree(PROJECT / "theme", root / "theme")
    (root / "stories").mkdir()
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (root / "stories" / "units.yml").write_text(UNITS, encoding="utf-8")
    office = Office(root, random.Random(0), Options(root, DAYS[0]))
    for _ in range(8):
        office.add()
    _board(office)
    whole = flow._whole

    def counted(*given: object) -> flow.Built:
        office.full += 1
        return whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(flow, "_whole", counted)
    program = sight._program
    monkeypatch.setattr(sight, "_program", lambda: [*program(), str(office.version)])
    return office


def _told(built: flow.Built) -> str:
    return show(built.checked.problems, built.checked.sources, "text", "zh")


def _compare(office: Office) -> None:
    """Builds on what stands, and anew in another place: the same site, the same words."""
    built = flow.build(office.options, QUIET)
    other = office.root.with_name("other")
    shutil.rmtree(other, ignore_errors=True)
    for name in ("stories", "theme"):
        shutil.copytree(office.root / name, other / name)
    shutil.copy(office.root / "mkdocs.yml", other)
    (other / "site_src").mkdir()
    full = office.full
    anew = flow.build(replace(office.options, root=other, force=True), QUIET)
    office.full = full
    told = [
        show(each.checked.problems, each.checked.sources, "text", "zh") for each in (built, anew)
    ]
    assert told[0] == told[1]
    assert (built.site is None) == (anew.site is None), office.told
    if built.site:
        assert tree_digest(office.root / "site") == tree_digest(other / "site"), office.told
        assert (built.stories, built.pages, built.pictures) == (
            *(anew.stories, anew.pages, anew.pictures),
        )
        assert tree_digest(office.root / "site_src") == tree_digest(other / "site_src")


@pytest.mark.parametrize("seed", range(3))
def test_random_edits_give_what_a_full_build_gives(office: Office, seed: int) -> None:
    office.rng = random.Random(seed)
    flow.build(office.options, QUIET)
    for _ in range(5):
        for name in office.rng.sample(sorted(EDITS), office.rng.choice([1, 1, 2])):
            office.told.append(name)
            EDITS[name](office)
        _compare(office)


@pytest.mark.parametrize("edit", SMALL)
def test_edits_of_stories_need_no_full_build(office: Office, edit: str) -> None:
    flow.build(office.options, QUIET)
    assert office.full == 1
    EDITS[edit](office)
    flow.build(office.options, QUIET)
    assert office.full == 1
