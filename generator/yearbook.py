"""`showcase yearbook`: the print-ready book of a year or a brand."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from generator import check
from generator.load.site import load
from generator.model.problem import Problem, Words
from generator.model.release import Edition, Release, release
from generator.model.slugs import slug_of
from generator.model.source import Source
from generator.model.words import words_of
from generator.package import WORK
from generator.pictures import SourceChanged
from generator.progress import Progress
from generator.render.paper.book import PRINT_DPI, Cut, book_of
from generator.render.paper.choice import Choice, of_brand, of_year, volumes
from generator.shelf import MARK, put, refuse_place
from generator.trouble import Broken, Misuse, Refused
from generator.typeset import FontMissing, Print, typeset
from generator.typeset.boxes import page_count, with_bleed
from generator.typeset.failures import GlyphMissing
from generator.wanted import plain_reference

FOLDER = "exports/yearbook"


class Order(Struct, frozen=True):
    """What book was asked for: of `year`, or of `brand` (an id)."""

    root: Path
    as_of: date
    year: int | None = None
    brand: str | None = None
    size: str = "a4"
    bleed: float = 0
    edition: Edition = "public"
    out: Path | None = None


class Bound(Struct, frozen=True):
    """The finished book, or the problems that kept it from being made."""

    sources: Mapping[str, Source]
    problems: tuple[Problem, ...] = ()
    files: tuple[Path, ...] = ()
    stories: int = 0
    pages: int = 0


def yearbook(order: Order, progress: Progress) -> Bound:
    """Writes the book below exports/yearbook/; whole, or nothing and the old one stands.

    Raises Misuse for a wrong order, Refused where there is nothing to print or a character that no
    font draws, Broken where there is no Chinese font, OSError where the machine fails.
    """
    if (order.year is None) == (order.brand is None):
        raise Misuse(Words("写上年份，或用 --brand 指明品牌。", "Name a year, or give --brand."))
    if order.out:
        refuse_place(order.out, order.root)
    progress.step(Words("读取和检查稿件", "reading and checking stories"))
    loaded = load(order.root)
    problems = check.run(loaded.site, order.as_of, loaded.problems)
    errors = tuple(problem for problem in problems if problem.level == "error")
    if errors:
        return Bound(loaded.sources, errors)
    shown = release(loaded.site, order.as_of, edition=order.edition, carrier="print")
    choice = _choice(order, shown)
    progress.step(Words("排版", "typesetting"))
    made = {
        f"{volume.name}.pdf": _typeset(volume, shown, order, progress) for volume in volumes(choice)
    }
    own = slug_of(order.brand) if order.brand else str(order.year)
    folder = order.out or order.root / FOLDER / own
    put(folder, {**made, MARK: _summary(choice, order)})
    files = tuple(folder / name for name in made)
    pages = sum(map(page_count, made.values()))
    return Bound(loaded.sources, (), files, len(choice.stories), pages)


def _choice(order: Order, shown: Release) -> Choice:
    if order.year is not None:
        choice = of_year(shown, order.year)
        if not choice.stories:
            raise Refused(_no_stories(order.year, shown))
        return choice
    brand = shown.site.find(plain_reference(order.brand or ""))
    if brand is None or brand.kind != "brand":
        raise Refused(
            Words(
                f"没有能印的品牌“{order.brand}”：编号不对，或没有通过审核、没有印刷授权。",
                f"No brand “{order.brand}” may be printed: unknown, unreviewed, or no consent.",
            )
        )
    return of_brand(shown, brand)


def _no_stories(year: int, shown: Release) -> Words:
    years = sorted({story.date.year for story in shown.site.stories if story.date.year})
    zh, en = "、".join(years) or "（没有）", ", ".join(years) or "none"
    return Words(
        f"{year} 年没有能印的稿件：要时间在这一年、通过审核、有印刷授权。有稿件的年份：{zh}。",
        f"No story of {year} may be printed: of that year, approved, with consent. Years: {en}.",
    )


def _typeset(choice: Choice, shown: Release, order: Order, progress: Progress) -> bytes:
    job = book_of(choice, shown, Cut(order.size, order.bleed, PRINT_DPI), "")
    try:
        made = typeset(job, order.root, order.root / WORK / "pictures", progress.count)
    except FontMissing as missing:
        raise Broken(missing.words) from missing
    except SourceChanged as changed:
        why = changed.fault.detail
        raise Refused(Words(f"图片 {changed.source.name}：{why.zh}", why.en)) from changed
    if made.lacking:
        raise Refused(_unprintable(made, choice))
    return with_bleed(made.content, order.bleed) if order.bleed else made.content


def _unprintable(made: Print, choice: Choice) -> Words:
    """A book with holes is not print-ready: the characters, and the files that hold them."""
    lacking = set(made.lacking)
    holders = [
        story.file
        for story in choice.stories
        if any(not lacking.isdisjoint(html.unescape(each.text)) for each in words_of(story))
    ]
    words, files = GlyphMissing(made.lacking).words, "、".join(holders)
    zh, en = (f"（{files}）", f" ({files})") if files else ("", "")
    return Words(f"书没有写出：{words.zh}{zh}", f"no book was written: {words.en}{en}")


def _summary(choice: Choice, order: Order) -> bytes:
    """What the folder holds, for programs; it marks the folder as ours to replace."""
    summary = {
        "title": choice.title,
        "stories": [story.key for story in choice.stories],
        "as_of": order.as_of.isoformat(),
        "edition": order.edition,
        "size": order.size,
        "bleed_mm": order.bleed,
    }
    return (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode()
