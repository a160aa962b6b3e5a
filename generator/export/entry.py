"""Story + call → Entry: finished documents, every limit with its count, names. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from generator.export.answers import Teller
from generator.export.blocks import said
from generator.export.cautions import cautions, gaps
from generator.export.document import (
    Annex,
    Block,
    Cell,
    Document,
    Figure,
    Form,
    Gongwen,
    Layout,
    Sign,
)
from generator.export.limits import CHARACTERS, FILES, Limit, Spot
from generator.export.lines import continued, title_lines
from generator.export.makers import makers_told
from generator.export.names import distinct, stem
from generator.export.numbering import Numbering
from generator.export.person import person_slips
from generator.export.photos import Shot, left_out, photo_limits, placed, spoken_for
from generator.model.award import (
    Award,
    CellRule,
    DocumentRule,
    LayoutRule,
    SectionRule,
    VariantRule,
)
from generator.model.fieldpath import said_in, steps_of
from generator.model.fields import as_data
from generator.model.kinds import Story
from generator.model.naming import fill, safe
from generator.model.problem import Place, Problem, Words
from generator.model.site import Site
from generator.model.wordcount import Count, count

_Named = TypeVar("_Named", "Written", "Enclosed")


class Material(Struct, frozen=True):
    """Bytes that a submission is made of: photos and evidence by file as typed, blanks by name."""

    shots: Mapping[str, Shot] = field(default_factory=dict)
    evidence: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
    templates: Mapping[str, bytes] = field(default_factory=dict)


class Written(Struct, frozen=True):
    """A document with the name of its files, its rule in the call, and the count of its body."""

    document: Document
    rule: int
    name: str
    words: Count


class Enclosed(Struct, frozen=True):
    """A file of the parcel: its name there, its title, and which photo or attachment it is.

    `has_role` where it answers a picture rule of the call, as a portrait does.
    """

    name: str
    title: str
    content: bytes
    number: int
    has_role: bool = False


class Entry(Struct, frozen=True):
    """A story as it answers a call: nothing read, nothing written yet.

    `article` is the first write-up; the story's own words where a call asks for a form only.
    `index` is the name of the file that lists the evidence, "" where there is none.
    """

    story: Story
    award: Award
    as_of: date
    draft: bool
    name: str
    documents: tuple[Written, ...]
    article: Written
    photos: tuple[Enclosed, ...]
    evidence: tuple[Enclosed, ...]
    index: str
    limits: tuple[Limit, ...]
    warnings: tuple[Problem, ...]

    @property
    def breaches(self) -> tuple[Problem, ...]:
        """The limits that are not met, as problems of the story."""
        return tuple(limit.problem for limit in self.limits if not limit.ok)


def make_entry(
    story: Story, award: Award, site: Site, material: Material, as_of: date, draft: bool = False
) -> Entry:
    """The submission of `story` to `award` as of a day; `draft` marks every document."""
    maker = _Maker(Teller(story, site), award, material, as_of, draft)
    written = [made for number in range(len(award.documents)) for made in maker.documents(number)]
    photos, evidence = maker.photos(), maker.evidence()
    files = [one.name for one in (*photos, *evidence)]
    stems, index, names = distinct([one.name for one in written], files)
    documents, enclosed = _renamed(written, stems), _renamed((*photos, *evidence), names)
    return Entry(
        story=story,
        award=award,
        as_of=as_of,
        draft=draft,
        name=safe(maker.named(award.naming.zip), ".zip", story.id),
        documents=documents,
        article=next((one for one in documents if _is_text(one)), None) or maker.article(),
        photos=enclosed[: len(photos)],
        evidence=enclosed[len(photos) :],
        index=index if evidence and award.evidence.index else "",
        limits=(*maker.limits, *photo_limits(story, award, material.shots, as_of)),
        warnings=(
            *maker.warnings,
            *left_out(story, as_of),
            *makers_told(story, material.evidence),
            *gaps(award, story, maker.teller.word),
            *cautions(award, ((one.rule, one.document) for one in documents), as_of),
        ),
    )


class _Maker(Struct):
    teller: Teller
    award: Award
    material: Material
    as_of: date
    draft: bool
    limits: list[Limit] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    pictured: bool = False

    @property
    def story(self) -> Story:
        return self.teller.story

    def named(self, pattern: str, **more: str | int) -> str:
        """A pattern of the call filled in."""

        def value(name: str) -> str | int:
            if name in more:
                return more[name]
            if name.startswith("call."):
                return str(getattr(self.award, name.removeprefix("call."), ""))
            return self.teller.word(name)

        return fill(pattern, value)

    def documents(self, number: int) -> Iterator[Written]:
        """The documents of a rule: itself and its variants."""
        rule = self.award.documents[number]
        title = self.named(rule.title)
        if rule.type == "form":
            yield self._written(self._form(rule, title), number, Count(0, 0, 0))
            return
        yield self._gongwen(rule, number, title)
        for variant in rule.variants:
            yield self._variant(rule, number, variant, title)

    def _written(self, document: Document, number: int, words: Count) -> Written:
        title = document.title
        named = self.named(self.award.naming.document, title=title)
        return Written(document, number, stem(named, document.id), words)

    def _gongwen(self, rule: DocumentRule, number: int, title: str) -> Written:
        numbering = Numbering()
        blocks: list[Block] = []
        counts: list[Count] = []
        for section in rule.sections:
            made, words = self._section(rule.id, section, numbering)
            blocks += made
            counts.append(words)
        total = Count(*(sum(each) for each in zip(*counts, strict=True))) if counts else _NONE
        if rule.count:
            first = rule.sections[0].source if rule.sections else ("title",)
            spot = Spot(rule.id, "", Place(self.story.file, self.teller.at(first)))
            low, high = rule.count.min, rule.count.max
            whole = Words(f"正文（{title}）", f"the text of “{title}”")
            self.limits += spot.between(whole, low, high, (total.lo, total.hi), CHARACTERS)
        if self.award.photos.embed and not self.pictured:
            blocks += self._figures()
            self.pictured = True
        self.warnings += person_slips(rule.person, blocks, self.story)
        document = Gongwen(
            id=rule.id,
            title=title,
            title_lines=self._lines(title),
            blocks=tuple(blocks),
            layout=_layout(rule.layout),
            sign=self._sign(rule),
            annexes=tuple(self._annexes(rule)),
            draft=self.draft,
        )
        return self._written(document, number, total)

    def _annexes(self, rule: DocumentRule) -> Iterator[Annex]:
        number = 0
        for annex in rule.annexes:
            if blocks := self.teller.blocks(annex.source, annex.style, Numbering(), 1):
                number += 1
                yield Annex(number, annex.title, blocks)

    def _variant(
        self, rule: DocumentRule, number: int, variant: VariantRule, title: str
    ) -> Written:
        title = self.named(variant.title) if variant.title else title
        named = variant.but(title=title)
        blocks, words = self._section(variant.id, named, Numbering(), headed=False)
        document = Gongwen(
            id=variant.id,
            title=title,
            title_lines=self._lines(title),
            blocks=tuple(blocks),
            layout=_layout(rule.layout),
            draft=self.draft,
        )
        return self._written(document, number, words)

    def _section(
        self, document: str, rule: SectionRule, numbering: Numbering, headed: bool = True
    ) -> tuple[list[Block], Count]:
        """Heading and blocks of a section with their count; no heading above nothing."""
        headed = headed and bool(rule.title)
        before = list(numbering.counts)
        heading = [numbering.heading(1, rule.title or "")] if headed else []
        blocks = self.teller.blocks(rule.source, rule.style, numbering, 2 if headed else 1)
        if not blocks:
            numbering.counts = before
        words = count("\n".join(map(said, blocks)))
        self._judge(document, rule.title or self._said(rule.source), rule, words, bool(blocks))
        return ([*heading, *blocks] if blocks else []), words

    def _judge(
        self, document: str, name: str, rule: SectionRule | CellRule, words: Count, there: bool
    ) -> None:
        """Notes the limits of a section or cell."""
        spot = Spot(document, name, Place(self.story.file, self.teller.at(rule.source)))
        subject = Words(f"“{name}”", f"“{name}”")
        if rule.required:
            fields, keys = self._said(rule.source), ", ".join(rule.source)
            of = f"（来自 {fields}）" if fields != name else ""
            lacks = Words(f"缺少“{name}”{of}", f"“{name}” is missing (from {keys})")
            self.limits.append(spot.there(subject, there, lacks))
        both = (words.lo, words.hi)
        self.limits += spot.between(subject, rule.min, rule.max, both, CHARACTERS)

    def _said(self, source: Sequence[str]) -> str:
        """Fields in the author's words, whichever language the call is written in."""
        return "、".join(said_in(path, type(self.story)) for path in source)

    def _form(self, rule: DocumentRule, title: str) -> Form:
        rows = tuple(tuple(self._cell(rule.id, cell) for cell in row.cells) for row in rule.rows)
        template = self.material.templates.get(rule.template) if rule.template else None
        return Form(rule.id, title, rows, template, _layout(rule.layout), self.draft)

    def _cell(self, document: str, rule: CellRule) -> Cell:
        if rule.picture:
            return self._photo_cell(document, rule)
        answer = self.teller.line(rule.source)
        if rule.source:
            self._judge(document, rule.label, rule, count(answer), bool(answer))
        return Cell(rule.label, answer, rule.span, rule.height_mm, rule.sign_off)

    def _photo_cell(self, document: str, rule: CellRule) -> Cell:
        """The cell for the photo that answers the picture rule of that title."""
        those = placed(self.story, self.award, self.as_of)
        one = next((each for each in those if each.rule and each.rule.title == rule.picture), None)
        shot = self.material.shots.get(one.photo.file) if one else None
        if rule.required:
            spot = Spot(document, rule.label, Place(self.story.file, ("photos",), at_key=True))
            name = Words(f"“{rule.label}”", f"“{rule.label}”")
            lacks = Words(f"缺少{name.zh}（{rule.picture}）", f"{name.en} has no photo")
            self.limits.append(spot.there(name, shot is not None, lacks))
        photo = None
        if one and shot and shot.print:
            alt = spoken_for(one.photo, self.story, rule.label)
            photo = Figure(*shot.print, "", alt)
        return Cell(rule.label, "", 1, rule.height_mm, photo_rows=max(rule.rows, 1), photo=photo)

    def article(self) -> Written:
        """The story by itself, its chapters under their own names."""
        blocks = self.teller.blocks(_WHOLE, "sentences", Numbering(), 1)
        title = self.story.title
        document = Gongwen(self.story.id, title, self._lines(title), blocks, draft=self.draft)
        return Written(document, 0, stem(title, self.story.id), _NONE)

    def _lines(self, title: str) -> tuple[str, ...]:
        """The author's lines where they make up the title, else lines between words."""
        typed = self.story.title_lines
        if typed and title.startswith(whole := "".join(typed)):
            return continued(typed, title.removeprefix(whole))
        if typed and title == self.story.title:
            self.warnings.append(
                Problem(
                    "award-title-lines",
                    "warning",
                    Place(self.story.file, ("title_lines",)),
                    Words(
                        "“标题分行”连起来不是标题，没有采用", "title_lines do not make the title"
                    ),
                    Words("照标题原文分行，一字不差", "break the title as it stands"),
                )
            )
        return title_lines(title)

    def _sign(self, rule: DocumentRule) -> Sign | None:
        if rule.sign is None:
            return None
        named = steps_of(rule.sign.org, type(self.story)) is not None
        org = self.teller.word(rule.sign.org) if named else rule.sign.org
        return Sign(org, rule.sign.date or self.as_of, rule.sign.seal)

    def _figures(self) -> Iterator[Figure]:
        for one in placed(self.story, self.award, self.as_of):
            shot = self.material.shots.get(one.photo.file)
            if shot and shot.print and one.rule is None:
                alt = spoken_for(one.photo, self.story, f"图片：{self.story.title}")
                yield Figure(*shot.print, one.photo.caption or "", alt)

    def photos(self) -> list[Enclosed]:
        """The photos of the parcel, those with a role of their own under its name."""
        found, number = [], 0
        for one in placed(self.story, self.award, self.as_of):
            shot = self.material.shots.get(one.photo.file)
            if shot is None or (one.rule is None and not self.award.photos.separate):
                continue
            number += one.rule is None
            caption = one.photo.caption or ""
            name = (
                one.rule.title
                if one.rule
                else self.named(self.award.naming.photo, n=number, caption=caption)
            )
            suffix = f".{shot.suffix or shot.format}"
            name = safe(name, suffix, f"照片{number:02d}")
            found.append(
                Enclosed(name, caption, shot.content, one.number, has_role=one.rule is not None)
            )
        return found

    def evidence(self) -> list[Enclosed]:
        """The attachments of the parcel; notes how many the call wants."""
        found, rule = [], self.award.evidence
        for number, attachment in enumerate(self.story.attachments):
            title = attachment.title or attachment.file.rpartition(".")[0]
            name = self.named(self.award.naming.evidence, n=number + 1, title=title)
            if held := self.material.evidence.get(attachment.file):
                content, suffix = held
                name = safe(name, suffix, f"附件{number + 1}")
                found.append(Enclosed(name, title, content, number))
        spot = Spot("evidence", "", Place(self.story.file, ("attachments",), at_key=True))
        counts = (len(found), len(found))
        subject = Words("佐证材料", "evidence")
        self.limits += spot.between(subject, rule.min, rule.max, counts, FILES)
        return found


_NONE = Count(0, 0, 0)
_WHOLE = ("summary", "sections", "body", "method", "stats", "honours", "quotes")


def _is_text(one: Written) -> bool:
    return isinstance(one.document, Gongwen)


def _renamed(made: Sequence[_Named], names: Iterable[str]) -> tuple[_Named, ...]:
    return tuple(replace(one, name=name) for one, name in zip(made, names, strict=True))


def _layout(rule: LayoutRule | None) -> Layout:
    if rule is None:
        return Layout()
    fonts = as_data(rule.fonts) if rule.fonts else {}
    named = {role: name for role, name in fonts.items() if name is not None}
    return Layout(rule.pitch_pt or Layout().pitch_pt, rule.h3_bold, named)
