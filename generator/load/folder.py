"""Walks stories/: which files are stories, which are pictures, what does not belong there."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import Struct, field

from generator.load.bytes import BIDI, MAX_BYTES, glance
from generator.load.trouble import problem
from generator.model.kinds import FOLDERS, Kind, id_in
from generator.model.patterns import later
from generator.model.problem import Problem, Words, did_you_mean
from generator.sight import YAML, is_ignored

PICTURE_SUFFIXES = frozenset(".jpg .jpeg .png .webp .gif .heic .heif .tif .tiff .bmp".split())
_OTHER_FOLDERS = ("stars", "ceremonies", "works", "pledges", "awards")
_BROKEN = later(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{BIDI}]")  # no name in any message
_TITLE = re.compile("^(?:标题|title) ?[:：]", re.MULTILINE)
_ENDING = re.compile(r"\s*[.．。，,、]\s*ya?ml\s*$", re.IGNORECASE)  # by an input method
_OTHER_FILES = frozenset({"units", "terms", "maxims", "withdrawn", "reviews"})


class StoryFile(Struct, frozen=True):
    """A story's file: `file` relative to the root, `folder` where its pictures lie."""

    kind: Kind
    id: str
    file: str
    path: Path
    folder: Path


class Walked(Struct):
    """What stories/ holds."""

    stories: list[StoryFile] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def walk(root: Path) -> Walked:
    """Lists stories/ below `root` in a fixed order, following no link."""
    walked = Walked()
    top = root / "stories"
    if is_link(top) or not top.is_dir():
        message = Words("这里没有 stories 文件夹", "there is no stories folder here")
        hint = Words(
            "在项目文件夹里运行，或用 --root 指明文件夹",
            "run it in the project's folder, or give --root",
        )
        walked.problems.append(problem("no-stories", "stories", message, hint))
        return walked
    for entry in _entries(top, root, walked):
        if entry.is_dir():
            if kind := FOLDERS.get(entry.name):
                _kind_folder(kind, Path(entry.path), root, walked)
            elif entry.name not in _OTHER_FOLDERS:
                walked.problems.append(_unknown_folder(entry.name))
            else:
                files = (Path(each) for each in _entries(Path(entry.path), root, Walked()))
                told = (_misnamed(path, relative(path, root)) for path in files if path.is_file())
                walked.problems += [each for each in told if each]
        elif entry.name not in {f"{name}{end}" for name in _OTHER_FILES for end in YAML}:
            _stray(Path(entry.path), root, walked)
    return walked


def story_file(root: Path, file: str) -> StoryFile:
    """The story in `file`, a path below `root` that `walk` has found to be one."""
    path, kind = root / file, FOLDERS[file.split("/")[1]]
    return StoryFile(kind, id_in(file), file, path, path.parent)


def yaml_files(folder: Path) -> Iterator[Path]:
    """The YAML files of a folder by name; nothing where it is missing or a link."""
    if is_link(folder) or not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.suffix.lower() in YAML and path.is_file() and not path.is_symlink():
            yield path


