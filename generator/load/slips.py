"""What a Chinese input method does to YAML: slips that YAML accepts and that would lose words.

`slips_told.py` names the slip behind a YAML error; both speak of lines in the author's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from generator.load.below import named_rows
from generator.load.names import names, notes
from generator.model.days import meant_by
from generator.model.patterns import later
from generator.model.problem import Level, Words


class Slip(NamedTuple):
    """A slip's id, what is wrong, what to type instead."""

    id: str
    message: Words
    hint: Words
    level: Level = "error"


def fullwidth_comma(mark: str = "，") -> Slip:
    """The slip `{审核人: 甲，日期: …}`."""
    what = "中文逗号“，”" if mark == "，" else f"“{mark}”"
    return Slip(
        "fullwidth-comma",
        Words(f"括号里用了{what}", f"“{mark}” stands between the brackets for a comma"),
        Words("改成英文逗号加一个空格", "type a plain comma and a space"),
    )


QUOTE_IT = Words("用英文引号把整段内容括起来", "put the whole value in quotes")
QUOTE_IT_SINGLY = Words(
    "里面有英文双引号：用英文单引号把整段内容括起来", "it holds quotes: put it all in single ones"
)
ODD_SPACE = "\u3000\xa0\u2000-\u200a\u202f"
_COLONS = "：︰﹕∶ː；;"  # the last two: the colon's key without Shift
_KEY = rf"(?P<key>[^\s:\"'#{_COLONS}]{{1,12}})"
_LINE = later(rf"(?P<indent>[ ]*(?:- )?){_KEY}(?P<colon>[ {ODD_SPACE}]?[{_COLONS}]|:(?![ \t]|$))")
_DASH = later(rf"(?:[—–─−]\s|[－‐‑﹣](?!\d)|[•·●▪◆]\s|-[{ODD_SPACE}])")
_BULLETS, _PIPES = frozenset("—–─−－‐‑﹣•·●▪◆-"), frozenset("｜丨︱")
FIRST_SIGNS = _BULLETS | _PIPES  # a plain value that begins with none of them slips in a list only
_DASH_ALONE = later(
    r"(?:[-—–─−－‐‑﹣*•·●▪◆①-⑳\uf000-\uf0ff]|l(?=\t)|[（(]?\d{1,2}[.、)）]|[一二三四五六七八九十]+[、.])"
)
_ODD_INDENT = later(rf"[ ]*(?:- )?([\t{ODD_SPACE}])")
_DASHED_KEY = later(
    rf"[ ]*(?P<dash>[—–─−－‐‑﹣•·●▪◆*\uf000-\uf0ff]|-(?=[^\s-])|-(?=[{ODD_SPACE}]))"
    rf"[{ODD_SPACE} \t]*{_KEY}\s*[:：]"
)
_NO_COLON = later(
    r"(?P<head>[ ]*(?:- )?)【?(?P<key>[^\s:：\"'#【】=＝，,。—–]{2,12})"
    r"(?:】|\s*[=＝]|[—–]+|[，,。](?=.{1,30}$)|(?=\s))\s*(?P<rest>[\[{].*|[^\s:][^:]*)$"
)
_KEY_ALONE = later(r"(?P<head>[ ]*)【?(?P<key>[^\s:：\"'#【】]{2,12})】?(?P<rest>)\s*$")
_BOLD_KEY = later(
    r"(?P<head>[ ]*(?:- )?)\*\*(?P<key>[^\s:：\"'#*]{2,12})(?:[:：]?\*\*\s*[:：]?)\s*(?P<rest>.*)$"
)
_SPACED_KEY = later(
    rf"(?P<head>[ ]*(?:- )?)(?P<key>[\u4e00-\u9fff]+(?:[{ODD_SPACE} ]+[\u4e00-\u9fff]+)+)"
    rf"\s*[{_COLONS}]\s*(?P<rest>.*)$"
)
NO_WORDS_IN = re.compile(r"\s*(?:`{3,}\w*|[*=_~%-]{2,})\s*")  # from a chat or a web page
ONLY_SIGNS = Slip(
    "bad-start",
    Words("这一行只有符号，不是稿件的内容", "this line of signs is no part of a story"),
    Words("删掉这一行", "delete the line"),
)
_CLOSED = later(r"[［【\[].*[］】\]]$")

_NO_COMMA = later(r"(?<=[^\s,{])\s+(?=(?P<key>[^\s:：,]{1,12}):\s)")
_HASH = re.compile(r"[^\s#]#\s*")
_NOTE_ENDS = re.compile(r"\s|[：:]|$")

