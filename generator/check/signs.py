"""Checks of signs that were mistyped, and of those that paper cannot show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from generator.model.fields import Record, fields_of, names_of
from generator.model.kinds import KINDS, Story
from generator.model.patterns import later
from generator.model.problem import Finding, Path, Place, Words
from generator.model.site import Site
from generator.model.words import NO_TEXT, NOT_PROSE

_DOTS = r"(?<=[\u3400-\u9fff”’）》】])\.{3,}|。{3,}"
_TWICE = "[，、；：][，、；：。]|。[，、；：。]|[！？]。"
_HALF_PLAIN = later('(?<=[\u3400-\u9fff”’）》】])"|"(?=[\u3400-\u9fff“‘（《【])')
_LEAD = ("：", "，", "、", "。", "；")
_SLIPS = later(f"(?P<dots>{_DOTS})|(?P<twice>{_TWICE})")
_ANY_SLIP = re.compile("[，、；：。.！？][，、；：。.]")  # most texts hold none
_QUOTES = re.compile("[“”]")
_PAIRS = ("“”", "《》", "（）", "【】")
_REVERSED = later("(?:“”)*(?P<first>”“)(?:“”|”“)*")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
# Emoji and drawings: what Noto's Chinese faces lack of these blocks. To ask the fonts themselves
# takes 0.7 s, and would tell each machine something else.
_PICTURES = re.compile(
    "[\u23e9-\u23fa\u2604\u2607\u2608\u260a-\u260d\u2610-\u2615\u2618-\u261b\u2620-\u262e"
    "\u2630-\u2639\u263d-\u263f\u2643-\u265f\u2670\u2671\u267e-\u269f\u26a1-\u26bc\u26bf-\u2701"
    "\u2703-\u2712\u2714-\u2719\u271b-\u273c\u273e\u2741-\u2755\u2757-\u2775\u2794-\u27bf"
    "\u2b1b-\u2b55\U0001f000-\U0001f0ff\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff]"
)

_REFERENCE = re.compile("&#(?:[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<number>[0-9]{1,7}));")
# Control characters but for tab and line ends, halves of pairs, what Unicode keeps for nothing.
_NO_SIGNS = ((0, 8), (11, 11), (14, 31), (127, 159), (0xD800, 0xDFFF), (0xFDD0, 0xFDEF))
_LAST_CODE = 0x10FFFF


def mark_slip(site: Site) -> Iterator[Finding]:
    """Quotation marks stand the wrong way round, half a pair is missing, a mark stands twice.

    Or dots stand for ……

    Why: The marks of GB/T 15834-2011 are one of a kind, and a slip is printed as it was typed.
    Mend: Type what the hint says.

    引号写反了，引号、括号、书名号缺了一半，标点重复了，或者用句点代替省略号。
    为什么：标点按 GB/T 15834—2011 写；写错了，印出来也是错的。
    怎么改：照提示改。

    错：
        摘要: 走进”一盏灯“工作室，，看一看
    对：
        摘要: 走进“一盏灯”工作室，看一看
    """
    for file, texts in site.texts.showing(_may_slip):
        for path, text, fact in texts:
            if fact.key in NOT_PROSE:
                continue
            pairs = list(_reversed(text)) or list(_halves(text))
            for offset, message, hint in (*_led(text), *pairs, *_slips(text)):
                yield Finding(Place(file, path, offset=offset), message, hint)


def field_in_value(site: Site) -> Iterator[Finding]:
    """An entry's value goes on with “，级别：…”, another field of the entry, which it lacks.

    Why: YAML takes all of it for one value: a level within a title is in no list of levels.
    Mend: Give the field a line of its own; leave it where the words belong to the value.

    一项的内容后面用中文逗号、冒号接着写了同一项的另一个项目。
    为什么：程序会把它们当成一项的内容：级别、时间印在名称里，列表和统计里却没有。
    怎么改：另起一行写；本来就是这句话里的，不用改。

    错：
        荣誉:
          - 名称: 文明单位，级别：国家级
    对：
        荣誉:
          - 名称: 文明单位
            级别: 国家级
    """
    stories = {story.file: story for story in site.stories}
    for file, texts in site.texts.showing(lambda text: _inner().search(text)):
        for path, text, fact in texts if file in stories else ():
            if len(path) == 1 and (fact.shape != "text" or fact.most):
                continue  # sentences; in a name or a post there is no such field
            for match in _inner().finditer(text):
                key, value = match["key"], match["value"].strip()
                if _lacks(_entry(stories[file], path), key):
                    yield Finding(
                        Place(file, path, offset=match.start()),
                        Words(f"“{key}”写进了前一项里", f"“{key}” stands within another field"),
                        Words(
                            f"另起一行，写成  {key}: {value}；是这句话里的，不用改",
                            f"on a line of its own:  {key}: {value}  unless it is a part of it",
                        ),
                    )


@cache
def _inner() -> re.Pattern[str]:
    """A comma or a gap, and the label of a field that stories or entries of lists have."""
    kinds = [kind.record for kind in KINDS.values()]
    lists = [fact.record for kind in kinds for fact in fields_of(kind) if fact.many]
    labels = {fact.label for record in (*kinds, *lists) if record for fact in fields_of(record)}
    known = "|".join(sorted(labels))
    return re.compile(rf"(?:[，；]\s*|[ \t\u3000]+)(?P<key>{known})\s*：(?P<value>[^，；\n]*)")


def _entry(story: Story, path: Path) -> Any:
    """The story or entry of a list that a text belongs to; None where it is in a group."""
    here: Any = story if len(path) == 1 or isinstance(path[-2], int) else None
    for step in path[:-1] if here else ():
        here = here[step] if isinstance(step, int) else getattr(here, step, None)
    return here


def _lacks(entry: object, label: str) -> bool:
    """Whether an entry could have a field and has none."""
    fact = names_of(type(entry)).get(label) if isinstance(entry, Record) else None
    return fact is not None and getattr(entry, fact.name) in (None, ())


def unprintable(site: Site) -> Iterator[Finding]:
    """An emoji or a drawn sign, for which the documents' fonts have no shape, or “&#0;”, no sign.

    Why: Screens show it, but submissions and yearbooks are printed: they are refused at the last.
    Mend: Delete it, or write a word or a common sign: ★ ● √.

    文字里有表情符号，或“&#0;”这样不是字符的代码，申报材料和风采录印不出来。
    为什么：网页能显示，印刷用的字体里却没有；到导出那天才发现就晚了。
    怎么改：删掉，或换成文字，或换成 ★ ● √ 这样的常用符号。

    错：
        标题: 一盏灯😀
    对：
        标题: 一盏灯
    """
    for file, texts in site.texts.showing(_may_lack):
        for path, text, fact in texts:
            if fact.shape == "markdown":
                yield from _no_signs(file, path, text)
            found = [] if fact.key in NO_TEXT else list(_PICTURES.finditer(text))
            if found:
                each = "、".join(f"“{sign}”" for sign in dict.fromkeys(m.group() for m in found))
                yield Finding(
                    Place(file, path, offset=found[0].start()),
                    Words(
                        f"有表情符号{each}：网页能显示，申报材料和风采录印不出来",
                        f"{each}: pages show it, but no submission or yearbook can print it",
                    ),
                    Words(
                        "删掉，或换成文字，或换成 ★ ● √ 这样的常用符号",
                        "delete it, or write a word or a common sign: ★ ● √",
                    ),
                )


def _may_lack(text: str) -> bool:
    return bool(_PICTURES.search(text)) or "&#" in text


def _no_signs(file: str, path: Path, text: str) -> Iterator[Finding]:
    """References that Markdown shows as �: their numbers are no character's."""
    for match in _REFERENCE.finditer(text):
        code = int(match["hex"], 16) if match["hex"] else int(match["number"])
        if code > _LAST_CODE or any(first <= code <= last for first, last in _NO_SIGNS):
            yield Finding(
                Place(file, path, offset=match.start()),
                Words(
                    f"“{match[0]}”不是字符：网页上是“�”，申报材料和风采录印不出来",
                    f"“{match[0]}” is no sign: pages show “�”, no submission or yearbook prints it",
                ),
                Words("删掉", "delete it"),
            )


