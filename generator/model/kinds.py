"""The four kinds of stories. A new kind is a class here and a row in KINDS."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from generator.model.fields import (
    Flag,
    Line,
    Markdown,
    QuantityField,
    Record,
    TimeField,
    field,
)
from generator.model.parts import (
    Allow,
    Attachment,
    Consent,
    Contact,
    Coverage,
    Honour,
    Method,
    Photo,
    Publish,
    Quote,
    Review,
    Sections,
    Stat,
    Visibility,
)


class Story(Record):
    """What every kind of story tells; `id`, `file` and `slug` come from where the file lies."""

    kind: ClassVar[str] = ""

    id: str = field("编号", given=True, required=True)
    file: str = field("文件", given=True, required=True)
    address_name: str = field("地址", given=True, required=True)

    title: Line = field("标题", "不超过40字", required=True, most=40)
    subtitle: Line | None = field("副标题", "可不写")
    unit: Line = field("单位", "units.yml 里的单位：编号、全称、简称或曾用名", required=True)
    date: TimeField = field(
        "时间", "如 2018、2018年3月、2018-03-05", required=True, example="2026年3月"
    )
    summary: Line = field("摘要", "一两句话，不超过120字", required=True, most=120)
    slogan: Line | None = field("口号", "一句口号")
    sections: Sections | None = field("章节", "分章节的正文；章节与正文至少写一样")
    body: Markdown | None = field("正文", "不分章节的正文")
    photos: tuple[Photo, ...] = field("图片", "图片放在稿件旁边", default=())
    stats: tuple[Stat, ...] = field("数据", "数字照原文写，并写明来源", default=())
    honours: tuple[Honour, ...] = field("荣誉", "获得的荣誉", default=())
    quotes: tuple[Quote, ...] = field("引语", "当事人或群众的原话", default=())
    media: tuple[Coverage, ...] = field("媒体报道", "媒体的报道", default=())
    sources: tuple[Line, ...] = field("资料来源", "稿件依据的材料", default=())
    tags: tuple[Line, ...] = field("标签", "两到四个词", default=())
    related: tuple[Line, ...] = field("相关", "相关稿件的编号", default=())
    slug: Line | None = field("网址名", "小写字母、数字和连字符；不写就用文件名", example="1252")
    aliases: tuple[Line, ...] = field("旧网址", "以前的地址，访问时转到新地址", default=())
    title_lines: tuple[Line, ...] = field("标题分行", "申报材料里标题怎样分行", default=())
    consent: Consent | None = field("授权", "当事人对本稿的授权")
    attachments: tuple[Attachment, ...] = field(
        "佐证材料", "只进申报材料，不上网站", default=(), private=True
    )
    contact: Contact | None = field("联系人", "只进申报材料，不上网站", private=True)
    review: Review | None = field("审核", "撰稿、状态和三审", private=True)
    publish: Publish | None = field("发布", "公开的起止日期", private=True)
    visibility: Visibility = field("公开范围", "公开或内部", default="public", example="公开")
    allow: tuple[Allow, ...] = field(
        "放行", "放行一条提醒，要写理由和批准人", default=(), private=True
    )

    @property
    def key(self) -> str:
        """`kind/id`, unique over the site."""
        return f"{self.kind}/{self.id}"


class Brand(Story):
    """支部品牌、工作法、服务品牌."""

    kind: ClassVar[str] = "brand"
    type: Line | None = field("类型", "党建品牌、工作法、服务品牌、文化品牌……", example="工作法")
    method: Method | None = field("工作法", "数字品牌的名称与组成")
    emblem: Line | None = field("标识", "品牌标识的图片文件")


class Member(Story):
    """先进典型."""

    kind: ClassVar[str] = "member"
    anonymous: Flag = field("匿名", "是：不写姓名", default=False, example="否")
    name: Line | None = field("姓名", "匿名时不写")
    role: Line | None = field("岗位", "做什么工作")
    epithet: Line | None = field("称号", "如 最美质检人")
    citation: Line | None = field("颁奖词", "颁奖词原文")
    motto: Line | None = field("格言", "本人的格言")


class Team(Story):
    """先进班组、先进集体."""

    kind: ClassVar[str] = "team"
    leader: Line | None = field("负责人", "班组负责人")
    size: QuantityField | None = field("人数", "如 12人")
    founded: TimeField | None = field("成立", "成立时间")


class Volunteer(Story):
    """志愿服务故事."""

    kind: ClassVar[str] = "volunteer"
    activity: Line | None = field("活动", "属于哪个活动")
    organisers: tuple[Line, ...] = field("组织单位", "谁组织的", default=())
    partners: tuple[Line, ...] = field("协作单位", "和谁一起", default=())
    place: Line | None = field("地点", "在哪里")
    beneficiaries: Line | None = field("受益对象", "帮助了谁")
    participants: QuantityField | None = field("参与人次", "如 近300人次")
    hours: QuantityField | None = field("服务时长", "如 1200小时")
    since: TimeField | None = field("始于", "哪年开始")
    streak: Line | None = field("连续", "如 连续12年")


class Kind(Struct, frozen=True):
    """A row of KINDS: the folder of its files and pages, its names, its record, its tile colour."""

    name: str
    folder: str
    label: str
    english: str
    record: type[Story]
    tile: str


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("brand", "brands", "支部品牌", "branch brand", Brand, "cinnabar"),
        Kind("member", "members", "先进典型", "exemplary member", Member, "indigo"),
        Kind("team", "teams", "先进班组", "exemplary team", Team, "ochre"),
        Kind("volunteer", "volunteer", "志愿服务", "volunteer story", Volunteer, "pine"),
    )
}
FOLDERS: dict[str, Kind] = {kind.folder: kind for kind in KINDS.values()}


def is_story_file(file: str) -> bool:
    """Whether a file, by its path from the root, lies where stories do."""
    top, _, rest = file.partition("/")
    return top == "stories" and rest.partition("/")[0] in FOLDERS


__all__ = ["FOLDERS", "KINDS", "Brand", "Consent", "Kind", "Member", "Story", "Team", "Volunteer"]
__all__ += ["is_story_file"]
