"""What a deployed manifest tells of the site around it."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from generator.audit import audit, told, unjudged
from generator.model.digest import content_digest
from generator.model.problem import Words
from generator.model.release import release
from generator.model.site import Settings, Site
from generator.trouble import Broken, Misuse
from tests.made import shown, story
from tests.serving import served

TODAY = date(2026, 6, 1)


EMPTY = {"generator": "showcase", "drafts": False, "stories": []}


def words_of(place: str) -> str:
    return told(audit(place, release(Site(settings=Settings()), TODAY), {})).zh


def words_on(folder: Path, **manifest: object) -> str:
    (folder / "manifest.json").write_text(json.dumps(EMPTY | manifest), encoding="utf-8")
    return words_of(str(folder))


@pytest.fixture
def no_server() -> Iterator[str]:
    """Something listens there, but it speaks no HTTP."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with server.accept()[0] as caller:
                caller.recv(1024)
                caller.sendall(b"220 mail.example.org\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join()


def test_an_address_may_hold_chinese_as_browsers_copy_it() -> None:
    made = {f"{quote('展示')}/manifest.json", "%E7%AB%99/manifest.json"}
    content = json.dumps(EMPTY).encode()
    with served(lambda path: content if path in made else None) as address:
        for place in ("展示/", "展示", "%E7%AB%99/manifest.json"):
            assert words_of(address + place) == "与今天可以公开的内容一致"
        with pytest.raises(Broken, match="cannot be read"):
            words_of(f"{address}别处/")


@pytest.mark.parametrize("place", ["http://127.0.0.1:x/", "http://[::1/", "http://\0/"])
def test_what_is_no_address_is_told(place: str) -> None:
    with pytest.raises(Broken, match="cannot be read"):
        words_of(place)


def test_what_is_no_web_server_is_told(no_server: str) -> None:
    with pytest.raises(Broken, match="cannot be read"):
        words_of(no_server)


def test_a_site_with_drafts_comes_down_whole(tmp_path: Path) -> None:
    """Its manifest lists none of them, so it would look like what may be public."""
    assert words_on(tmp_path) == "与今天可以公开的内容一致"
    assert words_on(tmp_path, drafts=True).startswith("必须撤下：整个网站")
    gone = words_on(tmp_path, drafts=True, stories=[{"kind": "brand", "id": "x", "hash": "0"}])
    assert gone.split("\n")[1:] == ["必须撤下：brand/x"]


def test_what_a_taken_over_server_sends_commands_no_terminal(tmp_path: Path) -> None:
    row = {"kind": "brand", "id": "\x1b[2J\n与今天可以公开的内容一致\r\u202e", "hash": "0"}
    told = words_on(tmp_path, stories=[row])
    assert told == "必须撤下：brand/�[2J�与今天可以公开的内容一致��"
    assert words_on(tmp_path, stories=5) == "与今天可以公开的内容一致"


def test_a_manifest_that_is_nested_too_deep_is_no_site(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(Misuse, match="no site made by this program"):
        words_of(str(tmp_path))
    with pytest.raises(Misuse, match="no site made by this program"):
        words_on(tmp_path, generator="hugo")


def test_a_site_with_something_of_everything(tmp_path: Path) -> None:
    public = shown(story("brand", "same"), story("brand", "edited"), story("team", "new"))
    edited, same, _ = public.site.stories
    rows = [
        {"kind": "brand", "id": "same", "hash": content_digest(same, public.site)},
        {"kind": "brand", "id": "edited", "hash": content_digest(edited, public.site)[:-1]},
        *({"kind": "member", "id": id, "hash": "0"} for id in ("gone", "broken")),
        "no row",
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(EMPTY | {"stories": rows}), "utf-8")
    broken = ("member/broken", "team/new", "member/unseen", "brand/same")  # told where it is shown
    files = {key: f"stories/{key}.yml" for key in broken}
    assert told(audit(str(tmp_path / "manifest.json"), public, files)) == Words(
        "必须撤下：member/gone\n有错误，改好再核对：stories/member/broken.yml\n"
        "内容已更新，请重新发布：brand/edited\n尚未发布：team/new",
        "must come down: member/gone\n"
        "has errors, audit again when they are mended: stories/member/broken.yml\n"
        "changed since, publish again: brand/edited\nnot published yet: team/new",
    )


def test_a_file_that_has_errors_is_judged_if_its_story_is_hidden_in_any_case() -> None:
    read, inside = story("brand", "read"), story("brand", "inside", visibility="内部")
    site = Site(settings=Settings(), stories=(read, inside))
    broken = {read.file, inside.file, "stories/teams/unread.yml", "stories/units.yml"}
    assert unjudged(broken, site, TODAY) == {
        "brand/read": read.file,
        "team/unread": "stories/teams/unread.yml",
    }


def test_a_host_may_be_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuse(address: str, timeout: int) -> None:
        asked.append(address)
        raise OSError

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    with pytest.raises(Broken):
        words_of("http://质检.example:8080/展示/")
    assert asked == ["http://xn--s1vp09e.example:8080/%E5%B1%95%E7%A4%BA/manifest.json"]


def test_a_folder_without_a_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="There is no"):
        words_of(str(tmp_path))