_QUOTES = "“”‘’「」『』＂＇"
_MEASURED = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[^\d\s.,，。、~～—-]{1,4})")
_DAY = re.compile(r"(\d{4})\D{1,2}?(\d{1,2})\D{1,2}?(\d{1,2})\D?")  # 2026—03—08, 2026、3、8
_BYTES = {"K": 1e3, "KB": 1e3, "M": 1e6, "MB": 1e6, "兆": 1e6}


def slip_in_value(text: str, in_flow_list: bool) -> Slip | None:
    """A slip in a plain (unquoted) value that YAML accepts and that would lose data silently."""
    if text[:1] in _BULLETS and _DASH().match(text):
        return list_dash(text[0])
    if text[:1] in _PIPES and re.match(r".(?:\s|$)", text):
        return no_pipe(text[0])
    if in_flow_list and (match := re.search("[，；、]", text)):
        return _joined(match.group())
    return None


def no_comma(line: str, start: int) -> tuple[Slip, int] | None:
    """The slip `{审核人: 甲 日期: …}` in the braces that open at `start`, and its column from 0."""
    gap = _NO_COMMA().search(line, start)
    if not gap or line[start] != "{" or (key := gap["key"]) not in names():
        return None
    message = Words(f"“{key}”前面少了英文逗号", f"a comma is missing before “{key}”")
    hint = Words(f"写成  …, {key}: …", f"write  …, {key}: …")
    return Slip("fullwidth-comma", message, hint), gap.start()


def to_quote(value: str) -> Words:
    """The quotes that hold a value together."""
    return QUOTE_IT_SINGLY if '"' in value else QUOTE_IT


def no_pipe(char: str) -> Slip:
    """The slip of another sign where `|` opens a text."""
    return Slip(
        "fullwidth-pipe",
        Words(f"竖线用了“{char}”，分段会丢失", f"“{char}” is no |: paragraphs would be lost"),
        Words("改成英文竖线 |（切换到英文输入法，Shift 加 \\ 键）", "type a plain |"),
    )


def slip_in_pair(text: str) -> tuple[Slip, int] | None:
    """The comma of a value in braces behind which the next key hides (`{审核人: 甲，日期：…}`)."""
    for match in re.finditer(r"，\s*([^\s:：，]{1,12})\s*[:：]", text):
        if match[1] in names():
            return fullwidth_comma(), match.start()
    return None


def slip_in_line(line: str) -> tuple[Slip, int] | None:
    """A slip at a line's beginning that hides the key of a field, and its column from 0."""
    if odd := _ODD_INDENT().match(line):
        return odd_indent(odd.group(1)), odd.start(1)
    dashed = _DASHED_KEY().match(line)
    if dashed and dashed["key"] in names():
        return list_dash(dashed["dash"]), dashed.start("dash")
    return _at_colon(line)


def _at_colon(line: str) -> tuple[Slip, int] | None:
    match = _LINE().match(line)
    if not match or match["key"] not in names():
        return None
    key, colon, at = match["key"], match["colon"], match.end() - 1
    if colon != ":":
        return fullwidth_colon(key, colon.strip()), at
    if line[match.end() : match.end() + 1].isspace():
        return ODD_SPACE_AFTER_COLON, match.end()
    return no_space_colon(key), at


def no_colon(line: str) -> tuple[Slip, re.Match[str], str] | None:
    """A field without its colon (`标题 甲`, `标题= 甲`, `【标题】甲`, `标题` alone), spaced out
    (`摘 要：…`) or bold (`**标题**: 甲`).

    With the slip come its `head`, `key` and `rest`, and the key as it is to be typed.
    """
    match = _NO_COLON().match(line) or _KEY_ALONE().match(line)
    if match and (key := match["key"]) in names():
        message = Words(f"“{key}”后面少了冒号", f"a colon is missing after “{key}”")
    elif (match := _BOLD_KEY().match(line)) and (key := match["key"]) in names():
        message = Words(f"“{key}”前后有星号", f"asterisks stand around “{key}”")
    elif (match := _SPACED_KEY().match(line)) and (key := _joined_up(match["key"])) in names():
        typed = match["key"]
        message = Words(f"项目名“{typed}”中间有空格", f"blanks stand within “{typed}”")
    else:
        return None
    slip = Slip("stray-line", message, Words(f"写成  {key}: …", f"write  {key}: …"))
    return slip, match, key


