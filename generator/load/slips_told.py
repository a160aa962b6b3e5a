"""The author's slip behind a YAML error: the parser's words and marks, told as one sentence."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from itertools import takewhile
from typing import Any

import yaml
from msgspec import Struct

from generator.load.below import counted, indents, is_field, outside_texts, text_around
from generator.load.level import level_of
from generator.load.names import award_names, names, plain_names, top_names
from generator.load.slips import (
    BLANKS_AT_END,
    NO_WORDS_IN,
    ODD_SPACE,
    ODD_SPACE_AFTER_COLON,
    ONLY_SIGNS,
    Slip,
    fullwidth_colon,
    fullwidth_comma,
    list_dash,
    no_colon,
    no_comma,
    no_space_colon,
    slip_in_line,
    to_quote,
)
from generator.load.slips_above import NUMBERED, in_list, no_list, slip_above
from generator.load.slips_closed import fullwidth_braces, unclosed_bracket, unclosed_quote
from generator.load.slips_in_text import STRAY_LINE, heading_cut, not_indented
from generator.load.slips_pasted import merge_marks, tab_after_dash, table_pasted, without_pipe
from generator.load.trouble import problem
from generator.model.award import AWARDS_FOLDER
from generator.model.problem import NO_WORDS, Problem, Words


def explain(error: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """The author's slip behind a YAML error: first the lines up to it, then the parser's words."""
    spot = _Spot.of(error, text.split("\n"), file)
    for rule in (_merged, _escape, _quote_left_open, _from_the_top, _nearby, _unclosed, _by_words):
        if found := rule(spot):
            slip, line, column = found
            return problem(slip.id, file, slip.message, slip.hint, line=line + 1, column=column + 1)
    message = Words("这一行的格式不对", f"this line is not valid ({spot.words or 'syntax'})")
    return problem("yaml", file, message, line=spot.line + 1, column=spot.column + 1)


class _Spot(Struct, frozen=True):
    """Where the parser stopped (`line`, `column`) and where it had begun (`from_line`), 0-based."""

    file: str
    lines: list[str]
    words: str
    context: str
    line: int
    column: int
    from_line: int
    from_column: int

    @classmethod
    def of(cls, error: yaml.MarkedYAMLError, lines: list[str], file: str) -> _Spot:
        mark: Any = error.problem_mark or error.context_mark
        begun: Any = error.context_mark or mark
        last = max(len(lines) - 1, 0)
        at = (min(mark.line, last), mark.column) if mark else (0, 0)
        start = (min(begun.line, last), begun.column) if begun else at
        return cls(file, lines, error.problem or "", error.context or "", *at, *start)


_Found = tuple[Slip, int, int] | None
_VALUE = re.compile(r"\s*(?:- )*(?:[^\s\"'#\[{][^:]*:\s+)?(?=(?P<first>\S))")


def _merged(spot: _Spot) -> _Found:
    return merge_marks(spot.lines)


def _escape(spot: _Spot) -> _Found:
    if "quoted scalar" in spot.context and re.search("escape|Unicode|hexdecimal", spot.words):
        slip = Slip(
            "escape",
            Words("双引号里的反斜杠 \\ 会被当作转义", "a backslash in double quotes is an escape"),
            Words("把双引号换成单引号 '…'，或去掉引号", "use single quotes '…' or none"),
        )
        return slip, spot.line, spot.column
    return None


def _quote_left_open(spot: _Spot) -> _Found:
    """An open quote runs on to the next one, lines below, and only there the parser stumbles."""
    row = 0
    while row < spot.line:
        begin = _VALUE.match(spot.lines[row])
        quote = begin["first"] if begin and begin["first"] in "\"'" else ""
        if begin and quote and quote not in spot.lines[row][begin.end() + 1 :]:
            opened, row = row, row + 1
            while row < spot.line and quote not in spot.lines[row]:
                row += 1
            if row == spot.line and "quoted scalar" not in spot.context:
                return unclosed_quote(spot.lines[opened], quote), opened, begin.end()
        row += 1
    return None


def _from_the_top(spot: _Spot) -> _Found:
    """The first line up to the error whose key an input method hid, or that lacks the colon."""
    rows = list(outside_texts(spot.lines, spot.line + 1))
    for row in rows:
        if found := no_list(spot.lines, row) or tab_after_dash(spot.lines, row):
            return found
        if "\t" in spot.lines[row] and (table := table_pasted(spot.lines, row)):
            return table
        if hidden := slip_in_line(spot.lines[row]):
            return _in_text(spot, row, hidden[0]) or (hidden[0], row, hidden[1])
    for row in rows:
        if (bare := no_colon(spot.lines[row])) and not _of_a_sentence(spot.lines, row, bare[1]):
            return bare[0], row, bare[1].end("key")
    return None


def _of_a_sentence(lines: list[str], row: int, match: re.Match[str]) -> bool:
    """Whether a line below a text goes on behind a field's name as a sentence does."""
    end = match.end("key")
    return lines[row][end : end + 1] in ("，", "。", ",") and text_around(lines, row) is not None


