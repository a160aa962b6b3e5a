"""Checks of where the site and its former pages lie."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.kinds import FOLDERS
from generator.model.patterns import later
from generator.model.problem import Finding, Place, Words
from generator.model.site import SETTINGS_FILE, Site, address_of, former_path
from generator.model.words import NO_TEXT

# What the site has besides stories (docs/handbook/build.md): a redirect must not land there.
_TAKEN = frozenset(
    "units honours stars ceremonies maxims works pledges media family window yearbook "
    "search sitemap assets about "
    "index.html 404.html feed.xml feed.json sitemap.xml manifest.json".split()
)
_SITE_MAP = later(r"sitemap-\d+\.xml")  # of a site of more than 50,000 pages
_ALIAS = re.compile(r"/?[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*/?")
_SITE_URL = later(r"https?://[^\s/?#@\"'<>\\%]+(?:/[^\s?#\"'<>\\%]*)?")


def site_url(site: Site) -> Iterator[Finding]:
    """The site's own address is not an http or https address.

    Why: QR codes, feeds and the site map are made from it.
    Mend: Write the address under which the site will be found.

    mkdocs.yml 的 site_url 不是 http 或 https 网址。
    为什么：二维码、订阅和网站地图里的网址由它拼成。
    怎么改：写网站将来的网址。

    错：
        # mkdocs.yml
        site_name: 先锋印记
        site_url: www.example.org
    对：
        # mkdocs.yml
        site_name: 先锋印记
        site_url: https://www.example.org/
    """
    url = site.settings.site_url
    if url and not _SITE_URL().fullmatch(url):
        hint = Words("例如 https://www.example.org/", "e.g. https://www.example.org/")
        if "%" in url:  # browsers show the characters, and copy them so
            hint = Words(
                "汉字直接写，不写成 % 开头的编码", "write the characters, not % and digits"
            )
        yield Finding(
            Place(SETTINGS_FILE, ("site_url",)),
            Words(f"site_url“{url}”不是网址", f"site_url “{url}” is no web address"),
            hint,
        )


def own_link(site: Site) -> Iterator[Finding]:
    """A text links to a page of this very site.

    Why: The link stays when that page is withdrawn, and leads nowhere from then on; in copies that
    are opened without a network it never led anywhere.
    Mend: Name the story under `related`: that link comes and goes with it.

    正文里链接到本网站自己的网页。
    为什么：那一页撤下以后，链接还在，点开是“页面没有找到”；U盘上的版本里本来就点不开。
    怎么改：把那篇稿件写进“相关”，撤下时链接跟着消失；正文里只留文字。

    错：
        # mkdocs.yml
        site_name: 先锋印记
        site_url: https://www.example.org/
        # stories/volunteer/a.yml
        正文: |
          参见[一盏灯](https://www.example.org/volunteer/2/)。
    对：
        # stories/volunteer/a.yml
        正文: |
          参见《一盏灯》。
    """
    own = site.settings.site_url.rstrip("/")
    if not own:
        return
    address = rf"{re.escape(own)}(?![^/?#)>\s])[^)>\s]*"
    link = re.compile(rf"(?:\]\(\s*<?|<)(?P<url>{address})", re.IGNORECASE)
    for file, texts in site.texts.showing(link.search):
        for path, text, fact in texts:
            for found in () if fact.key in NO_TEXT else link.finditer(text):
                yield Finding(
                    Place(file, path, offset=found.start("url")),
                    Words(
                        f"链接到本网站自己的网页 {found['url']}",
                        f"links to {found['url']}, a page of this very site",
                    ),
                    Words(
                        "把那篇稿件写进“相关”，正文里只留文字",
                        "name that story under `related` and leave the words alone",
                    ),
                )


def alias(site: Site) -> Iterator[Finding]:
    """A former address cannot be kept: not an address, taken, or given twice.

    Why: A redirect page would hide a page of the site.
    Mend: Write the path as it was after the site's name, e.g. old/1252.

    旧网址不能用：写法不对、已被占用或重复。
    为什么：跳转页会盖住网站自己的页面。
    怎么改：只写站点网址后面的部分，例如 old/1252。

    错：
        旧网址: ["https://example.org/old/1252"]
    对：
        旧网址: [old/1252]
    """
    taken = {address_of(story).strip("/").casefold() for story in site.stories}
    for story in site.stories:
        for number, old in enumerate(story.aliases):
            hint = Words("只写站点网址后面的部分，例如 old/1252", "e.g. old/1252")
            path = former_path(old).casefold()
            steps = path.split("/")
            inner = any(step.endswith(".html") for step in steps[:-1])  # a page is no folder
            if not _ALIAS.fullmatch(old) or ".." in steps or "." in steps or inner:
                words = Words(f"“{old}”不是网址", f"“{old}” is no address")
            elif path == address_of(story).strip("/").casefold():
                continue
            elif path in taken or _is_the_sites(steps):
                words = Words(f"“{old}”已被占用", f"“{old}” is taken")
                hint = Words("网站已经有这个网址，删掉这一条", "delete it: it is in use")
            else:
                taken.add(path)
                continue
            yield Finding(
                Place(story.file, ("aliases", number)),
                words,
                hint,
            )


def _is_the_sites(steps: list[str]) -> bool:
    """Whether a path is one that the site itself uses, or may when lists grow."""
    list_of, *below = steps
    if _SITE_MAP().fullmatch(list_of):
        return True
    return list_of in _TAKEN or (list_of in FOLDERS and below[:1] in ([], ["page"]))
