"""The kinds of stories. A new kind is a class here and a row in KINDS."""

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

    title: Line = field("标题", "不超过40字", "at most 40 characters", required=True, most=40)
    subtitle: Line | None = field("副标题", "可不写", "may be left out")
    unit: Line = field(
        "单位",
        "units.yml 里的单位：编号、全称、简称或曾用名",
        "a unit of units.yml: id, name, short or former name",
        required=True,
    )
    date: TimeField = field(
        "时间",
        "如 2018、2018年3月、2018-03-05",
        "e.g. 2018, 2018年3月, 2018-03-05",
        required=True,
        example="2026年3月",
    )
    summary: Line = field(
        "摘要",
        "一两句话，不超过120字",
        "a sentence or two, at most 120 characters",
        required=True,
        most=120,
    )
    slogan: Line | None = field("口号", "一句口号", "a slogan in one sentence")
    sections: Sections | None = field(
        "章节", "分章节的正文；章节与正文至少写一样", "the text in sections; sections, body or both"
    )
    body: Markdown | None = field("正文", "不分章节的正文", "the text without sections")
    photos: tuple[Photo, ...] = field(
        "图片", "图片放在稿件旁边", "pictures lie beside the story", default=()
    )
    stats: tuple[Stat, ...] = field(
        "数据",
        "数字照原文写，并写明来源",
        "numbers as the source has them, and the source",
        default=(),
    )
    honours: tuple[Honour, ...] = field("荣誉", "获得的荣誉", "honours received", default=())
    quotes: tuple[Quote, ...] = field(
        "引语", "当事人或群众的原话", "words of those concerned", default=()
    )
    media: tuple[Coverage, ...] = field(
        "媒体报道", "媒体的报道", "reports in the media", default=()
    )
    sources: tuple[Line, ...] = field(
        "资料来源", "稿件依据的材料", "what the story is based on", default=()
    )
    tags: tuple[Line, ...] = field("标签", "两到四个词", "two to four words", default=())
    related: tuple[Line, ...] = field(
        "相关", "相关稿件的编号", "ids of related stories", default=()
    )
    slug: Line | None = field(
        "网址名",
        "小写字母、数字和连字符；不写就用文件名",
        "a-z, digits, hyphens; else the file's name",
        example="1252",
    )
    aliases: tuple[Line, ...] = field(
        "旧网址",
        "以前的地址，访问时转到新地址",
        "former addresses, which lead to the new one",
        default=(),
    )
    title_lines: tuple[Line, ...] = field(
        "标题分行", "申报材料里标题怎样分行", "how an exported title breaks over lines", default=()
    )
    consent: Consent | None = field("授权", "当事人对本稿的授权", "consent of those concerned")
    attachments: tuple[Attachment, ...] = field(
        "佐证材料",
        "只进申报材料，不上网站",
        "for submissions only, never on the site",
        default=(),
        private=True,
    )
    contact: Contact | None = field(
        "联系人", "只进申报材料，不上网站", "for submissions only, never on the site", private=True
    )
    review: Review | None = field(
        "审核", "撰稿、状态和三审", "author, status and the three reviews", private=True
    )
    publish: Publish | None = field(
        "发布", "公开的起止日期", "first and last day in public", private=True
    )
    visibility: Visibility = field(
        "公开范围", "公开或内部", "public or internal", default="public", example="公开"
    )
    allow: tuple[Allow, ...] = field(
        "放行",
        "放行一条提醒，要写理由和批准人",
        "silences a warning, with a reason and a name to it",
        default=(),
        private=True,
    )

    @property
    def key(self) -> str:
        """`kind/id`, unique over the site."""
        return f"{self.kind}/{self.id}"


class Brand(Story):
    """支部品牌、工作法、服务品牌."""

    kind: ClassVar[str] = "brand"
    type: Line | None = field(
        "类型",
        "党建品牌、工作法、服务品牌、文化品牌……",
        "e.g. 党建品牌, 工作法, 服务品牌, 文化品牌",
        example="工作法",
    )
    method: Method | None = field(
        "工作法", "数字品牌的名称与组成", "name and parts of a numbered method"
    )
    emblem: Line | None = field("标识", "品牌标识的图片文件", "picture file of the emblem")


class Member(Story):
    """先进典型."""

    kind: ClassVar[str] = "member"
    anonymous: Flag = field(
        "匿名", "是：不写姓名", "yes: no name is given", default=False, example="否"
    )
    name: Line | None = field("姓名", "匿名时不写", "left out where anonymous")
    role: Line | None = field("岗位", "做什么工作", "what work they do")
    epithet: Line | None = field("称号", "如 最美质检人", "e.g. 最美质检人")
    citation: Line | None = field("颁奖词", "颁奖词原文", "the citation as it was read")
    motto: Line | None = field("格言", "本人的格言", "their motto")


