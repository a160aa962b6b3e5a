"""Who may be seen: review rules, publish dates, editions, withdrawals, consents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec import structs

from generator.model.carriers import Ceremony, PledgeYear, StarWeek, Work
from generator.model.digest import content_digest
from generator.model.fields import Line, field
from generator.model.kinds import Brand, Story, Volunteer
from generator.model.parts import Consent, Photo
from generator.model.release import (
    carriers_on,
    consents,
    is_approved,
    may_show,
    missing_signatures,
    narrowed,
    release,
    standing,
)
from generator.model.site import Settings, Site, Withdrawal
from tests.made import record

TODAY = date(2026, 6, 1)
BY = {"first": "乙", "second": "丙", "final": "丁"}


def review(status: str = "已审", author: str = "甲", **by: str | None) -> dict[str, Any]:
    """A review with three signatures, some of them by others or (None) absent."""
    people = {**BY, **by}
    signed = {
        stage: {"by": name, "on": "2026-01-01"}
        for stage, name in people.items()
        if name is not None
    }
    return {"author": author, "status": status, **signed}


def story(id: str = "a", kind: type[Story] = Volunteer, **more: object) -> Story:
    given = {"id": id, "file": f"{id}.yml", "address_name": id, "title": "甲", "unit": "乙"}
    told = {"date": "2018", "summary": "丙", "review": review(), **more}
    return record(kind, {**given, **told})


def work(id: str, day: str | None) -> Work:
    told = {"id": id, "yml": f"{id}.yml", "address_name": id, "type": "微家书", "title": "甲"}
    return record(Work, told | ({"date": day} if day else {}))


def site(*stories: Story, rule: str = "三审", **more: Any) -> Site:
    return Site(settings=record(Settings, {"review": rule}), stories=stories, **more)


# review → signatures lacking under the rules of three, one, none
RULES: list[tuple[dict[str, Any] | None, tuple[str, ...], tuple[str, ...]]] = [
    (review(), (), ()),
    (None, ("first", "second", "final"), ("final",)),
    (review(first=None), ("first",), ()),
    (review(final=None), ("final",), ("final",)),
    (review(second="乙"), ("second",), ()),
    (review(final="乙"), ("final",), ()),
    (review(first="甲"), ("first",), ()),
    (review(final="甲"), ("final",), ()),
    (review(first="乙", second="乙", final="乙"), ("second", "final"), ()),
    ({"status": "已审"}, ("first", "second", "final"), ("final",)),
    # one person, written otherwise; two authors, two people who sign together
    (review(author="张三", first="张　三"), ("first",), ()),
    (review(author="Li Lei", final="li lei"), ("final",), ()),
    (review(author="甲、乙"), ("first",), ()),
    (review(author="甲，丁", first="戊"), ("final",), ()),
    (review(first="乙、丙"), ("second",), ()),
    # a comma at the end names nobody, and nobody signs twice
    (review(author="甲、", first="乙、"), (), ()),
]


@pytest.mark.parametrize(("signed", "three", "one"), RULES)
def test_signatures_by_rule(
    signed: dict[str, Any] | None, three: tuple[str, ...], one: tuple[str, ...]
) -> None:
    told = story(review=signed)
    assert missing_signatures(told, site(told, rule="三审")) == three
    assert missing_signatures(told, site(told, rule="一审")) == one
    assert missing_signatures(told, site(told, rule="不审")) == ()


@pytest.mark.parametrize(
    ("signed", "rule", "approved"),
    [
        (review(), "三审", True),
        (review(), "一审", True),
        (review("待审"), "三审", False),
        (review("草稿"), "不审", False),
        ({"status": "已审"}, "不审", True),
        (None, "不审", True),
        (None, "一审", False),
        ({"author": "甲"}, "不审", True),
        (review(second=None), "三审", False),
        (review(first=None, second=None), "一审", True),
    ],
)
def test_approval_by_rule(signed: dict[str, Any] | None, rule: str, approved: bool) -> None:
    told = story(review=signed)
    assert is_approved(told, site(told, rule=rule)) is approved


def test_the_default_rule_is_three() -> None:
    assert Settings().review == "three"


@pytest.mark.parametrize(
    ("more", "public", "internal"),
    [
        ({}, "published", "published"),
        ({"publish": {"from": "2026-06-01"}}, "published", "published"),
        ({"publish": {"from": "2026-06-02"}}, "draft", "draft"),
        ({"publish": {"until": "2026-06-01"}}, "published", "published"),
        ({"publish": {"until": "2026-05-31"}}, "hidden", "hidden"),
        ({"visibility": "内部"}, "hidden", "published"),
        ({"review": review("待审")}, "draft", "draft"),
        ({"review": review("待审"), "visibility": "内部"}, "hidden", "draft"),
        ({"review": review("已撤下")}, "hidden", "hidden"),
        ({"review": None}, "draft", "draft"),
        ({"consent": "本人"}, "published", "published"),
        ({"consent": {"until": "2026-06-01"}}, "published", "published"),
        ({"consent": {"until": "2026-05-31"}}, "hidden", "hidden"),
        ({"consent": {"scope": ["网站", "印刷"]}}, "published", "published"),
        ({"consent": {"scope": ["印刷"]}}, "hidden", "hidden"),
    ],
)
def test_standing_by_edition(more: dict[str, Any], public: str, internal: str) -> None:
    told = story(**more)
    assert standing(told, site(told), TODAY, "public") == public
    assert standing(told, site(told), TODAY, "internal") == internal


def test_a_line_of_withdrawn_yml_hides_a_story() -> None:
    a, b = story("a", Brand), story("b")
    for name in ("brand/a", "brands/a", "a"):  # by kind, by folder, without
        line = record(Withdrawal, {"story": name, "reason": "丁", "on": "2026-01-01"})
        both = site(a, b, withdrawals=(line,))
        assert [standing(told, both, TODAY) for told in (a, b)] == ["hidden", "published"]


@pytest.mark.parametrize(
    ("consent", "site_", "print_"),
    [
        (None, True, True),
        (Consent(), True, True),
        (Consent(scope=("site",)), True, False),
        (Consent(scope=("print", "site")), True, True),
        (Consent(until=date(2026, 6, 1)), True, True),
        (Consent(until=date(2026, 5, 31), scope=("site",)), False, False),
    ],
)
def test_consents_by_carrier(consent: Consent | None, site_: bool, print_: bool) -> None:
    assert consents(consent, "site", TODAY) is site_
    assert consents(consent, "print", TODAY) is print_


@pytest.mark.parametrize(
    ("visibility", "notice", "public", "internal"),
    [
        ("公开", "是", ("volunteer/a/",), ("volunteer/a/",)),
        ("公开", "否", (), ()),
        ("内部", "是", (), ("volunteer/a/",)),
    ],
)
def test_a_notice_lies_where_the_story_was_seen(
    visibility: str, notice: str, public: tuple[str, ...], internal: tuple[str, ...]
) -> None:
    told = {"story": "volunteer/a", "reason": "丁", "on": "2026-01-01", "notice": notice}
    gone = site(story("a", visibility=visibility), withdrawals=(record(Withdrawal, told),))
    assert release(gone, TODAY).notices == public
    assert release(gone, TODAY, edition="internal").notices == internal


def test_another_carrier_shows_less_and_no_drafts() -> None:
    everywhere, here = story("everywhere"), story("here", consent={"scope": ["网站"]})
    draft = story("draft", review=None)
    shown = narrowed(release(site(everywhere, here, draft), TODAY, drafts=True), "window")
    assert [told.id for told in shown.site.stories] == ["everywhere"]
    assert shown.drafts == frozenset()
    pictures = {
        "both": Photo(file="a.jpg", consent=Consent(scope=("site", "window"))),
        "site": Photo(file="a.jpg", consent=Consent(scope=("site",))),
        "window": Photo(file="a.jpg", consent=Consent(scope=("window",))),
    }
    assert [name for name, photo in pictures.items() if may_show(photo, shown)] == ["both"]


def test_a_release_holds_what_may_be_seen_newest_first() -> None:
    old, new = story("old", date="2012年"), story("new", date="2020")
    words = story("words", date="近年来")
    draft = story("draft", date="2024", review=None)
    gone = story("gone", visibility="内部")
    whole = site(words, old, gone, new, draft)
    shown = release(whole, TODAY)
    assert [told.id for told in shown.site.stories] == ["new", "old", "words"]
    assert shown.drafts == frozenset()
    with_drafts = release(whole, TODAY, drafts=True)
    assert [told.id for told in with_drafts.site.stories] == ["draft", "new", "old", "words"]
    assert with_drafts.drafts == {"volunteer/draft"}
    inside = release(whole, TODAY, edition="internal")
    assert [told.id for told in inside.site.stories] == ["new", "gone", "old", "words"]


def test_a_digest_is_of_the_words_not_of_the_sign_offs() -> None:
    plain = story()
    same = [story(review=None), story(publish={"from": "2026-01-01"}), story(allow=[])]
    same += [story("renamed"), story(slug="elsewhere"), story(aliases=["volunteer/before"])]
    other = [story(title="别的"), story(summary="别的"), story(visibility="内部")]
    digest = content_digest(plain, site(plain))
    assert {content_digest(told, site(told)) for told in same} == {digest}
    assert digest not in {content_digest(told, site(told)) for told in other}


def test_showcases_of_a_year_or_week_to_come_are_not_shown() -> None:
    due = {"who": "甲", "promise": "乙", "due": "2026-05-31"}
    pledges = tuple(
        record(PledgeYear, {"file": f"{year}.yml", "year": str(year), "pledges": [due]})
        for year in (2025, 2026, 2027)
    )
    ceremonies = tuple(
        record(Ceremony, {"file": f"{file}.yml", "title": "奖", "year": file[:4]})
        for file in ("2026b", "2025", "2026a", "2027")
    )
    stars = tuple(
        record(StarWeek, {"file": f"{week}.yml", "week": week})
        for week in ("2026-W22", "2026-W23", "2026-W24")
    )
    days = {"old": "2018", "now": "2026年6月1日", "now2": "2026年6月", "soon": "2026年6月2日"}
    works = tuple(work(id, day) for id, day in ({"undated": None} | days).items())
    whole = site(pledges=pledges, ceremonies=ceremonies, stars=stars, works=works)
    inside = release(whole, TODAY, edition="internal").site
    assert [each.year for each in inside.pledges] == [2026, 2025]
    assert [each.file for each in inside.ceremonies] == ["2026a.yml", "2026b.yml", "2025.yml"]
    assert [str(each.week) for each in inside.stars] == ["2026-W23", "2026-W22"]
    assert [each.id for each in inside.works] == ["now", "now2", "old", "undated"]
    assert release(whole, TODAY).site.pledges == ()  # a pledge that is overdue is no public matter


@pytest.mark.parametrize(
    ("before", "now", "same"),
    [
        ((2026, 5, 31), (2026, 6, 1), False),  # a pledge is overdue
        ((2026, 6, 1), (2026, 12, 31), True),
        ((2026, 12, 31), (2027, 1, 1), False),  # the next year's pledges are shown
        ((2027, 1, 1), (2027, 12, 31), True),
        ((2027, 12, 31), (2028, 1, 1), False),  # inside, where what is overdue is shown
        ((2028, 1, 1), (2029, 1, 1), True),
    ],
)
def test_a_day_turns_only_what_begins_or_ends(
    before: tuple[int, int, int], now: tuple[int, int, int], same: bool
) -> None:
    this = [{"who": "甲", "promise": "乙", "due": "2026-05-31"}, {"who": "丙", "promise": "丁"}]
    pledges = tuple(
        record(PledgeYear, {"file": f"{year}.yml", "year": str(year), "pledges": told})
        for year, told in ((2026, this), (2027, this[1:]), (2028, this[:1]))
    )
    whole = site(pledges=pledges)
    assert (carriers_on(whole, date(*before)) == carriers_on(whole, date(*now))) is same


class LaterStory(Volunteer):
    """A volunteer story of a later version: with one field more, before all others by name."""

    abstract: Line | None = field("提要")


def test_a_field_that_a_later_version_adds_voids_no_sign_off() -> None:
    plain = story()
    later = LaterStory(**structs.asdict(plain))
    assert content_digest(later, site(later)) == content_digest(plain, site(plain))
    told = later.but(abstract="现在写了")
    assert content_digest(told, site(told)) != content_digest(plain, site(plain))
