"""What a submission says of those who made it: nothing that is not on its pages."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
import xlsxwriter
from PIL import Image

from generator.export.document import Cell, Form
from generator.export.docx import write_docx
from generator.export.makers import anonymous
from generator.material import gather
from tests.calls import DAY, call, entry, gongwen
from tests.docx_parts import opened
from tests.made import story
from tests.picture_files import file_of, photo

NAMED = "张三丰"
APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    f'extended-properties"><Manager>{NAMED}</Manager><Template>C:\\{NAMED}\\a.dotm</Template>'
    "</Properties>"
)


def written(label: str = "姓名", **more: str) -> bytes:
    """A Word file as python-docx's template makes it, its makers' names in all that is hidden."""
    package = docx.Document()
    core = package.core_properties
    core.author = core.last_modified_by = core.title = core.keywords = NAMED
    table = package.add_table(1, 2)
    table.cell(0, 0).text = label
    data = io.BytesIO()
    package.save(data)
    return changed(data.getvalue(), {"docProps/app.xml": APP} | more)


def changed(content: bytes, more: Mapping[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            if name not in more:
                new.writestr(name, old.read(name))
        for name, text in more.items():
            new.writestr(name, text)
    return data.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_an_office_file_loses_its_makers_and_nothing_else() -> None:
    before, bare = parts(written()), anonymous(written())
    assert bare is not None and bare == anonymous(written()) == anonymous(bare)
    after = parts(bare)
    gone = {"docProps/core.xml", "docProps/app.xml", "docProps/thumbnail.jpeg"}
    assert set(before) - set(after) == gone
    kept = set(after) - {"[Content_Types].xml", "_rels/.rels"}
    assert all(after[name] == before[name] for name in kept)
    assert NAMED.encode() not in b"".join(after.values()) and b"docProps" not in b"".join(
        after.values()
    )
    assert docx.Document(io.BytesIO(bare)).tables[0].cell(0, 0).text == "姓名"


def test_photos_within_a_file_lose_what_a_camera_says() -> None:
    exif = Image.Exif()
    exif[0x010F] = NAMED
    exif.get_ifd(0x8825)[2] = (24.0, 28.0, 47.0)
    package = docx.Document()
    package.add_picture(io.BytesIO(file_of(photo(), "JPEG")))
    data = io.BytesIO()
    package.save(data)
    taken = file_of(photo(), "JPEG", exif=exif)
    more = {"word/media/image1.jpg": taken, "word/media/image2.png": b"\x89PNG\r\n\x1a\n"}
    told = changed(data.getvalue(), more)
    bare = anonymous(told)
    assert bare is not None and bare == anonymous(bare)
    before, after = (parts(each)["word/media/image1.jpg"] for each in (told, bare))
    assert b"Exif" in before and b"Exif" not in after
    old, new = (Image.open(io.BytesIO(each)).tobytes() for each in (before, after))
    assert old == new
    assert parts(bare)["word/document.xml"] == parts(told)["word/document.xml"]


def test_a_workbook_does_not_tell_where_it_was_saved() -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    book.set_properties({"author": NAMED, "manager": NAMED, "company": NAMED})
    book.add_worksheet("表").write_string(0, 0, "字")
    book.close()
    sheet = parts(data.getvalue())["xl/workbook.xml"].decode()
    path = f'<x15ac:absPath url="C:\\{NAMED}\\" xmlns:x15ac="x"/>'
    told = changed(
        data.getvalue(), {"xl/workbook.xml": sheet.replace("<sheets>", f"{path}<sheets>")}
    )
    bare = anonymous(told)
    assert bare is not None and NAMED.encode() not in b"".join(parts(bare).values())


@pytest.mark.parametrize(
    "content",
    [
        written(**{"_xmlsignatures/sig1.xml": "<a/>"}),
        written(**{"word/footer9.xml": '<a b="http://…/metadata/core-properties"/>'}),
        b"PK\x03\x04",
        b"no zip",
        written()[:-100],
    ],
)
def test_what_must_not_change_is_left(content: bytes) -> None:
    assert anonymous(content) is None


def test_a_filled_blank_tells_nothing_of_its_organiser() -> None:
    made = Form("f", "申报表", ((Cell("姓名", "甲"),),), written())
    book = opened(write_docx(made))
    assert NAMED.encode() not in b"".join(book.parts.values())
    assert {name for name in book.parts if name.startswith("docProps/")} == {"docProps/core.xml"}


def pdf(facts: str, *, packed: bool = False) -> bytes:
    """A PDF that says these facts; `packed` as PDF 1.5 has them, in a compressed stream."""
    if not packed:
        return f"%PDF-1.4\n1 0 obj\n<< {facts} >>\nendobj\n%%EOF".encode()
    stream = zlib.compress(f"1 0 << {facts} >>".encode())
    head = f"%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/Length {len(stream)}>>stream\n".encode()
    return head + stream + b"\nendstream\nendobj\n%%EOF"


def test_what_still_tells_its_maker_is_told(tmp_path: Path) -> None:
    files = {
        "a.docx": written(),
        "b.pdf": pdf("/Author (甲)"),
        "c.pdf": pdf("/Author () /Title (甲)"),
        "d.doc": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        "e.pdf": pdf("/Author <FEFF7532>", packed=True),
        "f.xlsx": written(**{"_xmlsignatures/sig1.xml": "<a/>"}),
        "g.docx": written(**{"word/comments.xml": '<w:comment w:author="甲" w:id="0"/>'}),
        "h.zip": b"PK\x05\x06" + b"\0" * 18,
    }
    one = story("brand", attachments=[{"file": name} for name in files])
    folder = (tmp_path / one.file).parent
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    award = call(gongwen({"from": "summary"}))
    material, faults = gather(one, award, tmp_path, DAY, pages=False)
    assert faults == []
    made = entry(one, award, material)
    assert NAMED.encode() not in b"".join(parts(made.evidence[0].content).values())
    told = [problem.message.zh for problem in made.warnings]
    assert [words.split("“")[1].split("”")[0] for words in told] == [
        *("b.pdf", "d.doc", "e.pdf", "f.xlsx", "g.docx"),
    ]
