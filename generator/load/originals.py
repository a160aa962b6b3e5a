"""The pictures that a story names: found beside it, opened, measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.load.folder import StoryFile
from generator.load.paths import beside
from generator.load.trouble import problem_at
from generator.model.kinds import Brand, Story
from generator.model.original import Original
from generator.model.problem import NO_WORDS, Problem, Words
from generator.model.problem import Path as DataPath

_OTHER_FILE = Words("请换成 JPG、PNG、WebP 或 HEIC 图片", "use a JPG, PNG, WebP or HEIC picture")


def read_originals(
    story: Story, file: StoryFile, cache: Path
) -> tuple[dict[tuple[str, str], Original], list[Problem]]:
    """The originals of a story by (story key, file as typed), and what is wrong with the others.

    `cache` remembers pictures that were found sound.
    """
    found: dict[tuple[str, str], Original] = {}
    problems: list[Problem] = []
    for name, path in _named(story):
        place = beside(file.folder, name)
        if isinstance(place, tuple):
            id, message, hint = place
            problems.append(problem_at(id, file.file, path, message, hint))
            continue
        if path[0] == "attachments":
            continue
        from generator import pictures  # 0.1 s to import, needed only where there are pictures

        facts = pictures.facts(place, cache)
        if isinstance(facts, pictures.PictureFault):
            told = Words(f"“{name}”{facts.detail.zh}", f"“{name}” {facts.detail.en}")
            hint = _OTHER_FILE if facts.kind == "not-image" else NO_WORDS
            problems.append(problem_at(f"picture-{facts.kind}", file.file, path, told, hint))
            continue
        found[story.key, name] = Original(
            place, facts.width, facts.height, facts.digest, facts.size
        )
    return found, problems


def _named(story: Story) -> Iterator[tuple[str, DataPath]]:
    for number, photo in enumerate(story.photos):
        yield photo.file, ("photos", number, "file")
    if isinstance(story, Brand) and story.emblem:
        yield story.emblem, ("emblem",)
    for number, attachment in enumerate(story.attachments):
        yield attachment.file, ("attachments", number, "file")
