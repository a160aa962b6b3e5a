"""mkdocs.yml → Settings: the engine's name and address of the site, and `extra.showcase`."""

from __future__ import annotations

import difflib
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from generator.load.bytes import read_text
from generator.load.folder import read_bytes
from generator.load.trouble import Unreadable, problem, problem_at
from generator.model.problem import Path as DataPath
from generator.model.problem import Problem, Words, did_you_mean
from generator.model.site import SETTINGS_FILE as FILE
from generator.model.site import Settings, few_names
from generator.model.source import Data, Source
from generator.package import settings_files

_OURS = ("extra", "showcase")
_INHERIT = "INHERIT"  # MkDocs' key for a file whose settings hold where this one is silent
_ONE_TEXT = Words(
    "去掉括号；括号是内容里的，用英文引号把整段括起来",
    "without the brackets, or all in quotes if they are part of it",
)
_ANOTHER_OR_NONE = Words(
    "写另一个设置文件的文件名，或者删掉这一行",
    "write the name of another file of settings, or delete the line",
)
_ENGINE = {"site_name": "site_name", "site_url": "site_url", "site_description": "description"}
_READ: tuple[DataPath, ...] = (_OURS, *((key,) for key in _ENGINE))


def read_settings(
    root: Path, sources: dict[str, Source], problems: list[Problem]
) -> tuple[Settings, bytes]:
    """The settings of a root, and a digest of all that mkdocs.yml tells but for few pages' own.

    Notes problems, and takes the defaults where it is unreadable.
    """
    path = root / FILE
    if not path.is_file():
        message = Words("这里没有 mkdocs.yml", "there is no mkdocs.yml here")
        hint = Words(
            "走错了的，到项目文件夹里运行，或用 --root 指明；没有走错，从备份或样例里拷一份过来",
            "run it in the project's folder, or give --root; if this is it, copy one from a backup "
            "or from the sample",
        )
        problems.append(problem("no-settings", FILE, message, hint))
        return Settings(), b""
    from generator.load.marks import read_marks  # libyaml takes 0.03 s to import, not for an edit
    from generator.load.shape import shape

    raw = read_bytes(path)
    try:
        text, warnings = read_text(raw, FILE)
        data, source, slips = read_marks(text, FILE, tags_but_in=_READ)
    except Unreadable as stop:
        sources[FILE] = Source(FILE, raw.decode("utf-8", "replace"))
        problems += stop.problems
        return Settings(), b""
    problems += [*(_as_error(found) for found in warnings), *slips]
    top = data if isinstance(data, dict) else {}
    extra = top.get("extra")
    ours = extra.get("showcase") if isinstance(extra, dict) else None
    problems += _misspelt(data, extra)
    problems += _inherited(top, root)
    words = {key: _text(top.get(engine)) for engine, key in _ENGINE.items()}
    given: dict[str, Any] = {key: text for key, text in words.items() if text}
    settings, part, found = shape(Settings, ours or {}, _below_ours(source), given)
    sources[FILE] = _with_engine(part, source)
    problems += found
    return settings or Settings(**given), _shared(text, root)


def _shared(text: str, root: Path) -> bytes:
    """The digest of what the engine reads in a sound mkdocs.yml, tags too (`!ENV`), comments not,
    without the settings that FEW pages show; with all that it inherits."""
    import yaml

    from generator.load.marks import Loader

    def told(node: Any, path: DataPath) -> object:
        if isinstance(node, yaml.MappingNode):
            own = ((k, v) for k, v in node.value if path != _OURS or k.value not in few_names())
            return node.tag, [(told(k, ("",)), told(v, (*path, k.value))) for k, v in own]
        if isinstance(node, yaml.SequenceNode):
            return node.tag, [told(each, ("",)) for each in node.value]
        return (node.tag, node.value) if node else ()

    above = [file.read_bytes() for file in settings_files(root)[1:] if file.is_file()]
    words = repr((told(yaml.compose(text, Loader), ()), above))
    return hashlib.sha256(words.encode()).digest()


def _as_error(found: Problem) -> Problem:
    """A file in another encoding than UTF-8 is read by us, not by the engine."""
    if found.id != "encoding":
        return found
    message = Words("mkdocs.yml 要存成 UTF-8，网站引擎才读得了", "MkDocs reads UTF-8 only")
    return replace(found, id="encoding-unknown", level="error", message=message)