def _may_slip(text: str) -> bool:
    paired = all(_in_pairs(text, pair) for pair in _PAIRS)
    return not paired or text.startswith(_LEAD) or bool(_ANY_SLIP.search(text))


def _led(text: str) -> Iterator[tuple[int, Words, Words]]:
    """A mark before all words, as of a colon that was typed twice (`标题: ：一盏灯`)."""
    if text.startswith(_LEAD):
        mark = text[0]
        yield 0, Words(f"开头多了“{mark}”", f"it begins with “{mark}”"), _DELETE_IT


_DELETE_IT = Words("删掉它", "delete it")


def _in_pairs(text: str, pair: str = "“”") -> bool:
    """Whether each “ is followed by its ”, as in most texts."""
    before, *opened = text.split(pair[0])
    return pair[1] not in before and all(part.count(pair[1]) == 1 for part in opened)


def _reversed(text: str) -> Iterator[tuple[int, Words, Words]]:
    """The first pair of quotation marks that stand the wrong way round.

    Up to where they stand in pairs: a speech of several paragraphs opens in each of them.
    """
    at = 0
    for paragraph in () if _in_pairs(text) else _PARAGRAPHS.split(text):
        at = text.index(paragraph, at)
        quotes = [*_QUOTES.finditer(paragraph)]
        signs = "".join(quote.group() for quote in quotes)
        if signs.count("“") != signs.count("”"):
            return
        if wrong := _REVERSED().fullmatch(signs):
            first, second = quotes[wrong.start("first")], quotes[wrong.start("first") + 1]
            words = paragraph[first.end() : second.start()]
            yield (
                at + first.start(),
                Words(f"引号写反了：”{words}“", f"quotation marks the wrong way round: ”{words}“"),
                Words(f"改成“{words}”", f"write “{words}”"),
            )
            return


