"""A commented starter file for a kind: every field in the order of the model, blanks to fill."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from generator.model.fields import FieldFacts, Record, fields_of
from generator.model.kinds import KINDS, Kind, Story
from generator.model.naming import RESERVED
from generator.model.parts import STATUS_NOTE
from generator.model.problem import Words
from generator.model.slugs import slug_of
from generator.starters import STARTERS, note_of
from generator.trouble import Misuse

# Written as lines to fill; every other field stands as a comment, to be used where needed.
_FILLED = {"title", "unit", "date", "summary"}
_FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)}


def new(root: Path, kind: str, id: str, language: str, today: date) -> Path:
    """Writes a starter file and returns its path; raises Misuse for a bad id or a rewrite.

    `kind` is one of KINDS or STARTERS; `language` chooses the keys: zh or en. `today` is what
    本周 and 今年 mean.
    """
    if kind in STARTERS:
        other = STARTERS[kind]
        folder, id = other.folder, other.named(id, today)
        text = other.text(id, language)
    else:
        folder, text = KINDS[kind].folder, starter(KINDS[kind], id, language)
    _refuse(id)
    path = root / "stories" / folder / f"{id}.yml"
    if there := _taken(path.parent, id):
        what = "文件夹 " if there.is_dir() else ""
        zh, en = f"{what}{there} 已经存在，没有改动它。", f"{there} exists and was left alone."
        raise Misuse(Words(zh, en))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _taken(folder: Path, id: str) -> Path | None:
    """What has this id already: a file, or a story's folder; Windows knows no capitals."""
    names = {f"{id}{end}".casefold() for end in ("", ".yml", ".yaml")}
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return next((one for one in found if one.name.casefold() in names), None)


def _refuse(id: str) -> None:
    """Raises Misuse for what is no file name on Windows, or no id."""
    if not id or id != id.strip(" .") or set(id) & _FORBIDDEN or RESERVED.fullmatch(id):
        raise Misuse(
            Words(
                f"编号“{id}”不能作文件名，请用字母、数字、汉字或连字符。",
                f"“{id}” cannot be a file name; use letters, digits or hyphens.",
            )
        )
    if id.lower().endswith((".yml", ".yaml")):
        short = id.rpartition(".")[0]
        raise Misuse(
            Words(
                f"编号不带扩展名：写 {short}，文件名会是 {short}.yml。",
                f"Leave the ending out: {short} becomes {short}.yml.",
            )
        )


def starter(kind: Kind, id: str, language: str) -> str:
    """The text of a starter file; filled blanks are all it needs to pass `check`."""
    chinese = language == "zh"
    address, check = (
        f"{kind.folder}/{slug_of(id)}/",
        f"showcase check stories/{kind.folder}/{id}.yml",
    )
    head = (
        f"# {kind.label}稿件。冒号用英文冒号加一个空格；# 后面的是说明，可以删掉。\n"
        "# 行首有 # 的项目，用得着才写：删掉行首的井号和它后面的一个空格，再填。\n"
        f"# 网址：{address}　检查：{check}\n"
        if chinese
        else f"# Kind: {kind.english}. Fill the blanks after the colons; words after # are notes.\n"
        "# Where a line begins with #, delete it and the blank behind it to use the field.\n"
        f"# Address: {address}  Check: {check}\n"
    )
    fields = "".join(_block(fact, kind, chinese) for fact in _in_writing_order(kind))
    return f"{head}\n{fields}"


def _in_writing_order(kind: Kind) -> list[FieldFacts]:
    """The fields every story has up to the slogan, the kind's own, then the others."""
    common = [fact for fact in fields_of(kind.record) if fact in fields_of(Story)]
    own = [fact for fact in fields_of(kind.record) if fact not in fields_of(Story)]
    head = [fact.key for fact in common].index("slogan") + 1
    return [*common[:head], *own, *common[head:]]


def _block(fact: FieldFacts, kind: Kind, chinese: bool) -> str:
    name = fact.label if chinese else fact.key
    note = note_of(fact, chinese)
    if fact.key in _FILLED.union(kind.begun):
        return f"{name}:{note}\n"
    if fact.key == "sections":
        return f"{name}:{note}\n{_sections(fact, kind, chinese)}"
    if fact.key == "review":
        return _review(fact, chinese)
    return "\n" + "".join(f"# {line}\n" for line in _example(fact, name, note, chinese))


def _sections(fact: FieldFacts, kind: Kind, chinese: bool) -> str:
    rows = []
    for section in fields_of(fact.record) if fact.record else ():
        if section.key in kind.begun:
            name = section.label if chinese else section.key
            rows.append(f"  {name}: |{note_of(section, chinese)}\n    \n")
    return "".join(rows)


def _review(fact: FieldFacts, chinese: bool) -> str:
    author, status = ("撰稿", "状态") if chinese else ("author", "status")
    state = "草稿" if chinese else "draft"
    name = fact.label if chinese else fact.key
    note = STATUS_NOTE.zh if chinese else STATUS_NOTE.en
    return f"\n{name}:\n  {author}:\n  {status}: {state}  # {note}\n"


def _example(fact: FieldFacts, name: str, note: str, chinese: bool) -> list[str]:
    """The field as its author would write it, line by line, without the comment sign."""
    if fact.record and fact.many:
        lines = _record(fact.record, chinese)
        first, *rest = lines
        return [f"{name}:{note}", f"  - {first}", *(f"    {line}" for line in rest)]
    if fact.record:
        return [f"{name}:{note}", *(f"  {line}" for line in _record(fact.record, chinese))]
    if fact.many:
        return [f"{name}:{note}", f"  - {fact.example}".rstrip()]
    if fact.shape == "markdown":
        return [f"{name}: |{note}", "  "]
    return [f"{name}: {_choice(fact, chinese)}".rstrip() + note]


def _record(record: type[Record], chinese: bool) -> list[str]:
    lines: list[str] = []
    for fact in fields_of(record):
        if fact.record is record:
            continue  # points within points: told in the handbook
        name = fact.label if chinese else fact.key
        lines += _example(fact, name, note_of(fact, chinese), chinese)
    return lines


def _choice(fact: FieldFacts, chinese: bool) -> str:
    if fact.shape == "flag" and not chinese:
        return {"是": "yes", "否": "no"}.get(fact.example, "")
    if fact.choices and not chinese:
        return dict(fact.choices).get(fact.example, fact.choices[0][1])
    return fact.example
