"""Who may be seen: the review rule, publish dates, editions, withdrawals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal
from unicodedata import normalize

from msgspec import Struct, field
from msgspec.structs import replace

from generator.model.carriers import Pledge, PledgeYear, Work
from generator.model.kinds import Story
from generator.model.parts import Consent, Photo
from generator.model.site import Signature, Site, address_of, kind_of
from generator.model.times import age
from generator.model.window import Notice, Playlist

Edition = Literal["public", "internal"]
Standing = Literal["published", "draft", "hidden"]


class Release(Struct, frozen=True):
    """What one build shows: `site` holds only stories that may appear, newest first.

    `drafts` are the keys of stories shown with a mark because `--drafts` asked for them. Links end
    in `index.html` when `offline`. `carriers` are those that the stories' consents cover; pictures
    of theirs need the same (`may_show`). `can_print` tells whether PDFs may be asked for: a machine
    without a Chinese font makes none, and then no page may link to one. `notices` are addresses of
    withdrawn stories that keep a page saying so. `texts` are the whole stories by file, where
    `site` holds faces or none.
    """

    site: Site
    as_of: date
    edition: Edition = "public"
    drafts: frozenset[str] = frozenset()
    offline: bool = False
    carriers: tuple[str, ...] = ("site",)
    can_print: bool = True
    notices: tuple[str, ...] = ()
    texts: Mapping[str, Story] = field(default_factory=dict)

    def whole(self, story: Story) -> Story:
        """The story with its long texts."""
        return self.texts.get(story.file, story)

    def wholes(self) -> Iterator[Story]:
        """All stories with their long texts, one by one."""
        return iter(self.texts.values() if self.texts else self.site.stories)


def release(
    site: Site,
    as_of: date,
    *,
    edition: Edition = "public",
    drafts: bool = False,
    offline: bool = False,
    carrier: str = "site",
) -> Release:
    """Narrows the site to what this edition may show on `as_of`; the only place that decides it.

    `carrier` is what shows it: the site; print or a window on a stick, for what is never online.
    """
    shown = {story.key: standing(story, site, as_of, edition, carrier) for story in site.stories}
    wanted = ("published", "draft") if drafts else ("published",)
    stories = sorted(
        (story for story in site.stories if shown[story.key] in wanted),
        key=lambda story: (age(story.date), story.key),
    )
    site = replace(site, **_carriers(site, as_of, edition))
    marked = frozenset(story.key for story in stories if shown[story.key] == "draft")
    return Release(
        replace(site, stories=tuple(stories)),
        as_of,
        edition,
        marked,
        offline,
        (carrier,),
        notices=_notices(site, edition),
    )


def _notices(site: Site, edition: Edition) -> tuple[str, ...]:
    """Where a withdrawal asked for a notice; internal stories leave none in the public edition."""
    asked = {line.story for line in site.withdrawals if line.notice}
    return tuple(
        sorted(
            address_of(story)
            for name in asked
            if (story := site.find(name))
            and (edition == "internal" or story.visibility == "public")
        )
    )


def carriers_on(site: Site, day: date) -> object:
    """What other showcases than stories may show on a day, in any edition, to be compared."""
    return _carriers(site, day, "internal"), _carriers(site, day, "public")


def _carriers(site: Site, as_of: date, edition: Edition) -> dict[str, Any]:
    """The other showcases, newest first, without what lies ahead; overdue pledges stay inside."""
    works = (work for work in site.works if _begun(work) <= as_of)
    pledges = (
        year.but(pledges=_told_pledges(year, as_of, edition))
        for year in sorted(site.pledges, key=lambda year: -year.year)
        if year.year <= as_of.year
    )
    return {
        "stars": tuple(
            sorted(
                (board for board in site.stars if board.week.monday <= as_of),
                key=lambda board: board.week,
                reverse=True,
            )
        ),
        "ceremonies": tuple(
            sorted(
                (each for each in site.ceremonies if each.year <= as_of.year),
                key=lambda each: (-each.year, each.file),
            )
        ),
        "works": tuple(sorted(works, key=lambda work: (age(work.date), work.id))),
        "pledges": tuple(year for year in pledges if year.pledges),
    }


def _begun(work: Work) -> date:
    return (work.date.earliest if work.date else None) or date.min


def _told_pledges(year: PledgeYear, as_of: date, edition: Edition) -> tuple[Pledge, ...]:
    inside = edition == "internal"
    return tuple(pledge for pledge in year.pledges if inside or not pledge.overdue(as_of))


def standing(
    story: Story, site: Site, as_of: date, edition: Edition = "public", carrier: str = "site"
) -> Standing:
    """Whether the story is published on `as_of`, might be shown as a draft, or is hidden for good.

    Withdrawn, expired and foreign-edition stories are hidden even from `--drafts`.
    """
    if is_withdrawn(story, site) or (story.visibility == "internal" and edition == "public"):
        return "hidden"
    publish = story.publish
    if publish and publish.until and as_of > publish.until:
        return "hidden"
    if not consents(story.consent, carrier, as_of):
        return "hidden"
    early = bool(publish and publish.from_ and as_of < publish.from_)
    return "draft" if early or not is_approved(story, site) else "published"


def narrowed(release: Release, carrier: str) -> Release:
    """The release without what may not be shown by `carrier` as well; drafts stay off carriers."""
    stories = tuple(
        story
        for story in release.site.stories
        if story.key not in release.drafts and consents(story.consent, carrier, release.as_of)
    )
    return replace(
        release,
        site=replace(release.site, stories=stories),
        drafts=frozenset(),
        carriers=(*release.carriers, carrier),
    )


def may_show(photo: Photo, release: Release) -> bool:
    """Whether the consent of a picture covers every carrier of the release."""
    return all(consents(photo.consent, each, release.as_of) for each in release.carriers)


def last_day(story: Story) -> date | None:
    """The last day on which the story may be seen, None where nothing ends it."""
    ends = (
        story.publish.until if story.publish else None,
        story.consent.until if story.consent else None,
    )
    return min((end for end in ends if end), default=None)


def notices_of(playlist: Playlist, release: Release) -> tuple[Notice, ...]:
    """The notices a screen may hold: those of the day.

    What goes onto a stick (`offline`) is seen by nobody else and may stay unreplaced for weeks, so
    it holds notices to come as well; the screen waits for their day.
    """
    return tuple(
        notice for notice in playlist.notices if notice.within(release.as_of, ahead=release.offline)
    )


def is_withdrawn(story: Story, site: Site) -> bool:
    """Whether the story was taken out, by its own state or by withdrawn.yml."""
    own = story.review is not None and story.review.status == "withdrawn"
    return own or is_listed_withdrawn(story, site)


def is_listed_withdrawn(story: Story, site: Site) -> bool:
    """Whether withdrawn.yml names the story."""
    names = (story.key, f"{kind_of(story).folder}/{story.id}", story.id)
    return not site.withdrawn.isdisjoint(names)


def consents(consent: Consent | None, carrier: str, as_of: date) -> bool:
    """Whether a consent, if any was given, covers `carrier` on `as_of`."""
    if consent is None:
        return True
    if consent.until and as_of > consent.until:
        return False
    return not consent.scope or carrier in consent.scope


def is_approved(story: Story, site: Site) -> bool:
    """Whether the story passes the site's review rule."""
    rule, review = site.settings.review, story.review
    if review is None or review.status is None:
        return rule == "none"
    return review.status == "approved" and not missing_signatures(story, site)


