"""Checks of signs that were mistyped, and of those that paper cannot show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.patterns import later
from generator.model.problem import Finding, Place, Words
from generator.model.site import Site
from generator.model.words import NO_TEXT, NOT_PROSE

_DOTS = r"(?<=[\u3400-\u9fff”’）》】])\.{3,}|。{3,}"
_TWICE = "[，、；：][，、；：。]|。[，、；：。]|[！？]。"
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
            for offset, message, hint in (*pairs, *_slips(text)):
                yield Finding(Place(file, path, offset=offset), message, hint)


def unprintable(site: Site) -> Iterator[Finding]:
    """An emoji or a drawn sign, for which the documents' fonts have no shape.

    Why: Screens show it, but submissions and yearbooks are printed: they are refused at the last.
    Mend: Delete it, or write a word or a common sign: ★ ● √.

    文字里有表情符号，申报材料和风采录印不出来。
    为什么：网页能显示，印刷用的字体里却没有；到导出那天才发现就晚了。
    怎么改：删掉，或换成文字，或换成 ★ ● √ 这样的常用符号。

    错：
        标题: 一盏灯😀
    对：
        标题: 一盏灯
    """
    for file, texts in site.texts.showing(_PICTURES.search):
        for path, text, fact in texts:
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


def _may_slip(text: str) -> bool:
    return not all(_in_pairs(text, pair) for pair in _PAIRS) or bool(_ANY_SLIP.search(text))


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
