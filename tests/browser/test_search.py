"""Search in a browser: all that a plain substring search finds, for little, file:// included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from generator.render.search import SearchDoc, fold
from tests.browser_search import (
    ENTRIES,
    INJECTED,
    TOLD,
    WORKS,
    Truth,
    addresses,
    all_addresses,
    ask,
    entered,
    invented,
    loads,
    outcome,
    sample,
    search_site,
)
from tests.serving import served

pytestmark = pytest.mark.browser

CHOSEN = (
    '"1252"|"工作法 检验"|＂1252＂|'
    "1252|“1252”|１２５２|125|52|1+3+2|１＋３＋２|3+2|GB/T|gb/t|B/T 190|iso|ISO 9001|Iso9001|qq群"
    "|WECHAT|党建e家|𠮷|𠮷野|野喆|喆|李喆|姓𠮷。|㎡|m2|235m2|２３５|工作法|工作|作法|五个抓手"
    "|宝安局|福建省质检院|检验检疫局|宝安局 工作法|检验 1252|第二段 另起|目标、两项|；|1253|zzzz"
    "|没有这样的词|工法作|<script>alert|onerror=alert(1)|</script>|${1+1}|\\|'quotes'|&lt;b&gt;"
    "|27个班组|27 个班组|２７个班组|7个班|3个站|王丁|王　丁|照亮最后一公里|“最后一公里”"
    "|ISO9001|gb/t19001|一封家书|郭喜|标准高一分|突出贡献奖 王丁|宝安所|当场受理 赵六"
    "|__proto__|constructor|<img src=x onerror=alert(1)>"
).split("|")
TOO_SHORT = {"喆", "；", "\\"}


@pytest.fixture(scope="module")
def docs() -> list[SearchDoc]:
    return [*TOLD, *sample(), *invented(240, 500)]


@pytest.fixture(scope="module")
def site(docs: list[SearchDoc]) -> dict[str, bytes]:
    return search_site(docs, WORKS, ENTRIES)


@pytest.fixture(scope="module")
def http(site: dict[str, bytes]) -> Iterator[str]:
    with served(site.get) as root:
        yield root + "search/"


@pytest.fixture(scope="module")
def folder(site: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("site") / "站 点#100%"
    for path, content in site.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return (root / "search/index.html").as_uri()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that may not fail anybody: errors and refused scripts end the test."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield page
    assert [w for w in wrong if "404" not in w] == []


def queries(docs: list[SearchDoc], count: int) -> list[str]:
    """Words of 2 to 4 characters cut from the stories, and people's names."""
    random = Random(3)
    cut = []
    while len(cut) < count:
        doc, size = random.choice(docs), random.choice((2, 2, 3, 3, 4))
        text = getattr(doc, random.choice(("text", "text", "summary", "title", "people")))
        start = random.randrange(max(1, len(text) - size))
        if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text[start : start + size]):
            cut.append(text[start : start + size])
    return cut


def told(said: str) -> int:
    """The number of results in the sentence that reports them."""
    return int(said.split("条")[0].strip("找到约 ")) if said.startswith("找到") else 0


def test_script_folds_every_character_alike(page: Page, http: str) -> None:
    page.goto(http)
    changed = page.evaluate(
        """() => {
          const changed = [];
          for (let code = 0; code < 0x110000; code++) {
            const c = String.fromCodePoint(code), folded = showcaseSearch.fold(c);
            if (folded !== c && (code < 0xd800 || code > 0xdfff)) changed.push([code, folded]);
          }
          return changed;
        }"""
    )
    ours = {c: fold(chr(c)) for c in range(0x110000) if not 0xD800 <= c < 0xE000}
    assert dict(map(tuple, changed)) == {c: f for c, f in ours.items() if f != chr(c)}


@pytest.mark.parametrize("where", ["http", "folder"])
def test_finds_what_a_plain_search_finds(
    page: Page, where: str, docs: list[SearchDoc], request: pytest.FixtureRequest
) -> None:
    truth = Truth(docs, [*WORKS, *ENTRIES])
    page.goto(request.getfixturevalue(where))
    for query in [*CHOSEN, *queries(docs, 60 if where == "http" else 20)]:
        said = ask(page, query)
        if query in TOO_SHORT:
            assert said == "请至少输入两个字", query
            continue
        wanted = truth.find(query)
        assert told(said) == len(wanted) or ("约" in said and told(said) > len(wanted)), query
        assert [url.replace("index.html", "") for url in addresses(page)] == wanted[:10], query
        assert [url.replace("index.html", "") for url in all_addresses(page)] == wanted, query


