"""Whether a story may be submitted at all: kind, withdrawal, consent, dates, review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.award import Award
from generator.model.kinds import KINDS, Story
from generator.model.problem import Place, Problem, Words
from generator.model.release import consents, is_approved, is_withdrawn
from generator.model.site import Site, kind_of


def forbidden(
    story: Story, award: Award, site: Site, as_of: date, carrier: str = "award"
) -> Iterator[Problem]:
    """What keeps a story out of a submission, drafts included."""
    if story.kind not in award.kinds:
        wanted = [KINDS[kind] for kind in award.kinds]
        yield Problem(
            "award-kind",
            "error",
            Place(story.file, line=1, column=1),
            Words(
                f"“{award.title}”不收{kind_of(story).label}的稿件",
                f"“{award.id}” takes no {kind_of(story).english}",
            ),
            Words(
                f"征集的是：{'、'.join(kind.label for kind in wanted)}",
                f"it takes: {', '.join(kind.english for kind in wanted)}",
            ),
        )
    if is_withdrawn(story, site):
        yield Problem(
            "award-withdrawn",
            "error",
            Place(story.file, ("review", "status")),
            Words("稿件已经撤下，不能申报", "the story is withdrawn and cannot be submitted"),
            Words("换一篇稿件", "submit another story"),
        )
    if not consents(story.consent, carrier, as_of):
        yield _no_consent(story, carrier, as_of)
    yield from _out_of_sight(story, carrier, as_of)


def _out_of_sight(story: Story, carrier: str, as_of: date) -> Iterator[Problem]:
    """Expired stories go nowhere; a jury is not the public, WeChat is."""
    publish = story.publish
    if publish and publish.until and as_of > publish.until:
        yield Problem(
            "award-publish",
            "error",
            Place(story.file, ("publish", "until")),
            Words(f"公开到 {publish.until} 为止，已经过期", f"it expired on {publish.until}"),
            Words("仍要使用的，改发布的止日", "move the date if it is still good"),
        )
    if carrier == "wechat" and publish and publish.from_ and as_of < publish.from_:
        yield Problem(
            "award-publish",
            "error",
            Place(story.file, ("publish", "from")),
            Words(f"{publish.from_} 起才公开，不能发微信", f"not public before {publish.from_}"),
            Words("到那一天再导出", "export it on that day"),
        )
    if carrier == "wechat" and story.visibility == "internal":
        yield Problem(
            "award-publish",
            "error",
            Place(story.file, ("visibility",)),
            Words("内部稿件不能发微信", "an internal story may not go to WeChat"),
            Words("换一篇公开的稿件", "take a public story"),
        )


def unapproved(story: Story, site: Site) -> Iterator[Problem]:
    """A story that has not passed its review; only a draft may be made of it."""
    if not is_approved(story, site):
        yield Problem(
            "award-review",
            "error",
            Place(story.file, ("review", "status")),
            Words("稿件还没有审核通过", "the story has not passed its review"),
            Words("审完再导出，或用 --draft 先出草稿", "finish the review, or use --draft"),
        )


_CARRIERS = {"award": Words("申报", "submissions"), "wechat": Words("微信", "WeChat")}


def _no_consent(story: Story, carrier: str, as_of: date) -> Problem:
    name = _CARRIERS[carrier]
    until = story.consent.until if story.consent else None
    if until and as_of > until:
        message = Words(f"授权到 {until} 为止，已经过期", f"the consent ended on {until}")
        at, hint = ("consent", "until"), Words("续签授权", "renew the consent")
    else:
        message = Words(f"授权范围里没有“{name.zh}”", f"the consent does not cover {name.en}")
        at = ("consent", "scope")
        hint = Words(f"征得同意后在范围里加上“{name.zh}”", f"ask, then add {name.zh} to its scope")
    return Problem("award-consent", "error", Place(story.file, at), message, hint)