def _in_text(spot: _Spot, row: int, slip: Slip) -> _Found:
    """The slip of a line that belongs to a text, though it begins as an entry or a field would."""
    line, text = spot.lines[row], text_around(spot.lines, row)
    if slip.id == "indent-char":
        below = level_of(spot.lines, row) or (None if is_field(line) else text)
        return (slip._replace(hint=below.hint(line)), row, 0) if below else None
    if text and slip.id == "list-dash" and line.lstrip(" ")[:1] not in "-*":
        return not_indented(text, line), row, indents(line)
    return None


_FULLWIDTH_COLON = re.compile(r"\s*(?:- )?([^\s:：“”\"'#]{1,12})：")
_NO_SPACE_COLON = re.compile(r"\s*(?:- )?([A-Za-z_\u4e00-\u9fff]{1,12}):(?=[^\s/\\])")
_ODD_SPACE_COLON = re.compile(rf"\s*(?:- )?([^\s:]{{1,12}}):[{ODD_SPACE}]")


def _nearby(spot: _Spot) -> _Found:
    """The same slips at keys that are no field's, on the lines around the error only."""
    rows = [spot.from_line, spot.line, spot.from_line - 1, spot.line - 1]
    outside = set(outside_texts(spot.lines, spot.line + 1))
    for row in dict.fromkeys(row for row in rows if row in outside):
        line, text = spot.lines[row], text_around(spot.lines, row)
        for pattern, slip in _AT_OTHER_KEYS:
            match = pattern.match(line)
            if match and text and not _may_be_key(match[1], 0.75):
                return not_indented(text, line), row, indents(line)
            if match and (pattern is not _FULLWIDTH_COLON or _may_be_key(match[1], 0.5)):
                return _at_another(match[1], slip, spot.file), row, match.end() - 1
    return None


_AT_OTHER_KEYS: tuple[tuple[re.Pattern[str], Callable[[str], Slip]], ...] = (
    (_FULLWIDTH_COLON, fullwidth_colon),
    (_ODD_SPACE_COLON, lambda _: ODD_SPACE_AFTER_COLON),
    (_NO_SPACE_COLON, no_space_colon),
)


def _at_another(word: str, slip: Callable[[str], Slip], file: str) -> Slip:
    """The slip at a key that is no story's: with the field that may be meant, or none."""
    known = award_names() if file.startswith(AWARDS_FOLDER) else _ENGINE
    near = [] if word in known else difflib.get_close_matches(word, names(), n=1, cutoff=0.6)
    found = slip(near[0] if near else word)
    return found._replace(
        message=slip(word).message,
        hint=Words(f"{found.hint.zh}；{_ONLY_A_NOTE.zh}", f"{found.hint.en}; {_ONLY_A_NOTE.en}"),
    )


# What mkdocs.yml holds besides our settings, some of it like a field's name.
_ENGINE = frozenset("site_name site_url site_description extra showcase INHERIT".split())
_ONLY_A_NOTE = Words("只是说明的，在行首加上井号和一个空格", "put “# ” before what is only a note")


def _may_be_key(word: str, like: float) -> bool:
    """Not of a sentence that begins so (`第三段：…`): a word like a field's name, or no Chinese."""
    return word.isascii() or bool(difflib.get_close_matches(word, names(), n=1, cutoff=like))


_BRACKET_IN_QUOTES = re.compile(r"[“‘「][^”’」]*[{}\[\]][^”’」]*[”’」]")
_COMMAS, _COMMAS_BEFORE_KEYS = (
    re.compile("，"),
    re.compile(r"[，、；;](?=\s*[^\s:：，]{1,12}\s*[:：])"),
)


