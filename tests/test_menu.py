"""The menu: sections with content only, the rest behind 更多, one small value for a build."""

import json
import re

import pytest
from msgspec.structs import asdict, replace

from generator.model.kinds import KINDS
from generator.model.release import Release
from generator.render import menu
from generator.render.menu import SHOWN_MOST, Section, menu_of
from tests.made import pages, shown, story


def test_only_sections_with_content_are_named() -> None:
    assert menu_of(shown(units=())).first == ()
    made = menu_of(shown(story("team"), units=()))
    assert made.first == (("teams", "先进班组"), ("window", "文化视窗"))
    made = menu_of(shown(story("member", honours=[{"title": "奖"}])))
    assert [folder for folder, _ in made.first] == ["members", "honours", "units", "window"]


def test_every_kind_has_a_section_and_sections_are_told_apart() -> None:
    folders = [section.folder for section in menu.SECTIONS]
    labels = [section.label for section in menu.SECTIONS]
    assert {kind.folder for kind in KINDS.values()} <= set(folders)
    assert len(set(folders)) == len(folders) and len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("sections", "first", "more"),
    [(0, 0, 0), (SHOWN_MOST, SHOWN_MOST, 0), (SHOWN_MOST + 1, SHOWN_MOST - 1, 2), (16, 6, 10)],
)
def test_the_rest_goes_behind_more_and_nothing_is_lost(
    sections: int, first: int, more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tuple(Section(f"s{n}", f"第{n}栏", lambda release: True) for n in range(sections))
    empty = Section("none", "空栏", lambda release: False)
    monkeypatch.setattr(menu, "SECTIONS", (empty, *table))
    made = menu_of(shown())
    assert (len(made.first), len(made.more)) == (first, more)
    assert list(made.entries) == [section.entry for section in table]


def test_the_menu_leads_to_pages_of_the_same_build() -> None:
    made = everything()
    there = pages(made)
    named = [folder for folder, _ in menu_of(made).entries]
    named.remove("window")  # a file with a shell of its own
    assert [folder for folder in named if f"{folder}/" not in there] == []
    assert all(there[f"{folder}/"].meta["section"] == folder for folder in named)


def test_the_menu_is_small_and_the_same_for_more_of_the_same() -> None:
    made = everything()
    more = replace(made, site=replace(made.site, stories=made.site.stories * 2))
    assert menu_of(made) == menu_of(more)
    assert len(json.dumps(asdict(menu_of(made)), ensure_ascii=False)) < 600


def everything() -> Release:
    """A release with content for every section that stories alone can fill."""
    told = {"honours": [{"title": "奖"}], "media": [{"outlet": "日报"}]}
    return shown(*(story(kind, **told) for kind in KINDS))


def test_the_map_names_every_section_and_leads_to_pages_of_the_same_build() -> None:
    made = everything()
    there = pages(made)
    listed = there["sitemap/"].body.partition('<ul class="units">')[2]
    hrefs = re.findall(r'<a href="\.\./([^"?]*)', listed)
    folders = [f"{folder}/" for folder, _ in menu_of(made).entries]
    assert [href for href in hrefs if href in folders] == folders
    assert "honours/timeline/" in hrefs and any(re.match("units/.", href) for href in hrefs)
    mapped = [href for href in hrefs if not href.startswith(("window/", "about/"))]
    assert mapped and [href for href in mapped if href not in there] == []
