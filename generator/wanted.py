"""The story that somebody names on the command line."""

from __future__ import annotations

import difflib
import re

from generator.model.kinds import KINDS, Story, names_in
from generator.model.problem import Words
from generator.model.site import Site
from generator.trouble import Misuse, Refused

_FILE = re.compile(r"(?:^|.*/)stories/|(?:/story)?\.ya?ml$")
_LABELS = {kind.label: name for name, kind in KINDS.items()}


def named_story(site: Site, reference: str) -> Story:
    """The story called `id`, `kind/id` (kind or folder, in either language) or by its file.

    Raises Misuse where there is none or several, Refused where its file could not be read.
    """
    name = plain_reference(reference)
    if story := site.find(name):
        return story
    if file := unread_file(site, name):
        raise Refused(
            Words(
                f"{file} 有错误，还读不了；先运行 showcase check。",
                f"{file} has errors and cannot be read yet; run showcase check first.",
            )
        )
    raise Misuse(_not_found(site, name))


def plain_reference(reference: str) -> str:
    """`id` or `kind/id` of what was typed: a path from the file manager, a Chinese kind."""
    name = _FILE.sub("", reference.strip().replace("\\", "/").removeprefix("./"))
    first, slash, id = name.partition("/")
    return f"{_LABELS.get(first, first)}{slash}{id}"


def unread_file(site: Site, name: str) -> str | None:
    """The file that could not be read of the story called `name`."""
    return next((file for file in site.unread if name in names_in(file)), None)


def _not_found(site: Site, name: str) -> Words:
    several = [story.key for story in site.by_id.get(name, ())]
    if several:
        return Words(
            f"叫“{name}”的稿件有 {len(several)} 篇，请写明是哪一篇：{'、'.join(several)}。",
            f"{len(several)} stories are called “{name}”; say which: {', '.join(several)}.",
        )
    # What was typed is likely right where both kind and id are close, or the id alone.
    known = {name: story.key for story in site.stories for name in (story.id, story.key)}
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return Words(
            f"没有稿件“{name}”，是不是 {known[near[0]]}？",
            f"There is no story “{name}”; did you mean {known[near[0]]}?",
        )
    if not known and not site.unread:
        return Words(
            "这里一篇稿件也没有；在项目文件夹里运行，或用 --root 指明文件夹。",
            "There are no stories here; run it in the project's folder, or give --root.",
        )
    return Words(
        f"没有稿件“{name}”；写编号（稿件的文件名），或 种类/编号，例如 brand/1252。",
        f"There is no story “{name}”; write its id (the name of its file), or kind/id.",
    )
