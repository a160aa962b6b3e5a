"""`showcase export` and `showcase status` as people type them."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from PIL import Image

from tests.calls import CALL
from tests.picture_files import file_of, photo
from tests.roots import make_root, run, story

ROOT = Path(__file__).parent.parent
FORM = """\
  - id: form
    type: form
    title: 申报表
    template: forms/blank.docx
    rows:
      - [{label: 名称, from: title}, {label: 单位, from: unit}]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(
        tmp_path / "root", {"awards/test.yml": CALL, "volunteer/a.yml": story(body="中文测试")}
    )


def put(root: Path, path: str, text: str) -> None:
    (root / "stories" / path).parent.mkdir(parents=True, exist_ok=True)
    (root / "stories" / path).write_text(text, encoding="utf-8")


def blank(root: Path, *labels: str) -> None:
    """An organiser's blank with these labels."""
    document = docx.Document()
    table = document.add_table(len(labels), 2)
    for row, label in zip(table.rows, labels, strict=True):
        row.cells[0].text = label
    path = root / "stories/awards/forms/blank.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_an_export_holds_the_package_and_what_stays_in_the_office(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "export", "test", "a", "--quiet") == 0
    assert names(root / "exports") == [
        "test/a/summary.json",
        "test/a/一盏灯.docx",
        "test/a/一盏灯.pdf",
        "test/a/一盏灯.zip",
        "test/a/内部/自查表.docx",
    ]
    summary = json.loads((root / "exports/test/a/summary.json").read_text(encoding="utf-8"))
    assert summary["ready"] and summary["days_left"] == 29
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("words", "made"),
    [
        (("--format", "docx"), ["一盏灯.docx"]),
        (("--format", "pdf"), ["一盏灯.pdf"]),
        (("--format", "zip"), ["一盏灯.zip"]),
        (("--format", "md"), ["一盏灯.md"]),
        (("--format", "wechat"), ["一盏灯.html"]),
        (("--format", "md", "--format", "docx"), ["一盏灯.docx", "一盏灯.md"]),
    ],
)
def test_the_formats_asked_for_are_made_and_no_others(
    root: Path, tmp_path: Path, words: tuple[str, ...], made: list[str]
) -> None:
    assert run(root, "export", *words, "test", "volunteer/a", "--out", str(tmp_path / "out")) == 0
    assert names(tmp_path / "out/test/a") == ["summary.json", *made, "内部/自查表.docx"]


def test_a_breach_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "awards/test.yml", CALL.replace("required: true", "min: 977"))
    assert run(root, "export", "test", "a") == 1
    assert not (root / "exports").exists()
    out = capsys.readouterr().out
    assert (
        "stories/volunteer/a.yml:6:3  错误[award-limit] “经过”有 4 字，征集要求至少 977 字" in out
    )
    assert "导出 0 篇，1 篇有错误" in out


def test_a_draft_is_written_all_the_same(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "awards/test.yml", CALL.replace("required: true", "min: 977"))
    assert run(root, "export", "案例征集", "a", "--draft") == 0  # a call's title will do
    assert "提醒[award-limit]" in capsys.readouterr().out
    summary = json.loads((root / "exports/test/a/summary.json").read_text(encoding="utf-8"))
    assert summary["draft"] and not summary["ready"]
    (check,) = summary["checks"]
    assert {key: check[key] for key in ("document", "section", "kind", "limit", "count")} == {
        "document": "writeup",
        "section": "经过",
        "kind": "min",
        "limit": 977,
        "count": 4,
    }
    assert check["verdict"] == "breach"
    with zipfile.ZipFile(root / "exports/test/a/一盏灯.docx") as archive:
        words = b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".xml"))
    assert "草稿" in words.decode()


def test_a_folder_bears_the_id_alone_where_no_other_story_may_apply(root: Path) -> None:
    """Of two stories with one id, those of kinds that a call takes need be told apart."""
    put(root, "awards/test.yml", CALL.replace("kinds: [volunteer]", "kinds: [volunteer, team]"))
    put(root, "brands/a.yml", story(title="别的一盏灯"))
    words = ("export", "test", "volunteer/a", "--format", "md", "--quiet")
    assert run(root, *words) == 0
    assert [path.name for path in (root / "exports/test").iterdir()] == ["a"]
    put(root, "teams/a.yml", story(title="又一盏灯"))
    assert run(root, *words) == 0
    assert (root / "exports/test/volunteer-a").is_dir()


