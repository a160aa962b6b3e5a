"""Whether a write-up speaks in the person that its call prescribes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.export.blocks import text_of
from generator.export.document import Block
from generator.model.kinds import Story
from generator.model.problem import Place, Problem, Words

# 我国, 忘我 and their like are not the first person; 我所 is an institute, in 我所做的 it is.
_FIRST_PERSON = re.compile(
    r"(?<![自忘无舍大小])我(?![国省市区县院局部]|所(?![做说想见闻知学][的过]))|本人|咱"
)
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」")


def person_slips(person: str | None, blocks: Sequence[Block], story: Story) -> Iterator[Problem]:
    """Words such as 我 outside quotations where the third person is asked for; none of them
    where the first is."""
    said = _QUOTED.sub("", "\n".join(text_of(block) for block in blocks))
    found = _FIRST_PERSON.findall(said)
    if person == "third" and found:
        yield _slip(
            story,
            Words(
                f"征集要求第三人称，正文里有 {len(found)} 处“{found[0]}”",
                f"the call wants the third person; the text says {found[0]}",
            ),
            Words("改成姓名或“他”“她”", "use the name, he or she"),
        )
    if person == "first" and said and not found:
        yield _slip(
            story,
            Words("征集要求第一人称，正文里没有“我”", "the call wants the first person"),
            Words("改成本人讲述", "let the person speak"),
        )


def _slip(story: Story, message: Words, hint: Words) -> Problem:
    place = Place(story.file, ("sections",), at_key=True)
    return Problem("award-person", "warning", place, message, hint)
