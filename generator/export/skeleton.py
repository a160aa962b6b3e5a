"""The Word file before its words: styles, settings, fonts, page; nobody's template to reset."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import quoteattr

from msgspec import Struct

from generator.export.document import Layout
from generator.export.layout import (
    BODY_PT,
    BOTTOM_MM,
    CAPTION_PT,
    CELL_PITCH_PT,
    CELL_PT,
    CELL_TWIPS,
    LEFT_MM,
    PAGE_MM,
    PAGE_PT,
    RIGHT_MM,
    TITLE_PT,
    TOP_MM,
    fonts_of,
)

FOOTER_MM = 24.5  # from the paper's edge: the dashes of — 1 — lie 7 mm below the text block
TIGHTER = -5  # twentieths of a point between 3号 characters: 28 of them in 156 mm


class Style(Struct, frozen=True):
    """A paragraph style; `pitch` 0 leaves the line as high as what stands in it."""

    id: str
    name: str
    role: str
    size_pt: float
    pitch: float | None = None  # points; None is the layout's
    align: str = "both"
    first_chars: int = 0
    spacing: int = 0
    keep_next: bool = False
    keep_lines: bool = False
    outline: int | None = None
    before_pt: float = 0
    after_pt: float = 0


STYLES = (
    Style("Normal", "Normal", "body", BODY_PT, spacing=TIGHTER),
    Style("BodyText", "Body Text", "body", BODY_PT, first_chars=2, spacing=TIGHTER),
    Style("Title", "Title", "title", TITLE_PT, align="center", keep_next=True),
    *(
        Style(
            f"Heading{level}",
            f"heading {level}",
            role,
            BODY_PT,
            first_chars=2,
            spacing=TIGHTER,
            keep_next=True,
            outline=level - 1,
        )
        for level, role in enumerate(("h1", "h2", "body", "body"), start=1)
    ),
    Style("Picture", "图片", "body", BODY_PT, 0, "center", keep_next=True, before_pt=6),
    Style("Caption", "caption", "h2", CAPTION_PT, 24, "center", keep_lines=True, after_pt=6),
    Style("Annex", "附件号", "h1", BODY_PT, align="left", spacing=TIGHTER, keep_next=True),
    Style("Cell", "表格文字", "body", CELL_PT, CELL_PITCH_PT, "left"),
    Style("CellText", "表格正文", "body", CELL_PT, CELL_PITCH_PT, "left", first_chars=2),
    Style("Tail", "表后", "body", 1, 1, "left"),
    Style("Photo", "照片", "body", CELL_PT, 0, "center"),
    Style("Header", "header", "page", PAGE_PT, 0, "center"),
    Style("Footer", "footer", "page", PAGE_PT, 0, "left"),
)

# What Enter at the end of a paragraph begins, where it is not one of the same style.
THEN = {
    **dict.fromkeys(("Title", "Heading1", "Heading2", "Heading3", "Heading4"), "BodyText"),
    "Picture": "Caption",
    "Caption": "BodyText",
}

# What Word and WPS take where a font is not installed: names, family, pitch.
ALTERNATIVES = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S,小标宋体,宋体,SimSun", "script", "variable"),
    "仿宋_GB2312": ("仿宋,FangSong,FangSong_GB2312", "modern", "fixed"),
    "楷体_GB2312": ("楷体,KaiTi,KaiTi_GB2312", "modern", "fixed"),
    "黑体": ("SimHei", "modern", "fixed"),
    "宋体": ("SimSun", "auto", "variable"),
}
GB_CHARSET = "86"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def skeleton(layout: Layout) -> bytes:
    """An empty .docx in the layout: A4, margins, grid of 22 lines, styles, compatibility mode 15.

    Margins, sizes and fonts are GB/T 9704-2012's (layout.py) with the call's pitch and fonts.
    """
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relationships(
            {"styles": "styles.xml", "settings": "settings.xml", "fontTable": "fontTable.xml"}
        ),
        "word/document.xml": _document(layout.pitch_pt),
        "word/styles.xml": _styles(layout),
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": _font_table(fonts_of(layout)),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, _HEAD + text)
    return data.getvalue()


def _relationships(targets: dict[str, str]) -> str:
    rows = (
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _override(name: str, kind: str) -> str:
    return f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'


_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
    '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    + _override("document", "document.main")
    + "".join(_override(name, name) for name in ("styles", "settings", "fontTable"))
    + "</Types>"
)

# Order of children: ECMA-376 part 1, 17.15.1.78.
_SETTINGS = (
    f'<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)


def _document(pitch_pt: float) -> str:
    return (
        f"<w:document {_W}><w:body><w:sectPr>"
        f'<w:pgSz w:w="{_twips(PAGE_MM[0])}" w:h="{_twips(PAGE_MM[1])}"/>'
        f'<w:pgMar w:top="{_twips(TOP_MM)}" w:right="{_twips(RIGHT_MM)}"'
        f' w:bottom="{_twips(BOTTOM_MM)}" w:left="{_twips(LEFT_MM)}"'
        f' w:header="{_twips(15)}" w:footer="{_twips(FOOTER_MM)}" w:gutter="0"/>'
        # Type linesAndChars with a negative charSpace halves the line in LibreOffice.
        f'<w:docGrid w:type="lines" w:linePitch="{round(pitch_pt * 20)}"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _styles(layout: Layout) -> str:
    fonts = fonts_of(layout)
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_r_fonts(fonts, 'body')}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    rows = "".join(_style(style, layout, fonts) for style in STYLES)
    return f"<w:styles {_W}>{defaults}{rows}{_TABLE_STYLE}</w:styles>"


# Word looks for a default table style and takes the margins inside the cells from it.
_TABLE_STYLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    + "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in CELL_TWIPS.items())
    + "</w:tblCellMar></w:tblPr></w:style>"
)


def _style(style: Style, layout: Layout, fonts: dict[str, str]) -> str:
    normal = style.id == "Normal"
    linked = "" if normal else '<w:basedOn w:val="Normal"/>'
    default = ' w:default="1"' if normal else ""
    bold = "<w:b/><w:bCs/>" if style.id == "Heading3" and layout.h3_bold else ""
    then = f'<w:next w:val="{THEN[style.id]}"/>' if style.id in THEN else ""
    half_points = round(style.size_pt * 2)
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/>{linked}{then}<w:qFormat/>'
        f"<w:pPr>{_paragraph(style, layout.pitch_pt)}</w:pPr>"
        f'<w:rPr>{_r_fonts(fonts, style.role)}{bold}<w:color w:val="000000"/>'
        f'<w:spacing w:val="{style.spacing}"/><w:kern w:val="0"/>'
        f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:style>'
    )


def _paragraph(style: Style, layout_pitch: float) -> str:
    pitch = layout_pitch if style.pitch is None else style.pitch
    line = f'w:line="{round(pitch * 20)}" w:lineRule="exact"' if pitch else _AS_HIGH_AS_NEEDED
    first = round((style.size_pt * 20 + style.spacing) * style.first_chars)
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    return (
        ("<w:keepNext/>" if style.keep_next else "")
        + ("<w:keepLines/>" if style.keep_lines else "")
        # LibreOffice reads overflowPunct the wrong way round and does not draw some of the marks
        # that hang: said to be off, 46 of 840 were lost on its pages. Word's default is on.
        + '<w:widowControl w:val="0"/><w:kinsoku/>'
        '<w:overflowPunct/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="{round(style.before_pt * 20)}"'
        f' w:after="{round(style.after_pt * 20)}" {line}/>'
        f'<w:ind w:firstLineChars="{style.first_chars * 100}" w:firstLine="{first}"/>'
        f'<w:jc w:val="{style.align}"/>{outline}'
    )


_AS_HIGH_AS_NEEDED = 'w:line="240" w:lineRule="auto"'  # an exact line would clip a picture


def _r_fonts(fonts: dict[str, str], role: str) -> str:
    east, latin = (quoteattr(fonts[name]) for name in (role, "page" if role == "page" else "latin"))
    return f"<w:rFonts w:ascii={latin} w:eastAsia={east} w:hAnsi={latin} w:cs={latin}/>"


def _font_table(fonts: dict[str, str]) -> str:
    rows = []
    for name in sorted({name for role, name in fonts.items() if role != "latin"}):
        others, family, pitch = ALTERNATIVES.get(name, ("", "auto", "variable"))
        other = f'<w:altName w:val="{others}"/>' if others else ""
        rows.append(
            f'<w:font w:name={quoteattr(name)}>{other}<w:charset w:val="{GB_CHARSET}"/>'
            f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        )
    return f"<w:fonts {_W}>{''.join(rows)}</w:fonts>"


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)
