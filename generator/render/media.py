"""Media coverage of all stories, latest first: which outlets, how often, the way to each report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from msgspec import Struct

from generator.model.kinds import Story
from generator.model.parts import Coverage
from generator.model.release import Release
from generator.model.times import age, year_in
from generator.render.entries import unit_label
from generator.render.frame import Frame, Head, Links, outgoing
from generator.render.lineage import owners_of
from generator.render.rolls import Facet, Roll, roll_pages, unit_facet, year_facet
from generator.render.sketches import Sketch

PATH = "media/"
_OUTLETS_MOST = 60  # outlets named with their counts and in the filter; the rest are summed up
_HEAD = Head("媒体报道", "各家媒体对支部品牌、先进典型与志愿服务的报道。", "media", sheet="media")


Given = tuple[Coverage, Story]


class Report(Struct, frozen=True):
    """A report in the media and the story it is about; `url` is "" where none is known."""

    coverage: Coverage
    url: str
    story: str
    href: str
    unit: str
    units: tuple[str, ...]
    year: str


class Outlet(Struct, frozen=True):
    """An outlet with the number of its reports; `href` filters the page by it."""

    name: str
    count: int
    href: str


def media_pages(release: Release, frame: Frame) -> Iterator[Sketch]:
    """`media/`: outlets by number of reports, then all reports, latest first, undated last."""
    given = [(report, story) for story in release.site.stories for report in story.media]
    counts = Counter(report.outlet for report, _ in given).most_common()
    named = sorted(counts, key=lambda each: (-each[1], each[0]))[:_OUTLETS_MOST]
    latest = sorted(given, key=lambda each: age(each[0].date))
    yield from roll_pages(
        Roll(PATH, _HEAD, "media", "reports", _report),
        latest,
        _facets(latest, named, release),
        release,
        outlets=[Outlet(name, n, f"?{urlencode({'outlet': name})}") for name, n in named],
        unnamed=len(counts) - len(named),
    )


def _report(given: Given, release: Release, links: Links) -> Report:
    report, story = given
    return Report(
        report,
        outgoing(report.url),
        story.title,
        links.story(story),
        unit_label(story.unit, release),
        owners_of(story, release),
        year_in(report.date),
    )


def _facets(
    given: Sequence[Given], named: Sequence[tuple[str, int]], release: Release
) -> list[Facet]:
    found = (
        Facet(
            "outlet",
            "媒体",
            tuple((name, name, count) for name, count in named),
            tuple((report.outlet,) for report, _ in given),
        ),
        year_facet(year_in(report.date) for report, _ in given),
        unit_facet((owners_of(story, release) for _, story in given), release),
    )
    return [facet for facet in found if facet.choices]
