"""How pages are set: what a careful Chinese typesetter would look for, measured in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.golden import build_good
from tests.roots import story

PAGES = (
    "",
    "brands/",
    "brands/1252/",
    "members/",
    "members/zhang/",
    "volunteer/",
    "volunteer/deng/",
    "volunteer/lengths/",
    "units/yuan/",
    "honours/",
    "honours/timeline/",
    "media/",
    "stars/",
    "ceremonies/2025/",
    "works/",
    "works/ketang/",
    "pledges/2026/",
    "about/privacy/",
    "about/accessibility/",
)
WIDTHS = (360, 390, 768, 1440)
# The lines of every block that text stands in directly, as the browser broke them.
LINES = """(blocks) => [...document.querySelectorAll(`main :is(${blocks})`)]
  .filter((e) => e.checkVisibility() && !e.closest('.vh, .crumb, dialog'))
  .filter((e) => getComputedStyle(e).writingMode === 'horizontal-tb')
  .filter((e) => getComputedStyle(e).webkitLineClamp === 'none')
  .map((block) => {
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), lines = [];
    let left = Infinity, top = 0;
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (node.parentElement.closest(blocks) !== block) continue;
      if (node.parentElement.closest('.vh')) continue;
      for (let at = 0; at < node.length; at += 1) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = [...range.getClientRects()].pop();
        if (!box || !box.width) continue;
        if (!lines.length || (box.left < left && Math.abs(box.top - top) > 5)) lines.push('');
        lines[lines.length - 1] += node.data[at];
        [left, top] = [box.left, box.top];
      }
    }
    return lines;
  })
  .filter((lines) => lines.length > 1)"""
BLOCKS = "p, li, dd, dt, figcaption, h1, h2, h3, h4"
OPENING, CLOSING = "“‘《（【", "，。；：！？、）》】”’"
JOINING = re.compile("—(?!—)|[～·]")  # no line begins with one either (GB/T 15834-2011, 5.1)
JOINED = "从2016—2018年，阿依古丽·热西提每周接待10～20人，记下每个人的难处，一件一件办好。"
GAPS = """() => [...document.querySelectorAll('main h1 .gap')].map((gap) => {
  const digits = document.createRange(), hanzi = document.createRange();
  const before = gap.previousSibling, after = gap.nextSibling.nextSibling;
  hanzi.setStart(before, before.length - 1);
  hanzi.setEnd(before, before.length);
  digits.setStart(after, 0);
  digits.setEnd(after, 1);
  const size = parseFloat(getComputedStyle(gap).fontSize);
  return (digits.getBoundingClientRect().left - hanzi.getBoundingClientRect().right) / size;
})"""

AUTOSPACE = 0.125  # of an em: what Chromium sets between Chinese and digits
WORDS = "支部每月走访一次，问一问“有什么难处”，记下来，三天里办好；办不了的，说清楚为什么。"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good site, and a story with paragraphs of every length from 12 to 90 characters."""
    root = tmp_path_factory.mktemp("setting")
    lengths = [(WORDS * 3)[:n].rstrip(OPENING) for n in range(12, 91)]
    lengths += [WORDS[:n].rstrip(OPENING) + JOINED for n in range(24)]
    text = story("连续12年结对，走访了300户家庭", body="\n\n  ".join(lengths))
    (root / "stories/volunteer").mkdir(parents=True)
    (root / "stories/volunteer/lengths.yml").write_text(text, encoding="utf-8")
    return build_good(root)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_ends_or_begins_wrong_and_no_character_stands_alone(
    width: int, served: str, page: Page
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    wrong, seen = [], 0
    for path in PAGES:
        page.goto(served + path)
        for lines in page.evaluate(LINES, BLOCKS):
            seen += 1
            lone = len(lines[-1].strip(OPENING + CLOSING + " \n")) < 2
            begun = [x for x in lines[1:] if x[0] in CLOSING or JOINING.match(x)]
            ended = [line for line in lines[:-1] if line[-1] in OPENING]
            if lone or begun or ended:
                wrong.append((path, lines))
    assert wrong == []
    assert seen > 50 or width == 1440


def test_digits_stand_as_far_from_chinese_where_a_word_may_break(served: str, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(served + "volunteer/lengths/")
    gaps = page.evaluate(GAPS)
    assert gaps == pytest.approx([AUTOSPACE] * 2, abs=0.01)
