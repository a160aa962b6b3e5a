"""Sign-offs and withdrawals: lines added to stories/reviews.yml and stories/withdrawn.yml."""

from __future__ import annotations

import json
import re
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from getpass import getuser
from pathlib import Path

from msgspec.structs import replace

from generator import check
from generator.model.digest import content_digest, part_digests
from generator.model.face import bare
from generator.model.kinds import Story
from generator.model.parts import STAGES
from generator.model.problem import NO_WORDS, Words
from generator.model.release import is_listed_withdrawn, is_withdrawn, people
from generator.model.site import Site
from generator.package import WORK
from generator.publish import lock
from generator.shelf import MARK, put_file, told_of
from generator.trouble import Misuse, Refused
from generator.wanted import named_story

_SIGNATURE, _PATIENCE = Words("签字或撤稿", "review or withdrawal"), 10.0  # of 10,000: 0.5 s
_HEAD = {
    "reviews.yml": "# 由 showcase review 写入：谁、哪天、审的是哪一版。内容改动后签字自动失效。\n",
    "withdrawn.yml": "# 由 showcase withdraw 写入：撤下了哪篇、为什么、谁撤的。删掉就恢复发布。\n",
}


def signing(root: Path) -> AbstractContextManager[None]:
    """A block in which a root is read and signed by nobody else; Broken where it is for long.

    Two who sign at once would both read what the other has not written yet. A folder without
    stories is left alone.
    """
    if not (root / "stories").is_dir():
        return nullcontext()
    return lock(root / WORK / "signing", _SIGNATURE, _PATIENCE)


def review(root: Path, site: Site, reference: str, stage: str, by: str, on: date) -> Words:
    """Signs a story off at `stage`, bound to the digest of what it holds now.

    Says how many problems the story has that somebody who signs should have seen.
    Raises Misuse for a story that does not exist or a blank name, Refused where the rule forbids
    the signature: the author, a person who has signed already, or a stage before its turn.
    """
    by = _said(by, Words("审核人的姓名：--by 姓名", "the reviewer: --by NAME"))
    story = named_story(site, reference)
    _may_sign(story, stage, by, site)
    rows = {
        "稿件": story.key,
        "环节": stage,
        "审核人": by,
        "日期": on.isoformat(),
        "摘要值": content_digest(story, site),
        "各项": " ".join(f"{key}:{told}" for key, told in part_digests(story, site).items()),
    }
    _append(root / "stories" / "reviews.yml", rows)
    left = _left(story, site, on)
    label = STAGES[stage]
    approved = story.review is not None and story.review.status == "approved"
    more = "" if approved else "；三审齐了，请把稿件的状态改成“已审”"
    return Words(
        f"{story.key}：{by}已{label}" + (more if stage == "final" else "") + left.zh,
        f"{story.key}: {stage} review signed by {by}"
        + ("" if approved or stage != "final" else "; now set its status to approved")
        + left.en,
    )


def withdraw(
    root: Path, site: Site, reference: str, reason: str, by: str, on: date, *, notice: bool = False
) -> Words:
    """Takes a story out of every edition from the next build on; the file stays.

    Without the name of who does it the log takes that of the account. With a `notice` the story's
    address keeps a page that says nothing but that it was taken down.
    """
    reason = _said(reason, Words("撤下的理由：--reason 理由", "the reason: --reason TEXT"))
    story = named_story(site, reference)
    if is_listed_withdrawn(story, site) or (is_withdrawn(story, site) and not notice):
        raise Refused(_gone(story, notice))
    rows = {"稿件": story.key, "理由": reason, "日期": on.isoformat()}
    rows |= {"经办": who} if (who := _on_one_line(by) or _account()) else {}
    rows |= {"说明页": "是"} if notice else {}
    _append(root / "stories" / "withdrawn.yml", rows)
    left = _exported(root, story)
    return Words(
        f"{story.key} 已登记撤下：运行 showcase build 并重新发布后，网站上不再有它"
        + (f"；申报材料还在，要不要删掉请自己定：{'、'.join(left)}" if left else ""),
        f"{story.key} is withdrawn: build and publish to take it off the site"
        + (f"; its submissions are still in {', '.join(left)}" if left else ""),
    )


