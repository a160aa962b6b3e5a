"""`showcase mask`: numbers in a file of any encoding that `check` reads, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.cli import main
from tests.roots import story


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


def test_mask_leaves_what_check_could_not_read(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "记录.txt"
    raw = "电话13800138000，甲乙丙\n".encode() + "备注：丁戊己\n".encode("gb18030")
    path.write_bytes(raw)
    assert run(root, "mask", str(path)) == 2
    assert "先运行 showcase check，照提示改好" in capsys.readouterr().err
    assert path.read_bytes() == raw
    assert run(root, "mask", str(root)) == 2
    assert "是文件夹，请写一个文件" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="rights, links and pipes are another matter there")
def test_mask_keeps_the_rights_of_a_file_and_takes_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, other = tmp_path / "m.txt", tmp_path / "other.txt"
    path.write_text("电话13800138000\n", "utf-8")
    other.write_text("别人的\n", "utf-8")
    path.chmod(0o640)  # a new file of a private name has 0o600
    (tmp_path / "m.txt.part").symlink_to(other)
    link, pipe = tmp_path / "link.txt", tmp_path / "pipe"
    link.symlink_to(path)
    os.mkfifo(pipe)
    assert main(["mask", str(link)]) == 2
    assert f"是一个链接，请写它指向的文件：{path.resolve()}" in capsys.readouterr().err
    assert link.is_symlink()
    assert main(["mask", str(pipe)]) == 2
    assert "不是文件" in capsys.readouterr().err
    assert "13800138000" in path.read_text("utf-8")
    assert main(["mask", str(path)]) == 0
    assert path.read_text("utf-8") == "电话138****8000\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert other.read_text("utf-8") == "别人的\n"
    assert {each.name for each in tmp_path.iterdir()} == {
        *("m.txt", "other.txt", "m.txt.part", "link.txt", "pipe"),
    }
