"""Checks of what the culture windows are told to play (`extra.showcase.window`)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.kinds import names_in
from generator.model.problem import Finding, Path, Place, Words
from generator.model.site import SETTINGS_FILE, UNITS_FILE, Site
from generator.model.slugs import SLUG
from generator.model.window import LONGEST, SHORTEST, Playlist, read_hours


def window_hours(site: Site) -> Iterator[Finding]:
    """The night hours of a window cannot be read.

    Why: The screen would stay bright all night.
    Mend: Write begin and end, such as 22:00-06:30.

    视窗的“夜间”读不懂。
    为什么：屏幕会整夜亮着。
    怎么改：写起止时间，例如 22:00-06:30，可以跨过零点。

    错：
        # mkdocs.yml
        extra:
          showcase:
            视窗:
              夜间: 晚上十点以后
    对：
        # mkdocs.yml
        extra:
          showcase:
            视窗:
              夜间: 22:00-06:30
    """
    for at, playlist in _playlists(site):
        if playlist.night and not read_hours(playlist.night):
            yield Finding(
                Place(SETTINGS_FILE, (*at, "night")),
                Words(f"“夜间”读不懂“{playlist.night}”", f"“{playlist.night}” is no span of hours"),
                Words("写起止时间，例如 22:00-06:30", "e.g. 22:00-06:30"),
            )


def window_seconds(site: Site) -> Iterator[Finding]:
    """A window's slides are to stay for too short or too long.

    Why: Below 5 seconds nobody finishes a sentence; above 40 the screen seems to have stopped.
    Mend: Write 5 to 40; without the line it is 18.

    视窗每一屏的秒数太短或太长。
    为什么：不到5秒读不完一句话，超过40秒像是停住了；超出的按5秒或40秒放。
    怎么改：写 5 到 40 之间的数；不写就是 18。

    错：
        # mkdocs.yml
        extra:
          showcase:
            视窗:
              秒数: 120
    对：
        # mkdocs.yml
        extra:
          showcase:
            视窗:
              秒数: 20
    """
    for at, playlist in _playlists(site):
        if playlist.pace != playlist.seconds:
            yield Finding(
                Place(SETTINGS_FILE, (*at, "seconds")),
                Words(
                    f"每一屏 {playlist.seconds} 秒，会按 {playlist.pace} 秒放",
                    f"{playlist.seconds} seconds a slide are played as {playlist.pace}",
                ),
                Words(f"写 {SHORTEST} 到 {LONGEST} 之间的数", f"write {SHORTEST} to {LONGEST}"),
            )


def window_dates(site: Site) -> Iterator[Finding]:
    """A notice is to disappear before it appears.

    Why: It would never be seen.
    Mend: Correct `from` or `until`.

    公告的截止日期早于开始日期。
    为什么：这样公告永远不会出现。
    怎么改：改正“起”或“止”。

    错：
        # mkdocs.yml
        extra:
          showcase:
            视窗:
              公告:
                - {标题: 党日活动, 起: 2026-07-01, 止: 2026-06-01}
    对：
        # mkdocs.yml
        extra:
          showcase:
            视窗:
              公告:
                - {标题: 党日活动, 起: 2026-06-01, 止: 2026-07-01}
    """
    for at, playlist in _playlists(site):
        for number, notice in enumerate(playlist.notices):
            if notice.from_ and notice.until and notice.until < notice.from_:
                yield Finding(
                    Place(SETTINGS_FILE, (*at, "notices", number, "until")),
                    Words(
                        f"截止日期 {notice.until} 早于开始日期 {notice.from_}",
                        f"the end {notice.until} lies before the start {notice.from_}",
                    ),
                    Words("改正“起”或“止”", "correct `from` or `until`"),
                )


def window_reference(site: Site) -> Iterator[Finding]:
    """A window names a story or a unit that does not exist.

    Why: The screen would play something else than was meant.
    Mend: Write the story's id or kind/id; a unit by a name of units.yml.

    视窗里写的稿件或单位不存在。
    为什么：屏幕上放的就不是想放的。
    怎么改：稿件写编号，或 种类/编号；单位写 units.yml 里有的名称。

    错：
        # mkdocs.yml
        extra:
          showcase:
            视窗:
              稿件: [没有这一篇]
    对：
        # mkdocs.yml
        extra:
          showcase:
            视窗:
              稿件: [例子]
        # stories/volunteer/例子.yml
        标签: [走访]
    """
    unread = {name for file in site.unread for name in names_in(file)}
    for at, playlist in _playlists(site):
        for number, reference in enumerate(playlist.stories):
            if not site.find(reference) and reference not in unread:
                yield Finding(
                    Place(SETTINGS_FILE, (*at, "stories", number)),
                    Words(f"没有稿件“{reference}”", f"there is no story “{reference}”"),
                    Words("写编号，或 种类/编号，如 brand/1252", "an id, or kind/id: brand/1252"),
                )
        if playlist.unit and not site.unit(playlist.unit) and UNITS_FILE not in site.unread:
            yield Finding(
                Place(SETTINGS_FILE, (*at, "unit")),
                Words(f"没有单位“{playlist.unit}”", f"there is no unit “{playlist.unit}”"),
                Words("写 stories/units.yml 里有的名称", "write a name of stories/units.yml"),
            )


def window_name(site: Site) -> Iterator[Finding]:
    """A window's id is no address, or two windows share one.

    Why: Each screen has its own address, window/<id>/.
    Mend: Use small letters, digits and hyphens, each id once.

    分屏的编号不能当网址，或者写重了。
    为什么：每块屏幕有自己的网址 window/编号/。
    怎么改：用小写字母、数字和连字符，不要重复。

    错：
        # mkdocs.yml
        extra:
          showcase:
            视窗:
              分屏:
                - {编号: lobby}
                - {编号: lobby}
    对：
        # mkdocs.yml
        extra:
          showcase:
            视窗:
              分屏:
                - {编号: lobby}
                - {编号: canteen}
    """
    seen: set[str] = set()
    for number, named in enumerate(site.settings.window.windows):
        place = Place(SETTINGS_FILE, ("window", "windows", number, "id"))
        hint = Words(
            "用小写字母、数字和连字符，不要重复", "small letters, digits, hyphens; each once"
        )
        if not SLUG.fullmatch(named.id):
            message = Words(f"“{named.id}”不能当网址", f"“{named.id}” is no address")
            yield Finding(place, message, hint)
        elif named.id in seen:
            yield Finding(
                place, Words(f"编号“{named.id}”写重了", f"“{named.id}” is used twice"), hint
            )
        seen.add(named.id)


def _playlists(site: Site) -> Iterator[tuple[Path, Playlist]]:
    """Every screen's list with the path to it."""
    yield ("window",), site.settings.window
    for number, named in enumerate(site.settings.window.windows):
        yield ("window", "windows", number), named
