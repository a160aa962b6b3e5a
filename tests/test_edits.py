"""An edit gives the bytes of a full build: random edits of a small root, whole trees compared."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path
from types import CodeType

import pytest
from msgspec.structs import replace

from generator import flow, sight
from generator.builds import Options
from generator.progress import Progress
from generator.render import honours, rolls
from generator.render.templates import _Templates
from generator.show import show
from tests.faults.kit import tree_digest
from tests.office import DAYS, EDITS, Office, board
from tests.roots import SETTINGS, SIGNED, UNITS

PROJECT = Path(__file__).resolve().parent.parent
QUIET = Progress(sys.stderr, "zh", quiet=True)
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
    "withdraw",
    "withdraw, with a notice",
    "sign off",
    "sign first",
    "terms",
    "unit name",
    "unit short",
    "unit intro",
    "units swapped",
    "unit more",
    "unit last",
    "unit gone",
    "notice",
    "screens",
    "screens gone",
    "home lead",
    "allow in settings",
    "remark in settings",
    "tomorrow",
)


# What an edit takes back has to be there.
FIRST = {
    "restore": ("withdraw",),
    "sign-off gone": ("sign twice",),
    "sign-off void": ("sign twice",),
    "screens gone": ("screens",),
    "unit gone": ("unit last",),
    "inherited settings": ("inherited settings",),
}
CITATION = "citation: 一盏灯照亮一条路。\n"
SAME = ("nothing", "touch")
# A board may be of a week to come; what checks alone look at shows nowhere.
UNSEEN = ("stars", "terms", "allow in settings", "remark in settings")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A root with eight stories and a theme of its own, which shows whatever settings it sees."""
    root = tmp_path / "root"
    shutil.copytree(PROJECT / "theme", root / "theme")
    with (root / "theme" / "main.html").open("a", encoding="utf-8") as shell:
        shell.write("<!-- {{ config.extra.showcase | dictsort | e }} -->\n")
    (root / "stories").mkdir()
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (root / "stories" / "units.yml").write_text(UNITS, encoding="utf-8")
    office = Office(root, random.Random(0), Options(root, DAYS[0]))
    for _ in range(8):
        office.add()
    board(office, DAYS[0])
    whole = flow._whole

    def counted(*given: object) -> flow.Built:
        office.full += 1
        return whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(flow, "_whole", counted)
    program = sight._program
    monkeypatch.setattr(sight, "_program", lambda: [*program(), str(office.version)])
    monkeypatch.setattr(_Templates, "compile", _compiled)
    return office


_compile = _Templates.compile
_of_source: dict[tuple[str, str], CodeType] = {}


def _compiled(templates: _Templates, source: str, name: str, filename: str) -> CodeType:
    """A template's code, made once of each source: every root here has the theme, 0.3 s."""
    key = name, source
    if key not in _of_source:
        _of_source[key] = _compile(templates, source, name, filename)
    return _of_source[key]


def _told(built: flow.Built) -> str:
    return show(built.checked.problems, built.checked.sources, "text", "zh")


def _compare(office: Office) -> None:
    """Builds on what stands, and anew in another place: the same site, the same words."""
    built = flow.build(office.options, QUIET)
    other = office.root.with_name("other")
    shutil.rmtree(other, ignore_errors=True)
    for name in ("stories", "theme"):
        shutil.copytree(office.root / name, other / name)
    for file in office.root.glob("*.yml"):
        shutil.copy(file, other)
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


@pytest.mark.parametrize("seed", range(5))
def test_random_edits_give_what_a_full_build_gives(
    office: Office, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:  # as of a long site: lists of several pages
        for module in (rolls, honours):
            monkeypatch.setattr(module, "PAGE_MOST", 2)
    office.rng = random.Random(seed)
    flow.build(office.options, QUIET)
    for _ in range(5):
        for name in office.rng.sample(sorted(EDITS), office.rng.choice([1, 1, 2])):
            office.told.append(name)
            EDITS[name](office)
        _compare(office)


@pytest.mark.parametrize("edit", sorted(EDITS))
def test_every_edit_gives_what_a_full_build_gives(office: Office, edit: str) -> None:
    for before in FIRST.get(edit, ()):
        EDITS[before](office)
    flow.build(office.options, QUIET)
    stood, site = _state(office), tree_digest(office.root / "site")
    EDITS[edit](office)
    assert edit in SAME or stood != _state(office)
    _compare(office)
    if edit in SMALL:
        assert office.full == 1
        assert edit in UNSEEN or tree_digest(office.root / "site") != site


def _state(office: Office) -> tuple[object, ...]:
    """All that a build depends on."""
    return tree_digest(office.root), office.options, office.version


def test_an_edit_that_drops_an_anchor_of_others_is_not_published(office: Office) -> None:
    lamp = office.root / "stories" / "members" / "lamp.yml"
    lamp.write_text(
        f"title: 灯\nunit: yuan\ndate: 2020\nsummary: 摘要\nname: 李四\n"
        f"{CITATION}body: 正文\n{SIGNED}",
        "utf-8",
    )
    about = office.root / "site_src" / "about"
    about.mkdir(parents=True)
    (about / "awards.md").write_text("[颁奖词](../../members/lamp/index.html#citation)\n", "utf-8")
    flow.build(office.options, QUIET)
    site = tree_digest(office.root / "site")
    lamp.write_text(lamp.read_text("utf-8").replace(CITATION, ""), "utf-8")
    built = flow.build(office.options, QUIET)
    assert built.site is None
    errors = [p.message.zh for p in built.checked.problems if p.level == "error"]
    assert len(errors) == 1 and "members/lamp/index.html#citation" in errors[0]
    assert tree_digest(office.root / "site") == site