def test_an_old_export_stands_when_the_next_fails(root: Path) -> None:
    assert run(root, "export", "test", "a", "--format", "docx", "--quiet") == 0
    before = {name: (root / "exports" / name).read_bytes() for name in names(root / "exports")}
    put(root, "awards/test.yml", CALL.replace("required: true", "max: 1"))
    assert run(root, "export", "test", "a", "--quiet") == 1
    assert {n: (root / "exports" / n).read_bytes() for n in names(root / "exports")} == before


def test_one_failing_story_stops_no_other(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "volunteer/b.yml", story(title="二盏灯").replace("unit: yuan", "unit: 没有"))
    put(root, "volunteer/c.yml", "title：坏了\n")
    put(root, "volunteer/d.yml", story(title="四盏灯"))
    assert run(root, "export", "test", "b", "c", "d", "volunteer/d", "--format", "docx") == 1
    assert [path.name for path in (root / "exports/test").iterdir()] == ["d"]
    out = capsys.readouterr().out
    assert "stories/volunteer/b.yml:2:7  错误[unit-unknown]" in out
    assert "stories/volunteer/c.yml:1:6  错误[fullwidth-colon]" in out
    assert "导出 1 篇，2 篇有错误" in out


def test_all_exports_what_is_ready(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "volunteer/b.yml", story(title="=2+2"))
    put(root, "volunteer/c.yml", story(title="三盏灯", review="review: {status: 待审}\n"))
    put(root, "members/d.yml", story(title="别的种类"))
    assert run(root, "export", "test", "--all", "--format", "docx") == 0
    made = [name for name in names(root / "exports/test") if "summary" not in name]
    office = ["a/内部/自查表.docx", "b/内部/自查表.docx"]
    written = ["a/一盏灯.docx", "b/=2+2.docx", "汇总表.docx", "汇总表.xlsx"]
    assert made == sorted([*office, *written])
    out = capsys.readouterr().out
    assert "未备齐 volunteer/c：1 项" in out and "导出 2 篇，未备齐 1 篇" in out
    with zipfile.ZipFile(root / "exports/test/汇总表.xlsx") as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_parcels_of_one_name_are_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "awards/test.yml", CALL + 'naming: {zip: "{story.unit}"}\n')
    put(root, "volunteer/b.yml", story(title="二盏灯"))
    assert run(root, "export", "test", "a", "b") == 0
    assert "volunteer/a、volunteer/b 的压缩包同名“试验检验院.zip”" in capsys.readouterr().out
    elsewhere = ("--out", str(root / "elsewhere"))
    assert run(root, "export", "test", "a", "b", "--format", "docx", *elsewhere) == 0
    assert "同名" not in capsys.readouterr().out


REFUSED = [
    ("title: 一盏灯\n", "title: 一盏\U000f0000灯\n", "award-unwritable", 1),
    ("body: |", "photos: [{file: fehlt.jpg}]\nbody: |", "file-missing", 5),
    ("body: |", "attachments: [{file: fehlt.pdf}]\nbody: |", "file-missing", 5),
    ("body: |", "consent: {scope: [网站]}\nbody: |", "award-consent", 5),
    ("body: |", "publish: {until: 2026-05-31}\nbody: |", "award-publish", 5),
    ("status: approved", "status: withdrawn", "award-withdrawn", 7),
    ("status: approved", "status: draft", "award-review", 7),
]


@pytest.mark.parametrize(("old", "new", "id", "line"), REFUSED, ids=lambda value: str(value)[:24])
def test_bad_stories_are_told_with_their_line(
    root: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, id: str, line: int
) -> None:
    put(root, "volunteer/a.yml", story().replace(old, new))
    assert run(root, "export", "test", "a") == 1
    out = capsys.readouterr().out
    assert f"stories/volunteer/a.yml:{line}:" in out and f"错误[{id}]" in out
    assert not (root / "exports").exists()


@pytest.mark.parametrize("id", ["award-withdrawn", "award-consent", "award-publish"])
def test_no_draft_of_what_must_not_leave(root: Path, id: str) -> None:
    old, new = next((old, new) for old, new, wanted, _ in REFUSED if wanted == id)
    put(root, "volunteer/a.yml", story().replace(old, new))
    assert run(root, "export", "test", "a", "--draft", "--quiet") == 1
    assert not (root / "exports").exists()


