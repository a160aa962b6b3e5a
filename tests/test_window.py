"""What goes onto a lobby screen: who may be seen, in what order, in how many words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.model.carriers import Star
from generator.model.output import Text
from generator.model.parts import Honour, Method, Stat
from generator.model.release import Release
from generator.model.window import read_hours
from generator.render.excerpts import columns_of, lead_within, title_within
from generator.render.method import decomposition
from generator.render.sketches import rendered
from generator.render.slide import Slide
from generator.render.story import figure_of
from generator.render.window import windows
from tests.made import frame, original, record, shown, story
from tests.roots import make_root
from tests.roots import story as told

PUBLIC = [story("brand", "b"), story("member", "m"), story("team", "t"), story("volunteer", "v")]


METHOD = {"name": "名", "parts": [{"title": "五个抓手", "items": [{"title": "字" * 16}] * 6}]}


def texts(release: Release) -> dict[str, str]:
    """The files of all windows by path."""
    made = [text for text in rendered(windows, release, frame()) if isinstance(text, Text)]
    return {text.path: text.text for text in made}


def ids(release: Release, path: str = "window/") -> list[str]:
    """The ids of a screen's slides in their order."""
    return re.findall(r'data-id="([^"]*)"', texts(release)[f"{path}index.html"])


def screen(**told: Any) -> dict[str, Any]:
    return {"window": told}


@pytest.mark.parametrize(
    ("field", "there"),
    [
        ({}, True),
        ({"consent": {"scope": ["网站", "视窗"]}}, True),
        ({"consent": {"scope": ["网站"]}}, False),
        ({"consent": {"until": "2026-02-28"}}, False),
        ({"visibility": "internal"}, False),
        ({"publish": {"until": "2026-02-28"}}, False),
        ({"publish": {"from": "2026-03-02"}}, False),
        ({"review": {"status": "withdrawn"}}, False),
    ],
)
def test_nobody_is_seen_who_may_not_be(field: dict[str, Any], there: bool) -> None:
    release = shown(*PUBLIC, story("team", "x", **field, title="不该露面"))
    assert ("team/x" in ids(release)) == there
    assert any("不该露面" in text or "team/x" in text for text in texts(release).values()) == there


def test_a_slide_ends_with_its_story_or_its_photo() -> None:
    photo = {"file": "a.jpg", "consent": {"by": "本人", "until": "2026-05-01"}}
    given = story("team", "x", photos=[photo], publish={"until": "2026-06-01"})
    page = texts(shown(given, originals={("team/x", "a.jpg"): original(1600, 900)}))
    assert 'data-id="team/x" data-seconds="18" data-last="2026-05-01"' in page["window/index.html"]
    hidden = {"file": "a.jpg", "consent": {"by": "本人", "scope": ["网站"]}}
    given = story("team", "x", photos=[hidden], publish={"until": "2026-06-01"})
    page = texts(shown(given, originals={("team/x", "a.jpg"): original(1600, 900)}))
    assert 'data-last="2026-06-01"' in page["window/index.html"]
    assert "<img" not in page["window/index.html"]


@pytest.mark.parametrize(
    ("characters", "pace", "seconds"),
    [(10, 18, 18), (90, 18, 18), (100, 18, 20), (150, 18, 30), (300, 18, 40), (180, 5, 10)],
)
def test_who_reads_slowly_reads_to_the_end(characters: int, pace: int, seconds: int) -> None:
    """Five characters a second at the default pace, 40 seconds at most."""
    assert Slide("x", "citation", "颁奖", lead="字" * (characters - 2)).seconds(pace) == seconds


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ({"method": decomposition(record(Method, METHOD))}, 20),
        ({"honours": ((record(Honour, {"title": "字" * 60}), "国家级", "字" * 37),)}, 20),
        ({"stars": ((record(Star, {"name": "甲", "reason": "字" * 60}), "字" * 39),)}, 20),
        ({"figures": (figure_of(record(Stat, {"label": "字" * 90, "value": "近2000人"})),)}, 19),
    ],
)
def test_all_that_a_slide_tells_takes_its_time(told: dict[str, Any], seconds: int) -> None:
    assert Slide("x", "", "", **told).seconds(18) == seconds


@pytest.mark.parametrize(("lines", "shown_too"), [(24, True), (25, False)])
def test_a_screen_names_the_parts_of_a_method_too_full_for_it(lines: int, shown_too: bool) -> None:
    parts = [
        {"count": "1", "title": "一个目标", "items": [{"title": f"第{n}条"} for n in range(lines)]},
        {"count": "2", "title": "两项任务"},
    ]
    given = story("brand", method={"name": "名", "parts": parts})
    words = re.sub("<[^>]+>", "", texts(shown(given))["window/index.html"])
    assert "一个目标" in words and "两项任务" in words
    assert ("第0条" in words) == shown_too


def test_notices_to_come_are_only_on_a_stick() -> None:
    notices = [
        {"title": "今天", "from": "2026-03-01", "until": "2026-03-01"},
        {"title": "昨天", "until": "2026-02-28"},
        {"title": "明天", "from": "2026-03-02"},
    ]
    for offline, wanted in ((False, {"今天"}), (True, {"今天", "明天"})):
        page = texts(shown(*PUBLIC, offline=offline, **screen(notices=notices)))
        found = {t for t in ("今天", "昨天", "明天") if t in page["window/index.html"]}
        assert found == wanted


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({}, ["cover", "brand/b", "member/m", "team/t", "volunteer/v", "team/u"]),
        ({"order": "分类"}, ["cover", "brand/b", "member/m", "team/t", "team/u", "volunteer/v"]),
        ({"most": 2}, ["cover", "brand/b", "member/m"]),
        ({"contents": ["先进班组"]}, ["cover", "team/t", "team/u"]),
        ({"stories": ["u", "brand/b"]}, ["cover", "team/u", "brand/b"]),
        ({"unit": "第二党支部"}, ["cover", "team/u"]),
        (
            {"notices": [{"title": "后", "pinned": "是"}], "most": 1},
            ["cover", "notice/0", "brand/b"],
        ),
    ],
)
def test_the_playlist_decides_what_comes_when(told: dict[str, Any], wanted: list[str]) -> None:
    stories = [*PUBLIC, story("team", "u", unit="第二党支部", date="2018年")]
    assert ids(shown(*stories, **screen(**told))) == wanted


