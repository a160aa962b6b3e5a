"""What in a text says too much about a person: spans of numbers.

Every finder takes a text from `plain` and yields the spans it means, in characters. The spans fit
the author's text too, since `plain` keeps its length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from generator.model.patterns import finder, later

Span = tuple[int, int]
Finder = Callable[[str], Iterator[Span]]

_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_FULL_WIDTH |= {code: code - 0xFEE0 for code in (*range(0xFF41, 0xFF5B), *map(ord, "＋－．：＠＿"))}
_FULL_WIDTH |= str.maketrans("（）＃‐‑‒–—―−﹣﹫", "()#--------@")
_FULL_WIDTH |= {0x1D7CE + n: ord("0") + n % 10 for n in range(50)}  # 𝟏𝟑𝟖, as WeChat's names have
_FULL_WIDTH |= {code: ord(" ") for code in (0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000)}
_WIDE = later(f"[{''.join(map(chr, _FULL_WIDTH))}]")  # to look is a tenth of to translate
_IN_WEB = r"[^\s,;<>\"'`|(){}\[\]\u3000-\u303f\u3400-\u9fff\uff00-\uffef]"
_WEB = later(  # a comma may belong to it, not before a telephone number that ends there
    rf"https?://{_IN_WEB}*"
    rf"(?:[,;](?!(?:1[3-9]\d{{9}}|0\d{{2,3}}-\d{{7,8}})(?![\w/?=&-]|\.\w)){_IN_WEB}*)*"
)


def plain(text: str) -> str:
    """The text with full-width digits, letters and separators in ASCII, web addresses blanked.

    What is left of an address are resident IDs. The result is as long as the text.
    """
    if "://" in text:
        text = _WEB().sub(_blanked, text)
    return text.translate(_FULL_WIDTH) if _WIDE().search(text) else text


def _blanked(match: re.Match[str]) -> str:
    address = match.group()
    kept, at = "", 0
    for start, end in resident_ids(address):
        kept, at = kept + "\0" * (start - at) + address[start:end], end
    return kept + "\0" * (len(address) - at)


PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁"
    "沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史陶贺毛郝顾龚邵万覃武钱戚"
)
_DIGIT, _NUMERAL = "0-9０-９𝟎-𝟿", "〇零一二三四五六七八九十"
_SAID = dict(zip("〇○零幺一二三四五六七八九", "0001123456789", strict=True))  # digit by digit
_SOME_NUMERAL = f"{_DIGIT}{_NUMERAL}"
_SPREAD = f"(?:[- －\u3000\ufe0f\u20e3]{{1,2}}[{_DIGIT}]){{5}}"
_DIGITS = f"(?:[{_DIGIT}]{{4}}|[{_DIGIT}]{{2}}\\W+[{_DIGIT}]{{3}}|{_SPREAD}|班)"
_AT_DOOR = f"[^，。；\n]{{0,30}}?[{_SOME_NUMERAL}]号"
_YOUNG = "[儿女男]童|[学中困]生|[孤患女]儿|[儿孙孩]子|[孙外][女孙]|级的"
_SIGNS = (  # what else may begin something of the sort, and what must then follow
    (PROVINCE, r"\s?[A-Za-zＡ-Ｚａ-ｚ]"),
    ("JjＪｊ", f"\\W?[{PROVINCE}{_DIGIT}]"),
    ("号牌照车", r"码?[是为:：“\s]{0,3}[军空海北沈兰济南广成]?\s?[A-Za-zＡ-Ｚａ-ｚ]"),
    ("○幺一", f"[-\\s{''.join(_SAID)}]{{4}}"),
    ("<&", f"(?<=[{_DIGIT}].)|(?<=&)(?:#|commat)"),
    ("村屯庄队", f"[{_SOME_NUMERAL}]"),
    ("区园寓苑城", f"[{_DIGIT}]{{1,3}}[-－#]"),
    ("号", f"[之{_SOME_NUMERAL}]"),
    (f"{_NUMERAL})）大中小", "班"),
    # of 20岁 to 99岁 and 弄清 most stories tell
    ("岁", f"(?<![2-9２-９][{_DIGIT}]岁)(?<![1１][89８９]岁)"),
    ("栋幢弄座梯", f"(?<=[{_SOME_NUMERAL}A-ZＡ-Ｚ].)"),
    ("住", _AT_DOOR),
    ("上读念家同加月vVｖＶ", f"(?:[初高][一二三]|在{_AT_DOOR}|学|[vVｖＶ:：]|大?的[女儿孙外侄])"),
    ("@＠﹫", ""),
    ("孩年", f"(?<=[女男]孩|少年)[“（(]?[{SURNAMES}]"),
    ("#＃", r"[a-z0-9]{2,7}\."),
    ("籍", f"(?:地|所在){_AT_DOOR}"),
    (r"年小单号微威薇vVwW(（\[", r"(?:级|朋友|元|楼|院|\s?信|[xX]|[eE][iIcC]|\s?[aA][tT])"),
    ("微威薇", r"(?<=加.)[:：\s]?[A-Za-zＡ-Ｚａ-ｚ]"),
    ("癌瘤瘫痫病炎痴症衰梗肝疮", ""),
    ("童生儿女子孙同的", f"(?:(?<={_YOUNG})[“（(]?[{SURNAMES}]|(?<=[{SURNAMES}]..同)学)"),
)
# It begins with one set of characters: `re` skips to the next of them ten times faster than it
# tries, and reads the text once instead of seven times. Most of them are digits.
_SUSPICIOUS = re.compile(
    f"[{_DIGIT}{''.join(first for first, _ in _SIGNS)}]"
    f"(?:(?<=[{_DIGIT}]){_DIGITS}"
    f"|(?<![{_DIGIT}])(?:{'|'.join(f'(?<=[{first}]){then}' for first, then in _SIGNS)}))"
)


def suspicious(text: str) -> bool:
    """Whether any finder could mean anything in the text; costs a fortieth of asking them all."""
    return _SUSPICIOUS.search(text) is not None


_HIDDEN = 4  # signs of a number at least


def mask(value: str, head: int, tail: int) -> str:
    """The number as offices show it: `138****8000`; the country's 86 is left out.

    Of a short one less is shown at its head, so that nobody tries what is left: `87****21`.
    """
    bare = re.sub(r"[^0-9A-Za-z]", "", plain(value).translate(_AS_TYPED))
    bare = re.sub(r"^(?:00)?86(?=\d{11}$)", "", bare)
    head = max(0, min(head, len(bare) - tail - _HIDDEN))
    return f"{bare[:head]}{'*' * (len(bare) - head - tail)}{bare[len(bare) - tail :]}"


ENDS = "XxⅩⅹ×ХхΧχ"  # what is typed for the X of an ID: Roman, Cyrillic and Greek ones, a cross
_AS_TYPED = str.maketrans(_SAID | dict.fromkeys(ENDS[2:], "X"))

# GB/T 2260: the first two digits of the place where the number was given out.
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
    "61 62 63 64 65 71 81 82 83".split()
)
_BEGINS = "(?:(?<![0-9A-Za-z])|(?<![A-Za-z][Ii][Dd])(?<=[Ii][Dd]))"  # A110105… is a sample's
_GAP = "[-. ·]{0,3}"
_ID_18 = finder(  # in groups of 6, 4, 2, 2 and 3, of 4, of 6, with or without what parts them
    rf"{_BEGINS}(?:\d{{6}}{_GAP}(?:19|20)\d\d{_GAP}\d\d{_GAP}\d\d{_GAP}\d{{3}}{_GAP}"
    rf"|\d{{4}}{_GAP}\d\d(?:19|20){_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP}\d"
    rf"|\d{{6}}{_GAP}(?:19|20)\d{{4}}{_GAP}\d{{5}}|(?:\d[- ]){{17}})[\d{ENDS}](?![0-9A-Za-z])",
    *("19", "20", "1 9", "2 0", "1-9", "2-0"),
    core=rf"[0-9]{{4}}{_GAP}[0-9]{{2}}{_GAP}(?:19|20)|(?:[0-9][- ]){{17}}",
)
_ID_NAMES = ("身份证", "身份号码", "证件号")  # 公民身份号码 is what the card itself says
_ID_15 = finder(rf"{_BEGINS}\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{3}}(?!\d)", *_ID_NAMES)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_ids(text: str) -> Iterator[Span]:
    """Resident ID numbers with a true check digit (GB 11643-1999), or so called nearby.

    What is called one and has a wrong digit is still nearly somebody's number.
    """
    for match in _ID_18(text):
        bare = _bare_id(match)
        sound = _is_sound(bare) or _called_id(text, match.start())
        if sound and _born(bare[:2], bare[6:14]):
            yield match.span()
    for match in _ID_15(text):
        bare = _bare_id(match)
        if _called_id(text, match.start()) and _born(bare[:2], "19" + bare[6:12]):
            yield match.span()


def near_ids(text: str) -> Iterator[Span]:
    """What would be a resident ID number but for a wrong digit, and is not called another number.

    Of people born up to 2009: the dates of later ones are those of reports and samples.
    """
    for match in _ID_18(text):
        bare, start = _bare_id(match), match.start()
        other = _is_sound(bare) or _called_id(text, start) or bare[6:10] > "2009"
        called = _NO_PHONE().search(text[max(0, start - 12) : start])
        if not (other or called) and _born(bare[:2], bare[6:14]):
            yield match.span()


def _bare_id(match: re.Match[str]) -> str:
    return re.sub("[-. ·]", "", match.group()).translate(_AS_TYPED).upper()


def _is_sound(bare: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(bare, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == bare[17]


def _called_id(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start]
    return any(name in before for name in _ID_NAMES)


def _born(province: str, day: str) -> bool:
    try:
        date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return province in _PROVINCES


# UnionPay: 62…, 16 to 19 digits; written in one, in groups of four or behind the bank's six.
# Older ones of four large banks begin otherwise.
_OLDER = ("4367", "4563", "6013", "9558")
_CARD = finder(
    rf"(?<![0-9A-Za-z])(?:62\d\d|{'|'.join(_OLDER)})"
    r"(?:(?:[- ]{0,3}\d{4}){3}(?:[- ]{0,3}\d{1,3})?|(?P<bank>\d\d[- ])\d{10,13})(?![0-9A-Za-z])",
    "62",
    *_OLDER,
)
_BANK = later(
    "卡|[账帐][号户]|银行|开户|户名|存折|汇款|转账|收款|打款|捐款|善款|储蓄|[工农中建交招]行"
)
_ALSO = later("[,，、/;；和或及 \n]{1,3}")  # between two numbers that are told in one breath


def bank_cards(text: str) -> Iterator[Span]:
    """Bank cards that pass Luhn's sum: called so nearby, in groups of four, or alone on a line.

    And those that are listed after one. Order and sample numbers of that length pass the sum one
    time in ten.
    """
    last = 0
    for match in _CARD(text):
        start, end = match.span()
        near = text[max(0, start - 16) : start] + text[end : end + 8]
        in_fours = len(match.group()) > 19 and not match["bank"]
        plain_card = in_fours or _is_alone(text, start, end)
        called = _BANK().search(near) or (plain_card and match.group().startswith("62"))
        listed = last and _ALSO().fullmatch(text, last, start)
        if (called or listed) and _luhn(re.sub(r"\D", "", match.group())):
            last = end
            yield match.span()


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands on the line of a span; a line for each card would take n²."""
    while start and text[start - 1] in " 。":
        start -= 1
    while end < len(text) and text[end] in " 。":
        end += 1
    return (not start or text[start - 1] == "\n") and text[end : end + 1] in ("", "\n")