def _joined_up(key: str) -> str:
    return re.sub(r"\s", "", key)


def slip_in_list(text: str) -> Slip | None:
    """A slip in a text that stands where a list should."""
    if _CLOSED().match(text):
        return Slip(
            "fullwidth-bracket",
            Words("列表的方括号要用英文的 [ ]", "a list takes plain brackets [ ]"),
            Words("例如 [甲, 乙]，括号和逗号都用英文的", "e.g. [a, b], brackets and commas plain"),
        )
    found = _DASH_ALONE().match(text)
    return list_dash(found[0]) if found else None


def and_below(slip: Slip, lines: Sequence[str], rows: range) -> Slip:
    """The slip of a list's first entry, with the lines below it that begin as wrongly."""
    more = [row for row in rows if slip_in_list(lines[row].strip())]
    if not more or slip.id != "list-dash":
        return slip
    zh, en = named_rows(more)
    told = Words(f"{slip.message.zh}；{zh}的行首也要改", f"{slip.message.en}; so in {en}")
    return slip._replace(message=told)


def slip_in_key(key: str) -> tuple[Slip, int] | None:
    """A slip that turns an indented line into a new key, and its column from 0."""
    if match := _ODD_INDENT().match(key):
        return odd_indent(match.group(1)), 0
    if key[:1] in _BULLETS and key[1:].lstrip("- ") in names():
        return list_dash(key[0]), 0
    return _at_colon(key)


def retyped(typed: str, shape: str) -> Words | None:
    """What to type instead of a number, day or choice in Chinese quotes or with its unit."""
    bare = typed.strip(f"{_QUOTES} ")
    plain = unicodedata.normalize("NFKC", bare)
    match = _MEASURED.fullmatch(plain) if shape == "number" else None
    if match:
        number = float(match["number"]) * _BYTES.get(match["unit"].upper(), 1)
        what = "（字节）" if match["unit"].upper() in _BYTES else f"，不写“{match['unit']}”"
        return Words(f"只写数字{what}：{number:.12g}", f"digits only: {number:.12g}")
    day = _DAY.fullmatch(plain) if shape in ("day", "time") else None
    if shape in ("day", "time") and (meant := meant_by(plain)):
        return Words(f"写成  {meant}", f"type  {meant}")
    with suppress(ValueError):  # no such day
        if day:
            whole = date(int(day[1]), int(day[2]), int(day[3])).isoformat()
            return Words(f"写成  {whole}", f"type  {whole}")
    if bare != typed:
        return Words(f"去掉引号，写成  {plain}", f"without the quotes:  {plain}")
    return None


_NOTE_ABOVE = Words(
    "是备注的，在上面单独写一行，以“# ”开头", "a note takes a line of its own above, behind “# ”"
)
_KEEP_OR_NOTE = Words(
    f"要保留这些文字，用英文引号把整行内容括起来；{_NOTE_ABOVE.zh}",
    f"quote the whole value to keep them; {_NOTE_ABOVE.en}",
)


def hidden_comment(rest: str) -> Slip | None:
    """Words after “ #” that YAML drops as a comment though they were meant (`甲 #乙`)."""
    if re.match(r"\s+#[^\s#!]", rest):
        return Slip(
            "hash-cut",
            Words(
                "“#”后面的文字会被当作注释，不会出现在网站上",
                "the words after “#” count as a comment and would be lost",
            ),
            _KEEP_OR_NOTE,
        )
    return None


def note_behind(rest: str) -> int:
    """Where words behind “ # ” are no starter file's note, and may have been meant; or -1."""
    match = _BEHIND.match(rest)
    if match is None or rest[match.end() :].rstrip() in notes():
        return -1
    return -1 if _is_note(rest, match.end()) else match.start("sign")


_BEHIND = re.compile(r"\s+(?P<sign>#)[#!]*\s*(?=\S)")
NOTE_BEHIND = Slip(
    "hash-note",
    Words(
        "“#”后面的文字是注释，不会出现在网站上",
        "the words after “#” are a comment and appear nowhere",
    ),
    _KEEP_OR_NOTE,
    "warning",
)

NOTE_IN_BRACKETS = NOTE_BEHIND._replace(
    hint=Words(
        f"要保留这些文字，写进括号里；{_NOTE_ABOVE.zh}",
        f"put them between the brackets to keep them; {_NOTE_ABOVE.en}",
    )
)


