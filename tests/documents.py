"""Sample documents for the two writers, and what each of them says, in reading order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from functools import cache

from msgspec.structs import replace
from PIL import Image, ImageDraw

from generator.export.document import (
    Annex,
    Block,
    Cell,
    Document,
    Figure,
    Form,
    Gongwen,
    Heading,
    Layout,
    Paragraph,
    Run,
    Sign,
    Table,
)

WORDS = (
    "我们坚持以群众满意为标准，把“暖心窗口”作为机关党建的第一抓手——2024年以来，共受理业务1252件，"
    "满意率由58.7%提高到96.4%，平均办理时限压缩至3.5个工作日，A&B〈企业〉反馈的问题全部办结……"
    "依据GB/T 9704-2012标准，形成“一窗受理、集成服务、限时办结、跟踪回访”的工作闭环。"
)
RARE = "喆堃祎玥旻昇镕"


def text(words: str, *, plain: bool = False) -> Paragraph:
    """A paragraph of one run."""
    return Paragraph((Run(words),), plain)


@cache
def picture(width: int, height: int) -> bytes:
    """A drawn JPEG of soft bands, without metadata."""
    image = Image.new("RGB", (width, height), "#dfe9f2")
    pen = ImageDraw.Draw(image)
    for band in range(6):
        box = (band * width // 7, height // 3 + band * height // 12, width, height)
        pen.rectangle(box, fill=(190 - band * 18, 208 - band * 14, 224 - band * 10))
    data = io.BytesIO()
    image.save(data, "JPEG", quality=85)
    return data.getvalue()


def figure(width: int, height: int, caption: str) -> Figure:
    """A picture with its caption."""
    return Figure(picture(width, height), width, height, caption, f"照片：{caption}")


WRITE_UP = Gongwen(
    id="writeup",
    title="党旗飘在检验线　服务送到厂门口——某某检验院第三党支部案例",
    title_lines=("党旗飘在检验线　服务送到厂门口", "——某某检验院第三党支部案例"),
    blocks=(
        Heading(1, "一、", "背景与起因"),
        text(WORDS),
        text(WORDS * 2),
        Heading(1, "二、", "主要做法"),
        Heading(2, "（一）", "建强组织，把支部建在检验线上"),
        text(WORDS),
        Heading(3, "1.", "设立先锋岗。"),
        text(WORDS),
        Heading(4, "（1）", "亮身份。"),
        Paragraph((Run("一是亮出身份。", bold=True), Run(WORDS))),
        figure(1200, 800, "“先锋检验岗”现场"),
        text(WORDS),
        Heading(2, "（二）", "优化服务，把窗口开到企业门口"),
        text(f"服务小组由{RARE}七位同志组成。{WORDS}"),
        Table(
            (("年度", "受理（件）", "满意率"), ("2023", "980", "58.7%"), ("2024", "1252", "96.4%"))
        ),
        figure(600, 800, "上门检验"),
        text(WORDS),
    ),
    sign=Sign("某某市特种设备检验研究院", date(2026, 1, 2), seal=True),
    annexes=(
        Annex(1, "满意度调查情况", (text(WORDS), text("注：样本为1252份。", plain=True))),
        Annex(
            2,
            "第三党支部“先锋检验岗”岗位职责与服务承诺一览表（2024年修订）",
            (Table((("岗位", "承诺"), ("受理", "A&B〈企业〉当日答复"))),),
        ),
    ),
)

CALLED = Gongwen(
    id="called",
    title="优秀志愿服务案例",
    title_lines=("优秀志愿服务案例",),
    blocks=(
        Heading(1, "一、", "项目概况"),
        Heading(3, "1.", "服务对象。"),
        *(text(WORDS) for _ in range(8)),
    ),
    layout=Layout(pitch_pt=30, h3_bold=True, fonts={"title": "华文中宋", "body": "仿宋"}),
    sign=Sign("某某检验院", date(2025, 11, 30), seal=False),
)

FORM = Form(
    id="form",
    title="机关党建创新案例申报表",
    rows=(
        (Cell("案例名称", WRITE_UP.title, span=3),),
        (Cell("申报单位", "某某市特种设备检验研究院", span=3),),
        (Cell("联系人", RARE[:3]), Cell("联系电话", "0000-1234567")),
        (Cell("案例摘要", f"{WORDS}\n{WORDS}", span=3, height_mm=45),),
        (Cell("申报单位意见", "同意推荐。", span=3, height_mm=38, sign_off=True),),
        (Cell("主管部门意见（盖章）", "", span=3, height_mm=38, sign_off=True),),
    ),
)

PORTRAIT = figure(413, 579, "证件照")
REGISTER = Form(
    id="register",
    title="年度人物登记表",
    rows=(
        (
            Cell("姓名", RARE[:2]),
            Cell("性别", "女"),
            Cell("照片", "", photo_rows=4, photo=PORTRAIT),
        ),
        (Cell("民族", "汉族"), Cell("职务", "工程师")),
        (Cell("单位", "某某市特种设备检验研究院", span=3),),
        (Cell("电话", "0000-1234567", span=3),),
        (Cell("主要事迹", WORDS, span=4, height_mm=60),),
        (Cell("单位意见", "", span=4, height_mm=38, sign_off=True),),
    ),
)

UNPHOTOGRAPHED = replace(
    REGISTER,
    id="unphotographed",
    rows=((*REGISTER.rows[0][:2], Cell("贴照片处", "", photo_rows=4)), *REGISTER.rows[1:]),
)

DOCUMENTS: dict[str, Document] = {
    "write-up": WRITE_UP,
    "draft": replace(WRITE_UP, id="draft", draft=True),
    "called": CALLED,
    "form": FORM,
    "register": REGISTER,
    "draft-form": replace(FORM, id="draft-form", draft=True),
}


def said(document: Document) -> Iterator[str]:
    """Every text of a document as its reader meets it, worked out from the source alone."""
    yield "".join(document.title_lines) if isinstance(document, Gongwen) else document.title
    if isinstance(document, Form):
        yield from _said_form(document)
        return
    yield from _said_blocks(document.blocks)
    for annex in document.annexes:
        yield ("附件：" if annex.number == 1 else "") + f"{annex.number}.{annex.title}"
    if sign := document.sign:
        yield sign.org
        yield f"{sign.on.year}年{sign.on.month}月{sign.on.day}日"
    for annex in document.annexes:
        yield f"附件{annex.number}"
        yield annex.title
        yield from _said_blocks(annex.blocks)


def _said_blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.number + block.text
        elif isinstance(block, Paragraph):
            yield "".join(run.text for run in block.runs)
        elif isinstance(block, Figure):
            yield block.caption
        else:
            for row in block.rows:
                yield from row


def _said_form(form: Form) -> Iterator[str]:
    for row in form.rows:
        for cell in row:
            yield "" if cell.photo and len(row) > 1 else cell.label
            yield from cell.answer.split("\n")
            if cell.sign_off:
                yield "" if "盖章" in cell.label else "（盖章）"
                yield "年　　月　　日"


def squeezed(words: str) -> str:
    """Words without any white space, in which typeset text cannot be compared."""
    return "".join(words.split())