_DOCUMENT = finder(  # a number that is called a person's; of a passport its letter says so as well
    r"(?:(?:护照|通行证|军官证|士兵证|警官证|学生证|工作证|退休证|准考证|残疾人?证|低保证|驾驶证(?:档案)?|户口[本簿]|学(?=号)|台胞证|社保卡?|社会保障卡?|医保卡?|病[历案]|住院|门诊|就诊卡?|学籍)"
    r"(?:号码?|编号)[是为: “]{0,3}|(?:护照|通行证)[是为: “]{0,3}(?=[A-Z]{1,2}\d{7})"
    r"|[军士警][官兵]证[^，。；\d\n]{0,6}字?第(?=\d+号))"
    r"(?P<n>[A-Z]{0,2}\d{6,20}(?:[A-Z]\d{0,2})?)(?![0-9A-Za-z])",
    *"护照 行证 官证 兵证 生证 作证 休证 考证 疾证 人证 低保证 驶证 口本 口簿 学号".split(),
    *"社保 保障 医保 胞证 病历 病案 住院 门诊 就诊 学籍".split(),
)


def documents(text: str) -> Iterator[Span]:
    """Numbers of passports, cards and records of persons, called so; resident IDs are their own."""
    for match in _DOCUMENT(text):
        if not any(_ID_18(match["n"])):
            yield match.span("n")


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


