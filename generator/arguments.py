"""What may be typed after `showcase`: words, options, their help."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from generator import __version__
from generator.model.problem import Words
from generator.usage import WRONG_USE, Parser, bleed, language, port

Commands = Mapping[str, tuple[Words, Callable[[argparse.Namespace], int]]]
PACKAGE = ("docx", "pdf", "zip")  # what an export makes unless told otherwise
FORMATS = (*PACKAGE, "md", "wechat")
_LISTS = ("paths", "stories")  # arguments that take any number of names
_STORY = Words("编号，或 种类/编号", "id, or kind/id")


def parsed(argv: Sequence[str] | None, commands: Commands) -> argparse.Namespace:
    """The arguments of a command line; wrong use ends the program with exit code 2.

    argparse itself takes no more names (`paths`, `stories`) after an option; this does.
    """
    argv = sys.argv[1:] if argv is None else argv
    parser = _parser(commands, argv)
    if not argv:
        parser.print_help(sys.stderr)
        parser.exit(WRONG_USE)
    args, more = parser.parse_known_args(argv)
    names = next((name for name in _LISTS if hasattr(args, name)), None)
    if more and (names is None or any(word.startswith("-") for word in more)):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    if more and names:
        setattr(args, names, [*getattr(args, names), *more])
    given = args.as_of
    args.today = (lambda: given) if given else _today  # for what runs past midnight
    args.as_of = args.today()
    return args


def _parser(commands: Commands, argv: Sequence[str]) -> Parser:
    lang = language(argv)
    parser = Parser(
        lang,
        prog="showcase",
        about=Words(
            "支部品牌、先进典型与志愿服务：由稿件生成网站、视窗和申报材料",
            "stories of branches, people and volunteers: a website, a lobby screen, submissions",
        ),
    )
    _common(parser, top=True)
    words = parser.add_subparsers(
        required=True, metavar=Words("命令", "COMMAND").to(lang), dest="word"
    )
    for word, (help, run) in commands.items():
        sub = words.add_parser(word, lang=lang, help=help.to(lang), about=help)
        _common(sub, top=False)
        if not argv or word in argv:  # the others only need be known by name
            _ARGUMENTS[word](sub)
        sub.set_defaults(command=run)
    return parser


def _common(parser: Parser, *, top: bool) -> None:
    """Options of every command, accepted before and after its word."""

    def add(*names: str, default: object, **more: object) -> None:
        value = default if top else argparse.SUPPRESS
        parser.add_argument(*names, default=value, **more)

    add(
        "--root",
        type=Path,
        default=Path(),
        metavar="文件夹",
        help=Words(
            "放 mkdocs.yml 和 stories/ 的文件夹",
            "the folder with mkdocs.yml and stories/ (default: this one)",
        ),
    )
    add(
        "--as-of",
        type=day,
        default=None,
        help=Words("按哪一天计算（默认今天）", "the day to go by (default: today)"),
        metavar="日期",
    )
    add("--quiet", action="store_true", default=False, help=Words("只显示错误", "tell errors only"))
    add(
        "--verbose",
        action="store_true",
        default=False,
        help=Words("显示每一步用了多少秒", "tell the seconds of every step"),
    )
    add(
        "--lang",
        choices=("zh", "en"),
        default=language(()),
        help=Words("消息语言", "language of messages"),
    )
    _version(parser)


def _version(parser: Parser) -> None:
    parser.add_argument(
        "--version",
        action="version",
        version=f"showcase {__version__}",
        help=Words("显示版本", "show the version"),
    )


def _today() -> date:
    """The day where the officer sits, not the day in Greenwich."""
    return datetime.now().astimezone().date()


def day(text: str) -> date:
    """A day as typed; ValueError for anything else, whose message names this function."""
    from generator.model.times import read_day

    return read_day(text)


def _edition(parser: Parser) -> None:
    parser.add_argument(
        "--edition", choices=("public", "internal"), default="public", help=Words("版本", "edition")
    )


def _check_arguments(parser: Parser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="文件",
        help=Words("只看这些文件或文件夹的问题", "only problems of these files or folders"),
    )
    parser.add_argument(
        "--format", choices=("text", "json", "github"), default="text", help=Words("格式", "format")
    )
    parser.add_argument(
        "--strict", action="store_true", help=Words("提醒也算错误", "warnings count as errors")
    )


def _build_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--drafts",
        action="store_true",
        help=Words("连同未审的稿件，带明显标记", "with unapproved stories, clearly marked"),
    )
    _edition(parser)
    parser.add_argument(
        "--offline",
        action="store_true",
        help=Words("双击就能打开的版本", "pages that open from a folder"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        help=Words("输出文件夹（默认 site）", "folder for the site (default: site)"),
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help=Words("不用缓存，全部重做", "ignore caches, make all anew"),
    )


def _new_arguments(parser: Parser) -> None:
    from generator.model.kinds import KINDS  # 0.2 s to import
    from generator.starters import STARTERS, kind_named

    parser.add_argument(
        "kind",
        metavar="种类",
        type=kind_named,
        choices=(*KINDS, *STARTERS),
        help=Words("、".join((*KINDS, *STARTERS)), ", ".join((*KINDS, *STARTERS))),
    )
    parser.add_argument(
        "id",
        metavar="编号",
        help=Words(
            "也就是文件名，如 1252；五星榜写 2018-W03 或 本周，一年一份的写 2018 或 今年",
            "the file's name, e.g. 1252; of a board 2018-W03 or now, of a year 2018 or now",
        ),
    )
    parser.add_argument(
        "--language",
        choices=("zh", "en"),
        default="zh",
        help=Words("用哪种语言的项目名", "language of the keys"),
    )


def _serve_arguments(parser: Parser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help=Words("地址", "address"))
    parser.add_argument(
        "--port", type=port, default=8000, metavar="端口", help=Words("端口", "port")
    )


def _review_arguments(parser: Parser) -> None:
    from generator.model.parts import STAGES

    parser.add_argument("story", metavar="稿件", help=_STORY)
    named = {zh: stage for stage, zh in STAGES.items()}
    parser.add_argument(
        "--as",
        dest="stage",
        type=lambda word: named.get(word, word),
        choices=tuple(STAGES),
        required=True,
        help=Words("初审、复审或终审", "which of the three reviews"),
    )
    parser.add_argument("--by", required=True, metavar="姓名", help=Words("审核人", "who signs"))


def _withdraw_arguments(parser: Parser) -> None:
    parser.add_argument("story", metavar="稿件", help=_STORY)
    why = Words("为什么撤下", "why it goes")
    parser.add_argument("--reason", required=True, metavar="理由", help=why)
    who = Words("谁撤下的", "who withdraws it")
    parser.add_argument("--by", default="", metavar="姓名", help=who)
    parser.add_argument(
        "--notice",
        action="store_true",
        help=Words(
            "原网址上留一页，只说内容已撤下",
            "leave a page at its address that says it was withdrawn",
        ),
    )


def _explain_arguments(parser: Parser) -> None:
    parser.add_argument("id", metavar="编号", help=Words("如 photo-alt", "e.g. photo-alt"))


def _audit_arguments(parser: Parser) -> None:
    parser.add_argument(
        "place", metavar="文件夹或网址", help=Words("网站的位置", "where the site is")
    )


def _mask_arguments(parser: Parser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="文件",
        help=Words("要遮盖的文件，直接改写", "the file to mask; it is rewritten"),
    )


def _export_arguments(parser: Parser) -> None:
    parser.add_argument(
        "call", metavar="征集", help=Words("征集活动的编号", "id of the award call")
    )
    parser.add_argument("stories", nargs="*", metavar="稿件", help=_STORY)
    parser.add_argument(
        "--all",
        action="store_true",
        help=Words("所有备齐的稿件，另出汇总表", "all stories that are ready, and a summary table"),
    )
    parser.add_argument(
        "--format",
        action="append",
        choices=FORMATS,
        help=Words("只要这种格式；可以写几次；已有的重做", "this format; others there are renewed"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        help=Words("输出文件夹（默认 exports）", "folder for the files (default: exports)"),
    )
    parser.add_argument(
        "--draft",
        action="store_true",
        help=Words(
            "不合要求也导出，每页标“草稿”", "export in spite of breaches, every page marked 草稿"
        ),
    )


def _status_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--format", choices=("text", "json", "html"), default="text", help=Words("格式", "format")
    )
    parser.add_argument(
        "--out",
        type=Path,
        help=Words("写进这个文件（不能在 site 里）", "write to this file (never inside site/)"),
    )


def _schema_arguments(parser: Parser) -> None:
    parser.add_argument(
        "name",
        nargs="?",
        default="story",
        metavar="名称",
        help=Words(
            "哪种文件，如 award、units；不写就是所有种类的稿件",
            "which file, e.g. award, units; default: stories of every kind",
        ),
    )


def _yearbook_arguments(parser: Parser) -> None:
    parser.add_argument(
        "year",
        nargs="?",
        type=year,
        metavar="年份",
        help=Words("哪一年，如 2018", "which year, e.g. 2018"),
    )
    parser.add_argument(
        "--brand",
        metavar="稿件",
        help=Words("只印一个品牌的：品牌的编号", "one brand alone: its id"),
    )
    parser.add_argument(
        "--size",
        choices=("a4", "16k"),
        default="a4",
        help=Words("A4，或 16 开", "A4, or 16k (185 × 260 mm)"),
    )
    parser.add_argument(
        "--bleed",
        type=bleed,
        default=0.0,
        metavar="毫米",
        help=Words(
            "出血，带裁切线；印刷厂通常要 3", "bleed with crop marks; printers mostly want 3"
        ),
    )
    _edition(parser)
    parser.add_argument(
        "--out",
        type=Path,
        help=Words(
            "输出文件夹（默认 exports/yearbook/年份）",
            "folder for the book (default: exports/yearbook/YEAR)",
        ),
    )


def year(text: str) -> int:
    """A year as typed, as `day` a day."""
    if not re.fullmatch(r"\d{4}年?", text):
        raise ValueError(text)
    return int(text[:4])


def _window_arguments(parser: Parser) -> None:
    parser.add_argument(
        "--single-file",
        action="store_true",
        required=True,
        help=Words("一个文件，图片都在里面", "one file with all its pictures"),
    )
    parser.add_argument(
        "--name",
        default="",
        metavar="编号",
        help=Words("哪块分屏（默认主屏）", "which screen (default: the main one)"),
    )
    parser.add_argument(
        "--out",
        type=Path,
        help=Words(
            "写进这个文件（默认 exports/window.html）",
            "write to this file (default: exports/window.html)",
        ),
    )


_ARGUMENTS: dict[str, Callable[[Parser], None]] = {
    "new": _new_arguments,
    "check": _check_arguments,
    "explain": _explain_arguments,
    "build": _build_arguments,
    "serve": _serve_arguments,
    "review": _review_arguments,
    "withdraw": _withdraw_arguments,
    "audit": _audit_arguments,
    "mask": _mask_arguments,
    "export": _export_arguments,
    "status": _status_arguments,
    "yearbook": _yearbook_arguments,
    "window": _window_arguments,
    "schema": _schema_arguments,
}
