"""Whole builds: what is published, what leaves no trace, what survives failure."""

from __future__ import annotations

import errno
import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from generator import flow
from generator.flow import Options, build
from generator.progress import Progress
from generator.proof import check_site
from generator.trouble import Broken, Misuse
from tests.roots import SETTINGS, SIGNED, make_root, story

TODAY = date(2026, 6, 1)
QUIET = Progress(sys.stderr, "zh", quiet=True)


def build_at(root: Path, **options: object) -> flow.Built:
    return build(Options(root, TODAY, **options), QUIET)  # type: ignore[arg-type]


def holders(tree: Path, word: str) -> list[str]:
    """The files of a tree that hold a word, in content or name."""
    needle = word.encode()
    return [
        str(path.relative_to(tree))
        for path in tree.rglob("*")
        if path.is_file() and (needle in path.read_bytes() or word in path.name)
    ]


def addresses(tree: Path) -> list[str]:
    manifest = json.loads((tree / "manifest.json").read_text(encoding="utf-8"))
    return [row["address"] for row in manifest["stories"]]


# name → what makes the story invisible in a public build of 2026-06-01
HIDDEN = {
    "draft": story("canary稿", review="review: {author: 甲, status: draft}\n"),
    "in_review": story("canary稿", review=SIGNED.replace("approved", "in_review")),
    "withdrawn": story("canary稿", review=SIGNED.replace("approved", "withdrawn")),
    "no review": story("canary稿", review=""),
    "internal": story("canary稿", more="visibility: internal\n"),
    "not yet": story("canary稿", more="publish: {from: 2026-06-02}\n"),
    "expired": story("canary稿", more="publish: {until: 2026-05-31}\n"),
    "consent over": story("canary稿", more="consent: {by: 本人, until: 2026-05-31}\n"),
    "not for the site": story("canary稿", more="consent: {by: 本人, scope: [印刷]}\n"),
}


@pytest.mark.parametrize("why", HIDDEN)
def test_hidden_stories_leave_no_trace(tmp_path: Path, why: str) -> None:
    neighbour = story("邻居", more="related: [volunteer/canary]\n")
    root = make_root(tmp_path, {"volunteer/canary.yml": HIDDEN[why], "volunteer/b.yml": neighbour})
    built = build_at(root)
    assert built.site is not None
    assert addresses(built.site) == ["volunteer/b/"]
    assert holders(built.site, "canary") == []


@pytest.mark.parametrize("why", ["draft", "in_review", "no review", "not yet"])
def test_drafts_show_marked(tmp_path: Path, why: str) -> None:
    root = make_root(tmp_path, {"volunteer/canary.yml": HIDDEN[why]})
    built = build_at(root, drafts=True)
    assert built.site is not None
    assert "草稿" in (built.site / "volunteer/canary/index.html").read_text(encoding="utf-8")
    assert addresses(built.site) == []


@pytest.mark.parametrize("why", ["withdrawn", "expired", "internal", "consent over"])
def test_drafts_never_show_what_was_taken_out(tmp_path: Path, why: str) -> None:
    root = make_root(tmp_path, {"volunteer/canary.yml": HIDDEN[why], "volunteer/b.yml": story()})
    built = build_at(root, drafts=True)
    assert built.site is not None and holders(built.site, "canary") == []


def test_internal_edition_shows_internal_stories(tmp_path: Path) -> None:
    root = make_root(tmp_path, {"volunteer/canary.yml": HIDDEN["internal"]})
    built = build_at(root, edition="internal")
    assert built.site is not None and addresses(built.site) == ["volunteer/canary/"]


def test_a_story_taken_out_is_gone_with_the_next_build(tmp_path: Path) -> None:
    """Though another names its address (%63 is a c): as a broken link that stopped every build."""
    naming = story(body="参见[那一篇](https://test.example/volunteer/%63anary/)。")
    root = make_root(
        tmp_path, {"volunteer/canary.yml": story("canary稿"), "volunteer/b.yml": naming}
    )
    assert holders(build_at(root).site or tmp_path, "canary") != []
    withdrawn = "- {story: volunteer/canary, reason: 本人要求, on: 2026-05-01}\n"
    (root / "stories/withdrawn.yml").write_text(withdrawn, encoding="utf-8")
    built = build_at(root)
    assert built.site is not None and holders(built.site, "canary") == []
    assert holders(root / "site_src", "canary") == []


