"""Checks of what says too much about a person, in all that reaches a reader and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from generator.check import personal
from generator.check.joined import Look
from generator.model.kinds import is_story_file
from generator.model.problem import Finding, Path, Place, Words
from generator.model.site import UNITS_FILE, Site
from generator.model.source import file_beside
from generator.model.words import NO_TEXT, words_of

_NAME = ""  # the key of what is no text of a file but its name
MOST = 20  # of one check in one text; a pasted list of a thousand numbers is one mistake


class _Private(NamedTuple):
    """What a check tells of each span that `finder` means; `{}` stands for the span.

    `allowed` says when it may stay all the same. Of a number only so many signs at its head and
    tail are `shown`, the rest as asterisks. What is `official` may stand in the office's `contact`.
    """

    finder: personal.Finder
    found: Words
    mend: Words
    allowed: Words | None = None
    shown: tuple[int, int] | None = None
    official: bool = False


_IF_PUBLIC = Words("确需公开的", "if it must be public")
_ALLOW = Words("写“放行”，注明理由和批准人", "add an `allow` entry with a reason and a name")
_ALLOW_IN = Words(
    "在 mkdocs.yml 的 extra.showcase 里写“放行”，注明文件、理由和批准人",
    "add an `allow` entry with file, reason and name to extra.showcase of mkdocs.yml",
)
_RENAME = Words("文件名会进网址，改名去掉它", "a file's name becomes an address: rename it")


_RESIDENT_ID = _Private(
    personal.resident_ids,
    Words("有居民身份证号码 {}", "a resident ID number {}"),
    Words("删去号码，任何时候都不能公开", "delete it; it may never be public"),
    shown=(2, 3),
)
_NEAR_ID = _Private(
    personal.near_ids,
    Words("{} 像是身份证号码，只是校验位不对", "{} is like a resident ID number"),
    Words("是身份证号码的，抄错了也要删去", "if it is one, delete it, wrong digit and all"),
    Words("确实是别的编号的", "if it is another number"),
    shown=(2, 3),
)
_BANK_CARD = _Private(
    personal.bank_cards,
    Words("有银行卡号 {}", "a bank card number {}"),
    Words("删去卡号，任何时候都不能公开", "delete it; it may never be public"),
    shown=(4, 4),
)
_PHONE_MOBILE = _Private(
    personal.mobiles,
    Words("有手机号码 {}", "a mobile number {}"),
    Words("删去，或写成 {}", "delete it or write {}"),
    _IF_PUBLIC,
    shown=(3, 4),
)
_PHONE_LANDLINE = _Private(
    personal.landlines,
    Words("有固定电话号码 {}", "a telephone number {}"),
    Words("删去", "delete it"),
    _IF_PUBLIC,
    official=True,
)
_EMAIL = _Private(
    personal.emails,
    Words("有电子邮箱 {}", "an e-mail address {}"),
    Words("删去", "delete it"),
    _IF_PUBLIC,
    official=True,
)
_WECHAT_ID = _Private(
    personal.wechat_ids,
    Words("有个人微信号 {}", "a WeChat id {}"),
    Words("删去，或改成公众号", "delete it"),
    _IF_PUBLIC,
)
_QQ_NUMBER = _Private(
    personal.qq_numbers,
    Words("有个人QQ号 {}", "a QQ number {}"),
    Words("删去", "delete it"),
    _IF_PUBLIC,
)
_PLATE = _Private(
    personal.plates,
    Words("有车牌号 {}", "a number plate {}"),
    Words("删去，或打码", "delete or mask it"),
    _IF_PUBLIC,
)
_HOME_ADDRESS = _Private(
    personal.doors,
    Words("有到门牌的住址“{}”", "an address down to the door: {}"),
    Words("写到街道或社区为止", "stop at the street or the community"),
    _IF_PUBLIC,
)
_MINOR = _Private(
    personal.minors,
    Words("“{}”可能认出未成年人", "“{}” may point at a child"),
    Words("不写年龄、班级和姓名", "leave it out"),
    Words("有监护人同意的", "with the guardian's consent"),
)


def resident_id(site: Site) -> Iterator[Finding]:
    """A resident ID number stands in the text.

    Why: It opens accounts and contracts in that person's name; the site must never show it.
    Mend: Delete it. A list for inside use belongs in another file.

    文中有居民身份证号码。
    为什么：身份证号码可以被人冒用，任何时候都不能公开；这一条不能放行。
    怎么改：删去号码；内部名册不要放进稿件。

    错：
        正文: |
          获奖者身份证号11010519491231002X。
    对：
        正文: |
          获奖者是一名检验员。
    """
    return _told(site, _RESIDENT_ID)


def near_id(site: Site) -> Iterator[Finding]:
    """A number looks like a resident ID number with a wrong check digit.

    Why: With one digit miscopied it is still nearly somebody's number, with the day of birth.
    Mend: Delete it. If it is another number, say which before it, or allow it.

    文中有一串数字像身份证号码，只是校验位不对。
    为什么：抄错一位的身份证号码，出生日期和大半号码还是真的。
    怎么改：是身份证号码的，删去；是别的编号的，在前面写明“编号”“报告号”等，或写“放行”。

    错：
        正文: |
          获奖者是110105194912310021。
    对：
        正文: |
          获奖者是一名检验员。
    """
    return _told(site, _NEAR_ID)


def bank_card(site: Site) -> Iterator[Finding]:
    """A bank card number stands in the text.

    Why: Money can be taken from it, and a wrong digit sends a donation to a stranger.
    Mend: Delete it. Donations go through the accounts that charities publish themselves.

    文中有银行卡号。
    为什么：卡号会被盗用；错一位，捐款就进了别人的账户。这一条不能放行。
    怎么改：删去卡号；捐款请用慈善组织自己公布的账户。

    错：
        正文: |
          捐款请汇到卡号6222 0212 3456 7890 128。
    对：
        正文: |
          捐款请通过市慈善总会。
    """
    return _told(site, _BANK_CARD)


def phone_mobile(site: Site) -> Iterator[Finding]:
    """A mobile number stands in the text.

    Why: The site is open to everyone; a person's number draws calls for years.
    Mend: Delete it, or mask it as 138****8000. Numbers for a jury belong in `contact`.

    文中有手机号码。
    为什么：网站谁都能看，个人号码一公开，骚扰电话会响很多年。
    怎么改：删去，或写成 138****8000；给评审用的电话写在“联系人”里。

    错：
        正文: |
          报名请联系13800138000。
    对：
        正文: |
          报名请拨打12345热线。
    """
    return _told(site, _PHONE_MOBILE)


def phone_landline(site: Site) -> Iterator[Finding]:
    """A telephone number with an area code stands in the text.

    Why: A desk's number changes and often rings at one person's place. Hotlines such as 12345,
    400 and 800 numbers are meant for the public and are left alone.
    Mend: Delete it, or allow it where it is the office's public number.

    文中有固定电话号码。
    为什么：办公电话会变，也常常是某一个人的。12345 这样的热线和 400、800 电话不在此列。
    怎么改：删去；确是对外公布的电话，写“放行”。

    错：
        正文: |
          咨询电话：0591-87654321。
    对：
        正文: |
          咨询请拨打400-820-8888。
    """
    return _told(site, _PHONE_LANDLINE)


def email(site: Site) -> Iterator[Finding]:
    """An e-mail address stands in the text.

    Why: Machines gather addresses from pages and fill them with spam.
    Mend: Delete it. An address for a jury belongs in `contact`.

    文中有电子邮箱。
    为什么：网页上的邮箱会被自动收集，招来垃圾邮件。
    怎么改：删去；给评审用的邮箱写在“联系人”里。

    错：
        正文: |
          来信请寄zhangsan@example.com。
    对：
        正文: |
          来信请寄本单位办公室。
    """
    return _told(site, _EMAIL)


def wechat_id(site: Site) -> Iterator[Finding]:
    """A person's WeChat id stands in the text.

    Why: Strangers can add the person. Public accounts (公众号) are left alone.
    Mend: Delete it, or name the office's public account.

    文中有个人微信号。
    为什么：陌生人可以直接添加。公众号不在此列。
    怎么改：删去，或改成本单位的公众号。

    错：
        正文: |
          加微信号：zhang_san2020。
    对：
        正文: |
          关注本单位微信公众号。
    """
    return _told(site, _WECHAT_ID)


def qq_number(site: Site) -> Iterator[Finding]:
    """A person's QQ number stands in the text.

    Why: Strangers can add the person.
    Mend: Delete it.

    文中有个人QQ号。
    为什么：陌生人可以直接添加。
    怎么改：删去。

    错：
        正文: |
          报名请加QQ：123456789。
    对：
        正文: |
          报名请到服务窗口。
    """
    return _told(site, _QQ_NUMBER)


def plate(site: Site) -> Iterator[Finding]:
    """A car's number plate stands in the text.

    Why: A plate leads to its owner.
    Mend: Delete it, or mask it as 京A·***45.

    文中有车牌号。
    为什么：从车牌能查到车主。
    怎么改：删去，或写成 京A·***45。

    错：
        正文: |
          他追上了那辆京A·12345。
    对：
        正文: |
          他追上了那辆货车。
    """
    return _told(site, _PLATE)


def home_address(site: Site) -> Iterator[Finding]:
    """An address stands in the text down to the door of a home.

    Why: It tells strangers where a person lives, often one who was helped.
    Mend: Stop at the street or the community.

    文中有到门牌的住址。
    为什么：等于告诉陌生人某个人住在哪里，往往还是受帮助的人。
    怎么改：写到街道或社区为止。

    错：
        正文: |
          老人住在幸福小区3号楼2单元501室。
    对：
        正文: |
          老人住在幸福小区。
    """
    return _told(site, _HOME_ADDRESS)


def minor(site: Site) -> Iterator[Finding]:
    """A child can be recognised: an age below 18, a school class, a child's name.

    Why: Data of a child under 14 need the guardian's consent (个人信息保护法, article 31).
    Mend: Leave out age, class and name, or allow it with the guardian's consent in hand.

    能认出未成年人：18岁以下的年龄、学校班级、孩子的名字。
    为什么：不满十四周岁的，要有监护人同意（个人信息保护法第三十一条）；再大些的孩子也会受打扰。
    怎么改：不写年龄、班级和姓名；已有监护人书面同意的，写“放行”。

    错：
        正文: |
          受助的小明今年8岁，在实验小学三年级（2）班。
    对：
        正文: |
          受助的孩子在当地一所小学读书。
    """
    return _told(site, _MINOR)


class _Text(NamedTuple):
    """A text that may hold any of it; of what is no data the `path` is None."""

    file: str
    path: Path | None
    key: str
    text: str
    look: Look

    def place(self, offset: int) -> Place:
        """Where a character of it stands."""
        if self.path is not None:
            return Place(self.file, self.path, offset=offset)
        before = self.text[:offset]
        line = before.count("\n") + 1
        return Place(self.file, line=line, column=offset - before.rfind("\n"))

    def mend(self, private: _Private, shown: str) -> Words:
        """What to do about it here."""
        if self.key == _NAME:
            return _RENAME
        mend = Words(*(words.format(shown) for words in private.mend))
        may = private.allowed
        if may is None:
            return mend
        allow = _ALLOW if is_story_file(self.file) else _ALLOW_IN
        return Words(f"{mend.zh}；{may.zh}，{allow.zh}", f"{mend.en}; {may.en}, {allow.en}")


def _told(site: Site, private: _Private) -> Iterator[Finding]:
    """A finding for each span in the site's texts, of MOST in one text."""
    for each in _texts(site):
        if private.official and each.key == "contact":
            continue
        for found in islice(each.look.find(private.finder), MOST):
            value = found.value
            shown = personal.mask(value, *private.shown) if private.shown else value
            message = Words(*(words.format(shown) for words in private.found))
            yield Finding(each.place(found.start), message, each.mend(private, shown))


@lru_cache(maxsize=1)
def _texts(site: Site) -> list[_Text]:
    """Every text that reaches a reader and may hold any of it; read once for all checks."""
    return [
        _Text(file, path, key, text, Look(text))
        for file, path, key, text in _public(site)
        if personal.suspicious(text)
    ]


def _public(site: Site) -> Iterator[tuple[str, Path | None, str, str]]:
    """File, path, key and text of what pages, feeds, books and screens may show, addresses too."""
    units = [told for n, unit in enumerate(site.units) for told in words_of(unit, (n,))]
    for file, texts in (*site.texts.showing(personal.suspicious), (UNITS_FILE, units)):
        yield from ((file, path, f.key, text) for path, text, f in texts if f.key not in NO_TEXT)
    yield from ((story.file, (), _NAME, story.id) for story in site.stories)
    for work in site.works:
        yield work.yml, (), _NAME, work.id
        if work.captions and (said := site.captions.get((work.key, work.captions))):
            yield file_beside(work.yml, work.captions), None, "captions", said.file
    yield from ((file, None, "page", text) for file, text in site.pages.items())