def void_signatures(story: Story, site: Site) -> tuple[Signature, ...]:
    """The signatures of `showcase review` that no longer fit what the story holds."""
    review = story.review
    return tuple(
        signature
        for stage, signature in site.signed(story.key).items()
        if getattr(review, stage, None) is None
    )


def missing_signatures(story: Story, site: Site) -> tuple[str, ...]:
    """The sign-offs (first, second, final) that the rule wants and the story lacks.

    Three signatures by fewer than three people, or by an author, lack those that repeat a name.
    """
    wanted = {"none": (), "one": ("final",), "three": ("first", "second", "final")}[
        site.settings.review
    ]
    review = story.review
    if review is None:
        return wanted
    seen = people(review.author or "") if site.settings.review == "three" else frozenset()
    lacking = []
    for stage in wanted:
        signed = getattr(review, stage)
        by = people(signed.by) if signed else frozenset()
        if signed is None or by & seen:
            lacking.append(stage)
        else:
            seen |= by
    return tuple(lacking)


def people(names: str) -> frozenset[str]:
    """Who is named, to be compared: 张 三 (two characters, set as wide as three) is 张三, and
    张三、李四 are two.

    2 µs; names that a cache kept would hold the memory of the faces about them, 55 MB of 10,000.
    """
    each = re.split("[、,;/&]", normalize("NFKC", names))
    return frozenset("".join(name.split()).casefold() for name in each) - {""}
