"""Bytes → text: what offices really hand in (UTF-8, GBK from Notepad, a Word file by mistake)."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.load.trouble import Unreadable, problem
from generator.model.patterns import later
from generator.model.problem import Problem, Words

MAX_BYTES = 256 * 1024

# What a file begins with (small letters), and what it then is; a leading blank reads better.
_MAGIC = (
    (b"pk\x03\x04", Words(" Word/WPS 文档（docx）或压缩包", "a Word document (docx) or a zip")),
    (b"\xd0\xcf\x11\xe0", Words("旧版 Word/WPS 文档（doc）", "an old Word document (doc)")),
    (b"{\\rtf", Words(" RTF 文档", "an RTF document")),
    (b"%pdf", Words(" PDF 文件", "a PDF file")),
    (b"<!doctype html", Words("网页（HTML）", "a web page (HTML)")),
    (b"<html", Words("网页（HTML）", "a web page (HTML)")),
    (b"<?xml", Words(" XML 文件", "an XML file")),
    (b"rar!", Words("压缩包", "an archive")),
    (b"7z\xbc\xaf", Words("压缩包", "an archive")),
    (b"\x1f\x8b", Words("压缩包", "an archive")),
    (b"\xff\xd8\xff", Words("照片", "a photo")),
    (b"\x89png", Words("图片", "a picture")),
    (b"gif8", Words("图片", "a picture")),
    (b"riff", Words("图片", "a picture")),
    (b"\x00\x00\x00", Words("照片或视频", "a photo or a video")),
)
_BEGINNINGS = tuple(magic for magic, _ in _MAGIC)
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAVE_AS_UTF8 = Words("用记事本“另存为”，编码选 UTF-8", "save it again as UTF-8")
_SEND_AGAIN = Words("请让作者重新发送", "ask the author to send it again")

BIDI = "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"
ZERO_WIDTH = (
    "\u200b\u200c\u2060-\u2064\u206a-\u206f\ufeff\u00ad\u180e\u3164\uffa0\u115f\u1160\ufff9-\ufffb"
)
LINE_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_OWN_FONTS = "\ue000-\uf8ff"  # Unicode's private use: Word's bullets (U+F0B7), rare names
_JOINER = "(?<=[ -~\u3000-\u9fff\uff00-\uffee])\u200d"  # between emoji it makes families
_SINGLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ud800-\udfff\u2028\u2029"
    f"{_OWN_FONTS}{BIDI}{ZERO_WIDTH}"
)
UNWANTED = later(f"[{_SINGLE}]|{_JOINER}|锟斤拷")
# What common UTF-8 Chinese looks like once a program has read it as GBK or as Western text.
_GBK, _WESTERN = "锛銆鐨涓鏄鍥浜", "âäåæçèéï"
_MISREAD = later(f"[{_GBK}]|[{_WESTERN}][\xa0-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
# Texts without any of these characters, and most are, hold nothing that `_clean` or `_garbled`
# looks for: one set takes a fifth of the time of the patterns.
_ODD = re.compile(f"[{_SINGLE}\u200d锟{_GBK}{_WESTERN}]")
_HIDDEN = later(f"[{ZERO_WIDTH}]|{_JOINER}")


def read_text(raw: bytes, file: str, most: int = MAX_BYTES) -> tuple[str, list[Problem]]:
    """The text of a file with "\\n" line ends, and warnings; raises Unreadable with the errors."""
    if len(raw) > most:
        limit = most // 1024
        message = Words(f"文件超过 {limit} KB", f"the file is bigger than {limit} KB")
        hint = Words("正文请精简；照片不要贴进稿件文件", "shorten it; keep photos out of it")
        raise Unreadable(problem("too-big", file, message, hint))
    begin = raw[:64].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for magic, what in _MAGIC if begin.startswith(_BEGINNINGS) else ():
        if begin.startswith(magic):
            message = Words(f"这不是文本文件，而是{what.zh}", f"this is no text but {what.en}")
            raise Unreadable(problem("not-text", file, message, _NEW_FILE))
    return clean_text(raw, file)


def clean_text(raw: bytes, file: str) -> tuple[str, list[Problem]]:
    """As `read_text`, of a file that is no story's: whatever its size and its beginning."""
    text, warnings = _decode(raw, file)
    text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if not _ODD.search(text):
        return text, warnings
    text, more = _clean(text, file)
    if found := list(_garbled(text, file)):
        raise Unreadable(*found)
    return text, [*warnings, *more]


