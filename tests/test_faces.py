"""What an edit may reach: a check one by one sees its story only, all else no more than faces."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from generator import check
from generator.check.review import NOTICE_DAYS
from generator.load.site import load
from generator.model.days import days_of, gone_by
from generator.model.face import alone, bare, face_of, faces
from generator.model.kinds import Story
from generator.model.parts import AllowIn
from generator.model.problem import Problem
from generator.model.release import carriers_on, consents, release, standing
from generator.model.site import FEW, Site, Unit
from generator.model.window import NamedWindow, Window
from generator.notes import around_of, surroundings
from generator.press import shell_words
from generator.render.frame import make_frame
from generator.render.home import home_page
from generator.render.sketches import rendered
from generator.render.story import related_row, story_page
from generator.render.views import DATED, FILES, SETTING_VIEWS, VIEWS, WHOLE_VIEWS
from tests.made import frame
from tests.roots import SIGNED, make_root, story

PROJECT = Path(__file__).resolve().parent.parent
DAY = date(2026, 3, 1)
MANY = {
    f"volunteer/{name}.yml": story(title, body=body, more=more)
    for name, title, body, more in (
        ("a", "一盏灯", "电话 13812345678。", "related: [b, nobody]\n"),
        ("b", "一盏灯", "请联系 13912345678。", "aliases: [volunteer/a, old/x]\n"),
        ("c", "两盏灯", "正文,英文逗号。", "aliases: [old/x]\nunit: nowhere\n"),
        ("d", "三盏灯", "近年来", "slug: a\ntags: [甲]\n"),
    )
}


def _sites(tmp_path: Path) -> list[Site]:
    many = {
        path: text.replace("unit: yuan\n", "", text.count("unit: nowhere"))
        for path, text in MANY.items()
    }
    return [load(PROJECT).site, load(make_root(tmp_path, many)).site]


def test_checks_one_by_one_find_in_a_story_what_they_find_there_alone(tmp_path: Path) -> None:
    for site in _sites(tmp_path):
        whole = set(check.look(site, DAY, across=False))
        apart = set(check.look(replace(site, stories=()), DAY, across=False))
        for each in site.stories:
            single = check.look(replace(bare(site), stories=(each,)), DAY, across=False)
            apart |= {problem for problem in single if problem.place.file == each.file}
        assert apart == whole


def test_checks_across_stories_need_no_more_than_faces(tmp_path: Path) -> None:
    found = 0
    for site in _sites(tmp_path):
        whole = list(check.look(site, DAY, across=True))
        faced = replace(site, stories=tuple(face_of(story) for story in site.stories))
        assert list(check.look(faced, DAY, across=True)) == whole
        found += len(whole)
    assert found >= 5


# Where a story's unit or its time may be another one's name.
MISTAKEN = {
    "volunteer/a.yml": story(),
    "volunteer/b.yml": story().replace("unit: yuan", "unit: 第一党支步"),
    "volunteer/c.yml": story().replace("2025-03-05", "近年来"),
}


def test_checks_find_the_same_whatever_other_units_are_called(tmp_path: Path) -> None:
    """What an edit relies on where units are renamed: it reads no other story again."""
    differing = set()
    for site in (load(PROJECT).site, load(make_root(tmp_path, MISTAKEN)).site):
        for each in site.stories:
            told = []
            for known in (site, _renamed(site, {each.unit}, "近年来")):
                single = replace(bare(known), stories=(each,))
                found = check.look(single, DAY, across=False)
                told.append({problem for problem in found if problem.place.file == each.file})
            ids = ({problem.id for problem in found} & check.OF_UNITS for found in told)
            assert told[0] == told[1] or all(ids)
            differing |= {problem.id for problem in told[0] ^ told[1]}
    assert differing == check.OF_UNITS


def test_a_page_of_a_story_shows_no_units_but_those_of_the_stories_around_it() -> None:
    site, theme, told = load(PROJECT).site, frame(), 0
    whole = release(site, DAY)
    face_at = {face.file: face for face in faces(whole).site.stories}
    for face, near in surroundings(faces(whole)):
        named = {face_at[file].unit for group in near.files for file in group} | {face.unit}
        pages = []
        for known in (site, _renamed(site, named, "新名"), _exchanged(site, named)):
            own = alone(replace(whole, site=replace(known, stories=())))
            around = around_of(
                near, face_at, lambda f, own=own: related_row(face_at[f], own, theme)
            )
            pages.append([*story_page(site.by_key[face.key], around, own, theme)])
        assert pages[0] == pages[1] == pages[2]
        told += 1
    assert told > 40


def _renamed(site: Site, named: set[str], words: str) -> Site:
    """The site with all its units called otherwise but those so `named`; one of them `words`."""
    kept = {site.unit(name) for name in named}
    others = [unit for unit in site.units if unit not in kept]
    new = {unit.id: words if n == 0 else f"{words}{n}" for n, unit in enumerate(others)}
    units = (
        u.but(name=new[u.id], short=None, intro=words) if u in others else u for u in site.units
    )
    return replace(site, units=tuple(units))


def _exchanged(site: Site, named: set[str]) -> Site:
    """The site with all its units but those so `named` and those above them gone, and a new one."""
    kept = {unit.id for name in named for unit in site.line(site.unit(name))}
    units = (*(unit for unit in site.units if unit.id in kept), Unit(id="xin", name="新单位"))
    return replace(site, units=units)


# Days that rules compare with today, around DAY.
ENDING = {
    f"volunteer/d{number}.yml": story(more=more, review=SIGNED.replace("2026-01-03", day))
    for number, (more, day) in enumerate(
        (
            ("consent: {by: 本人, until: 2026-03-20}\n", "2026-01-03"),
            ("publish: {from: 2026-02-20, until: 2026-04-05}\n", "2026-03-02"),
            ("photos: [{file: a.jpg, consent: {by: 甲, until: 2026-03-10}}]\n", "2026-02-28"),
            ("allow: [{check: term, reason: 无, by: 甲, until: 2026-03-03}]\n", "2026-04-30"),
            ("", "2026-03-01"),
        )
    )
}


def test_a_story_is_as_it_was_until_a_day_it_tells_is_gone_by(tmp_path: Path) -> None:
    """What an edit on another day relies on: of all other stories it asks nothing."""
    site, rng, kept, turned = load(make_root(tmp_path, ENDING)).site, random.Random(0), 0, 0
    for each in site.stories:
        face = face_of(each)
        days = [day.toordinal() for day in days_of(each)]
        assert days and [day.toordinal() for day in days_of(face)] == days
        for _ in range(400):
            before, now = (DAY + timedelta(rng.randint(-90, 90)) for _ in range(2))
            alike = _told(face, site, before) == _told(face, site, now)
            assert alike or gone_by(days, before, now, NOTICE_DAYS)
            seen = _seen(face, site, before) == _seen(face, site, now)
            assert seen or gone_by(days, before, now)
            kept += not gone_by(days, before, now, NOTICE_DAYS)
            turned += not alike or not seen
    assert kept > 200 and turned > 200


def _told(face: Story, site: Site, day: date) -> list[Problem]:
    alone = replace(bare(site), stories=(face,))
    return list(check.look(alone, day, across=False, dated=True))


def _seen(face: Story, site: Site, day: date) -> object:
    pictures = [consents(photo.consent, "site", day) for photo in face.photos]
    return standing(face, site, day), standing(face, site, day, "internal"), pictures


OTHERS: dict[str, object] = {
    "headline": "新标题",
    "lead": "新导语。",
    "window": Window(contents=("maxims",), windows=(NamedWindow(id="lobby"),)),
    "allow": (AllowIn(file="stories/units.yml", check="term", reason="无", by="甲"),),
}


def test_a_setting_of_few_pages_is_shown_by_the_views_that_the_table_names(tmp_path: Path) -> None:
    site = load(PROJECT / "tests/sites/good").site
    theme = make_frame(site.settings, PROJECT / "theme", tmp_path / "templates")
    whole, differing = release(site, DAY), {}
    assert OTHERS.keys() == FEW == SETTING_VIEWS.keys()
    for name, value in OTHERS.items():
        settings = site.settings.but(**{name: value})
        other = replace(whole, site=replace(whole.site, settings=settings))
        differing[name] = {
            view
            for view in (*VIEWS, *FILES, *WHOLE_VIEWS)
            if [*rendered(view, whole, theme)] != [*rendered(view, other, theme)]
        }
        shells = [
            shell_words(one, replace(theme, settings=one.site.settings)) for one in (whole, other)
        ]
        assert shells[0] == shells[1]
    assert differing == SETTING_VIEWS


def test_other_views_give_the_same_on_a_day_on_which_nothing_turns(tmp_path: Path) -> None:
    """`DATED` names all that print the day or choose by it."""
    site = load(PROJECT / "tests/sites/good").site
    frame = make_frame(site.settings, PROJECT / "theme", tmp_path / "templates")
    days = [day.toordinal() for each in site.stories for day in days_of(each)]
    tried, differing = 0, set()
    for number in range(0, 300, 20):
        before, now = (DAY + timedelta(number + more) for more in (0, 8))
        if gone_by(days, before, now) or carriers_on(site, before) != carriers_on(site, now):
            continue
        tried += 1
        both = [faces(release(site, day)) for day in (before, now)]
        for view in (*VIEWS, *FILES):
            one, other = ([*rendered(view, shown, frame)] for shown in both)
            differing |= {view} if one != other else set()
    assert tried > 2 and home_page in differing and differing <= DATED
