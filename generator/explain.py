"""`showcase explain`: the help page of everything that `check` can report."""

from __future__ import annotations

import difflib
import inspect
import re
from functools import cache
from pathlib import Path
from textwrap import dedent, indent

from msgspec import Struct

from generator.check import CHECKS
from generator.model.problem import LEVELS, Lang, Level, Words
from generator.trouble import Misuse

_FILE = Path(__file__).with_name("help.md")
_HEADING = re.compile(r"^## (?P<id>[a-z0-9-]+) (?P<level>error|warning)\n", re.MULTILINE)
_FORM = re.compile(
    r"(?P<en>.+?)\n\nWhy: (?P<why>.+?)\nMend: (?P<mend>.+?)\n\n"
    r"(?P<zh>.+?)\n为什么：(?P<weishenme>.+?)\n怎么改：(?P<zenmegai>.+?)\n\n"
    r"错：\n(?P<wrong>.+?)\n对：\n(?P<right>.+)",
    re.DOTALL,
)


class Help(Struct, frozen=True):
    """What is looked for, why, how to mend; `wrong` and `right` are YAML, or remarks in （）."""

    id: str
    level: Level
    what: Words
    why: Words
    mend: Words
    wrong: str
    right: str


def explain(id: str, lang: Lang) -> str:
    """The help page of an id; raises Misuse where there is none.

    That names the nearest id, or those whose pages have the words that were typed.
    """
    id = id.strip("[]【】 ")  # as messages show it
    page = helps().get(id)
    if page is None:
        raise Misuse(_unknown(id))
    wrong, right = (indent(f"{example}\n", "    ") for example in (page.wrong, page.right))
    level = LEVELS[page.level].to(lang)
    if lang == "zh":
        return (
            f"{id}（{level}）\n{page.what.zh}\n\n为什么：{page.why.zh}\n怎么改：{page.mend.zh}\n\n"
            f"错：\n{wrong}对：\n{right}"
        )
    return (
        f"{id} ({level})\n{page.what.en}\n\nWhy: {page.why.en}\nMend: {page.mend.en}\n\n"
        f"Wrong:\n{wrong}Right:\n{right}"
    )


@cache
def helps() -> dict[str, Help]:
    """Every help page by id: those of the checks, in their order, then those of help.md."""
    pages = [read_help(c.id, c.level, inspect.getdoc(c.look) or "") for c in CHECKS]
    parts = _HEADING.split(_FILE.read_text(encoding="utf-8"))[1:]
    for id, level, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        pages.append(read_help(id, "error" if level == "error" else "warning", text.strip()))
    return {page.id: page for page in pages}


def read_help(id: str, level: Level, text: str) -> Help:
    """A page from its text; raises ValueError where the text has not the form of help pages."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"the help of {id} lacks a part")
    part = match.groupdict()
    english = {name: re.sub(r"\n\s*", " ", part[name]) for name in ("en", "why", "mend")}
    chinese = {name: re.sub(r"\n\s*", "", part[name]) for name in ("zh", "weishenme", "zenmegai")}
    return Help(
        id,
        level,
        Words(chinese["zh"], english["en"]),
        Words(chinese["weishenme"], english["why"]),
        Words(chinese["zenmegai"], english["mend"]),
        dedent(part["wrong"]).rstrip(),
        dedent(part["right"]).rstrip(),
    )


def _unknown(id: str) -> Words:
    telling = [page for page in helps().values() if id in page.what.zh]
    telling = telling or [p for p in helps().values() if id in f"{p.why.zh}{p.mend.zh}"]
    if telling and not id.isascii():
        zh = "".join(f"\n  {page.id}  {page.what.zh}" for page in telling)
        en = "".join(f"\n  {page.id}  {page.what.en}" for page in telling)
        return Words(f"“{id}”不是编号，说到它的有：{zh}", f"“{id}” is no id; these tell of it:{en}")
    if not id.isascii():
        return Words(
            f"没有说到“{id}”的检查；写提醒里方括号中的编号，例如 phone-mobile",
            f"No check tells of “{id}”; give the id in brackets, e.g. phone-mobile",
        )
    near = [known for known in helps() if known.startswith(id)]
    near = near or difflib.get_close_matches(id, helps(), n=1, cutoff=0.4)
    if near:
        return Words(
            f"没有“{id}”，是不是 {near[0]}？", f"There is no “{id}”; did you mean {near[0]}?"
        )
    return Words(
        f"没有“{id}”。可以查：{'、'.join(helps())}",
        f"There is no “{id}”; known: {', '.join(helps())}",
    )
