"""A write-up for the official-account editor: one HTML file whose styles survive pasting."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from generator.export.document import Block, Figure, Gongwen, Heading, Paragraph, Table
from generator.export.entry import Enclosed
from generator.export.layout import DRAFT, has_long_word

# The editor drops <style>, classes, ids and scripts; only inline styles arrive.
_BODY = "margin:0 0 1em;font-size:16px;line-height:1.75;color:#333;text-align:justify"
_BROKEN = ";text-align:left;overflow-wrap:anywhere"  # no address is wider than a phone
_TITLE = "margin:0 0 1em;font-size:22px;line-height:1.4;font-weight:bold;color:#222"
_HEADS = {
    1: "margin:1.6em 0 .8em;padding-left:10px;border-left:4px solid #b3271e;"
    "font-size:18px;line-height:1.5;font-weight:bold;color:#b3271e",
    2: "margin:1.2em 0 .6em;font-size:17px;line-height:1.5;font-weight:bold;color:#222",
}
_DEEP = "margin:1em 0 .5em;font-size:16px;line-height:1.5;font-weight:bold;color:#333"
_WIDE = "margin:0 0 1em;overflow-x:auto"  # a table wider than the phone is drawn along by itself
_TABLE = "width:100%;border-collapse:collapse;font-size:14px"
_CELL = "border:1px solid #ccc;padding:6px 8px;line-height:1.5;text-align:"
_HEAD = ";font-weight:bold;background:#f4f1ea"
_DRAFT = "margin:0 0 1em;font-size:32px;line-height:1.4;font-weight:bold;color:#999"
_FIGURE = "margin:0 0 1em;text-align:center"
_CAPTION = "margin:.4em 0 0;font-size:14px;line-height:1.5;color:#888;text-align:center"

_PAGE = Markup("""\
<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
</head>
<body style="max-width:677px;margin:0 auto;padding:16px;font-family:sans-serif">
<p style="margin:0 0 16px;padding:12px;background:#f4f1ea;font-size:14px;line-height:1.6">
<button type="button" id="copy" style="padding:8px 20px;font-size:16px">复制正文</button>
<span id="said" role="status"></span><br>
复制后粘贴到公众号编辑器。图片不会随文字带过去：把这个文件旁边的图片上传到素材库，再按图注放回原位。
</p>
<div id="text">
{body}</div>
<script>
document.getElementById("copy").addEventListener("click", function () {{
  var range = document.createRange(), picked = window.getSelection();
  range.selectNodeContents(document.getElementById("text"));
  picked.removeAllRanges();
  picked.addRange(range);
  var done = document.execCommand("copy");
  document.getElementById("said").textContent = done ? "已复制" : "请按 Ctrl+C 复制";
}});
</script>
</body>
</html>
""")


def write_wechat(document: Gongwen, photos: Sequence[Enclosed]) -> bytes:
    """The page of a document with its pictures beside it (`photos` by name), UTF-8."""
    draft = f"（{DRAFT}）" if document.draft else ""
    parts = [Markup('<p style="{}">{}</p>').format(_DRAFT, DRAFT)] if draft else []
    parts.append(Markup('<h1 style="{}">{}</h1>').format(_TITLE, document.title))
    parts += (_block(block) for block in document.blocks if not isinstance(block, Figure))
    for annex in document.annexes:
        parts.append(Markup('<p style="{}">{}</p>').format(_HEADS[1], annex.title))
        parts += (_block(block) for block in annex.blocks)
    parts += (_picture(one) for one in photos)
    body = Markup("\n").join((*parts, ""))
    return str(_PAGE.format(title=document.title + draft, body=body)).encode()


def _block(block: Block) -> Markup:
    match block:
        case Heading():
            style = _HEADS.get(block.level, _DEEP)
            words = block.number + block.text
            return Markup('<p style="{}">{}</p>').format(style, words)
        case Paragraph():
            runs = (
                Markup("<strong>{}</strong>").format(run.text) if run.bold else escape(run.text)
                for run in block.runs
            )
            style = _fitting(_BODY, block.text)
            return Markup('<p style="{}">{}</p>').format(style, Markup("").join(runs))
        case Table():
            rows = (
                Markup("<tr>{}</tr>").format(_cells(row, block, "" if number else _HEAD))
                for number, row in enumerate(block.rows)
            )
            return Markup('<section style="{}"><table style="{}">{}</table></section>').format(
                _WIDE, _TABLE, Markup("").join(rows)
            )
        case _:
            return Markup("")


def _cells(row: Sequence[str], table: Table, look: str) -> Markup:
    """The cells of a row, each at the side where its author put the column."""
    cell = Markup('<td style="{}">{}</td>')
    sides = (*table.sides, *[None] * len(row))
    return Markup("").join(
        cell.format(_fitting(f"{_CELL}{side or 'left'}{look}", text), text)
        for text, side in zip(row, sides, strict=False)
    )


def _fitting(style: str, text: str) -> str:
    return style + _BROKEN if has_long_word(text) else style


def _picture(one: Enclosed) -> Markup:
    return Markup(
        '<p style="{}"><img src="{}" alt="{}" style="max-width:100%;height:auto"></p>'
        '<p style="{}">{}</p>'
    ).format(_FIGURE, _address(one.name), one.title, _CAPTION, one.title)


def _address(name: str) -> str:
    """A file name as a relative address."""
    from urllib.parse import quote

    return quote(name)