def left_note(text: str) -> int:
    """Where a starter file's note is part of a plain value (`一盏灯# 不超过40字`), or -1."""
    for match in _HASH.finditer(text):
        if _is_note(text, match.end()):
            return match.start() + 1
    return -1


def _is_note(text: str, at: int) -> bool:
    """Whether a starter file's note stands there, with its choices or without."""
    return any(
        text.startswith(note, at) and _NOTE_ENDS.match(text, at + len(note)) for note in notes()
    )


LEFT_NOTE = Slip(
    "note-left",
    Words("“#”和它后面的说明成了内容的一部分", "the “#” and its note are part of the value"),
    Words("把“#”和后面的说明删掉", "delete the “#” and the note"),
)


def list_dash(char: str) -> Slip:
    """The slip `— 先进`, `-先进`, `1. 先进` or `-- 先进` for `- 先进`."""
    message = Words(f"列表每项前面要用“- ”，这里用了“{char}”", f"“{char}” begins no list entry")
    hint = Words(
        "改成英文减号加一个空格，例如  - 先进集体", "type a hyphen and a space, e.g.  - entry"
    )
    if char == "-":
        message = Words("减号后面少了一个空格", "a space is missing after the hyphen")
    elif char == "--":
        message = Words("行首的减号多了一个", "there is one hyphen too many")
        hint = Words("只留一个减号，后面一个空格", "leave one hyphen and a space behind it")
    return Slip("list-dash", message, hint)


def fullwidth_colon(key: str, colon: str = "：") -> Slip:
    """The slip `摘要：…` for `摘要: …`."""
    what = "中文冒号“：”" if colon == "：" else f"“{colon}”"
    return Slip(
        "fullwidth-colon",
        Words(f"“{key}”后面用了{what}", f"“{colon}” stands after “{key}” instead of a colon"),
        Words(
            f"改成英文冒号加一个空格，例如  {key}: …",
            f"type a plain colon and a space, e.g.  {key}: …",
        ),
    )


def no_space_colon(key: str) -> Slip:
    """The slip `摘要:…` for `摘要: …`."""
    return Slip(
        "no-space-colon",
        Words(f"“{key}:”后面少了一个空格", f"a space is missing after “{key}:”"),
        Words("在英文冒号后面加一个半角空格", "type a space after the colon"),
    )


ODD_SPACE_AFTER_COLON = Slip(
    "odd-space",
    Words("冒号后面是全角空格或特殊空格", "a special space stands after the colon"),
    Words("删掉它，重新按一个半角空格", "delete it and type a plain space"),
)


BLANKS_AT_END = Slip(
    "odd-space",
    Words("行末有制表符、全角空格或特殊空格", "a tab or a special space ends the line"),
    Words("删掉行末的空白", "delete the blanks at its end"),
)


def odd_indent(char: str) -> Slip:
    """The slip of an indent that is not made of plain spaces."""
    names = {
        "\t": Words("制表符（Tab）", "a tab"),
        "\u3000": Words("全角空格", "a full-width space"),
    }
    name = names.get(char, Words("特殊空格", "a special space"))
    return Slip(
        "indent-char",
        Words(f"行首缩进用了{name.zh}", f"the indent holds {name.en}"),
        Words(
            "删掉行首空白，在英文输入状态下改按空格键，与上面同一级的项目左对齐；下一级再往右两个空格",
            "delete the blanks and type plain spaces, in line with the fields of its level",
        ),
    )


def swallowed_entry() -> Slip:
    """The slip of an entry whose dash is indented more than its neighbours'."""
    return Slip(
        "list-indent",
        Words(
            "这一行的“-”没有和上面的对齐，被并进了上一项",
            "this dash does not line up, so the entry became part of the one above",
        ),
        Words("让每项的“-”上下对齐", "line the dashes up"),
    )


ONE_OF_THEM = Words("删掉其中一个，或合并成一个", "delete one of them, or join them")
NEW_STORY = Words(
    "从这里起是另一篇稿件的，移到另一个文件：一篇稿件一个文件；不是的，删掉其中一个，或合并成一个",
    "one story a file: move another one to a file of its own; else delete one, or join them",
)


def _joined(mark: str) -> Slip:
    return Slip(
        "fullwidth-comma",
        Words(f"方括号里用了“{mark}”，会被当成一项", f"“{mark}” in [ ] makes one entry of two"),
        Words(
            "改成英文逗号，例如 [甲, 乙]；如果确实是一项，请加英文引号",
            "type a plain comma, e.g. [a, b]; quote it if it is one entry",
        ),
        "warning" if mark == "、" else "error",
    )
