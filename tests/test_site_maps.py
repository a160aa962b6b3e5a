"""The site map holds every page once, in files of the size that sitemaps.org allows."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from generator.render.feeds import site_maps
from tests.made import shown

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://showcase.example/"
PAGES = [f"members/m{number}/" for number in range(7)]


def maps(most: int) -> dict[str, tuple[str, list[str]]]:
    """Path → root element and addresses of each file, in order."""
    found = {}
    for text in site_maps(PAGES[::-1], shown(site_url=BASE), most):
        root = ElementTree.fromstring(text.text)
        assert {row.tag for row in root} <= {f"{SPACE}url", f"{SPACE}sitemap"}
        addresses = [loc.text or "" for loc in root.iter(f"{SPACE}loc")]
        found[text.path] = (root.tag.removeprefix(SPACE), addresses)
    return found


@pytest.mark.parametrize("most", [7, 8])
def test_what_one_file_may_hold_is_one_file(most: int) -> None:
    assert maps(most) == {"sitemap.xml": ("urlset", [BASE + page for page in PAGES])}


@pytest.mark.parametrize(("most", "sizes"), [(6, [6, 1]), (3, [3, 3, 1]), (1, [1] * 7)])
def test_more_are_parts_that_the_index_names(most: int, sizes: list[int]) -> None:
    index, *parts = maps(most).items()
    names = [path for path, _ in parts]
    assert index == ("sitemap.xml", ("sitemapindex", [BASE + name for name in names]))
    assert names == [f"sitemap-{number}.xml" for number in range(1, len(sizes) + 1)]
    assert {root for _, (root, _) in parts} == {"urlset"}
    assert [len(pages) for _, (_, pages) in parts] == sizes
    assert [page for _, (_, pages) in parts for page in pages] == [BASE + p for p in PAGES]
