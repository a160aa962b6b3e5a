"""The check sheet (自查表): every requirement, what there is, the verdict, in plain words."""

from __future__ import annotations

import re

from generator.export.checklist import check_sheet
from generator.export.document import Paragraph, Table
from generator.export.entry import Entry, Material
from generator.export.photos import Shot
from tests.calls import call, entry, form, gongwen
from tests.made import story
from tests.submissions import submission


def checked(made: Entry) -> list[tuple[str, ...]]:
    """The rows of the check sheet, without the document's name."""
    table = next(block for block in check_sheet(made).blocks if isinstance(block, Table))
    return [row[1:] for row in table.rows]


def test_the_check_sheet_shows_every_requirement() -> None:
    made = submission()
    told = checked(made)
    titles = {one.document.title for one in made.documents}
    for limit in made.limits:
        subject = re.sub("^正文（.*）$|^照片\\d.*）", "", limit.subject.zh)
        subject = "正文" if subject.strip("“”") in titles else subject
        mine = [row for row in told if subject in row[0] and limit.asked.zh in row[1]]
        assert mine and (limit.ok or mine[0][3] == "不合格"), limit
    assert ("“做法”", "至少 300 字", "6 字", "不合格") in told
    assert ("“背景”", "要有，至多 500 字", "11 字", "合格") in told
    assert ("字数和字符数", "—", "17 字，17 字符", "—") in told
    assert told[-1] == ("自查人：", "负责人：", "（盖章）", "□")


def test_every_row_says_what_it_is_of() -> None:
    """The first row of a document may stand on the page before; a long title is told once."""
    table = next(block for block in check_sheet(submission()).blocks if isinstance(block, Table))
    names = [row[0] for row in table.rows]
    assert all(names) and names.count("“一二”工作法：试验") == 1
    assert names.count("“一二”工作…") > 1 and names.count("照片") > 1


def test_the_check_sheet_speaks_the_officers_words() -> None:
    """No {story.unit}, no key of the call, no title in two pairs of quotes; one row a thing."""
    variants = [{"id": "short", "title": "摘要“甲”", "from": ("summary",), "max": 300}]
    background = {"title": "背景", "from": "body", "required": True, "min": 2, "max": 11}
    slogan = {"from": ["slogan", "sections.results"], "required": True}
    write_up = gongwen(background, slogan, variants=variants, count={"min": 1, "max": 99})
    naming = {"zip": "{call.title}+{story.unit}-{contact.name}{n}"}
    one = story("brand", body="第3党支部——先锋……", slogan="实干", summary="摘要。")
    made = entry(one, call(write_up, naming=naming))
    told = checked(made)
    assert not [cell for row in told for cell in row if re.search("[{}]|[a-z]+[.]|““|””", cell)]
    assert ("压缩包名", "征集标题+单位-联系人.姓名n", made.name, "合格") in told
    assert ("“背景”", "要有，至少 2 字，至多 11 字", "9—11 字", "合格") in told
    assert ("“口号、章节.成效”", "要有", "有", "合格") in told
    assert ("正文", "至多 300 字", "3 字", "合格") in told
    assert any(isinstance(b, Paragraph) and "“几—几”" in b.text for b in check_sheet(made).blocks)


def test_the_check_sheet_has_a_row_for_what_is_asked_of_every_photo() -> None:
    """Photos that break it are named; nobody is said to have agreed who was never asked."""
    photos = [{"file": f"{n}.jpg", "caption": "说明"} for n in range(9)]
    photos[2] |= {"people": ["甲"]}
    photos[3] |= {"people": ["乙"], "consent": "本人同意"}
    shots = {f"{n}.jpg": Shot(b"x" * 9, "jpg", "jpg", 1600 - n, 700 + n, 300) for n in range(9)}
    rule = {"max": 5, "consent": True, "caption": True, "min_px": (1024, 701), "formats": ("jpg",)}
    award = call(gongwen({"from": "body"}), photos=rule)
    told = checked(entry(story("brand", body="一。", photos=photos), award, Material(shots)))
    assert ("照片", "至多 5 张", "9 张", "不合格") in told
    assert ("每张的长边", "至少 1024 像素", "1592—1600 像素", "合格") in told
    assert ("每张的短边", "至少 701 像素", "照片1（0.jpg）：700 像素", "不合格") in told
    assert ("每张的说明", "要有", "有", "合格") in told
    assert ("每张的格式", "JPG", "JPG", "合格") in told
    assert ("每张的授权", "有人物的要有", "照片3（2.jpg）：缺", "不合格") in told
    assert len(told) == 10
    del photos[2]["people"]
    told = checked(entry(story("brand", body="一。", photos=photos), award, Material(shots)))
    assert ("每张的授权", "有人物的要有", "8 张没有写人物，1 张有", "合格") in told


def test_the_check_sheet_leaves_stamps_and_blanks_to_people_and_tells_the_hour() -> None:
    award = call(
        gongwen({"from": "body"}, person="third", sign={"seal": True, "org": "某院"}),
        form(
            {"label": "性别", "required": True},
            {"label": "标题", "from": "title"},
            {"label": "民族"},
            {"label": "推荐意见（盖章）", "sign_off": True},
        ),
        deadline="2026-06-30T16:00:00+07:00",
    )
    made = entry(story("brand", body="我来。"), award)
    rows = checked(made)
    assert set(rows) >= {
        ("截止时间", "2026年6月30日17:00（北京时间）", "还有 29 天", "合格"),
        ("人称", "第三人称", "正文里有 1 处“我”", "请核对"),
        ("落款", "某院盖章", "打印后办理", "□"),
        ("性别、民族", "要填", "征集没有写“来自”，导出后填", "□"),
        ("推荐意见（盖章）", "签字盖章", "打印后办理", "□"),
    }
    assert not any(row[0] == "版面" for row in rows)
