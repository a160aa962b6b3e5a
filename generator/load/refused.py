"""What is said of a value that its field does not take."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from generator.load.hints import NOTHING, as_choice
from generator.load.slips import FIRST_SIGNS, retyped
from generator.load.trouble import problem_at
from generator.model.fields import FieldFacts
from generator.model.patterns import later
from generator.model.problem import Path, Problem, Words
from generator.model.source import Mark


def refusal(fact: FieldFacts, typed: str, file: str, path: Path) -> Problem:
    """The problem of a value that its field's shape does not take."""
    told = _refused(fact, typed, file, path)
    endless = fact.shape == "day" and not fact.required and typed.strip() in _NO_DAY
    hint = _NO_SUCH_DAY if endless else retyped(typed, fact.shape)
    return replace(told, hint=hint) if hint else told


_NO_DAY = NOTHING | {"长期", "长期有效", "永久", "永久有效", "不限", "无期限", "至今"}
_NO_SUCH_DAY = Words("没有期限的，删掉这一项", "delete the field where there is no such day")


def list_wanted(fact: FieldFacts) -> Words:
    """What is said where a list should stand."""
    if fact.size:
        zh, en = f"应当是 {fact.size} 个数的列表", f"is a list of {fact.size} numbers"
        return Words(f"“{fact.label}”{zh}", f"“{fact.key}” {en}")
    return Words(f"“{fact.label}”应当是列表，一项一行", f"“{fact.key}” is a list")


def folded_at(lines: Sequence[str], mark: Mark, value: str, paragraphs: bool) -> int:
    """The line at which YAML joins Chinese with a blank, or two paragraphs into one; else 0."""
    if lines[mark.line - 1][mark.column - 1 :].strip() in FIRST_SIGNS:
        return 0  # a wrong sign for the `|`, of which is told
    above = ""
    for number in range(mark.line, mark.end_line + 1):
        line = lines[number - 1].strip()
        if not line:
            above = f"{above}\n" if paragraphs else ""
            continue
        tail, joint = above.rstrip("\n")[-3:], "\n" if above.endswith("\n") else " "
        wide = joint == "\n" or _WIDE().fullmatch(tail[-1:] + line[:1])
        if tail and wide and f"{tail}{joint}{line[:3]}" in value:
            return number
        above = line
    return 0


_WIDE = later("[\u3000-\u9fff\uff00-\uffef“”‘’…—]{2}")


def _refused(fact: FieldFacts, typed: str, file: str, path: Path) -> Problem:
    label, key, shape = f"“{fact.label}”", fact.key, fact.shape
    if shape == "choice":
        message = Words(f"{label}不能是“{typed}”", f"“{key}” cannot be “{typed}”")
        return problem_at("choice", file, path, message, as_choice(fact, typed))
    if shape in ("day", "time"):
        message = Words(
            f"{label}写的“{typed}”：这个日期不存在，或没有写全",
            f"“{typed}” is no date, or not all of one",
        )
        own = fact.example if shape == "day" else ""
        hint = Words(f"例如 {own or '2018-03-05 或 2018年3月5日'}", f"e.g. {own or '2018-03-05'}")
        return problem_at("date-impossible", file, path, message, hint)
    if shape == "week":
        message = Words(f"{label}写的“{typed}”不是一周", f"“{typed}” is no week")
        hint = Words("写年份和第几周，例如 2018-W03", "year and week, e.g. 2018-W03")
        return problem_at("date-impossible", file, path, message, hint)
    if shape == "number":
        message = Words(f"{label}应当是数字，不能是“{typed}”", f"“{key}” is a number")
        example = fact.example or "3000"
        hint = Words(f"只写阿拉伯数字，例如 {example}", f"digits only, e.g. {example}")
        return problem_at("number", file, path, message, hint)
    message = Words(f"{label}只能写 是 或 否", f"“{key}” is true or false")
    return problem_at(
        "flag", file, path, message, Words(f"例如  {fact.label}: 是", f"e.g.  {key}: true")
    )


NO_PIPE = Words("删掉冒号后面的“|”：它只用在正文前面", "take out the “|”: it opens a text only")
FOLDED = (
    Words(
        "文字跨了行，合并时中间会多一个空格，分段也会丢失",
        "lines are joined with a blank, and paragraphs are lost",
    ),
    Words(
        "一段就写在一行里；多段在冒号后写竖线 |，下面各行缩进",
        "write it on one line, or put | after the colon",
    ),
)
