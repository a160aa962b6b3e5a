"""Headings break between words and never inside one."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.breaks import clauses, soft, words_of

WORDS = {
    "雨夜十一小时": "雨夜|十一小时",
    "一支志愿服务队的抢修接力": "一支|志愿|服务队的|抢修|接力",
    "“1252”工作法": "“1252”|工作法",
    "“1+3+2”党建基础性工程": "“1+3+2”|党建|基础性|工程",
    "把群众的“烦心事”办成“暖心事”": "把群众的|“烦心事”|办成|“暖心事”",
    "连续12年走进社区": "连续|12年|走进|社区",
    "36亿多美元出口": "36亿多美元|出口",
    "C919 与 ISO 9001 认证": "C919 |与 |ISO |9001 |认证",
    "阿不都·热合曼的三十年": "阿不都·热合曼的|三十年",
    "零等待查验，多走一步路": "零等待|查验，|多走|一步路",
    "“两个机制”和“三支示范队伍”": "“两个机制”|和“三支|示范|队伍”",
    "《节能法》（修订）": "《节能法》|（修订）",
    "为博爱学校累计捐款": "为博爱学校|累计|捐款",
    "厦门检验检疫局的学校": "厦门|检验检疫局的|学校",
    "Quality First: ISO/IEC 17025": "Quality |First: |ISO/IEC |17025",
    "Safe, simple!": "Safe, |simple!",
    "": "",
}
SOFT = {
    "巡线：不等": '<span class="ib">巡线：</span><wbr><span class="ib">不等</span>',
    "他说“好：办”": "他说<wbr>“好：办”",
    "他说“好：马上就办”": "他说<wbr>“好：<wbr>马上就办”",
    "数据<b>": "数据<wbr>&lt;<wbr>b<wbr>&gt;",
    "结尾：": "结尾：",
    "支部（资源与环境分院）": '支部<wbr><span class="ib">（资源<wbr>与环境分院）</span>',
    "单位（7个）": "单位<wbr>（7个）",
    "“定”“创”双推": '“定”<wbr><span class="half">“</span>创”<wbr>双推',
    "甲·乙": '<span class="tied">甲·</span>乙',
    "阿卜杜热合曼·买买提明·阿布都": '阿卜杜<wbr>热合<span class="tied">曼·</span><wbr>'
    '买买提<span class="tied">明·</span><wbr>阿布都',
    "连续12年": '连续<span class="gap"></span><wbr>12年',
    "党支部PDCA循环": '党支部<span class="gap"></span><wbr>PDCA<span class="gap"></span><wbr>循环',
}


@pytest.mark.parametrize("text", WORDS)
def test_words_stay_whole(text: str) -> None:
    assert "|".join(words_of(text)) == WORDS[text]


@pytest.mark.parametrize("text", SOFT)
def test_a_break_after_the_first_colon_is_preferred(text: str) -> None:
    assert str(soft(text)) == SOFT[text]


def test_whom_a_text_is_about_stays_whole() -> None:
    text = "食品所班组长许锦华"
    assert "许锦华" not in "|".join(words_of(text))
    assert "|".join(words_of(text, "许锦华")) == "食品所|班组长|许锦华"
    assert "".join(words_of("许锦华和许锦华的许", "许锦华")) == "许锦华和许锦华的许"


@given(st.text(alphabet="工作法党建的一二12a.%“”《》（），。：、—· <&\n", max_size=24))
def test_nothing_is_lost_and_no_line_begins_with_a_closing_mark(text: str) -> None:
    pieces = words_of(text)
    assert "".join(pieces) == text
    for before, after in pairwise(pieces):
        assert after[0] not in "”》），。：、—·%"
        assert before[-1] not in "“《（"
    told = re.sub(r"<[^>]+>", "", str(soft(text)))
    assert told.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


def test_a_maxim_has_a_column_for_each_clause() -> None:
    assert clauses("眼睛要勤，腿要勤。") == ["眼睛要勤，", "腿要勤。"]
    assert clauses("“心要勤。”他说") == ["“心要勤。”", "他说"]
    assert clauses("没有标点") == ["没有标点"]
