"""Names of people told beside what nobody may tell of them: they are children, or they are ill.

A name is a surname and one or two signs that names are made of. Whoever is told as 陈阿婆, 林女士
or 李某 has no name here.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.personal import SURNAMES, Span
from generator.model.patterns import finder

# What stands behind those signs in other words: 万余名, 于全校, 高考, 陈阿婆.
_NO_NAME = (
    "的了着和与或及是在有让请给对向把被为以其他她它这那些个名位余多年月日时分岁级班校体系届院部学业课营赛会节"
    "题类等们员队室场组册元次人万千百一二三四五六七八九十两零女男籍化性度型率量质烧考中上下不没就才又也都还"
    "很太最更每各全某谁什么怎哪里后前间内外要能可会曾经常将已正刚始终所由从到去来过起得患病龄天案式便期面阶"
    "阿婆姨爷妈叔奶伯哥姐嫂先生师傅老汉总书记主任科局副工说看听做走送带教做陪抱接拉边末幕散"
)
_GIVEN = rf"(?![{_NO_NAME}])[\u4e00-\u9fff]"
_NAME = f"[{SURNAMES}]{_GIVEN}{_GIVEN}"
_ANY_NAME = f"[{SURNAMES}]{_GIVEN}{{1,2}}"
_AFTER = r"(?=[,，。、；;！？…)”\s]|[的家和与一是在从也被由]|$)"
_YOUNG = "上学|放学|幼儿园|小学|初中|中考|家长会|出生|满月|百日|周岁|年幼|断奶"
_CHILD = finder(
    r"(?:儿童|孤儿|患儿|女童|男童|[小中]学生|[高初]中生|贫困生|(?:受助|资助|困难|贫困)学生|[女男]孩|少年"
    rf"|年级的?(?:[女男学]生|的))[“(]?(?P<a>{_NAME}){_AFTER}"
    rf"|(?:女儿|儿子|孙[子女]|外孙女?|孩子)(?P<b>{_NAME})(?=[^，,。；！？\n]{{0,8}}(?:{_YOUNG}))"
    rf"|(?P<c>{_NAME})同学(?![们会聚录])",
    *"童 孤儿 患儿 学生 中生 困生 年级 女儿 儿子 孙 孩 少年 同学".split(),
    core="[童儿生子女孙孩]|年级|同学|少年",
)


def named_children(text: str) -> Iterator[Span]:
    """Names of pupils, of children in need, of somebody's child that goes to school."""
    for match in _CHILD(text):
        yield match.span(match.lastgroup or 0)


_ILL = "癌瘤瘫痫病炎痴症衰梗肝疮"  # one of them is in the name of each
_ILLNESS = (
    "(?:癌|[^，。；！？、\n]{1,2}[癌瘤]|白血病|尿毒症|艾滋病|肝炎|乙肝|肺炎|结核病|糖尿病|帕金森病|老年痴呆|抑郁症"
    "|阿尔茨海默病|精神病|精神疾病|精神分裂症|自闭症|孤独症|癫痫|脑瘫|脑梗|偏瘫|瘫痪|红斑狼疮|渐冻症|冠心病|心脏病"
    "|肾[病衰炎]|肝硬化|血友病|重病|大病|绝症)"
)
_FALLS_ILL = (
    r"(?:[,，(]?(?:不幸|突然|因|也|又|却|还|身|被|被医院|先后|[去今前]年|早年|多年|常年|长期|\d{4}年)){0,3}"
    "(?:[,，(]?罹?患上?有?|确诊为?|查出|检查出|诊断[为出]|得了|感染)[了有上]?"
)
_BEFORE = (  # a name begins a clause or stands behind what its owner is
    r"(?:^|(?<=[\s,，。、；;：:！？“(])|(?<=[党职队社团]员)|(?<=同[志事学])|(?<=职工|[村居]民|老人|群众)|(?<=户)"
    "|(?<=妻子|丈夫|爱人|父亲|母亲|女儿|儿子|孩子|婆婆|公公|弟弟|妹妹|慰问|看望|走访|探望|帮扶|帮助|资助|对象))"
)
_WHO = "(?:同事|职工|党员|[村居]民|同志|老人|孩子|[女男]孩|学生|儿童|女儿|儿子)"
_PATIENT = finder(
    rf"{_BEFORE}(?P<a>{_ANY_NAME})(?:同志|老人|同学)?(?:{_FALLS_ILL}[^，。；！？、\n]{{0,6}}?{_ILLNESS}"
    rf"|(?:因病?[(]?|突发|中风){{1,2}}{_ILLNESS}(?!症?[医防筛疫检科项专患病早号]))"
    rf"|(?:患者|病人|患儿)(?P<b>{_ANY_NAME})[,，、]?[^，,。；！？\n]{{0,8}}?{_ILLNESS}"
    rf"|{_ILLNESS}[^，。；！？、\n]{{0,3}}?(?:患者|感染者|携带者|病?人|患儿|的(?:[^，。；！？、\n]{{0,3}}{_WHO})?)"
    rf"(?P<c>{_ANY_NAME}){_AFTER}",
    *_ILL,
    core=f"[{_ILL}]",
)


def patients(text: str) -> Iterator[Span]:
    """Names of people of whom an illness is told in the same clause."""
    for match in _PATIENT(text):
        yield match.span(match.lastgroup or 0)
