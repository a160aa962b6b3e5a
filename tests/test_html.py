"""Story texts become HTML that runs nothing, loads nothing and loses no word."""

import re
import time
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import prose
from generator.render import html
from generator.render.html import markdown, plain

WRITTEN = {
    "第一段\n\n第二段": "<p>第一段</p><p>第二段</p>",
    "上一行\n下一行": "<p>上一行下一行</p>",
    "one line\ntwo": "<p>one line\ntwo</p>",
    "他**重点**做": "<p>他<strong>重点</strong>做</p>",
    "**“品牌”**活动": "<p><strong>“品牌”</strong>活动</p>",
    "打造**“品牌”**": "<p>打造<strong>“品牌”</strong></p>",
    "**一是快。**2024年，AI**“品牌”**2个": "<p><strong>一是快。</strong>2024年，AI<strong>“品牌”"
    "</strong>2个</p>",
    "2 * 3 * 4": "<p>2 * 3 * 4</p>",
    "1~2个，3~~4个，5~~6个": "<p>1~2个，3~~4个，5~~6个</p>",
    "# 甲\n\n文\n\n### 乙\n\n## 丙": "<h3>甲</h3><p>文</p><h4>乙</h4><h4>丙</h4>",
    "- 一\n- 二": "<ul><li>一</li><li>二</li></ul>",
    "- **一**个\n\n- 二": "<ul><li><p><strong>一</strong>个</p></li><li><p>二</p></li></ul>",
    "段\n- 一 \n\n段": "<p>段</p><ul><li>一</li></ul><p>段</p>",
    "3. 丙\n4. 丁": '<ol start="3"><li>丙</li><li>丁</li></ol>',
    "3. 丙\n5. 戊\n   1. 己\n2026. 庚\n2027. 辛": '<ol start="3"><li>丙</li><li value="5">戊'
    '<ol><li>己</li></ol></li><li value="2026">庚</li><li>辛</li></ol>',
    "> 引文": "<blockquote><p>引文</p></blockquote>",
    "|甲|乙|丙|\n|-|:-:|-:|\n|1|2|3|": '<div class="table" role="group" aria-label="表格" '
    'tabindex="0"><table><thead><tr><th>甲</th><th class="mid">乙</th><th class="end">丙</th></tr>'
    '</thead><tbody><tr><td>1</td><td class="mid">2</td><td class="end">3</td></tr></tbody></table>'
    "</div>",
    "|甲|\n|:-|\n|1|": '<div class="table" role="group" aria-label="表格" tabindex="0"><table>'
    "<thead><tr><th>甲</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></div>",
    "[看](https://a.cn/x?y=1&z)": '<p><a href="https://a.cn/x?y=1&amp;z" rel="noopener">看</a></p>',
    "[看](https://a.cn '\" onx=y')": '<p><a href="https://a.cn" title="&quot; onx=y" '
    'rel="noopener">看</a></p>',
    "[信](mailto:a@b.cn)": '<p><a href="mailto:a@b.cn" rel="noopener">信</a></p>',
    # no line begins with a mark that joins
    "# 建设的**路**\n\n# 党建文化 & 传承": "<h3>建设的<strong>路</strong></h3>"
    "<h3>党建<wbr>文化 <wbr>&amp; <wbr>传承</h3>",
    # an address breaks anywhere, so that its line is not torn apart
    "见https://www.a.cn/b/c.html?d=1&e。": '<p>见<span class="long">'
    "https://www.a.cn/b/c.html?d=1&amp;e</span>。</p>",
    "从2016—2018年": '<p>从201<span class="tied">6—</span>2018年</p>',
    "**10～20人**，甲·乙": '<p><strong>1<span class="tied">0～</span>20人</strong>，'
    '<span class="tied">甲·</span>乙</p>',
    "答案——坚持，甲 — 乙": "<p>答案——坚持，甲 — 乙</p>",
    "[看](https://a.cn '甲>\"乙—丙')": '<p><a href="https://a.cn" title="甲&gt;&quot;乙—丙" '
    'rel="noopener">看</a></p>',
    # no code, no definitions: what officers indent or bracket is text
    "    缩进": "<p>缩进</p>",
    "[注]: 数据来自年报": "<p>[注]: 数据来自年报</p>",
    # what must not work keeps its words
    "<b>粗</b><!-- 注 -->": "<p>&lt;b&gt;粗&lt;/b&gt;&lt;!-- 注 --&gt;</p>",
    "[点](javascript:alert(1))": "<p>[点](javascript:alert(1))</p>",
    "[点](JaVaScRiPt:x)": "<p>[点](JaVaScRiPt:x)</p>",
    "[点](../secret/)": "<p>[点](../secret/)</p>",
    "甲&#x202e;乙&#8203;丙&shy;丁&#12;戊&copy;": "<p>甲乙丙丁 戊©</p>",
    "<javascript:alert(1)>": "<p>&lt;javascript:alert(1)&gt;</p>",
    '![图上的字](https://a.cn/x.jpg "题")': "<p>图上的字（题）</p>",
    "": "",
}
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)" onclick=x>字</a>',
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](javascript:alert(1))",
    "<svg/onload=alert(1)>",
    "&lt;script&gt;",
    "`<script>`",
    "[a]: javascript:alert(1)\n\n[a]",
    "</p></div><iframe src=//evil.example>",
)
PIECES = ["供电", "服务", "。", "“", "”", "**", "*", "***", "\n", "\n\n", "\n \n", " ", "  ", "　"]
PIECES += [
    "- ",
    "\n- ",
    "\n\n- ",
    "1. ",
    "1)",
    "# ",
    "> ",
    "a",
    '"',
    "'",
    "<",
    ">",
    "&amp;",
    "_",
    "~~",
    "`",
    "|",
]
PIECES += ["---", "===", "![", "](http://a.b)", "\\", "\xa0", "\t", "    ", ":", "+"]


