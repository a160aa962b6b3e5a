"""`showcase status`: story × review × calls it is ready for, what it lacks, days left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from unicodedata import east_asian_width

from markupsafe import Markup
from msgspec import Struct

from generator import check
from generator.export.entry import make_entry
from generator.export.placing import blank_faults
from generator.export.standing import forbidden, unapproved
from generator.load.site import load
from generator.material import gather
from generator.model.award import AWARDS_FOLDER, Award
from generator.model.kinds import Story
from generator.model.parts import STAGES, STATES
from generator.model.problem import NO_WORDS, Lang, Place, Problem, Words
from generator.model.release import is_withdrawn, missing_signatures, void_signatures
from generator.model.site import Site
from generator.model.source import Source
from generator.model.times import CHINA
from generator.progress import Progress
from generator.shelf import put_file, refuse_file


class Chance(Struct, frozen=True):
    """A call that takes the story: days to its deadline (None: none), what is missing."""

    award: Award
    days: int | None
    missing: tuple[Problem, ...]


class Step(Struct, frozen=True):
    """A review that was signed; `void` where the story was changed afterwards."""

    stage: str
    by: str
    on: date
    void: bool

    @property
    def words(self) -> Words:
        """`初审 李四 2026-03-04`, with a remark where it no longer counts."""
        zh, en = STAGES[self.stage], self.stage
        void = Words("（已失效）", " (void)") if self.void else NO_WORDS
        return Words(f"{zh} {self.by} {self.on}{void.zh}", f"{en} {self.by} {self.on}{void.en}")


class Standing(Struct, frozen=True):
    """A story with the state of its review, how it came there, and every call for its kind."""

    story: Story
    unit: str
    state: Words
    history: tuple[Step, ...]
    chances: tuple[Chance, ...]


class Status(Struct, frozen=True):
    """All stories; `unread` are stories and calls with errors in them; `sources` tell the lines.

    Where `problems` concern them all, as they do an export, nothing can be told of any.
    """

    as_of: date
    standings: tuple[Standing, ...]
    unread: tuple[str, ...]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...] = ()


def status(root: Path, as_of: date, progress: Progress) -> Status:
    """Holds every story against every call of its kind, as an export would."""
    progress.step(Words("读取和检查稿件", "reading and checking stories"))
    loaded = load(root)
    errors: dict[str, list[Problem]] = {}
    problems = check.run(loaded.site, as_of, loaded.problems)
    if common := tuple(filter(check.concerns_all, problems)):
        return Status(as_of, (), (), loaded.sources, common)
    for problem in problems:
        if problem.level == "error":
            errors.setdefault(problem.place.file, []).append(problem)
    awards = [award for award in loaded.site.awards if award.file not in errors]
    broken = sorted(file for file in errors if file.startswith(f"{AWARDS_FOLDER}/"))
    stories = sorted(loaded.site.stories, key=lambda story: story.key)
    progress.step(Words("对照征集要求", "comparing with the calls"))
    standings = []
    for number, story in enumerate(stories):
        progress.count(number, len(stories))
        told = errors.get(story.file, [])
        chances = tuple(_chances(story, awards, loaded.site, root, as_of, told))
        unit = loaded.site.unit(story.unit)
        name = unit.label if unit else story.unit
        state, history = _state(story, loaded.site), _history(story, loaded.site)
        standings.append(Standing(story, name, state, history, chances))
    return Status(as_of, tuple(standings), (*broken, *loaded.site.unread), loaded.sources)


def told(found: Status, format: str, lang: Lang) -> str:
    """The status in one of FORMATS."""
    return FORMATS[format](found, lang)


def write_status(out: Path, text: str, root: Path) -> None:
    """Writes the status to a file; raises Misuse for a place that is another's."""
    refuse_file(out, root, (".txt", ".json", ".html"))
    put_file(out, text.encode())