_NO_PHONE = later(  # what a number is called that is no telephone's
    r"(?:[单编证批文案表]号|(?:证书|合同|流水|序列|样品|运单|订单|发票)(?:编?号码?)?"
    # of these that are acts or people as well the number must be told
    r"|(?:报告|注册|备案|产品|项目|登记|许可|专利|快递|档案|标准)编?号码?"
    r"|条形?码|代码|(?<![A-Za-z])(?:ISBN|ISSN|DOI|SN"
    r"|(?<!(?i:tel|one|ile) )(?<!(?i:tel)\. )[Nn][Oo]\.?"
    r"|(?:GB|DB\d*|HJ|NY|QB|YY|JJ[FG]|LY|SC|ISO|IEC)(?:/[TZ])?))[为是: #]*(?:[A-Z]{1,6}-)?$"
)
AMOUNT = (
    r"(?!\s?(?:多|余)?\s?(?:[万亿元次个人吨度%]|美元|公斤|千克|平方|立方|千瓦)"
    # these begin other words as well: 条件, 批准, 台湾
    r"|(?:多|余)?(?:[台套箱瓶页份辆件](?![北湾餐])|条(?![理件款])|批(?![准评示复量发])))"
)
_YEARS = r"(?!(?:19|20)\d\d[-,/·•](?:19|20)\d\d)"  # 138/2017/2018 are volumes of a paper
_MOBILE = finder(
    r"(?:(?<![0-9A-Za-z_])|(?<=[Tt]el)|(?<=TEL))(?<!\d[-.,/·])"
    r"(?:\(?(?:\+|00?)?86\)?[- ]{0,2}|0)?"  # 0 was dialled before one of another city
    r"(?:1[3-9]\d(?:[- ]{0,3}\d{4}[- ]{0,3}\d{4}|\.\d{4}\.\d{4}|[- ]\d{3}[- ]?\d{5}"
    rf"|\d{{2}}[- ]\d{{6}}|[- ]\d\d[- ]\d{{3}}[- ]\d{{3}}"
    rf"|(?<!/1[3-9]\d)(?P<s>[·•,/]){_YEARS}\d{{4}}(?P=s)\d{{4}}(?!(?P=s)|\.[a-z]))"
    rf"|\(1[3-9]\d\)[- ]{{0,2}}{_YEARS}\d{{4}}[- ]{{0,2}}\d{{4}})"
    r"(?![0-9A-Za-z@]|[.,]\d)" + AMOUNT,
    *(f"1{digit}" for digit in range(3, 10)),
    core=r"1[3-9]\d[- .·•,/)]{0,3}\d{2}",
)
_SAY = "".join(_SAID)
_SAID_MOBILE = finder(
    rf"(?<![{_SAY}十百千万亿点])[幺一][三四五六七八九][{_SAY}][- ]{{0,2}}[{_SAY}]{{4}}[- ]{{0,2}}"
    rf"[{_SAY}]{{4}}(?![{_SAY}十百千万亿点])" + AMOUNT,
    "幺",
    "一",
    core=f"[幺一][三四五六七八九][{_SAY}]",
)
_SPREAD_MOBILE = finder(
    r"(?<![0-9A-Za-z][- ])(?<![0-9A-Za-z])1(?P<s>[- ])[3-9](?:(?P=s)\d){9}(?![0-9A-Za-z]|(?P=s)\d)",
    "1 ",
    "1-",
    core=r"1[- ][3-9][- ]\d[- ]",
)
_MOBILE_ALONE = r"1[3-9]\d{9}"
_LISTED_MOBILE = finder(  # 13800138000,13900139000 and 1.13800138000, which no decimal is
    rf"(?:(?<=\d{{7}}[,/])|(?<=1[3-9]\d{{9}}[-.·])|(?<=^[1-9]\.)|(?<=^[1-9]\d\.)"
    rf"|(?<![0-9A-Za-z_])(?<!\d[-.,/·])(?={_MOBILE_ALONE}[.,](?:{_MOBILE_ALONE}|0\d{{2,3}}-?\d{{7}})))"
    rf"{_MOBILE_ALONE}(?![0-9A-Za-z@]|\.[a-z])" + AMOUNT,
    *(f"1{digit}" for digit in range(3, 10)),
    core=_MOBILE_ALONE,
    flags=re.MULTILINE,
)


