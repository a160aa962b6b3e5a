"""`showcase export`: stories to a call, each checked, made, put in its place or told why not."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator import check
from generator.export import EXPORTERS, Made, Unwritten, make, sheet
from generator.export.docx import write_docx
from generator.export.entry import Entry, make_entry
from generator.export.placing import place_of
from generator.export.standing import forbidden, unapproved
from generator.load.site import load
from generator.material import gather
from generator.model.award import AWARDS_FOLDER, Award
from generator.model.kinds import KINDS, Story
from generator.model.problem import Lang, Problem, Words
from generator.model.site import Site, kind_of
from generator.model.source import Source
from generator.progress import Progress
from generator.shelf import put, put_file, refuse_place, told_of
from generator.show import from_here, show
from generator.trouble import Broken, Misuse
from generator.typeset.failures import FontMissing
from generator.wanted import named_story, plain_reference, unread_file

TOGETHER = 2  # stories at a time: while Typst prints one, Python writes the other


class Order(Struct, frozen=True):
    """What an export was asked for; no stories named means all that are ready."""

    root: Path
    as_of: date
    call: str
    stories: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("docx", "pdf", "zip")
    out: Path | None = None
    draft: bool = False


class Outcome(Struct, frozen=True):
    """What became of one story: its folder, or the problems that kept it from being written.

    `unready` is a story of `--all` that lacks something; nobody asked for it by name. `row` is its
    line of the summary table, `parcel` its zip's name, `notes` what the writers say of their fonts.
    """

    story: str
    folder: Path | None = None
    problems: tuple[Problem, ...] = ()
    unready: bool = False
    row: sheet.SummaryRow | None = None
    parcel: str = ""
    notes: tuple[Words, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the officer has to be told that it failed."""
        return self.folder is None and not self.unready


class Exported(Struct, frozen=True):
    """The outcomes, the sources to show problems with, what the writers say of their fonts."""

    sources: Mapping[str, Source]
    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Words, ...] = ()
    table: Path | None = None

    @property
    def failed(self) -> bool:
        """Whether anything went wrong that was asked for."""
        return bool(self.problems) or any(outcome.failed for outcome in self.outcomes)


def export(order: Order, progress: Progress) -> Exported:
    """Writes the submissions below exports/<call>/<story>/; one that fails stops no other.

    Raises Misuse for a call or story that does not exist, OSError where the machine fails.
    """
    if order.out:
        refuse_place(order.out, order.root)
    progress.step(Words("读取和检查稿件", "reading and checking stories"))
    loaded = load(order.root)
    problems = check.run(loaded.site, order.as_of, loaded.problems)
    errors = [problem for problem in problems if problem.level == "error"]
    award = _award(loaded.site, order.call)
    own = award.file if award else f"{AWARDS_FOLDER}/{order.call}."
    common = tuple(p for p in errors if p.place.file.startswith(own) or check.concerns_all(p))
    if common:
        return Exported(loaded.sources, problems=common)
    if award is None:
        raise Misuse(_no_call(loaded.site, order.call))
    run = _Run(order, award, loaded.site, errors)
    return run.all(run.stories(), loaded.sources, progress)


def _award(site: Site, name: str) -> Award | None:
    """The call of an id, of the file of that name, or of a title."""
    found = (a for a in site.awards if name in (a.id, Path(a.file).stem, a.title))
    return next(found, None)


def _no_call(site: Site, name: str) -> Words:
    known = [award.id for award in site.awards]
    near = difflib.get_close_matches(name, known, n=1)
    titled = [f"{award.id}（{award.title}）" for award in site.awards]
    none = "stories/awards 里还没有征集，照手册“申报材料”写一个"
    zh = f"是不是 {near[0]}？" if near else f"现有：{'、'.join(titled)}" if known else none
    en = f"did you mean {near[0]}?" if near else f"known: {', '.join(known) or 'none'}"
    return Words(f"没有征集“{name}”；{zh}", f"There is no call “{name}”; {en}")