def _chances(
    story: Story,
    awards: Sequence[Award],
    site: Site,
    root: Path,
    as_of: date,
    errors: Sequence[Problem],
) -> Iterator[Chance]:
    for award in awards:
        if story.kind in award.kinds:
            missing = (*errors, *_missing(story, award, site, root, as_of))
            yield Chance(award, award.days_left(as_of), tuple(dict.fromkeys(missing)))


def _missing(story: Story, award: Award, site: Site, root: Path, as_of: date) -> Iterator[Problem]:
    yield from forbidden(story, award, site, as_of)
    yield from unapproved(story, site)
    material, faults = gather(story, award, root, as_of, pages=False)
    yield from faults
    entry = make_entry(story, award, site, material, as_of)
    yield from entry.breaches
    yield from blank_faults(entry)


def _history(story: Story, site: Site) -> tuple[Step, ...]:
    """Every signature that the story has or had, by its day."""
    signed = {stage: getattr(story.review, stage, None) for stage in STAGES}
    steps = [Step(stage, sign.by, sign.on, False) for stage, sign in signed.items() if sign]
    steps += [
        Step(lost.stage, lost.by, lost.on, True)
        for lost in void_signatures(story, site)
        if lost.stage in STAGES
    ]
    return tuple(sorted(steps, key=lambda step: (step.on, list(STAGES).index(step.stage))))


def _state(story: Story, site: Site) -> Words:
    if is_withdrawn(story, site):
        return Words("已撤下", "withdrawn")
    status = story.review.status if story.review else None
    if status is None:
        return Words("未写", "none")
    label = next(zh for zh, en in STATES if en == status)
    if status == "approved" and missing_signatures(story, site):
        return Words(f"{label}（签字不全）", "approved (signatures lacking)")
    return Words(label, status)


def _days(chance: Chance, lang: Lang) -> str:
    days = chance.days
    if days is None:
        return Words("不限期", "no deadline").to(lang)
    if days < 0:
        return Words(f"已截止 {-days} 天", f"closed {-days} days ago").to(lang)
    if not days and chance.award.deadline:
        hour = chance.award.deadline.astimezone(CHINA)
        return Words(f"今天 {hour:%H:%M} 截止", f"closes today at {hour:%H:%M}").to(lang)
    return Words(f"还有 {days} 天", f"{days} days left").to(lang)


def _verdict(chance: Chance, lang: Lang) -> str:
    if not chance.missing:
        return Words("备齐", "ready").to(lang)
    count = len(chance.missing)
    return Words(f"缺 {count} 项", f"lacks {count}").to(lang)


def _line(place: Place, sources: Mapping[str, Source]) -> int:
    source = sources.get(place.file)
    return source.position(place)[0] if source else max(place.line, 1)


def _text(found: Status, lang: Lang) -> str:
    """A table by spaces, Chinese characters two wide; what is missing on lines of its own."""
    rows = []
    for one in found.standings:
        head = (one.story.key, one.state.to(lang))
        for number, chance in enumerate(one.chances):
            named = head if number == 0 else ("", "")
            days, verdict = _days(chance, lang), _verdict(chance, lang)
            rows.append((*named, chance.award.id, days, verdict))
            rows += (("", "", "", f"- {p.message.to(lang)}", "") for p in chance.missing)
        if not one.chances:
            rows.append((*head, "—", "", ""))
        if one.history:
            rows.append(("", "", "", " · ".join(s.words.to(lang) for s in one.history), ""))
    widths = [max((_width(row[n]) for row in rows), default=0) for n in range(3)]
    lines = []
    for row in rows:
        cells = [
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)
        ]
        lines.append("  ".join((*cells, *row[3:])).rstrip())
    for file in found.unread:
        lines.append(Words(f"{file}  有错误（showcase check）", f"{file}  has errors").to(lang))
    return "\n".join((*lines, _sum(found).to(lang), ""))


