"""Photos of a submission: the call's limits either way, roles, consents, formats."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.export.document import Figure
from generator.export.docx import write_docx
from generator.export.entry import Material
from generator.export.pdf import write_pdf
from generator.export.photos import Shot, delivered_as
from tests.calls import call, entry, gongwen
from tests.documents import picture
from tests.made import story

ROOT = Path(__file__).parent.parent
SHOT = Shot(b"x" * 2000, "jpg", "jpg", 768, 1024, 300)
PHOTO = {"file": "a.jpg", "caption": "说明"}


@pytest.mark.parametrize(
    ("rule", "shot", "photo", "breaches"),
    [
        ({"min": 2}, SHOT, PHOTO, ["照片有 1 张，征集要求至少 2 张"]),
        ({"max": 0}, SHOT, PHOTO, ["照片有 1 张，征集要求至多 0 张"]),
        (
            {"min_bytes": 2001},
            SHOT,
            PHOTO,
            ["照片1（a.jpg）大小有 2,000 字节，征集要求至少 2,001 字节"],
        ),
        (
            {"max_bytes": 1999},
            SHOT,
            PHOTO,
            ["照片1（a.jpg）大小有 2,000 字节，征集要求至多 1,999 字节"],
        ),
        ({"min_bytes": 2000, "max_bytes": 2000}, SHOT, PHOTO, []),
        ({"min_px": [1024, 768]}, SHOT, PHOTO, []),  # upright is as good as lying
        (
            {"min_px": [1025, 768]},
            SHOT,
            PHOTO,
            ["照片1（a.jpg）长边有 1024 像素，征集要求至少 1025 像素"],
        ),
        (
            {"max_px": [1024, 767]},
            SHOT,
            PHOTO,
            ["照片1（a.jpg）短边有 768 像素，征集要求至多 767 像素"],
        ),
        ({"min_dpi": 301}, SHOT, PHOTO, ["照片1（a.jpg）分辨率有 300 dpi，征集要求至少 301 dpi"]),
        (
            {"min_dpi": 72},
            replace(SHOT, dpi=None),
            PHOTO,
            ["照片1（a.jpg）分辨率有 0 dpi，征集要求至少 72 dpi"],
        ),
        ({"formats": ["jpg"]}, SHOT, PHOTO, []),
        (
            {"formats": ["png"]},
            replace(SHOT, suffix=""),
            PHOTO,
            ["照片1（a.jpg）是 JPG 格式，征集要求 PNG"],
        ),
        ({"caption": True}, SHOT, {"file": "a.jpg"}, ["照片1（a.jpg）没有说明"]),
        ({"consent": True}, SHOT, {**PHOTO, "people": ["甲"]}, ["照片1（a.jpg）里的人物没有授权"]),
        ({"consent": True}, SHOT, {**PHOTO, "people": ["甲"], "consent": "本人"}, []),
    ],
)
def test_a_photo_that_breaks_a_limit_is_told_why(
    rule: dict[str, Any], shot: Shot, photo: dict[str, Any], breaches: list[str]
) -> None:
    award = call(gongwen({"from": "summary"}), photos=rule)
    made = entry(story("brand", photos=[photo]), award, Material({"a.jpg": shot}))
    assert [problem.message.zh for problem in made.breaches] == breaches


@pytest.mark.parametrize(
    ("rule", "hint"),
    [
        ({"min_bytes": 2001}, "换成相机、手机里的原图，不要微信转发过的、截图的"),
        ({"max_bytes": 1999}, "用看图软件缩小一些，另存一份"),
        ({"min_px": [9000, 10]}, "换成相机、手机里的原图，不要微信转发过的、截图的"),
        ({"min_dpi": 9000}, "换成相机、手机里的原图，不要微信转发过的、截图的"),
        ({"min": 2}, "至少补 1 张"),
    ],
)
def test_what_to_do_about_a_photo(rule: dict[str, Any], hint: str) -> None:
    award = call(gongwen({"from": "summary"}), photos=rule)
    made = entry(story("brand", photos=[PHOTO]), award, Material({"a.jpg": SHOT}))
    assert {problem.hint.zh for problem in made.breaches} == {hint}


def test_a_portrait_is_no_photo() -> None:
    photos = [{"file": "证件照.jpg"}, PHOTO]
    award = call(
        gongwen({"from": "summary"}),
        photos={"min": 1, "max": 1},
        pictures=[{"title": "证件照", "px": [413, 295], "max_bytes": 100}],
    )
    material = Material({"证件照.jpg": SHOT, "a.jpg": SHOT})
    made = entry(story("brand", photos=photos), award, material)
    assert [problem.message.zh for problem in made.breaches] == [
        "证件照大小有 2,000 字节，征集要求至多 100 字节",
        "证件照是 768×1024 像素，要正好 413×295",
    ]
    assert [one.name for one in made.photos] == ["证件照.jpg", "照片01-说明.jpg"]
    without = entry(story("brand", photos=[PHOTO]), award, material)
    assert "缺少证件照（图片说明或文件名里要有“证件照”）" in [
        p.message.zh for p in without.breaches
    ]


def test_a_second_portrait_is_a_photo_like_others() -> None:
    photos = [{"file": "证件照.jpg"}, {"file": "b.jpg", "caption": "另一张证件照"}]
    award = call(gongwen({"from": "summary"}), pictures=[{"title": "证件照"}])
    material = Material({"证件照.jpg": SHOT, "b.jpg": SHOT})
    made = entry(story("brand", photos=photos), award, material)
    assert [one.name for one in made.photos] == ["证件照.jpg", "照片01-另一张证件照.jpg"]


def test_photos_without_consent_for_submissions_stay_out() -> None:
    photos = [{**PHOTO, "consent": {"by": "甲", "scope": ["网站"]}}]
    award = call(gongwen({"from": "summary"}), photos={"min": 1})
    made = entry(story("brand", photos=photos), award, Material({"a.jpg": SHOT}))
    assert made.photos == ()
    assert [problem.id for problem in made.warnings] == ["award-photo-consent"]
    assert [problem.message.zh for problem in made.breaches] == ["照片有 0 张，征集要求至少 1 张"]


def test_embedded_photos_stand_once_with_their_captions() -> None:
    shot = replace(SHOT, print=(b"\xff\xd8", 600, 400))
    award = call(
        gongwen({"from": "summary"}, id="a"),
        gongwen({"from": "summary"}, id="b"),
        photos={"embed": True, "separate": False},
    )
    made = entry(story("brand", photos=[PHOTO]), award, Material({"a.jpg": shot}))
    figures = [
        [block for block in one.document.blocks if isinstance(block, Figure)]  # type: ignore[union-attr]
        for one in made.documents
    ]
    assert figures == [[Figure(b"\xff\xd8", 600, 400, "说明", "说明")], []]
    assert made.photos == ()


@pytest.mark.parametrize(
    ("kind", "told", "alt"),
    [
        ("brand", {}, "图片：标题a"),
        ("brand", {"caption": "说明"}, "说明"),
        ("brand", {"caption": "说明", "alt": "甲在实验室"}, "甲在实验室"),
        ("member", {"caption": "说明", "alt": "甲在实验室"}, "说明"),
        ("member", {"alt": "甲在实验室"}, "图片：标题a"),
    ],
)
def test_a_photo_always_says_something_and_names_nobody_unnamed(
    kind: str, told: dict[str, str], alt: str
) -> None:
    """Without a word a PDF/A is not made at all, and the check only warns."""
    more = {"anonymous": "是"} if kind == "member" else {}
    award = call(gongwen({"from": "summary"}), kinds=[kind], photos={"embed": True})
    shot = replace(SHOT, print=(picture(60, 40), 60, 40))
    one = story(kind, photos=[{"file": "a.jpg", **told}], **more)
    (made,) = entry(one, award, Material({"a.jpg": shot})).documents
    with zipfile.ZipFile(io.BytesIO(write_docx(made.document))) as book:
        assert f'descr="{alt}"' in book.read("word/document.xml").decode()
    assert write_pdf(made.document, ROOT).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("format", "formats", "suffix"),
    [
        ("jpg", (), "jpg"),
        ("webp", (), "webp"),
        ("heic", (), "jpg"),
        ("heic", ("jpg", "png"), "jpg"),
        ("heic", ("png",), ""),
        ("png", ("jpg",), ""),
        ("png", ("jpg", "png"), "png"),
        ("bmp", ("jpg",), "jpg"),
    ],
)
def test_what_a_photo_is_delivered_as(format: str, formats: tuple[str, ...], suffix: str) -> None:
    assert delivered_as(format, formats) == suffix