def _gone(story: Story, notice: bool) -> Words:
    """The refusal to withdraw a story twice: a notice that was thought of later is typed."""
    zh, en = f"{story.key} 已经撤下了", f"{story.key} is withdrawn already"
    if not notice:
        return Words(f"{zh}。", f"{en}.")
    return Words(
        f"{zh}；要留说明页，在 stories/withdrawn.yml 的这一项里加一行  说明页: 是",
        f"{en}; for a notice add  notice: yes  to its entry in stories/withdrawn.yml",
    )


def _left(story: Story, site: Site, on: date) -> Words:
    """How many problems a story has by itself, its sign-offs apart; nothing where it has none."""
    alone = replace(bare(site), stories=(story,))
    found = check.settled((story,), alone, list(check.look(alone, on, across=False)), on)
    count = sum(p.place.file == story.file and not p.id.startswith("sign-off") for p in found)
    if not count:
        return NO_WORDS
    return Words(
        f"；这一篇还有 {count} 处问题，运行 showcase check {story.file} 看一看",
        f"; it has {count} problems: showcase check {story.file}",
    )


def _exported(root: Path, story: Story) -> list[str]:
    """The folders below exports/ that hold the story's submissions: records, so they stay."""
    marks = sorted((root / "exports").glob(f"*/*/{MARK}"))
    return [
        mark.parent.relative_to(root).as_posix()
        for mark in marks
        if told_of(mark.parent).get("story") == story.key
    ]


def _said(text: str, wanted: Words) -> str:
    """What was typed for an option, on one line; a blank one would spoil the file it goes into."""
    said = _on_one_line(text)
    if not said:
        raise Misuse(Words(f"请写上{wanted.zh}。", f"Please give {wanted.en}."))
    return said


def _on_one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _account() -> str:
    """The name under which somebody works at this machine, "" where it knows none."""
    try:
        return _on_one_line(getuser())
    except (OSError, KeyError, ImportError):
        return ""


def _may_sign(story: Story, stage: str, by: str, site: Site) -> None:
    review = story.review
    signed = {
        name: getattr(review, name)
        for name in STAGES
        if review is not None and getattr(review, name) is not None
    }
    if review is not None and people(by) & people(review.author or ""):
        raise Refused(Words("撰稿人不能审自己的稿件。", "Authors cannot sign their own story."))
    if any(people(by) & people(sign.by) for sign in signed.values()):
        raise Refused(Words(f"{by}已经审过这篇稿件，三审要三个人。", f"{by} has signed already."))
    if stage in signed:
        raise Refused(
            Words(f"这一版已经有{STAGES[stage]}了。", f"It has its {stage} review already.")
        )
    order = list(STAGES)
    earlier = order[: order.index(stage)] if site.settings.review == "three" else []
    for name in earlier:
        if name not in signed:
            raise Refused(Words(f"还没有{STAGES[name]}。", f"The {name} review comes first."))


def _append(path: Path, rows: dict[str, str]) -> None:
    """Adds one entry at the end; the file is replaced whole, what stands in it stays as it is."""
    try:
        before = path.read_bytes().decode("utf-8") if path.exists() else _HEAD[path.name]
    except UnicodeDecodeError as error:
        raise Refused(
            Words(
                f"{path} 的编码不是 UTF-8，没有写入；用记事本“另存为”，编码选 UTF-8，再运行一次。",
                f"{path} is not UTF-8, nothing was written; save it as UTF-8 and run again.",
            )
        ) from error
    end = "\r\n" if "\r\n" in before else "\n"
    if before and not before.endswith("\n"):
        before += end
    indent = next(iter(re.findall(r"^( *)- ", before, re.M)), "")  # of entries typed by hand
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in rows.items()]
    entry = f"{indent}- " + f"{end}{indent}  ".join(lines) + end
    put_file(path, (before + entry).encode("utf-8"))
