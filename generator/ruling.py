"""What a full build and an edit rule alike: what is shown, what is broken, what may go out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from generator.builds import Checked, Options
from generator.model.kinds import Story
from generator.model.problem import Place, Problem, Words
from generator.model.release import Release, release
from generator.model.site import Site, address_of, written_address
from generator.package import own_theme
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


def faults_told(
    defects: Sequence[Defect], base: str, pages: Mapping[str, str], root: Path
) -> list[Problem]:
    """Defects that lie in nothing but the root's own files, told of these; none where any is ours.

    That is its hand-written `pages` and its theme. `check` finds most of what pages hold; where
    links lead, and what an owner's extensions of Markdown make of a page, shows in the tree alone.
    """
    files = {written_address(file) + "index.html": file for file in pages}
    theme = _theme_of(root) if defects else {}
    told: dict[Problem, None] = {}  # what the shell holds is on every page
    for defect in defects:
        file = files.get(defect.page)
        at = pages[file].find(defect.detail) if file else -1
        fault = _theme_fault(theme, base, defect) if at < 0 else None
        if file and not fault:
            fault = _told(defect, file, pages[file].count("\n", 0, max(at, 0)) + 1)
        if not fault:
            return []
        told[fault] = None
    return list(told)


def _theme_of(root: Path) -> dict[str, str]:
    """The texts of the root's own theme, by path."""
    files = own_theme(root)
    return {file: path.read_text("utf-8", errors="replace") for file, path in files.items()}


def _theme_fault(theme: Mapping[str, str], base: str, defect: Defect) -> Problem | None:
    """Templates say `{{ root }}brands/1252/{{ index }}`, pages `../brands/1252/index.html`, and
    404.html, which may be read at any depth, the `base` of the site before it."""
    below = re.sub(r"^(?:\.{1,2}/)+", "", defect.detail.removeprefix(base))
    named = below.replace("index.html", "")
    typed = re.compile(rf"""["'}}(/]({re.escape(named)})["'{{#?)]""")
    for file, text in theme.items():
        if named and (found := typed.search(text)):
            line = text.count("\n", 0, found.start()) + 1
            return _told(Defect(file, defect.kind, named), file, line)
    return None


def _told(defect: Defect, file: str, line: int) -> Problem:
    means = MEANINGS[defect.kind]
    message = Words(f"{means.zh}：{defect.detail}", f"{means.en}: {defect.detail}")
    hint = Words("改正或删去它，再生成一次", "mend or delete it and build again")
    return Problem("written-page", "error", Place(file, line=line), message, hint)
