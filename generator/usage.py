"""Wrong use of a command, told as any other message; argparse itself speaks English only."""

from __future__ import annotations

import argparse
import difflib
import os
import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from generator.model.problem import NO_WORDS, Lang, Words

WRONG_USE = 2  # an exit code: docs/handbook/build.md lists them
BLEED_MOST = 10  # mm
PORT_MOST = 65535


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks `lang`: what was typed wrongly, and its help."""

    def __init__(self, lang: Lang = "zh", about: Words = NO_WORDS, **more: Any) -> None:
        self.lang: Lang = lang
        look = _Help if lang == "zh" else argparse.HelpFormatter
        more |= {"description": about.to(lang), "formatter_class": look}
        super().__init__(add_help=False, **more)
        if lang == "zh":
            self._positionals.title, self._optionals.title = "要写的", "选项"
        self.add_argument(
            "-h", "--help", action="help", help=Words("显示这页说明", "show this help")
        )

    def add_argument(self, *names: Any, **more: Any) -> argparse.Action:
        """As argparse's, its `help` in both languages; in English values go by their own names."""
        if self.lang == "en":
            more.pop("metavar", None)
        if help := more.get("help"):
            more["help"] = help.to(self.lang)
        return super().add_argument(*names, **more)

    def error(self, message: str) -> NoReturn:
        """Ends the program: one sentence, and where the help is."""
        if self.lang == "en":
            self.exit(WRONG_USE, f"{message}; see {self.prog} --help\n")
        told = in_chinese(message)
        end = "" if told.endswith("？") else "。"
        self.exit(WRONG_USE, f"{told}{end}用法见 {self.prog} --help\n")


def language(argv: Sequence[str]) -> Lang:
    """The language of messages before the arguments are read: `--lang`, else SHOWCASE_LANG."""
    typed = re.search(r"(?:^| )--lang[ =](zh|en)(?: |$)", " ".join(argv))
    word = typed[1] if typed else os.environ.get("SHOWCASE_LANG", "zh")
    return "en" if word == "en" else "zh"


def in_chinese(message: str) -> str:
    """One of argparse's messages in Chinese; one that is not in the table stays as it is."""
    for pattern, told in _TOLD:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return told(*found.groups())
    return message


def port(text: str) -> int:
    """A port as typed; ValueError for anything else, whose message names this function."""
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > PORT_MOST:
        raise ValueError(text)
    return int(text)


def bleed(text: str) -> float:
    """Millimetres as typed, as `port` a port."""
    width = float(text.removesuffix("mm"))
    if not 0 <= width <= BLEED_MOST:
        raise ValueError(text)
    return width


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def _unknown_choice(typed: str, choices: str) -> str:
    known = [choice.strip("' ") for choice in choices.split(",")]
    near = difflib.get_close_matches(typed, known, n=1)
    return f"不认识“{typed}”，" + (f"是不是 {near[0]}？" if near else "可以写：" + "、".join(known))


def _no_year(typed: str) -> str:
    """A word is what stands behind an option that the command does not have."""
    wrong = f"“{typed}”不是年份，例如 2018"
    return wrong if typed[:1].isdigit() else f"{wrong}；它前面如果是选项，这条命令没有那个选项"


_TOLD: tuple[tuple[str, Callable[..., str]], ...] = (
    (
        "the following arguments are required: (.+)",
        lambda names: "还缺：" + names.replace(", ", "、"),
    ),
    ("unrecognized arguments: (.+)", lambda words: f"不认识：{words}"),
    (r"argument .+?: invalid choice: '?(.*?)'? \(choose from (.+)\)", _unknown_choice),
    ("argument (.+?): expected .*arguments?", lambda name: f"{name} 后面还要写内容"),
    ("argument .+?: invalid day value: '(.*)'", lambda day: f"“{day}”不是日期，例如 2026-03-05"),
    (r"argument .+?: invalid year value: '(.*)'", _no_year),
    (
        r"argument .+?: invalid bleed value: '(.*)'",
        lambda bleed: f"“{bleed}”不是 0 到 {BLEED_MOST} 毫米",
    ),
    (
        r"argument .+?: invalid port value: '(.*)'",
        lambda port: f"“{port}”不是端口，写 1 到 {PORT_MOST} 的整数，如 8001",
    ),
)
