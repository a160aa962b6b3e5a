"""The records that stories are made of: pictures, figures, honours, sign-offs."""

from __future__ import annotations

from typing import Annotated

from generator.model.fields import (
    Day,
    Line,
    Markdown,
    QuantityField,
    Record,
    TimeField,
    field,
    one_of,
)
from generator.model.problem import Words

CARRIERS = (
    ("网站", "site"),
    ("微信", "wechat"),
    ("印刷", "print"),
    ("申报", "award"),
    ("视窗", "window"),
)
LEVELS = (
    ("国际", "international"),
    ("国家级", "national"),
    ("省部级", "provincial"),
    ("市厅级", "municipal"),
    ("县处级", "county"),
    ("本级", "own"),
)
STATES = (("草稿", "draft"), ("待审", "in_review"), ("已审", "approved"), ("已撤下", "withdrawn"))
STATUS_NOTE = Words("写完改成 待审；三审齐了改成 已审", "then in_review, then approved")
STAGES = {"first": "初审", "second": "复审", "final": "终审"}
VISIBILITIES = (("公开", "public"), ("内部", "internal"))

Carrier = Annotated[str, one_of(CARRIERS)]
HonourLevel = Annotated[str, one_of(LEVELS)]
State = Annotated[str, one_of(STATES)]
Visibility = Annotated[str, one_of(VISIBILITIES)]


class Consent(Record):
    """Who allowed the use of a story or a picture, where, and until when."""

    plain = "by"

    by: Line | None = field("授权人", "同意使用的人", "who consents", example="本人")
    scope: tuple[Carrier, ...] = field(
        "范围",
        "可以用在哪里；不写表示不限",
        "where it may be used; everywhere if left out",
        default=(),
        example="网站",
    )
    on: Day | None = field("日期", "授权日期", "day of the consent", example="2026-03-05")
    until: Day | None = field(
        "期限", "过了这一天就不再使用", "not used after this day", example="2028-12-31"
    )
    guardian: Line | None = field("监护人", "未成年人的监护人", "a minor's guardian")


class Photo(Record):
    """A picture of a story: file beside the story, words for those who see it or cannot."""

    file: Line = field(
        "文件",
        "图片文件名，与稿件放在同一文件夹",
        "the picture's file, in the story's folder",
        required=True,
        example="现场.jpg",
    )
    caption: Line | None = field(
        "说明", "图片下方的说明文字", "the words below the picture", example="志愿者在社区量血压"
    )
    alt: Line | None = field(
        "替代文字", "给看不见图片的读者：图上有什么", "for readers who cannot see it: what it shows"
    )
    credit: Line | None = field("摄影", "拍摄者", "who took it", example="办公室供图")
    people: tuple[Line, ...] = field(
        "人物", "图中可辨认的人", "who can be recognised", default=(), single=True
    )
    consent: Consent | None = field("授权", "图中人物的授权", "consent of those in the picture")
    focus: Line | None = field(
        "焦点", "裁切时保住的位置：横向% 纵向%", "what a crop keeps: x% y%", example="50% 30%"
    )


class Stat(Record):
    """A figure with its words kept, its period and its source."""

    label: Line = field(
        "名称", "这个数字说的是什么", "what the number tells", required=True, example="服务企业"
    )
    value: QuantityField = field(
        "数值",
        "照原文写，如 3928多家",
        "as the source has it, e.g. 3928多家",
        required=True,
        example="3928多家",
    )
    unit: Line | None = field(
        "单位", "数值里没有写单位时用", "where the value has no unit", example="家"
    )
    period: Line | None = field("时间", "统计时段", "the period", example="2025年")
    source: Line | None = field(
        "来源", "数字出自哪里", "where the number is from", example="年度工作总结"
    )


class Honour(Record):
    """An honour: what, from whom, of which level, when."""

    title: Line = field("名称", "荣誉名称", "name of the honour", required=True, example="文明单位")
    by: Line | None = field("授予单位", "谁授予的", "who awarded it")
    level: HonourLevel | None = field("级别", "荣誉级别", "level of the honour", example="省部级")
    date: TimeField | None = field("时间", "授予时间", "when it was awarded", example="2024年")
    note: Line | None = field("说明", "补充说明", "a note")


class Quote(Record):
    """A quotation with its speaker."""

    text: Line = field("内容", "引语原话", "the words themselves", required=True)
    speaker: Line | None = field("说话人", "谁说的", "who said them")
    role: Line | None = field("身份", "说话人的身份", "who the speaker is")


