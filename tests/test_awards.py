"""Calls as data: read like stories, in both languages, every mistake at its line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from generator.load.site import load
from generator.model.award import Award, DocumentRule
from generator.model.fieldpath import is_known, nearest, steps_of, value_at
from generator.model.fields import Record, fields_of
from generator.model.kinds import Brand
from generator.model.times import ImpossibleDate, read_moment
from generator.proof import check_site
from generator.show import in_order
from tests.calls import CALL, DAY, call, gongwen
from tests.made import story as made_story
from tests.roots import make_root, story

CHINESE = """\
编号: test
标题: 案例征集
种类: 志愿服务
截止时间: 2026年6月30日17时
材料:
  - 编号: writeup
    类型: 公文
    字数: {最少: 10, 最多: ３０００}
    版式: {行距: 28.95, 三级标题加粗: 是, 字体: {正文: 仿宋}}
    章节:
      - {标题: 经过, 来自: 正文, 必填: 是}
    不同篇幅:
      - {编号: short, 来自: [摘要, 章节.经过], 最多: 300}
    落款: {盖章: 否, 署名: 单位, 日期: 今天}
  - 编号: form
    类型: 表格
    行:
      - [{栏目: 名称, 来自: 标题, 跨列: 3}]
      - [{栏目: 联系人, 来自: 联系人.姓名}, {栏目: 盖章, 盖章栏: 是, 高度: 38}]
