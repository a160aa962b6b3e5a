"""Long lists: in pages, whole without JavaScript, filtered with it (`assets/js/list.js`)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from generator.model.output import Page, Text
from generator.model.release import Release
from generator.model.slugs import slug_of
from generator.render.frame import Frame, Head, Links, links_from, make_page
from generator.render.lineage import unit_tree
from generator.render.sketches import Sketch

PAGE_MOST = 120  # items of a page: about 15 KB gzip
_PAGER_MOST = 12  # numbers a pager shows without leaving any out
_ROOT = "\0"  # the way to the root, until it is known whence: no text holds a control character
_AROUND = 2  # numbers on either side of the page one is on

Number = tuple[int, str, bool]  # of a page, its address, whether it is this one


class Facet(Struct, frozen=True):
    """A filter: its name in the address, its label, its choices with the number of items.

    `held` are the values of each item, in the order of the list; an item may have several or none.
    """

    name: str
    label: str
    choices: tuple[tuple[str, str, int], ...]
    held: tuple[tuple[str, ...], ...]


class Roll(Struct, frozen=True):
    """A long list: its address, what the shell says of it, its templates.

    `row` makes of a thing what is shown of it, where it is `pictured` with the pictures of the
    thing's key. `template` shows a page and its finished `items`; the partial `items` makes them of
    `rows`.
    """

    path: str
    head: Head
    template: str
    items: str
    row: Callable[[Any, Release, Links], Any]
    pictured: bool = False


def roll_pages(
    roll: Roll, things: Sequence[Any], facets: Sequence[Facet], release: Release, **words: Any
) -> Iterator[Sketch]:
    """The pages of a list, PAGE_MOST things each, and the scripts by which all is filtered.

    The template knows `items`, `count`, `facets` and `rest` (the folder of scripts) on the first
    page, the way `back` to its filters on the others, `pages` and `words`.
    """
    paths = page_paths(roll.path, len(things))
    count, filtered = len(things), len(paths) > 1 and bool(facets)
    for number, path in enumerate(paths):
        own = tuple(things[number * PAGE_MOST : (number + 1) * PAGE_MOST])
        told = facets if number == 0 else ()
        files = (_script_path(roll.path, number),) if filtered else ()
        keys = [thing.key for thing in own] if roll.pictured else []
        pictures = release.site.originals.only(keys)
        given = (roll, paths, number, own, count, told, filtered, words)
        yield Sketch(path, _page, given, files, pictures)


def _page(
    roll: Roll,
    paths: Sequence[str],
    number: int,
    things: Sequence[Any],
    count: int,
    facets: Sequence[Facet],
    filtered: bool,
    words: Mapping[str, Any],
    release: Release,
    frame: Frame,
) -> Iterator[Page | Text]:
    """One page; `facets`, what all things hold, stand on the first alone.

    An item is rendered once: its page and its script show it from different folders.
    """
    links, first = links_from(paths[number], release), links_from(roll.path, release)
    rows = [roll.row(thing, release, Links(_ROOT, first.index)) for thing in things]
    template = frame.templates.get_template(f"partials/{roll.items}.html")
    items = template.render(words, rows=rows, root=_ROOT)
    yield make_page(
        frame,
        release,
        paths[number],
        roll.template,
        numbered(roll.head, number),
        items=Markup(items.replace(_ROOT, links.root)),
        count=count,
        facets=facets,
        rest=f"{links.root}{roll.path}page/" if len(paths) > 1 else "",
        back=links.to(roll.path) if number and filtered else "",
        pages=pager_of(paths, number, links),
        **words,
    )
    if number and filtered:
        yield _script(roll.path, number, items.replace(_ROOT, first.root))
    elif filtered:
        yield _index(roll.path, facets)


def page_paths(path: str, count: int) -> tuple[str, ...]:
    """The addresses of a list of `count` items: `brands/`, `brands/page/2/` …

    `brands/2/` may be a brand's own.
    """
    pages = max(1, -(-count // PAGE_MOST))
    return (path, *(f"{path}page/{number}/" for number in range(2, pages + 1)))


def pager_of(paths: Sequence[str], here: int, links: Links) -> list[Number | None]:
    """The numbers below page `here` (from 0): all, or the first, the last and those around.

    None stands for those left out.
    """
    last = len(paths) - 1
    near = {0, last, *range(here - _AROUND, here + _AROUND + 1)}
    told = [n for n in range(last + 1) if last < _PAGER_MOST or n in near]
    numbers: list[Number | None] = []
    for before, n in zip([-1, *told], told, strict=False):
        numbers += [None] if n > before + 1 else []
        numbers.append((n + 1, links.to(paths[n]), n == here))
    return numbers


def numbered(head: Head, number: int) -> Head:
    """The head of page `number` (from 0) of several."""
    return replace(head, title=f"{head.title}（第{number + 1}页）") if number else head


def unit_facet(held: Iterable[tuple[str, ...]], release: Release) -> Facet:
    """The filter by unit, from the slugs of each item: the tree of units, an indent a level."""
    units = tuple(held)
    counts = counted(units)
    tree = ((slug_of(unit.id), unit, depth) for unit, depth in unit_tree(release.site))
    choices = ((slug, "· " * depth + unit.label, counts[slug]) for slug, unit, depth in tree)
    return Facet("unit", "单位", tuple(choice for choice in choices if choice[2]), units)


def counted(held: Iterable[tuple[str, ...]]) -> Counter[str]:
    """How many items hold each value; few sets of values are shared by many items."""
    counts: Counter[str] = Counter()
    for values, times in Counter(held).items():
        counts.update(dict.fromkeys(values, times))
    return counts


def year_facet(years: Iterable[str]) -> Facet:
    """The filter by year, from the year of each item, latest first; "" falls under none."""
    held = tuple((year,) if year else () for year in years)
    counts = counted(held)
    told = sorted(counts, reverse=True)
    return Facet("year", "年份", tuple((year, f"{year}年", counts[year]) for year in told), held)


def _script_path(path: str, number: int) -> str:
    """The script of page `number` (from 0): its items; the first page's, what every item holds."""
    return f"{path}page/{number + 1 if number else 'index'}.js"


def _script(path: str, number: int, items: str) -> Text:
    """The items of a page but the first."""
    html = json.dumps(items, ensure_ascii=False)
    return Text(_script_path(path, number), f"showcasePages[{number + 1}]={html};\n")


def _index(path: str, facets: Sequence[Facet]) -> Text:
    """What every item holds; of 25,000 items with four filters 33 KB gzip.

    `{"most": items a page, "held": {filter: {"sets": [[value…]…], "of": [set of each item…]}}}`
    """
    held = {}
    for facet in facets:
        sets = {values: number for number, values in enumerate(dict.fromkeys(facet.held))}
        held[facet.name] = {"sets": list(sets), "of": [sets[values] for values in facet.held]}
    told = {"most": PAGE_MOST, "held": held}
    packed = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Text(_script_path(path, 0), f"showcaseIndex={packed};\n")
