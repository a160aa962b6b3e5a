"""The `showcase` command: arguments, environment, printing, exit codes."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator import __version__
from generator.model.kinds import KINDS
from generator.model.problem import Lang, Problem, Words
from generator.progress import Progress
from generator.trouble import Misuse, Stop, machine_trouble

if TYPE_CHECKING:
    from generator.flow import Built

DONE, CONTENT, USAGE, MACHINE = 0, 1, 2, 3

PACKAGE = ("docx", "pdf", "zip")  # what an export makes unless told otherwise
FORMATS = (*PACKAGE, "md", "wechat")
_LISTS = ("paths", "stories")  # arguments that take any number of names

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code (contract §2); no traceback leaves it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"})
            )
    args = _parsed(argv)
    lang: Lang = args.lang
    try:
        return int(args.command(args))
    except Stop as stop:
        return _say(stop.words, lang, stop.exit_code)
    except OSError as error:
        return _say(machine_trouble(error), lang, MACHINE)
    except KeyboardInterrupt:
        return _say(
            Words("已中断，原来的网站没有变。", "Interrupted; the old site stands."), lang, MACHINE
        )
    except Exception:
        return _bug(args.root, lang)


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments; argparse itself takes no more names (`paths`, `stories`) after an option."""
    parser = _parser()
    args, more = parser.parse_known_args(argv)
    names = next((name for name in _LISTS if hasattr(args, name)), None)
    if more and (names is None or any(word.startswith("-") for word in more)):
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    if more and names:
        setattr(args, names, [*getattr(args, names), *more])
    return args


def _say(words: Words, lang: Lang, code: int) -> int:
    print(words.to(lang), file=sys.stderr)
    return code


def _bug(root: Path, lang: Lang) -> int:
    """A bug of ours: the traceback goes to a file for engineers, the officer gets a sentence."""
    place = root / ".showcase" / "crash.txt"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(traceback.format_exc(), encoding="utf-8")
    except OSError:
        traceback.print_exc()
    words = Words(
        f"程序出错了，原来的网站没有变。请把 {place} 发给维护人员。",
        f"The program failed; the old site stands. Please send {place} to the maintainers.",
    )
    return _say(words, lang, MACHINE)


def _check(args: argparse.Namespace) -> int:
    from generator.flow import check_site
    from generator.show import show, summary

    checked = check_site(args.root, args.as_of)
    problems = _within(checked.problems, args)
    print(show(problems, checked.sources, args.format, args.lang), end="")
    if args.format == "text" and not args.quiet:
        print(summary(problems, args.lang))
    worst = {"error", "warning"} if args.strict else {"error"}
    return CONTENT if any(p.level in worst for p in problems) else DONE


def _within(problems: list[Problem], args: argparse.Namespace) -> list[Problem]:
    """Only the problems of the files asked for; all where none was named."""
    if not args.paths:
        return problems
    root = args.root.resolve()
    names = [_relative(Path(path), root) for path in args.paths]
    return [
        problem
        for problem in problems
        if any(f"{problem.place.file}/".startswith(f"{name}/") for name in names)
    ]


def _relative(path: Path, root: Path) -> str:
    """The path below the root; given relative to the current folder or to the root."""
    for candidate in (path, root / path):
        if candidate.exists():
            try:
                return candidate.resolve().relative_to(root).as_posix()
            except ValueError:
                break
    raise Misuse(Words(f"找不到 {path}。", f"There is no {path} below the root."))


def _build(args: argparse.Namespace) -> int:
    from generator.flow import Options, build

    options = Options(
        root=args.root,
        as_of=args.as_of,
        out=args.out,
        edition=args.edition,
        drafts=args.drafts,
        offline=args.offline,
        force=args.force,
    )
    progress = Progress(sys.stderr, args.lang, args.quiet)
    # A build makes many records and no rings: collecting as often as usual costs a quarter of it.
    gc.set_threshold(200_000, 50, 50)
    try:
        built = build(options, progress)
    finally:
        progress.done()
    return _told(built, args)


