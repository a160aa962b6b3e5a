"""What a book holds: the stories, honours, boards and maxims of a year, or of one brand."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from generator.model.carriers import Ceremony, Maxim, StarWeek
from generator.model.kinds import KINDS, Brand, Story
from generator.model.parts import Honour
from generator.model.release import Release
from generator.model.times import Time
from generator.render.awards import rank
from generator.render.codes import code_of

_NAME_MOST = 14  # characters of a brand's name on a cover
# Stories of a volume: about 400 pages, as thick as glue holds, set within 900 MB of memory.
VOLUME_MOST = 150


class Choice(Struct, frozen=True):
    """The contents of a book in their order; `mark` is what its cover shows largest.

    `volume` is what one volume of several is called, "" for a book in one.
    """

    title: str
    mark: str
    stories: tuple[Story, ...]
    honours: tuple[tuple[Honour, Story], ...]
    weeks: tuple[StarWeek, ...]
    ceremonies: tuple[Ceremony, ...]
    maxims: tuple[Maxim, ...]
    volume: str = ""

    @property
    def name(self) -> str:
        """The title with the volume: 2018年风采录（第1册）."""
        return f"{self.title}（{self.volume}）" if self.volume else self.title


def volumes(choice: Choice) -> tuple[Choice, ...]:
    """The book in volumes of about equal length; the chapters after the stories are in the last."""
    count = -(-len(choice.stories) // VOLUME_MOST)
    if count < 2:
        return (choice,)
    ends = [len(choice.stories) * number // count for number in range(count + 1)]
    bare = replace(choice, honours=(), weeks=(), ceremonies=(), maxims=())
    return tuple(
        replace(
            choice if last == ends[-1] else bare,
            stories=choice.stories[first:last],
            volume=f"第{number}册",
        )
        for number, (first, last) in enumerate(pairwise(ends), 1)
    )


def of_year(release: Release, year: int) -> Choice:
    """What belongs to `year`: whatever began, went on or ended in it.

    Maxims carry no date and stand in the book of every year.
    """
    site = release.site
    stories = tuple(story for story in site.stories if _touches(story.date, year, release))
    honours = [
        (honour, story)
        for story in site.stories
        for honour in story.honours
        if honour.date and _touches(honour.date, year, release)
    ]
    return Choice(
        title=f"{year}年风采录",
        mark=str(year),
        stories=_by_kind(stories),
        honours=_ranked(honours),
        weeks=tuple(reversed([board for board in site.stars if board.week.year == year])),
        ceremonies=tuple(each for each in site.ceremonies if each.year == year),
        maxims=site.maxims,
    )


def of_brand(release: Release, brand: Story) -> Choice:
    """A brand's own book: its story, others of its unit and of the units below, related ones.

    Other brands are in it where one of the two names the other as related.
    """
    site, home = release.site, release.site.unit(brand.unit)
    own = [
        story
        for story in site.stories
        if story is not brand
        and (
            (story.kind != brand.kind and home in site.line(site.unit(story.unit)))
            or brand in map(site.find, story.related)
            or story in map(site.find, brand.related)
        )
    ]
    stories = (brand, *_by_kind(own))
    code = code_of(brand)

    def ours(unit: str | None) -> bool:
        return bool(unit) and home is not None and home in site.line(site.unit(unit or ""))

    weeks = (
        board.but(stars=tuple(star for star in board.stars if ours(star.unit)))
        for board in reversed(site.stars)
    )
    ceremonies = (
        each.but(winners=tuple(won for won in each.winners if ours(won.unit)))
        for each in site.ceremonies
    )
    return Choice(
        title=f"{_name(brand)}风采录",
        mark=code.text if code else "",
        stories=stories,
        honours=_ranked([(honour, story) for story in stories for honour in story.honours]),
        weeks=tuple(board for board in weeks if board.stars),
        ceremonies=tuple(each for each in ceremonies if each.winners),
        maxims=tuple(maxim for maxim in site.maxims if ours(maxim.unit)),
    )


def _name(brand: Story) -> str:
    """What a cover calls a brand: its method, else its title, as far as they are short."""
    method = brand.method.name if isinstance(brand, Brand) and brand.method else ""
    short = (name for name in (method, brand.title) if 0 < len(name) <= _NAME_MOST)
    return next(short, "品牌")


def _touches(time: Time, year: int, release: Release) -> bool:
    """Whether any day of the time lies in the year; what goes on has come as far as today."""
    if time.earliest is None:
        return False
    last = release.as_of if time.open else time.latest or time.earliest
    return time.earliest.year <= year <= last.year


def _by_kind(stories: list[Story] | tuple[Story, ...]) -> tuple[Story, ...]:
    """Chapter by chapter, within one in the order of time."""
    order = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(
        sorted(
            stories,
            key=lambda story: (order[story.kind], story.date.earliest or date.min, story.key),
        )
    )


def _ranked(honours: list[tuple[Honour, Story]]) -> tuple[tuple[Honour, Story], ...]:
    return tuple(sorted(honours, key=lambda won: rank(won[0])))