def test_withdrawn_by_the_log(root: Path) -> None:
    assert run(root, "withdraw", "a", "--reason", "试") == 0
    assert run(root, "export", "test", "a", "--quiet") == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("from: body", "from: bodi", "stories/awards/test.yml:9:27  错误[award-from]"),
        ("from: body, ", "", "stories/awards/test.yml:9:9  错误[required]"),
        ("id: test", "id：test", "stories/awards/test.yml:1:3  错误[fullwidth-colon]"),
    ],
)
def test_a_bad_call_is_told_with_its_line(
    root: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    put(root, "awards/test.yml", CALL.replace(old, new))
    assert run(root, "export", "test", "a", "--draft") == 1
    assert told in capsys.readouterr().out
    assert not (root / "exports").exists()


def test_a_blank_is_filled(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "awards/test.yml", CALL + FORM)
    blank(root, "名 称：", "单　位")
    assert run(root, "export", "test", "a") == 0
    table = docx.Document(str(root / "exports/test/a/申报表.docx")).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["名 称：", "一盏灯"],
        ["单　位", "试验检验院"],
    ]
    out = capsys.readouterr().out
    assert "test.yml:13:15  提醒[award-blank-pdf] “申报表”的 PDF 只能照栏目画" in out
    assert "怎么改：要交 PDF：用 Word 或 WPS 打开填好的 .docx，另存为 PDF" in out
    sheet = docx.Document(str(root / "exports/test/a/内部/自查表.docx")).tables[0]
    rows = [[cell.text for cell in row.cells][1:] for row in sheet.rows]
    assert ["版面", "征集单位的空白表", "交 .docx；PDF 由它另存", "□"] in rows


def test_a_blank_without_the_label(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "awards/test.yml", CALL + FORM)
    blank(root, "名称", "别的")
    assert run(root, "export", "test", "a", "--draft") == 1
    out = capsys.readouterr().out
    assert "stories/awards/test.yml:15:44  错误[award-unwritable] 空白表里找不到“单位”这一格" in out
    assert not (root / "exports").exists()


def test_a_blank_that_is_no_docx(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "awards/test.yml", CALL + FORM)
    put(root, "awards/forms/blank.docx", "nichts")
    assert run(root, "export", "test", "a") == 1
    assert "stories/awards/test.yml:13:15  错误[award-unwritable]" in capsys.readouterr().out


def test_a_past_deadline_warns_and_goes_on(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "export", "test", "a", "--format", "docx", on="2026-07-02") == 0
    out = capsys.readouterr().out
    assert "stories/awards/test.yml:4:11  提醒[award-deadline] 征集已在 2 天前截止" in out
    assert (root / "exports/test/a/一盏灯.docx").is_file()


@pytest.mark.parametrize(
    "words",
    [
        ("export", "test"),
        ("export", "test", "a", "--all"),
        ("export", "tset", "a"),
        ("export", "test", "nobody"),
        ("export", "test", "a", "--out", "ROOT/site"),
        ("status", "--out", "ROOT/site/status.html"),
        ("status", "--out", "ROOT/site/../site/x/status.html"),
    ],
)
def test_wrong_use(root: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, *(word.replace("ROOT", str(root)) for word in words)) == 2
    assert capsys.readouterr().err.strip()
    assert not (root / "exports").exists() and not (root / "site").exists()