class Coverage(Record):
    """A report in the media."""

    outlet: Line = field("媒体", "媒体名称", "name of the outlet", required=True)
    title: Line | None = field("标题", "报道标题", "title of the report")
    date: TimeField | None = field("时间", "报道时间", "when it appeared")
    url: Line | None = field("链接", "http 或 https 开头的网址", "an address with http or https")


class Attachment(Record):
    """A file that proves something to a jury; never published on the site."""

    file: Line = field("文件", "文件名", "the file", required=True)
    title: Line | None = field("名称", "材料名称", "its title")


class Contact(Record):
    """Whom a jury may call; exports only."""

    name: Line | None = field("姓名", "联系人姓名", "name of the contact", private=True)
    phone: Line | None = field("电话", "联系电话", "telephone", private=True)
    email: Line | None = field("邮箱", "电子邮箱", "e-mail", private=True)
    org: Line | None = field("部门", "联系人部门", "department", private=True)


class SignOff(Record):
    """One signature under a review."""

    by: Line = field("审核人", "谁审的", "who reviewed it", required=True, example="王编审")
    on: Day = field("日期", "哪天审的", "on which day", required=True, example="2026-03-08")


class Review(Record):
    """The three reviews and the state they lead to."""

    author: Line | None = field("撰稿", "撰稿人", "who wrote it")
    status: State | None = field(
        "状态",
        "草稿、待审、已审或已撤下",
        "draft, in_review, approved or withdrawn",
        example="草稿",
    )
    first: SignOff | None = field("初审", "初审：审核人、日期", "first review: by whom, when")
    second: SignOff | None = field("复审", "复审：审核人、日期", "second review: by whom, when")
    final: SignOff | None = field("终审", "终审：审核人、日期", "final review: by whom, when")


class Publish(Record):
    """From and until when a story may be seen."""

    from_: Day | None = field(
        "起", "从哪天起可见", "shown from this day", key="from", example="2026-03-10"
    )
    until: Day | None = field("止", "到哪天为止可见", "shown until this day", example="2028-03-10")


class Allow(Record):
    """A warning silenced on purpose, with a name to it."""

    check: Line = field(
        "检查", "检查的编号，如 phone-mobile", "id of the check, e.g. phone-mobile", required=True
    )
    reason: Line = field("理由", "为什么放行", "why it may pass", required=True)
    by: Line = field("批准人", "谁批准的", "who allows it", required=True)
    until: Day | None = field("期限", "到哪天为止", "until which day")
    value: Line | None = field(
        "内容",
        "只放行说到这个内容的提醒，照提醒里的写法",
        "only warnings about this value, as they write it",
        example="138****8000",
    )


class AllowIn(Allow):
    """A warning silenced in a file that is no story, and so has no list of its own."""

    file: Line = field(
        "文件", "提醒里写的文件；稿件的放行写在稿件里", required=True, example="stories/maxims.yml"
    )


class Item(Record):
    """One point of a method; a plain text is a point with a title only."""

    plain = "title"

    title: Line = field("名称", "这一条的名字", "name of the item", required=True)
    text: Line | None = field("说明", "一两句说明", "a sentence or two")
    items: tuple[Item, ...] = field("内容", "下一层的各条", "items below it", default=())


class Part(Record):
    """One numeral of a method: 5 五个抓手, with its items where the source gives them."""

    count: Line | None = field(
        "数", "这一组的数，如 1、五、两", "the part's number, e.g. 1, 五, 两", example="五"
    )
    title: Line = field(
        "名称", "这一组的名字", "name of the part", required=True, example="五个抓手"
    )
    items: tuple[Item, ...] = field(
        "内容", "各条；材料没有展开就不写", "its items; none where the source has none", default=()
    )


class Method(Record):
    """A numbered work method: its name and its parts."""

    name: Line = field(
        "名称", "工作法的名字", "name of the method", required=True, example="“1252”工作法"
    )
    parts: tuple[Part, ...] = field("组成", "每个数一组", "one part a number", default=())


class Sections(Record):
    """The chapters of a story by name, in the order of this list."""

    background: Markdown | None = field("背景", "为什么做", "why it was done")
    meaning: Markdown | None = field("内涵", "名称的含义", "what the name means")
    profile: Markdown | None = field("简介", "这是谁", "who this is")
    deeds: Markdown | None = field("事迹", "做了什么", "what was done")
    practice: Markdown | None = field("做法", "怎么做的", "how it was done")
    course: Markdown | None = field("经过", "事情的经过", "how it went")
    results: Markdown | None = field("成效", "带来了什么", "what came of it")
    insight: Markdown | None = field("启示", "可以借鉴什么", "what others can learn")
    feelings: Markdown | None = field("感言", "当事人怎么说", "what those concerned say")
    plan: Markdown | None = field("打算", "下一步怎么做", "what comes next")
