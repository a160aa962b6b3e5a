"""Checks of what points elsewhere: units, related stories, links."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from unicodedata import normalize

from generator.model.kinds import names_in
from generator.model.naming import RESERVED
from generator.model.problem import Finding, Place, Words, did_you_mean
from generator.model.site import UNITS_FILE, WITHDRAWN_FILE, Site, Unit, address_of
from generator.model.slugs import SLUG, slug_of

SWAPPED = Words("“单位”和“时间”写反了，对调一下", "unit and date are each in the other's place")
_AS_ID = Words(
    "写稿件的编号，例如 brand/1252；没有这篇稿件的，删掉",
    "write the id of a story, e.g. brand/1252; delete what stands for none",
)
_ADD_UNIT = Words("把单位加进 stories/units.yml", "add the unit to stories/units.yml")


def unit_unknown(site: Site) -> Iterator[Finding]:
    """A unit is not in units.yml.

    Why: A page of the unit, filters and honours by unit hang on the one spelling.
    Mend: Use an id, name, short or former name of units.yml, or add the unit there.

    units.yml 里没有这个单位。
    为什么：单位页、筛选和荣誉统计都靠统一的名称。
    怎么改：用 units.yml 里的编号、名称、简称或曾用名；新单位先加进 units.yml。

    错：
        单位: 第一党支步
    对：
        单位: 第一党支部
    """
    for story in site.stories:
        if site.unit(story.unit) is None and UNITS_FILE not in site.unread:
            yield Finding(
                Place(story.file, ("unit",)),
                Words(f"units.yml 里没有单位“{story.unit}”", f"units.yml has no “{story.unit}”"),
                SWAPPED if site.unit(story.date.words) else _near_unit(story.unit, site),
            )
    for file, path, record in site.entries:
        if record.unit and site.unit(record.unit) is None and UNITS_FILE not in site.unread:
            yield Finding(
                Place(file, (*path, "unit")),
                Words(f"units.yml 里没有单位“{record.unit}”", f"units.yml has no “{record.unit}”"),
                _near_unit(record.unit, site),
            )
    for number, unit in enumerate(site.units):
        if unit.parent and site.unit(unit.parent) is None:
            yield Finding(
                Place(UNITS_FILE, (number, "parent")),
                Words(f"没有单位“{unit.parent}”", f"there is no unit “{unit.parent}”"),
                _near_unit(unit.parent, site),
            )


def unit_twice(site: Site) -> Iterator[Finding]:
    """Two units share an id or a name, or their ids make one address.

    Why: A story could not say which one it means, and one page would hide the other.
    Mend: Change one of them.

    两个单位的编号或名称相同，或者编号变成网址以后相同。
    为什么：稿件说不清是哪一个；一个单位的页面会盖住另一个的。
    怎么改：改掉其中一个。

    错：
        # stories/units.yml
        - 编号: zhibu2
          名称: 第二党支部
        - 编号: zhibu3
          名称: 第二党支部
    对：
        # stories/units.yml
        - 编号: zhibu2
          名称: 第二党支部
        - 编号: zhibu3
          名称: 第三党支部
    """
    seen: dict[str, Unit] = {}
    addresses: dict[str, Unit] = {}
    for number, unit in enumerate(site.units):
        for name in unit.names:
            if seen.setdefault(name, unit) is not unit:
                yield Finding(
                    Place(UNITS_FILE, (number,)),
                    Words(f"“{name}”已经是另一个单位的名称", f"“{name}” is another unit's already"),
                    Words("改掉其中一个", "change one of them"),
                )
        address = slug_of(unit.id)
        first = addresses.setdefault(address, unit)
        if first is not unit and first.id != unit.id:
            yield Finding(
                Place(UNITS_FILE, (number, "id")),
                Words(
                    f"网址 units/{address}/ 已被单位“{first.id}”占用",
                    f"“{first.id}” already lies at units/{address}/",
                ),
                Words("改掉其中一个编号", "change one of the ids"),
            )


def unit_loop(site: Site) -> Iterator[Finding]:
    """A unit stands above itself.

    Why: The map of units begins with those that have none above them.
    Mend: Correct the units above; the topmost has none.

    单位的上级绕回了自己。
    为什么：单位的谱系从没有上级的单位画起，绕成圈的画不出来。
    怎么改：改正“上级”；最上面的单位不写上级。

    错：
        # stories/units.yml
        - 编号: zhibu2
          名称: 第二党支部
          上级: zhibu3
        - 编号: zhibu3
          名称: 第三党支部
          上级: zhibu2
    对：
        # stories/units.yml
        - 编号: zhibu2
          名称: 第二党支部
        - 编号: zhibu3
          名称: 第三党支部
          上级: zhibu2
    """
    told: set[str] = set()
    for number, unit in enumerate(site.units):
        way = [unit]
        while (above := site.unit(way[-1].parent or "")) and above not in way:
            way.append(above)
        if above is unit and unit.id not in told:
            told |= {each.id for each in way}
            ring = " → ".join(each.id for each in (*way, unit))
            yield Finding(
                Place(UNITS_FILE, (number, "parent")),
                Words(f"“上级”绕成了圈：{ring}", f"“parent” goes round in a ring: {ring}"),
                Words("改正其中一个；最上面的单位不写上级", "correct one; the topmost has none"),
            )


def related_unknown(site: Site) -> Iterator[Finding]:
    """A story that is referred to does not exist, or its id is not unambiguous.

    Why: The link would lead nowhere.
    Mend: Write `kind/id` of a story that exists.

    “相关”或“故事”里的稿件不存在，或编号有歧义。
    为什么：链接会落空。
    怎么改：写成“种类/编号”，例如 brand/1252。

    错：
        # stories/brands/1252.yml
        标题: 一盏灯
        相关: [brand/1525]
    对：
        # stories/brands/1252.yml
        标题: 一盏灯
        # stories/volunteer/社区.yml
        相关: [brand/1252]
    """
    keys = [name for story in site.stories for name in (story.key, story.id)]
    unread = {name for file in site.unread for name in names_in(file)}
    told: dict[str, tuple[Words, Words]] = {}  # the nearest of 10,000 names takes 20 ms to find
    for place, reference in _references(site):
        if site.find(reference) is None and reference not in unread:
            told[reference] = told.get(reference) or _no_story(site, keys, reference)
            yield Finding(place, *told[reference])


def withdrawn_unknown(site: Site) -> Iterator[Finding]:
    """A line of withdrawn.yml names no story.

    Why: A story that was given another name after it was withdrawn is published again.
    Mend: Write its new name; delete the line of a story whose file is deleted.

    withdrawn.yml 里有一项，找不到它的稿件。
    为什么：撤下以后又改了名的稿件，会重新出现在网站上。
    怎么改：改了名的，写新的名字；稿件已经删掉的，删掉这一项。

    错：
        # stories/brands/yi-zhan-deng.yml
        标题: 一盏灯
        # stories/withdrawn.yml
        - {稿件: brand/1252, 理由: 本人要求, 日期: 2026-03-05}
    对：
        # stories/brands/yi-zhan-deng.yml
        标题: 一盏灯
        # stories/withdrawn.yml
        - {稿件: brand/yi-zhan-deng, 理由: 本人要求, 日期: 2026-03-05}
    """
    unread = {name for file in site.unread for name in names_in(file)}
    for number, line in enumerate(site.withdrawals):
        named = site.find(line.story) or line.story in unread or line.story in site.by_id
        if not named:
            yield Finding(
                Place(WITHDRAWN_FILE, (number, "story")),
                Words(f"没有稿件“{line.story}”", f"there is no story “{line.story}”"),
                Words(
                    "稿件改了名的，写新的名字；删掉了的，删掉这一项",
                    "write the story's new name; delete the line of one that is deleted",
                ),
            )


def address(site: Site) -> Iterator[Finding]:
    """A slug has characters that an address cannot hold, or is a name that Windows keeps to itself.

    Why: Addresses are made of small letters, digits and hyphens; Windows has no folder called con.
    Mend: Use a-z, 0-9 and hyphens, or leave it out.

    网址名里有不能用的字符，或者是 Windows 留用的名字（con、aux、nul……）。
    为什么：网址只用小写字母、数字和连字符；叫 con 的文件夹在 Windows 上建不了。
    怎么改：改成小写字母、数字和连字符，或者不写。

    错：
        网址名: 一盏灯
    对：
        网址名: yi-zhan-deng
    """
    for story in site.stories:
        if story.slug is not None and not SLUG.fullmatch(story.slug):
            yield Finding(
                Place(story.file, ("slug",)),
                Words(f"网址名“{story.slug}”不能用", f"“{story.slug}” is no slug"),
                Words("只用小写字母、数字和连字符", "use a-z, 0-9 and hyphens only"),
            )
        elif RESERVED.fullmatch(story.address_name):
            yield Finding(
                Place(story.file, ("slug",)),
                Words(
                    f"网址名“{story.address_name}”是 Windows 留用的名字",
                    f"Windows keeps the name “{story.address_name}” for itself",
                ),
                Words(
                    f"写一个网址名，例如  网址名: {story.address_name}-1",
                    f"give a slug, e.g.  slug: {story.address_name}-1",
                ),
            )


def same_address(site: Site) -> Iterator[Finding]:
    """Two stories of a kind, or two works, would lie at the same address.

    Why: One would hide the other.
    Mend: Give one of them a slug; a work takes its address from its file's name.

    两篇稿件（或两件作品）的网址相同。
    为什么：一篇会盖住另一篇。
    怎么改：给其中一篇写“网址名”；作品的网址来自文件名，改文件名。

    错：
        # stories/brands/1252.yml
        标题: 一盏灯
        # stories/brands/一盏灯.yml
        网址名: "1252"
    对：
        # stories/brands/1252.yml
        标题: 一盏灯
        # stories/brands/一盏灯.yml
        网址名: yi-zhan-deng
    """
    seen: dict[str, tuple[str, str]] = {}
    for file, place, id, typed in _addresses(site):
        address = typed.casefold()
        first, its_id = seen.setdefault(address, (file, id))
        if first != file and its_id.casefold() != id.casefold():  # those: same-id
            yield Finding(
                place,
                Words(f"网址 {address} 已被 {first} 占用", f"{first} already lies at {address}"),
                Words(
                    "给其中一篇写上不同的“网址名”；作品改文件名",
                    "give one of them another slug; rename a work",
                ),
            )


def media_url(site: Site) -> Iterator[Finding]:
    """A link to a report or a work is not an http or https address.

    Why: Other addresses open nothing, or something bad.
    Mend: Copy the address from the browser.

    媒体报道或作品的链接不是 http 或 https 网址。
    为什么：别的地址打不开，或有危险。
    怎么改：从浏览器地址栏复制网址。

    错：
        媒体报道:
          - 媒体: 质量报
            链接: www.example.org/a
    对：
        媒体报道:
          - 媒体: 质量报
            链接: https://www.example.org/a
    """
    for place, url in _urls(site):
        if not _URL.fullmatch(url):
            yield Finding(
                place,
                Words(f"“{url}”不是网址", f"“{url}” is no web address"),
                _as_url(url),
            )


def _as_url(typed: str) -> Words:
    """What to type instead: the address without full-width signs and quotes, or nothing at all."""
    plain = re.sub(r"[\s“”<>《》]|。$", "", normalize("NFKC", typed))
    if _URL.fullmatch(plain):
        return Words(f"写成  {plain}", f"type  {plain}")
    if "." not in plain:
        return Words("没有网址的，删掉这一行", "delete the line where there is no address")
    return Words("以 http:// 或 https:// 开头", "begin with http:// or https://")


_URL = re.compile(r"https?://[^\s/]+\S*")


def _references(site: Site) -> Iterator[tuple[Place, str]]:
    """Every reference to a story, and where it stands."""
    for story in site.stories:
        for number, reference in enumerate(story.related):
            yield Place(story.file, ("related", number)), reference
    for entry in site.entries:
        if entry.story:
            yield Place(entry.file, (*entry.path, "story")), entry.story


def _addresses(site: Site) -> Iterator[tuple[str, Place, str, str]]:
    """File, place of the address, id and address of everything whose author names its address."""
    for story in site.stories:
        place = Place(story.file, ("slug",) if story.slug else ())
        yield story.file, place, story.key, address_of(story)
    for work in site.works:
        yield work.yml, Place(work.yml), f"work/{work.yml}", work.address


def _urls(site: Site) -> Iterator[tuple[Place, str]]:
    for story in site.stories:
        for number, report in enumerate(story.media):
            if report.url:
                yield Place(story.file, ("media", number, "url")), report.url
    for work in site.works:
        if work.url:
            yield Place(work.yml, ("url",)), work.url


def _near_unit(typed: str, site: Site) -> Words:
    """The unit that may be meant: one whose name holds what was typed, or one of the same number.

    第二支部 is never 第一党支部, however near.
    """
    names = [name for name in site.unit_names if _numbers(name) == _numbers(typed)]
    within = (name for name in sorted(names, key=len) if _lies_in(typed, name))
    return _near(next(within, typed), names, _ADD_UNIT)


def _lies_in(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def _numbers(name: str) -> list[str]:
    return re.findall("[〇一二三四五六七八九十]", name.translate(_CHINESE))


_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")


def _near(name: str, names: list[str], otherwise: Words) -> Words:
    """The nearest of some names as a hint, another hint where none is near."""
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return did_you_mean(close[0]) if close else otherwise


def _no_story(site: Site, keys: list[str], reference: str) -> tuple[Words, Words]:
    """What is wrong with a reference that leads to no story, or to several, and what to write."""
    same = [story.key for story in site.stories if story.id == reference]
    if same:
        return (
            Words(f"有几篇稿件叫“{reference}”", f"several stories are called “{reference}”"),
            Words(f"写成 {'、'.join(same)} 之一", f"write one of {', '.join(same)}"),
        )
    titled = [story.key for story in site.stories if reference in story.title]
    return (
        Words(f"没有稿件“{reference}”", f"there is no story “{reference}”"),
        did_you_mean(titled[0]) if len(titled) == 1 else _near(reference, keys, _AS_ID),
    )
