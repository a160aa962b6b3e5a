"""An award call as data: what it asks for, within which limits, in which form.

Real calls contradict each other (photos of at least 2 MB here, of at most 2 MB there), so nothing
of a call stands in code; `stories/awards/<id>.yml` says it all.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from generator.model.days import day_words
from generator.model.fields import (
    Flag,
    Form,
    Line,
    Measure,
    Moment,
    Number,
    Record,
    field,
    one_of,
)
from generator.model.kinds import KIND_NAMES
from generator.model.times import CHINA, read_day

AWARDS_FOLDER = "stories/awards"  # relative to the root
TYPES = (("公文", "gongwen"), ("表格", "form"))
STYLES = (("句子", "sentences"), ("表格", "table"))
PERSONS = (("第三人称", "third"), ("第一人称", "first"))
FORMATS = (
    ("JPG", "jpg"),
    ("PNG", "png"),
    ("WebP", "webp"),
    ("HEIC", "heic"),
    ("TIFF", "tiff"),
)
_FORMAT_SPELLINGS = {"jpeg": "jpg", "heif": "heic", "tif": "tiff"}


def _format(text: str) -> str:
    plain = text.strip().lower().lstrip(".")
    name = _FORMAT_SPELLINGS.get(plain, plain)
    if name not in {en for _, en in FORMATS}:
        raise ValueError("choice")
    return name


def _sign_day(text: str) -> date | None:
    """`today` is kept as None: the day of the export."""
    return None if text.strip() in ("today", "今天") else read_day(text)


TypeName = Annotated[str, one_of(TYPES)]
StyleName = Annotated[str, one_of(STYLES)]
PersonName = Annotated[str, one_of(PERSONS)]
KindName = Annotated[str, one_of(KIND_NAMES)]
FormatName = Annotated[str, Form("choice", _format, FORMATS)]
SignDay = Annotated[date | None, Form("day", _sign_day)]

_FROM = "稿件里的字段，如 summary、sections.practice；可以写几个"


class CountRule(Record):
    """How many 字 a whole write-up may have."""

    min: Number | None = field("最少", "正文至少多少字", example="1200")
    max: Number | None = field("最多", "正文至多多少字", example="3000")


class FontRule(Record):
    """The font names that the Word file shall carry, by role."""

    title: Line | None = field("标题", "标题字体", example="方正小标宋简体")
    body: Line | None = field("正文", "正文字体", example="仿宋_GB2312")
    h1: Line | None = field("一级标题", "一、的字体", example="黑体")
    h2: Line | None = field("二级标题", "（一）的字体", example="楷体_GB2312")
    latin: Line | None = field("西文", "西文和数字的字体", example="Times New Roman")
    page: Line | None = field("页码", "页码的字体", example="宋体")


class LayoutRule(Record):
    """What a call prescribes over GB/T 9704-2012."""

    pitch_pt: Measure | None = field("行距", "固定值，单位磅", example="28.95")
    h3_bold: Flag = field("三级标题加粗", "1. 一级是否加粗", default=False, example="否")
    fonts: FontRule | None = field("字体", "各处的字体名")


class SectionRule(Record):
    """A section of a write-up: heading, where its words come from, limits."""

    title: Line | None = field("标题", "不写就没有小标题", example="主要做法")
    source: tuple[Line, ...] = field(
        "来自", _FROM, required=True, single=True, key="from", example="sections.practice"
    )
    required: Flag = field("必填", "缺了就不合要求", default=False, example="是")
    min: Number | None = field("最少", "至少多少字", example="300")
    max: Number | None = field("最多", "至多多少字", example="500")
    style: StyleName = field(
        "呈现", "数据和荣誉写成句子还是表格", default="sentences", example="句子"
    )


class VariantRule(SectionRule):
    """The same story at another length: a document of its own."""

    id: Line = field("编号", "英文小写", required=True, example="short")


class AnnexRule(Record):
    """An attachment page of a write-up (附件1 …)."""

    title: Line = field("标题", "附件标题", required=True, example="主要数据")
    source: tuple[Line, ...] = field(
        "来自", _FROM, required=True, single=True, key="from", example="stats"
    )
    style: StyleName = field("呈现", "数据和荣誉写成句子还是表格", default="table", example="表格")


class SignRule(Record):
    """Who signs a write-up, and when."""

    seal: Flag = field("盖章", "是否盖章", default=True, example="是")
    org: Line = field("署名", "稿件里的字段，或固定的单位名称", default="unit", example="unit")
    date: SignDay = field("日期", "今天（today）表示导出那天", example="今天")


class CellRule(Record):
    """A label of a form and where its answer comes from; none for a stamp or a blank."""

    label: Line = field("栏目", "栏目名称", required=True, example="案例名称")
    source: tuple[Line, ...] = field("来自", _FROM, default=(), single=True, key="from")
    required: Flag = field("必填", "缺了就不合要求", default=False, example="是")
    min: Number | None = field("最少", "至少多少字", example="100")
    max: Number | None = field("最多", "至多多少字", example="300")
    span: Number = field("跨列", "内容占几列", default=1, example="3")
    height_mm: Measure | None = field("高度", "单位毫米", example="45")
    sign_off: Flag = field("盖章栏", "留给签字盖章", default=False, example="是")
    picture: Line | None = field(
        "图片", "专用图片的名称：这一格贴照片，放在一行的最后", example="证件照"
    )
    rows: Number = field("跨行", "照片占几行", default=1, example="4")


class RowRule(Record):
    """A row of a form; typed as the list of its cells."""

    cells: tuple[CellRule, ...] = field("单元格", "一行里的栏目", required=True)


class DocumentRule(Record):
    """One document that a call asks for: a write-up or a form."""

    id: Line = field("编号", "英文小写", required=True, example="writeup")
    type: TypeName = field("类型", "公文或表格", required=True, example="公文")
    title: Line = field("标题", "可以用 {story.title}", default="{story.title}")
    layout: LayoutRule | None = field("版式", "征集通知对版式的要求")
    count: CountRule | None = field("字数", "全篇正文的字数")
    person: PersonName | None = field("人称", "第三人称或第一人称", example="第三人称")
    sections: tuple[SectionRule, ...] = field("章节", "公文的各部分", default=())
    variants: tuple[VariantRule, ...] = field("不同篇幅", "同一稿件的其他字数版本", default=())
    annexes: tuple[AnnexRule, ...] = field("附件", "正文后面的附件", default=())
    sign: SignRule | None = field("落款", "署名、日期、盖章")
    template: Line | None = field(
        "模板", "征集单位的空白表（docx），放在这个文件旁边", example="forms/blank.docx"
    )
    rows: tuple[RowRule, ...] = field("行", "表格的各行", default=())


class PhotoRule(Record):
    """Limits on the photos of a story, either way."""

    min: Number | None = field("最少", "至少几张", example="2")
    max: Number | None = field("最多", "至多几张", example="5")
    formats: tuple[FormatName, ...] = field(
        "格式", "收哪些格式；不写表示不限", default=(), single=True, example="JPG"
    )
    min_bytes: Number | None = field("最小字节", "每张至少多少字节", example="1000000")
    max_bytes: Number | None = field("最大字节", "每张至多多少字节", example="10000000")
    min_px: tuple[Number, Number] | None = field("最小像素", "[宽, 高]", example="1024, 768")
    max_px: tuple[Number, Number] | None = field("最大像素", "[宽, 高]", example="4096, 3072")
    min_dpi: Number | None = field("最低分辨率", "每英寸点数", example="300")
    caption: Flag = field("要说明", "每张都要有说明", default=False, example="是")
    consent: Flag = field("要授权", "图中人物要有授权", default=False, example="是")
    embed: Flag = field("插入正文", "照片插进公文", default=False, example="是")
    separate: Flag = field("单独提交", "照片原件另附", default=True, example="是")


class PictureRule(Record):
    """A picture with a role of its own: portrait, cover, banner."""

    title: Line = field("名称", "如 证件照、封面", required=True, example="证件照")
    match: tuple[Line, ...] = field(
        "关键词", "图片说明或文件名里有这个词的就是它；不写就用名称", default=(), single=True
    )
    required: Flag = field("必填", "缺了就不合要求", default=True, example="是")
    px: tuple[Number, Number] | None = field("像素", "[宽, 高]，正好", example="413, 579")
    min_px: tuple[Number, Number] | None = field("最小像素", "[宽, 高]", example="413, 579")
    formats: tuple[FormatName, ...] = field(
        "格式", "收哪些格式；不写表示不限", default=(), single=True, example="JPG"
    )
    min_bytes: Number | None = field("最小字节", "至少多少字节", example="20000")
    max_bytes: Number | None = field("最大字节", "至多多少字节", example="40000")
    min_dpi: Number | None = field("最低分辨率", "每英寸点数", example="300")


class EvidenceRule(Record):
    """How many supporting files, and whether an index goes with them."""

    min: Number | None = field("最少", "至少几份", example="1")
    max: Number | None = field("最多", "至多几份", example="20")
    index: Flag = field("目录", "附一份目录", default=True, example="是")


class NamingRule(Record):
    """How the files of the package are called."""

    zip: Line = field("压缩包", "可以用 {story.unit} {story.title}", default="{story.title}")
    document: Line = field("文件", "可以用 {title}", default="{title}")
    photo: Line = field("照片", "可以用 {n:02d} {caption}", default="照片{n:02d}-{caption}")
    evidence: Line = field("佐证材料", "可以用 {n} {title}", default="附件{n}-{title}")


class Award(Record):
    """A call for awards, cases or projects, as its organiser words it."""

    id: Line = field("编号", "英文小写、数字和连字符", required=True, example="jgdj-2026")
    file: str = field("所在文件", given=True, required=True)
    title: Line = field("标题", "征集活动的名称", required=True, example="机关党建创新案例征集")
    organiser: Line | None = field("征集单位", "谁征集的")
    source_url: Line | None = field("来源网址", "征集通知的网址")
    kinds: tuple[KindName, ...] = field(
        "种类", "哪些稿件可以申报", required=True, single=True, example="brand"
    )
    deadline: Moment | None = field(
        "截止时间",
        "北京时间；外地时区写成 2026-11-30T17:00:00+09:00；只写日期就是当天二十四点前",
        example="2026-11-30 17:00",
    )
    documents: tuple[DocumentRule, ...] = field("材料", "要交的文件", required=True)
    photos: PhotoRule = field("照片", "对照片的要求", default=PhotoRule())
    pictures: tuple[PictureRule, ...] = field("专用图片", "证件照、封面等", default=())
    evidence: EvidenceRule = field("佐证材料", "对佐证材料的要求", default=EvidenceRule())
    naming: NamingRule = field("命名", "文件怎样命名", default=NamingRule())

    @property
    def closes(self) -> str:
        """The deadline in words, in the time of China."""
        if self.deadline is None:
            return "不限期"
        moment = self.deadline.astimezone(CHINA)
        return f"{day_words(moment)}{moment:%H:%M}（北京时间）"

    def days_left(self, as_of: date) -> int | None:
        """Days to the deadline's day in China; negative when past, None without a deadline."""
        if self.deadline is None:
            return None
        return (self.deadline.astimezone(CHINA).date() - as_of).days
