"""Pages hold every public word, nothing private, and links that lead somewhere."""

import re
from html import unescape
from pathlib import Path
from posixpath import join, normpath
from typing import Any

import pytest

from generator.model.fields import FieldFacts, Record, fields_of
from generator.model.kinds import KINDS, Story
from generator.model.output import Card, Page, Resized
from generator.model.site import written_address
from generator.notes import surroundings
from generator.package import written_pages
from generator.render.codes import code_of, headline
from generator.render.documents import document
from generator.render.method import decomposition
from generator.render.rolls import PAGE_MOST
from generator.render.story import facts_of, story_page
from tests.made import frame, original, outputs, pages, shown, story, surrounded

# Fields that steer a page and are no words of it.
STEERING = {"slug", "aliases", "title_lines", "related", "visibility", "consent", "anonymous"}
STEERING |= {"focus", "level", "unit"}


def text_of(page: Page) -> str:
    """The words of a page as a visitor reads them."""
    return unescape(re.sub(r"<[^>]+>", "", page.body))


def canaries(record: type[Record], path: str = "") -> tuple[dict[str, Any], list[str], list[str]]:
    """A value for every field, the public words in them, the private ones; each word is unique."""
    told: dict[str, Any] = {}
    public: list[str] = []
    private: list[str] = []
    for fact in fields_of(record):
        value, words = _canary(fact, f"{path}{fact.key}")
        told[fact.key] = value
        (private if fact.private else public).extend(words)
    return told, public, private


def _canary(fact: FieldFacts, path: str) -> tuple[Any, list[str]]:
    word = f"词{path.replace('.', '')}"
    if fact.key in STEERING and ("." not in path or fact.key == "consent"):
        steering = {"unit": "yuan", "visibility": "public", "anonymous": "否", "slug": "a"}
        return steering.get(fact.key, [] if fact.many else None), []
    if fact.record:
        if fact.key == "items" and path.count("items") > 1:
            return [], []
        told, public, private = canaries(fact.record, f"{path}.")
        return ([told] if fact.many else told), public + private
    if fact.choices:
        return ([fact.choices[0][0]] if fact.many else fact.choices[0][0]), []
    if fact.shape == "day":
        return "2030-01-01", []
    if fact.key == "focus":
        return "50% 50%", []
    if fact.key == "url":
        return f"https://{path.replace('.', '-')}.example/", []
    if fact.key in ("file", "emblem"):
        return f"{path}.jpg", []
    if fact.shape == "time":
        return f"2019年{word}", [f"2019年{word}"]
    return ([word] if fact.many else word), [word]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_holds_every_public_word_and_no_private_one(kind: str) -> None:
    told, public, private = canaries(KINDS[kind].record)
    told["review"]["status"], told["publish"] = "已审", None
    given = story(kind, **told)
    files = {(given.key, photo.file): original(900, 600) for photo in given.photos}
    page = pages(shown(given, originals=files))[f"{KINDS[kind].folder}/a/"]
    text, attributes = text_of(page), page.body
    alt = [word for word in public if "photosalt" in word]
    assert [word for word in public if word not in text and word not in alt] == []
    assert [word for word in alt if f'alt="{word}"' not in attributes] == []
    assert len(public) > 20 and len(private) > 5
    assert [word for word in private if word in attributes] == []


def test_a_story_keeps_its_words_as_typed() -> None:
    given = story(
        "volunteer",
        title="“三进”：从免费巡诊到科普",
        stats=[{"label": "金额", "value": "近56.01万元"}, {"label": "家", "value": "3928多家"}],
        participants="近300人次",
        summary="写 <b>得</b> & 好",
    )
    text = text_of(pages(shown(given))["volunteer/a/"])
    for words in (
        "近56.01万元",
        "3928多家",
        "近300人次",
        "“三进”：从免费巡诊到科普",
        "写 <b>得</b> & 好",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("title", "method", "code", "split"),
    [
        (
            "“1252”工作法：落到班组",
            "“1252”工作法",
            "1252",
            ("", "“", "1252", "”", "工作法：落到班组"),
        ),
        ("“1+3+2”：打好地基", None, "1+3+2", ("", "“", "1+3+2", "”：", "打好地基")),
        ("党风廉政“423”工作法", None, "423", ("党风廉政", "“", "423", "”", "工作法")),
        ("“六联工作法”：各有办法", None, "六联", ("", "“", "六联工作法", "”：", "各有办法")),
        ("“八字”“四授”：育、遇", None, "八字", None),
        ("“严”字当头，下好3步棋", None, "严", None),
        ("四个数字管好班组", "“六联工作法”", "六联", None),
        ("党支部PDCA工作法", None, "PDCA", ("党支部", "", "PDCA", "", "工作法")),
        ("2018年的一件小事", None, None, None),
        ("免费校准2,000台血压计", None, None, None),
        ("让3.5万人少跑一趟", None, None, None),
        ("第296期实验室开放日", None, None, None),
        ("走访3928多家企业", None, None, None),
        ("微笑365，天天在岗", None, "365", ("微笑", "", "365", "，", "天天在岗")),
        ("让办事的人少跑一趟", None, None, None),
    ],
)
def test_the_code_of_a_brand(title: str, method: str | None, code: str, split: object) -> None:
    given = story("brand", title=title, method={"name": method} if method else None)
    found = code_of(given)
    assert (found and found.text) == code
    parts = headline(title, found)
    told = parts and (parts.before, parts.opening, parts.code, parts.closing, parts.after)
    assert told == split
    assert told is None or "".join(told) == title


