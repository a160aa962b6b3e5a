"""Text → data with positions: YAML events only, every scalar a text, nothing clever.

No types (1252, 07, on and 2018-01-02 stay what was typed), no anchors, aliases, tags, merge keys,
no duplicate keys, one document, bounded depth. libyaml's own loader crashes the process on 50 KB of
nested brackets; its event stream does not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, NoReturn

import yaml
from msgspec import Struct, field
from msgspec.structs import replace
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from generator.load.bytes import forbidden_char, unwanted
from generator.load.hints import as_new_entry
from generator.load.hints_keys import as_part
from generator.load.level import level_of
from generator.load.names import group_names, plain_names
from generator.load.slips import (
    LEFT_NOTE,
    NEW_STORY,
    NOTE_BEHIND,
    NOTE_IN_BRACKETS,
    ONE_OF_THEM,
    ONLY_SIGNS,
    QUOTE_IT,
    Slip,
    and_below,
    hidden_comment,
    left_note,
    note_behind,
    slip_in_key,
    slip_in_line,
    slip_in_pair,
    slip_in_value,
    to_quote,
)
from generator.load.slips_in_text import sign_above
from generator.load.trouble import Unreadable, problem
from generator.model.problem import NO_WORDS, Path, Problem, Words
from generator.model.source import Data, Mark, Source

Places = tuple[tuple[int, int], ...]  # lines and columns
MAX_DEPTH, MAX_EVENTS = 12, 20_000
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULLS = {"", "~", "null", "Null", "NULL"}


def read_marks(
    text: str,
    file: str,
    *,
    tags_but_in: Sequence[Path] | None = None,
    events: int = MAX_EVENTS,
    mended: Places = (),
) -> tuple[Data, Source, list[Problem]]:
    """The data of a YAML text and a Source that knows where each value stands.

    A settings file may use tags (`!ENV`) but in what is ours of it, `tags_but_in`; `events` is the
    most that a file may hold, twice its values and keys about; `mended` are places of slips that
    it held. Raises Unreadable where the text is not YAML of the kind stories are written in.
    """
    builder = _Builder(file, text, tags_but_in)
    try:
        for count, event in enumerate(_events(text), 1):
            if count > events:
                builder.stop("too-many", event, _TOO_MANY)
            builder.take(event)
    except (yaml.MarkedYAMLError, Unreadable) as error:
        from generator.load.mending import read_on  # for what went wrong alone

        again = partial(read_marks, file=file, tags_but_in=tags_but_in, events=events)
        raise read_on(text, builder.told(error), mended, again) from error
    except yaml.YAMLError as error:
        message = Words("文件里有不能识别的字符", "the file holds characters YAML cannot read")
        raise Unreadable(*builder.problems, problem("yaml", file, message)) from error
    source = Source(file, text, builder.marks, builder.values)
    if any(p.level == "error" for p in builder.problems):
        raise Unreadable(*builder.problems, read=(builder.root, source))
    return builder.root, source, builder.problems


def _events(text: str) -> Iterator[Event]:
    """The events of a YAML text; `yaml.parse` asks twice for each."""
    loader = Loader(text)
    try:
        while event := loader.get_event():
            yield event
    finally:
        loader.dispose()


_TOO_MANY = Words("内容条目太多", "there are too many entries")
_REFUSED = {
    "anchor": Words(
        "内容不能以“&”开头（YAML 会当作锚点）", "a value cannot begin with “&” (an anchor)"
    ),
    "yaml-alias": Words(
        "内容不能以“*”开头（YAML 会当作别名）", "a value cannot begin with “*” (an alias)"
    ),
    "tag": Words("内容不能以“!”开头（YAML 会当作标签）", "a value cannot begin with “!” (a tag)"),
}
_OF_THE_ENGINE = (
    Words("这一项不能用“!”标签，里面的内容读不到", "a tag (“!”) is not read here"),
    Words(
        "直接写内容，例如  site_name: 网站的名称；!ENV 只有网站引擎自己的设置可以用",
        "type the value, e.g.  site_name: My showcase; !ENV is for the engine's own settings",
    ),
)


_BOLD = Words("；Markdown 加粗请写在 | 下面的正文里", "; bold words go into a text below |")


class _Open(Struct):
    """A mapping or sequence being filled; `key` is the mapping's key that waits for its value."""

    value: Any
    path: Path
    flow: bool
    keyed: bool
    key: str | None = None
    key_mark: Any = None
    again: str = ""  # the key before, where it came a second time
    anew: bool = False  # whether what began a second time is a whole entry or story

    @property
    def wants_key(self) -> bool:
        """Whether a key comes next."""
        return self.keyed and self.key is None


