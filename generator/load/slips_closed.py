"""Slips of signs that open something: quotes, brackets, braces."""

from __future__ import annotations

import re

from generator.load.slips import Slip
from generator.model.problem import Words


def unclosed_quote(line: str, quote: str) -> Slip:
    """The slip of a quote that is never closed, or closed by one of another sort."""
    message = Words("引号没有成对（只有前引号，没有后引号）", "the quote is never closed")
    hint = Words("在这段文字末尾补上英文引号，或去掉前引号", "close the quote or drop it")
    if (last := line.rstrip()[-1]) in "”’＂＇":
        hint = Words(
            f"把末尾的中文引号 {last} 改成英文引号  {quote}",
            f"type  {quote}  for the {last} at its end",
        )
    elif re.match("[^“‘]*[”’]", line.partition(quote)[2]):
        opened = "“" if quote == '"' else "‘"
        hint = Words(f"把英文引号 {quote} 改成中文引号 {opened}", f"type  {opened}  for  {quote}")
    return Slip("unclosed-quote", message, hint)


_OTHERS = {"］": "［", "】": "【", "〕": "〔", "｝": "｛", "）": "（"}


def unclosed_bracket(line: str, opened: str) -> Words:
    """What to type where a bracket is never closed, or by one of another sort."""
    close = {"[": "]", "{": "}"}.get(opened, "")
    last = line.rstrip()[-1:]
    if close and last in _OTHERS and line.count(last) > line.count(_OTHERS[last]):
        return Words(
            f"把末尾的 {last} 改成英文的 {close}", f"type  {close}  for the {last} at its end"
        )
    if close:
        return Words(
            f"在末尾补上 {close}；如果内容本来就以 {opened} 开头，请用英文引号把整段括起来",
            f"close it with  {close}  or quote the value if the text itself begins with {opened}",
        )
    return Words(
        "补上 ] 或 }；如果内容本来就以【[】开头，请用英文引号把整段括起来",
        "close the bracket; quote the value if the text itself begins with [",
    )


def fullwidth_braces(key: str) -> Slip:
    """The slip of a group in full-width braces, which begins with this key."""
    return Slip(
        "fullwidth-bracket",
        Words("写在一行里的一组，要用英文的花括号 { }", "a group on one line takes plain braces"),
        Words(
            f"写成  {{{key}: …}}，花括号、冒号和逗号都用英文的",
            f"type  {{{key}: …}}, braces, colons and commas plain",
        ),
    )
