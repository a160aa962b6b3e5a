"""A deployed site against what may be public today: what must come down, what is out of date."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping, Set
from datetime import date
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from msgspec import Struct

from generator.model.digest import content_digest
from generator.model.kinds import is_story_file, story_key
from generator.model.problem import Words, harmless
from generator.model.release import Release, standing
from generator.model.site import Site
from generator.trouble import Broken, Misuse

_PATIENCE = 20  # seconds for a server's answer
_MOST = 64 * 1024 * 1024  # bytes of a manifest: 10,000 stories take 3 MB


class Audit(Struct, frozen=True):
    """Stories by key: to be taken down, shown in an older version, not shown yet.

    `unsure` are the files of shown stories that have errors today: what is shown was right once,
    and nothing tells whether it still is. `drafts`: it was built with drafts, of which its manifest
    lists none.
    """

    drafts: bool
    down: tuple[str, ...]
    unsure: tuple[str, ...]
    stale: tuple[str, ...]
    missing: tuple[str, ...]


def audit(place: str, release: Release, unjudged: Mapping[str, str]) -> Audit:
    """Compares the manifest at `place` (a site's folder or address) with today's release.

    `unjudged` are the files by the keys of the stories that they hold.
    """
    manifest = _manifest(place)
    stories = manifest.get("stories")
    shown = {
        _one_line(f"{row.get('kind')}/{row.get('id')}"): str(row.get("hash"))
        for row in (stories if isinstance(stories, list) else ())
        if isinstance(row, dict)
    }
    public = {s.key: content_digest(s, release.site) for s in release.site.stories}
    return Audit(
        manifest.get("drafts") is True,
        tuple(sorted(key for key in shown if key not in public and key not in unjudged)),
        tuple(sorted(f for key, f in unjudged.items() if key in shown and key not in public)),
        tuple(sorted(key for key, hash in shown.items() if public.get(key, hash) != hash)),
        tuple(sorted(key for key in public if key not in shown)),
    )


def unjudged(broken: Set[str], site: Site, as_of: date) -> dict[str, str]:
    """Those of the `broken` files that hold stories, by key, but for what is hidden in any case."""
    stories = {story.file: story for story in site.stories}
    return {
        story_key(file): file
        for file in broken
        if is_story_file(file)
        and (file not in stories or standing(stories[file], site, as_of) != "hidden")
    }


def told(found: Audit) -> Words:
    """The audit as lines for the terminal."""
    rows = (
        (found.down, "必须撤下", "must come down"),
        (found.unsure, "有错误，改好再核对", "has errors, audit again when they are mended"),
        (found.stale, "内容已更新，请重新发布", "changed since, publish again"),
        (found.missing, "尚未发布", "not published yet"),
    )
    zh = [_DRAFTS.zh] if found.drafts else []
    en = [_DRAFTS.en] if found.drafts else []
    zh += [f"{zh}：{key}" for keys, zh, _ in rows for key in keys]
    en += [f"{en}: {key}" for keys, _, en in rows for key in keys]
    if not zh:
        return Words("与今天可以公开的内容一致", "the site shows what may be public today")
    return Words("\n".join(zh), "\n".join(en))


def _one_line(key: str) -> str:
    """What a server sends is shown, not obeyed: it would clear the screen and call itself sound."""
    return harmless(key.replace("\n", "\ufffd"))


_DRAFTS = Words(
    "必须撤下：整个网站，它是带草稿的（--drafts）；运行 showcase build，重新发布",
    "must come down: the whole site, it was built with --drafts; build and publish anew",
)


def _manifest(place: str) -> dict[str, Any]:
    raw = _fetched(place) if place.startswith(("http://", "https://")) else _read(place)
    try:
        manifest = json.loads(raw)
    except (ValueError, RecursionError):  # whatever a foreign server sends
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("generator") != "showcase":
        raise Misuse(
            Words(f"{place} 不是本程序生成的网站。", f"{place} is no site made by this program.")
        )
    return manifest


def _read(place: str) -> bytes:
    path = Path(place)
    file = path if path.name == "manifest.json" else path / "manifest.json"
    if not file.is_file():
        raise Misuse(Words(f"{file} 不存在。", f"There is no {file}."))
    return file.read_bytes()


def _fetched(place: str) -> bytes:
    address = place if place.endswith("manifest.json") else place.rstrip("/") + "/manifest.json"
    try:
        with urllib.request.urlopen(_in_ascii(address), timeout=_PATIENCE) as answer:
            return bytes(answer.read(_MOST))
    except (OSError, HTTPException, ValueError) as error:
        raise Broken(
            Words(f"无法读取 {address}，请检查网址和网络。", f"{address} cannot be read.")
        ) from error


def _in_ascii(address: str) -> str:
    """An address as it goes over the wire; browsers show its Chinese characters, and copy them."""
    told = urlsplit(address)
    host, colon, port = told.netloc.partition(":")
    if not host.isascii():
        host = host.encode("idna").decode()
    return urlunsplit((told.scheme, host + colon + port, quote(told.path, "/%"), told.query, ""))
