"""The `showcase` command: arguments, environment, printing, exit codes."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from generator.arguments import PACKAGE, parsed
from generator.model.problem import Lang, Problem, Words
from generator.progress import Progress
from generator.project import files_named, lies_in, refuse_root
from generator.trouble import Misuse, Stop, crash, machine_trouble

if TYPE_CHECKING:
    from generator.flow import Built
    from generator.model.source import Source

DONE, CONTENT, USAGE, MACHINE = 0, 1, 2, 3

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None, heed: Callable[[], None] = lambda: None) -> int:
    """Runs one command and returns its exit code; no traceback leaves it.

    `heed` is called as soon as an interruption can be told.
    """
    # Imports and builds make many records and few rings: collecting as often as usual costs a tenth
    # of an edit, a quarter of a build; never, rings that a preview of hours would drown in.
    gc.set_threshold(100_000, 50, 50)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                errors="replace", **({} if stream.isatty() else {"encoding": "utf-8"})
            )
    args = parsed(argv, _COMMANDS)
    lang: Lang = args.lang
    try:
        heed()
        refuse_root(args.root, args.word)
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
        return _say(crash(args.root), lang, MACHINE)


@contextmanager
def _progress(args: argparse.Namespace) -> Iterator[Progress]:
    """The bar of a command; its line is cleared however the command ends."""
    progress = Progress(sys.stderr, args.lang, args.quiet, args.verbose)
    try:
        yield progress
    finally:
        progress.done()


def _say(words: Words, lang: Lang, code: int) -> int:
    print(words.to(lang), file=sys.stderr)
    return code


def _check(args: argparse.Namespace) -> int:
    from generator.proof import check_site
    from generator.show import show, summary

    names = files_named(args.root, args.paths)
    checked = check_site(args.root, args.as_of)
    problems = [each for each in checked.problems if lies_in(each.place.file, names)]
    worst = {"error", "warning"} if args.strict else {"error"}
    brief = args.quiet and args.format == "text"
    told = [each for each in problems if each.level in worst] if brief else problems
    print(show(told, checked.sources, args.format, args.lang), end="")
    if args.format == "text" and not args.quiet:
        print(summary(problems, args.lang))
    return CONTENT if any(p.level in worst for p in problems) else DONE


def _build(args: argparse.Namespace) -> int:
    from generator.engine import Engine

    with Engine() as engine:  # it takes 0.2 s to start, and all else can wait for it or beside it
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
        with _progress(args) as progress:
            built = build(options, progress, engine)
    return _told(built, args)


def _told(built: Built, args: argparse.Namespace) -> int:
    """Prints problems and the summary line of a build."""
    from generator.show import from_here, show, summary

    checked = built.checked
    shown = [p for p in checked.problems if p.level == "error" or not args.quiet]
    print(show(shown, checked.sources, "text", args.lang), end="")
    if built.site is None:
        words = Words("有错误，没有发布；原来的网站没有变。", "not published; the old site stands.")
        between = Words("：", ": ").to(args.lang)
        print(f"{summary(checked.problems, args.lang)}{between}{words.to(args.lang)}")
        return CONTENT
    if not args.quiet:
        place = from_here(built.site / "index.html")
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

    path = new(args.root, args.kind, args.id, args.language, args.as_of)
    if not args.quiet:
        words = Words(
            f"已新建 {path}，填好空白后运行 showcase check",
            f"made {path}; fill its blanks, then run showcase check",
        )
        print(words.to(args.lang))
    return DONE


def _schema(args: argparse.Namespace) -> int:
    from generator.schema import SCHEMAS, schema_text

    name = f"{args.name}s" if f"{args.name}s" in SCHEMAS else args.name  # as `new` names them
    if name not in SCHEMAS:
        known = "、".join(f"{name}（{file.title}）" for name, file in SCHEMAS.items())
        raise Misuse(
            Words(
                f"没有“{args.name}”的格式；可以写：{known}",
                f"There is no schema “{args.name}”; known: {', '.join(SCHEMAS)}",
            )
        )
    print(schema_text(name), end="")
    return DONE


def _serve(args: argparse.Namespace) -> int:
    from generator.serve import serve

    def say(words: str) -> None:
        print(words, flush=True)

    serve(args.root, args.today, (args.host, args.port), args.lang, say)
    return DONE


def _review(args: argparse.Namespace) -> int:
    from generator.load.site import load_called
    from generator.sign import review, signing
    from generator.wanted import plain_reference

    with signing(args.root):
        site = load_called(args.root, plain_reference(args.story))
        words = review(args.root, site, args.story, args.stage, args.by, args.as_of)
    print(words.to(args.lang))
    return DONE


def _withdraw(args: argparse.Namespace) -> int:
    from generator.load.site import load_called
    from generator.sign import signing, withdraw
    from generator.wanted import plain_reference

    with signing(args.root):
        site = load_called(args.root, plain_reference(args.story))
        told = (args.story, args.reason, args.by, args.as_of)
        words = withdraw(args.root, site, *told, notice=args.notice)
    print(words.to(args.lang))
    return DONE


def _audit(args: argparse.Namespace) -> int:
    from generator import check
    from generator.audit import audit, told, unjudged
    from generator.load.site import load
    from generator.model.release import release

    loaded = load(args.root)
    problems = check.run(loaded.site, args.as_of, loaded.problems)
    if common := [*filter(check.concerns_all, problems)]:
        return _unjudged(common, loaded.sources, args.lang)
    broken = {problem.place.file for problem in problems if problem.level == "error"}
    found = audit(
        args.place, release(loaded.site, args.as_of), unjudged(broken, loaded.site, args.as_of)
    )
    print(told(found).to(args.lang))
    return CONTENT if found.drafts or found.down or found.unsure else DONE


def _unjudged(problems: Sequence[Problem], sources: Mapping[str, Source], lang: Lang) -> int:
    """Says what keeps every story from being judged."""
    from generator.show import show

    print(show(problems, sources, "text", lang), end="")
    words = Words(
        "公用文件（mkdocs.yml、units.yml、reviews.yml 等）有错误，改好以后再看。",
        "A shared file (mkdocs.yml, units.yml, reviews.yml or another) has errors.",
    )
    return _say(words, lang, CONTENT)


def _mask(args: argparse.Namespace) -> int:
    from generator.mask import mask_file

    print(mask_file(args.file).to(args.lang))
    return DONE


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
    with _progress(args) as progress:
        exported = export(order, progress)
    print(told(exported, args.lang, args.quiet), end="")
    return CONTENT if exported.failed else DONE


def _status(args: argparse.Namespace) -> int:
    from generator.status import status, told, write_status

    with _progress(args) as progress:
        found = status(args.root, args.as_of, progress)
    if found.problems:
        return _unjudged(found.problems, found.sources, args.lang)
    text = told(found, args.format, args.lang)
    if args.out:
        write_status(args.out, text, args.root)
    else:
        print(text, end="")
    return DONE


def _yearbook(args: argparse.Namespace) -> int:
    from generator.show import from_here, show
    from generator.yearbook import Order, yearbook

    order = Order(
        root=args.root,
        as_of=args.as_of,
        year=args.year,
        brand=args.brand,
        size=args.size,
        bleed=args.bleed,
        edition=args.edition,
        out=args.out,
    )
    with _progress(args) as progress:
        bound = yearbook(order, progress)
    print(show(bound.problems, bound.sources, "text", args.lang), end="")
    if not bound.files:
        words = Words("有错误，没有排版；原来的书没有变。", "not typeset; the old book stands.")
        return _say(words, args.lang, CONTENT)
    if not args.quiet:
        place = "、".join(map(from_here, bound.files))
        words = Words(
            f"已排好 {place}：{bound.stories} 篇稿件，{bound.pages} 页",
            f"{place}: {bound.stories} stories, {bound.pages} pages",
        )
        print(words.to(args.lang))
    return DONE


def _window(args: argparse.Namespace) -> int:
    from generator.portable import Wanted, single_file
    from generator.show import show, summary

    with _progress(args) as progress:
        made = single_file(Wanted(args.root, args.as_of, args.name, args.out), progress)
    if made.path is None:
        print(show(made.checked.problems, made.checked.sources, "text", args.lang), end="")
        print(summary(made.checked.problems, args.lang))
        return CONTENT
    if not args.quiet:
        size = made.size / 1e6
        words = Words(
            f"完成：{made.slides} 屏，{size:.1f} MB。双击 {made.path} 播放",
            f"done: {made.slides} slides, {size:.1f} MB. Open {made.path}",
        )
        print(words.to(args.lang))
    return DONE


# word → what it does, and what does it; its arguments stand in `arguments.py`
_COMMANDS: dict[str, tuple[Words, Command]] = {
    "new": (Words("新建一篇稿件", "start a new story"), _new),
    "check": (Words("检查所有稿件", "check all stories"), _check),
    "explain": (Words("说明一种检查", "explain a check"), _explain),
    "build": (Words("生成网站", "build the site"), _build),
    "serve": (Words("预览，改了就刷新", "preview, reloaded at every change"), _serve),
    "review": (Words("签字：初审、复审、终审", "sign a review: first, second, final"), _review),
    "withdraw": (Words("撤下一篇稿件", "withdraw a story"), _withdraw),
    "audit": (
        Words("核对已发布的网站：哪些必须撤下", "compare a published site with what may be public"),
        _audit,
    ),
    "mask": (
        Words("把文件里的电话、证件号写成打星号的样子", "mask telephone and ID numbers in a file"),
        _mask,
    ),
    "export": (Words("导出申报材料", "export an award submission"), _export),
    "status": (
        Words(
            "哪篇稿件能报哪个征集，还缺什么",
            "which story is ready for which call, and what it lacks",
        ),
        _status,
    ),
    "yearbook": (
        Words("排一本风采录，交给印刷厂", "typeset a yearbook for the printer"),
        _yearbook,
    ),
    "window": (
        Words("文化视窗做成一个文件，拷到U盘就能放", "the culture window as one file"),
        _window,
    ),
    "schema": (
        Words(
            "稿件、征集等文件的格式（JSON Schema），给编辑器用",
            "JSON Schema of the files, for editors",
        ),
        _schema,
    ),
}
