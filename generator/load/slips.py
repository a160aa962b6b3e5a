"""What a Chinese input method does to YAML, told in the author's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from generator.load.trouble import problem
from generator.model.problem import NO_WORDS, Problem, Words


class Slip(NamedTuple):
    """A slip's id, what is wrong, what to type instead."""

    id: str
    message: Words
    hint: Words


_QUOTE_IT = Words("用英文引号把整段内容括起来", "put the whole value in quotes")
_SPACES = {"\t": Words("制表符（Tab）", "a tab"), "\u3000": Words("全角空格", "a full-width space")}
_ODD_SPACE = Words("特殊空格", "a special space")
_RETYPE_INDENT = Words(
    "缩进只能用英文半角空格：切换到英文输入法，删掉行首空白，重新按空格键",
    "indent with plain spaces only: delete the blanks and type spaces",
)
_DASH = re.compile(r"(?:[—–─]\s|[－]|[•·●]\s)")
_ODD_INDENT = re.compile(r"[ ]*(?:- )?([\t\u3000\xa0\u2000-\u200a\u202f])")


def slip_in_value(text: str, in_flow_list: bool) -> Slip | None:
    """A slip in a plain (unquoted) value that YAML accepts and that would lose data silently."""
    if _DASH.match(text):
        return Slip(
            "list-dash",
            Words(f"列表前面的横线用了“{text[0]}”", f"the list's dash is “{text[0]}”"),
            Words(
                "改成英文减号加一个空格，例如  - 先进集体", "type a hyphen and a space, e.g.  - item"
            ),
        )
    if in_flow_list and "，" in text:
        return Slip(
            "fullwidth-comma",
            Words(
                "方括号里用了中文逗号“，”，会被当成一项",
                "a full-width comma in [ ] makes one entry of two",
            ),
            Words(
                "改成英文逗号，例如 [甲, 乙]；如果确实是一项，请加英文引号",
                "type a plain comma, e.g. [a, b]; quote it if it is one entry",
            ),
        )
    return None


def slip_in_key(key: str) -> Slip | None:
    """A slip that turns an indented line into a new key."""
    if match := _ODD_INDENT.match(key):
        return _odd_indent(match.group(1))
    return None


def hidden_comment(rest: str) -> Slip | None:
    """Words after “ #” that YAML drops as a comment though they were meant (`甲 #乙`)."""
    if re.match(r"\s+#[^\s#!]", rest):
        return Slip(
            "hash-cut",
            Words(
                "“#”后面的文字会被当作注释，不会出现在网站上",
                "the words after “#” count as a comment and would be lost",
            ),
            Words(
                "要保留这些文字，用英文引号把整行内容括起来；真的是注释，请在 # 后加一个空格",
                "quote the whole value to keep them; for a comment, put a space after #",
            ),
        )
    return None