class _Run(Struct, frozen=True):
    order: Order
    award: Award
    site: Site
    errors: Sequence[Problem]

    def stories(self) -> list[Story | str]:
        """The stories asked for, or all that the call takes; files that nobody can read by name."""
        if not self.order.stories:
            keys = sorted(s.key for s in self.site.stories if s.kind in self.award.kinds)
            folders = [f"stories/{KINDS[kind].folder}/" for kind in self.award.kinds]
            unread = [file for file in self.site.unread if file.startswith(tuple(folders))]
            return [*(self.site.by_key[key] for key in keys), *unread]
        named = map(self._named, self.order.stories)  # one may be named twice: a, brand/a
        return [*{s if isinstance(s, str) else s.key: s for s in named}.values()]

    def _named(self, reference: str) -> Story | str:
        name = plain_reference(reference)
        found = self.site.find(name) or unread_file(self.site, name)
        return found or named_story(self.site, reference)

    def all(
        self, stories: Sequence[Story | str], sources: Mapping[str, Source], progress: Progress
    ) -> Exported:
        """Every story, and the summary table where all were asked for."""
        progress.step(Words("生成申报材料", "writing submissions"))
        progress.count(0, len(stories))
        outcomes: list[Outcome] = []
        with ThreadPoolExecutor(TOGETHER) as threads:
            for outcome in threads.map(self._outcome, stories):
                outcomes.append(outcome)
                progress.count(len(outcomes), len(stories))
        rows = [outcome.row for outcome in outcomes if outcome.row]
        notes = dict.fromkeys(words for outcome in outcomes for words in outcome.notes)
        notes |= dict.fromkeys(_namesakes(outcomes))
        table = None if self.order.stories or not rows else self._table(rows)
        return Exported(sources, tuple(outcomes), (), tuple(notes), table)

    def _outcome(self, story: Story | str) -> Outcome:
        if isinstance(story, str):
            return Outcome(story, problems=tuple(self._errors(story)))
        if broken := tuple(self._errors(story.file)):
            return Outcome(story.key, problems=broken)
        if barred := tuple(self._barred(story)):
            return Outcome(story.key, problems=barred, unready=not self.order.stories)
        return self._written(story)

    def _errors(self, file: str) -> Iterator[Problem]:
        return (problem for problem in self.errors if problem.place.file == file)

    def _barred(self, story: Story) -> Iterator[Problem]:
        carriers = ("award", "wechat") if "wechat" in self.order.formats else ("award",)
        seen: list[Problem] = []
        for carrier in carriers:
            seen += forbidden(story, self.award, self.site, self.order.as_of, carrier)
        yield from dict.fromkeys(seen)
        if not self.order.draft:
            yield from unapproved(story, self.site)

    def _written(self, story: Story) -> Outcome:
        order = self.order
        material, faults = gather(story, self.award, order.root, order.as_of, pages=True)
        if faults:
            return Outcome(story.key, problems=tuple(faults))
        entry = make_entry(story, self.award, self.site, material, order.as_of, order.draft)
        if entry.breaches and not order.draft:
            told = (*entry.breaches, *entry.warnings)
            return Outcome(story.key, problems=told, unready=not order.stories)
        folder = self._folder(story)
        try:
            made = self._made(entry, folder)
        except Unwritten as stop:
            if isinstance(stop.cause, FontMissing):
                raise Broken(stop.cause.words) from stop
            told = (place_of(stop.cause, stop.written, entry),)
            return Outcome(story.key, problems=told)
        put(folder, made.files)
        softened = (replace(problem, level="warning") for problem in entry.breaches)
        return Outcome(
            story.key,
            folder,
            (*softened, *entry.warnings),
            row=self._row(entry),
            parcel=entry.name if entry.name in made.files else "",
            notes=tuple(made.warnings),
        )

    def _made(self, entry: Entry, folder: Path) -> Made:
        """The formats asked for, and anew those that stand in the folder: none is lost, none old.

        One that can no longer be had, a page for WeChat without consent say, is not kept.
        """
        asked, barred = self.order.formats, self._off_wechat(entry.story)
        told = told_of(folder).get("formats")
        stand = [one for one in EXPORTERS if isinstance(told, list) and one in told]
        kept = [one for one in stand if one not in asked and not (barred and one == "wechat")]
        try:
            return make(entry, (*asked, *kept), self.order.root)
        except Unwritten:
            if not kept:
                raise
            return make(entry, asked, self.order.root)

    def _off_wechat(self, story: Story) -> bool:
        """Whether anything keeps the story off WeChat."""
        return any(forbidden(story, self.award, self.site, self.order.as_of, "wechat"))

    def _folder(self, story: Story) -> Path:
        namesakes = (s for s in self.site.by_id[story.id] if s.kind in self.award.kinds)
        shared = sum(1 for _ in namesakes) > 1
        name = f"{story.kind}-{story.id}" if shared else story.id
        return self._place() / name

    def _place(self) -> Path:
        return (self.order.out or self.order.root / "exports") / self.award.id

    def _row(self, entry: Entry) -> sheet.SummaryRow:
        unit = self.site.unit(entry.story.unit)
        name = unit.name if unit else entry.story.unit
        return sheet.summary_row(entry, name, kind_of(entry.story).label)

    def _table(self, rows: Sequence[sheet.SummaryRow]) -> Path:
        """The summary table of all that was written, for Word and for Excel."""
        settings, as_of, draft = self.site.settings, self.order.as_of, self.order.draft
        org = settings.sponsor or settings.site_name
        place = self._place() / f"{sheet.SUMMARY}.docx"
        document = sheet.summary_document(self.award, rows, org, as_of, draft)
        put_file(place, write_docx(document))
        workbook = sheet.summary_xlsx(self.award, rows, org, as_of, draft)
        put_file(place.with_suffix(".xlsx"), workbook)
        return place