def _unclosed(spot: _Spot) -> _Found:
    """An unclosed quote or bracket starts at the context; the parser notices much later."""
    if "quoted scalar" in spot.context:
        line = spot.lines[spot.from_line]
        slip = unclosed_quote(line, line[spot.from_column])
        return slip, spot.from_line, spot.from_column
    if "flow" not in spot.context:
        return None
    line = spot.lines[spot.from_line]
    message = Words("方括号或花括号没有成对，或括号后面又有文字", "a bracket is never closed")
    if line.strip().removeprefix("- ").split(":")[0] in plain_names():
        return Slip("unclosed-bracket", message, to_quote(line)), spot.from_line, spot.from_column
    if quoted := _BRACKET_IN_QUOTES.search(line, spot.from_column):
        words = quoted[0][1:-1]
        slip = Slip(
            "fullwidth-quote",
            Words("中文引号括不住花括号、方括号", "Chinese quotes do not hold a bracket together"),
            Words(f'改成英文引号，写成  "{words}"', f'type plain quotes:  "{words}"'),
        )
        return slip, spot.from_line, quoted.start()
    marks = _COMMAS_BEFORE_KEYS if line[spot.from_column :].startswith("{") else _COMMAS
    if comma := marks.search(line, spot.from_column):
        return fullwidth_comma(comma[0]), spot.from_line, comma.start()
    if gap := no_comma(line, spot.from_column):
        return gap[0], spot.from_line, gap[1]
    hint = unclosed_bracket(line, line[spot.from_column :][:1])
    return Slip("unclosed-bracket", message, hint), spot.from_line, spot.from_column


def _by_words(spot: _Spot) -> _Found:
    """What is left: the parser's own words, translated."""
    begun, stopped = (spot.from_line, spot.from_column), (spot.line, spot.column)
    if re.search(
        "cannot start any token|not allowed in this context|node content", spot.words
    ) and ("mapping values" not in spot.words):
        return _bad_start(spot, *stopped), *stopped
    if re.search("anchor|alias|tag|block scalar|directive", spot.context):
        return _bad_start(spot, *begun), *begun
    if "mapping values" in spot.words:
        return _second_colon(spot)
    if "simple key" in spot.context:
        return without_pipe(spot.lines, spot.from_line) or (_stray_line(spot), *begun)
    if "document start" in spot.words:
        return _document_end(spot)
    if re.search("block end|expected key|expected '-'", spot.words):
        return _text_after(spot) or heading_cut(spot.lines, spot.line, spot.column) or _indent(spot)
    return None


def _bad_start(spot: _Spot, line: int, column: int) -> Slip:
    char = spot.lines[line][column : column + 1]
    if char == "\t":
        return ODD_SPACE_AFTER_COLON
    if NO_WORDS_IN.fullmatch(spot.lines[line]):
        return ONLY_SIGNS
    if char == "*" and re.match(r"\s*\*\s", spot.lines[line]):
        return list_dash(char)
    message = Words(f"一行内容不能直接以“{char}”开头", f"a value cannot begin with “{char}”")
    if char in ("|", ">") and not spot.lines[line][column + 1 :].strip():
        return BLANKS_AT_END
    if char in ("|", ">"):
        blanks = len(spot.lines[line]) - len(spot.lines[line].lstrip(" -")) + 2
        hint = Words(
            f"只有一段，删掉“{char}”；有几段，在“{char}”后面换行，"
            f"下面每行行首{counted(blanks)}个空格",
            f"take “{char}” out; of several paragraphs each goes below it after {blanks} spaces",
        )
        return Slip("bad-start", message, hint)
    return Slip("bad-start", message, to_quote(spot.lines[line]) if char else NO_WORDS)


def _second_colon(spot: _Spot) -> _Found:
    """A colon in a value, or a key that stands deeper than its neighbours."""
    line = spot.lines[spot.line]
    key = line[: spot.column].strip().removeprefix("- ")
    if key in names() and ":" not in line[: spot.column]:
        return _first_line(spot) or _indent(spot)
    hint = Words(
        "改用中文冒号“：”，或用英文引号把冒号所在的内容括起来",
        "quote the value, or use a full-width colon “：” in it",
    )
    first = re.match(r"\s*(?:- )?[^\s:]+:\s+(?=(?P<open>[｛（【〔(])?(\S+)$)", line[: spot.column])
    if first and first["open"] and first[2] in names():
        return fullwidth_braces(first[2]), spot.line, first.end()
    second = first or re.search(r"[,，;；、]\s*()(\S+)$", line[: spot.column])
    joined = max((key for key in names() if line[: spot.column].endswith(key)), key=len, default="")
    before = line[: spot.column].removesuffix(joined).rstrip(" ")
    if len(joined) > 1 and before[-1:] not in ("", ":", "{", "-"):
        hint = Words(
            f"“{joined}”是另一项的，从它起另起一行；不是的，{hint.zh}",
            f"begin a new line where “{joined}” is another field; else {hint.en}",
        )
    if second and second[2] in names():
        hint = Words(
            "一项写一行，或用花括号括起来，例如  {名称: 甲, 数值: 3}",
            "put each on a line of its own, or all in braces, e.g.  {label: a, value: 3}",
        )
    message = Words("这一行里有多余的英文冒号加空格", "this line holds a second colon and space")
    return Slip("colon-in-value", message, hint), spot.line, spot.column


