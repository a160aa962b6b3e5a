"""The whole content of an institute: settings, units, stories, terms."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING, Annotated, NamedTuple

from msgspec import Struct
from msgspec import field as slot
from msgspec.structs import replace

from generator.model.carriers import (
    Ceremony,
    Maxim,
    Pledge,
    PledgeYear,
    Star,
    StarWeek,
    Winner,
    Work,
)
from generator.model.fields import Day, Flag, Line, Number, Record, field, names_of, one_of
from generator.model.kinds import FOLDERS, KINDS, Kind, Member, Story, Team
from generator.model.original import Captions, Originals, Recording
from generator.model.parts import AllowIn
from generator.model.problem import Path
from generator.model.slugs import slug_of
from generator.model.window import Window
from generator.model.words import Texts, given_words_of, words_of

if TYPE_CHECKING:
    from generator.model.award import Award

UNITS_FILE = "stories/units.yml"  # relative to the root
SETTINGS_FILE = "mkdocs.yml"
WITHDRAWN_FILE = "stories/withdrawn.yml"
RULES = (("不审", "none"), ("一审", "one"), ("三审", "three"))
PALETTES = (("朱红", "red"), ("黛青", "calm"))
# Settings that few pages show or none: the shell of pages, which all have, is told the others.
FEW = frozenset({"headline", "lead", "window", "allow"})


class Unit(Record):
    """An institute, branch or office that stories belong to."""

    id: Line = field("编号", "小写字母、数字和连字符", required=True, example="xinqu")
    name: Line = field("名称", "单位全称", required=True)
    short: Line | None = field("简称", "页面上用的短名")
    former: tuple[Line, ...] = field("曾用名", "以前的名称", default=())
    parent: Line | None = field("上级", "上级单位的编号或名称")
    intro: Line | None = field("简介", "一两句话")

    @property
    def label(self) -> str:
        """The name for narrow places: short where there is one."""
        return self.short or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Everything a story may call the unit by."""
        return tuple(n for n in (self.id, self.name, self.short, *self.former) if n)


class Term(Record):
    """A wording the office wants otherwise."""

    wrong: Line = field("误", "不要这样写", required=True)
    right: Line = field("正", "应该这样写", required=True)
    reason: Line | None = field("理由", "为什么")


class Withdrawal(Record):
    """A line of withdrawn.yml: which story was taken out, when, why."""

    story: Line = field("稿件", "种类/编号", required=True)
    reason: Line = field("理由", "为什么撤下", required=True)
    on: Day = field("日期", "哪天撤下", required=True)
    by: Line | None = field("经办", "谁撤下的")
    notice: Flag = field("说明页", "是：原网址上留一页，只说内容已撤下", default=False)


class Signature(Record):
    """A line of reviews.yml: a sign-off bound to the digest of what was reviewed."""

    story: Line = field("稿件", "种类/编号", required=True)
    stage: Line = field("环节", "first、second 或 final", required=True)
    by: Line = field("审核人", "谁审的", "who reviewed it", required=True)
    on: Day = field("日期", "哪天审的", "on which day", required=True)
    digest: Line = field("摘要值", "审的是哪一版", required=True)
    parts: Line | None = field("各项", "各项内容的摘要值：改动以后，能说出改了哪一项")

    def changed(self, now: Mapping[str, str]) -> tuple[str, ...]:
        """The fields that differ from `now` (`part_digests`), by key; () where it cannot tell."""
        then = dict(part.split(":", 1) for part in (self.parts or "").split() if ":" in part)
        keys = dict.fromkeys((*now, *then)) if then else {}
        return tuple(key for key in keys if then.get(key) != now.get(key))