def _namesakes(outcomes: Sequence[Outcome]) -> Iterator[Words]:
    """Parcels of one name: sent to one address, each would take the other's place."""
    parcels: dict[str, list[str]] = {}
    for outcome in outcomes:
        if outcome.parcel:
            parcels.setdefault(outcome.parcel, []).append(outcome.story)
    for name, stories in parcels.items():
        if len(stories) > 1:
            yield Words(
                f"{'、'.join(stories)} 的压缩包同名“{name}”；"
                "一起交会互相覆盖，征集的“命名”里加上 {story.title} 就能分开",
                f"{', '.join(stories)} share the name “{name}”; put {{story.title}} into the"
                " call's naming",
            )


def told(exported: Exported, lang: Lang, quiet: bool) -> str:
    """What the officer reads at the end: problems, folders, what is not ready, one line of sums."""
    asked = [outcome for outcome in exported.outcomes if not outcome.unready]
    problems = [*exported.problems, *(p for outcome in asked for p in outcome.problems)]
    lines = [show(problems, exported.sources, "text", lang)]
    if quiet:
        return lines[0]
    lines += (f"{words.to(lang)}\n" for words in exported.notes)
    for outcome in exported.outcomes:
        lines.append(f"{_line(outcome).to(lang)}\n")
    if exported.table:
        place = from_here(exported.table)
        lines.append(Words(f"汇总表：{place}\n", f"summary table: {place}\n").to(lang))
    return "".join((*lines, f"{_sum(exported).to(lang)}\n"))


def _line(outcome: Outcome) -> Words:
    if outcome.folder:
        place = from_here(outcome.folder)
        return Words(f"已导出 {outcome.story}：{place}", f"{outcome.story}: {place}")
    lacks = sum(problem.level == "error" for problem in outcome.problems)
    if outcome.unready:
        return Words(
            f"未备齐 {outcome.story}：{lacks} 项（showcase status 列出）",
            f"{outcome.story} is not ready: {lacks} (see `showcase status`)",
        )
    return Words(f"没有导出 {outcome.story}", f"{outcome.story} was not exported")


def _sum(exported: Exported) -> Words:
    done = sum(outcome.folder is not None for outcome in exported.outcomes)
    failed = sum(outcome.failed for outcome in exported.outcomes)
    unready = len(exported.outcomes) - done - failed
    zh = f"导出 {done} 篇" + (f"，未备齐 {unready} 篇" if unready else "")
    en = f"{done} exported" + (f", {unready} not ready" if unready else "")
    if exported.problems:
        zh, en = (
            "征集或公用文件（mkdocs.yml、units.yml 等）有错误，什么都没有写出",
            "the call or a shared file has errors",
        )
    elif failed:
        zh += f"，{failed} 篇有错误，没有写出；原来的文件没有变"
        en += f", {failed} failed; their old files stand"
    return Words(zh, en)
