"""What in a text leads to somebody without a number of theirs: a car, a home, a child's class."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.people import named_children
from generator.check.personal import PROVINCE, SURNAMES, Span
from generator.model.patterns import finder, later

# GA 36-2018: province, letter, five digits and letters (I and O left out), six for new energy.
_PLATE = finder(
    r"(?<![锅容管瓶梯起索游车]\d\d)"  # 梯11闽A00123(18) is registered equipment
    r"(?!新 ?(?:GB|DB|HJ|NY|SN|QB|YY|JJ|LY|SC))"  # 新 + a standard's number: “执行新GB7718”
    # of 北京 A12345 and 最新 A12345 the first sign belongs to what stands before it
    rf"(?:(?:[{PROVINCE}]|(?<![北南东天江辽四西最全更创])[{PROVINCE}] )[A-HJ-Z][·•‧・. -]?"
    r"(?P<serial>[A-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJK]"
    r"|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警领使港澳])"
    # of the armed police: WJ, its province, since 2013 as a sign, before as two figures
    rf"|(?<![A-Z0-9])WJ[· -]?(?:[{PROVINCE}]|\d\d(?=[· -]))[· -]?[A-Z消边通森交电金]?[· -]?"
    r"(?:\d{5}|\d{4}[A-Z]?))(?![A-Z0-9])",
    *(*PROVINCE, "WJ", "wj"),
    core=rf"[{PROVINCE}] ?[A-Za-z]|[Ww][Jj][· -]?[{PROVINCE}\d]",
    flags=re.IGNORECASE,
)
# Of the army: VA·12345, before 2013 军A12345 and those of its districts. So are samples numbered:
# it must be called a plate.
_ARMY_PLATE = finder(
    r"(?:[车号军]牌|牌照|军车|车号)[号码]{0,2}[是为: “]{0,3}"
    r"(?P<n>(?:[A-Z]{2}|[军空海北沈兰济南广成] ?[A-Z])[·•‧・. -]?\d{5})(?![A-Z0-9])",
    *("牌", "军车", "车号"),
    core=r"[牌照车号码是为: “][军空海北沈兰济南广成]? ?[A-Za-z]",
    flags=re.IGNORECASE,
)


def plates(text: str) -> Iterator[Span]:
    """Number plates of cars; a serial has two letters at most."""
    told = [
        match.span()
        for match in _PLATE(text)
        if not match["serial"] or len(re.findall(r"\d", match["serial"])) >= 3
    ]
    yield from told
    for match in _ARMY_PLATE(text):
        if match.span("n") not in told:
            yield match.span("n")


_NUMBER = "[0-9〇零一二三四五六七八九十]"
_ROOM = (
    "(?:室|(?![-~.,%0-9A-Za-z年月日号户人名个间套层组张台件盏次米平㎡吨度元万亿千百多余至到以]))"
)
_ESTATE = "(?:小区|花园|公寓|家园|花苑|新村|新城|新苑)"
_DOOR = finder(
    rf"{_NUMBER}{{1,4}} ?(?:[号#]楼|号院|栋|幢|弄|单元|[座梯])"
    r"[-0-9〇零一二三四五六七八九十A-Za-z单元层楼门弄号栋幢座梯 ]{0,16}?"
    rf"{_NUMBER}{{2,4}} ?(?:室|号房|房(?![间屋产])|(?<=梯\d{{3}})单元)"
    rf"|(?:(?<=号)|(?<=[A-Z]区)){_NUMBER}{{1,2}}座[0-9]{{3,4}}(?!立方){_ROOM}"
    rf"|(?<!第){_NUMBER}{{1,3}} ?单元 ?{_NUMBER}{{3,4}}(?!{_NUMBER}| ?[个名人页家件项台])"
    rf"|{_ESTATE}(?:[0-9]{{1,3}}-(?:[0-9]-)?|[0-9]{{1,3}}# ?)[0-9]{{3,4}}(?![-~0-9年])"
    rf"|[村屯庄队]{_NUMBER}{{1,3}}组{_NUMBER}{{1,4}}号"
    rf"|(?:[路街巷道里村庄园苑坊]|(?<!窗)口){_NUMBER}{{1,4}}号(?:之{_NUMBER})?{_NUMBER}{{3,4}}(?:室|房(?![间屋产]))"
    rf"|(?:{_NUMBER}{{1,3}}(?:号楼|[栋幢])(?:[0-9]{{1,2}}门)?|(?<![A-Za-z0-9])[A-Z][栋幢])[0-9]{{3,4}}{_ROOM}",
    *"室房元组楼栋幢座区园寓苑城村",
    core=rf"[栋幢弄楼院元组座梯]|[区园寓苑城村]\d{{1,3}}[-#]|号(?:之{_NUMBER})?{_NUMBER}",
)
_HOME = finder(  # where it is called somebody's home, the house is enough
    r"(?:家在|住址|居住地|家庭地址|户籍(?:地址?|所在地)|(?<!入)住(?![址院建房宿持所]))[^，。；！？、,;\n的到去访]{0,24}?"
    rf"(?P<door>(?:[路街巷道里村庄园苑坊弄社寨]|(?<!窗)口){_NUMBER}{{1,4}}号(?:之{_NUMBER})?(?:[0-9]{{3,4}})?)"
    rf"(?![楼院线病房床台车窗桌坑码{_NUMBER}])",
    *("家在", "家庭地址", "户籍", "住"),
)
_OFFICE = later("宿舍|实验|办公|科研|行政|业务|检测|会议|教学|窗口|大厦|检验")


def doors(text: str) -> Iterator[Span]:
    """Addresses down to the door of a home; rooms of offices and laboratories are none."""
    rooms = [match.span() for match in _DOOR(text)]
    houses = [match.span("door") for match in _HOME(text)]
    alone = [span for span in houses if not any(s < span[1] and span[0] < e for s, e in rooms)]
    for start, end in (*rooms, *alone):
        if not _OFFICE().search(text[max(0, start - 10) : start] + text[end : end + 6]):
            yield start, end


_AGE = finder(
    r"(?:(?<![\d.,/])(?<![-~至到、])(?:[1-9]|1[0-7])"
    r"|(?<![〇零一二三四五六七八九十百几数多、至到])(?:[一二两三四五六七八九]|十[一二三四五六七]?))"
    r" ?周?岁(?!以|及以|[至到段组、~-]|的?(?:品牌|企业|公司)"
    r"|(?:那年)?[就便]?(?:参加|参军|入伍|当兵|当学徒|学徒|进厂|入党|从|下乡|离家|那年|起))",
    "岁",
    core="[0-9一二两三四五六七八九十] ?周?岁",
)
_CLASS = finder(
    rf"(?:小学|幼儿园|初中|中学|高中|学校)[^，。；！？,;\n]{{0,6}}?"
    rf"(?:(?<![至到]){_NUMBER}年级(?![组至到])|(?<!培训)(?:[大中小]|{_NUMBER})班(?![子组主级]))"
    rf"|(?:[一二三四五六七八九1-9]年级|[初高][一二三]) ?[(]?{_NUMBER}{{1,2}}[)]? ?班"
    r"|(?<![0-9])[一二三四五六1-6]\(\d{1,2}\)班|[一二三四五六]年[0-9]{1,2}班(?!次)",
    "年级",
    "班",
)
_GRADE = finder(
    r"(?:上|读|念)(?:[一二三四五六1-6]年级|[初高][一二三])"
    r"(?=[的了,，。；、)女儿孩](?!时)|学生|$)",
    *"级 初 高".split(),
    core="[一二三四五六1-6]年级|[初高][一二三]",
)
_INFANT = finder(
    rf"(?<![-~0-9至到])(?:[0-9]{{1,2}}|{_NUMBER}{{1,2}})个多?月大?的(?=女儿|儿子|孙[子女]|外[孙甥]|侄)",
    "个月",
    "个多月",
)
_CHILD = finder(
    rf"(?:[{SURNAMES}][\u4e00-\u9fff]{{1,2}}|(?<![大中幼])小[\u4e00-\u9fff]|[{SURNAMES}])小朋友(?!们)",
    "小朋友",
)
_PUPIL = finder(
    r"(?:小学|初中|高中|中学|幼儿园|年级)[^，。；！？\n]{0,6}?"
    rf"(?P<name>[{SURNAMES}][\u4e00-\u9fff]{{0,2}}同学)(?!们)",
    "同学",
)


def minors(text: str) -> Iterator[Span]:
    """Ages below 18 of a person (not of a group: 3岁以下), school classes, named children."""
    told: list[Span] = []
    for pattern in (_AGE, _INFANT, _CLASS, _GRADE, _CHILD):
        told += [match.span() for match in pattern(text)]
    yield from told
    for match in _PUPIL(text):
        if not any(start < match.end() and match.start() < end for start, end in told):
            told.append(match.span("name"))
            yield match.span("name")
    for start, end in named_children(text):
        if not any(begin < end and start < stop + 3 for begin, stop in told):  # 读四年级的…
            yield start, end