@pytest.mark.parametrize("text", WRITTEN)
def test_markdown_becomes_this_html(text: str) -> None:
    assert re.sub(r"\n(?=<|$)", "", str(markdown(text))) == WRITTEN[text]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_runs_and_every_word_stays(text: str) -> None:
    told = str(markdown(text))
    tags = set(re.findall(r"<(/?\w+)", told))
    assert tags <= {"p", "/p", "a", "/a", "code", "/code"}
    assert not re.search(r"<[^>]*(?:javascript|data:|\son\w+=)", told)
    words = re.findall(r"alert|evil|字|script", unescape(text))
    assert [word for word in words if word not in unescape(re.sub(r"<[^>]+>", "", told))] == []


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_the_short_way_gives_what_the_parser_gives(text: str) -> None:
    parsed = html._parsed(text, 3, [])
    assert _told(str(markdown(text))) == _told(html._tied(parsed))
    assert plain(text).split() == html._words(html._markdown().parse(text)).split()


def test_the_short_way_is_taken() -> None:
    text = "一段普通的话，**重点**在此。\n\n- 一\n- **二**\n\n又一段，“引号”与数字2019年、80%。\n"
    assert [kind for _, kind in html._passages(text)] == ["p", "ul", "p"]
    assert [kind for _, kind in html._passages("- 一\n- **二**\n")] == ["ul"]


def test_headings_begin_where_the_page_wants_them() -> None:
    assert str(markdown("# 甲\n\n## 乙", top=2)) == "<h2>甲</h2>\n<h3>乙</h3>\n"
    assert str(markdown("###### 甲", top=3)) == "<h3>甲</h3>\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("没有记号", "没有记号"),
        ("# 甲\n\n**乙**[丙](https://a.cn)`丁`", "甲\n乙丙丁"),
        ("- 一\n- 二", "一\n二"),
        ("![图](https://a.cn/x.jpg)后", "图后"),
        ("上\n下&amp;", "上下&"),
        ("上\n**下**  \n末\n\n另 ABC\nD", "上下 \n末\n另 ABC\nD"),
    ],
)
def test_plain_text_is_what_a_reader_sees(text: str, words: str) -> None:
    assert plain(text) == words


def _told(markup: str) -> str:
    return markup.replace("<p></p>", "").strip().replace("\n\n", "\n")


def test_very_many_lines_take_no_minutes() -> None:
    """At each line end all words before it were copied: 16 s for these."""
    began = time.process_time()
    assert markdown("# " + "甲\n" * 30_000).count("甲") == 30_000
    assert time.process_time() - began < 8


@pytest.mark.parametrize(
    "text",
    [
        ">" * 40 + "字甲",
        "- " * 40 + "字甲",
        "1. " * 40 + "字甲",
        "> - " * 40 + "字甲",
        "".join("  " * deep + "- 字\n" for deep in range(40)) + "  " * 40 + "- 字甲",
        "**" * 2_000 + "字甲" + "**" * 2_000,
        "*字 " * 2_000 + "字甲" + " 字*" * 2_000,
    ],
    ids=["quotes", "bullets", "numbers", "both", "list", "asterisks", "emphasis"],
)
def test_however_deep_it_lies_a_word_stays(text: str) -> None:
    """Below 20 levels the parser leaves words out; a tree of 300 cannot be walked."""
    inlines = (node for node in prose.tree(text).walk() if node.type == "inline")
    paper = "".join(run.text for node in inlines for line in prose.lines_of(node) for run in line)
    for told in (markdown(text), plain(text), paper):
        assert "字甲" in told and told.count("字") == text.count("字")
