"""The parcel: its documents, photos and evidence, names that every system takes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.export import make
from generator.export.entry import Material
from generator.model.naming import LONGEST, fill, is_file_name, placeholders, safe, unique
from generator.shelf import put, put_file
from generator.trouble import Misuse
from tests.calls import call, entry, form, gongwen
from tests.made import story
from tests.submissions import SHOT, submission

GOLDEN = Path(__file__).parent / "summary.json"


@pytest.mark.parametrize(
    ("name", "suffix", "expected"),
    [
        ("案例", ".docx", "案例.docx"),
        ('a<b>c:d"e/f\\g|h?i*j', ".pdf", "a＜b＞c：d＂e／f＼g｜h？i＊j.pdf"),
        ("一行\n二行\t三", ".jpg", "一行 二行 三.jpg"),
        ("结尾. ", ".zip", "结尾.zip"),
        ("照片01-", ".jpg", "照片01.jpg"),
        ("字" * 75 + "（摄影：某人）", ".jpg", "字" * 75 + ".jpg"),
        ("[志愿服务]某局", ".zip", "[志愿服务]某局.zip"),
        ("某局+案例.zip", ".zip", "某局+案例.zip"),
        ("案例.DOCX", ".docx", "案例.docx"),
        ("（", ".jpg", "（.jpg"),
        ("con", ".txt", "_con.txt"),
        ("LPT1.x", "", "_LPT1.x"),
        ("../../etc", "", "／..／etc"),
        ("e\u0301", "", "é"),  # composed, as Windows and Linux type it
        ("\u202e反", "", "反"),
        ("", ".jpg", "file.jpg"),
        ("...", "", "file"),
    ],
)
def test_names_for_every_system(name: str, suffix: str, expected: str) -> None:
    assert safe(name, suffix) == expected


@given(st.text(max_size=200), st.sampled_from(["", ".docx", ".jpg"]))
def test_names_are_legal(name: str, suffix: str) -> None:
    made = safe(name, suffix)
    assert 0 < len(made) <= LONGEST and len(made.encode()) <= 255
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', made)
    assert made.endswith(suffix) and not made.endswith((".", " "))
    assert safe(made.removesuffix(suffix), suffix) == made


@given(st.lists(st.sampled_from(["a.jpg", "A.JPG", "a", "甲.png", "一" * 76 + ".jpg"])))
def test_no_two_names_alike(names: list[str]) -> None:
    made = unique(names)
    assert len({name.casefold() for name in made}) == len(names)
    assert all(len(name) <= LONGEST for name in made)
    assert made[:1] == names[:1]


def test_the_places_of_a_pattern_are_filled_in() -> None:
    known = {"n": 3, "caption": "现场", "story.title": "题"}
    assert fill("照片{n:02d}-{caption}", known.__getitem__) == "照片03-现场"
    assert fill("附件{n}{n:3d}-{story.title}", known.__getitem__) == "附件3003-题"
    assert fill("{{n}}", lambda name: "?") == "{?}"
    quoted = {"story.title": "“1252”工作法"}.__getitem__
    assert fill("推行“{story.title}”的案例", quoted) == "推行“‘1252’工作法”的案例"
    assert fill("“先锋”{story.title}", quoted) == "“先锋”“1252”工作法"
    assert list(placeholders("a{n:02d}b{ caption }")) == ["n", "caption"]
    assert is_file_name("党建-2026") and not is_file_name("a/b") and not is_file_name("con")


def test_the_parcel_holds_documents_photos_and_evidence(tmp_path: Path) -> None:
    made = make(submission(), ("zip",), tmp_path)
    assert sorted(made.files) == [
        "summary.json",
        "内部/自查表.docx",
        "示例检验研究院+“一二”工作法：试验.zip",
    ]
    archive = zipfile.ZipFile(io.BytesIO(made.files["示例检验研究院+“一二”工作法：试验.zip"]))
    assert archive.namelist() == [
        "“一二”工作法：试验.docx",
        "摘要.docx",
        "申报表.docx",
        "“一二”工作法：试验.pdf",
        "摘要.pdf",
        "申报表.pdf",
        "照片01-现场： 1／2.jpg",
        "照片02.jpg",
        "附件1-证书.pdf",
        "附件2-y.pdf",
        "佐证材料目录.docx",
    ]
    for info in archive.infolist():
        assert info.date_time == (1980, 1, 1, 0, 0, 0)
        assert info.filename.isascii() or info.flag_bits & 0x800  # the name is UTF-8
    assert archive.read("照片02.jpg") == SHOT.content
    assert archive.read("附件1-证书.pdf") == b"%PDF-1"


def test_names_in_a_parcel_are_those_that_its_index_and_summary_list(tmp_path: Path) -> None:
    """Of attachments called as a document, a photo or the index is; none is longer than 80."""
    long = "长" * 90
    titles = ["申报表", "申报表", "照片", "佐证材料目录", long, long]
    suffixes = [".docx", ".pdf", ".jpg", ".docx", ".pdf", ".pdf"]
    files = [f"{number}{suffix}" for number, suffix in enumerate(suffixes)]
    one = story(
        "brand",
        photos=[{"file": "a.jpg", "caption": "照片"}],
        attachments=[{"file": f, "title": t} for f, t in zip(files, titles, strict=True)],
    )
    award = call(
        form({"label": "名称", "from": "title"}),
        gongwen({"from": "summary"}, title=long),
        gongwen({"from": "summary"}, title=long, id="b"),
        naming={"evidence": "{title}", "photo": "{caption}"},
    )
    evidence = {file: (file.encode(), suffix) for file, suffix in zip(files, suffixes, strict=True)}
    made = make(entry(one, award, Material({"a.jpg": SHOT}, evidence)), ("docx", "zip"), tmp_path)
    (parcel,) = (content for name, content in made.files.items() if name.endswith(".zip"))
    archive = zipfile.ZipFile(io.BytesIO(parcel))
    names = archive.namelist()
    assert len({name.casefold() for name in names}) == len(names) == 3 + 3 + 1 + 6 + 1
    assert all(len(name) <= LONGEST for name in (*names, *made.files) if "/" not in name)
    told = json.loads(made.files["summary.json"])
    index = docx.Document(io.BytesIO(archive.read("佐证材料目录.docx"))).tables[0]
    listed = [row.cells[2].text for row in index.rows][1:]
    assert listed == [each["name"] for each in told["evidence"]]
    assert [archive.read(name) for name in listed] == [file.encode() for file in files]
    assert told["photos"][0]["name"] == "照片.jpg" and listed[2] == "照片-2.jpg"
    assert {f"{each['name']}.pdf" for each in told["documents"]} < set(names)


def test_a_parcel_holds_all_documents_in_whatever_order_formats_are_named(tmp_path: Path) -> None:
    parcel = "示例检验研究院+“一二”工作法：试验.zip"
    one, two = (make(submission(), order, tmp_path) for order in (("docx", "zip"), ("zip", "docx")))
    assert one.files[parcel] == two.files[parcel] and sorted(one.files) == sorted(two.files)
    assert "申报表.docx" in zipfile.ZipFile(io.BytesIO(two.files[parcel])).namelist()


def test_summary_json_is_the_golden_one(tmp_path: Path) -> None:
    made = make(submission(), ("docx",), tmp_path)
    assert made.files["summary.json"].decode() == GOLDEN.read_text(encoding="utf-8")
    told = json.loads(made.files["summary.json"])
    assert {row["kind"] for row in told["checks"]} <= {"min", "max"}
    assert {row["verdict"] for row in told["checks"]} <= {"ok", "breach"}
    assert told["ready"] is False and told["draft"] is True


def test_same_submission_same_bytes(tmp_path: Path) -> None:
    formats = ("docx", "pdf", "zip", "md", "wechat")
    one, two = (make(submission(), formats, tmp_path).files for _ in range(2))
    assert one == two


def test_markdown_and_wechat(tmp_path: Path) -> None:
    files = make(submission(), ("md", "wechat"), tmp_path).files
    text = files["“一二”工作法：试验.md"].decode()
    assert text.startswith(
        "**草稿**\n\n# “一二”工作法：试验\n\n## 一、背景\n\n第3党支部——先锋……\n\n## 二、做法"
    )
    assert "![现场: 1/2](<照片01-现场： 1／2.jpg>)" in text
    page = files["“一二”工作法：试验.html"].decode()
    assert "<button" in page and "第3党支部——先锋……" in page
    article = page[page.index('<div id="text">') : page.index("</div>\n<script>")]
    assert not re.search(r"<(?:style|script|link)|class=|http", article)
    assert "<title>“一二”工作法：试验（草稿）</title>" in page
    assert re.match(r'<div id="text">\n<p style="[^"]*">草稿</p>\n<h1', article)
    assert 'src="%E7%85%A7%E7%89%8702.jpg"' in article and files["照片02.jpg"] == SHOT.content
    assert not any("=甲" in content.decode(errors="replace") for content in files.values())


def test_a_portrait_illustrates_no_text(tmp_path: Path) -> None:
    """It is asked for by the form; the text goes out with the others."""
    photos = [{"file": "a.jpg", "caption": "证件照"}, {"file": "b.jpg", "caption": "现场"}]
    award = call(gongwen({"from": "summary"}), pictures=[{"title": "证件照"}])
    made = entry(story("brand", photos=photos), award, Material({"a.jpg": SHOT, "b.jpg": SHOT}))
    files = make(made, ("md", "wechat", "zip"), tmp_path).files
    assert "证件照.jpg" not in files and "照片01-现场.jpg" in files
    for name in ("标题a.md", "标题a.html"):
        told = files[name].decode()
        assert "证件照" not in told and "现场" in told
    with zipfile.ZipFile(io.BytesIO(files["标题a.zip"])) as parcel:
        assert "证件照.jpg" in parcel.namelist()


def test_no_address_is_wider_than_a_phone() -> None:
    long = "https://www.example.org/2018/03/05/content_1234567890.htm"
    body = f"见{long}。\n\n见GB/T 9704。\n\n| 年 | 网址 |\n|---|---|\n| 2018 | {long} |"
    made = entry(story("brand", body=body), call(gongwen({"from": "body"})))
    text = make(made, ("wechat",), Path()).files["标题a.html"].decode()
    told = re.findall("<(?:p|td) style=.([^>]*).>([^<]*)<", text)
    broken = [words for style, words in told if style.endswith("overflow-wrap:anywhere")]
    assert broken == [f"见{long}。", long]


def test_a_table_on_wechat_keeps_its_sides_and_its_head() -> None:
    body = "|年|数|\n|-|-:|\n|2018|1,252|"
    made = entry(story("brand", body=body), call(gongwen({"from": "body"})))
    text = make(made, ("wechat",), Path()).files["标题a.html"].decode()
    told = re.findall(
        '<td style="[^"]*text-align:([^";]*)(;font-weight:bold)?[^"]*">([^<]*)<', text
    )
    assert told == [
        *(("left", ";font-weight:bold", "年"), ("right", ";font-weight:bold", "数")),
        *(("left", "", "2018"), ("right", "", "1,252")),
    ]
    assert re.search(r'<section style="[^"]*overflow-x:auto"><table', text)


def test_bold_words_are_bold_to_every_reader() -> None:
    body = "**一是亮身份。**党员上岗，开展**“品牌”**活动，**“1252”**。"
    made = entry(story("brand", body=body), call(gongwen({"from": "body"})))
    text = make(made, ("md",), Path()).files["标题a.md"].decode().partition("\n\n")[2]
    assert text.replace("**", "") == body.replace("**", "") + "\n"
    assert re.findall("<strong>(.*?)</strong>", MarkdownIt("commonmark").render(text)) == [
        "一是亮身份",
        "品牌",
        "1252",
    ]


def test_markdown_marks_are_words() -> None:
    made = entry(
        story("brand", body="1\\. 不是列表\n\n\\*不是重点\\* 与 \\<b>"),
        call(gongwen({"from": "body"})),
    )
    files = make(made, ("md", "wechat"), Path()).files
    text = files["标题a.md"].decode()
    assert text.startswith("# 标题a\n\n") and "草稿" not in files["标题a.html"].decode()
    again = entry(story("brand", body=text.partition("\n\n")[2]), call(gongwen({"from": "body"})))
    assert again.documents[0].document.blocks == made.documents[0].document.blocks  # type: ignore[union-attr]


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    put(folder, {"summary.json": b"1", "old.txt": b""})
    put(folder, {"summary.json": b"2", "内部/x": b"3"})
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*")) == [
        "summary.json",
        "内部",
        "内部/x",
    ]
    assert [path.name for path in folder.parent.iterdir()] == ["b"]


def test_what_people_put_beside_the_files_goes_along(tmp_path: Path) -> None:
    """Stamped pages, scanned; not what was ours, nor what Word leaves while it is open."""
    folder = tmp_path / "b"
    ours = {"a.docx": b"1", "内部/自查表.docx": b"2"}
    summary = json.dumps({"files": list(ours)}).encode()
    put(folder, {"summary.json": summary, **ours})
    for name in ("盖章.pdf", "内部/记录.txt", "b.docx", "~$a.docx"):
        (folder / name).write_bytes(name.encode())
    put(folder, {"summary.json": json.dumps({"files": ["b.docx"]}).encode(), "b.docx": b"3"})
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    told = ["b.docx", "summary.json", "内部/记录.txt", "原有-b.docx", "盖章.pdf"]
    assert sorted(found) == told
    assert found["b.docx"].read_bytes() == b"3"
    assert found["原有-b.docx"].read_bytes() == b"b.docx"
    put(folder, {"summary.json": b"{}"})
    assert (folder / "盖章.pdf").read_bytes() == "盖章.pdf".encode()


def test_a_failed_write_leaves_the_old_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "b"
    put(folder, {"summary.json": b"old"})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(folder, {"summary.json": b"new"})
    with pytest.raises(OSError, match="No space"):
        put_file(folder / "summary.json", b"new")
    assert (folder / "summary.json").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_killed_run_is_healed(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    put(tmp_path / ".b.old", {"summary.json": b"old"})
    put(tmp_path / ".b.part", {"summary.json": b"half"})
    put(folder, {"summary.json": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_stranger_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("mine")
    with pytest.raises(Misuse):
        put(tmp_path / "home", {"summary.json": b""})
    assert (tmp_path / "home" / "thesis.txt").read_text() == "mine"