def _halves(text: str) -> Iterator[tuple[int, Words, Words]]:
    """The first mark of each sort that lacks its other half."""
    for pair in _PAIRS:
        if pair == "“”" and _HALF_PLAIN().search(text):
            continue  # “一盏灯": `mixed-punctuation` tells of its other half
        if not _in_pairs(text, pair) and (at := _half(text, pair)) is not None:
            mark = text[at]
            other = pair[1] if mark == pair[0] else pair[0]
            yield (
                at,
                Words(f"只有 {mark} ，没有 {other}", f"{mark} has no {other}"),
                Words(f"补上 {other}；写反的改过来，多出来的删去", f"add {other}, or mend {mark}"),
            )


def _half(text: str, pair: str) -> int | None:
    """Where a mark without its other half stands.

    A speech of several paragraphs opens in each of them and is closed once; 1） closes nothing.
    """
    opened: list[int] = []
    for match in re.finditer(f"[{pair}]", text):
        at = match.start()
        if match[0] == pair[0]:
            if opened and pair == "“”" and _PARAGRAPHS.search(text, opened[-1], at):
                opened.pop()
            opened.append(at)
        elif opened:
            opened.pop()
        elif pair != "（）":
            return at
    return opened[0] if opened else None


def _slips(text: str) -> Iterator[tuple[int, Words, Words]]:
    """The first of the marks that stand twice and of the dots, with how many follow."""
    found = list(_SLIPS().finditer(text)) if _ANY_SLIP.search(text) else []
    if found:
        first, more = found[0], len(found) - 1
        dots = first.lastgroup == "dots"
        yield (
            first.start(),
            Words(
                (f"省略号写成了“{first.group()}”" if dots else f"标点重复了：“{first.group()}”")
                + (f"，这段文字里还有 {more} 处" if more else ""),
                f"“{first.group()}” {'stands for ……' if dots else 'is a mark too many'}"
                + (f", and {more} more" if more else ""),
            ),
            Words("改成 ……", "type ……") if dots else Words("只留一个", "leave one of them"),
        )