def test_nothing_is_loaded_before_the_field_is_entered(page: Page, http: str) -> None:
    asked = loads(page)
    page.goto(http)
    page.wait_for_timeout(400)
    assert asked == []
    with page.expect_request("**/search/index.js?*"):
        page.focus("#q")
    ask(page, "喆")
    assert asked == ["index.js"]
    ask(page, "李喆")
    assert [re.sub(r"\d+", "0", path) for path in asked] == ["index.js", "g/0.js", "d/0.js"]


def test_address_keeps_query_and_filters(page: Page, http: str, docs: list[SearchDoc]) -> None:
    truth, unit = Truth(docs), docs[-1].unit
    page.goto(http + "?q=" + quote("检验 1252") + "&kind=" + quote("志愿服务"))
    outcome(page)
    assert all_addresses(page) == truth.find("检验 1252", kind="志愿服务") != []
    page.select_option("select[name=kind]", "")
    page.select_option("select[name=unit]", unit)
    page.fill("#q", "检疫")
    page.wait_for_function("query => location.search.includes(query)", arg=quote("检疫"))
    assert outcome(page) == f"找到 {len(truth.find('检疫', unit=unit))} 条"
    page.select_option("select[name=year]", "2012")
    page.press("#q", "Enter")
    outcome(page)
    assert all_addresses(page) == truth.find("检疫", unit=unit, year="2012")
    assert page.url == f"{http}?q={quote('检疫')}&unit={quote(unit)}&year=2012"
    page.reload()
    outcome(page)
    assert all_addresses(page) == truth.find("检疫", unit=unit, year="2012")
    page.fill("#q", "没有这样的词")
    page.press("#q", "Enter")
    assert outcome(page) == "没有找到，换一个词，或者放宽类别、单位、年份试试"
    page.fill("#q", "")
    page.press("#q", "Enter")
    assert outcome(page) == "请至少输入两个字"  # a choice alone finds nothing
    page.select_option("select[name=unit]", "")
    page.select_option("select[name=year]", "")
    page.press("#q", "Enter")
    assert (page.url, outcome(page), addresses(page)) == (http, "", [])


def test_words_of_stories_and_visitors_stay_words(page: Page, http: str) -> None:
    page.goto(http + "?q=" + quote(INJECTED))
    outcome(page)
    assert page.inner_text("[data-search-results] h2") == f"标题{INJECTED}"
    marks = page.locator("[data-search-results] h2 mark").all_inner_texts()
    assert marks == INJECTED.split()
    ask(page, "alert(2)")
    assert page.inner_text(".search__excerpt") == "<script>alert(2)</script>"
    ask(page, "引号")
    text = "&lt;b&gt; \"引号\" 'quotes' \\ `${1+1}` </script>"
    assert page.inner_text(".search__excerpt") == text
    assert page.locator("[data-search-results]").locator("img, script, b").count() == 0


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("27个人", ["27 个人"]),
        ("照亮最后", ["照亮 “最后"]),
        ("235M2", ["２３５㎡"]),
        ("姓𠮷", ["姓𠮷"]),
        ("gb/t 执行", ["GB/T", "执行"]),
        ("1252", ["1252"]),
        ("喆 宝安", ["宝安", "喆"]),
    ],
)
def test_hits_are_marked_as_they_are_written(
    page: Page, http: str, query: str, marks: list[str]
) -> None:
    page.goto(http)
    ask(page, query)
    assert page.locator("[data-search-results] li").first.locator("mark").all_inner_texts() == marks


