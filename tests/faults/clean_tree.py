"""A small site as the theme writes it, without a defect: tests of verifying seed theirs into it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from generator.publish import Rules

RULES = Rules(site_url="https://brand.example.cn/show/")
HERE = "brands/1252/index.html"  # of CLEAN, the page that points at most


def sha(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


SCRIPT = "document.documentElement.\n  className='js'"
SHEET = "h1{color:red}"
POLICY = f"default-src 'self'; script-src 'self' {sha(SCRIPT)}; style-src 'self' {sha(SHEET)}"


def page(body: str = "", head: str = "", policy: str = POLICY, up: str = "../../") -> str:
    """A page as the theme writes it, two folders below the root."""
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}"><title>一二五二</title>
<link rel="canonical" href="https://brand.example.cn/show/brands/1252/">
<meta property="og:image" content="https://brand.example.cn/show/assets/a.jpg">
<link rel="alternate" type="application/atom+xml" href="https://brand.example.cn/show/feed.xml">
<link rel="alternate" href="https://other.example.cn/">
<link rel="stylesheet" href="{up}assets/show.css?v=3"><script>{SCRIPT}</script>
<style>{SHEET}</style><script type="application/ld+json">{{"@id": "https://schema.org"}}</script>
<script src="{up}assets/show.js" defer></script>{head}</head>
<body><a class="skip" href="#main">跳到正文</a><a href="{up}">首页</a><a href="{up}brands/">品牌</a>
<a href="/show/brands/1252/#h-%E5%9B%9B">四</a><a href="{up}search/?q=1252&amp;kind=brand">搜</a>
<main id="main"><h2 id="h-四">四</h2>{body}</main>
<a href="https://beian.miit.gov.cn/" rel="noopener">备案</a><a href="tel:0571-1">电话</a>
<a href="#top">回到顶部</a></body></html>
"""


CLEAN = {
    "index.html": page(up=""),
    "404.html": page(up="/show/"),
    "brands/index.html": page('<h3 id="a&amp;b">甲</h3><p\nid="b">乙</p>', up="../"),
    HERE: page(
        """<picture><source srcset="../../assets/a.webp 480w, ../../assets/a.jpg 800w">
<img src="../../assets/a.jpg" alt="a > b" width="8" height="6"></picture>
<video poster="../../assets/a.jpg"><source src="../../assets/a.mp4"></video>
<svg><use href="../../assets/icons.svg#star"/></svg><img alt="" src="data:image/gif;base64,R0">
<p>写作 &lt;img src="nowhere.png"&gt; 与 href="http://evil.example/" 都只是文字</p>
<!-- <img src="nowhere.png"> --><a href="../1252/#main">自己</a><a href="./index.html">自己</a>
<a href="../..">首页</a><a href="../#a&amp;b">甲</a><a href="../%31252/">编码</a>
<a href="HTTPS://beian.miit.gov.cn/">备案</a><a href="../#top">上</a><a href="../#b">乙</a>"""
    ),
    "search/index.html": page(up="../"),
    "assets/show.css": '@import "more/print.css";a{background:url(a.jpg)}/* url(no.png) */'
    "b{background:url('data:image/png;base64,R0')}i{filter:url(#f)}",
    "assets/more/print.css": 'a{background:url("../a.jpg?2")}',
    "assets/show.js": 'const at="https://brand.example.cn";fetch("./x.js")',
    "search/d/0.js": """showcaseSearch.part("d/0",[["甲","fetch('https://a.example/x')"]])\n""",
    "brands/page/2.js": """showcasePages[2]="<li>import('//a.example/x.js')";\n""",
    "window/build.js": """window.showcaseWindow={"a":"from 'https://a.example/x.js'"};\n""",
    "assets/icons.svg": '<svg xmlns="http://www.w3.org/2000/svg"><g id="star"/></svg>',
    "assets/a.jpg": "",
    "assets/a.webp": "",
    "assets/a.mp4": "",
    "feed.xml": "",
    "News/Show.ASPX/index.html": page(head='<meta http-equiv="refresh" content="0; url=/show/">'),
}


def write(tree: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return tree
