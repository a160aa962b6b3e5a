"""Lines that `review` and `withdraw` add to files people may have typed in; who may sign."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from generator import sign
from generator.load.site import load
from generator.sign import review, signing, withdraw
from generator.trouble import Broken, Refused
from tests.roots import make_root, story

TODAY = date(2026, 6, 1)
IN_REVIEW = "review: {author: 甲、张 三, status: in_review, first: {by: 李四, on: 2026-01-01}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path, {f"volunteer/{id}.yml": story(id) for id in ("a", "b", "c")})


@pytest.mark.parametrize(
    "before",
    [
        "",
        "- {稿件: volunteer/a, 理由: 甲, 日期: 2026-01-01}",
        "# 手写的\r\n- 稿件: volunteer/a\r\n  理由: 甲\r\n  日期: 2026-01-01\r\n",
        "  - 稿件: volunteer/a\n    理由: 甲\n    日期: 2026-01-01\n",
        "\ufeff- 稿件: volunteer/a\n  理由: 甲\n  日期: 2026-01-01\n",
    ],
    ids=["empty", "no end of line", "Windows", "indented", "a mark of UTF-8"],
)
def test_what_stands_in_a_file_stays_and_a_line_is_added(before: str, root: Path) -> None:
    path = root / "stories/withdrawn.yml"
    path.write_bytes(before.encode())
    withdraw(root, load(root).site, "b", "本人“要求”", "乙", TODAY)
    after = path.read_bytes().decode()
    assert after.startswith(before)
    assert after.count("\r\n") in (0, after.count("\n"))
    loaded = load(root)
    assert loaded.problems == []
    assert loaded.site.withdrawals[-1].story == "volunteer/b"
    assert loaded.site.withdrawals[-1].reason == "本人“要求”"
    assert len(loaded.site.withdrawals) == (2 if before else 1)


@pytest.mark.parametrize(
    ("by", "told"), [("乙\u3000丙", "乙 丙"), ("", "zhangsan"), (" ", "zhangsan")]
)
def test_a_withdrawal_tells_who_it_was(
    by: str, told: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "zhangsan")
    withdraw(root, load(root).site, "a", "本人要求", by, TODAY)
    assert load(root).site.withdrawals[-1].by == told


def test_a_notice_that_is_thought_of_later(root: Path) -> None:
    """For a story withdrawn by its own state it is listed; for a listed one it is typed."""
    make_root(root, {"volunteer/b.yml": story("b", review="review: {status: withdrawn}\n")})
    withdraw(root, load(root).site, "b", "本人要求", "乙", TODAY, notice=True)
    withdraw(root, load(root).site, "a", "本人要求", "乙", TODAY)
    assert [each.notice for each in load(root).site.withdrawals] == [True, False]
    for notice, told in ((False, "撤下了。"), (True, "withdrawn.yml 的这一项里加一行  说明页: 是")):
        with pytest.raises(Refused) as refused:
            withdraw(root, load(root).site, "a", "本人要求", "乙", TODAY, notice=notice)
        assert refused.value.words.zh.endswith(told)
    listed = root / "stories/withdrawn.yml"
    listed.write_text(listed.read_text("utf-8") + "  说明页: 是\n", "utf-8")
    assert [each.notice for each in load(root).site.withdrawals] == [True, True]


@pytest.mark.parametrize("by", ["甲", "张三", "乙、张　三", "李 四"])
def test_nobody_signs_twice_or_their_own_story_under_another_spelling(by: str, root: Path) -> None:
    (root / "stories/volunteer/c.yml").write_text(story("c", review=IN_REVIEW), "utf-8")
    site = load(root).site
    with pytest.raises(Refused):
        review(root, site, "c", "second", by, TODAY)
    assert not (root / "stories/reviews.yml").exists()
    review(root, site, "c", "second", "王五", TODAY)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("电话13800138000，走进'甲'家", "；这一篇还有 2 处问题，运行 showcase check "),
        ("电话13800138000\nallow: [{check: phone-mobile, reason: 甲, by: 乙}]", ""),
        ("甲", ""),
    ],
)
def test_who_signs_is_told_what_check_tells_of_the_story(body: str, told: str, root: Path) -> None:
    file = "stories/volunteer/c.yml"
    (root / file).write_text(story("c", body=body, review=IN_REVIEW), "utf-8")
    words = review(root, load(root).site, "c", "second", "王五", TODAY).zh
    assert words == "volunteer/c：王五已复审" + (f"{told}{file} 看一看" if told else "")


def test_who_signs_waits_for_another_to_end(root: Path) -> None:
    path, site = root / "stories/withdrawn.yml", load(root).site
    words = "-m generator withdraw b --reason 甲 --root".split()
    cmd = [sys.executable, *words, str(root)]
    with signing(root):
        other = subprocess.Popen(cmd, cwd=Path(__file__).parent.parent, stdout=subprocess.DEVNULL)
        with suppress(subprocess.TimeoutExpired):
            other.wait(1.5)
        path.unlink(missing_ok=True)  # as one who has read it before the other wrote
        withdraw(root, site, "a", "乙", "丙", TODAY)
    assert other.wait(20) == 0
    assert [each.story for each in load(root).site.withdrawals] == ["volunteer/a", "volunteer/b"]


def test_who_waits_too_long_is_told_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign, "_PATIENCE", 0.1)
    again = pytest.raises(Broken, match="Another review or withdrawal")
    with signing(root), again, signing(root):
        raise AssertionError("both have it")
    with signing(root):
        pass


def test_a_withdrawal_tells_where_submissions_are_left(root: Path) -> None:
    for call, key in (("cj", "volunteer/a"), ("dr", "volunteer/b")):
        folder = root / "exports" / call / "x"
        folder.mkdir(parents=True)
        (folder / "summary.json").write_text(f'{{"story": "{key}"}}', "utf-8")
    words = withdraw(root, load(root).site, "a", "本人要求", "", TODAY)
    assert words.zh.endswith("；申报材料还在，要不要删掉请自己定：exports/cj/x")
    assert words.en.endswith("; its submissions are still in exports/cj/x")
    assert "申报" not in withdraw(root, load(root).site, "c", "本人要求", "", TODAY).zh
