"""Feeds, site map, manifest and redirect pages: what machines and old links ask for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from html import escape

from msgspec.json import encode

from generator.model.digest import content_digest
from generator.model.kinds import Story
from generator.model.output import Text
from generator.model.release import Release
from generator.model.site import address_of, former_path, kind_of
from generator.render.frame import Frame

_ROW = re.compile(r"^  \{\n(?:   .*\n)*  \}", re.M)
_NEWEST = 50  # entries a feed: readers fetch it whole each time


def rows_of(manifest: str, keys: Iterable[str]) -> dict[str, str]:
    """The entries of a manifest of these stories, by their keys, as `manifest_row` gives them."""
    return dict(zip(sorted(keys), _ROW.findall(manifest), strict=True))


def feeds(release: Release, frame: Frame) -> Iterator[Text]:
    """feed.xml (Atom) and feed.json of what became public last; drafts are never fed.

    An old deed may be told today: by the time of what they tell, its readers would miss it.
    """
    shown = [story for story in release.site.stories if story.key not in release.drafts]
    stories = sorted(shown, key=lambda s: _since(s) or date.min, reverse=True)[:_NEWEST]
    yield Text("feed.xml", _atom(stories, release))
    yield Text("feed.json", _json_feed(stories, release))


def manifest_row(story: Story, release: Release) -> str:
    """A story's entry of the manifest, as it stands there."""
    row = {
        "id": story.id,
        "kind": story.kind,
        "title": story.title,
        "address": address_of(story),
        "hash": content_digest(story, release.site),
        "from": _day(story, "from_"),
        "until": _day(story, "until"),
    }
    told = ",\n".join(f'   "{name}": {encode(value).decode()}' for name, value in row.items())
    return f"  {{\n{told}\n  }}"


def manifest_of(rows: Mapping[str, str], release: Release) -> Text:
    """manifest.json: every published story, for `audit` and for whoever carries the site on.

    Its entries by story key; their order is the keys'.
    """
    head = {
        "generator": "showcase",
        "as_of": release.as_of.isoformat(),
        "edition": release.edition,
        "drafts": bool(release.drafts),
    }
    opening = json.dumps(head, indent=1).removesuffix("\n}")
    listed = ",\n".join(rows[key] for key in sorted(rows))
    stories = f"[\n{listed}\n ]" if listed else "[]"
    return Text("manifest.json", f'{opening},\n "stories": {stories}\n}}\n')


def redirects(release: Release, frame: Frame) -> Iterator[Text]:
    """A page at each former address that leads to the story's own."""
    for story in release.site.stories:
        for alias in story.aliases:
            path = former_path(alias)
            if path and path + "/" != address_of(story):
                yield Text(_redirect_file(path), _redirect(story, path, release))


def site_maps(addresses: list[str], release: Release, most: int = 50_000) -> Iterator[Text]:
    """sitemap.xml of the pages that may be indexed, by address.

    A file may hold `most` addresses (https://www.sitemaps.org/protocol.html): of more,
    sitemap.xml is the index of sitemap-1.xml, sitemap-2.xml and so on. 50 MB, the other limit,
    would take addresses of 1,000 bytes, and they are made of names of files.
    """
    base, pages = _base(release), sorted(addresses)
    if len(pages) <= most:
        yield _site_map("sitemap.xml", "urlset", "url", [base + page for page in pages])
        return
    parts = [pages[start : start + most] for start in range(0, len(pages), most)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield _site_map("sitemap.xml", "sitemapindex", "sitemap", [base + name for name in names])
    for name, part in zip(names, parts, strict=True):
        yield _site_map(name, "urlset", "url", [base + page for page in part])


def _site_map(path: str, root: str, row: str, urls: list[str]) -> Text:
    rows = "".join(f"<{row}><loc>{_words(url)}</loc></{row}>\n" for url in urls)
    return Text(
        path,
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</{root}>\n',
    )


def _words(text: str) -> str:
    """The text between tags; xml.sax would load the network for it."""
    return escape(text, quote=False)


def _atom(stories: list[Story], release: Release) -> str:
    base = _base(release)
    settings = release.site.settings
    entries = "".join(
        "<entry>\n"
        f"<title>{_words(story.title)}</title>\n"
        f'<link href="{escape(base + address_of(story))}"/>\n'
        f"<id>{escape(base + address_of(story))}</id>\n"
        f"<updated>{_stamp(story, release)}</updated>\n"
        f"<summary>{_words(story.summary)}</summary>\n"
        "</entry>\n"
        for story in stories
    )
    updated = max((_stamp(story, release) for story in stories), default=_midnight(release))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        'xml:lang="zh-CN">\n'
        f"<title>{_words(settings.site_name)}</title>\n"
        f'<link href="{escape(base)}"/>\n<link rel="self" href="{escape(base)}feed.xml"/>\n'
        f"<id>{escape(base)}</id>\n<updated>{updated}</updated>\n"
        f"<author><name>{_words(settings.sponsor or settings.site_name)}</name></author>\n"
        f"{entries}</feed>\n"
    )


def _json_feed(stories: list[Story], release: Release) -> str:
    base = _base(release)
    settings = release.site.settings
    items = [
        {
            "id": base + address_of(story),
            "url": base + address_of(story),
            "title": story.title,
            "summary": story.summary,
            "content_text": story.summary,
            "date_published": _stamp(story, release),
            "tags": [kind_of(story).label, *story.tags],
        }
        for story in stories
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": settings.site_name,
        "home_page_url": base,
        "feed_url": base + "feed.json",
        "language": "zh-CN",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def _since(story: Story) -> date | None:
    """When a story became public: its publish date, else its final review, else its own time."""
    publish, review = story.publish, story.review
    day = (publish and publish.from_) or (review and review.final and review.final.on)
    return day or story.date.earliest


def _stamp(story: Story, release: Release) -> str:
    return f"{(_since(story) or release.as_of).isoformat()}T00:00:00+08:00"


def _midnight(release: Release) -> str:
    return f"{release.as_of.isoformat()}T00:00:00+08:00"


def _day(story: Story, end: str) -> str | None:
    day = getattr(story.publish, end) if story.publish else None
    return day.isoformat() if day else None


def _base(release: Release) -> str:
    url = release.site.settings.site_url
    return url if not url or url.endswith("/") else url + "/"


def _redirect_file(path: str) -> str:
    return path if path.endswith(".html") else f"{path}/index.html"


def _redirect(story: Story, path: str, release: Release) -> str:
    """Plain HTML: works without JavaScript, from file:// and for search engines."""
    depth = _redirect_file(path).count("/")
    target = "../" * depth + address_of(story) + ("index.html" if release.offline else "")
    canonical = f'<link rel="canonical" href="{escape(_base(release) + address_of(story))}">\n'
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(story.title)}</title>\n"
        f"{canonical if release.site.settings.site_url else ''}"
        '<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="refresh" content="0; url={escape(target)}">\n</head>\n'
        f'<body>\n<p>页面已移到：<a href="{escape(target)}">{escape(story.title)}</a></p>\n'
        "</body>\n</html>\n"
    )
