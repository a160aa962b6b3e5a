"""The parts of the handbook that the code knows better: fields, settings, calls, checks.

    python -m tools.reference        (after a change of a field or a check)

A page says where a table belongs: everything between `<!-- generated: NAME -->` and `<!-- end -->`
is written by the function of that NAME in TABLES. tests/test_docs.py finds pages left behind.
"""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.check import CHECKS
from generator.explain import Help, helps
from generator.model.award import Award
from generator.model.carriers import Ceremony, Maxim, Pledge, StarWeek, Work
from generator.model.fields import FieldFacts, Record, Shape, fields_of
from generator.model.kinds import KINDS, Story
from generator.model.problem import LEVELS
from generator.model.site import Settings, Term, Unit
from generator.schema import SCHEMAS

HANDBOOK = Path(__file__).resolve().parent.parent / "docs" / "handbook"

_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_SHOWCASES: dict[str, type[Record]] = {
    "五星榜的项目": StarWeek,
    "颁奖典礼的项目": Ceremony,
    "党员格言的项目": Maxim,
    "五微作品的项目": Work,
    "承诺台账的项目": Pledge,
}
_SHAPES: dict[Shape, str] = {
    "text": "文字",
    "markdown": "正文",
    "time": "时间",
    "day": "日期",
    "week": "周次",
    "quantity": "数量",
    "number": "数字",
    "flag": "是否",
    "choice": "选一",
    "record": "一组",
}


def main() -> int:
    """Write the tables of all pages anew; name the pages that changed."""
    for page in sorted(HANDBOOK.glob("*.md")):
        before = page.read_text("utf-8")
        after = filled(before)
        if after != before:
            page.write_text(after, "utf-8", newline="\n")
            print(page)
    return 0


def filled(page: str) -> str:
    """The text of a page with every table as the code has it now."""
    return _BLOCK.sub(lambda block: f"{block[1]}\n{TABLES[block[2]]()}\n{block[3]}", page)


def _fields() -> str:
    """All that a story may hold: what every kind has, what each kind adds, then their parts."""
    common = fields_of(Story)
    parts = [f"## 每个种类都有的项目\n\n{_table(common)}"]
    keys = {fact.key for fact in common}
    for kind in KINDS.values():
        own = [fact for fact in fields_of(kind.record) if fact.key not in keys]
        parts.append(f"## {kind.label}另有的项目\n\n{_table(own)}")
    return "\n".join(parts + _parts(*(kind.record for kind in KINDS.values())))


def _calls() -> str:
    """All that the file of an award call may hold."""
    return "\n".join([f"## 征集\n\n{_table(fields_of(Award))}", *_parts(Award)])


def _showcases() -> str:
    """All that the files of the other showcases may hold."""
    tables = (
        "\n".join([f"### {title}\n\n{_table(fields_of(record))}", *_parts(record)])
        for title, record in _SHOWCASES.items()
    )
    return "\n".join(tables).replace("\n## ", "\n#### ")


def _parts(*tops: type[Record]) -> list[str]:
    """A table for every record inside `tops`, in the order of the model."""
    found: list[type[Record]] = []
    waiting = [*tops]
    while waiting:
        inside = [fact.record for fact in fields_of(waiting.pop(0)) if fact.record]
        new = [record for record in dict.fromkeys(inside) if record not in found]
        found += new
        waiting += new
    return [f"## {_title(record)}\n\n{_table(fields_of(record))}" for record in found]


def _title(record: type[Record]) -> str:
    """The labels that a part goes by, whatever it is a part of."""
    labels: dict[str, None] = {}
    seen: set[type[Record]] = set()
    waiting: list[type[Record]] = [*(kind.record for kind in KINDS.values()), Award, Settings]
    waiting += _SHOWCASES.values()
    while waiting:
        top = waiting.pop(0)
        if top not in seen:
            seen.add(top)
            labels |= {fact.label: None for fact in fields_of(top) if fact.record is record}
            waiting += [fact.record for fact in fields_of(top) if fact.record]
    return "、".join(labels) + "里面的项目"