def test_no_place_and_no_camera_in_the_parcel(root: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "CANARY"
    exif.get_ifd(0x8825)[1] = "N"
    content = file_of(photo(1200, 900), "JPEG", exif=exif, dpi=(300, 300))
    (root / "stories/volunteer/a.jpg").write_bytes(content)
    (root / "stories/volunteer/beweis.JPG").write_bytes(content)
    (root / "stories/volunteer/b.heic").write_bytes(file_of(photo(), "HEIF", exif=exif))
    more = (
        "photos:\n  - {file: a.jpg, caption: 现场, alt: 现场, credit: 甲}\n"
        "  - {file: b.heic, caption: 另一张, alt: 现场, credit: 甲}\n"
        "attachments: [{file: beweis.JPG, title: 证明}]\n"
    )
    put(root, "volunteer/a.yml", story(more=more))
    put(root, "awards/test.yml", CALL + "photos: {embed: true, formats: [jpg], min_dpi: 72}\n")
    assert run(root, "export", "test", "a", "--draft", "--quiet") == 0
    folder = root / "exports/test/a"
    assert all(b"CANARY" not in (folder / name).read_bytes() for name in names(folder))
    with zipfile.ZipFile(folder / "一盏灯.zip") as parcel:
        pictures = [name for name in parcel.namelist() if name.endswith(".jpg")]
        assert pictures == ["照片01-现场.jpg", "照片02-另一张.jpg", "附件1-证明.jpg"]
        for name in pictures:
            image = Image.open(io.BytesIO(parcel.read(name)))
            assert not image.getexif().get_ifd(0x8825)
        kept = Image.open(io.BytesIO(parcel.read("照片01-现场.jpg")))
        assert kept.tobytes() == Image.open(io.BytesIO(content)).tobytes()
        assert dict(kept.getexif()) == {0x0112: 6}
        with zipfile.ZipFile(io.BytesIO(parcel.read("一盏灯.docx"))) as book:
            media = [book.read(name) for name in book.namelist() if "/media/" in name]
    assert [Image.open(io.BytesIO(each)).size for each in media] == [(900, 1200), (96, 64)]


def test_status_as_text(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "volunteer/b.yml", story(title="二", review="review: {status: 待审}\n"))
    put(root, "members/c.yml", story(title="三", more="name: 丙\n"))
    put(root, "volunteer/d.yml", "title：坏\n")
    assert run(root, "status", "--quiet") == 0
    assert capsys.readouterr().out == (
        "member/c     已审  —\n"
        "                         初审 乙 2026-01-01 · 复审 丙 2026-01-02 · 终审 丁 2026-01-03\n"
        "volunteer/a  已审  test  还有 29 天  备齐\n"
        "                         初审 乙 2026-01-01 · 复审 丙 2026-01-02 · 终审 丁 2026-01-03\n"
        "volunteer/b  待审  test  还有 29 天  缺 1 项\n"
        "                         - 稿件还没有审核通过\n"
        "stories/volunteer/d.yml  有错误（showcase check）\n"
        "2026-06-01：3 篇稿件，备齐的申报 1 项\n"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no docx", "空白表不是能读的 .docx 文件"),
        (None, "空白表里找不到“单位”这一格"),
        (b"", ""),
    ],
)
def test_status_tells_of_a_blank_that_cannot_be_filled(
    content: bytes | None, told: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(root, "awards/test.yml", CALL + FORM)
    blank(root, *(["名称"] if content is None else ["名称", "单位"]))
    if content:
        (root / "stories/awards/forms/blank.docx").write_bytes(content)
    assert run(root, "status", "--format", "json", "--quiet") == 0
    (found,) = json.loads(capsys.readouterr().out)
    (call,) = found["calls"]
    assert call["ready"] == (told == "")
    assert [told in each["message"] for each in call["missing"]] == [True] * (told != "")


def test_status_as_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "awards/test.yml", CALL.replace("required: true", "min: 977"))
    assert run(root, "status", "--format", "json", "--quiet") == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "story": "volunteer/a",
            "title": "一盏灯",
            "unit": "试验院",
            "state": "approved",
            "reviews": [
                {"stage": "first", "by": "乙", "on": "2026-01-01", "void": False},
                {"stage": "second", "by": "丙", "on": "2026-01-02", "void": False},
                {"stage": "final", "by": "丁", "on": "2026-01-03", "void": False},
            ],
            "calls": [
                {
                    "call": "test",
                    "title": "案例征集",
                    "days_left": 29,
                    "ready": False,
                    "missing": [
                        {
                            "id": "award-limit",
                            "message": "“经过”有 4 字，征集要求至少 977 字",
                            "file": "stories/volunteer/a.yml",
                            "line": 6,
                        }
                    ],
                }
            ],
        }
    ]


def test_status_as_a_page(root: Path, tmp_path: Path) -> None:
    put(root, "volunteer/b.yml", story(title="<script>二", review="review: {status: 待审}\n"))
    out = tmp_path / "status.html"
    assert run(root, "status", "--format", "html", "--out", str(out)) == 0
    page = out.read_text(encoding="utf-8")
    assert "&lt;script&gt;二" in page and "<script>" not in page
    assert "稿件还没有审核通过" in page and "http" not in page