@pytest.mark.parametrize(
    ("before", "begins"),
    [("", "甲" * 22), ("前面一句。后面，", "后面，"), ("一句话。 ", ""), ("𠮷𠮷 ", "")],
    ids=["nowhere", "behind a sentence", "behind a paragraph", "behind a label"],
)
def test_excerpt_begins_with_a_clause_before_the_first_hit(
    browser: Browser, page: Page, before: str, begins: str
) -> None:
    text = "甲" * 500 + before + "乙丙丁" + "戊" * 500
    doc = SearchDoc("a/", "标题", "", "单位", "乙丙", "2020", "摘要", text)
    with served(search_site([doc]).get) as root:
        page.goto(root + "search/?q=" + quote("乙丙"))
        outcome(page)
        assert page.inner_text(".search__excerpt") == f"…{begins}乙丙丁{'戊' * (87 - len(begins))}…"
        assert page.inner_text(".search__meta") == "乙丙\xa0· 单位\xa0· 2020年"
        assert page.locator(".search__meta mark").count() == 0  # kinds are not searched


def test_waits_for_the_input_method(page: Page, http: str) -> None:
    asked = loads(page)
    page.goto(http)
    with page.expect_request("**/search/index.js?*"):
        page.focus("#q")
    device = page.context.new_cdp_session(page)
    for letters in ("l", "li", "li zhe"):
        device.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
        )
    page.wait_for_timeout(500)
    assert asked == ["index.js"]
    device.send("Input.insertText", {"text": "李喆"})
    page.wait_for_selector("[data-search-results] li")
    assert addresses(page) == ["brands/1-3-2/"]


def test_more_results_by_keyboard(page: Page, http: str, docs: list[SearchDoc]) -> None:
    wanted = Truth(docs, [*WORKS, *ENTRIES]).find("检验检疫局")
    page.goto(http)
    ask(page, "检验检疫局")
    page.focus("[data-search-more]")
    page.keyboard.press("Enter")
    assert outcome(page).endswith("列出前 20 条")
    assert addresses(page) == wanted[:20]
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "../" + wanted[10]


def test_a_costly_query_pauses_and_goes_on_when_told(page: Page) -> None:
    """“甲乙丙” is in the oldest story only, “甲乙” and “乙丙” are in every one."""
    long = "甲乙" + "丁" * 1500 + "乙丙"
    docs = [SearchDoc(f"{n}/", "标题", "", "", "", "2020", "", long) for n in range(60)]
    docs.append(SearchDoc("old/", "标题", "", "", "", "2001", "", long + "甲乙丙"))
    files, asked = search_site(docs), loads(page)
    with served(files.get) as root:
        page.goto(root + "search/?q=" + quote("甲乙丙"))
        assert outcome(page) == "还没有找到，可以接着找更多结果"
        assert sum(len(files[f"search/{path}"]) for path in asked) <= 100_000
        assert all_addresses(page) == ["old/"]
        assert outcome(page) == "找到 1 条"


def test_says_what_did_not_load_and_tries_again(page: Page, site: dict[str, bytes]) -> None:
    files = {path: content for path, content in site.items() if "/d/" not in path}
    with served(files.get) as root:
        page.goto(root + "search/?q=" + quote("李喆"))
        assert outcome(page) == "搜索数据没有加载成功，请检查网络后再试"
        files.update(site)
        assert ask(page, "李喆") == "找到 1 条"
        files["search/index.js"] = b"<!doctype html>"
    assert addresses(page) == ["brands/1-3-2/"]


def test_without_script_the_page_leads_to_the_lists(browser: Browser, http: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(http)
    assert page.is_hidden("form")
    links = page.locator("[data-search-off] a").evaluate_all("all => all.map(a => a.pathname)")
    stories = ["/brands/", "/members/", "/teams/", "/volunteer/"]
    others = ["/units/", "/stars/", "/ceremonies/", "/maxims/", "/works/", "/pledges/"]
    assert links == [*stories, *others]
    page.close()


@pytest.mark.parametrize("count", [1000, 10_000])
def test_a_first_query_costs_at_most_100_kb(page: Page, count: int) -> None:
    """All that is asked for under search/ but the page itself, uncompressed, nothing cached."""
    docs, entries = invented(count, 1000), entered(count // 4)
    files, truth = search_site(docs, [], entries), Truth(docs, entries)
    asked, costs = loads(page), {}
    with served(files.get) as root:
        for query in [*queries(docs, 50), *queries(entries, 10)]:
            asked.clear()
            page.goto(root + "search/?q=" + quote(query))
            outcome(page)
            found = addresses(page)
            assert found == truth.find(query)[: len(found)] != [], query
            assert "index.js" in asked
            costs[query] = sum(len(files[f"search/{path}"]) for path in asked)
    assert max(costs.values()) <= 100_000, costs