def _sum(found: Status) -> Words:
    ready = sum(not chance.missing for one in found.standings for chance in one.chances)
    count = len(found.standings)
    return Words(
        f"{found.as_of}：{count} 篇稿件，备齐的申报 {ready} 项",
        f"{found.as_of}: {count} stories, {ready} submissions ready",
    )


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _json(found: Status, lang: Lang) -> str:
    rows = [
        {
            "story": one.story.key,
            "title": one.story.title,
            "unit": one.unit,
            "state": one.state.en,
            "reviews": [
                {"stage": s.stage, "by": s.by, "on": s.on.isoformat(), "void": s.void}
                for s in one.history
            ],
            "calls": [
                {
                    "call": chance.award.id,
                    "title": chance.award.title,
                    "days_left": chance.days,
                    "ready": not chance.missing,
                    "missing": [
                        {
                            "id": problem.id,
                            "message": problem.message.to(lang),
                            "file": problem.place.file,
                            "line": _line(problem.place, found.sources),
                        }
                        for problem in chance.missing
                    ],
                }
                for chance in one.chances
            ],
        }
        for one in found.standings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


_PAGE = Markup("""\
<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>申报进度</title>
<style>
body {{ max-width: 70rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 sans-serif }}
.wide {{ overflow-x: auto }}
table {{ width: 100%; min-width: 48rem; border-collapse: collapse }}
th, td {{ padding: .4rem .6rem; border: 1px solid #ccc; text-align: left; vertical-align: top }}
thead th {{ background: #f4f1ea }}
thead th, .state {{ white-space: nowrap }}
ul {{ margin: 0; padding-left: 1.2rem }}
.ready {{ color: #1b6e3c; font-weight: bold }}
@media print {{
  body {{ margin: 0; max-width: none }}
  table {{ min-width: 0 }}
  tr {{ break-inside: avoid }}
}}
</style>
</head>
<body>
<h1>申报进度</h1>
<p>{sum}。内部文件，不要放到网站上。</p>
<div class="wide" tabindex="0">
<table>
<thead><tr><th>稿件</th><th>单位</th><th>审核</th><th>征集</th><th>期限</th><th>结论</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</div>
</body>
</html>
""")
_ROW = Markup("<tr>{}<td>{}</td><td>{}</td><td>{}</td></tr>")
_STATE = Markup('<span class="state">{}</span>{}')
_HEAD = Markup(
    '<th rowspan="{0}" scope="row">{1}</th><td rowspan="{0}">{2}</td><td rowspan="{0}">{3}</td>'
)


def _html(found: Status, lang: Lang) -> str:
    rows: list[Markup] = []
    for one in found.standings:
        height = max(len(one.chances), 1)
        steps = (Markup("<br>{}").format(step.words.to(lang)) for step in one.history)
        state = _STATE.format(one.state.to(lang), Markup("").join(steps))
        head = _HEAD.format(height, one.story.title, one.unit, state)
        if not one.chances:
            rows.append(_ROW.format(head, "—", "", ""))
        for chance in one.chances:
            days, verdict = _days(chance, lang), _cell(chance, lang)
            until = Markup("{}<br><small>{}</small>").format(days, chance.award.closes)
            rows.append(_ROW.format(head, chance.award.title, until, verdict))
            head = Markup("")
    return str(_PAGE.format(sum=_sum(found).to(lang), rows=Markup("\n").join(rows)))


def _cell(chance: Chance, lang: Lang) -> Markup:
    verdict = _verdict(chance, lang)
    if not chance.missing:
        return Markup('<span class="ready">{}</span>').format(verdict)
    lines = (Markup("<li>{}</li>").format(problem.message.to(lang)) for problem in chance.missing)
    return Markup("{}<ul>{}</ul>").format(verdict, Markup("").join(lines))


FORMATS: dict[str, Callable[[Status, Lang], str]] = {"text": _text, "json": _json, "html": _html}