_NEXT_MOBILE = later(  # 138 0013 8000/139 0013 9000
    r"[/,] ?(?P<n>1[3-9]\d(?P<s>[- ])\d{4}(?P=s)\d{4})(?![0-9A-Za-z@]|\.\d)" + AMOUNT
)


def mobiles(text: str) -> Iterator[Span]:
    """Mobile numbers, +86 and separators included, in Chinese numerals too."""
    yield from followed(text, _mobiles(text), _NEXT_MOBILE())


def _mobiles(text: str) -> Iterator[Span]:
    for pattern in (_MOBILE, _LISTED_MOBILE, _SAID_MOBILE, _SPREAD_MOBILE):
        for match in pattern(text):
            if not _NO_PHONE().search(text[max(0, match.start() - 12) : match.start()]):
                yield match.span()


_AREA = r"(?:10|2\d|[3-9]\d\d)"  # after the 0: 010 Beijing, 02x large cities, 03xx to 09xx
_LOCAL = r"\d{3,4}[- ]?\d{4}(?![0-9A-Za-z]|\.\d)"
_END = r"\d{3}[- ]?\d{4}"  # of every such number
_TELEPHONE = "电话 座机 固话 联系方式 传真 热线 总机 致电 拨打 Tel TEL tel Fax FAX fax".split()
_LANDLINE = finder(
    r"(?<![0-9A-Za-z])(?<!\d[-. ])(?:"
    rf"\(0{_AREA}\)[- ]?{_LOCAL}|0{_AREA}[- ]{{1,3}}{_LOCAL}"
    rf"|(?:\+|00)86[- ]?\(?0?\)?{_AREA}\)?[- ]?{_LOCAL})",
    "-",
    " ",
    "(",
    "86",
    core=_END,
)
_HOTLINE = r"[48]00(?:[- ]?\d){7}(?!\d)"  # 400-820-8888: for the public
_EXTENSION = r"(?!-\d)|-\d{2,5}(?![-\d])"  # 87654321-802
_CALLED = finder(
    rf"(?:{'|'.join(_TELEPHONE)})(?:号码|\((?!0)[^()\n]{{1,8}}\))?[是为:. ]{{0,3}}"
    rf"(?P<n>0{_AREA}\d{{7,8}}|(?!{_HOTLINE})[2-8]\d{{2,3}}[- ]?\d{{4}}(?={_EXTENSION}))"
    r"(?!\d| \d)" + AMOUNT,
    *_TELEPHONE,
    core=_END,
)
_DECIMALS = r"[.-]\d|,\d{1,6}(?!\d)"  # after a comma seven and more are the next telephone
_UNBROKEN = finder(  # 0591 and 87654321 without a hyphen
    r"(?<![0-9A-Za-z._-])0(?:(?:10|2\d)[2-8]\d{7}|[3-9]\d\d[2-8]\d{6,7})"
    rf"(?![0-9A-Za-z]|{_DECIMALS})" + AMOUNT,
    "0",
    core=r"0[1-9]\d{9}",
)
_NEXT = later(  # 0591-87654321、87654322
    rf"(?:-\d{{2,5}})?[/、,;；和或] ?(?P<n>(?!{_HOTLINE})[2-8]\d{{6,7}})"
    rf"(?![0-9A-Za-z]|{_DECIMALS})" + AMOUNT
)


def landlines(text: str) -> Iterator[Span]:
    """Landlines with an area code, or called a telephone, and those told in the same breath.

    Never 12345, 400 or 800 numbers.
    """
    yield from followed(text, _landlines(text), _NEXT())


def _landlines(text: str) -> Iterator[Span]:
    called = [match.span("n") for match in _CALLED(text)]
    for match in (*_LANDLINE(text), *_UNBROKEN(text)):
        named = _NO_PHONE().search(text[max(0, match.start() - 12) : match.start()])
        if not named and match.span() not in called:
            yield match.span()
    yield from called


def followed(text: str, spans: Iterable[Span], next: re.Pattern[str]) -> Iterator[Span]:
    """Numbers, and each that is told after one in the same breath."""
    for start, end in spans:
        yield start, end
        while more := next.match(text, end):
            end = more.end("n")
            yield more.span("n")
