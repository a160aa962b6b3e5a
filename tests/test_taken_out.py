"""What an edit takes out is nowhere in the site that it leaves, and comes back as it was.

No step may need a full build: it is the edit that is tried here. Afterwards the same root, built
from nothing, gives the same bytes.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator import flow
from generator.load.site import load
from generator.model.kinds import KINDS
from generator.model.parts import STAGES
from generator.progress import Progress
from generator.sign import review, withdraw
from tests.canaries import CANARIES, NAMES, SEEN, SIGNED, Canary, _write, before, found
from tests.faults.kit import tree_digest

DAY, LATER = date.fromisoformat(SEEN), date(2026, 3, 9)
QUIET = Progress(sys.stderr, "zh", quiet=True)
UNTIL = {"by": "本人", "until": "2026-03-05"}
IN_REVIEW = {"author": "甲", "status": "in_review"}
APPROVED = {"author": "甲", "status": "approved"}
WINDOW = "{review: three, yearbook: [2025], window: {windows: [{id: lobby, order: newest}]}}"


class Office:
    """A root in which every canary is public, and named by other showcases."""

    def __init__(self, root: Path) -> None:
        self.root = before(root)
        self.full = 0
        settings = root / "mkdocs.yml"
        settings.write_text(settings.read_text("utf-8").replace("{review: three}", WINDOW), "utf-8")
        named = [f"{{name: 某人, story: {c.kind}/{c.word}}}" for c in CANARIES]
        self.put("stars/2026-W05.yml", f"week: 2026-W05\nstars: [{', '.join(named)}]\n")
        self.put("ceremonies/2025.yml", f"title: 奖\nyear: 2025\nwinners: [{', '.join(named)}]\n")

    def put(self, path: str, text: str) -> None:
        """Writes a file below stories/."""
        file = self.root / "stories" / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")

    def story(self, canary: Canary, **told: Any) -> None:
        """Writes the story of a canary anew."""
        _write(self.root, canary, told)

    def build(self, day: date = DAY) -> flow.Built:
        """Builds into `site`."""
        return flow.build(flow.Options(self.root, day), QUIET)


def _signed_off(office: Office, canary: Canary, *stages: str) -> None:
    names = dict(zip(STAGES, "乙丙丁", strict=True))
    for stage in stages or STAGES:
        key, site = f"{canary.kind}/{canary.word}", load(office.root).site
        review(office.root, site, key, stage, names[stage], DAY)


def _withdrawn(office: Office, canary: Canary, *, notice: bool = False) -> None:
    key, site = f"{canary.kind}/{canary.word}", load(office.root).site
    withdraw(office.root, site, key, "本人要求", "", DAY, notice=notice)


def _picture_deleted_too(office: Office, canary: Canary) -> None:
    _withdrawn(office, canary)
    office.story(canary, photos=[])
    folder = next((office.root / "stories").glob(f"*/{canary.word}"))
    next(folder.glob("*.jpg")).unlink()


def _sign_off_void(office: Office, canary: Canary) -> None:
    """Sent in again and signed off by two; the third signature is void, for the title changed."""
    office.story(canary, review=IN_REVIEW)
    _signed_off(office, canary)
    office.story(canary, review=IN_REVIEW, title=f"又改了{canary.word}")


Way = Callable[[Office, Canary], None]
# How a story is taken out, and the day of the build that does it.
WAYS: dict[str, tuple[Way, date]] = {
    "withdrawn.yml": (_withdrawn, DAY),
    "withdrawn on another day": (_withdrawn, LATER),
    "withdrawn, its picture deleted, on another day": (_picture_deleted_too, LATER),
    "by its own state": (lambda o, c: o.story(c, review={**SIGNED, "status": "withdrawn"}), DAY),
    "sign-offs taken back": (lambda o, c: o.story(c, review=IN_REVIEW), DAY),
    "sign-off void": (_sign_off_void, DAY),
    "internal": (lambda o, c: o.story(c, visibility="internal"), LATER),
}
# What is told of a story beforehand, so that nothing but a day takes it out.
BY_A_DAY: Mapping[str, Mapping[str, Any]] = {
    "the end of its publication": {"publish": {"until": "2026-03-05"}},
    "the end of its consent": {"consent": UNTIL},
    "a beginning that lies ahead": {"publish": {"from": "2026-03-01"}},
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("taken") / "root")
    office.build()
    assert found(office.root / "site") == (NAMES, NAMES)
    whole = flow._whole

    def counted(*given: Any) -> flow.Built:
        office.full += 1
        return whole(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow, "_whole", counted)
        yield office


def _is_out(office: Office, canary: Canary, *, words: bool = True) -> None:
    rest = NAMES - {canary.name}
    told = rest if words else NAMES
    assert found(office.root / "site") == (told, rest)
    assert found(office.root / "site_src") == (told, rest)


def _comes_back(office: Office, canary: Canary) -> None:
    (office.root / "stories/withdrawn.yml").unlink(missing_ok=True)
    (office.root / "stories/reviews.yml").unlink(missing_ok=True)
    office.story(canary)
    office.build()
    assert found(office.root / "site") == (NAMES, NAMES)
    assert office.full == 0


@pytest.mark.parametrize(("number", "way"), list(enumerate(WAYS)))
def test_taken_out_by_hand(office: Office, number: int, way: str) -> None:
    canary, (take, day) = CANARIES[number], WAYS[way]
    take(office, canary)
    assert office.build(day).site
    _is_out(office, canary)
    _comes_back(office, canary)


@pytest.mark.parametrize(("number", "way"), list(enumerate(BY_A_DAY)))
def test_taken_out_by_a_day(office: Office, number: int, way: str) -> None:
    canary = CANARIES[number]
    office.story(canary, **BY_A_DAY[way])
    office.build()
    assert found(office.root / "site") == (NAMES, NAMES)
    assert office.build(date(2026, 2, 27) if "ahead" in way else LATER).site
    _is_out(office, canary)
    _comes_back(office, canary)


def test_a_notice_says_nothing_but_its_address(office: Office, tmp_path: Path) -> None:
    canary = CANARIES[10]
    _withdrawn(office, canary, notice=True)
    assert office.build(LATER).site
    shutil.copytree(office.root / "site", tmp_path / "site")
    page = tmp_path / f"site/{KINDS[canary.kind].folder}/{canary.word}/index.html"
    assert "已经撤下" in page.read_text("utf-8")
    page.rename(tmp_path / "site/notice.html")
    page.parent.rmdir()
    rest = NAMES - {canary.name}
    canonical = f"/{canary.word}/"  # the page's own address, which it tells
    notice = tmp_path / "site/notice.html"
    notice.write_text(notice.read_text("utf-8").replace(canonical, ""), "utf-8")
    assert found(tmp_path / "site") == (rest, rest)
    _comes_back(office, canary)


def test_a_picture_whose_consent_ends(office: Office) -> None:
    canary = CANARIES[0]
    photo = {"file": f"{canary.word}照片.jpg", "alt": "现场", "consent": UNTIL}
    office.story(canary, photos=[photo])
    office.build()
    office.build(LATER)
    _is_out(office, canary, words=False)
    _comes_back(office, canary)


def test_signed_off_for_the_first_time(office: Office) -> None:
    canary = CANARIES[1]
    office.story(canary, review=IN_REVIEW)
    office.build()
    _is_out(office, canary)
    for stages in (("first",), ("second",), ("final",)):
        _signed_off(office, canary, *stages)
        office.build()
        _is_out(office, canary)
    office.story(canary, review=APPROVED)
    office.build()
    assert found(office.root / "site") == (NAMES, NAMES)
    _comes_back(office, canary)


def test_at_the_end_it_is_what_a_full_build_gives(office: Office) -> None:
    edited = tree_digest(office.root / "site")
    flow.build(flow.Options(office.root, DAY, force=True), QUIET)
    assert tree_digest(office.root / "site") == edited