def test_the_newest_come_first_whatever_their_kind() -> None:
    stories = [story("team", "old", date="2010年"), story("brand", "new", date="2020年")]
    found = ids(shown(*stories, **screen(order="最新")))
    assert found == ["cover", "brand/new", "team/old"]


def test_every_screen_has_its_page_and_its_news() -> None:
    release = shown(*PUBLIC, **screen(windows=[{"id": "lobby", "contents": ["brand"]}]))
    made = texts(release)
    assert list(made) == [
        *("window/index.html", "window/build.js"),
        *("window/lobby/index.html", "window/lobby/build.js"),
    ]
    assert ids(release, "window/lobby/") == ["cover", "brand/b"]
    for path in ("window/", "window/lobby/"):
        build = re.findall(r'data-build="([0-9a-f]{12})"', made[f"{path}index.html"])
        assert build and f'"build": "{build[0]}"' in made[f"{path}build.js"]
    assert made == texts(release)


def test_a_code_needs_an_address() -> None:
    assert "<svg" not in texts(shown(*PUBLIC))["window/index.html"].split("<footer")[0]
    page = texts(shown(*PUBLIC, site_url="https://x.example/y/"))["window/index.html"]
    assert page.count('class="qr"') == 5


def test_words_are_cut_at_clauses_and_never_inside_a_word_or_a_quotation() -> None:
    title = "雨夜十一小时：一支志愿服务队的抢修接力与村民的暖心故事"
    assert title_within(title, 22) == "雨夜十一小时"
    assert title_within("“严”字当头，下好3步棋", 22) == "“严”字当头，下好3步棋"
    assert (
        title_within("“把来样受理到报告签发的四个环节，连成不断的一条线”，完", 12)
        == "“把来样受理到报告”…"
    )
    for most in range(8, 60):
        for cut in (title_within(title * 2, most), lead_within(f"{title}。" * 3, most)):
            assert len(cut) <= most
            assert title.startswith(cut.rstrip("…。")[:20])


@pytest.mark.parametrize("text", ["巡线没有捷径，眼睛要勤。", "学而知，" * 20, "字" * 80])
def test_a_maxim_keeps_every_character_in_its_columns(text: str) -> None:
    size, columns = columns_of(text)
    rows = {"xl": 7, "l": 9, "m": 12, "s": 16}[size]
    assert "".join(columns) == text
    assert max(map(len, columns)) <= rows or text.startswith("字字")
    assert len(columns) <= 13


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("22:00-06:30", ("22:00", "06:30")),
        ("22：00 至 6：30", ("22:00", "06:30")),
        ("18:00—24:00", ("18:00", "00:00")),
        ("25:00-06:00", None),
        ("08:00-08:00", None),
        ("夜里", None),
    ],
)
def test_hours_are_read_as_people_write_them(words: str, hours: tuple[str, str] | None) -> None:
    assert read_hours(words) == hours


def test_one_file_is_written_whole_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def window(*more: str) -> int:
        return main(["--root", str(tmp_path), "window", "--single-file", *more])

    make_root(tmp_path, {"volunteer/a.yml": told()})
    out = tmp_path / "exports" / "window.html"
    assert window() == 0 and "2 屏" in capsys.readouterr().out
    before = out.read_bytes()
    assert b"<style>" in before and b"data-news" not in before and b'href="..' not in before
    assert window() == 0 and out.read_bytes() == before
    assert window("--name", "nowhere") == 2
    assert window("--out", str(tmp_path / "site" / "window.html")) == 2
    make_root(tmp_path, {"volunteer/a.yml": "标题: 缺很多\n"})
    assert window() == 1 and out.read_bytes() == before


def test_consent_to_the_lobby_alone_is_for_the_stick(tmp_path: Path) -> None:
    """What lies below `window/` of a site is on the net; its code would lead to no page."""
    scopes = {"lobby": "视窗", "online": "网站", "both": "网站, 视窗"}
    make_root(
        tmp_path,
        {
            f"volunteer/{name}.yml": told(title=name) + f"consent: {{by: 本人, scope: [{scope}]}}\n"
            for name, scope in scopes.items()
        },
    )
    assert main(["--root", str(tmp_path), "window", "--single-file", "--quiet"]) == 0
    page = (tmp_path / "exports/window.html").read_text("utf-8")
    slides = re.findall(r'data-id="volunteer/(\w+)".*?</section>', page, re.DOTALL)
    assert sorted(slides) == ["both", "lobby"]
    assert page.count("扫码看全文") == 1
    assert main(["--root", str(tmp_path), "build", "--quiet"]) == 0
    files = (p for p in (tmp_path / "site").rglob("*") if p.is_file())
    assert not any(b"volunteer/lobby" in file.read_bytes() for file in files)


def test_an_undated_honour_leaves_no_room_for_a_date() -> None:
    given = story("team", "t", honours=[{"title": "无年份"}, {"title": "有年份", "date": "2019年"}])
    page = texts(shown(given))["window/index.html"]
    assert "<b></b>" not in page
    assert page.count('<p class="won__who"><b>2019年</b>') == 1