class Settings(Record):
    """`extra.showcase` of mkdocs.yml, with the name and address of the site."""

    site_name: Line = field("站名", given=True, default="支部品牌与先进典型展示")
    site_url: Line = field("网址", given=True, default="")
    description: Line = field("站点说明", given=True, default="")

    tagline: Line | None = field("栏目说明", "站名下面的一行小字")
    headline: Line | None = field("首页标题", "首页的大标题")
    lead: Line | None = field("首页导语", "首页标题下的一两句话")
    seal: Line | None = field("印文", "站标印章上的两到四个字")
    sponsor: Line | None = field("主办单位", "页脚：主办单位")
    organiser: Line | None = field("承办单位", "页脚：承办单位")
    contact: Line | None = field("联系方式", "页脚：电话或邮箱")
    icp: Line | None = field("备案号", "ICP 备案号")
    police: Line | None = field("公安备案号", "公安联网备案号")
    site_code: Line | None = field("网站标识码", "政府网站标识码")
    palette: Annotated[str, one_of(PALETTES)] = field("配色", "朱红或黛青", default="red")
    review: Annotated[str, one_of(RULES)] = field(
        "审核规则", "none 不审、one 一审、three 三审", default="three"
    )
    yearbook: tuple[Number, ...] = field(
        "风采录", "网站上提供哪几年的风采录，如 [2018, 2019]", default=(), example="2018"
    )
    window: Window = field("视窗", "大厅屏幕放什么、怎么放", default=Window())
    allow: tuple[AllowIn, ...] = field(
        "放行",
        "放行稿件以外的文件里的一条提醒，要写文件、理由和批准人",
        default=(),
        private=True,
    )

    @property
    def for_all(self) -> Settings:
        """The settings without those that are FEW pages' own."""
        return self.but(**{name: getattr(Settings(), name) for name in FEW})


@cache
def few_names() -> frozenset[str]:
    """What owners may call the settings that are FEW pages' own."""
    return frozenset(name for name, fact in names_of(Settings).items() if fact.name in FEW)


class Entry(NamedTuple):
    """A record of another showcase that may name a unit and a story, and where it stands."""

    file: str
    path: Path
    record: Star | Winner | Maxim | Work | Pledge

    @property
    def story(self) -> str | None:
        """The reference to a story, where one is made."""
        return self.record.story if isinstance(self.record, Star | Winner) else None


class Rough(NamedTuple):
    """What was made of a file with errors: `refused` are the fields left out or emptied for them.

    `place` is the field of Site for such records.
    """

    file: str
    place: str
    record: Record
    refused: frozenset[Path]


