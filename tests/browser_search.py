"""Stories to search in, the truth about them, and a visitor's browser at the search page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from pathlib import Path
from random import Random
from typing import Any

import yaml
from playwright.sync_api import Page

from generator.model.site import Settings
from generator.render.frame import make_frame
from generator.render.menu import SECTIONS
from generator.render.search import SearchDoc, folded_runs, search_outputs

ROOT = Path(__file__).parent.parent
POLICY = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'self'"
INJECTED = "<img src=x onerror=alert(1)>"
TOLD = [  # stories with what invented ones lack
    SearchDoc(
        "brands/1252/", "“1252”工作法", "𠮷野喆", "福建省质检院", "支部品牌", "2021",
        "一个目标、两项任务、五个抓手、两个形象",
        "面积２３５㎡，按GB/T 19001-2016与ISO 9001执行。",
    ),
    SearchDoc(
        "brands/1-3-2/", "“1+3+2”工作法", "李喆", "宝安局", "支部品牌", "2018",
        "１＋３＋２，写在墙上",
        "他姓𠮷。党建e家、QQ群、WeChat都用。\n\n第二段　另起。",
    ),
    SearchDoc(
        "members/x/", f"标题{INJECTED}", "王“小”明", "宝安局", "先进典型", "",
        "<script>alert(2)</script>",
        "&lt;b&gt; \"引号\" 'quotes' \\ `${1+1}` </script>",
    ),
]  # fmt: skip
WORKS = [
    SearchDoc(
        "works/jiashu/", "一封家书", "郭喜", "宝安局", "五微作品", "2018", "",
        "微家书\n见字如面。7 个班组，27 个人。",
    ),
]  # fmt: skip
ENTRIES = [  # of other pages
    SearchDoc("units/baoan/", "宝安局", "宝安", "", "单位", "", "管着 3 个站", "曾用名：宝安所"),
    SearchDoc("ceremonies/2018/", "2018年度突出贡献奖", "", "", "颁奖典礼", "2018", "", ""),
    SearchDoc(
        "ceremonies/2018/#w1", "", "王 丁", "宝安局", "颁奖典礼", "2018", "",
        "2018年度突出贡献奖\n一盏灯，照亮 “最后一公里”。",
    ),
    SearchDoc(
        "stars/2018-w03/#s2", "", "郭喜", "宝安局", "五星榜", "2018", "",
        "2018年第3周五星榜\n服务之星：带着27个班组加班",
    ),
    SearchDoc(
        "maxims/page/2/#m121", "", "郭喜", "", "党员格言", "",
        "标准高一分，隐患少一分。", "",
    ),
    SearchDoc(
        "pledges/2018/2/#p201", "", "赵六", "宝安局", "承诺台账", "2018", "",
        "2018年承诺台账\n资料齐全的，当场受理。",
    ),
]  # fmt: skip
KINDS = ("支部品牌", "先进典型", "先进班组", "志愿服务")
QUOTES = "\"'“”‘’「」『』"
FIELDS = ("title", "people", "unit", "summary", "text")


def invented(count: int, length: int, seed: int = 1) -> list[SearchDoc]:
    """Stories of about `length` characters, words drawn by Zipf's law from 20,000 invented ones."""
    random = Random(seed)
    signs = random.sample([chr(code) for code in range(0x4E00, 0x9FA0)], 3000)
    often = list(accumulate(1 / (rank + 20) for rank in range(len(signs))))
    sizes = random.choices((1, 2, 3, 4), (1, 12, 3, 2), k=20_000)
    words = ["".join(random.choices(signs, cum_weights=often, k=size)) for size in sizes]
    words[5::40] = ["，", "。", "、", "“1252”", "GB/T 19001", "１＋３＋２", "ISO9001"] * 71 + [
        "；"
    ] * 3
    weights = list(accumulate(1 / (rank + 5) for rank in range(len(words))))
    units = ["".join(random.sample(signs, 2)) + "检验检疫局" for _ in range(40)]

    def prose(most: int) -> str:
        drawn = random.choices(words, cum_weights=weights, k=most // 2)
        return "".join(drawn)[:most]

    return [
        SearchDoc(
            url=f"brands/story-{number}/",
            title=prose(14),
            people="".join(random.sample(signs, 3)),
            unit=random.choice(units),
            kind=random.choice(KINDS),
            year=str(random.randrange(2008, 2027)) if number % 50 else "",
            summary=prose(60),
            text=prose(length),
        )
        for number in range(count)
    ]


def entered(count: int, seed: int = 2) -> list[SearchDoc]:
    """Entries of boards, headed by names; a third of the people come again and again."""
    docs = invented(count, 60, seed)
    often = [doc.people for doc in docs[: 1 + count // 30]]
    return [
        SearchDoc(
            url=f"stars/2018-w{number // 5:02}/#s{number % 5 + 1}",
            title="",
            people=often[number % len(often)] if number % 3 == 0 else doc.people,
            unit=doc.unit,
            kind="五星榜",
            year=doc.year,
            summary="",
            text=doc.text,
        )
        for number, doc in enumerate(docs)
    ]


def sample() -> list[SearchDoc]:
    """The stories of the repository: a title, and all that is written in them as text."""
    docs = []
    for file in sorted((ROOT / "stories").glob("*/**/*.yml")):
        data = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
        words = list(_strings(data))
        address = f"{file.relative_to(ROOT / 'stories').with_suffix('').as_posix()}/"
        docs.append(
            SearchDoc(address, words[0], "", "编辑部", KINDS[0], "", words[2], "\n".join(words[3:]))
        )
    return docs


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _strings(each)
    else:
        yield str(value)


def line(text: str) -> str:
    """A text as a result shows it: paragraphs behind one another as Chinese sentences are."""
    return re.sub("([。！？；：，、…]|[。！？…][”’」』）》]) ", r"\1", " ".join(text.split()))


def plain(text: str) -> str:
    """The normal form of the truth: nothing of the program's own folding in it."""
    text = unicodedata.normalize("NFKC", line(text)).lower()
    pieces = text.translate(dict.fromkeys(map(ord, QUOTES))).split(" ")
    spaces = ["" if _is_idle(*pair) else " " for pair in pairwise(pieces)]
    return "".join(chain.from_iterable(zip(pieces, [*spaces, ""], strict=True)))


def _is_idle(before: str, after: str) -> bool:
    """Whether the space between these two parts no words."""
    last, first = before[-1:], after[:1]
    if any(c > "\uffff" or "\u3400" <= c <= "\u9fff" for c in (last, first)):
        return True
    return last.isascii() and last.isalpha() and first.isascii() and first.isdigit()


class Truth:
    """What a plain substring search over whole texts finds, best first."""

    def __init__(self, docs: Sequence[SearchDoc], behind: Sequence[SearchDoc] = ()) -> None:
        self.docs = [*sorted(docs, key=lambda doc: doc.year, reverse=True), *behind]
        self.texts = [[plain(getattr(doc, name)) for name in FIELDS] for doc in self.docs]

    def find(self, query: str, **wanted: str) -> list[str]:
        """Addresses: every word in some field, ranked by the words' best fields, then newest."""
        words = {word for typed in query.split() for word in plain(typed).split()}
        if all(len(word) == 1 and word <= "\uffff" for word in words):  # a name set apart
            words = set(plain(query).split())
        found = []
        for number, (doc, texts) in enumerate(zip(self.docs, self.texts, strict=True)):
            best = [next((i for i, t in enumerate(texts) if word in t), None) for word in words]
            ranks = [rank for rank in best if rank is not None]
            if len(ranks) == len(words) and all(getattr(doc, k) == v for k, v in wanted.items()):
                found.append((sum(ranks), number))
        return [self.docs[number].url for _, number in sorted(found)]


def search_site(
    docs: Sequence[SearchDoc],
    works: Sequence[SearchDoc] = (),
    entries: Sequence[SearchDoc] = (),
) -> dict[str, bytes]:
    """Path to content: the index, the page as the theme gives it, the script."""
    told = {doc.kind for doc in (*docs, *works, *entries)}
    choices: dict[str, Any] = {
        "folded": folded_runs(),
        "sections": [section.entry for section in SECTIONS if section.label in told],
        "units": sorted({doc.unit for doc in docs}),
        "years": sorted({doc.year for doc in docs} - {""}, reverse=True),
    }
    template = make_frame(Settings(), ROOT / "theme").templates.get_template(
        "templates/search.html"
    )
    body = template.render(choices, root="../", index="", version="0")
    page = (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>搜索</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"></head>'
        f"<body>{body}</body></html>"
    )
    files = {text.path: text.text.encode() for text in search_outputs(docs, works, entries)}
    files["search/index.html"] = page.encode()
    files["assets/js/search.js"] = (ROOT / "theme/assets/js/search.js").read_bytes()
    return files


def loads(page: Page) -> list[str]:
    """A list that grows by every file of the index the page asks for: `g/17.js`."""
    asked: list[str] = []

    def note(url: str) -> None:
        if "/search/" in url and ".js" in url:
            asked.append(url.partition("/search/")[2].partition("?")[0])

    page.on("request", lambda request: note(request.url))
    return asked


def ask(page: Page, query: str) -> str:
    """Types the query and sends it; the sentence that tells the outcome."""
    page.fill("#q", query)
    page.press("#q", "Enter")
    return outcome(page)


def outcome(page: Page) -> str:
    """The sentence about the search under way, once it is done."""
    page.wait_for_function(
        "() => !document.querySelector('[data-search-status]').textContent.startsWith('正在')"
        " && !document.querySelector('[data-search-more]').disabled"
    )
    return page.inner_text("[data-search-status]")


def addresses(page: Page) -> list[str]:
    """The results shown, as addresses below the site's root."""
    links = "links => links.map(link => link.getAttribute('href').replace('../', ''))"
    found: list[str] = page.eval_on_selector_all("[data-search-results] a", links)
    return found


def all_addresses(page: Page) -> list[str]:
    """The same after 更多结果 has been pressed until there is no more."""
    while page.is_visible("[data-search-more]"):
        page.click("[data-search-more]")
        outcome(page)
    return addresses(page)
