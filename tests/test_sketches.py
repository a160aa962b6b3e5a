"""What an edit renders of the pages of several stories: those on which its story stands."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from generator.model.release import Release
from generator.render import honours, rolls
from generator.render.sketches import Sketch, comparable, differing, rendered
from generator.render.views import FILES, SKETCHED, VIEWS
from tests.made import frame, original, shown, story

PHOTO = [{"file": "a.jpg", "alt": "现场"}]
WON = [{"title": "先锋", "level": "国家级", "date": "2019年"}]
TOLD = [{"outlet": "晨报", "title": "报道"}]
Told = dict[str, Any]
STORIES: list[tuple[str, str, Told]] = [
    *(("team", f"t{n}", {"date": f"{2025 - n}年", "photos": PHOTO}) for n in range(5)),
    *(("brand", f"b{n}", {"unit": "第一党支部", "honours": WON, "media": TOLD}) for n in range(5)),
]
# Of the story at this place what it tells otherwise, and what is rendered anew.
EDITS: list[tuple[int, Told, str]] = [
    (0, {}, ""),
    (0, {"title": "新"}, "teams/ teams/page/index.js units/yuan/ window/*"),
    (3, {"title": "新"}, "teams/page/2/ teams/page/2.js units/yuan/ window/*"),
    (
        7,
        {"title": "新"},
        "brands/page/2/ brands/page/2.js honours/page/2/ honours/timeline/page/2/ "
        "honours/timeline/page/2.js media/page/2/ media/page/2.js units/yuan/ units/yi-zhibu/ "
        "window/*",
    ),
    (4, {"tags": ["新"]}, "teams/ teams/page/index.js teams/page/3/ teams/page/3.js units/yuan/"),
    (3, {"pixels": "cd"}, "teams/page/2/ teams/page/2.js units/yuan/ window/*"),
]


@pytest.fixture(autouse=True)
def _short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (rolls, honours):
        monkeypatch.setattr(module, "PAGE_MOST", 2)


def _release(place: int, more: Told) -> Release:
    told = [{**own, **(more if n == place else {})} for n, (_, _, own) in enumerate(STORIES)]
    pixels = [each.pop("pixels", "ab") * 32 for each in told]
    stories = [story(kind, id, **told[n]) for n, (kind, id, _) in enumerate(STORIES)]
    own = ((each.key, original(1600, 1200, pixels[n])) for n, each in enumerate(stories))
    return shown(*stories, originals={(key, "a.jpg"): picture for key, picture in own})


@pytest.mark.parametrize(("place", "more", "files"), EDITS)
def test_an_edit_renders_the_pages_on_which_its_story_stands(
    place: int, more: Told, files: str
) -> None:
    before, now = _release(0, {}), _release(place, more)
    found = set()
    assert comparable(before, now)
    for view in SKETCHED:
        then = {output.path: output for output in rendered(view, before, frame())}
        for output in differing(view, before, now, frame()):
            if isinstance(output, Sketch):  # stands: what it was is what it is
                for made in rendered(lambda *_, one=output: [one], now, frame()):
                    assert made == then[made.path]
                    assert made.path in (output.path, *output.files)
            else:
                found.add(output.path)
    assert found == {*files.replace("window/*", "window/index.html window/build.js").split()}


def test_a_unit_told_of_otherwise_is_rendered_on_its_own_pages() -> None:
    """Pages of others show what it is called alone; sketches do not tell that of all units."""
    release = _release(0, {})
    first, branch, *others = release.site.units
    told, called = (
        replace(release, site=replace(release.site, units=(first, one, *others)))
        for one in (branch.but(intro="新"), branch.but(short="新"))
    )
    assert comparable(release, told) and not comparable(release, called)
    outputs = [each for view in SKETCHED for each in differing(view, release, told, frame())]
    found = {output.path for output in outputs if not isinstance(output, Sketch)}
    assert found == {"units/", "units/yi-zhibu/"}


def test_views_that_are_asked_twice_render_nothing_when_asked() -> None:
    release = _release(0, {})
    for view in SKETCHED:
        assert all(isinstance(each, Sketch) for each in view(release, frame()))
    assert {*VIEWS, *FILES} >= SKETCHED