def _first_line(spot: _Spot) -> _Found:
    """A file's first line is no field, so that the parser stumbles at the next one."""
    first = next(row for row, line in enumerate(spot.lines) if re.match(r"\s*[^\s#]", line))
    between = [line for line in spot.lines[first : spot.line] if line.lstrip()[:1] != "#"]
    if not between or any(":" in line for line in between) or indents(between[0]):
        return None
    if NO_WORDS_IN.fullmatch(between[0]):
        return ONLY_SIGNS, first, 0
    hint = Words(f"写成  标题: …；{_ONLY_A_NOTE.zh}", f"write  title: …; {_ONLY_A_NOTE.en}")
    return STRAY_LINE._replace(hint=hint), first, 0


def _stray_line(spot: _Spot) -> Slip:
    line = spot.lines[spot.from_line].strip()
    if not line:
        return BLANKS_AT_END
    if NO_WORDS_IN.fullmatch(line):
        return ONLY_SIGNS
    if text := text_around(spot.lines, spot.from_line):
        return not_indented(text, spot.lines[spot.from_line])
    if re.match(r"[-—–─−－‐‑﹣•·●▪◆]\s?[^\s\-—–]", line):
        return list_dash(line[0])
    if (mark := NUMBERED.match(line)) and in_list(spot.lines, spot.from_line):
        return list_dash(mark[0].strip())
    return STRAY_LINE


def _document_end(spot: _Spot) -> _Found:
    """A line of `...` ended the file; what follows is not read."""
    ends = [row for row in range(spot.line) if spot.lines[row].rstrip() == "..."]
    slip = Slip(
        "document-end",
        Words("单独一行“...”表示文件到此结束", "a line of “...” ends the file"),
        Words("如果它是正文里的省略号，在行首加两个空格，或改成“……”", "indent it, or use “……”"),
    )
    return (slip, ends[-1], 0) if ends else _first_line(spot) or _indent(spot)


def _text_after(spot: _Spot) -> _Found:
    """Text after a closing quote or bracket: `标题: "小切口"讲大故事`."""
    begin = _VALUE.match(spot.lines[spot.line])
    if not begin or begin.end() >= spot.column or begin["first"] not in "\"'[{":
        return None
    if not spot.lines[spot.line][spot.column :].strip():
        return BLANKS_AT_END, spot.line, spot.column
    what = Words("引号", "quote") if begin["first"] in "\"'" else Words("括号", "bracket")
    slip = Slip(
        "text-after",
        Words(f"{what.zh}后面又有文字", f"text follows the closing {what.en}"),
        Words(
            "把整段内容用英文单引号括起来，或把里面的引号换成中文引号“”",
            "put the whole value in single quotes",
        ),
    )
    if begin["first"] in "[{":
        zh, en = slip.hint
        hint = Words(f"{zh}；括号括着一组的，删掉后面的文字", f"{en}, or delete the text")
        slip = slip._replace(hint=hint)
    return slip, spot.line, spot.column


def _indent(spot: _Spot) -> _Found:
    """A line that does not line up: this one, or the one above that made it so.

    Files indent by two, and only a story's own fields stand at the margin.
    """
    rows = [row for row in outside_texts(spot.lines, spot.line) if spot.lines[row].strip()]
    above = spot.lines[rows[-1]] if rows else ""
    margin = len(above) - len(above.lstrip(" "))
    key = above.strip().removeprefix("- ").split(":")[0]
    if rows and (found := slip_above(spot.lines, rows, spot.line)):
        return found
    row = spot.line
    lost = not above.startswith("- ") or indents(spot.lines[row]) > len("- ")  # or the row's own
    alone = margin == 0 and lost and key in names() - top_names()
    if rows and (margin % 2 or alone):
        row = rows[-1]
    elif rows and is_field(spot.lines[row]) and (level := level_of(spot.lines, rows[-1])):
        row = rows[-1] if margin < level.blanks == indents(spot.lines[row]) else row
    line = spot.lines[row]
    slip = Slip(
        "indent",
        Words("缩进没有对齐", "the indent does not line up"),
        Words(
            "与上面同一级的项目左对齐；下一级再往右两个空格",
            "line it up with the fields of its level; the next level takes two spaces more",
        ),
    )
    if (text := text_around(spot.lines, row)) and not is_field(line):
        below = takewhile(
            lambda each: not each.strip() or indents(each) > text.column, spot.lines[row:]
        )
        several = sum(indents(each) == text.column + 2 < text.blanks for each in below) > 1
        if text.first and several:
            row, hint = text.first, text.fewer()
        else:
            hint = text.hint(line)
        slip = slip._replace(hint=hint)
    elif level := level_of(spot.lines, row):
        slip = slip._replace(hint=level.hint(line))
    return slip, row, indents(spot.lines[row])
