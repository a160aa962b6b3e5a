"""The theme: templates that compute nothing, a policy that fits, nothing from elsewhere."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

import pytest
import yaml

from generator.model.kinds import KINDS

ROOT = Path(__file__).parent.parent
THEME = ROOT / "theme"
SHELL = (THEME / "main.html").read_text(encoding="utf-8")
PAGES = sorted([*THEME.glob("*.html"), *THEME.glob("templates/*.html"), *THEME.glob("partials/*")])
SCRIPTS = sorted(THEME.glob("assets/js/*.js"))
SHEETS = {path.name: path.read_text("utf-8") for path in THEME.glob("assets/css/*.css")}
STYLE = "\n".join(SHEETS[name] for name in sorted(SHEETS))
CLASSES_OF_CODE = {"ib", "gap", "half"}  # generator/render/breaks.py
CLASSES_OF_CODE |= {"mid", "end"}  # generator/render/html.py


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_templates_call_no_methods(page: Path) -> None:
    """Engines to come (minijinja) know filters, tests and macros, no Python methods."""
    marks = re.findall(r"\{[{%](.*?)[%}]\}", page.read_text(encoding="utf-8"), re.S)
    calls = [mark for mark in marks if re.search(r"\.\s*\w+\s*\(|%\s*\(", mark)]
    assert calls == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
    loaded = re.findall(
        r'<(?:script|link|img|source|iframe)[^>]*?(?:src|href|srcset)="([^"]*)"', text
    )
    assert [address for address in loaded if re.match(r"(?:https?:)?//", address)] == []


def test_scripts_and_styles_come_from_here() -> None:
    assert not re.search(r"url\(|@import|https?://", STYLE)
    for script in SCRIPTS:
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"https?://|\beval\(|new Function|document\.write", text), script.name


# 360安全浏览器 13 and WeChat's X5 are Chromium 86, which drops a rule or a declaration that it does
# not know: logical shorthands and `inset` came with 87, lists in `:is` and `:not` with 88.
TOO_NEW = {
    "padding or margin of two sides": r"(?:padding|margin)-(?:inline|block):",
    "border of two sides": r"border-(?:inline|block):",
    "inset": r"(?<![-\w])inset(?:-\w+)*:",
    ":is": r":(?:is|where)\(",
    ":not of a list": r":not\([^()]*,",
}


@pytest.mark.parametrize("what", TOO_NEW)
def test_old_browsers_know_what_carries_the_layout(what: str) -> None:
    style = "\n".join(SHEETS[name] for name in sorted(SHEETS))
    assert re.findall(f".*{TOO_NEW[what]}.*", style) == []


def test_a_page_read_in_the_dark_is_printed_black_on_white() -> None:
    """A dark rule outside of a screen's would outrank print's colours, which stand at `:root`."""
    style = SHEETS["show.css"]
    schemes = re.findall(
        r"(?:^@media (.*) \{\n)? *(html[^{]*) \{\n *(?:color-scheme|--paper)", style, re.M
    )
    assert [media for media, rule in schemes if "dark" in rule or "light" in rule] == [
        "screen",
        "screen and (prefers-color-scheme: dark)",
    ] * 2


def test_the_policy_allows_the_one_inline_script() -> None:
    inline = re.findall(r"<script>(.*?)</script>", SHELL, re.S)
    assert len(inline) == 1
    digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', SHELL)
    assert policy and f"script-src 'self' 'sha256-{digest}'" in policy[1]
    assert "default-src 'none'" in policy[1] and "unsafe" not in policy[1]
    others = [page.name for page in PAGES if page.name != "main.html"]
    assert not [n for n in others if "<script>" in next(THEME.rglob(n)).read_text(encoding="utf-8")]


def test_the_policy_stands_before_anything_that_loads() -> None:
    assert SHELL.index("Content-Security-Policy") < SHELL.index("<link") < SHELL.index("<script")


def test_the_menu_of_a_plain_engine_leads_to_every_kind() -> None:
    """Without the generator's menu the shell names what every build has."""
    menu = dict(re.findall(r"\('([a-z]+)', '([^']+)'\)", SHELL))
    assert {kind.folder: kind.label for kind in KINDS.values()}.items() <= menu.items()


def test_settings_are_read_under_both_names() -> None:
    """A plain `mkdocs build` has what the owner typed, in either language."""
    from generator.model.fields import fields_of
    from generator.model.site import Settings

    shown = {"tagline", "seal", "sponsor", "organiser", "contact", "icp", "police", "site_code"}
    for fact in fields_of(Settings):
        if fact.key in shown | {"palette"}:
            assert f"look['{fact.key}'] or look['{fact.label}']" in SHELL


def test_the_theme_names_nothing_of_the_sample() -> None:
    units = yaml.safe_load((ROOT / "stories/units.yml").read_text(encoding="utf-8"))
    names = {str(name) for unit in units for name in unit.values() if isinstance(name, str)}
    names |= {path.stem for path in ROOT.glob("stories/*/*") if path.suffix in ("", ".yml")}
    names = {name for name in names if len(name) > 3}
    assert len(names) > 20
    for file in (*PAGES, *SCRIPTS):
        text = file.read_text(encoding="utf-8")
        assert [
            name for name in names if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
        ] == []


def test_no_style_is_dead() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    script = "".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    styled = set(
        re.findall(r"\.([a-zA-Z][\w-]*)", re.sub(r"/\*.*?\*/|\d\.\d*\w+|\"[^\"]*\"", "", STYLE))
    )
    parts = set(re.findall(r"[\w-]+", text + script)) | CLASSES_OF_CODE
    made = {name for name in styled if re.fullmatch(r"f[xy]\d+", name)}
    made |= {name for name in styled if name.rpartition("--")[0] + "--" in parts}
    made |= {name for name in styled if re.fullmatch(r"depth\d", name)}
    assert styled - parts - made == set()


def test_a_screen_needs_no_newer_browser_than_the_handbook_says() -> None:
    """The machine in a lobby is old; what TOO_NEW names is looked for above."""
    assert "Chrome，86 版" in (ROOT / "docs/handbook/window.md").read_text("utf-8")
    later = r":has\(|:not\([^()]*,|color-mix|@container|@layer|\d[dsl]v[hw]|overflow: clip"
    later += r"|(?<!max-)aspect-"  # the media feature is as old as Chrome 3
    later += r"|[ {;](translate|scale|rotate|accent-color):|\?\.[a-z(\[]|\?\?|\.at\(|replaceAll"
    script = (THEME / "assets/js/window.js").read_text("utf-8")
    assert [found[0] for found in re.finditer(later, SHEETS["window.css"] + script)] == []


def test_pages_stay_light() -> None:
    """Budgets of a page: 40 KB gzip, of which 6 KB of scripts, 13 KB of its two sheets."""
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in SCRIPTS}
    sheets = {name: len(gzip.compress(text.encode())) for name, text in SHEETS.items()}
    assert sheets.pop("show.css") <= 10_000
    assert sheets.pop("window.css") <= 7_000  # alone on its page, and its script too
    assert sizes["window.js"] <= 6_000
    assert [name for name, size in sheets.items() if size > 3_000] == []
    assert sizes["show.js"] + max(sizes["list.js"], sizes["search.js"]) <= 6_000
