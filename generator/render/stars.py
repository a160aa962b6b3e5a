"""五星榜: the board of the week, a page a week, an archive a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.model.carriers import Star, StarWeek
from generator.model.output import Output, Page
from generator.model.release import Release
from generator.model.weeks import Week
from generator.render.entries import Person, board_address, person
from generator.render.frame import Frame, Head, Links, links_from, make_page

SHEET = "showcases"
_LONG_NAME = 5  # characters of a name that need smaller ones


class Shining(Struct, frozen=True):
    """A star as a board shows it; `long` names are set smaller."""

    star: Star
    person: Person
    long: bool


def star_pages(release: Release, frame: Frame) -> Iterator[Output]:
    """`stars/` with the latest board, `stars/2018-w03/`, `stars/2018/`; nothing without boards."""
    boards = release.site.stars
    if not boards:
        return
    years = sorted({board.week.year for board in boards}, reverse=True)
    yield _board_page("stars/", boards, 0, years, release, frame)
    for number in range(len(boards)):
        path = board_address(boards[number].week)
        yield _board_page(path, boards, number, years, release, frame)
    for year in years:
        yield _year_page(year, years, release, frame)


def shining(board: StarWeek, release: Release, links: Links) -> list[Shining]:
    """The stars of a board as seen from the page that `links` belong to."""
    return [
        Shining(star, person(star, release, links), len(star.name) > _LONG_NAME)
        for star in board.stars
    ]


def days_of(week: Week) -> str:
    """Its days as a reader says them: 1月15日—1月21日."""
    return "—".join(f"{day.month}月{day.day}日" for day in (week.monday, week.sunday))


def _board_page(
    path: str,
    boards: Sequence[StarWeek],
    number: int,
    years: Sequence[int],
    release: Release,
    frame: Frame,
) -> Page:
    board, links = boards[number], links_from(path, release)
    newest = path == "stars/"
    title = "五星榜" if newest else f"{board.week.words}五星榜"
    names = "、".join(star.name for star in board.stars)
    return make_page(
        frame,
        release,
        path,
        "stars",
        Head(title, f"{board.week.words}五星榜：{names or '没有评选'}。", "stars", sheet=SHEET),
        board=board,
        title=title,
        newest=newest,
        days=days_of(board.week),
        stars=shining(board, release, links),
        newer=_step(boards, number - 1, links),
        older=_step(boards, number + 1, links),
        years=[(year, links.to(f"stars/{year}/")) for year in years],
        all_href=links.to("stars/"),
    )


def _step(boards: Sequence[StarWeek], number: int, links: Links) -> tuple[str, str] | None:
    """Words and address of the board at `number`, None beyond the ends."""
    if not 0 <= number < len(boards):
        return None
    week = boards[number].week
    return week.words, links.to(board_address(week))


def _year_page(year: int, years: Sequence[int], release: Release, frame: Frame) -> Page:
    path = f"stars/{year}/"
    links = links_from(path, release)
    own = [board for board in release.site.stars if board.week.year == year]
    return make_page(
        frame,
        release,
        path,
        "stars_year",
        Head(f"{year}年五星榜", f"{year}年各周五星榜。", "stars", sheet=SHEET),
        year=year,
        weeks=[
            (board.week.number, days_of(board.week), links.to(board_address(board.week)), board)
            for board in own
        ],
        count=sum(len(board.stars) for board in own),
        years=[(other, links.to(f"stars/{other}/"), other == year) for other in years],
        all_href=links.to("stars/"),
    )