def _told(built: Built, args: argparse.Namespace) -> int:
    """Prints problems and the summary line of a build."""
    from generator.show import show, summary

    checked = built.checked
    shown = checked.problems
    if built.site and args.quiet:
        shown = []
    print(show(shown, checked.sources, "text", args.lang), end="")
    if built.site is None:
        words = Words("有错误，没有发布；原来的网站没有变。", "not published; the old site stands.")
        print(f"{summary(checked.problems, args.lang)}：{words.to(args.lang)}")
        return CONTENT
    if not args.quiet:
        place = os.path.relpath(built.site / "index.html")
        words = Words(
            f"完成：{built.stories} 篇稿件，{built.pages} 页，{built.pictures} 张图片，"
            f"用时 {built.seconds:.1f} 秒；{summary(checked.problems, 'zh')}。打开 {place} 查看",
            f"done: {built.stories} stories, {built.pages} pages, {built.pictures} pictures, "
            f"{built.seconds:.1f} s; {summary(checked.problems, 'en')}. Open {place}",
        )
        print(words.to(args.lang))
    return DONE


def _explain(args: argparse.Namespace) -> int:
    from generator.explain import explain

    print(explain(args.id, args.lang), end="")
    return DONE


def _new(args: argparse.Namespace) -> int:
    from generator.new import new

    path = new(args.root, args.kind, args.id, args.language)
    words = Words(f"已新建 {path}，填好空白后运行 showcase check", f"made {path}")
    return _say(words, args.lang, DONE) if not args.quiet else DONE


def _schema(args: argparse.Namespace) -> int:
    from generator.schema import schema_text

    print(schema_text(), end="")
    return DONE


def _serve(args: argparse.Namespace) -> int:
    from generator.serve import serve

    def say(words: str) -> None:
        print(words, flush=True)

    serve(args.root, args.as_of, (args.host, args.port), args.lang, say)
    return DONE


def _review(args: argparse.Namespace) -> int:
    from generator.load.site import load
    from generator.sign import review

    site = load(args.root).site
    words = review(args.root, site, args.story, args.stage, args.by, args.as_of)
    print(words.to(args.lang))
    return DONE


def _withdraw(args: argparse.Namespace) -> int:
    from generator.load.site import load
    from generator.sign import withdraw

    words = withdraw(args.root, load(args.root).site, args.story, args.reason, args.as_of)
    print(words.to(args.lang))
    return DONE


def _audit(args: argparse.Namespace) -> int:
    from generator.audit import audit, told
    from generator.load.site import load
    from generator.model.release import release

    found = audit(args.place, release(load(args.root).site, args.as_of))
    print(told(found).to(args.lang))
    return CONTENT if found.down else DONE


def _export(args: argparse.Namespace) -> int:
    from generator.submit import Order, export, told

    if bool(args.stories) == args.all:
        raise Misuse(Words("写上稿件，或用 --all 导出全部。", "Name stories, or give --all."))
    formats = tuple(dict.fromkeys(args.format or PACKAGE))
    order = Order(
        root=args.root,
        as_of=args.as_of,
        call=args.call,
        stories=tuple(dict.fromkeys(args.stories)),
        formats=formats,
        out=args.out,
        draft=args.draft,
    )
    progress = Progress(sys.stderr, args.lang, args.quiet)
    try:
        exported = export(order, progress)
    finally:
        progress.done()
    print(told(exported, args.lang, args.quiet), end="")
    return CONTENT if exported.failed else DONE


def _status(args: argparse.Namespace) -> int:
    from generator.status import status, told, write_status

    progress = Progress(sys.stderr, args.lang, args.quiet)
    try:
        text = told(status(args.root, args.as_of, progress), args.format, args.lang)
    finally:
        progress.done()
    if args.out:
        write_status(args.out, text, args.root)
    else:
        print(text, end="")
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="showcase",
        description="支部品牌、先进典型与志愿服务：由稿件生成网站、视窗和申报材料",
    )
    parser.add_argument("--version", action="version", version=f"showcase {__version__}")
    _common(parser, top=True)
    commands = parser.add_subparsers(required=True, metavar="命令", dest="word")
    for word, help, run, arguments in _COMMANDS:
        sub = commands.add_parser(word, help=help, description=help)
        _common(sub, top=False)
        arguments(sub)
        sub.set_defaults(command=run)
    return parser


