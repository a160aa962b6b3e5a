"""Checks of pictures: words for those who cannot see them, rights, size, use."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from unicodedata import normalize

from msgspec import Struct

from generator.model.kinds import Brand, Member, Story
from generator.model.parts import Photo
from generator.model.patterns import finder, later
from generator.model.problem import Finding, Path, Place, Words
from generator.model.site import Site
from generator.model.source import file_beside

_FOCUS = re.compile(r"(?:100|\d{1,2})\s*%?\s+(?:100|\d{1,2})\s*%?")
# What is made for children, or called after them, shows none: it is what institutes test.
_THINGS = (
    "节|用品|玩具|家[具长]|服(?!务)|食[品堂]|安全座椅|座椅|推车|车(?!间)|口罩|奶|床|配方|辅食|医院|福利|画[展作]|剧"
    "|鞋|牙|手表|餐|文具|证|宿舍|公寓|书包|纸尿|湿巾|护肤|化妆|药|疫苗|游乐|乐园|园"
)
_CHILDREN = finder(
    f"孩子(?!王)|男孩|女孩|(?:(?<![大究留])学生|儿童|婴幼?儿|(?<!婴)幼儿)(?!{_THINGS})|男童|女童|小朋友"
    "|少年(?!宫|法庭)|红领巾|少先队员|小记者|小小\\w{1,3}[员师官]|[萌奶]娃|(?<![洋布])娃娃(?![鱼菜])"
    "|未成年人",
    *"孩 童 学生 婴 幼 小朋友 少年 红领巾 少先 小记者 小小 娃 未成年".split(),
)
_EMPTY_ALT = later(
    r"(?:(?:现场|活动|工作|新闻|个人)?(?:图片?|照片?|相片|插图|配图|封面|合影)"
    r"|image|img|photo|picture|pic)[-_ （(]*[0-9一二三四五六七八九十]*[）)]?"
    r"|[^\s\u3400-\u9fff]+\.(?:jpe?g|png|webp|heic|gif|bmp|tiff?)",
    re.IGNORECASE,
)
_REFUSALS = frozenset("否 无 没有 暂无 未授权 未同意 不同意 待定 待确认 no none false".split())


def photo_alt(site: Site) -> Iterator[Finding]:
    """A picture has no words for readers who cannot see it, or words that tell nothing: 图片1.

    Why: Screen readers speak them; they also stand in when the picture does not load.
    Mend: Say in a sentence what the picture shows, not what it means.

    图片没有替代文字，或者只写了“图片1”“照片”。
    为什么：看不见图片的读者靠它知道图上有什么；图片打不开时也显示它。
    怎么改：用一句话写图上有什么，不必写意义。

    错：
        图片:
          - 文件: 现场.jpg
            说明: 志愿者走进社区
            摄影: 办公室供图
    对：
        图片:
          - 文件: 现场.jpg
            说明: 志愿者走进社区
            替代文字: 两名穿红马甲的志愿者在给老人量血压
            摄影: 办公室供图
    """
    for story, number, photo in _photos(site):
        if not photo.alt:
            words = photo.caption or "图上有什么"
            yield Finding(
                Place(story.file, ("photos", number)),
                Words(f"图片“{photo.file}”没有替代文字", f"“{photo.file}” has no alt text"),
                Words(f"例如  替代文字: {words}", f"e.g.  alt: {words}"),
            )
        elif _EMPTY_ALT().fullmatch(photo.alt.strip()):
            yield Finding(
                Place(story.file, ("photos", number, "alt")),
                Words(
                    f"替代文字“{photo.alt}”没有说图上有什么",
                    f"the alt text “{photo.alt}” does not say what the picture shows",
                ),
                Words("用一句话写图上有什么", "say in a sentence what it shows"),
            )


def photo_credit(site: Site) -> Iterator[Finding]:
    """A picture does not say who took it.

    Why: The photographer has a right to be named (著作权法, article 10).
    Mend: Add the name, or the office that gave it.

    图片没有写摄影。
    为什么：拍摄者有署名权（著作权法第十条）。
    怎么改：写上拍摄者，或供图的部门。

    错：
        图片:
          - 文件: 现场.jpg
            替代文字: 两名志愿者在给老人量血压
    对：
        图片:
          - 文件: 现场.jpg
            替代文字: 两名志愿者在给老人量血压
            摄影: 办公室供图
    """
    for story, number, photo in _photos(site):
        if not photo.credit:
            yield Finding(
                Place(story.file, ("photos", number)),
                Words(f"图片“{photo.file}”没有写摄影", f"“{photo.file}” names no photographer"),
                Words("例如  摄影: 办公室供图", "e.g.  credit: …"),
            )


def photo_consent(site: Site) -> Iterator[Finding]:
    """A picture shows named people, or goes with a person's story, without a word of consent.

    Why: A portrait is published with the person's consent only (民法典, article 1019).
    Mend: Write who consented, in the picture's `consent` or the story's.

    图中有具名的人，或是人物稿件的照片，却没有写授权。
    为什么：公开肖像要本人同意（民法典第一千零一十九条）。
    怎么改：在图片或稿件的“授权”里写明谁同意的。

    错：
        图片:
          - 文件: 现场.jpg
            替代文字: 一名检验员在显微镜前
            摄影: 办公室供图
            人物: [陈一]
    对：
        图片:
          - 文件: 现场.jpg
            替代文字: 一名检验员在显微镜前
            摄影: 办公室供图
            人物: [陈一]
            授权: 本人书面同意
    """
    for story, number, photo in _photos(site):
        portrait = isinstance(story, Member) and not story.anonymous
        given = photo.consent or story.consent
        if given and given.by in _REFUSALS:
            yield Finding(
                Place(story.file, ("photos", number)),
                Words(
                    f"图片“{photo.file}”的授权写的是“{given.by}”",
                    f"the consent of “{photo.file}” says “{given.by}”",
                ),
                Words(
                    "没有同意的，删掉这张图；同意了的，写明谁，例如  授权: 本人书面同意",
                    "take the picture out; where somebody agreed, write who",
                ),
            )
        elif (photo.people or portrait) and not given:
            who = "、".join(photo.people) or (story.name if isinstance(story, Member) else "") or ""
            yield Finding(
                Place(story.file, ("photos", number)),
                Words(
                    f"图片“{photo.file}”没有写授权（{who}）",
                    f"“{photo.file}” has no word of consent ({who})",
                ),
                Words("例如  授权: 本人书面同意", "e.g.  consent: in writing"),
            )


def photo_guardian(site: Site) -> Iterator[Finding]:
    """A picture shows children and names no guardian who agreed.

    Why: A child's portrait needs the guardian's consent (个人信息保护法, article 31).
    Mend: Name the guardian in `consent`, or use a picture in which no child can be recognised.

    图中有孩子，却没有写监护人。
    为什么：孩子的肖像要有监护人同意（个人信息保护法第三十一条）。
    怎么改：在“授权”里写“监护人”，或换一张认不出孩子的图片。

    错：
        图片:
          - 文件: 现场.jpg
            替代文字: 两个孩子在看显微镜
            摄影: 办公室供图
    对：
        图片:
          - 文件: 现场.jpg
            替代文字: 两个孩子在看显微镜
            摄影: 办公室供图
            授权: {授权人: 学校, 监护人: 家长书面同意}
    """
    for story, number, photo in _photos(site):
        told = " ".join(filter(None, (photo.caption, photo.alt)))
        agreed = any(given and given.guardian for given in (photo.consent, story.consent))
        if not agreed and (match := next(iter(_CHILDREN(told)), None)):
            yield Finding(
                Place(story.file, ("photos", number)),
                Words(
                    f"图片“{photo.file}”里有孩子（“{match.group()}”），没有写监护人",
                    f"“{photo.file}” shows children (“{match.group()}”) and names no guardian",
                ),
                Words(
                    "例如  授权: {授权人: 学校, 监护人: 家长书面同意}；认不出孩子的，写“放行”",
                    "name the guardian in `consent`; allow it where no child can be recognised",
                ),
            )


def photo_small(site: Site) -> Iterator[Finding]:
    """A picture has too few pixels for its place.

    Why: The first picture is the one messengers show, 1200×630; the others fill a phone's width.
    Mend: Use the camera's original, not the copy that a messenger has shrunk.

    图片像素不够。
    为什么：第一张图是转发时的封面，要1200×630；其他图要铺满手机屏幕，长边至少800。
    怎么改：用相机或手机里的原图，不要用微信里另存的小图。

    错：
        图片:
          - 文件: 小图.jpg
            替代文字: 社区活动现场
            摄影: 办公室供图
    对：
        图片:
          - 文件: 现场.jpg
            替代文字: 社区活动现场
            摄影: 办公室供图
    """
    for story in site.stories:
        for at, name, wanted in _places(story):
            original = site.originals.get((story.key, name))
            if original and not wanted.holds(original.width, original.height):
                size = f"{original.width}×{original.height}"
                yield Finding(
                    Place(story.file, at),
                    Words(
                        f"图片“{name}”只有 {size} 像素，{wanted.told.zh}",
                        f"“{name}” has {size} pixels, {wanted.told.en}",
                    ),
                    Words("换成原图，不要用微信里另存的小图", "use the camera's original"),
                )


def photo_focus(site: Site) -> Iterator[Finding]:
    """A picture's focus is not written as two percentages.

    Why: Cuts keep this point: across from the left, then down from the top.
    Mend: Write it as 50% 30%.

    图片的焦点写法不对。
    为什么：裁切时保住这一点：先写从左边起的百分比，再写从上边起的百分比。
    怎么改：写成 50% 30%。

    错：
        图片:
          - 文件: 现场.jpg
            替代文字: 社区活动现场
            摄影: 办公室供图
            焦点: 中间偏上
    对：
        图片:
          - 文件: 现场.jpg
            替代文字: 社区活动现场
            摄影: 办公室供图
            焦点: 50% 30%
    """
    for story, number, photo in _photos(site):
        if photo.focus and not _FOCUS.fullmatch(photo.focus):
            yield Finding(
                Place(story.file, ("photos", number, "focus")),
                Words(f"焦点“{photo.focus}”看不懂", f"“{photo.focus}” is no focus"),
                Words(
                    "先横向后纵向，例如  焦点: 50% 30%", "across, then down, e.g.  focus: 50% 30%"
                ),
            )


def photo_unused(site: Site) -> Iterator[Finding]:
    """A picture below stories/ is used by no story.

    Why: It may have been forgotten in the story; unused pictures make the folder heavy.
    Mend: Name it in the story, or move it away.

    stories 里有一张图片，没有稿件用到它。
    为什么：可能是稿件漏写了；没用的图片会越积越多。
    怎么改：写进稿件的“图片”，或移走。

    错：
        # 文件夹里还有 现场.jpg
        标题: 一盏灯
    对：
        # 文件夹里还有 现场.jpg
        图片:
          - 文件: 现场.jpg
            替代文字: 社区活动现场
            摄影: 办公室供图
    """
    named = ((story.file, name) for story in site.stories for name in _named(story))
    used = {file_beside(*each): each for each in named}
    meant = {
        _but_for_its_ending(file_beside(file, each))
        for file, name in map(used.__getitem__, used.keys() - site.files)
        for each in (name, _as_meant(name))
    }
    unread = {posixpath.dirname(file) for file in site.unread} - {"stories"}
    for file in site.files:
        if file in used or _but_for_its_ending(file) in meant:  # `file-missing` names the latter
            continue
        if not unread.intersection(_folders(file)):
            yield Finding(
                Place(file, line=1),
                Words("没有稿件用到这张图片", "no story uses this picture"),
                Words("写进稿件的“图片”，或移走", "name it in its story, or move it away"),
            )


def _as_meant(name: str) -> str:
    """The name without the folders before it (`D:\\照片\\现场.jpg`), full-width dots and blanks."""
    last = normalize("NFKC", name).replace("\\", "/").rpartition("/")[2]
    return re.sub(r"\s", "", last.replace("。", "."))


def _but_for_its_ending(file: str) -> str:
    return posixpath.splitext(file)[0].lower()


class _Wanted(Struct, frozen=True):
    """The least pixels of a picture in its place, both sides where `height` is given, else one."""

    width: int
    height: int
    told: Words

    def holds(self, width: int, height: int) -> bool:
        """Whether a picture of this size is enough."""
        if self.height:
            return width >= self.width and height >= self.height
        return max(width, height) >= self.width


_COVER = _Wanted(1200, 630, Words("封面要 1200×630", "a cover needs 1200×630"))
_OTHER = _Wanted(800, 0, Words("长边要 800", "the long side needs 800"))
_EMBLEM = _Wanted(320, 0, Words("标识的长边要 320", "an emblem's long side needs 320"))


def _places(story: Story) -> Iterator[tuple[Path, str, _Wanted]]:
    """Path and file of each picture of a story with the size it needs there."""
    for number, photo in enumerate(story.photos):
        yield ("photos", number, "file"), photo.file, _OTHER if number else _COVER
    if isinstance(story, Brand) and story.emblem:
        yield ("emblem",), story.emblem, _EMBLEM


def _photos(site: Site) -> Iterator[tuple[Story, int, Photo]]:
    for story in site.stories:
        for number, photo in enumerate(story.photos):
            yield story, number, photo


def _named(story: Story) -> Iterator[str]:
    """Every file a story names, attachments too."""
    yield from (photo.file for photo in story.photos)
    yield from (attachment.file for attachment in story.attachments)
    if isinstance(story, Brand) and story.emblem:
        yield story.emblem


def _folders(file: str) -> Iterator[str]:
    """The folders a file lies in, the inner ones first."""
    while file := posixpath.dirname(file):
        yield file
