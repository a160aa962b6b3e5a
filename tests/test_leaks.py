"""No number reaches a reader that `check` has not told of, whichever text of a root it stands in.

Every field of every record holds a telephone number of its own.
"""

from __future__ import annotations

import json
import re
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.model.carriers import Ceremony, Maxim, Pledge, StarWeek, Work
from generator.model.fields import FieldFacts, Record, fields_of
from generator.model.kinds import KINDS
from generator.model.site import Settings, Unit
from generator.model.window import CONTENTS, NamedWindow, Window
from generator.proof import check_site
from tests.canaries import SIGNED, pieces
from tests.recording_files import webm

_NUMBER = re.compile(r"(?<!\d)1389073\d{4}(?!\d)")
_STEERS = frozenset("emblem poster captions file focus slug related story stories unit url".split())
_numbers = count(1)
DAY = date(2026, 6, 1)
EVERYTHING = [name for name, _ in CONTENTS]


def number() -> str:
    return f"1389073{next(_numbers):04}"


def filled(record: type[Record], **fixed: Any) -> dict[str, Any]:
    """A record with a number in each field that takes any text."""
    told = {
        fact.key: value
        for fact in fields_of(record)
        if fact.key not in {*_STEERS, "items", "allow"} and (value := _value(fact)) is not None
    }
    return {**told, **fixed}


def _value(fact: FieldFacts) -> Any:
    value: Any = {
        "text": f"打{number()}",
        "markdown": f"打**{number()}**",
        "quantity": f"12人打{number()}",
        "time": f"2025年打{number()}",
        "choice": fact.choices[0][1] if fact.choices else "",
        "flag": "true",
    }.get(fact.shape)
    if fact.record:
        value = filled(fact.record)
    return [value] if fact.many and value is not None else value


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("leaks")
    window = filled(
        Window,
        contents=EVERYTHING,
        night="22:00-06:30",
        windows=[filled(NamedWindow, contents=EVERYTHING, night="22:00-06:30", id="a-" + number())],
    )
    ours = filled(Settings, window=window, seal="印", yearbook=["2025"], review="none")
    engine = {"site_name": f"站{number()}", "site_description": f"站打{number()}"}
    at = {"theme": {"name": None, "custom_dir": "theme"}, "plugins": [], **engine}
    files: dict[str, Any] = {
        "mkdocs.yml": {**at, "site_url": "https://test.example/", "extra": {"showcase": ours}},
        "stories/units.yml": [filled(Unit, id="yuan", parent=None)],
        "stories/stars/2018-W03.yml": filled(StarWeek, week="2018-W03"),
        "stories/ceremonies/2018.yml": filled(Ceremony, year="2018"),
        "stories/maxims.yml": [filled(Maxim)],
        "stories/works/jiang.yml": filled(Work, file="a.webm", captions="a.vtt"),
        "stories/pledges/2018.yml": [filled(Pledge, status=f"已完成，问{number()}")],
    }
    for kind in KINDS.values():
        name = f"stories/{kind.folder}/张三{number()}.yml"
        fixed = {"unit": "yuan", "date": "2025-03-05", "slug": f"b-{number()}", "photos": []}
        fixed |= {"aliases": [f"old/{number()}"], "review": SIGNED, "consent": None}
        fixed |= {"publish": None, "visibility": "public", "attachments": []}
        files[name] = filled(kind.record, **fixed) | (
            {"anonymous": "false"} if kind.name == "member" else {}
        )
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")
    (root / "stories/works/a.webm").write_bytes(webm())
    said = f"WEBVTT\n\n00:01.000 --> 00:02.000\n请打{number()}。\n"
    (root / "stories/works/a.vtt").write_text(said, "utf-8")
    (root / "site_src/about").mkdir(parents=True)
    (root / "site_src/about/corrections.md").write_text(f"# 勘误\n\n请打{number()}。\n", "utf-8")
    return root


def test_no_number_comes_out_that_check_did_not_tell_of(root: Path) -> None:
    found = check_site(root, DAY).problems
    assert not [problem for problem in found if problem.level == "error"]
    told = {problem.message.zh[-4:] for problem in found if problem.id == "phone-mobile"}
    run = ("--root", str(root), "--as-of", str(DAY), "--quiet")
    assert main(["build", *run]) == 0
    assert main(["build", "--edition", "internal", "--out", str(root / "inside"), *run]) == 0
    assert main(["yearbook", "2025", "--out", str(root / "book"), *run]) == 0
    assert main(["window", "--single-file", "--out", str(root / "book/window.html"), *run]) == 0
    shown = set()
    for folder in ("site", "inside", "book"):
        for path in (root / folder).rglob("*"):
            name = path.relative_to(root / folder).as_posix()
            for inner, piece in pieces(name, path.read_bytes() if path.is_file() else b""):
                text = inner + piece.decode("utf-8", "ignore")
                shown |= {number[-4:] for number in _NUMBER.findall(text)}
    assert len(shown) > 100
    assert shown <= told
