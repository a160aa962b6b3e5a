"""Names of people who asked to stay without one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.kinds import Member
from generator.model.problem import Finding, Place, Words
from generator.model.site import Site
from generator.model.slugs import slug_of
from generator.model.words import words_of


def anonymous_name(site: Site) -> Iterator[Finding]:
    """A member who stays anonymous is named elsewhere in the same story.

    Why: The page leaves out the name in its own field only; captions and texts are shown as typed.
    Mend: Leave the name out there; a word that only looks like it may be allowed.

    写了“匿名: 是”，姓名却出现在稿件的别处。
    为什么：匿名只是不显示“姓名”这一项；正文、引语、图片说明照原文显示，搜得到。
    怎么改：把那里的姓名去掉；只是字面相同的，写“放行”。

    错：
        # stories/members/某人.yml
        姓名: 王一丁
        匿名: 是
        正文: |
          王一丁和同事守了一夜。
    对：
        # stories/members/某人.yml
        姓名: 王一丁
        匿名: 是
        正文: |
          她和同事守了一夜。
    """
    for story in site.stories:
        if not isinstance(story, Member) or not story.anonymous or not story.name:
            continue
        named = re.compile(r"\s*".join(map(re.escape, "".join(story.name.split()))))
        for path, text, _ in words_of(story):
            if path != ("name",) and (match := named.search(text)):
                yield Finding(
                    Place(story.file, path, offset=match.start()),
                    Words(
                        f"“匿名”的“{story.name}”出现在这里，会照样公开",
                        f"the anonymous {story.name} is named here, for all to read",
                    ),
                    Words("把姓名去掉", "leave the name out"),
                )
        if named.search(story.id):
            yield Finding(
                Place(story.file, ("name",)),
                Words(
                    f"“匿名”的“{story.name}”在文件名里，网站会带出来",
                    f"the anonymous {story.name} is in the name of the file, which the site tells",
                ),
                Words("给文件改名，不用姓名", "give the file a name without it"),
            )
        elif told := _spelled(story):
            yield Finding(
                Place(story.file, ("name",)),
                Words(
                    f"“匿名”的“{story.name}”的拼音在网址里：{told}",
                    f"the anonymous {story.name} can be read in an address: {told}",
                ),
                Words(
                    "文件名、“网址名”“旧网址”都不用姓名的拼音",
                    "leave it out of the file's name, `slug` and `aliases`",
                ),
            )


def _spelled(story: Member) -> str | None:
    """The name or address of a story that holds its member's name in pinyin: wang-yi-ding."""
    syllables = slug_of("".join((story.name or "").split())).split("-")
    name = re.compile(f"(?<![a-z]){'[-_ ]?'.join(map(re.escape, syllables))}(?![a-z])")
    told = (story.id, story.address_name, *story.aliases)
    return next((each for each in told if name.search(each.lower())), None)