def is_link(entry: Path | os.DirEntry[str]) -> bool:
    """Whether it leads elsewhere: a symbolic link, or on Windows a junction (Python 3.12 tells)."""
    return entry.is_symlink() or bool(getattr(entry, "is_junction", bool)())


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of a file, at most one more than `most`: enough to refuse it."""
    with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - 10,000 files
        size = os.fstat(stream.fileno()).st_size  # room for `most` would take as long as reading
        return stream.read(min(size, most) + 1)


def relative(path: Path, root: Path) -> str:
    """The path relative to the root, "/" between folders."""
    return path.relative_to(root).as_posix()


def _kind_folder(kind: Kind, folder: Path, root: Path, walked: Walked) -> None:
    here = relative(folder, root)
    for entry in _entries(folder, root, walked):
        path = Path(entry.path)
        if entry.is_dir():
            _story_folder(kind, path, root, walked)
        elif path.suffix.lower() in YAML:
            file = f"{here}/{entry.name}"
            walked.stories.append(StoryFile(kind, path.stem, file, path, folder))
        else:
            _stray(path, root, walked)


def _story_folder(kind: Kind, folder: Path, root: Path, walked: Walked) -> None:
    found, before = False, len(walked.problems)
    for path in _files(folder, root, walked):
        if path.parent == folder and path.name in ("story.yml", "story.yaml"):
            story = StoryFile(kind, folder.name, relative(path, root), path, folder)
            walked.stories.append(story)
            found = True
        else:
            _stray(path, root, walked)
    told = {each.id for each in walked.problems[before:]}
    if not found and not told & {"misplaced", "misnamed"}:  # which say what to do with the story
        name = relative(folder, root)
        message = Words("文件夹里没有 story.yml", "the folder holds no story.yml")
        hint = Words("稿件文件名应当是 story.yml", "name the story's file story.yml")
        walked.problems.append(problem("no-story", name, message, hint, level="warning"))


def _files(folder: Path, root: Path, walked: Walked) -> Iterator[Path]:
    for entry in _entries(folder, root, walked):
        if entry.is_dir():
            yield from _files(Path(entry.path), root, walked)
        else:
            yield Path(entry.path)


def _entries(folder: Path, root: Path, walked: Walked) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if is_ignored(entry.name):
            continue
        if unfit := _unfit(entry, root):
            walked.problems.append(unfit)
        elif not is_link(entry):
            yield entry


def _unfit(entry: os.DirEntry[str], root: Path) -> Problem | None:
    """Why an entry cannot be read: a name no text may hold, a link, a device."""
    if _is_text(entry.name) and entry.is_file(follow_symlinks=False):  # as nearly all are
        return None
    name = relative(Path(entry.path), root)
    if not _is_text(entry.name):
        shown = _BROKEN().sub(lambda found: ascii(found[0])[1:-1], name)
        message = Words(
            "文件名是乱码（多见于旧压缩包），或有控制字符", "the file's name is garbled"
        )
        return problem("file-name", shown, message, Words("改一个文件名", "rename it"))
    if is_link(entry):
        if Path(entry.name).suffix.lower() not in (*YAML, ""):
            return None  # a linked picture is told where a story names it
        message = Words("这是一个链接，不读取", "this is a link and is not read")
        return problem(
            "symlink", name, message, Words("把文件本身放到这里", "put the file itself here")
        )
    if not entry.is_file() and not entry.is_dir():
        message = Words("这不是普通文件，不读取", "this is no plain file and is not read")
        return problem("symlink", name, message, Words("移走它", "move it away"))
    return None


def _is_text(name: str) -> bool:
    return name.isprintable() or not _BROKEN().search(name)


def _stray(path: Path, root: Path, walked: Walked) -> None:
    """A file that is no story: a picture or attachment is noted, a misnamed story is told."""
    name = relative(path, root)
    if path.suffix.lower() in PICTURE_SUFFIXES:
        walked.pictures.append(name)
    elif misnamed := _misnamed(path, name):
        walked.problems.append(misnamed)
    elif path.suffix.lower() in YAML:
        message = Words("这个文件放错了地方，不会被读取", "this file lies where nothing reads it")
        *others, last = FOLDERS
        hint = Words(
            f"稿件放在 {'、'.join(others)} 或 {last} 文件夹里；带图片的，一稿一个文件夹，"
            "文件名是 story.yml",
            f"stories lie in {', '.join(others)} or {last}; in a folder, as story.yml",
        )
        if near := _near(
            path.stem.lower(), _OTHER_FILES if path.parent == root / "stories" else ()
        ):
            hint = did_you_mean(f"{near}.yml")
        walked.problems.append(problem("misplaced", name, message, hint))


def _misnamed(path: Path, name: str) -> Problem | None:
    """A file that would be read but for the end of its name."""
    if path.suffix.lower() in YAML:
        return None
    if meant := _ENDING.search(path.name):
        stem = path.name[: meant.start()]
        message = Words(f"文件名的末尾是“{meant[0]}”，不会被读取", _NOT_READ)
        hint = Words(f"改名为 {stem}.yml，用英文的点", f"rename it to {stem}.yml")
        return problem("misnamed", name, message, hint)
    if any(part in YAML for part in path.suffixes):
        message = Words(f"文件名多了“{path.suffix}”，不会被读取", _NOT_READ)
        return problem("misnamed", name, message, _rename(path, path.stem))
    if path.suffix.lower() == ".txt" and _TITLE.search(glance(read_bytes(path))):
        message = Words(
            "像是一篇稿件，扩展名却是 .txt，不会被读取",
            "it reads like a story, but a .txt is not read",
        )
        return problem(
            "misnamed", name, message, _rename(path, f"{path.stem}.yml"), level="warning"
        )
    return None


_NOT_READ = "the name's end keeps it from being read"


def _rename(path: Path, name: str) -> Words:
    """What to do where Windows may hide the end of a name."""
    return Words(
        f"改名为 {name}（看不见“{path.suffix}”的，先在资源管理器的“查看”里勾选“文件扩展名”）",
        f"rename it to {name} (Explorer shows its end once “File name extensions” is ticked)",
    )


def _unknown_folder(name: str) -> Problem:
    known = [*FOLDERS, *_OTHER_FOLDERS]
    hint = Words(f"文件夹可以是 {'、'.join(known)}", f"folders: {', '.join(known)}")
    labels = {kind.label: folder for folder, kind in FOLDERS.items()}
    if near := labels.get(name) or _near(name, known):
        hint = Words(f"是不是 {near}？", f"did you mean {near}?")
    message = Words(f"不认识文件夹“{name}”，里面的稿件不会被读取", f"folder “{name}” is unknown")
    return problem("unknown-folder", f"stories/{name}", message, hint)


def _near(name: str, known: Collection[str]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.5)), "")