def explain(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """The author's slip behind a YAML error: first the lines around it, then the parser's words."""
    lines = text.split("\n")
    spot = _Spot.of(error, lines)
    for rule in (_unclosed, _by_lines, _by_words):
        if found := rule(spot):
            slip, line, column = found
            return problem(slip.id, file, slip.message, slip.hint, line=line + 1, column=column + 1)
    message = Words("这一行的格式不对", f"this line is not valid ({spot.words or 'syntax'})")
    return problem("yaml", file, message, line=spot.line + 1, column=spot.column + 1)


@dataclass(frozen=True)
class _Spot:
    """Where the parser stopped (`line`, `column`) and where it had begun (`from_line`), 0-based."""

    lines: list[str]
    words: str
    context: str
    line: int
    column: int
    from_line: int
    from_column: int

    @classmethod
    def of(cls, error: yaml.MarkedYAMLError, lines: list[str]) -> _Spot:
        mark: Any = error.problem_mark or error.context_mark
        begun: Any = error.context_mark or mark
        last = max(len(lines) - 1, 0)
        at = (min(mark.line, last), mark.column) if mark else (0, 0)
        start = (min(begun.line, last), begun.column) if begun else at
        return cls(lines, error.problem or "", error.context or "", *at, *start)


_Found = tuple[Slip, int, int] | None


def _unclosed(spot: _Spot) -> _Found:
    """An unclosed quote or bracket starts at the context; the parser notices much later."""
    if "quoted scalar" in spot.context and ("escape" in spot.words or "Unicode" in spot.words):
        slip = Slip(
            "escape",
            Words("双引号里的反斜杠 \\ 会被当作转义", "a backslash in double quotes is an escape"),
            Words("把双引号换成单引号 '…'，或去掉引号", "use single quotes '…' or none"),
        )
        return slip, spot.line, spot.column
    if "quoted scalar" in spot.context:
        slip = Slip(
            "unclosed-quote",
            Words("引号没有成对（只有前引号，没有后引号）", "the quote is never closed"),
            Words("在这段文字末尾补上英文引号，或去掉前引号", "close the quote or drop it"),
        )
        return slip, spot.from_line, spot.from_column
    if "flow" in spot.context:
        slip = Slip(
            "unclosed-bracket",
            Words("方括号或花括号没有成对，或括号后面又有文字", "a bracket is never closed"),
            Words(
                "补上 ] 或 }；如果内容本来就以【[】开头，请用英文引号把整段括起来",
                "close the bracket; quote the value if the text itself begins with [",
            ),
        )
        return slip, spot.from_line, spot.from_column
    return None


_FULLWIDTH_COLON = re.compile(r"\s*(?:- )?([^\s:：“”\"'#]{1,12})：")
_NO_SPACE_COLON = re.compile(r"\s*(?:- )?([A-Za-z_\u4e00-\u9fff]{1,12}):(?=[^\s/\\])")
_ODD_SPACE_COLON = re.compile(r"\s*(?:- )?([^\s:]{1,12}):[\xa0\u3000\u2000-\u200a\u202f]")


def _by_lines(spot: _Spot) -> _Found:
    """The usual slips, looked for on the lines around the error."""
    rows = [spot.from_line, spot.line, spot.from_line - 1, spot.line - 1]
    for row in dict.fromkeys(row for row in rows if 0 <= row < len(spot.lines)):
        line = spot.lines[row]
        if match := _ODD_INDENT.match(line):
            return _odd_indent(match.group(1)), row, match.end() - 1
        if match := _FULLWIDTH_COLON.match(line):
            return fullwidth_colon(match.group(1)), row, match.end() - 1
        if match := _ODD_SPACE_COLON.match(line):
            return _ODD_SPACE_AFTER_COLON, row, match.end() - 1
        if match := _NO_SPACE_COLON.match(line):
            return no_space_colon(match.group(1)), row, match.end() - 1
    return None


_ODD_SPACE_AFTER_COLON = Slip(
    "odd-space",
    Words("冒号后面是全角空格或特殊空格", "a special space stands after the colon"),
    Words("删掉它，重新按一个半角空格", "delete it and type a plain space"),
)


def fullwidth_colon(key: str) -> Slip:
    """The slip `摘要：…` for `摘要: …`."""
    return Slip(
        "fullwidth-colon",
        Words(f"“{key}”后面用了中文冒号“：”", f"a full-width colon stands after “{key}”"),
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


def _odd_indent(char: str) -> Slip:
    name = _SPACES.get(char, _ODD_SPACE)
    message = Words(f"行首缩进用了{name.zh}", f"the indent holds {name.en}")
    return Slip("indent-char", message, _RETYPE_INDENT)


def _by_words(spot: _Spot) -> _Found:
    """What is left: the parser's own words, translated."""
    begun, stopped = (spot.from_line, spot.from_column), (spot.line, spot.column)
    if "cannot start any token" in spot.words:
        return _bad_start(spot, *stopped), *stopped
    if re.search("anchor|alias|tag|block scalar|directive", spot.context):
        return _bad_start(spot, *begun), *begun
    if "mapping values" in spot.words:
        slip = Slip(
            "colon-in-value",
            Words("这一行里有多余的英文冒号加空格", "this line holds a second colon and space"),
            Words(
                "改用中文冒号“：”，或用英文引号把冒号所在的内容括起来",
                "quote the value, or use a full-width colon “：” in it",
            ),
        )
        return slip, *stopped
    if "simple key" in spot.context:
        slip = Slip(
            "stray-line",
            Words(
                "这一行不是“项目名: 内容”的格式，也没有缩进",
                "this line is neither “key: value” nor indented",
            ),
            Words(
                "如果它是上一项的正文，在行首加两个空格；如果是新项目，补上英文冒号和空格",
                "indent it by two spaces if it belongs to the text above; else add a colon",
            ),
        )
        return slip, *begun
    if re.search("block end|expected key|document start|expected <", spot.words):
        slip = Slip(
            "indent",
            Words(
                "缩进没有对齐，或引号、括号后面又有文字",
                "the indent does not line up, or text follows a closing quote or bracket",
            ),
            Words(
                "与同级项目左对齐；如果内容以引号或【[】开头，把整段用英文引号括起来",
                "line it up with its neighbours; quote the whole value if it begins with a quote",
            ),
        )
        return slip, *stopped
    return None


def _bad_start(spot: _Spot, line: int, column: int) -> Slip:
    char = spot.lines[line][column : column + 1]
    message = Words(f"一行内容不能直接以“{char}”开头", f"a value cannot begin with “{char}”")
    return Slip("bad-start", message, _QUOTE_IT if char else NO_WORDS)