FAULTS = {
    "a sign-off is missing": (", final: {by: 丁, on: 2026-01-03}", ""),
    "another character for the colon": ("title:", "title："),
    "a unit that nobody knows": ("unit: yuan", "unit: 别处"),
    "a field that nobody knows": ("summary:", "sumary:"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_error_in_a_withdrawn_story_does_not_keep_it_online(fault: str, tmp_path: Path) -> None:
    """What is wrong in a file of which nothing is shown is no reason to leave the old page up."""
    stories = {"volunteer/canary.yml": story("canary稿"), "volunteer/b.yml": story()}
    root = make_root(tmp_path, stories)
    assert holders(build_at(root).site or tmp_path, "canary") != []
    path = root / "stories/volunteer/canary.yml"
    wrong = path.read_text(encoding="utf-8").replace(*FAULTS[fault])
    path.write_text(wrong, encoding="utf-8")
    assert build_at(root).site is None
    withdrawn = "- {story: volunteer/canary, reason: 本人要求, on: 2026-05-01}\n"
    (root / "stories/withdrawn.yml").write_text(withdrawn, encoding="utf-8")
    for force in (False, True):
        built = build_at(root, force=force)
        assert built.site is not None and holders(built.site, "canary") == []
        assert [p.level for p in built.checked.problems if "canary" in p.place.file]
    assert holders(root / "site_src", "canary") == []


def test_private_fields_never_reach_the_site(tmp_path: Path) -> None:
    more = (
        "contact: {name: canary联系人, phone: 13900000000, email: canary@a.test, org: canary科}\n"
        "sources: [公开的材料]\n"
    )
    review = SIGNED.replace("甲", "canary撰稿").replace("丁", "canary终审")
    root = make_root(tmp_path, {"volunteer/a.yml": story(more=more, review=review)})
    built = build_at(root)
    assert built.site is not None
    assert holders(built.site, "canary") == [] and holders(built.site, "13900000000") == []


def test_errors_publish_nothing_and_keep_the_old_site(tmp_path: Path) -> None:
    root = make_root(tmp_path, {"volunteer/a.yml": story()})
    site = build_at(root).site
    assert site is not None
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    (root / "stories/volunteer/b.yml").write_text("title：坏了\n", encoding="utf-8")
    built = build_at(root)
    assert built.site is None and built.checked.failed
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_one_bad_story_hides_no_other_problem(tmp_path: Path) -> None:
    bad = {f"volunteer/b{number}.yml": "title：坏了\n" for number in range(5)}
    root = make_root(tmp_path, {**bad, "volunteer/a.yml": story("“坏", more="tags: 一项\n")})
    found = check_site(root, TODAY).problems
    assert {p.place.file for p in found} == {f"stories/{p}" for p in bad} | {
        "stories/volunteer/a.yml"
    }


def test_two_builds_at_once(tmp_path: Path) -> None:
    root = make_root(tmp_path, {"volunteer/a.yml": story()})
    from generator.publish import lock

    with lock(root / ".showcase/lock"), pytest.raises(Broken, match="Another build"):
        build_at(root)


def test_a_strangers_folder_is_not_replaced(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", {"volunteer/a.yml": story()})
    home = tmp_path / "home"
    home.mkdir()
    (home / "diary.txt").write_text("mine")
    with pytest.raises(Misuse):
        build_at(root, out=home)
    assert (home / "diary.txt").read_text() == "mine"


def test_a_preview_shows_the_problems_of_a_broken_story(tmp_path: Path) -> None:
    root = make_root(tmp_path, {"volunteer/a.yml": story(), "volunteer/b.yml": "title：<坏>\n"})
    options = Options(root, TODAY, out=root / ".showcase/preview", drafts=True)
    built = flow.preview(options, QUIET)
    assert built.site is not None
    page = (built.site / "volunteer/b/index.html").read_text(encoding="utf-8")
    assert "中文冒号" in page and "<坏>" not in page
    assert "一盏灯" in (built.site / "volunteer/a/index.html").read_text(encoding="utf-8")


BROKEN = {
    "stars/2018-W03.yml": "周次: 2018-W03\n上榜: [{事由: 没写姓名}]\n",
    "ceremonies/2018.yml": "名称: 贡献奖\n年份: 二〇一八\n",
    "maxims.yml": "- {内容: 一句格言}\n- {作者: 没写内容}\n",
    "works/jiang.yml": "类型: 微小说\n标题: 一堂课\n正文: 一段。\n",
    "pledges/2018.yml": "- {承诺人: 张三, 承诺：走访十户}\n",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_preview_shows_the_problems_of_any_broken_file(tmp_path: Path, broken: str) -> None:
    """Its own section is left out, the others stay; mended, it is there again."""
    whole = {
        "volunteer/a.yml": story(),
        "stars/2018-W03.yml": "周次: 2018-W03\n上榜: [{姓名: 榜上人}]\n",
        "ceremonies/2018.yml": "名称: 贡献奖\n年份: 2018\n获奖: [{姓名: 获奖人}]\n",
        "maxims.yml": "- {内容: 一句格言}\n",
        "works/jiang.yml": "类型: 微党课\n标题: 一堂课\n正文: 一段。\n",
        "pledges/2018.yml": "- {承诺人: 承诺人, 承诺: 走访十户}\n",
    }
    root = make_root(tmp_path, {**whole, broken: BROKEN[broken]})
    options = Options(root, TODAY, out=root / ".showcase/preview", drafts=True)
    site = flow.preview(options, QUIET).site
    assert site is not None
    places = {name: site / name.partition("/")[0].removesuffix(".yml") for name in whole}
    told = site / "problems" / broken.removesuffix(".yml").replace("/", "-").lower() / "index.html"
    assert f"{broken} 有错误" in told.read_text("utf-8")
    there = {name: (place / "index.html").is_file() for name, place in places.items()}
    assert there == {name: name != broken for name in whole}
    (root / "stories" / broken).write_text(whole[broken], "utf-8")
    assert flow.preview(options, QUIET).site == site
    assert (places[broken] / "index.html").is_file() and not told.exists()


def test_former_addresses_lead_to_the_story(tmp_path: Path) -> None:
    more = "aliases: [old/lamp, /lamp.html, 2019/a/b/, News/Show.ASPX]\n"
    root = make_root(tmp_path, {"volunteer/a.yml": story(more=more)})
    site = build_at(root).site
    assert site is not None
    for path, target in {
        "old/lamp/index.html": "../../volunteer/a/",
        "lamp.html": "volunteer/a/",
        "2019/a/b/index.html": "../../../volunteer/a/",
        "News/Show.ASPX/index.html": "../../volunteer/a/",
    }.items():
        assert f'content="0; url={target}"' in (site / path).read_text(encoding="utf-8")


def test_an_address_is_the_name_of_the_file_whatever_that_means_to_others(tmp_path: Path) -> None:
    """To MkDocs, `brands/index.md` is the page of `brands/`."""
    names = ("index", "readme", "page", "404", "-a--b-")
    files = {f"brands/{name}.yml": story(title=f"题目{name}") for name in names}
    root = make_root(tmp_path, {**files, "works/index.yml": "type: 微故事\ntitle: 作\nbody: 文\n"})
    site = build_at(root).site
    assert site is not None
    for name in names:
        assert f"题目{name}" in (site / f"brands/{name}/index.html").read_text("utf-8")
    assert 'brands/readme/"' in (site / "brands/index.html").read_text("utf-8")
    assert (site / "works/index/index.html").is_file() and (site / "works/index.html").is_file()


def test_a_root_without_stories_or_settings_of_its_own(tmp_path: Path) -> None:
    root = make_root(tmp_path, {}, SETTINGS)
    built = build_at(root)
    assert built.site is not None and built.stories == 0
    for page in ("index.html", "brands/index.html", "honours/index.html", "404.html", "feed.xml"):
        assert (built.site / page).is_file()


def test_a_disk_without_hard_links_is_built_on_anew_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: str, target: str, **words: object) -> None:
        Path(target).parent.stat()  # the kernel looks up the folder first
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    root = make_root(tmp_path, {"volunteer/a.yml": story("甲")})
    for title in ("甲", "乙"):
        (root / "stories/volunteer/a.yml").write_text(story(title), encoding="utf-8")
        site = build_at(root).site
        assert site is not None
        assert title in (site / "volunteer/a/index.html").read_text(encoding="utf-8")
    assert not (root / ".showcase/swap-site").exists()


def test_the_engine_alone_gives_the_site_from_filled_sources(tmp_path: Path) -> None:
    """`mkdocs build` needs no hook or plugin of ours (it reads theme/ from the root)."""
    import shutil
    import subprocess

    root = make_root(tmp_path, {"volunteer/a.yml": story()})
    site = build_at(root).site
    assert site is not None
    shutil.copytree(Path(__file__).parent.parent / "theme", root / "theme")
    settings = (root / "mkdocs.yml").read_text(
        encoding="utf-8"
    ) + "docs_dir: site_src\nnot_in_nav: '*'\n"
    (root / "mkdocs.yml").write_text(settings + "nav: [index.md]\n", encoding="utf-8")
    argv = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / "alone")]
    subprocess.run(argv, cwd=root, check=True)
    made = (tmp_path / "alone/volunteer/a/index.html").read_text(encoding="utf-8")
    main = "<main", "</main>"
    kept = (site / "volunteer/a/index.html").read_text(encoding="utf-8")
    assert made.split(main[0])[1].split(main[1])[0] == kept.split(main[0])[1].split(main[1])[0]
