"""Checks of sign-offs, publish dates and consents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from generator.model.digest import part_digests
from generator.model.fields import fields_of
from generator.model.kinds import Story
from generator.model.parts import CARRIERS, Consent, Review, SignOff
from generator.model.patterns import later
from generator.model.problem import Finding, Path, Place, Words
from generator.model.release import missing_signatures, people, void_signatures
from generator.model.site import Signature, Site

_STAGES = {
    "first": Words("初审", "first review"),
    "second": Words("复审", "second review"),
    "final": Words("终审", "final review"),
}

_STORY, _PICTURE = Words("稿件", "story"), Words("图片", "picture")
NOTICE_DAYS = 30  # time enough to ask for a new consent


def sign_offs(site: Site) -> Iterator[Finding]:
    """A story is approved without the sign-offs that the site's review rule wants.

    Why: Under the rule of three, three people other than the author have read every published word.
    Mend: Have it reviewed (`showcase review`), or set its status to in_review. After its file was
    given another name, write that name in reviews.yml as well: the sign-offs stand.

    稿件写了“已审”，却缺少审核规则要求的签字。
    为什么：三审制的意思是，公开的每个字都由作者以外的三个人看过。
    怎么改：补齐审核（showcase review），或把状态改成“待审”；文件改过名的，reviews.yml 里也改。

    错：
        审核:
          撰稿: 甲
          状态: 已审
          初审: {审核人: 乙, 日期: 2026-03-05}
          复审: {审核人: 乙, 日期: 2026-03-06}
          终审: {审核人: 丁, 日期: 2026-03-07}
    对：
        审核:
          撰稿: 甲
          状态: 已审
          初审: {审核人: 乙, 日期: 2026-03-05}
          复审: {审核人: 丙, 日期: 2026-03-06}
          终审: {审核人: 丁, 日期: 2026-03-07}
    """
    for story in site.stories:
        review = story.review
        if review is None or review.status != "approved":
            continue
        lacking = missing_signatures(story, site)
        absent = {
            stage: words
            for stage, words in _STAGES.items()
            if stage in lacking and getattr(review, stage) is None
        }
        if absent:
            void = {signature.stage for signature in void_signatures(story, site)}
            yield Finding(
                Place(story.file, ("review", "status")),
                Words(
                    f"状态是“已审”，却没有{'、'.join(zh for zh, _ in absent.values())}",
                    f"approved without the {', '.join(en for _, en in absent.values())}",
                ),
                _SIGN_AGAIN if void.intersection(absent) else _SIGN,
            )
        for stage in lacking:
            signed: SignOff | None = getattr(review, stage)
            if signed:
                yield Finding(
                    Place(story.file, ("review", stage, "by")),
                    _already(review, stage, signed.by),
                    Words("换一个人审", "have it reviewed by somebody else"),
                )


_SIGN = Words(
    "补齐审核（showcase review），或把状态改成“待审”；"
    "改过文件名的，把 reviews.yml 里的编号也改过来",
    "have it reviewed (`showcase review`), or set the status to in_review; "
    "of a file given another name, write that name in reviews.yml too",
)
_SIGN_AGAIN = Words(
    "签字以后改过内容，签字失效了：请他们重新签（showcase review），或把状态改成“待审”",
    "it was changed after it had been signed: have it signed again (`showcase review`), "
    "or set the status to in_review",
)


def _already(review: Review, stage: str, name: str) -> Words:
    """Whose signature `name` repeats at `stage`: the author's or an earlier stage's."""
    zh, en = _STAGES[stage]
    if people(name) & people(review.author or ""):
        return Words(f"{zh}“{name}”就是撰稿人", f"the {en} is signed by the author, {name}")
    before = next(
        words
        for key, words in _STAGES.items()
        if (sign := getattr(review, key)) and people(sign.by) & people(name)
    )
    return Words(
        f"{zh}和{before.zh}是同一个人“{name}”",
        f"the {en} and the {before.en} are signed by the same person, {name}",
    )


def sign_off_void(site: Site) -> Iterator[Finding]:
    """A story was changed after `showcase review` signed it off; the signature no longer counts.

    Why: A reviewer answers for the words and pictures that were read, not for later ones.
    Mend: Have it reviewed again (`showcase review`), or take the change back.

    用 showcase review 签字以后，稿件又改过，签字已失效。
    为什么：审核人只对看过的文字和图片负责，后来改的没有人看过。
    怎么改：请审核人重新签字（showcase review），或把改动改回去。

    错：
        # stories/brands/1252.yml
        标题: 一盏灯，又改了标题
        审核: {撰稿: 甲, 状态: 待审}
        # stories/reviews.yml
        - 稿件: brand/1252
          环节: first
          审核人: 乙
          日期: 2026-03-05
          摘要值: 0f1e2d3c4b5a69788796a5b4c3d2e1f0
    对：
        # stories/brands/1252.yml
        标题: 一盏灯，又改了标题
        审核: {撰稿: 甲, 状态: 待审, 初审: {审核人: 乙, 日期: 2026-03-06}}
    """
    for story in site.stories:
        signed: dict[tuple[str, ...], list[Signature]] = {}
        for signature in sorted(void_signatures(story, site), key=_in_turn):
            keys = signature.changed(part_digests(story, site))
            facts = [fact for fact in fields_of(type(story)) if fact.key in keys]
            signed.setdefault(tuple(fact.key for fact in facts), []).append(signature)
        for changed, signatures in signed.items():
            yield _void(story, changed, signatures)


def _in_turn(signature: Signature) -> int:
    return [*_STAGES].index(signature.stage) if signature.stage in _STAGES else len(_STAGES)


def _void(story: Story, changed: Sequence[str], signatures: Sequence[Signature]) -> Finding:
    """What has made these signatures void, all by the same changes."""
    labels = [fact.label for fact in fields_of(type(story)) if fact.key in changed]
    zh, en = "、".join(labels) or "内容", ", ".join(changed) or "the story"
    stages = [_STAGES.get(s.stage, Words(s.stage, s.stage)) for s in signatures]
    pairs = [*zip(signatures, stages, strict=True)]
    signed_zh = "、".join(f"{s.by}{stage.zh}（{s.on}）" for s, stage in pairs)
    signed_en = ", ".join(f"the {stage.en} by {s.by} ({s.on})" for s, stage in pairs)
    first, *more = (s.stage for s in signatures)
    again = f"showcase review {story.key} --as {first} --by"
    return Finding(
        Place(story.file, (changed[0],) if changed else ("review",)),
        Words(
            f"{signed_zh}以后改了{zh}，签字失效",
            f"{en} changed after {signed_en}, which {'are' if more else 'is'} void now",
        ),
        Words(
            f"重新送审：{again} 姓名" + (f"，再 {'、'.join(more)}" if more else ""),
            f"review again: {again} NAME" + (f", then {', '.join(more)}" if more else ""),
        ),
    )


def sign_off_order(site: Site, as_of: date) -> Iterator[Finding]:
    """A later review was signed before an earlier one, or on a day that is still to come.

    Why: The second review reads what the first has mended; most often a date is mistyped.
    Mend: Correct the date, or review in turn.

    后一审的日期早于前一审，或者日期还没有到。
    为什么：复审看的是初审改过的稿子；多半是日期打错了。
    怎么改：改正日期，或按次序审。

    错：
        审核:
          初审: {审核人: 乙, 日期: 2026-03-05}
          复审: {审核人: 丙, 日期: 2026-03-01}
    对：
        审核:
          初审: {审核人: 乙, 日期: 2026-03-05}
          复审: {审核人: 丙, 日期: 2026-03-06}
    """
    for story in site.stories:
        signed = [
            (stage, sign) for stage in _STAGES if (sign := getattr(story.review, stage, None))
        ]
        for stage, sign in signed:
            if sign.on > as_of:
                yield Finding(
                    Place(story.file, ("review", stage, "on")),
                    Words(
                        f"{_STAGES[stage].zh}的日期（{sign.on}）还没有到",
                        f"the day of the {_STAGES[stage].en} ({sign.on}) is still to come",
                    ),
                    Words("改正日期", "correct the date"),
                )
        for (before, earlier), (stage, then) in pairwise(signed):
            if then.on < earlier.on:
                yield Finding(
                    Place(story.file, ("review", stage, "on")),
                    Words(
                        f"{_STAGES[stage].zh}（{then.on}）早于{_STAGES[before].zh}（{earlier.on}）",
                        f"the {_STAGES[stage].en} ({then.on}) is earlier than "
                        f"the {_STAGES[before].en} ({earlier.on})",
                    ),
                    Words("改正日期，或按次序审", "correct the date, or review in turn"),
                )


def publish_dates(site: Site) -> Iterator[Finding]:
    """A story is to disappear before it appears.

    Why: It would never be seen.
    Mend: Correct `from` or `until`.

    发布的截止日期早于开始日期。
    为什么：这样稿件永远不会出现。
    怎么改：改正“起”或“止”。

    错：
        发布: {起: 2026-03-10, 止: 2026-03-01}
    对：
        发布: {起: 2026-03-10, 止: 2028-03-10}
    """
    for story in site.stories:
        dates = story.publish
        if dates and dates.from_ and dates.until and dates.until < dates.from_:
            yield Finding(
                Place(story.file, ("publish", "until")),
                Words(
                    f"截止日期 {dates.until} 早于开始日期 {dates.from_}",
                    f"the end {dates.until} lies before the start {dates.from_}",
                ),
                Words("改正“起”或“止”", "correct `from` or `until`"),
            )


def consent_expired(site: Site, as_of: date) -> Iterator[Finding]:
    """A consent has run out, so that its story or picture no longer appears.

    Why: The site leaves it out by itself; somebody should know, and ask again or withdraw it.
    Mend: Ask for consent anew and write the new date, or withdraw the story.

    授权已经过期，稿件或图片不再出现。
    为什么：网站会自动不再显示；要有人知道，去续授权或者撤稿。
    怎么改：重新取得授权并写上新期限，或撤下稿件。

    错：
        授权: {授权人: 本人, 期限: 2019-12-31}
    对：
        授权: {授权人: 本人, 期限: 2099-12-31}
    """
    for story in site.stories:
        for at, consent in _consents(story):
            if consent.until and as_of > consent.until:
                what = _thing(at)
                yield Finding(
                    Place(story.file, (*at, "until")),
                    Words(
                        f"授权到 {consent.until} 为止，{what.zh}不再出现",
                        f"the consent ended on {consent.until}, the {what.en} no longer appears",
                    ),
                    Words("续签授权并写上新期限，或撤下", "renew the consent, or withdraw it"),
                )


def consent_limit(site: Site) -> Iterator[Finding]:
    """A consent is limited in words only, so that nothing keeps to it.

    Why: Only `scope` and `until` are kept to: without them the story goes everywhere, for ever.
    Mend: Write the carriers as `scope`, the last day as `until`.

    授权的范围、期限只写在一句话里，程序不会照办。
    为什么：只有写在“范围”“期限”里的才算数；没有写，就算哪里都能用、一直能用。
    怎么改：能用在哪里写进“范围”，用到哪天写进“期限”。

    错：
        授权: 张三本人同意，仅限网站使用
    对：
        授权: {授权人: 张三, 范围: [网站]}
    """
    for story in site.stories:
        for at, consent in _consents(story):
            text = consent.by or ""
            limit = None if consent.scope else _SCOPED().search(text)
            last = None if consent.until else _DATED().search(text)
            if found := limit or last:
                named = ", ".join(zh for zh, _ in CARRIERS if zh in text) or "网站"
                zh, en, typed = (
                    ("范围", "scope", f"[{named}]") if limit else ("期限", "until", "2028-12-31")
                )
                yield Finding(
                    Place(story.file, at),
                    Words(
                        f"授权里的“{found[0]}”只是一句话，程序不会照办",
                        f"“{found[0]}” in a consent is only words, to which nothing keeps",
                    ),
                    Words(
                        f"写成一组，例如  {{授权人: …, {zh}: {typed}}}",
                        f"type a group, e.g.  {{by: …, {en}: {typed}}}",
                    ),
                )


_SCOPED = later("范围|[仅只](?:限|用于|供|能|可|在)|不得|不用于|不可|除.{1,8}外")
_DATED = later(
    r"期限|有效期|[至到]\s*\d{4}|\d{4}年.{0,6}(?:以?前|为止|止)|[一二三四五两1-9]年(?:内|有效)"
)


def ends_soon(site: Site, as_of: date) -> Iterator[Finding]:
    """A consent or a publication ends within 30 days.

    Why: From its last day on the story or picture is gone; a new consent takes time to get.
    Mend: Ask for consent anew and write the new date, or let it end.

    授权或发布在30天内到期。
    为什么：过了最后一天，稿件或图片就不再出现；续授权需要时间。
    怎么改：重新取得授权并写上新期限；不再公开的，可以不管。

    错：
        授权: {授权人: 本人, 期限: 2026-06-20}
    对：
        授权: {授权人: 本人, 期限: 2099-12-31}
    """
    for story in site.stories:
        ends = [((*at, "until"), consent.until, _thing(at)) for at, consent in _consents(story)]
        if story.publish:
            ends.append((("publish", "until"), story.publish.until, _STORY))
        for at, last, what in ends:
            if last and 0 <= (last - as_of).days <= NOTICE_DAYS:
                yield Finding(
                    Place(story.file, at),
                    _ending(what, last, (last - as_of).days),
                    Words("要继续公开，请续签授权或改期限", "renew it, or let it end"),
                )


def _ending(what: Words, last: date, days: int) -> Words:
    left = Words(f"还有 {days} 天", f"in {days} days") if days else Words("就是今天", "today")
    return Words(
        f"{what.zh}到 {last} 为止（{left.zh}）", f"the {what.en} ends on {last}, {left.en}"
    )


def _consents(story: Story) -> Iterator[tuple[Path, Consent]]:
    """The consents of a story and of its pictures, with where they stand."""
    given: list[tuple[Path, Consent | None]] = [(("consent",), story.consent)]
    given += [
        (("photos", number, "consent"), photo.consent) for number, photo in enumerate(story.photos)
    ]
    return ((at, consent) for at, consent in given if consent)


def _thing(at: Path) -> Words:
    return _PICTURE if len(at) > 1 else _STORY