@pytest.mark.parametrize(
    ("parts", "layout", "figures"),
    [
        ([{"count": c, "title": "一组"} for c in "1252"], "few", ["1", "2", "5", "2"]),
        (
            [{"title": "定位"}, {"title": "定权"}, {"title": "定责"}],
            "few",
            ["定位", "定权", "定责"],
        ),
        ([{"count": "九", "title": "九项", "items": ["甲"] * 9}], "one", ["九"]),
        ([{"title": "六个字的长名"}] * 6, "many", [""] * 6),
    ],
)
def test_methods_come_apart(parts: list[Any], layout: str, figures: list[str]) -> None:
    given = story("brand", method={"name": "工作法", "parts": parts})
    band = decomposition(given.method)  # type: ignore[attr-defined]
    assert band and band.layout == layout
    assert [numeral.figure for numeral in band.numerals] == figures
    assert all(n.title or n.figure for n in band.numerals)


def test_items_nest_as_deep_as_they_are_written() -> None:
    deep = {
        "title": "一层",
        "items": [{"title": "二层", "items": [{"title": "三层", "text": "底"}]}],
    }
    given = story(
        "brand", method={"name": "法", "parts": [{"count": "1", "title": "组", "items": [deep]}]}
    )
    body = pages(shown(given))["brands/a/"].body
    assert re.search(r"<ul><li><b>一层</b><ul><li><b>二层</b><ul><li><b>三层</b><span>底", body)


def test_labels_and_names_do_not_say_twice() -> None:
    told = {"streak": "连续12年", "participants": "近300人", "place": "地点"}
    assert facts_of(story("volunteer", **told)) == [
        ("地点", "地点"),
        ("参与人数", "近300人"),
        ("连续", "12年"),
    ]
    assert ("参与人次", "近300人次") in facts_of(story("volunteer", participants="近300人次"))
    quotes = [
        {"text": "好", "speaker": "澳大利亚客户", "role": "客户"},
        {"text": "稳", "speaker": "戴岚", "role": "负责人"},
    ]
    page = pages(shown(story("team", quotes=quotes)))["teams/a/"].body
    assert "<figcaption><b>澳大利亚客户</b></figcaption>" in page
    assert "<figcaption><b>戴岚</b><span>负责人</span></figcaption>" in page


def test_the_nameless_stay_nameless() -> None:
    given = story("member", anonymous="是", name="真名甲", citation="他不愧为先锋。")
    made = shown(given)
    assert "真名甲" not in "".join(page.body for page in pages(made).values())
    assert "真名甲" not in document(given, made).text + document(given, made).people


def test_pictures_without_consent_are_not_shown() -> None:
    photos = [{"file": "a.jpg", "caption": "图甲", "consent": {"by": "本人", "scope": ["印刷"]}}]
    photos += [{"file": "b.jpg", "caption": "图乙"}]
    given = story("team", photos=photos)
    files = {
        (given.key, "a.jpg"): original(900, 600),
        (given.key, "b.jpg"): original(900, 600, "cd" * 32),
    }
    made = shown(given, originals=files)
    text = text_of(pages(made)["teams/a/"])
    assert "图乙" in text and "图甲" not in text
    assert "图甲" not in document(given, made).text
    assert not [o for o in outputs(made) if isinstance(o, Resized) and "abab" in o.path]


@pytest.mark.parametrize(
    ("size", "widths", "shared"),
    [
        ((3000, 2000), [400, 800, 1600, 1600], (1200, 630)),
        ((900, 600), [400, 800, 900, 900], (900, 472)),
        ((300, 500), [300, 300], (300, 157)),
    ],
)
def test_pictures_are_never_enlarged(
    size: tuple[int, int], widths: list[int], shared: tuple[int, int]
) -> None:
    given = story("brand", photos=[{"file": "a.jpg", "focus": "30% 20%"}])
    made = outputs(shown(given, originals={(given.key, "a.jpg"): original(*size)}))
    whole = [o for o in made if isinstance(o, Resized) and not o.crop]
    cut = [o for o in made if isinstance(o, Resized) and o.crop]
    assert [o.width for o in whole] == widths
    assert [(o.width, o.height, o.focus) for o in cut] == [(*shared, (0.3, 0.2))]
    page = pages(shown(given, originals={(given.key, "a.jpg"): original(*size)}))["brands/a/"]
    assert page.meta["og_image"] == cut[0].path
    asked = set(re.findall(r"media/[\w.-]+", page.body))
    assert asked == {o.path for o in whole}
    assert 'class="fx30 fy20"' in page.body