class _Builder(Struct, dict=True):
    file: str
    text: str
    tags_but_in: Sequence[Path] | None
    root: Data = None
    marks: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    firsts: dict[Path, int] = field(default_factory=dict)  # lines of keys that come again
    documents: int = 0

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")

    def take(self, event: Event) -> None:
        """Adds one event of the stream; by exact type: isinstance costs a tenth of the reading."""
        kind = type(event)
        if kind is ScalarEvent:
            self._scalar(event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            self._open(event)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            if self.stack.pop().flow:
                self._behind(event.end_mark, bracket=True)
        elif kind is AliasEvent:
            self.stop("yaml-alias", event, _REFUSED["yaml-alias"], self._quoted(event, _BOLD))
        elif kind is DocumentStartEvent:
            self._document(event)

    def told(self, error: yaml.MarkedYAMLError | Unreadable) -> list[Problem]:
        """What is wrong so far, and last what ended the reading."""
        if isinstance(error, Unreadable):
            return [*error.problems]
        from generator.load.slips_told import explain

        return [*self.problems, explain(error, self.text, self.file)]

    def stop(self, id: str, event: Event, message: Words, hint: Words = NO_WORDS) -> NoReturn:
        """Ends the reading of this file with an error at the event."""
        raise Unreadable(*self.problems, self._problem(id, event.start_mark, message, hint))

    def _problem(self, id: str, mark: Any, message: Words, hint: Words) -> Problem:
        return problem(id, self.file, message, hint, line=mark.line + 1, column=mark.column + 1)

    def _note(self, slip: Slip, mark: Any, further: int = 0) -> None:
        place = {"line": mark.line + 1, "column": mark.column + further + 1}
        found = problem(slip.id, self.file, slip.message, slip.hint, **place)
        self.problems.append(replace(found, level=slip.level))

    def _stumble(self, slip: Slip, further: int, mark: Any) -> None:
        """Ends the reading at a slip behind which nothing means what it says."""
        if slip.id == "indent-char" and (level := level_of(self.lines, mark.line)):
            slip = slip._replace(hint=level.hint(self.lines[mark.line]))
        self._note(slip, mark, further)
        raise Unreadable(*self.problems)

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor:
            self.stop("anchor", event, _REFUSED["anchor"], self._quoted(event))
        if not event.tag:
            return
        if self.tags_but_in is None:
            self.stop("tag", event, _REFUSED["tag"], self._quoted(event))
        top = self.stack[-1] if self.stack else None
        path = (*top.path, top.key) if top else ()
        if any(path[: len(ours)] == ours for ours in self.tags_but_in):
            self.stop("tag", event, *_OF_THE_ENGINE)

    def _quoted(self, event: Any, more: Words = NO_WORDS) -> Words:
        """What to type for a value that begins with a sign of YAML's."""
        zh, en = to_quote(self.lines[event.start_mark.line])
        return Words(zh + more.zh, en + more.en)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1 and not any(map(str.strip, self.lines[event.end_mark.line + 1 :])):
            self._stumble(ONLY_SIGNS, 0, event.start_mark)
        if self.documents > 1:
            self.stop(
                "multi-doc",
                event,
                Words(
                    "文件里有两份内容（中间有单独一行 ---）",
                    "the file holds two documents (a line of --- between them)",
                ),
                Words(
                    "一篇稿件一个文件；正文里的分隔线请缩进",
                    "one story a file; indent a rule that belongs to the text",
                ),
            )

    def _open(self, event: Any) -> None:
        if event.anchor or event.tag:
            self._refuse_properties(event)
        if self.stack and self.stack[-1].wants_key:
            message = Words("项目名不能是列表", "a list cannot be a key")
            self.stop("key-not-text", event, message, QUOTE_IT)
        keyed = isinstance(event, MappingStartEvent)
        value: Data = {} if keyed else []
        path = self._add(value, event, "")
        self.stack.append(_Open(value, path, bool(event.flow_style), keyed))
        if len(self.stack) > MAX_DEPTH:
            message = Words(f"层级太深（最多 {MAX_DEPTH} 层）", f"nested deeper than {MAX_DEPTH}")
            hint = Words("删掉多余的括号或空格", "take out the brackets or blanks that nest it")
            self.stop("too-deep", event, message, hint)

    def _scalar(self, event: Any) -> None:
        if event.anchor or event.tag:
            self._refuse_properties(event)
        top = self.stack[-1] if self.stack else None
        if top and top.keyed and top.key is None:
            self._key(event)
            return
        text, style = event.value, event.style or ""
        if style == '"' and (bad := unwanted(text)):
            mark = event.start_mark
            found = forbidden_char(bad.group(), self.file, mark.line + 1, mark.column + 1)
            self.problems.append(found)
        path = self._add(None if not style and text in NULLS else text, event, style)
        if style not in ("|", ">"):
            self._behind(event.end_mark, plain=not style, blank=text in NULLS)
        if style:
            return
        self._hidden_key(path, event)
        if "，" in text and top and top.keyed and top.flow and (hidden := slip_in_pair(text)):
            self._stumble(*hidden, event.start_mark)
        in_list = top is not None and top.flow and not top.keyed
        if slip := slip_in_value(text, in_list and plain_names().isdisjoint(path[-2:-1])):
            rows = range(event.start_mark.line + 1, min(event.end_mark.line + 1, len(self.lines)))
            self._note(and_below(slip, self.lines, rows), event.start_mark)
        if "#" in text and (at := left_note(text)) >= 0:
            self._note(LEFT_NOTE, event.start_mark, at)
        self.values[path] = text

    def _behind(
        self, end: Any, *, plain: bool = False, blank: bool = False, bracket: bool = False
    ) -> None:
        """Tells of words behind a value, or a bracket, that YAML drops as a comment."""
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        if "#" not in line:
            return
        rest = line[end.column :]
        comma = rest.lstrip()[:1] == ","
        further = rest.index(",") + 1 if comma else 0
        if plain and not comma and (slip := hidden_comment(rest)):
            self._note(slip, end)
        elif not blank and self.tags_but_in is None and (at := note_behind(rest[further:])) >= 0:
            slip = NOTE_IN_BRACKETS if comma or bracket else NOTE_BEHIND
            self._note(slip, end, further + at)

    def _hidden_key(self, path: Path, event: Any) -> None:
        """Ends the reading where only keys can stand and an input method has hidden one."""
        owner = next((part for part in reversed(path) if isinstance(part, str)), None)
        mark = event.start_mark
        if "\n" not in self.text or (owner is not None and owner not in group_names()):
            return
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""  # past the last one
        if found := slip_in_line(line[mark.column :]):
            self._stumble(*found, mark)

    def _key(self, event: Any) -> None:
        top, mark = self.stack[-1], event.start_mark
        slip, key = read_key(event.value)
        if slip:
            self._stumble(*slip, mark)
        if key == "<<":
            hint = Words("删掉这一行，要写的内容照写", "delete it and type what it stands for")
            self.stop("merge", event, Words("不支持“<<”写法", "“<<” is not supported"), hint)
        if top.value and not top.flow:
            self._below_a_sign(mark)
        if key in top.value:
            self._twice(top, key, mark)
        else:
            top.again = ""
        top.key, top.key_mark = key, mark

    def _twice(self, top: _Open, key: str, mark: Any) -> None:
        """Tells of a key that comes again; of several one below the other once."""
        here = (*top.path, key)
        first = self.firsts.setdefault(here, self.marks[here].key_line)
        told = top.anew or top.again not in ("", key)
        top.again = key
        if told:
            return
        hint, begins = ONE_OF_THEM, key == next(iter(top.value)) and len(top.value) > 1
        if begins and not top.flow and top.path and isinstance(top.path[-1], int):
            hint, top.anew = as_new_entry(key), True
        elif begins and not top.path and key in ("标题", "title"):
            hint, top.anew = NEW_STORY, True
        elif not top.flow and (level := level_of(self.lines, mark.line)):
            hint = as_part(level.key, level.hint(self.lines[mark.line]))
        message = Words(
            f"“{key}”写了两遍，第一次在第 {first} 行",
            f"“{key}” is given twice, first on line {first}",
        )
        self.problems.append(self._problem("duplicate-key", mark, message, hint))

    def _below_a_sign(self, mark: Any) -> None:
        """Ends the reading where parts of a field left a comment join what stands above it."""
        if found := sign_above(self.lines, mark.line):
            slip, row, _ = found
            told = problem(slip.id, self.file, slip.message, slip.hint, line=row + 1)
            raise Unreadable(*self.problems, told)

    def _add(self, value: Data, event: Any, style: str) -> Path:
        start, end = event.start_mark, event.end_mark
        key_mark: Any = start
        path: Path = ()
        if not self.stack:
            self.root = value
        else:
            top = self.stack[-1]
            if top.keyed:
                path, key_mark = (*top.path, top.key or ""), top.key_mark
                top.value[top.key] = value
                top.key = None
            else:
                if top.value and not top.flow:
                    self._below_a_sign(start)
                path = (*top.path, len(top.value))
                top.value.append(value)
        self.marks[path] = Mark(
            start.line + 1,
            start.column + 1,
            key_mark.line + 1,
            key_mark.column + 1,
            end.line + 1,
            style,
        )
        if isinstance(value, str):
            self.values[path] = value
        return path


@lru_cache(maxsize=1024)  # stories share their keys: 67 of them in one of 1,000 characters
def read_key(typed: str) -> tuple[tuple[Slip, int] | None, str]:
    """The slip in a key, and the key as it is known."""
    return slip_in_key(typed), unicodedata.normalize("NFKC", typed).strip()
