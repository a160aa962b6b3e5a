"""Checks of award calls: what a call says must be possible, and name fields that exist."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.model.fieldpath import is_known, known_paths, nearest
from generator.model.kinds import KINDS
from generator.model.naming import PLACES, is_file_name, loose_brace, placeholders
from generator.model.problem import NO_WORDS, Finding, Path, Place, Words, did_you_mean, in_a_list
from generator.model.site import Site

if TYPE_CHECKING:
    from generator.model.award import Award, CellRule, DocumentRule, SectionRule

_BETWEEN = re.compile("[、，,；;+＋]")
# What an author calls the places of photos' and attachments' names.
_ALSO = {"说明": "caption", "图注": "caption", "序号": "n", "编号": "n", "名称": "title"}


def award_id(site: Site) -> Iterator[Finding]:
    """A call's id is no folder name, or another call has it too.

    Why: Submissions are written into a folder of that name.
    Mend: Give each call an id of its own, of letters, digits and hyphens.

    征集的编号不能作文件夹名，或与另一个征集相同。
    为什么：申报材料放在以编号命名的文件夹里。
    怎么改：每个征集一个编号，用字母、数字、汉字和连字符。

    错：
        编号: 党建/2026
    对：
        编号: dangjian-2026
    """
    seen: dict[str, str] = {}
    for award in site.awards:
        first = seen.setdefault(award.id.casefold(), award.file)
        if not is_file_name(award.id):
            message = Words(f"编号“{award.id}”不能作文件夹名", f"“{award.id}” is no folder name")
            hint = Words("用字母、数字、汉字和连字符", "use letters, digits and hyphens")
            yield Finding(Place(award.file, ("id",)), message, hint)
        elif first != award.file:
            message = Words(f"编号与 {first} 相同", f"{first} has the same id")
            yield Finding(Place(award.file, ("id",)), message, Words("改一个", "change one"))


def award_from(site: Site) -> Iterator[Finding]:
    """A call draws on a field that none of its stories can have.

    Why: The section or cell would always be empty.
    Mend: Name a field of the story, e.g. summary, sections.practice, contact.name.

    征集的“来自”里写了稿件没有的字段。
    为什么：这一部分永远是空的。
    怎么改：写稿件的字段，例如 summary、sections.practice、contact.name，也可以写 章节.做法。

    错：
        来自: sections.practise
    对：
        来自: sections.practice
    """
    for award in site.awards:
        for at, fields in _sources(award):
            for number, name in enumerate(fields):
                if not is_known(name, award.kinds):
                    yield Finding(
                        Place(award.file, (*at, number)),
                        Words(f"稿件没有字段“{name}”", f"stories have no field “{name}”"),
                        _several(name, award) or _of_others(name) or _meant(name, award),
                    )


def award_empty(site: Site) -> Iterator[Finding]:
    """A write-up has no sections, a form no rows, or either holds what belongs to the other.

    Why: Nothing would be written, or something asked for would be left out.
    Mend: Give a gongwen `sections`, a form `rows`.

    公文没有章节，表格没有行，或者写反了。
    为什么：写出来是空的，或者漏掉要求的内容。
    怎么改：公文写“章节”，表格写“行”。

    错：
        {编号: biao, 类型: 表格, 章节: [{来自: summary}]}
    对：
        {编号: biao, 类型: 表格, 行: [[{栏目: 摘要, 来自: summary}]]}
    """
    for award in site.awards:
        for number, document in enumerate(award.documents):
            if problem := _misfit(document):
                yield Finding(Place(award.file, ("documents", number)), *problem)


def award_documents(site: Site) -> Iterator[Finding]:
    """Two documents of a call share an id.

    Why: The check sheet and summary.json could not tell them apart.
    Mend: Change one of them.

    一个征集里两份材料的编号相同。
    为什么：自查表和 summary.json 分不清是哪一份。
    怎么改：改掉其中一个。

    错：
        材料: [{编号: a, …}, {编号: a, …}]
    对：
        材料: [{编号: a, …}, {编号: b, …}]
    """
    for award in site.awards:
        seen: set[str] = set()
        for at, id in _ids(award):
            if id in seen:
                message = Words(f"编号“{id}”已经用过", f"the id “{id}” is taken")
                yield Finding(Place(award.file, at), message, Words("改一个", "change one"))
            seen.add(id)


def award_limits(site: Site) -> Iterator[Finding]:
    """A minimum is larger than its maximum.

    Why: No story could ever be ready.
    Mend: Correct one of the two.

    最少大于最多。
    为什么：任何稿件都不可能合格。
    怎么改：改正其中一个。

    错：
        {最少: 3000, 最多: 300}
    对：
        {最少: 300, 最多: 3000}
    """
    for award in site.awards:
        for at, low, high in _bounds(award):
            if low is not None and high is not None and low > high:
                yield Finding(
                    Place(award.file, at),
                    Words(f"最少 {low} 大于最多 {high}", f"min {low} is above max {high}"),
                    Words("改正其中一个", "correct one of them"),
                )


def award_naming(site: Site) -> Iterator[Finding]:
    """A name asks in braces for something that is not known there.

    Why: The file or title would be called by the braces.
    Mend: Use {story.title}, {story.unit} and other fields of the story; {n}, {caption}, {title}.

    名称规则的花括号里写了不认识的内容。
    为什么：文件名或标题里会缺这一段。
    怎么改：用 {story.title}、{story.unit} 等稿件字段；
    照片可用 {n}、{caption}，佐证材料可用 {n}、{title}。

    错：
        压缩包: "{story.titel}"
    对：
        压缩包: "{story.title}"
    """
    for award in site.awards:
        for at, pattern, own in _patterns(award):
            for name in placeholders(pattern):
                if not (name in own or name in PLACES or is_known(name, award.kinds)):
                    near = _near(name, award, own)
                    meant = Words(f"是不是 {{{near}}}？", f"did you mean {{{near}}}?")
                    yield Finding(
                        Place(award.file, at),
                        Words(f"不认识 {{{name}}}", f"{{{name}}} is unknown"),
                        _of_others(name) or meant,
                    )
            if loose := loose_brace(pattern):
                yield Finding(
                    Place(award.file, at),
                    Words(f"花括号没有成对，或写法不对：{loose}", f"a loose brace: {loose}"),
                    _braces(own),
                )


def award_picture(site: Site) -> Iterator[Finding]:
    """A form's cell for a photo names no picture of the call, or does not end its row.

    Why: The cell would stay empty, or the photo would lie over other cells.
    Mend: Name one of the call's `pictures`; put the cell last in its row, one in the same rows.

    表格里贴照片的格子，写的不是这个征集的“专用图片”，或者不在一行的最后。
    为什么：格子会空着，或者照片压住别的格子。
    怎么改：写“专用图片”里的名称，放在一行的最后；同样几行里只放一张。

    错：
        [{栏目: 照片, 图片: 登记照, 跨行: 4}, {栏目: 姓名, 来自: 姓名}]
    对：
        [{栏目: 姓名, 来自: 姓名}, {栏目: 照片, 图片: 证件照, 跨行: 4}]
    """
    for award in site.awards:
        names = [picture.title for picture in award.pictures]
        for at, cell, ends in _photo_cells(award):
            if cell.picture not in names:
                near = difflib.get_close_matches(cell.picture or "", names, n=1, cutoff=0.3)
                message = Words(
                    f"“专用图片”里没有“{cell.picture}”", f"there is no picture “{cell.picture}”"
                )
                hint = Words("在“专用图片”里加上", "add it to pictures")
                if near:
                    hint = did_you_mean(near[0])
                yield Finding(Place(award.file, at), message, hint)
            if not ends:
                message = Words(
                    "照片应当在一行的最后，同样几行里只有一张",
                    "a photo ends its row, and is the only one in its rows",
                )
                yield Finding(Place(award.file, at), message, Words("移过去", "move it"))


def award_measure(site: Site) -> Iterator[Finding]:
    """A measure of a call's layout or form that no page can have.

    Why: The page could not be set.
    Mend: Give the line pitch between 15 and 60 points, heights up to 225 mm, spans of 1 to 12.

    版式或表格里的尺寸超出范围，无法排版。
    为什么：纸面放不下这样的尺寸。
    怎么改：行距写 15 到 60 磅，高度不超过 225 毫米，跨列、跨行写 1 到 12。

    错：
        版式: {行距: 280}
    对：
        版式: {行距: 28}
    """
    for award in site.awards:
        for at, name, value, low, high in _measures(award):
            if value is not None and not low <= value <= high:
                yield Finding(
                    Place(award.file, at),
                    Words(f"{name} {value:g} 排不出来", f"{at[-1]} {value:g} does not fit"),
                    Words(f"写 {low} 到 {high}", f"between {low} and {high}"),
                )


def _sources(award: Award) -> Iterator[tuple[Path, Sequence[str]]]:
    for number, document in enumerate(award.documents):
        here: Path = ("documents", number)
        for name in ("sections", "variants", "annexes"):
            for order, part in enumerate(getattr(document, name)):
                yield (*here, name, order, "from"), part.source
        for at, cell in _cells(document):
            yield (*here, *at, "from"), cell.source


def _cells(document: DocumentRule) -> Iterator[tuple[Path, CellRule]]:
    for number, row in enumerate(document.rows):
        for column, cell in enumerate(row.cells):
            yield ("rows", number, "cells", column), cell


def _measures(award: Award) -> Iterator[tuple[Path, str, float | None, int, int]]:
    """Every measure with its label and bounds."""
    for number, document in enumerate(award.documents):
        here: Path = ("documents", number)
        if document.layout:
            yield (*here, "layout", "pitch_pt"), "行距", document.layout.pitch_pt, 15, 60
        for at, cell in _cells(document):
            yield (*here, *at, "height_mm"), "高度", cell.height_mm, 1, 225
            yield (*here, *at, "span"), "跨列", cell.span, 1, 12
            yield (*here, *at, "rows"), "跨行", cell.rows, 1, 12


def _photo_cells(award: Award) -> Iterator[tuple[Path, CellRule, bool]]:
    """The cells for photos, and whether each ends its row without another one above it."""
    for number, document in enumerate(award.documents):
        free = 0  # the first row that has no photo beside it
        for order, row in enumerate(document.rows):
            for column, cell in enumerate(row.cells):
                if cell.picture is not None:
                    at: Path = ("documents", number, "rows", order, "cells", column, "picture")
                    yield at, cell, cell is row.cells[-1] and order >= free
                    free = order + cell.rows


def _misfit(document: DocumentRule) -> tuple[Words, Words] | None:
    is_form = document.type == "form"
    wanted = Words("行", "rows") if is_form else Words("章节", "sections")
    foreign = Words("章节", "sections") if is_form else Words("行", "rows")
    has, other = bool(document.sections or document.variants), bool(document.rows)
    if is_form:
        has, other = other, has
    if not has:
        return (
            Words(f"“{document.id}”没有“{wanted.zh}”", f"“{document.id}” has no {wanted.en}"),
            Words(f"写上“{wanted.zh}”", f"give it {wanted.en}"),
        )
    if other or (document.template and not is_form):
        name = foreign if other else Words("模板", "template")
        return (
            Words(f"“{document.id}”用不着“{name.zh}”", f"“{document.id}” has no use for {name.en}"),
            Words("删掉，或改“类型”", "delete it, or change the type"),
        )
    return None


def _ids(award: Award) -> Iterator[tuple[Path, str]]:
    for number, document in enumerate(award.documents):
        yield ("documents", number, "id"), document.id
        for order, variant in enumerate(document.variants):
            yield ("documents", number, "variants", order, "id"), variant.id


def _bounds(award: Award) -> Iterator[tuple[Path, float | None, float | None]]:
    for number, document in enumerate(award.documents):
        here: Path = ("documents", number)
        if document.count:
            yield (*here, "count"), document.count.min, document.count.max
        parts: list[tuple[Path, SectionRule | CellRule]] = [*_cells(document)]
        parts += ((("sections", n), part) for n, part in enumerate(document.sections))
        parts += ((("variants", n), part) for n, part in enumerate(document.variants))
        for at, part in parts:
            yield (*here, *at), part.min, part.max
    photos, evidence = award.photos, award.evidence
    yield ("photos",), photos.min, photos.max
    yield ("photos",), photos.min_bytes, photos.max_bytes
    yield ("evidence",), evidence.min, evidence.max
    for order, picture in enumerate(award.pictures):
        yield ("pictures", order), picture.min_bytes, picture.max_bytes


def _patterns(award: Award) -> Iterator[tuple[Path, str, tuple[str, ...]]]:
    naming = award.naming
    yield ("naming", "zip"), naming.zip, ()
    yield ("naming", "document"), naming.document, ("title",)
    yield ("naming", "photo"), naming.photo, ("n", "caption")
    yield ("naming", "evidence"), naming.evidence, ("n", "title")
    for number, document in enumerate(award.documents):
        yield ("documents", number, "title"), document.title, ()
        for order, variant in enumerate(document.variants):
            yield ("documents", number, "variants", order, "title"), variant.title or "", ()


def _several(name: str, award: Award) -> Words | None:
    """What to type for several fields in one text, 章节.做法、章节.经过."""
    fields = [each.strip() for each in _BETWEEN.split(name)]
    if len(fields) < 2 or not all(is_known(each, award.kinds) for each in fields):
        return None
    return in_a_list(fields)


def _meant(name: str, award: Award) -> Words:
    near = nearest(name, award.kinds)
    return did_you_mean(near) if near else NO_WORDS


def _of_others(name: str) -> Words | None:
    """What to say of a field that only stories of other kinds have, {story.name} of a brand."""
    kinds = [kind for id, kind in KINDS.items() if is_known(name, (id,))]
    if not kinds:
        return None
    zh, en = "、".join(kind.label for kind in kinds), ", ".join(kind.english for kind in kinds)
    return Words(
        f"只有{zh}的稿件有这一项；换一项，如 title，或改“种类”",
        f"only {en} have it; use another, such as title, or change the kinds",
    )


def _braces(own: Sequence[str]) -> Words:
    """What stands in braces where a pattern has names of its `own`."""
    like = "{n:02d}、{story.title}" if "n" in own else "{story.title}"
    return Words(f"用英文花括号，写成 {like}", f"plain braces, as in {like.replace('、', ', ')}")


def _near(name: str, award: Award, own: Sequence[str]) -> str:
    fields = [f"story.{path}" for path in known_paths(award.kinds)]
    if _ALSO.get(name) in own:
        return _ALSO[name]
    close = difflib.get_close_matches(name, (*own, *PLACES, *fields), n=1, cutoff=0.5)
    return close[0] if close else (*own, "story.title")[0]
