"""The parcel: pixels untouched, nothing told of camera or place, names that every system takes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from generator.export import make
from generator.export.checklist import check_sheet
from generator.export.document import Paragraph, Table
from generator.export.entry import Entry, Material
from generator.export.photos import Shot
from generator.export.strip import strip
from generator.model.naming import LONGEST, fill, is_file_name, placeholders, safe, unique
from generator.pictures import PictureFault, converted
from generator.shelf import put, put_file
from generator.trouble import Misuse
from tests.calls import call, entry, form, gongwen
from tests.made import story
from tests.picture_files import NOISY, file_of, photo

GOLDEN = Path(__file__).parent / "summary.json"
CANARY = "CANARY-24.4798N"
ORIENTATION = 0x0112


def spoiled(format: str, turn: int = 6) -> bytes:
    """A picture that tells everything: place, camera, owner, comments, XMP, its profile."""
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    exif[0x010F] = exif[0x0110] = exif[0x013B] = exif[0x9286] = CANARY
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (24.0, 28.0, 47.0)
    exif.get_ifd(0x8769)[0xA431] = CANARY
    options: dict[str, object] = {
        "exif": exif,
        "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        "dpi": (300, 300),
    }
    if format == "PNG":
        options["pnginfo"] = info = PngImagePlugin.PngInfo()
        info.add_text("Comment", CANARY)
        info.add_itxt("Author", CANARY)
        info.add_text("Zipped", CANARY, zip=True)
    else:
        options["xmp"] = f"<x>{CANARY}</x>".encode()
    if format == "JPEG":
        options["comment"] = CANARY.encode()
        options["progressive"] = True
    if format == "WEBP":
        options["lossless"] = True
    return file_of(photo(), format, **options)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_metadata_goes_pixels_stay(format: str) -> None:
    before = spoiled(format)
    assert CANARY.encode() in before
    bare = strip(before, 300)
    assert bare is not None
    assert CANARY.encode() not in bare and len(bare) < len(before)
    old, new = (Image.open(io.BytesIO(content)) for content in (before, bare))
    assert old.tobytes() == new.tobytes()
    assert dict(new.getexif()) == {ORIENTATION: 6}
    assert new.getexif().get_ifd(0x8825) == {}
    assert new.info["icc_profile"] == old.info["icc_profile"]
    if format != "WEBP":  # which holds no resolution
        assert round(float(new.info["dpi"][0])) == 300
    told = {"icc_profile", "dpi", "exif", "gamma", "srgb"}
    told |= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert set(new.info) <= told | {"loop", "background", "timestamp", "duration"}


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_stripping_twice_changes_nothing(format: str) -> None:
    once = strip(spoiled(format), 300)
    assert once is not None and strip(once, 300) == once


@pytest.mark.parametrize("turn", range(1, 9))
def test_orientation_is_kept(turn: int) -> None:
    bare = strip(spoiled("JPEG", turn))
    assert bare is not None
    kept = dict(Image.open(io.BytesIO(bare)).getexif())
    assert kept == ({ORIENTATION: turn} if turn != 1 else {})


def test_coded_data_is_the_same_bytes() -> None:
    before = spoiled("JPEG")
    bare = strip(before)
    assert bare is not None
    start = before.index(b"\xff\xdb")  # the first quantisation table
    assert bare.endswith(before[start:])


def test_what_a_camera_appends_goes() -> None:
    bare = strip(spoiled("JPEG"))
    assert strip(spoiled("JPEG") + b"MOTION" + CANARY.encode()) == bare
    assert strip(spoiled("PNG") + CANARY.encode()) == strip(spoiled("PNG"))


def test_cmyk_jpeg_keeps_its_colours() -> None:
    content = file_of(photo().convert("CMYK"), "JPEG")
    bare = strip(content)
    assert bare is not None and b"Adobe" in bare
    old, new = (Image.open(io.BytesIO(each)).convert("RGB") for each in (content, bare))
    assert old.tobytes() == new.tobytes()


@given(st.binary(max_size=200))
def test_broken_jpegs_end(tail: bytes) -> None:
    assert strip(b"\xff\xd8\xff" + tail) is not None


@pytest.mark.parametrize("format", ["HEIF", "TIFF", "BMP", "GIF"])
def test_other_formats_are_recoded(format: str) -> None:
    assert strip(NOISY[format]) is None
    made = converted(NOISY[format])
    assert isinstance(made, bytes)
    image = Image.open(io.BytesIO(made))
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (160, 120), {})


def test_several_pages_are_refused() -> None:
    pages = [photo(), photo().rotate(180)]
    content = file_of(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert isinstance(converted(content), PictureFault)


@pytest.mark.parametrize(
    ("name", "suffix", "expected"),
    [
        ("案例", ".docx", "案例.docx"),
        ('a<b>c:d"e/f\\g|h?i*j', ".pdf", "a＜b＞c：d＂e／f＼g｜h？i＊j.pdf"),
        ("一行\n二行\t三", ".jpg", "一行 二行 三.jpg"),
        ("结尾. ", ".zip", "结尾.zip"),
        ("照片01-", ".jpg", "照片01.jpg"),
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


def test_patterns() -> None:
    known = {"n": 3, "caption": "现场", "story.title": "题"}
    assert fill("照片{n:02d}-{caption}", known.__getitem__) == "照片03-现场"
    assert fill("附件{n}{n:3d}-{story.title}", known.__getitem__) == "附件3003-题"
    assert fill("{{n}}", lambda name: "?") == "{?}"
    assert list(placeholders("a{n:02d}b{ caption }")) == ["n", "caption"]
    assert is_file_name("党建-2026") and not is_file_name("a/b") and not is_file_name("con")


SHOT = Shot(file_of(photo(), "JPEG"), "jpg", "jpg", 96, 64, 72)


def submission() -> Entry:
    """A brand with all that a parcel can hold."""
    one = story(
        "brand",
        title="“一二”工作法：试验",
        sections={"background": "第3党支部——先锋……", "practice": "做了两件事。"},
        photos=[{"file": "a.jpg", "caption": "现场: 1/2"}, {"file": "b.jpg"}],
        attachments=[{"file": "z.pdf", "title": "证书"}, {"file": "y.pdf"}],
        contact={"name": "=甲", "phone": "+86"},
    )
    award = call(
        gongwen(
            {"title": "背景", "from": "sections.background", "required": True, "max": 500},
            {"title": "做法", "from": ["sections.practice", "method"], "min": 300},
            count={"min": 4},
            variants=[{"id": "short", "title": "摘要", "from": "summary", "max": 300}],
            sign={"seal": "是"},
        ),
        form({"label": "名称", "from": "title", "max": 5}),
        title="案例征集",
        deadline="2026-06-30T17:00:00+08:00",
        photos={"min": 2, "max": 5, "min_bytes": 1000000, "caption": True},
        evidence={"min": 1, "max": 1},
        naming={"zip": "{story.unit}+{story.title}"},
    )
    evidence = {"z.pdf": (b"%PDF-1", ".pdf"), "y.pdf": (b"%PDF-2", ".pdf")}
    return entry(one, award, Material({"a.jpg": SHOT, "b.jpg": SHOT}, evidence), draft=True)


def test_the_package(tmp_path: Path) -> None:
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
        "# “一二”工作法：试验\n\n## 一、背景\n\n第3党支部——先锋……\n\n## 二、做法"
    )
    assert "![现场: 1/2](<照片01-现场： 1／2.jpg>)" in text
    page = files["“一二”工作法：试验.html"].decode()
    assert "<button" in page and "第3党支部——先锋……" in page
    article = page[page.index('<div id="text">') : page.index("</div>\n<script>")]
    assert not re.search(r"<(?:style|script|link)|class=|http", article)
    assert 'src="%E7%85%A7%E7%89%8702.jpg"' in article and files["照片02.jpg"] == SHOT.content
    assert not any("=甲" in content.decode(errors="replace") for content in files.values())


def test_markdown_marks_are_words() -> None:
    made = entry(
        story("brand", body="1\\. 不是列表\n\n\\*不是重点\\* 与 \\<b>"),
        call(gongwen({"from": "body"})),
    )
    text = make(made, ("md",), Path()).files["标题a.md"].decode()
    again = entry(story("brand", body=text.partition("\n\n")[2]), call(gongwen({"from": "body"})))
    assert again.documents[0].document.blocks == made.documents[0].document.blocks  # type: ignore[union-attr]


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


def test_the_check_sheet_leaves_stamps_to_people_and_tells_the_hour() -> None:
    award = call(
        gongwen({"from": "body"}, person="third", sign={"seal": True, "org": "某院"}),
        form({"label": "推荐意见（盖章）", "sign_off": True}),
        deadline="2026-06-30T16:00:00+07:00",
    )
    made = entry(story("brand", body="我来。"), award)
    rows = checked(made)
    assert set(rows) >= {
        ("截止时间", "2026年6月30日17:00（北京时间）", "还有 29 天", "合格"),
        ("人称", "第三人称", "正文里有 1 处“我”", "请核对"),
        ("落款", "某院盖章", "打印后办理", "□"),
        ("推荐意见（盖章）", "签字盖章", "打印后办理", "□"),
    }
    assert not any(row[0] == "版面" for row in rows)


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