def _common(parser: argparse.ArgumentParser, *, top: bool) -> None:
    """Options of every command, accepted before and after its word."""

    def add(*names: str, default: object, **more: object) -> None:
        value = default if top else argparse.SUPPRESS
        parser.add_argument(*names, default=value, **more)  # type: ignore[arg-type]

    add("--root", type=Path, default=Path(), help="放 mkdocs.yml 和 stories/ 的文件夹")
    add("--as-of", type=_day, default=_today(), help="按哪一天计算（默认今天）", metavar="日期")
    add("--quiet", action="store_true", default=False, help="少说话")
    add("--verbose", action="store_true", default=False, help="多说话")
    lang = os.environ.get("SHOWCASE_LANG", "zh")
    add(
        "--lang",
        choices=("zh", "en"),
        default=lang if lang in ("zh", "en") else "zh",
        help="消息语言",
    )


def _today() -> date:
    """The day where the officer sits, not the day in Greenwich."""
    return datetime.now().astimezone().date()


def _day(text: str) -> date:
    from generator.model.times import ImpossibleDate, read_day

    try:
        return read_day(text)
    except ImpossibleDate as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，例如 2026-03-05") from error


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="文件", help="只看这些文件或文件夹的问题")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help="格式")
    parser.add_argument("--strict", action="store_true", help="提醒也算错误")


def _build_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--drafts", action="store_true", help="连同未审的稿件，带明显标记")
    parser.add_argument("--edition", choices=("public", "internal"), default="public", help="版本")
    parser.add_argument("--offline", action="store_true", help="双击就能打开的版本")
    parser.add_argument("--out", type=Path, help="输出文件夹（默认 site）")
    parser.add_argument("--force", action="store_true", help="不用缓存，全部重做")


def _new_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=tuple(KINDS), help="种类")
    parser.add_argument("id", help="编号，也就是文件名")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="用哪种语言的项目名")


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="地址")
    parser.add_argument("--port", type=int, default=8000, help="端口")


def _review_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("story", metavar="稿件", help="编号，或 种类/编号")
    stages = ("first", "second", "final")
    parser.add_argument(
        "--as", dest="stage", choices=stages, required=True, help="初审、复审或终审"
    )
    parser.add_argument("--by", required=True, metavar="姓名", help="审核人")


def _withdraw_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("story", metavar="稿件", help="编号，或 种类/编号")
    parser.add_argument("--reason", required=True, metavar="理由", help="为什么撤下")


def _explain_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="编号", help="如 photo-alt")


def _audit_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="文件夹或网址", help="网站的位置")


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("call", metavar="征集", help="征集活动的编号")
    parser.add_argument("stories", nargs="*", metavar="稿件", help="编号，或 种类/编号")
    parser.add_argument("--all", action="store_true", help="所有备齐的稿件，另出汇总表")
    parser.add_argument(
        "--format", action="append", choices=FORMATS, help="只要这种格式；可以写几次"
    )
    parser.add_argument("--out", type=Path, help="输出文件夹（默认 exports）")
    parser.add_argument("--draft", action="store_true", help="不合要求也导出，每页标“草稿”")


def _status_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json", "html"), default="text", help="格式")
    parser.add_argument("--out", type=Path, help="写进这个文件（不能在 site 里）")


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """A command without arguments of its own."""


_COMMANDS: tuple[tuple[str, str, Command, Callable[[argparse.ArgumentParser], None]], ...] = (
    ("new", "新建一篇稿件", _new, _new_arguments),
    ("check", "检查所有稿件", _check, _check_arguments),
    ("explain", "说明一种检查", _explain, _explain_arguments),
    ("build", "生成网站", _build, _build_arguments),
    ("serve", "预览，改了就刷新", _serve, _serve_arguments),
    ("review", "签字：初审、复审、终审", _review, _review_arguments),
    ("withdraw", "撤下一篇稿件", _withdraw, _withdraw_arguments),
    ("audit", "核对已发布的网站：哪些必须撤下", _audit, _audit_arguments),
    ("export", "导出申报材料", _export, _export_arguments),
    ("status", "哪篇稿件能报哪个征集，还缺什么", _status, _status_arguments),
    ("schema", "稿件格式（JSON Schema），给编辑器用", _schema, _no_arguments),
)