class Team(Story):
    """先进班组、先进集体."""

    kind: ClassVar[str] = "team"
    leader: Line | None = field("负责人", "班组负责人", "who leads the team")
    size: QuantityField | None = field("人数", "如 12人", "e.g. 12人")
    founded: TimeField | None = field("成立", "成立时间", "when it was founded")


class Volunteer(Story):
    """志愿服务故事."""

    kind: ClassVar[str] = "volunteer"
    activity: Line | None = field("活动", "属于哪个活动", "the campaign it belongs to")
    organisers: tuple[Line, ...] = field("组织单位", "谁组织的", "who organised it", default=())
    partners: tuple[Line, ...] = field("协作单位", "和谁一起", "together with whom", default=())
    place: Line | None = field("地点", "在哪里", "where")
    beneficiaries: Line | None = field("受益对象", "帮助了谁", "who was helped")
    participants: QuantityField | None = field("参与人次", "如 近300人次", "e.g. 近300人次")
    hours: QuantityField | None = field("服务时长", "如 1200小时", "e.g. 1200小时")
    since: TimeField | None = field("始于", "哪年开始", "since which year")
    streak: Line | None = field("连续", "如 连续12年", "e.g. 连续12年")


class Kind(Struct, frozen=True):
    """A row of KINDS: the folder of its files and pages, its names, its record, its tile colour.

    `begun` are the fields and chapters that a new file leaves to fill, besides those of all kinds.
    Its list has a lead, a look of its items (`tiles`, `people` or `rows`), words for when it is
    empty.
    """

    name: str
    folder: str
    label: str
    english: str
    record: type[Story]
    tile: str
    begun: tuple[str, ...]
    lead: str
    look: str
    empty: str

    @property
    def path(self) -> str:
        """The address of the first page of its list."""
        return f"{self.folder}/"


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "brand",
            "brands",
            "支部品牌",
            "branch brand",
            Brand,
            "cinnabar",
            ("background", "practice", "results"),
            lead="一个支部，一套方法",
            look="tiles",
            empty="支部品牌正在整理，审核通过后在这里发布。",
        ),
        Kind(
            "member",
            "members",
            "先进典型",
            "exemplary member",
            Member,
            "indigo",
            ("name", "profile", "deeds", "feelings"),
            lead="身边人讲身边事",
            look="people",
            empty="先进典型的故事正在采写，审核通过后在这里发布。",
        ),
        Kind(
            "team",
            "teams",
            "先进班组",
            "exemplary team",
            Team,
            "ochre",
            ("profile", "deeds", "results"),
            lead="一个班组，一股劲",
            look="rows",
            empty="班组的故事正在采写，审核通过后在这里发布。",
        ),
        Kind(
            "volunteer",
            "volunteer",
            "志愿服务",
            "volunteer story",
            Volunteer,
            "pine",
            ("background", "course", "feelings"),
            lead="哪里需要，就在哪里",
            look="rows",
            empty="志愿服务的故事正在采写，审核通过后在这里发布。",
        ),
    )
}
KIND_NAMES = tuple((kind.label, kind.name) for kind in KINDS.values())
FOLDERS: dict[str, Kind] = {kind.folder: kind for kind in KINDS.values()}


def is_story_file(file: str) -> bool:
    """Whether a file, by its path from the root, lies where stories do."""
    top, _, rest = file.partition("/")
    return top == "stories" and rest.partition("/")[0] in FOLDERS


def id_in(file: str) -> str:
    """The id of the story in a story's file: its name, or that of the folder it has to itself."""
    *_, folder, name = file.split("/")
    alone = file.count("/") == 2  # stories/brands/1252.yml
    return name.rpartition(".")[0] if alone else folder


def story_key(file: str) -> str:
    """The key of the story in a story's file."""
    return f"{FOLDERS[file.split('/')[1]].name}/{id_in(file)}"


def names_in(file: str) -> tuple[str, ...]:
    """All that the story in a file may be called: brand/1252, brands/1252, 1252; () for another."""
    if not is_story_file(file):
        return ()
    return story_key(file), f"{file.split('/')[1]}/{id_in(file)}", id_in(file)


__all__ = ["FOLDERS", "KINDS", "KIND_NAMES", "Brand", "Consent", "Kind", "Member", "Story", "Team"]
__all__ += ["Volunteer", "id_in", "is_story_file", "names_in", "story_key"]