照片: {最少: 1, 格式: jpeg, 最小像素: [1024, 768], 要说明: 是}
专用图片: [{名称: 证件照, 像素: [413, 295]}]
佐证材料: {最多: 3, 目录: 否}
命名: {压缩包: "{story.unit}", 照片: "照片{n:02d}"}
"""


def problems(tmp_path: Path, text: str) -> list[tuple[str, int, str]]:
    """Id, line and message of everything wrong with a call."""
    root = make_root(tmp_path, {"awards/test.yml": text, "volunteer/a.yml": story()})
    checked = check_site(root, DAY)
    found = in_order(checked.problems, checked.sources)
    lines = [checked.sources[p.place.file].position(p.place)[0] for p in found]
    return [(p.id, line, p.message.zh) for p, line in zip(found, lines, strict=True)]


def read(tmp_path: Path, text: str) -> Award:
    root = make_root(tmp_path, {"awards/test.yml": text})
    checked = check_site(root, DAY)
    assert checked.problems == []
    return checked.loaded.site.awards[0]


def test_a_call_may_be_written_in_chinese(tmp_path: Path) -> None:
    award = read(tmp_path, CHINESE)
    first, second = award.documents
    assert award.kinds == ("volunteer",)
    assert award.deadline and award.deadline.isoformat() == "2026-06-30T17:00:00+08:00"
    assert first.count and (first.count.min, first.count.max) == (10, 3000)
    assert first.layout and first.layout.h3_bold and first.layout.pitch_pt == 28.95
    assert first.sections[0].source == ("正文",) and first.sections[0].required
    assert first.variants[0].source == ("摘要", "章节.经过")
    assert first.sign and first.sign.date is None and not first.sign.seal
    assert [[cell.label for cell in row.cells] for row in second.rows] == [
        ["名称"],
        ["联系人", "盖章"],
    ]
    assert award.photos.formats == ("jpg",) and award.photos.min_px == (1024, 768)
    assert award.pictures[0].px == (413, 295)
    assert not award.evidence.index


def test_a_call_needs_only_id_title_kinds_documents(tmp_path: Path) -> None:
    award = read(
        tmp_path,
        "id: a\ntitle: t\nkinds: [brand]\ndocuments:\n"
        "  - {id: d, type: gongwen, sections: [{from: summary}]}\n",
    )
    assert award.deadline is None and award.days_left(DAY) is None
    assert award.photos.min is None and award.naming.zip == "{story.title}"


NAMED = 'naming: {zip: "{story.name}"}\ndeadline'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("from: body", "from: bodi", ("award-from", 9, "稿件没有字段“bodi”")),
        ("from: body", "from: sections.cours", ("award-from", 9, "稿件没有字段“sections.cours”")),
        ("from: body", "from: method", ("award-from", 9, "稿件没有字段“method”")),  # a brand's
        ("from: body", "from: honours.title", ("award-from", 9, "稿件没有字段“honours.title”")),
        ("from: body, ", "", ("required", 9, "缺少“来自”")),
        ("from: body", "form: body", ("unknown-key", 9, "不认识“form”")),
        ("kinds: [volunteer]\n", "", ("required", 1, "缺少“种类”")),
        ("[volunteer]", "[hero]", ("choice", 3, "“种类”不能是“hero”")),
        ("id: test", "id: a/b", ("award-id", 1, "编号“a/b”不能作文件夹名")),
        (
            "06-30T",
            "06-31T",
            (
                "date-impossible",
                4,
                "“截止时间”写的“2026-06-31T17:00:00+08:00”：这个日期不存在，或没有写全",
            ),
        ),
        ("type: gongwen", "type: pdf", ("choice", 7, "“类型”不能是“pdf”")),
        ("type: gongwen", "type: form", ("award-empty", 6, "“writeup”没有“行”")),
        (
            "type: gongwen",
            "type: gongwen\n    template: x.docx",
            ("file-missing", 8, "找不到文件“x.docx”"),
        ),
        ("required: true", "max: 多", ("number", 9, "“最多”应当是数字，不能是“多”")),
        ("required: true", "min: 9, max: 3", ("award-limits", 9, "最少 9 大于最多 3")),
        (
            "type: gongwen",
            'type: gongwen\n    title: "{story.titel}"',
            ("award-naming", 8, "不认识 {story.titel}"),
        ),
        ("deadline", 'naming: {photo: "{m}"}\ndeadline', ("award-naming", 4, "不认识 {m}")),
        (
            "deadline",
            'naming: {photo: "照片{n"}\ndeadline',
            ("award-naming", 4, "花括号没有成对，或写法不对：{n"),
        ),
        (
            "deadline",
            'naming: {zip: "｛story.unit｝材料"}\ndeadline',
            ("award-naming", 4, "花括号没有成对，或写法不对：｛story.unit｝材料"),
        ),
        (
            "deadline",
            'naming: {zip: "{story.title:>9}"}\ndeadline',
            ("award-naming", 4, "花括号没有成对，或写法不对：{story.title:>9}"),
        ),
        (
            "    sections:",
            "    variants: [{id: writeup, from: summary}]\n    sections:",
            ("award-documents", 8, "编号“writeup”已经用过"),
        ),
    ],
    ids=lambda value: str(value[0]) if isinstance(value, tuple) else None,
)
def test_mistakes_stand_at_their_line(
    tmp_path: Path, old: str, new: str, expected: tuple[str, int, str]
) -> None:
    assert old in CALL
    assert expected in problems(tmp_path, CALL.replace(old, new, 1))


def test_the_call_of_the_table_has_no_mistake(tmp_path: Path) -> None:
    assert problems(tmp_path, CALL) == []


def test_two_calls_of_one_id(tmp_path: Path) -> None:
    texts = {"awards/a.yml": CALL, "awards/b.yml": CALL.replace("id: test", "id: TEST")}
    found = check_site(make_root(tmp_path, texts), DAY).problems
    assert [(p.id, p.place.file) for p in found] == [("award-id", "stories/awards/b.yml")]


def test_the_nearest_field_is_offered(tmp_path: Path) -> None:
    root = make_root(tmp_path, {"awards/test.yml": CALL.replace("body", "章节.经国")})
    assert check_site(root, DAY).problems[0].hint.zh == "是不是“章节.经过”？"


@pytest.mark.parametrize(("old", "new"), [("from: body", "from: 姓名"), ("deadline", NAMED)])
def test_of_a_field_of_other_kinds_is_said_whose_it_is(tmp_path: Path, old: str, new: str) -> None:
    """“Did you mean {story.date}?” of {story.name} leads nowhere."""
    root = make_root(tmp_path, {"awards/test.yml": CALL.replace(old, new, 1)})
    (problem,) = check_site(root, DAY).problems
    assert problem.hint.zh == "只有先进典型的稿件有这一项；换一项，如 title，或改“种类”"


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("title", ("title",)),
        ("标题", ("title",)),
        ("story.title", ("title",)),
        ("章节.做法", ("sections", "practice")),
        ("sections.做法", ("sections", "practice")),
        ("contact.phone", ("contact", "phone")),
        ("method.name", ("method", "name")),
        ("method.parts.title", None),  # into a list
        ("title.x", None),
        ("", None),
        ("id", None),  # the loader's, not the author's
    ],
)
def test_paths_into_a_story(path: str, steps: tuple[str, ...] | None) -> None:
    assert steps_of(path, Brand) == steps


def test_what_a_path_leads_to() -> None:
    one = made_story("brand", sections={"practice": "做了"})
    assert value_at(one, ("sections", "practice")) == "做了"
    assert value_at(one, ("contact", "phone")) is None
    assert is_known("name", ["brand", "member"]) and not is_known("name", ["brand"])
    assert nearest("secions.practice", ["brand"]) == "sections.practice"
    assert nearest("story.tilte", ["brand"]) == "title"


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2026-11-30T17:00:00+08:00", "2026-11-30T17:00:00+08:00"),
        ("2026-11-30T09:00:00Z", "2026-11-30T09:00:00+00:00"),
        ("2026-11-30 17:00", "2026-11-30T17:00:00+08:00"),
        ("2026-11-30", "2026-11-30T23:59:00+08:00"),
        ("2026年11月30日", "2026-11-30T23:59:00+08:00"),
        ("2026年11月30日17时", "2026-11-30T17:00:00+08:00"),
        ("2026年11月30日 17：30", "2026-11-30T17:30:00+08:00"),
        ("2026年11月30日24时", "2026-11-30T23:59:00+08:00"),
        ("2026-11-30T24:00:00+08:00", "2026-11-30T23:59:00+08:00"),
    ],
)
def test_a_deadline_is_read_in_the_time_of_china(words: str, moment: str) -> None:
    assert read_moment(words) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("words", ["下周五", "2026-11", "2026-02-30", "2026年11月30日25时", ""])
def test_what_names_no_day_is_no_deadline(words: str) -> None:
    with pytest.raises(ImpossibleDate):
        read_moment(words)


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        (
            '"2026-06-30T17:00:00+08:00"',
            "“2026-06-30　１７：００”",
            "去掉引号，写成  2026-06-30 17:00",
        ),
        ('"2026-06-30T17:00:00+08:00"', "下周五", "例如 2026-11-30 17:00"),
        ("required: true", "max: “５００”", "去掉引号，写成  500"),
        ("required: true", "max: ５００字", "只写数字，不写“字”：500"),
        ("required: true", "max: “500 字”", "只写数字，不写“字”：500"),
        ("required: true", "max: 300-500", "只写阿拉伯数字，例如 500"),
        ("required: true", "required: “是”", "去掉引号，写成  是"),
        ("deadline", "photos: {max_bytes: 1.5MB}\ndeadline", "只写数字（字节）：1500000"),
        ("deadline", "photos: {min_px: 1024×768}\ndeadline", "写成  [1024, 768]"),
        ("deadline", "photos: {formats: “JPG”}\ndeadline", "去掉引号，写成  JPG"),
        ("[volunteer]", "[]", "至少写一项，例如  [支部品牌]"),
        ("required: true", "max: 3,000", "数字里不写逗号：5,000 写成 5000"),
        ("[volunteer]", "志愿服务、支部品牌", "写成  [志愿服务, 支部品牌]"),
        ("from: body", "from: 章节.经过、章节.成效", "写成  [章节.经过, 章节.成效]"),
        (
            "type: gongwen",
            "type: gongwen\n    sign: {seal: 要}",
            "例如  盖章: 是",
        ),
        ("deadline", "naming: {photo: '{n:02d}{说明}'}\ndeadline", "是不是 {caption}？"),
        (
            "deadline",
            "naming: {photo: '照片{n:2}'}\ndeadline",
            "用英文花括号，写成 {n:02d}、{story.title}",
        ),
        (
            CALL.partition("    type")[2],
            ": form\n    rows: [[{label: 名}]]\n    template: forms/x.docx\n",
            "把空白表放到 stories/awards 里，从那里写起，例如  forms/blank.docx",
        ),
        (
            "deadline",
            "naming: {zip: “{story.unit}”}\ndeadline",
            '改成英文引号，写成  "{story.unit}"',
        ),
    ],
)
def test_slips_of_an_input_method_are_told_with_what_to_type(
    tmp_path: Path, old: str, new: str, hint: str
) -> None:
    assert old in CALL
    root = make_root(tmp_path, {"awards/test.yml": CALL.replace(old, new, 1)})
    found = check_site(root, DAY).problems
    assert [problem.hint.zh for problem in found] == [hint]


@pytest.mark.parametrize("digits", ["５００", " 500 "])
def test_full_width_digits_are_digits(tmp_path: Path, digits: str) -> None:
    text = CALL.replace("required: true", f"max: {digits}", 1)
    site = load(make_root(tmp_path, {"awards/test.yml": text})).site
    assert site.awards[0].documents[0].sections[0].max == 500


@pytest.mark.parametrize(
    ("deadline", "left"),
    [
        ("2026-06-01T08:00:00+08:00", 0),
        ("2026-05-31", -1),
        ("2026-06-11", 10),
        ("2026-06-01T20:00:00+00:00", 1),  # four in the morning of the second, in China
    ],
)
def test_days_left(deadline: str, left: int) -> None:
    assert call(gongwen({"from": "summary"}), deadline=deadline).days_left(DAY) == left


def _records(record: type[Record]) -> set[type[Record]]:
    inner = {fact.record for fact in fields_of(record) if fact.record}
    return {record}.union(*(_records(each) for each in inner if each))


@pytest.mark.parametrize("record", sorted(_records(Award), key=lambda r: r.__name__))
def test_every_field_has_a_label_of_its_own(record: type[Record]) -> None:
    labels = [fact.label for fact in fields_of(record)]
    assert len(set(labels)) == len(labels)
    assert all(fact.help for fact in fields_of(record))


ONE_CELL = "“栏目”是一格里的，一行要写成几格的列表"
IN_BRACKETS = "加上方括号，写成  - [{栏目: 姓名, …}]"


@pytest.mark.parametrize(
    ("row", "told", "hint"),
    [
        ("{栏目: 姓名, 来自: 标题, 必填: 是}", ONE_CELL, IN_BRACKETS),
        ("栏目: 姓名\n        来自: 标题", ONE_CELL, IN_BRACKETS),
        ("姓名", "这里应当是“项目名: 内容”的格式", IN_BRACKETS),
        (
            "[{栏目：姓名，来自：标题}]",
            "不认识“栏目:姓名,来自:标题”",
            "花括号里的冒号、逗号都改成英文的，后面各加一个空格",
        ),
    ],
)
def test_a_row_that_is_no_list_of_cells_is_told_once(
    tmp_path: Path, row: str, told: str, hint: str
) -> None:
    text = f"{CALL.split('    type:')[0]}    type: form\n    rows:\n      - {row}\n"
    found = check_site(make_root(tmp_path, {"awards/test.yml": text}), DAY).problems
    assert [(one.message.zh, one.hint.zh) for one in found] == [(told, hint)]


def test_a_row_is_a_list_or_a_mapping(tmp_path: Path) -> None:
    cells = "[{label: 名, from: title}]"
    base = CALL.split("    type:")[0]
    listed = read(tmp_path / "a", f"{base}    type: form\n    rows: [{cells}]\n")
    mapped = read(tmp_path / "b", f"{base}    type: form\n    rows: [{{cells: {cells}}}]\n")
    assert listed.documents == mapped.documents
    assert isinstance(listed.documents[0], DocumentRule)