def test_stories_without_a_cover_share_a_card() -> None:
    made = outputs(
        shown(story("brand", "a"), story("brand", "b"), story("team", "c", unit="第一党支部"))
    )
    cards = dict.fromkeys(o.path for o in made if isinstance(o, Card))
    assert list(cards) == ["media/card-brand-yuan.png", "media/card-team-yi-zhibu.png"]


def test_drafts_are_marked_and_not_indexed() -> None:
    made = pages(shown(story("brand", "a"), story("brand", "b"), drafts=["brand/a"]))
    assert "草稿" in made["brands/a/"].body and made["brands/a/"].meta["noindex"]
    assert made["brands/"].body.count("草稿") == 1
    assert not made["brands/b/"].meta["noindex"]


def test_neighbours_and_related_lead_to_shown_stories_only() -> None:
    told = [
        story("brand", i, date=f"20{19 - n}年", related=["c", "gone"]) for n, i in enumerate("abc")
    ]
    body = pages(shown(*told))["brands/b/"].body
    assert re.search(r'rel="prev" href="../../brands/a/"', body)
    assert re.search(r'rel="next" href="../../brands/c/"', body)
    assert "gone" not in body


def test_a_page_depends_on_its_own_story_only() -> None:
    a, b, other = story("brand", "a"), story("brand", "b"), story("member", "z")
    few, many = shown(a, b), shown(a, b, other)
    for made in (few, many):
        assert [s.key for s, _ in surroundings(made)][:2] == ["brand/a", "brand/b"]
    own = [list(story_page(s, around, few, frame())) for s, around in surrounded(few, frame())]
    again = [list(story_page(s, around, many, frame())) for s, around in surrounded(many, frame())]
    assert own == again[:2]


def test_honours_stand_by_level_and_year() -> None:
    honours = [
        {"title": "本级奖", "level": "本级", "date": "2020年"},
        {"title": "旧省奖", "level": "省部级", "date": "2017年"},
        {"title": "新省奖", "level": "省部级", "date": "2019年12月"},
        {"title": "无级奖"},
    ]
    page = pages(shown(story("brand", honours=honours)))["honours/"]
    text = text_of(page)
    order = [text.index(word) for word in ("新省奖", "旧省奖", "本级奖", "无级奖")]
    assert order == sorted(order)
    assert re.search(r"2020</th><td></td><td>1</td><td></td><td>1</td>", page.body)
    assert re.search(r"合计</th><td>2</td><td>1</td><td>1</td><td>4</td>", page.body)


def test_an_empty_site_says_so() -> None:
    made = pages(shown(units=()))
    for path in ("", "brands/", "members/", "teams/", "volunteer/", "units/", "honours/"):
        assert "整理" in made[path].body or "采写" in made[path].body, path
    assert "<form" not in made["brands/"].body


@pytest.mark.parametrize("offline", [False, True])
def test_every_link_leads_to_a_page_or_a_file(offline: bool) -> None:
    told = [
        story(
            "brand", "a", tags=["党 建"], honours=[{"title": "奖", "level": "本级"}], related=["b"]
        ),
        story("member", "b", unit="第一党支部", photos=[{"file": "p.jpg"}]),
        *(story("team", f"s{n}") for n in range(PAGE_MOST + 1)),
    ]
    files = {("member/b", "p.jpg"): original(900, 600)}
    made = outputs(shown(*told, offline=offline, originals=files))
    there = {
        o.path + ("index.html" if offline else "") if isinstance(o, Page) else o.path for o in made
    }
    there |= {f"assets/js/{name}" for name in ("list.js", "search.js")}
    written = (written_address(page.name) for page in written_pages(Path("tests")))
    there |= {f"{page}{'index.html' * offline}" for page in written}
    there |= {path.removesuffix("index.html") for path in there if path.endswith("/index.html")}
    for page in (o for o in made if isinstance(o, Page)):
        for link in re.findall(r'(?:href|src)="([^"#][^"]*)"', page.body):
            if not re.match(r"https?:|data:", link):
                path = normpath(join("/", page.path, re.split("[?#]", unescape(link))[0]))[1:]
                folder = not re.search(r"\.\w+$", path) and path
                assert (path + "/" if folder else path) in there, (page.path, link)


def test_search_knows_the_words_of_the_page() -> None:
    told, public, private = canaries(KINDS["brand"].record)
    told["review"]["status"], told["publish"] = "已审", None
    given: Story = story("brand", **told)
    found = document(given, shown(given))
    assert found.url == "brands/a/" and found.kind == "支部品牌" and found.year == "2019"
    everything = "\n".join((found.title, found.summary, found.unit, found.people, found.text))
    hidden = [word for word in public if word not in everything and "photosalt" not in word]
    assert hidden == []
    assert [word for word in private if word in everything] == []
