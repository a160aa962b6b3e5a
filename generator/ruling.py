"""What a full build and an edit rule alike: what is shown, what is broken, what may go out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from generator.builds import Checked, Options
from generator.model.kinds import Story
from generator.model.problem import Place, Problem, Words
from generator.model.release import Release, release
from generator.model.site import Site, address_of
from generator.package import written_address
from generator.progress import Progress
from generator.publish import MEANINGS, Defect, Rules
from generator.render.paper import prints
from generator.show import show


def released(site: Site, options: Options, progress: Progress) -> Release:
    """What the options show of a site, printed where the machine can; a preview prints nothing."""
    shown = release(
        site,
        options.as_of,
        edition=options.edition,
        drafts=options.drafts,
        offline=options.offline,
    )
    if options.preview:
        return replace(shown, can_print=False)
    if not shown.can_print or not prints(shown.site):
        return shown
    from generator import typeset  # 0.1 s to import

    if typeset.can_print(options.root, options.work / "pictures"):
        return shown
    progress.note(typeset.NO_FONT)
    return replace(shown, can_print=False)


def problems_told(checked: Checked) -> dict[str, str]:
    """The files with errors, each with its problems as a page tells them."""
    broken = sorted({p.place.file for p in checked.problems if p.level == "error"})
    return {
        file: show(
            [problem for problem in checked.problems if problem.place.file == file],
            checked.sources,
            "text",
            "zh",
        )
        for file in broken
    }


def hidden(stories: Iterable[Story], shown: Iterable[str]) -> frozenset[str]:
    """The addresses of those stories that are not among the addresses `shown`."""
    return frozenset(map(address_of, stories)).difference(shown)


def rules_of(shown: Release, hidden: frozenset[str]) -> Rules:
    """What a tree of this release is verified by; `hidden` are addresses of what is not shown."""
    return Rules(shown.site.settings.site_url, shown.offline, hidden)


def confirm(defects: Sequence[Defect]) -> None:
    """A defect in a built tree is a bug of ours: AssertionError, nothing is published."""
    if defects:
        listed = "\n".join(str(defect) for defect in defects[:20])
        raise AssertionError(f"{len(defects)} defects in the built site, not published:\n{listed}")


def page_faults(defects: Sequence[Defect], pages: Mapping[str, str]) -> list[Problem]:
    """Defects that lie in nothing but hand-written `pages`, told of these; none where any is ours.

    `check` finds most of them; where links lead, and what an owner's extensions of Markdown make of
    a page, shows in the tree alone.
    """
    files = {written_address(Path(file).stem) + "index.html": file for file in pages}
    if any(defect.page not in files for defect in defects):
        return []
    told = ((files[defect.page], defect) for defect in defects)
    return [_page_fault(file, pages[file], defect) for file, defect in told]


def _page_fault(file: str, text: str, defect: Defect) -> Problem:
    means, at = MEANINGS[defect.kind], text.find(defect.detail)
    message = Words(f"{means.zh}：{defect.detail}", f"{means.en}: {defect.detail}")
    hint = Words("改正或删去它，再生成一次", "mend or delete it and build again")
    place = Place(file, line=text.count("\n", 0, max(at, 0)) + 1)
    return Problem("written-page", "error", place, message, hint)