def _table(facts: Sequence[FieldFacts]) -> str:
    head = "| 中文名 | 英文名 | 必填 | 形式 | 说明 |\n|---|---|---|---|---|\n"
    return head + "".join(_row(fact) for fact in facts)


def _row(fact: FieldFacts) -> str:
    required = "必填" if fact.required else ""
    return f"| {fact.label} | `{fact.key}` | {required} | {_form(fact)} | {_words(fact)} |\n"


def _form(fact: FieldFacts) -> str:
    """What is typed: a link to the part's own table where there is one."""
    form = _SHAPES[fact.shape]
    if fact.record:
        form = f"[{form}](#{_title(fact.record).replace('、', '')})"
    if fact.single:
        return f"{form}，或列表"
    return f"列表：{form}" if fact.many else form


def _words(fact: FieldFacts) -> str:
    """Help, choices, limits and example in sentences."""
    said = [fact.help] if fact.help else []
    if fact.most and str(fact.most) not in fact.help:
        said.append(f"最多{fact.most}字")
    if fact.choices:
        said.append("可以写：" + "、".join(f"{zh}（`{en}`）" for zh, en in fact.choices))
    elif fact.example:
        said.append(f"例如 `{fact.example}`")
    if fact.private and "不上网站" not in fact.help:
        said.append("不上网站")
    return "。".join(said).replace("|", "\\|")


def _checks() -> str:
    """Everything `check` can report: an overview, then the help pages, the checks' own first."""
    pages = list(helps().values())
    groups = (("稿件的内容", pages[: len(CHECKS)]), ("文件和格式", pages[len(CHECKS) :]))
    overview = [f"**{title}**\n\n{_overview(group)}" for title, group in groups]
    details = [
        f"## {title}\n\n" + "\n".join(_help(page) for page in group) for title, group in groups
    ]
    return "\n".join(overview + details)


def _overview(pages: Sequence[Help]) -> str:
    rows = (
        f"| [`{page.id}`](#{page.id}) | {LEVELS[page.level].zh} | {_prose(page.what.zh)} |\n"
        for page in pages
    )
    return "| 编号 | 级别 | 看什么 |\n|---|---|---|\n" + "".join(rows)


def _help(page: Help) -> str:
    return (
        f"### {page.id}\n\n**{LEVELS[page.level].zh}**：{_prose(page.what.zh)}\n\n"
        f"为什么：{_prose(page.why.zh)}\n\n怎么改：{_prose(page.mend.zh)}\n\n"
        f"错：\n\n{_example(page.wrong)}\n对：\n\n{_example(page.right)}"
    )


def _example(text: str) -> str:
    """YAML in a fence; a remark in brackets as it is."""
    return f"{_prose(text)}\n" if text.startswith("（") else f"```yaml\n{text}\n```\n"


def _prose(text: str) -> str:
    """Words as they are: no sign in them is Markdown's."""
    return re.sub(r"([*_<\[\]`|])", r"\\\1", text)


def _schemas() -> str:
    """Every file that has a schema for editors."""
    head = "| 命令 | 格式 | 用在哪些文件 |\n|---|---|---|\n"
    rows = (
        f"| `showcase schema {name}` | {file.title} | {'、'.join(f'`{f}`' for f in file.files)} |\n"
        for name, file in SCHEMAS.items()
    )
    return head + "".join(rows)


TABLES: dict[str, Callable[[], str]] = {
    "fields": _fields,
    "calls": _calls,
    "checks": _checks,
    "showcases": _showcases,
    "schemas": _schemas,
    "settings": lambda: "\n".join([_table(fields_of(Settings)), *_parts(Settings)]),
    "units": lambda: _table(fields_of(Unit)),
    "terms": lambda: _table(fields_of(Term)),
}

if __name__ == "__main__":
    sys.exit(main())