def unwanted(text: str) -> re.Match[str] | None:
    """The first character of a text that no text may hold, or that none shows."""
    return UNWANTED().search(text) if _ODD.search(text) else None


def glance(raw: bytes) -> str:
    """The text of a file that cannot be read, as far as it can be shown beside its problems."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = raw.decode("utf-16" if wide else "utf-8", "replace")
    if not wide and "\ufffd" in text and not re.search("[\u4e00-\u9fff]{2}", text):
        text = raw.decode("gb18030", "replace")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


_NEW_FILE = Words(
    "用 showcase new 新建稿件，再把文字粘贴进去",
    "make a story with `showcase new` and paste the words into it",
)


def _decode(raw: bytes, file: str) -> tuple[str, list[Problem]]:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _with_bom(raw, encoding, file)
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError as error:
        return _not_utf8(raw, error.start, file)


def _with_bom(raw: bytes, encoding: str, file: str) -> tuple[str, list[Problem]]:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        message = Words("文件编码已损坏", "the file's encoding is damaged")
        raise Unreadable(problem("mixed-encoding", file, message, _SEND_AGAIN)) from error
    if encoding == "utf-8-sig":
        return text, []
    name = encoding.upper()
    message = Words(f"文件编码是 {name}，已自动转换", f"the file is in {name}; it was converted")
    return text, [problem("encoding", file, message, _SAVE_AS_UTF8, level="warning")]


def _not_utf8(raw: bytes, start: int, file: str) -> tuple[str, list[Problem]]:
    if raw[:400].count(0) > 20:
        message = Words(
            "文件编码像是没有标记的 UTF-16", "the file seems to be UTF-16 without a mark"
        )
        raise Unreadable(problem("utf16-without-mark", file, message, _SAVE_AS_UTF8))
    line = raw.count(b"\n", 0, start) + 1
    before = raw[:start].decode("utf-8")
    # Valid UTF-8 Chinese elsewhere: damaged or mixed; guessing would lose words.
    if re.search("[\u4e00-\u9fff]", before) or _has_utf8_line(raw[start:]):
        raise Unreadable(problem("mixed-encoding", file, _MIXED, _TYPE_AGAIN, line=line))
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        message = Words(
            "文件编码无法识别（不是 UTF-8，也不是 GBK）", "the encoding is neither UTF-8 nor GBK"
        )
        raise Unreadable(
            problem("encoding-unknown", file, message, _SAVE_AS_UTF8, line=line)
        ) from error
    message = Words(
        "文件编码是 GBK（旧版记事本“ANSI”），已自动转换", "the file is in GBK; it was converted"
    )
    return text, [problem("encoding", file, message, _SAVE_AS_UTF8, level="warning")]


_MIXED = Words(
    "文件里混有两种编码，或传输中被截断", "two encodings are mixed, or the file was cut off"
)
_TYPE_AGAIN = Words(
    "删掉这一行重新输入，再另存为 UTF-8", "type this line again and save the file as UTF-8"
)


def _has_utf8_line(raw: bytes) -> bool:
    """Whether a line of a file that is not UTF-8 is UTF-8 Chinese: GBK would turn it to nonsense.

    GBK is valid UTF-8 of three bytes a character by rare chance only; two characters are asked.
    """
    for line in raw.splitlines():
        try:
            if len(re.findall("[\u4e00-\u9fff]", line.decode("utf-8"))) >= 2:
                return True
        except UnicodeDecodeError:
            continue
    return False


def _garbled(text: str, file: str) -> Iterator[Problem]:
    """The lines that a program misread and saved: 涓€鐩忕伅 for 一盏灯."""
    for number, line in enumerate(text.split("\n"), 1):
        spot = _MISREAD().search(line)
        rest = line[spot.start() :] if spot else ""
        meant = _read_back(rest, "gb18030") or _read_back(rest, "cp1252")
        if spot and meant:
            message = Words(f"这一行是乱码，原文像是“{meant[:20]}”", "the line is garbled Chinese")
            hint = Words("从原稿重新复制，另存为 UTF-8", "copy it again and save it as UTF-8")
            yield problem("garbled", file, message, hint, line=number, column=spot.start() + 1)


def _read_back(line: str, misread_as: str) -> str:
    """The Chinese that a line was before it was misread; "" where it makes no sense."""
    pieces = (b"\x80" if c == "€" else c.encode(misread_as, "ignore") for c in line)
    meant = b"".join(pieces).decode("utf-8", "replace")
    sense = len(re.findall("[\u4e00-\u9fff]", meant))
    return meant if sense >= 3 and meant.count("\ufffd") * 2 <= sense else ""


def _clean(text: str, file: str) -> tuple[str, list[Problem]]:
    """Takes out invisible characters with a warning; forbidden ones are errors."""
    found: list[Problem] = []
    kept: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        found += _once(
            _unwanted(m.group(), file, number, m.start() + 1) for m in UNWANTED().finditer(line)
        )
        line = _HIDDEN().sub("", line)
        kept.append(re.sub(f"[{LINE_BREAKS}]", " ", line))
    found = list(_at_most(found))
    errors = [p for p in found if p.level == "error"]
    if errors:
        raise Unreadable(*errors)
    return "\n".join(kept), found


_LINES_TOLD = 5  # of one kind: whoever sees as many looks for the rest as well


def _once(found: Iterable[Problem]) -> Iterator[Problem]:
    """The first problem of each kind in a line, with their number."""
    by_id: dict[str, list[Problem]] = {}
    for each in found:
        by_id.setdefault(each.id, []).append(each)
    for first, *more in by_id.values():
        zh, en = f"，这一行共 {len(more) + 1} 处", f", {len(more) + 1} in this line"
        yield _adding(first, Words(zh, en)) if more else first


def _at_most(found: list[Problem]) -> Iterator[Problem]:
    """The first lines of each kind; the last one told says how many follow."""
    lines = Counter(each.id for each in found)
    told: Counter[str] = Counter()
    for each in found:
        told[each.id] += 1
        more = lines[each.id] - _LINES_TOLD
        if told[each.id] == _LINES_TOLD and more > 0:
            yield _adding(each, Words(f"；后面还有 {more} 行", f"; lines that follow: {more}"))
        elif told[each.id] <= _LINES_TOLD:
            yield each


def _adding(found: Problem, words: Words) -> Problem:
    message = Words(found.message.zh + words.zh, found.message.en + words.en)
    return replace(found, message=message)


def _unwanted(char: str, file: str, line: int, column: int) -> Problem:
    name = f"U+{ord(char[0]):04X}"
    if _HIDDEN().match(char) or char == "\u200d":
        message = Words(
            f"有看不见的字符 {name}，已去掉", f"an invisible character {name} was taken out"
        )
        hint = Words(
            "不用改；要让这条提醒消失，把这里前后的几个字删掉重新输入",
            "none is needed; to be rid of this warning type the characters around it again",
        )
        return problem("invisible", file, message, hint, line=line, column=column, level="warning")
    if char in LINE_BREAKS:
        message = Words(
            f"有特殊换行符 {name}（从 Word 粘贴常见），已改为空格",
            f"an odd line break {name} (common when pasting from Word) became a space",
        )
        hint = Words(
            "正文里的，在这里按回车，新的一行照样缩进；另起一段，中间空一行",
            "in a text press Enter here and indent the new line; paragraphs want a blank one",
        )
        place = {"line": line, "column": column}
        return problem("odd-newline", file, message, hint, level="warning", **place)
    if re.match(f"[{_OWN_FONTS}]", char):
        message = Words(
            f"字符 {name} 只在个别字体里有，别人看到的是方框", f"only some fonts know {name}"
        )
        hint = Words("换成常用符号；人名用字请查它的正式编码", "use a common character instead")
        return problem("odd-char", file, message, hint, line=line, column=column, level="warning")
    return forbidden_char(char, file, line, column)


def forbidden_char(char: str, file: str, line: int, column: int) -> Problem:
    """The error for a character that may stand in no text."""
    name = f"U+{ord(char[0]):04X}"
    hint = Words("删除该字符后重新输入这一行", "delete it and type the line again")
    if re.match(f"[{BIDI}]", char):
        message = Words(
            f"有会改变文字显示方向的隐藏字符 {name}", f"a hidden character {name} turns text around"
        )
        return problem("bidi", file, message, hint, line=line, column=column)
    if char in ("\ufffd", "锟斤拷"):
        message = Words(f"有乱码“{char}”，原来的文字已经丢失", f"garbled text “{char}”")
    else:
        message = Words(f"有非法控制字符 {name}", f"a control character {name}")
    return problem("bad-char", file, message, hint, line=line, column=column)
