"""What an organiser's blank may not bring along is found however it is written."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest

from generator.export.document import Cell, Form
from generator.export.docx import write_docx
from generator.export.failures import TemplateUnsafe

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELS = "word/_rels/header9.xml.rels"
_ID = 'Id="r" Target="http://a.test/b.png"'
HOSTILE = [
    ("word/vbaProject.bin", "", "宏"),
    ("word/activeX/activeX1.xml", "<a/>", "宏"),
    (_RELS, '<a><Relationship Type="x/vbaProject" Target="b.bin"/></a>', "宏"),
    ("word/bomb.xml", " " * (65 * 1024 * 1024), "太大"),
    ("word/x.xml", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "实体"),
    (_RELS, f'<a><Relationship {_ID} Type="x/image" TargetMode="External"/></a>', "别处"),
    (_RELS, f'<a><Relationship {_ID} Type="x/image" TargetMode="Extern&#97;l"/></a>', "别处"),
    (_RELS, f'<a><Relationship x=">" {_ID} Type="x/image" TargetMode="External"/></a>', "别处"),
    (
        *(_RELS, f'<b:a xmlns:b="b"><b:Relationship {_ID} TargetMode="External"/></b:a>'),
        "别处",
    ),
    (
        _RELS,
        '<a><Relationship Type="x/image" Target="http://a.test/hyperlink"'
        ' TargetMode="External"/></a>',
        "别处",
    ),
    (_RELS, '<a><Relationship Type="x/aFChunk" Target="b.mht"/></a>', "别处"),
    (
        "word/header9.xml",
        f"<w:p {_W}><w:fldChar/><w:instrText>DDEA</w:instrText><w:instrText>UTO a</w:instrText>"
        "</w:p>",
        "别处",
    ),
    (
        *(
            "word/header9.xml",
            f'<w:p {_W}><w:fldSimple w:instr="INCLUDEPICTURE &quot;x&quot;"/></w:p>',
        ),
        "别处",
    ),
    (
        "word/header9.xml",
        '<v:fill xmlns:v="urn:schemas-microsoft-com:vml" src="http://a.test/b.png"/>',
        "别处",
    ),
]


@pytest.fixture(scope="module")
def blank() -> bytes:
    package = docx.Document()
    package.add_table(rows=1, cols=2).cell(0, 0).text = "姓名"
    data = io.BytesIO()
    package.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told", "encoding"),
    [
        (*case, encoding)
        for case in HOSTILE
        for encoding in ("utf-8", "utf-16")
        if (case[0], encoding) != ("word/bomb.xml", "utf-16")
    ],
    ids=lambda value: value if value in ("utf-8", "utf-16") else "",
)
def test_what_a_blank_must_not_bring(
    blank: bytes, name: str, content: str, told: str, encoding: str
) -> None:
    data = io.BytesIO(blank)
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content.encode(encoding))
    with pytest.raises(TemplateUnsafe) as caught:
        write_docx(Form("f", "表", ((Cell("姓名", "张三"),),), template=data.getvalue()))
    assert told in caught.value.words.zh


def test_a_blank_with_an_endless_word_takes_no_minutes(blank: bytes) -> None:
    """60,000 signs took minutes: each pattern read them to their end from every one of them."""
    package = docx.Document(io.BytesIO(blank))
    table = package.tables[0]
    table.add_row().cells[0].text = "推荐意见"
    table.rows[1].cells[1].text = table.add_row().cells[0].text = "甲" * 60_000
    data = io.BytesIO()
    package.save(data)
    cells = (Cell("姓名", "张三"), Cell("推荐意见", "是"))
    began = time.process_time()
    write_docx(Form("f", "表", (cells,), template=data.getvalue()))
    assert time.process_time() - began < 20
