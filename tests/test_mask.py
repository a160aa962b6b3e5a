"""`showcase mask`: numbers in a file of any encoding that `check` reads, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from tests.roots import make_root, story


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_root(tmp_path / "root", {"volunteer/a.yml": story()})


def run(root: Path, *words: str) -> int:
    return main([*words, "--root", str(root)])


def test_mask_changes_numbers_and_nothing_else(root: Path) -> None:
    path = root / "stories/volunteer/a.yml"
    text = story(body="电话13800138000，证件11010519491231002X，1252户，2018-03-05。")
    path.write_bytes(text.encode())
    assert run(root, "mask", str(path)) == 0
    wanted = text.replace("13800138000", "138****8000")
    assert path.read_text("utf-8") == wanted.replace("11010519491231002X", "11*************02X")
    assert run(root, "mask", str(root / "none.yml")) == 2


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-32", "utf-8-sig"])
def test_mask_reads_what_check_reads_and_leaves_it_so(root: Path, encoding: str) -> None:
    path = root / "记录.txt"
    path.write_bytes("电话13800138000。\r\n\u202a本人\u202c\r\n".encode(encoding))
    assert run(root, "mask", str(path)) == 0
    assert path.read_bytes() == "电话138****8000。\r\n\u202a本人\u202c\r\n".encode(encoding)


def test_mask_leaves_a_word_document_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "名单.docx"
    path.write_bytes(b"PK\x03\x04 13800138000")
    assert run(root, "mask", str(path)) == 2
    assert "请在原来的软件里改" in capsys.readouterr().err
    assert path.read_bytes() == b"PK\x03\x04 13800138000"
