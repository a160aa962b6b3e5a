"""Where a Chinese heading may break: between words, never inside one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup

from generator.model.numerals import NUMERAL
from generator.model.patterns import later
from generator.render.html import escaped

_OPENING = "（(《〈“‘「『【〔［[{"
_CLOSING = "，。：；！？、）)》〉”’」』】〕］]}…—·%‰℃～~+×/-,.:;!?"
_AFTER_COLON = later(
    r"^([^“‘「『《（(]*(?:[“「《（][^”」》）]*[”」》）][^“「《（：]*)*?：)(.+)$", re.S
)
_NUMERAL = re.compile(NUMERAL)
_WORD = re.compile(r"[0-9A-Za-z.]")
_MARKS_MEETING = re.compile("(?<=[，。：；！？、）》〉”’」』】〕])\0([“‘「『《〈【〔（])")
_ASIDE = later("(?<=[㐀-鿿0-9A-Za-z])\0(（[^（）<>&]{5,24}）)(?=\0|$)")  # breaks count, too
_FOREIGN = later("[㐀-鿿]+(?:·[㐀-鿿]+)+")
_DOT = later("[㐀-鿿]·")  # browsers break before it: GB/T 15834-2011, 5.1
# The other side is looked at by `_gap`: to compile a range of Chinese characters takes 1 ms.
_MEETING = re.compile("(?<=[0-9A-Za-z])\0(?=[^ -~])|(?<=[^ -~])\0(?=[0-9A-Za-z])")
# Single characters that belong to what follows; every other single character closes its word.
_LEADERS = frozenset("把让将被由在到向从为与和及以不未每各全对按给再又更最")
_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》"}
_QUOTE = re.compile(f"[{''.join(_QUOTES)}]")
# What ends the name of a body; the word before it is the other half of the name (博爱学校).
_BODIES = frozenset(
    "学校 小学 中学 大学 学院 党校 幼儿园 医院 敬老院 养老院 福利院 社区 街道 公司 集团 银行 "
    "协会 联合会 委员会 研究院 研究所 分院 总局 分局 检疫局 监管局 管理局 党委 党总支 党支部 "
    "支部".split()
)
_NO_NAME = "的了进到入"  # words that end so are no half of a name: 走进社区
_SHORT = 6  # characters of a name or a quotation that fit the narrowest tile
_LINE = 12  # characters of a heading on a phone of 390 px
_NAME = 8  # characters of a foreign name that stays whole
_MARKS = "[，。；！？：、]"
_CLAUSE = re.compile(f"{_MARKS}*[^，。；！？：、]+{_MARKS}*[”’」』）]*|{_MARKS}+")


_cuts: dict[str, str] = {}


@lru_cache(maxsize=4096)
def soft(text: str, name: str = "") -> Markup:
    """`text` as safe HTML with `<wbr>` between words, for headings set in `word-break: keep-all`.

    A break after the first “：” outside quotes is preferred, else one between short clauses, and
    one before “（” to one behind it: what should stay together becomes an `.ib` span. Browsers
    neither space nor trim across a `<wbr>` (text-autospace, text-spacing-trim): an empty `.gap`
    stands between Chinese and digits or Latin letters, an opening mark after a closing one is
    `.half` as wide. `name` is whom the text is about: no dictionary knows it.
    """
    parts = halves(text) or _short_clauses(text)
    spans = (f'<span class="ib">{_joined(part, name)}</span>' for part in parts)
    return Markup("<wbr>".join(spans) if len(parts) > 1 else _joined(text, name))


def halves(text: str) -> tuple[str, ...]:
    """What stands before and after the first “：” outside quotes; empty where there is none."""
    match = _AFTER_COLON().match(text) if "：" in text else None
    return match.groups() if match else ()


def _short_clauses(text: str) -> list[str]:
    """The clauses of a heading, where each fits a line of a phone and none cuts a quotation."""
    parts = clauses(text)
    whole = all(part.count("“") == part.count("”") for part in parts)
    return parts if whole and max(map(len, parts)) <= _LINE else [text]


def words_of(text: str, name: str = "") -> list[str]:
    """The pieces of `text` that stay whole on a line; joined they are `text` again."""
    pieces: list[str] = []
    leaning = False  # the last piece waits for what follows
    for token in _tokens_around(name, text) if name and name in text else _tokens(text):
        if pieces and (leaning or _clings(pieces[-1][-1], token) or _names(pieces[-1], token)):
            pieces[-1] += token
        else:
            pieces.append(token)
        leaning = _leans(token, pieces[-1])
    return _quotations_whole(pieces) if _QUOTE.search(text) else pieces


def known_cuts() -> dict[str, str]:
    """Every text that was cut so far with its words, a line each."""
    return dict(_cuts)


def know_cuts(cuts: Mapping[str, str]) -> None:
    """Takes over what another run has cut: loading the dictionary for one heading takes 0.2 s."""
    _cuts.update(cuts)


def clauses(text: str) -> list[str]:
    """The clauses of a maxim, each with its closing mark: one column each when set vertically."""
    return _CLAUSE.findall(text) or [text]


def _quotations_whole(pieces: list[str]) -> list[str]:
    """The pieces with short quotations (“两个机制”) in one."""
    whole: list[str] = []
    for piece in pieces:
        opened = whole[-1] if whole and whole[-1][0] in _QUOTES else ""
        closing = _QUOTES.get(opened[:1], "")
        if opened and closing not in opened and closing in piece and len(opened + piece) <= _SHORT:
            whole[-1] += piece
        else:
            whole.append(piece)
    return whole


def _tokens_around(name: str, text: str) -> list[str]:
    before, *rest = map(_tokens, text.split(name))
    return [*before, *(token for part in rest for token in (name, *part))]


def _tokens(text: str) -> list[str]:
    if text not in _cuts:
        import rjieba

        if "\n" in text:
            return list(rjieba.cut(text))
        _cuts[text] = "\n".join(rjieba.cut(text))
    return _cuts[text].split("\n") if text else []


def _joined(text: str, name: str) -> str:
    """The words of a text, breaks and gaps between them; \0 is a break until all is in place."""
    drawn = str(escaped("\0".join(words_of(text, name))))
    drawn = _MARKS_MEETING.sub(_half, drawn)
    if "（" in drawn:
        drawn = _ASIDE().sub('\0<span class="ib">\\1</span>', drawn)
    if "·" in drawn:
        drawn = _DOT().sub(r'<span class="tied">\g<0></span>', _FOREIGN().sub(_parted, drawn))
    return _MEETING.sub(_gap, drawn).replace("\0", "<wbr>")


def _gap(met: re.Match[str]) -> str:
    """A break between Chinese and digits or Latin letters has a gap."""
    sides = met.string[met.start() - 1], met.string[met.end()]
    return '<span class="gap"></span><wbr>' if "㐀" <= max(sides) <= "鿿" else "\0"


def _parted(name: re.Match[str]) -> str:
    """A long name may break after each `·`."""
    return name[0].replace("·", "·\0") if len(name[0]) > _NAME else name[0]


def _half(opening: re.Match[str]) -> str:
    return f'\0<span class="half">{opening[1]}</span>'


@lru_cache(maxsize=4096)  # words come again, 1 µs each
def _clings(last: str, token: str) -> bool:
    """Whether no line may begin with `token` after the character `last`."""
    first = token[0]
    if last in _OPENING or first in _CLOSING or first.isspace() or last in "—·+×/-～~":
        return True
    if _WORD.match(last) and _WORD.match(first):
        return True
    if len(token) > 1 or not _is_hanzi(token) or token in _LEADERS or _NUMERAL.match(token):
        return False
    return last not in _CLOSING and not last.isspace()


def _names(piece: str, token: str) -> bool:
    """Whether a piece is the first half of the name that ends in `token`."""
    if token not in _BODIES or len(piece) + len(token) > _SHORT:
        return False
    return _is_hanzi(piece[-1]) and piece[-1] not in _NO_NAME


def _is_hanzi(word: str) -> bool:
    return "㐀" <= word[0] <= "鿿"


@lru_cache(maxsize=4096)
def _leans(token: str, piece: str) -> bool:
    """Whether the piece that ends in `token` needs the next token to be whole."""
    if token[-1] in _OPENING or token in _LEADERS or _NUMERAL.fullmatch(token):
        return True
    word = piece.lstrip(_OPENING)
    return len(word) == 1 and _is_hanzi(word)
