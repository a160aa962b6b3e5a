"""Checks of what says too much about a person, in all that reaches a reader and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check import homes, networks, people, personal
from generator.check.telling import Private, told
from generator.model.problem import Finding, Words
from generator.model.site import Site

_IF_PUBLIC = Words("确需公开的", "if it must be public")

_RESIDENT_ID = Private(
    personal.resident_ids,
    Words("有居民身份证号码 {}", "a resident ID number {}"),
    Words("删去号码，任何时候都不能公开", "delete it; it may never be public"),
    shown=(2, 3),
)
_NEAR_ID = Private(
    personal.near_ids,
    Words("{} 像是身份证号码，只是校验位不对", "{} is like a resident ID number"),
    Words("是身份证号码的，抄错了也要删去", "if it is one, delete it, wrong digit and all"),
    Words("确实是别的编号的", "if it is another number"),
    shown=(2, 3),
)
_BANK_CARD = Private(
    personal.bank_cards,
    Words("有银行卡号 {}", "a bank card number {}"),
    Words("删去卡号，任何时候都不能公开", "delete it; it may never be public"),
    shown=(4, 4),
)
_DOCUMENT = Private(
    personal.documents,
    Words("有证件、病历一类的号码 {}", "a document's or a patient's number {}"),
    Words("删去", "delete it"),
    _IF_PUBLIC,
    shown=(2, 2),
)
_PHONE_MOBILE = Private(
    personal.mobiles,
    Words("有手机号码 {}", "a mobile number {}"),
    Words("删去，或写成 {}", "delete it or write {}"),
    _IF_PUBLIC,
    shown=(3, 4),
)
_PHONE_LANDLINE = Private(
    personal.landlines,
    Words("有固定电话号码 {}", "a telephone number {}"),
    Words("删去", "delete it"),
    _IF_PUBLIC,
    official=True,
)
_EMAIL = Private(
    networks.emails,
    Words("有电子邮箱 {}", "an e-mail address {}"),
    Words("删去", "delete it"),
    _IF_PUBLIC,
    official=True,
)
_WECHAT_ID = Private(
    networks.wechat_ids,
    Words("有个人微信号 {}", "a WeChat id {}"),
    Words("删去，或改成公众号", "delete it"),
    _IF_PUBLIC,
)
_QQ_NUMBER = Private(
    networks.qq_numbers,
    Words("有个人QQ号 {}", "a QQ number {}"),
    Words("删去", "delete it"),
    _IF_PUBLIC,
)
_PLATE = Private(
    homes.plates,
    Words("有车牌号 {}", "a number plate {}"),
    Words("删去，或打码", "delete or mask it"),
    _IF_PUBLIC,
)
_HOME_ADDRESS = Private(
    homes.doors,
    Words("有到门牌的住址“{}”", "an address down to the door: {}"),
    Words("写到街道或社区为止", "stop at the street or the community"),
    _IF_PUBLIC,
)
_MINOR = Private(
    homes.minors,
    Words("“{}”可能认出未成年人", "“{}” may point at a child"),
    Words("不写年龄、班级和姓名", "leave it out"),
    Words("有监护人同意的", "with the guardian's consent"),
)
_ILLNESS = Private(
    people.patients,
    Words("“{}”的病情会公开", "the illness of “{}” is told"),
    Words("写成“林某”“一位老党员”，或不提病名", "leave out the name or the illness"),
    Words("本人或家属书面同意的", "with written consent"),
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
    return told(site, _RESIDENT_ID)


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
    return told(site, _NEAR_ID)


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
    return told(site, _BANK_CARD)


def document_number(site: Site) -> Iterator[Finding]:
    """A number of a passport, a card or a patient's record stands in the text.

    Why: Tickets and records can be asked for with it; of a patient it tells the illness as well.
    Mend: Delete it.

    文中有护照、通行证、军官证、社保卡、学籍、病历这些号码。
    为什么：凭号码能查到、冒用某个人的证件；病历号、住院号还连着病情。
    怎么改：删去。

    错：
        正文: |
          他的护照号E12345678登记在册。
    对：
        正文: |
          他的护照登记在册。
    """
    return told(site, _DOCUMENT)


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
    return told(site, _PHONE_MOBILE)


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
    return told(site, _PHONE_LANDLINE)


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
    return told(site, _EMAIL)


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
    return told(site, _WECHAT_ID)


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
    return told(site, _QQ_NUMBER)


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
    return told(site, _PLATE)


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
    return told(site, _HOME_ADDRESS)


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
    return told(site, _MINOR)


def illness(site: Site) -> Iterator[Finding]:
    """Somebody is named together with an illness.

    Why: Health is sensitive personal information (个人信息保护法, articles 28 and 29): it needs
    a consent of its own. What is told of a family once stays in search engines.
    Mend: Leave out the name (林某, 一位老党员) or the illness, or allow it with written consent.

    写明了谁得了什么病。
    为什么：病情是敏感个人信息，要本人单独同意（个人信息保护法第二十八、二十九条）；上了网就一直搜得到。
    怎么改：写成“林某”“一位老党员”，或不提病名；有本人或家属书面同意的，写“放行”。

    错：
        正文: |
          支部慰问了身患白血病的职工陈晓东。
    对：
        正文: |
          支部慰问了一位身患重病的职工。
    """
    return told(site, _ILLNESS)
