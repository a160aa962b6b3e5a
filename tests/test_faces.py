"""What an edit may reach: a check one by one sees its story only, all else no more than faces."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from generator import check
from generator.load.site import load
from generator.model.face import bare, face_of
from generator.model.site import Site
from tests.roots import make_root, story

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
