"""The tables of the handbook that the code knows better: fields, settings, checks.

    python -m tools.reference        (after a change of a field or a check)

A page says where a table belongs: everything between `<!-- generated: NAME -->` and `<!-- end -->`
is written by the function of that NAME in TABLES. tests/test_docs.py finds pages left behind.
"""

import re
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from generator.model.fields import FieldFacts, Record, Shape, fields_of
from generator.model.kinds import KINDS, Story
from generator.model.site import Settings, Term, Unit

HANDBOOK = Path(__file__).resolve().parent.parent / "docs" / "handbook"

_BLOCK = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_SHAPES: dict[Shape, str] = {
    "text": "文字",
    "markdown": "正文",
    "time": "时间",
    "day": "日期",
    "quantity": "数量",
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
    parts += [f"## {_title(record)}\n\n{_table(fields_of(record))}" for record in _parts()]
    return "\n".join(parts)


@cache
def _parts() -> dict[type[Record], list[str]]:
    """Every record inside a story with the labels it goes by, in the order of the model."""
    found: dict[type[Record], list[str]] = {}
    waiting: list[type[Record]] = [kind.record for kind in KINDS.values()]
    seen: set[type[Record]] = set()
    while waiting:
        record = waiting.pop(0)
        if record in seen:
            continue
        seen.add(record)
        for fact in fields_of(record):
            if fact.record:
                labels = found.setdefault(fact.record, [])
                if fact.label not in labels:
                    labels.append(fact.label)
                waiting.append(fact.record)
    return found


def _title(record: type[Record]) -> str:
    return "、".join(_parts()[record]) + "里面的项目"


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


TABLES: dict[str, Callable[[], str]] = {
    "fields": _fields,
    "settings": lambda: _table(fields_of(Settings)),
    "units": lambda: _table(fields_of(Unit)),
    "terms": lambda: _table(fields_of(Term)),
}

if __name__ == "__main__":
    sys.exit(main())
