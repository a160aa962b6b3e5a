"""Making pictures: the same bytes whatever the cache, and nothing half on the disk; cards."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageChops

from generator.making import Making
from generator.model.output import Card, Copied, Resized
from generator.pictures import SourceChanged, card, facts, make
from generator.progress import Progress
from tests.picture_files import FORMATS, NOISY, file_of, ignore, photo, tree


def jobs_for(folder: Path) -> list[Resized | Card]:
    folder.mkdir(exist_ok=True)
    (folder / "a.jpg").write_bytes(NOISY["JPEG"])
    (folder / "b.png").write_bytes(file_of(photo(), "PNG"))
    jobs: list[Resized | Card] = [
        Resized(f"{name[0]}/{width}.{format}", folder / name, width, width * 2 // 3, format)
        for name in ("a.jpg", "b.png")
        for width in (30, 60)
        for format in FORMATS
    ]
    jobs.append(Resized("a/cut.jpg", folder / "a.jpg", 50, 20, "jpeg", True, (0.3, 0.1)))
    return [*jobs, Card("cards/unit.png", "支部品牌", "测试检验院", "先锋印记", "pine")]


def test_same_jobs_same_bytes_and_nothing_made_twice(tmp_path: Path) -> None:
    jobs = jobs_for(tmp_path / "src")
    steps: list[tuple[int, int]] = []
    drawn = make(jobs, tmp_path / "one", tmp_path / "cache", lambda *step: steps.append(step))
    assert drawn == len(jobs) == 14
    assert steps[-1] == (14, 14) and steps == sorted(steps)
    assert make(jobs, tmp_path / "one", tmp_path / "cache", ignore) == 0
    assert make(jobs, tmp_path / "two", tmp_path / "cache", ignore) == 1  # the card: never kept
    assert make(jobs_for(tmp_path / "路 径"), tmp_path / "three", tmp_path / "new", ignore) == 14
    assert sorted(tree(tmp_path / "one")) == sorted(job.path for job in jobs)
    assert tree(tmp_path / "one") == tree(tmp_path / "two") == tree(tmp_path / "three")


def test_bytes_do_not_depend_on_what_else_is_wanted(tmp_path: Path) -> None:
    jobs = jobs_for(tmp_path / "src")
    make(jobs, tmp_path / "all", tmp_path / "cache", ignore)
    for number, job in enumerate(reversed(jobs)):
        make([job], tmp_path / "single", tmp_path / f"cache-{number}", ignore)
    assert tree(tmp_path / "single") == tree(tmp_path / "all")


def test_finished_pictures_are_not_touched(tmp_path: Path) -> None:
    jobs = jobs_for(tmp_path / "src")
    make(jobs, tmp_path / "out", tmp_path / "cache", ignore)
    right = tree(tmp_path / "out")
    for file in (tmp_path / "out").rglob("*.*"):
        os.utime(file, (1, 1))
    (tmp_path / "out/a/30.webp").write_bytes(b"somebody else")
    make(jobs, tmp_path / "out", tmp_path / "cache", ignore)
    touched = [f.name for f in (tmp_path / "out").rglob("*.*") if f.stat().st_mtime > 1]
    assert touched == ["30.webp"]
    assert tree(tmp_path / "out") == right


def test_every_parameter_is_in_the_key(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(file_of(photo(), "JPEG"))
    whole = Resized("0", tmp_path / "a.jpg", 30, 30, "jpeg")
    wide = replace(whole, path="1", width=60, crop=True)
    jobs = [
        whole,
        wide,
        replace(whole, path="2", width=31),
        replace(whole, path="3", height=31),
        replace(whole, path="4", format="png"),
        replace(whole, path="5", crop=True),
        replace(whole, path="6", crop=True, focus=(0.1, 0.5)),
        replace(wide, path="7", focus=(0.5, 0.1)),
    ]
    assert make(jobs, tmp_path / "out", tmp_path / "cache", ignore) == len(jobs)
    assert make(jobs, tmp_path / "new", tmp_path / "cache", ignore) == 0
    assert tree(tmp_path / "new") == tree(tmp_path / "out")
    assert len(set(tree(tmp_path / "out").values())) == len(jobs)


def swap_all(cache: Path) -> None:
    entries = sorted(path for path in cache.rglob("*") if path.is_file())
    contents = [entry.read_bytes() for entry in entries]
    for entry, content in zip(entries, contents[1:] + contents[:1], strict=True):
        entry.write_bytes(content)


def on_each(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(cache: Path) -> None:
        for entry in (path for path in cache.rglob("*") if path.is_file()):
            entry.write_bytes(change(entry.read_bytes()))

    return damage


def replace_by_file(cache: Path) -> None:
    for folder in sorted(cache.rglob("*"), reverse=True):
        folder.unlink() if folder.is_file() else folder.rmdir()
    cache.rmdir()
    cache.write_bytes(b"not a folder")


def replace_by_folders(cache: Path) -> None:
    for entry in [path for path in cache.rglob("*") if path.is_file()]:
        entry.unlink()
        (entry / "in the way").mkdir(parents=True)


def forbid(cache: Path) -> None:
    for entry in [*cache.rglob("*"), cache]:
        entry.chmod(0)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "cut": on_each(lambda content: content[:-1]),
    "cut to the seal": on_each(lambda content: content[:32]),
    "empty": on_each(lambda content: b""),
    "longer": on_each(lambda content: content + b"\0"),
    "a bit of the seal": on_each(lambda content: bytes([content[0] ^ 1]) + content[1:]),
    "a bit at the end": on_each(lambda content: content[:-1] + bytes([content[-1] ^ 1])),
    "a bit in the middle": on_each(lambda c: c[:50] + bytes([c[50] ^ 8]) + c[51:]),
    "swapped": swap_all,
    "a file in its place": replace_by_file,
    "folders in their places": replace_by_folders,
    "forbidden": forbid,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_bad_cache_costs_only_time(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    jobs = jobs_for(tmp_path / "src")
    cache = tmp_path / "cache"
    make(jobs, tmp_path / "good", cache, ignore)
    known = facts(tmp_path / "src/a.jpg", cache)
    damage(cache)
    assert facts(tmp_path / "src/a.jpg", cache) == known
    make(jobs, tmp_path / "again", cache, ignore)
    make(jobs, tmp_path / "good", cache, ignore)
    if damage is forbid:
        cache.chmod(0o700)  # so that the test's folder can be removed
        for entry in cache.rglob("*"):
            entry.chmod(0o700)
    assert tree(tmp_path / "again") == tree(tmp_path / "good")
    assert len(tree(tmp_path / "good")) == 14


# --- what stops a build ---------------------------------------------------------------------------


@pytest.mark.parametrize("content", [None, b"", b"changed", NOISY["JPEG"][:-200]])
def test_a_source_that_changed_stops_the_build(tmp_path: Path, content: bytes | None) -> None:
    jobs = jobs_for(tmp_path / "src")
    (tmp_path / "src/a.jpg").unlink()
    if content is not None:
        (tmp_path / "src/a.jpg").write_bytes(content)
    with pytest.raises(SourceChanged) as stopped:
        make(jobs, tmp_path / "out", tmp_path / "cache", ignore)
    assert stopped.value.source == tmp_path / "src/a.jpg"
    assert stopped.value.fault.detail.zh


def test_an_output_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    with pytest.raises(OSError):
        make(jobs_for(tmp_path / "src"), tmp_path / "out", tmp_path / "cache", ignore)


def test_a_failed_write_leaves_the_old_picture_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = jobs_for(tmp_path / "src")[:1]
    make(jobs, tmp_path / "out", tmp_path / "cache", ignore)
    old = tree(tmp_path / "out")
    (tmp_path / "src/a.jpg").write_bytes(file_of(photo(), "JPEG"))

    def full(file: Path, content: bytes) -> int:
        with file.open("wb") as cut:
            cut.write(content[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        make(jobs, tmp_path / "out", tmp_path / "cache", ignore)
    assert tree(tmp_path / "out") == old


def test_what_a_killed_run_left_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, out = jobs_for(tmp_path / "src"), tmp_path / "out"
    sound = Copied("sound/a.mp3", tmp_path / "src/a.jpg")
    making = Making(tmp_path, out, Progress(io.StringIO(), "zh", quiet=True))

    def killed(file: Path, target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        for job in (jobs[-1], sound):
            with pytest.raises(KeyboardInterrupt):
                making.make([job])
    rests = [file for file in out.rglob("*") if file.is_file()]
    assert len(rests) == 2
    for rest in rests:
        rest.rename(rest.with_name(f".another run's{rest.name}"))
    making.make([*jobs, sound])
    assert sorted(tree(out)) == sorted(job.path for job in [*jobs, sound])


# --- cards ----------------------------------------------------------------------------------------

CARD = Card("card.png", "支部品牌", "测试检验院", "先锋印记", "cinnabar")


@pytest.mark.parametrize("lettered", [True, False])
def test_cards_are_plain_png_of_the_sharing_size(
    monkeypatch: pytest.MonkeyPatch, lettered: bool
) -> None:
    if not lettered:
        monkeypatch.setattr(card, "chinese_font", lambda: None)
    drawn = card.draw_card(CARD)
    assert drawn == card.draw_card(CARD)
    with Image.open(io.BytesIO(drawn)) as image:
        assert (image.size, image.format, image.info) == ((1200, 630), "PNG", {})
    assert card.can_letter() is (lettered and card.chinese_font() is not None)


@pytest.mark.parametrize(
    "other",
    [
        Card("card.png", "支部品牌", "另一检验院", "先锋印记", "cinnabar"),
        Card("card.png", "支部品牌", "测试检验院", "先锋印记", "indigo"),
    ],
)
def test_cards_show_their_fields(other: Card) -> None:
    assert card.draw_card(other) != card.draw_card(CARD)


def shown(of: Card) -> Image.Image:
    """The pixels of a card; Pillow checks all sums of the file."""
    with Image.open(io.BytesIO(card.draw_card(of))) as image:
        return image.convert("RGB")


@pytest.mark.parametrize("lines", range(1, 10))
def test_cards_join_what_their_kind_and_their_unit_share(lines: int) -> None:
    """Names lie in rows where nothing else changes: otherwise cards could not be joined so."""
    own, other = replace(CARD, unit="质检" * 8 * lines), replace(CARD, unit="甲")
    kin = replace(own, kind_label="先进典型")
    above, name, below = (300, 0, 900, 289), (300, 289, 900, 485), (300, 485, 900, 630)
    assert shown(own).crop(name).tobytes() == shown(kin).crop(name).tobytes()
    assert shown(own).crop(above).tobytes() != shown(kin).crop(above).tobytes()
    for box in (above, below):
        assert shown(own).crop(box).tobytes() == shown(other).crop(box).tobytes()
    if card.can_letter():
        ground = Image.new("RGB", card.SIZE, card.TILES["cinnabar"])
        inked = ImageChops.difference(shown(own), ground).crop(name).getbbox()
        assert inked is not None and 0 < inked[1] < inked[3] < 196
        assert shown(own).crop(name).tobytes() != shown(other).crop(name).tobytes()


@pytest.mark.parametrize("unit", ["甲", "乙", "丙", "丁"])
def test_every_slip_has_one_knot_and_both_sides_are_alike(unit: str) -> None:
    drawn = shown(replace(CARD, unit=unit))
    left, right = drawn.crop((70, 140, 290, 490)), drawn.crop((911, 140, 1131, 490))
    assert left.tobytes() == right.transpose(Image.Transpose.FLIP_LEFT_RIGHT).tobytes()
    colours = {colour: count for count, colour in left.getcolors() or ()}
    assert colours[card.GOLD] == 7 * 13 * 13


LINES = {
    "苏州检验检疫局": ["苏州检验检疫局"],
    "国家标准委农业食品标准部党支部": ["国家标准委农业食品标准部党支部"],
    "中国标准化研究院第六党支部（资源与环境分院）": [
        "中国标准化研究院第六党支部",
        "（资源与环境分院）",
    ],
    "福建省产品质量检验研究院国家加工食品质量监督检验中心第一党支部": [
        "福建省产品质量检验研究院",
        "国家加工食品质量监督检验中心",
        "第一党支部",
    ],
    "中华人民共和国某某省市场监督管理局直属综合检测中心（国家轻工产品质量检验中心）": [
        "中华人民共和国某某省市场监督管理局",
        "直属综合检测中心",
        "（国家轻工产品质量检验中心）",
    ],
    "一二三四五六七八九十一二三四五六七八九十": ["一二三四五六七八九十", "一二三四五六七八九十"],
    "": [""],
}


@pytest.mark.parametrize(("unit", "expected"), LINES.items())
def test_units_break_where_an_office_ends(unit: str, expected: list[str]) -> None:
    assert card._wrapped(unit) == expected
