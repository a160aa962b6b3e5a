"""Stories, sites and releases made by hand for tests of what is rendered from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from generator.load.shape import shape
from generator.model.face import alone, faces
from generator.model.fields import FieldFacts, Record, given_fields_of
from generator.model.kinds import KINDS, Story
from generator.model.original import Original, Originals
from generator.model.output import Output, Page
from generator.model.release import Release, release
from generator.model.site import Settings, Site, Unit
from generator.model.source import Source
from generator.notes import around_of, surroundings
from generator.render.frame import Frame, make_frame
from generator.render.search import Row, year_of
from generator.render.story import Around, related_row, story_page
from generator.render.views import printed, view_tasks, whole_files

R = TypeVar("R", bound=Record)
THEME = Path(__file__).parent.parent / "theme"
TODAY = date(2026, 3, 1)
UNITS = (
    {"id": "yuan", "name": "示例检验研究院", "short": "研究院", "former": ["示例检验所"]},
    {"id": "yi-zhibu", "name": "第一党支部", "parent": "研究院"},
    {"id": "er-zhibu", "name": "第二党支部", "parent": "yuan"},
)


def record(kind: type[R], told: Mapping[str, Any]) -> R:
    """A record of these values, as if an author had typed them; given fields as they stand."""
    facts = (fact for fact in given_fields_of(kind) if fact.name in told)
    given = {fact.name: _given(fact, told[fact.name]) for fact in facts}
    data = {key: _typed(value) for key, value in told.items() if key not in given}
    made, _, problems = shape(kind, data, Source("typed.yml", ""), given)
    assert made is not None, problems
    return made


def _given(fact: FieldFacts, value: Any) -> Any:
    return fact.read(value) if isinstance(value, str) else value


def _typed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _typed(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_typed(each) for each in value]
    return value if value is None else str(value)


def story(kind: str, id: str = "a", **told: Any) -> Story:
    """A story that says only what is required, and what `told` adds."""
    least = {
        "id": id,
        "file": f"stories/{KINDS[kind].folder}/{id}.yml",
        "address_name": id,
        "title": f"标题{id}",
        "unit": "研究院",
        "date": "2019年3月",
        "summary": "一句摘要。",
    }
    return record(KINDS[kind].record, least | told)


def shown(
    *stories: Story,
    drafts: Iterable[str] = (),
    offline: bool = False,
    originals: Mapping[tuple[str, str], Original] | None = None,
    units: Iterable[Mapping[str, Any]] = UNITS,
    **settings: Any,
) -> Release:
    """A release of these stories, reviewed by nobody."""
    site = Site(
        record(Settings, {"review": "none", "site_name": "站名", **settings}),
        tuple(record(Unit, unit) for unit in units),
        stories,
        originals=at_rest(originals or {}),
    )
    return replace(release(site, TODAY, offline=offline), drafts=frozenset(drafts))


def at_rest(pictures: Mapping[tuple[str, str], Original]) -> Originals:
    """The pictures as a site has them."""
    found = Originals()
    for (owner, name), picture in pictures.items():
        found.own(owner, {name: picture})
    return found


def original(width: int, height: int, digest: str = "ab" * 32) -> Original:
    """A picture that no test ever opens."""
    return Original(Path("stories/brands/a/cover.jpg"), width, height, digest, 1000)


@cache
def frame(site_name: str = "站名") -> Frame:
    """The theme of this repository."""
    return make_frame(record(Settings, {"site_name": site_name}), THEME)


def render_pages(made: Release, theme: Frame) -> Iterator[Output]:
    """All pages with the pictures they ask for, and the files that faces suffice for."""
    for face, around in surrounded(faces(made), theme):
        yield from story_page(made.site.by_key[face.key], around, alone(made), theme)
    for task in view_tasks(printed(made), theme):
        yield from task()


def surrounded(faced: Release, theme: Frame) -> Iterator[tuple[Story, Around]]:
    """Every story's face with what its page tells of others."""
    face_at = {face.file: face for face in faced.site.stories}
    for face, near in surroundings(faced):
        yield face, around_of(near, face_at, lambda file: related_row(face_at[file], faced, theme))


def _newest_first(rows: Iterable[Row], last: list[Row]) -> list[Row]:
    return [*sorted(rows, key=year_of, reverse=True), *last]


def outputs(made: Release) -> list[Output]:
    """Everything that is rendered from a release."""
    return [*render_pages(made, frame()), *whole_files(made, _newest_first)]


def pages(made: Release) -> dict[str, Page]:
    """The rendered pages by address."""
    return {page.path: page for page in render_pages(made, frame()) if isinstance(page, Page)}