def _misspelt(data: Data, extra: Data) -> Iterator[Problem]:
    """A key of the engine's that hides a setting of ours: unknown ones it takes in silence."""
    if isinstance(data, str | list):
        message = Words("这里应当是“项目名: 内容”的格式", "“key: value” lines are expected here")
        hint = Words("例如  site_name: 网站的名称", "e.g.  site_name: My showcase")
        yield problem_at("not-mapping", FILE, (), message, hint)
    top = data if isinstance(data, dict) else {}
    for key in _ENGINE:
        if isinstance(top.get(key), list | dict):
            message = Words(f"“{key}”应当是一段文字", f"“{key}” is a text")
            yield problem_at("text-expected", FILE, (key,), message, _ONE_TEXT)
    yield from _hidden(data, (*_ENGINE, "extra"), ())
    yield from _hidden(extra, ("showcase",), ("extra",))


def _hidden(data: Data, names: Sequence[str], path: DataPath) -> Iterator[Problem]:
    keys = list(data) if isinstance(data, dict) else []
    for name in names:
        for key in difflib.get_close_matches(name, keys, n=1, cutoff=0.8):
            if name not in keys and key not in names:
                message = Words(f"不认识“{key}”", f"“{key}” is unknown")
                at, hint = (*path, key), did_you_mean(name)
                yield problem_at("unknown-key", FILE, at, message, hint, at_key=True)


def _inherited(top: Mapping[str, Data], root: Path) -> Iterator[Problem]:
    """What MkDocs would fail of: an INHERIT that names no file, no settings, or an heir."""
    if _INHERIT not in top:
        return
    given, id = top[_INHERIT], ""
    if not isinstance(given, str) or not given.strip():
        id, told = "text-expected", Words("“INHERIT”应当是一个文件名", "INHERIT is a file's name")
        yield problem_at(id, FILE, (_INHERIT,), told, _ANOTHER_OR_NONE, at_key=given is None)
        return
    files = settings_files(root)
    for file in files[1:]:
        name, keys = os.path.relpath(file, root).replace("\\", "/"), _keys_of(file)
        if not file.is_file():
            id, told = "file-missing", Words(f"找不到文件“{name}”", f"there is no file “{name}”")
        elif keys is None:
            id, told = "not-mapping", Words(f"“{name}”不是网站设置", f"“{name}” holds no settings")
    if not id and _INHERIT in (_keys_of(last := files[-1]) or ()):
        id, told = (
            "not-mapping",
            Words(
                f"“{last.name}”里的 INHERIT 绕成了圈，或者写的不是文件名",
                f"INHERIT of “{last.name}” goes round in a ring, or names no file",
            ),
        )
    if id:
        yield problem_at(id, FILE, (_INHERIT,), told, _ANOTHER_OR_NONE)


def _keys_of(file: Path) -> list[str] | None:
    """The keys of a file of settings, None where it is none that MkDocs could read."""
    import yaml

    from generator.load.marks import Loader

    try:
        top = yaml.compose(file.read_bytes(), Loader)
    except (OSError, yaml.YAMLError, RecursionError, ValueError):
        return None
    if top is None:  # empty, as MkDocs takes it
        return []
    return [key.value for key, _ in top.value] if isinstance(top, yaml.MappingNode) else None


def _text(value: Data) -> str:
    return value.strip() if isinstance(value, str) else ""


def _with_engine(part: Source, whole: Source) -> Source:
    """The source of our settings, with the places of those that are the engine's too."""
    keys: dict[DataPath, DataPath] = {(engine,): (key,) for engine, key in _ENGINE.items()}
    marks = {keys[path]: mark for path, mark in whole.marks.items() if path in keys}
    values = {keys[path]: text for path, text in whole.values.items() if path in keys}
    values = {**whole.values, **part.values, **values}
    return Source(part.file, part.text, {**whole.marks, **part.marks, **marks}, values)


def _below_ours(source: Source) -> Source:
    size = len(_OURS)
    marks = {path[size:]: mark for path, mark in source.marks.items() if path[:size] == _OURS}
    values = {path[size:]: text for path, text in source.values.items() if path[:size] == _OURS}
    return Source(source.file, source.text, marks, values)