class Site(Struct, frozen=True, eq=False, dict=True):
    """Everything that was read; equal to itself only.

    `originals` maps (key of a story or work, file as typed) to the picture, `recordings` and
    `captions` (cleaned WebVTT) those of works; `pages` are the root's own hand-written pages by
    file; `files` lists every picture file below stories/, relative to the root, used or not;
    `unread` the story files that could not be read; `rough` what could be made of some of them, for
    the checks alone; `shared` is the digest of what mkdocs.yml tells but for settings of FEW pages.
    """

    settings: Settings
    units: tuple[Unit, ...] = ()
    stories: tuple[Story, ...] = ()
    terms: tuple[Term, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    signatures: tuple[Signature, ...] = ()
    awards: tuple[Award, ...] = ()
    stars: tuple[StarWeek, ...] = ()
    ceremonies: tuple[Ceremony, ...] = ()
    maxims: tuple[Maxim, ...] = ()
    works: tuple[Work, ...] = ()
    pledges: tuple[PledgeYear, ...] = ()
    originals: Originals = slot(default_factory=Originals)
    recordings: Mapping[tuple[str, str], Recording] = slot(default_factory=dict)
    captions: Mapping[tuple[str, str], Captions] = slot(default_factory=dict)
    pages: Mapping[str, str] = slot(default_factory=dict)
    files: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    rough: tuple[Rough, ...] = ()
    shared: bytes = b""

    @cached_property
    def unit_names(self) -> dict[str, Unit]:
        """Units by every name a story may use."""
        return {name: unit for unit in reversed(self.units) for name in unit.names}

    @cached_property
    def owners(self) -> dict[str, tuple[str, ...]]:
        """By a unit's id, the slugs of the unit and of its parents: what filters compare."""
        return {unit.id: tuple(slug_of(each.id) for each in self.line(unit)) for unit in self.units}

    def line(self, unit: Unit | None) -> tuple[Unit, ...]:
        """The unit and its parents, nearest first; a circle of parents ends."""
        found: list[Unit] = []
        while unit and unit not in found:
            found.append(unit)
            unit = self.unit(unit.parent) if unit.parent else None
        return tuple(found)

    @cached_property
    def signatures_of(self) -> dict[str, tuple[Signature, ...]]:
        """The signatures by the key of their story, in their order."""
        found: dict[str, list[Signature]] = {}
        for signature in self.signatures:
            found.setdefault(signature.story, []).append(signature)
        return {key: tuple(made) for key, made in found.items()}

    def signed(self, key: str) -> dict[str, Signature]:
        """The last signature of every stage, fitting or not, of the story of that key."""
        return {signature.stage: signature for signature in self.signatures_of.get(key, ())}

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Whatever withdrawn.yml calls stories; a line typed by hand may leave out the kind."""
        return frozenset(line.story for line in self.withdrawals)

    @cached_property
    def by_key(self) -> dict[str, Story]:
        """Stories by `kind/id`."""
        return {story.key: story for story in self.stories}

    @cached_property
    def by_id(self) -> dict[str, tuple[Story, ...]]:
        """Stories of all kinds by `id`."""
        found: dict[str, tuple[Story, ...]] = {}
        for story in self.stories:
            found[story.id] = (*found.get(story.id, ()), story)
        return found

    @cached_property
    def by_name(self) -> dict[tuple[str, str], Story]:
        """Members and teams by name and unit's id, as far as one story alone has both.

        A team is called by its title up to a colon; the nameless are not found.
        """
        found: dict[tuple[str, str], list[Story]] = {}
        for story in self.stories:
            name = story.name if isinstance(story, Member) and not story.anonymous else None
            name = story.title.partition("：")[0] if isinstance(story, Team) else name
            if name and (unit := self.unit(story.unit)):
                found.setdefault((name, unit.id), []).append(story)
        return {key: stories[0] for key, stories in found.items() if len(stories) == 1}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry of the other showcases, in the order of files and lines."""
        boards = (
            Entry(board.file, ("stars", number), star)
            for board in self.stars
            for number, star in enumerate(board.stars)
        )
        honoured = (
            Entry(each.file, ("winners", number), winner)
            for each in self.ceremonies
            for number, winner in enumerate(each.winners)
        )
        maxims = (Entry(maxim.file, (maxim.number,), maxim) for maxim in self.maxims)
        works = (Entry(work.yml, (), work) for work in self.works)
        pledges = (
            Entry(year.file, (pledge.number,), pledge)
            for year in self.pledges
            for pledge in year.pledges
        )
        return tuple(chain(boards, honoured, maxims, works, pledges))

    @cached_property
    def texts(self) -> Texts:
        """Every public text by the file it stands in."""
        others = {SETTINGS_FILE: [*given_words_of(self.settings), *words_of(self.settings)]}
        for each in self.ceremonies:
            others[each.file] = [told for told in words_of(each) if told.path[0] != "winners"]
        for entry in self.entries:
            others.setdefault(entry.file, []).extend(words_of(entry.record, entry.path))
        return Texts({story.file: story for story in self.stories}, others)

    def without(self, files: Set[str]) -> Site:
        """The site less all that those files tell of stories, other showcases and pages."""
        return replace(
            self,
            stories=tuple(story for story in self.stories if story.file not in files),
            stars=tuple(board for board in self.stars if board.file not in files),
            ceremonies=tuple(each for each in self.ceremonies if each.file not in files),
            maxims=tuple(maxim for maxim in self.maxims if maxim.file not in files),
            works=tuple(work for work in self.works if work.yml not in files),
            pledges=tuple(year for year in self.pledges if year.file not in files),
            pages={file: text for file, text in self.pages.items() if file not in files},
        )

    def unit(self, name: str) -> Unit | None:
        """The unit called `name`, None where none is."""
        return self.unit_names.get(name)

    def find(self, reference: str) -> Story | None:
        """The story that `kind/id`, `folder/id` or an unambiguous `id` refers to."""
        first, slash, id = reference.partition("/")
        if slash:
            kind = FOLDERS.get(first)
            return self.by_key.get(f"{kind.name}/{id}" if kind else reference)
        found = self.by_id.get(reference, ())
        return found[0] if len(found) == 1 else None


def kind_of(story: Story) -> Kind:
    """The row of KINDS that the story belongs to."""
    return KINDS[story.kind]


def former_path(alias: str) -> str:
    """Where a former address lies below the site's root: `brands/1252/index.html` is a folder's."""
    return alias.strip("/").removesuffix("/index.html")


def address_of(story: Story) -> str:
    """The story's address below the site's root: `brands/1252/`."""
    return f"{kind_of(story).folder}/{story.address_name}/"


def written_address(file: str) -> str:
    """Where the engine puts a hand-written page: `about/privacy/`, an index at `about/`."""
    stem = file[file.rfind("/") + 1 :].removesuffix(".md")
    return f"about/{'' if stem in ('index', 'README') else f'{stem}/'}"
