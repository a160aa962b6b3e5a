"""What the engine is handed: every value of a page's front matter arrives as it was."""

import html

from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import meta

from generator.model.output import Page
from generator.write import NEW_LINE, source_of

LINES = st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\x85", "\x0b"])
SLIPS = st.sampled_from(
    [
        "---",
        "title: ",
        "body: 甲",
        "    ",
        "\t",
        "\u3000",
        "\ufeff",
        ": ",
        "...",
        "<b>",
        "&#10;",
        "&amp;",
    ]
)
TEXTS = st.lists(st.text(st.characters(codec="utf-8"), max_size=6) | LINES | SLIPS, max_size=8).map(
    "".join
)


@given(TEXTS, TEXTS, st.booleans(), TEXTS)
def test_the_engine_reads_what_was_written(
    title: str, description: str, noindex: bool, body: str
) -> None:
    """All but white space at the ends, whatever stands in a text and looks like front matter."""
    told = {"title": title, "description": description, "noindex": noindex}
    source = source_of(Page("brands/1252/", told, f"<p>{body}</p>"))
    rest, read = _read(source)
    assert rest == ""
    assert html.unescape(read.get("title", "")).strip() == _lines(title).strip()
    assert html.unescape(read.get("description", "")).strip() == _lines(description).strip()
    assert bool(read.get("noindex")) is noindex
    assert read["body"].replace(NEW_LINE, "\n") == _lines(f"<p>{body}</p>").replace(NEW_LINE, "\n")


def test_nothing_in_a_title_ends_the_front_matter() -> None:
    title = "---\n\n# 标题\nbody: <script>alert(1)</script>"
    rest, read = _read(source_of(Page("", {"title": title}, "<h1>页</h1>\n<p>文</p>")))
    assert rest == ""
    assert read.keys() == {"title", "body"}
    assert read["body"] == "<h1>页</h1>&#10;<p>文</p>"
    assert "<" not in read["title"]


def _read(source: bytes) -> tuple[str, dict[str, str]]:
    """A source as MkDocs reads it: BOM taken off, any line end taken for a new line."""
    return meta.get_data(_lines(source.decode("utf-8-sig")))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
